//! Dates of the solar calendar of Iran, told as those of the common one: `۱۵ مهر ۱۴۰۲` is 7 October 2023.

use jiff::ToSpan;
use jiff::civil::Date;

use super::atoms::Atom;
use super::digits::{int, mark};
use super::when::When;
use crate::entities::amounts::{glued, near};
use crate::entities::text::Text;

/// The months, from the one that begins with spring on. Most are other words and names, too: `مهر` is love.
const MONTHS: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// The years that are taken for solar ones.
const YEARS: std::ops::Range<i16> = 1200..1500;

/// The number of the month whose name stands at a token, and where the name ends: `مهر`, `مهر ماه`.
fn month(text: &Text, i: usize) -> Option<(i8, usize)> {
    let word = text.str(i);
    let number = if word.is_ascii() { None } else { MONTHS.iter().position(|name| word == *name) }?;
    let word = text.is(i + 1, "ماه") && near(text, i + 1);
    Some((number as i8 + 1, i + 1 + usize::from(word)))
}

/// The year in four digits at a token, or behind the word for one.
fn year(text: &Text, i: usize) -> Option<(i16, usize)> {
    let at = i + usize::from(text.is(i, "سال"));
    let (year, _) = int(text, at).filter(|y| y.1 == 4 && YEARS.contains(&y.0) && near(text, at))?;
    (!glued(text, at, at + 1)).then_some((year, at + 1))
}

/// `۱۵ مهر ۱۴۰۲`, and without its year a day of no value.
pub(super) fn day(text: &Text, i: usize) -> Option<Atom> {
    let (month, end) = month(text, i + 1).filter(|_| near(text, i + 1))?;
    let (day, _) = int(text, i).filter(|d| d.1 <= 2 && (1..=31).contains(&d.0))?;
    // `۱۷ شهریور ۵۷`
    let short = || int(text, end).filter(|y| y.1 == 2 && y.0 > 9 && near(text, end) && !glued(text, end, end + 1));
    match year(text, end).or_else(|| short().map(|y| (1300 + y.0, end + 1))) {
        Some((year, end)) => Atom::new(end, on(common(year, month, day as i8))),
        None => Atom::new(end, When { vague: true, ..When::default() }),
    }
}

/// `۱۴۰۲/۷/۱۵`
pub(super) fn numeric(text: &Text, i: usize) -> Option<Atom> {
    let number = if persian(text, i) { int(text, i) } else { None };
    let (year, _) = number.filter(|y| y.1 == 4 && YEARS.contains(&y.0))?;
    let slash = |k: usize| mark(text, k).is_some_and(|m| matches!(m, "/" | "-"));
    let part = |k: usize| int(text, k).filter(|n| n.1 <= 2).map(|n| n.0 as i8);
    let (month, day) = part(i + 2).zip(part(i + 4)).filter(|_| slash(i + 1) && slash(i + 3))?;
    (!glued(text, i, i + 5)).then(|| Atom::of(i + 5, on(common(year, month, day)), true))
}

/// The first and the last day of the year at a token, or of the month before it: `سال ۱۴۰۲`, `مهر ۱۴۰۲`.
pub(super) fn stretch(text: &Text, i: usize) -> Option<(usize, (When, When))> {
    let begins = text.is_number(i) && start(text, i) < i;
    let (year, end) = begins.then(|| year(text, i)).flatten()?;
    let months = month(text, start(text, i)).map_or((1, 12), |(month, _)| (month, month));
    let last = common(if months.1 == 12 { year + 1 } else { year }, months.1 % 12 + 1, 1);
    let last = last.and_then(|day| day.yesterday().ok());
    Some((end, (on(common(year, months.0, 1)), on(last))))
}

/// The token that a stretch of time begins at whose year stands at token `i`.
pub(super) fn start(text: &Text, i: usize) -> usize {
    if !persian(text, i) {
        return i;
    }
    let year = i.checked_sub(1).filter(|&k| text.is(k, "سال") && near(text, i));
    let word = year.unwrap_or(i);
    let named = |from: usize| month(text, from).is_some_and(|(_, end)| end == word);
    let month = (word.saturating_sub(2)..word).find(|&from| named(from) && near(text, from + 1));
    month.or(year).unwrap_or(i)
}

fn persian(text: &Text, i: usize) -> bool {
    text.draft.language(i).code() == "fa"
}

/// A day, or no value where it does not exist.
fn on(date: Option<Date>) -> When {
    match date {
        Some(date) => {
            When { year: Some(date.year()), month: Some(date.month()), day: Some(date.day()), ..When::default() }
        }
        None => When { vague: true, ..When::default() },
    }
}

/// A day of the solar calendar in the common one. Of 33 years eight have a day more; from 1178 to 1633 the rule finds
/// the year of every equinox (K. Borkowski, The Persian calendar for 3000 years, 1996).
fn common(year: i16, month: i8, day: i8) -> Option<Date> {
    let leap = |year: i16| (25 * i32::from(year) + 11) % 33 < 8;
    let length = |year: i16| if leap(year) { 366 } else { 365 };
    let longest = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 => 29 + i8::from(leap(year)),
        _ => return None,
    };
    (1..=longest).contains(&day).then_some(())?;
    // The first day of 1403.
    let anchor = Date::constant(2024, 3, 20);
    let years: i64 = match year {
        1403.. => (1403..year).map(length).sum(),
        _ => -(year..1403).map(length).sum::<i64>(),
    };
    let months = 30 * i64::from(month - 1) + i64::from((month - 1).min(6));
    anchor.checked_add((years + months + i64::from(day) - 1).days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_both_calendars_are_the_same() {
        for ((year, month, day), date) in [
            ((1402, 7, 15), "2023-10-07"),
            ((1357, 11, 22), "1979-02-11"),
            ((1399, 12, 30), "2021-03-20"),
            ((1403, 12, 30), "2025-03-20"),
            ((1285, 5, 14), "1906-08-06"),
            ((1404, 1, 1), "2025-03-21"),
        ] {
            assert_eq!(common(year, month, day).map(|d| d.to_string()).as_deref(), Some(date));
        }
        assert_eq!(common(1402, 12, 30), None);
        assert_eq!(common(1402, 13, 1), None);
        assert_eq!(common(1402, 7, 31), None);
    }
}
