//! Dates, times of day and lengths of time: DATE, TIME, DURATION.
//!
//! An expression is a chain of pieces (atoms) that say different fields, with nothing but small words such as `of`,
//! `um`, `le` between them; two chains with `to` between them are a range.

mod atoms;
mod behind;
mod bounds;
mod clocks;
mod digits;
mod eras;
mod feasts;
mod ranges;
mod relative;
mod shifts;
mod solar;
mod spans;
mod when;
mod words;
mod years;

use jiff::civil::Date;

use self::atoms::{atom, starts};
use self::ranges::{bare, range, range_at, range_behind};
use self::when::When;
pub(super) use self::years::numbered_before;
use super::Candidate;
use super::amounts::{Amounts, near};
use super::numbers::push;
use super::text::Text;
use super::words::{Kind, bits};
use crate::document::{Label, Value};
use crate::token::{Case, Gap};

/// What ranges and repetitions begin with.
const BEGINS: u64 = bits(&[Kind::From, Kind::Every, Kind::Some, Kind::Often, Kind::Bound, Kind::Weekdays]);

/// Pushes every date, time and length of time.
pub(super) fn find(text: &Text, amounts: &Amounts, reference: Option<Date>, found: &mut Vec<Candidate>) {
    spans::find(text, amounts, found);
    let mut i = 0;
    while i < text.len() {
        if !text.begins(i, BEGINS) && !starts(text, i) {
            i += 1;
            continue;
        }
        spans::worded(text, amounts, i, found);
        i = expression(text, amounts, i, reference, found).unwrap_or(i + 1);
    }
}

/// A chain of pieces.
#[derive(Clone, Copy, Debug)]
struct Chain {
    end: usize,
    when: When,
    /// Whether it is about time for sure.
    sure: bool,
    /// How many pieces.
    pieces: usize,
    /// The languages that all its words are of.
    languages: u64,
    /// Whether the article before it belongs to it.
    article: bool,
}

/// Pieces of one expression at most; the longest of real ones have six.
const PIECES: usize = 10;

/// A point or stretch of time, as a chain of pieces or a range of two.
#[derive(Clone, Copy, Debug)]
struct Said {
    end: usize,
    first: When,
    last: Option<When>,
    languages: u64,
    /// Whether the article before it belongs to it: `the first week of 2021`.
    article: bool,
}

impl Said {
    fn has_time(&self) -> bool {
        self.first.has_time() || self.last.is_some_and(|last| last.has_time())
    }

    /// Whether a value says the day if one is said: what is open has no end at any five o'clock.
    fn is_told(&self, value: &str) -> bool {
        !(is_clock(value) && self.first.has_date())
    }

    fn value(&self, reference: Option<Date>) -> Option<String> {
        match self.last {
            None => self.first.value(reference),
            Some(_) if self.first.parted => None,
            Some(last) => {
                let (from, to) = (self.first.value(reference)?, last.value(reference)?);
                // `from Monday at 9 to Tuesday at 5` is no stretch of eight hours.
                if (is_clock(&from) || is_clock(&to)) && !self.first.on_one_day(&last) {
                    return None;
                }
                // What runs backward is no stretch of time; times of day may run over midnight.
                // `from Nov to March`, `from Friday to Monday`: the end is of the next year or week.
                let turned = from > to && from.len() == to.len() && !from.starts_with('X');
                let to = if turned { last.later(reference).unwrap_or(to) } else { to };
                let days = from.len() >= 10 && from.len() == to.len() && !from.starts_with('X');
                // `26 juni 15.00-00.00` ends on a day that is not said.
                let one = from.split_once('T').zip(to.split_once('T')).is_some_and(|(a, b)| a.0 == b.0);
                (!days && !one || from <= to).then(|| format!("{from}/{to}"))
            }
        }
    }
}

/// Whether a value is a time of day alone.
fn is_clock(value: &str) -> bool {
    value.as_bytes().get(2) == Some(&b':')
}

