//! Character references of HTML left over in text: `&amp;`, `&#8217;`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::data;
use crate::span::Span;

/// The longest name, `thetasym`, or number, with what stands around it.
const LONGEST: usize = 12;

/// Calls `each` with every reference and what it stands for, unless the text is HTML itself.
pub(super) fn find(text: &str, mut each: impl FnMut(Span, &str)) {
    let bytes = text.as_bytes();
    let mut is_html = None;
    for at in memchr::memchr_iter(b'&', bytes) {
        let rest = &bytes[at + 1..(at + LONGEST).min(bytes.len())];
        let Some(end) = rest.iter().position(|b| *b == b';') else { continue };
        let Some(c) = text.get(at + 1..at + 1 + end).and_then(referred) else { continue };
        // Two apostrophes are mark-up of a wiki or TeX, which is left as it is.
        let doubled = c == '\'' && (text[at + 2 + end..].starts_with("&#39;") || text[..at].ends_with("&#39;"));
        let is_html = *is_html.get_or_insert_with(|| has_tag(bytes));
        if !doubled && !is_html {
            each(Span::new(at, at + end + 2), c.encode_utf8(&mut [0; 4]));
        }
    }
}

fn referred(name: &str) -> Option<char> {
    static NAMES: OnceLock<FxHashMap<&'static str, char>> = OnceLock::new();
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32).filter(|c| !c.is_control());
    }
    let names = NAMES.get_or_init(|| {
        let code = |row: &[&'static str]| u32::from_str_radix(row[1], 16).ok().and_then(char::from_u32);
        data::rows(data::CHARACTER_REFERENCES).map(|r| (r[0], code(&r).expect("a code point"))).collect()
    });
    names.get(name).copied()
}

/// Whether there is a tag in the text: then it is HTML, where references are right.
fn has_tag(bytes: &[u8]) -> bool {
    let begins = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!');
    memchr::memchr_iter(b'<', bytes).any(|at| bytes.get(at + 1).is_some_and(begins))
}
