//! Sentences glued to the next one.

use super::reader::{Reader, Sort, is_ending};
use super::rules::Found;
use crate::lexicon::{self, Abbreviation};
use crate::quotation::Role;
use crate::span::Span;
use crate::token::{Case, Gap, Kind};

/// What is known about the end of the sentence before a glued joint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// An abbreviation, an initial, a chain of dots: most likely no end.
    No,
    /// A name or an unknown word: as likely a name with a dot in it.
    Perhaps,
    /// A word as sentences end with, or a closing mark.
    Yes,
}

/// `argued.Ukraine`, `Putin.speaking`: the stop is token `i`, the next word follows at once.
pub(super) fn glued_sentence(reader: &Reader, found: &mut Found, i: usize) {
    let right = i + 1;
    if !reader.cased(right) || goes_on_as_code(reader, right) {
        return;
    }
    let end = end(reader, i);
    let rule = match reader.case(right) {
        Case::Lower => lower_start(reader, i, end),
        Case::Capital | Case::Upper | Case::Mixed => capital_start(reader, i, end),
        Case::None => None,
    };
    if let Some(rule) = rule {
        insert(reader, found, rule, i);
    }
}

/// `end.“Begin`, `end.(Begin`: the stop is token `i`, an opening mark follows at once.
pub(super) fn glued_opening(reader: &Reader, found: &mut Found, i: usize) {
    let (mark, right) = (i + 1, i + 2);
    let opens = reader.sort(mark) == Sort::Open && reader.word(mark) == "(" || reader.role(mark) == Some(Role::Open);
    let capital = matches!(reader.case(right), Case::Capital | Case::Upper);
    let starts = reader.joined(right) && reader.cased(right) && capital;
    if opens && starts && reader.joined(mark) && end(reader, i) == End::Yes && !reader.in_code(i) {
        insert(reader, found, "glued-sentence-quote", i);
    }
}

/// `end.”Begin`, `end.)Begin`: the closing mark is token `i`, the next word or an opening mark follows at once.
pub(super) fn glued_closing(reader: &Reader, found: &mut Found, i: usize) {
    let closes = reader.sort(i) == Sort::Close || reader.role(i) == Some(Role::Close);
    let after_stop = i > 0 && reader.joined(i) && reader.sort(i - 1) == Sort::Stop;
    if !closes || !after_stop || i < 2 {
        return;
    }
    let mut right = i + 1;
    if reader.sort(right) == Sort::Quote {
        if reader.role(right) != Some(Role::Open) {
            return;
        }
        right += 1;
    }
    let starts = reader.cased(right) && matches!(reader.case(right), Case::Capital | Case::Upper);
    let ends = reader.is_word(i - 2) && reader.length(i - 2) > 1 || reader.sort(i - 2) != Sort::Word;
    if starts && ends && reader.joined(right) && !reader.in_code(i) {
        insert(reader, found, "glued-sentence-quote", i);
    }
}

fn insert(reader: &Reader, found: &mut Found, rule: &str, i: usize) {
    let at = reader.tokens[i].span.end;
    found.add(rule, Span { start: at, end: at }, " ");
}

/// Whether a word is followed by what follows names in code: `foo.Bar.baz`, `foo.Bar(x)`, `foo.Bar_x`.
fn goes_on_as_code(reader: &Reader, right: usize) -> bool {
    if reader.behind(right) != Gap::None {
        return false;
    }
    let next = reader.word(right + 1);
    match next.as_bytes().first() {
        Some(b'(' | b'_' | b'=' | b'/' | b'\\' | b'[' | b'<' | b'@') => true,
        Some(b'.') => next == "." && reader.behind(right + 1) == Gap::None && reader.is_word(right + 2),
        Some(b':') => reader.word(right + 2) == ":" && reader.behind(right + 1) == Gap::None,
        _ => false,
    }
}

