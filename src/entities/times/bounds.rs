//! Open stretches of time, and points counted from another: `since August`, `before 2010 or later`, `2 weeks after
//! Easter`, `the 21st`.

use jiff::civil::Date;

use super::Said;
use super::atoms::starts;
use super::chain;
use super::described;
use super::relative::shifted;
use super::shifts::step;
use crate::document::Label;
use crate::entities::amounts::{Amounts, near};
use crate::entities::text::{Found, Text};
use crate::entities::words::{Kind, bits};
use crate::token::{Case, Gap, Kind as TokenKind};

/// The values of `bound` in the tables.
const BEFORE: i64 = -1;
const AROUND: i64 = 0;
const AFTER: i64 = 1;
/// `from`: a bound only behind a length of time.
const FROM: i64 = 2;
/// `more than`: before a length of time only.
const MORE: i64 = 3;
/// `the week of` before a day.
const WEEK: i64 = 4;

const FROM_WORDS: u64 = bits(&[Kind::From]);

/// An expression with its end, its label and its value.
type Whole = (usize, Label, Option<String>);

/// `since August`, `before the end of 2010`, `around 2 p.m.`: an interval with an open end, as ISO 8601-2 writes it.
pub(super) fn open(text: &Text, amounts: &Amounts, i: usize, reference: Option<Date>) -> Option<Whole> {
    let bound = bound(text, i).filter(|f| (f.value < FROM || f.value == WEEK) && near(text, f.end))?;
    if bound.value == WEEK {
        return week_of(text, amounts, bound, reference);
    }
    let said = inner(text, amounts, bound)?;
    if bound.value == AFTER && text.find(i, &[Kind::From]).is_some() && described(text, amounts, i).is_some() {
        // `desde el 3 hasta el 5` is a range.
        return None;
    }
    // Dutch `voor` is `for` as well: `voor de komende week`, `voor maandag`.
    let first = &said.first;
    let named = first.relative.is_some() && first.weekday.is_none() && !first.vague
        || first.part_of_year.is_some()
        || said.last.is_some();
    if text.str(i).eq_ignore_ascii_case("voor") && named {
        return None;
    }
    let (end, value) = (said.end, said.value(reference));
    let value = value.filter(|value| bound.value == AROUND || said.is_told(value)).map(|value| match bound.value {
        AFTER if said.last.is_none() => format!("{value}/.."),
        BEFORE if said.last.is_none() => format!("../{value}"),
        _ => value,
    });
    Some((end, if said.has_time() { Label::Time } else { Label::Date }, value))
}

/// Whether `the week of` begins at a token.
pub(super) fn week(text: &Text, i: usize) -> bool {
    bound(text, i).is_some_and(|f| f.value == WEEK)
}

/// The week of a day: `the week of May 6`, `la semaine du 18`.
fn week_of(text: &Text, amounts: &Amounts, bound: Found, reference: Option<Date>) -> Option<Whole> {
    let over = text.find(bound.end, &[Kind::Article]).filter(|f| near(text, f.end));
    let places = [Some(bound.end), over.map(|f| f.end)];
    let day =
        |at: usize| chain(text, amounts, at, (false, true)).filter(|c| c.when.day.is_some() && !c.when.has_time());
    let found = places.into_iter().flatten().find_map(day).filter(|c| c.languages & bound.languages != 0)?;
    // `semana del 8 al 12 de mayo` names its days.
    if text.find(found.end, &[Kind::Till]).is_some() && text.find(found.end, &[Kind::And]).is_none() {
        return None;
    }
    let date = found.when.value(reference).and_then(|day| day.parse::<Date>().ok());
    let week = date.map(|day| day.iso_week_date());
    Some((found.end, Label::Date, week.map(|week| format!("{:04}-W{:02}", week.year(), week.week()))))
}

fn bound(text: &Text, i: usize) -> Option<Found> {
    text.find(i, &[Kind::Bound])
}

