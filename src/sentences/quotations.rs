//! Quotations that are a part of a sentence: what ends inside them does not end it.

use super::marks::{Mark, mark};
use super::{BRACKET, LIKELY, Segmenter};
use crate::quotation::Role;
use crate::token::{Case, Gap, Kind};

/// A quotation of more tokens is taken for one that is never closed.
const LONGEST: usize = 120;
/// A longer one is parted though its source is told behind it.
const CITED: usize = 48;
/// A bracket with the source of a quotation has hardly more tokens.
const SOURCE: usize = 40;

impl Segmenter<'_> {
    /// Where a quotation that begins at token `open` ends.
    pub(super) fn quotation(&self, open: usize) -> Option<usize> {
        let mark = self.marks.at(open).filter(|mark| mark.role == Role::Open)?;
        let close = mark.partner? as usize;
        (open < close && close - open <= LONGEST).then_some(close)
    }

    /// Whether the mark at token `close` has a partner.
    pub(super) fn quotation_before(&self, close: usize) -> bool {
        self.marks.at(close).is_some_and(|mark| mark.partner.is_some())
    }

    /// Whether the sentence that began at `first` holds a quotation whole: it runs on in lower case behind it.
    /// Treebanks part a quotation with which the sentence begins.
    pub(super) fn holds(&self, first: usize, open: usize, close: usize) -> bool {
        // " she said. Then he left. ": a straight mark between spaces may as well close what came before.
        if self.tokens[open].gap != Gap::None && matches!(self.word(open), "\"" | "'") {
            return false;
        }
        let spoken = self.word(open) == "„" && self.word(close - 1) == "," && self.joined(close);
        (open > first || spoken) && self.runs_on(close) || close - open < CITED && self.is_cited(close)
    }

    /// Whether a bracket behind a quotation says where it comes from: `“It rained. We left” (Miller, p. 12).`
    fn is_cited(&self, close: usize) -> bool {
        let bracket = close + 1;
        if self.word(bracket) != "(" || self.tokens[close].gap != Gap::Space || mark(self.word(close - 1)).is_some() {
            return false;
        }
        let end = (bracket + 1..self.tokens.len().min(bracket + SOURCE)).find(|&k| self.word(k) == ")");
        end.is_some_and(|end| self.tokens[end].gap == Gap::None && self.word(end + 1) == ".")
    }

    /// Whether what is told of the speaker inside the quotation that opened at token `open` ends at token `last`:
    /// `«Late, – he said. – Very late».`
    pub(super) fn is_aside(&self, open: usize, last: usize) -> bool {
        let dash = |k: usize| matches!(self.word(k), "–" | "—") && self.tokens[k].gap == Gap::Space && !self.joined(k);
        let begins = |k: usize| dash(k) && matches!(self.word(k - 1), "," | "?" | "!" | "…");
        dash(last + 1) && (open + 2..last).rev().take(30).any(begins)
    }

    /// Whether a sentence runs on in lower case behind a closing mark, or behind the comma at it.
    fn runs_on(&self, close: usize) -> bool {
        let next = close + 1 + usize::from(self.word(close + 1) == ",");
        let spaced = self.tokens[next.min(self.tokens.len()) - 1].gap == Gap::Space;
        spaced && !self.lowered && self.tokens.get(next).is_some_and(|t| t.case == Case::Lower)
    }

    /// Whether a mark stands alone in quotation marks: `the sign “!” here`.
    pub(super) fn is_shown(&self, i: usize) -> bool {
        let between = self.joined(i) && self.tokens[i].gap == Gap::None;
        let opens = |k: usize| self.marks.role(k) == Some(Role::Open) || self.word(k) == "“";
        between && opens(i - 1) && self.marks.role(i + 1) == Some(Role::Close)
    }

    /// Whether a bracket inside a sentence ends with a cry, an ellipsis or an abbreviation at token `i`, which is not
    /// the end of the sentence: `the cheap (and cheapest!) Way home`, `Rome (44 B.C.) Augustus`.
    pub(super) fn notes(&self, i: usize, last: usize) -> bool {
        let cries = matches!(mark(self.word(i)), Some(Mark::Cry | Mark::Ellipsis));
        let noted = cries || i > 0 && self.abbreviation(i - 1).is_some();
        let begins = || self.starter(last + 1) >= LIKELY || self.word(last + 2) == ",";
        noted && last == i + 1 && self.word(last) == ")" && !begins()
    }

    /// Whether an ellipsis at token `i` stands for a part of a row: `one, two, ... Ten`, `on my Debian/... Linux`.
    pub(super) fn leaves_out(&self, first: usize, i: usize) -> bool {
        i > first
            && match self.word(i - 1) {
                "," => !self.joined(i),
                "/" => self.joined(i),
                _ => false,
            }
    }

    /// Whether a bracket that opens at token `open` closes in its paragraph, and not far away.
    pub(super) fn is_closed(&self, open: usize) -> bool {
        let near = (open..self.tokens.len().min(open + BRACKET)).take_while(|&k| self.tokens[k].gap < Gap::Paragraph);
        near.map(|k| k + 1).any(|k| matches!(self.word(k), ")" | "]" | "）" | "》"))
    }

    /// Whether a bracket opens at token `at` behind an abbreviation and the sentence goes on behind the bracket.
    pub(super) fn goes_on_behind_bracket(&self, at: usize, abbreviated: bool) -> bool {
        if self.word(at) != "(" {
            return false;
        }
        let Some(close) = (at + 1..at + 16).find(|&k| matches!(self.word(k), ")" | "(")) else { return false };
        if self.word(close) == "(" {
            return false;
        }
        let stopped = self.tokens[close - 1].kind == Kind::Punctuation && self.word(close - 1) == ".";
        let next = close + 1;
        let lower = self.tokens.get(next).is_some_and(|t| t.case == Case::Lower);
        let goes_on = match self.tokens[close].gap {
            Gap::None => self.word(next) == "," || abbreviated && self.word(next) == ".",
            gap => gap == Gap::Space && lower && abbreviated,
        };
        goes_on && !stopped
    }

    /// Whether a stop at token `i` is followed by the three stops of an ellipsis with spaces, with which the next
    /// sentence begins: `done. . . . The`.
    pub(super) fn is_before_ellipsis(&self, i: usize) -> bool {
        let dot = |k: usize| self.word(k) == "." && self.tokens[k].gap == Gap::Space;
        let capital = self.tokens.get(i + 4).is_some_and(|t| t.case == Case::Capital);
        self.joined(i) && (i..i + 4).all(dot) && capital && self.tokens[i - 1].is_word()
    }
}
