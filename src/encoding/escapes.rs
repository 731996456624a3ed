//! Backslashes before quotation marks, left over from a program: `it\'s`, `\"yes\"`.

use crate::span::Span;

/// Fewer may be spoken about.
const FEWEST: usize = 2;

/// Calls `each` with every backslash before a quotation mark, if no mark of the text is without one and there is no
/// other backslash: then a program put them there. Accents of TeX, `caf\'e`, prove nothing.
pub(super) fn find(text: &str, mut each: impl FnMut(Span, &str)) {
    let bytes = text.as_bytes();
    if memchr::memchr(b'\\', bytes).is_none() {
        return;
    }
    let is_quote = |at: usize| matches!(bytes.get(at), Some(b'"' | b'\''));
    let slashes = || memchr::memchr_iter(b'\\', bytes);
    let quotes = memchr::memchr2_iter(b'"', b'\'', bytes).count();
    // Marks apart are spoken about.
    let touches = |at: usize| !bytes[at + 2..].first().is_none_or(u8::is_ascii_whitespace) || !after_blank(bytes, at);
    let all = slashes().count() == quotes && slashes().all(|at| is_quote(at + 1) && touches(at));
    if quotes >= FEWEST && all && slashes().any(|at| is_no_accent(bytes, at)) {
        slashes().for_each(|at| each(Span::new(at, at + 2), &text[at + 1..at + 2]));
    }
}

fn after_blank(bytes: &[u8], at: usize) -> bool {
    at == 0 || bytes[at - 1].is_ascii_whitespace()
}

/// Whether the mark behind a backslash has no letter behind it that TeX would put an accent on.
fn is_no_accent(bytes: &[u8], slash: usize) -> bool {
    !bytes.get(slash + 2).is_some_and(|b| b"aceilnorsuyzACEILNORSUYZ{\\".contains(b))
}
