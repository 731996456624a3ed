//! What stands between a day and its hour in Chinese, Japanese and Korean: weekdays and halves of the day.

use super::text::Text;
use crate::token::{Gap, Script};

/// Whether a script writes the words of values glued to their numbers.
pub(super) fn is_eastern(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul)
}

/// Words for the half of the day that stand before an hour, and whether each is the second.
pub(super) const HALVES: [(&str, bool); 14] = [
    ("午前", false),
    ("午後", true),
    ("上午", false),
    ("下午", true),
    ("凌晨", false),
    ("早上", false),
    ("晚上", true),
    ("晚间", true),
    ("晚間", true),
    ("오전", false),
    ("오후", true),
    ("새벽", false),
    ("아침", false),
    ("저녁", true),
];

/// The half of the day before token `i`, and where its word begins.
pub(super) fn half_before(text: &Text, i: usize) -> Option<(bool, usize)> {
    let before = text.token(i.checked_sub(1)?).filter(|t| t.gap <= Gap::Space && is_eastern(t.script))?;
    let (word, half) = HALVES.into_iter().find(|half| text.str(i - 1).ends_with(half.0))?;
    Some((half, before.span.end as usize - word.len()))
}

/// How many bytes at the front of a text name a weekday: `星期二`, `周二`, `金曜日`, `화요일`.
pub(super) fn weekday(text: &str) -> usize {
    const DAYS: &str = "月火水木金土日월화수목금토일";
    const NUMBERS: &str = "一二三四五六日天";
    let of = |head: &str, days: &str, tail: &str| {
        let rest = text.strip_prefix(head)?;
        let day = rest.chars().next().filter(|&day| days.contains(day))?;
        rest[day.len_utf8()..].starts_with(tail).then_some(head.len() + day.len_utf8() + tail.len())
    };
    let chinese = ["星期", "周", "週", "礼拜", "禮拜"].into_iter().find_map(|head| of(head, NUMBERS, ""));
    let other = || ["曜日", "曜", "요일"].into_iter().find_map(|tail| of("", DAYS, tail));
    chinese.or_else(other).unwrap_or(0)
}

/// The minutes of `14:30` behind the hour that ends before token `end`.
pub(super) fn clock(text: &Text, end: usize) -> Option<i64> {
    let colon = text.is(end, ":") && text.joined(end) && text.joined(end + 1) && text.is_number(end + 1);
    text.str(end + 1).parse().ok().filter(|m| colon && (0..60).contains(m))
}

/// Whether a token is a word in one of the scripts, behind its number at once or after a space.
pub(super) fn eastern(text: &Text, i: usize) -> bool {
    let near = || text.joined(i) || i > 0 && text.token(i - 1).is_some_and(|t| t.gap == Gap::Space);
    text.token(i).is_some_and(|t| t.is_word() && is_eastern(t.script)) && near()
}

/// Whether the word glued to the front of a number is of another script, as in a code.
pub(super) fn in_latin(text: &Text, start: usize) -> bool {
    text.token(start - 1)
        .is_some_and(|t| !matches!(t.script, Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul))
}
