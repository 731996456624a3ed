//! Parts of a number: `2 1/2`, `½`, `half a million`, `half a litre`.

use super::amounts::{Amount, near};
use super::decimal::Decimal;
use super::text::Text;
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
