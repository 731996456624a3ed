//! What the tagger of names sees of a token: the same in training and at work.
//!
//! A feature is a number under `ROWS`, the hash of a template and its values. They come in three groups, so that what
//! a word says by itself, and what it says to its neighbours, is worked out once for all its places in a text.

use super::gazetteer::{Facts, Place, gazetteer, longest_of_letters, longest_place, lower, mixed};
use super::inner::{ENDING, LETTERS, Stem, Tail};
use super::letters::unspaced;
use super::regions::region;
use super::writing::{Writing, stretches};
use crate::token::{Case, Kind, Script, Token};

/// Features there can be.
#[cfg(feature = "train")]
pub(crate) const ROWS: usize = SPARSE + DENSE;
/// Features with a word in them: few have weights.
pub(crate) const SPARSE: usize = 1 << 22;
/// Features without, behind the others: all have weights, and so few that they stay in the cache of a core. What must
/// be looked up anew at each place of a word is among these.
pub(crate) const DENSE: usize = 1 << 16;

/// What the neighbourhood of a token looks at in a word.
#[derive(Clone, Copy, Default)]
pub(crate) struct Word {
    /// Hash in lower case.
    pub lower: u64,
    /// Hash of the last three letters in lower case; 0 where it is shorter.
    suffix: u32,
    pub facts: Facts,
    /// Where its class stands in the tree of classes.
    path: u16,
    pub(super) shape: u8,
    place: u8,
}

/// A word, and what only its own features look at.
pub(crate) struct Spelling {
    pub word: Word,
    /// Hash as written.
    exact: u64,
    /// Hashes of its first and last one to five letters in lower case; 0 where it is shorter.
    prefixes: [u32; 5],
    suffixes: [u32; 5],
    length: u32,
    stem: Stem,
    tail: Tail,
}

/// The words of some tokens.
#[derive(Default)]
pub(crate) struct Words {
    /// The word of each token.
    pub(super) list: Vec<Word>,
    /// For each token, how a place's name covers it: 0 not, 1 begins it, 2 goes on; times eight, plus its kind.
    places: Vec<u8>,
}

impl Words {
    /// Takes the words of `tokens` instead of those before.
    /// `read` puts those of tokens that are written alike behind the others.
    pub(crate) fn set(
        &mut self,
        text: &str,
        tokens: &[Token],
        mut read: impl FnMut(&[Token], Writing, &mut Vec<Word>),
    ) {
        self.list.clear();
        for (stretch, writing) in stretches(text, tokens) {
            read(stretch, writing, &mut self.list);
        }
        self.places.clear();
        self.places.resize(tokens.len(), 0);
        self.find_places(text, tokens);
    }

    fn find_places(&mut self, text: &str, tokens: &[Token]) {
        let mut i = 0;
        while i < tokens.len() {
            let word = self.list[i];
            let mut found = (1, word.place);
            if word.facts.has(Facts::BEGINS_PLACE) {
                let longest = longest_place(text, &tokens[i..], |k| {
                    let word = self.list[i + k];
                    (word.lower, word.facts)
                });
                found = longest.map_or(found, |(length, place)| (length, place_kind(place)));
            } else if unspaced(&tokens[i]) {
                let longest = longest_of_letters(text, &tokens[i..]);
                found = longest.map_or(found, |(length, place)| (length, place_kind(place)));
            }
            if found.1 > 0 {
                self.places[i] = 8 + found.1;
                self.places[i + 1..i + found.0].fill(16 + found.1);
            }
            i += found.0;
        }
    }

    /// How places' names cover a token and its neighbours.
    #[inline]
    pub(crate) fn places(&self, i: usize) -> [u8; 3] {
        let place = |t: Option<usize>| t.and_then(|t| self.places.get(t)).copied().unwrap_or(0);
        [place(i.checked_sub(1)), place(Some(i)), place(Some(i + 1))]
    }

    /// The word of a token, where there is one.
    pub(crate) fn get(&self, token: Option<usize>) -> Option<&Word> {
        token.and_then(|t| self.list.get(t))
    }
}

pub(super) fn place_kind(place: Place) -> u8 {
    match place {
        Place::Country(_) | Place::Region(_) => 1,
        Place::City(_, size) if size >= 18 => 2,
        Place::City(..) | Place::Ambiguous => 3,
    }
}

/// The kind of the place that a word is the name of: as [`place_kind`] says, 4 for a part of a country, 5 for a small
/// place; 0 for none.
fn kind_of_place(word: u64, facts: Facts) -> u8 {
    let name = mixed(1, word);
    match gazetteer().place(name) {
        Some(place) => place_kind(place),
        None if region(name).is_some() => 4,
        None if facts.has(Facts::SMALL_PLACE) => 5,
        None => 0,
    }
}

