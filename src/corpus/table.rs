//! CSV and TSV in: rows in chunks, as the bytes that they are, each with the number of its line.

use std::collections::VecDeque;
use std::io::{BufRead, Cursor, Read};
use std::sync::Arc;

use crate::corpus::form::{Form, Header, Scan};
use crate::corpus::read::{CHUNK_BYTES, Chunks, LONGEST, Rows, only_column};

/// What may part the fields, whatever the extension says: spreadsheets write semicolons where the comma is in numbers.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Bytes of a header that are looked at for its form.
const HEADER_BYTES: u64 = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The rows of a table. Its fields are parted by `usual`, or by another delimiter where only that one gives it the
/// column.
///
/// # Errors
/// A header that cannot be read, or in which the column is not there once.
pub(crate) fn records(mut input: impl BufRead + Send + 'static, usual: u8, column: &str) -> Result<Chunks, String> {
    let wrong = |e: &dyn std::fmt::Display| format!("its header cannot be read: {e}");
    let mut begin = Vec::new();
    input.by_ref().take(HEADER_BYTES).read_until(b'\n', &mut begin).map_err(|e| wrong(&e))?;
    let mark = if begin.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { b"" };
    let begin = begin.split_off(mark.len());
    let form = form(&begin, usual, column.as_bytes());
    let mut reader = Reader { input: Cursor::new(begin).chain(input), form, ahead: VecDeque::new(), line: 1 };
    let Some((_, row)) = reader.row().map_err(|(_, reason)| wrong(&reason))? else {
        // A file without a line is the same of whatever kind.
        return Ok(Box::new(std::iter::once(Ok(Rows::Lines { first: 1, bytes: Vec::new() }))));
    };
    let header = Arc::new(Header::new(form, mark, row, column));
    only_column(column, header.names.iter().map(|name| String::from_utf8_lossy(name)))?;
    let (mut first, mut broken) = (true, None);
    Ok(Box::new(std::iter::from_fn(move || {
        if let Some(reason) = broken.take() {
            return Some(Err(reason));
        }
        let taken = reader.chunk().unwrap_or_else(|(taken, reason)| {
            broken = Some(reason);
            taken
        });
        // The first chunk comes even without a row: it brings the header.
        match taken.is_empty() && !std::mem::take(&mut first) {
            true => broken.take().map(Err),
            false => Some(Ok(Rows::Records { header: header.clone(), rows: taken })),
        }
    })))
}

/// The form of a table that begins so: with the first delimiter that gives its header the column, or with `usual`.
fn form(begin: &[u8], usual: u8, column: &[u8]) -> Form {
    let has_column = |form: &Form| {
        let mut reader = Reader { input: begin, form: *form, ahead: VecDeque::new(), line: 1 };
        let Ok(Some((_, row))) = reader.row() else { return false };
        form.fields(&row).into_iter().any(|field| *form.value(&row[field]) == *column)
    };
    let mut forms = std::iter::once(usual).chain(DELIMITERS).map(|delimiter| Form::of(begin, delimiter));
    forms.find(has_column).unwrap_or_else(|| Form::of(begin, usual))
}

/// A row with the number of the line it begins on.
type Row = (u64, Vec<u8>);

/// Takes rows from a table.
struct Reader<R> {
    input: R,
    form: Form,
    /// Lines that were read in search of the end of a quotation that has none.
    ahead: VecDeque<Vec<u8>>,
    /// The number of the next line.
    line: u64,
}

impl<R: BufRead> Reader<R> {
    /// Rows of about a megabyte; none at the end.
    ///
    /// # Errors
    /// The rows before the place from which on nothing can be read, and why.
    fn chunk(&mut self) -> Result<Vec<Row>, (Vec<Row>, String)> {
        let (mut taken, mut bytes) = (Vec::new(), 0);
        while bytes < CHUNK_BYTES {
            match self.row() {
                Ok(None) => break,
                Ok(Some((line, row))) => {
                    bytes += row.len();
                    taken.push((line, row));
                }
                Err((line, reason)) => return Err((taken, format!("cannot be read beyond line {line}: {reason}"))),
            }
        }
        Ok(taken)
    }

    /// The next row that is not empty, with its line break and the number of the line it begins on.
    ///
    /// # Errors
    /// That number, and why nothing can be read from there on.
    fn row(&mut self) -> Result<Option<Row>, (u64, String)> {
        loop {
            let first = self.line;
            match self.lines().map_err(|reason| (first, reason))? {
                None => return Ok(None),
                Some(row) if self.form.content(&row).is_empty() => {}
                Some(row) => return Ok(Some((first, row))),
            }
        }
    }

    /// The next row: lines up to the first that ends outside of a quotation.
    fn lines(&mut self) -> Result<Option<Vec<u8>>, String> {
        let (mut row, mut ends, mut scan) = (Vec::new(), Vec::new(), Scan::default());
        loop {
            let mut ended = row.len() as u64 >= LONGEST || !self.add_line(&mut row, &mut ends)?;
            loop {
                let none = match self.form.scan(&row, &mut scan) {
                    None if scan.open.is_none() => return Ok((!row.is_empty()).then_some(row)),
                    None if !ended => break,
                    None if !self.form.strict() => return Err(unclosed(&row)),
                    None => scan.take_back(),
                    none => none,
                };
                ended &= !self.give_back(&mut row, &mut ends, none.unwrap_or_default());
            }
        }
    }

