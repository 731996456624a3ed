//! The notes of a run: a line for each chunk and each finished file, and checksums to prove them.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::Crc;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::corpus::part::failed;
use crate::corpus::tally::Tally;
use crate::error::{Error, ErrorKind};
use crate::name_list::NameList;

/// A line of `progress.jsonl` behind the first.
// An untagged or internally tagged enum would be read by way of plain data, in which no key can be a number.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Step {
    /// A chunk: the lengths of the four files with it, and the checksum of what it added to each.
    Chunk { source: usize, lengths: [u64; 4], crc: [u32; 4], tally: Box<Tally> },
    /// An input file is finished: the output files that it gave.
    End { source: usize, files: Vec<Json> },
}

/// A line of progress: where it begins and ends, and whether it ends an input file.
pub(crate) struct Line {
    pub from: u64,
    pub to: u64,
    pub end: bool,
}

/// The whole lines of a file, and the first of them.
pub(crate) fn whole_lines(path: &Path) -> io::Result<(Vec<u8>, Vec<Line>)> {
    let mut reader = BufReader::new(File::open(path)?);
    let (mut lines, mut first, mut line) = (Vec::new(), Vec::new(), Vec::new());
    let mut from = 0;
    loop {
        line.clear();
        let to = from + reader.read_until(b'\n', &mut line)? as u64;
        if !line.ends_with(b"\n") {
            return Ok((first, lines));
        }
        if lines.is_empty() {
            first.clone_from(&line);
        }
        lines.push(Line { from, to, end: line.starts_with(b"{\"end\":") });
        from = to;
    }
}

pub(crate) fn read_line(path: &Path, line: &Line) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(line.from))?;
    let mut bytes = vec![0; (line.to - line.from) as usize];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Checksum of the bytes `from..to` of a file; `None` where it is shorter.
pub(crate) fn crc_of(path: &Path, from: u64, to: u64) -> Option<u32> {
    let mut crc = Crc::new();
    if from < to {
        let mut file = File::open(path).ok()?;
        file.seek(SeekFrom::Start(from)).ok()?;
        let mut bytes = vec![0; (to - from) as usize];
        file.read_exact(&mut bytes).ok()?;
        crc.update(&bytes);
    }
    Some(crc.sum())
}

pub(crate) fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A file as the manifest shows it.
pub(crate) fn file_row(name: &str, path: &Path) -> io::Result<Json> {
    let (mut file, mut hash, mut buffer) = (File::open(path)?, Sha256::new(), vec![0; 1 << 16]);
    let mut length = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            n => {
                hash.update(&buffer[..n]);
                length += n as u64;
            }
        }
    }
    Ok(json!({ "name": name, "bytes": length, "sha256": hex(hash) }))
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A list of names as the manifest shows it: how many, and the checksum of them all, in order.
pub(crate) fn names_row(list: &NameList) -> Json {
    let mut names: Vec<String> = list.iter().map(|n| format!("{}\t{}\t{}\n", n.0, n.1, n.2.unwrap_or(""))).collect();
    names.sort_unstable();
    let mut hash = Sha256::new();
    names.iter().for_each(|name| hash.update(name));
    json!({ "names": names.len(), "sha256": hex(hash) })
}

/// The progress of a run, locked as long as it is open; `None` where there is none, or where another run began one at
/// this very moment and `new` was asked for.
///
/// # Errors
/// Another run is at work with it.
pub(crate) fn open_locked(path: &Path, new: bool) -> Result<Option<File>, Error> {
    let opened = OpenOptions::new().append(true).read(true).create_new(new).open(path);
    let file = match opened {
        Ok(file) => file,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => return Ok(None),
        Err(e) => return Err(failed("write", path, e)),
    };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(busy(path.parent().unwrap_or(path))),
        // Some network file systems have no locks: then nothing can be known, and nothing is in the way.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Some(file)),
    }
}

/// What to say of a folder in which another run is at work.
pub(crate) fn busy(output: &Path) -> Error {
    let message =
        format!("another run is at work in the folder {}: wait for its end, or choose another", output.display());
    Error::new(ErrorKind::File, message)
}
