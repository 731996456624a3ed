//! Ranges of dates and times in Chinese, Japanese and Korean: `3月5日至8日`, `1990-1995年`, `오전 9시부터 11시`.

use jiff::civil::Date;

use super::amounts::near;
use super::counters::Reader;
use super::decimal::Decimal;
use super::eastern_dates::said;
use super::halves::{HALVES, clock};
use super::text::Text;
use crate::document::Label;

/// Words and marks between the ends of a range.
const WORDS: [&str; 6] = ["부터", "에서", "から", "より", "至", "到"];
const MARKS: [&str; 8] = ["-", "–", "—", "~", "～", "〜", "－", "−"];

/// The place of the hour among the fields.
const HOUR: usize = 3;

/// Whether the mark of a range and a number stand at a token: the number before it has no counter of its own.
pub(super) fn goes_on(text: &Text, i: usize) -> bool {
    MARKS.contains(&text.str(i)) && text.joined(i) && text.is_number(i + 1)
}

/// The range that begins with a number before the reader: label and value. The reader stays where there is none.
pub(super) fn range(
    reader: &mut Reader,
    first: Option<Decimal>,
    reference: Option<Date>,
) -> Option<(Label, Option<String>)> {
    let start = (reader.token, reader.byte, reader.afternoon);
    let whole = read(reader, first, reference);
    if whole.is_none() {
        (reader.token, reader.byte, reader.afternoon) = start;
    }
    whole
}

fn read(reader: &mut Reader, first: Option<Decimal>, reference: Option<Date>) -> Option<(Label, Option<String>)> {
    let own = if goes_on(reader.text, reader.token) { None } else { reader.fields(first) };
    let half = reader.afternoon;
    let mut left = own.unwrap_or_default();
    // `3月5-8日`, `9-11点`: a number with the counter of the second one.
    let mut bare = first.filter(|_| own.is_none());
    if let Some((number, end)) = reader.number().filter(|&(_, end)| own.is_some() && goes_on(reader.text, end)) {
        (bare, reader.token) = (number, end);
    }
    link(reader).then_some(())?;
    let (number, end) = reader.number()?;
    reader.token = end;
    // `10:00～16:00`
    let minute = clock(reader.text, end).filter(|_| left[HOUR].is_some());
    let mut right = match minute {
        Some(minute) => {
            reader.token = end + 2;
            [None, None, None, number.and_then(Decimal::integer), Some(minute), None]
        }
        None => reader.fields(number)?,
    };
    let from = right.iter().position(Option::is_some)?;
    if let Some(bare) = bare {
        left[from..].iter().all(Option::is_none).then_some(())?;
        left[from] = bare.integer();
    }
    right[..from].copy_from_slice(&left[..from]);
    (left[HOUR].is_some() == right[HOUR].is_some() && left[from].is_some()).then_some(())?;
    for end in [&mut left, &mut right] {
        end[HOUR + 1] = end[HOUR + 1].or(end[HOUR].map(|_| 0));
    }
    let later = right[HOUR] > left[HOUR];
    let last_half = match reader.afternoon {
        // `午前9時から12時` ends at noon: twelve begins the other half.
        Some(afternoon) if later && right[HOUR] == Some(12) && half == Some(afternoon) => Some(!afternoon),
        afternoon if afternoon == half && !later => None,
        afternoon => afternoon,
    };
    let (label, left) = said(left, half, reference)?;
    let (_, right) = said(right, last_half, reference)?;
    // What runs backward is no stretch of time, unless it is of no year.
    let runs = |(a, b): &(String, String)| a <= b || b.starts_with('X') || !b.contains('-');
    Some((label, left.zip(right).filter(runs).map(|(a, b)| format!("{a}/{b}"))))
}

/// Steps over what stands between the ends, with the half of the day behind it; false where nothing does.
fn link(reader: &mut Reader) -> bool {
    reader.pass_weekday();
    let word = WORDS.into_iter().find(|word| reader.rest().starts_with(word));
    if let Some(word) = word {
        reader.take(word.len());
    } else if reader.byte == 0 && MARKS.contains(&reader.text.str(reader.token)) && near(reader.text, reader.token) {
        reader.token += 1;
    } else {
        return false;
    }
    let half = HALVES.into_iter().find(|half| reader.rest().starts_with(half.0));
    if let Some((word, afternoon)) = half {
        reader.take(word.len());
        reader.afternoon = Some(afternoon);
    }
    reader.byte == 0
}
