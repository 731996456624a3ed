//! What a time expression says, put together field by field, and its ISO 8601 value.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::feasts;
use super::relative::{Relative, Step, weekday_of_month};

/// The fields of a time expression; what is not said is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct When {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: Option<i8>,
    /// 1 is Monday.
    pub weekday: Option<i8>,
    /// The week of a year by its number.
    pub week: Option<i8>,
    pub hour: Option<i8>,
    pub minute: Option<i8>,
    pub second: Option<i8>,
    /// Morning 0 to night 3.
    pub part: Option<i8>,
    pub pm: Option<bool>,
    /// Minutes ahead of Greenwich.
    pub zone: Option<i16>,
    pub relative: Option<Relative>,
    /// A season, quarter or half of a year, by its number in ISO 8601-2.
    pub part_of_year: Option<i8>,
    /// A year without its last digit, and one without its last two.
    pub decade: Option<i16>,
    pub century: Option<i8>,
    /// A feast that moves, by its value in the tables.
    pub feast: Option<i64>,
    /// Something of a date that has no field: the end of a month.
    pub vague: bool,
    /// Whether the day that ends what it begins is another one alone: `24 y 31 de marzo`.
    pub parted: bool,
}

impl When {
    /// Whether it says anything of a day.
    pub(super) fn has_date(&self) -> bool {
        let fields = self.year.is_some() || self.month.is_some() || self.day.is_some() || self.weekday.is_some();
        let fields = fields || self.week.is_some();
        let parts =
            self.feast.is_some() || self.part_of_year.is_some() || self.decade.is_some() || self.century.is_some();
        fields || parts || self.relative.is_some() || self.vague
    }

    /// Whether it is a month and no more.
    pub(super) fn is_month(&self) -> bool {
        self.month.is_some() && *self == When { month: self.month, ..When::default() }
    }

    /// Whether it is a week, month or year told from today, which no other year can be said of.
    pub(super) fn is_counted(&self) -> bool {
        matches!(self.relative, Some(Relative::Which(..) | Relative::Shift(..)))
    }

    /// Whether it says what no decade or century has.
    fn says_more(&self) -> bool {
        let date = self.year.is_some() || self.month.is_some() || self.day.is_some() || self.weekday.is_some();
        self.is_era() || date || self.has_time()
    }

    fn is_era(&self) -> bool {
        self.decade.is_some() || self.century.is_some()
    }

    /// Whether it says anything of the time of day.
    pub(super) fn has_time(&self) -> bool {
        self.hour.is_some() || self.part.is_some()
    }

    /// Whether it is a week, a month or a year of which no day is said: no time of day follows.
    pub(super) fn is_stretch(&self) -> bool {
        let which = matches!(self.relative, Some(Relative::Which(_, Step::Week | Step::Month | Step::Year)));
        which && self.weekday.is_none() && self.day.is_none()
    }

    /// Both together, unless both say the same field.
    pub(super) fn joined(&self, other: &When) -> Option<When> {
        let clash = self.year.is_some() && other.year.is_some()
            || self.month.is_some() && other.month.is_some()
            || self.day.is_some() && other.day.is_some()
            || self.weekday.is_some() && other.weekday.is_some()
            || self.hour.is_some() && other.hour.is_some()
            || self.part_of_year.is_some() && (other.part_of_year.is_some() || other.month.is_some())
            || self.month.is_some() && other.part_of_year.is_some()
            || self.is_era() && other.says_more()
            || other.is_era() && self.says_more()
            || self.relative.is_some_and(Relative::is_point) && other.relative.is_some()
            || self.pm.is_some() && other.pm.is_some()
            || self.part.is_some() && other.part.is_some();
        let whole = self.or(other);
        // `the last 3 weeks of this year` are not the last ones before today.
        let over = matches!(whole.relative, Some(Relative::Over(..))) && self.has_date() && other.has_date();
        let whole = if over { When { relative: Some(Relative::Other), ..whole } } else { whole };
        (!clash).then_some(whole)
    }

    /// Its own fields, and those of the other where it has none.
    pub(super) fn or(&self, other: &When) -> When {
        When {
            year: self.year.or(other.year),
            month: self.month.or(other.month),
            day: self.day.or(other.day),
            weekday: self.weekday.or(other.weekday),
            week: self.week.or(other.week),
            hour: self.hour.or(other.hour),
            minute: self.minute.or(other.minute),
            second: self.second.or(other.second),
            part: self.part.or(other.part),
            pm: self.pm.or(other.pm),
            zone: self.zone.or(other.zone),
            relative: self.relative.or(other.relative),
            part_of_year: self.part_of_year.or(other.part_of_year),
            feast: self.feast.or(other.feast),
            decade: self.decade.or(other.decade),
            century: self.century.or(other.century),
            vague: self.vague || other.vague,
            parted: self.parted || other.parted,
        }
    }

