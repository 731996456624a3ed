//! Full stops in mid-sentence.

use super::reader::{Reader, Sort};
use super::rules::Found;
use crate::lexicon;
use crate::span::Span;
use crate::token::{Case, Gap};

/// `on the. bridge`: the stop at token `i` stands behind a word that ends no sentence.
pub(super) fn judge(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let right = i + 1;
    if i == 0 || reader.word(i) != "." || !reader.joined(i) || !reader.cased(right) {
        return false;
    }
    let left = i - 1;
    let word = reader.word(left);
    let cased = matches!(reader.case(left), Case::Lower | Case::Capital) && reader.length(left) > 1;
    if !cased || reader.before(left) == Gap::None {
        return false;
    }
    let wanted = match reader.case(right) {
        Case::Lower => is_cased_text(reader, i),
        Case::Capital => found.wants("false-stop-capital"),
        _ => false,
    };
    if !wanted || !lexicon::is_never_last_in_some(word) || reader.in_code(i) {
        return false;
    }
    let language = reader.language(left);
    let other = reader.language(right) != language || reader.tokens[left].script != reader.tokens[right].script;
    if !lexicon::is_never_last(word, language) || other || reader.known(right).is_none() {
        return false;
    }
    let starts = reader.case(right) == Case::Capital && lexicon::starter(reader.word(right), language) >= Some(5);
    let abbreviated =
        || lexicon::known_abbreviation(word, language).is_some() || lexicon::abbreviation(word, language).is_some();
    let starts = starts || lexicon::starter(reader.word(right), language) >= Some(9);
    // Spiteri et al. informó
    let others = word == "al" && left > 0 && reader.word(left - 1) == "et";
    if starts || others || !goes_on(reader, left, right) || abbreviated() {
        return false;
    }
    if reader.case(right) == Case::Lower {
        found.add("false-stop", reader.tokens[i].span, "");
        return true;
    }
    let name = lexicon::is_name(reader.word(right), language) || language.code() == "de";
    let first = reader.word(right).chars().next().map_or(0, char::len_utf8) as u32;
    let start = reader.tokens[right].span.start;
    let lower = format!(" {}", reader.text[start as usize..(start + first) as usize].to_lowercase());
    let both = Span { start: reader.tokens[i].span.start, end: start + first };
    if name {
        found.add("false-stop-capital", reader.tokens[i].span, "");
    } else {
        found.add("false-stop-capital", both, &lower);
    }
    false
}

/// A sentence has hardly more tokens.
const SENTENCE: usize = 80;

/// Whether the sentences around the stop at token `i` begin with capitals, so that a lower-case word begins none.
pub(super) fn is_cased_text(reader: &Reader, i: usize) -> bool {
    let stops = |k: usize| reader.sort(k) == Sort::Stop && reader.behind(k) != Gap::None;
    let ends = |k: usize| stops(k) || reader.behind(k) >= Gap::Line;
    let first = (i.saturating_sub(SENTENCE)..i).rev().find(|&k| ends(k)).map_or(0, |k| k + 1);
    let next = (i + 1..(i + SENTENCE).min(reader.tokens.len())).find(|&k| ends(k)).map_or(i + SENTENCE, |k| k + 1);
    let capital = |from: usize| {
        let begun = (from..(from + 4).min(reader.tokens.len())).find(|&k| reader.sort(k) != Sort::Quote);
        begun.is_none_or(|k| reader.case(k) != Case::Lower)
    };
    let whole = first > 0 || i < SENTENCE;
    whole && capital(first) && capital(next)
}

/// Whether a word ends no sentence, and the next one does not look like the first of another.
pub(super) fn goes_on(reader: &Reader, left: usize, right: usize) -> bool {
    let starts = || lexicon::starter(reader.word(right), reader.language(right)) >= Some(12);
    reader.is_word(left)
        && lexicon::is_never_last_in_some(reader.word(left))
        && lexicon::is_never_last(reader.word(left), reader.language(left))
        && !starts()
}
