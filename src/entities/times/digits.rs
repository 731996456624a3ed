//! Dates in digits: `2024-05-01`, `1.5.2024`, `05/2022`.

use jiff::civil::Date;

use super::atoms::Atom;
use super::clocks::{clock, unit_follows};
use super::when::When;
use super::years::numbered_before;
use crate::entities::amounts::{glued, glued_after, near};
use crate::entities::decimal::Decimal;
use crate::entities::ip::heads_section;
use crate::entities::text::Text;
use crate::entities::words::Kind;
use crate::token::{Case, Gap, Kind as TokenKind};

pub(super) fn int(text: &Text, i: usize) -> Option<(i16, usize)> {
    if !text.is_number(i) {
        return None;
    }
    let digits = text.str(i);
    let count = digits.chars().count();
    let value = Decimal::parse(digits, "").filter(|_| count <= 4)?.integer()?;
    Some((value as i16, count))
}

/// The separator at token `i` when both sides are glued to it.
pub(super) fn mark<'a>(text: &'a Text, i: usize) -> Option<&'a str> {
    let mark = text.str(i);
    (matches!(mark, "." | "/" | "-" | "–" | ":" | "‑") && text.joined(i) && text.joined(i + 1)).then_some(mark)
}

/// `2024-05-01`, `2024-05-01T14:30:00Z`, `2024/5/1`.
pub(super) fn iso(text: &Text, i: usize) -> Option<Atom> {
    let (year, 4) = int(text, i)? else { return None };
    let sep = mark(text, i + 1).filter(|&m| m != ":" && m == text.str(i + 3))?;
    mark(text, i + 3).filter(|&m| m == sep)?;
    let month = int(text, i + 2).filter(|m| m.1 <= 2)?.0;
    let day = int(text, i + 4).filter(|d| d.1 <= 2)?.0;
    let when = When { year: Some(year), month: Some(month as i8), day: Some(day as i8), ..When::default() };
    let end = i + 5;
    if text.joined(end)
        && matches!(text.str(end), "T" | "t")
        && text.joined(end + 1)
        && let Some(time) = clock(text, end + 1, true)
    {
        let (end, time) = zoned(text, time.end, time.when, true);
        return Atom::new(end, when.or(&time));
    }
    (!glued(text, i, end)).then_some(())?;
    Atom::new(end, when)
}

/// The zone behind a time of day: `Z`, `+02:00`, `UTC`, `CET`; one behind Greenwich only in a whole ISO time, as
/// `10:00-11:30` is a range.
pub(super) fn zoned(text: &Text, end: usize, when: When, iso: bool) -> (usize, When) {
    if when.zone.is_some() {
        return (end, when);
    }
    if text.joined(end)
        && (text.is(end, "+") || iso && matches!(text.str(end), "-" | "−"))
        && let (Some((hours, 2)), Some(":"), Some((minutes, 2))) =
            (int(text, end + 1), mark(text, end + 2), int(text, end + 3))
    {
        let sign = if text.is(end, "+") { 1 } else { -1 };
        let fits = hours <= 14 && minutes < 60 && when.minute.is_some();
        return if fits { (end + 4, When { zone: Some(sign * (60 * hours + minutes)), ..when }) } else { (end, when) };
    }
    if let Some(zone) = mail_zone(text, end).filter(|_| when.second.is_some()) {
        return (end + 2, When { zone: Some(zone), ..when });
    }
    let zone = text.find(end, &[Kind::Zone]).filter(|_| near(text, end) && when.hour.is_some());
    // `Z` alone is glued to its digits, and other zones are in capitals, but for Russian `мск`.
    let letter = text.is(end, "Z");
    let capital = text.token(end).is_some_and(|t| t.case == Case::Upper) || !text.str(end).is_ascii();
    let written = if letter { text.joined(end) } else { capital };
    match zone.filter(|f| written && f.end == end + 1 && !glued_after(text, f.end)) {
        Some(zone) => (zone.end, When { zone: Some(zone.value as i16), ..when }),
        None => (end, when),
    }
}

