//! Numbers with a meaning: MONEY, PERCENT, QUANTITY, ORDINAL, CARDINAL.

use super::Candidate;
use super::ages;
use super::amounts::{Amount, Amounts, glued, glued_after, glued_before, in_quotation, near, span};
use super::between::{between, range_start};
use super::decimal::Decimal;
use super::homographs::{is_ending, is_no_ordinal, is_year};
use super::money;
use super::text::{Found, Text};
use super::times::numbered_before;
use super::words::Kind;
use crate::document::{Label, Value};
use crate::token::{Case, Gap};

/// Pushes what the amounts of a text say.
pub(super) fn find(text: &Text, amounts: &Amounts, found: &mut Vec<Candidate>) {
    for amount in amounts.list() {
        percent(text, amounts, amount, found);
        if amount.ordinal {
            ordinal(text, amount, found);
            continue;
        }
        digit_ordinal(text, amount, found);
        let priced = money::find(text, amounts, amount, found);
        if !priced {
            ages::find(text, amount, found);
            quantity(text, amounts, amount, found);
        }
        if !glued(text, amount.start, amount.end) {
            let value = amount.value.map(|v| Value::Text(v.to_string()));
            push(text, found, (amount.start, amount.end), Label::Cardinal, value, 0.3);
        }
    }
}

pub(super) fn push(
    text: &Text,
    found: &mut Vec<Candidate>,
    tokens: (usize, usize),
    label: Label,
    value: Option<Value>,
    confidence: f32,
) {
    found.push(Candidate { span: span(text, tokens.0, tokens.1), label, value, id: None, confidence });
}

/// A sign right before token `start`, and the first token with it.
pub(super) fn signed(text: &Text, start: usize) -> (usize, bool) {
    let sign = start > 0 && text.joined(start) && matches!(text.str(start - 1), "-" | "−" | "–" | "+");
    let apart = start < 2 || !text.joined(start - 1) || matches!(text.str(start - 2), "(" | "*");
    // `10 –20` is a range.
    let free = sign && apart && !(start > 1 && text.is_number(start - 2));
    if free { (start - 1, text.str(start - 1) != "+") } else { (start, false) }
}

/// Whether the words of two finds are of one language.
pub(super) fn agree(amount: &Amount, found: Found) -> bool {
    !amount.words || amount.languages & found.languages != 0
}

/// Whether a number in words and what it counts are both of other languages than the text: Dutch `onze reis` is a
/// journey, and eleven reals in Portuguese only.
pub(super) fn foreign(text: &Text, amount: &Amount, found: Found) -> bool {
    let own = text.language(amount.start);
    amount.words && own != 0 && (amount.languages | found.languages) & own == 0
}

fn percent(text: &Text, amounts: &Amounts, amount: &Amount, found: &mut Vec<Candidate>) {
    // `1,1^23`, `1e10`
    if text.joined(amount.start) && matches!(text.str(amount.start - 1), "^" | "e" | "E") {
        return;
    }
    let hyphen = usize::from(text.is(amount.end, "-") && text.joined(amount.end) && text.joined(amount.end + 1));
    // `un posto` is a place in Italian and one per cent in Croatian.
    let own = text.language(amount.start);
    let meant = |sign: &Found| {
        let spoken = !amount.words || own == 0 || sign.languages & own != 0;
        let counted = !article(text, amount) || agree(amount, *sign) && !share(text, sign);
        // A sign alone in the next line closes a saying, or begins something.
        let line = text.is(amount.end, "%") && text.token(amount.end - 1).is_some_and(|t| t.gap >= Gap::Line);
        near(text, amount.end) && spoken && counted && !line
    };
    if let Some(sign) = text.find(amount.end + hyphen, &[Kind::Percent]).filter(meant) {
        let Some((start, value)) = part(text, amounts, amount) else { return };
        let (start, negative) = minus(text, start);
        let value = value.map(|v| Value::Text(if negative { v.negative() } else { v }.to_string()));
        push(text, found, (start, sign.end), Label::Percent, value.clone(), 0.95);
        if let Some((first, low)) = range_start(text, amounts, start, &[Kind::Percent]) {
            push(text, found, (first, sign.end), Label::Percent, low.value.and_then(|low| between(low, value)), 0.94);
        }
    } else if amount.start > 0 && sign_first(text, amount.start) {
        // Turkish puts the sign first: %15, yüzde 15. In other languages `%1` is a place for something.
        let before =
            amount.start.checked_sub(1).filter(|&i| text.is(i, "%") || text.str(i).eq_ignore_ascii_case("yüzde"));
        // `%5d` is a place for a number in program code.
        let code = glued_after(text, amount.end);
        if let Some(sign) = before.filter(|&i| near(text, i + 1) && !text.is_number(i.wrapping_sub(1)) && !code) {
            let (start, negative) = minus(text, sign);
            let value = amount.value.map(|v| Value::Text(if negative { v.negative() } else { v }.to_string()));
            push(text, found, (start, amount.end), Label::Percent, value, 0.9);
        }
    }
}

