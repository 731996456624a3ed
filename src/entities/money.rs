//! Sums of money: MONEY.

use super::Candidate;
use super::amounts::{Amount, Amounts, glued_after, glued_before, near};
use super::between::{between, is_between, range_start};
use super::decimal::Decimal;
use super::lookalikes::{mistaken_before, mistaken_behind, other_word, product};
use super::numbers::{MONEY_MARKS, agree, foreign, push, signed};
use super::text::{Found, Text};
use super::words::{Kind, bits};
use crate::document::{Label, Value};
use crate::token::Gap;

/// The currency of a find: its code, unless it is a hundredth.
fn currency(text: &Text, found: Found) -> Option<&'static str> {
    (found.kind != Kind::Cent).then(|| text.words.name(found.value))
}

const WEEKDAYS: u64 = bits(&[Kind::Weekday, Kind::WeekdayShort]);
const CURRENCIES: [Kind; 3] = [Kind::Currency, Kind::CurrencyShort, Kind::Cent];

/// Pushes the sum that an amount is, and the range that ends with it; whether a currency stands before the amount.
pub(super) fn find(text: &Text, amounts: &Amounts, amount: &Amount, found: &mut Vec<Candidate>) -> bool {
    let mut best: Option<(usize, usize, Option<Value>)> = None;
    let sums = [before(text, amounts, amount), behind(text, amounts, amount)];
    let signed_before = sums[0].is_some();
    // `Dolar 1,98 lira`: of two currencies, a name in front is what has the price.
    let named = sums[0].as_ref().is_some_and(|sum| text.find(sum.0, &[Kind::Currency]).is_some())
        && !sums[1].as_ref().is_some_and(|sum| text.find(sum.1 - 1, &[Kind::Cent]).is_some());
    for (start, end, value) in sums.into_iter().flatten() {
        if best.as_ref().is_none_or(|b| end - start > b.1 - b.0 || named && end > b.1) {
            best = Some((start, end, value));
        }
    }
    let Some((start, end, value)) = best else { return false };
    // `de 5 100 et 4 800 euros` are two.
    let forward =
        |low: &Amount| low.scale > 1 || low.value.zip(amount.value).is_none_or(|(low, high)| low.at_most(high));
    let range = range_start(text, amounts, start, &MONEY_MARKS);
    let range = range.filter(|(first, low)| forward(low) || is_between(text, *first));
    if let Some((first, low)) = range {
        let low = low.value.and_then(|v| v.times(shared_scale(text, &low, amount)));
        push(text, found, (first, end), Label::Money, low.and_then(|low| between(low, value.clone())), 0.94);
    } else if let Some((last, high)) = up_to(text, amounts, amount).filter(|_| signed_before && end == amount.end) {
        let range = amount.value.zip(high).and_then(|(low, high)| between(low, with_amount(&value, high)));
        push(text, found, (start, last), Label::Money, range, 0.95);
        return true;
    }
    let (start, negative) = signed(text, start);
    push(text, found, (start, end), Label::Money, if negative { value.map(below_zero) } else { value }, 0.95);
    signed_before
}

/// What the lower end of a range is multiplied by that the higher one says for both: `5 to 10 million dollars`.
fn shared_scale(text: &Text, low: &Amount, high: &Amount) -> i64 {
    let suffix = |a: &Amount| text.find(a.end, &[Kind::Scale]).map_or(1, |f| f.value);
    let small = low.value.is_some_and(|v| v.integer().is_none_or(|v| v < 1000));
    if low.scale * suffix(low) > 1 || !small { 1 } else { high.scale.saturating_mul(suffix(high)) }
}

/// The rest of `£5-10` behind `£5`: where it ends, and the higher number.
fn up_to(text: &Text, amounts: &Amounts, low: &Amount) -> Option<(usize, Option<Decimal>)> {
    let dash = matches!(text.str(low.end), "-" | "–") && text.joined(low.end) && text.joined(low.end + 1);
    let high = amounts.at(low.end + 1).filter(|a| dash && !a.words && !glued_after(text, a.end))?;
    let further = matches!(text.str(high.end), "-" | "–" | "/" | ":") && text.joined(high.end);
    (!further && low.value?.integer()? < high.value?.integer()?).then_some((high.end, high.value))
}

