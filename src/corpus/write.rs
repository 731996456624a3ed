//! Files out: appended to chunk by chunk, renamed when whole, taken up again where they were left.
//!
//! `progress.jsonl` is the only memory of a run. Its first line says what is being done; then follows a line for each
//! chunk, written after the chunk's bytes, with the lengths of the files and a checksum of what was added; and a line
//! for each finished input file. A line that is not whole, or whose bytes are not in the files, was never written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::corpus::parquet;
use crate::corpus::progress::{Step, crc, crc_of, file_row, read_line, whole_lines};
use crate::corpus::read::{Format, Source};
use crate::corpus::tally::Tally;
use crate::corpus::work::{ACCEPTED, Done, REJECTED, TEXTS, UNREADABLE};
use crate::error::{Error, ErrorKind};

const PROGRESS: &str = "progress.jsonl";
const MANIFEST: &str = "manifest.json";
const TIMING: &str = "timing.json";

/// A file that grows.
struct Part {
    path: PathBuf,
    file: Option<File>,
    length: u64,
    /// The length of each addition.
    pieces: Vec<u64>,
}

/// Writes what workers return, in order.
pub(crate) struct Writer<'a> {
    output: &'a Path,
    sources: &'a [Source],
    progress: File,
    parts: [Part; 4],
    files: Vec<Json>,
    pub totals: Tally,
    /// The input file that comes next, and how many of its chunks are done.
    pub next: (usize, usize),
}

fn failed(what: &str, path: &Path, error: io::Error) -> Error {
    let message = format!("cannot {what} {}; what is done is kept, and --resume goes on from there", path.display());
    Error::new(ErrorKind::File, message).with_source(error)
}

impl Part {
    fn new(path: PathBuf) -> Self {
        Part { path, file: None, length: 0, pieces: Vec::new() }
    }

    /// Where it grows before it is whole.
    fn growing(&self) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(".part");
        name.into()
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if bytes.is_empty() {
            return Ok(());
        }
        let path = self.growing();
        let file = match self.file.take() {
            Some(file) => file,
            None => open_part(&path).map_err(|e| failed("write", &path, e))?,
        };
        let file = self.file.insert(file);
        file.write_all(bytes).map_err(|e| failed("write", &path, e))?;
        self.length += bytes.len() as u64;
        self.pieces.push(bytes.len() as u64);
        Ok(())
    }

    /// Cuts off what no line of progress speaks of.
    fn cut(&mut self) -> Result<(), Error> {
        let path = self.growing();
        match OpenOptions::new().write(true).open(&path) {
            Ok(file) => file.set_len(self.length).map_err(|e| failed("write", &path, e)),
            Err(_) => Ok(()),
        }
    }

    /// Gives the file its name.
    fn finish(&mut self, format: Format) -> Result<(), Error> {
        let (growing, pieces) = (self.growing(), std::mem::take(&mut self.pieces));
        let file = self.file.take();
        let finish = || match format {
            _ if !growing.exists() => Ok(()),
            Format::Parquet => {
                let whole = self.path.with_extension("parquet.tmp");
                let mut out = File::create(&whole)?;
                parquet::concatenate(pieces_of(&growing, &pieces)?, &mut out)?;
                out.sync_all()?;
                fs::rename(&whole, &self.path)?;
                fs::remove_file(&growing)
            }
            _ => {
                // A text file is one document: to wait for the disk a million times would take longer than the work.
                if let Some(file) = file.filter(|_| format != Format::Text) {
                    file.sync_all()?;
                }
                fs::rename(&growing, &self.path)
            }
        };
        finish().map_err(|e| failed("write", &self.path, e))
    }
}

fn open_part(path: &Path) -> io::Result<File> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    OpenOptions::new().append(true).create(true).open(path)
}

/// The pieces of a file, one after the other.
fn pieces_of(path: &Path, pieces: &[u64]) -> io::Result<impl Iterator<Item = io::Result<Vec<u8>>>> {
    let mut file = File::open(path)?;
    Ok(pieces.iter().map(move |&length| {
        let mut bytes = vec![0; length as usize];
        file.read_exact(&mut bytes).map(|()| bytes)
    }))
}

fn row(name: &str, path: &Path) -> Result<Json, Error> {
    file_row(name, path).map_err(|e| failed("read", path, e))
}

/// Writes a small file as a whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let growing = path.with_extension("tmp");
    let write = || {
        let mut file = File::create(&growing)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&growing, path)
    };
    write().map_err(|e| failed("write", path, e))
}

