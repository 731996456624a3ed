//! CSV and TSV in: rows in chunks, each with the number of its line.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ByteRecord, ByteRecordsIntoIter, Terminator};

use crate::corpus::read::{CHUNK_BYTES, Chunks, LONGEST, Rows, no_column};

/// What may part the fields, whatever the extension says: spreadsheets write semicolons where the comma is in numbers.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Bytes of a header that are looked at for its delimiter.
const HEADER_BYTES: u64 = 1 << 16;

/// A line behind the last one. The reader of CSV takes the end of a file for the end of a quotation; where this line
/// has become a part of one, a quotation mark was never closed.
const END: &[u8] = b"\0end of textmend's input\0";

/// How a table is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// What parts the fields.
    delimiter: u8,
    /// Whether lines end with a carriage return and a line feed.
    returns: bool,
}

impl Form {
    /// A row in this form, with its line break.
    pub(crate) fn line(self, row: &ByteRecord) -> Vec<u8> {
        let terminator = if self.returns { Terminator::CRLF } else { Terminator::Any(b'\n') };
        let mut form = csv::WriterBuilder::new();
        let mut writer = form.delimiter(self.delimiter).terminator(terminator).flexible(true).from_writer(Vec::new());
        // A vector takes every write.
        let _ = writer.write_byte_record(row);
        writer.into_inner().unwrap_or_default()
    }
}

/// The rows of a table. Its fields are parted by `usual`, or by another delimiter where only that one gives it the
/// column.
///
/// # Errors
/// A header that cannot be read, or without the column.
pub(crate) fn records(input: impl Read + Send + 'static, usual: u8, column: &str) -> Result<Chunks, String> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut first = Vec::new();
    let wrong = |e: &dyn std::fmt::Display| format!("its header cannot be read: {e}");
    input.by_ref().take(HEADER_BYTES).read_until(b'\n', &mut first).map_err(|e| wrong(&e))?;
    let form = Form { delimiter: delimiter(&first, usual, column), returns: first.ends_with(b"\r\n") };
    let line_break: &[u8] = if form.returns { b"\r\n" } else { b"\n" };
    let end = [line_break, END, line_break].concat();
    let left = Arc::new(AtomicU64::new(LONGEST));
    let input = Limited { input: Cursor::new(first).chain(input).chain(Cursor::new(end)), left: left.clone() };
    let mut reader = csv::ReaderBuilder::new().delimiter(form.delimiter).flexible(true).from_reader(input);
    let header = Arc::new(reader.byte_headers().map_err(|e| wrong(&e))?.clone());
    if header.get(0) == Some(END) {
        return Ok(Box::new(std::iter::empty())); // an empty file has no rows, as one of JSON Lines
    }
    if never_closed(&header) {
        return Err(wrong(&"a quotation mark in it is never closed"));
    }
    if !header.iter().any(|name| name == column.as_bytes()) {
        let names = header.iter().map(|n| String::from_utf8_lossy(n).into_owned());
        return Err(no_column(column, names));
    }
    let (mut rows, mut broken) = (reader.into_byte_records(), None);
    Ok(Box::new(std::iter::from_fn(move || {
        if let Some(reason) = broken.take() {
            return Some(Err(reason));
        }
        let taken = chunk(&mut rows, &left, form.returns).unwrap_or_else(|(taken, reason)| {
            broken = Some(reason);
            taken
        });
        match taken.is_empty() {
            true => broken.take().map(Err),
            false => Some(Ok(Rows::Records { header: header.clone(), form, rows: taken })),
        }
    })))
}

/// The first delimiter that gives the header the column; `usual`, where none does.
fn delimiter(first: &[u8], usual: u8, column: &str) -> u8 {
    let has_column = |delimiter: &u8| {
        let mut reader = csv::ReaderBuilder::new().delimiter(*delimiter).from_reader(first);
        reader.byte_headers().is_ok_and(|header| header.iter().any(|name| name == column.as_bytes()))
    };
    std::iter::once(usual).chain(DELIMITERS).find(has_column).unwrap_or(usual)
}

/// Whether a row has taken up the end of the file, which is where its last field ends then.
fn never_closed(row: &ByteRecord) -> bool {
    row.iter().next_back().is_some_and(|field| field.trim_ascii_end().ends_with(END))
}

/// Reads no more than the longest row at a time.
struct Limited<R> {
    input: R,
    /// How much may still come of this row.
    left: Arc<AtomicU64>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::Error::other("a row of more than 256 MB; is a quotation mark in it never closed?"));
        }
        let length = self.input.read(buffer)?;
        self.left.store(left.saturating_sub(length as u64), Ordering::Relaxed);
        Ok(length)
    }
}

type Taken = Vec<(u64, ByteRecord)>;