/// Where the number of a percentage begins, and what it says: `,5`, `dos quintos`; `None` for `quintos` alone.
fn part(text: &Text, amounts: &Amounts, amount: &Amount) -> Option<(usize, Option<Decimal>)> {
    if amount.ordinal {
        let near_by = amount.start.saturating_sub(4)..amount.start;
        let count =
            near_by.rev().find_map(|i| amounts.at(i).filter(|a| a.end == amount.start && a.words && !a.ordinal))?;
        return Some((count.start, count.value.zip(amount.value).and_then(|(a, b)| a.ratio(b))));
    }
    // `1 sobre 3 por ciento`
    let over = amount.start.checked_sub(2).filter(|&i| text.is(i + 1, "sobre") && near(text, i + 1));
    if let Some(count) = over.and_then(|i| amounts.at(i)).filter(|a| a.end + 1 == amount.start) {
        return Some((count.start, count.value.zip(amount.value).and_then(|(a, b)| a.ratio(b))));
    }
    let mark = amount.start.checked_sub(1).filter(|&i| {
        matches!(text.str(i), "," | ".") && text.joined(amount.start) && !text.joined(i) && text.is_number(amount.start)
    });
    match mark {
        Some(mark) => Some((mark, Decimal::parse("0", text.str(amount.start)))),
        None => Some((amount.start, amount.value)),
    }
}

/// A sign, or a word for one, before token `start`: the first token with it, and whether it makes the number negative.
fn minus(text: &Text, start: usize) -> (usize, bool) {
    const WORDS: [&str; 9] = ["minus", "moins", "menos", "meno", "min", "eksi", "минус", "мінус", "mínusz"];
    // A sign that begins the text stands apart, too.
    let first = |i: usize| i == 0 && matches!(text.str(i), "-" | "−");
    // `pelo menos 60 %`, `au moins 60 %` are at least so many.
    let least = |i: usize| i > 0 && matches!(text.str(i - 1), "pelo" | "ao" | "al" | "lo" | "au" | "du" | "nicht");
    let minus = |i: usize| WORDS.contains(&text.str(i)) && !least(i) || first(i);
    let word = start.checked_sub(1).filter(|&i| near(text, start) && minus(i));
    word.map_or_else(|| signed(text, start), |i| (i, true))
}

/// Whether a sign is a noun for a share: `una percentuale`, `ein Prozentsatz`.
fn share(text: &Text, sign: &Found) -> bool {
    const NOUNS: [&str; 5] = ["percentual", "percentag", "pourcentag", "porcentaj", "porcentag"];
    let word = text.str(sign.end - 1).to_lowercase();
    NOUNS.iter().any(|noun| word.starts_with(noun))
}

/// Whether the language of a token writes the sign of a percentage before its number.
fn sign_first(text: &Text, i: usize) -> bool {
    matches!(text.draft.language(i).code(), "tr" | "az" | "eu" | "ku" | "tk" | "und")
}

