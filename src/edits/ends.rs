//! Sentences glued to the next one.

use super::capitals::{
    behind_small_word, ends_name, ends_phrase, is_foreign, is_heading, is_member, is_odd_capital,
    is_plural_abbreviation, is_statement, is_title, runs_on,
};
use super::end_marks::{caseless, is_click, lists};
use super::lower_starts::lower_start;
use super::reader::{Reader, Sort, is_answer};
use super::rules::Found;
use crate::data::ends_hosts;
use crate::lexicon::{self, Abbreviation};
use crate::span::Span;
use crate::token::{Case, Gap, Kind, Script};

/// What is known about the end of the sentence before a glued joint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
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
    if lists(reader, i) && end(reader, i) == End::Yes {
        insert(reader, found, "glued-sentence", i);
    }
    // In Armenian a sentence goes on behind an ellipsis.
    let armenian = reader.tokens[right].script == Script::Armenian && reader.word(i).starts_with(['…', '.']);
    let called = || goes_on_as_code(reader, right) && !is_short_sentence(reader, i);
    let coded = || reader.is_camel(right) || reader.word(i) == "." && (called() || begins_with_ending(reader, right));
    if !reader.cased(right) || armenian || coded() || is_lost_apostrophe(reader, i) {
        return;
    }
    if answers(reader, i) {
        insert(reader, found, "glued-sentence-name", i);
        return;
    }
    // late?!And
    let doubled = reader.joined(i) && reader.word(i) == "!" && i > 0 && reader.word(i - 1) == "?";
    let end = end(reader, i - usize::from(doubled));
    let rule = match reader.case(right) {
        Case::Lower => lower_start(reader, i, end),
        Case::Capital | Case::Upper | Case::Mixed => capital_start(reader, i, right, end),
        Case::None => None,
    };
    if let Some(rule) = rule.filter(|_| !is_file(reader, i)) {
        insert(reader, found, rule, i);
    }
}

/// `dell?altro`, `l?Europe`: a question mark that stands for an apostrophe.
fn is_lost_apostrophe(reader: &Reader, i: usize) -> bool {
    const CLIPPED: [&str; 24] = [
        "l", "d", "c", "s", "n", "j", "m", "t", "qu", "un", "dell", "all", "nell", "dall", "sull", "coll", "quell",
        "bell", "quest", "tutt", "senz", "anch", "lorsqu", "jusqu",
    ];
    let vowel = reader.word(i + 1).starts_with(|c: char| "aeiouyhAEIOUYHàâèéêîôùÀÂÈÉÊÎÔÙ".contains(c));
    let left = i.saturating_sub(1);
    reader.word(i) == "?"
        && reader.joined(i)
        && vowel
        && matches!(reader.language(left).code(), "it" | "fr" | "ca")
        && CLIPPED.iter().any(|clipped| reader.word(left).eq_ignore_ascii_case(clipped))
}

/// `README.Debian`, `sample.new`: whether a stop that stands between the same two words again is a part of a name. The
/// words of sentences differ, but for a capital that was lost.
fn is_file(reader: &Reader, i: usize) -> bool {
    let (left, right) = (i.saturating_sub(1), i + 1);
    let plain = reader.case(left) == Case::Lower && reader.case(right) == Case::Capital;
    let whole = Span { start: reader.tokens[left].span.start, end: reader.tokens[right].span.end };
    let words = reader.is_word(left) && reader.word(left) != reader.word(right);
    !plain && words && reader.word(i) == "." && reader.joined(i) && reader.is_repeated(whole)
}

/// `Yeah.See?`: a sentence of one word, and the next.
fn answers(reader: &Reader, i: usize) -> bool {
    let (Some(left), right) = (i.checked_sub(1), i + 1) else { return false };
    let first = reader.before(left) >= Gap::Line || left > 0 && reader.sort(left - 1) == Sort::Stop;
    let capitals = [left, right].iter().all(|&k| reader.case(k) == Case::Capital);
    let word = || reader.frequent(right, 4) && !ends_hosts(reader.word(right)) && is_answer(reader.word(left));
    first && capitals && reader.joined(i) && word() && !reader.in_code(i)
}