/// Whether a currency stands before an amount: `rmb 10`.
fn prefixed(text: &Text, amount: &Amount) -> bool {
    let starts = amount.start.saturating_sub(3)..amount.start;
    starts.into_iter().any(|i| text.find(i, &CURRENCIES[..2]).is_some_and(|f| f.end == amount.start))
}

/// The same sum of another amount.
fn with_amount(sum: &Option<Value>, amount: Decimal) -> Option<Value> {
    match sum {
        Some(Value::Money { currency, .. }) => {
            Some(Value::Money { amount: amount.to_string(), currency: currency.clone() })
        }
        _ => None,
    }
}

/// A sum that is owed.
fn below_zero(value: Value) -> Value {
    match value {
        Value::Money { amount, currency } if !amount.starts_with('-') => {
            Value::Money { amount: format!("-{amount}"), currency }
        }
        other => other,
    }
}

fn sum(code: Option<&str>, amount: Option<Decimal>) -> Option<Value> {
    Some(Value::Money { amount: amount?.to_string(), currency: code?.to_owned() })
}

/// Over the dash for no cents between a whole amount and its currency: `19,– €`.
fn over_dash(text: &Text, amount: &Amount) -> usize {
    let end = amount.end;
    let mark = matches!(text.str(end), "," | ".") && text.joined(end) && text.joined(end + 1);
    let dash = mark && matches!(text.str(end + 1), "-" | "–" | "—");
    let whole = text.is_number(end - 1) && !(text.joined(end + 2) && text.token(end + 2).is_some_and(|t| t.is_word()));
    if dash && whole && !text.is_number(end + 2) { end + 2 } else { end }
}

/// `$ 5`, `EUR 20`, `US$3 million`, `Rs.20`: the currency stands before the amount.
fn before(text: &Text, amounts: &Amounts, amount: &Amount) -> Option<(usize, usize, Option<Value>)> {
    // The longest currency that ends where the amount begins; none has more than five tokens.
    // `$-12.50`
    let sign = amount.start.wrapping_sub(1);
    let minus = matches!(text.str(sign), "-" | "−") && text.joined(amount.start) && text.joined(sign);
    // `Р-7` is a rocket.
    if minus && sign > 0 && text.token(sign - 1)?.is_word() {
        return None;
    }
    let front = amount.start - usize::from(minus);
    let starts = front.saturating_sub(5)..front;
    let kinds = [Kind::Currency, Kind::CurrencyShort];
    // `a $ 5` is no Australian dollar, `'s $ 5` none of Singapore; `ALL 5` and `TOP 10` are words in capitals.
    let split = |i: usize| matches!(text.str(i), "a" | "s") && !text.joined(i + 1);
    let word =
        |i: usize| matches!(text.str(i), "ALL" | "TOP" | "CUP" | "PEN" | "MOP" | "SOS") || product(text, i, amount);
    let counts = |i: usize, found: &Found| found.end == front && !split(i) && (text.is(i + 1, "$") || !word(i));
    let named = |i: usize| text.find(i, &kinds).filter(|f| counts(i, f)).map(|f| (i, f));
    let (start, name) = starts.into_iter().find_map(named)?;
    if mistaken_before(text, (start, front), amount) {
        return None;
    }
    if !near(text, front) || text.token(front - 1)?.gap == Gap::Line || glued_before(text, start) {
        return None;
    }
    // `Mo-Fr 8-18 Uhr`
    if start > 1 && text.joined(start) && matches!(text.str(start - 1), "-" | "–") && text.may(start - 2, WEEKDAYS) {
        return None;
    }
    // A currency that belongs to the amount before it: 5 dollars 50.
    let taken = |a: &Amount| a.end == start && !a.ordinal && !prefixed(text, a);
    let taken = (start.saturating_sub(8)..start).any(|i| amounts.at(i).is_some_and(|a| taken(&a)));
    if taken && !(text.joined(front) && !text.joined(start)) {
        return None;
    }
    let mut end = amount.end;
    let mut value = if minus { amount.value.map(Decimal::negative) } else { amount.value };
    if let Some(scale) =
        text.find(end, &[Kind::Scale]).filter(|s| text.joined(end) && !glued_after(text, s.end) || s.end == 0)
    {
        value = value.and_then(|v| v.times(scale.value));
        end = scale.end;
    }
    let code = currency(text, name);
    let again = text.find(end, &kinds).filter(|f| {
        let other = text.str(start) != text.str(end) && !text.is_number(f.end) && !text.is(end, "$");
        // `the $20K mark`
        let other = other && !other_word(text.str(end));
        near(text, end) && other && (currency(text, *f) == code || text.is(start, "$"))
    });
    let code = again.filter(|_| text.is(start, "$")).map_or(code, |f| currency(text, f));
    end = again.map_or(end, |f| f.end);
    let (value, end) = cents(text, amounts, value, end, amount);
    Some((start, end, sum(code, value)))
}

