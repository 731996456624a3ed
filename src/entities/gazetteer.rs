//! What is known about words and names beforehand: how common a word is and how often it has a capital, whether it is
//! part of people's names, and which places bear a name. The tables, which `train/gazetteer.rs` writes, are used in
//! place.

use std::sync::OnceLock;

use super::letters::unspaced;
use super::sieve::Sieve;
use crate::character::Character;
use crate::data;
use crate::table::{Table, u32_at};
use crate::token::{Gap, Kind, Token};

/// What is known about a word, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts(pub u32);

impl Facts {
    pub(crate) const FIRST_NAME: u32 = 1;
    pub(crate) const LAST_NAME: u32 = 1 << 1;
    #[cfg(feature = "train")]
    pub(crate) const ORGANISATION: u32 = 1 << 2;
    #[cfg(feature = "train")]
    pub(crate) const TITLE: u32 = 1 << 3;
    #[cfg(feature = "train")]
    pub(crate) const PLACE_WORD: u32 = 1 << 4;
    /// A place's name of several words begins with it.
    pub(crate) const BEGINS_PLACE: u32 = 1 << 5;
    /// A place's name of several words goes on with it.
    pub(crate) const IN_PLACE: u32 = 1 << 6;

    /// A place of fewer than 15,000 people has it as its name.
    pub(crate) const SMALL_PLACE: u32 = 1 << 27;

    /// First name, last name, organisation, title, part of places' names.
    pub(crate) fn roles(self) -> u32 {
        self.0 & 31
    }

    /// How common the word is: 0 unknown, 1 rare … 15.
    pub(crate) fn frequency(self) -> u32 {
        self.0 >> 7 & 15
    }

    /// How often it has a capital inside a sentence: 0 unknown, 1 never … 7 always.
    pub(crate) fn capital(self) -> u32 {
        self.0 >> 11 & 7
    }

    /// Which words it is used like: the number of a class of words, under [`CLUSTERS`]; 0 unknown.
    pub(crate) fn cluster(self) -> u32 {
        self.0 >> 14 & (CLUSTERS as u32 - 1)
    }

    /// What a word with a capital is, by its meaning: the number of a kind; 0 unknown.
    pub(crate) fn kind(self) -> u32 {
        self.0 >> 28
    }

    pub(crate) fn has(self, role: u32) -> bool {
        self.0 & role != 0
    }

    /// The facts with another kind.
    #[cfg(feature = "train")]
    pub(crate) fn with_kind(self, kind: u32) -> Facts {
        Facts(self.0 & 0x0FFF_FFFF | (kind & 15) << 28)
    }

    /// The facts with another frequency, share of capitals and class.
    #[cfg(feature = "train")]
    pub(crate) fn with_counts(self, frequency: u32, capital: u32, cluster: u32) -> Facts {
        Facts(self.0 & 127 | frequency << 7 | capital << 11 | cluster << 14)
    }
}

/// Something on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// By ISO 3166-1 alpha-2.
    Country([u8; 2]),
    /// By GeoNames id, with the logarithm of the population to base 2.
    City(u32, u8),
    /// A continent or a state of a country, by GeoNames id.
    Region(u32),
    /// A name that several places of like size bear.
    Ambiguous,
}

/// Classes of words there can be.
pub(crate) const CLUSTERS: usize = 1 << 13;

/// The tables of words, names of places, and places.
pub(crate) struct Gazetteer {
    words: Table<7, 32>,
    names: Table<5, 16>,
    /// Of the hashes of the names.
    named: Sieve,
    paths: Vec<u16>,
    places: &'static [u8],
}

/// The gazetteer of the program.
pub(crate) fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(|| {
        let (words, rest) = Table::read(data::GAZETTEER);
        let (names, rest) = Table::read(rest);
        let (paths, places) = rest.split_at(2 * CLUSTERS);
        let paths = paths.as_chunks::<2>().0.iter().map(|path| u16::from_le_bytes(*path)).collect();
        Gazetteer { words, names, named: Sieve::new(21, names.hashes()), paths, places }
    })
}

impl Gazetteer {
    /// What is known about a word, by its [`WordHash`].
    pub(crate) fn facts(&self, word: u64) -> Facts {
        Facts(self.words.get(word).unwrap_or(0))
    }

    /// Touches what [`Gazetteer::facts`] reads of words: so short a loop waits for many at a time.
    pub(crate) fn touch(&self, words: impl Iterator<Item = u64>) {
        std::hint::black_box(words.fold(0, |all, word| all ^ self.words.first(word)));
    }

