//! Words divided by a hyphen inside a line, as text taken out of printed pages has them.

use super::reader::{Reader, Sort, is_clitic};
use super::rules::Found;
use crate::lexicon;
use crate::span::Span;
use crate::token::{Case, Gap};

/// `govern- ment`, `presen-tations`: the hyphen is token `i`. The whole is a known word, not known with a hyphen, and a
/// piece of it is no word.
pub(super) fn judge(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let divided = is_piece(reader, i) && is_divided(reader, i) && !reader.in_code(i);
    if divided {
        let span = Span { start: reader.tokens[i].span.start, end: reader.tokens[i + 1].span.start };
        found.add("divided-word", span, "");
    }
    divided
}

/// Whether the words around a hyphen may be the two pieces of one.
fn is_piece(reader: &Reader, i: usize) -> bool {
    let right = i + 1;
    let Some(left) = i.checked_sub(1).filter(|_| reader.joined(i)) else { return false };
    let hyphened = |k: usize| reader.sort(k) == Sort::Hyphen;
    let alone = !(reader.joined(left) && hyphened(left - 1)) && !(reader.joined(right + 1) && hyphened(right + 1));
    alone
        && reader.is_word(left)
        && reader.cased(left)
        && reader.tokens[left].script == reader.tokens[right].script
        && matches!(reader.case(left), Case::Lower | Case::Capital)
        && reader.case(right) == Case::Lower
}

/// Asks for the language last, after all that can be told without.
fn is_divided(reader: &Reader, i: usize) -> bool {
    let (left, right) = (i - 1, i + 1);
    let words = [reader.word(left), reader.word(right)];
    let apart = reader.behind(i) == Gap::Space;
    // Most words beside a hyphen are known somewhere.
    let strange = |k: usize| {
        let word = reader.word(k);
        reader.length(k) > 2 && !lexicon::is_known(word)
    };
    let likely = apart || strange(right) || reader.case(left) == Case::Lower && strange(left);
    if !likely || lexicon::frequency_in_some_joined(words[0], words[1]).is_none() {
        return false;
    }
    let language = reader.language(right);
    let Some(whole) = lexicon::frequency_joined(words[0], words[1], language) else { return false };
    let levels = words.map(|word| lexicon::frequency(word, language));
    let torn = if apart {
        // Rare pieces may stand in the list of words: `govern- ment`.
        let rare = || whole >= 5 && levels.iter().flatten().all(|&level| level + 3 <= whole);
        reader.length(right) > 1 && whole >= 2 && (levels.iter().any(Option::is_none) || rare())
    } else {
        // Names have endings behind a hyphen, nouns none.
        let noun = reader.case(left) == Case::Lower || matches!(language.code(), "de" | "lb");
        let known = noun && lexicon::knows_well(language);
        known && whole >= 2 && (levels[1].is_none() && strange(right) || whole >= 4 && levels[0].is_none())
    };
    torn && !is_clitic(words[1], language) && !lexicon::is_hyphenated(words[0], words[1], language)
}
