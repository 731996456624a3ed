//! Values of Chinese, Japanese and Korean, whose words are glued to the number: `2021年5月5日`, `120万円`, `300달러`.

use std::sync::OnceLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::Candidate;
use super::amounts::{Amounts, glued_before};
use super::decimal::Decimal;
use super::text::Text;
use crate::data;
use crate::document::{Label, Value};
use crate::span::Span;
use crate::token::{Gap, Script};

/// What a counter says.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Scale,
    Currency,
    Span,
    Percent,
    Unit,
    Ordinal,
}

/// A counter: its kind, its value in the table, and how many bytes of the word it takes.
#[derive(Clone, Copy)]
struct Counter {
    kind: Kind,
    value: &'static str,
    bytes: usize,
}

/// A form of a counter, its kind and its value.
type Form = (&'static str, Kind, &'static str);

/// The counters of the table by their first letter, the longest first.
fn counters() -> &'static FxHashMap<char, Vec<Form>> {
    static COUNTERS: OnceLock<FxHashMap<char, Vec<Form>>> = OnceLock::new();
    COUNTERS.get_or_init(|| {
        let mut counters: FxHashMap<char, Vec<_>> = FxHashMap::default();
        for row in data::rows(data::COUNTERS) {
            let kind = match row[0] {
                "year" => Kind::Year,
                "month" => Kind::Month,
                "day" => Kind::Day,
                "hour" => Kind::Hour,
                "minute" => Kind::Minute,
                "second" => Kind::Second,
                "scale" => Kind::Scale,
                "currency" => Kind::Currency,
                "span" => Kind::Span,
                "percent" => Kind::Percent,
                "unit" => Kind::Unit,
                _ => Kind::Ordinal,
            };
            for form in row[2].split('|') {
                counters.entry(form.chars().next().unwrap_or(' ')).or_default().push((form, kind, row[1]));
            }
        }
        counters.values_mut().for_each(|forms| forms.sort_by_key(|f| std::cmp::Reverse(f.0.len())));
        counters
    })
}

/// Pushes what numbers with such words behind them say.
pub(super) fn find(text: &Text, amounts: &Amounts, found: &mut Vec<Candidate>) {
    let mut end = 0;
    for amount in amounts.list() {
        let start = amount.start;
        if amount.words
            || start < end
            || !eastern(text, amount.end)
            || glued_before(text, start) && in_latin(text, start)
        {
            continue;
        }
        let mut reader = Reader { text, amounts, token: amount.end, byte: 0 };
        let from = text.draft.tokens[start].span.start as usize;
        let push = |reader: &Reader, label, value: Option<Value>, from: usize, found: &mut Vec<Candidate>| {
            let span = Span::new(from, reader.at());
            found.push(Candidate { span, label, value, id: None, confidence: 0.95 });
        };
        if let Some((label, value)) = reader.date(amount.value) {
            push(&reader, label, value.map(Value::Text), from, found);
        } else if let Some((label, value)) = reader.measure(amount.value) {
            // `第3番目`
            let before = start.checked_sub(1).filter(|_| text.joined(start) && label == Label::Ordinal);
            let nth = before.map(|i| text.str(i)).filter(|word| word.ends_with(['第', '제']));
            push(&reader, label, value, from - nth.map_or(0, |_| '第'.len_utf8()), found);
        } else {
            nth(text, start, amount.end, amount.value, found);
            continue;
        }
        end = reader.token + usize::from(reader.byte > 0);
    }
}

/// `第3`, `제3`: an ordinal.
fn nth(text: &Text, start: usize, end: usize, value: Option<Decimal>, found: &mut Vec<Candidate>) {
    let marked = start > 0 && text.joined(start) && text.str(start - 1).ends_with(['第', '제']);
    if marked && value.is_some_and(|v| v.integer().is_some()) {
        let tokens = &text.draft.tokens;
        let span = Span::new(tokens[start].span.start as usize - '第'.len_utf8(), tokens[end - 1].span.end as usize);
        let value = value.map(|v| Value::Text(v.to_string()));
        found.push(Candidate { span, label: Label::Ordinal, value, id: None, confidence: 0.9 });
    }
}

/// Whether a token is a word in one of the scripts, behind its number at once or, in Korean, after a space.
fn eastern(text: &Text, i: usize) -> bool {
    let Some(token) = text.token(i).filter(|t| t.is_word()) else { return false };
    match token.script {
        Script::Han | Script::Hiragana | Script::Katakana => text.joined(i),
        Script::Hangul => text.joined(i) || i > 0 && text.token(i - 1).is_some_and(|t| t.gap == Gap::Space),
        _ => false,
    }
}

/// Whether the word glued to the front of a number is of another script, as in a code.
fn in_latin(text: &Text, start: usize) -> bool {
    text.token(start - 1)
        .is_some_and(|t| !matches!(t.script, Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul))
}