/// The code of a unit.
type Unit = std::borrow::Cow<'static, str>;

/// What may stand between the two numbers of a range of sums, or of measures.
pub(super) const MONEY_MARKS: [Kind; 2] = [Kind::Currency, Kind::CurrencyShort];
const UNIT_MARKS: [Kind; 2] = [Kind::Unit, Kind::UnitShort];

fn quantity(text: &Text, amounts: &Amounts, amount: &Amount, found: &mut Vec<Candidate>) {
    let Some((end, unit)) = measure(text, amount).filter(|_| !article(text, amount)) else { return };
    let (start, negative) = minus(text, amount.start);
    // `- 100 mg` at the front of a list has no sign.
    let warmth = matches!(&*unit, "Cel" | "[degF]" | "deg");
    let listed =
        negative && !warmth && start == 0 && !text.joined(amount.start) && !text.token(0).is_some_and(|t| t.is_word());
    let (start, negative) = if listed { (amount.start, false) } else { (start, negative) };
    let value = amount.value.map(|v| if negative { v.negative() } else { v });
    // `180 lbs.` at the end of a sentence
    let stop = text.is(end - 1, ".") && text.token(end).is_none_or(|t| t.case == Case::Capital) && end > amount.end + 1;
    let end = end - usize::from(stop);
    let (end, unit, value) = smaller_units(text, amounts, (end, unit, value));
    let (end, value) = more_or_less(text, amount, &unit, end, value);
    let value = value.map(|v| Value::Quantity { amount: v.to_string(), unit: unit.to_string() });
    push(text, found, (start, end), Label::Quantity, value.clone(), 0.9);
    // `12 tonnes at 80 km/h`
    let other = |f: &Found| f.end < start && text.words.name(f.value) != unit;
    let apart = |low: &Amount| text.find(low.end, &UNIT_MARKS).is_some_and(|f| other(&f));
    if let Some((first, low)) = range_start(text, amounts, start, &UNIT_MARKS).filter(|(_, low)| !apart(low)) {
        push(text, found, (first, end), Label::Quantity, low.value.and_then(|low| between(low, value)), 0.9);
    }
}

/// Where a measure ends, its unit and its number.
type Measure = (usize, Unit, Option<Decimal>);

/// `7 feet 10 inches`, `10 km, 8 m and 6 cm`: the smaller units join those whose factor is known.
fn smaller_units(text: &Text, amounts: &Amounts, (mut end, mut unit, mut value): Measure) -> Measure {
    // No measure has more than three units.
    for _ in 0..2 {
        let comma = end + usize::from(text.is(end, ","));
        let and = text.find(comma, &[Kind::And]).map_or(comma, |f| f.end);
        let Some(next) = amounts.at(and).filter(|a| near(text, end) && !a.ordinal) else { break };
        // `in` is a preposition, too.
        let inches = (unit == "[ft_i]" && text.is(next.end, "in")).then_some((next.end + 1, Unit::Borrowed("[in_i]")));
        let Some((last, smaller)) = measure(text, &next).or(inches) else { break };
        let Some(factor) = factor(&unit, &smaller) else { break };
        value = value.and_then(|v| v.times(factor)?.plus(next.value?));
        (unit, end) = (smaller, last);
    }
    (end, unit, value)
}

/// What stands behind a measure and changes its number: `tres kilos y medio`, `5 degrees below zero`.
fn more_or_less(
    text: &Text,
    amount: &Amount,
    unit: &str,
    end: usize,
    value: Option<Decimal>,
) -> (usize, Option<Decimal>) {
    let warmth = matches!(unit, "Cel" | "[degF]" | "deg");
    if let Some(below) = text.find(end, &[Kind::Below]).filter(|_| warmth && near(text, end)) {
        return (below.end, value.map(Decimal::negative));
    }
    let and = text.find(end, &[Kind::And]).filter(|f| near(text, end) && agree(amount, *f));
    let half = and.and_then(|and| text.find(and.end, &[Kind::Half]).filter(|f| f.languages & and.languages != 0));
    match half.filter(|f| text.find(f.end, &[Kind::Span, Kind::Unit, Kind::Number]).is_none()) {
        Some(half) => (half.end, value.and_then(|v| v.plus(Decimal::new(5, 1)))),
        None => (end, value),
    }
}

