//! The smallest pieces of time expressions: a date in digits, a day and its month, a clock time, `tomorrow`.

use super::when::{Relative, Step, When};
use crate::entities::amounts::{Amount, Amounts, glued, glued_after, glued_before, near};
use crate::entities::words::{Kind, Text};
use crate::token::{Case, Gap};

/// A piece: where it ends, what it says, and how sure it is to be about time when it stands alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    pub end: usize,
    pub when: When,
    pub alone: bool,
}

impl Atom {
    fn new(end: usize, when: When) -> Option<Atom> {
        Some(Atom { end, when, alone: true })
    }

    fn weak(end: usize, when: When) -> Option<Atom> {
        Some(Atom { end, when, alone: false })
    }
}

/// The piece that begins at token `i`; `at` says that a word for a clock time stands before it, `date` that a date does.
pub(super) fn atom(text: &Text, amounts: &Amounts, i: usize, at: bool, date: bool) -> Option<Atom> {
    if text.is_number(i) {
        if glued_before(text, i) {
            return None;
        }
        let found = iso(text, i).or_else(|| numeric(text, i)).or_else(|| clock(text, i, at)).or_else(|| year_month(text, i));
        if found.is_some() {
            return found;
        }
    } else if !text.any(i) && text.compound(i).is_none() {
        return None;
    }
    let amount = amounts.at(i).filter(|a| a.end <= i + 6);
    let mut best = shift(text, amounts, i);
    let mut take = |atom: Option<Atom>| {
        if let Some(atom) = atom && best.is_none_or(|b| atom.end > b.end) {
            best = Some(atom);
        }
    };
    take(month(text, amounts, i));
    take(named(text, amounts, i));
    take(past_or_to(text, amounts, i));
    if let Some(amount) = amount {
        take(day_month(text, &amount));
        take(hour(text, &amount, at));
        take(year(text, &amount, date));
        take(spoken_year(text, amounts, &amount, date));
        take(day(text, &amount, date));
    }
    best
}

fn int(text: &Text, i: usize) -> Option<(i16, usize)> {
    let digits = text.str(i);
    let value = digits.parse().ok().filter(|_| text.is_number(i) && digits.len() <= 4)?;
    Some((value, digits.len()))
}

/// The separator at token `i` when both sides are glued to it.
fn mark<'a>(text: &'a Text, i: usize) -> Option<&'a str> {
    let mark = text.str(i);
    (matches!(mark, "." | "/" | "-" | "–" | ":" | "‑") && text.joined(i) && text.joined(i + 1)).then_some(mark)
}

/// `2024-05-01`, `2024-05-01T14:30:00Z`, `2024/5/1`.
fn iso(text: &Text, i: usize) -> Option<Atom> {
    let (year, 4) = int(text, i)? else { return None };
    let sep = mark(text, i + 1).filter(|&m| m != ":" && m == text.str(i + 3))?;
    mark(text, i + 3).filter(|&m| m == sep)?;
    let month = int(text, i + 2).filter(|m| m.1 <= 2)?.0;
    let day = int(text, i + 4).filter(|d| d.1 <= 2)?.0;
    let when = When { year: Some(year), month: Some(month as i8), day: Some(day as i8), ..When::default() };
    let end = i + 5;
    if text.joined(end) && matches!(text.str(end), "T" | "t") && text.joined(end + 1)
        && let Some(time) = clock(text, end + 1, false)
    {
        let zulu = usize::from(text.joined(time.end) && text.is(time.end, "Z"));
        return Atom::new(time.end + zulu, when.or(&time.when));
    }
    (!glued(text, i, end)).then_some(())?;
    Atom::new(end, when)
}

/// Whether a language writes the month before the day: American English.
fn month_first(text: &Text, i: usize) -> bool {
    text.draft.language(i).code() == "en"
}

