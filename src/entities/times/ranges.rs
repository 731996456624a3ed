//! Ranges: `9 to 12 June`, `from Monday to Friday`, `8–10 Uhr`.

use super::clocks::unit_follows;
use super::relative::Relative;
use super::when::When;
use super::{Chain, PIECES, chain, chain_of};
use crate::entities::amounts::{Amounts, glued_before, has_point, near};
use crate::entities::between::lists;
use crate::entities::text::Text;
use crate::entities::words::{Kind, bits};

/// The range that begins behind a word such as `from`: `9 to 12 June`, `7 to 7:30`, of a day that is known already.
///
/// `from` is where that word stands: behind most of them an `and` makes a list, as in `de enero y julio`.
pub(super) fn range_at(
    text: &Text,
    amounts: &Amounts,
    (from, i): (Option<usize>, usize),
    day: Option<&When>,
) -> Option<(usize, (When, When))> {
    let plain = chain(text, amounts, i, (false, false)).filter(|_| day.is_none());
    let starts = [now(text, i), plain, bare(amounts, i), chain(text, amounts, i, (true, false))];
    let on_day = |start: &Chain| match day {
        Some(day) if start.pieces > 0 => Chain { when: start.when.or(day), ..*start },
        _ => Chain { sure: start.sure || day.is_some(), ..*start },
    };
    let listed = |start: &&Chain| from.is_some_and(|from| lists(text, from, start.end));
    starts.iter().flatten().filter(|s| !listed(s)).find_map(|start| range(text, amounts, &on_day(start), true))
}

/// `Tuesday from 2 to 3 pm`, `Monday 8-9am`: the times behind a day.
pub(super) fn range_behind(text: &Text, amounts: &Amounts, day: &Chain) -> Option<(usize, (When, When))> {
    let comma = usize::from(text.is(day.end, ",") && text.joined(day.end));
    let untimed = day.when.hour.is_none() && (day.when.has_date() || day.when.part.is_some());
    let from = text.find(day.end + comma, &[Kind::From]).map(|f| (Some(day.end + comma), f.end));
    let weekday = comma == 0 && day.when.weekday.is_some() && text.is_number(day.end);
    let from = from.or(weekday.then_some((None, day.end))).filter(|_| untimed && near(text, day.end))?;
    let (end, (left, right)) = range_at(text, amounts, from, Some(&day.when))?;
    let timed = left.hour.is_some() && right.hour.is_some();
    timed.then(|| (end, (left.or(&day.when), right.or(&day.when))))
}

/// `7.30-18 Uhr`, `7.30 to 9pm`: a stop between hour and minutes needs the word behind the last hour, unless both are
/// quarters in a language that has a comma before the parts of a number: `9.00 – 16.30`.
pub(super) fn from_point(text: &Text, amounts: &Amounts, i: usize) -> Option<(usize, (When, When))> {
    let minutes = text.is(i + 1, ".") && text.is_number(i + 2) && text.may(i + 3, bits(&[Kind::Till]));
    if !minutes {
        return None;
    }
    let start = chain_of(text, amounts, i, (true, false), 1).filter(|c| c.when.minute.is_some())?;
    let found = range(text, amounts, &Chain { sure: false, ..start }, false)?;
    let last = text.find(found.0 - 1, &[Kind::Oclock, Kind::Am, Kind::Pm]);
    let quarter = |when: &When| when.minute.is_some_and(|minute| minute % 15 == 0) && !when.has_date();
    let hours = text.known(i) && !has_point(text, i) && quarter(&found.1.0) && quarter(&found.1.1);
    let free = !glued_before(text, i) && !unit_follows(text, found.0) && found.1.0.hour < found.1.1.hour;
    (last.is_some_and(|f| f.end == found.0) || hours && free).then_some(found)
}

/// `now`, as one end of a range.
fn now(text: &Text, i: usize) -> Option<Chain> {
    let found = text.find(i, &[Kind::Now]).filter(|f| f.value == 1)?;
    let when = When { relative: Some(Relative::Day(0)), ..When::default() };
    Some(Chain { end: found.end, when, sure: true, pieces: 1, languages: found.languages, article: false })
}

/// Whether a piece ends a stretch of time that a date begins: `1 August 2019 tot vandaag`, `01 août 2019 à ce jour`.
pub(super) fn up_to(text: &Text, chain: &Chain, i: usize, next: &When) -> bool {
    let till = || text.find(chain.end, &[Kind::Till]).is_some_and(|f| f.end == i);
    let date = chain.when.day.is_some() || chain.when.year.is_some();
    date && next.relative.is_some() && i > chain.end && till()
}

