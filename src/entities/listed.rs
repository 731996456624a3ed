//! The names of the caller's own list.

use super::Candidate;
use super::identities::identity;
use crate::document::Label;
use crate::draft::Draft;
use crate::name_list::{NameList, units};
use crate::span::Span;
use crate::token::Token;

/// Drops the candidates that reach into one of `names`, which are in order.
pub(super) fn make_room(names: &[Candidate], found: &mut Vec<Candidate>) {
    found.retain(|c| {
        let next = names.partition_point(|name| name.span.end <= c.span.start);
        names.get(next).is_none_or(|name| name.span.start >= c.span.end)
    });
}

/// All names of the list, from left to right, each the longest that begins where the one before ends or later.
pub(super) fn names(draft: &Draft, list: &NameList) -> Vec<Candidate> {
    let (mut all, mut names) = (Vec::new(), Vec::new());
    units(&draft.text, &draft.tokens, &mut all);
    let mut i = 0;
    while i < all.len() {
        let Some(found) = list.longest(&draft.text, &all, i) else {
            i += 1;
            continue;
        };
        let span = Span { start: all[i].span.start, end: all[found.end - 1].span.end };
        let known = || if found.label == Label::Loc { identity(&draft.text, tokens(draft, span)) } else { None };
        let id = found.id.map(str::to_owned).or_else(known);
        names.push(Candidate { span, label: found.label, value: None, id, confidence: 1.0 });
        i = found.end;
    }
    names
}

/// The tokens of a span.
fn tokens(draft: &Draft, span: Span) -> &[Token] {
    let first = draft.tokens.partition_point(|t| t.span.end <= span.start);
    let end = draft.tokens.partition_point(|t| t.span.start < span.end);
    &draft.tokens[first..end]
}
