//! How a table of CSV or TSV is written: a row is changed in its own fields only, every other byte stays as it was.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

use crate::corpus::line::OWN_KEY;

const QUOTE: u8 = b'"';

/// How a table is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// What parts the fields.
    delimiter: u8,
    /// What ends the rows.
    line_break: &'static [u8],
}

/// Where a quotation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// At this mark.
    Mark(usize),
    /// Not in what is there of the row.
    Beyond,
    /// Nowhere: what began it was a mark of the text.
    Nowhere,
}

/// How far a row is looked through for its end.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scan {
    at: usize,
    /// Where the quotation began that `at` is in.
    pub open: Option<usize>,
}

impl Scan {
    /// Goes on behind the mark that began a quotation, as one of the text; returns its place.
    pub(crate) fn take_back(&mut self) -> Option<usize> {
        let open = self.open.take()?;
        self.at = open + 1;
        Some(open)
    }
}

impl Form {
    /// The form of a table that begins so, with this delimiter: its rows end as its header does.
    pub(crate) fn of(begin: &[u8], delimiter: u8) -> Form {
        let mut quoted = false;
        let outside = memchr::memchr3_iter(QUOTE, b'\n', b'\r', begin).find(|&at| {
            quoted ^= begin[at] == QUOTE;
            !quoted && begin[at] != QUOTE
        });
        let rest = outside.map_or(&begin[..0], |at| &begin[at..]);
        // Python writes `\r\r\n` on Windows, where a file was opened as one of text.
        let behind = rest.iter().find(|&&byte| byte != b'\r');
        let line_break: &[u8] = match (rest.first(), behind) {
            (Some(b'\r'), Some(b'\n')) => b"\r\n",
            (Some(b'\r'), _) => b"\r",
            _ => b"\n",
        };
        Form { delimiter, line_break }
    }

    /// The last byte of every row.
    pub(crate) fn last(self) -> u8 {
        if self.line_break == b"\r" { b'\r' } else { b'\n' }
    }

    /// Whether a quotation has to end where its field ends. TSV is often written without any, so that a mark at the
    /// front of a field may as well be the text's; in CSV text behind a quotation belongs to the field.
    pub(crate) fn strict(self) -> bool {
        self.delimiter == b'\t'
    }

    /// A row without its line break, which need not be that of the header.
    pub(crate) fn content(self, row: &[u8]) -> &[u8] {
        match row.strip_suffix(&[self.last()]) {
            Some(row) if self.last() == b'\n' => {
                &row[..row.iter().rposition(|&byte| byte != b'\r').map_or(0, |i| i + 1)]
            }
            Some(row) => row,
            None => row,
        }
    }

    /// Looks through what is there of a row. Returns the place of a mark that seemed to begin a quotation and does not:
    /// the row may have ended before.
    pub(crate) fn scan(self, row: &[u8], scan: &mut Scan) -> Option<usize> {
        loop {
            if scan.open.is_some() {
                match self.end(row, &mut scan.at) {
                    End::Mark(_) => scan.open = None,
                    End::Beyond => return None,
                    End::Nowhere => return scan.take_back(),
                }
            }
            let Some(step) = memchr(QUOTE, &row[scan.at..]) else {
                scan.at = row.len();
                return None;
            };
            let mark = scan.at + step;
            scan.at = mark + 1;
            scan.open = (mark == 0 || row[mark - 1] == self.delimiter).then_some(mark);
        }
    }

    /// The end of the quotation that `at` is in; `at` moves behind it. Two marks stand for one.
    fn end(self, row: &[u8], at: &mut usize) -> End {
        while let Some(step) = memchr(QUOTE, &row[*at..]) {
            let mark = *at + step;
            *at = mark + 1;
            let rest = &row[*at..];
            match rest.first() {
                Some(&QUOTE) => *at += 1,
                Some(&next) if self.strict() && next != self.delimiter && !self.content(rest).is_empty() => {
                    return End::Nowhere;
                }
                _ => return End::Mark(mark),
            }
        }
        *at = row.len();
        End::Beyond
    }

    /// Where the fields of a row stand.
    pub(crate) fn fields(self, row: &[u8]) -> Vec<Range<usize>> {
        let length = self.content(row).len();
        let (mut fields, mut start) = (Vec::new(), 0);
        loop {
            let mut from = start;
            if row[..length].get(start) == Some(&QUOTE) {
                let mut at = start + 1;
                if let End::Mark(_) = self.end(row, &mut at) {
                    from = at;
                }
            }
            let end = memchr(self.delimiter, &row[from..length]).map_or(length, |step| from + step);
            fields.push(start..end);
            if end == length {
                return fields;
            }
            start = end + 1;
        }
    }

