//! Lines: what a break without a stop says, and the items of lists.

use super::Segmenter;
use super::marks::mark;
use crate::lexicon::{self, Abbreviation};
use crate::token::{Case, Gap, Kind};

/// So many lines of one or two capitals are letters of one word, set one below the other.
const LETTERS: usize = 4;
/// Letters of items count from here.
pub(super) const FIRST_LETTER: u32 = 1000;

impl Segmenter<'_> {
    /// Whether a line break ends a sentence: wrapped lines were joined before, so the lines that are left mean
    /// something. Semicolons and commas end none: what follows is the next item of an enumeration, or a verse.
    pub(super) fn ends_line(&self, last: usize) -> bool {
        let Some(next) = self.tokens.get(last + 1) else { return true };
        // casos:⏎a) carreteras
        if mark(self.word(last)).is_some() || self.word(last) == ":" && self.item(last + 1).is_some() {
            return true;
        }
        let lower = next.case == Case::Lower && !self.lowered && !self.is_fragment(last);
        !lower && !self.is_open(last) && !self.is_before_page(last) && !self.is_in_capitals(last) && !self.spells(last)
    }

    /// Whether a line is one of three or more that hold a word or two each: features, contacts, events.
    fn is_fragment(&self, last: usize) -> bool {
        let (left, right) = (self.fragment_before(last), self.fragment_behind(last));
        let (Some(left), Some(right)) = (left, right) else { return false };
        left.checked_sub(1).is_some_and(|k| self.fragment_before(k).is_some()) || self.fragment_behind(right).is_some()
    }

    /// The first token of a line of a lower-case word or two that ends at token `last`.
    fn fragment_before(&self, last: usize) -> Option<usize> {
        let begins = |k: usize| k == 0 || self.tokens[k - 1].gap >= Gap::Line || mark(self.word(k - 1)).is_some();
        let first = (last.saturating_sub(3)..=last).rev().find(|&k| begins(k))?;
        self.is_bare(first, last).then_some(first)
    }

    /// The last token of a line of a lower-case word or two that begins behind token `last`.
    fn fragment_behind(&self, last: usize) -> Option<usize> {
        let end = (last + 1..self.tokens.len().min(last + 4)).find(|&k| self.tokens[k].gap >= Gap::Line)?;
        self.is_bare(last + 1, end).then_some(end)
    }

    fn is_bare(&self, first: usize, last: usize) -> bool {
        let words = (first..=last).filter(|&k| self.tokens[k].is_word()).count();
        let long = |k: usize| self.tokens[k].case == Case::Lower && self.tokens[k].span.len() > 4;
        words < 3 && long(first) && long(last) && self.tokens[last].gap == Gap::Line && !self.is_open(last)
    }

    /// Whether a word or mark at the end of a line says that the sentence goes on.
    fn is_open(&self, last: usize) -> bool {
        match self.word(last) {
            ";" | "," | "；" | "，" | "、" | "،" | "؛" => true,
            // A particle goes on with the phrase: 父の⏎家
            "の" | "を" | "が" | "に" | "と" | "は" => true,
            "-" => self.joined(last) && self.tokens[last - 1].is_word(),
            "–" | "—" => last > 0 && self.tokens[last - 1].gap == Gap::Space && self.tokens[last - 1].is_word(),
            word => {
                self.tokens[last].case == Case::Lower
                    && lexicon::is_never_last_in_some(word)
                    && lexicon::is_never_last(word, self.language(last))
            }
        }
    }

    /// Whether the next line holds nothing but a number, that of a page, and the sentence goes on behind it.
    fn is_before_page(&self, last: usize) -> bool {
        let page = self.tokens[last + 1];
        let alone = page.kind == Kind::Number && page.gap >= Gap::Line && page.span.len() < 5;
        let inside = self.tokens[last].is_word() || matches!(self.word(last), "," | ";" | "-");
        alone && inside && self.tokens.get(last + 2).is_some_and(|t| t.case == Case::Lower)
    }

    /// Whether a name in capitals goes on in the next line: its own line is none of a heading.
    fn is_in_capitals(&self, last: usize) -> bool {
        let upper = |k: usize| self.tokens[k].case == Case::Upper && self.tokens[k].span.len() > 2;
        let line = (0..last).rev().take_while(|&k| self.tokens[k].gap < Gap::Line);
        upper(last) && upper(last + 1) && line.take(24).any(|k| self.tokens[k].case == Case::Lower)
    }

    /// Whether the lines hold the letters of a word.
    fn spells(&self, last: usize) -> bool {
        let letters = |k: usize| {
            let token = &self.tokens[k];
            let alone = k == 0 || self.tokens[k - 1].gap >= Gap::Line;
            alone && token.gap >= Gap::Line && token.span.len() < 3 && matches!(token.case, Case::Capital | Case::Upper)
        };
        if !letters(last) || !letters(last + 1) {
            return false;
        }
        let before = (0..last).rev().take(LETTERS).take_while(|&k| letters(k) && self.tokens[k].gap == Gap::Line);
        let behind = (last + 1..self.tokens.len().min(last + LETTERS)).take_while(|&k| letters(k));
        before.count() + 1 + behind.count() >= LETTERS
    }

    /// Whether the item that begins at a token is the next of a list, or the first of another one.
    pub(super) fn follows_item(&self, i: usize, item: Option<u32>) -> bool {
        let number = self.item(i);
        let line = |k: &usize| self.tokens[*k - 1].gap < Gap::Line;
        let capital = || (i + 2..i + 4).any(|k| self.tokens.get(k).is_some_and(|t| t.case == Case::Capital));
        let second = number.map(|n| n + 1);
        let again = || (i + 2..self.tokens.len().min(i + 24)).take_while(line).any(|k| self.item(k) == second);
        let another = matches!(number, Some(1 | FIRST_LETTER)) && item >= Some(2) && self.word(i) != "(";
        let marked = matches!(self.word(i), "•" | "⁃");
        // a) carreteras;⏎b) puentes
        let held = self.tokens[i - 1].gap >= Gap::Line && self.is_open(i - 1);
        number.is_some() && !held && (number == item.map(|n| n + 1) || marked || another && capital() && again())
    }

    /// `Abs. 2 lit. a) gilt`: whether a letter names a part of a text, behind an abbreviation for such a part.
    fn is_letter_of(&self, at: usize) -> bool {
        let stopped = at > 1 && self.word(at - 1) == "." && self.joined(at - 1) && self.tokens[at - 1].gap < Gap::Line;
        stopped && self.abbreviation(at - 2) == Some(Abbreviation::Number)
    }

    /// The number of a list item that begins at a token: `2.`, `2)`, `b)`, `(b)`.
    pub(super) fn item(&self, at: usize) -> Option<u32> {
        let at = at + usize::from(matches!(self.word(at), "(" | "•" | "⁃" | "-"));
        let token = self.tokens.get(at)?;
        let close = self.word(at + 1);
        if token.gap != Gap::None || !matches!(close, "." | ")") {
            return None;
        }
        if self.tokens[at + 1].gap == Gap::None && !(close == "." && self.word(at + 2) == ")") {
            return None;
        }
        match token.kind {
            Kind::Number => self.word(at).parse().ok().filter(|n| *n < 100),
            Kind::Word => match self.word(at).as_bytes() {
                [b'a'..=b'z'] if self.is_letter_of(at) => None,
                [letter @ b'a'..=b'z'] => Some(FIRST_LETTER + u32::from(*letter - b'a')),
                _ => None,
            },
            _ => None,
        }
    }
}
