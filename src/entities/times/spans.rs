//! Lengths of time: DURATION.

use crate::document::{Label, Value};
use crate::entities::Candidate;
use crate::entities::ages;
use crate::entities::amounts::{Amount, Amounts, glued_after, glued_before, near};
use crate::entities::between::range_start;
use crate::entities::decimal::Decimal;
use crate::entities::homographs::is_ending;
use crate::entities::numbers::{article, push};
use crate::entities::text::Text;
use crate::entities::words::{KNOWN, Kind, STRANGE, bits};
use crate::token::Case;

use super::atoms::hour_follows;
use super::bounds::{more_before, with_article};
use super::chain;

/// Pushes `three days`, `2 h 30 min`, `half an hour`, `daily`.
pub(super) fn find(text: &Text, amounts: &Amounts, found: &mut Vec<Candidate>) {
    for amount in amounts.list() {
        if let Some((end, value)) = length(text, amounts, amount) {
            // `ein Tag`, `un jour`: the article more often tells of some day than of its length.
            let article =
                amount.words && value.as_deref() == Some("P1D") && !matches!(text.str(amount.start), "one" | "One");
            if article {
                continue;
            }
            let start = if ages::age(text, amount).is_some() { amount.start } else { more_before(text, amount.start) };
            push(text, found, (start, end), Label::Duration, value.clone().map(Value::Text), 0.9);
            if let Some((first, low)) = ranged(text, amounts, amount, end) {
                let range = low.zip(value).map(|(low, high)| Value::Text(format!("{low}/{high}")));
                push(text, found, (more_before(text, first), end), Label::Duration, range, 0.9);
            }
        }
    }
}

/// The lower end of a range of lengths, `2` in `2-3 hours`: where it begins, and its value.
fn ranged(text: &Text, amounts: &Amounts, amount: &Amount, end: usize) -> Option<(usize, Option<String>)> {
    let (_, code) = unit(text, amount).filter(|u| u.0 == end)?;
    let (first, low) = range_start(text, amounts, amount.start, &[Kind::Span, Kind::SpanShort])?;
    let own = unit(text, &low).map_or(code, |u| u.1);
    // `dve nedelje i tri meseca` are told together.
    let and = text.find(amount.start - 1, &[Kind::And]).is_some_and(|f| f.end == amount.start);
    if and && own != code {
        return None;
    }
    let smaller = low.value.and_then(|v| v.integer()) < amount.value.and_then(|v| v.integer()) || own != code;
    let value = iso(low.value, own).map(|(day, time)| format!("P{day}{time}"));
    (smaller && !low.ordinal).then_some((first, value))
}

/// `an hour and a half`, `a minute and 30 seconds`, `mezz'ora`: a length without a number before it.
fn unnumbered(text: &Text, amounts: &Amounts, i: usize) -> Option<(usize, Option<String>)> {
    let article = matches!(text.str(i), "a" | "an" | "A" | "An") && near(text, i + 1);
    let span = text.find(i + usize::from(article), &[Kind::Span])?;
    let code = text.words.name(span.value);
    let english = article && text.draft.language(i).code() == "en";
    let one = Amount {
        start: i,
        end: span.end,
        value: Some(Decimal::whole(1)),
        words: true,
        ordinal: false,
        languages: span.languages,
        scale: 1,
    };
    if english {
        if let Some(end) = half(text, span.end) {
            let value = iso(Some(Decimal::new(15, 1)), code).map(|(day, time)| format!("P{day}{time}"));
            return Some((end, value));
        }
        let and = text.find(span.end, &[Kind::And]).filter(|f| near(text, f.end) && near(text, span.end))?;
        let more = amounts.at(and.end).filter(|a| !a.ordinal)?;
        let (end, smaller) = unit(text, &more)?;
        let both = iso(one.value, code).zip(iso(more.value, smaller));
        let value = both
            .map(|(a, b)| format!("P{}{}{}{}", a.0, b.0, a.1, b.1.trim_start_matches(|c| c == 'T' && !a.1.is_empty())));
        return Some((end, value));
    }
    let whole = matches!(code, "15min" | "30min") && !article && span.end > i + 1;
    whole.then(|| (span.end, iso(one.value, code).map(|(day, time)| format!("P{day}{time}"))))
}

