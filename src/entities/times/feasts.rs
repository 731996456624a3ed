//! Feasts that move: those counted from Easter, and those on the n-th weekday of a month.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// From this value of `holiday` on the tables count days from Easter Sunday, which has this value itself.
const EASTER: i64 = 10_000;
/// From this value on they name the n-th weekday of a month: 31144 is the fourth Thursday of November, and 41144 the
/// day after it.
const NTH: i64 = 30_000;
const DAY_AFTER: i64 = 40_000;

/// The day of a moving feast in a year; `None` for one that the tables give no rule for.
pub(super) fn day(feast: i64, year: i16) -> Option<Date> {
    match feast {
        DAY_AFTER.. => nth(feast - DAY_AFTER, year)?.tomorrow().ok(),
        NTH.. => nth(feast - NTH, year),
        9_000.. => easter(year)?.checked_add((feast - EASTER).days()).ok(),
        _ => None,
    }
}

fn nth(code: i64, year: i16) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset((code / 10 % 10) as i8).ok()?;
    Date::new(year, (code / 100) as i8, 1).ok()?.nth_weekday_of_month((code % 10) as i8, weekday).ok()
}

/// Easter Sunday of the western churches (Meeus, Astronomical Algorithms, 1991, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_fall_on_their_days() {
        for (feast, year, date) in [
            (10_000, 2018, "2018-04-01"),
            (10_000, 2024, "2024-03-31"),
            (10_049, 2022, "2022-06-05"),
            (9_993, 2019, "2019-04-14"),
            (31_144, 2024, "2024-11-28"),
            (41_144, 2010, "2010-11-26"),
        ] {
            assert_eq!(day(feast, year).map(|d| d.to_string()).as_deref(), Some(date), "{feast}");
        }
        assert_eq!(day(0, 2024), None);
    }
}