    /// What a field says.
    pub(crate) fn value(self, field: &[u8]) -> Cow<'_, [u8]> {
        let mut at = 1;
        match (field.first(), field.len()) {
            (Some(&QUOTE), 2..) => {}
            _ => return Cow::Borrowed(field),
        }
        let End::Mark(mark) = self.end(field, &mut at) else { return Cow::Borrowed(field) };
        let (inner, rest) = (&field[1..mark], &field[at..]);
        if rest.is_empty() && memchr(QUOTE, inner).is_none() {
            return Cow::Borrowed(inner);
        }
        let mut value = Vec::with_capacity(field.len());
        let mut from = 0;
        while let Some(step) = memchr(QUOTE, &inner[from..]) {
            value.extend_from_slice(&inner[from..=from + step]);
            from += step + 2;
        }
        value.extend_from_slice(&inner[from..]);
        value.extend_from_slice(rest);
        Cow::Owned(value)
    }

    /// Writes a field with a new value in the place of an old field: between marks where the old one was, or where it
    /// would be read as something else without.
    fn write(self, value: &str, old: &[u8], out: &mut Vec<u8>) {
        let bytes = value.as_bytes();
        let was = old.first() == Some(&QUOTE);
        let ends = bytes.iter().any(|&byte| byte == self.delimiter || byte == b'\n' || byte == b'\r');
        let marks = bytes.first() == Some(&QUOTE) || bytes.contains(&QUOTE) && !old.contains(&QUOTE);
        if was || ends || marks {
            out.push(QUOTE);
            out.extend_from_slice(value.replace('"', "\"\"").as_bytes());
            out.push(QUOTE);
        } else {
            out.extend_from_slice(bytes);
        }
    }
}

/// The first row of a table, and what is known from it.
#[derive(Debug)]
pub(crate) struct Header {
    pub form: Form,
    /// The byte order mark before it, if there is one.
    mark: &'static [u8],
    row: Vec<u8>,
    pub names: Vec<Vec<u8>>,
    /// The place of the texts.
    pub column: usize,
    /// That of earlier records, which new ones replace.
    own: Option<usize>,
}

impl Header {
    pub(crate) fn new(form: Form, mark: &'static [u8], row: Vec<u8>, column: &str) -> Header {
        let fields = form.fields(&row).into_iter();
        let names: Vec<Vec<u8>> = fields.map(|field| form.value(&row[field]).into_owned()).collect();
        let place = |name: &str| names.iter().position(|known| known == name.as_bytes());
        let (column, own) = (place(column).unwrap_or_default(), place(OWN_KEY));
        Header { form, mark, row, names, column, own }
    }

    /// The header as a row of the output, with a column for records or without.
    pub(crate) fn line(&self, records: bool) -> Vec<u8> {
        let mut out = self.mark.to_vec();
        let record = if records && self.own.is_none() { Some(OWN_KEY) } else { None };
        self.write(&self.row, &self.form.fields(&self.row), None, record, &mut out);
        out
    }

    /// Writes a row with a new text, where there is one, and with a record, where there is one.
    pub(crate) fn write(
        &self,
        row: &[u8],
        fields: &[Range<usize>],
        text: Option<&str>,
        record: Option<&str>,
        out: &mut Vec<u8>,
    ) {
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                out.push(self.form.delimiter);
            }
            let new = if at == self.column { text } else { record.filter(|_| self.own == Some(at)) };
            match new {
                Some(new) => self.form.write(new, &row[field.clone()], out),
                None => out.extend_from_slice(&row[field.clone()]),
            }
        }
        if let (Some(record), None) = (record, self.own) {
            out.push(self.form.delimiter);
            self.form.write(record, b"", out);
        }
        let line_break = &row[self.form.content(row).len()..];
        out.extend_from_slice(if line_break.is_empty() { self.form.line_break } else { line_break });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row with a new text and a record.
    fn written(header: &str, delimiter: u8, row: &str, text: Option<&str>, record: Option<&str>) -> String {
        let form = Form::of(header.as_bytes(), delimiter);
        let header = Header::new(form, b"", header.as_bytes().to_vec(), "text");
        let mut out = Vec::new();
        header.write(row.as_bytes(), &form.fields(row.as_bytes()), text, record, &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn other_bytes_stay() {
        let row = "\"1\", \"x\",\"a\"\"b\",c \"d\"\n";
        assert_eq!(written("id,n,text,x\r\n", b',', row, None, None), row);
        assert_eq!(written("id,n,text,x\n", b',', row, Some("new"), None), row.replace("a\"\"b", "new"));
        assert_eq!(written("id,text\n", b',', "1,a", Some("b"), Some("{\"c\":2}")), "1,b,\"{\"\"c\"\":2}\"\n");
        assert_eq!(written("textmend,text\r\n", b',', "old,a\r\n", None, Some("1")), "1,a\r\n");
    }

    #[test]
    fn a_new_text_has_marks_where_it_needs_them() {
        let text = |old: &str, new: &str| written("text\tid\n", b'\t', &format!("{old}\t1\n"), Some(new), None);
        for (old, new, expected) in [
            ("a", "b, c", "b, c"),
            ("a", "b\tc", "\"b\tc\""),
            ("a", "b\nc", "\"b\nc\""),
            ("a", "b \"c\"", "\"b \"\"c\"\"\""),
            ("a \"b\"", "c \"b\"", "c \"b\""),
            ("\"a\" b", "\"a\" c", "\"\"\"a\"\" c\""),
        ] {
            assert_eq!(text(old, new), format!("{expected}\t1\n"), "{old} {new}");
        }
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        for delimiter in [b',', b'\t'] {
            let form = Form::of(b"text\n", delimiter);
            for value in ["", "\"", "\"\"", "a\"b", "\"a\",b\t\"", "a\r\nb", " a "] {
                for old in ["", "\"x\"", "x \"y\""] {
                    let mut field = Vec::new();
                    form.write(value, old.as_bytes(), &mut field);
                    assert_eq!(form.fields(&field).len(), 1, "{value:?}");
                    assert_eq!(form.value(&field), value.as_bytes(), "{value:?}");
                }
            }
        }
    }
}