/// Whether an amount is no more than an article: `eine Tasse`, `un metro`, `a foot`.
pub(super) fn article(text: &Text, amount: &Amount) -> bool {
    let one = amount.words && amount.end == amount.start + 1 && amount.value.and_then(Decimal::integer) == Some(1);
    one && !matches!(text.str(amount.start).to_lowercase().as_str(), "one" | "eins" | "один" | "jeden" | "één")
}

/// How many of the smaller unit are one of the larger, for units that are told together.
fn factor(large: &str, small: &str) -> Option<i64> {
    Some(match (large, small) {
        ("[ft_i]", "[in_i]") => 12,
        ("[yd_i]", "[ft_i]") => 3,
        ("[lb_av]", "[oz_av]") => 16,
        ("[stone_av]", "[lb_av]") => 14,
        ("km", "m") | ("kg", "g") | ("m", "mm") => 1000,
        ("m", "cm") => 100,
        _ => return None,
    })
}

/// The unit behind an amount, with what it is per: where it ends, and its code.
fn measure(text: &Text, amount: &Amount) -> Option<(usize, Unit)> {
    let at = amount.end;
    let hyphen = usize::from(text.is(at, "-") && text.joined(at) && text.joined(at + 1));
    let of =
        text.find(at, &[Kind::Of]).filter(|_| amount.value.and_then(Decimal::integer).is_some_and(|v| v >= 1_000_000));
    let at = of.map_or(at + hyphen, |f| f.end);
    if !near(text, at) || text.token(at - 1)?.gap == Gap::Line || glued_before(text, amount.start) {
        return None;
    }
    let unit = text.find(at, &[Kind::Unit, Kind::UnitShort]);
    let unit = unit.filter(|f| agree(amount, *f) && !foreign(text, amount, *f))?;
    if stranger(text, at, &unit) {
        return None;
    }
    let code = text.words.name(unit.value);
    let last = text.str(unit.end - 1);
    if unit.kind == Kind::UnitShort && !short_unit(text, amount, at, last, unit.end) {
        return None;
    }
    let per = text.find(unit.end, &[Kind::Per]).filter(|p| near(text, unit.end) && near(text, p.end));
    let own = text.language(unit.end) | text.words.bit(text.draft.language(unit.end));
    let per = per.filter(|p| p.languages & (unit.languages | own) != 0);
    let over = per.and_then(|p| text.find(p.end, &[Kind::Unit, Kind::UnitShort, Kind::Span, Kind::SpanShort]));
    // Spanish `10 celsius a fahrenheit`
    let over = over.filter(|f| !matches!(text.words.name(f.value), "Cel" | "[degF]"));
    match over {
        Some(over) => Some((over.end, combined(code, text.words.name(over.value)))),
        None => Some((unit.end, Unit::Borrowed(code))),
    }
}

/// Whether a unit with a capital is a word of another language, and so a name here: `1998 Tony`, but `20 Celsius`.
pub(super) fn stranger(text: &Text, at: usize, unit: &Found) -> bool {
    let capital = text.token(at).is_some_and(|t| t.case == Case::Capital);
    let person = || matches!(text.words.name(unit.value), "Cel" | "[degF]" | "K");
    let year = at > 0 && text.str(at - 1).len() == 4 && text.str(at - 1).starts_with(['1', '2']);
    // `2005 kamen`
    let told = capital && !matches!(text.draft.language(at).code(), "de" | "lb") || year && !capital;
    // Hungarian `2009 volt` is 2009 was.
    if text.is(at, "volt") && text.draft.language(at).code() == "hu" {
        return true;
    }
    if unit.kind != Kind::Unit || person() || !told {
        return false;
    }
    let guess = year && capital;
    let own = if guess { text.words.bit(text.draft.language(at)) } else { text.language(at) };
    (own != 0 || guess) && unit.languages & own == 0
}