    /// Where in the tree of classes a class stands, from the root on: the tree in the four highest bits, and its first
    /// ten branches, the first in the lowest bit.
    pub(crate) fn path(&self, cluster: u32) -> u16 {
        self.paths.get(cluster as usize).copied().unwrap_or(0)
    }

    /// The place with a name, by its [`name_hash`].
    pub(crate) fn place(&self, name: u64) -> Option<Place> {
        let index = self.named.lets_through(self.names.kept(name)).then(|| self.names.get(name))?? as usize;
        let record = self.places.get(index * 5..index * 5 + 5)?;
        let id = u32_at(record, 0);
        Some(match record[4] {
            COUNTRY => Place::Country([id as u8, (id >> 8) as u8]),
            REGION => Place::Region(id),
            AMBIGUOUS => Place::Ambiguous,
            size => Place::City(id, size),
        })
    }
}

/// What stands in the fifth byte of a place's record instead of the size of a city.
pub(crate) const COUNTRY: u8 = 255;
/// The same for continents and states of a country.
pub(crate) const REGION: u8 = 254;
/// The same for a name of several places.
pub(crate) const AMBIGUOUS: u8 = 253;

/// Mixes a further number into a hash: the finaliser of MurmurHash3 over a rotated sum.
#[inline]
pub(crate) fn mixed(hash: u64, value: u64) -> u64 {
    let mut h = (hash.rotate_left(23) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^= h >> 32;
    h.wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

/// The lower-case form of a character; of a form with several characters the first.
#[inline]
pub(crate) fn lower(c: char) -> char {
    match c {
        '\0'..='\x7F' => c.to_ascii_lowercase(),
        _ if Character::is_small(c) => c,
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The hash of a word in lower case.
pub(crate) fn word_hash(word: &str) -> u64 {
    word.chars().fold(0, |hash, c| mixed(hash, u64::from(lower(c) as u32)))
}

/// The hash of a name from the hashes of its words, in order.
pub(crate) fn name_hash(words: impl IntoIterator<Item = u64>) -> u64 {
    words.into_iter().fold(1, mixed)
}

/// Whether a mark may stand inside a place's name: `Baden-Württemberg`, `L’Aquila`, `St. Louis`.
pub(crate) fn inside_name(text: &str, token: Token) -> bool {
    token.kind == Kind::Apostrophe || token.kind == Kind::Punctuation && matches!(token.text(text), "-" | "." | "‑")
}

/// The longest name of a place, of two words or more, that begins with the first of `tokens`: how many tokens it has,
/// and the place.
/// `word` gives the hash of the word at an index, and what is known about it.
pub(crate) fn longest_place(
    text: &str,
    tokens: &[Token],
    word: impl Fn(usize) -> (u64, Facts),
) -> Option<(usize, Place)> {
    let gazetteer = gazetteer();
    let (mut name, mut best) = (1, None);
    for (i, token) in tokens.iter().enumerate().take(LONGEST) {
        if matches!(token.kind, Kind::Word | Kind::Number) {
            let (hash, facts) = word(i);
            if i > 0 && token.is_word() && !facts.has(Facts::IN_PLACE) {
                break;
            }
            name = mixed(name, hash);
            if i > 0 {
                best = gazetteer.place(name).map(|place| (i + 1, place)).or(best);
            }
        } else if !inside_name(text, *token) {
            break;
        }
        if !matches!(token.gap, Gap::None | Gap::Space) {
            break;
        }
    }
    best
}

/// The longest name of a place that begins with the first of `tokens`, which are letters of a script without spaces:
/// how many letters it has, and the place.
pub(crate) fn longest_of_letters(text: &str, tokens: &[Token]) -> Option<(usize, Place)> {
    let gazetteer = gazetteer();
    let (mut word, mut best) = (0, None);
    for (i, token) in tokens.iter().enumerate().take(LETTERS).take_while(|(_, t)| unspaced(t)) {
        word = token.text(text).chars().fold(word, |hash, c| mixed(hash, u64::from(c as u32)));
        if i > 0 {
            best = gazetteer.place(name_hash([word])).map(|place| (i + 1, place)).or(best);
        }
        if token.gap != Gap::None {
            break;
        }
    }
    best
}

/// Letters of the longest such names: アラブ首長国連邦 has eight.
const LETTERS: usize = 8;

/// Tokens of the longest names worth looking up: seven words are `Republik Bosnien und Herzegowina` and more.
const LONGEST: usize = 7;
