//! A number put together from its words.

use super::words::{Entry, Kind};

/// A number being put together from its words.
#[derive(Clone, Copy, Default)]
pub(super) struct Sum {
    pub total: i64,
    pub part: i64,
    pub ordinal: bool,
    pub languages: u64,
    last: i64,
}

impl Sum {
    /// Adds a word: hundreds and more multiply what stands before them.
    pub(super) fn add(&mut self, entry: &Entry) {
        self.languages = if self.last == 0 && self.total + self.part == 0 {
            entry.languages
        } else {
            self.languages & entry.languages
        };
        self.ordinal = entry.kind == Kind::Ordinal;
        let value = entry.value;
        if !scale(value) && value >= 1000 {
            self.total = self.total.saturating_add(value);
            self.last = 1000;
        } else if value >= 1000 {
            if self.last >= 1000 && value > self.last {
                // mil millones, tausend Milliarden; what is larger than a million of them stays: tres billones mil
                // millones.
                let lower = self.total % value.saturating_mul(1_000_000);
                let times = lower.saturating_add(self.part).max(1).saturating_mul(value);
                self.total = (self.total - lower).saturating_add(times);
            } else {
                self.total = self.total.saturating_add(self.part.max(1).saturating_mul(value));
            }
            self.part = 0;
            self.last = value;
        } else if value == 100 && self.part > 0 && self.part < 100 {
            self.part *= 100;
        } else {
            self.part += value;
        }
    }

    /// Whether a further word can follow: none says the same digits again. Units stand before tens only with a link:
    /// `fünf und zwanzig`, but `three thirty` are two.
    pub(super) fn takes(&self, value: i64, linked: bool) -> bool {
        match value {
            0 => false,
            1000.. if !scale(value) => self.part == 0 && self.last > value,
            1000.. => self.part > 0 || self.total > 0 && value > self.last,
            100 => self.part > 0 && self.part < 100 || self.part == 0,
            200..1000 => self.part == 0,
            _ => {
                let low = self.part % 100;
                low == 0
                    || low >= 20 && low % 10 == 0 && value < 10
                    || matches!(low, 60 | 80) && value < 20
                    || linked && low < 10 && value >= 20
            }
        }
    }
}

/// Whether a number multiplies what stands before it: a power of ten from 1,000 on.
pub(super) fn scale(value: i64) -> bool {
    value >= 1000 && 10i64.checked_pow(value.ilog10()) == Some(value)
}