/// `half an hour`, `daily`, `every Monday` at a token that begins with such a word.
pub(super) fn worded(text: &Text, amounts: &Amounts, i: usize, found: &mut Vec<Candidate>) {
    if let Some((end, value)) = unnumbered(text, amounts, i) {
        push(text, found, (i, end), Label::Duration, value.map(Value::Text), 0.9);
    }
    if let Some(part) = text.find(i, &[Kind::Half, Kind::Quarter])
        && let Some(span) =
            text.find(part.end, &[Kind::Span]).filter(|f| f.languages & part.languages != 0 && near(text, part.end))
    {
        // `cuarto mes` is the fourth month.
        let code = text.words.name(span.value);
        let fits = part.kind == Kind::Half || code == "h" || code == "a" && text.is(part.end - 1, "quarter");
        let minutes = if part.kind == Kind::Half { 30 } else { 15 };
        let value = match code {
            "h" => Some(format!("PT{minutes}M")),
            "min" => Some(format!("PT{minutes}S")),
            "a" if minutes == 30 => Some("P6M".to_owned()),
            "a" => Some("P3M".to_owned()),
            "d" => Some(format!("PT{}H", minutes * 24 / 60)),
            _ => None,
        };
        if fits {
            push(text, found, (i, span.end), Label::Duration, value.map(Value::Text), 0.9);
        }
    }
    if let Some(some) = text.find(i, &[Kind::Some])
        && let Some(span) = text.find(some.end, &[Kind::Span]).filter(|f| f.languages & some.languages != 0)
    {
        let whole =
            iso(Some(Decimal::whole(1)), text.words.name(span.value)).map(|(day, time)| format!("P{day}{time}"));
        let value = whole.filter(|_| some.value == 1).map(Value::Text);
        // `de hele dag`
        let article = some.value == 1 && text.draft.language(i).code() == "nl";
        let start = if article { with_article(text, i) } else { i };
        push(text, found, (start, span.end), Label::Duration, value, 0.8);
    }
    if let Some((end, value)) = again(text, amounts, i) {
        let end = timed(text, amounts, end);
        // `una vez al año`: the number stands before what the tables know.
        let times = text.find(i, &[Kind::Every]).is_some_and(|f| f.value == 1);
        let start = i.checked_sub(1).filter(|&k| times && near(text, i) && amounts.at(k).is_some_and(|a| a.end == i));
        if times && start.is_none() {
            return;
        }
        push(text, found, (start.unwrap_or(i), end), Label::Duration, value.map(Value::Text), 0.9);
    }
}

const AGAIN: u64 = bits(&[Kind::Often, Kind::Weekday, Kind::Weekdays, Kind::Every]);
const NUMBER: u64 = bits(&[Kind::Number]);
const MONTHS: u64 = bits(&[Kind::Span, Kind::Article]);

/// `every Monday`, `each day`, `once a year`, `mondays`, `daily` at a token: where it ends, and how often it comes.
pub(super) fn again(text: &Text, amounts: &Amounts, i: usize) -> Option<(usize, Option<String>)> {
    if !text.may(i, AGAIN) {
        return None;
    }
    if let Some(often) = text.find(i, &[Kind::Often]) {
        // `/etc/cron.daily/`, `apt-daily.timer`
        let path = text.joined(i) && matches!(text.str(i - 1), "." | "/" | "_") && text.joined(i - 1);
        let file = text.is(often.end, ".") && text.joined(often.end) && text.joined(often.end + 1);
        // Turkish `3 günlük` takes three days.
        let long = text.draft.language(i).code() == "tr" && i > 0 && (text.is_number(i - 1) || text.may(i - 1, NUMBER));
        // Norwegian and Danish `denne` is this one.
        let other = text.str(i).eq_ignore_ascii_case("denne") && !matches!(text.draft.language(i).code(), "cs" | "sk");
        let free = !path && !file && !long && !other && !glued_before(text, i);
        return free.then(|| (often.end, Some(text.words.name(often.value).to_owned())));
    }
    // `Friday mornings`
    let day = text.find(i, &[Kind::Weekday]).filter(|f| near(text, f.end)).map_or(i, |f| f.end);
    if let Some(parts) = text.find(day, &[Kind::Weekdays]).filter(|f| f.value == 9 && day > i) {
        return Some((parts.end, Some("P1W".to_owned())));
    }
    if let Some(day) = text.find(i, &[Kind::Weekdays]) {
        let part = text.find(day.end, &[Kind::Part]).filter(|_| near(text, day.end));
        return Some((part.map_or(day.end, |f| f.end), Some("P1W".to_owned())));
    }
    let every = text.find(i, &[Kind::Every])?;
    let count = amounts.at(every.end).filter(|_| near(text, every.end));
    // `every third year`, `every second Friday`, but `every first Monday`, `every second Friday of the month`
    let times = |a: &Amount| a.value.and_then(Decimal::integer).filter(|times| *times > 1);
    let counts = |a: &Amount| match text.find(a.end, &[Kind::Span, Kind::Weekday]).filter(|_| near(text, a.end)) {
        Some(f) if f.kind == Kind::Weekday => {
            let whole = text.find(f.end, &[Kind::Of, Kind::In, Kind::Every]).is_some_and(|of| text.may(of.end, MONTHS));
            times(a) == Some(2) && !whole
        }
        Some(_) => times(a).is_some(),
        None => false,
    };
    let count = count.filter(|a| !a.ordinal || counts(a));
    let at = count.map_or(every.end, |a| a.end);
    let kinds = [Kind::Span, Kind::Weekday, Kind::Weekdays, Kind::Weekend, Kind::Part, Kind::Month];
    let unit = text.find(at, &kinds).filter(|f| near(text, at) && (f.languages & every.languages != 0))?;
    // `every other day`
    let plain = if every.value == 2 { 2 } else { 1 };
    let number = count.map_or(Some(Decimal::whole(plain)), |c| c.value);
    let code = match unit.kind {
        Kind::Span => text.words.name(unit.value),
        Kind::Part => "d",
        Kind::Month => "a",
        _ => "wk",
    };
    let value = iso(number, code).map(|(day, time)| format!("P{day}{time}"));
    Some((unit.end, value))
}