    /// The value: `2024-05-01`, `2024-05`, `2024`, `14:30`, `2024-05-01T14:30`; a day whose year is not said has `XXXX`
    /// in its place (ISO 8601-2), unless the reference date gives it. None for what does not exist or has no value.
    pub(super) fn value(&self, reference: Option<Date>) -> Option<String> {
        let time = self.clock();
        if !self.has_date() {
            return time;
        }
        let Some(date) = self.date(reference) else {
            return time.filter(|_| reference.is_none() && self.waits());
        };
        match time {
            Some(time) if self.day.is_some() || self.feast.is_some() || self.resolved(reference).is_some() => {
                Some(format!("{date}T{time}"))
            }
            Some(time) if self.year.is_none() && self.month.is_none() => Some(time),
            _ => Some(date),
        }
    }

    /// Whether only a reference date would tell the day: `tomorrow at 9` is at nine, whenever it is.
    fn waits(&self) -> bool {
        let told = self.relative.is_some() || self.weekday.is_some() || self.feast.is_some();
        told && self.day.is_none() && !self.vague
    }

    /// Whether both are on one day, as far as they say.
    pub(super) fn on_one_day(&self, other: &When) -> bool {
        let day = |w: &When| (w.year, w.month, w.day, w.weekday, w.relative, w.feast);
        day(self) == day(other)
    }

    /// The value a year or a week later, where only the reference date gives the year or the week.
    pub(super) fn later(&self, reference: Option<Date>) -> Option<String> {
        let today = reference?;
        let step = match (self.relative, self.month, self.weekday) {
            (None, Some(_), None) if self.year.is_none() => 1.year(),
            (None, None, Some(_)) if self.day.is_none() => 1.week(),
            _ => return None,
        };
        self.value(today.checked_add(step).ok())
    }

    fn clock(&self) -> Option<String> {
        let hour = self.hour?;
        let afternoon =
            self.pm.unwrap_or(matches!(self.part, Some(1 | 2)) || self.part == Some(3) && (5..12).contains(&hour));
        let hour = match (self.pm, hour) {
            (Some(false), 12) => 0,
            _ if afternoon && hour < 12 => hour + 12,
            (_, 24) => 0,
            // `12 at night`
            (None, 12) if matches!(self.part, Some(2 | 3)) => 0,
            _ => hour,
        };
        let minute = self.minute.unwrap_or(0);
        let second = self.second.map_or(String::new(), |s| format!(":{s:02}"));
        (hour < 24 && minute < 60 && self.second.is_none_or(|s| s < 60))
            .then(|| format!("{hour:02}:{minute:02}{second}{}", self.offset()))
    }

    /// The zone as ISO 8601 writes it: `Z`, `+02:00`.
    fn offset(&self) -> String {
        match self.zone {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(zone) => {
                let sign = if zone < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", zone.abs() / 60, zone.abs() % 60)
            }
        }
    }

    fn date(&self, reference: Option<Date>) -> Option<String> {
        if self.decade.is_some() || self.century.is_some() || self.part_of_year.is_some() && self.month.is_none() {
            return self.part(reference);
        }
        // `Karfreitag, 18. April`: the day is said.
        let moves = self.feast.is_some() && (self.month.is_none() || self.day.is_none());
        if moves || self.month.is_some() && self.year.is_none() && self.relative.is_some() {
            return self.nearest(reference);
        }
        if let Some(week) = self.week.filter(|_| self.month.is_none() && self.weekday.is_none()) {
            return Some(format!("{}-W{week:02}", self.year_of_part(reference)?));
        }
        let year = self.year.or_else(|| reference.map(Date::year));
        match (year, self.month, self.day) {
            (_, None, Some(d)) if self.year.is_none() && !matches!(self.relative, Some(Relative::Weekday(_))) => {
                self.day_of_month(d, reference)
            }
            (_, None, None) if self.year.is_none() => self.resolved(reference),
            (_, Some(m), Some(d)) if self.year.is_none() && reference.is_none() => {
                // A leap year, so that 29 February without a year is one.
                Date::new(2024, m, d).ok().map(|_| format!("XXXX-{m:02}-{d:02}"))
            }
            (Some(y), Some(m), Some(d)) => {
                // 29 February without a year is that of the next leap year, eight years off at most.
                let years = if self.year.is_some() { y..=y } else { y..=y.saturating_add(8) };
                years.filter_map(|y| Date::new(y, m, d).ok()).next().map(|date| date.to_string())
            }
            (Some(y), Some(m), None) => (1..=12).contains(&m).then(|| format!("{y:04}-{m:02}")),
            (None, Some(m), None) => Some(format!("XXXX-{m:02}")),
            (Some(y), None, None) if self.relative.is_none() && y < 0 => Some(format!("-{:04}", -y)),
            // `the end of the year 2016`
            (Some(y), None, None) if matches!(self.relative, None | Some(Relative::Which(0, Step::Year))) => {
                Some(format!("{y:04}"))
            }
            _ => None,
        }
    }

