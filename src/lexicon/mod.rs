//! What is known about single words: how frequent they are in a language, whether they are abbreviations, whether they
//! begin sentences.
//!
//! The model is a hash table used in place from the embedded bytes: buckets of 20 bytes, which are eight fingerprints
//! of 16 bits and then their levels of 4 bits. A word that is not in it is taken for one that is in 1 of about 6,000
//! look-ups.

mod answers;
mod home;
mod in_some;

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_script::Script;

pub(crate) use self::answers::Answers;
pub(crate) use self::home::{home, may_be_at_home};
pub(crate) use self::in_some::{
    frequency_in_some, frequency_in_some_joined, hash_in_some, is_known, may_be_in_some, touch_in_some,
};
use crate::character::{Character, Class};
use crate::data;
use crate::language::Language;
use crate::table::PRIME;

/// What a level in the model is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Fact {
    /// How frequent the word is in the language.
    Frequency = 0,
    /// How frequent it is in the language where it is most frequent.
    FrequencyAnywhere = 1,
    /// It is written with a full stop; the level says how often that stop also ends the sentence.
    Abbreviation = 2,
    /// It stands capitalised at the start of sentences; the level says how rarely it is capitalised elsewhere.
    Starter = 3,
    /// It never ends a sentence.
    NeverLast = 4,
    /// It has a capital inside sentences too, most of the time.
    Name = 5,
    /// Two words with a hyphen between them.
    Hyphenated = 6,
    /// Two words that stand side by side, though written together they are a word too.
    Apart = 7,
    /// It is in the list of some language; the level is the highest of all.
    FrequencyInSome = 8,
    /// It is an abbreviation in some language, as far as that was learned.
    AbbreviationInSome = 9,
    /// It never ends a sentence in some language.
    NeverLastInSome = 10,
}

/// Slots in a bucket.
pub(crate) const BUCKET: usize = 8;
/// Bytes of a bucket: a look-up meets one or two cache lines.
pub(crate) const BUCKET_BYTES: usize = BUCKET * 2 + BUCKET / 2;
/// Buckets tried, beginning with the word's own, before the word is not in the model.
pub(crate) const TRIES: usize = 6;
/// Bytes of the sieve behind the buckets: two bits of a number are set for every word of [`Fact::FrequencyInSome`].
/// Seven in eight pairs of words fall through it. It stays in the cache, which the buckets are too many for: mending
/// takes a sixth less time than without.
pub(crate) const SIEVE_BYTES: usize = 1 << 19;
/// Letters of the longest word that is learned to be an abbreviation.
pub(crate) const LONGEST_ABBREVIATION: usize = 8;
/// The highest level.
pub(crate) const TOP: u8 = 15;

/// How frequent a word is in a language, in any case of letters: 0 (about one in two million words) to 15 (more than
/// one in 60), in steps of a third of a power of ten; `None` for a word that is not in the list.
#[must_use]
pub(crate) fn frequency(word: &str, language: Language) -> Option<u8> {
    find(hash(&[word], language), language, Fact::Frequency)
}

/// [`frequency`] of two pieces written as one word.
#[must_use]
pub(crate) fn frequency_joined(left: &str, right: &str, language: Language) -> Option<u8> {
    find(hash(&[left, right], language), language, Fact::Frequency)
}

/// The frequency of a word in the language where it is most frequent, as far as it is among the common words of any.
#[must_use]
pub(crate) fn frequency_any(word: &str) -> Option<u8> {
    find(hash(&[word], Language::UND), Language::UND, Fact::FrequencyAnywhere)
}

/// [`frequency_any`] of two pieces written as one word.
#[must_use]
pub(crate) fn frequency_any_joined(left: &str, right: &str) -> Option<u8> {
    find(hash(&[left, right], Language::UND), Language::UND, Fact::FrequencyAnywhere)
}

/// [`frequency`] of a word in each of some languages.
pub(crate) fn frequencies<'a>(word: &str, languages: &'a [Language]) -> impl Iterator<Item = Option<u8>> + 'a {
    let (hash, turkic) = (hash(&[word], Language::UND), word.contains(['I', 'İ']).then(|| word.to_owned()));
    languages.iter().map(move |&language| match &turkic {
        Some(word) => frequency(word, language),
        None => find(hash, language, Fact::Frequency),
    })
}

