//! Words such as `million` behind a number, and the smaller ones behind those.

use super::amounts::{Amount, grouped, near};
use super::decimal::Decimal;
use super::sum::scale;
use super::text::Text;
use super::words::Kind;

/// `4.7 billion`, `800 Mrd.`, `1,2 mil millones`, Romanian `20 de milioane`.
pub(super) fn scales(text: &Text, amount: &mut Amount) {
    for _ in 0..3 {
        let hyphen = usize::from(text.is(amount.end, "-") && text.joined(amount.end) && text.joined(amount.end + 1));
        let next = before_scale(text, amount.end) + hyphen;
        let close = near(text, amount.end) && near(text, next);
        let Some(found) = text.find(next, &[Kind::Number]).filter(|f| f.value >= 1000 && close) else {
            return;
        };
        amount.value = amount.value.and_then(|v| v.times(found.value));
        amount.languages &= found.languages;
        amount.scale = amount.scale.saturating_mul(found.value);
        amount.end = found.end;
    }
}

/// Over the `de` that Romanian has before a scale: `20 de milioane`, `cinci sute de mii`.
pub(super) fn before_scale(text: &Text, at: usize) -> usize {
    let of = text.is(at, "de") && text.draft.language(at).code() == "ro";
    let scale = || text.find(at + 1, &[Kind::Number]).is_some_and(|f| f.value >= 1000);
    if of && scale() { at + 1 } else { at }
}

/// `4 bin 227 dolar`, `5 milyon 835 bin lira`, `2 Millionen 300 Tausend Euro`: what follows a scale is added, where it
/// is of a smaller one and something is counted.
pub(super) fn smaller_scales(text: &Text, amount: &mut Amount) {
    let mut least = amount.scale;
    while least > 1 && text.is_number(amount.end) && near(text, amount.end) && !text.is(amount.end - 1, ".") {
        let Some((end, value)) = grouped(text, amount.end) else { return };
        let mut next = Amount { start: amount.end, end, value, scale: 1, ..*amount };
        scales(text, &mut next);
        let counted = [Kind::Span, Kind::Unit, Kind::UnitShort, Kind::Currency, Kind::CurrencyShort];
        let known = next.scale > 1 || text.find(next.end, &counted).is_some();
        let whole = |a: &Amount| a.value.and_then(Decimal::integer).filter(|v| *v > 0);
        let Some((large, small)) = whole(amount).zip(whole(&next)).filter(|_| known) else { return };
        if large % least != 0 || small >= least || next.scale >= least {
            return;
        }
        *amount = Amount { start: amount.start, value: Some(Decimal::whole(large.saturating_add(small))), ..next };
        (least, amount.scale) = (next.scale, least);
    }
}

/// Whether a scale alone says no number: `thousands of dollars`, `several million euros`, `тысячи рублей`.
pub(super) fn is_vague(text: &Text, i: usize, value: i64) -> bool {
    const PLURAL: [&str; 12] = ["s", "es", "en", "er", "ni", "di", "aia", "и", "ы", "ов", "і", "ів"];
    let some = || i > 0 && (i.saturating_sub(3)..i).any(|k| text.find(k, &[Kind::Some]).is_some_and(|f| f.end == i));
    // `mil`, `mille` and `tres` are one and three.
    let long = || text.str(i).chars().count() > 5;
    let plural = || long() && PLURAL.iter().any(|end| text.str(i).ends_with(end));
    match value {
        12 => some() || text.str(i).starts_with(['d', 'D']) && plural(),
        100 => some() || text.str(i).eq_ignore_ascii_case("hundreds"),
        // Swedish `tiotusen` is ten thousand.
        1000 | 1_000_000 | 1_000_000_000 | 1_000_000_000_000 => some() || plural(),
        _ => scale(value) && some(),
    }
}