fn exact_hash(word: &str) -> u64 {
    word.bytes()
        .fold(word.len() as u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3).rotate_left(5))
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Spelling {
    /// Reads the word of a token.
    pub(crate) fn read(text: &str, token: Token, writing: Writing) -> Spelling {
        let word = token.text(text);
        let (mut hash, mut prefixes, mut last, mut length) = (0, [0; 5], [0u32; 5], 0usize);
        // Digits count as one, so that years and amounts are seen as such.
        let number = token.kind == Kind::Number;
        let (mut letters, mut beginnings) = ([0u32; LETTERS], [0u64; ENDING]);
        for c in word.chars() {
            let c = if number { '9' } else { lower(c) };
            beginnings.rotate_right(1);
            beginnings[0] = hash;
            hash = mixed(hash, u64::from(c as u32));
            if let Some(letter) = letters.get_mut(length) {
                *letter = c as u32;
            }
            if length < 5 {
                prefixes[length] = (hash >> 32) as u32 | 1;
            }
            last.rotate_right(1);
            last[0] = c as u32;
            length += 1;
        }
        let mut suffixes = [0; 5];
        let mut ending = 2;
        for i in 0..length.min(5) {
            ending = mixed(ending, u64::from(last[i]));
            suffixes[i] = (ending >> 32) as u32 | 1;
        }
        let facts = if token.is_word() { gazetteer().facts(hash) } else { Facts::default() };
        let place = if token.is_word() { kind_of_place(hash, facts) } else { 0 };
        let shape = shape(word, token, writing, length) as u8;
        // A known word speaks for itself: looking for others in it as well would take a tenth of the tagger's time.
        let unknown = token.is_word() && facts.roles() == 0 && facts.frequency() == 0 && place == 0;
        let stem = Stem::find(&beginnings[..if unknown { length.saturating_sub(2).min(ENDING) } else { 0 }]);
        let compound = unknown && token.case != Case::Lower && stem.is_none();
        let tail = Tail::find(letters.get(..if compound { length } else { 0 }).unwrap_or(&[]));
        let exact = exact_hash(word);
        let path = gazetteer().path(facts.cluster());
        let (stem, tail) = (stem.unwrap_or_default(), tail.unwrap_or_default());
        let word = Word { lower: hash, suffix: suffixes[2], facts, path, shape, place };
        Spelling { word, exact, prefixes, suffixes, length: length.min(9) as u32, stem, tail }
    }
}

/// The shape of a word in small letters among others.
pub(super) const LOWER: u8 = 1;
/// The shapes of words in letters without case: Chinese and Japanese ones, and others.
const LETTERED: u8 = 10;
const UNCASED: u8 = 11;
/// The shape of a mark that ends a sentence.
pub(super) const STOP: u32 = 25;
/// The shape of a mark that opens or closes something, or stands before it.
pub(super) const QUOTE: u32 = 26;
/// The shape of a word where all are in small letters, and where all are in capitals.
const SMALL: u32 = 27;
const CAPITALS: u32 = 28;

/// The features that all words have where capitals tell nothing, or are none.
#[cfg(feature = "train")]
pub(crate) fn recased() -> [u32; 3] {
    [SMALL, CAPITALS, u32::from(UNCASED)].map(|shape| feature(20, u64::from(shape)))
}

