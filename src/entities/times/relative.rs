//! Places in time relative to today, and what they mean on a day.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// A length of time that a calendar counts in: `d wk mo a …` as in the table of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
}

/// A place in time relative to today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Relative {
    /// So many days from today.
    Day(i64),
    /// This, next or last day, week, month or year.
    Which(i64, Step),
    /// A weekday of this, the next or the last week.
    Weekday(i64),
    /// The next or the last one of a weekday, a month or a feast from today on.
    Near(i64),
    /// A decade, some hours …: no single value.
    Other,
    /// So many steps from now.
    Shift(i64, Step),
    /// The next or, below zero, the last so many steps.
    Over(i64, Step),
    /// The weekend of this, the next or the last week.
    Weekend(i64),
}

impl Relative {
    /// Whether nothing else can be said relative to today beside it.
    pub fn is_point(self) -> bool {
        !matches!(self, Relative::Other | Relative::Over(..) | Relative::Weekend(_))
    }

    /// What it means on a day, on this weekday if one is said.
    pub fn resolved(self, weekday: Option<Weekday>, today: Date) -> Option<String> {
        let later = |days: i64| today.checked_add(days.days()).ok();
        let monday = |date: Date| date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok();
        let of_week = |date: Date, days: i64| Some(monday(date)?.checked_add(days.days()).ok()?.to_string());
        let offset = weekday.map(|w| i64::from(w.to_monday_zero_offset()));
        match (self, offset) {
            (Relative::Day(days), _) => Some(later(days)?.to_string()),
            (Relative::Weekday(which) | Relative::Which(which, Step::Week), Some(day)) => {
                of_week(today, 7 * which + day)
            }
            (Relative::Which(which, step), None) => named(today, which, step),
            (Relative::Weekend(which), None) => {
                Some(format!("{}/{}", of_week(today, 7 * which + 5)?, of_week(today, 7 * which + 6)?))
            }
            // Quarters and decades are told whole: `last two quarters` ends with the last one.
            (Relative::Over(count, step @ (Step::Quarter | Step::Decade)), None) => {
                let (near, far) = (named(today, count.signum(), step)?, named(today, count, step)?);
                let (from, to) = if count < 0 { (far, near) } else { (near, far) };
                Some(if from == to { from } else { format!("{from}/{to}") })
            }
            // Neither holds today.
            (Relative::Over(count, step), None) => {
                let other = shifted(today, count, step)?;
                let near = later(count.signum())?;
                Some(if count < 0 { format!("{other}/{near}") } else { format!("{near}/{other}") })
            }
            (Relative::Near(sign), Some(_)) => {
                Some(today.nth_weekday(if sign < 0 { -1 } else { 1 }, weekday?).ok()?.to_string())
            }
            // `two weeks from now on Monday`: that of the week so far off.
            (Relative::Shift(count, step), Some(day)) => of_week(shifted(today, count, step)?.parse().ok()?, day),
            (Relative::Shift(count, step), None) => shifted(today, count, step),
            _ => None,
        }
    }
}

/// The day closest to today that is this day of its month and this day of the week: `Friday 13`.
pub(super) fn weekday_of_month(today: Date, day: i8, weekday: i8) -> Option<Date> {
    let first = today.first_of_month();
    // A day of the month falls on each day of the week within 14 months, the 31st within 24.
    let months = (0..=24).flat_map(|n| [n, -n]);
    let days = months.filter_map(|n| {
        let month = first.checked_add(n.months()).ok()?;
        Date::new(month.year(), month.month(), day).ok()
    });
    let fits = |date: &Date| date.weekday().to_monday_one_offset() == weekday;
    days.filter(fits).min_by_key(|date| today.until(*date).map_or(0, |span| span.get_days().abs()))
}

/// This, the next or the last day, week (`2024-W05`), month or year.
fn named(today: Date, which: i64, step: Step) -> Option<String> {
    let date = today.checked_add(span(which, step)?).ok()?;
    Some(match step {
        Step::Week => {
            let week = date.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Step::Quarter => format!("{:04}-{}", date.year(), 33 + (date.month() - 1) / 3),
        Step::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Step::Year => format!("{:04}", date.year()),
        Step::Decade => format!("{:03}X", date.year() / 10),
        _ => date.to_string(),
    })
}

/// So many steps from a day on.
pub(super) fn shifted(today: Date, count: i64, step: Step) -> Option<String> {
    match step {
        Step::Second | Step::Minute | Step::Hour => None,
        _ => Some(today.checked_add(span(count, step)?).ok()?.to_string()),
    }
}

fn span(count: i64, step: Step) -> Option<Span> {
    let empty = Span::new();
    match step {
        Step::Day => empty.try_days(count).ok(),
        Step::Week => empty.try_weeks(count).ok(),
        Step::Month => empty.try_months(count).ok(),
        Step::Quarter => empty.try_months(count.checked_mul(3)?).ok(),
        Step::Year => empty.try_years(count).ok(),
        Step::Decade => empty.try_years(count.checked_mul(10)?).ok(),
        _ => None,
    }
}
