//! Words glued together and words torn apart.

use super::pairs::{Pairs, may_be_torn};
use super::reader::{Reader, Sort, compounds, is_ending};
use super::rules::Found;
use crate::character::{Character, Class};
use crate::language::Language;
use crate::lexicon;
use crate::quotation::Role;
use crate::span::Span;
use crate::token::{Case, Gap, Kind, Script};

/// Words glued together are no more than so many; more are a name in code.
const HUMPS: usize = 5;

/// `endHere`: the word is token `i`.
pub(super) fn glued(reader: &Reader, found: &mut Found, i: usize) {
    let word = reader.word(i);
    let Some(cuts) = humps(word) else { return };
    if !reader.cased(i) || reader.known(i).is_some() || !stands_alone(reader, i) || reader.in_code(i) {
        return;
    }
    if has_prefixes(reader, i) {
        return;
    }
    let ends: Vec<usize> = cuts.iter().copied().chain([word.len()]).collect();
    let glued = |k: usize| {
        let from = if k == 0 { 0 } else { cuts[k - 1] };
        are_two(reader, i, (from, &word[from..cuts[k]]), &word[cuts[k]..ends[k + 1]])
    };
    let apart: Vec<usize> = (0..cuts.len()).filter(|&k| glued(k)).map(|k| cuts[k]).collect();
    // getElementById: a name in code is made of words too.
    let small = lexicon::frequency(&word[..cuts[0]], reader.language(i)) >= Some(11) && apart.first() == cuts.first();
    let coded = word.is_ascii() && word.starts_with(char::is_lowercase) && !small;
    if cuts.len() > 1 && coded && apart.len() < cuts.len() {
        return;
    }
    for at in apart {
        let at = reader.tokens[i].span.start + at as u32;
        found.add("glued-word", Span { start: at, end: at }, " ");
    }
}

/// Where a word near others that were glued is likely cut too: `JanRaas`, but not `YouTube`.
pub(super) fn likely_cuts(reader: &Reader, i: usize) -> Vec<usize> {
    let word = reader.word(i);
    let Some(cuts) = humps(word) else { return Vec::new() };
    let apart =
        reader.cased(i) && stands_alone(reader, i) && !reader.in_code(i) && !reader.is_repeated(reader.tokens[i].span);
    if !apart || reader.known(i).is_some() || has_prefixes(reader, i) {
        return Vec::new();
    }
    let ends: Vec<usize> = [0].into_iter().chain(cuts.iter().copied()).chain([word.len()]).collect();
    let likely = |k: &usize| {
        let (left, right) = (&word[ends[k - 1]..ends[*k]], &word[ends[*k]..ends[k + 1]]);
        let long = |part: &str| part.chars().nth(2).is_some();
        let one = lexicon::frequency_any_joined(left, right).is_some() || PREFIXES.contains(&left);
        let known = |part: &str| {
            lexicon::frequency(part, reader.language(i)).is_some() || lexicon::is_name(part, reader.language(i))
        };
        !one && long(left) && long(right) && (known(left) || known(right))
    };
    (1..=cuts.len()).filter(likely).map(|k| ends[k]).collect()
}

/// Whether the language writes what other ones have as small words before a name as a part of it: Shona
/// `reWelsh`, Zulu `eLondon`.
fn has_prefixes(reader: &Reader, i: usize) -> bool {
    let near = [Some(i), i.checked_sub(1), i.checked_sub(2), Some(i + 1), Some(i + 2)];
    let bantu = |k: usize| {
        let codes = ["zu", "xh", "sn", "ss", "nr", "st", "tn", "ts", "ve", "ny", "rw", "rn", "lg", "ln"];
        reader.is_word(k) && codes.contains(&reader.language(k).code())
    };
    near.into_iter().flatten().any(bantu)
}

/// Where capitals stand inside a word, each between small letters; `None` for a word with two capitals in a row.
fn humps(word: &str) -> Option<Vec<usize>> {
    let upper = |c: char| Character::of(c).class == Class::Upper;
    let mut cuts = Vec::new();
    let mut previous = true;
    for (at, c) in word.char_indices() {
        if upper(c) && at > 0 {
            if previous {
                return None;
            }
            cuts.push(at);
        }
        previous = upper(c);
    }
    (!cuts.is_empty() && cuts.len() < HUMPS && !previous).then_some(cuts)
}