/// The time of day behind something that comes again: `every Monday at 9`.
fn timed(text: &Text, amounts: &Amounts, end: usize) -> usize {
    let at = text.find(end, &[Kind::At]).filter(|f| near(text, end) && near(text, f.end));
    let from = at.map_or(end, |f| f.end);
    let time = chain(text, amounts, from, (at.is_some(), false));
    let fits = |c: &super::Chain| c.when.has_time() && !c.when.has_date() && (c.sure || at.is_some());
    time.filter(|c| near(text, end) && fits(c)).map_or(end, |c| c.end)
}

/// Where a length of time ends that begins with an amount, and its ISO 8601 value.
fn length(text: &Text, amounts: &Amounts, first: &Amount) -> Option<(usize, Option<String>)> {
    let (mut days, mut times) = (String::new(), String::new());
    let (mut end, mut known) = (first.start, true);
    let mut amount = *first;
    // Years, months, weeks, days, hours, minutes, seconds: no more than seven parts.
    for part in 0..7 {
        let Some((last, code)) = unit(text, &amount) else { break };
        let half = half(text, last);
        let value =
            amount.value.and_then(|v| if half.is_some() { v.plus(Decimal::whole(50).hundredth()) } else { Some(v) });
        match iso(value, code) {
            Some((day, time))
                if !days.contains(day.trim_start_matches(|c: char| !c.is_alphabetic()))
                    || day.is_empty()
                    || part == 0 =>
            {
                days.push_str(&day);
                let time = if times.is_empty() { time } else { time.trim_start_matches('T').to_owned() };
                times.push_str(&time);
            }
            _ => known = false,
        }
        end = half.unwrap_or(last);
        let comma = usize::from(text.is(end, ","));
        let and = text.find(end + comma, &[Kind::And]).map_or(end + comma, |f| f.end);
        // `two years, three years` and `two weeks and three months` are two lengths.
        let smaller = |a: &Amount| unit(text, a).is_some_and(|u| rank(u.1) < rank(code));
        match amounts.at(and).filter(|a| !a.ordinal && near(text, end) && smaller(a)) {
            Some(next) => amount = next,
            None => break,
        }
    }
    (end > first.start).then(|| (end, known.then(|| format!("P{days}{times}"))))
}

/// The place of a unit among the others, the longest last.
fn rank(code: &str) -> usize {
    const UNITS: [&str; 16] =
        ["ms", "s", "min", "15min", "30min", "45min", "h", "bd", "d", "wk", "2wk", "mo", "3mo", "6mo", "a", "10a"];
    UNITS.iter().position(|&unit| unit == code).unwrap_or(UNITS.len())
}

/// `and a half`, `et demie`, `y media` behind a unit.
fn half(text: &Text, end: usize) -> Option<usize> {
    let and = text.find(end, &[Kind::And]).filter(|_| near(text, end))?;
    let half = text.find(and.end, &[Kind::Half]).filter(|f| f.languages & and.languages != 0)?;
    text.find(half.end, &[Kind::Span, Kind::Unit]).is_none().then_some(half.end)
}

