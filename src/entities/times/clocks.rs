//! Times of day: `14:30`, `3pm`, `quarter past five`, `halb acht`, `siete y media`.

use super::atoms::Atom;
use super::digits::{chained, int, mark, zoned};
use super::when::When;
use super::years::{ratio_before, verse_before};
use crate::entities::amounts::{Amount, Amounts, glued, glued_after, near};
use crate::entities::numbers::article;
use crate::entities::text::{Found, Text};
use crate::entities::words::{KNOWN, Kind};
use crate::token::Case;

/// `14:30`, `14:30:05`, `3pm`, `15h30`, `14.30 Uhr`.
pub(super) fn clock(text: &Text, i: usize, at: bool) -> Option<Atom> {
    let (hour, _) = int(text, i).filter(|h| h.1 <= 2 && h.0 <= 24)?;
    let mut when = When { hour: Some(hour as i8), ..When::default() };
    let mut end = i + 1;
    let sep = mark(text, end).or_else(|| h_mark(text, end))?;
    let (minute, 2) = int(text, end + 1).filter(|m| m.0 < 60)? else { return None };
    // `version 3.0.25`, `for 0.05`
    if chained(text, i) || sep == "." && text.is(i, "0") {
        return None;
    }
    when.minute = Some(minute as i8);
    end += 2;
    let colon = sep == ":";
    if colon
        && mark(text, end) == Some(":")
        && let Some((second, 2)) = int(text, end + 1).filter(|s| s.0 < 60)
    {
        when.second = Some(second as i8);
        end += 2;
        // Fractions of a second are passed over.
        end += if mark(text, end) == Some(".") && text.is_number(end + 1) { 2 } else { 0 };
    }
    if mark(text, end).is_some_and(|m| m == sep || m == ":") && text.is_number(end + 1) {
        return None;
    }
    // `1u01'10"` is the length of a race.
    if sep == "u" && matches!(text.str(end), "'" | "’" | "′") && text.joined(end) && text.is_number(end + 1) {
        return None;
    }
    // 1:25.000 is a scale.
    if colon && when.second.is_none() && mark(text, end) == Some(".") && text.is_number(end + 1) {
        return None;
    }
    let (when, after) = half_of_day(text, end, when);
    let said = after > end;
    // `Luke 15:11`
    if colon && !said && !at && (verse_before(text, i) || ratio_before(text, i)) {
        return None;
    }
    // `van 10-18u` are two hours.
    let range = sep == "-" && minute <= 24 && minute > hour;
    match sep {
        _ if range => None,
        "." | "-" if !said && !at => None,
        "/" | "–" | "‑" => None,
        _ if glued(text, i, end) && !said && !at => None,
        _ => Some(Atom::of(after, when, true)),
    }
}

/// The `h` in `15h30`.
fn h_mark<'a>(text: &'a Text, i: usize) -> Option<&'a str> {
    let h = text.str(i);
    (matches!(h, "h" | "H" | "u" | "Uhr") && text.joined(i) && text.joined(i + 1)).then_some(h)
}

/// `am`, `pm`, `Uhr`, `o'clock`, `in the morning` behind a clock time.
fn half_of_day(text: &Text, end: usize, when: When) -> (When, usize) {
    let (mut when, mut end) = (when, end);
    for _ in 0..2 {
        if !near(text, end) {
            break;
        }
        if let Some(found) =
            text.find(end, &[Kind::Am, Kind::Pm]).filter(|f| fits(text, end, f.end) && when.pm.is_none())
        {
            // `12 Uhr nachts` is midnight, and `1 at night` an hour later.
            let part = text.find(end, &[Kind::Part]).filter(|f| f.end == found.end).map_or(0, |f| f.value);
            let early = when.hour.is_some_and(|h| part > 1 && h == 12 || part == 3 && h < 5);
            if when.hour.is_some_and(|h| h <= 12) {
                when.pm = Some(found.kind == Kind::Pm && !early);
            }
            end = found.end;
        } else if let Some(found) = text.find(end, &[Kind::Oclock]).filter(|f| !glued_after(text, f.end)) {
            end = found.end;
        } else {
            break;
        }
    }
    let (end, when) = zoned(text, end, when, false);
    (when, end)
}