/// The languages with many readers that are written in a script.
pub(crate) fn languages_of(script: Script) -> &'static [Language] {
    static LATIN: OnceLock<Vec<Language>> = OnceLock::new();
    static CYRILLIC: OnceLock<Vec<Language>> = OnceLock::new();
    static GREEK: OnceLock<Vec<Language>> = OnceLock::new();
    let known = |codes: &[&str]| codes.iter().filter_map(|code| Language::from_code(code).ok()).collect();
    match script {
        Script::Latin => LATIN.get_or_init(|| {
            known(&["cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pl", "pt", "ro", "sv", "tr"])
        }),
        Script::Cyrillic => CYRILLIC.get_or_init(|| known(&["ru", "uk"])),
        Script::Greek => GREEK.get_or_init(|| known(&["el"])),
        _ => &[],
    }
}

/// Whether so many words of a language are known, and which of them stand side by side, that an unknown word is likely
/// none.
pub(crate) fn knows_well(language: Language) -> bool {
    [Script::Latin, Script::Cyrillic, Script::Greek].iter().any(|&script| languages_of(script).contains(&language))
}

/// How often the full stop of an abbreviation also ends the sentence: 0 (never) to 15; `None` for what was not learned
/// to be one.
#[must_use]
pub(crate) fn abbreviation(word: &str, language: Language) -> Option<u8> {
    find(hash(&[word], language), language, Fact::Abbreviation)
}

/// How surely a capitalised word begins a sentence: 0 (it is capitalised anywhere) to 15; `None` for a rare word.
#[must_use]
pub(crate) fn starter(word: &str, language: Language) -> Option<u8> {
    find(hash(&[word], language), language, Fact::Starter)
}

/// What may follow an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// A name: `Dr.`
    Title,
    /// A number: `Nr.`
    Number,
    /// Anything, within the sentence: `vgl.`
    Inside,
    /// Anything; its stop may also end the sentence: `etc.`
    End,
}

/// What the table says about an abbreviation without its last stop: in the language, or in any where it is unknown.
#[must_use]
pub(crate) fn known_abbreviation(word: &str, language: Language) -> Option<Abbreviation> {
    abbreviations().get(&key(hash(&[word], language), language, Fact::Abbreviation)).copied()
}

/// What the table says about an abbreviation in some language.
#[must_use]
pub(crate) fn abbreviation_in_some(word: &str) -> Option<Abbreviation> {
    abbreviations().get(&key(hash(&[word], Language::UND), Language::UND, Fact::AbbreviationInSome)).copied()
}

/// Whether the table has an abbreviation that stands before a number in some language.
#[must_use]
pub(crate) fn counts_in_some(word: &str) -> bool {
    static TABLE: OnceLock<FxHashSet<u64>> = OnceLock::new();
    let numbers = || data::rows(data::ABBREVIATIONS).filter(|row| row[2] == "number");
    let table = TABLE.get_or_init(|| numbers().map(|row| hash(&[row[1]], Language::UND)).collect());
    table.contains(&hash(&[word], Language::UND))
}

/// Whether a word is an abbreviation in some language, by the table or as was learned.
#[must_use]
pub(crate) fn abbreviates_in_some(word: &str) -> bool {
    static KNOWN: Answers<{ 1 << 13 }> = Answers::new();
    // Which letter this one is in lower case is a matter of the language.
    if word.contains(['I', 'İ']) {
        return true;
    }
    let hash = hash(&[word], Language::UND);
    let tabled = || abbreviations().contains_key(&key(hash, Language::UND, Fact::AbbreviationInSome));
    let short = || word.len() <= LONGEST_ABBREVIATION || word.chars().nth(LONGEST_ABBREVIATION).is_none();
    let learned = || find(hash, Language::UND, Fact::AbbreviationInSome).is_some();
    KNOWN.ask(hash, || tabled() || short() && learned())
}

