//! Files in: of which format they are, and their contents in chunks of about a megabyte.
//!
//! Chunks depend on the file alone, never on threads or time, so that a resumed run cuts where the first one did.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::RecordBatch;
use flate2::bufread::GzDecoder;

use crate::corpus::described::Described;
use crate::corpus::form::Header;
use crate::corpus::line::OWN_KEY;
use crate::corpus::{parquet, table};

/// Bytes in a chunk, or a little more: a quarter of a second's work, and few enough to hold some per thread.
pub(crate) const CHUNK_BYTES: usize = 1 << 20;

/// The longest line or row, in bytes: one that doesn't end would fill the memory with the rest of a large file.
pub(crate) const LONGEST: u64 = if cfg!(test) { 1 << 20 } else { 256 << 20 };

/// What a file is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object a line.
    JsonLines,
    /// A table with a header, its fields parted by this byte, unless they are by another one.
    Csv(u8),
    /// One document a file.
    Text,
    /// Apache Parquet.
    Parquet,
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

pub(crate) const EXTENSIONS: [(&str, Format); 8] = [
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("json", Format::JsonLines), // C4, OSCAR and Dolma name their JSON Lines so
    ("parquet", Format::Parquet),
    ("csv", Format::Csv(b',')),
    ("tsv", Format::Csv(b'\t')),
    ("txt", Format::Text),
    ("text", Format::Text),
];

/// An input file.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub path: PathBuf,
    /// Its path in the output, with `/`.
    pub name: String,
    pub format: Format,
    pub packing: Packing,
    /// Its size.
    pub bytes: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: u64,
}

impl Source {
    /// Whether the file is not there any more, or not as it was.
    pub(crate) fn changed(&self) -> bool {
        state(&self.path).unwrap_or_default() != (self.bytes, self.modified)
    }
}

/// Size and time of change of a file, in nanoseconds since 1970.
pub(crate) fn state(path: &Path) -> Option<(u64, u64)> {
    let metadata = fs::metadata(path).ok()?;
    let modified = metadata.modified().ok().and_then(|m| m.duration_since(std::time::UNIX_EPOCH).ok());
    Some((metadata.len(), modified.map_or(0, |m| m.as_nanos() as u64)))
}

/// Format and compression by extension.
pub(crate) fn kind(path: &Path) -> Option<(Format, Packing)> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let (name, packing) = match name.rsplit_once('.')? {
        (stem, "gz") => (stem, Packing::Gzip),
        (stem, "zst") => (stem, Packing::Zstd),
        _ => (name.as_str(), Packing::Plain),
    };
    let extension = name.rsplit_once('.')?.1;
    let format = EXTENSIONS.iter().find(|e| e.0 == extension)?.1;
    (format != Format::Parquet || packing == Packing::Plain).then_some((format, packing))
}

/// The contents of a chunk.
pub(crate) enum Rows {
    /// Whole lines, and the number of the first.
    Lines { first: u64, bytes: Vec<u8> },
    /// Rows of a table, each with the number of the line it begins on.
    Records { header: Arc<Header>, rows: Vec<(u64, Vec<u8>)> },
    /// A file that is one document.
    Text(Vec<u8>),
    /// Rows of a Parquet file, the number of the first, and what the file says of itself.
    Batch { first: u64, batch: RecordBatch, described: Arc<Described> },
}

/// The chunks of a file, in order, at least one even if it has no rows. An error says why the rest cannot be read.
pub(crate) type Chunks = Box<dyn Iterator<Item = Result<Rows, String>> + Send>;

/// Opens a file; `read` counts the bytes that have come from it.
///
/// # Errors
/// Why it cannot be read at all.
pub(crate) fn open(source: &Source, column: &str, read: Arc<AtomicU64>) -> Result<Chunks, String> {
    caught(|| opened(source, column, read))?.map(unbroken)
}

/// What a broken file makes a library panic over is a reason like any other: it must not end a run of many files.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| "is broken in a way that nothing can be read".to_owned())
}

/// The same chunks, up to the first that a library panics over.
fn unbroken(mut chunks: Chunks) -> Chunks {
    let mut ended = false;
    Box::new(std::iter::from_fn(move || {
        let next = if ended { None } else { caught(|| chunks.next()).unwrap_or_else(|reason| Some(Err(reason))) };
        ended |= !matches!(next, Some(Ok(_)));
        next
    }))
}

