//! Years of reigns and parts of years in Chinese, Japanese and Korean: `令和6年`, `2024年第三季度`, `2024년 3분기`.

use jiff::civil::Date;

use super::counters::{Fields, Reader};
use super::halves::is_eastern;
use super::text::Text;
use crate::document::Label;
use crate::token::Gap;

/// Japanese reigns, and the year before the first of each.
const REIGNS: [(&str, i64); 5] = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("明治", 1867)];

/// Parts of a year in one word, by their codes in ISO 8601-2.
const PARTS: [(&str, i64); 15] = [
    ("第一季度", 33),
    ("第二季度", 34),
    ("第三季度", 35),
    ("第四季度", 36),
    ("一季度", 33),
    ("二季度", 34),
    ("三季度", 35),
    ("四季度", 36),
    ("上半年", 40),
    ("下半年", 41),
    ("上半期", 40),
    ("下半期", 41),
    ("상반기", 40),
    ("하반기", 41),
    ("前半期", 40),
];

/// How many years stand before those that are counted from token `i` on, and the byte that the name of their reign
/// begins at; `year` says that what stands behind the number counts years.
pub(super) fn reign(text: &Text, i: usize, year: bool) -> Option<(i64, usize)> {
    let before = text.token(i.checked_sub(1).filter(|_| year)?).filter(|t| t.gap <= Gap::Space)?;
    let name = REIGNS.into_iter().find(|reign| is_eastern(before.script) && text.str(i - 1).ends_with(reign.0))?;
    Some((name.1, before.span.end as usize - name.0.len()))
}

/// The part of a year that stands behind it, which the reader steps over.
pub(super) fn of_year(reader: &mut Reader) -> Option<i64> {
    if let Some((word, part)) = PARTS.into_iter().find(|part| reader.rest().starts_with(part.0)) {
        reader.take(word.len());
        return Some(part);
    }
    let start = (reader.token, reader.byte);
    if let Some(mark) = ["第", "제"].into_iter().find(|&mark| reader.rest() == mark) {
        reader.take(mark.len());
    }
    let quarter = reader.quarter().map(|number| 32 + number);
    if quarter.is_none() {
        (reader.token, reader.byte) = start;
    }
    quarter
}

/// Label and value of a date and a time, by year, month, day, hour, minute and second, and the half of the day; `None`
/// where a lone counter says too little: `分` is a part and `点` a point too, and `日` alone may be how long.
pub(super) fn said(
    [year, month, day, hour, minute, second]: Fields,
    afternoon: Option<bool>,
    reference: Option<Date>,
) -> Option<(Label, Option<String>)> {
    // `6年10月`: a year of some reign, or one of two digits.
    let year = year.filter(|&y| y >= 1000 || month.is_none());
    let date = year.is_some_and(|y| y >= 1000) || month.is_some_and(|m| (1..=12).contains(&m));
    let time = hour.is_some_and(|h| h <= 24) && (date || minute.is_some() || afternoon.is_some());
    if !(date || time) || year.is_none() && month.is_none() && !time {
        return None;
    }
    let hour = hour.map(|hour| match afternoon {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    });
    let number = |n: Option<i64>| n.map_or("XX".to_owned(), |n| format!("{n:02}"));
    let possible = match (year, month, day) {
        (year, Some(month), Some(day)) => {
            Date::new(year.unwrap_or(2024) as i16, month.clamp(0, 99) as i8, day.clamp(0, 99) as i8).is_ok()
        }
        (_, Some(month), None) => (1..=12).contains(&month),
        _ => true,
    };
    let year = year.or(reference.map(|today| i64::from(today.year())));
    let year = year.map_or("XXXX".to_owned(), |y| y.to_string());
    let mut value = match (month, day) {
        _ if !date => String::new(),
        (None, None) => year,
        (Some(_), None) => format!("{year}-{}", number(month)),
        _ => format!("{year}-{}-{}", number(month), number(day)),
    };
    if hour.is_some() && (date || time) {
        value.push_str(if date { "T" } else { "" });
        value.push_str(&format!("{}:{}", number(hour), number(minute.or(Some(0)))));
        value.push_str(&second.map_or(String::new(), |s| format!(":{s:02}")));
    }
    Some((if hour.is_some() { Label::Time } else { Label::Date }, possible.then_some(value)))
}
