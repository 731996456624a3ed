//! Values of Chinese, Japanese and Korean, whose words are glued to the number: `2021年5月5日`, `120万円`, `300달러`.

use std::sync::OnceLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::Candidate;
use super::amounts::{Amounts, glued_before};
use super::decimal::Decimal;
use super::eastern_dates::{of_year, reign, said};
use super::eastern_ranges;
use super::halves::{HALVES, clock, eastern, half_before, in_latin, weekday};
use super::text::Text;
use crate::data;
use crate::document::{Label, Value};
use crate::span::Span;
use crate::token::{Gap, Script};

/// What a counter says.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
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
    Quarter,
}

/// A counter: its kind, its value in the table, and how many bytes of the word it takes.
#[derive(Clone, Copy)]
struct Counter {
    kind: Kind,
    value: &'static str,
    bytes: usize,
}

/// Year, month, day, hour, minute and second.
pub(super) type Fields = [Option<i64>; 6];

/// A form of a counter, its kind and its value.
pub(super) type Form = (&'static str, Kind, &'static str);

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
                "quarter" => Kind::Quarter,
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

/// The form of a counter that a text begins with, its kind and its value.
pub(super) fn form(text: &str) -> Option<Form> {
    counters().get(&text.chars().next()?)?.iter().find(|f| text.starts_with(f.0)).copied()
}