/// What is said behind a bound, over an article or a word for a clock time.
fn inner(text: &Text, amounts: &Amounts, bound: Found) -> Option<Said> {
    let over = text.find(bound.end, &[Kind::Article, Kind::At, Kind::Year]).filter(|f| near(text, f.end));
    let places = [Some(bound.end), over.map(|f| f.end)];
    let places = places.map(|at| at.filter(|&at| starts(text, at) || text.may(at, FROM_WORDS)));
    if places == [None, None] {
        return None;
    }
    let plain = places.into_iter().flatten().find_map(|at| described(text, amounts, at).filter(|s| spoken(s, bound)));
    plain.or_else(|| {
        // `after 6`: nothing but a time of day or a month.
        // `ca. 3.14` is about so much.
        let decimal = |at: usize, end: usize| bound.value == AROUND && text.is(at + 1, ".") && end == at + 3;
        // Polish `po 1/2` is a half each.
        let part = |at: usize, end: usize| text.is(at + 1, "/") && end == at + 3;
        let timed =
            |at: usize| chain(text, amounts, at, (true, false)).filter(|c| !decimal(at, c.end) && !part(at, c.end));
        let found = places.into_iter().flatten().find_map(timed)?;
        let told = found.when.minute.is_some() || found.when.month.is_some() || found.when.pm.is_some();
        let said = Said { end: found.end, first: found.when, last: None, languages: found.languages, article: false };
        (told && spoken(&said, bound)).then_some(said)
    })
}

fn spoken(said: &Said, bound: Found) -> bool {
    said.languages & bound.languages != 0
}

/// `3 days from Tuesday`, `two weeks before 13 May 1999`, `more than 2 weeks after today`.
pub(super) fn counted(text: &Text, amounts: &Amounts, i: usize, reference: Option<Date>) -> Option<Whole> {
    let more = if amounts.at(i).is_none() { bound(text, i).filter(|f| f.value == MORE) } else { None };
    let at = more.map_or(i, |f| f.end);
    let amount = amounts.at(at).filter(|a| !a.ordinal);
    let article = matches!(text.str(at), "a" | "A" | "an" | "An");
    if amount.is_none() && !article {
        return None;
    }
    let unit_at = amount.map_or(at + 1, |a| a.end);
    let unit = text.find(unit_at, &[Kind::Span]).filter(|_| near(text, unit_at))?;
    let anchor = bound(text, unit.end)
        .filter(|f| matches!(f.value, BEFORE | AFTER | FROM) && near(text, unit.end) && near(text, f.end))?;
    (anchor.languages & unit.languages != 0).then_some(())?;
    let said = inner(text, amounts, anchor).filter(|s| s.last.is_none() && s.first.has_date() && !s.has_time())?;
    let (step, size) = step(text.words.name(unit.value))?;
    let sign = if anchor.value == BEFORE { -1 } else { 1 };
    let count = match amount {
        Some(amount) => amount.value.and_then(|v| v.integer()),
        None => Some(1),
    };
    let day = said.value(reference).and_then(|day| first_day(&day));
    // `3 days after 12 January` in November is told of the January to come.
    let coming = said.first.year.is_none() && said.first.month.is_some() && said.first.relative.is_none();
    let day = day.and_then(|day| match reference {
        Some(today) if coming && day < today => Date::new(day.year() + 1, day.month(), day.day()).ok(),
        _ => Some(day),
    });
    let value = day.zip(count).and_then(|(day, n)| shifted(day, sign * n.saturating_mul(size), step));
    Some((said.end, Label::Date, value.filter(|_| more.is_none())))
}

/// The day that a date is, or the first one of a month or a year.
fn first_day(value: &str) -> Option<Date> {
    let whole = match value.len() {
        4 => format!("{value}-01-01"),
        7 => format!("{value}-01"),
        _ => value.to_owned(),
    };
    whole.parse().ok()
}

