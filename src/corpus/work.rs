//! A chunk in, bytes to be written out.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::RecordBatch;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value as Json, json};

use crate::analyzer::Analyzer;
use crate::arrow::texts;
use crate::batch;
use crate::corpus::described::Described;
use crate::corpus::form::Header;
use crate::corpus::line::{OWN_KEY, Places, quoted};
use crate::corpus::parquet::Fates;
use crate::corpus::policy::Reason;
use crate::corpus::read::{Packing, Rows, Source};
use crate::corpus::record::{Judged, Wanted};
use crate::corpus::tally::{NO_TEXT, Tally};
use crate::corpus::{Annotations, Job};
use crate::document::Document;

/// Characters of a broken line that are kept as it was; the rest of it stays in the input.
const RAW_BYTES: usize = 1 << 20;

/// The streams that a chunk adds to.
pub(crate) const ACCEPTED: usize = 0;
pub(crate) const REJECTED: usize = 1;
pub(crate) const UNREADABLE: usize = 2;
pub(crate) const TEXTS: usize = 3;

/// What became of a chunk.
#[derive(Default)]
pub(crate) struct Done {
    pub bytes: [Vec<u8>; 4],
    /// What has to stand before the first accepted and the first rejected row of the file.
    pub headers: [Vec<u8>; 2],
    /// What the accepted file is as long as no row is accepted, where this may be the first chunk of a file of rows.
    pub empty: Option<Vec<u8>>,
    pub tally: Tally,
}

/// What was read of a row.
struct Read<'a, P> {
    text: Option<Cow<'a, str>>,
    /// Lone surrogates in it that were replaced.
    replaced: usize,
    /// What stands in place of a text.
    instead: Option<&'static str>,
    /// What writing the row asks for.
    parts: P,
}

/// All that a worker has to know.
pub(crate) struct Worker<'a> {
    pub analyzer: &'a Analyzer,
    pub job: &'a Job,
    pub stop: Arc<AtomicBool>,
}