/// A single letter, `a` or `p`, counts only when glued to the number, and a capital only behind minutes: `2A + B`.
fn fits(text: &Text, start: usize, end: usize) -> bool {
    // German `um acht am Bahnhof`
    if end == start + 1 && text.is(start, "am") && !text.joined(start) && text.draft.language(start).code() == "de" {
        return false;
    }
    let single = end == start + 1 && text.str(start).len() == 1;
    // Japanese `4p` are four players.
    if single && matches!(text.draft.language(start).code(), "ja" | "zh" | "ko") {
        return false;
    }
    let small = || text.token(start).is_some_and(|t| t.case == Case::Lower) || start > 1 && text.is(start - 2, ":");
    !single || text.joined(start) && !glued_after(text, end) && small()
}

/// An hour alone: `3pm`, `8 Uhr`, `five o'clock`, and after `at`, `um`, `a las` any number up to 24.
pub(super) fn hour(text: &Text, amount: &Amount, at: bool) -> Option<Atom> {
    let ordinal = amount.ordinal && spoken_ordinal(text, amount, at);
    let hour = amount.value?.integer().filter(|h| (0..=24).contains(h) && (!amount.ordinal || ordinal))?;
    let mut when = When { hour: Some(hour as i8), ..When::default() };
    let mut end = amount.end;
    let oclock = text.find(end, &[Kind::Oclock]).filter(|f| !glued_after(text, f.end) && near(text, end));
    if is_no_hour(text, amount, oclock, at) {
        return None;
    }
    if let Some((minute, last)) = minutes_behind(text, amount, oclock, at) {
        when.minute = Some(minute as i8);
        end = last;
    }
    let (when, mut after) = half_of_day(text, end, when);
    let mut when = when;
    if let Some((minute, last)) = past_hour(text, after) {
        when.hour = when.hour.map(|h| if minute < 0 { (h + 23) % 24 } else { h });
        when.minute = Some(minute.rem_euclid(60) as i8);
        after = last;
        if oclock.is_some() && minute % 15 == 0 && !at && is_length(text, amount, oclock.map(|f| f.end)) {
            return None;
        }
        if after > end || at {
            let (with, last) = half_of_day(text, after, when);
            // `ocho y veinte de la noche`
            return Some(Atom::of(last, with, at || oclock.is_some() || last > after));
        }
    }
    // `h` alone is also a length of time: three hours.
    let duration = text.find(amount.end, &[Kind::Span, Kind::SpanShort]).is_some_and(|f| f.end >= after);
    // `for eight hours` is a length of time in English, `à 8 heures` a time in French.
    let at_hour = at && text.draft.language(amount.start).code() != "en";
    let said = after > amount.end && (!duration || at_hour || french_hour(text, amount.start, after));
    let solo = !at_hour && duration && !said;
    // `as três mulheres`: what follows is counted.
    let noun = text.token(after).filter(|t| t.is_word() && t.case == Case::Lower && !text.may(after, KNOWN));
    let dash = || text.joined(amount.start) && matches!(text.str(amount.start - 1), "-" | "–");
    let clocked = clocked(text, amount) || at && text.is_number(amount.start) && dash();
    if !said
        && !clocked
        && when.minute.is_none()
        && noun.is_some_and(|_| near(text, after) && !preposition(text, after))
    {
        return None;
    }
    if solo || !said && (!at || unit_follows(text, amount.end)) {
        return None;
    }
    Some(Atom::of(after, when, said || at && (when.minute.is_some() || ordinal)))
}

/// The minutes right behind an hour, and where they end: `drei Uhr dreißig`, `15 heures 30`, `five thirty`.
fn minutes_behind(text: &Text, amount: &Amount, oclock: Option<Found>, at: bool) -> Option<(i64, usize)> {
    let after = oclock.map_or(amount.end, |f| over_dot(text, f.end));
    // `five-thirty tomorrow`
    let dash = amount.words && oclock.is_none() && text.is(after, "-") && text.joined(after) && text.joined(after + 1);
    let minutes = small(text, after + usize::from(dash)).filter(|_| near(text, after))?;
    // `ten thirty am`: words for the minutes need a sign that a time is meant.
    let half = || text.find(minutes.1, &[Kind::Am, Kind::Pm]).is_some_and(|f| fits(text, minutes.1, f.end));
    let meant = oclock.is_some() || amount.words && (at || half());
    // Lithuanian `1 val. 10,00` is a price for an hour.
    let last = minutes.1;
    let price = text.is(last, ",") && text.joined(last) && text.joined(last + 1) && text.is_number(last + 1);
    let range = if oclock.is_some() { 1..60 } else { 10..60 };
    (meant && !price && range.contains(&minutes.0)).then_some(minutes)
}