fn unit(text: &Text, amount: &Amount) -> Option<(usize, &'static str)> {
    // Italian `un'ora`
    let at = amount.end
        + usize::from(amount.words && matches!(text.str(amount.end), "'" | "’") && text.joined(amount.end + 1));
    let hyphen = usize::from(text.is(at, "-") && text.joined(at) && text.joined(at + 1));
    if amount.ordinal || !near(text, at) || glued_before(text, amount.start) {
        return None;
    }
    let found = text.find(at + hyphen, &[Kind::Span, Kind::SpanShort]).filter(|_| !hour_follows(text, at))?;
    // The 1980s and the 90s are decades.
    let digits = text.str(amount.start);
    let before = amount.start.saturating_sub(1);
    let article =
        text.find(before, &[Kind::Article, Kind::Of]).is_some() || matches!(text.str(before), "'" | "’" | "‘");
    // `the 1980/90s`
    let other = text.joined(amount.start) && matches!(text.str(before), "/" | "-" | "–") && text.joined(before);
    let other = other && text.str(before.saturating_sub(1)).len() >= 4 && text.is_number(before.saturating_sub(1));
    // A length of thirty seconds and a decade are told apart where the language is known.
    let other = other || text.language(amount.start) & STRANGE != 0;
    let decade = digits.len() == 4 || digits.len() == 2 && digits.ends_with('0') && (article || other);
    if decade && text.is(found.end - 1, "s") && text.joined(found.end - 1) {
        return None;
    }
    // `UTF-8 s'est`, `%10s`, and `un segundo intento`, which is the second one.
    let elided =
        found.kind == Kind::SpanShort && matches!(text.str(found.end), "'" | "’") && text.joined(found.end + 1);
    let place = text.joined(amount.start) && text.is(before, "%") || is_ending(text, at + hyphen, found.end);
    if elided && text.joined(found.end) || place || second_one(text, amount, found.end) {
        return None;
    }
    // `trettio min`; shorter ones are words: `two m`, `en h`.
    let written = || text.str(found.end - 1).len() > 2 && amount.value.and_then(Decimal::integer) != Some(1);
    let whole = found.kind == Kind::Span || written() && found.languages & amount.languages & text.language(at) != 0;
    let agrees = !amount.words || found.languages & amount.languages != 0 && whole;
    let dot = usize::from(
        found.kind == Kind::SpanShort
            && text.is(found.end, ".")
            && text.joined(found.end)
            && text.token(found.end + 1).is_some_and(|t| t.is_word() && t.case == Case::Lower),
    );
    let code = text.words.name(found.value);
    // Russian `п. 2 ст. 5` is an article of a law, Swedish `20 st.` are pieces.
    let foreign = || text.language(at) != 0 && text.language(at) & found.languages == 0;
    let other = found.kind == Kind::SpanShort && code == "100a" && (text.is_number(found.end) || foreign());
    // Vietnamese `15 giờ 30 ngày 5 tháng 5` is half past three on a day.
    let dated = text.is(found.end - 1, "ngày") && text.is_number(found.end);
    let other = other || dated && matches!(text.str(found.end + 1), "tháng" | "/" | "-" | ".");
    // Swedish `2018 års` is that year's.
    let other = other || digits.len() == 4 && text.is(found.end - 1, "års");
    (agrees && !other && !glued_after(text, found.end)).then_some((found.end + dot, code))
}

/// Whether `un segundo` is an article and an ordinal, with a noun behind.
fn second_one(text: &Text, amount: &Amount, end: usize) -> bool {
    let noun = text.token(end).filter(|t| t.is_word() && t.case == Case::Lower && near(text, end));
    let word = matches!(text.str(end - 1), "segundo" | "secondo" | "segon" | "segunda" | "seconda");
    const NOUNS: [&str; 10] =
        ["fois", "chance", "vie", "guerre", "partie", "question", "nature", "place", "tentative", "édition"];
    if text.is(end - 1, "seconde") && NOUNS.contains(&text.str(end)) {
        return article(text, amount);
    }
    word && article(text, amount) && noun.is_some() && text.str(end).chars().count() > 3 && !text.may(end, KNOWN)
}

/// The part before and after the `T` of a duration.
fn iso(value: Option<Decimal>, code: &str) -> Option<(String, String)> {
    let value = value?;
    let day = |factor: i64, letter: char| Some((format!("{}{letter}", value.times(factor)?), String::new()));
    let time = |factor: i64, letter: char| Some((String::new(), format!("T{}{letter}", value.times(factor)?)));
    match code {
        "s" => time(1, 'S'),
        "ms" => Some((String::new(), format!("T{}S", value.ratio(Decimal::whole(1000))?))),
        "min" => time(1, 'M'),
        "15min" => time(15, 'M'),
        "30min" => time(30, 'M'),
        "45min" => time(45, 'M'),
        "h" => time(1, 'H'),
        "d" | "bd" => day(1, 'D'),
        "wk" => day(1, 'W'),
        "2wk" => day(2, 'W'),
        "mo" => day(1, 'M'),
        "3mo" => day(3, 'M'),
        "6mo" => day(6, 'M'),
        "a" => day(1, 'Y'),
        "10a" => day(10, 'Y'),
        "100a" => day(100, 'Y'),
        _ => None,
    }
}
