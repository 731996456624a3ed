//! Ages: `60 years old`, `un hombre de 45 años`, `der 83-Jährige`. An age is a QUANTITY.

use super::Candidate;
use super::amounts::{Amount, glued_after, glued_before, near};
use super::numbers::{agree, push};
use super::text::{Found, Text};
use super::words::{KNOWN, Kind};
use crate::document::{Label, Value};
use crate::token::{Case, Gap};

/// The values of `old` in the tables: behind a length of time, and right behind a number of years.
const BEHIND_UNIT: i64 = 0;
const BEHIND_NUMBER: i64 = 1;
const BEHIND_SPACE: i64 = 4;
/// The values of `aged`: before an age; a form of `to have`; an adverb before a number; a person.
const AGED: i64 = 0;
const HAVE: i64 = 1;
const ADVERB: i64 = 2;
const PERSON: i64 = 3;

/// An age: its tokens, and the unit it is counted in.
pub(super) struct Age {
    pub start: usize,
    pub end: usize,
    unit: &'static str,
}

/// Pushes the age that an amount is.
pub(super) fn find(text: &Text, amount: &Amount, found: &mut Vec<Candidate>) {
    if let Some(age) = age(text, amount) {
        let value = amount.value.map(|v| Value::Quantity { amount: v.to_string(), unit: age.unit.to_owned() });
        push(text, found, (age.start, age.end), Label::Quantity, value, 0.95);
    }
}

/// The age that an amount is.
pub(super) fn age(text: &Text, amount: &Amount) -> Option<Age> {
    if amount.ordinal || glued_before(text, amount.start) {
        return None;
    }
    let start = amount.start;
    let at = over_hyphen(text, amount.end);
    let old = |at: usize, value: i64| text.find(at, &[Kind::Old]).filter(|f| f.value == value && near(text, at));
    let glued = old(at, BEHIND_NUMBER).filter(|_| text.joined(at));
    if let Some(word) =
        glued.or_else(|| old(at, BEHIND_SPACE)).filter(|f| agree(amount, *f) && !glued_after(text, f.end))
    {
        return Some(Age { start, end: word.end, unit: "a" });
    }
    let Some(unit) = text.find(at, &[Kind::Span]).filter(|f| agree(amount, *f) && near(text, at)) else {
        // `aged 87`, `age 87`, but `aged 35-74 years`
        let ends = text.find(amount.end, &[Kind::Till]).is_some_and(|f| text.is_number(f.end));
        let (first, word) = aged_before(text, start).filter(|f| f.1.end == start && !amount.words)?;
        let start = (first..word.end).find(|&k| matches!(text.str(k), "aged" | "age" | "Aged" | "Age"))?;
        let english = text.draft.language(first).code() == "en";
        return (english && !ends && free(text, amount.end)).then_some(Age { start, end: amount.end, unit: "a" });
    };
    let code = text.words.name(unit.value);
    if let Some(word) = old(over_hyphen(text, unit.end), BEHIND_UNIT) {
        // Spanish `de edad` stays outside.
        let end = if text.is(unit.end, "de") { unit.end } else { word.end };
        return Some(Age { start, end, unit: code });
    }
    let years = matches!(code, "a" | "mo");
    let told = matches!(code, "a" | "mo" | "wk" | "d") && aged_before(text, start).is_some()
        || years && (of_person(text, start, unit.end) || had(text, start, unit));
    told.then_some(Age { start, end: unit.end, unit: code })
}

fn over_hyphen(text: &Text, at: usize) -> usize {
    at + usize::from(matches!(text.str(at), "-" | "‑") && text.joined(at) && text.joined(at + 1))
}

/// Whether no word that is counted stands at a token.
fn free(text: &Text, end: usize) -> bool {
    text.token(end).is_none_or(|t| !t.is_word() || t.case != Case::Lower || text.may(end, KNOWN))
        && !text.is(end, "%")
        && !glued_after(text, end)
}

/// The word of this value that ends before a token, over adverbs: where it begins.
fn word_before(text: &Text, at: usize, value: i64) -> Option<(usize, Found)> {
    let ending = |end: usize, value: i64| {
        (end.saturating_sub(5)..end).find_map(|k| {
            let found = text.find(k, &[Kind::Aged]).filter(|f| f.value == value && f.end == end)?;
            near(text, end).then_some((k, found))
        })
    };
    let mut end = at;
    for _ in 0..3 {
        if let Some(found) = ending(end, value) {
            return Some(found);
        }
        end = ending(end, ADVERB)?.0;
    }
    None
}

fn aged_before(text: &Text, at: usize) -> Option<(usize, Found)> {
    word_before(text, at, AGED)
}

/// `tengo 29 años`, `il a 40 ans`; `tiene 5 años de experiencia` and `il y a 40 ans` are none.
fn had(text: &Text, start: usize, unit: Found) -> bool {
    let verb = word_before(text, start, HAVE).filter(|(_, f)| f.languages & unit.languages != 0);
    let ago = |k: usize| k > 0 && matches!(text.str(k - 1), "y" | "Y" | "'");
    let goes_on = text.find(unit.end, &[Kind::Of, Kind::Ago, Kind::Which]).is_some()
        || matches!(
            text.str(unit.end),
            "para"
                | "pour"
                | "per"
                | "pra"
                | "à"
                | "que"
                | "che"
                | "più"
                | "más"
                | "mais"
                | "més"
                | "menos"
                | "menys"
                | "meno"
                | "moins"
        );
    verb.is_some_and(|(k, _)| !ago(k) || text.str(k).starts_with('a') && text.is(k, "ai")) && !goes_on
}

/// `un homme de 34 ans`, `Juan Pérez, de 34 años,`, `Marco Rossi, 45 anni,`.
fn of_person(text: &Text, start: usize, end: usize) -> bool {
    let Some(before) = start.checked_sub(1).filter(|_| near(text, start)) else { return false };
    let of = matches!(text.str(before), "de" | "di" | "da");
    let closed = matches!(text.str(end), "," | "." | ")" | ";") && text.joined(end);
    let at = if of { before } else { start };
    let comma =
        at > 1 && text.is(at - 1, ",") && text.token(at - 2).is_some_and(|t| t.is_word() && t.case == Case::Capital);
    if comma && closed && text.token(end - 1).is_some_and(|t| t.gap < Gap::Line) {
        return matches!(text.draft.language(start).code(), "es" | "fr" | "it" | "pt" | "ca" | "ro");
    }
    of && word_before(text, before, PERSON).is_some() && text.find(end, &[Kind::Of]).is_none()
}
