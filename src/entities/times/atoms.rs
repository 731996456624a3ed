//! The smallest pieces of time expressions: a date in digits, a day and its month, a clock time, `tomorrow`.

use super::bounds;
use super::clocks::{clock, hour, past_or_to, unit_follows};
use super::digits::{int, iso, mark, numbered_date, numeric, year_month};
use super::eras::era;
use super::shifts::shift;
use super::solar;
use super::when::When;
use super::words::{after_which, named};
use super::years::{of_year, quarter, spoken_year, year};
use crate::entities::amounts::{Amount, Amounts, glued, glued_after, glued_before, near};
use crate::entities::decimal::Decimal;
use crate::entities::homographs::month_alone;
use crate::entities::numbers::stranger;
use crate::entities::text::Text;
use crate::entities::words::{KNOWN, Kind, bits};
use crate::token::{Case, Gap};

/// A piece: where it ends, what it says, and how sure it is to be about time when it stands alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    pub end: usize,
    pub when: When,
    pub alone: bool,
    /// The languages its words are of; all for digits.
    pub languages: u64,
    /// Whether the article before it belongs to the expression that it begins.
    pub article: bool,
}

impl Atom {
    /// One that is about time for sure.
    pub(super) fn new(end: usize, when: When) -> Option<Atom> {
        Some(Atom::of(end, when, true))
    }

    /// One that needs company.
    pub(super) fn weak(end: usize, when: When) -> Option<Atom> {
        Some(Atom::of(end, when, false))
    }

    /// One that is about time for sure when `alone`.
    pub(super) fn of(end: usize, when: When, alone: bool) -> Atom {
        Atom { end, when, alone, languages: u64::MAX, article: false }
    }

    /// The same, with the languages of its words.
    pub(super) fn spoken(self, languages: u64) -> Atom {
        Atom { languages: self.languages & languages, ..self }
    }
}

/// What a piece in words begins with.
const STARTS: u64 = bits(&[
    Kind::Number,
    Kind::Ordinal,
    Kind::Half,
    Kind::AndHalf,
    Kind::Quarter,
    Kind::Month,
    Kind::MonthShort,
    Kind::Weekday,
    Kind::WeekdayShort,
    Kind::Day,
    Kind::Now,
    Kind::Part,
    Kind::Tonight,
    Kind::Clock,
    Kind::Which,
    Kind::Ahead,
    Kind::Season,
    Kind::Weekend,
    Kind::Holiday,
    Kind::Edge,
    Kind::Span,
    Kind::Era,
]);

/// What may follow a day that is told in words.
const TIMES: u64 =
    bits(&[Kind::Number, Kind::At, Kind::Of, Kind::Month, Kind::Part, Kind::Tonight, Kind::From, Kind::Till]);

/// Words that lead to a date.
const LINKS: u64 =
    bits(&[Kind::In, Kind::From, Kind::Till, Kind::Which, Kind::Of, Kind::At, Kind::Bound, Kind::Article]);

/// Whether a piece may begin at a token: most words of a text end the search here.
pub(super) fn starts(text: &Text, i: usize) -> bool {
    // What Portuguese leaves of a weekday is in no table.
    let word = || match text.token(i).map_or(0, |token| token.span.len()) {
        1 | 2 => matches!(text.str(i), "Q" | "q" | "H" | "h" | "T" | "t" | "a" | "an" | "A" | "An"),
        6 => matches!(text.str(i), "terça" | "Terça" | "TERÇA"),
        _ => false,
    };
    text.begins(i, STARTS) || text.is_number(i) || word() || roman_century(text, i)
}

/// Whether a Roman number before a word for a century may begin at a token.
fn roman_century(text: &Text, i: usize) -> bool {
    const CENTURIES: u64 = bits(&[Kind::Span, Kind::SpanShort, Kind::Epoch]);
    let short = text.token(i).is_some_and(|token| token.case != Case::Lower && token.span.len() <= 7);
    short && (i + 1..i + 3).any(|k| text.may(k, CENTURIES)) && text.str(i).starts_with(['I', 'V', 'X'])
}

