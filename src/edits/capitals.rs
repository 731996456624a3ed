//! What stands around a stop with a capital behind it: names, headings, what goes on behind them.

use super::reader::{Reader, Sort};
use crate::data::ends_hosts;
use crate::language::Language;
use crate::lexicon::{self, Abbreviation};
use crate::token::{Case, Gap};

/// `notes.Txt`: whether a word ends the name of a file or host, not `for the money.Service was slow`.
pub(super) fn ends_name(reader: &Reader, left: usize, right: usize) -> bool {
    let comma = || reader.word(right + 1) == "," && reader.behind(right + 1) == Gap::Space;
    // nieunikniony.My wszyscy
    let common =
        || reader.length(left) > 4 && reader.own_level(right) >= Some(6) && reader.language(right).code() != "en";
    let prose = || reader.case(left) == Case::Lower && (reader.length(right) > 4 || common()) && runs_on(reader, right);
    let begins = || reader.frequent(right, 9) || comma() || prose();
    ends_hosts(reader.word(right)) && !(reader.case(right) == Case::Capital && begins())
}

/// `CAPÍTULO QUINTO`: whether a heading in capitals begins at a token.
pub(super) fn is_heading(reader: &Reader, right: usize) -> bool {
    let upper = [right, right + 1].iter().all(|&k| reader.case(k) == Case::Upper);
    upper && reader.behind(right) == Gap::Space && reader.length(right) > 5
}

/// `JJ.OO.`: the plural of an abbreviation in Spanish.
pub(super) fn is_plural_abbreviation(reader: &Reader, left: usize, right: usize) -> bool {
    let doubled = |k: usize| reader.case(k) == Case::Upper && reader.length(k) == 2;
    doubled(left) && doubled(right) && reader.word(right + 1) == "." && reader.joined(right + 1)
}

/// `SUM.PRODUCT`, `ListBox.Items`: whether two words are the parts of a name in code or of a function: both in
/// capitals, which the words around are not, or the first with a capital inside and the second an English one.
pub(super) fn is_member(reader: &Reader, left: usize, right: usize) -> bool {
    let upper = |k: usize| reader.case(k) == Case::Upper && reader.length(k) > 1;
    let shouted = || left > 0 && upper(left - 1) || upper(right + 1);
    let starts = || lexicon::starter(reader.word(right), reader.language(right)) >= Some(9);
    let unknown = || lexicon::frequency_any(reader.word(left)).is_none();
    let mixed = || reader.case(right) == Case::Mixed && lexicon::frequency_any(reader.word(right)).is_none();
    upper(left) && (upper(right) || mixed()) && !shouted()
        || reader.case(left) == Case::Mixed && unknown() && is_english(reader, right) && !starts()
}

/// `For...Next`, `If…Then`: whether the ellipsis at token `i` parts a statement named in code. No sentence breaks off
/// behind a small word with a capital inside it, and one that it begins has a space.
pub(super) fn is_statement(reader: &Reader, i: usize, left: usize) -> bool {
    let ellipsis = reader.word(i).starts_with('…') || reader.word(i).len() > 2 && reader.word(i).starts_with('.');
    let small = || lexicon::is_never_last_in_some(reader.word(left));
    ellipsis && reader.case(left) == Case::Capital && reader.case(i + 1) == Case::Capital && small()
}

/// Whether a word is one that English has at least as often as its own language, as names in code are.
fn is_english(reader: &Reader, i: usize) -> bool {
    let english = Language::from_code("en").ok().and_then(|english| lexicon::frequency(reader.word(i), english));
    reader.case(i) == Case::Mixed || english >= Some(2) && english >= reader.own_level(i)
}

/// Whether a word is the abbreviation of a title, before a name.
pub(super) fn is_title(reader: &Reader, i: usize) -> bool {
    let title =
        |&language: &Language| lexicon::known_abbreviation(reader.word(i), language) == Some(Abbreviation::Title);
    let dotted = reader.word(i + 1) == "." && reader.behind(i + 1) == Gap::Space;
    dotted && [reader.language(i), Language::UND].iter().any(title)
}

/// Whether two words have letters that names of hosts and in code don't have.
pub(super) fn is_foreign(reader: &Reader, left: usize, right: usize) -> bool {
    let long = reader.length(left) > 2 || reader.case(left) == Case::Upper && reader.length(left) > 1;
    let long = long && (reader.length(right) > 2 || reader.frequent(right, 9));
    long && reader.is_word(left) && !is_ascii(reader, left, right)
}

/// `System.Collections`: an English word with a capital for no reason that prose has.
pub(super) fn is_odd_capital(reader: &Reader, left: usize) -> bool {
    let (word, language) = (reader.word(left), reader.language(left));
    // 3 May
    let dated = left > 0 && reader.sort(left - 1) == Sort::Number;
    let inside = !dated && (left == 0 || reader.case(left - 1) != Case::Capital);
    let common = language.code() == "en" && lexicon::frequency(word, language) >= Some(6);
    inside && common && reader.case(left) == Case::Capital && !lexicon::is_name(word, language)
}

/// `in Zvolen.Gnomes are`: a name stands behind a small word.
pub(super) fn behind_small_word(reader: &Reader, left: usize) -> bool {
    let long = reader.length(left) > 4 && reader.case(left) != Case::Upper;
    left > 0 && long && reader.case(left - 1) == Case::Lower && reader.frequent(left - 1, 11)
}

/// `Legesse Asfaw.Tesfaye, who`: a name of two words, or one word behind a small one of a language in which no names in
/// code are made.
pub(super) fn ends_phrase(reader: &Reader, left: usize, right: usize) -> bool {
    let Some(first) = left.checked_sub(1).filter(|_| reader.before(left) == Gap::Space) else { return false };
    let (word, language) = (reader.word(right), reader.language(right));
    // The names of classes are plain nouns.
    let plain = lexicon::frequency(word, language) >= Some(4) && !lexicon::is_name(word, language);
    let coded = [left, right].iter().any(|&k| matches!(reader.language(k).code(), "en" | "de" | "lb"));
    let long = reader.length(left) > 3 || reader.case(left) == Case::Upper && reader.length(left) > 1;
    match reader.case(first) {
        _ if plain => false,
        Case::Capital => long && reader.length(first) > 2 && reader.before(first) == Gap::Space,
        Case::Lower => long && !coded && reader.frequent(first, 5),
        _ => false,
    }
}

/// Whether the sentence goes on behind its first word, or its first two if they are a name.
pub(super) fn runs_on(reader: &Reader, right: usize) -> bool {
    let hyphenated = reader.sort(right + 1) == Sort::Hyphen && reader.is_word(right + 2);
    let right = if hyphenated && reader.joined(right + 1) && reader.joined(right + 2) { right + 2 } else { right };
    let goes_on = |k: usize| {
        let comma = matches!(reader.word(k + 1), "," | ":") && reader.behind(k) == Gap::None;
        comma && reader.behind(k + 1) == Gap::Space
            || reader.behind(k) == Gap::Space && (reader.case(k + 1) == Case::Lower || reader.word(k + 1) == "(")
    };
    goes_on(right)
        || reader.behind(right) == Gap::Space && reader.case(right + 1) == Case::Capital && goes_on(right + 1)
}

/// Whether the words could stand in code, in which hardly anything but ASCII does.
pub(super) fn is_ascii(reader: &Reader, left: usize, right: usize) -> bool {
    reader.word(left).is_ascii() && reader.word(right).is_ascii()
}