/// `1.5.2024`, `05/01/24`, `1-5-2024`, and without a year `1.5.`, `5/1`.
fn numeric(text: &Text, i: usize) -> Option<Atom> {
    let (first, a) = int(text, i).filter(|n| n.1 <= 2)?;
    let spaced = text.is(i + 1, ".") && text.joined(i + 1) && text.token(i + 1)?.gap == Gap::Space;
    let sep = mark(text, i + 1).or(spaced.then_some("."))?;
    let (second, b) = int(text, i + 2).filter(|n| n.1 <= 2 && sep != ":")?;
    let gap = text.is(i + 3, ".") && text.joined(i + 3) && text.token(i + 3)?.gap == Gap::Space;
    let third = mark(text, i + 3).or((gap && sep == ".").then_some(".")).filter(|&m| m == sep).and_then(|_| int(text, i + 4));
    let (month, day) = match (first, second) {
        (_, 13..) => (first, second),
        (13.., _) => (second, first),
        _ if sep != "." && month_first(text, i) => (first, second),
        _ => (second, first),
    };
    let when = When { month: Some(month as i8), day: Some(day as i8), ..When::default() };
    let plausible = (1..=12).contains(&month) && (1..=31).contains(&day);
    if let Some((year, length)) = third.filter(|y| y.1 == 4 && !spaced || y.1 == 2 && !spaced || y.1 == 4 && b <= 2) {
        let year = if length == 2 { short_year(year) } else { year };
        // A year outside these is a version or a part number; an impossible day such as 31.02. is a date all the same.
        let whole = plausible && (1000..2200).contains(&year) && !glued(text, i, i + 5);
        let further = mark(text, i + 5).is_some_and(|m| m != ":" && text.is_number(i + 6) && m == sep);
        return (whole && !further).then_some(Atom { end: i + 5, when: When { year: Some(year), ..when }, alone: length == 4 || sep != "-" });
    }
    if !plausible || third.is_some() || glued(text, i, i + 3) {
        return None;
    }
    let dot = sep == "." && text.is(i + 3, ".") && text.joined(i + 3) && !text.joined(i + 4);
    match sep {
        "." if dot && (a == 2 || b == 2 || spaced) => Atom::weak(i + 4, when),
        "/" if !spaced => {
            let linked = i > 0 && text.find(i - 1, &[Kind::In, Kind::At, Kind::From, Kind::Till, Kind::Article]).is_some_and(|f| f.end == i);
            Some(Atom { end: i + 3, when, alone: linked && !text.is(i - 1, "a") })
        }
        "-" | "." if !spaced && a + b >= 3 => Atom::weak(i + 3, when),
        _ => None,
    }
}

/// 24 is 2024, 87 is 1987: the hundred years that end in 2050.
fn short_year(year: i16) -> i16 {
    if year <= 50 { 2000 + year } else { 1900 + year }
}

/// `05/2022`, `2022-03`.
fn year_month(text: &Text, i: usize) -> Option<Atom> {
    let sep = mark(text, i + 1).filter(|&m| matches!(m, "/" | "-" | "."))?;
    let (a, b) = (int(text, i)?, int(text, i + 2)?);
    let (month, year) = match (a, b) {
        ((m, 1..=2), (y, 4)) => (m, y),
        ((y, 4), (m, 2)) if sep == "-" => (m, y),
        _ => return None,
    };
    let fits = (1..=12).contains(&month) && (1900..2100).contains(&year) && !glued(text, i, i + 3);
    let when = When { year: Some(year), month: Some(month as i8), ..When::default() };
    (fits && mark(text, i + 3).is_none()).then_some(Atom { end: i + 3, when, alone: sep != "." })
}

/// `14:30`, `14:30:05`, `3pm`, `15h30`, `14.30 Uhr`.
fn clock(text: &Text, i: usize, at: bool) -> Option<Atom> {
    let (hour, _) = int(text, i).filter(|h| h.1 <= 2 && h.0 <= 24)?;
    let mut when = When { hour: Some(hour as i8), ..When::default() };
    let mut end = i + 1;
    let sep = mark(text, end).or_else(|| h_mark(text, end))?;
    let (minute, 2) = int(text, end + 1).filter(|m| m.0 < 60)? else { return None };
    when.minute = Some(minute as i8);
    end += 2;
    let colon = sep == ":";
    if colon && mark(text, end) == Some(":") && let Some((second, 2)) = int(text, end + 1).filter(|s| s.0 < 60) {
        when.second = Some(second as i8);
        end += 2;
        // Fractions of a second are passed over.
        end += if mark(text, end) == Some(".") && text.is_number(end + 1) { 2 } else { 0 };
    }
    if mark(text, end).is_some_and(|m| m == sep || m == ":") && text.is_number(end + 1) {
        return None;
    }
    let (when, after) = half_of_day(text, end, when);
    let said = after > end;
    match sep {
        "." | "-" if !said && !at => None,
        "/" | "–" | "‑" => None,
        _ if glued(text, i, end) && !said => None,
        _ => Some(Atom { end: after, when, alone: true }),
    }
}

