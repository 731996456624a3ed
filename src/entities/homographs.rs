//! Words that are ordinals, weekdays, months or units, and something else where other words stand around them.

use super::amounts::{Amount, near};
use super::decimal::Decimal;
use super::text::Text;
use super::words::Kind;
use crate::token::{Case, Kind as TokenKind};

/// The value of `homograph` in the tables for `other`, `room` and the like: an ordinal only where a noun follows.
const BEFORE_NOUN: i64 = 1;

/// Whether what reads as an ordinal is another word here.
pub(super) fn is_no_ordinal(text: &Text, amount: &Amount) -> bool {
    let Amount { start, end, .. } = *amount;
    let single = end == start + 1;
    is_second(text, start, end)
        || single && (is_other_word(text, start) || is_command(text, start))
        || is_part(text, amount)
}

/// `in a second`, `just a second`
fn is_second(text: &Text, start: usize, end: usize) -> bool {
    let single = end == start + 1 && text.str(start).eq_ignore_ascii_case("second");
    let next = text.token(end).filter(|t| t.is_word() && near(text, end));
    let counted = || start > 0 && matches!(text.str(start - 1), "a" | "A" | "every" | "per");
    single && next.is_none() && !text.joined(end + 1) && counted()
}

/// `secondo` is also `according to`, `achten` to respect: an ordinal only behind an article. Swedish `andra` is other,
/// Spanish `cuarto` a room: an ordinal only between an article and a noun.
fn is_other_word(text: &Text, i: usize) -> bool {
    let Some(homograph) = text.find(i, &[Kind::Homograph]) else { return false };
    let behind = |kinds: &[Kind]| i > 0 && text.find(i - 1, kinds).is_some_and(|f| f.end == i);
    if homograph.value == BEFORE_NOUN {
        let noun = text.token(i + 1).is_some_and(|t| t.is_word() && t.case == Case::Lower && t.span.len() > 3);
        // `på andra ställen`, `en el cuarto`
        let place = |k: usize| matches!(text.str(k).to_lowercase().as_str(), "på" | "i" | "om" | "no" | "en");
        let place = i > 0 && place(i - 1) || i > 1 && place(i - 2) && text.is(i - 1, "el");
        // `på andra plats`
        const RANKED: [&str; 10] =
            ["plats", "plass", "plads", "halvlek", "halvleken", "halvleg", "halvår", "kvartal", "våningen", "etage"];
        let ranked = RANKED.contains(&text.str(i + 1));
        return !(noun && near(text, i + 1) && behind(&[Kind::Article]) && (!place || ranked));
    }
    !behind(&[Kind::Article, Kind::Which]) || is_part_of_second(text, i)
}

/// Italian `due centesimi di secondo`: whether a word for the second is the unit of which a part is told.
fn is_part_of_second(text: &Text, i: usize) -> bool {
    const PARTS: [&str; 8] =
        ["decimi", "decimo", "centesimi", "centesimo", "millesimi", "millesimo", "frazioni", "frazione"];
    i > 1 && text.is(i, "secondo") && text.is(i - 1, "di") && PARTS.contains(&text.str(i - 2))
}

/// German `Achte darauf` begins a sentence, where an ordinal has its article.
fn is_command(text: &Text, i: usize) -> bool {
    let begins = || i == 0 || matches!(text.str(i - 1), "." | "!" | "?" | ":" | "„");
    text.is(i, "Achte") && begins()
}

/// Italian `nove decimi`, Portuguese `três décimos` and French `trois centièmes` are parts.
fn is_part(text: &Text, amount: &Amount) -> bool {
    let several = amount.words && amount.end > amount.start + 1;
    if several && text.str(amount.end - 1).ends_with("ièmes") && text.draft.language(amount.start).code() == "fr" {
        return true;
    }
    let Some(before) = amount.start.checked_sub(1).filter(|_| near(text, amount.start)) else { return false };
    let small = amount.value.and_then(Decimal::integer).is_none_or(|n| n < 3);
    let romance = matches!(text.draft.language(amount.start).code(), "it" | "es" | "pt" | "ca" | "gl");
    let counted = || text.is_number(before) || text.find(before, &[Kind::Number]).is_some_and(|f| f.value > 1);
    !small && romance && counted()
}

