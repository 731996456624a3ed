//! Values with numbers in Chinese characters: `三百五十万元`, `一九八五年三月五日`, `百分之三十`, `第三`.

use jiff::civil::Date;

use super::Candidate;
use super::counters::{Kind, form};
use super::decimal::Decimal;
use super::eastern_dates::said;
use super::text::Text;
use crate::document::{Label, Value};
use crate::span::Span;
use crate::token::Script;

/// What a run of numerals says.
#[derive(Clone, Copy)]
struct Number {
    /// None for what is zero, too large, or about so many: `三四百`.
    value: Option<Decimal>,
    /// Digit by digit, as years are written.
    digits: usize,
    /// How many bytes it takes.
    bytes: usize,
}

/// What stands before a number that is not exact, or part of a word.
const BEFORE: [char; 11] = ['数', '數', '几', '幾', '好', '上', '成', '之', '每', '点', '點'];
/// What stands behind it then: `两千多元`, and behind years what makes them a class, an age or a copy: `三年级`.
const BEHIND: [char; 18] =
    ['多', '余', '餘', '来', '來', '几', '幾', '级', '級', '生', '代', '制', '份', '度', '期', '底', '初', '年'];

/// What stands before a number of years that something lasts.
const LASTING: [char; 28] = [
    '了', '有', '的', '在', '近', '约', '約', '过', '過', '共', '达', '達', '满', '滿', '至', '已', '这', '這', '超',
    '仅', '用', '花', '等', '住', '时', '時', '经', '到',
];

/// Pushes what such numbers say.
pub(super) fn find(text: &Text, reference: Option<Date>, found: &mut Vec<Candidate>) {
    for (i, token) in text.draft.tokens.iter().enumerate() {
        if token.script != Script::Han || !token.is_word() || token.span.len() < 2 * '一'.len_utf8() {
            continue;
        }
        let (word, base) = (text.str(i), token.span.start as usize);
        let chinese = text.draft.language(i).code() == "zh";
        let mut at = 0;
        while let Some(c) = word[at..].chars().next() {
            let Some(number) = number(&word[at..]) else {
                at += c.len_utf8();
                continue;
            };
            let read = read(word, at, number, chinese, reference);
            let (end, from) = read.as_ref().map_or((at + number.bytes, at), |r| (r.1, r.0));
            if let Some((_, _, label, value)) = read {
                let span = Span::new(base + from, base + end);
                found.push(Candidate { span, label, value, id: None, confidence: 0.9 });
            }
            at = end;
        }
    }
}

/// What a number at a byte of a word says with what stands around it: from where to where, label and value.
fn read(
    word: &str,
    at: usize,
    number: Number,
    chinese: bool,
    reference: Option<Date>,
) -> Option<(usize, usize, Label, Option<Value>)> {
    let end = at + number.bytes;
    let (before, rest) = (&word[..at], &word[end..]);
    if let Some((end, label, value)) = date(word, at, number, reference) {
        return Some((at, end, label, value.map(Value::Text)));
    }
    let exact = number.value.filter(|_| number.digits < 2)?;
    let value = exact.to_string();
    if before.ends_with("百分之") {
        let from = at - "百分之".len();
        return Some((from, end, Label::Percent, Some(Value::Text(value))));
    }
    if before.ends_with('第') {
        exact.integer()?;
        return Some((at - '第'.len_utf8(), end, Label::Ordinal, Some(Value::Text(value))));
    }
    if before.ends_with(BEFORE) || rest.starts_with(BEHIND) && !rest.starts_with('年') {
        return None;
    }
    let (form, kind, code) = form(rest)?;
    let end = end + form.len();
    let after = &word[end..];
    // `一元` is of one variable and `二元` of two, `一天` some day, `四周` all around.
    let least = if kind == Kind::Currency { 4 } else { 2 };
    let whole = exact.integer();
    let one = whole.is_some_and(|n| n < least) && form.chars().count() == 1 || form == "周" && whole == Some(4);
    if one || after.starts_with(BEHIND) {
        return None;
    }
    let (label, value) = match kind {
        Kind::Currency => (Label::Money, Value::Money { amount: value, currency: code.to_owned() }),
        Kind::Unit if form.chars().count() > 1 || matches!(form, "吨" | "噸") => {
            (Label::Quantity, Value::Quantity { amount: value, unit: code.to_owned() })
        }
        Kind::Span => (Label::Duration, Value::Text(length(&value, code))),
        // `乾隆五十二年` is a year of a reign.
        Kind::Year if chinese && (before.is_empty() || before.ends_with(LASTING)) => {
            (Label::Duration, Value::Text(format!("P{value}Y")))
        }
        _ => return None,
    };
    Some((at, end, label, Some(value)))
}

/// A length of time in ISO 8601.
fn length(amount: &str, code: &str) -> String {
    match code {
        "s" => format!("PT{amount}S"),
        "min" => format!("PT{amount}M"),
        "h" => format!("PT{amount}H"),
        "d" => format!("P{amount}D"),
        "wk" => format!("P{amount}W"),
        "mo" => format!("P{amount}M"),
        _ => format!("P{amount}Y"),
    }
}