/// Whether a word stands between a number and what it counts: `millones de pesos`, but not `artigo 5 da lei`.
fn counts_of(word: &str) -> bool {
    matches!(word, "de" | "d" | "di" | "of" | "van" | "من")
}

/// `5 €`, `20 million euros`, `10k$`, `3 dollars and 50 cents`: the currency stands behind.
fn behind(text: &Text, amounts: &Amounts, amount: &Amount) -> Option<(usize, usize, Option<Value>)> {
    let mut at = over_dash(text, amount);
    let mut value = amount.value;
    let line = text.token(at - 1).is_some_and(|t| t.gap == Gap::Line);
    if line || !near(text, at) || glued_before(text, amount.start) {
        return None;
    }
    let named = |at: usize| {
        text.find(at, &CURRENCIES).filter(|f| f.end > at && agree(amount, *f) && !foreign(text, amount, *f))
    };
    let mut name = named(at);
    let hyphen = text.is(at, "-") && text.joined(at) && text.joined(at + 1);
    // `5-р` is an ordinal in Mongolian.
    let letter = || text.token(at + 1).is_some_and(|t| t.is_word()) && text.str(at + 1).chars().nth(1).is_none();
    if name.is_none() && hyphen && !letter() {
        name = named(at + 1);
    }
    let scale = text.find(at, &[Kind::Scale]).filter(|_| !amount.words);
    if let (None, Some(scale)) = (name, scale) {
        name = named(scale.end);
        value = value.and_then(|v| v.times(scale.value));
    }
    if name.is_none()
        && let Some(of) = text.find(at, &[Kind::Of]).filter(|_| counts_of(text.str(at)))
    {
        name = named(of.end);
        at = of.end;
    }
    let name = name?;
    if mistaken_behind(text, amount, (at, &name)) {
        return None;
    }
    // `5 $ 10`: the sign belongs to what follows, unless it is glued to what stands before.
    let sign = text.str(name.end - 1);
    let sign = sign != "." && sign.chars().all(|c| !c.is_alphanumeric());
    if sign && near(text, name.end) && text.is_number(name.end) && !text.joined(at) {
        return None;
    }
    let text_of = text.str(name.end - 1);
    value = value.and_then(|v| v.times(multiple(text_of)));
    if name.kind == Kind::Cent {
        let (end, code) = cent(text, amount, name);
        return Some((amount.start, end, sum(code, value.map(Decimal::hundredth))));
    }
    // 75 USD million
    let scale = text.find(name.end, &[Kind::Number]).filter(|f| f.value >= 1000 && near(text, name.end));
    if let Some(scale) = scale.filter(|_| !amount.words && amount.end == amount.start + 1) {
        let value = value.and_then(|v| v.times(scale.value));
        return Some((amount.start, scale.end, sum(currency(text, name), value)));
    }
    let (value, end) = cents(text, amounts, value, name.end, amount);
    Some((amount.start, end, sum(currency(text, name), value)))
}

