//! Points in time counted from now or from what was said: `three days ago`, `in 3 Wochen`, `la semaine dernière`.

use super::atoms::Atom;
use super::clocks::romance;
use super::relative::{Relative, Step};
use super::when::When;
use super::words::sign_of;
use crate::entities::amounts::{Amounts, near};
use crate::entities::decimal::Decimal;
use crate::entities::text::{Found, Text};
use crate::entities::words::Kind;

/// The step that a span of the table of units is.
pub(super) fn step(code: &str) -> Option<(Step, i64)> {
    Some(match code {
        "s" => (Step::Second, 1),
        "min" => (Step::Minute, 1),
        "15min" => (Step::Minute, 15),
        "30min" => (Step::Minute, 30),
        "45min" => (Step::Minute, 45),
        "h" => (Step::Hour, 1),
        "d" | "bd" => (Step::Day, 1),
        "wk" => (Step::Week, 1),
        "2wk" => (Step::Week, 2),
        "mo" => (Step::Month, 1),
        "3mo" => (Step::Month, 3),
        "6mo" => (Step::Month, 6),
        "a" => (Step::Year, 1),
        "10a" => (Step::Year, 10),
        "100a" => (Step::Year, 100),
        _ => return None,
    })
}

/// `dernières années` in `5 dernières années`: the word for next or last between a number and its unit.
fn between_which(text: &Text, at: usize, count: Option<i64>) -> Option<(usize, Relative)> {
    let which = text.find(at, &[Kind::Which]).filter(|f| f.value != 0 && near(text, at))?;
    let span =
        text.find(which.end, &[Kind::Span]).filter(|s| s.languages & which.languages != 0 && near(text, which.end))?;
    // `the 5 past years`, but `two last minute goals`
    let one = ["minute", "second"].contains(&text.str(span.end - 1));
    let many = count.is_some_and(|n| n > 1) && text.is_number(at - 1) && !one;
    if which.languages & romance(text) == 0 && !many {
        return None;
    }
    let (step, size) = step(text.words.name(span.value))?;
    let over = count.filter(|_| size <= 2);
    let over = over.map(|n| Relative::Over(sign_of(which.value).signum() * n.saturating_mul(size), step));
    Some((span.end, over.unwrap_or(Relative::Other)))
}

/// `3 days ago`, `in 3 Wochen`, `hace dos años`, `la semaine dernière`, `two weeks later`.
pub(super) fn shift(text: &Text, amounts: &Amounts, i: usize) -> Option<Atom> {
    let ahead = text.find(i, &[Kind::Ahead]);
    let article = text.find(i, &[Kind::Article]).filter(|_| ahead.is_none());
    let at = ahead.or(article).map_or(i, |f| f.end);
    let (count, at) = counted(text, amounts, at, ahead.is_some())?;
    let english_a = count.is_none() && article.is_some() && matches!(text.str(i), "a" | "an");
    let number = count.and_then(|c| c.integer());
    let between = || between_which(text, at, number).filter(|_| count.is_some() && article.is_none());
    if let Some((last, relative)) = between() {
        return Atom::new(last, When { relative: Some(relative), ..When::default() });
    }
    let span = text
        .find(at, &[Kind::Span, Kind::SpanShort])
        .filter(|f| near(text, at) && (f.kind == Kind::Span || count.is_some()))?;
    let (step, size) = step(text.words.name(span.value))?;
    let when = |relative| When { relative: Some(relative), ..When::default() };
    let shifted = |sign: i64| match number {
        Some(n) => Relative::Shift(sign * n.saturating_mul(size), step),
        None => Relative::Other,
    };
    if let Some(atom) = count.and_then(|_| two_ago(text, amounts, &span, number)) {
        return Some(atom);
    }
    let leading = || {
        let ahead = ahead.filter(|a| count.is_some() && leads(text, i, a, &span, number, step))?;
        Atom::new(span.end, when(shifted(ahead.value)))
    };
    let Some(f) = text.find(span.end, &[Kind::Ago, Kind::Later, Kind::Which]).filter(|_| near(text, span.end)) else {
        return leading();
    };
    let next = f.kind == Kind::Which && f.value != 0 && ahead.is_none() && f.languages & romance(text) != 0;
    let code = text.draft.language(i).code();
    // Dutch `over vijf minuten terug`: back then, not ago.
    let back = text.is(span.end, "terug")
        && (ahead.is_some() || i > 0 && text.find(i - 1, &[Kind::At, Kind::Bound]).is_some());
    match f.kind {
        Kind::Ago if back => leading(),
        Kind::Ago if count.is_some() || english_a => {
            let sign = if english_a { Relative::Shift(-size, step) } else { shifted(-1) };
            Atom::new(f.end, when(sign))
        }
        Kind::Later if count.is_some() => Atom::new(f.end, when(shifted(1))),
        Kind::Later if english_a => Atom::new(f.end, when(Relative::Shift(size, step))),
        _ if next && count.is_some() && f.languages & span.languages != 0 => {
            let over = number.filter(|_| size <= 2);
            let over = over.map(|n| Relative::Over(sign_of(f.value).signum() * n.saturating_mul(size), step));
            let atom = Atom::of(f.end, when(over.unwrap_or(Relative::Other)), true);
            Some(Atom { article: code == "it", ..atom })
        }
        _ if next && count.is_none() => {
            let step = if (step, size) == (Step::Month, 3) { Step::Quarter } else { step };
            let start_ok = text.language(i) == 0 || text.language(i) & romance(text) != 0;
            let atom = Atom::of(f.end, when(Relative::Which(sign_of(f.value), step)), true);
            (start_ok && article.is_none()).then_some(Atom { article: matches!(code, "es" | "pt" | "it"), ..atom })
        }
        _ => leading(),
    }
}

