//! Code that is marked as such, which is left alone: between fences of three backticks, or in a line between single
//! ones.

use crate::span::Span;

/// The longest code in a line, in bytes; backticks further apart are no pair.
const LONGEST: usize = 400;

/// The marked spans, sorted.
pub(super) fn spans(text: &str) -> Vec<Span> {
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
