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
    if caseless(reader, i) {
        insert(reader, found, "glued-sentence-caseless", i);
    }
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

/// Two words of a script without upper case around the stop at token `i`; single letters may be abbreviations.
fn caseless(reader: &Reader, i: usize) -> bool {
    let right = i + 1;
    let Some(left) = i.checked_sub(1).filter(|&left| reader.joined(i) && reader.caseless(left)) else { return false };
    let long = !reader.word(i).starts_with('.') || reader.length(left) > 1 && reader.length(right) > 1;
    let prose = reader.before(left) == Gap::Space && matches!(reader.behind(right), Gap::Space | Gap::Spaces);
    long && prose && reader.tokens[left].script == reader.tokens[right].script && !reader.in_code(i)
}

/// `end.“Begin`, `end.(Begin`: the stop is token `i`, an opening mark follows at once.
pub(super) fn glued_opening(reader: &Reader, found: &mut Found, i: usize) {
    let (mark, right) = (i + 1, i + 2);
    let opens = reader.sort(mark) == Sort::Open && reader.word(mark) == "(" || reader.role(mark) == Some(Role::Open);
    let capital = matches!(reader.case(right), Case::Capital | Case::Upper);
    let starts = reader.joined(right) && reader.cased(right) && capital;
    let french = reader.word(mark) == "«" && reader.behind(mark) != Gap::None;
    let starts = starts || french && reader.cased(right) && capital;
    if opens && starts && reader.joined(mark) && end(reader, i) == End::Yes && !reader.in_code(i) {
        insert(reader, found, "glued-sentence-quote", i);
    }
}