/// The `h` in `15h30`.
fn h_mark<'a>(text: &'a Text, i: usize) -> Option<&'a str> {
    let h = text.str(i);
    (matches!(h, "h" | "H" | "u" | "Uhr") && text.joined(i) && text.joined(i + 1)).then_some(h)
}

/// `am`, `pm`, `Uhr`, `o'clock`, `in the morning` behind a clock time.
fn half_of_day(text: &Text, end: usize, when: When) -> (When, usize) {
    let (mut when, mut end) = (when, end);
    for _ in 0..2 {
        if !near(text, end) {
            break;
        }
        if let Some(found) = text.find(end, &[Kind::Am, Kind::Pm]).filter(|f| fits(text, end, f.end) && when.pm.is_none()) {
            if when.hour.is_some_and(|h| h <= 12) {
                when.pm = Some(found.kind == Kind::Pm);
            }
            end = found.end;
        } else if let Some(found) = text.find(end, &[Kind::Oclock]).filter(|f| !glued_after(text, f.end)) {
            end = found.end;
        } else {
            break;
        }
    }
    (when, end)
}

/// A single letter, `a` or `p`, counts only when glued to the number.
fn fits(text: &Text, start: usize, end: usize) -> bool {
    let single = end == start + 1 && text.str(start).len() == 1;
    !single || text.joined(start) && !glued_after(text, end)
}

/// An hour alone: `3pm`, `8 Uhr`, `five o'clock`, and after `at`, `um`, `a las` any number up to 24.
fn hour(text: &Text, amount: &Amount, at: bool) -> Option<Atom> {
    let hour = amount.value?.integer().filter(|h| (0..=24).contains(h) && !amount.ordinal)?;
    let mut when = When { hour: Some(hour as i8), ..When::default() };
    let mut end = amount.end;
    // drei Uhr dreißig, 15 heures 30, five thirty
    let oclock = text.find(end, &[Kind::Oclock]).filter(|f| !glued_after(text, f.end) && near(text, end));
    let after = oclock.map_or(end, |f| f.end);
    let minutes = small(text, after).filter(|m| (if oclock.is_some() { 1..60 } else { 10..60 }).contains(&m.0));
    if let Some((minute, last)) = minutes.filter(|_| (oclock.is_some() || at && amount.words) && near(text, after)) {
        when.minute = Some(minute as i8);
        end = last;
    }
    let (when, mut after) = half_of_day(text, end, when);
    let mut when = when;
    if let Some((minute, last)) = past_hour(text, after) {
        when.hour = when.hour.map(|h| if minute < 0 { (h + 23) % 24 } else { h });
        when.minute = Some(minute.rem_euclid(60) as i8);
        after = last;
        if after > end || at {
            let (with, last) = half_of_day(text, after, when);
            return Some(Atom { end: last, when: with, alone: at || oclock.is_some() });
        }
    }
    // `h` alone is also a length of time: three hours.
    let duration = text.find(amount.end, &[Kind::Span, Kind::SpanShort]).is_some_and(|f| f.end >= after);
    let said = after > amount.end && (!duration || at);
    let solo = !at && duration;
    if solo || !said && !at || at && unit_follows(text, amount.end) && !said {
        return None;
    }
    Some(Atom { end: after, when, alone: said })
}

fn unit_follows(text: &Text, end: usize) -> bool {
    let kinds = [Kind::Unit, Kind::UnitShort, Kind::Currency, Kind::CurrencyShort, Kind::Percent, Kind::Span, Kind::SpanShort];
    text.find(end, &kinds).is_some() || text.joined(end) && !matches!(text.str(end), "." | "," | "-" | ")" | "?" | "!" | ";" | ":" | "–" | "\"" | "”" | "'")
}