fn abbreviations() -> &'static FxHashMap<u64, Abbreviation> {
    static TABLE: OnceLock<FxHashMap<u64, Abbreviation>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = FxHashMap::default();
        for row in data::rows(data::ABBREVIATIONS) {
            let language = Language::from_code(row[0]).expect("a language of the table");
            // Bosnian and Nynorsk abbreviate like the languages next to them.
            let kin = match row[0] {
                "hr" => Language::from_code("bs").ok(),
                "nb" => Language::from_code("nn").ok(),
                _ => None,
            };
            let kind = match row[2] {
                "title" => Abbreviation::Title,
                "number" => Abbreviation::Number,
                "inside" => Abbreviation::Inside,
                _ => Abbreviation::End,
            };
            table.insert(key(hash(&[row[1]], language), language, Fact::Abbreviation), kind);
            if let Some(kin) = kin {
                table.insert(key(hash(&[row[1]], kin), kin, Fact::Abbreviation), kind);
            }
            // A title in one language is one in some, whatever it is in another.
            let some = table.entry(key(hash(&[row[1]], Language::UND), Language::UND, Fact::AbbreviationInSome));
            some.and_modify(|other| *other = if *other == Abbreviation::Title { *other } else { kind }).or_insert(kind);
            // In no language: only what is long enough not to be a word of another.
            if row[1].chars().count() > 1 && matches!(row[0], "de" | "en" | "fr" | "es" | "ru") {
                table.entry(key(hash(&[row[1]], language), Language::UND, Fact::Abbreviation)).or_insert(kind);
            }
        }
        table
    })
}

/// Whether a word ends no sentence, as articles and prepositions do not.
#[must_use]
pub(crate) fn is_never_last(word: &str, language: Language) -> bool {
    find(hash(&[word], language), language, Fact::NeverLast).is_some()
}

/// Whether there is a language in which a word ends no sentence.
#[must_use]
pub(crate) fn is_never_last_in_some(word: &str) -> bool {
    find(hash(&[word], Language::UND), Language::UND, Fact::NeverLastInSome).is_some()
}

/// Whether a word is written with a capital inside sentences too: in the language or, as a well-known name, in others.
/// Nothing is known about German, where every noun is.
#[must_use]
pub(crate) fn is_name(word: &str, language: Language) -> bool {
    let named = |language| find(hash(&[word], language), language, Fact::Name).is_some();
    named(language) || named(Language::UND)
}

/// Whether two words are known to be written with a hyphen between them.
#[must_use]
pub(crate) fn is_hyphenated(left: &str, right: &str, language: Language) -> bool {
    find(hash(&[left, "-", right], language), language, Fact::Hyphenated).is_some()
}

/// Whether two words that would make another are known to stand side by side: `in to`.
#[must_use]
pub(crate) fn is_apart(left: &str, right: &str, language: Language) -> bool {
    find(hash(&[left, " ", right], language), language, Fact::Apart).is_some()
}

/// Whether a language writes ordinal numbers with a full stop.
#[must_use]
pub(crate) fn ordinal_stop(language: Language) -> bool {
    let codes = [
        "bs", "cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lv", "nb", "nn", "pl", "sk", "sl", "sr", "tr",
        "und",
    ];
    codes.contains(&language.code())
}

/// The hash of the pieces written as one word, with folded case and without invisible characters.
pub(crate) fn hash(pieces: &[&str], language: Language) -> u64 {
    let turkic = || matches!(language.code(), "tr" | "az");
    let mut hash = 0u64;
    let mut add = |c: char| hash = (hash.rotate_left(5) ^ u64::from(c as u32)).wrapping_mul(PRIME);
    for piece in pieces {
        for c in piece.chars() {
            match c {
                'a'..='z' => add(c),
                'I' if turkic() => add('ı'),
                'İ' if turkic() => add('i'),
                '\0'..='\x7F' => add(c.to_ascii_lowercase()),
                '’' | 'ʼ' => add('\''),
                'ς' => add('σ'),
                _ => match Character::of(c).class {
                    Class::Invisible => {}
                    _ if Character::is_small(c) => add(c),
                    _ => c.to_lowercase().for_each(&mut add),
                },
            }
        }
    }
    hash
}