/// The number at a token and where it ends; `None` for an ordinal.
fn counted(text: &Text, amounts: &Amounts, at: usize, ahead: bool) -> Option<(Option<Decimal>, usize)> {
    match amounts.at(at) {
        Some(amount) => (!amount.ordinal).then_some((amount.value, amount.end)),
        // `in an hour`; `twice in a year` is no point in time.
        None if ahead && matches!(text.str(at), "a" | "an") && in_a_while(text, at + 1) => {
            Some((Some(Decimal::whole(1)), at + 1))
        }
        // `через неделю`, `za tydzień`
        None if ahead && matches!(text.str(at - 1), "через" | "Через" | "za" | "Za") && !is_rate(text, at - 1) => {
            Some((Some(Decimal::whole(1)), at))
        }
        None => Some((None, at)),
    }
}

/// Whether a sum stands before a word: `28,50 zł brutto za godzinę` is what an hour costs.
fn is_rate(text: &Text, i: usize) -> bool {
    (i.saturating_sub(3)..i)
        .any(|k| text.find(k, &[Kind::Currency, Kind::CurrencyShort]).is_some() && near(text, k + 1))
}

/// Whether a length of time that `in a` makes a point in time stands at a token.
fn in_a_while(text: &Text, at: usize) -> bool {
    matches!(text.str(at), "minute" | "hour" | "week" | "fortnight")
}

/// `2 weeks and 2 days ago` from its first unit on.
fn two_ago(text: &Text, amounts: &Amounts, span: &Found, number: Option<i64>) -> Option<Atom> {
    let and = text.find(span.end, &[Kind::And]).filter(|f| near(text, f.end))?;
    let more = amounts.at(and.end).filter(|a| !a.ordinal)?;
    let smaller = text.find(more.end, &[Kind::Span]).filter(|f| f.languages & span.languages != 0)?;
    let ago = text.find(smaller.end, &[Kind::Ago]).filter(|_| near(text, smaller.end))?;
    let whole = days(number, text.words.name(span.value));
    let whole = whole.zip(days(more.value.and_then(|v| v.integer()), text.words.name(smaller.value)));
    // `2 semanas y 2 días antes de hoy` goes on.
    let whole = whole.filter(|_| text.find(ago.end, &[Kind::Of]).is_none());
    let back = whole.map_or(Relative::Other, |(a, b)| Relative::Shift(-a.saturating_add(b), Step::Day));
    Atom::new(ago.end, When { relative: Some(back), ..When::default() })
}

/// So many days or weeks in days.
fn days(count: Option<i64>, code: &str) -> Option<i64> {
    match step(code)? {
        (Step::Day, size) => Some(count?.saturating_mul(size)),
        (Step::Week, size) => Some(count?.saturating_mul(7 * size)),
        _ => None,
    }
}

/// Whether a word such as `in` before a length of time makes a point of it: `in due giorni` does, while `in un giorno`
/// and `in nove secondi` say how long something takes.
fn leads(text: &Text, i: usize, ahead: &Found, span: &Found, number: Option<i64>, step: Step) -> bool {
    let own = text.language(i);
    let spoken = ahead.languages & span.languages != 0 && (span.kind == Kind::Span || own & ahead.languages != 0);
    let within = matches!(text.str(i).to_lowercase().as_str(), "in" | "en" | "em" | "im" | "za");
    let short = matches!(step, Step::Second) || number == Some(1) && step == Step::Day;
    let romance = own & romance(text) != 0 && matches!(step, Step::Minute | Step::Hour);
    // Norwegian `for 139 års uenighet`
    let genitive = text.is(span.end - 1, "års");
    spoken && !genitive && !(within && (short || romance))
}
