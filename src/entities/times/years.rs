//! Years and their parts: `2014`, `April of 87`, `nineteen eighty six`, `the 1980s`, `Q1`.

use super::atoms::{Atom, unit_follows_day};
use super::clocks::romance;
use super::digits::{int, mark, short_year};
use super::when::When;
use crate::entities::amounts::{Amount, Amounts, glued, glued_after, glued_before, near};
use crate::entities::text::{Found, Text};
use crate::entities::words::{KNOWN, Kind, bits};
use crate::token::{Case, Gap, Token};

/// A year: after a date, after `in`, or alone by its shape.
pub(super) fn year(text: &Text, amount: &Amount, date: bool) -> Option<Atom> {
    let value = amount.value?.integer().filter(|y| (1000..2100).contains(y) && !amount.ordinal)?;
    let when = When { year: Some(value as i16), ..When::default() };
    let digits = amount.end == amount.start + 1 && text.str(amount.start).chars().count() == 4;
    if !digits && !(amount.words && date && (1900..2100).contains(&value)) {
        return None;
    }
    // The 1980s
    let decade = digits && text.is(amount.end, "s") && text.joined(amount.end) && !glued_after(text, amount.end + 1);
    if decade && value % 10 == 0 && !glued_before(text, amount.start) {
        return Atom::new(amount.end + 1, When { decade: Some((value / 10) as i16), ..When::default() });
    }
    // Latvian `2023. gada`, Estonian `2023. aastal`
    let baltic = matches!(text.draft.language(amount.start).code(), "lv" | "et");
    let stop = usize::from(baltic && text.is(amount.end, ".") && text.joined(amount.end));
    let behind = amount.end + stop;
    let slavic_year =
        text.find(behind, &[Kind::Year]).filter(|f| near(text, behind) && slavic(text) & f.languages != 0);
    // Swedish `2018 års match`
    let unit = slavic_year.is_none() && unit_follows_day(text, amount.end) && !text.is(amount.end, "års");
    // `3 May 2024and`: the space behind is lost.
    let word = date && text.token(amount.end).is_some_and(|t| t.is_word() && t.case == Case::Lower && t.span.len() > 2);
    let free = !glued_before(text, amount.start) && (word || !glued_after(text, amount.end)) && !unit;
    let decimal = mark(text, amount.end).is_some_and(|m| matches!(m, "." | ":") && text.is_number(amount.end + 1));
    let before = amount.start.checked_sub(1).map_or("", |i| text.str(i));
    // `1472(1500) bytes`
    let bracket = before == "(" && text.joined(amount.start - 1) && text.is_number(amount.start.wrapping_sub(2));
    let numbered = bracket
        || matches!(before, "$" | "€" | "£" | "#" | "§" | "°" | "№" | "+" | "*" | "x" | "×")
        || before == "." && text.joined(amount.start)
        || matches!(before, "-" | "–" | "/" | ":") && text.joined(amount.start) && !date;
    let named = !date && numbered_before(text, amount.start);
    (free && !decimal && !numbered && !named).then_some(())?;
    // `2014 году`
    let end = slavic_year.map_or(amount.end, |f| f.end);
    Some(Atom::of(end, when, year_alone(text, amount, value) || end > amount.end))
}

/// `nineteen eighty six` behind a date.
pub(super) fn spoken_year(text: &Text, amounts: &Amounts, amount: &Amount, date: bool) -> Option<Atom> {
    let century =
        amount.value?.integer().filter(|c| (15..=20).contains(c) && date && amount.words && !amount.ordinal)?;
    let rest = amounts.at(amount.end).filter(|a| a.words && !a.ordinal && near(text, amount.end))?;
    let year = rest.value?.integer().filter(|y| (1..100).contains(y))?;
    Atom::new(rest.end, When { year: Some((century * 100 + year) as i16), ..When::default() })
}

fn slavic(text: &Text) -> u64 {
    let bit = |code| crate::language::Language::from_code(code).map_or(0, |l| text.words.bit(l));
    bit("ru") | bit("uk") | bit("bg") | bit("pl") | bit("tr") | bit("hr") | bit("lt") | bit("lv") | bit("et")
}

