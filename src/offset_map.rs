//! The way between a text and the text after its edits, from the sorted edits alone.

use crate::document::{Document, Edit, EditKind};
use crate::span::Span;

/// One edit's place in the text before and after all edits.
#[derive(Clone, Copy)]
struct Region {
    before: Span,
    after: Span,
}

/// Carries offsets and spans across sorted, disjoint edits.
///
/// A start is carried with the character that begins there, an end with the character that ends there; what lies
/// inside an edit goes to that edit's start or end.
#[derive(Default)]
pub(crate) struct OffsetMap {
    regions: Vec<Region>,
}

impl OffsetMap {
    pub(crate) fn new(edits: &[Edit]) -> Self {
        let mut shift = 0i64;
        let region = |edit: &Edit| {
            let start = i64::from(edit.span.start) + shift;
            shift += edit.replacement.len() as i64 - edit.span.len() as i64;
            Region { before: edit.span, after: Span::new(start as usize, start as usize + edit.replacement.len()) }
        };
        OffsetMap { regions: edits.iter().map(region).collect() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.regions.is_empty()
    }

    /// Where the character that begins at `offset` of the mended text begins in the text before.
    pub(crate) fn start_before(&self, offset: u32) -> u32 {
        carry_start(&self.regions, offset, |r| (r.after, r.before))
    }

    /// Where the character that ends at `offset` of the mended text ends in the text before.
    pub(crate) fn end_before(&self, offset: u32) -> u32 {
        carry_end(&self.regions, offset, |r| (r.after, r.before))
    }

    /// Where the character that begins at `offset` of the text before begins in the mended text.
    pub(crate) fn start_after(&self, offset: u32) -> u32 {
        carry_start(&self.regions, offset, |r| (r.before, r.after))
    }

    /// A span of the mended text in the text before.
    pub(crate) fn span_before(&self, span: Span) -> Span {
        let start = self.start_before(span.start);
        Span { start, end: self.end_before(span.end).max(start) }
    }
}

fn carry_start(regions: &[Region], offset: u32, sides: fn(&Region) -> (Span, Span)) -> u32 {
    let before = |r: &Region| sides(r).0.start <= offset;
    match regions.partition_point(before).checked_sub(1).map(|i| sides(&regions[i])) {
        None => offset,
        Some((from, to)) if offset < from.end => to.start,
        Some((from, to)) => to.end + (offset - from.end),
    }
}

fn carry_end(regions: &[Region], offset: u32, sides: fn(&Region) -> (Span, Span)) -> u32 {
    let before = |r: &Region| sides(r).0.start < offset;
    match regions.partition_point(before).checked_sub(1).map(|i| sides(&regions[i])) {
        None => offset,
        Some((from, to)) if offset <= from.end => to.end,
        Some((from, to)) => to.end + (offset - from.end),
    }
}

impl Document {
    /// The byte offset in `mended` of the character at a byte offset of `text`; what an edit took away goes to where
    /// its replacement begins.
    #[must_use]
    pub fn to_mended(&self, offset: u32) -> u32 {
        OffsetMap::new(&self.edits).start_after(offset.min(self.text.len() as u32))
    }