/// A short unit stands behind digits only, and a single letter closes the phrase.
fn short_unit(text: &Text, amount: &Amount, at: usize, last: &str, end: usize) -> bool {
    if amount.words && end == at + 1 && last.chars().all(char::is_alphabetic) && last.chars().count() < 3
        || glued_after(text, end)
    {
        return false;
    }
    match last {
        // Quotation marks are inches only when glued to the number and not opening or closing a quotation.
        "\"" | "”" | "''" | "'" => {
            let few = text.str(amount.end - 1).len() < 4;
            !amount.words && text.joined(at) && few && !in_quotation(text, amount.start)
        }
        "°" | "º" => !enumerated(text, amount),
        // `El Ibex 35 ha cerrado`: `ha` is a verb before a participle.
        "ha" => !has(text, end),
        // `802.11g` is a standard.
        "g" if text.is(amount.start, "802") => false,
        _ if is_ending(text, at, end) => false,
        // Sotho `1993 ha` is 1993 when.
        _ if !text.joined(at) && !text.known(at) && end == at + 1 && last.len() == 2 && is_year(text.str(at - 1)) => {
            false
        }
        // Estonian `10st` is a case, and so is Basque `2019ko`.
        "ko" if text.draft.language(at).code() == "eu" => false,
        "st" if text.language(at) != 0 && text.draft.language(at).code() != "en" => false,
        "ct" | "st" | "tn" | "ac" | "pt" | "ch" | "KM" | "kn" | "ly" | "PS" | "CV" | "cv" | "pk" => {
            text.is_number(amount.start) && amount.end == amount.start + 1
        }
        _ => true,
    }
}

/// Whether `ha` is `has` in Spanish, Italian and Catalan: its participle ends alike whatever it is said of.
fn has(text: &Text, behind: usize) -> bool {
    let ending = match text.draft.language(behind - 1).code() {
        "es" | "it" => 'o',
        "ca" => 't',
        _ => return false,
    };
    let word = text.str(behind);
    text.token(behind).is_some_and(|t| t.case == Case::Lower) && word.len() > 3 && word.ends_with(ending)
}

/// Whether degrees are the mark of an ordinal: `los artículos 2°, 6° y 8°`.
fn enumerated(text: &Text, amount: &Amount) -> bool {
    let mut at = amount.start;
    let marks = |i: usize| matches!(text.str(i), "," | "y" | "e" | "et" | "o" | "°" | "º");
    while at > 0 && amount.start - at < 24 && (marks(at - 1) || text.is_number(at - 1)) {
        at -= 1;
    }
    text.is(amount.end, "°") && (at..=amount.start).any(|i| text.is_number(i) && numbered_before(text, i))
}

/// The code of a unit per another, as UCUM writes it.
fn combined(unit: &'static str, per: &str) -> Unit {
    Unit::Owned(format!("{unit}/{per}"))
}

fn ordinal(text: &Text, amount: &Amount, found: &mut Vec<Candidate>) {
    if is_no_ordinal(text, amount) {
        return;
    }
    let value = amount.value.map(|v| Value::Text(v.to_string()));
    push(text, found, (amount.start, amount.end), Label::Ordinal, value, 0.7);
}