/// A number below 60 at a token.
fn small(text: &Text, i: usize) -> Option<(i64, usize)> {
    if text.is_number(i) {
        let digits = text.str(i);
        let free = !text.joined(i + 1) || matches!(text.str(i + 1), "." | "," | "?" | "!" | ")");
        return digits.parse().ok().filter(|_| digits.len() == 2 && free).map(|n| (n, i + 1));
    }
    if let Some(word) = text.find(i, &[Kind::Number]).filter(|w| w.value < 60) {
        let dash = usize::from(text.is(word.end, "-"));
        let ones = text.find(word.end + dash, &[Kind::Number]).filter(|f| word.value >= 20 && (1..10).contains(&f.value));
        return Some(ones.map_or((word.value, word.end), |f| (word.value + f.value, f.end)));
    }
    text.compound(i).filter(|c| c.0 < 60 && !c.1).map(|c| (c.0, i + 1))
}

/// Minutes said after the hour: `et quart`, `y media`, `menos cuarto`, `e mezza`; negative for those before the hour.
fn past_hour(text: &Text, i: usize) -> Option<(i64, usize)> {
    let link = text.find(i, &[Kind::Past, Kind::To]).filter(|f| near(text, i) && f.languages & romance(text) != 0)?;
    let article = text.find(link.end, &[Kind::Article]).map_or(link.end, |f| f.end);
    let sign = if link.kind == Kind::To { -1 } else { 1 };
    for at in [link.end, article] {
        if let Some(part) = text.find(at, &[Kind::Half, Kind::Quarter]) {
            return Some((sign * if part.kind == Kind::Half { 30 } else { 15 }, part.end));
        }
        if let Some((minute, end)) = small(text, at).filter(|m| m.0 >= 5) {
            return Some((sign * minute, end));
        }
    }
    None
}

fn romance(text: &Text) -> u64 {
    let bit = |code| crate::language::Language::from_code(code).map_or(0, |l| text.words.bit(l));
    bit("fr") | bit("es") | bit("pt") | bit("it")
}

/// `quarter past five`, `ten to three`, `viertel vor acht`, `halb acht`, `half acht`.
fn past_or_to(text: &Text, amounts: &Amounts, i: usize) -> Option<Atom> {
    let part = text.find(i, &[Kind::Half, Kind::Quarter]);
    let (minutes, mut end) = match part {
        Some(f) => (if f.kind == Kind::Half { 30 } else { 15 }, f.end),
        None => amounts.at(i).and_then(|a| Some((a.value?.integer().filter(|m| (1..60).contains(m))?, a.end)))?,
    };
    let minute_word = text.find(end, &[Kind::Span]).filter(|f| text.words.name(f.value) == "min");
    end = minute_word.map_or(end, |f| f.end);
    let hour_at = |i: usize| {
        let amount = amounts.at(i)?;
        Some((amount.value?.integer().filter(|h| (0..=24).contains(h))?, amount.end)).filter(|_| near(text, i))
    };
    let link = text.find(end, &[Kind::Past, Kind::To]).filter(|f| near(text, end) && f.languages & romance(text) == 0);
    if let Some(link) = link && let Some((hour, last)) = hour_at(link.end) {
        let minutes = if link.kind == Kind::To { -minutes } else { minutes };
        // `5 to 7` is a range: a bare number needs its minutes, or a past that is none.
        let sure = part.is_some() || minute_word.is_some();
        return told(text, hour * 60 + minutes, last, sure);
    }
    let english = crate::language::Language::from_code("en").map_or(0, |l| text.words.bit(l));
    let half = part.filter(|f| f.kind == Kind::Half && f.languages & (english | romance(text)) == 0)?;
    let (hour, last) = hour_at(half.end).filter(|h| h.0 > 0 && h.0 <= 12)?;
    told(text, hour * 60 - 30, last, true).filter(|a| a.end > half.end)
}

fn told(text: &Text, minutes: i64, end: usize, alone: bool) -> Option<Atom> {
    let minutes = minutes.rem_euclid(24 * 60);
    let when = When { hour: Some((minutes / 60) as i8), minute: Some((minutes % 60) as i8), ..When::default() };
    let (when, after) = half_of_day(text, end, when);
    Some(Atom { end: after, when, alone: alone || after > end })
}