/// Whether a word stands between spaces and marks.
fn stands_alone(reader: &Reader, i: usize) -> bool {
    let follows = matches!(reader.word(i + 1), "," | "." | ";" | ":" | "!" | "?" | "’" | "'" | ")" | "-");
    // arXiv:2401, SoftwareFirma.example
    let named = reader.behind(i + 1) == Gap::None
        && (reader.word(i + 1) == ":" || reader.word(i + 1) == "." && reader.case(i + 2) == Case::Lower);
    let follows = follows && !named;
    let quoted = reader.role(i + 1).is_some();
    let apart = !reader.joined(i) || i > 0 && (reader.tokens[i - 1].kind == Kind::Apostrophe || opens(reader, i - 1));
    // A list of names, one a line.
    let alone = i > 0 && reader.before(i) >= Gap::Line && reader.behind(i) >= Gap::Line;
    apart && !alone && (reader.behind(i) != Gap::None || follows || quoted)
}

fn opens(reader: &Reader, mark: usize) -> bool {
    reader.role(mark) == Some(Role::Open) || reader.word(mark) == "("
}

/// Whether two parts of token `i`, of which the first begins at `from` in it, are words of their own.
fn are_two(reader: &Reader, i: usize, (from, left): (usize, &str), right: &str) -> bool {
    let language = reader.language(i);
    let level = |part: &str| lexicon::frequency(part, language).or_else(|| lexicon::frequency_any(part));
    let (left_level, right_level) = (level(left), level(right));
    let (left_length, right_length) = (left.chars().count(), right.chars().count());
    let name = lexicon::is_name(right, language);
    if right.starts_with("Innen") || is_ending(right) && right_level < Some(9) {
        return false;
    }
    let known = |level: Option<u8>, least: u8| level >= Some(least);
    if left.starts_with(char::is_lowercase) {
        // eBay, iPhone, jQuery
        let brand = matches!(left, "e" | "i" | "j" | "d" | "m" | "n" | "t" | "x") && !name;
        let single = left_length == 1 && known(left_level, 11) && !brand && (right_length > 4 || name);
        let small = left_length > 1 && known(left_level, 11) && (right_length > 3 || right_level.is_some());
        let both = left_level.is_some() && right_level.is_some() || known(left_level, 7) && right_length > 3;
        let long = left_length > 4 && known(left_level, 2) && right_length > 3;
        let unknown = left_length > 5 && (name || language.code() == "de" && known(right_level, 1));
        // Neither code nor brands are written in other letters.
        let other = !left.is_ascii() && left_length > 2 && right_length > 3;
        let words = small || left_length > 1 && right_length > 2 && both || long || unknown || other;
        return (single || words) && !is_code_name(left, right, language);
    }
    // OpenType in other languages
    let foreign = || [left, right].iter().all(|part| is_rather_english(part, language)) && !is_english_name(right);
    if left_length < 2 || right_length < 3 || PREFIXES.contains(&left) || language.code() != "en" && foreign() {
        return false;
    }
    // BerlinDas; English ones are names: OverThere.
    let begins = lexicon::starter(right, language) >= Some(12) && lexicon::frequency(right, language) >= Some(11);
    if begins && language.code() != "en" && left_length > 3 && lexicon::is_name(left, language) {
        return true;
    }
    // At the start of a sentence, a word that has a capital there only.
    let starter = lexicon::starter(left, language) >= Some(9);
    let first = from == 0 && starts_sentence(reader, i) && starter;
    let opens = first && (right_level.is_some() || known(left_level, 10) && right_length > 5);
    opens || are_names((left, left_level), (right, right_level), language) && !reader.is_repeated(reader.tokens[i].span)
}

/// First parts of names written with a capital inside.
const PREFIXES: [&str; 26] = [
    "Air", "Auto", "Bio", "City", "Cyber", "Eco", "Euro", "Fitz", "Hyper", "Info", "Inter", "Mac", "Macro", "Mega",
    "Micro", "Mini", "Multi", "Net", "Radio", "Star", "Super", "Tele", "Trans", "Ultra", "Van", "Web",
];

