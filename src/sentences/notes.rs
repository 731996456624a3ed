//! What may stand behind a full stop besides brackets and quotation marks: references to notes, marks typed as two,
//! smileys.

use super::{LIKELY, Segmenter};
use crate::token::{Case, Gap, Kind};

impl Segmenter<'_> {
    /// The end of a reference to a note, `[12]`.
    pub(super) fn note(&self, at: usize) -> Option<usize> {
        let number = self.tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Number && t.gap == Gap::None);
        (self.word(at) == "[" && number && self.word(at + 2) == "]").then_some(at + 2)
    }

    /// The end of the numbers of notes that were raised: `is late.11 12 Then`, the stop being token `i`.
    pub(super) fn raised_note(&self, i: usize, last: usize) -> Option<usize> {
        let number = |k: usize| self.tokens.get(k).is_some_and(|t| t.kind == Kind::Number && t.span.len() < 4);
        let before = *self.tokens.get(i.checked_sub(1)?)?;
        let ended = before.case == Case::Lower && before.span.len() > 2 || matches!(self.word(i - 1), ")" | "”" | "\"");
        if i != last || self.word(i) != "." || !ended || self.tokens[i].gap != Gap::None || !number(i + 1) {
            return None;
        }
        let end = (i + 1..i + 6).take_while(|&k| number(k)).last()?;
        let spaced = (i + 1..=end).all(|k| self.tokens[k].gap != Gap::None);
        (spaced && self.tokens.get(end + 1).is_some_and(|t| t.case == Case::Capital)).then_some(end)
    }

    /// The end of a quotation mark typed as two single ones or two commas.
    pub(super) fn double_mark(&self, at: usize, half: &str) -> Option<usize> {
        let both = self.word(at) == half && self.tokens[at].gap == Gap::None && self.word(at + 1) == half;
        (both && (half == "," || self.tokens[at + 1].gap != Gap::None)).then_some(at + 1)
    }

    /// Whether a smiley ends the sentence as a full stop would.
    pub(super) fn smiles(&self, first: usize, i: usize) -> bool {
        let token = self.tokens[i];
        if i == first || token.gap != Gap::Space || self.tokens.get(i + 1).is_none_or(|t| t.case != Case::Capital) {
            return false;
        }
        let smiley = match token.kind {
            Kind::Symbol => {
                self.word(i).starts_with(|c| matches!(c, '\u{1F300}'..='\u{1FAFF}' | '☺' | '☹' | '♥' | '❤'))
            }
            Kind::Punctuation => {
                let eyes = i - 1 - usize::from(self.word(i - 1) == "-" && i > first + 1);
                let mouth = matches!(self.word(i), ")" | "(" | "))" | "((");
                mouth && matches!(self.word(eyes), ":" | ";") && self.joined(i) && !self.joined(eyes)
            }
            _ => false,
        };
        smiley && (self.starter(i + 1) >= LIKELY || self.begins_plainly(i + 1))
    }
}
