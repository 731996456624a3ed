//! Damage and odd cases for training texts: what the tagger of names meets at work.

use super::conll::Marked;
use crate::span::Span;

/// A small generator of random numbers (SplitMix64: Steele, Lea & Flood 2014), the same on every machine.
pub(super) struct Random(pub u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, chance: u64) -> bool {
        self.next() % 100 < chance
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}

/// Puts `next` behind `text`, with `gap` between.
pub(super) fn append(text: &mut Marked, gap: &str, next: &Marked) {
    text.text.push_str(gap);
    let by = text.text.len() as u32;
    text.text.push_str(&next.text);
    text.names.extend(next.names.iter().map(|(s, t)| (Span { start: s.start + by, end: s.end + by }, *t)));
}

/// The text with each character replaced; spans go with their characters.
pub(super) fn replaced(marked: &Marked, mut by: impl FnMut(usize, char, &mut String)) -> Marked {
    let mut text = String::with_capacity(marked.text.len() + 8);
    let mut moved = vec![0u32; marked.text.len() + 1];
    let mut ends = vec![0u32; marked.text.len() + 1];
    for (i, c) in marked.text.char_indices() {
        by(i, c, &mut text);
        // What is put before a character stands outside the name that it begins.
        ends[i + c.len_utf8()] = text.len() as u32;
        moved[i] = (text.len() - last_length(&text)) as u32;
    }
    let carried = |s: Span| {
        let start = moved[s.start as usize];
        Span { start, end: ends[s.end as usize].max(start) }
    };
    Marked { names: marked.names.iter().map(|(s, t)| (carried(*s), *t)).collect(), text }
}

fn last_length(text: &str) -> usize {
    text.chars().next_back().map_or(0, char::len_utf8)
}

pub(super) fn lower(marked: &Marked) -> Marked {
    replaced(marked, |_, c, out| out.push(one(c.to_lowercase(), c)))
}

pub(super) fn upper(marked: &Marked) -> Marked {
    replaced(marked, |_, c, out| out.push(one(c.to_uppercase(), c)))
}

/// Every Word With A Capital, as in headings.
pub(super) fn headline(marked: &Marked) -> Marked {
    let mut inside = false;
    replaced(marked, |_, c, out| {
        out.push(if inside { c } else { one(c.to_uppercase(), c) });
        inside = c.is_alphanumeric() || c == '\'' || c == '’';
    })
}

fn one(mut forms: impl ExactSizeIterator<Item = char>, c: char) -> char {
    if forms.len() == 1 { forms.next().unwrap_or(c) } else { c }
}

/// A space before each hyphen inside a word: `NATO -Länder`.
pub(super) fn hyphens(marked: &Marked) -> Marked {
    let text = &marked.text;
    let around = |i: usize| {
        let before = text[..i].chars().next_back().is_some_and(char::is_alphanumeric);
        before && text[i + 1..].chars().next().is_some_and(char::is_alphanumeric)
    };
    replaced(marked, |i, c, out| {
        if c == '-' && around(i) {
            out.push(' ');
        }
        out.push(c);
    })
}