/// `end.”Begin`, `end.)Begin`: the closing mark is token `i`, the next word or an opening mark follows at once.
pub(super) fn glued_closing(reader: &Reader, found: &mut Found, i: usize) {
    let closes = reader.sort(i) == Sort::Close || reader.role(i) == Some(Role::Close);
    let near = reader.joined(i) || reader.word(i) == "»";
    let after_stop = i > 0 && near && reader.sort(i - 1) == Sort::Stop;
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

/// `contestó.¿Dónde`: the stop is token `i`, a mark that opens a question or a cry follows at once.
pub(super) fn glued_inverted(reader: &Reader, found: &mut Found, i: usize) {
    let opens = matches!(reader.word(i + 1), "¿" | "¡") && reader.behind(i + 1) == Gap::None;
    let ended = i > 0 && reader.joined(i) && reader.is_word(i - 1) && reader.length(i - 1) > 1;
    if opens && ended && !reader.in_code(i) {
        insert(reader, found, "glued-sentence", i);
    }
}

/// `“Gone,”said`: the closing mark is token `i`, the word that goes on with the sentence follows at once.
pub(super) fn glued_speech(reader: &Reader, found: &mut Found, i: usize) {
    let right = i + 1;
    let partner = reader.marks.at(i).filter(|mark| mark.role == Role::Close).and_then(|mark| mark.partner);
    let spoken = partner.is_some() && reader.joined(i) && matches!(reader.sort(i - 1), Sort::Comma | Sort::Stop);
    let word = reader.case(right) == Case::Lower && reader.length(right) > 1 && reader.frequent(right, 5);
    if spoken && word && reader.behind(right) != Gap::None && !reader.in_code(i) {
        let at = reader.tokens[i].span.end;
        found.add("missing-space", Span { start: at, end: at }, " ");
    }
}

/// `on the. bridge`: the stop at token `i` stands behind a word that ends no sentence.
pub(super) fn false_stop(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let right = i + 1;
    if i == 0 || reader.word(i) != "." || !reader.joined(i) || !reader.cased(right) {
        return false;
    }
    let left = i - 1;
    let (word, language) = (reader.word(left), reader.language(left));
    let cased = matches!((reader.case(left), reader.case(right)), (Case::Lower | Case::Capital, Case::Lower));
    let small = cased && reader.length(left) > 1 && lexicon::is_never_last(word, language);
    let listed = || lexicon::known_abbreviation(word, language).is_some();
    let abbreviated = || listed() || lexicon::abbreviation(word, language).is_some();
    let same = reader.language(right) == language && reader.before(left) == Gap::Space;
    let wrong = small && same && reader.known(right).is_some() && !abbreviated() && !reader.in_code(i);
    if wrong {
        found.add("false-stop", reader.tokens[i].span, "");
    }
    wrong
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
            let starter = || lexicon::starter(reader.word(i + 1), reader.language(i + 1)) >= Some(9);
            let starts = reader.length(i + 1) > 1 && reader.frequent(i + 1, 11) && starter();
            return if alone && (reader.length(left) == 4 || starts) { End::Perhaps } else { End::No };
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
    let elided = reader.tokens.get(right + 1).is_some_and(|t| t.kind == Kind::Apostrophe);
    if reader.length(right) == 1 && !(frequent && reader.behind(right) != Gap::None || elided) {
        return None;
    }
    let in_sentence = reader.before(left) == Gap::Space;
    let lower_left = reader.case(left) == Case::Lower || reader.sort(left) != Sort::Word;
    let starter = lexicon::starter(word, reader.language(right));
    let titled = reader.word(right + 1) == "."
        && reader.behind(right + 1) == Gap::Space
        && lexicon::known_abbreviation(word, reader.language(right)) == Some(Abbreviation::Title);
    let starts = starter.is_some_and(|s| s >= 9) || elided || titled;
    // A change of language or script is no part of a name.
    let changes = reader.is_word(left)
        && (reader.tokens[left].script != reader.tokens[right].script
            || level.is_some()
                && reader.confidence(left).min(reader.confidence(right)) > 0.9
                && reader.language(left) != reader.language(right));
    match end {
        End::Yes if lower_left => (in_sentence || level.is_some() || elided).then_some("glued-sentence"),
        End::Yes => {
            let begins = in_sentence && (starts || starter >= Some(6) || changes);
            (begins || frequent).then_some("glued-sentence-name")
        }
        _ => {
            let begins = in_sentence && (changes || starts && level >= Some(6));
            // Ja.Then we left: a word that is a sentence by itself.
            let answer = lexicon::frequency_any(reader.word(left)) >= Some(9);
            let alone = reader.before(left) >= Gap::Line && answer && starter >= Some(9);
            let begins = begins || alone && frequent && reader.case(right + 1) == Case::Lower;
            (begins || level >= Some(11)).then_some("glued-sentence-name")
        }
    }
}

/// A lower-case word right behind the stop.
fn lower_start(reader: &Reader, i: usize, end: End) -> Option<&'static str> {
    let (left, right) = (i.checked_sub(1)?, i + 1);
    if end == End::No || reader.word(i).len() > 1 && reader.word(i).starts_with('.') {
        return None;
    }
    let apart = reader.before(left) == Gap::Space
        || reader.sort(left) != Sort::Word
        || reader.joined(left) && reader.tokens[left - 1].kind == Kind::Apostrophe;
    let goes_on = matches!(reader.behind(right), Gap::Space | Gap::Spaces) || reader.word(right + 1) == ",";
    // The few words of a sentence that is cut here may be labelled as the language before it.
    let elsewhere = || reader.length(right) > 2 && lexicon::frequency_any(reader.word(right)) >= Some(9);
    let known = reader.length(right) > 1 && (reader.frequent(right, 5) || elsewhere());
    let left_known = reader.sort(left) != Sort::Word || reader.known(left).is_some();
    let left_known = left_known || reader.frequent(right, 7) || elsewhere();
    let sure = apart && goes_on && known && left_known && !is_ending(reader.word(right));
    (sure && !reader.in_code(i)).then_some("glued-sentence-lower")
}
