//! Code that is marked as such: between fences of three backticks, in a line between single ones, or in elements of
//! HTML whose text is kept as it is.

use crate::span::Span;

/// The longest code in a line, in bytes; backticks further apart are no pair.
const LONGEST: usize = 400;

/// Elements of HTML whose text is no prose or is shown as it is written.
const ELEMENTS: &[&str] = &["pre", "code", "script", "style", "textarea", "kbd", "samp"];

/// The marked spans.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut spans = between_backticks(text);
    elements(text, &mut spans);
    spans
}

/// Adds the elements, from tag to tag; one that is never closed is none.
fn elements(text: &str, spans: &mut Vec<Span>) {
    let mut closed_before = [usize::MAX; ELEMENTS.len()];
    let mut start = 0;
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[start..]) {
        let at = start + found;
        start = at + 1;
        let name = &text[start..][..text.as_bytes()[start..].iter().take_while(|b| b.is_ascii_alphabetic()).count()];
        let Some(k) = ELEMENTS.iter().position(|element| name.eq_ignore_ascii_case(element)) else { continue };
        if at > closed_before[k] {
            continue;
        }
        match text[start..].find(&format!("</{name}")) {
            Some(end) => {
                spans.push(Span::new(at, start + end));
                start += end;
            }
            // Nor is one behind it.
            None => closed_before[k] = at,
        }
    }
}

fn between_backticks(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut spans: Vec<Span> = Vec::new();
    let mut fence = None;
    let mut single: Option<usize> = None;
    let mut next = 0;
    for at in memchr::memchr_iter(b'`', bytes) {
        if at < next {
            continue;
        }
        let run = bytes[at..].iter().take_while(|b| **b == b'`').count();
        next = at + run;
        if run >= 3 && starts_line(bytes, at) {
            single = None;
            match fence.take() {
                Some(start) => spans.push(Span::new(start, next)),
                None => fence = Some(at),
            }
        } else if run == 1 && fence.is_none() {
            let closes = |start: usize| at - start < LONGEST && !bytes[start..at].contains(&b'\n');
            match single.filter(|&start| closes(start) && !blank(bytes, at.wrapping_sub(1))) {
                Some(start) => {
                    spans.push(Span::new(start, next));
                    single = None;
                }
                None => single = (!blank(bytes, at + 1)).then_some(at),
            }
        }
    }
    spans
}

fn starts_line(bytes: &[u8], at: usize) -> bool {
    at == 0 || bytes[at - 1] == b'\n'
}

fn blank(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(u8::is_ascii_whitespace)
}
