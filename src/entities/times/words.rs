//! Days in words: weekdays, `tomorrow`, feasts, `next week`, `three days ago`.

use super::atoms::{Atom, day_month};
use super::clocks::romance;
use super::digits::numeric;
use super::relative::{Relative, Step};
use super::shifts::step;
use super::when::When;
use crate::entities::amounts::{Amount, Amounts, near};
use crate::entities::homographs::is_no_weekday;
use crate::entities::text::{Found, Text};
use crate::entities::words::{KNOWN, Kind, bits};
use crate::token::Case;

/// What [`named`] reads.
const NAMED: [Kind; 12] = [
    Kind::Day,
    Kind::Now,
    Kind::Part,
    Kind::Tonight,
    Kind::Clock,
    Kind::Weekday,
    Kind::WeekdayShort,
    Kind::Weekend,
    Kind::Holiday,
    Kind::Season,
    Kind::Which,
    Kind::Edge,
];

/// The value of `day` in the tables for this year.
const THIS_YEAR: i64 = 20_000;

/// Words: weekdays, `tomorrow`, parts of the day, noon, feasts, seasons, `next week`, `last Monday`.
pub(super) fn named(text: &Text, amounts: &Amounts, i: usize) -> Option<Atom> {
    use Kind::{Clock, Day, Edge, Holiday, Now, Part, Season, Tonight, Weekday, WeekdayShort, Weekend};
    let empty = When::default();
    if let Some(day) = portuguese_weekday(text, i) {
        return Some(Atom::of(i + 1, When { weekday: Some(day), ..empty }, true));
    }
    let found = text.find(i, &NAMED)?;
    let value = found.value;
    if in_file_name(text, i, &found) {
        return None;
    }
    let piece = match found.kind {
        // Serbian `br. 5` is number five, Polish `br.` this year.
        Day if text.is_number(found.end) && text.find(i, &[Kind::Numbered]).is_some() => None,
        // `i fjor`, `letos`
        Day if value > 10_000 => {
            Atom::new(found.end, When { relative: Some(Relative::Which(value - THIS_YEAR, Step::Year)), ..empty })
        }
        Day => Atom::new(found.end, When { relative: Some(Relative::Day(value)), ..empty }),
        // `now` alone tells no time; it ends ranges.
        Now if value == 1 => None,
        Now => Atom::new(found.end, When { relative: Some(Relative::Other), ..empty }),
        // `in the morning` is a time, `night` alone is not.
        Part => {
            // `da manhã` and `de la tarde` belong to an hour, or to a breakfast.
            let alone = found.end > i + 1 && !matches!(text.str(i), "da" | "de" | "del" | "della" | "di" | "du");
            Some(Atom::of(found.end, When { part: Some(value as i8), ..empty }, alone))
        }
        // `Montagabend`
        Tonight if value >= 100 => {
            let (weekday, part) = (Some((value / 100) as i8), Some((value % 100) as i8));
            Atom::new(found.end, When { weekday, part, ..empty })
        }
        Tonight => {
            let relative = Some(Relative::Day(value.div_euclid(10)));
            Atom::new(found.end, When { part: Some(value.rem_euclid(10) as i8), relative, ..empty })
        }
        Clock => Some(noon(text, i, &found)),
        Weekday if is_no_weekday(text, i) => None,
        Weekday => after_which(text, i, found.end, When { weekday: Some(value as i8), ..empty }),
        WeekdayShort => short_weekday(text, i, &found),
        Weekend => after_which(text, i, found.end, When { relative: Some(Relative::Weekend(0)), ..empty }),
        // Portuguese `cidade natal`
        Holiday if is_other_word(text, i, &found) && !is_christmas(text, i) => None,
        Holiday if (101..=1231).contains(&value) => {
            Atom::new(found.end, When { month: Some((value / 100) as i8), day: Some((value % 100) as i8), ..empty })
        }
        Holiday if value > 0 => Atom::new(found.end, When { feast: Some(value), ..empty }),
        Holiday => Atom::new(found.end, When { vague: true, ..empty }),
        // French `été` is also `been`.
        Season if matches!(text.str(i), "été") && !named_summer(text, i, found.end) => None,
        Season => Atom::weak(found.end, When { part_of_year: Some(20 + value as i8), ..empty }),
        Edge => Some(edge(text, &found)),
        _ => which(text, amounts, value, found.end)
            .map(|a| Atom { article: a.when.weekday.is_none() && a.when.day.is_none() && takes_article(text, i), ..a }),
    };
    piece.map(|a| a.spoken(found.languages))
}

/// Whether all of a find is a word with another meaning.
fn is_other_word(text: &Text, i: usize, found: &Found) -> bool {
    text.find(i, &[Kind::Homograph]).is_some_and(|f| f.end == found.end)
}

