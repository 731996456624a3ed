//! Files that grow by pieces and get their names when they are whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::corpus::parquet;
use crate::corpus::read::Format;
use crate::error::{Error, ErrorKind};

/// A file that grows.
pub(crate) struct Part {
    pub path: PathBuf,
    file: Option<File>,
    pub length: u64,
    /// The length of each addition.
    pub pieces: Vec<u64>,
}

/// What to say where writing fails.
pub(crate) fn failed(what: &str, path: &Path, error: io::Error) -> Error {
    let message = format!("cannot {what} {}; what is done is kept, and --resume goes on from there", path.display());
    Error::new(ErrorKind::File, message).with_source(error)
}

impl Part {
    pub(crate) fn new(path: PathBuf) -> Self {
        Part { path, file: None, length: 0, pieces: Vec::new() }
    }

    /// Where it grows before it is whole.
    pub(crate) fn growing(&self) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(".part");
        name.into()
    }

    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if bytes.is_empty() {
            return Ok(());
        }
        let path = self.growing();
        let file = match self.file.take() {
            Some(file) => file,
            None => open_part(&path).map_err(|e| failed("write", &path, e))?,
        };
        let file = self.file.insert(file);
        if self.length == 0 {
            // What an earlier attempt left, of which no line of progress speaks.
            file.set_len(0).map_err(|e| failed("write", &path, e))?;
        }
        file.write_all(bytes).map_err(|e| failed("write", &path, e))?;
        self.length += bytes.len() as u64;
        self.pieces.push(bytes.len() as u64);
        Ok(())
    }

    /// Makes the file, which may stay empty.
    pub(crate) fn create(&mut self) -> Result<(), Error> {
        let path = self.growing();
        self.file = Some(open_part(&path).map_err(|e| failed("write", &path, e))?);
        Ok(())
    }

    /// Cuts off what no line of progress speaks of.
    pub(crate) fn cut(&mut self) -> Result<(), Error> {
        let path = self.growing();
        match OpenOptions::new().write(true).open(&path) {
            Ok(file) => file.set_len(self.length).map_err(|e| failed("write", &path, e)),
            Err(_) => Ok(()),
        }
    }

    /// Gives the file its name.
    pub(crate) fn finish(&mut self, format: Format) -> Result<(), Error> {
        let (growing, pieces) = (self.growing(), std::mem::take(&mut self.pieces));
        self.file = None;
        let finish = || match format {
            _ if !growing.exists() => Ok(()),
            Format::Parquet => {
                let whole = self.path.with_extension("parquet.tmp");
                let mut out = File::create(&whole)?;
                parquet::concatenate(pieces_of(&growing, &pieces)?, &mut out)?;
                out.sync_all()?;
                fs::rename(&whole, &self.path)?;
                sync_folder(&self.path);
                fs::remove_file(&growing)
            }
            _ => {
                // A text file is one document: to wait for the disk a million times would take longer than the work.
                let wait = format != Format::Text;
                if wait {
                    OpenOptions::new().append(true).open(&growing)?.sync_all()?;
                }
                fs::rename(&growing, &self.path)?;
                if wait {
                    sync_folder(&self.path);
                }
                Ok(())
            }
        };
        finish().map_err(|e| failed("write", &self.path, e))
    }
}

/// Opens a file to add to it, with the folders above it.
pub(crate) fn open_part(path: &Path) -> io::Result<File> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    OpenOptions::new().append(true).create(true).open(path)
}

/// Makes sure that a folder keeps the names in it; not every system can, and then there is no more to do.
pub(crate) fn sync_folder(path: &Path) {
    let folder = path.parent().map(File::open);
    folder.into_iter().flatten().for_each(|folder| folder.sync_all().unwrap_or_default());
}

/// The pieces of a file, one after the other.
fn pieces_of(path: &Path, pieces: &[u64]) -> io::Result<impl Iterator<Item = io::Result<Vec<u8>>>> {
    let mut file = File::open(path)?;
    Ok(pieces.iter().map(move |&length| {
        let mut bytes = vec![0; length as usize];
        file.read_exact(&mut bytes).map(|()| bytes)
    }))
}
