//! Exact decimal numbers.

use std::fmt;

/// A decimal number: `digits` / 10^`places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: i128,
    places: u32,
}

/// A number of more digits has no value: what is counted or paid stays below.
const MOST_DIGITS: usize = 30;
/// Decimal places kept of a fraction such as 1/3.
const PLACES: u32 = 10;

impl Decimal {
    pub(super) fn whole(value: i64) -> Decimal {
        Decimal { digits: value.into(), places: 0 }
    }

    /// The number `digits` / 10^`places`.
    pub(super) fn new(digits: i64, places: u32) -> Decimal {
        Decimal { digits: digits.into(), places }
    }

    /// The number with these digits before and after the point.
    pub(super) fn parse(whole: &str, part: &str) -> Option<Decimal> {
        if whole.len() + part.len() > MOST_DIGITS * 4 {
            return None;
        }
        let mut digits = 0i128;
        let mut count = 0;
        for c in whole.chars().chain(part.chars()) {
            let digit = digit(c)?;
            count += usize::from(count > 0 || digit > 0);
            digits = digits.checked_mul(10)?.checked_add(digit.into())?;
        }
        (count <= MOST_DIGITS).then(|| Decimal { digits, places: part.chars().count() as u32 })
    }

    pub(super) fn times(self, factor: i64) -> Option<Decimal> {
        Some(Decimal { digits: self.digits.checked_mul(factor.into())?, ..self })
    }

    pub(super) fn plus(self, other: Decimal) -> Option<Decimal> {
        let places = self.places.max(other.places);
        let scaled = |d: Decimal| d.digits.checked_mul(10i128.checked_pow(places - d.places)?);
        Some(Decimal { digits: scaled(self)?.checked_add(scaled(other)?)?, places })
    }

    /// The hundredth part.
    pub(super) fn hundredth(self) -> Decimal {
        Decimal { places: self.places + 2, ..self }
    }

    pub(super) fn ratio(self, by: Decimal) -> Option<Decimal> {
        if by.digits <= 0 {
            return None;
        }
        let scale = 10i128.checked_pow(PLACES + by.places)?;
        let digits = self.digits.checked_mul(scale)?;
        let half = by.digits / 2;
        Some(Decimal { digits: (digits + half) / by.digits, places: PLACES + self.places })
    }

    pub(super) fn negative(self) -> Decimal {
        Decimal { digits: -self.digits, ..self }
    }

    /// Whether it is no larger than another one.
    pub(super) fn at_most(self, other: Decimal) -> bool {
        other.plus(self.negative()).is_none_or(|rest| rest.digits >= 0)
    }

    /// The number, if it is whole and fits.
    pub(super) fn integer(self) -> Option<i64> {
        let power = 10i128.checked_pow(self.places)?;
        (self.digits % power == 0).then(|| i64::try_from(self.digits / power).ok()).flatten()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut digits, mut places) = (self.digits, self.places);
        while places > 0 && digits % 10 == 0 {
            digits /= 10;
            places -= 1;
        }
        let text = format!("{:0>width$}", digits.unsigned_abs(), width = places as usize + 1);
        let (whole, part) = text.split_at(text.len() - places as usize);
        let sign = if digits < 0 { "-" } else { "" };
        if part.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part}") }
    }
}

/// The value of a decimal digit of any script.
fn digit(c: char) -> Option<u8> {
    if c.is_ascii_digit() {
        return Some(c as u8 - b'0');
    }
    // Digits of a script stand in a row of ten that begins at a multiple of 16, or of 16 and 6.
    let zeros =
        [0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0x1040, 0xFF10];
    zeros.iter().find_map(|&zero| (c as u32).checked_sub(zero).filter(|&d| d < 10)).map(|d| d as u8)
}
