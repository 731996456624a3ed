//! Words glued together where a capital begins.

use super::reader::{Reader, Sort};
use super::rules::Found;
use crate::character::{Character, Class};
use crate::data::ends_hosts;
use crate::language::Language;
use crate::lexicon;
use crate::quotation::Role;
use crate::span::Span;
use crate::token::{Case, Gap, Kind};

/// Words glued together are no more than so many; more are a name in code.
const HUMPS: usize = 5;

/// `endHere`: the word is token `i`.
pub(super) fn glued(reader: &Reader, found: &mut Found, i: usize) {
    let word = reader.word(i);
    let Some(cuts) = humps(word) else { return };
    let hyphened = is_hyphened(reader, i);
    let alone = || hyphened || stands_alone(reader, i);
    if !reader.cased(i) || reader.known(i).is_some() || !alone() || reader.in_code(i) {
        return;
    }
    if has_prefixes(reader, i) {
        return;
    }
    let ends: Vec<usize> = cuts.iter().copied().chain([word.len()]).collect();
    let glued = |k: usize| {
        let from = if k == 0 { 0 } else { cuts[k - 1] };
        let (left, right) = (&word[from..cuts[k]], &word[cuts[k]..ends[k + 1]]);
        begins_sentence(reader, i, left, right) || !hyphened && are_two(reader, i, (from, left), right)
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
    let near = i.saturating_sub(4)..(i + 5).min(reader.tokens.len());
    let bantu = |k: usize| {
        let codes = ["zu", "xh", "sn", "ss", "nr", "st", "tn", "ts", "ve", "ny", "rw", "rn", "lg", "ln"];
        reader.is_word(k) && codes.contains(&reader.language(k).code())
    };
    near.into_iter().any(bantu)
}

/// Where capitals stand inside a word, each behind a small letter; `None` for a word with two capitals in a row, and
/// for one of several with a capital at its end.
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
    (!cuts.is_empty() && cuts.len() < HUMPS && (!previous || cuts.len() == 1)).then_some(cuts)
}

/// Whether a word is the last part of a compound: `nord-coréenPourquoi`.
fn is_hyphened(reader: &Reader, i: usize) -> bool {
    i > 1 && reader.joined(i) && reader.sort(i - 1) == Sort::Hyphen && reader.is_word(i - 2) && reader.joined(i - 1)
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
    if is_inflected_name(reader.word(i), from + left.len()) {
        return false;
    }
    let level = |part: &str| lexicon::frequency(part, language).or_else(|| lexicon::frequency_any(part));
    let (left_level, right_level) = (level(left), level(right));
    let (left_length, right_length) = (left.chars().count(), right.chars().count());
    let name = lexicon::is_name(right, language);
    if right_length < 2 || right.starts_with("Innen") || ends_hosts(right) && right_level < Some(9) {
        return false;
    }
    let known = |level: Option<u8>, least: u8| level >= Some(least);
    if left.starts_with(char::is_lowercase) {
        if is_part_of_word(left, right, language) {
            return false;
        }
        // bioRxiv: before what is no word, a small word is one of the language around it.
        let anywhere = language == Language::UND || right_level.is_some() || name;
        let left_level = if anywhere { left_level } else { lexicon::frequency(left, language) };
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
        return (single || words) && !is_code_name(reader, i, left, right);
    }
    // OpenType in other languages
    let foreign = || [left, right].iter().all(|part| is_rather_english(part, language)) && !is_english_name(right);
    if left_length < 2 || right_length < 3 || PREFIXES.contains(&left) || language.code() != "en" && foreign() {
        return false;
    }
    // At the start of a sentence, a word that has a capital there only.
    let starter = lexicon::starter(left, language) >= Some(9);
    let first = from == 0 && starts_sentence(reader, i) && starter;
    let opens = first && (right_level.is_some() || known(left_level, 10) && right_length > 5);
    opens || are_names((left, left_level), (right, right_level), language) && !reader.is_repeated(reader.tokens[i].span)
}

/// `gCorcaigh`, `da vMari`, `kuasaNya`: whether a capital stands inside a word by the rules of its language.
fn is_part_of_word(left: &str, right: &str, language: Language) -> bool {
    match language.code() {
        "br" | "ga" | "gd" => left.chars().nth(3).is_none(),
        "id" | "ms" => matches!(right, "Nya" | "Mu" | "Ku"),
        _ => false,
    }
}