/// `10:12:00 +0100`: the zone behind a time of day in the head of an e-mail.
fn mail_zone(text: &Text, i: usize) -> Option<i16> {
    let sign = match text.str(i) {
        "+" => 1,
        "-" | "−" => -1,
        _ => return None,
    };
    let (digits, length) = int(text, i + 1).filter(|_| near(text, i) && text.joined(i + 1))?;
    let fits = length == 4 && digits <= 1400 && digits % 100 < 60;
    fits.then_some(sign * (60 * (digits / 100) + digits % 100))
}

/// Whether the month stands before the day: in American English, unless another date of the text tells otherwise.
fn month_first(text: &Text, i: usize) -> bool {
    text.draft.language(i).code() == "en" && !*text.day_first.get_or_init(|| day_first(text))
}

/// Whether a text has dates in digits with the day in front, and none with the month there: `31/12/2017`.
fn day_first(text: &Text) -> bool {
    let (mut days, mut months) = (0, 0);
    for i in (0..text.len()).filter(|&i| text.is_number(i) && matches!(mark(text, i + 1), Some("/" | "-"))) {
        let year = mark(text, i + 3) == mark(text, i + 1) && int(text, i + 4).is_some_and(|year| year.1 == 4);
        if let (true, Some((first, 1..=2)), Some((second, 1..=2))) = (year, int(text, i), int(text, i + 2)) {
            days += usize::from((13..=31).contains(&first) && second <= 12);
            months += usize::from((13..=31).contains(&second) && first <= 12);
        }
    }
    days > months
}

/// `1.5.2024`, `05/01/24`, `1-5-2024`, and without a year `1.5.`, `5/1`.
pub(super) fn numeric(text: &Text, i: usize) -> Option<Atom> {
    let (first, a) = int(text, i).filter(|n| n.1 <= 2)?;
    // `4.13.8. 2004`: the end of a longer number with stops.
    if chained(text, i) {
        return None;
    }
    let spaced = text.is(i + 1, ".") && text.joined(i + 1) && text.token(i + 1)?.gap == Gap::Space;
    let sep = mark(text, i + 1).or(spaced.then_some("."))?;
    let (second, b) = int(text, i + 2).filter(|n| n.1 <= 2 && sep != ":")?;
    let gap = text.is(i + 3, ".") && text.joined(i + 3) && text.token(i + 3)?.gap == Gap::Space;
    let third =
        mark(text, i + 3).or((gap && sep == ".").then_some(".")).filter(|&m| m == sep).and_then(|_| int(text, i + 4));
    let (month, day) = match (first, second) {
        // With full stops the day is first, and 4.13.13 a version; with the year in full nobody means one.
        (_, 13..) if sep != "." || third.is_some_and(|year| year.1 == 4) => (first, second),
        (13.., _) => (second, first),
        _ if sep != "." && month_first(text, i) => (first, second),
        _ => (second, first),
    };
    let when = When { month: Some(month as i8), day: Some(day as i8), ..When::default() };
    let plausible = (1..=12).contains(&month) && (1..=31).contains(&day);
    if let Some((year, length)) = third.filter(|y| y.1 == 4 || y.1 == 2 && !spaced) {
        let year = if length == 2 { short_year(year) } else { year };
        // A year outside these is a version or a part number; an impossible day such as 31.02. is a date all the same.
        let whole = plausible && (1000..2200).contains(&year) && !glued(text, i, i + 5);
        // `version 2.4.10`
        if sep == "." && (numbered_before(text, i) || length == 2 && section(text, i, a.min(b))) {
            return None;
        }
        let further = mark(text, i + 5).is_some_and(|m| m != ":" && text.is_number(i + 6) && m == sep);
        return (whole && !further).then_some(Atom::of(
            i + 5,
            When { year: Some(year), ..when },
            length == 4 || sep != "-",
        ));
    }
    // `at 2.30` is no day of February.
    let no_day = sep != "/" && Date::new(2024, month as i8, day as i8).is_err();
    if !plausible || no_day || third.is_some() || glued(text, i, i + 3) || unit_follows(text, i + 3) {
        return None;
    }
    let open = !text.joined(i + 4) || matches!(text.str(i + 4), "-" | "–" | "—");
    let dot = sep == "." && text.is(i + 3, ".") && text.joined(i + 3) && open;
    match sep {
        "." if dot && (a == 2 || b == 2 || spaced || behind_weekday(text, i)) => {
            Some(Atom::of(i + 4, when, german_link(text, i)))
        }
        "/" if !spaced => Some(Atom::of(i + 3, when, is_slash_day(text, i, (first, second)))),
        // `söndag 12-16` are hours.
        "-" if first < second && (second > 12 && behind_weekday(text, i) || behind_clock_word(text, i)) => None,
        // `к 7.04 мск`
        "." if text.find(i + 3, &[Kind::Zone]).is_some() => None,
        "-" | "." if !spaced && a + b >= 3 => Atom::weak(i + 3, when),
        _ => None,
    }
}