/// The manifest of a finished run in this folder, if there is one.
///
/// # Errors
/// It is there but was made from other inputs or options, given as `head`.
pub(crate) fn finished(output: &Path, head: &Json) -> Result<Option<Json>, Error> {
    let path = output.join(MANIFEST);
    let Ok(text) = fs::read_to_string(&path) else { return Ok(None) };
    let manifest: Json = serde_json::from_str(&text)
        .map_err(|e| Error::new(ErrorKind::File, format!("{} is not JSON", path.display())).with_source(e))?;
    same_run(output, &manifest["run"], head)?;
    Ok(Some(manifest))
}

fn same_run(output: &Path, before: &Json, now: &Json) -> Result<(), Error> {
    if before == now {
        return Ok(());
    }
    let keys = ["textmend", "options", "inputs"];
    let changed: Vec<&str> = keys.into_iter().filter(|key| before[key] != now[key]).collect();
    let changed = changed.join(" and ").replace("textmend", "version of textmend");
    let message = format!(
        "cannot resume in {}: the {changed} changed since the run began; choose another folder",
        output.display()
    );
    Err(Error::new(ErrorKind::Option, message))
}

impl<'a> Writer<'a> {
    /// Begins a run, or takes up the one that was left. `head` says what is being done.
    ///
    /// # Errors
    /// A folder that is in use or cannot be written, or another run to resume.
    pub(crate) fn start(output: &'a Path, sources: &'a [Source], head: &Json, resume: bool) -> Result<Self, Error> {
        let path = output.join(PROGRESS);
        fs::create_dir_all(output).map_err(|e| {
            Error::new(ErrorKind::File, format!("cannot make the folder {}", output.display())).with_source(e)
        })?;
        let resumed = resume && path.exists();
        let in_use = fs::read_dir(output).is_ok_and(|mut entries| entries.next().is_some());
        if in_use && !resumed {
            let what = if resume { "holds files but no run to resume" } else { "is not empty" };
            let message = format!("the folder {} {what}: choose another, or --resume the run in it", output.display());
            return Err(Error::new(ErrorKind::File, message));
        }
        let progress = OpenOptions::new().append(true).create(true).read(true).open(&path);
        let mut writer = Writer {
            output,
            sources,
            progress: progress.map_err(|e| failed("write", &path, e))?,
            parts: ["", "", "unreadable.jsonl", "texts.jsonl"].map(|name| Part::new(output.join(name))),
            files: Vec::new(),
            totals: Tally::default(),
            next: (0, 0),
        };
        writer.name_parts();
        let whole = resumed && writer.take_up(&path, head)?;
        if !whole {
            writer.progress.set_len(0).map_err(|e| failed("write", &path, e))?;
            writer.note(head)?;
        }
        Ok(writer)
    }

    /// Reads the progress of an earlier run and cuts the files to it; `false` where even its first line is not whole.
    fn take_up(&mut self, path: &Path, head: &Json) -> Result<bool, Error> {
        let (first, lines) = whole_lines(path).map_err(|e| failed("read", path, e))?;
        if lines.is_empty() {
            return Ok(false);
        }
        let before: Json = serde_json::from_slice(&first).unwrap_or_default();
        same_run(self.output, &before, head)?;
        let mut good = lines[0].to;
        let ends = lines.iter().rposition(|line| line.end).unwrap_or(0);
        for (at, line) in lines.iter().enumerate().skip(1) {
            let bytes = read_line(path, line).map_err(|e| failed("read", path, e))?;
            match serde_json::from_slice(&bytes) {
                Ok(Step::End { source, files }) => self.ended(source, files),
                Ok(Step::Chunk { lengths, crc, tally, .. }) if at < ends || self.holds(&lengths, &crc) => {
                    self.grown(lengths);
                    self.totals.merge(&tally);
                    self.next.1 += 1;
                }
                _ => break,
            }
            good = line.to;
        }
        self.progress.set_len(good).map_err(|e| failed("write", path, e))?;
        let renamed = |part: &Part| part.length > 0 && part.path.exists() && !part.growing().exists();
        if self.parts[..UNREADABLE].iter().any(renamed) {
            // It was stopped while giving the files of an input their names, when all its chunks were done.
            self.end_source()?;
        }
        self.parts.iter_mut().try_for_each(Part::cut)?;
        Ok(true)
    }

