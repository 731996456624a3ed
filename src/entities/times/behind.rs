//! Turkish ranges, which are said to be ranges behind both ends: `2014'ten 2018'e kadar`, `9:00 ile 17:30 arasında`.

use super::ranges::{amounts_before, bare, filled, same_kind};
use super::when::When;
use super::{Chain, chain};
use crate::entities::amounts::{Amounts, near};
use crate::entities::text::Text;
use crate::entities::words::Kind;

/// The values of `between` in the tables.
const CLOSES: i64 = 0;
const LINKS: i64 = 1;

/// The range that a chain begins: where it ends, and both ends of it.
pub(super) fn range(text: &Text, amounts: &Amounts, start: &Chain) -> Option<(usize, (When, When))> {
    let after = over_suffix(text, start.end);
    let links = [Kind::And, Kind::Between, Kind::Till];
    let link = text.find(after, &links).filter(|f| f.kind != Kind::Between || f.value == LINKS);
    let at = link.map_or(after, |f| f.end);
    let turkish = near(text, at) && text.draft.language(start.end - 1).code() == "tr";
    if at == start.end || !turkish {
        return None;
    }
    let date = start.when.has_date() && !start.when.has_time();
    let last = chain(text, amounts, at, (start.when.has_time() || suffixed(text, at), date))
        .or_else(|| (start.pieces > 0 && start.when.hour.is_some()).then(|| bare(amounts, at)).flatten())?;
    let end = over_suffix(text, last.end);
    let close = text.find(end, &[Kind::Between]).filter(|f| f.value == CLOSES && near(text, end))?;
    let (mut left, mut right) = (start.when, last.when);
    if start.pieces == 0 {
        left.hour = Some(amounts_before(amounts, start).filter(|n| *n <= 24 && right.hour.is_some())? as i8);
    } else if last.pieces == 0 {
        right.hour = Some(amounts_before(amounts, &last).filter(|n| *n <= 24)? as i8);
    } else if !(start.sure || last.sure) || !same_kind(&left, &right) {
        return None;
    }
    Some((close.end, filled(&left, &right, true)))
}

/// `dün 3 ile 8 arası`, `sabah 9-10 arası`: the times behind a day or a part of it.
pub(super) fn range_behind(text: &Text, amounts: &Amounts, day: &Chain) -> Option<(usize, (When, When))> {
    let untimed = day.when.hour.is_none() && (day.when.has_date() || day.when.part.is_some());
    let at = text.find(day.end, &[Kind::At]).map_or(day.end, |f| f.end);
    let turkish = untimed && near(text, at) && text.draft.language(day.end - 1).code() == "tr";
    let start = if turkish { chain(text, amounts, at, (true, false)) } else { None }?;
    let (end, (left, right)) = range(text, amounts, &Chain { sure: true, ..start })?;
    let timed = left.hour.is_some() && right.hour.is_some();
    timed.then(|| (end, (left.or(&day.when), right.or(&day.when))))
}

/// Where a range ends whose closing word stands behind it: `2014-2018 arası`.
pub(super) fn closing(text: &Text, end: usize) -> usize {
    let at = over_suffix(text, end);
    let close =
        text.find(at, &[Kind::Between]).filter(|f| f.value == CLOSES && near(text, at) && text.str(at).len() > 5);
    close.filter(|_| text.draft.language(end - 1).code() == "tr").map_or(end, |f| f.end)
}

/// The token that the word for an hour before a time begins at: `saat 14.30`.
pub(super) fn with_hour(text: &Text, start: usize) -> usize {
    let word = start.checked_sub(1).filter(|&k| text.str(k).eq_ignore_ascii_case("saat") && near(text, start));
    word.filter(|&k| text.draft.language(k).code() == "tr").unwrap_or(start)
}

/// Whether a number with the ending of a case stands at a token: `10'da`.
pub(super) fn suffixed(text: &Text, i: usize) -> bool {
    text.is_number(i) && over_suffix(text, i + 1) > i + 1
}

/// Over the ending of a case behind its apostrophe.
fn over_suffix(text: &Text, end: usize) -> usize {
    text.find(end, &[Kind::Suffix]).filter(|_| text.joined(end)).map_or(end, |f| f.end)
}