/// Pushes the expression that begins at token `i`; where it ends.
fn expression(
    text: &Text,
    amounts: &Amounts,
    i: usize,
    reference: Option<Date>,
    found: &mut Vec<Candidate>,
) -> Option<usize> {
    if let Some((end, label, value)) =
        bounds::open(text, amounts, i, reference).or_else(|| bounds::counted(text, amounts, i, reference))
    {
        // `a partir de`, `à compter du`
        let week = bounds::week(text, i).then(|| bounds::with_article(text, i));
        let leading = i > 0 && matches!(text.str(i - 1), "a" | "A" | "à" | "À") && near(text, i);
        let start = if leading && matches!(text.str(i), "partir" | "partire" | "compter") { i - 1 } else { i };
        return Some(emit(text, (week.unwrap_or(start), end), label, value, found));
    }
    let said = described(text, amounts, i)?;
    let label = if said.has_time() { Label::Time } else { Label::Date };
    // `3pm every day`: it comes again and again.
    if said.first.has_time()
        && !said.first.has_date()
        && let Some((end, value)) = spans::again(text, amounts, said.end)
    {
        return Some(emit(text, (i, end), Label::Duration, value, found));
    }
    let start = if said.article { bounds::with_article(text, i) } else { bounds::with_year(text, i, &said) };
    let (end, value) = bounds::onward(text, &said, reference);
    let end = if said.last.is_some() { behind::closing(text, end) } else { end };
    let start = if said.has_time() { behind::with_hour(text, start) } else { solar::start(text, start) };
    Some(emit(text, (start, end), label, value, found))
}

/// What is said at token `i`.
fn described(text: &Text, amounts: &Amounts, i: usize) -> Option<Said> {
    let range_of = |(end, (first, last)): (usize, (When, When)), languages| Said {
        end,
        first,
        last: Some(last),
        languages,
        article: false,
    };
    if let Some(from) = text.find(i, &[Kind::From]).filter(|f| near(text, f.end))
        && let Some(found) = range_at(text, amounts, (Some(i), from.end), None)
    {
        return Some(range_of(found, from.languages));
    }
    if !starts(text, i) {
        return None;
    }
    if let Some(found) = years::double(text, i).or_else(|| eras::years(text, i)).or_else(|| solar::stretch(text, i)) {
        return Some(range_of(found, u64::MAX));
    }
    // The longest word for a clock time that ends here: `a las`, `kl.`, `at`.
    let linked = (i.saturating_sub(3)..i).find_map(|k| text.find(k, &[Kind::At]).filter(|f| f.end == i));
    // `ca. 3.14` is about so much.
    let decimal = text.is(i + 1, ".") && text.joined(i + 1) && text.joined(i + 2) && text.is_number(i + 2);
    let linked = linked.filter(|_| !(decimal && about(text, i)));
    let first = chain(text, amounts, i, (linked.is_some(), false));
    let first = first.map(|c| Chain {
        sure: c.sure || c.when.hour.is_some() && linked.is_some_and(|f| f.value == 1 && f.languages & c.languages != 0),
        ..c
    });
    // `10-12 June` looks like a day of December first.
    for start in [first, bare(amounts, i).filter(|_| first.is_none_or(|c| !c.sure))].iter().flatten() {
        if let Some(found) = range(text, amounts, start, false).or_else(|| behind::range(text, amounts, start)) {
            return Some(range_of(found, start.languages));
        }
    }
    if let Some(found) = ranges::from_point(text, amounts, i).filter(|_| first.is_none_or(|c| !c.sure)) {
        return Some(range_of(found, u64::MAX));
    }
    let chain = first.filter(|c| c.sure)?;
    if let Some(found) = range_behind(text, amounts, &chain).or_else(|| behind::range_behind(text, amounts, &chain)) {
        return Some(range_of(found, chain.languages));
    }
    let Chain { end, when, languages, article, .. } = chain;
    Some(Said { end, first: when, last: None, languages, article })
}

/// Whether `ca.`, `ungefähr` or the like stands before a token.
fn about(text: &Text, i: usize) -> bool {
    const ABOUT: [&str; 9] = ["ca", "circa", "zirka", "cirka", "ungefähr", "about", "around", "noin", "körülbelül"];
    let dot = usize::from(i > 1 && text.is(i - 1, "."));
    i > dot && ABOUT.contains(&text.str(i - 1 - dot).to_lowercase().as_str())
}