/// A month's name, and what may follow it: a day, a year.
fn month(text: &Text, amounts: &Amounts, i: usize) -> Option<Atom> {
    let found = text.find(i, &[Kind::Month, Kind::MonthShort])?;
    let when = When { month: Some(found.value as i8), ..When::default() };
    let dot = usize::from(found.kind == Kind::MonthShort && text.is(found.end, ".") && text.joined(found.end));
    let long = found.kind == Kind::Month;
    // A day right behind: May 5, Sep-23, June 3rd.
    let link = usize::from(matches!(text.str(found.end + dot), "-" | "/") && text.joined(found.end + dot));
    let at = found.end + dot + link;
    let article = text.find(at, &[Kind::Article]).map_or(at, |f| f.end);
    if let Some((day, end)) = day_of_month(text, amounts, article).filter(|_| near(text, at) && text.token(at - 1).is_some_and(|t| t.gap < Gap::Line)) {
        let free = mark(text, end).is_none_or(|m| m == "-" || m == "–" || m == "/");
        if free && !unit_follows_day(text, end) {
            return Atom::new(end, When { day: Some(day), ..when });
        }
    }
    Some(Atom { end: found.end + dot, when, alone: long && month_alone(text, i) })
}

fn unit_follows_day(text: &Text, end: usize) -> bool {
    let kinds = [Kind::Unit, Kind::UnitShort, Kind::Currency, Kind::CurrencyShort, Kind::Percent, Kind::Span];
    text.find(end, &kinds).is_some() || text.is(end, "%")
}

/// A month without day or year counts when it cannot be another word: `May`, `March`, `mars`, `set` can.
fn month_alone(text: &Text, i: usize) -> bool {
    let word = text.str(i);
    let short = word.chars().count() <= 5;
    let capital = text.draft.tokens[i].case == Case::Capital;
    let linked = i > 0 && text.find(i - 1, &[Kind::In, Kind::From, Kind::Till, Kind::Which, Kind::Of]).is_some_and(|f| f.end == i);
    let english = text.language(i) == 0 || text.draft.language(i).code() == "en";
    if english && matches!(word.to_lowercase().as_str(), "may" | "march" | "august") { capital && linked } else { !short || linked || capital && i > 0 }
}

/// A day of the month in digits: `5`, `05`, `5th`, `5.`, `1er`.
fn day_number(text: &Text, i: usize) -> Option<(i8, usize)> {
    let (day, _) = int(text, i).filter(|d| d.1 <= 2 && (1..=31).contains(&d.0))?;
    let suffix = text.find(i + 1, &[Kind::OrdinalSuffix]).filter(|f| text.joined(i + 1) && !glued_after(text, f.end));
    let end = suffix.map_or(i + 1, |f| f.end);
    let colon = text.is(end, ":") && text.joined(end) && text.is_number(end + 1);
    (!colon && !(glued(text, i, end) && text.joined(end))).then_some((day as i8, end))
}

/// A day of the month in digits, or in words when they are an ordinal: `April ninth`.
fn day_of_month(text: &Text, amounts: &Amounts, i: usize) -> Option<(i8, usize)> {
    if text.is_number(i) {
        return day_number(text, i);
    }
    let amount = amounts.at(i).filter(|a| a.words && near(text, i))?;
    let day = amount.value?.integer().filter(|d| (1..=31).contains(d))?;
    (amount.ordinal || day > 1).then_some((day as i8, amount.end))
}

/// A day and its month: `5 May`, `2. Oktober`, `5th of May`, `cinco de mayo`, `23-Sep`.
fn day_month(text: &Text, amount: &Amount) -> Option<Atom> {
    let (day, mut end) = match day_number(text, amount.start) {
        Some(day) if amount.end <= day.1.max(amount.start + 1) => day,
        _ => {
            let value = amount.value?.integer().filter(|d| (1..=31).contains(d) && amount.words)?;
            (value as i8, amount.end)
        }
    };
    let mark = text.str(end);
    if matches!(mark, "." | "-" | "/" | ",") && text.joined(end) {
        end += 1;
    }
    let of = text.find(end, &[Kind::Of, Kind::Article]).map_or(end, |f| f.end);
    let month = [end, of].into_iter().find_map(|i| text.find(i, &[Kind::Month, Kind::MonthShort]).filter(|_| near(text, i)))?;
    let dot = usize::from(month.kind == Kind::MonthShort && text.is(month.end, ".") && text.joined(month.end) && !text.joined(month.end + 1));
    let when = When { month: Some(month.value as i8), day: Some(day), ..When::default() };
    Atom::new(month.end + dot, when)
}