/// Whether a weekday is another word here: Romanian `câteva luni` are months, Russian `окружающая среда` is the
/// environment, Czech `ze středu` is from the centre.
pub(super) fn is_no_weekday(text: &Text, i: usize) -> bool {
    let Some(before) = i.checked_sub(1).filter(|_| near(text, i)).map(|k| text.str(k)) else { return false };
    match text.str(i) {
        "luni" => {
            const MONTHS: [&str; 12] = [
                "câteva", "câtorva", "ultimele", "ultimelor", "următoarele", "primele", "primelor", "multe", "acestei",
                "acelei", "unei", "aceste",
            ];
            MONTHS.contains(&before)
        }
        "среда" => before.ends_with("ая") && text.find(i - 1, &[Kind::Which, Kind::Ordinal]).is_none(),
        "středu" => matches!(before.to_lowercase().as_str(), "ze" | "jeho" | "jejím" | "svém" | "samém" | "od" | "do"),
        _ => false,
    }
}

/// Whether a letter behind a hyphen is the ending of a number: Hungarian `3-0-s` and `0-t`, Mongolian `206-г`.
pub(super) fn is_ending(text: &Text, at: usize, end: usize) -> bool {
    let lone = end == at + 1 && text.str(at).chars().count() == 1 && at > 0 && text.is(at - 1, "-") && text.joined(at);
    // `100-m-Lauf`, `a 5-L engine`
    lone && !matches!(text.draft.language(at).code(), "en" | "de" | "nl" | "sv" | "da" | "nb" | "nn" | "und")
}

/// Whether digits may be a year.
pub(super) fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.starts_with(['1', '2'])
}

/// A month without day or year counts when it cannot be another word: `May`, `March`, `mars`, `set` can.
pub(super) fn month_alone(text: &Text, i: usize, languages: u64) -> bool {
    let word = text.str(i);
    // `Mayıs'ta`
    let short = word.chars().count() <= 5 && !text.token(i + 1).is_some_and(|t| t.kind == TokenKind::Apostrophe);
    let capital = text.draft.tokens[i].case == Case::Capital;
    let linked = i > 0
        && text
            .find(i - 1, &[Kind::In, Kind::From, Kind::Till, Kind::Which, Kind::Of, Kind::Edge])
            .is_some_and(|f| f.end == i);
    let language = if text.language(i) == 0 { "en" } else { text.draft.language(i).code() };
    // The Romanian May is `more` too, and as common.
    let other_word =
        matches!((language, word.to_lowercase().as_str()), ("en", "may" | "march" | "august") | ("ro", "mai"));
    // Portuguese `março` without its mark is a frame or a person, Bulgarian `май` maybe.
    let doubtful = match word.to_lowercase().as_str() {
        "marco" => true,
        "май" => language == "bg" && !(i > 0 && text.find(i - 1, &[Kind::In]).is_some_and(|f| f.end == i)),
        _ => false,
    };
    if doubtful {
        return false;
    }
    // Turkish `aralık` is a gap and `ocakta` on the stove: a capital within the sentence tells the month.
    if text.find(i, &[Kind::Homograph]).is_some() {
        let inside = i > 0 && !matches!(text.str(i - 1), "." | "!" | "?" | ":");
        let suffixed = text.token(i + 1).is_some_and(|t| t.kind == TokenKind::Apostrophe) && text.joined(i + 1);
        return capital && (inside || suffixed);
    }
    // `Marc`, `Maja` and `Julio` are people where only languages have such a month that write it with a small letter.
    let bit = |code| crate::language::Language::from_code(code).map_or(0, |l| text.words.bit(l));
    // Latvian `Marta` is a person, though Turkish has such a month.
    let languages = if text.known(i) && text.language(i) & bit("tr") == 0 { languages & !bit("tr") } else { languages };
    let small = ["en", "de", "tr", "pt", "el"].into_iter().all(|code| languages & bit(code) == 0);
    // `el pare de Marc`
    let owner = small && capital && linked && text.find(i - 1, &[Kind::In]).is_none();
    if other_word { capital && linked } else { !short || linked && !owner || capital && i > 0 && !small }
}