/// Over the full stop of French `8 h. 45`.
fn over_dot(text: &Text, end: usize) -> usize {
    let dotted = text.is(end, ".") && text.joined(end) && text.is(end - 1, "h") && text.str(end + 1).len() == 2;
    end + usize::from(dotted && text.is_number(end + 1) && text.draft.language(end).code() == "fr")
}

/// Whether a number is no hour, by the word for one behind it or the one that is missing.
fn is_no_hour(text: &Text, amount: &Amount, oclock: Option<Found>, at: bool) -> bool {
    // Romanian `la Viena` is no hour, though Latvian `viena` is one; nor is `0,0 hs`.
    let own = text.language(amount.start);
    let foreign = amount.words && own != 0 && amount.languages & own == 0;
    if foreign || text.is_number(amount.start) && amount.end > amount.start + 1 {
        return true;
    }
    // `ni časa` has nine hours in two languages only.
    let strange = |f: Found| amount.words && f.languages & amount.languages == 0;
    if let Some(found) = oclock {
        // `24h/24` is round the clock.
        let round = text.is(found.end, "/") && text.joined(found.end) && text.is(found.end + 1, "24");
        return lone_letter(text, amount.end, found.end, at) || strange(found) || round;
    }
    // `released in 2009 for one more`
    let counted = amount.words && amount.start > 0 && text.is(amount.start - 1, "for");
    // `un diez por ciento`, `bis eines Nachts`
    const ARTICLES: [&str; 13] =
        ["un", "um", "ein", "eine", "einen", "einem", "einer", "eines", "одну", "одной", "одного", "jedną", "jednu"];
    let never = || article(text, amount) && ARTICLES.contains(&text.str(amount.start).to_lowercase().as_str());
    // `einem Nachmittag`, `одного дня`
    // Vietnamese `ba chiều` are three dimensions, Persian `دو شب` two nights: an hour has its word there.
    let part = amount.words && !at && matches!(text.str(amount.end), "chiều" | "شب");
    // `mỗi lúc một` is more and more.
    let ever =
        amount.start > 1 && text.is(amount.start - 1, "lúc") && matches!(text.str(amount.start - 2), "mỗi" | "Mỗi");
    counted || part || ever || !at && article(text, amount) || never()
}

/// Whether `tres horas y media` is a length of time: `a las tres y media` and `il est trois heures et demie` are none.
fn is_length(text: &Text, amount: &Amount, oclock: Option<usize>) -> bool {
    let told = amount.start > 0 && matches!(text.str(amount.start - 1), "est" | "sont");
    !told && text.find(amount.end, &[Kind::Span]).is_some_and(|span| Some(span.end) == oclock)
}

/// Whether an ordinal tells the hour: Polish `o siódmej`, `dziewiąta wieczorem`, Ukrainian `о сьомій`.
fn spoken_ordinal(text: &Text, amount: &Amount, at: bool) -> bool {
    let last = text.str(amount.end - 1);
    let spoken = match text.draft.language(amount.start).code() {
        "pl" => ["ej", "ta", "sza", "ga", "cia", "ma"].iter().any(|end| last.ends_with(end)),
        "uk" => ["ій", "та", "ша", "га", "тя", "ма"].iter().any(|end| last.ends_with(end)),
        _ => false,
    };
    let day = || text.find(amount.end, &[Kind::Am, Kind::Pm, Kind::Part]).is_some();
    amount.words && spoken && (at && (last.ends_with("ej") || last.ends_with("ій")) || day())
}

/// Whether digits stand behind a word that nothing but a clock time follows: `kl. 17`.
fn clocked(text: &Text, amount: &Amount) -> bool {
    let word = |k: usize| text.find(k, &[Kind::At]).is_some_and(|f| f.value == 1 && f.end == amount.start);
    text.is_number(amount.start) && (amount.start.saturating_sub(3)..amount.start).any(word)
}