    fn grown(&mut self, lengths: [u64; 4]) {
        for (part, length) in self.parts.iter_mut().zip(lengths) {
            if length > part.length {
                part.pieces.push(length - part.length);
                part.length = length;
            }
        }
    }

    /// Whether the files really hold a chunk. A file that has its name already was whole.
    fn holds(&self, lengths: &[u64; 4], crcs: &[u32; 4]) -> bool {
        self.parts.iter().zip(lengths.iter().zip(crcs)).all(|(part, (length, crc))| {
            let growing = part.growing();
            let path = if growing.exists() { &growing } else { &part.path };
            crc_of(path, part.length, *length) == Some(*crc) || (path == &part.path && path.exists())
        })
    }

    fn name_parts(&mut self) {
        let name = self.sources.get(self.next.0).map_or("", |s| s.name.as_str());
        self.parts[ACCEPTED] = Part::new(self.output.join("accepted").join(name));
        self.parts[REJECTED] = Part::new(self.output.join("rejected").join(name));
    }

    fn note(&mut self, line: &impl Serialize) -> Result<(), Error> {
        let mut bytes = serde_json::to_vec(line).unwrap_or_default();
        bytes.push(b'\n');
        self.progress.write_all(&bytes).map_err(|e| failed("write", &self.output.join(PROGRESS), e))
    }

    /// Writes a chunk.
    ///
    /// # Errors
    /// The disk is full, or gone.
    pub(crate) fn chunk(&mut self, mut done: Done) -> Result<(), Error> {
        for (stream, header) in done.headers.iter_mut().enumerate() {
            if self.parts[stream].length == 0 && !done.bytes[stream].is_empty() {
                header.append(&mut done.bytes[stream]);
                std::mem::swap(header, &mut done.bytes[stream]);
            }
        }
        for (part, bytes) in self.parts.iter_mut().zip(&done.bytes) {
            part.append(bytes)?;
        }
        let lengths = [0, 1, 2, 3].map(|i: usize| self.parts[i].length);
        let crc = [0, 1, 2, 3].map(|i: usize| crc(&done.bytes[i]));
        self.totals.merge(&done.tally);
        let step = Step::Chunk { source: self.next.0, lengths, crc, tally: Box::new(done.tally) };
        self.next.1 += 1;
        self.note(&step)
    }

    /// Gives the files of an input their names when all its chunks are written.
    ///
    /// # Errors
    /// The disk is full, or gone.
    pub(crate) fn end_source(&mut self) -> Result<(), Error> {
        let (source, format) = (self.next.0, self.sources[self.next.0].format);
        let mut files = Vec::new();
        for (part, folder) in self.parts[..UNREADABLE].iter_mut().zip(["accepted", "rejected"]) {
            if part.length > 0 {
                part.finish(format)?;
                files.push(row(&format!("{folder}/{}", self.sources[source].name), &part.path)?);
            }
        }
        let step = Step::End { source, files };
        self.note(&step)?;
        if let Step::End { files, .. } = step {
            self.ended(source, files);
        }
        Ok(())
    }

    fn ended(&mut self, source: usize, files: Vec<Json>) {
        self.files.extend(files);
        self.next = (source + 1, 0);
        self.name_parts();
    }

    /// Ends the run: the manifest, with `head` and the files passed over, and how long it took.
    ///
    /// # Errors
    /// The disk is full, or gone.
    pub(crate) fn finish(mut self, head: &Json, passed_over: &[String], timing: &Json) -> Result<Json, Error> {
        let names = ["unreadable.jsonl", "texts.jsonl"];
        for (stream, name) in [UNREADABLE, TEXTS].into_iter().zip(names) {
            let part = &mut self.parts[stream];
            if stream == UNREADABLE && part.length == 0 && !part.path.exists() {
                open_part(&part.growing()).map_err(|e| failed("write", &part.path, e))?;
            }
            part.finish(Format::JsonLines)?;
            if part.path.exists() {
                self.files.push(row(name, &part.path)?);
            }
        }
        let manifest = json!({
            "run": head, "passed_over": passed_over, "counts": self.totals.to_json(), "outputs": self.files,
        });
        let pretty = |json: &Json| serde_json::to_vec_pretty(json).unwrap_or_default();
        write_whole(&self.output.join(TIMING), &pretty(timing))?;
        write_whole(&self.output.join(MANIFEST), &pretty(&manifest))?;
        let path = self.output.join(PROGRESS);
        fs::remove_file(&path).map_err(|e| failed("remove", &path, e))?;
        Ok(manifest)
    }
}