impl Worker<'_> {
    /// Works on a chunk; `None` when asked to stop half-way.
    ///
    /// # Errors
    /// Compression fails, for want of memory.
    pub(crate) fn work(&self, source: &Source, rows: Rows) -> io::Result<Option<Done>> {
        let mut done = Done::default();
        if self.rows(source, rows, &mut done).is_none() {
            return Ok(None);
        }
        let rows = done.bytes[..UNREADABLE].iter_mut().chain(&mut done.headers).filter(|bytes| !bytes.is_empty());
        for bytes in rows.chain(&mut done.empty) {
            *bytes = packed(std::mem::take(bytes), source.packing)?;
        }
        Ok(Some(done))
    }

    fn rows(&self, source: &Source, rows: Rows, done: &mut Done) -> Option<()> {
        match rows {
            Rows::Lines { first, bytes } => self.lines(source, first, &bytes, done),
            Rows::Records { header, rows } => self.records(source, &header, &rows, done),
            Rows::Text(bytes) => {
                self.text(source, &bytes, done);
                Some(())
            }
            Rows::Batch { first, batch, described } => self.batch(source, first, (&batch, &described), done),
        }
    }

    /// What is written beside a document.
    fn wanted(&self) -> Wanted {
        Wanted { annotations: self.job.annotations, tasks: self.analyzer.options().tasks }
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn lines(&self, source: &Source, first: u64, bytes: &[u8], done: &mut Done) -> Option<()> {
        done.empty = (first == 1 && !self.job.dry_run).then(Vec::new);
        let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let mut lines: Vec<_> = (first..).zip(body.split(|&b| b == b'\n')).collect();
        if let Some((1, line)) = lines.first_mut() {
            *line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        }
        lines.retain(|(_, line)| !line.iter().all(u8::is_ascii_whitespace));
        let read = |bytes| {
            let line = std::str::from_utf8(bytes).map_err(|e| not_utf8(&e))?;
            let places = Places::find(line, &self.job.column)?;
            let Some(text) = places.text(line) else {
                return Ok(Read { text: None, replaced: 0, instead: places.kind(line), parts: (line, places) });
            };
            let replaced = text.replaced_surrogates;
            Ok(Read { text: Some(text.text.into()), replaced, instead: None, parts: (line, places) })
        };
        self.each(
            source,
            &lines,
            |line| line.len(),
            |line| read(line),
            done,
            |(number, bytes), read, done| match read {
                Ok(_) if self.job.dry_run => {}
                Ok(((line, places), judged)) => {
                    let out = &mut done.bytes[stream(judged.accepted())];
                    places.write(line, judged.mended(), judged.record(self.wanted()).as_deref(), out);
                    out.push(b'\n');
                }
                Err(reason) => unreadable(source, Some(*number), &reason, Some(bytes), done),
            },
        )
    }

    fn records(&self, source: &Source, header: &Header, rows: &[(u64, Vec<u8>)], done: &mut Done) -> Option<()> {
        done.headers = [header.line(self.job.annotations != Annotations::None), header.line(true)];
        done.empty = Some(done.headers[ACCEPTED].clone()).filter(|_| !self.job.dry_run);
        self.each(
            source,
            rows,
            Vec::len,
            |row| field(row, header),
            done,
            |(number, row), read, done| match read {
                Ok(_) if self.job.dry_run => {}
                Ok((fields, judged)) => {
                    let out = &mut done.bytes[stream(judged.accepted())];
                    header.write(row, &fields, judged.mended(), judged.record(self.wanted()).as_deref(), out);
                }
                Err(reason) => unreadable(source, Some(*number), &reason, Some(row), done),
            },
        )
    }

    fn text(&self, source: &Source, bytes: &[u8], done: &mut Done) {
        let judged = std::str::from_utf8(bytes).map_err(|e| not_utf8(&e));
        let judged = judged.and_then(|text| match text.trim_start_matches('\u{feff}') {
            // Nothing would be written that is a file.
            "" => Ok(self.without_text(&source.name, None, done)),
            _ => {
                let document = self.documents(&[text]).pop().unwrap_or_else(|| Ok(Document::default()))?;
                Ok(self.judge(document, 0, || source.name.clone(), done))
            }
        });
        match judged {
            Ok(_) if self.job.dry_run => {}
            Ok(judged) => {
                done.bytes[stream(judged.accepted())] = judged.mended().map_or(bytes, str::as_bytes).to_vec();
                let record = judged.record(self.wanted()).unwrap_or_else(|| "null".to_owned());
                let (file, accepted) = (quoted(&source.name), judged.accepted());
                let line = format!("{{\"file\":{file},\"accepted\":{accepted},\"{OWN_KEY}\":{record}}}\n");
                done.bytes[TEXTS] = line.into_bytes();
            }
            Err(reason) => unreadable(source, None, &reason, None, done),
        }
    }

    fn batch(
        &self,
        source: &Source,
        first: u64,
        (batch, described): (&RecordBatch, &Described),
        done: &mut Done,
    ) -> Option<()> {
        let column = batch.column_by_name(&self.job.column)?;
        let rows: Vec<_> = (first..).zip(texts(column, &self.job.column).ok()?).collect();
        let mut fates = Fates::default();
        let read = |text: Option<_>| Ok(Read { text: text.map(Cow::Borrowed), replaced: 0, instead: None, parts: () });
        let size = |text: &Option<&str>| text.map_or(0, str::len);
        self.each(
            source,
            &rows,
            size,
            |text| read(*text),
            done,
            |(number, text), read, done| match read {
                Ok(((), judged)) => fates.push(judged),
                Err(reason) => {
                    unreadable(source, Some(*number), &reason, text.map(str::as_bytes), done);
                    fates.push_unreadable();
                }
            },
        )?;
        if self.job.dry_run {
            return Some(());
        }
        match fates.write(batch, &self.job.column, self.wanted(), described) {
            Ok([accepted, rejected, none]) => {
                done.empty = (first == 1).then_some(none);
                done.bytes[ACCEPTED] = accepted;
                done.bytes[REJECTED] = rejected;
            }
            Err(reason) => unreadable(source, Some(first), &reason, None, done),
        }
        Some(())
    }

    /// Reads rows, takes their texts apart, a group at a time, and judges them; `write` is told what became of each, in
    /// their order. `None` when asked to stop half-way.
    fn each<'a, R, P>(
        &self,
        source: &Source,
        rows: &'a [(u64, R)],
        bytes: impl Fn(&R) -> usize,
        read: impl Fn(&'a R) -> Result<Read<'a, P>, String>,
        done: &mut Done,
        mut write: impl FnMut(&'a (u64, R), Result<(P, Judged), String>, &mut Done),
    ) -> Option<()> {
        for group in batch::groups(rows.iter().map(|(_, row)| bytes(row)), batch::TOGETHER) {
            if self.stopped() {
                return None;
            }
            let rows = &rows[group];
            let all: Vec<_> = rows.iter().map(|(_, row)| read(row)).collect();
            let texts: Vec<&str> = all.iter().flatten().filter_map(|read| read.text.as_deref()).collect();
            let mut documents = self.documents(&texts).into_iter();
            for (row, read) in rows.iter().zip(all) {
                let place = || format!("{}:{}", source.name, row.0);
                let judged = read.and_then(|read| {
                    let document = read.text.as_ref().and_then(|_| documents.next()).transpose()?;
                    let judged = match document {
                        Some(document) => self.judge(document, read.replaced, place, done),
                        None => self.without_text(&place(), read.instead, done),
                    };
                    Ok((read.parts, judged))
                });
                write(row, judged, done);
            }
        }
        Some(())
    }

    /// Takes texts apart. One of them must not end a run of millions, even where this program is at fault: where it
    /// fails, each is tried alone.
    fn documents(&self, texts: &[&str]) -> Vec<Result<Document, String>> {
        let all = |texts: &[&str]| catch_unwind(AssertUnwindSafe(|| self.analyzer.analyze_all(texts))).ok();
        let alone = |text: &&str| {
            if text.len() >= u32::MAX as usize {
                return Err(format!("its text has {} bytes; a text must be shorter than 4 GiB", text.len()));
            }
            let document = all(&[text]).and_then(|mut documents| documents.pop());
            document.ok_or_else(|| "textmend failed on this text; please report it".to_owned())
        };
        let short = texts.iter().all(|text| text.len() < u32::MAX as usize);
        let together = if short && texts.len() > 1 { all(texts) } else { None };
        together.map_or_else(|| texts.iter().map(alone).collect(), |documents| documents.into_iter().map(Ok).collect())
    }

    /// Judges a document and counts it.
    fn judge(&self, mut document: Document, replaced: usize, place: impl Fn() -> String, done: &mut Done) -> Judged {
        let surrogates = document.signals.0.iter_mut().find(|s| s.0 == "replaced_surrogates");
        surrogates.into_iter().for_each(|s| s.1 = replaced as f64);
        let verdicts = self.job.policy.verdicts(&document);
        let reasons = self.job.policy.failed(&document, &verdicts);
        done.tally.add(&document, self.analyzer.options().tasks, &verdicts, &reasons, place);
        Judged { document: Some(document), reasons, replaced: replaced > 0 }
    }

    /// Rejects a row without a text; `instead` says what stands in its place.
    fn without_text(&self, place: &str, instead: Option<&str>, done: &mut Done) -> Judged {
        done.tally.add_without_text(place);
        let reason = Reason { rule: NO_TEXT.to_owned(), value: json!(instead), limit: Json::Null };
        Judged { document: None, reasons: vec![reason], replaced: false }
    }
}

/// The text of a row of a table.
fn field<'a>(row: &'a [u8], header: &Header) -> Result<Read<'a, Vec<Range<usize>>>, String> {
    let fields = header.form.fields(row);
    if fields.len() != header.names.len() {
        return Err(format!("has {} fields, the header has {}", fields.len(), header.names.len()));
    }
    let text = match header.form.value(&row[fields[header.column].clone()]) {
        Cow::Borrowed(text) => std::str::from_utf8(text).map_err(|e| not_utf8(&e))?.into(),
        Cow::Owned(text) => String::from_utf8(text).map_err(|e| not_utf8(&e.utf8_error()))?.into(),
    };
    Ok(Read { text: Some(text), replaced: 0, instead: None, parts: fields })
}

