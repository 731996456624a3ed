//! Full stops: whether the word before one is an abbreviation, an initial, a number or the end of a sentence.

use super::marks::{is_bullet, is_roman};
use super::{LIKELY, SURE, Segmenter};
use crate::lexicon::{self, Abbreviation};
use crate::token::{Case, Gap, Kind};

impl Segmenter<'_> {
    /// Whether `first..i` is the number or letter of a list item.
    pub(super) fn is_listed(&self, first: usize, i: usize) -> bool {
        let marked = self.opens(first) || is_bullet(self.word(first)) || self.word(first) == "⁃";
        let alone = i == first + 1 || i == first + 2 && marked;
        let item = self.word(i - 1);
        alone && (self.tokens[i - 1].kind == Kind::Number && item.len() < 4 || item.chars().count() == 1)
    }

    pub(super) fn abbreviates_before_closer(&self, i: usize, start: usize) -> bool {
        let inside = i > 0 && matches!(self.abbreviation(i - 1), Some(Abbreviation::Inside | Abbreviation::Title));
        inside && self.starter(start) < LIKELY
    }

    /// Whether a stop stands behind an ordinary word, so that it ends a sentence though a lower-case word follows.
    pub(super) fn plain_end(&self, i: usize) -> bool {
        if i == 0 || !self.joined(i) || self.joined(i - 1) || self.abbreviation(i - 1).is_some() {
            return false;
        }
        let (word, language) = (self.word(i - 1), self.draft.language(i - 1));
        let length = word.chars().count();
        match self.tokens[i - 1].case {
            Case::Lower => {
                let known = lexicon::frequency(word, language).is_some_and(|level| level >= 2);
                length > 3 && known || length > 6 && self.starter(i + 1) >= 6
            }
            Case::Capital => length > 4 && lexicon::is_name(word, language) && self.starter(i + 1) >= LIKELY,
            _ => false,
        }
    }

    /// What the word before a stop abbreviates, by the table and by what was learned.
    fn abbreviation(&self, left: usize) -> Option<Abbreviation> {
        let (word, language) = (self.word(left), self.draft.language(left));
        let listed = lexicon::known_abbreviation(word, language);
        listed.or_else(|| match lexicon::abbreviation(word, language) {
            Some(0..=3) => Some(Abbreviation::Inside),
            Some(4..=9) => Some(Abbreviation::End),
            _ => None,
        })
    }

    /// Whether a full stop at token `i` ends the sentence, when a capital, a number or a caseless word follows.
    pub(super) fn stop_ends(&self, first: usize, i: usize, start: usize) -> bool {
        if i == 0 || i == first {
            return i > 0 && self.starter(start) >= LIKELY;
        }
        let left = i - 1;
        // N°. 12, 35 °C. Then
        let degree = |k: usize| matches!(self.word(k), "°" | "º");
        if degree(left) && self.tokens[start].kind == Kind::Number {
            return false;
        }
        if self.joined(left) && left > 0 && degree(left - 1) && matches!(self.word(left), "C" | "F") {
            return true;
        }
        if !self.joined(i) || self.tokens[left].kind == Kind::Punctuation {
            return true;
        }
        if self.is_listed(first, i) {
            return false;
        }
        let starter = self.starter(start);
        let next = self.tokens[start];
        // No. 12, whatever the language seems to be.
        if self.word(start - 1) == "№" || matches!(self.word(left), "No" | "Nr" | "Nº") && next.kind == Kind::Number
        {
            return false;
        }
        let follows_number = next.kind == Kind::Number;
        match self.tokens[left].kind {
            Kind::Number => return self.number_ends(left, start),
            Kind::Word => {}
            _ => return true,
        }
        let chained = self.joined(left) && left > first + 1 && self.word(left - 1) == ".";
        let kind = self.abbreviation(left);
        let letters = self.word(left).chars().take(3).count();
        let capital = self.tokens[left].case == Case::Capital;
        let hour = left > 3
            && chained
            && matches!(self.word(left), "m" | "M")
            && matches!(self.word(left - 2), "a" | "p" | "A" | "P")
            && self.tokens[left - 3].kind == Kind::Number;
        match kind {
            // He left at 5 p.m. Travellers wait, but not 5 p.m. Monday, nor At 5 p.m. Travellers
            _ if hour && next.case == Case::Capital => left > first + 5 && (starter > 3 || self.goes_on_lower(start)),
            _ if letters == 1 && capital && chained => starter >= LIKELY,
            Some(Abbreviation::Title) => follows_number && letters > 3 || starter >= SURE && !capital && letters > 3,
            Some(Abbreviation::Number) if follows_number || is_roman(self.word(start)) => false,
            // No, which is a word before anything but a number.
            Some(Abbreviation::Number) if self.is_frequent(left) => true,
            Some(Abbreviation::Number) => starter >= LIKELY || letters > 2 && !chained && starter > 4,
            Some(Abbreviation::Inside) => starter >= SURE && letters > 2,
            Some(Abbreviation::End) => !follows_number && (starter >= LIKELY || next.case == Case::None),
            None if letters == 1 && capital => starter >= SURE - 1 && self.word(left.wrapping_sub(1)) != ".",
            None if letters == 1 => self.lowered || starter >= LIKELY || !chained,
            None if chained => starter >= LIKELY || letters > 2,
            None if is_roman(self.word(left)) && lexicon::ordinal_stop(self.draft.language(left)) => starter >= LIKELY,
            None => true,
        }
    }

    /// Whether a word with a capital is followed by a word without one.
    fn goes_on_lower(&self, start: usize) -> bool {
        self.tokens[start].gap == Gap::Space && self.tokens.get(start + 1).is_some_and(|t| t.case == Case::Lower)
    }

    fn is_frequent(&self, word: usize) -> bool {
        lexicon::frequency(self.word(word), self.draft.language(word)) >= Some(13)
    }

    /// `3. Oktober` goes on, `im Jahr 1995. Er` does not.
    fn number_ends(&self, left: usize, start: usize) -> bool {
        let language = self.draft.language(start);
        // 1.-3. Oktober
        let joined = self.joined(left) && !matches!(self.word(left - 1), "-" | "–");
        let short = self.word(left).len() < 3 && !joined;
        if !short || !lexicon::ordinal_stop(language) {
            return true;
        }
        self.tokens[start].case != Case::Lower && self.starter(start) >= LIKELY
    }
}