/// `or later`, `and after` behind an expression: where it ends, and its value.
pub(super) fn onward(text: &Text, said: &Said, reference: Option<Date>) -> (usize, Option<String>) {
    let value = said.value(reference);
    let behind = text
        .find(said.end, &[Kind::Onward])
        .filter(|f| near(text, said.end) && said.last.is_none() && f.languages & said.languages != 0);
    // `on 1 May and after my exam` goes on.
    let goes_on = |f: &Found| {
        let word = text.token(f.end).is_some_and(|t| t.is_word() && t.case == Case::Lower) && near(text, f.end);
        word && text.find(said.end, &[Kind::And]).is_some()
    };
    let Some(found) = behind.filter(|f| !goes_on(f)) else { return (said.end, value) };
    let value = value.filter(|value| found.value == AROUND || said.is_told(value));
    let value = value.map(|v| match found.value {
        BEFORE => format!("../{v}"),
        AROUND => v,
        _ => format!("{v}/.."),
    });
    (found.end, value)
}

/// Where `more than` begins that stands before the length of time at token `start`; `start` where none does.
pub(super) fn more_before(text: &Text, start: usize) -> usize {
    let ends = |k: &usize| bound(text, *k).is_some_and(|f| f.value == MORE && f.end == start);
    (start.saturating_sub(3)..start).find(ends).unwrap_or(start)
}

/// The token that the article before token `i` begins at: `the 21st`, `el día 21`.
pub(super) fn with_article(text: &Text, i: usize) -> usize {
    let day = usize::from(i > 0 && near(text, i) && is_day(text, i - 1));
    let before = (i - day).checked_sub(1).filter(|&k| near(text, k + 1) && is_article(text, k));
    before.unwrap_or(i - day)
}

/// The token that `year` before a year begins at: `school year 2008`, `año 2012`.
pub(super) fn with_year(text: &Text, i: usize, said: &Said) -> usize {
    let year = said.first.year.is_some() && said.first.month.is_none() && said.first.part_of_year.is_none();
    let named = |k: &usize| text.find(*k, &[Kind::Year]).is_some_and(|f| f.end == i && f.value == 1);
    let before = || (i.saturating_sub(3)..i).find(named).filter(|_| near(text, i));
    if year { before().unwrap_or(i) } else { i }
}

/// Prepositions stand among the articles of the tables; here only the article itself counts, alone or grown together
/// with its preposition.
fn is_article(text: &Text, i: usize) -> bool {
    const ARTICLES: [&str; 20] = [
        "the", "el", "la", "los", "las", "le", "les", "il", "lo", "i", "gli", "de", "het", "o", "a", "os", "as", "na",
        "no", "nas",
    ];
    ARTICLES.contains(&text.str(i).to_lowercase().as_str())
}

/// The word for a day in `el día 21`, `o dia 21`.
fn is_day(text: &Text, i: usize) -> bool {
    matches!(text.str(i), "día" | "dia" | "Día" | "Dia")
}

/// A day by its number alone: `on the 21st`, `el día 21`, `op de 15e`.
pub(super) fn lone_day(text: &Text, i: usize, end: usize) -> bool {
    let free = text.token(end).is_none_or(|t| !t.is_word() && t.kind != TokenKind::Number)
        || text.token(end - 1).is_some_and(|t| t.gap >= Gap::Line)
        || text.find(end, &[Kind::At, Kind::From, Kind::Of, Kind::Which]).is_some();
    let before = i.checked_sub(1).filter(|_| free && near(text, i));
    if before.is_some_and(|k| is_day(text, k)) {
        return true;
    }
    let linked = |k: usize| {
        matches!(
            text.str(k),
            "on" | "for" | "around" | "by" | "until" | "till" | "from" | "op" | "voor" | "rond" | "tot"
        ) || text.find(k, &[Kind::Bound]).is_some_and(|f| f.end == k + 1)
    };
    end > i + 1
        && before.is_some_and(|k| matches!(text.str(k), "the" | "de") && k > 0 && linked(k - 1) && near(text, k))
}