fn stream(accepted: bool) -> usize {
    if accepted { ACCEPTED } else { REJECTED }
}

/// Notes what could not be read, with as much of it as there is.
pub(crate) fn unreadable(source: &Source, line: Option<u64>, reason: &str, raw: Option<&[u8]>, done: &mut Done) {
    done.tally.unreadable += 1;
    let mut row = json!({ "file": source.name, "line": line, "reason": reason });
    if let Some(raw) = raw {
        let kept = &raw[..raw.len().min(RAW_BYTES)];
        match std::str::from_utf8(kept) {
            Ok(text) => row["raw"] = json!(text),
            Err(_) => row["raw_base64"] = json!(base64(kept)),
        }
    }
    done.bytes[UNREADABLE].extend(format!("{row}\n").into_bytes());
}

fn not_utf8(error: &std::str::Utf8Error) -> String {
    format!("not UTF-8 at byte {}", error.valid_up_to() + 1)
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0, |bits, &b| bits << 8 | u32::from(b)) << (8 * (3 - group.len()));
        for digit in 0..4 {
            let at = (bits >> (18 - 6 * digit) & 63) as usize;
            out.push(if digit <= group.len() { char::from(DIGITS[at]) } else { '=' });
        }
    }
    out
}

/// Compressed bytes that stand for themselves: gzip members and zstd frames may follow each other in a file.
fn packed(bytes: Vec<u8>, packing: Packing) -> io::Result<Vec<u8>> {
    match packing {
        Packing::Plain => Ok(bytes),
        Packing::Gzip => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&bytes)?;
            encoder.finish()
        }
        Packing::Zstd => zstd::bulk::compress(&bytes, 3),
    }
}
