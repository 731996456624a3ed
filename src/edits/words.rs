//! Words torn apart.

use super::pairs::{Pair, Pairs};
use super::reader::{Reader, compounds};
use super::rules::Found;
use crate::language::Language;
use crate::lexicon::{self, Answers};
use crate::token::{Kind, Script};

/// Bytes of a word that is mended though no list has it.
const LONG: usize = 10;

/// `Verhand lung`: the joint behind token `i`, before another word.
pub(super) fn split(reader: &Reader, pairs: &mut Pairs, found: &mut Found, i: usize) -> bool {
    let right = i + 1;
    let Some(pair) = pairs.at(reader, i) else { return false };
    if pair.joined.is_none() && reader.tokens[i].span.len() + reader.tokens[right].span.len() < LONG {
        return false;
    }
    let words = [reader.word(i), reader.word(right)];
    if !may_be_one(words, pair, reader.tokens[i].script, &mut pairs.knows) || is_hung(reader, i) {
        return false;
    }
    let language = reader.language(i);
    let other = reader.language(right);
    if other == language
        && let (Some(left), Some(right)) = (reader.own_level(i), reader.own_level(right))
    {
        let likely = may_be_pieces(left, right) && lexicon::knows_well(language);
        let one = likely && pieces_of_one(words, [left, right], language);
        if one {
            found.add("split-word", reader.gap(i), "");
        }
        return one;
    }
    // Kui arv on: each is a word where it stands.
    let apart = other != language && [i, right].iter().all(|&k| reader.own_level(k).is_some());
    let sure = if apart {
        false
    } else if language == Language::UND {
        let unknown = words.iter().all(|word| lexicon::frequency_any(word).is_none());
        unknown && lexicon::frequency_any_joined(words[0], words[1]).is_some()
    } else {
        split_in(reader, [i, right], language) || other != language && split_in(reader, [i, right], other)
    };
    if sure {
        found.add("split-word", reader.gap(i), "");
    }
    sure
}

/// `you're booting`, `a nice e-mail`: whether one of two words hangs on an apostrophe or hyphen.
fn is_hung(reader: &Reader, i: usize) -> bool {
    let rest = reader.joined(i) && reader.tokens[i - 1].kind == Kind::Apostrophe && reader.language(i).code() == "en";
    rest || reader.length(i + 1) == 1 && reader.joined(i + 2) && reader.word(i + 2) == "-"
}

/// Whether two words may be one in any language: nearly all pairs are none, and then no language has to be known. A
/// pair that is at home in a language with many readers is taken for that, whatever the words around it.
fn may_be_one(words: [&str; 2], pair: Pair, script: Script, knows: &mut usize) -> bool {
    let [left, right] = words;
    let Some(joined) = pair.joined else {
        let unknown = |word: &str| !lexicon::is_known(word);
        // The shorter one is the likelier to be known, and to be remembered.
        let (first, second) = if left.len() < right.len() { (left, right) } else { (right, left) };
        return unknown(first) && unknown(second) && (is_inflected_in_some(words) || is_compound_in_some(words));
    };
    static APART: Answers<{ 1 << 13 }> = Answers::new();
    let key = pair.hash.rotate_left(left.len() as u32);
    !APART.ask(key, || are_apart(words, joined, script, knows))
}

/// Whether some language of a script has both words, which written as one are a word as frequent as `joined`.
fn are_apart([left, right]: [&str; 2], joined: u8, script: Script, knows: &mut usize) -> bool {
    // Two frequent words may make a frequent one: `nach dem`. A rare piece is a word somewhere too.
    let least = if joined < 6 { 0 } else { 8 };
    let languages = lexicon::languages_of(script);
    let (others, likely) = languages.split_at((*knows).min(languages.len()));
    let apart = [likely, others].into_iter().find_map(|languages| {
        let mut levels = lexicon::frequencies(left, languages).zip(languages);
        levels.find_map(|(level, language)| {
            let (left, right) = (level?, lexicon::frequency(right, *language)?);
            (left.min(right) >= least && !may_be_pieces(left, right)).then_some(*language)
        })
    });
    *knows = apart.and_then(|apart| languages.iter().position(|language| *language == apart)).unwrap_or(*knows);
    apart.is_some()
}

/// Whether two known words are rare enough for one that is cut: nearly all pairs in a text are not.
fn may_be_pieces(left: u8, right: u8) -> bool {
    left.max(right) < 11 && left + right < 18
}