/// Rows of about a megabyte; none at the end. `returns` is that of the form.
///
/// # Errors
/// The rows before the place from which on nothing can be read, and why.
fn chunk<R: Read>(
    rows: &mut ByteRecordsIntoIter<R>,
    left: &AtomicU64,
    returns: bool,
) -> Result<Taken, (Taken, String)> {
    let (mut taken, mut bytes) = (Vec::new(), 0);
    while bytes < CHUNK_BYTES {
        left.store(LONGEST, Ordering::Relaxed);
        let line = rows.reader().position().line();
        match rows.next() {
            None => break,
            Some(Ok(row)) if row.get(0) == Some(END) => break,
            Some(Ok(row)) => {
                // Where a row begins is reckoned from its end: before it the reader has passed over empty lines, and
                // over the line feed that it leaves behind a carriage return.
                let open = never_closed(&row);
                let breaks = memchr::memchr_iter(b'\n', row.as_slice()).count() + usize::from(!returns && !open);
                let line = rows.reader().position().line().saturating_sub(breaks as u64);
                if open {
                    let reason = format!("cannot be read beyond line {line}: a quotation mark in it is never closed");
                    return Err((taken, reason));
                }
                bytes += row.as_slice().len() + row.len();
                taken.push((line, row));
            }
            Some(Err(e)) => return Err((taken, format!("cannot be read beyond line {line}: {e}"))),
        }
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &'static [u8]) -> (Vec<Vec<String>>, Option<String>) {
        let chunks = match records(file, b',', "text") {
            Ok(chunks) => chunks,
            Err(reason) => return (Vec::new(), Some(reason)),
        };
        let (mut found, mut wrong): (Vec<Vec<String>>, _) = (Vec::new(), None);
        for rows in chunks {
            match rows {
                Ok(Rows::Records { rows, .. }) => found.extend(rows.into_iter().map(|(_, row)| {
                    row.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect::<Vec<_>>()
                })),
                Ok(_) => {}
                Err(reason) => wrong = Some(reason),
            }
        }
        (found, wrong)
    }

    #[test]
    fn fields_are_parted_by_what_gives_the_column() {
        for file in
            [&b"id,text\n1,a;b\n"[..], b"\xEF\xBB\xBFid;text\r\n1;a;b\r\n", b"id\ttext\n1\ta;b", b"id|text\n1|a;b"]
        {
            let (rows, wrong) = read(file);
            assert_eq!((&rows[0][0], &rows[0][1][..1], wrong), (&"1".to_owned(), "a", None));
        }
        assert_eq!(read(b"id;body\n1;a\n").1, Some("has no column \"text\"; its columns are: id;body".to_owned()));
    }

    #[test]
    fn a_row_without_an_end_does_not_fill_the_memory() {
        let file = Cursor::new(b"id,text\n1,a\n2,\"").chain(io::repeat(b'x'));
        let mut chunks = records(file, b',', "text").expect("rows");
        assert!(matches!(chunks.next(), Some(Ok(Rows::Records { rows, .. })) if rows.len() == 1));
        let reason = chunks.next().and_then(Result::err).expect("a reason");
        assert!(reason.starts_with("cannot be read beyond line 3: a row of more than 256 MB"), "{reason}");
    }

    #[test]
    fn rows_have_the_number_of_the_line_they_begin_on() {
        for line_break in ["\n", "\r\n"] {
            for end in ["", line_break] {
                let file = ["text,n", "\"two\nlines\",1", "", "", "a,2", "\"b\n\n\",3", "c,4"].join(line_break) + end;
                let chunks = records(Cursor::new(file.into_bytes()), b',', "text").expect("rows");
                let rows = chunks.flat_map(|rows| match rows {
                    Ok(Rows::Records { rows, .. }) => rows,
                    _ => Vec::new(),
                });
                assert_eq!(rows.map(|(line, _)| line).collect::<Vec<_>>(), [2, 6, 7, 10], "{line_break:?}");
            }
        }
    }

    #[test]
    fn a_quotation_that_does_not_end_is_told_and_no_document() {
        let (rows, wrong) = read(b"id,text\n1,\"whole\nrow\"\n2,\"open\n3,next\n");
        assert_eq!(rows, [["1", "whole\nrow"]]);
        assert_eq!(wrong.as_deref(), Some("cannot be read beyond line 4: a quotation mark in it is never closed"));
        assert!(read(b"id,\"text\n1,a\n").1.expect("wrong").contains("header"));
        for whole in [&b"text\n\"a\""[..], b"text\na\"\n", b"text\na", b"text\r\na\r\n\r\n"] {
            let (rows, wrong) = read(whole);
            assert_eq!((rows.len(), wrong), (1, None));
        }
        for empty in [&b""[..], b"\n\n", b"text\n", b"text"] {
            assert_eq!(read(empty), (Vec::new(), None));
        }
    }
}
