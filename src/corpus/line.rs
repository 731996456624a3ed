//! A line of JSON, changed in two places only: every other byte stays as it was.

use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The key under which a document's record stands.
pub(crate) const OWN_KEY: &str = "textmend";

/// Where in a line the two values stand that may be changed.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// The value of the text column.
    pub text: Option<Range<usize>>,
    /// The value of an earlier record, which a new one replaces.
    own: Option<Range<usize>>,
    /// Whether the object has any key at all.
    any: bool,
    /// Which of the two it has more than once.
    twice: Option<Which>,
}

/// The text of a line, and how many lone surrogates were read as U+FFFD.
pub(crate) struct Text {
    pub text: String,
    pub replaced_surrogates: usize,
}

impl Places {
    /// Looks through one JSON object.
    ///
    /// # Errors
    /// What keeps the line from being one JSON object.
    pub(crate) fn find(line: &str, column: &str) -> Result<Places, String> {
        let found = Places::of(line, column).or_else(|e| match with_numbers(line) {
            Some(line) => Places::of(&line, column),
            None => Err(e),
        });
        let found = found.map_err(|e| match e.classify() {
            serde_json::error::Category::Data => format!("{}, not a JSON object", kind(line)),
            serde_json::error::Category::Eof => "broken JSON: the line ends too early".to_owned(),
            _ => format!("broken JSON: {}", plain(&e)),
        })?;
        match found.twice {
            Some(which) => {
                let key = if which == Which::Text { column } else { OWN_KEY };
                Err(format!("has the key {key:?} twice, so it cannot be told which is meant"))
            }
            None => Ok(found),
        }
    }

    fn of(line: &str, column: &str) -> serde_json::Result<Places> {
        let mut deserializer = serde_json::Deserializer::from_str(line);
        let found = deserializer.deserialize_map(Finder { line, column })?;
        deserializer.end().map(|()| found)
    }

    /// The text of the column; `None` where it is missing or no string.
    pub(crate) fn text(&self, line: &str) -> Option<Text> {
        let raw = self.text.clone().map(|range| &line[range]).filter(|raw| raw.starts_with('"'))?;
        if let Ok(text) = serde_json::from_str(raw) {
            return Some(Text { text, replaced_surrogates: 0 });
        }
        let (whole, replaced_surrogates) = without_lone_surrogates(raw);
        serde_json::from_str(&whole).ok().map(|text| Text { text, replaced_surrogates })
    }

    /// What stands in the column that is no text; `None` where that is nothing.
    pub(crate) fn kind(&self, line: &str) -> Option<&'static str> {
        self.text.clone().map(|range| kind(&line[range])).filter(|kind| *kind != "null")
    }

    /// Writes the line with a new text, where there is one, and with a record, where there is one.
    pub(crate) fn write(&self, line: &str, text: Option<&str>, record: Option<&str>, out: &mut Vec<u8>) {
        let text = text.and_then(|t| Some((self.text.clone()?, quoted(t))));
        let own = record.and_then(|r| Some((self.own.clone()?, r.to_owned())));
        let mut changes: Vec<(Range<usize>, String)> = text.into_iter().chain(own).collect();
        changes.sort_by_key(|(range, _)| range.start);
        let mut at = 0;
        for (range, new) in changes {
            out.extend_from_slice(&line.as_bytes()[at..range.start]);
            out.extend_from_slice(new.as_bytes());
            at = range.end;
        }
        match record.filter(|_| self.own.is_none()) {
            Some(record) => {
                let close = line.rfind('}').unwrap_or(line.len());
                out.extend_from_slice(line[at..close].trim_end().as_bytes());
                let comma = if self.any { "," } else { "" };
                out.extend_from_slice(format!("{comma}\"{OWN_KEY}\":{record}").as_bytes());
                out.extend_from_slice(&line.as_bytes()[close..]);
            }
            None => out.extend_from_slice(&line.as_bytes()[at..]),
        }
    }
}

/// A string as JSON.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// What kind of JSON a value is.
fn kind(line: &str) -> &'static str {
    match line.trim_start().bytes().next() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// What serde_json says, without "line 1", which is the line of the line.
fn plain(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column", " at column")
}

/// The line with zeros, in as many bytes, for the floats that Python writes though JSON has no form of them; `None`
/// where there are none. Many read them, and what else stands in a document is none of its text.
fn with_numbers(line: &str) -> Option<String> {
    const NAMES: [&str; 2] = ["NaN", "Infinity"];
    if !NAMES.iter().any(|name| line.contains(name)) {
        return None;
    }
    let mut bytes = line.as_bytes().to_vec();
    let (mut at, mut before) = (0, b' ');
    while let Some(&byte) = bytes.get(at) {
        let name = NAMES.iter().find(|name| bytes[at..].starts_with(name.as_bytes()) && b":,[-".contains(&before));
        if let Some(name) = name {
            bytes[at..at + name.len()].fill(b' ');
            bytes[at] = b'0';
        }
        at = if byte == b'"' { string_end(&bytes, at + 1) } else { at + 1 };
        before = if byte.is_ascii_whitespace() { before } else { byte };
    }
    String::from_utf8(bytes).ok()
}