/// A number alone as the first half of a range: `9` in `9 to 12 June`.
pub(super) fn bare(amounts: &Amounts, i: usize) -> Option<Chain> {
    let amount = amounts.at(i).filter(|a| a.value.and_then(|v| v.integer()).is_some_and(|n| (0..=31).contains(&n)))?;
    Some(Chain {
        end: amount.end,
        when: When::default(),
        sure: false,
        pieces: 0,
        languages: amount.languages,
        article: false,
    })
}

/// Where a chain ends with the mark of an ordinal that is glued to a number alone, and whether that is a full stop.
fn behind_number(text: &Text, start: &Chain) -> (usize, usize) {
    let suffix = text
        .find(start.end, &[Kind::OrdinalSuffix])
        .filter(|f| start.pieces == 0 && text.joined(start.end) && f.end == start.end + 1);
    let dot = usize::from(start.pieces == 0 && text.is(start.end, ".") && text.joined(start.end));
    (suffix.map_or(start.end + dot, |f| f.end), dot)
}

/// The range that a chain begins: where it ends, and both ends of it.
pub(super) fn range(text: &Text, amounts: &Amounts, start: &Chain, from: bool) -> Option<(usize, (When, When))> {
    let (end, dot) = behind_number(text, start);
    // `3./4. Mai`
    let slash = dot == 1 && text.is(end, "/") && text.joined(end) && text.joined(end + 1);
    if let Some(last) = chain(text, amounts, end + 1, (false, false)).filter(|_| slash) {
        let day = amounts_before(amounts, start).filter(|n| (1..=31).contains(n))?;
        let left = When { day: Some(day as i8), ..When::default() };
        return (last.when.day.is_some() && last.when.month.is_some())
            .then(|| (last.end, filled(&left, &last.when, false)));
    }
    let till = text.find(end, &[Kind::Till]).filter(|f| near(text, end) && f.languages & start.languages != 0)?;
    // French `a` without its accent is a verb.
    if till.end == end + 1 && text.is(end, "a") && text.draft.language(end).code() == "fr" {
        return None;
    }
    let dash = matches!(text.str(end), "-" | "–" | "—" | "~" | "−");
    // `Windows 7-8-10`, `48*(31-18-8)`
    let further = start.pieces == 0 && dash && text.is(till.end + 1, text.str(end)) && text.joined(till.end + 1);
    if further && text.is_number(till.end + 2) {
        return None;
    }
    let and = text.find(end, &[Kind::And]).is_some();
    near(text, till.end).then_some(())?;
    let timed = start.when.has_time() || from && start.pieces == 0;
    // `lunes a viernes de 9:00 a 14:00`: the hours are of both days.
    let most = if is_weekday(&start.when) { 1 } else { PIECES };
    let last = chain_of(text, amounts, till.end, (timed, start.when.has_date() && !timed), most)
        .or_else(|| now(text, till.end).filter(|_| start.sure && !and || from))
        .or_else(|| (start.pieces > 0 && start.sure).then(|| bare(amounts, till.end)).flatten())?;
    // `8 to 9 o'clock on 12 June`, but `8 o'clock to 12 June, 9 o'clock`
    let first = chain_of(text, amounts, till.end, (timed, false), 1);
    let hours = first.is_some_and(|first| first.when.hour.is_some() && !first.when.has_date());
    let (mut left, mut right) = (start.when, last.when);
    if start.pieces == 0 {
        // `no canal 5. Às seis`
        if dot == 1 && hours {
            return None;
        }
        // Portuguese `sexta - 10h00` is a Friday.
        let sure = (last.sure || start.sure) && !is_ordinal(amounts, start);
        left = numbered(&left, amounts_before(amounts, start)?, &right, hours, sure)?;
        left.parted = and && !from && apart(&left, &right);
    } else if last.pieces == 0 {
        // June 9-12, April ninth through seventeenth
        let amount = amounts.at(till.end)?;
        let number = amount.value?.integer()?;
        let day = dash && !amount.words || amount.ordinal || from && !and;
        if left.day.is_some() && left.month.is_some() && (1..=31).contains(&number) && day {
            right.day = Some(number as i8);
        } else {
            return None;
        }
    } else if !(start.sure || last.sure || dash && is_weekday(&left) && is_weekday(&right))
        || and && !from
        || !same_kind(&start.when, &last.when)
    {
        return None;
    }
    Some((last.end, filled(&left, &right, hours)))
}

/// Whether two days are not all that is between them: `24 y 31 de marzo`.
fn apart(left: &When, right: &When) -> bool {
    left.day.zip(right.day).is_some_and(|(a, b)| b - a != 1)
}