/// `一九八五年三月五日`, `二〇二〇年`, `三月五日`: where it ends, label and value.
fn date(word: &str, at: usize, first: Number, reference: Option<Date>) -> Option<(usize, Label, Option<String>)> {
    let mut fields = [None; 6];
    let (mut end, mut next) = (at, Some(first));
    for (field, signs) in ["年", "月", "日号號"].into_iter().enumerate() {
        let Some(number) = next else { break };
        let behind = end + number.bytes;
        let Some(sign) = word[behind..].chars().next().filter(|c| signs.contains(*c)) else { continue };
        if (number.digits == 4) != (field == 0) {
            return None;
        }
        fields[field] = Some(number.value?.integer()?);
        end = behind + sign.len_utf8();
        next = self::number(&word[end..]);
    }
    // `三月` alone is a month of some year, `五日` five days.
    let told = fields[0].is_some() || fields[1].is_some() && fields[2].is_some();
    let (label, value) = said(fields, None, reference).filter(|_| told)?;
    Some((end, label, value))
}

/// The number that a text begins with.
fn number(text: &str) -> Option<Number> {
    let (mut total, mut section, mut digit, mut largest) = (Some(0i64), 0i64, None, 0);
    let (mut bytes, mut digits, mut scaled, mut row, mut spelled) = (0, 0usize, false, false, Some(0i64));
    for c in text.chars() {
        match (digit_of(c), scale_of(c)) {
            (Some(value), _) => {
                digits += 1;
                row |= digit.is_some_and(|before| before > 0);
                spelled = spelled.and_then(|number| number.checked_mul(10)?.checked_add(value));
                digit = Some(value);
            }
            // `百` alone is many.
            (None, Some(scale)) if scaled || digit.is_some() || scale == 10 => {
                let times = digit.take();
                if scale < 10_000 {
                    section += times.unwrap_or(i64::from(scale == 10)) * scale;
                } else {
                    // `一亿二千万` adds, `三万五千亿` multiplies.
                    let part = section + times.unwrap_or(0);
                    total = total.and_then(|total| match scale < largest {
                        true => total.checked_add(part.checked_mul(scale)?),
                        false => total.checked_add(part)?.checked_mul(scale),
                    });
                    (section, largest) = (0, scale);
                }
                scaled = true;
            }
            _ => break,
        }
        bytes += c.len_utf8();
    }
    // Numbers with a scale have two digits in a row only behind a zero, or where they are about so many; those without
    // are told digit by digit.
    let sum = total.filter(|_| !row).and_then(|total| total.checked_add(section + digit.unwrap_or(0)));
    let whole = if scaled { sum } else { spelled }.map(Decimal::whole);
    if bytes == 0 {
        return None;
    }
    let part = fraction(&text[bytes..]).filter(|_| digits < 2 || scaled);
    let value = part.map_or(whole, |(part, scale, _)| whole?.plus(part)?.times(scale));
    let value = value.filter(|value| value.integer() != Some(0));
    let digits = if scaled || part.is_some() { 0 } else { digits };
    Some(Number { value, digits, bytes: bytes + part.map_or(0, |part| part.2) })
}

/// `点五万` behind a number: the part, what multiplies it, and how many bytes it takes. `三点五分` and `三点五十分` are
/// times of day.
fn fraction(text: &str) -> Option<(Decimal, i64, usize)> {
    let digits = text.strip_prefix(['点', '點'])?;
    let part: String = digits.chars().map_while(digit_of).filter_map(|d| char::from_digit(d as u32, 10)).collect();
    let rest = digits.trim_start_matches(|c| digit_of(c).is_some());
    if part.is_empty() || part.len() > MOST_PLACES || rest.starts_with(['分', '十', '刻', '钟', '鐘']) {
        return None;
    }
    let behind = rest.trim_start_matches(|c| scale_of(c).is_some());
    let scales = rest[..rest.len() - behind.len()].chars().filter_map(scale_of);
    let scale = scales.take(MOST_PLACES).try_fold(1i64, |all, scale| all.checked_mul(scale))?;
    Some((Decimal::parse("0", &part)?, scale, text.len() - behind.len()))
}

/// Digits that the part of a number behind the point has at most.
const MOST_PLACES: usize = 8;

fn digit_of(c: char) -> Option<i64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' | '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn scale_of(c: char) -> Option<i64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numerals_are_read() {
        for (text, value) in [
            ("三百五十万元", Some("3500000")),
            ("十五", Some("15")),
            ("二十", Some("20")),
            ("三百五十万", Some("3500000")),
            ("一亿二千万", Some("120000000")),
            ("三万五千亿", Some("3500000000000")),
            ("一千零一", Some("1001")),
            ("两千", Some("2000")),
            ("一九八五", Some("1985")),
            ("三点五万元", Some("35000")),
            ("零点二五", Some("0.25")),
            ("三点五十分", Some("3")),
            ("三四百", None),
            ("九百二十二亿三千三百七十二万零三百六十八亿九千万", None),
            ("百", None),
            ("人", None),
        ] {
            let value = value.map(str::to_owned);
            assert_eq!(number(text).and_then(|n| n.value).map(|n| n.to_string()), value, "{text}");
        }
    }

    #[test]
    fn a_run_of_numerals_is_read_once() {
        for run in ["〇", "十", "零万", "三", "亿"] {
            let text = format!("一{}", run.repeat(20_000));
            assert_eq!(number(&text).map(|n| n.bytes), Some(text.len()), "{run}");
        }
    }
}