/// Whether Portuguese `natal` is the feast: with a capital, or behind an article or a preposition.
fn is_christmas(text: &Text, i: usize) -> bool {
    let linked = |k: usize| text.find(k, &[Kind::Article, Kind::Of, Kind::In, Kind::Which]).is_some_and(|f| f.end == i);
    text.token(i).is_some_and(|t| t.case != Case::Lower)
        || (i.saturating_sub(2)..i).any(linked)
        || i > 0 && text.str(i - 1).eq_ignore_ascii_case("feliz")
}

/// Whether a word is part of the name of a page or a file: `hier(7)`, `libc.so.6`.
fn in_file_name(text: &Text, i: usize, found: &Found) -> bool {
    let page = text.is(found.end, "(") && text.joined(found.end) && text.is_number(found.end + 1);
    let ending = text.joined(i) && text.is(i - 1, ".") && text.joined(i - 1);
    page || ending && found.kind == Kind::WeekdayShort
}

/// `noon`, `midnight`.
fn noon(text: &Text, i: usize, found: &Found) -> Atom {
    let when = When { hour: Some((found.value / 60) as i8), minute: Some(0), ..When::default() };
    let linked = || i > 0 && text.find(i - 1, &[Kind::At]).is_some_and(|f| f.end == i);
    let long = found.end > i + 1 || text.draft.tokens[i].span.len() > 5;
    // `the Midnight Commander`
    let capital = |k: usize| text.token(k).is_some_and(|t| t.is_word() && t.case == Case::Capital);
    let title = i > 0 && found.end == i + 1 && capital(i) && capital(found.end) && near(text, found.end);
    // Polish `na północ` is northward.
    let way = i > 0 && matches!(text.str(i), "północ" | "południe") && matches!(text.str(i - 1), "na" | "i");
    Atom::of(found.end, when, (long && !title && !way) || linked())
}

/// `early`, `end of month`.
fn edge(text: &Text, found: &Found) -> Atom {
    let unit =
        text.find(found.end, &[Kind::Span]).filter(|f| near(text, found.end) && f.languages & found.languages != 0);
    // `final do século 17` and `XVII` go on.
    let roman = |i: usize| text.str(i).chars().all(|c| matches!(c, 'I' | 'V' | 'X')) && !text.str(i).is_empty();
    let counted = |i: usize| (text.is_number(i) || roman(i)) && near(text, i);
    let unit = unit.filter(|f| !(text.words.name(f.value) == "100a" && counted(f.end)));
    let step = unit.and_then(|f| step(text.words.name(f.value))).filter(|s| s.1 == 1).map(|s| s.0);
    let this = step.filter(|s| matches!(s, Step::Day | Step::Week | Step::Month | Step::Year));
    let when = When { vague: true, relative: this.map(|step| Relative::Which(0, step)), ..When::default() };
    Atom::of(unit.map_or(found.end, |f| f.end), when, unit.is_some())
}

/// `Mon`, `Di.`, `jeu.`: a weekday that needs company.
fn short_weekday(text: &Text, i: usize, found: &Found) -> Option<Atom> {
    let dot = usize::from(text.is(found.end, ".") && text.joined(found.end));
    // Czech `po`, Finnish `to` and the like are prepositions and pronouns: a day behind them has its full stop.
    let preposition = matches!(text.str(i), "po" | "to" | "so" | "do" | "me" | "an" | "na" | "ne") && dot == 0;
    if preposition && text.is_number(found.end) && !(text.is(found.end + 1, ".") && text.joined(found.end + 1)) {
        return None;
    }
    // German `so` is Sunday only with a capital and a mark behind it.
    let mark = matches!(text.str(found.end), "," | "-" | "–") || text.is_number(found.end);
    let short = text.str(i).len() == 2 && dot == 0 && !mark;
    // `he sat`
    let other = matches!(text.str(i), "sat" | "wed") && dot == 0 && !text.is_number(found.end);
    // Greek `παρ. 2` is a paragraph, `Παρ. 2` a Friday; Croatian `čl. 5. st. 2` is one as well.
    let counted = || i > 1 && (text.is_number(i - 1) || text.is(i - 1, ".") && text.is_number(i - 2));
    let other = other || text.is(i, "παρ") || text.is(i, "st") && counted();
    let piece = Atom::weak(found.end + dot, When { weekday: Some(found.value as i8), ..When::default() });
    piece.filter(|_| !short && !other)
}

/// Whether `été` is the summer: behind an article or the like, or before a year.
fn named_summer(text: &Text, i: usize, end: usize) -> bool {
    const BEFORE: [&str; 16] = [
        "l", "'", "’", "cet", "en", "chaque", "dernier", "prochain", "un", "d", "plein", "mi", "-", "notre", "bel",
        "quel",
    ];
    let before = i.checked_sub(1).map_or("", |k| text.str(k));
    text.is_number(end) || BEFORE.contains(&before.to_lowercase().as_str())
}