/// Kind and case of a token, with the length where a reader would look at it; under 32.
fn shape(word: &str, token: Token, writing: Writing, length: usize) -> u32 {
    match (token.kind, token.case) {
        (Kind::Word, Case::Lower) if writing == Writing::Lower => SMALL,
        (Kind::Word, Case::Upper | Case::Capital) if writing == Writing::Upper => CAPITALS,
        (Kind::Word, Case::Capital) if writing == Writing::Title && length > 1 => 29,
        (Kind::Word, Case::Lower) => u32::from(LOWER),
        (Kind::Word, Case::Capital) => {
            if length == 1 {
                2
            } else {
                3
            }
        }
        (Kind::Word, Case::Upper) => 4 + length.min(6) as u32 - 2,
        (Kind::Word, Case::Mixed) => 9,
        (Kind::Word, Case::None) if matches!(token.script, Script::Han | Script::Hiragana | Script::Katakana) => {
            u32::from(LETTERED)
        }
        (Kind::Word, Case::None) => u32::from(UNCASED),
        (Kind::Number, _) => 12 + length.min(5) as u32,
        (Kind::Punctuation, _) => match word.chars().next() {
            Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟') => STOP,
            Some('"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '(' | '[') => QUOTE,
            Some('–' | '—' | ':' | '•' | '*' | '¿' | '¡') => QUOTE,
            _ => 18,
        },
        (Kind::Symbol, _) => 19,
        (Kind::Apostrophe, _) => 20,
        (Kind::Control, _) => 21,
        (Kind::Url | Kind::Email, _) => 22,
        (Kind::Handle, _) => 23,
        (Kind::Hashtag, _) => 24,
    }
}

/// The feature of a template and its value, among the [`SPARSE`] ones.
#[inline]
pub(super) fn feature(template: u64, value: u64) -> u32 {
    (mixed(template, value) >> 42) as u32
}

/// The same among the [`DENSE`] ones.
#[inline]
pub(super) fn dense(template: u64, value: u64) -> u32 {
    SPARSE as u32 + (mixed(template, value) >> 48) as u32
}

impl Word {
    /// The first six branches on the way to its class, with the tree.
    pub(super) fn branches(&self) -> u32 {
        u32::from(self.path >> 12 << 6 | self.path & 63)
    }

    /// Added to what is asked of a word without its shape: where there are no capitals the same says something else.
    fn script(&self) -> u64 {
        u64::from(matches!(self.shape, LETTERED | UNCASED)) << 32
    }

    /// How common it is, and how often with a capital.
    pub(super) fn common(&self) -> u32 {
        self.facts.frequency() << 3 | self.facts.capital()
    }
}

/// What a word says by itself.
pub(crate) fn own(spelling: &Spelling, mut push: impl FnMut(u32)) {
    let word = spelling.word;
    push(feature(1, word.lower));
    push(feature(2, spelling.exact));
    for i in 0..5 {
        if spelling.prefixes[i] != 0 {
            push(feature(10 + i as u64, u64::from(spelling.prefixes[i])));
            push(feature(15 + i as u64, u64::from(spelling.suffixes[i])));
        }
    }
    let shape = u64::from(word.shape);
    let (frequency, capital) = (u64::from(word.facts.frequency()), u64::from(word.facts.capital()));
    let roles = u64::from(word.facts.roles());
    push(feature(20, shape));
    push(feature(21, shape << 8 | u64::from(spelling.length)));
    push(feature(22, shape << 8 | frequency));
    push(feature(23, shape << 8 | capital));
    push(feature(24, shape << 16 | frequency << 8 | capital));
    push(feature(25, shape << 8 | roles));
    push(feature(26, word.script() | roles << 16 | frequency << 8 | capital));
    push(feature(27, shape << 40 | u64::from(word.suffix)));
    inner(spelling, shape, &mut push);
    let kind = u64::from(word.facts.kind());
    if kind > 0 {
        push(feature(76, word.script() | kind));
        push(feature(77, shape << 8 | kind));
    }
    let cluster = u64::from(word.facts.cluster());
    if cluster > 0 {
        push(feature(28, word.script() | cluster));
        push(feature(29, shape << 16 | cluster));
        push(feature(61, shape << 16 | u64::from(word.path)));
        push(feature(62, shape << 16 | u64::from(word.branches())));
    }
}

/// What the known words inside a word say.
fn inner(spelling: &Spelling, shape: u64, push: &mut impl FnMut(u32)) {
    let Spelling { stem, tail, .. } = *spelling;
    let common = |facts: Facts| u64::from(facts.frequency() << 3 | facts.capital());
    if tail.hash != 0 {
        push(feature(70, tail.hash ^ shape));
        push(feature(71, shape << 16 | u64::from(tail.facts.cluster())));
        push(feature(72, shape << 8 | common(tail.facts)));
    }
    if stem.ending > 0 {
        let kind = u64::from(stem.ending << 2 | stem.place) << 8 | shape;
        push(feature(73, kind << 8 | u64::from(stem.facts.roles())));
        push(feature(74, kind << 8 | common(stem.facts)));
        push(feature(75, kind << 16 | u64::from(gazetteer().path(stem.facts.cluster()))));
    }
}

/// What a word says to the token that stands `offset` - 2 behind it: 0 and 1 before, 3 and 4 after.
pub(crate) fn neighbour(word: &Word, offset: usize, mut push: impl FnMut(u32)) {
    push(feature(30 + offset as u64, word.lower));
    push(feature(35 + offset as u64, word.script() | u64::from(word.facts.cluster())));
    if offset == 1 || offset == 3 {
        push(feature(59 + offset as u64 / 2, u64::from(word.suffix)));
    }
}

/// The offsets of neighbours from a token, and the number that [`neighbour`] has for them.
pub(crate) const NEIGHBOURS: [(isize, usize); 4] = [(-2, 0), (-1, 1), (1, 3), (2, 4)];