/// Whether four digits alone are a year: after `in`, `since`, `Jahr`; in brackets; or between 1900 and 2050 where no
/// noun follows that they would count.
fn year_alone(text: &Text, amount: &Amount, value: i64) -> bool {
    let linked = amount.start > 0
        && (amount.start.saturating_sub(2)..amount.start).any(|i| {
            text.find(i, &[Kind::In, Kind::From, Kind::Till, Kind::Year, Kind::Edge, Kind::Season, Kind::Which])
                .is_some_and(|f| f.end == amount.start && !(f.kind == Kind::In && f.value == VERB))
        });
    let next = text.token(amount.end).filter(|_| text.token(amount.end - 1).is_some_and(|t| t.gap < Gap::Line));
    let counted = next.is_some_and(|t| {
        t.is_word()
            && matches!(t.case, Case::Lower | Case::Capital | Case::None)
            && !text.may(amount.end, KNOWN)
            && quarter(text, amount.end).is_none()
    });
    // `1388 (0.9%) of them`
    let share = text.is(amount.end, "(")
        && text.is_number(amount.end + 1)
        && (amount.end + 2..amount.end + 5).any(|k| text.is(k, "%"));
    let counted = counted || share;
    let between = amount.start > 0
        && matches!(text.str(amount.start - 1), "(" | "[")
        && matches!(text.str(amount.end), ")" | "]" | "-" | "–");
    // `the 2001 Italian election`, but `the 2000 people`
    let before = || text.str(amount.start.wrapping_sub(1));
    let english = || matches!(before(), "the" | "The") && text.draft.language(amount.start).code() == "en";
    let of_that_year = (1901..2050).contains(&value) && value % 100 != 0 && near(text, amount.start) && english();
    told_bare(text, amount) && value >= 1500
        || of_that_year && !share
        || linked && !counted
        || linked && value >= 1500
        || between
        || !counted && (1900..2050).contains(&value)
}

/// The value of `in` in the tables for a verb beside a year without a preposition.
const VERB: i64 = 2;

/// Whether a verb stands before four digits, or behind them where they begin the sentence: `wurde 1744 umgebaut`,
/// Swedish `byggdes 1744`, `1744 wurde …`. Neither what is counted follows, nor adjectives of it.
fn told_bare(text: &Text, amount: &Amount) -> bool {
    let verb =
        |i: usize| text.find(i, &[Kind::In]).is_some_and(|f| f.value == VERB && f.languages & text.language(i) != 0);
    let (start, end) = (amount.start, amount.end);
    let first = start == 0 || matches!(text.str(start - 1), "." | "!" | "?");
    if first {
        return verb(end) && near(text, end);
    }
    if !verb(start - 1) || !near(text, start) {
        return false;
    }
    let word = |i: usize| text.token(i).filter(|t| t.is_word() && near(text, i));
    match word(end) {
        None => !text.is_number(end),
        Some(next) if text.draft.language(start).code() == "de" => {
            let noun = |t: &Token| matches!(t.case, Case::Capital | Case::Upper);
            !noun(&next) && !word(end + 1).is_some_and(|t| noun(&t) && adjective(text.str(end)))
        }
        Some(_) => {
            text.str(end).chars().count() <= 3 || text.may(end, bits(&[Kind::And, Kind::In, Kind::At, Kind::From]))
        }
    }
}

/// Whether a German word has the ending of an adjective before its noun.
fn adjective(word: &str) -> bool {
    word.chars().count() > 3 && ["e", "en", "er", "es", "em"].iter().any(|end| word.ends_with(end))
}

/// Whether a word before a token says that a number is a page, a version or the like.
pub(in crate::entities) fn numbered_before(text: &Text, start: usize) -> bool {
    let colon = usize::from(start > 0 && matches!(text.str(start - 1), ":" | "."));
    let ends = |f: &Found| f.value != BOOK && (f.end == start || f.end + colon == start);
    let named = |k: usize| text.find(k, &[Kind::Numbered]).is_some_and(|f| ends(&f));
    (start.saturating_sub(3 + colon)..start).any(named) && near(text, start)
}

/// The value of `numbered` in the tables for a book of the Bible.
const BOOK: i64 = 2;

/// That for a ratio.
const RATIO: i64 = 3;

/// Whether a word for a ratio stands a few tokens before one: `a ratio of 1:10`, `im Maßstab 1:25 und 1:50`.
pub(super) fn ratio_before(text: &Text, start: usize) -> bool {
    let ratio = |k: usize| text.find(k, &[Kind::Numbered]).is_some_and(|f| f.value == RATIO);
    (start.saturating_sub(6)..start).rev().take_while(|&k| near(text, k + 1)).any(ratio)
}