/// Pushes what numbers with such words behind them say.
pub(super) fn find(text: &Text, amounts: &Amounts, reference: Option<Date>, found: &mut Vec<Candidate>) {
    let mut end = 0;
    for amount in amounts.list() {
        let start = amount.start;
        let half = half_before(text, start).filter(|_| start >= end);
        let timed = half.is_some() && clock(text, amount.end).is_some();
        if amount.words
            || start < end
            || !timed && !eastern(text, amount.end) && !eastern_ranges::goes_on(text, amount.end)
            || glued_before(text, start) && in_latin(text, start)
        {
            continue;
        }
        let mut reader = Reader { text, amounts, token: amount.end, byte: 0, afternoon: half.map(|half| half.0) };
        let from = text.draft.tokens[start].span.start as usize;
        let reign = reign(text, start, reader.counter().is_some_and(|c| c.kind == Kind::Year));
        let value = reign.map_or(amount.value, |(years, _)| amount.value.and_then(|v| v.plus(Decimal::whole(years))));
        let push = |reader: &Reader, label, value: Option<Value>, from: usize, found: &mut Vec<Candidate>| {
            let span = Span::new(from, reader.at());
            found.push(Candidate { span, label, value, id: None, confidence: 0.95 });
        };
        let range = eastern_ranges::range(&mut reader, value, reference);
        if let Some((label, value)) = range.or_else(|| reader.date(value, reference)) {
            let from = reign.map(|word| word.1).or(half.map(|word| word.1)).unwrap_or(from);
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

/// Reads on behind a number, byte by byte of the words.
pub(super) struct Reader<'a> {
    pub text: &'a Text<'a>,
    amounts: &'a Amounts,
    pub token: usize,
    pub byte: usize,
    /// Whether an hour is one of the second half of the day, where a word says so.
    pub afternoon: Option<bool>,
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
    pub(super) fn rest(&self) -> &str {
        if self.byte == 0 && !eastern(self.text, self.token) {
            return "";
        }
        self.text.str(self.token).get(self.byte..).unwrap_or("")
    }

    /// The number of a quarter that stands here, and steps over it.
    pub(super) fn quarter(&mut self) -> Option<i64> {
        let (number, end) = self.number()?;
        let before = (self.token, self.byte);
        (self.token, self.byte) = (end, 0);
        match self.counter().filter(|c| c.kind == Kind::Quarter) {
            Some(counter) => self.take(counter.bytes),
            None => (self.token, self.byte) = before,
        }
        number?.integer().filter(|n| (1..=4).contains(n) && (self.token, self.byte) != before)
    }

    /// The counter that stands here.
    fn counter(&self) -> Option<Counter> {
        let rest = self.rest();
        let forms = counters().get(&rest.chars().next()?)?;
        let &(form, kind, value) = forms.iter().find(|f| rest.starts_with(f.0))?;
        // Behind a space only what begins a date, or counts time: `2000 年 8 月`, `30 分`, but `5 米国`.
        let apart = self.byte == 0 && !self.text.joined(self.token);
        let hangul = self.text.token(self.token).is_some_and(|t| t.script == Script::Hangul);
        if apart && !hangul && kind as usize > Kind::Second as usize && kind != Kind::Span {
            return None;
        }
        Some(Counter { kind, value, bytes: form.len() })
    }

    pub(super) fn take(&mut self, bytes: usize) {
        self.byte += bytes;
        if self.byte >= self.text.str(self.token).len() {
            (self.token, self.byte) = (self.token + 1, 0);
        }
    }

    /// The number that follows at the end of a word, with or without a space.
    pub(super) fn number(&self) -> Option<(Option<Decimal>, usize)> {
        let amount = self.amounts.at(self.token).filter(|a| self.byte == 0 && !a.words)?;
        let near = self.text.joined(self.token) || self.text.token(self.token - 1)?.gap == Gap::Space;
        near.then_some((amount.value, amount.end))
    }

    /// `2021年5月5日14時30分`, `5月`, `오전 8시`: label and value.
    fn date(&mut self, first: Option<Decimal>, reference: Option<Date>) -> Option<(Label, Option<String>)> {
        let start = (self.token, self.byte);
        let whole = self.fields(first).and_then(|fields| match fields {
            [Some(year @ 1000..), None, None, None, ..] => {
                let part = of_year(self);
                Some((Label::Date, Some(part.map_or(year.to_string(), |part| format!("{year}-{part}")))))
            }
            _ => said(fields, self.afternoon, reference),
        });
        if whole.is_none() {
            (self.token, self.byte) = start;
        }
        whole
    }

    /// What a date and a time say, field by field.
    pub(super) fn fields(&mut self, first: Option<Decimal>) -> Option<Fields> {
        let mut fields: Fields = [None; 6];
        let mut number = first;
        let mut reached: Option<(usize, usize)> = None;
        if let Some(minute) = clock(self.text, self.token).filter(|_| self.afternoon.is_some()) {
            (fields[3], fields[4]) = (first.and_then(Decimal::integer), Some(minute));
            reached = Some((self.token + 2, 0));
        }
        while let Some(counter) = self.counter().map(|c| as_year(c, number)) {
            if counter.kind as usize >= fields.len() {
                break;
            }
            let field = counter.kind as usize;
            let value = number.and_then(Decimal::integer).filter(|&n| (0..10_000).contains(&n))?;
            let begun = fields.iter().rposition(Option::is_some);
            if begun.is_some_and(|last| field <= last) {
                break;
            }
            fields[field] = Some(value);
            self.take(counter.bytes);
            reached = Some((self.token, self.byte));
            if counter.kind == Kind::Day {
                self.pass_weekday();
                self.pass_half();
            }
            if counter.kind == Kind::Hour && self.rest().starts_with(['半', '반']) {
                fields[4] = Some(30);
                self.take('半'.len_utf8());
                reached = Some((self.token, self.byte));
                break;
            }
            let Some((next, end)) = self.number() else { break };
            (number, self.token) = (next, end);
            if let Some(time) = clock(self.text, end) {
                (fields[3], fields[4]) = (next.and_then(Decimal::integer), Some(time));
                reached = Some((end + 2, 0));
                break;
            }
        }
        (self.token, self.byte) = reached?;
        Some(fields)
    }

    /// Over a weekday behind a day, also one in brackets.
    pub(super) fn pass_weekday(&mut self) {
        let bytes = weekday(self.rest());
        let open = self.byte == 0 && matches!(self.text.str(self.token), "(" | "（");
        let day = self.text.str(self.token + 1);
        let short = day.chars().count() == 1 && "月火水木金土日월화수목금토일一二三四五六".contains(day);
        // `(金・祝)`
        let more = if matches!(self.text.str(self.token + 2), "・" | "･") { 2 } else { 0 };
        let closed = matches!(self.text.str(self.token + 2 + more), ")" | "）");
        if bytes > 0 {
            self.take(bytes);
        } else if open && closed && (short || weekday(day) == day.len()) {
            self.token += 3 + more;
        }
    }

    /// Over a word for the half of the day.
    fn pass_half(&mut self) {
        if let Some((word, half)) = HALVES.into_iter().find(|half| self.rest().starts_with(half.0)) {
            self.take(word.len());
            self.afternoon = Some(half);
        }
    }

    /// The scales that stand here, below ten thousand and from there on: `천만`.
    fn scale(&mut self) -> [i64; 2] {
        let mut scale = [1i64; 2];
        while let Some(next) = self.counter().filter(|c| c.kind == Kind::Scale) {
            let value = next.value.parse().unwrap_or(1);
            let part = &mut scale[usize::from(value >= 10_000)];
            *part = part.saturating_mul(value);
            self.take(next.bytes);
        }
        scale
    }

    /// `120万円`, `2時間5分`, `40パーセント`: label and value.
    fn measure(&mut self, first: Option<Decimal>) -> Option<(Label, Option<Value>)> {
        let start = (self.token, self.byte);
        let mut value = first;
        // `1億2000万`, `1만 5천`: what follows is added, and of a smaller scale. Below ten thousand it is multiplied with
        // what stands before it: `2천858억`.
        let mut sum = Some(Decimal::whole(0));
        let (mut least, mut group) = ([i64::MAX; 2], Some(Decimal::whole(0)));
        loop {
            let [small, large] = self.scale();
            group = value.and_then(|v| v.times(small)).zip(group).and_then(|(part, group)| part.plus(group));
            if large > 1 {
                sum = group.and_then(|group| group.times(large)?.plus(sum?));
                group = Some(Decimal::whole(0));
            }
            let further = if large > 1 { large < least[1] } else { small > 1 && small < least[0] };
            let Some((more, end)) = self.number().filter(|_| further) else { break };
            let (token, byte) = (self.token, self.byte);
            least = if large > 1 { [i64::MAX, large] } else { [small, least[1]] };
            (self.token, self.byte, value) = (end, 0, more);
            let counted = self.counter().is_some();
            if !counted {
                (self.token, self.byte) = (token, byte);
                break;
            }
        }
        value = sum.zip(group).and_then(|(sum, group)| sum.plus(group));
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

/// `1990-1995年间`: what counts so many years is a year.
fn as_year(counter: Counter, number: Option<Decimal>) -> Counter {
    let many = || number.and_then(Decimal::integer).is_some_and(|n| (1000..2200).contains(&n));
    let year = counter.kind == Kind::Span && counter.value == "a" && many();
    if year { Counter { kind: Kind::Year, value: "0", bytes: '年'.len_utf8() } } else { counter }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    fn values(text: &str) -> Vec<(String, Label, String)> {
        let draft = Draft::new(text);
        let read = Text::read(&draft);
        let mut found = Vec::new();
        find(&read, &Amounts::read(&read), None, &mut found);
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
            ("これは 2021 年 5 月 5 日に出た", "2021 年 5 月 5 日", Label::Date, "2021-05-05"),
            ("会议3月5日星期二下午2点半开始", "3月5日星期二下午2点半", Label::Time, "XXXX-03-05T14:30"),
            ("4月12日(金)午後3時から", "4月12日(金)午後3時", Label::Time, "XXXX-04-12T15:00"),
            ("오후 2시 30분에 만나자", "오후 2시 30분", Label::Time, "14:30"),
            ("下午2:30见", "下午2:30", Label::Time, "14:30"),
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
        for text in ["3点建议", "5人", "iPhone12日本", "在 5 米国"] {
            assert_eq!(values(text), [], "{text}");
        }
    }
}
