//! Which quotation marks open and which close, from what stands around them and from the marks still open.

use std::cell::LazyCell;

use crate::token::{Gap, Kind, Token};

/// What a quotation mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It begins a quotation.
    Open,
    /// It ends one.
    Close,
}

/// A quotation mark: its token, what it does, and the token of its partner where it has one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub token: u32,
    pub role: Role,
    pub partner: Option<u32>,
}

/// The quotation marks of a text, in order.
#[derive(Default)]
pub(crate) struct Marks(pub Vec<Mark>);

/// Marks open at a time; deeper nesting is noise, and a bound keeps the search for partners linear.
const DEPTH: usize = 6;

impl Marks {
    /// Finds the marks of a text.
    pub(crate) fn of(text: &str, tokens: &[Token]) -> Marks {
        let mut marks: Vec<Mark> = Vec::new();
        let mut open: Vec<(char, usize)> = Vec::new();
        // ”Ja”, as in Swedish: one mark for both sides says as little by its shape as a straight one.
        let same = LazyCell::new(|| !text.contains(['“', '„']));
        // »Ja«, as in German: what points outward closes.
        let inward = LazyCell::new(|| point_inward(text));
        for (i, token) in tokens.iter().enumerate() {
            if token.kind == Kind::Punctuation
                && let Some(c) = quote(&text[token.span.range()])
            {
                let c = if c == '”' && *same { '"' } else { c };
                let role = |opened: Option<char>| role(text, tokens, i, c, opened, matches!(c, '«' | '»') && *inward);
                add(i, c, role, &mut marks, &mut open);
            }
            if token.gap == Gap::Paragraph {
                open.clear();
            }
        }
        Marks(marks)
    }

    /// The mark at a token.
    pub(crate) fn at(&self, token: usize) -> Option<Mark> {
        let found = self.0.binary_search_by_key(&(token as u32), |m| m.token).ok()?;
        Some(self.0[found])
    }

    /// The role of the mark at a token.
    pub(crate) fn role(&self, token: usize) -> Option<Role> {
        self.at(token).map(|m| m.role)
    }
}

/// The quotation mark that a token is.
pub(crate) fn quote(token: &str) -> Option<char> {
    let c = token.chars().next()?;
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '‚' | '’' | '\'').then_some(c)
}

/// Whether a mark can close what another opened.
pub(crate) fn closes(opened: char, c: char) -> bool {
    match opened {
        '„' | '‟' => matches!(c, '“' | '”' | '"'),
        '“' => matches!(c, '”' | '"'),
        '”' => c == '”',
        '"' => c == '"',
        '«' => c == '»',
        '»' => matches!(c, '«' | '»'),
        '‹' => c == '›',
        '›' => matches!(c, '‹' | '›'),
        '‘' | '‚' | '’' => matches!(c, '‘' | '’'),
        _ => c == '\'',
    }
}

fn add(i: usize, c: char, role: impl Fn(Option<char>) -> Role, marks: &mut Vec<Mark>, open: &mut Vec<(char, usize)>) {
    let partner = open.iter().rposition(|&(opened, _)| closes(opened, c));
    let role = role(partner.map(|at| open[at].0));
    if matches!(c, '\'' | '’') && role == Role::Close && partner.is_none() {
        return;
    }
    let mut mark = Mark { token: i as u32, role, partner: None };
    match (role, partner) {
        (Role::Close, Some(at)) => {
            let opener = open[at].1;
            mark.partner = Some(marks[opener].token);
            marks[opener].partner = Some(i as u32);
            open.truncate(at);
        }
        (Role::Close, None) => {}
        (Role::Open, _) => {
            if open.len() == DEPTH {
                open.remove(0);
            }
            open.push((c, marks.len()));
        }
    }
    marks.push(mark);
}

/// What a mark does: one glued to the right opens, one glued to the left closes; else its shape and what is open tell.
fn role(text: &str, tokens: &[Token], i: usize, c: char, opened: Option<char>, inward: bool) -> Role {
    let closes_one = opened.is_some();
    if matches!(c, '„' | '‚') {
        return Role::Open;
    }
    let after_joined = tokens[i].gap == Gap::None;
    let before_joined = i > 0 && tokens[i - 1].gap == Gap::None && !opens(tokens[i - 1].text(text));
    let word_after = after_joined && tokens.get(i + 1).is_some_and(|t| t.kind != Kind::Punctuation);
    // French spaces on the inner side, none on the outer: « gone. »Then, gone.« Then
    let stopped = i > 0 && matches!(text[tokens[i - 1].span.range()].as_bytes(), [b'.' | b'!' | b'?', ..]);
    match (before_joined, after_joined) {
        (false, true) if c == '»' && opened == Some('«') && stopped => Role::Close,
        // gone ». Then: the quotation began before the text.
        (false, true) if c == '»' && !closes_one && !inward && !word_after => Role::Close,
        (true, false) if c == '«' && !closes_one && !inward && stopped => Role::Open,
        (false, true) if word_after || !closes_one => Role::Open,
        (true, false) => Role::Close,
        (true, true) if !word_after => Role::Close,
        _ if closes_one => Role::Close,
        _ if matches!(c, '»' | '›' | '”' | '’') => Role::Close,
        (true, true) if tokens[i - 1].kind == Kind::Word && c != '“' && c != '«' => Role::Close,
        _ => Role::Open,
    }
}

/// Whether the first of these marks that opens a quotation by what stands around it is »: some texts begin within one.
fn point_inward(text: &str) -> bool {
    // Both begin with the same byte, and hardly anything else does.
    memchr::memchr_iter(0xC2, text.as_bytes()).find_map(|at| {
        let mark = text.get(at..at + 2).filter(|mark| matches!(*mark, "«" | "»"))?;
        let apart = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
        let joined = text[at + mark.len()..].starts_with(|c: char| !c.is_whitespace() && !c.is_ascii_punctuation());
        (apart && (mark == "«" || joined)).then_some(mark == "»")
    }) == Some(true)
}

/// Marks that leave the place behind them as open as a space does.
fn opens(token: &str) -> bool {
    matches!(token.chars().next(), Some('(' | '[' | '{' | '—' | '–' | '/' | '¿' | '¡' | '„' | '«' | '“'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    fn picture(text: &str) -> String {
        let mut tokens = Vec::new();
        token::scan(text, &mut tokens);
        let marks = Marks::of(text, &tokens);
        marks.0.iter().map(|m| if m.role == Role::Open { '<' } else { '>' }).collect()
    }

    #[test]
    fn marks_open_and_close_in_any_style() {
        assert_eq!(picture("Han gick.”Nu” kom hon."), "<>");
        for text in
            ["„Ja“, rief er.", "»Ja«, rief er.", "« Oui », dit-il.", "\"Yes,\" she said.", "”Ja”, sa han.", "(\"Sí\")"]
        {
            assert_eq!(picture(text), "<>", "{text}");
        }
        assert_eq!(picture("He left.\"Now\" came."), "<>");
        assert_eq!(picture("“Gone.”Then “so” it was."), "<><>");
        assert_eq!(picture("the dogs' bones and it’s"), "");
    }
}