/// Whether two known words of these levels, which no text has side by side, are far likelier one that is cut.
fn pieces_of_one(words: [&str; 2], levels: [u8; 2], language: Language) -> bool {
    let Some(joined) = lexicon::frequency_joined(words[0], words[1], language) else { return false };
    let (sum, most) = (levels[0] + levels[1], levels[0].max(levels[1]));
    let short = || words[0].chars().count() + words[1].chars().count() < 11;
    let rare = joined >= 3 && short() && most < 9 && sum - most < 2 && joined + 2 >= most;
    let frequent = joined >= 6 && joined + 1 >= most && sum < joined + 12;
    // Asked about so many pairs, one table alone would find words that are not in it.
    let sure = || rare || lexicon::frequency_any_joined(words[0], words[1]) >= Some(joined);
    (rare || frequent) && sure() && !lexicon::is_apart(words[0], words[1], language)
}

/// Whether two words, of which the language knows at most one, are one that it knows.
fn split_in(reader: &Reader, pair: [usize; 2], language: Language) -> bool {
    let words = pair.map(|k| reader.word(k));
    let own = words.map(|word| lexicon::frequency(word, language));
    if own.iter().all(Option::is_some) {
        return false;
    }
    let small = |k: usize| reader.frequent(k, 9) || lexicon::frequency_any(reader.word(k)) >= Some(9);
    let known_well = lexicon::knows_well(language);
    let letter =
        pair.iter().any(|&k| reader.length(k) == 1 && (small(k) || !known_well && reader.own_level(k) >= Some(6)));
    if letter {
        return false;
    }
    let known = pair.map(|k| reader.known(k));
    let Some(joined) = lexicon::frequency_joined(words[0], words[1], language) else {
        let unknown = known.iter().all(Option::is_none) && words[0].len() + words[1].len() > 9;
        return unknown && (is_inflected(words, language) || is_compound(&words.concat(), language));
    };
    // Long words that no compounding made are as likely a chance hit of the lexicon.
    let length = words[0].chars().count() + words[1].chars().count();
    let long = length > (if compounds(language) { 13 } else { 12 }) && pair.iter().all(|&k| reader.length(k) > 4);
    if long && (!compounds(language) || known.iter().any(|k| *k >= Some(2))) {
        return false;
    }
    let common = |levels: [Option<u8>; 2]| levels.iter().flatten().any(|&k| k >= 9);
    // Fant je: of languages with a short list of words, many that are not in it are words.
    if !known_well {
        return !common(own);
    }
    joined >= 4 || !common(known) || joined >= 2 && !common(own)
}

/// Whether two pieces are a known word with an ending of up to three letters, cut inside the word.
pub(super) fn is_inflected(words: [&str; 2], language: Language) -> bool {
    is_inflection(words, |rest| lexicon::frequency_joined(words[0], rest, language).is_some())
}

fn is_inflected_in_some(words: [&str; 2]) -> bool {
    is_inflection(words, |rest| lexicon::frequency_in_some_joined(words[0], rest).is_some())
}

fn is_inflection(words: [&str; 2], known: impl Fn(&str) -> bool) -> bool {
    let mut ends = words[1].char_indices().rev().map(|(at, _)| &words[1][..at]);
    let stem = words[0].chars().count() + words[1].chars().count();
    let long = |rest: &str| rest.chars().count() > 1;
    (9..15).contains(&stem) && ends.by_ref().take(3).any(|rest| long(rest) && known(rest))
}

/// Shortest part of a compound; shorter ones are found in any word.
const PART: usize = 4;

/// Whether a word is made of two known ones, with or without a linking sound, in a language that writes compounds as
/// one word.
pub(super) fn is_compound(word: &str, language: Language) -> bool {
    compounds(language) && is_made_of(word, |part| lexicon::frequency(part, language).is_some_and(|level| level >= 2))
}

/// Whether two pieces may be such a word in some language; of parts of four letters nothing is known there.
fn is_compound_in_some(words: [&str; 2]) -> bool {
    is_made_of(&words.concat(), |part| part.len() <= PART || lexicon::frequency_in_some_joined(part, "") >= Some(2))
}

fn is_made_of(word: &str, known: impl Fn(&str) -> bool) -> bool {
    let cuts = word.char_indices().map(|(i, _)| i).skip(PART);
    cuts.take(40).any(|at| {
        let (head, tail) = word.split_at(at);
        let linked = head.strip_suffix('s').or_else(|| head.strip_suffix("en")).or_else(|| head.strip_suffix('-'));
        tail.chars().nth(PART - 1).is_some() && known(tail) && (known(head) || linked.is_some_and(&known))
    })
}