/// Reads on behind a number, byte by byte of the words.
struct Reader<'a> {
    text: &'a Text<'a>,
    amounts: &'a Amounts,
    token: usize,
    byte: usize,
}

impl Reader<'_> {
    /// The byte of the text that is reached.
    fn at(&self) -> usize {
        match self.byte {
            0 => self.text.draft.tokens[self.token - 1].span.end as usize,
            byte => self.text.draft.tokens[self.token].span.start as usize + byte,
        }
    }

    /// What is left of the word.
    fn rest(&self) -> &str {
        if self.byte == 0 && !eastern(self.text, self.token) {
            return "";
        }
        self.text.str(self.token).get(self.byte..).unwrap_or("")
    }

    /// The counter that stands here.
    fn counter(&self) -> Option<Counter> {
        let rest = self.rest();
        let forms = counters().get(&rest.chars().next()?)?;
        let &(form, kind, value) = forms.iter().find(|f| rest.starts_with(f.0))?;
        Some(Counter { kind, value, bytes: form.len() })
    }

    fn take(&mut self, bytes: usize) {
        self.byte += bytes;
        if self.byte >= self.text.str(self.token).len() {
            (self.token, self.byte) = (self.token + 1, 0);
        }
    }

    /// The number that follows at the end of a word, with or without a space.
    fn number(&self) -> Option<(Option<Decimal>, usize)> {
        let amount = self.amounts.at(self.token).filter(|a| self.byte == 0 && !a.words)?;
        let near = self.text.joined(self.token) || self.text.token(self.token - 1)?.gap == Gap::Space;
        near.then_some((amount.value, amount.end))
    }

    /// `2021年5月5日14時30分`, `5月`, `오전 8시`: label and value.
    fn date(&mut self, first: Option<Decimal>) -> Option<(Label, Option<String>)> {
        let mut fields: [Option<i64>; 6] = [None; 6];
        let mut number = first;
        let mut reached: Option<(usize, usize)> = None;
        while let Some(counter) = self.counter().filter(|c| (c.kind as usize) < fields.len()) {
            let field = counter.kind as usize;
            let value = number.and_then(Decimal::integer).filter(|&n| (0..10_000).contains(&n))?;
            let begun = fields.iter().rposition(Option::is_some);
            if begun.is_some_and(|last| field <= last) {
                break;
            }
            fields[field] = Some(value);
            self.take(counter.bytes);
            reached = Some((self.token, self.byte));
            let Some((next, end)) = self.number() else { break };
            (number, self.token) = (next, end);
            if let Some(time) = clock(self.text, end) {
                (fields[3], fields[4]) = (next.and_then(Decimal::integer), Some(time));
                reached = Some((end + 2, 0));
                break;
            }
        }
        (self.token, self.byte) = reached?;
        said(fields)
    }

    /// `120万円`, `2時間5分`, `40パーセント`: label and value.
    fn measure(&mut self, first: Option<Decimal>) -> Option<(Label, Option<Value>)> {
        let start = (self.token, self.byte);
        let mut value = first;
        while let Some(scale) = self.counter().filter(|c| c.kind == Kind::Scale) {
            value = value.and_then(|v| v.times(scale.value.parse().ok()?));
            self.take(scale.bytes);
        }
        let Some(counter) = self.counter() else {
            (self.token, self.byte) = start;
            return None;
        };
        let amount = value.map(|v| v.to_string());
        let (label, value) = match counter.kind {
            Kind::Currency => {
                let money = |amount| Value::Money { amount, currency: counter.value.to_owned() };
                (Label::Money, amount.map(money))
            }
            Kind::Unit => {
                (Label::Quantity, amount.map(|amount| Value::Quantity { amount, unit: counter.value.to_owned() }))
            }
            Kind::Percent => (Label::Percent, amount.map(Value::Text)),
            Kind::Ordinal => (Label::Ordinal, amount.map(Value::Text)),
            // Chinese `5分` are five points.
            Kind::Minute if self.text.draft.language(start.0).code() == "zh" => {
                (self.token, self.byte) = start;
                return None;
            }
            Kind::Span | Kind::Minute | Kind::Second => {
                self.take(counter.bytes);
                return Some((Label::Duration, self.length(amount, counter)));
            }
            _ => {
                (self.token, self.byte) = start;
                return None;
            }
        };
        self.take(counter.bytes);
        Some((label, value))
    }

    /// The rest of `2小时5分钟`.
    fn length(&mut self, amount: Option<String>, counter: Counter) -> Option<Value> {
        let unit = |c: &Counter| match (c.kind, c.value) {
            (Kind::Minute, _) | (_, "min") => Some("M"),
            (Kind::Second, _) | (_, "s") => Some("S"),
            (_, "h") => Some("H"),
            _ => None,
        };
        let whole = match (unit(&counter), counter.value) {
            (Some(letter), _) => amount.map(|a| format!("PT{a}{letter}")),
            (None, "d") => amount.map(|a| format!("P{a}D")),
            (None, "wk") => amount.map(|a| format!("P{a}W")),
            (None, "mo") => amount.map(|a| format!("P{a}M")),
            _ => amount.map(|a| format!("P{a}Y")),
        };
        let before = (self.token, self.byte);
        if counter.value == "h"
            && let Some((minutes, end)) = self.number()
        {
            (self.token, self.byte) = (end, 0);
            if let Some(next) = self.counter().filter(|c| unit(c) == Some("M")) {
                self.take(next.bytes);
                return whole.zip(minutes).map(|(whole, m)| Value::Text(format!("{whole}{m}M")));
            }
            (self.token, self.byte) = before;
        }
        whole.map(Value::Text)
    }
}