/// `JavaScriptera`, `PostScripti`: whether a word cut at a place is a known one, over the cut, and an ending.
fn is_inflected_name(word: &str, cut: usize) -> bool {
    let ends = word.char_indices().rev().map(|(at, _)| at).take(4).take_while(|&at| at > cut + 2);
    ends.into_iter().any(|at| lexicon::frequency_in_some_joined(&word[..at], "").is_some())
}

/// `SchwächeanfallInnerhalb weniger Stunden`, `передувалоУ поліції`, `différentC’est`: whether a heading is glued to
/// the sentence below, whose first word hardly ever has a capital elsewhere.
fn begins_sentence(reader: &Reader, i: usize, left: &str, right: &str) -> bool {
    let language = reader.language(i);
    let (level, starter) = (lexicon::frequency(right, language), lexicon::starter(right, language));
    let (long, letter) = (left.chars().nth(3).is_some(), right.chars().nth(1).is_none());
    let english = language.code() == "en";
    // LinkedIn, MoveOn, but not saidHe.
    let phrase = || is_rather_english(left, language) && !is_english_name(left);
    let particle = right.len() < 3 && if english { starter < Some(14) } else { phrase() };
    if left.len() + right.len() < reader.word(i).len() || !long || particle || PREFIXES.contains(&left) {
        return false;
    }
    // Classes and versions have letters: typeA.
    let own = || !left.is_ascii() || lexicon::frequency(left, language).is_some();
    let known = || left.chars().nth(4).is_some() && own();
    if letter && is_elided(reader, i) {
        return known();
    }
    let begins = if letter { !english && level >= Some(12) && known() } else { level >= Some(6) };
    // German Sie has a capital elsewhere too.
    let starts = starter >= Some(9) || !english && level >= Some(12) && starter >= Some(3) && right.len() > 2;
    let foreign = || !english && [left, right].iter().all(|part| is_rather_english(part, language));
    let surely = level >= Some(if english { 12 } else { 11 }) && starter >= Some(if english { 13 } else { 11 });
    begins && starts && goes_on(reader, i, surely) && !foreign() && !reader.is_repeated(reader.tokens[i].span)
}

/// Whether the last letter of token `i` is an article or pronoun in front of a vowel.
fn is_elided(reader: &Reader, i: usize) -> bool {
    let apostrophe = reader.tokens.get(i + 1).is_some_and(|token| token.kind == Kind::Apostrophe);
    let clipped = reader.word(i).ends_with(['C', 'D', 'J', 'L', 'M', 'N', 'S']);
    let language = reader.language(i);
    clipped && apostrophe && reader.behind(i) == Gap::None && matches!(language.code(), "fr" | "it" | "ca")
}

/// Whether a sentence goes on behind its first word, which ends token `i`: in lower case, or with anything if that word
/// surely begins one.
fn goes_on(reader: &Reader, i: usize, surely: bool) -> bool {
    let next = match reader.behind(i) {
        Gap::Space => i + 1,
        // Я, например
        Gap::None if reader.word(i + 1) == "," && reader.behind(i + 1) == Gap::Space => i + 2,
        _ => return false,
    };
    let lower = reader.case(next) == Case::Lower && reader.known(next).is_some();
    lower || surely && matches!(reader.sort(next), Sort::Word | Sort::Number)
}

/// First parts of names written with a capital inside.
const PREFIXES: [&str; 43] = [
    "Air", "Auto", "Bio", "City", "Cyber", "Eco", "Euro", "Fitz", "Hyper", "Info", "Inter", "Mac", "Macro", "Mega",
    "Micro", "Mini", "Multi", "Net", "Radio", "Star", "Super", "Tele", "Trans", "Ultra", "Van", "Web", "Авто", "Био",
    "Гипер", "Евро", "Интер", "Инфо", "Кибер", "Мак", "Макро", "Мега", "Микро", "Мини", "Мульти", "Супер", "Теле",
    "Транс", "Эко",
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
fn is_code_name(reader: &Reader, i: usize, left: &str, right: &str) -> bool {
    let Ok(english) = Language::from_code("en") else { return false };
    let language = reader.language(i);
    let common = lexicon::frequency(left, english) >= Some(7) && lexicon::frequency(right, english) >= Some(4);
    let own = language != english
        && lexicon::frequency(left, language) >= Some(7)
        && lexicon::frequency(right, language) >= Some(4);
    // The sentence that a word begins has more of them.
    let ends = || reader.word(i).ends_with(right) && reader.behind(i) != Gap::None;
    let starter = lexicon::starter(right, english) >= Some(9) && ends();
    let article = matches!(left, "the" | "and" | "of" | "this" | "with");
    common && !own && !starter && !article && !lexicon::is_name(right, english)
}