/// `15h` in French is a time of day, unless a word before it says that it takes so long.
fn french_hour(text: &Text, i: usize, end: usize) -> bool {
    const LONG: [&str; 14] =
        ["pendant", "durant", "en", "de", "des", "dure", "duré", "dans", "après", "d", "toutes", "les", "il", "a"];
    let before = i.checked_sub(1).map_or("", |k| text.str(k));
    let written = end == i + 2 && text.is(i + 1, "h") && text.joined(i + 1) && text.is_number(i);
    written && text.draft.language(i).code() == "fr" && !LONG.contains(&before.to_lowercase().as_str())
}

/// Whether a word of few letters stands behind an hour, as prepositions and conjunctions do.
fn preposition(text: &Text, i: usize) -> bool {
    text.str(i).chars().count() <= 4
}

/// `h` alone is a time only in lower case and glued to its number, or after a word such as `à`: `2 H` is no time; nor
/// is Dutch `u`, unless it is glued.
fn lone_letter(text: &Text, i: usize, end: usize, at: bool) -> bool {
    let letter = || text.is(i, "h") && (at || text.joined(i)) || text.is(i, "u") && text.joined(i);
    end == i + 1 && text.str(i).len() == 1 && !letter()
}

pub(super) fn unit_follows(text: &Text, end: usize) -> bool {
    let kinds =
        [Kind::Unit, Kind::UnitShort, Kind::Currency, Kind::CurrencyShort, Kind::Percent, Kind::Span, Kind::SpanShort];
    text.find(end, &kinds).is_some()
        || text.joined(end)
            && !matches!(text.str(end), "." | "," | "-" | ")" | "?" | "!" | ";" | ":" | "–" | "\"" | "”" | "'" | "’")
}

/// A number below 60 at a token.
fn small(text: &Text, i: usize) -> Option<(i64, usize)> {
    if text.is_number(i) {
        let digits = text.str(i);
        let free = !text.joined(i + 1) || matches!(text.str(i + 1), "." | "," | "?" | "!" | ")");
        return digits.parse().ok().filter(|_| digits.len() == 2 && free).map(|n| (n, i + 1));
    }
    // A dozen is no minute.
    let dozen =
        text.str(i).chars().count() > 4 && matches!(text.str(i).get(..2), Some("do" | "Du" | "du" | "dú" | "dü"));
    // Catalan `u` is one, Croatian `15 h u četvrtak` three o'clock.
    let letter = text.str(i).chars().nth(1).is_none();
    let number = text.find(i, &[Kind::Number]).filter(|w| w.value < 60 && !(w.value == 12 && dozen) && !letter);
    if let Some(word) = number {
        let dash = word.end + usize::from(text.is(word.end, "-"));
        // `quarenta e cinco`
        let and = text.find(dash, &[Kind::And]).filter(|f| f.languages & word.languages & romance(text) != 0);
        let ones = text.find(and.map_or(dash, |f| f.end), &[Kind::Number]);
        let ones = ones.filter(|f| word.value >= 20 && (1..10).contains(&f.value) && f.languages & word.languages != 0);
        return Some(ones.map_or((word.value, word.end), |f| (word.value + f.value, f.end)));
    }
    text.compound(i).filter(|c| c.0 < 60 && !c.1).map(|c| (c.0, i + 1))
}

/// Minutes said after the hour: `et quart`, `y media`, `menos cuarto`, `e mezza`; negative for those before the hour.
fn past_hour(text: &Text, i: usize) -> Option<(i64, usize)> {
    let link = text.find(i, &[Kind::Past, Kind::To]).filter(|f| near(text, i) && f.languages & romance(text) != 0)?;
    let article = text.find(link.end, &[Kind::Article]).map_or(link.end, |f| f.end);
    let sign = if link.kind == Kind::To { -1 } else { 1 };
    for at in [link.end, article] {
        if let Some(part) = text.find(at, &[Kind::Half, Kind::Quarter]) {
            return Some((sign * if part.kind == Kind::Half { 30 } else { 15 }, part.end));
        }
        // `tra le 15 e le 18` are two hours, `13 et 14 novembre` two days.
        let digits = text.is_number(at) && (at > link.end || text.is_number(i - 1));
        // `a seis y doce meses`
        let length = |end: usize| text.find(end, &[Kind::Span]).is_some_and(|f| text.words.name(f.value) != "min");
        if let Some((minute, end)) = small(text, at).filter(|m| m.0 >= 5 && !digits && !length(m.1)) {
            // `sept heures et vingt-sept minutes`
            let word = text.find(end, &[Kind::Span]).filter(|_| near(text, end));
            return Some((sign * minute, word.map_or(end, |f| f.end)));
        }
    }
    None
}

