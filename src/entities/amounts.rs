//! Amounts: numbers in digits and in words, with their value.

use rustc_hash::FxHashMap;

use super::decimal::Decimal;
use super::fractions::{fraction, half_of_unit, halved, part_of_scale, unicode_fraction};
use super::scales::{before_scale, is_vague, scales, smaller_scales};
use super::sum::Sum;
use super::text::{Found, Text};
use super::words::{Entry, Kind, bits};
use crate::language::Language;
use crate::span::Span;
use crate::token::{Gap, Kind as TokenKind, Token};

/// A number in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub start: usize,
    /// The token behind its last one.
    pub end: usize,
    pub value: Option<Decimal>,
    /// Whether all of it is written in words.
    pub words: bool,
    pub ordinal: bool,
    /// Languages whose words it uses; all for digits.
    pub languages: u64,
    /// What words such as `million` behind the number multiplied it by.
    pub scale: i64,
}

/// The amounts of a text by their first token.
pub(super) struct Amounts {
    list: Vec<Amount>,
    at: FxHashMap<u32, u32>,
}

/// What an amount in words begins with.
const NUMBERS: u64 = bits(&[Kind::Number, Kind::Ordinal, Kind::Half, Kind::Quarter, Kind::AndHalf]);
/// Words of one number at most: what is longer is a list.
const WORDS: usize = 40;

impl Amounts {
    pub(super) fn read(text: &Text) -> Amounts {
        let mut amounts = Amounts { list: Vec::new(), at: FxHashMap::default() };
        let mut i = 0;
        while i < text.len() {
            let amount = if text.is_number(i) {
                digits(text, i)
            } else if text.may(i, NUMBERS) || !text.is_word(i) && unicode_fraction(text.str(i)).is_some() {
                words(text, i)
            } else {
                None
            };
            let Some(amount) = amount else {
                i = if text.is_number(i) { chain_end(text, i) } else { i + 1 };
                continue;
            };
            amounts.at.insert(amount.start as u32, amounts.list.len() as u32);
            amounts.list.push(amount);
            i = amount.end.max(i + 1);
        }
        amounts
    }

    /// The amount that begins at a token.
    pub(super) fn at(&self, i: usize) -> Option<Amount> {
        self.at.get(&(i as u32)).map(|&n| self.list[n as usize])
    }

    pub(super) fn list(&self) -> &[Amount] {
        &self.list
    }
}

/// The words of languages that put the point before the fraction and the comma between thousands.
const POINT_LANGUAGES: [&str; 12] = ["en", "ja", "zh", "ko", "th", "he", "hi", "ar", "fa", "ms", "sw", "af"];

/// Whether the language of a token has a point before the parts of a number: Malay has, but hardly differs from
/// Indonesian, which hasn't and counts rupiah.
pub(super) fn has_point(text: &Text, i: usize) -> bool {
    let sign = i.saturating_sub(1 + usize::from(i > 0 && text.is(i - 1, ".")));
    !text.is(sign, "Rp") && POINT_LANGUAGES.contains(&text.draft.language(i).code())
}

fn digits(text: &Text, start: usize) -> Option<Amount> {
    let (end, value) = grouped(text, start)?;
    let mut amount = Amount { start, end, value, words: false, ordinal: false, languages: u64::MAX, scale: 1 };
    fraction(text, &mut amount);
    scales(text, &mut amount);
    smaller_scales(text, &mut amount);
    (amount.value, amount.end) = halved(text, amount.value, amount.end, amount.languages);
    Some(amount)
}

