//! Ranges of numbers: `10-20 dollars`, `between 5 and 10 %`.

use super::amounts::{Amount, Amounts, glued_before, near};
use super::decimal::Decimal;
use super::numbers::{MONEY_MARKS, signed};
use super::text::Text;
use super::words::Kind;
use crate::document::Value;

/// The value of a range: `low/high`, as ISO 8601 writes intervals.
pub(super) fn between(low: Decimal, high: Option<Value>) -> Option<Value> {
    Some(match high? {
        Value::Money { amount, currency } => Value::Money { amount: format!("{low}/{amount}"), currency },
        Value::Quantity { amount, unit } => Value::Quantity { amount: format!("{low}/{amount}"), unit },
        Value::Text(amount) => Value::Text(format!("{low}/{amount}")),
    })
}

/// `10-` in `10-20 dollars`, `from 10 to` in `from 10 to 20 dollars`: where the range that ends with an amount begins,
/// and the number of its lower end.
pub(super) fn range_start(text: &Text, amounts: &Amounts, start: usize, marks: &[Kind]) -> Option<(usize, Amount)> {
    let link = start.checked_sub(1).filter(|&i| near(text, i + 1) && near(text, i))?;
    let dash = matches!(text.str(link), "-" | "–" | "—" | "−" | "~");
    let till = text.find(link, &[Kind::Till]).filter(|f| f.end == start);
    if !dash && till.is_none() {
        return None;
    }
    // The first amount has at most six tokens, with its own unit or currency behind or before it.
    let lowest = link.saturating_sub(6);
    let ends = |a: &Amount| a.end == link || text.find(a.end, marks).is_some_and(|f| f.end == link);
    let first = (lowest..link).find_map(|i| amounts.at(i).filter(ends))?;
    let mut begin = first.start;
    let prefix = begin.checked_sub(1).and_then(|i| text.find(i, &[Kind::CurrencyShort]).filter(|f| f.end == begin));
    begin -= usize::from(prefix.is_some());
    let marked = prefix.is_some() || first.end < link;
    let priced = text.find(start, &[Kind::CurrencyShort]).is_some();
    // French `four à 180 °C` is an oven.
    if first.words && till.is_some_and(|till| till.languages & first.languages == 0) {
        return None;
    }
    // `50 - $2` is a list: with a sign before the second number the first has one too.
    if dash && priced && !marked || glued_before(text, begin) || !dash && !marked && is_year(text, &first) {
        return None;
    }
    // `-5 to 10 °C`
    let (begin, negative) = if prefix.is_some() { (begin, false) } else { signed(text, begin) };
    let value = if negative { first.value.map(Decimal::negative) } else { first.value };
    let first = Amount { value, ..first };
    let from = (begin.saturating_sub(2)..begin).find(|&i| text.find(i, &[Kind::From]).is_some_and(|f| f.end == begin));
    let begin = match from {
        // `5 and 10 dollars` without `between` are two things.
        None if !dash && text.find(link, &[Kind::And]).is_some() => return None,
        // `de 79,7% e 74,0%` are two.
        Some(from) if !dash && marks != MONEY_MARKS && lists(text, from, link) => return None,
        Some(from) if !dash => from,
        _ => begin,
    };
    Some((begin, first))
}

/// Whether a number has the shape of a year: `v roce 2023 až 25 °C` is no range.
fn is_year(text: &Text, number: &Amount) -> bool {
    let digits = text.str(number.start);
    number.end == number.start + 1 && digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// Whether the word for an `and` at a token makes a list of what stands on both sides, and no range: behind another
/// word than `between`.
pub(super) fn lists(text: &Text, from: usize, and: usize) -> bool {
    let languages = |i: usize, kind| text.find(i, &[kind]).map_or(0, |f| f.languages);
    languages(from, Kind::From) & languages(and, Kind::And) != 0 && !is_between(text, from)
}

/// Whether the word at a token says that two ends with an `and` between them are those of a range.
pub(super) fn is_between(text: &Text, i: usize) -> bool {
    const BETWEEN: [&str; 21] = [
        "between", "in", "zwischen", "entre", "tra", "fra", "tussen", "między", "pomiędzy", "между", "між", "mellan",
        "mellem", "mellom", "mezi", "medzi", "între", "intre", "između", "med", "antara",
    ];
    BETWEEN.contains(&text.str(i).to_lowercase().as_str())
}
