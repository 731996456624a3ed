//! What is no prose and left alone: code that is marked as such, lines of programs, logs and shell sessions with the
//! comments among them, and rows of values.

mod line;
mod marked;

pub(super) use self::line::is_code as is_line;
use crate::span::Span;

/// The spans of a text that are no prose, sorted; whole lines, and what is marked inside lines.
pub(super) struct Code(Vec<Span>);

impl Code {
    pub(super) fn of(text: &str) -> Code {
        let mut spans = marked::spans(text);
        spans.extend(blocks(&lines(text), text.len()));
        spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        spans.dedup_by(|next, kept| next.end <= kept.end);
        Code(spans)
    }

    /// Whether the text speaks of code at all: names such as `readFile` are words there.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a span reaches into code; an empty one at its very end does not.
    pub(super) fn touches(&self, span: Span) -> bool {
        let next = self.0.partition_point(|code| code.end <= span.start);
        self.0.get(next).is_some_and(|code| code.start < span.end.max(span.start + 1))
    }
}

/// What a line of text is.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Blank,
    Prose,
    /// Of a program where others are.
    Comment,
    /// Of a table of values.
    Row,
    Code,
}

/// Lines of code from which on the comments among them are no prose.
const SOME: usize = 3;
/// The share of lines, one in so many, from which on a text is a program, its comments and strings as well.
const PROGRAM: usize = 4;
/// Lines on either side that a line of prose among code is judged with, and how many of them are code then.
const NEAR: usize = 3;

/// Every line with its end.
fn lines(text: &str) -> Vec<(Span, Sort)> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut open = false;
    let mut rows = line::Rows::default();
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain([text.len()]) {
        if start == end {
            continue;
        }
        let line = &text[start..end];
        let bare = line.trim();
        let commented = open || line::is_comment(bare);
        open = line::leaves_comment_open(bare, open);
        let sort = match () {
            () if bare.is_empty() => Sort::Blank,
            () if line::is_row(bare) => Sort::Row,
            () if is_line(line) => Sort::Code,
            () if commented => Sort::Comment,
            () => Sort::Prose,
        };
        lines.push((Span::new(start, end), sort));
        let rows_start = lines.len() - rows.more_with(bare);
        lines[rows_start..].iter_mut().for_each(|(_, sort)| *sort = Sort::Row);
        start = end;
    }
    lines
}

/// The runs of lines that are code: lines of code themselves, and what stands between them.
fn blocks(lines: &[(Span, Sort)], length: usize) -> Vec<Span> {
    let written: Vec<usize> = (0..lines.len()).filter(|&k| lines[k].1 != Sort::Blank).collect();
    let count = |sort: Sort| written.iter().filter(|&&k| lines[k].1 == sort).count();
    let code = count(Sort::Code);
    let comments = if code >= SOME { count(Sort::Comment) } else { 0 };
    if code >= SOME && (code + comments) * PROGRAM >= written.len() {
        return vec![Span::new(0, length)];
    }
    let is_code = |k: &usize| match lines[*k].1 {
        Sort::Code | Sort::Row => true,
        Sort::Comment => comments > 0,
        Sort::Prose | Sort::Blank => false,
    };
    let mut spans: Vec<Span> = Vec::new();
    for at in 0..written.len() {
        let near = &written[at.saturating_sub(NEAR)..(at + NEAR + 1).min(written.len())];
        if !is_code(&written[at]) && near.iter().filter(|k| is_code(k)).count() <= NEAR {
            continue;
        }
        // With the empty lines before and behind it.
        let first = if at == 0 { 0 } else { written[at - 1] + 1 };
        let last = written.get(at + 1).map_or(lines.len() - 1, |next| next - 1);
        let block = Span { start: lines[first].0.start, end: lines[last].0.end };
        match spans.last_mut() {
            Some(before) if before.end >= block.start => before.end = block.end,
            _ => spans.push(block),
        }
    }
    spans
}