/// `na terça`, `até sexta`: Portuguese weekdays without their second half, which are ordinals elsewhere.
fn portuguese_weekday(text: &Text, i: usize) -> Option<i8> {
    let day = |i: usize| match text.str(i) {
        "segunda" | "Segunda" | "SEGUNDA" => Some(1),
        "terça" | "Terça" | "TERÇA" => Some(2),
        "quarta" | "Quarta" | "QUARTA" => Some(3),
        "quinta" | "Quinta" | "QUINTA" => Some(4),
        "sexta" | "Sexta" | "SEXTA" => Some(5),
        _ => None,
    };
    let number = day(i)?;
    // `de segunda a sexta`
    let to = |i: usize| matches!(text.str(i), "a" | "à" | "A" | "À") && near(text, i) && near(text, i + 1);
    let weekend = |i: usize| matches!(text.str(i), "sábado" | "domingo" | "Sábado" | "Domingo" | "SÁBADO" | "DOMINGO");
    let other = |i: usize| day(i).is_some() || weekend(i);
    // `quarta às onze`
    let timed = text.is(i + 1, "às") && (text.is_number(i + 2) || text.may(i + 2, bits(&[Kind::Number])));
    let range = timed || to(i + 1) && other(i + 2) || i > 1 && to(i - 1) && other(i - 2);
    let before = i.checked_sub(1).filter(|_| near(text, i)).map_or("", |k| text.str(k));
    let linked = ["na", "nas", "à", "às", "até", "desta", "nesta", "esta", "próxima", "última", "ou", ","];
    let noun = text.token(i + 1).is_some_and(|t| {
        t.is_word() && near(text, i + 1) && !text.may(i + 1, KNOWN) && text.str(i + 1).chars().count() > 2
    });
    let long = text.is(i + 1, "feira") || text.is(i + 1, "-") && text.joined(i + 1) && text.joined(i + 2);
    let told = range || linked.contains(&before) && !noun;
    (text.draft.language(i).code() == "pt" && !long && told).then_some(number)
}

/// `la próxima década`, `i prossimi 3 giorni`, `de laatste week van juli`: where the article is part of the expression.
fn takes_article(text: &Text, i: usize) -> bool {
    let code = text.draft.language(i).code();
    matches!(code, "es" | "it" | "pt") || code == "nl" && matches!(text.str(i), "laatste")
}

/// Which one a word says, whether or not it counts from today: both `next` and `coming` are 1.
pub(super) fn sign_of(which: i64) -> i64 {
    if which.abs() == 3 { which.signum() } else { which }
}

/// What a word such as `next` may stand before.
const SPECIFIED: [Kind; 9] = [
    Kind::Tonight,
    Kind::Span,
    Kind::Weekday,
    Kind::WeekdayShort,
    Kind::Month,
    Kind::Weekend,
    Kind::Season,
    Kind::Part,
    Kind::Holiday,
];

/// Which length of time: `next week`, `last quarter`, `the last 3 years`.
fn stretch(text: &Text, found: &Found, count: Option<Amount>, which: i64) -> Option<Relative> {
    let (step, size) = step(text.words.name(found.value))?;
    // `in letzter Sekunde`
    if which < 0 && count.is_none() && step == Step::Second {
        return None;
    }
    let quarter = (step, size) == (Step::Month, 3);
    let plain = count.is_none() && size == 1 && !matches!(step, Step::Second | Step::Minute | Step::Hour);
    let decade = (step, size) == (Step::Year, 10);
    let (step, size) = if quarter { (Step::Quarter, 1) } else { (step, size) };
    let (step, size) = if decade { (Step::Decade, 1) } else { (step, size) };
    let many = count.and_then(|c| c.value?.integer()).filter(|n| *n > 0 && *n < 10_000 && which != 0);
    Some(match many {
        _ if size > 6 => Relative::Other,
        Some(n) => Relative::Over(which.signum() * n * size, step),
        None if plain || (quarter || decade) && count.is_none() => Relative::Which(which, step),
        // `the past fortnight`
        None if count.is_none() && (step, size) == (Step::Week, 2) && which != 0 => {
            Relative::Over(which.signum() * size, step)
        }
        None => Relative::Other,
    })
}

/// `last Monday`, `next Monday`; `next` says that it is the nearest one.
fn weekday_of(weekday: i64, which: i64, next: bool) -> When {
    let relative = if next { Relative::Near(which) } else { Relative::Weekday(which) };
    When { weekday: Some(weekday as i8), relative: Some(relative), ..When::default() }
}

