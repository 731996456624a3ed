//! Initials: letters with a stop that stand for names.

use super::Segmenter;
use crate::token::{Case, Gap, Script};

/// Characters of the name of a letter in an Indic script, with its vowel sign but no virama.
const SYLLABLE: usize = 2;

impl Segmenter<'_> {
    /// `बी. सी. रॉय`: whether a syllable with a stop stands beside another one, in a script without upper case.
    pub(super) fn is_indic_initial(&self, left: usize, start: usize) -> bool {
        use Script::{Bengali, Devanagari, Gujarati, Gurmukhi, Kannada, Malayalam, Tamil, Telugu};
        let scripts = [Bengali, Devanagari, Gujarati, Gurmukhi, Kannada, Malayalam, Tamil, Telugu];
        // In every block of an Indic script the virama has the same place.
        let sounds = |k: usize| self.word(k).chars().filter(|&c| u32::from(c) % 0x80 != 0x4D);
        let letter = |k: usize| scripts.contains(&self.tokens[k].script) && sounds(k).nth(SYLLABLE).is_none();
        let stopped = |k: usize| self.word(k + 1) == "." && self.tokens[k].gap == Gap::None;
        let before = || left > 1 && self.word(left - 1) == "." && letter(left - 2) && stopped(left - 2);
        letter(left) && (before() || letter(start) && stopped(start))
    }

    /// Whether a small letter stands between two names: `Ahmad b. Musa`, `Keller u. Sohn`.
    pub(super) fn is_son(&self, left: usize) -> bool {
        let name = |k: usize| self.tokens[k].case == Case::Capital && self.tokens[k].span.len() > 2;
        let lower = self.tokens[left].case == Case::Lower && !self.joined(left);
        lower
            && left > 0
            && name(left - 1)
            && self.tokens.get(left + 2).is_some()
            && name(left + 2)
            && !self.is_frequent(left)
    }

    /// Whether a letter stands behind another with its stop: `Dr. h. c. Vogel`.
    pub(super) fn is_spaced_chain(&self, left: usize) -> bool {
        let letter = |k: usize| self.tokens[k].is_word() && self.word(k).chars().nth(1).is_none();
        left > 1 && self.word(left - 1) == "." && self.joined(left - 1) && letter(left - 2)
    }

    /// Whether a letter with its stop begins at a token: `C. Clarke`.
    pub(super) fn is_initial(&self, start: usize) -> bool {
        let letter = self.word(start).chars().nth(1).is_none() && self.tokens[start].gap == Gap::None;
        letter && self.word(start + 1) == "."
    }
}