/// The pieces from token `i` on; whether a word for a clock time or a date stands before them.
fn chain(text: &Text, amounts: &Amounts, i: usize, said: (bool, bool)) -> Option<Chain> {
    chain_of(text, amounts, i, said, PIECES)
}

/// At most so many pieces from token `i` on.
fn chain_of(text: &Text, amounts: &Amounts, i: usize, (at, date): (bool, bool), most: usize) -> Option<Chain> {
    let first = atom(text, amounts, i, at, date)?;
    let mut chain = Chain {
        end: first.end,
        when: first.when,
        sure: first.alone,
        pieces: 1,
        languages: first.languages,
        article: first.article,
    };
    while chain.pieces < most {
        let Some((next, sure)) = following(text, amounts, &chain) else { break };
        let Some(when) = chain.when.joined(&next.when).filter(|_| chain.languages & next.languages != 0) else { break };
        let both = |a: &When, b: &When| {
            a.has_date() && b.has_date() || a.has_date() && b.has_time() || a.has_time() && b.has_date()
        };
        let known = chain.sure || next.alone;
        // Turkish `sabah 10'da`
        let fits = both(&chain.when, &next.when) && (known || sure)
            || chain.when.hour.is_some() && next.when.part.is_some()
            || chain.when.part.is_some() && behind::suffixed(text, next.end - 1);
        chain.sure = known || fits;
        chain = Chain {
            end: next.end,
            when,
            pieces: chain.pieces + 1,
            languages: chain.languages & next.languages,
            ..chain
        };
    }
    Some(chain)
}

/// The piece behind a chain, over at most two small words; whether the two together are about time for sure.
fn following(text: &Text, amounts: &Amounts, chain: &Chain) -> Option<(atoms::Atom, bool)> {
    let date = chain.when.has_date();
    let mut i = chain.end;
    let day = chain.when.hour.is_none() && (chain.when.part.is_some() || chain.when.weekday.is_some());
    let mut at = day && behind::suffixed(text, i) || date && lithuanian_hour(text, i);
    let mut over = 0;
    loop {
        if !near(text, i) {
            return None;
        }
        let next = atom(text, amounts, i, at, date).filter(|a| {
            chain.when.joined(&a.when).is_some() && !edge(text, i, a) && !ranges::up_to(text, chain, i, &a.when)
        });
        if let Some(next) = next {
            if parted(text, amounts, chain, (i, &next, at)) {
                return None;
            }
            let year_only = next.when == When { year: next.when.year, ..When::default() };
            let sure = at
                || year_only && chain.when.month.is_some()
                || chain.when.weekday.is_some() && next.when.day.is_some()
                || chain.when.weekday.is_some() && next.when.has_time();
            return Some((next, sure));
        }
        if over == 2 {
            return None;
        }
        over += 1;
        let small = text.find(i, &[Kind::At, Kind::Of, Kind::Article, Kind::In]);
        let small = small.filter(|f| f.kind != Kind::In || f.value == 0).or_else(|| text.find(i, &[Kind::Year]));
        match small {
            Some(found) => {
                at |= text.find(i, &[Kind::At]).is_some_and(|f| f.end == found.end);
                i = found.end;
            }
            // Hungarian `2021. május`
            None if text.is(i, ".") && chain.when.year.is_some() && text.draft.language(i).code() == "hu" => i += 1,
            None if text.is(i, ",") || matches!(text.str(i), "-" | "/") && text.joined(i) && text.joined(i + 1) => {
                i += 1
            }
            None => return None,
        }
    }
}