fn opened(source: &Source, column: &str, read: Arc<AtomicU64>) -> Result<Chunks, String> {
    let file = File::open(&source.path).map_err(|e| format!("cannot be opened: {e}"))?;
    if source.format == Format::Parquet {
        return parquet::chunks(file, column, read);
    }
    let input = BufReader::with_capacity(1 << 16, Counted { file, read });
    let input: Box<dyn Read + Send> = match source.packing {
        Packing::Plain => Box::new(input),
        Packing::Gzip => Box::new(Members { member: Some(GzDecoder::new(input)) }),
        Packing::Zstd => Box::new(unpacked_zstd(input).map_err(|e| e.to_string())?),
    };
    let mut input = BufReader::with_capacity(1 << 16, input);
    let begin = input.fill_buf().map_err(|e| format!("cannot be read: {e}"))?;
    if let Some((_, what)) = FOREIGN.iter().find(|(bytes, _)| begin.starts_with(bytes)) {
        return Err((*what).to_owned());
    }
    match source.format {
        Format::Csv(delimiter) => table::records(input, delimiter, column),
        Format::Text => Ok(Box::new(std::iter::once(whole(input)))),
        _ => match no_lines(begin) {
            Some(what) => Err(format!("is {what}, not JSON Lines: write one object a line")),
            None => Ok(Box::new(Lines { input, line: 1, broken: None, ended: false })),
        },
    }
}

/// How a file begins that is not what its extension says, and what it is: said once, not of each of its lines.
const FOREIGN: [(&[u8], &str); 6] = [
    (b"\xFF\xFE", "is UTF-16, not UTF-8: convert it first"),
    (b"\xFE\xFF", "is UTF-16, not UTF-8: convert it first"),
    (b"\x1F\x8B", "is compressed with gzip: add .gz to its name"),
    (b"\x28\xB5\x2F\xFD", "is compressed with zstd: add .zst to its name"),
    (b"PAR1\x15", "is Parquet: its name has to end in .parquet"),
    (b"PK\x03\x04", "is a ZIP archive: unpack it first"),
];

/// The contents of a gzip file: of all its members, and not of the zeros behind them, with which tapes are filled up.
struct Members<R> {
    /// `None` at the end.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let length = member.read(buffer)?;
            if length > 0 || buffer.is_empty() {
                return Ok(length);
            }
            let input = member.get_mut();
            let zeros = |bytes: &[u8]| bytes.iter().take_while(|&&byte| byte == 0).count();
            while let step @ 1.. = zeros(input.fill_buf()?) {
                input.consume(step);
            }
            let ended = input.fill_buf()?.is_empty();
            self.member = self.member.take().filter(|_| !ended).map(|member| GzDecoder::new(member.into_inner()));
        }
        Ok(0)
    }
}

/// The contents of a zstd file, also of one that was packed with `--long=31`, as dumps of whole sites are.
fn unpacked_zstd<R: BufRead>(input: R) -> io::Result<zstd::stream::read::Decoder<'static, R>> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?;
    decoder.window_log_max(31)?;
    Ok(decoder)
}

/// What a JSON file that begins so is, where it is one value and not one a line. It has to be known before the first
/// line is read, for that may be the whole file.
fn no_lines(begin: &[u8]) -> Option<&'static str> {
    let begin = begin.strip_prefix("\u{feff}".as_bytes()).unwrap_or(begin).trim_ascii_start();
    let line = begin.split(|&b| b == b'\n').next().unwrap_or_default();
    match line.first()? {
        b'[' if is_array(begin, line) => Some("a JSON array"),
        b'{' if line.trim_ascii() == b"{" => Some("a JSON object over several lines"),
        _ => None,
    }
}

/// Whether a file that begins so is one array: not, where the array ends with the line and other lines follow.
fn is_array(begin: &[u8], line: &[u8]) -> bool {
    let more = !begin[line.len()..].trim_ascii().is_empty();
    !(more && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok())
}

struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(buffer)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

fn whole(mut input: impl Read) -> Result<Rows, String> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|e| format!("cannot be read: {e}"))?;
    Ok(Rows::Text(bytes))
}

struct Lines {
    input: BufReader<Box<dyn Read + Send>>,
    line: u64,
    broken: Option<String>,
    ended: bool,
}