/// A year: after a date, after `in`, or alone by its shape.
fn year(text: &Text, amount: &Amount, date: bool) -> Option<Atom> {
    let value = amount.value?.integer().filter(|y| (1000..2100).contains(y) && !amount.ordinal)?;
    let when = When { year: Some(value as i16), ..When::default() };
    let digits = amount.end == amount.start + 1 && text.str(amount.start).len() == 4;
    if !digits && !(amount.words && date && (1900..2100).contains(&value)) {
        return None;
    }
    let free = !glued(text, amount.start, amount.end) && !unit_follows_day(text, amount.end);
    let decimal = mark(text, amount.end).is_some_and(|m| matches!(m, "." | ":") && text.is_number(amount.end + 1));
    let before = amount.start.checked_sub(1).map_or("", |i| text.str(i));
    let numbered = matches!(before, "$" | "€" | "£" | "#" | "§" | "°" | "№" | "+" | "*" | "x" | "×") || before == "." && text.joined(amount.start) || matches!(before, "-" | "/" | ":") && text.joined(amount.start) && !date;
    (free && !decimal && !numbered).then_some(())?;
    // `year 2014`, `2014 году`
    let end = text.find(amount.end, &[Kind::Year]).filter(|f| near(text, amount.end) && slavic(text) & f.languages != 0).map_or(amount.end, |f| f.end);
    Some(Atom { end, when, alone: year_alone(text, amount, value) || end > amount.end })
}

/// `nineteen eighty six` behind a date.
fn spoken_year(text: &Text, amounts: &Amounts, amount: &Amount, date: bool) -> Option<Atom> {
    let century = amount.value?.integer().filter(|c| (15..=20).contains(c) && date && amount.words && !amount.ordinal)?;
    let rest = amounts.at(amount.end).filter(|a| a.words && !a.ordinal && near(text, amount.end))?;
    let year = rest.value?.integer().filter(|y| (1..100).contains(y))?;
    Atom::new(rest.end, When { year: Some((century * 100 + year) as i16), ..When::default() })
}

fn slavic(text: &Text) -> u64 {
    let bit = |code| crate::language::Language::from_code(code).map_or(0, |l| text.words.bit(l));
    bit("ru") | bit("uk") | bit("bg") | bit("pl") | bit("tr") | bit("hr")
}

/// Whether four digits alone are a year: after `in`, `since`, `Jahr`; in brackets; or between 1900 and 2050 where no noun
/// follows that they would count.
fn year_alone(text: &Text, amount: &Amount, value: i64) -> bool {
    let linked = amount.start > 0
        && (amount.start.saturating_sub(2)..amount.start).any(|i| {
            text.find(i, &[Kind::In, Kind::From, Kind::Till, Kind::Year, Kind::Edge, Kind::Season, Kind::Which]).is_some_and(|f| f.end == amount.start)
        });
    let next = text.token(amount.end).filter(|_| text.token(amount.end - 1).is_some_and(|t| t.gap < Gap::Line));
    let counted = next.is_some_and(|t| t.is_word() && matches!(t.case, Case::Lower | Case::Capital | Case::None) && !text.any(amount.end));
    let between = amount.start > 0 && matches!(text.str(amount.start - 1), "(" | "[") && matches!(text.str(amount.end), ")" | "]" | "-" | "–");
    linked && !counted || linked && value >= 1500 || between || !counted && (1900..2050).contains(&value)
}

/// A day of the month after a weekday: `Sunday 31`, `tues the 4th`, `lundi 5`.
fn day(text: &Text, amount: &Amount, date: bool) -> Option<Atom> {
    let (day, end) = day_number(text, amount.start).filter(|d| d.1 >= amount.end)?;
    let dot = usize::from(text.is(end, ".") && text.joined(end) && !text.joined(end + 1) && text.token(end + 1).is_some_and(|t| t.is_word() && t.case == Case::Lower));
    let suffix = end > amount.start + 1;
    let free = !unit_follows(text, end) && !glued(text, amount.start, end);
    (date && free && (suffix || near(text, amount.start))).then_some(Atom { end: end + dot, when: When { day: Some(day), ..When::default() }, alone: false })
}

