//! Words glued together and words torn apart.

use super::reader::{Reader, compounds, is_ending};
use super::rules::Found;
use crate::character::{Character, Class};
use crate::language::Language;
use crate::lexicon;
use crate::span::Span;
use crate::token::{Case, Gap, Kind};

/// `endHere`: the word is token `i`.
pub(super) fn glued(reader: &Reader, found: &mut Found, i: usize) {
    let word = reader.word(i);
    let upper = |c: char| Character::of(c).class == Class::Upper;
    let Some((at, _)) = word.char_indices().find(|&(_, c)| upper(c)) else { return };
    let (left, right) = word.split_at(at);
    let camel = left.chars().count() > 1 && right.chars().count() > 2 && !right.chars().skip(1).any(upper);
    if !camel || !reader.cased(i) || right.starts_with("Innen") || reader.known(i).is_some() || reader.in_code(i) {
        return;
    }
    let follows = matches!(reader.word(i + 1), "," | "." | ";" | ":" | "!" | "?" | "’" | "'" | ")" | "-");
    let apart = !reader.joined(i) || i > 0 && reader.tokens[i - 1].kind == Kind::Apostrophe;
    let alone = apart && (reader.behind(i) != Gap::None || follows);
    let language = reader.language(i);
    let level = |part: &str| lexicon::frequency(part, language).or_else(|| lexicon::frequency_any(part));
    let left_level = level(left);
    let sure = match (left_level, level(right)) {
        (Some(_), Some(_)) => true,
        (Some(l), None) => l >= 7 && right.chars().count() > 3,
        _ => false,
    };
    if sure && alone && !is_ending(right) {
        let at = reader.tokens[i].span.start + at as u32;
        found.add("glued-word", Span { start: at, end: at }, " ");
    }
}

/// `Verhand lung`: the joint behind token `i`, before another word.
pub(super) fn split(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let right = i + 1;
    let (a, b) = (reader.tokens[i], reader.tokens[right]);
    let cases = b.case == Case::Lower && matches!(a.case, Case::Lower | Case::Capital);
    let near = a.gap == Gap::Space && a.script == b.script;
    if !cases || !near || a.span.len() + b.span.len() < 5 || !reader.cased(i) {
        return false;
    }
    let language = reader.language(i);
    let words = [reader.word(i), reader.word(right)];
    if reader.is_known(i) && reader.is_known(right) && reader.language(right) == language {
        return false;
    }
    let sure = if language == Language::UND {
        let unknown = words.iter().all(|word| lexicon::frequency_any(word).is_none());
        unknown && lexicon::frequency_any_joined(words[0], words[1]).is_some()
    } else {
        split_in(reader, [i, right], language)
    };
    if sure {
        found.add("split-word", reader.gap(i), "");
    }
    sure
}

/// Whether two words, of which the language knows at most one, are one that it knows.
fn split_in(reader: &Reader, pair: [usize; 2], language: Language) -> bool {
    let words = pair.map(|k| reader.word(k));
    if words.iter().all(|word| lexicon::frequency(word, language).is_some()) {
        return false;
    }
    let Some(joined) = lexicon::frequency_joined(words[0], words[1], language) else { return false };
    let known = pair.map(|k| reader.known(k));
    let letter = pair.iter().any(|&k| reader.length(k) == 1 && reader.frequent(k, 9));
    // Long words that no compounding made are as likely a chance hit of the lexicon.
    let long = words[0].len() + words[1].len() > 16 && pair.iter().all(|&k| reader.length(k) > 4);
    if letter || long && (!compounds(language) || known.iter().any(|k| *k >= Some(2))) {
        return false;
    }
    known.iter().flatten().all(|&k| k < 9) || joined >= 4
}