/// `3rd`, `1er`, `5ª`, `2-й`, and `3.` before a noun in the languages that write it so.
fn digit_ordinal(text: &Text, amount: &Amount, found: &mut Vec<Candidate>) {
    let value = amount.value.map(|v| Value::Text(v.to_string()));
    if amount.words || amount.end != amount.start + 1 || glued_before(text, amount.start) {
        return;
    }
    let suffix =
        text.find(amount.end, &[Kind::OrdinalSuffix]).filter(|f| text.joined(amount.end) && !glued_after(text, f.end));
    if let Some(suffix) = suffix {
        // German `die 68er` are people of a year.
        let er =
            text.is(amount.end, "er") && !amount.value.and_then(Decimal::integer).is_some_and(|n| n == 1 || n == 3);
        // `HCoV-229E` is a strain.
        let capital = suffix.end == amount.end + 1 && matches!(text.str(amount.end), "E" | "A" | "O");
        let lone = text.is(amount.end, "°") || er || capital;
        if !lone {
            push(text, found, (amount.start, suffix.end), Label::Ordinal, value, 0.92);
        }
        return;
    }
    let dot = text.is(amount.end, ".") && text.joined(amount.end) && !text.joined(amount.end + 1);
    let language = text.draft.language(amount.start).code();
    let dotted = matches!(language, "de" | "da" | "nb" | "cs" | "sk" | "hr" | "hu" | "fi" | "pl" | "und");
    let article = amount.start > 0
        && text.find(amount.start - 1, &[Kind::Article, Kind::Of]).is_some_and(|f| f.end == amount.start);
    // A capital behind the full stop begins a sentence where nouns have none.
    let noun = |case: Case| case == Case::Capital && matches!(language, "de" | "und");
    let next = text.token(amount.end + 1).is_some_and(|t| t.is_word() && (t.case == Case::Lower || noun(t.case)));
    let number_word = text.find(amount.end + 1, &[Kind::Month, Kind::MonthShort]).is_some();
    if dot && dotted && article && next && !number_word && text.token(amount.end).is_some_and(|t| t.gap == Gap::Space) {
        push(text, found, (amount.start, amount.end + 1), Label::Ordinal, value, 0.8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    /// The longest entity of a text with a label: its text and its value as JSON.
    fn longest(text: &str, label: Label) -> Option<(String, String)> {
        let draft = Draft::new(text);
        let read = Text::read(&draft);
        let mut found = Vec::new();
        find(&read, &Amounts::read(&read), &mut found);
        let best = found.into_iter().filter(|c| c.label == label).max_by_key(|c| c.span.len())?;
        let value = serde_json::to_string(&best.value).unwrap_or_default();
        Some((text[best.span.range()].to_owned(), value))
    }

    #[test]
    fn sums_have_an_amount_and_a_currency() {
        for (text, span, amount, currency) in [
            ("rund 800Milliarden Euro mehr", "800Milliarden Euro", "800000000000", "EUR"),
            ("kostet 12,50 € heute", "12,50 €", "12.5", "EUR"),
            ("for $4.7 billion in cash", "$4.7 billion", "4700000000", "USD"),
            ("CHF 1'234.50 netto", "CHF 1'234.50", "1234.5", "CHF"),
            ("3 dollars and 50 cents", "3 dollars and 50 cents", "3.5", "USD"),
            ("12 euros et 15 autres", "12 euros", "12", "EUR"),
            ("20 тысяч рублей", "20 тысяч рублей", "20000", "RUB"),
            ("10-20 dollars", "10-20 dollars", "10/20", "USD"),
        ] {
            let value = format!("{{\"amount\":\"{amount}\",\"currency\":\"{currency}\"}}");
            assert_eq!(longest(text, Label::Money), Some((span.to_owned(), value)), "{text}");
        }
    }

    #[test]
    fn percentages_measures_and_ordinals_are_read() {
        assert_eq!(longest("um 5 % mehr", Label::Percent), Some(("5 %".into(), "\"5\"".into())));
        assert_eq!(longest("siebenunddreißig Prozent", Label::Percent).map(|f| f.1), Some("\"37\"".into()));
        let height = longest("7 feet 10 inches tall", Label::Quantity);
        assert_eq!(height.map(|f| f.1), Some("{\"amount\":\"94\",\"unit\":\"[in_i]\"}".into()));
        assert_eq!(longest("the 21st time", Label::Ordinal), Some(("21st".into(), "\"21\"".into())));
        assert_eq!(longest("Secondo lui va bene", Label::Ordinal), None);
    }
}