/// The hash of a word made the key of one fact in one language: splitmix64's finish.
pub(crate) fn key(hash: u64, language: Language, fact: Fact) -> u64 {
    let mut z = hash.wrapping_add(((fact as u64) << 8 | language.index() as u64).wrapping_mul(0xBF58_476D_1CE4_E5B9));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Where a key's buckets begin, out of `buckets`.
pub(crate) fn bucket(key: u64, buckets: usize) -> usize {
    (((key >> 32) * buckets as u64) >> 32) as usize
}

/// The number of a word in the sieve, each of eight bytes, and its bits there (B. Bloom, 1970).
pub(crate) fn sieve_place(hash: u64) -> (usize, u64) {
    let place = key(hash, Language::UND, Fact::FrequencyInSome);
    (place as usize % (SIEVE_BYTES / 8), 1 << (place >> 52 & 63) | 1 << (place >> 58))
}

/// A key's fingerprint, which is not 0.
pub(crate) fn fingerprint(key: u64) -> u16 {
    (key as u16).max(1)
}

fn find(hash: u64, language: Language, fact: Fact) -> Option<u8> {
    let (buckets, _) = data::LEXICON.split_at(data::LEXICON.len() - SIEVE_BYTES);
    level(buckets, key(hash, language, fact))
}

/// Touches what [`find`] reads first of keys that are asked for next: so short a loop waits for many at a time, while
/// each answer is a branch that can't be guessed.
fn touch(keys: impl Iterator<Item = u64>) {
    let (model, _) = data::LEXICON.split_at(data::LEXICON.len() - SIEVE_BYTES);
    let first = |key| model[bucket(key, model.len() / BUCKET_BYTES) * BUCKET_BYTES];
    std::hint::black_box(keys.fold(0, |all, key| all ^ first(key)));
}

/// A one in each of the eight slots.
const ONES: u128 = u128::MAX / 0xFFFF;

/// The first slot that is zero: in it and in none below, taking one away borrows from the top bit.
fn zero_slot(slots: u128) -> Option<usize> {
    let borrowed = slots.wrapping_sub(ONES) & !slots & ONES << 15;
    (borrowed != 0).then(|| borrowed.trailing_zeros() as usize / 16)
}

/// The level of a key in a model; a bucket with an empty slot is the last to try.
pub(crate) fn level(model: &[u8], key: u64) -> Option<u8> {
    let buckets = model.len() / BUCKET_BYTES;
    let (first, same) = (bucket(key, buckets), u128::from(fingerprint(key)) * ONES);
    for number in first..first + TRIES {
        let at = number % buckets * BUCKET_BYTES;
        let Some((slots, levels)) = model[at..at + BUCKET_BYTES].split_first_chunk() else { break };
        let slots = u128::from_le_bytes(*slots);
        if let Some(i) = zero_slot(slots ^ same) {
            return Some(levels[i / 2] >> (4 * (i % 2)) & TOP);
        }
        if zero_slot(slots).is_some() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(code: &str) -> Language {
        Language::from_code(code).expect("known")
    }

    #[test]
    fn frequent_words_are_frequent_in_their_language_only() {
        let level = |word, code| frequency(word, language(code));
        assert!(level("und", "de") > level("Frühling", "de"));
        assert!(level("Frühling", "de").is_some() && level("frühling", "de") == level("FRÜHLING", "de"));
        assert_eq!(level("xqzvk", "de"), None);
        assert!(level("the", "en") > Some(12));
        assert!(frequency_any("the") > Some(12));
        assert_eq!(frequency_joined("Früh", "ling", language("de")), level("Frühling", "de"));
        assert_eq!(level("IŞIK", "tr"), level("ışık", "tr"));
    }

    #[test]
    fn abbreviations_and_starters_are_learned() {
        assert!(abbreviation("Dr", language("de")).is_some());
        assert_eq!(abbreviation("Haus", language("de")), None);
        assert!(starter("Das", language("de")) > starter("Berlin", language("de")));
    }
}