/// Words: weekdays, `tomorrow`, parts of the day, noon, feasts, seasons, `next week`, `last Monday`.
fn named(text: &Text, amounts: &Amounts, i: usize) -> Option<Atom> {
    use Kind::{Clock, Day, Edge, Holiday, Now, Part, Season, Weekday, WeekdayShort, Weekend, Which};
    let empty = When::default();
    let found = text.find(i, &[Day, Now, Part, Clock, Weekday, WeekdayShort, Weekend, Holiday, Season, Which, Edge])?;
    let value = found.value;
    match found.kind {
        Day => Atom::new(found.end, When { relative: Some(Relative::Day(value)), ..empty }),
        Now => Atom::new(found.end, When { relative: Some(Relative::Other), ..empty }),
        // `tonight`, `stasera`, `in the morning` are times, `night` alone is not.
        Part => {
            let alone = found.end > i + 1 || ["tonight", "tonite", "stasera", "stamattina", "stanotte", "vanavond", "vanmiddag", "vanochtend", "vannacht", "vanmorgen", "anoche", "ikväll", "inatt", "večeras", "noćas", "aseară"].contains(&text.str(i).to_lowercase().as_str());
            Some(Atom { end: found.end, when: When { part: Some(value as i8), ..empty }, alone })
        }
        Clock => {
            let when = When { hour: Some((value / 60) as i8), minute: Some(0), ..empty };
            Some(Atom { end: found.end, when, alone: found.end > i + 1 || text.draft.tokens[i].span.len() > 5 })
        }
        Weekday => after_which(text, i, found.end, When { weekday: Some(value as i8), ..empty }),
        WeekdayShort => {
            let dot = usize::from(text.is(found.end, ".") && text.joined(found.end));
            Atom::weak(found.end + dot, When { weekday: Some(value as i8), ..empty })
        }
        Weekend => after_which(text, i, found.end, When { relative: Some(Relative::Other), ..empty }),
        Holiday if value > 0 => {
            Atom::new(found.end, When { month: Some((value / 100) as i8), day: Some((value % 100) as i8), ..empty })
        }
        Holiday => Atom::new(found.end, When { vague: true, ..empty }),
        Season => Atom::weak(found.end, When { vague: true, ..empty }),
        Edge => Atom::weak(found.end, When { vague: true, ..empty }),
        _ => which(text, amounts, value, found.end),
    }
}

/// The step that a span of the table of units is.
pub(super) fn step(code: &str) -> Option<(Step, i64)> {
    Some(match code {
        "s" => (Step::Second, 1),
        "min" => (Step::Minute, 1),
        "15min" => (Step::Minute, 15),
        "30min" => (Step::Minute, 30),
        "h" => (Step::Hour, 1),
        "d" => (Step::Day, 1),
        "wk" => (Step::Week, 1),
        "2wk" => (Step::Week, 2),
        "mo" => (Step::Month, 1),
        "3mo" => (Step::Month, 3),
        "a" => (Step::Year, 1),
        "10a" => (Step::Year, 10),
        "100a" => (Step::Year, 100),
        _ => return None,
    })
}

/// `next week`, `last Monday`, `this May`, `the last 3 years`.
fn which(text: &Text, amounts: &Amounts, which: i64, at: usize) -> Option<Atom> {
    near(text, at).then_some(())?;
    let empty = When::default();
    let count = amounts.at(at).filter(|a| !a.ordinal);
    let at = count.map_or(at, |a| a.end);
    let found = text.find(at, &[Kind::Span, Kind::Weekday, Kind::WeekdayShort, Kind::Month, Kind::Weekend, Kind::Season, Kind::Part, Kind::Holiday])?;
    let value = found.value;
    let when = match found.kind {
        Kind::Span => {
            let (step, size) = step(text.words.name(value))?;
            let plain = count.is_none() && size == 1 && !matches!(step, Step::Second | Step::Minute | Step::Hour);
            let relative = if plain { Relative::Which(which, step) } else { Relative::Other };
            When { relative: Some(relative), ..empty }
        }
        Kind::Weekday | Kind::WeekdayShort => When { weekday: Some(value as i8), relative: Some(Relative::Weekday(which)), ..empty },
        Kind::Month => When { month: Some(value as i8), relative: Some(Relative::Other), ..empty },
        Kind::Part => When { part: Some(value as i8), relative: Some(Relative::Day(which.min(0))), ..empty },
        _ => When { relative: Some(Relative::Other), ..empty },
    };
    Atom::new(found.end, when)
}