    /// Adds a line to a row; `false` at the end.
    fn add_line(&mut self, row: &mut Vec<u8>, ends: &mut Vec<usize>) -> Result<bool, String> {
        match self.ahead.pop_front() {
            Some(line) => row.extend(line),
            None => {
                let read = self.input.by_ref().take(LONGEST).read_until(self.form.last(), row);
                match read.map_err(|e| e.to_string())? as u64 {
                    0 => return Ok(false),
                    LONGEST if row.last() != Some(&self.form.last()) => return Err(unclosed(row)),
                    _ => {}
                }
            }
        }
        self.line += 1;
        ends.push(row.len());
        Ok(true)
    }

    /// Gives back the lines of a row behind the one that a byte is in; `false` where there are none.
    fn give_back(&mut self, row: &mut Vec<u8>, ends: &mut Vec<usize>, byte: usize) -> bool {
        let kept = ends.iter().take_while(|&&end| end <= byte).count() + 1;
        let given = ends.len().saturating_sub(kept);
        for _ in 0..given {
            ends.pop();
            self.ahead.push_front(row.split_off(ends.last().copied().unwrap_or_default()));
        }
        self.line -= given as u64;
        given > 0
    }
}

/// Why a row has no end.
fn unclosed(row: &[u8]) -> String {
    match row.len() as u64 >= LONGEST {
        true => "a row of more than 256 MB; is a quotation mark in it never closed?".to_owned(),
        false => "a quotation mark in it is never closed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, BufReader};

    use super::*;

    fn read(file: &'static [u8]) -> (Vec<Vec<String>>, Option<String>) {
        read_as(file, b',')
    }

    fn read_as(file: &'static [u8], usual: u8) -> (Vec<Vec<String>>, Option<String>) {
        let chunks = match records(file, usual, "text") {
            Ok(chunks) => chunks,
            Err(reason) => return (Vec::new(), Some(reason)),
        };
        let (mut found, mut wrong): (Vec<Vec<String>>, _) = (Vec::new(), None);
        for rows in chunks {
            match rows {
                Ok(Rows::Records { rows, header }) => found.extend(rows.into_iter().map(|(_, row)| {
                    let value = |field| String::from_utf8_lossy(&header.form.value(&row[field])).into_owned();
                    header.form.fields(&row).into_iter().map(value).collect::<Vec<_>>()
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
        let file = BufReader::new(Cursor::new(b"id,text\n1,a\n2,\"").chain(io::repeat(b'x')));
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

    #[test]
    fn lines_end_as_the_header_does() {
        let (rows, wrong) = read(b"id,text\r1,\"a\rb\"\r2,c");
        assert_eq!((rows, wrong), (vec![vec!["1".into(), "a\rb".into()], vec!["2".into(), "c".into()]], None));
        assert_eq!(read(b"id,text\n1,a\rb\r\n2,c\n").0, [["1", "a\rb"], ["2", "c"]]);
        assert_eq!(
            read(b"text,id\r\r\na,1\r\r\n\r\r\n\"b\r\",2\r\r\n"),
            (vec![vec!["a".into(), "1".into()], vec!["b\r".into(), "2".into()]], None)
        );
    }

    #[test]
    fn a_mark_in_tsv_that_no_field_ends_with_is_one_of_the_text() {
        let file = b"id\ttext\n1\t\"so\" he\n2\t\"open\n3\t\"two\nlines\"\n4\t\"\"\"a\"\"\tb\"\n5\ta \"b\"\n\"\"\t\"end\n7\tlast";
        let (rows, wrong) = read_as(file, b'\t');
        let texts = ["\"so\" he", "\"open", "two\nlines", "\"a\"\tb", "a \"b\"", "\"end", "last"];
        assert_eq!((rows.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), wrong), (texts.to_vec(), None));
        let lines = records(&file[..], b'\t', "text").expect("rows").flat_map(|rows| match rows {
            Ok(Rows::Records { rows, .. }) => rows,
            _ => Vec::new(),
        });
        assert_eq!(lines.map(|(line, _)| line).collect::<Vec<_>>(), [2, 3, 4, 6, 7, 8, 9]);
    }

    #[test]
    fn a_mark_in_tsv_without_an_end_does_not_fill_the_memory() {
        let file = b"id\ttext\n1\t\"open\n".iter().copied().chain(std::iter::repeat_n(*b"2\tx\n", 600_000).flatten());
        let chunks = records(Cursor::new(file.collect::<Vec<u8>>()), b'\t', "text").expect("rows");
        let counts = chunks.map(|rows| match rows {
            Ok(Rows::Records { rows, .. }) => rows.len(),
            _ => 0,
        });
        assert_eq!(counts.sum::<usize>(), 600_001);
    }

    #[test]
    fn a_column_that_is_there_twice_is_not_guessed() {
        let reason = "has 2 columns \"text\", so it cannot be told which is meant: rename one";
        assert_eq!(read(b"text,id,text\na,1,b\n").1.as_deref(), Some(reason));
        assert!(read(b"text,textmend,textmend\na,1,b\n").1.is_some_and(|reason| reason.contains("textmend")));
        assert_eq!(read(b"text,id,id\na,1,b\n").1, None);
    }
}