/// Whether `4/7` is a day: behind a word for one, in a list of days, or where it can be nothing else.
fn is_slash_day(text: &Text, i: usize, (first, second): (i16, i16)) -> bool {
    // `by 2/3` is a fraction, and `au bout de 3/4 du temps` is one.
    let fraction = first < second && second <= 5;
    let of = || text.find(i + 3, &[Kind::Of]).is_some();
    let linked = i > 0
        && !(fraction && (text.find(i - 1, &[Kind::At]).is_some() || of()))
        && text.find(i - 1, &[Kind::At, Kind::From, Kind::Article]).is_some_and(|f| f.end == i)
        && text.find(i - 1, &[Kind::And]).is_none();
    // 29/2 can be nothing else, unless it is a fraction of an inch or the clock round.
    let plain = (first > 12 || second > 12) && !(first, second).eq(&(24, 7)) && alone_in_line(text, i, i + 3);
    let listed = (first > 12 || second > 12) && in_list(text, i);
    // Indonesian `Selasa (11/4)`
    let bracketed = i > 1 && text.is(i - 1, "(") && text.is(i + 3, ")") && behind_weekday(text, i - 1);
    linked && !text.is(i - 1, "a") || plain || listed || bracketed
}

/// Whether a number stands behind another one and a full stop.
pub(super) fn chained(text: &Text, i: usize) -> bool {
    text.joined(i) && text.is(i - 1, ".") && text.joined(i - 1) && text.is_number(i - 2)
}

/// Whether `4.2.15` is more likely a section or a version than a day: it begins its line and more stops or a title
/// follow, or its shorter part has one digit and no word for a day stands before it.
fn section(text: &Text, i: usize, shortest: usize) -> bool {
    // `04.01.22 Chemnitz`: no section is numbered so.
    if shortest == 2 && (text.str(i).starts_with('0') || text.str(i + 2).starts_with('0')) {
        return false;
    }
    let linked = || {
        let link = |k: usize| text.find(k, &[Kind::In, Kind::From, Kind::Till, Kind::At, Kind::Bound]);
        let english = text.draft.language(i).code() == "en";
        !english && (i.saturating_sub(2)..i).any(|k| link(k).is_some_and(|f| f.end == i))
    };
    let told = || german_link(text, i) || behind_weekday(text, i) || linked();
    heads_section(text, i, i + 5) || shortest == 1 && !told()
}

/// Whether a weekday stands before a token, with its full stop or a comma: `ma 4.3.`, `Di., 5.11.`
fn behind_weekday(text: &Text, i: usize) -> bool {
    let marks = |k: &usize| matches!(text.str(*k), "." | ",");
    let day = (i.saturating_sub(3)..i).rev().find(|k| !marks(k));
    let spoken = |k: usize| {
        let day = text.find(k, &[Kind::Weekday, Kind::WeekdayShort]);
        day.is_some_and(|f| f.languages & text.words.dated_bit(text.draft.language(k)) != 0)
    };
    day.is_some_and(|k| near(text, k + 1) && spoken(k))
}

