//! Decades, centuries and eras: `années 60`, `1970-talet`, `XIX century`, `siglo XVI`, `44 BC`.

use super::atoms::Atom;
use super::clocks::romance;
use super::digits::{int, mark};
use super::when::When;
use crate::entities::amounts::{Amounts, glued_after, glued_before, near};
use crate::entities::text::{Found, Text};
use crate::entities::words::{Kind, bits};
use crate::token::{Case, Gap};

/// What names a century.
const CENTURIES: [Kind; 3] = [Kind::Span, Kind::SpanShort, Kind::Epoch];

/// The values of `era` and `epoch` in the tables; tens between 20 and 90 are decades by their names.
const BEFORE_TENS: i64 = 1;
const BEHIND_TENS: i64 = 2;
/// An ending that makes a century of hundreds: Swedish `1800-talet`.
const BEHIND_HUNDREDS: i64 = 3;
const CENTURY: i64 = 100;
const BEFORE_CHRIST: i64 = 200;

const SUFFIX: u64 = bits(&[Kind::OrdinalSuffix]);
const ORDINALS: u64 = bits(&[Kind::Ordinal, Kind::Era]);

/// The decade, century or year of an era at token `i`.
pub(super) fn era(text: &Text, amounts: &Amounts, i: usize) -> Option<Atom> {
    let kinds = bits(&CENTURIES);
    // Most numbers and words have nothing to do with any.
    let may = if text.is_number(i) {
        text.may(i + 1, kinds | SUFFIX) || text.is(i + 1, ".")
    } else {
        text.may(i, kinds | ORDINALS) || (i + 1..i + 3).any(|k| text.may(k, kinds))
    };
    if !may {
        return None;
    }
    let found = decade(text, amounts, i).or_else(|| century(text, amounts, i)).or_else(|| counted_year(text, i));
    found.filter(|_| !glued_before(text, i))
}

fn century_word(text: &Text, i: usize) -> Option<Found> {
    text.find(i, &[Kind::Epoch]).filter(|f| f.value == CENTURY)
}

fn of_decade(end: usize, tens: i64, languages: u64) -> Option<Atom> {
    Some(Atom::of(end, When { decade: Some((tens / 10) as i16), ..When::default() }, true).spoken(languages))
}

/// `the sixties`, `années 60`, `anni Ottanta`, `1970-talet`, `1990-е годы`.
fn decade(text: &Text, amounts: &Amounts, i: usize) -> Option<Atom> {
    if text.is_number(i) {
        let (tens, length) = int(text, i).filter(|&(n, digits)| round(n.into(), digits))?;
        let ending = text
            .find(i + 1, &[Kind::Epoch])
            .filter(|f| matches!(f.value, BEHIND_TENS | BEHIND_HUNDREDS))
            .filter(|f| text.joined(i + 1) && !glued_after(text, f.end) && !text.is(f.end, "-"))?;
        if ending.value == BEHIND_HUNDREDS && tens % 100 == 0 && tens > 0 {
            let when = When { century: Some((tens / 100) as i8), ..When::default() };
            return Some(Atom::of(ending.end, when, true).spoken(ending.languages));
        }
        // Swedish `ett 80-tal` are about eighty.
        if length == 2 && text.is(ending.end - 1, "tal") {
            return None;
        }
        // `the 90s`, `’90s`; `20s` alone are seconds.
        let before = i.checked_sub(1).map_or("", |k| text.str(k));
        let english = text.str(ending.end - 1) == "s";
        let told = tens > 1000 || matches!(before, "the" | "The" | "'" | "’" | "‘" | "early" | "late" | "mid");
        return of_decade(ending.end, tens.into(), ending.languages).filter(|_| told || !english);
    }
    let word = text.find(i, &[Kind::Era])?;
    if (20..CENTURY).contains(&word.value) {
        // `in his sixties` is an age.
        let english = text.is(word.end - 1, "twenties") || text.str(word.end - 1).ends_with("ties");
        let before = i.checked_sub(1).map_or("", |k| text.str(k));
        let told = !english || matches!(before, "the" | "The" | "early" | "late" | "mid" | "swinging" | "roaring");
        return of_decade(word.end, word.value, word.languages).filter(|_| told);
    }
    // `cada 2 años 30 veces`
    let counted = i.checked_sub(1).is_some_and(|k| text.is_number(k))
        || (i.saturating_sub(4)..i).any(|k| amounts.at(k).is_some_and(|a| a.end == i));
    if word.value != BEFORE_TENS || counted || !near(text, word.end) {
        return None;
    }
    let quote = usize::from(matches!(text.str(word.end), "'" | "’" | "‘") && text.joined(word.end + 1));
    let at = word.end + quote;
    if let Some((tens, _)) = int(text, at).filter(|&(n, digits)| round(n.into(), digits)) {
        let dot = usize::from(text.is(at + 1, ".") && text.joined(at + 1) && within(text, at + 2));
        let free = !glued_after(text, at + 1) && !super::atoms::unit_follows_day(text, at + 1);
        return of_decade(at + 1 + dot, tens.into(), word.languages).filter(|_| free && !text.is(at + 1, "%"));
    }
    // Polish `lat dwadzieścia` are twenty years.
    let counts = matches!(text.draft.language(i).code(), "pl" | "cs");
    let amount = amounts.at(at).filter(|a| a.words && !counts && a.languages & word.languages != 0)?;
    let tens = amount.value?.integer().filter(|n| (20..=90).contains(n) && n % 10 == 0)?;
    of_decade(amount.end, tens, word.languages)
}