/// Digits with separators: where they end, and their value; none where they are no number, as in `1.2.3`.
pub(super) fn grouped(text: &Text, start: usize) -> Option<(usize, Option<Decimal>)> {
    let mut groups = vec![text.str(start)];
    let mut marks: Vec<char> = Vec::new();
    let mut end = start + 1;
    // 12 groups of three digits are beyond every value, so a longer chain is a list.
    while groups.len() < 12 {
        let Some((mark, next)) = separated(text, end, &marks, &groups) else { break };
        marks.push(mark);
        groups.push(text.str(next));
        end = next + 1;
    }
    if marks.iter().all(|&m| m != ' ') && separated(text, end, &[], &["0"]).is_some_and(|(m, _)| m != ' ') {
        return None;
    }
    let point_language = has_point(text, start);
    let last = marks.last().copied();
    let three = groups[1..].iter().all(|g| g.chars().count() == 3);
    let same = marks.windows(2).all(|w| w[0] == w[1]);
    let lead = groups[0].chars().count() <= 3 && !groups[0].starts_with('0');
    let decimal = match last {
        None | Some(' ' | '\'') => false,
        Some(_) if marks.len() > 1 && same => {
            let indian = last == Some(',') && groups.last().is_some_and(|g| g.len() == 3);
            if !three && !(indian && groups[1..groups.len() - 1].iter().all(|g| g.len() == 2)) {
                return None;
            }
            false
        }
        Some(mark) if marks.len() == 1 && three && lead => {
            let known = text.known(start);
            known && (mark == '.') == point_language
        }
        Some(_) => true,
    };
    let cut = if decimal { groups.len() - 1 } else { groups.len() };
    if groups[1..cut].iter().any(|g| g.chars().count() != 3 && !(cut > 2 && g.chars().count() == 2)) {
        return None;
    }
    let whole = groups[..cut].concat();
    let part = if decimal { groups[cut..].concat() } else { String::new() };
    Some((end, Decimal::parse(&whole, &part)))
}

/// Where a chain such as `1.2.3` ends, which is no number.
fn chain_end(text: &Text, start: usize) -> usize {
    let mut end = start + 1;
    while text.joined(end) && matches!(text.str(end), "." | ",") && text.joined(end + 1) && text.is_number(end + 1) {
        end += 2;
    }
    end
}

/// The separator before token `at` and the group of digits behind it.
fn separated(text: &Text, at: usize, marks: &[char], groups: &[&str]) -> Option<(char, usize)> {
    let before = text.token(at - 1)?;
    let three = |i: usize| text.str(i).chars().count() == 3;
    if text.is_number(at) {
        // A space between thousands: three digits behind it, at most three before, and no other mark so far.
        let spaced = matches!(before.gap, Gap::Space | Gap::Spaces) && text.draft.gap(at - 1).len() <= 3;
        let fits = spaced && three(at) && groups[0].chars().count() <= 3 && !groups[0].starts_with('0');
        let wide = text.is_number(at + 1) && !three(at + 1) && !text.joined(at + 1);
        return (fits && !wide && marks.iter().all(|&m| m == ' ')).then_some((' ', at));
    }
    let mark = text.str(at);
    let joined = before.gap == Gap::None && text.joined(at + 1) && text.is_number(at + 1);
    let mark = match mark {
        "." | "," => mark.chars().next()?,
        "٫" => ',',
        "'" | "’" | "٬" if three(at + 1) => '\'',
        _ => return None,
    };
    // After a decimal mark of the other kind no group follows: 1,234.5,6
    let over = marks.len() >= 2 && marks[marks.len() - 1] != marks[marks.len() - 2];
    (joined && !over).then_some((mark, at + 1))
}

/// Whether token `i` follows the one before it within its line, or in the next where that goes on.
pub(super) fn near(text: &Text, i: usize) -> bool {
    let goes_on = |t: Token| t.gap < Gap::Line || t.gap == Gap::Line && text.wraps(i - 1);
    i > 0 && text.token(i - 1).is_some_and(goes_on)
}

