//! Names that are none, because they are parts of paths, identifiers and commands.

use super::tagger::Name;
use crate::draft::Draft;
use crate::token::{Case, Kind};

/// Whether a name is part of a path (`/usr/share`), an identifier (`MAX_SIZE`), an address (`smb://host`), the name of
/// a page (`diff(1)`) or the ending of a file (`a .dsc file`).
pub(super) fn in_code(draft: &Draft, name: &Name) -> bool {
    let tokens = &draft.tokens;
    let (first, end) = (name.first, name.end);
    let glued = |i: usize| i > 0 && i < tokens.len() && draft.joined_before(i);
    let mark = |i: usize| if glued(i) { draft.word(i) } else { "" };
    let solid = |i: usize| tokens.get(i).is_some_and(|t| t.is_word() || t.kind == Kind::Number);
    let before = if glued(first) { draft.word(first - 1) } else { "" };
    let behind = mark(end);
    // Whether nothing is glued to the front of the mark before the name.
    let opens = !before.is_empty() && !(glued(first - 1) && solid(first - 2));
    let small = tokens[first..end].iter().all(|t| t.case == Case::Lower || !t.is_word());
    let path = before == "/" && (opens && small || behind == "/" && (opens || small));
    let ending = before == "." && opens && small;
    let address = behind == ":" && mark(end + 1) == "/" && mark(end + 2) == "/";
    let page = behind == "(" && small && glued(end + 1) && tokens[end + 1].kind == Kind::Number && mark(end + 2) == ")";
    let line = |i: usize| draft.word(i) == "_" && glued(i) && glued(i + 1) && solid(i - 1) && solid(i + 1);
    // `rhein_sieg` may be the name of a user; one in capitals is a constant.
    let constant = (first + 1..end).any(line) && tokens[first..end].iter().all(|t| t.case != Case::Lower);
    let identifier = constant || first > 0 && line(first - 1) || end < tokens.len() && line(end);
    path || ending || address || page || identifier
}