/// Whether a chapter of the Bible begins at a token: `Luke 15:11`, `(Mt 5:3; 6:9)`.
pub(super) fn verse_before(text: &Text, start: usize) -> bool {
    // The verses before, in a list.
    let mut at = start;
    while at > 0 && (matches!(text.str(at - 1), ";" | "," | ":" | "-" | "–") || text.is_number(at - 1)) {
        if start - at == VERSES || text.token(at - 1).is_some_and(|t| t.gap >= Gap::Paragraph) {
            return false;
        }
        at -= 1;
    }
    let dot = usize::from(at > 1 && text.is(at - 1, "."));
    let book = (at - dot).checked_sub(1).filter(|&k| text.token(k).is_some_and(|t| t.case != Case::Lower));
    book.is_some_and(|k| text.find(k, &[Kind::Numbered]).is_some_and(|f| f.value == BOOK && f.end == at - dot))
}

/// Tokens of the verses that are looked back over.
const VERSES: usize = 20;

/// `2019/20`, `1939–45`: a season or a span of years, the second told by its last two digits.
pub(super) fn double(text: &Text, i: usize) -> Option<(usize, (When, When))> {
    let (first, 4) = int(text, i)? else { return None };
    let sep = mark(text, i + 1).filter(|m| matches!(*m, "/" | "-" | "–"))?;
    let last = match int(text, i + 2)? {
        (last, 2) => first / 100 * 100 + last,
        // `2012/2013`
        (last, 4) if sep == "/" => last,
        _ => return None,
    };
    let season = last == first + 1;
    let years =
        (1500..2100).contains(&first) && first < last && (season || sep != "/") && (sep == "–" || last % 100 > 12);
    let free = !glued(text, i, i + 3) && mark(text, i + 3).is_none() && !unit_follows_day(text, i + 3);
    let before = i.checked_sub(1).map_or("", |k| text.str(k));
    let joined = text.joined(i) && matches!(before, "-" | "/" | "." | ":" | "+" | "#");
    let year = |year| When { year: Some(year), ..When::default() };
    (years && free && !joined && !numbered_before(text, i)).then(|| (i + 3, (year(first), year(last))))
}

/// `87` in `April of 87`: a year of two digits that can be no day.
pub(super) fn of_year(text: &Text, amount: &Amount, date: bool) -> Option<Atom> {
    let year = amount.value?.integer().filter(|y| (0..100).contains(y) && date && !amount.words)?;
    // `4-Jul-95`: a mark of the same kind on both sides of the month.
    let mark = |k: usize| matches!(text.str(k), "-" | "/") && text.joined(k + 1);
    let start = amount.start;
    let dashed = start > 3
        && mark(start - 1)
        && text.is(start - 3, text.str(start - 1))
        && text.may(start - 2, bits(&[Kind::Month, Kind::MonthShort]))
        && text.str(start).len() == 2
        && !glued_after(text, amount.end);
    if dashed {
        return Some(Atom::of(amount.end, When { year: Some(short_year(year as i16)), ..When::default() }, false));
    }
    if year < 32 {
        return None;
    }
    let of = amount.start > 0 && matches!(text.str(amount.start - 1), "of" | "de" | "del" | "di");
    let free = of && amount.end == amount.start + 1 && !glued(text, amount.start, amount.end);
    let counted = unit_follows_day(text, amount.end)
        || text.token(amount.end).is_some_and(|t| t.is_word() && !text.may(amount.end, KNOWN));
    (free && !counted).then(|| Atom::of(amount.end, When { year: Some(1900 + year as i16), ..When::default() }, false))
}

/// `Q1`, `q3`, `H2`, `t1`: the quarter or half of a year. ISO 8601-2 numbers quarters from 33, halves from 40 on.
pub(super) fn quarter(text: &Text, i: usize) -> Option<Atom> {
    let letter = text.str(i);
    let (n, 1) = int(text, i + 1).filter(|_| text.joined(i + 1) && (1..=4).contains(&letter.len()))? else {
        return None;
    };
    let romance = text.language(i) & romance(text) != 0;
    let part = match letter {
        "Q" | "q" if (1..=4).contains(&n) => 32 + n,
        "T" | "t" if (1..=4).contains(&n) && romance => 32 + n,
        "H" | "h" if (1..=2).contains(&n) => 39 + n,
        _ => return None,
    };
    let year = i > 0 && text.is_number(i - 1) && text.str(i - 1).len() == 4
        || i > 1 && text.joined(i) && text.is(i - 1, "-") && text.is_number(i - 2);
    let next = int(text, i + 2).is_some_and(|y| y.1 == 4);
    let free = !glued_before(text, i) && !glued_after(text, i + 2);
    let alone = letter == "Q" || letter == "q" && i > 0;
    let fits = free && (alone || year || next);
    fits.then(|| Atom::of(i + 2, When { part_of_year: Some(part as i8), ..When::default() }, alone))
}
