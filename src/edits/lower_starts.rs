//! Sentences that begin with a word in lower case, glued to the one before.

use super::capitals::{is_ascii, is_odd_capital};
use super::ends::{End, is_decimal};
use super::false_stops;
use super::reader::{Reader, Sort};
use crate::data::ends_hosts;
use crate::lexicon;
use crate::token::{Case, Gap, Kind};

/// A lower-case word right behind the stop.
pub(super) fn lower_start(reader: &Reader, i: usize, end: End) -> Option<&'static str> {
    let (left, right) = (i.checked_sub(1)?, i + 1);
    let list = reader.sort(left) == Sort::Number && reader.length(left) < 4 && !is_decimal(reader, left);
    let never_last = false_stops::goes_on(reader, left, right);
    // el patrón ?nombre
    let prefix = reader.word(i) == "?" && !reader.joined(i) && reader.language(left).code() != "fr";
    if end == End::No || prefix || list || never_last || reader.word(i).len() > 1 && reader.word(i).starts_with('.') {
        return None;
    }
    // Labour-puolueessa.eikä: names in code and of files have hyphens in English.
    let compound = || {
        let hyphen = left > 1 && reader.sort(left - 1) == Sort::Hyphen && reader.before(left - 2) == Gap::Space;
        hyphen && reader.length(left) > 4 && reader.language(left).code() != "en" && reader.own_level(left).is_some()
    };
    let apart = reader.before(left) == Gap::Space
        || reader.sort(left) != Sort::Word
        || reader.joined(left) && (reader.tokens[left - 1].kind == Kind::Apostrophe || compound());
    // ?j'arrive
    let elided = reader.joined(right + 1) && reader.tokens.get(right + 1).is_some_and(|t| t.kind == Kind::Apostrophe);
    let goes_on = matches!(reader.behind(right), Gap::Space | Gap::Spaces) || reader.word(right + 1) == ",";
    let goes_on = goes_on || elided && reader.word(i) != "." && reader.length(right) < 3;
    // The few words of a sentence that is cut here may be labelled as the language before it.
    let elsewhere = || reader.length(right) > 2 && lexicon::frequency_any(reader.word(right)) >= Some(9);
    let prose = prose_around(reader, left, right);
    // Names in code are made of English words.
    let english = |k: usize| reader.language(k).code() == "en";
    let own = prose && !(english(left) && english(right)) && reader.known(right).is_some();
    let known = match reader.length(right) {
        1 => (prose || !is_ascii(reader, left, right)) && reader.frequent(right, 10),
        // retornar load.value
        _ if is_foreign_name(reader, left, right) => false,
        2..=4 => reader.frequent(right, 5) || elsewhere() || own,
        _ => reader.frequent(right, 5) || elsewhere() || own || !is_ascii(reader, left, right),
    };
    // Names of hosts and files are made of short or known words.
    let known = known
        || !english(right) && reader.length(right) > 6 && reader.length(left) > 6 && reader.before(left) == Gap::Space;
    let left_known = reader.sort(left) != Sort::Word || reader.known(left).is_some();
    let left_known = left_known || reader.frequent(right, 7) || elsewhere() || reader.length(left) > 3;
    // the utt.play function, Parameter.set
    let coded = english(left) && english(right) && reader.is_word(left) && reader.word(i) == ".";
    let unknown = || reader.length(left) < 5 && reader.own_level(left).is_none();
    let class = || reader.case(left) == Case::Capital && is_odd_capital(reader, left);
    // datetime.datetime
    let coded = coded && (class() || unknown()) || reader.word(left) == reader.word(right) && reader.word(i) == ".";
    // weekend?is it: a space follows no name of a host in an address with a question mark.
    let host = || reader.word(i).starts_with('.') && ends_hosts(reader.word(right)) && !is_small_word(reader, i);
    let sure = apart && goes_on && known && left_known && !coded && !host();
    (sure && !reader.in_code(i)).then_some("glued-sentence-lower")
}

/// `lesioni.il carcere`: whether the word behind a stop, though hosts end so, is a small one of its own language with
/// another than a small one behind it. Names of hosts end with the code of the language, and have English words.
fn is_small_word(reader: &Reader, i: usize) -> bool {
    let (left, right) = (i - 1, i + 1);
    let (word, language) = (reader.word(right), reader.language(right));
    let host =
        matches!((language.code(), word), ("en" | "und", _) | ("sv", "se") | ("sl", "si")) || language.code() == word;
    let sentence = reader.case(left) == Case::Lower && reader.length(left) > 3 && reader.language(left) == language;
    let prose = sentence && reader.own_level(left).is_some() && !reader.is_foreign(left) && reader.is_word(right + 1);
    prose && !host && reader.own_level(right) >= Some(11) && reader.own_level(right + 1) < Some(11)
}

/// Whether the words around a stop, in a text that knows neither, are English ones, as names in code have.
fn is_foreign_name(reader: &Reader, left: usize, right: usize) -> bool {
    [left, right].iter().all(|&k| reader.is_foreign(k))
}

/// Whether words that are known stand on both sides of a stop, in lower case but for the one before it.
fn prose_around(reader: &Reader, left: usize, right: usize) -> bool {
    let known = |k: usize, least: usize| reader.length(k) >= least && reader.known(k) >= Some(2);
    let before =
        left.checked_sub(1).filter(|&k| reader.is_word(k) && reader.is_word(left)).is_some_and(|k| known(k, 1));
    let ended = known(left, 4) || reader.case(left) == Case::Lower && reader.length(left) > 5;
    before && ended && known(right + 1, 1) && reader.is_word(right + 1)
}