/// A number in words: `two hundred and five`, `vierundzwanzig`, `deux mille`, `three point five`.
fn words(text: &Text, start: usize) -> Option<Amount> {
    if let Some(part) = unicode_fraction(text.str(start)) {
        return Some(Amount {
            start,
            end: start + 1,
            value: Some(part),
            words: false,
            ordinal: false,
            languages: u64::MAX,
            scale: 1,
        });
    }
    if let Some(amount) = part_of_scale(text, start).or_else(|| half_of_unit(text, start)) {
        return Some(amount);
    }
    // `anderthalb`, `zweieinhalb`, `полтора`
    if let Some(Found { value, end, languages, .. }) = text.find(start, &[Kind::AndHalf]) {
        let value = Some(Decimal::new(10 * value + 5, 1));
        let mut amount = Amount { start, end, value, words: true, ordinal: false, languages, scale: 1 };
        scales(text, &mut amount);
        return Some(amount);
    }
    let (sum, mut end, mask) = summed(text, start, i64::MAX)?;
    let mut value = Some(Decimal::whole(sum.total.saturating_add(sum.part)));
    // Portuguese `trinta avos` are thirtieths.
    let part = matches!(text.str(end), "avo" | "avos") && near(text, end);
    end += usize::from(part);
    if !sum.ordinal && !part {
        (value, end) = pointed(text, value, end);
        (value, end) = halved(text, value, end, mask);
    }
    let mut amount = Amount { start, end, value, words: true, ordinal: sum.ordinal || part, languages: mask, scale: 1 };
    if end == start + 1 && !sum.ordinal && is_vague(text, start, sum.total + sum.part) {
        amount.value = None;
    }
    if !amount.ordinal {
        scales(text, &mut amount);
        again_in_digits(text, &mut amount);
    }
    Some(amount)
}

/// `twenty-four (24) months`: contracts say a number twice.
fn again_in_digits(text: &Text, amount: &mut Amount) {
    let end = amount.end;
    let bracketed = text.is(end, "(") && text.is_number(end + 1) && text.is(end + 2, ")") && near(text, end);
    let same = || text.str(end + 1).parse::<i64>().ok() == amount.value.and_then(Decimal::integer);
    let counted = [Kind::Span, Kind::Unit, Kind::Currency, Kind::Percent];
    if bracketed && same() && text.find(end + 3, &counted).is_some() {
        amount.end = end + 3;
    }
}

/// The number words from a token on, those up to `most` where they follow others: their sum, where they end, and their
/// languages.
fn summed(text: &Text, start: usize, most: i64) -> Option<(Sum, usize, u64)> {
    let mut sum = Sum::default();
    let mut end = start;
    let mut mask = u64::MAX;
    for _ in 0..WORDS {
        let at = if end == start { start } else { after_link(text, end, mask) };
        let Some((entry, next)) = word(text, at, mask) else { break };
        // Italian `mio` is my where no number stands before it.
        if end == start && text.is(at, "mio") {
            break;
        }
        // `fünf und zwanzig`, but Spanish `ocho y veinte` is a time.
        let linked = at > end && entry.languages & mask & units_first(text) != 0;
        let takes = (sum.takes(entry.value, linked) || teen(text, &sum, &entry, mask)) && entry.value <= most;
        let takes =
            takes && (sum.ordinal || entry.kind == Kind::Number || end == start || !is_unit(text, (&entry, mask), at));
        if end > start && (sum.ordinal && entry.kind == Kind::Number || !takes) {
            break;
        }
        sum.add(&entry);
        mask &= entry.languages;
        end = next;
    }
    (end > start).then_some((sum, end, mask))
}

/// The languages that put the units before the tens.
fn units_first(text: &Text) -> u64 {
    let bits =
        ["de", "nl", "da", "nb", "sl", "cs", "ar", "af"].into_iter().filter_map(|code| Language::from_code(code).ok());
    bits.fold(0, |all, language| all | text.words.bit(language))
}