/// `next week`, `last Monday`, `this May`, `the last 3 years`.
fn which(text: &Text, amounts: &Amounts, word: i64, at: usize) -> Option<Atom> {
    near(text, at).then_some(())?;
    let empty = When::default();
    let (which, next) = (sign_of(word), word.abs() == 3);
    let evening = if next { 0 } else { which };
    // `next 5/12`, `próximo 6 de abril`
    let slash = || numeric(text, at).filter(|_| text.is(at + 1, "/"));
    let day = amounts.at(at).and_then(|a| day_month(text, &a)).or_else(slash);
    if let Some(day) = day.filter(|d| d.when.year.is_none()) {
        return Atom::new(day.end, When { relative: Some(Relative::Near(which)), ..day.when });
    }
    if let Some(day) = portuguese_weekday(text, at) {
        let relative = if next { Relative::Near(which) } else { Relative::Weekday(which) };
        return Atom::new(at + 1, When { weekday: Some(day), relative: Some(relative), ..empty });
    }
    let count = amounts.at(at).filter(|a| !a.ordinal);
    let at = count.map_or(at, |a| a.end);
    let found = text.find(at, &SPECIFIED).filter(|f| f.kind != Kind::Tonight || f.value >= 100)?;
    let value = found.value;
    // `this car` and `ce jeu` are no days, `these three years` no point in time.
    let english = text.draft.language(at).code() == "en" && !matches!(text.str(at), "sun" | "sat" | "car");
    if found.kind == Kind::WeekdayShort && !english && !text.is(found.end, ".") || which == 0 && count.is_some() {
        return None;
    }
    let when = match found.kind {
        // `le dernier jour` is not yesterday.
        Kind::Span
            if matches!(text.str(at.wrapping_sub(1)), "dernier" | "Dernier")
                && step(text.words.name(value)) == Some((Step::Day, 1))
                && text.find(found.end, &[Kind::Of]).is_none() =>
        {
            return None;
        }
        // Swedish `i år` is this year, `i minuter` no point in time.
        Kind::Span if matches!(text.str(at - 1), "i" | "I") && text.words.name(value) != "a" => return None,
        Kind::Span => When { relative: Some(stretch(text, &found, count, which)?), ..empty },
        Kind::Weekday | Kind::WeekdayShort => weekday_of(value, which, next),
        // `this may`: only `this May` is a month.
        Kind::Month if matches!(text.str(found.end - 1), "may" | "march") => return None,
        Kind::Month => When { month: Some(value as i8), relative: Some(Relative::Near(which)), ..empty },
        Kind::Holiday if (101..=1231).contains(&value) => {
            let (month, day) = (Some((value / 100) as i8), Some((value % 100) as i8));
            When { month, day, relative: Some(Relative::Near(which)), ..empty }
        }
        Kind::Holiday if value > 0 => When { feast: Some(value), relative: Some(Relative::Near(which)), ..empty },
        // `this coming evening` is today's, `the next evening` tomorrow's.
        Kind::Part => When { part: Some(value as i8), relative: Some(Relative::Day(evening)), ..empty },
        // Dutch `komende maandagmiddag`, German `nächsten Montagabend`
        Kind::Tonight => When { part: Some((value % 100) as i8), ..weekday_of(value / 100, which, next) },
        Kind::Weekend => When { relative: Some(Relative::Weekend(which)), ..empty },
        // Whether the next summer is of this year only the day tells, and the last one not even that.
        Kind::Season if which == 0 => {
            let year = Some(Relative::Which(0, Step::Year));
            When { part_of_year: Some(20 + value as i8), relative: year, ..empty }
        }
        _ => When { relative: Some(Relative::Other), ..empty },
    };
    Atom::new(found.end, when)
}

/// `lundi prochain`, `sábado pasado`: the word for next or last stands behind in Romance languages.
pub(super) fn after_which(text: &Text, i: usize, end: usize, when: When) -> Option<Atom> {
    let behind =
        text.find(end, &[Kind::Which]).filter(|f| f.value != 0 && near(text, end) && f.languages & romance(text) != 0);
    let own = text.language(i) == 0 || text.language(i) & romance(text) != 0;
    match behind.filter(|_| own) {
        Some(found) => {
            let relative = match (when.weekday, found.value) {
                (None, which) if matches!(when.relative, Some(Relative::Weekend(_))) => {
                    Relative::Weekend(sign_of(which))
                }
                (None, _) if when.month.is_some() => Relative::Near(sign_of(found.value)),
                (None, _) => Relative::Other,
                (_, 3 | -3) => Relative::Near(found.value.signum()),
                (_, which) => Relative::Weekday(which),
            };
            Atom::new(found.end, When { relative: Some(relative), ..when })
        }
        None => Atom::new(end, when),
    }
}