/// The end of a JSON string that `at` is in.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(step) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += step + 1;
        match bytes[at - 1] {
            b'"' => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// A JSON string in which every `\uD800`…`\uDFFF` without its partner is `\uFFFD`, and how many there were.
fn without_lone_surrogates(raw: &str) -> (String, usize) {
    let code = |at: usize| {
        let digits = raw.get(at..at + 6).filter(|e| e.starts_with("\\u"))?;
        u16::from_str_radix(&digits[2..], 16).ok()
    };
    let (mut whole, mut replaced, mut at) = (String::with_capacity(raw.len()), 0, 0);
    while let Some(step) = raw[at..].find('\\') {
        whole.push_str(&raw[at..at + step]);
        at += step;
        let pair = matches!((code(at), code(at + 6)), (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)));
        let length = match code(at) {
            _ if pair => 12,
            Some(0xD800..=0xDFFF) => {
                whole.push_str("\\ufffd");
                replaced += 1;
                at += 6;
                continue;
            }
            _ => 1 + raw[at + 1..].chars().next().map_or(0, char::len_utf8),
        };
        whole.push_str(&raw[at..at + length]);
        at += length;
    }
    whole.push_str(&raw[at..]);
    (whole, replaced)
}

struct Finder<'a> {
    line: &'a str,
    column: &'a str,
}

impl<'de> Visitor<'de> for Finder<'de> {
    type Value = Places;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Places, A::Error> {
        let mut places = Places::default();
        while let Some(key) = map.next_key_seed(Key(self.column))? {
            let raw: &'de RawValue = map.next_value()?;
            let start = raw.get().as_ptr() as usize - self.line.as_ptr() as usize;
            let range = Some(start..start + raw.get().len());
            places.any = true;
            let place = match key {
                Which::Text => &mut places.text,
                Which::Own => &mut places.own,
                Which::Other => continue,
            };
            if std::mem::replace(place, range).is_some() {
                places.twice = Some(key);
            }
        }
        Ok(places)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Text,
    Own,
    Other,
}

/// Compares a key without keeping it.
struct Key<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Which;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Which, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Which;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Which, E> {
        Ok(match key {
            _ if key == self.0 => Which::Text,
            OWN_KEY => Which::Own,
            _ => Which::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(line: &str, text: Option<&str>, record: Option<&str>) -> String {
        let mut out = Vec::new();
        Places::find(line, "text").expect("an object").write(line, text, record, &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn other_bytes_stay() {
        let line = r#"{ "id" : 1.50, "text":"a\u00e9" ,"x":[1, 2] }"#;
        assert_eq!(written(line, None, None), line);
        assert_eq!(
            written(line, Some("b\"c"), Some("{}")),
            r#"{ "id" : 1.50, "text":"b\"c" ,"x":[1, 2],"textmend":{}}"#
        );
        assert_eq!(written("{}", None, Some("1")), r#"{"textmend":1}"#);
    }

    #[test]
    fn an_earlier_record_is_replaced() {
        assert_eq!(written(r#"{"textmend":{"a":1},"text":"x"}"#, Some("y"), Some("2")), r#"{"textmend":2,"text":"y"}"#);
    }

    #[test]
    fn what_is_no_object_has_a_reason() {
        let reason = |line: &str| Places::find(line, "text").expect_err("broken");
        for (line, kind) in [("[1]", "an array"), (" \"a\"", "a string"), ("-1", "a number"), ("null", "null")] {
            assert_eq!(reason(line), format!("{kind}, not a JSON object"));
        }
        assert!(reason(r#"{"a":1"#).contains("ends too early"));
        assert!(reason(r#"{"a":1}}"#).starts_with("broken JSON"));
        assert!(reason(r#"{"a" 1}"#).contains("at column"));
        assert!(reason(r#"{"a":1,"b":1NaN}"#).contains("at column"));
        assert!(reason(r#"{"a":1,"b":NaN"#).contains("ends too early"));
    }

    #[test]
    fn floats_that_only_python_writes_pass_through() {
        let line = r#"{"a": NaN,"text":"\":NaN\\" ,"b":[-Infinity, NaN,Infinity],"c\\":":NaN"}"#;
        assert_eq!(written(line, Some("new"), None), line.replace(r#""\":NaN\\""#, r#""new""#));
        let text = Places::find(line, "text").expect("an object").text(line).expect("a string");
        assert_eq!(text.text, r#"":NaN\"#);
        let line = r#"{"text":NaN}"#;
        assert_eq!(Places::find(line, "text").expect("an object").kind(line), Some("a number"));
    }

    #[test]
    fn a_key_that_stands_twice_is_not_guessed() {
        for (line, key) in [(r#"{"text":"a","te\u0078t":"b"}"#, "text"), (r#"{"textmend":1,"textmend":1}"#, "textmend")]
        {
            let reason = Places::find(line, "text").expect_err("twice");
            assert_eq!(reason, format!("has the key {key:?} twice, so it cannot be told which is meant"));
        }
        let others = r#"{"a":1,"text":"b","a":{"text":1,"text":2}}"#;
        assert_eq!(written(others, None, None), others);
    }

    #[test]
    fn lone_surrogates_are_replaced_and_counted() {
        let line = r#"{"text":"a\ud83d\ude00\ud800b\\ud800\udc00"}"#;
        let text = Places::find(line, "text").expect("an object").text(line).expect("a string");
        assert_eq!((text.text.as_str(), text.replaced_surrogates), ("a😀\u{fffd}b\\ud800\u{fffd}", 2));
        assert!(Places::find(r#"{"text":null}"#, "text").expect("an object").text(r#"{"text":null}"#).is_none());
    }
}