/// Whether the sentence goes on behind a full stop.
fn within(text: &Text, i: usize) -> bool {
    text.token(i).is_some_and(|t| t.is_word() && t.case == Case::Lower)
        && text.token(i - 1).is_some_and(|t| t.gap < Gap::Line)
}

/// The tens of a decade: `60`, `1960`.
fn round(n: i64, digits: usize) -> bool {
    n % 10 == 0 && (digits == 4 && (1000..2100).contains(&n) || digits == 2 && (n >= 20 || n == 0))
}

/// `XIX century`, `12. Jahrhundert`, `siglo XVI`.
fn century(text: &Text, amounts: &Amounts, i: usize) -> Option<Atom> {
    if let Some((n, end)) = ordinal(text, i) {
        let word = text.find(end, &CENTURIES).filter(|f| is_century(text, f))?;
        return of_century(text, word.end, n, word.languages);
    }
    // Number words are read with lengths of time; here what they cannot say.
    let amount = amounts.at(i).filter(|a| a.words && a.ordinal);
    if let Some(amount) = amount {
        let word = century_word(text, amount.end).filter(|f| f.languages & amount.languages != 0)?;
        let n = amount.value?.integer()?;
        return of_century(text, word.end, n, word.languages);
    }
    let word = text.find(i, &CENTURIES).filter(|f| is_century(text, f))?;
    let article = usize::from(text.is(word.end, "al") && near(text, word.end));
    // `século 17`
    let digits = || {
        let number = int(text, word.end).filter(|n| n.1 <= 2 && word.languages & romance(text) != 0)?;
        (!glued_after(text, word.end + 1)).then_some((i64::from(number.0), word.end + 1))
    };
    let (n, end) = roman(text, word.end + article).or_else(digits)?;
    near(text, word.end).then_some(())?;
    of_century(text, end, n, word.languages)
}

fn of_century(text: &Text, end: usize, n: i64, languages: u64) -> Option<Atom> {
    (1..=21).contains(&n).then_some(())?;
    let era = text.find(end, &[Kind::Epoch]).filter(|f| f.value >= BEFORE_CHRIST && near(text, end));
    let before = era.is_some_and(|f| f.value == BEFORE_CHRIST);
    let when = if before {
        When { vague: true, ..When::default() }
    } else {
        When { century: Some((n - 1) as i8), ..When::default() }
    };
    Some(Atom::of(era.map_or(end, |f| f.end), when, true).spoken(languages))
}

fn is_century(text: &Text, found: &Found) -> bool {
    match found.kind {
        // Croatian `čl. 5. st. 2` is a paragraph of a law.
        Kind::SpanShort if text.is_number(found.end) => false,
        Kind::Epoch => found.value == CENTURY,
        _ => text.words.name(found.value) == "100a",
    }
}

/// A number that stands before a century: `XIX`, `XVIIe`, `12.`, `21-го`.
fn ordinal(text: &Text, i: usize) -> Option<(i64, usize)> {
    if let Some((n, 1..=2)) = int(text, i) {
        let dot = text.is(i + 1, ".") && text.joined(i + 1);
        let suffix = text.find(i + 1, &[Kind::OrdinalSuffix]).filter(|_| text.joined(i + 1));
        let end = suffix.map(|f| f.end).or(dot.then_some(i + 2))?;
        return Some((n.into(), end));
    }
    roman(text, i)
}

/// A Roman number below 22, with what makes it an ordinal: `XIX`, `XIXe`, `XVI-lea`, `XVIII.`
fn roman(text: &Text, i: usize) -> Option<(i64, usize)> {
    const NUMBERS: [&str; 21] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
        "XVIII", "XIX", "XX", "XXI",
    ];
    let word = text.str(i);
    let letters = word.trim_end_matches(['e', 'è', 'm', 'ᵉ', 'r', 'º', 'º']);
    let n = NUMBERS.iter().position(|n| *n == letters)? as i64 + 1;
    let mut end = i + 1;
    if text.is(end, "-") && text.joined(end) && matches!(text.str(end + 1), "lea" | "го" | "м" | "му") {
        end += 2;
    } else if matches!(text.str(end), "º" | "°" | "." | "e" | "ème") && text.joined(end) && within(text, end + 1) {
        end += 1;
    }
    Some((n, end))
}

/// `427-347 a.C.`, `4–65 n. Chr.`: both years are of the era that is named behind the second.
pub(super) fn years(text: &Text, i: usize) -> Option<(usize, (When, When))> {
    mark(text, i + 1).filter(|m| matches!(*m, "-" | "–" | "‑"))?;
    let (first, _) = int(text, i).filter(|y| y.0 > 0 && !glued_before(text, i))?;
    let Atom { end, when, .. } = counted_year(text, i + 2)?;
    let before = when.year? <= 0;
    let left = When { year: Some(if before { 1 - first } else { first }), ..When::default() };
    (left.year < when.year).then_some((end, (left, when)))
}

/// `44 BC`, `79 n. Chr.`
fn counted_year(text: &Text, i: usize) -> Option<Atom> {
    let (year, digits) = int(text, i).filter(|y| y.0 > 0)?;
    let era = text.find(i + 1, &[Kind::Epoch]).filter(|f| f.value >= BEFORE_CHRIST && near(text, i + 1))?;
    let plain = text.str(i + 1).chars().all(char::is_lowercase) && era.end == i + 2;
    let year = if era.value == BEFORE_CHRIST { 1 - year } else { year };
    let when = When { year: Some(year), ..When::default() };
    (digits <= 4 && !plain && !glued_after(text, era.end)).then(|| Atom::of(era.end, when, true).spoken(era.languages))
}