    /// A feast, a month or a day of the year, in the year that is said, or as the next, the last or this year's one.
    fn nearest(&self, reference: Option<Date>) -> Option<String> {
        let in_year = |year: i16| match (self.feast, self.month) {
            (Some(feast), _) => feasts::day(feast, year),
            (None, Some(month)) => Date::new(year, month, self.day.unwrap_or(1)).ok(),
            _ => None,
        };
        let told = |date: Date| match (self.feast, self.day) {
            (None, None) => format!("{:04}-{:02}", date.year(), date.month()),
            _ => date.to_string(),
        };
        if let Some(year) = self.year {
            return in_year(year).map(told);
        }
        let Some(today) = reference else {
            // Which year it is the reference would say, but the day is known: `el pasado domingo 16 de marzo`.
            let day = self.month.zip(self.day).filter(|&(month, day)| Date::new(2024, month, day).is_ok());
            let told = match self.relative {
                Some(Relative::Near(sign)) => sign != 0,
                Some(Relative::Weekday(_) | Relative::Which(_, Step::Year)) => true,
                _ => false,
            };
            return day
                .filter(|_| told && self.feast.is_none())
                .map(|(month, day)| format!("XXXX-{month:02}-{day:02}"));
        };
        let years = today.year() - 1..=today.year() + 1;
        match self.relative {
            Some(Relative::Near(sign)) if sign > 0 => years.filter_map(in_year).find(|date| *date > today).map(told),
            Some(Relative::Near(sign)) if sign < 0 => {
                years.rev().filter_map(in_year).find(|date| *date < today).map(told)
            }
            Some(Relative::Which(which, Step::Year)) => in_year(today.year() + which as i16).map(told),
            _ => in_year(today.year()).map(told),
        }
    }

    /// A quarter, a season, a decade, a century: `2019-33`, `XXXX-21`, `199X`, `19XX`.
    fn part(&self, reference: Option<Date>) -> Option<String> {
        if let Some(decade) = self.decade {
            return Some(if decade < 100 { format!("XX{decade}X") } else { format!("{decade:03}X") });
        }
        if let Some(century) = self.century {
            return Some(format!("{century:02}XX"));
        }
        Some(format!("{}-{}", self.year_of_part(reference)?, self.part_of_year?))
    }

    /// The year of a quarter, a season or a week.
    fn year_of_part(&self, reference: Option<Date>) -> Option<String> {
        Some(match (self.year, self.relative) {
            (Some(year), _) => format!("{year:04}"),
            (None, Some(_)) => self.resolved(reference).filter(|year| year.len() == 4)?,
            (None, None) => reference.map_or("XXXX".to_owned(), |day| format!("{:04}", day.year())),
        })
    }

    /// A day of the month that is named relative to today, or of today's.
    fn day_of_month(&self, day: i8, reference: Option<Date>) -> Option<String> {
        let Some(today) = reference else {
            return (self.relative.is_none() && (1..=31).contains(&day)).then(|| format!("XXXX-XX-{day:02}"));
        };
        if let (None, Some(weekday)) = (self.relative, self.weekday) {
            return weekday_of_month(today, day, weekday).map(|date| date.to_string());
        }
        let month = match self.relative {
            Some(Relative::Which(_, Step::Month)) => self.resolved(reference)?,
            None => format!("{:04}-{:02}", today.year(), today.month()),
            Some(_) => return None,
        };
        format!("{month}-{day:02}").parse::<Date>().ok().map(|date| date.to_string())
    }

    /// The day, week, month or year that a relative expression means.
    fn resolved(&self, reference: Option<Date>) -> Option<String> {
        let weekday = self.weekday.and_then(|w| Weekday::from_monday_one_offset(w).ok());
        let today = reference?;
        match self.relative {
            Some(relative) => relative.resolved(weekday, today),
            None if !self.vague => {
                let ahead = i64::from(today.weekday().until(weekday?));
                Some(today.checked_add(ahead.days()).ok()?.to_string())
            }
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_iso_dates_and_times() {
        let day = When { year: Some(2024), month: Some(5), day: Some(1), ..When::default() };
        assert_eq!(day.value(None).as_deref(), Some("2024-05-01"));
        assert_eq!(When { day: Some(32), ..day }.value(None), None);
        assert_eq!(When { year: None, ..day }.value(None).as_deref(), Some("XXXX-05-01"));
        assert_eq!(When { day: None, ..day }.value(None).as_deref(), Some("2024-05"));
        let three = When { hour: Some(3), pm: Some(true), ..When::default() };
        assert_eq!(three.value(None).as_deref(), Some("15:00"));
        assert_eq!(day.joined(&three).and_then(|w| w.value(None)).as_deref(), Some("2024-05-01T15:00"));
    }

    #[test]
    fn relative_days_need_a_reference() {
        let today = Date::constant(2024, 5, 1);
        let when = |relative| When { relative: Some(relative), ..When::default() };
        assert_eq!(when(Relative::Day(1)).value(None), None);
        assert_eq!(when(Relative::Day(1)).value(Some(today)).as_deref(), Some("2024-05-02"));
        assert_eq!(when(Relative::Which(1, Step::Week)).value(Some(today)).as_deref(), Some("2024-W19"));
        assert_eq!(when(Relative::Shift(-2, Step::Month)).value(Some(today)).as_deref(), Some("2024-03-01"));
        let friday = When { weekday: Some(5), ..When::default() };
        assert_eq!(friday.value(Some(today)).as_deref(), Some("2024-05-03"));
    }
}