/// Whether two capitalised words are likelier two names, or a name of two words, than one: not DaimlerChrysler.
fn are_names(left: (&str, Option<u8>), right: (&str, Option<u8>), language: Language) -> bool {
    let length = |word: &str| word.chars().count();
    let name = |word: &str| lexicon::is_name(word, language);
    let article = |word: &str| lexicon::frequency_any(word) >= Some(11);
    if article(left.0) || article(right.0) || length(left.0) < 3 || length(left.0) + length(right.0) < 8 {
        return false;
    }
    let own = |word: &str, least: u8| lexicon::frequency(word, language) >= Some(least);
    let surname = length(right.0) > 3 && right.1 <= Some(1);
    // BahnCard, SoundCloud: German nouns and English words make names of companies.
    let words = !matches!(language.code(), "de" | "en" | "und") && own(left.0, 3) && own(right.0, 3);
    // JavaScript in a list of names, whatever language that is taken for.
    let words = words && ![left.0, right.0].iter().all(|word| is_rather_english(word, language));
    match (name(left.0), name(right.0)) {
        (true, true) => true,
        (true, false) => surname || words,
        (false, true) => own(left.0, 5) && language.code() != "de",
        // Гарри Поттер, but КиноПоиск.
        _ if !left.0.is_ascii() && !right.0.is_ascii() => {
            length(left.0) > 3 && length(right.0) > 3 && right.1 < Some(4)
        }
        _ => words,
    }
}

/// Whether a word is at least as frequent in English as in a language.
fn is_rather_english(word: &str, language: Language) -> bool {
    let english = Language::from_code("en").ok().and_then(|english| lexicon::frequency(word, english));
    english.is_some() && english >= lexicon::frequency(word, language)
}

/// Whether a word is rare in English, or a name there.
fn is_english_name(word: &str) -> bool {
    let Ok(english) = Language::from_code("en") else { return true };
    lexicon::frequency(word, english) < Some(4) || lexicon::is_name(word, english)
}

fn starts_sentence(reader: &Reader, i: usize) -> bool {
    let before = i.wrapping_sub(1);
    reader.before(i) >= Gap::Line || reader.sort(before) == Sort::Stop || reader.role(before) == Some(Role::Open)
}

/// `toString`, `onClick`: two common English words, which no text in the language has.
fn is_code_name(left: &str, right: &str, language: Language) -> bool {
    let Ok(english) = Language::from_code("en") else { return false };
    let common = lexicon::frequency(left, english) >= Some(7) && lexicon::frequency(right, english) >= Some(4);
    let own = language != english
        && lexicon::frequency(left, language) >= Some(7)
        && lexicon::frequency(right, language) >= Some(4);
    let starter = lexicon::starter(right, english) >= Some(9);
    let article = matches!(left, "the" | "and" | "of" | "this" | "with");
    common && !own && !starter && !article && !lexicon::is_name(right, english)
}

/// `Verhand lung`: the joint behind token `i`, before another word.
pub(super) fn split(reader: &Reader, pairs: &mut Pairs, found: &mut Found, i: usize) -> bool {
    let right = i + 1;
    if !may_be_torn(reader, i) {
        return false;
    }
    let words = [reader.word(i), reader.word(right)];
    let joined = pairs.level(reader, i);
    if !may_be_one(words, joined, reader.tokens[i].script, &mut pairs.knows) || is_hung(reader, i) {
        return false;
    }
    let language = reader.language(i);
    let other = reader.language(right);
    if other == language
        && let (Some(left), Some(right)) = (reader.own_level(i), reader.own_level(right))
    {
        let one = may_be_pieces(left, right) && pieces_of_one(words, [left, right], language);
        if one {
            found.add("split-word", reader.gap(i), "");
        }
        return one;
    }
    let sure = if language == Language::UND {
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
fn may_be_one(words: [&str; 2], joined: Option<u8>, script: Script, knows: &mut usize) -> bool {
    let [left, right] = words;
    let Some(joined) = joined else {
        let unknown = |word: &str| !lexicon::is_in_some(word) && lexicon::frequency_any(word).is_none();
        let long = left.len() + right.len() > 9;
        // The shorter one is the likelier to be known, and to be remembered.
        let (first, second) = if left.len() < right.len() { (left, right) } else { (right, left) };
        return long
            && unknown(first)
            && unknown(second)
            && (is_inflected_in_some(words) || is_compound_in_some(words));
    };
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
    apart.is_none()
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
    let letter = pair.iter().any(|&k| reader.length(k) == 1 && small(k));
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
