//! Parts of a number: `2 1/2`, `½`, `half a million`, `half a litre`.

use super::amounts::{Amount, near};
use super::decimal::Decimal;
use super::text::{Found, Text};
use super::words::Kind;
use crate::token::Gap;

/// `1/2`, `2 1/2`, `½`: only with small parts, so that dates stay dates, and as small as they can be: `8/16 GB` are
/// two sizes.
pub(super) fn fraction(text: &Text, amount: &mut Amount) {
    let small = |i: usize| text.str(i).parse::<i64>().ok().filter(|&n| n > 0 && n < 100 && text.is_number(i));
    let slash = |i: usize| {
        let joined = text.is(i + 1, "/") && text.joined(i + 1) && text.joined(i + 2) && !text.is(i + 3, "/");
        let parts = small(i).zip(small(i + 2)).filter(|&(a, b)| joined && is_reduced(a, b));
        parts.and_then(|(a, b)| Decimal::whole(a).ratio(Decimal::whole(b)))
    };
    let end = amount.end;
    if let Some(part) = unicode_fraction(text.str(end)) {
        amount.value = amount.value.and_then(|v| v.plus(part));
        amount.end += 1;
    } else if end == amount.start + 1
        && let Some(value) = slash(amount.start)
    {
        amount.value = Some(value);
        amount.end += 2;
    } else if let Some(part) = slash(end).filter(|_| text.token(end - 1).is_some_and(|t| t.gap == Gap::Space)) {
        amount.value = amount.value.and_then(|v| v.plus(part));
        amount.end += 3;
    }
}

/// Whether a fraction has no smaller terms; what is a whole number is none either.
fn is_reduced(mut a: i64, mut b: i64) -> bool {
    let whole = b == 1;
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a == 1 && !whole
}

/// What a mark such as `½` stands for.
pub(super) fn unicode_fraction(mark: &str) -> Option<Decimal> {
    let (a, b) = match mark {
        "½" => (1, 2),
        "¼" => (1, 4),
        "¾" => (3, 4),
        "⅓" => (1, 3),
        "⅔" => (2, 3),
        "⅛" => (1, 8),
        _ => return None,
    };
    Decimal::whole(a).ratio(Decimal::whole(b))
}

/// `half a million`, `a quarter million`.
pub(super) fn part_of_scale(text: &Text, start: usize) -> Option<Amount> {
    let part = text.find(start, &[Kind::Half, Kind::Quarter])?;
    let scale =
        text.find(part.end, &[Kind::Number]).filter(|f| f.value >= 1000 && f.languages & part.languages != 0)?;
    let parts = if part.kind == Kind::Half { 2 } else { 4 };
    let value = Some(Decimal::whole(scale.value / parts));
    Some(Amount { start, end: scale.end, value, words: true, ordinal: false, languages: scale.languages, scale: 1 })
}

/// `half a litre`, `medio kilo`, `ein halber Liter`, `un cuarto de litro`.
pub(super) fn half_of_unit(text: &Text, start: usize) -> Option<Amount> {
    let half = text.find(start, &[Kind::Half, Kind::Quarter])?;
    let hyphen = usize::from(text.is(half.end, "-") && text.joined(half.end) && text.joined(half.end + 1));
    // `drei Viertel Liter`
    let several = start.checked_sub(1).and_then(|i| text.find(i, &[Kind::Number])).filter(|f| f.end == start);
    if several.is_some_and(|f| f.value > 1) {
        return None;
    }
    // Portuguese `meio no` is `the middle, in the`.
    let unit = text
        .find(half.end + hyphen, &[Kind::Unit])
        .filter(|f| near(text, half.end) && text.str(f.end - 1).len() > 2)?;
    if unit.languages & half.languages == 0 {
        return None;
    }
    let value = Some(if half.kind == Kind::Half { Decimal::new(5, 1) } else { Decimal::new(25, 2) });
    let languages = half.languages;
    Some(Amount { start, end: half.end, value, words: true, ordinal: false, languages, scale: 1 })
}

/// `one and a half`, `tres y media`, `dos millones y medio de euros`: half more, before what is counted.
pub(super) fn halved(text: &Text, value: Option<Decimal>, end: usize, mask: u64) -> (Option<Decimal>, usize) {
    let and = text.find(end, &[Kind::And]).filter(|f| f.languages & mask != 0 && near(text, end));
    // Turkish `iki buçuk` needs no `and`, Russian `с половиной` has another one.
    let at = and.map_or(end, |and| and.end);
    let half = text.find(at, &[Kind::Half]).filter(|_| and.is_some() || matches!(text.str(at), "buçuk" | "с" | "з"));
    let half = half.filter(|f| f.languages & mask != 0 && near(text, at)).map(|f| (Decimal::new(5, 1), f.end));
    let half = half.or_else(|| quarters(text, and?, mask));
    let counted = [Kind::Span, Kind::Unit, Kind::Currency, Kind::Percent];
    let scaled = |at: usize| text.find(at, &[Kind::Number]).is_some_and(|f| f.value >= 1000);
    let of = |at: usize| text.find(at, &[Kind::Of]).map_or(at, |f| f.end);
    // Half of a million where a million stands before it.
    let whole = text.find(end - 1, &[Kind::Number]).map_or(1, |f| f.value).max(1);
    let whole = if whole >= 1_000_000 { whole } else { 1 };
    match half.filter(|h| near(text, h.1) && (text.find(of(h.1), &counted).is_some() || scaled(h.1))) {
        Some((half, last)) => (value.and_then(|v| v.plus(half.times(whole)?)), last),
        None => (value, end),
    }
}

/// `a quarter`, `three quarters` behind an `and`: `one and a quarter hours`.
fn quarters(text: &Text, and: Found, mask: u64) -> Option<(Decimal, usize)> {
    let count = text.find(and.end, &[Kind::Number]).filter(|f| (1..4).contains(&f.value) && f.languages & mask != 0);
    let article = and.end + usize::from(matches!(text.str(and.end), "a"));
    let (count, at) = count.map_or((1, article), |f| (f.value, f.end));
    let quarter = text.find(at, &[Kind::Quarter]).filter(|f| f.languages & mask != 0).map(|f| f.end);
    let end = quarter.or_else(|| text.is(at, "quarters").then_some(at + 1)).filter(|_| near(text, at))?;
    Some((Decimal::new(25 * count, 2), end))
}