/// `lundi prochain`, `sábado pasado`: the word for next or last stands behind in Romance languages.
fn after_which(text: &Text, i: usize, end: usize, when: When) -> Option<Atom> {
    let behind = text.find(end, &[Kind::Which]).filter(|f| f.value != 0 && near(text, end) && f.languages & romance(text) != 0);
    let own = text.language(i) == 0 || text.language(i) & romance(text) != 0;
    match behind.filter(|_| own) {
        Some(found) => {
            let relative = when.weekday.map_or(Relative::Other, |_| Relative::Weekday(found.value));
            Atom::new(found.end, When { relative: Some(relative), ..when })
        }
        None => Atom::new(end, when),
    }
}

/// `dernières années` in `5 dernières années`: the word for next or last between a number and its unit.
fn between_which(text: &Text, at: usize) -> Option<usize> {
    let which = text.find(at, &[Kind::Which]).filter(|f| f.value != 0 && near(text, at))?;
    let span = text.find(which.end, &[Kind::Span]).filter(|s| s.languages & which.languages != 0 && near(text, which.end))?;
    Some(span.end)
}

/// `3 days ago`, `in 3 Wochen`, `hace dos años`, `la semaine dernière`, `two weeks later`.
fn shift(text: &Text, amounts: &Amounts, i: usize) -> Option<Atom> {
    let ahead = text.find(i, &[Kind::Ahead]);
    let article = text.find(i, &[Kind::Article]).filter(|_| ahead.is_none());
    let at = ahead.or(article).map_or(i, |f| f.end);
    let (count, at) = match amounts.at(at) {
        Some(amount) if !amount.ordinal => (amount.value, amount.end),
        Some(_) => return None,
        None => (None, at),
    };
    let english_a = count.is_none() && article.is_some() && matches!(text.str(i), "a" | "an");
    if let Some(last) = between_which(text, at).filter(|_| count.is_some()) {
        return Atom::new(last, When { relative: Some(Relative::Other), ..When::default() });
    }
    let span = text.find(at, &[Kind::Span, Kind::SpanShort]).filter(|f| near(text, at) && (f.kind == Kind::Span || count.is_some()))?;
    let (step, size) = step(text.words.name(span.value))?;
    let behind = text.find(span.end, &[Kind::Ago, Kind::Later, Kind::Which]).filter(|_| near(text, span.end));
    let number = count.and_then(|c| c.integer());
    let when = |relative| When { relative: Some(relative), ..When::default() };
    let shifted = |sign: i64| match number {
        Some(n) => Relative::Shift(sign * n.saturating_mul(size), step),
        None => Relative::Other,
    };
    match behind {
        Some(f) if f.kind == Kind::Ago && (count.is_some() || english_a) => {
            let sign = if english_a { Relative::Shift(-size, step) } else { shifted(-1) };
            Atom::new(f.end, when(sign))
        }
        Some(f) if f.kind == Kind::Which && f.value != 0 && count.is_some() && ahead.is_none() && f.languages & romance(text) & span.languages != 0 => {
            Atom::new(f.end, when(Relative::Other))
        }
        Some(f) if f.kind == Kind::Later && count.is_some() => Atom::new(f.end, when(shifted(1))),
        Some(f) if f.kind == Kind::Which && f.value != 0 && f.languages & romance(text) != 0 && count.is_none() && ahead.is_none() => {
            let start_ok = text.language(i) == 0 || text.language(i) & romance(text) != 0;
            (start_ok && article.is_none()).then_some(Atom { end: f.end, when: when(Relative::Which(f.value, step)), alone: true })
        }
        _ if ahead.is_some_and(|a| a.languages & span.languages != 0) && count.is_some() => {
            let sign = ahead.map_or(1, |a| a.value);
            // `in 2 hours` can be how long it takes, `for 2 hours` in Scandinavian too: days and longer are dates.
            Atom::new(span.end, when(shifted(sign)))
        }
        _ => None,
    }
}
