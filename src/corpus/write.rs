//! Files out: appended to chunk by chunk, renamed when whole, taken up again where they were left.
//!
//! `progress.jsonl` is the only memory of a run. Its first line says what is being done; then follows a line for each
//! chunk, written after the chunk's bytes, with the lengths of the files and a checksum of what was added; and a line
//! for each finished input file. A line that is not whole, or whose bytes are not in the files, was never written.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::corpus::part::{Part, failed, open_part, sync_folder};
use crate::corpus::progress::{Line, Step, busy, crc, crc_of, file_row, open_locked, read_line, whole_lines};
use crate::corpus::read::{Format, Source};
use crate::corpus::tally::Tally;
use crate::corpus::work::{ACCEPTED, Done, REJECTED, TEXTS, UNREADABLE};
use crate::error::{Error, ErrorKind};

const PROGRESS: &str = "progress.jsonl";
const MANIFEST: &str = "manifest.json";
const TIMING: &str = "timing.json";

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
        fs::rename(&growing, path)?;
        sync_folder(path);
        Ok(())
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
    // It may have been stopped after its last word and before this.
    forget(output)?;
    Ok(Some(manifest))
}

/// Whether a folder is one that a run writes or wrote.
pub(crate) fn is_run(folder: &Path) -> bool {
    let begins = |name: &str, with: &str| {
        let (wanted, mut begin) = (with.len() as u64 * 4, String::new());
        let read = File::open(folder.join(name)).and_then(|file| file.take(wanted).read_to_string(&mut begin));
        begin.retain(|c| !c.is_whitespace());
        read.is_ok() && begin.starts_with(with)
    };
    begins(PROGRESS, "{\"textmend\":") || begins(MANIFEST, "{\"run\":{\"textmend\":")
}

/// Removes the progress of a run that has come to its end.
fn forget(output: &Path) -> Result<(), Error> {
    let path = output.join(PROGRESS);
    match fs::remove_file(&path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(failed("remove", &path, e)),
        _ => Ok(()),
    }
}

fn same_run(output: &Path, before: &Json, now: &Json) -> Result<(), Error> {
    // However the inputs are named this time, they are the same files.
    let inputs = |run: &Json| -> Vec<Json> {
        let rows = run["inputs"].as_array().into_iter().flatten();
        rows.map(|row| json!([row["name"], row["bytes"], row["modified"]])).collect()
    };
    let same = |key: &&str| if *key == "inputs" { inputs(before) == inputs(now) } else { before[*key] == now[*key] };
    let changed: Vec<&str> = ["textmend", "options", "inputs"].into_iter().filter(|key| !same(key)).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let options = before["options"].as_object().into_iter().flatten();
    let others: Vec<&str> =
        options.filter(|(key, old)| **old != now["options"][key]).map(|(k, _)| k.as_str()).collect();
    let named = |key: &&str| match *key {
        "textmend" => "version of textmend".to_owned(),
        "options" if !others.is_empty() => format!("options ({})", others.join(", ")),
        key => key.to_owned(),
    };
    let changed: Vec<String> = changed.iter().map(named).collect();
    let message = format!(
        "cannot resume in {}: the {} changed since the run began; choose another folder",
        output.display(),
        changed.join(" and ")
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
        let found = open_locked(&path, false)?;
        let in_use = fs::read_dir(output).is_ok_and(|mut entries| entries.next().is_some());
        let resumed = resume && found.is_some();
        if in_use && !resumed {
            let what = if resume { "holds files but no run to resume" } else { "is not empty" };
            let message = format!("the folder {} {what}: choose another, or --resume the run in it", output.display());
            return Err(Error::new(ErrorKind::File, message));
        }
        let Some(progress) = (if found.is_some() { found } else { open_locked(&path, true)? }) else {
            return Err(busy(output));
        };
        let mut writer = Writer {
            output,
            sources,
            progress,
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
        let ends = self.whole_ends(path, &lines).map_err(|e| failed("read", path, e))?;
        for (at, line) in lines.iter().enumerate().skip(1) {
            let bytes = read_line(path, line).map_err(|e| failed("read", path, e))?;
            match serde_json::from_slice(&bytes) {
                Ok(Step::End { source, files }) if at <= ends => self.ended(source, files),
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

    /// The last line that ends an input file, where its files and those before it are there as they were noted: a
    /// machine that lost its power may have lost some.
    fn whole_ends(&self, path: &Path, lines: &[Line]) -> io::Result<usize> {
        let mut last = 0;
        let as_noted = |file: &Json| {
            let path = self.output.join(file["name"].as_str().unwrap_or_default());
            fs::metadata(path).is_ok_and(|m| Some(m.len()) == file["bytes"].as_u64())
        };
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.end) {
            match serde_json::from_slice(&read_line(path, line)?) {
                Ok(Step::End { files, .. }) if files.iter().all(as_noted) => last = at,
                _ => break,
            }
        }
        Ok(last)
    }

    fn grown(&mut self, lengths: [u64; 4]) {
        for (part, length) in self.parts.iter_mut().zip(lengths) {
            if length > part.length {
                part.pieces.push(length - part.length);
                part.length = length;
            }
        }
    }

    /// Whether the files really hold a chunk. A Parquet file that has its name already was put together from all.
    fn holds(&self, lengths: &[u64; 4], crcs: &[u32; 4]) -> bool {
        let parquet = self.sources.get(self.next.0).is_some_and(|s| s.format == Format::Parquet);
        self.parts.iter().zip(lengths.iter().zip(crcs)).enumerate().all(|(stream, (part, (length, crc)))| {
            let growing = part.growing();
            let path = if growing.exists() { &growing } else { &part.path };
            let whole = parquet && stream < UNREADABLE && path == &part.path && path.exists();
            whole || crc_of(path, part.length, *length) == Some(*crc)
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
        if let Some(empty) = done.empty.filter(|_| self.next.1 == 0 && done.bytes[ACCEPTED].is_empty()) {
            self.parts[ACCEPTED].create()?;
            done.bytes[ACCEPTED] = empty;
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
            if part.length > 0 || part.path.exists() || part.growing().exists() {
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
        forget(self.output)?;
        Ok(manifest)
    }
}