/// Whether a unit stands behind ten as in Turkish `on beş`, or among ordinals as in `décimo primeiro`.
fn teen(text: &Text, sum: &Sum, entry: &Entry, mask: u64) -> bool {
    let ten = sum.part % 100 == 10 && (1..10).contains(&entry.value);
    let ordinals = sum.ordinal && entry.kind == Kind::Ordinal;
    let turkish = || Language::from_code("tr").map_or(0, |tr| text.words.bit(tr));
    ten && entry.languages & mask != 0 && (ordinals || entry.languages & mask & turkish() != 0)
}

/// Whether an ordinal behind a number is what it counts: Spanish `treinta segundos`, Italian `venti centesimi`.
fn is_unit(text: &Text, (entry, mask): (&Entry, u64), at: usize) -> bool {
    let named = entry.value == 2 || matches!(text.str(at), "centesimi" | "centesimo");
    let bits = ["es", "pt", "it"].into_iter().filter_map(|code| Language::from_code(code).ok());
    named && bits.fold(0, |all, language| all | text.words.bit(language)) & entry.languages & mask != 0
}

/// One number word at token `at`.
fn word(text: &Text, at: usize, mask: u64) -> Option<(Entry, usize)> {
    let found = text.find(at, &[Kind::Number, Kind::Ordinal]).filter(|f| f.languages & mask != 0);
    if let Some(Found { kind, value, end, languages }) = found {
        // `mio.`: the full stop belongs to the abbreviation only within a line.
        return Some((Entry { kind, value, languages }, end));
    }
    let (value, ordinal, languages) = text.compound(at).filter(|c| c.2 & mask != 0)?;
    let kind = if ordinal { Kind::Ordinal } else { Kind::Number };
    Some((Entry { kind, value, languages }, at + 1))
}

/// Over a hyphen, `and` or Romanian `de` between number words.
fn after_link(text: &Text, at: usize, mask: u64) -> usize {
    let dash = matches!(text.str(at), "-" | "‑" | "—") && text.joined(at) && text.joined(at + 1);
    if dash {
        // vingt-et-unième
        let and = text.find(at + 1, &[Kind::And]).filter(|f| f.languages & mask != 0);
        let and = and.filter(|f| text.is(f.end, "-") && text.joined(f.end) && text.joined(f.end + 1));
        return and.map_or(at + 1, |f| f.end + 1);
    }
    match text.find(at, &[Kind::And]) {
        Some(and) if and.languages & mask != 0 && near(text, at) => and.end,
        _ => before_scale(text, at),
    }
}

/// `three point five`, `zwei Komma fünf`: the digits behind the point, one word each.
fn pointed(text: &Text, value: Option<Decimal>, end: usize) -> (Option<Decimal>, usize) {
    let Some(point) = text.find(end, &[Kind::Point]) else { return (value, end) };
    let digit = |at: usize| {
        let digit = word(text, at, point.languages)?;
        (digit.0.kind == Kind::Number && (0..10).contains(&digit.0.value) && near(text, at)).then_some(digit)
    };
    // Digit by digit, or as one number: three point one four, tres coma catorce.
    let (mut digits, mut places, mut next) = (0, 0, point.end);
    while let Some((entry, end)) = digit(next).filter(|_| places < 12) {
        (digits, places, next) = (digits * 10 + entry.value, places + 1, end);
    }
    if places == 0 {
        let Some((sum, end, mask)) = summed(text, point.end, 999) else { return (value, end) };
        digits = sum.total.saturating_add(sum.part);
        places = digits.max(1).ilog10() + 1;
        if mask & point.languages == 0 || sum.ordinal || digits >= 10_000 {
            return (value, end);
        }
        next = end;
    }
    (value.and_then(|v| v.plus(Decimal::new(digits, places))), next)
}

/// The bytes of a run of tokens.
pub(super) fn span(text: &Text, start: usize, end: usize) -> Span {
    let tokens = &text.draft.tokens;
    Span { start: tokens[start].span.start, end: tokens[end - 1].span.end }
}