/// The piece that begins at token `i`; `at` says that a word for a clock time stands before it, `date` that a date
/// does.
pub(super) fn atom(text: &Text, amounts: &Amounts, i: usize, at: bool, date: bool) -> Option<Atom> {
    if text.is_number(i) {
        if glued_before(text, i) {
            return None;
        }
        // `kl. 9.30` is no day of September.
        let minutes = at && int(text, i + 2).is_some_and(|m| m.0 > 12) && mark(text, i + 3).is_none();
        let timed = || if minutes { clock(text, i, at) } else { None };
        let found = solar::numeric(text, i)
            .or_else(|| iso(text, i))
            .or_else(timed)
            .or_else(|| numeric(text, i))
            .or_else(|| clock(text, i, at))
            .or_else(|| year_month(text, i));
        let found = found.or_else(|| numbered_date(text, i)).or_else(|| solar::day(text, i));
        if found.is_some() {
            return found;
        }
    } else if !starts(text, i) {
        return None;
    }
    if let Some(quarter) = quarter(text, i) {
        return Some(quarter);
    }
    let amount = amounts.at(i).filter(|a| a.end <= i + 6).or_else(|| glued_year(text, i, date));
    let mut best = shift(text, amounts, i);
    let mut take = |atom: Option<Atom>| {
        if let Some(atom) = atom
            && best.is_none_or(|b| atom.end > b.end)
        {
            best = Some(atom);
        }
    };
    take(month(text, amounts, i));
    take(named(text, amounts, i));
    take(week(text, i));
    take(era(text, amounts, i));
    take(past_or_to(text, amounts, i));
    if let Some(amount) = amount {
        take(day_month(text, &amount));
        take(hour(text, &amount, at));
        take(year(text, &amount, date));
        take(spoken_year(text, amounts, &amount, date));
        take(day(text, &amount, date));
        take(lone(text, &amount));
        take(of_year(text, &amount, date));
        take(counted(text, &amount));
    }
    best
}

/// The year in `May 5,2017`, which looks like a decimal.
fn glued_year(text: &Text, i: usize, date: bool) -> Option<Amount> {
    let comma = date && text.joined(i) && text.is(i - 1, ",") && text.joined(i - 1);
    let (year, 4) = int(text, i).filter(|_| comma)? else { return None };
    let value = Some(Decimal::whole(i64::from(year)));
    Some(Amount { start: i, end: i + 1, value, words: false, ordinal: false, languages: u64::MAX, scale: 1 })
}

/// A month's name, and what may follow it: a day, a year.
fn month(text: &Text, amounts: &Amounts, i: usize) -> Option<Atom> {
    let found = text.find(i, &[Kind::Month, Kind::MonthShort])?;
    // `Dec=0.0` is a coordinate.
    if found.kind == Kind::MonthShort && text.is(found.end, "=") {
        return None;
    }
    // `sept` is seven in French, `dez` ten in Portuguese: alone they are no months.
    let number = text.find(i, &[Kind::Number]).filter(|f| text.language(i) == 0 || f.languages & text.language(i) != 0);
    if found.kind == Kind::MonthShort && number.is_some() {
        return None;
    }
    let spoken = |atom: Option<Atom>| atom.map(|a| a.spoken(found.languages));
    let when = When { month: Some(found.value as i8), ..When::default() };
    let dot = usize::from(found.kind == Kind::MonthShort && text.is(found.end, ".") && text.joined(found.end));
    let long = found.kind == Kind::Month;
    // A day right behind: May 5, Sep-23, June 3rd.
    let link = usize::from(matches!(text.str(found.end + dot), "-" | "/") && text.joined(found.end + dot));
    let at = found.end + dot + link;
    let article = text.find(at, &[Kind::Article]).map_or(at, |f| f.end);
    // `pro čtyři`: a word behind a short month is no day.
    let written = long || text.is_number(article);
    if let Some((day, end)) = day_of_month(text, amounts, article, found.languages)
        .filter(|_| written && near(text, at) && text.token(at - 1).is_some_and(|t| t.gap < Gap::Line))
    {
        let free = mark(text, end).is_none_or(|m| m == "-" || m == "–" || m == "/") && !verb(text, i, end);
        let (end, named) = lithuanian_day(text, end).map_or((end, false), |end| (end, true));
        if free && (named || !unit_follows_day(text, end)) {
            return spoken(Atom::new(end, When { day: Some(day), ..when }));
        }
    }
    // `avril dernier`, `aprile scorso`
    if let Some(named) = after_which(text, i, found.end, when).filter(|a| long && a.end > found.end) {
        return spoken(Some(named));
    }
    spoken(Some(Atom::of(found.end + dot, when, long && month_alone(text, i, found.languages))))
}

/// Where the word for a day ends that Lithuanian puts behind its number: `gegužės 12 d.`, `gegužės 12 dieną`.
fn lithuanian_day(text: &Text, end: usize) -> Option<usize> {
    let lithuanian = near(text, end) && text.draft.language(end).code() == "lt";
    match text.str(end) {
        "d" if lithuanian => Some(end + 1 + usize::from(text.is(end + 1, ".") && text.joined(end + 1))),
        "diena" | "dieną" | "dienos" if lithuanian => Some(end + 1),
        _ => None,
    }
}