/// The minutes of `14:30` behind the hour that ends before token `end`.
fn clock(text: &Text, end: usize) -> Option<i64> {
    let colon = text.is(end, ":") && text.joined(end) && text.joined(end + 1) && text.is_number(end + 1);
    text.str(end + 1).parse().ok().filter(|m| colon && (0..60).contains(m))
}

/// Label and value of a date and a time, by year, month, day, hour, minute and second; `None` where a lone counter
/// says too little: `分` is a part and `点` a point too, and `日` alone may be how long.
fn said([year, month, day, hour, minute, second]: [Option<i64>; 6]) -> Option<(Label, Option<String>)> {
    let date = year.is_some_and(|y| y >= 1000) || month.is_some_and(|m| (1..=12).contains(&m));
    let time = hour.is_some_and(|h| h <= 24) && (date || minute.is_some());
    if !(date || time) || year.is_none() && month.is_none() && !time {
        return None;
    }
    let number = |n: Option<i64>| n.map_or("XX".to_owned(), |n| format!("{n:02}"));
    let possible = match (year, month, day) {
        (year, Some(month), Some(day)) => {
            Date::new(year.unwrap_or(2024) as i16, month.clamp(0, 99) as i8, day.clamp(0, 99) as i8).is_ok()
        }
        (_, Some(month), None) => (1..=12).contains(&month),
        _ => true,
    };
    let mut value = match (month, day) {
        _ if !date => String::new(),
        (None, None) => year.map_or("XXXX".to_owned(), |y| y.to_string()),
        (Some(_), None) => format!("{}-{}", year.map_or("XXXX".to_owned(), |y| y.to_string()), number(month)),
        _ => format!("{}-{}-{}", year.map_or("XXXX".to_owned(), |y| y.to_string()), number(month), number(day)),
    };
    if hour.is_some() && (date || time) {
        value.push_str(if date { "T" } else { "" });
        value.push_str(&format!("{}:{}", number(hour), number(minute.or(Some(0)))));
        value.push_str(&second.map_or(String::new(), |s| format!(":{s:02}")));
    }
    Some((if hour.is_some() { Label::Time } else { Label::Date }, possible.then_some(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    fn values(text: &str) -> Vec<(String, Label, String)> {
        let draft = Draft::new(text);
        let read = Text::read(&draft);
        let mut found = Vec::new();
        find(&read, &Amounts::read(&read), &mut found);
        let value = |v: Option<Value>| match v {
            Some(Value::Text(text)) => text,
            Some(Value::Money { amount, currency }) => format!("{amount} {currency}"),
            Some(Value::Quantity { amount, unit }) => format!("{amount} {unit}"),
            None => String::new(),
        };
        found.into_iter().map(|c| (text[c.span.range()].to_owned(), c.label, value(c.value))).collect()
    }

    #[test]
    fn counters_are_read() {
        for (text, span, label, value) in [
            ("会议于2021年5月5日举行", "2021年5月5日", Label::Date, "2021-05-05"),
            ("彼は5月5日14時30分に来た", "5月5日14時30分", Label::Time, "XXXX-05-05T14:30"),
            ("2021년 5월 5일에 열린다", "2021년 5월 5일", Label::Date, "2021-05-05"),
            ("2月31日", "2月31日", Label::Date, ""),
            ("价格是120万元。", "120万元", Label::Money, "1200000 CNY"),
            ("それは3.5万円です", "3.5万円", Label::Money, "35000 JPY"),
            ("가격은 120만 원이다", "120만 원", Label::Money, "1200000 KRW"),
            ("用了2小时5分钟。", "2小时5分钟", Label::Duration, "PT2H5M"),
            ("40パーセントだった", "40パーセント", Label::Percent, "40"),
            ("走了120公里", "120公里", Label::Quantity, "120 km"),
            ("第3名", "第3", Label::Ordinal, "3"),
            ("彼は12番目だ", "12番目", Label::Ordinal, "12"),
        ] {
            assert_eq!(values(text), [(span.to_owned(), label, value.to_owned())], "{text}");
        }
        for text in ["3点建议", "5人", "iPhone12日本"] {
            assert_eq!(values(text), [], "{text}");
        }
    }
}
