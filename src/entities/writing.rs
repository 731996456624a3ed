//! How the sentences of a text are written: with capitals where they belong, or not.

use crate::token::{Case, Gap, Kind, Token};

/// How the words around a token are written, where their capitals tell nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// With capitals where they belong.
    Normal,
    /// Without capitals.
    Lower,
    /// In capitals.
    Upper,
    /// Every Word With One.
    Title,
}

/// Words with case that a stretch of a text has at least before a mark ends it.
const STRETCH: usize = 4;

/// The sentences and lines of a text, roughly, and how each is written.
pub(super) fn stretches<'a>(text: &'a str, tokens: &'a [Token]) -> impl Iterator<Item = (&'a [Token], Writing)> {
    let mut rest = tokens;
    std::iter::from_fn(move || {
        let mut counts = Counts::default();
        let mut end = 0;
        while let Some(token) = rest.get(end) {
            end += 1;
            counts.add(token);
            let stop = token.kind == Kind::Punctuation
                && matches!(text.as_bytes()[token.span.start as usize], b'.' | b'!' | b'?');
            if token.gap >= Gap::Line || stop && counts.words >= STRETCH {
                break;
            }
        }
        let (stretch, after) = rest.split_at(end);
        rest = after;
        (end > 0).then(|| (stretch, counts.writing()))
    })
}

/// How many words are written how.
#[derive(Default)]
struct Counts {
    words: usize,
    lower: usize,
    /// Lower-case words that a headline writes with a capital.
    long: usize,
    upper: usize,
    capital: usize,
}

impl Counts {
    fn add(&mut self, token: &Token) {
        if !token.is_word() || token.case == Case::None {
            return;
        }
        self.words += 1;
        match token.case {
            Case::Lower => {
                self.lower += 1;
                self.long += usize::from(token.span.len() > 3);
            }
            Case::Upper => self.upper += 1,
            _ if token.span.len() > 2 => self.capital += 1,
            _ => {}
        }
    }

    fn writing(&self) -> Writing {
        if self.lower >= 2 && self.lower == self.words {
            Writing::Lower
        } else if self.upper >= 3 && self.upper * 10 >= (self.lower + self.upper + self.capital) * 9 {
            Writing::Upper
        } else if self.capital >= 3 && self.long == 0 {
            Writing::Title
        } else {
            Writing::Normal
        }
    }
}
