//! Code that is marked as such, which is left alone: between fences of three backticks, or in a line between single
//! ones. Lines of code, logs and shell sessions are known by how they begin and end.

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

/// Whether a line is one of a log, a shell session, JSON or a program.
pub(super) fn is_line(line: &str) -> bool {
    let text = line.trim_end();
    let bare = text.trim_start();
    let bracketed = bare.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(level, _)| level);
    let logged = bracketed.is_some_and(is_level)
        || bare.split(' ').take(3).skip(1).any(|word| is_level(word.trim_matches(['[', ']'])));
    let log = logged && (bracketed.is_some() || bare.starts_with(|c: char| c.is_ascii_digit()));
    let shell = bare.starts_with("$ ") || bare.starts_with(">>> ") || is_place(bare);
    let json = bare.starts_with("{\"") || bare.starts_with("[\"") || bare.starts_with("[{");
    let comment = bare.starts_with(';');
    let indented = text.starts_with('\t') && bare.starts_with(|c: char| c.is_ascii_lowercase());
    let program = [");", "};", "},", "{"].iter().any(|end| text.ends_with(end)) || text.contains(" <- ");
    let assigned = !bare.starts_with('<') && text.contains("=\"");
    log || shell || comment || json || indented || program || assigned
}

fn is_level(word: &str) -> bool {
    matches!(
        word,
        "INFO" | "WARN" | "WARNING" | "ERROR" | "DEBUG" | "TRACE" | "FATAL" | "NOTICE" | "CRITICAL" | "SEVERE"
    )
}

/// Whether a line begins with a place in a file: `src/main.rs:12: `.
fn is_place(line: &str) -> bool {
    let mut parts = line.splitn(3, ':');
    let (file, number) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let numbered = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    numbered && file.contains('.') && !file.contains(' ') && parts.next().is_some()
}

fn starts_line(bytes: &[u8], at: usize) -> bool {
    at == 0 || bytes[at - 1] == b'\n'
}

fn blank(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(u8::is_ascii_whitespace)
}