/// Whether a piece at a token begins something of its own behind a chain; `at` says that a word for a clock time stands
/// before it.
fn parted(text: &Text, amounts: &Amounts, chain: &Chain, (i, next, at): (usize, &atoms::Atom, bool)) -> bool {
    // `de 2014 à mai 2018` is a range.
    let year = chain.when == When { year: chain.when.year, ..When::default() };
    if chain.when.is_stretch() && next.when.has_time() || year && at && next.when.month.is_some() {
        return true;
    }
    // Polish `sie w piatek`, without its marks: no weekday follows a month.
    if chain.when == (When { month: chain.when.month, ..When::default() }) && next.when.weekday.is_some() {
        return true;
    }
    // Catalan `dimarts, des de les 11`: nor a month alone a weekday and a comma.
    let weekday = chain.when == When { weekday: chain.when.weekday, ..When::default() };
    if weekday && next.when.is_month() && text.is(chain.end, ",") {
        return true;
    }
    let day_only = next.when == When { day: next.when.day, ..When::default() } && text.is_number(i);
    // `last night 26 houses`
    if day_only && matches!(chain.when.relative, Some(relative::Relative::Day(_))) {
        return true;
    }
    // `måndag kl 11-17`
    if day_only && chain.when.hour.is_some() && text.joined(i) {
        return true;
    }
    // `Donnerstag von 9 bis 11`
    let from = || text.find(chain.end, &[Kind::From]).is_some() && text.find(next.end, &[Kind::Till]).is_some();
    // `vendredi à 9`, `u petak u 19`, and opening hours, `Sat 10–2`
    let hours = || at || from() || is_hour_of_range(text, amounts, next.end) || bare_range(text, next.end);
    if day_only && chain.when.weekday.is_some() && hours() {
        return true;
    }
    // `i fjor, sommeren 2019` and `za godzinę, od 1 kwietnia` are two.
    let told = next.when.year.is_some() || text.find(chain.end + 1, &[Kind::From]).is_some();
    // `en 1901, cinco años después de su muerte`
    let after = year && next.when.relative.is_some();
    let listed = text.is(chain.end, ",") && (chain.when.is_counted() && told || after);
    if listed || chain.when.has_time() && weekday_of_next(text, next) {
        return true;
    }
    // `Root CA 1 2020`, `© 2006 Julio Merino`
    let year_only = next.when == When { year: next.when.year, ..When::default() };
    let apart = year_only && chain.when.has_time() && !chain.when.has_date() && !chain.sure;
    let glued = text.joined(i) && matches!(text.str(i - 1), "-" | "/");
    let foreign = year && !glued && next.when.month.is_some();
    apart || foreign && next.languages & year_first(text) == 0
}

/// The languages that also write the month behind the year.
fn year_first(text: &Text) -> u64 {
    let bit = |code| crate::language::Language::from_code(code).map_or(0, |l| text.words.bit(l));
    ["en", "de", "hu", "lt", "lv", "tr"].into_iter().fold(0, |all, code| all | bit(code))
}

/// Whether an hour stands behind a day, as Lithuanian writes it: `gegužės 12 d. 15 val.`
fn lithuanian_hour(text: &Text, i: usize) -> bool {
    text.is(i + 1, "val") && text.is_number(i) && text.draft.language(i).code() == "lt"
}

/// Whether the number that ends at a token is the first hour of two: `Monday 8-9am`.
fn is_hour_of_range(text: &Text, amounts: &Amounts, end: usize) -> bool {
    let dash = matches!(text.str(end), "-" | "–") && text.joined(end) && text.joined(end + 1);
    dash && atom(text, amounts, end + 1, true, false).is_some_and(|last| last.alone && last.when.hour.is_some())
}

/// Whether a dash and another number stand behind a number, and neither a month nor the stop of an ordinal: `10–14`.
fn bare_range(text: &Text, end: usize) -> bool {
    let dash = matches!(text.str(end), "-" | "–") && text.joined(end) && text.joined(end + 1);
    let month = |k: usize| text.may(k, bits(&[Kind::Month, Kind::MonthShort]));
    let closes = || text.token(end + 3).is_none_or(|t| t.case == Case::Capital && !text.joined(end + 3));
    dash && text.is_number(end + 1) && !(end + 2..end + 4).any(month) && (!text.is(end + 2, ".") || closes())
}

/// Whether a weekday begins something of its own: `9–18 Uhr, Sa 10–14 Uhr`, `9 to 5, Monday to Friday`.
fn weekday_of_next(text: &Text, piece: &atoms::Atom) -> bool {
    let day = When { weekday: piece.when.weekday, ..When::default() };
    let alone = piece.when.weekday.is_some() && piece.when == day;
    let till = |i: usize| text.find(i, &[Kind::Till]).is_some() && text.find(i, &[Kind::And]).is_none();
    let range = till(piece.end)
        && text
            .find(piece.end, &[Kind::Till])
            .is_some_and(|f| text.may(f.end, bits(&[Kind::Weekday, Kind::WeekdayShort])));
    alone && (range || text.is_number(piece.end) && till(piece.end + 1))
}