/// The currency of a hundredth behind an amount, and where its name ends: `12 centavos de dólar`.
fn cent(text: &Text, amount: &Amount, name: Found) -> (usize, Option<&'static str>) {
    let whole = text.find(name.end, &[Kind::Of]).filter(|of| near(text, of.end));
    let whole = whole.and_then(|of| text.find(of.end, &CURRENCIES[..2]));
    let code = whole
        .and_then(|f| currency(text, f))
        .or_else(|| hundredth_of(text.str(name.end - 1)))
        .or_else(|| home_currency(text.draft.language(amount.start).code()));
    (whole.map_or(name.end, |f| f.end), code)
}

/// How many of a currency its name stands for: a toman is ten rials.
fn multiple(name: &str) -> i64 {
    match name {
        "MEUR" | "MUSD" => 1_000_000,
        "TEUR" => 1000,
        "تومان" => 10,
        _ => 1,
    }
}

/// The currency of a hundredth that only one has.
fn hundredth_of(name: &str) -> Option<&'static str> {
    match name {
        "p" | "pence" | "penny" | "penique" | "peniques" | "peni" => Some("GBP"),
        "Pfennig" => Some("DEM"),
        "Rappen" => Some("CHF"),
        "eurocent" | "céntimo" | "céntimos" | "cêntimo" | "cêntimos" | "centimos" => Some("EUR"),
        _ if name.starts_with("копе") => Some("RUB"),
        _ if name.starts_with("копі") => Some("UAH"),
        _ if name.starts_with("grosz") => Some("PLN"),
        _ => None,
    }
}

/// The currency whose hundredths a language most often means.
fn home_currency(language: &str) -> Option<&'static str> {
    Some(match language {
        "en" => "USD",
        // As for `peso` and `real`.
        "es" => "MXN",
        "pt" => "BRL",
        "de" | "fr" | "it" | "nl" | "fi" => "EUR",
        "sv" => "SEK",
        "nb" => "NOK",
        "da" => "DKK",
        "tr" => "TRY",
        "cs" => "CZK",
        "ro" => "RON",
        _ => return None,
    })
}

/// `… and 50 cents`, `… 50` at the end of a phrase: the hundredths behind a sum.
///
/// `12 euros et 15` stays 12: without a word for the hundredths, `and` begins something else.
fn cents(
    text: &Text,
    amounts: &Amounts,
    value: Option<Decimal>,
    end: usize,
    amount: &Amount,
) -> (Option<Decimal>, usize) {
    let and = text.find(end, &[Kind::And]).filter(|_| near(text, end));
    // 25 euros con 50
    let with = usize::from(matches!(text.str(end), "con" | "com" | "mit") && near(text, end));
    let at = and.map_or(end + with, |f| f.end);
    let Some(small) = small(text, amounts, at) else { return (value, end) };
    let total = || value.and_then(|v| v.plus(Decimal::whole(small.0).hundredth()));
    // Romanian `23 de cenți`
    let of = if text.is(small.1, "de") { small.1 + 1 } else { small.1 };
    if let Some(cent) = text.find(of, &[Kind::Cent]).filter(|_| near(text, of)) {
        return (total(), cent.end);
    }
    let closed = text.token(small.1 - 1).is_some_and(|t| t.gap >= Gap::Line)
        || matches!(text.str(small.1), "." | "," | ";" | "!" | "?" | ")")
            && !(text.joined(small.1 + 1) && text.is_number(small.1 + 1));
    let whole = value.is_some_and(|v| v.integer().is_some());
    // `rmb 10 usd 20` are two sums.
    let first = text.is_number(end - 1) || !prefixed(text, amount);
    let plain = and.is_none() && closed && whole && first && small.0 >= 10 && amount.end - amount.start == 1;
    if plain { (total(), small.1) } else { (value, end) }
}

/// A whole number below 100 at a token, and where it ends.
fn small(text: &Text, amounts: &Amounts, at: usize) -> Option<(i64, usize)> {
    let amount = amounts.at(at).filter(|a| near(text, at) && !a.ordinal)?;
    let value = amount.value?.integer().filter(|v| (0..100).contains(v))?;
    Some((value, amount.end))
}