pub(super) fn insert(reader: &Reader, found: &mut Found, rule: &str, i: usize) {
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

/// `photo.gifLa cuisine`: whether the name of a file is glued to what follows it.
fn begins_with_ending(reader: &Reader, right: usize) -> bool {
    let word = reader.word(right);
    let first = || word.find(char::is_uppercase).is_some_and(|at| ends_hosts(&word[..at]));
    reader.case(right) == Case::Mixed && first()
}

/// `turned.Stopped.Then he`: a word between two stops is a sentence, not a name in code.
fn is_short_sentence(reader: &Reader, i: usize) -> bool {
    let (right, after) = (i + 1, i + 3);
    let capitals = [right, after].iter().all(|&k| reader.case(k) == Case::Capital && reader.cased(k));
    let left = i.saturating_sub(1);
    let answer = reader.before(left) >= Gap::Line && reader.frequent(left, 9);
    let ended = answer || reader.case(left) == Case::Lower && reader.length(left) > 2 && in_sentence(reader, left);
    let starts = lexicon::starter(reader.word(after), reader.language(after)) >= Some(6) || reader.frequent(after, 6);
    let prose = reader.behind(after) == Gap::Space || reader.sort(after + 1) == Sort::Comma;
    let plain = reader.word(i) == "." && reader.word(right + 1) == "." && reader.length(right) > 2;
    capitals && ended && starts && prose && plain && reader.known(left).is_some()
}

/// What the stop at token `i` ends.
pub(super) fn end(reader: &Reader, i: usize) -> End {
    // French sets ? and ! off with a space.
    let spaced = matches!(reader.word(i), "?" | "!") && i > 1 && reader.is_word(i - 1) && !is_click(reader, i);
    if i == 0 || !reader.joined(i) && !spaced {
        return End::No;
    }
    let left = i - 1;
    match reader.sort(left) {
        Sort::Close | Sort::Quote => return if reader.opens(left) { End::No } else { End::Yes },
        Sort::Number => {
            let alone = !reader.joined(left) || reader.sort(left - 1) != Sort::Stop || is_decimal(reader, left);
            return if alone { End::Perhaps } else { End::No };
        }
        Sort::Word => {}
        _ if matches!(reader.word(left), "%" | "€" | "$" | "£" | "²" | "³" | "°") => return End::Yes,
        _ if reader.word(left) == ";" && ends_reference(reader, left) => return End::Yes,
        // - grida Anna -.
        Sort::Hyphen | Sort::Dash if reader.before(left) != Gap::None => return End::Yes,
        _ => return End::No,
    }
    if !reader.cased(left) {
        return End::No;
    }
    if reader.joined(left) {
        match reader.tokens[left - 1].kind {
            Kind::Apostrophe => return End::Yes,
            // On/off: the other half of a pair, or the last part of a path.
            Kind::Punctuation if reader.word(left - 1) == "/" && is_pair(reader, left) => return End::Perhaps,
            Kind::Punctuation if is_chain(reader, left) && begins_surely(reader, i + 1) => return End::Perhaps,
            Kind::Punctuation if matches!(reader.word(left - 1), "." | "/" | "_" | "@" | ":" | "\\") => return End::No,
            Kind::Symbol | Kind::Control if reader.word(left - 1) != "°" => return End::No,
            _ => {}
        }
    }
    let plain = reader.word(i) == ".";
    if reader.length(left) == 1 && plain {
        // 22h, 35 °C
        let unit =
            reader.joined(left) && reader.sort(left - 1) == Sort::Number || reader.word(left.wrapping_sub(1)) == "°";
        return if unit { End::Perhaps } else { End::No };
    }
    if let Some(end) = plain.then(|| abbreviation(reader, i)).flatten() {
        return end;
    }
    let known = reader.known(left);
    match reader.case(left) {
        Case::Lower if known.is_some() || reader.length(left) > 4 => End::Yes,
        Case::Capital if known.is_some_and(|k| k >= 2) && reader.before(left) != Gap::Paragraph => End::Yes,
        _ => End::Perhaps,
    }
}

/// What the stop at token `i` ends where the word before it is an abbreviation.
fn abbreviation(reader: &Reader, i: usize) -> Option<End> {
    let left = i - 1;
    let (word, language) = (reader.word(left), reader.language(left));
    match lexicon::known_abbreviation(word, language) {
        Some(Abbreviation::End) if reader.length(left) > 2 => return Some(End::Perhaps),
        // le vol.Le pilote: an abbreviation of a number has one behind it.
        Some(Abbreviation::Number) if reader.length(left) > 2 && begins_surely(reader, i + 1) => {}
        Some(_) => return Some(End::No),
        None => {}
    }
    lexicon::abbreviation(word, language).is_some_and(|ends| ends < 8).then_some(End::No)
}

/// `14.30`: whether a number is the second of two in running text, with a stop between them.
pub(super) fn is_decimal(reader: &Reader, right: usize) -> bool {
    let pair = right > 1 && reader.joined(right) && reader.joined(right - 1) && reader.word(right - 1) == ".";
    pair && reader.sort(right - 2) == Sort::Number
        && reader.before(right - 2) == Gap::Space
        && reader.length(right) == 2
}

/// `Κ.Κ.Ε`, `bahn.de`: whether a word is the last of several capitals with stops, or of the name of a host.
fn is_chain(reader: &Reader, last: usize) -> bool {
    let letter = |k: usize| reader.length(k) == 1 && reader.is_word(k) && reader.case(k) != Case::Lower;
    let chained = last > 1 && reader.word(last - 1) == "." && reader.joined(last - 1);
    let host = || ends_hosts(reader.word(last)) && reader.case(last) == Case::Lower && reader.length(last - 2) > 2;
    // D.III
    let roman = || letter(last - 2) && reader.case(last) == Case::Upper && reader.length(last) < 5;
    chained && (letter(last) && letter(last - 2) || roman() || host())
}

/// Whether a word hardly ever has a capital but at the start of sentences.
fn begins_surely(reader: &Reader, i: usize) -> bool {
    reader.frequent(i, 11) && lexicon::starter(reader.word(i), reader.language(i)) >= Some(12) && reader.length(i) > 1
}

/// Whether a word and the one before the mark at its front are a pair in running text.
fn is_pair(reader: &Reader, left: usize) -> bool {
    let first = left.saturating_sub(2);
    left > 1
        && matches!(reader.sort(first), Sort::Word | Sort::Number)
        && reader.joined(left - 1)
        && reader.before(first) == Gap::Space
}

/// Whether a semicolon ends a reference to a character: `&#39;`.
pub(super) fn ends_reference(reader: &Reader, semicolon: usize) -> bool {
    let from = semicolon.saturating_sub(3);
    (from..semicolon).any(|k| reader.word(k) == "&") && (from + 1..=semicolon).all(|k| reader.joined(k))
}

/// Whether a word or number stands in a line, behind another.
pub(super) fn in_sentence(reader: &Reader, left: usize) -> bool {
    let inside = |sort| matches!(sort, Sort::Comma | Sort::Hyphen | Sort::Dash | Sort::Open | Sort::Quote);
    match reader.before(left) {
        Gap::Space => true,
        Gap::None if matches!(reader.sort(left), Sort::Close | Sort::Quote) && runs_on(reader, left + 2) => true,
        Gap::None => {
            let word = reader.is_word(left - 1) && reader.before(left - 1) == Gap::Space;
            // km2, 22h
            let unit = reader.sort(left) != reader.sort(left - 1) && (word || reader.sort(left - 1) == Sort::Number);
            reader.tokens[left - 1].kind == Kind::Apostrophe || inside(reader.sort(left - 1)) || unit
        }
        _ => !matches!(reader.sort(left), Sort::Word | Sort::Number),
    }
}

/// A capital at token `right`, behind the stop.
pub(super) fn capital_start(reader: &Reader, i: usize, right: usize, end: End) -> Option<&'static str> {
    let left = i.checked_sub(1)?;
    let level = reader.known(right);
    let frequent = level >= Some(9);
    let word = reader.word(right);
    let elided = reader.tokens.get(right + 1).is_some_and(|t| t.kind == Kind::Apostrophe);
    let comma = || reader.word(right + 1) == "," && reader.behind(right + 1) == Gap::Space;
    let letter = reader.length(right) == 1 && !(frequent && (reader.behind(right) != Gap::None || comma()) || elided);
    if letter && !(end == End::Yes && is_hyphened(reader, right)) {
        return None;
    }
    let in_sentence = in_sentence(reader, left);
    let starter = lexicon::starter(word, reader.language(right));
    let titled = is_title(reader, right);
    let plural = is_plural_abbreviation(reader, left, right) || is_member(reader, left, right);
    let plural = plural || is_statement(reader, i, left);
    if end == End::No || plural || !titled && ends_name(reader, left, right) || reader.in_code(i) {
        return None;
    }
    let starts = starter >= Some(9) || elided || titled;
    let runs_on = runs_on(reader, right) && !is_odd_capital(reader, left);
    // A change of language or script is no part of a name.
    let changes = reader.is_word(left)
        && (reader.tokens[left].script != reader.tokens[right].script
            || level.is_some()
                && reader.confidence(left).min(reader.confidence(right)) > 0.9
                && reader.language(left) != reader.language(right));
    let long = is_long_name(reader, left) || reader.sort(left) == Sort::Number;
    let foreign = runs_on && is_foreign(reader, left, right) && (in_sentence || reader.word(i) != ".");
    let begins =
        changes || starts || is_heading(reader, right) || starter >= Some(6) || long && runs_on && level.is_some();
    match (end, reader.sort(left)) {
        (End::Yes, sort) if reader.case(left) == Case::Lower || sort != Sort::Word => {
            (in_sentence || level.is_some() || elided).then_some("glued-sentence")
        }
        (_, Sort::Number) => {
            let decimal = is_decimal(reader, left);
            let year = reader.length(left) == 4 && (runs_on || level.is_some()) && reader.length(right) > 3;
            let doubtful = decimal || ordinal(reader, left, right);
            // 9.30.Książki można: English words stand behind the numbers of versions.
            let time = decimal && runs_on && level >= Some(3) && reader.language(right).code() != "en";
            let sure = if doubtful { starts && level >= Some(9) || time } else { begins || year };
            ((in_sentence || decimal) && sure || starts && level >= Some(11)).then_some("glued-sentence-number")
        }
        (End::Yes, _) => {
            let language = reader.language(left);
            let named = lexicon::is_name(reader.word(left), language)
                || left > 0 && reader.before(left) == Gap::Space && reader.case(left - 1) == Case::Lower;
            let named = named && long && runs_on && reader.length(right) > 3;
            (in_sentence && (begins || named) || foreign || frequent).then_some("glued-sentence-name")
        }
        _ => {
            let names = runs_on && (behind_small_word(reader, left) || ends_phrase(reader, left, right));
            let names = names && reader.length(right) > 4;
            let sure = in_sentence && (changes || starts && level >= Some(6) || begins && long || names) || foreign;
            (sure || level >= Some(11)).then_some("glued-sentence-name")
        }
    }
}