/// Whether a piece is no more than a word such as `early`, which stands first or not at all.
fn edge(text: &Text, i: usize, piece: &atoms::Atom) -> bool {
    text.find(i, &[Kind::Edge]).is_some_and(|f| f.end == piece.end)
}

/// The end of an expression without a full stop that ends the sentence: `in Aug.`, but `5 p.m.`
fn closed(text: &Text, (start, end): (usize, usize)) -> usize {
    let stop =
        end > start + 1 && text.is(end - 1, ".") && text.str(end - 2).chars().count() > 1 && !text.is_number(end - 2);
    let last =
        stop && text.token(end).is_none_or(|t| t.case == Case::Capital && text.draft.tokens[end - 1].gap != Gap::None);
    end - usize::from(last)
}

/// Pushes one expression and says where it ends.
fn emit(text: &Text, tokens: (usize, usize), label: Label, value: Option<String>, found: &mut Vec<Candidate>) -> usize {
    let tokens = (tokens.0, closed(text, tokens));
    push(text, found, tokens, label, value.map(Value::Text), 0.92);
    tokens.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    /// The longest expression of a text and its value.
    fn longest(text: &str, reference: Option<Date>) -> (String, Label, String) {
        let draft = Draft::new(text);
        let read = Text::read(&draft);
        let mut found = Vec::new();
        find(&read, &Amounts::read(&read), reference, &mut found);
        let best = found.into_iter().max_by_key(|c| c.span.len()).expect("an expression");
        let value = match best.value {
            Some(Value::Text(value)) => value,
            _ => "none".to_owned(),
        };
        (text[best.span.range()].to_owned(), best.label, value)
    }

    #[test]
    fn dates_and_times_are_chains_of_pieces() {
        for (text, span, value) in [
            (
                "Wir sehen uns am Montag, den 6. Mai 2024 um 14:30 Uhr.",
                "Montag, den 6. Mai 2024 um 14:30 Uhr",
                "2024-05-06T14:30",
            ),
            ("Er kam am 2.Oktober", "2.Oktober", "XXXX-10-02"),
            ("el 5 de mayo de 2021 fue", "5 de mayo de 2021", "2021-05-05"),
            ("le 14 juillet 1998, donc", "14 juillet 1998", "1998-07-14"),
            ("on July 3rd, 2019 at 3pm", "July 3rd, 2019 at 3pm", "2019-07-03T15:00"),
            ("seit März 2022 gilt", "seit März 2022", "2022-03/.."),
            ("from 9 to 12 June 2020", "from 9 to 12 June 2020", "2020-06-09/2020-06-12"),
            ("2024-05-01T14:30:00Z", "2024-05-01T14:30:00Z", "2024-05-01T14:30:00Z"),
            ("am 31.02.2024 war", "31.02.2024", "none"),
            ("2 Stunden und 30 Minuten", "2 Stunden und 30 Minuten", "PT2H30M"),
        ] {
            let (found, _, iso) = longest(text, None);
            assert_eq!((found.as_str(), iso.as_str()), (span, value), "{text}");
        }
    }

    #[test]
    fn relative_dates_wait_for_a_reference() {
        let today = Some(Date::constant(2024, 5, 1));
        assert_eq!(longest("dann morgen früh", None).2, "none");
        for (text, value) in
            [("übermorgen also", "2024-05-03"), ("three days ago", "2024-04-28"), ("next month", "2024-06")]
        {
            assert_eq!(longest(text, today).2, value, "{text}");
        }
    }

    #[test]
    fn words_that_look_like_dates_are_none() {
        for text in
            ["they may go and are here", "the sun and mar", "on sait que me voilà", "się mar so", "1.2.3 and 5/8 of it"]
        {
            let draft = Draft::new(text);
            let read = Text::read(&draft);
            let mut found = Vec::new();
            find(&read, &Amounts::read(&read), None, &mut found);
            assert_eq!(found, [], "{text}");
        }
    }
}