    /// The byte offset in `text` of the character at a byte offset of `mended`; what an edit brought in goes to where
    /// the edit begins.
    #[must_use]
    pub fn to_original(&self, offset: u32) -> u32 {
        OffsetMap::new(&self.edits).start_before(offset.min(self.mended.len() as u32))
    }
}

/// `text` with sorted, disjoint `edits` applied.
pub(crate) fn apply(text: &str, edits: &[Edit]) -> String {
    let mut mended = String::with_capacity(text.len() + edits.len());
    let mut at = 0;
    for edit in edits {
        mended.push_str(&text[at..edit.span.start as usize]);
        mended.push_str(&edit.replacement);
        at = edit.span.end as usize;
    }
    mended.push_str(&text[at..]);
    mended
}

/// The edits that do at once what `first` and then `second` do. `between` is the text after `first`.
///
/// Where edits of the two touch, they become one, with the kind and rule of the earlier and the lower confidence.
pub(crate) fn compose(first: Vec<Edit>, second: Vec<Edit>, between: &str) -> Vec<Edit> {
    if first.is_empty() || second.is_empty() {
        return if first.is_empty() { second } else { first };
    }
    let map = OffsetMap::new(&first);
    let mut all: Vec<(Span, bool, Edit)> = Vec::with_capacity(first.len() + second.len());
    all.extend(map.regions.iter().zip(first).map(|(r, e)| (r.after, true, e)));
    all.extend(second.into_iter().map(|e| (e.span, false, e)));
    all.sort_by_key(|(span, is_first, _)| (span.start, span.end, !is_first));
    let mut composed: Vec<Edit> = Vec::with_capacity(all.len());
    let mut rest = all.into_iter().peekable();
    while let Some(head) = rest.next() {
        let mut end = head.0.end;
        let mut group = vec![head];
        while let Some(next) = rest.next_if(|n| n.0.start <= end && joins(&group, n)) {
            end = end.max(next.0.end);
            group.push(next);
        }
        composed.push(merge(group, &map, between));
    }
    composed
}

/// Whether an edit touches one of the other text in the group; two of the same text stay apart.
fn joins(group: &[(Span, bool, Edit)], next: &(Span, bool, Edit)) -> bool {
    group.iter().any(|g| g.1 != next.1 && g.0.end >= next.0.start)
}

fn merge(group: Vec<(Span, bool, Edit)>, map: &OffsetMap, between: &str) -> Edit {
    let start = group.iter().map(|g| g.0.start).min().unwrap_or(0);
    let end = group.iter().map(|g| g.0.end).max().unwrap_or(start);
    let touched: Vec<&Edit> = group.iter().filter(|g| g.1).map(|g| &g.2).collect();
    let span = match (touched.first(), touched.last()) {
        (Some(a), Some(z)) => {
            Span { start: a.span.start.min(map.start_before(start)), end: z.span.end.max(map.end_before(end)) }
        }
        _ => map.span_before(Span { start, end }),
    };
    let changes: Vec<Edit> = group.iter().filter(|g| !g.1).map(|g| shifted(&g.2, start)).collect();
    let replacement = apply(&between[start as usize..end as usize], &changes);
    let confidence = group.iter().map(|g| g.2.confidence).fold(1.0, f32::min);
    let told = group.iter().find(|g| g.1).unwrap_or(&group[0]);
    Edit { span, replacement, kind: told.2.kind, rule: told.2.rule, confidence }
}

fn shifted(edit: &Edit, by: u32) -> Edit {
    Edit { span: Span { start: edit.span.start - by, end: edit.span.end - by }, ..edit.clone() }
}

/// An edit of `span`, for jobs and tests.
pub(crate) fn edit(span: Span, replacement: &str, kind: EditKind, rule: &'static str, confidence: f32) -> Edit {
    Edit { span, replacement: replacement.to_owned(), kind, rule, confidence }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(list: &[(usize, usize, &str)]) -> Vec<Edit> {
        list.iter().map(|&(s, e, r)| edit(Span::new(s, e), r, EditKind::Whitespace, "test", 1.0)).collect()
    }

    #[test]
    fn offsets_go_there_and_back() {
        let document = Document {
            text: "ab  cd.Ef -g".into(),
            mended: "ab cd. Ef-g".into(),
            edits: edits(&[(2, 4, " "), (7, 7, " "), (9, 10, "")]),
            ..Document::default()
        };
        assert_eq!(apply(&document.text, &document.edits), document.mended);
        for (original, mended) in [(0, 0), (1, 1), (4, 3), (7, 7), (8, 8), (10, 9), (11, 10), (12, 11)] {
            assert_eq!(document.to_mended(original), mended, "{original}");
            assert_eq!(document.to_original(mended), original, "{mended}");
        }
        let map = OffsetMap::new(&document.edits);
        assert_eq!(map.span_before(Span::new(3, 6)), Span::new(4, 7));
        assert_eq!(map.span_before(Span::new(7, 9)), Span::new(7, 9));
        assert_eq!(map.span_before(Span::new(7, 11)), Span::new(7, 12));
    }

    #[test]
    fn composed_edits_do_what_the_two_did() {
        let text = "aXXbXXcdXXe";
        type Edits = &'static [(usize, usize, &'static str)];
        let rounds: [(Edits, Edits); 6] = [
            (&[(1, 3, "ü"), (4, 6, "")], &[(0, 1, "A"), (3, 3, " ")]),
            (&[(1, 3, "12")], &[(2, 4, "-")]),
            (&[(3, 3, " ")], &[(3, 3, "_"), (4, 4, "+")]),
            (&[(1, 3, ""), (8, 10, "yy")], &[(1, 2, ""), (5, 6, "!"), (7, 8, "?")]),
            (&[(0, 11, "abc")], &[(1, 1, "-"), (3, 3, "!")]),
            (&[(4, 6, "")], &[(4, 4, " ")]),
        ];
        for (first, second) in rounds {
            let (first, second) = (edits(first), edits(second));
            let between = apply(text, &first);
            let expected = apply(&between, &second);
            let composed = compose(first, second, &between);
            assert!(composed.windows(2).all(|w| w[0].span.end <= w[1].span.start), "{composed:?}");
            assert_eq!(apply(text, &composed), expected, "{composed:?}");
        }
    }
}