/// Whether `may` or `march` before a number is a verb: `she may 5 times forget it`.
fn verb(text: &Text, i: usize, end: usize) -> bool {
    let linked = i > 0 && text.may(i - 1, LINKS);
    let counted = text.token(end).is_some_and(|t| t.is_word() && t.case == Case::Lower) && !text.may(end, KNOWN);
    matches!(text.str(i), "may" | "march") && !linked && counted && near(text, end)
}

/// Whether a word for a clock time stands at a token, and a number behind it: Persian `ساعت` is an hour too.
pub(super) fn hour_follows(text: &Text, i: usize) -> bool {
    text.find(i, &[Kind::At]).is_some_and(|f| text.is_number(f.end))
}

/// Whether a unit, a currency or the like stands behind a number.
pub(super) fn unit_follows_day(text: &Text, end: usize) -> bool {
    let kinds = [Kind::Unit, Kind::UnitShort, Kind::Currency, Kind::CurrencyShort, Kind::Percent, Kind::Span];
    // `in 1920"` ends a quotation, `1998-2000 Tony` has no tons in it.
    let unit = text.find(end, &kinds).filter(|f| !matches!(text.str(end), "\"" | "”" | "'") && !stranger(text, end, f));
    (unit.is_some() || text.is(end, "%")) && !hour_follows(text, end)
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
fn day_of_month(text: &Text, amounts: &Amounts, i: usize, languages: u64) -> Option<(i8, usize)> {
    if text.is_number(i) {
        return day_number(text, i);
    }
    let amount = amounts.at(i).filter(|a| a.words && near(text, i) && a.languages & languages != 0)?;
    let day = amount.value?.integer().filter(|d| (1..=31).contains(d))?;
    // Turkish `ekimde iki ekmek`: the month is another word, too.
    let other = || i > 0 && text.find(i - 1, &[Kind::Homograph]).is_some();
    (amount.ordinal || day > 1 && !other()).then_some((day as i8, amount.end))
}

/// A day and its month: `5 May`, `2. Oktober`, `5th of May`, `cinco de mayo`, `23-Sep`.
pub(super) fn day_month(text: &Text, amount: &Amount) -> Option<Atom> {
    let (day, mut end) = match day_number(text, amount.start) {
        Some(day) if amount.end <= day.1.max(amount.start + 1) => day,
        _ => {
            // `en avril`, `a May`: one is no day unless it is an ordinal.
            let value = amount.value?.integer().filter(|d| (1..=31).contains(d) && amount.words)?;
            // `tres décimas en agosto` are parts.
            let part = amount.ordinal && text.str(amount.end - 1).ends_with("as");
            (amount.ordinal && !part || !amount.ordinal && value > 1).then_some((value as i8, amount.end))?
        }
    };
    if matches!(text.str(end), "." | "-" | "/" | ",") && text.joined(end) {
        end += 1;
    }
    let of = text.find(end, &[Kind::Of, Kind::Article]).map_or(end, |f| f.end);
    let month = [end, of].into_iter().find_map(|i| {
        text.find(i, &[Kind::Month, Kind::MonthShort]).filter(|m| near(text, i) && m.languages & amount.languages != 0)
    })?;
    // `dix-sept` is seventeen.
    if amount.words && month.kind == Kind::MonthShort && text.may(month.end - 1, bits(&[Kind::Number])) {
        return None;
    }
    let dot = usize::from(
        month.kind == Kind::MonthShort
            && text.is(month.end, ".")
            && text.joined(month.end)
            && !text.joined(month.end + 1),
    );
    let when = When { month: Some(month.value as i8), day: Some(day), ..When::default() };
    Some(Atom::of(month.end + dot, when, true).spoken(month.languages & amount.languages))
}

/// A day of the month after a weekday: `Sunday 31`, `tues the 4th`, `lundi 5`.
fn day(text: &Text, amount: &Amount, date: bool) -> Option<Atom> {
    if amount.words && amount.ordinal && date {
        let day = amount.value?.integer().filter(|d| (1..=31).contains(d))?;
        let free = text.token(amount.end).is_none_or(|t| !t.is_word()) || text.may(amount.end, TIMES);
        return free.then(|| Atom::of(amount.end, When { day: Some(day as i8), ..When::default() }, false));
    }
    let (day, end) = day_number(text, amount.start).filter(|d| d.1 >= amount.end)?;
    let dot = usize::from(
        text.is(end, ".")
            && text.joined(end)
            && !text.joined(end + 1)
            && text.token(end + 1).is_some_and(|t| t.is_word() && t.case == Case::Lower),
    );
    let suffix = end > amount.start + 1;
    // `Sa 10–14 Uhr`
    let dash = matches!(text.str(end), "-" | "–") && text.joined(end) && text.is_number(end + 1);
    let weekday = amount.start > 0 && text.may(amount.start - 1, bits(&[Kind::WeekdayShort]));
    if dash && weekday && text.find(end + 2, &[Kind::Oclock, Kind::Am, Kind::Pm]).is_some() {
        return None;
    }
    let free = !unit_follows(text, end) && !glued(text, amount.start, end);
    (date && free && (suffix || near(text, amount.start))).then_some(Atom::of(
        end + dot,
        When { day: Some(day), ..When::default() },
        false,
    ))
}

/// `the 21st`, `el día 21`: a day of some month.
fn lone(text: &Text, amount: &Amount) -> Option<Atom> {
    let (day, end) = day_number(text, amount.start).filter(|d| d.1 >= amount.end)?;
    let free = bounds::lone_day(text, amount.start, end) && !glued(text, amount.start, end);
    let when = When { day: Some(day), ..When::default() };
    (free && !unit_follows(text, end)).then(|| Atom { article: true, ..Atom::of(end, when, true) })
}

/// `week 31`, `Woche 5`.
fn week(text: &Text, i: usize) -> Option<Atom> {
    let week = text.find(i, &[Kind::Span]).filter(|f| text.words.name(f.value) == "wk" && near(text, f.end))?;
    let number = int(text, week.end).filter(|n| n.1 <= 2 && (1..=53).contains(&n.0))?;
    let free = !glued(text, week.end, week.end + 1) && !unit_follows(text, week.end + 1) && number.0 > 0;
    let when = When { week: Some(number.0 as i8), ..When::default() };
    free.then(|| Atom::of(week.end + 1, when, true).spoken(week.languages))
}

/// `third week`, `4th quarter`: a part of the month or year that is said behind it.
fn counted(text: &Text, amount: &Amount) -> Option<Atom> {
    let suffix = text.find(amount.end, &[Kind::OrdinalSuffix]).filter(|_| text.joined(amount.end) && !amount.words);
    // `3. Quartal`
    let dot = !amount.words && text.is(amount.end, ".") && text.joined(amount.end) && !text.joined(amount.end + 1);
    if !amount.ordinal && suffix.is_none() && !dot {
        return None;
    }
    let end = suffix.map_or(amount.end + usize::from(dot), |f| f.end);
    let unit = text
        .find(end, &[Kind::Span, Kind::Weekend, Kind::Weekday])
        .filter(|f| near(text, end) && f.languages & amount.languages != 0)?;
    let code = if unit.kind == Kind::Span { text.words.name(unit.value) } else { "" };
    let date = unit.kind != Kind::Span || matches!(code, "d" | "wk" | "mo" | "3mo" | "6mo" | "10a" | "100a");
    let (century, part) = (code == "100a", matches!(code, "3mo" | "6mo"));
    if dot && suffix.is_none() && !part && code != "wk" {
        return None;
    }
    let number = amount.value.and_then(|v| v.integer()).filter(|n| (1..=30).contains(n));
    let when = match number {
        Some(n) if century => When { century: Some((n - 1) as i8), ..When::default() },
        Some(n) if code == "d" => When { day: Some(n as i8), ..When::default() },
        Some(n) if code == "wk" => When { week: Some(n as i8), vague: true, ..When::default() },
        Some(n @ 1..=12) if code == "mo" => When { month: Some(n as i8), ..When::default() },
        Some(n @ 1..=4) if code == "3mo" => When { part_of_year: Some(32 + n as i8), ..When::default() },
        Some(n @ 1..=2) if code == "6mo" => When { part_of_year: Some(39 + n as i8), ..When::default() },
        _ => When { vague: true, ..When::default() },
    };
    // `the third week of the month`
    let of = text.find(unit.end, &[Kind::Of]).filter(|f| near(text, f.end) && near(text, unit.end));
    let whole = of
        .and_then(|of| text.find(of.end, &[Kind::Span]))
        .filter(|f| f.languages & unit.languages != 0 && matches!(text.words.name(f.value), "a" | "mo" | "wk"));
    if let Some(whole) = whole.filter(|_| date && !century) {
        return Some(Atom { article: true, ..Atom::of(whole.end, when, true).spoken(unit.languages) });
    }
    let article = unit.kind == Kind::Span && !century && !part;
    // English `the first quarter` is one of a match, too.
    let alone = century || part && text.draft.language(amount.start).code() != "en";
    date.then(|| Atom { article, ..Atom::of(unit.end, when, alone).spoken(unit.languages) })
}