pub(super) fn romance(text: &Text) -> u64 {
    let bit = |code| crate::language::Language::from_code(code).map_or(0, |l| text.words.bit(l));
    bit("fr") | bit("es") | bit("pt") | bit("it") | bit("ro") | bit("ca")
}

/// `quarter past five`, `ten to three`, `viertel vor acht`, `halb acht`, `half acht`.
pub(super) fn past_or_to(text: &Text, amounts: &Amounts, i: usize) -> Option<Atom> {
    let part = text.find(i, &[Kind::Half, Kind::Quarter]);
    // `one half to two thirds`
    let counted =
        |part: Found| text.find(i.checked_sub(1)?, &[Kind::Number]).filter(|f| f.languages & part.languages != 0);
    if part.and_then(counted).is_some_and(|f| f.end == i && near(text, i)) {
        return None;
    }
    let (minutes, mut end) = match part {
        Some(f) => (if f.kind == Kind::Half { 30 } else { 15 }, f.end),
        None => amounts.at(i).and_then(|a| Some((a.value?.integer().filter(|m| (1..60).contains(m))?, a.end)))?,
    };
    let minute_word = text.find(end, &[Kind::Span]).filter(|f| text.words.name(f.value) == "min");
    end = minute_word.map_or(end, |f| f.end);
    let hour_at = |i: usize| {
        let amount = amounts.at(i)?;
        Some((amount.value?.integer().filter(|h| (0..=24).contains(h))?, amount.end)).filter(|_| near(text, i))
    };
    let link = text.find(end, &[Kind::Past, Kind::To]).filter(|f| near(text, end) && f.languages & romance(text) == 0);
    if let Some(link) = link
        && let Some((hour, last)) = hour_at(link.end)
    {
        let minutes = if link.kind == Kind::To { -minutes } else { minutes };
        // `5 to 7` is a range, in digits even before `pm`: a bare number needs its minutes, or a past that is none.
        let sure = part.is_some() || minute_word.is_some();
        let counted = || text.find(last, &[Kind::Span]).is_some();
        if !sure && link.kind == Kind::To && (text.is_number(i) || counted()) {
            return None;
        }
        // `10 past 9`
        let past = link.kind == Kind::Past && minutes % 5 == 0 && text.draft.language(i).code() == "en";
        return told(text, hour * 60 + minutes, last, sure || past);
    }
    // German `viertel acht` and `dreiviertel acht` are parts of the eighth hour.
    if let Some(part) = part.filter(|f| f.kind == Kind::Quarter && text.draft.language(i).code() == "de") {
        let (hour, last) = hour_at(part.end).filter(|h| h.0 > 0 && h.0 <= 12)?;
        let back = if text.str(part.end - 1).len() > 8 { 15 } else { 45 };
        let free =
            !text.token(last).is_some_and(|t| t.is_word() && t.case == Case::Capital) && !unit_follows(text, last);
        return told(text, hour * 60 - back, last, false).filter(|_| free && !text.is(last, ","));
    }
    let english = crate::language::Language::from_code("en").map_or(0, |l| text.words.bit(l));
    let half = part.filter(|f| f.kind == Kind::Half)?;
    // `half` is English too: the language around it or the hour behind it says whether it is Dutch.
    let own = if text.language(i) == 0 { u64::MAX } else { text.language(i) };
    let spoken = half.languages & own & amounts.at(half.end)?.languages;
    if spoken == 0 || spoken & (english | romance(text)) != 0 {
        return None;
    }
    let (hour, last) = hour_at(half.end).filter(|h| h.0 > 0 && h.0 <= 12)?;
    told(text, hour * 60 - 30, last, true).filter(|a| a.end > half.end)
}

fn told(text: &Text, minutes: i64, end: usize, alone: bool) -> Option<Atom> {
    let minutes = minutes.rem_euclid(24 * 60);
    let when = When { hour: Some((minutes / 60) as i8), minute: Some((minutes % 60) as i8), ..When::default() };
    let (when, after) = half_of_day(text, end, when);
    Some(Atom::of(after, when, alone || after > end))
}