/// What the stop at token `i` ends.
fn end(reader: &Reader, i: usize) -> End {
    if i == 0 || !reader.joined(i) {
        return End::No;
    }
    let left = i - 1;
    match reader.sort(left) {
        Sort::Close | Sort::Quote => return End::Yes,
        Sort::Number => {
            let alone = !reader.joined(left) || reader.sort(left - 1) != Sort::Stop;
            return if alone && reader.length(left) == 4 { End::Perhaps } else { End::No };
        }
        Sort::Word => {}
        _ if reader.word(left) == "%" || reader.word(left) == "€" => return End::Yes,
        _ => return End::No,
    }
    if !reader.cased(left) {
        return End::No;
    }
    if reader.joined(left) {
        match reader.tokens[left - 1].kind {
            Kind::Apostrophe => return End::Yes,
            Kind::Punctuation if matches!(reader.word(left - 1), "." | "/" | "_" | "@" | ":" | "\\") => return End::No,
            Kind::Symbol | Kind::Control => return End::No,
            _ => {}
        }
    }
    let plain = reader.word(i) == ".";
    let (word, language) = (reader.word(left), reader.language(left));
    if reader.length(left) == 1 && plain {
        return End::No;
    }
    if plain {
        match lexicon::known_abbreviation(word, language) {
            Some(Abbreviation::End) if reader.length(left) > 2 => return End::Perhaps,
            Some(_) => return End::No,
            None => {}
        }
        if lexicon::abbreviation(word, language).is_some_and(|ends| ends < 8) {
            return End::No;
        }
    }
    let known = reader.known(left);
    match reader.case(left) {
        Case::Lower if known.is_some() || reader.length(left) > 4 => End::Yes,
        Case::Capital if known.is_some_and(|k| k >= 2) && reader.before(left) != Gap::Paragraph => End::Yes,
        _ if !plain && reader.word(i).len() == 1 && reader.case(left) != Case::Lower => End::Perhaps,
        _ => End::Perhaps,
    }
}

/// A capital right behind the stop.
fn capital_start(reader: &Reader, i: usize, end: End) -> Option<&'static str> {
    let (left, right) = (i.checked_sub(1)?, i + 1);
    let level = reader.known(right);
    let frequent = level.is_some_and(|l| l >= 9);
    let word = reader.word(right);
    if end == End::No || is_ending(word) && !(frequent && reader.case(right) == Case::Capital) || reader.in_code(i) {
        return None;
    }
    if reader.length(right) == 1 && !(frequent && reader.behind(right) != Gap::None) {
        return None;
    }
    let in_sentence = reader.before(left) == Gap::Space;
    let lower_left = reader.case(left) == Case::Lower || reader.sort(left) != Sort::Word;
    let starts = lexicon::starter(word, reader.language(right)).is_some_and(|s| s >= 9);
    match end {
        End::Yes if lower_left => (in_sentence || level.is_some()).then_some("glued-sentence"),
        End::Yes => (starts && in_sentence || frequent).then_some("glued-sentence-name"),
        _ => (level >= Some(11) || starts && in_sentence && level >= Some(8)).then_some("glued-sentence-name"),
    }
}

/// A lower-case word right behind the stop.
fn lower_start(reader: &Reader, i: usize, end: End) -> Option<&'static str> {
    let (left, right) = (i.checked_sub(1)?, i + 1);
    if end == End::No || reader.word(i).len() > 1 && reader.word(i).starts_with('.') {
        return None;
    }
    let apart = reader.before(left) == Gap::Space || reader.sort(left) != Sort::Word
        || reader.joined(left) && reader.tokens[left - 1].kind == Kind::Apostrophe;
    let goes_on = matches!(reader.behind(right), Gap::Space | Gap::Spaces) || reader.word(right + 1) == ",";
    let known = reader.length(right) > 1 && reader.frequent(right, 5);
    let left_known = reader.sort(left) != Sort::Word || reader.known(left).is_some() || reader.frequent(right, 7);
    let sure = apart && goes_on && known && left_known && !is_ending(reader.word(right));
    (sure && !reader.in_code(i)).then_some("glued-sentence-lower")
}