impl Iterator for Lines {
    type Item = Result<Rows, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(reason) = self.broken.take() {
            return Some(Err(reason));
        }
        let (first, mut bytes) = (self.line, Vec::new());
        while bytes.len() < CHUNK_BYTES && !self.ended {
            let reason = match self.input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes) {
                Ok(0) => {
                    self.ended = true;
                    continue;
                }
                Ok(length) if length as u64 == LONGEST && !bytes.ends_with(b"\n") => "it has more than 256 MB".into(),
                Ok(_) => {
                    self.line += 1;
                    continue;
                }
                Err(e) => e.to_string(),
            };
            self.ended = true;
            self.broken = Some(format!("cannot be read beyond line {}: {reason}", self.line));
            // The beginning of a line is no line: it would be reported as broken a second time.
            bytes.truncate(memchr::memrchr(b'\n', &bytes).map_or(0, |i| i + 1));
        }
        let empty = self.line == 1 && self.broken.is_none();
        self.line = self.line.max(2);
        match bytes.is_empty() && !empty {
            true => self.broken.take().map(Err),
            false => Some(Ok(Rows::Lines { first, bytes })),
        }
    }
}

/// What to say of a file without the column.
pub(crate) fn no_column(column: &str, names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    format!("has no column {column:?}; its columns are: {}", names.join(", "))
}

/// Refuses a file without the column, or with more than one of its name, or of that of records.
pub(crate) fn only_column(column: &str, names: impl Iterator<Item = impl AsRef<str>> + Clone) -> Result<(), String> {
    for name in [column, OWN_KEY] {
        match names.clone().filter(|known| known.as_ref() == name).count() {
            0 if name == column => return Err(no_column(column, names.map(|known| known.as_ref().to_owned()))),
            0 | 1 => {}
            count => {
                return Err(format!("has {count} columns {name:?}, so it cannot be told which is meant: rename one"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_is_told_by_its_beginning() {
        for array in ["[", "\u{feff} [\n{\"a\":1},\n", "[{\"a\":1},{", "[{\"a\":1}]\n", "[]"] {
            assert_eq!(no_lines(array.as_bytes()), Some("a JSON array"), "{array}");
        }
        for lines in ["", "{}", "{\"a\":[\n", "[1]\n{\"a\":1}\n", "\n\n{}"] {
            assert_eq!(no_lines(lines.as_bytes()), None, "{lines}");
        }
        assert_eq!(no_lines(b"{ \r\n  \"a\": 1\r\n}"), Some("a JSON object over several lines"));
    }

    #[test]
    fn a_line_without_an_end_does_not_fill_the_memory() {
        let input = io::Cursor::new(b"{}\n".to_vec()).chain(io::repeat(0));
        let input: BufReader<Box<dyn Read + Send>> = BufReader::new(Box::new(input));
        let mut lines = Lines { input, line: 1, broken: None, ended: false };
        assert!(matches!(lines.next(), Some(Ok(Rows::Lines { first: 1, bytes })) if bytes == b"{}\n"));
        assert!(matches!(lines.next(), Some(Err(e)) if e == "cannot be read beyond line 2: it has more than 256 MB"));
        assert!(lines.next().is_none());
    }

    #[test]
    fn zeros_behind_a_gzip_member_are_none_of_the_contents() {
        let member = |text: &str| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            io::Write::write_all(&mut encoder, text.as_bytes()).expect("packed");
            encoder.finish().expect("packed")
        };
        let read = |file: &[u8]| {
            let mut text = String::new();
            // A byte at a time, so that members end between reads.
            let input = BufReader::with_capacity(1, file);
            Members { member: Some(GzDecoder::new(input)) }.read_to_string(&mut text).map(|_| text)
        };
        let (one, two, zeros) = (member("one"), member("two"), vec![0; 700]);
        assert_eq!(read(&[&one[..], &zeros].concat()).expect("whole"), "one");
        assert_eq!(read(&[&one[..], &zeros, &two, &member(""), &zeros].concat()).expect("whole"), "onetwo");
        for broken in [[&one[..], b"xyz"].concat(), [&one[..], &two[..9]].concat(), zeros, Vec::new()] {
            assert!(read(&broken).is_err());
        }
    }

    #[test]
    fn a_panic_is_the_end_of_a_file_and_not_of_the_run() {
        let chunk = |n: u32| if n == 2 { unreachable!("a broken file") } else { Ok(Rows::Text(vec![n as u8])) };
        let read: Vec<_> = unbroken(Box::new((0..9).map(chunk))).collect();
        assert_eq!(read.len(), 3);
        assert!(read[1].is_ok() && read[2].is_err());
    }
}