/// Whether letters or digits are glued to a run of tokens, so that it is part of a longer word or code.
pub(super) fn glued(text: &Text, start: usize, end: usize) -> bool {
    glued_before(text, start) || glued_after(text, end)
}

fn solid(text: &Text, i: usize) -> bool {
    text.token(i).is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number)) || text.is(i, "_")
}

/// Whether letters or digits are glued to the front of token `start`.
pub(super) fn glued_before(text: &Text, start: usize) -> bool {
    text.joined(start) && (solid(text, start - 1) || text.is(start - 1, "#"))
}

/// Whether letters or digits are glued to the back of what ends before token `end`.
pub(super) fn glued_after(text: &Text, end: usize) -> bool {
    text.joined(end) && solid(text, end)
}

/// Whether a quotation is open before a token: a mark within a few tokens, or an odd number of straight ones in the
/// paragraph; those glued to a short number are inches themselves.
pub(super) fn in_quotation(text: &Text, start: usize) -> bool {
    let mut straight = 0;
    for k in (start.saturating_sub(300)..start).rev().take_while(|&k| near(text, k + 1)) {
        let inches = k > 0 && text.joined(k) && text.is_number(k - 1) && text.str(k - 1).len() < 4;
        match text.str(k) {
            "\"" if inches => {}
            "\"" if start - k <= 8 => return true,
            "“" | "„" if start - k <= 8 => return true,
            "\"" => straight += 1,
            _ => {}
        }
    }
    straight % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    fn value(text: &str) -> Vec<String> {
        let draft = Draft::new(text);
        let text = Text::read(&draft);
        let amounts = Amounts::read(&text);
        amounts.list().iter().map(|a| a.value.map_or("?".into(), |v| v.to_string())).collect()
    }

    #[test]
    fn digits_are_read_by_their_shape() {
        for (text, number) in [
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("1 234,56", "1234.56"),
            ("1'234.50", "1234.5"),
            ("1.234.567", "1234567"),
            ("0.125", "0.125"),
            ("12,5", "12.5"),
            ("300 000", "300000"),
            ("2 1/2", "2.5"),
            ("4.7 billion", "4700000000"),
            ("800Milliarden", "800000000000"),
            ("2,5 Mio.", "2500000"),
            ("3½", "3.5"),
            ("1,17 mil millones", "1170000000"),
            ("12,34,567", "1234567"),
        ] {
            assert_eq!(value(text), [number], "{text}");
        }
        assert!(value("1.2.3").len() != 1);
        assert_eq!(value("5 000000"), ["5", "0"]);
        assert_eq!(value(&"7".repeat(1000)), ["?"]);
    }

    #[test]
    fn numbers_in_words_are_read() {
        for (text, number) in [
            ("two hundred and thirty-five", "235"),
            ("siebenunddreißig", "37"),
            ("vierhundertachtundachtzig", "488"),
            ("quatre-vingt-dix-sept", "97"),
            ("trecentoquarantacinque", "345"),
            ("cuatro mil millones", "4000000000"),
            ("двадцать пять тысяч", "25000"),
            ("femogtyve", "25"),
            ("vijfentwintig", "25"),
            ("three point five", "3.5"),
            ("three point one four", "3.14"),
            ("trescientos cuarenta y siete coma quinientos doce", "347.512"),
            ("zwei Komma fünf Millionen", "2500000"),
            ("tres billones cuatrocientos mil millones", "3400000000000"),
            ("yirmi beş", "25"),
            ("on beş", "15"),
            ("yüz on iki", "112"),
            ("on birinci", "11"),
            ("décimo primeiro", "11"),
            ("vingt-et-unième", "21"),
            ("zwei Millionen dreihunderttausend", "2300000"),
            ("twenty-first", "21"),
            ("siebenundzwanzigsten", "27"),
            ("veinticinco", "25"),
            ("two hundredth", "200"),
        ] {
            assert_eq!(value(text), [number], "{text}");
        }
    }
}