/// `X-rays`, `Г-н`, `29-årige`: whether a letter or number is joined by a hyphen to a word in lower case.
pub(super) fn is_hyphened(reader: &Reader, first: usize) -> bool {
    let (hyphen, rest) = (first + 1, first + 2);
    let joined = reader.sort(hyphen) == Sort::Hyphen && reader.joined(hyphen) && reader.joined(rest);
    joined && reader.case(rest) == Case::Lower && reader.behind(rest) == Gap::Space
}

/// Whether a number before a stop may be an ordinal, or the number of a version or a heading.
fn ordinal(reader: &Reader, left: usize, right: usize) -> bool {
    let short = reader.length(left) < 3 && !reader.joined(left);
    short && (reader.length(left) == 1 || lexicon::ordinal_stop(reader.language(right)))
}

/// Whether a word may be a name and is too long to be the abbreviation of one; or stands for a name in capitals.
fn is_long_name(reader: &Reader, left: usize) -> bool {
    match reader.case(left) {
        Case::Capital => reader.length(left) > 3,
        Case::Upper => matches!(reader.length(left), 2..=5),
        Case::Lower => reader.length(left) > 3,
        // URVs
        Case::Mixed => reader.word(left).ends_with('s') && matches!(reader.length(left), 3..=6),
        _ => false,
    }
}
