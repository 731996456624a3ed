//! Known words inside unknown ones: what an inflected name and a compound are made of.

use super::features::place_kind;
use super::gazetteer::{Facts, gazetteer, mixed};

/// A known word that another is an ending longer than: `Neruda` in `Nerudas`.
#[derive(Clone, Copy, Default)]
pub(super) struct Stem {
    pub facts: Facts,
    pub place: u8,
    /// Letters of the ending; 0 where there is no such word.
    pub ending: u8,
}

/// Letters that such an ending has at most.
pub(super) const ENDING: usize = 3;

impl Stem {
    /// The longest of the beginnings of a word with these hashes, the longest first.
    pub(super) fn find(beginnings: &[u64]) -> Option<Stem> {
        let stem = |(i, &hash): (usize, &u64)| {
            let facts = gazetteer().facts(hash);
            let place = gazetteer().place(mixed(1, hash)).map_or(0, place_kind);
            let known = facts.roles() > 0 || facts.frequency() > 0 || place > 0;
            known.then_some(Stem { facts, place, ending: i as u8 + 1 })
        };
        beginnings.iter().enumerate().find_map(stem)
    }
}

/// A known word that another ends with: `viertel` in `Chinesenviertel`.
#[derive(Clone, Copy, Default)]
pub(super) struct Tail {
    pub facts: Facts,
    /// 0 where there is no such word.
    pub hash: u64,
}

/// Letters of the longest word that is looked at for a tail.
pub(super) const LETTERS: usize = 32;
/// Letters of the longest tail.
const LONGEST: usize = 10;
/// How common a tail is at least, as [`Facts::frequency`] says.
const COMMON: u32 = 3;

impl Tail {
    /// The longest known word of four letters or more behind the first three letters of a word.
    pub(super) fn find(letters: &[u32]) -> Option<Tail> {
        let tail = |from: usize| {
            let hash = letters[from..].iter().fold(0, |hash, &c| mixed(hash, u64::from(c)));
            let facts = gazetteer().facts(hash);
            (facts.frequency() >= COMMON).then_some(Tail { facts, hash })
        };
        let longest = letters.len().saturating_sub(LONGEST).max(3);
        (longest..letters.len().saturating_sub(3)).find_map(tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::gazetteer::word_hash;

    #[test]
    fn an_inflected_name_has_its_stem() {
        let london =
            Stem::find(&[word_hash("Qwxzlondo"), word_hash("London")]).map(|stem| (stem.ending, stem.place > 0));
        assert_eq!(london, Some((2, true)));
        assert!(Stem::find(&[word_hash("Qwxzv")]).is_none());
    }

    #[test]
    fn a_compound_has_its_tail() {
        let tail = |word: &str| {
            let letters: Vec<u32> = word.chars().map(u32::from).collect();
            Tail::find(&letters).map(|tail| tail.hash)
        };
        assert_eq!(tail("chinesenviertel"), Some(word_hash("viertel")));
        assert_eq!(tail("qwxzvbnmkj"), None);
        assert_eq!(tail("ab"), None);
    }
}