/// The first end of a range that is a number alone, by the second: `9 to 12 June`, `3 to 5pm`.
fn numbered(left: &When, number: i64, right: &When, hours: bool, sure: bool) -> Option<When> {
    let dated = right.day.is_some() && right.month.is_some() && !hours;
    match number {
        1..=31 if dated => Some(When { day: Some(number as i8), ..*left }),
        0..=24 if right.hour.is_some() && sure => Some(When { hour: Some(number as i8), ..*left }),
        _ => None,
    }
}

/// Both ends of a range, each with what only the other one says; whether a day behind the hours is that of both.
pub(super) fn filled(left: &When, right: &When, one_day: bool) -> (When, When) {
    let untimed = |when: &When| When { hour: None, minute: None, second: None, part: None, pm: None, ..*when };
    let (left_date, right_date) = (untimed(left), untimed(right));
    let filled_right = if right.has_time() && !right.has_date() {
        right.or(&left_date)
    } else if right.is_month() && left.month.is_some() {
        // `from January 2021 to October`, `from November 2020 to March`
        let turned = i16::from(left.month > right.month);
        When { year: left.year.map(|year| year + turned), ..*right }
    } else if right.day.is_some() && (right.month.is_none() || right.year.is_none()) {
        right.or(&When { month: left.month, year: left.year, ..When::default() })
    } else {
        *right
    };
    if left.has_time() && !left.has_date() {
        // `from 2pm till tomorrow 4:30pm` begins today.
        let tomorrow = matches!(right.relative, Some(Relative::Day(1..))) && !one_day;
        let today = When { relative: tomorrow.then_some(Relative::Day(0)), ..When::default() };
        let day = if one_day && right.has_time() { right_date } else { today };
        let (left, right) = in_one_half(left, &filled_right);
        return (left.or(&day), right);
    }
    // `Nov-Feb 2017` begins the year before.
    let back = left.year.is_none() && left.month.zip(right.month).is_some_and(|(a, b)| a > b);
    let year = right.year.map(|year| year - i16::from(back));
    // `from next Friday to 1 October 2020`
    let year = year.filter(|_| left.relative.is_none());
    let filled_left = left.or(&When { year, month: left.day.and(right.month), ..When::default() });
    if left.has_time() { in_one_half(&filled_left, &filled_right) } else { (filled_left, filled_right) }
}

/// Two times of day, of which one says for both whether they are before noon, as long as they run forward so:
/// `5 to 6 pm`, `5 pm to 6`, `between 7 and 9 last night`, but `10 am to 2 pm`, `from 11 to 2 pm`. `10 to 4` and
/// `10 am to 4` run over noon.
fn in_one_half(left: &When, right: &When) -> (When, When) {
    let told = |when: &When| when.pm.is_some() || when.part.is_some();
    let minutes = |when: &When| (i16::from(when.hour.unwrap_or(0)) % 12) * 60 + i16::from(when.minute.unwrap_or(0));
    let twelve = |when: &When| when.hour.is_some_and(|hour| hour <= 12);
    let forward = minutes(left) < minutes(right);
    if !twelve(left) || !twelve(right) {
        return (*left, *right);
    }
    if told(left) {
        let one = (left.on_one_day(right) || !left.has_date()) && left.part != Some(3);
        let plain = !told(right) && right.hour != Some(0);
        let noon = left.pm == Some(false) || left.part == Some(0);
        return match (one && plain, forward) {
            (true, true) => (*left, right.or(&When { pm: left.pm, part: left.part, ..When::default() })),
            (true, false) if noon => (*left, When { pm: Some(true), ..*right }),
            _ => (*left, *right),
        };
    }
    match (told(right), forward) {
        (true, true) => (left.or(&When { pm: right.pm, part: right.part, ..When::default() }), *right),
        // `08:00-00:00` ends at midnight.
        (false, false) if right.hour < left.hour && right.hour != Some(0) => (*left, When { pm: Some(true), ..*right }),
        _ => (*left, *right),
    }
}

fn is_weekday(when: &When) -> bool {
    when.weekday.is_some() && *when == When { weekday: when.weekday, ..When::default() }
}

pub(super) fn same_kind(a: &When, b: &When) -> bool {
    a.has_date() == b.has_date() || a.has_time() == b.has_time()
}

/// Whether a bare first half is an ordinal in words.
fn is_ordinal(amounts: &Amounts, start: &Chain) -> bool {
    let ends = |i: usize| amounts.at(i).is_some_and(|a| a.end == start.end && a.words && a.ordinal);
    (start.end.saturating_sub(6)..start.end).any(ends)
}

/// The number that a bare first half is.
pub(super) fn amounts_before(amounts: &Amounts, start: &Chain) -> Option<i64> {
    (start.end.saturating_sub(6)..start.end)
        .find_map(|i| amounts.at(i).filter(|a| a.end == start.end)?.value?.integer())
}