/// Whether a word stands before a token that nothing but a clock time follows: `kl. 10-14`.
fn behind_clock_word(text: &Text, i: usize) -> bool {
    let word = |k: usize| text.find(k, &[Kind::At]).is_some_and(|f| f.value == 1 && f.end == i);
    (i.saturating_sub(3)..i).any(word)
}

/// Whether a German word for a day stands before `22.04.`: `am`, `für den`.
fn german_link(text: &Text, i: usize) -> bool {
    let before = i.checked_sub(1).filter(|&k| near(text, k + 1)).map_or("", |k| text.str(k));
    matches!(before, "am" | "Am" | "vom" | "zum" | "den" | "bis" | "ab" | "seit" | "für" | "dem")
}

/// Whether another day stands before `11/22`, with a comma or a word such as `or` between them.
fn in_list(text: &Text, i: usize) -> bool {
    let slash = i >= 4 && text.is(i - 3, "/") && text.is_number(i - 2) && text.is_number(i - 4);
    let links = [",", "or", "and", "o", "u", "y", "ou", "et", "oder", "und", "of", "en", "e", "veya", "ve", "&"];
    slash && links.contains(&text.str(i - 1))
}

/// Whether marks or the text's ends stand around some tokens: `11/20, 12/3`.
fn alone_in_line(text: &Text, start: usize, end: usize) -> bool {
    let word = |i: usize| text.token(i).is_some_and(|t| t.is_word() || t.kind == TokenKind::Number);
    let before = start > 0 && word(start - 1) && text.token(start - 1).is_some_and(|t| t.gap < Gap::Line);
    let after = word(end) && text.token(end - 1).is_some_and(|t| t.gap < Gap::Line);
    !before && !after
}

/// 24 is 2024, 87 is 1987: the hundred years that end in 2050.
pub(super) fn short_year(year: i16) -> i16 {
    if year <= 50 { 2000 + year } else { 1900 + year }
}

/// `9 de 8 de 1971`: day, month and year with words between them.
pub(super) fn numbered_date(text: &Text, i: usize) -> Option<Atom> {
    let de = |k: usize| matches!(text.str(k), "de" | "del") && near(text, k);
    let (day, _) = int(text, i).filter(|d| d.1 <= 2 && (1..=31).contains(&d.0) && de(i + 1) && de(i + 3))?;
    let (month, _) = int(text, i + 2).filter(|m| m.1 <= 2 && (1..=12).contains(&m.0))?;
    let (year, 4) = int(text, i + 4)? else { return None };
    let when = When { year: Some(year), month: Some(month as i8), day: Some(day as i8), ..When::default() };
    (!glued(text, i, i + 5)).then(|| Atom::of(i + 5, when, true))
}

/// `05/2022`, `2022-03`, but no law: `Nr. 12/2005`.
pub(super) fn year_month(text: &Text, i: usize) -> Option<Atom> {
    let sep = mark(text, i + 1).filter(|&m| matches!(m, "/" | "-" | "."))?;
    let (a, b) = (int(text, i)?, int(text, i + 2)?);
    let (month, year) = match (a, b) {
        ((m, 1..=2), (y, 4)) => (m, y),
        ((y, 4), (m, 2)) if sep == "-" => (m, y),
        _ => return None,
    };
    let fits = (1..=12).contains(&month) && (1900..2100).contains(&year) && !glued(text, i, i + 3);
    let fits = fits && !numbered_before(text, i);
    let when = When { year: Some(year), month: Some(month as i8), ..When::default() };
    (fits && mark(text, i + 3).is_none()).then_some(Atom::of(i + 3, when, sep != "."))
}
