//! Codes: URL, EMAIL, PHONE, IP, IBAN, HANDLE, HASHTAG.

use std::net::Ipv4Addr;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Candidate;
use super::iban::iban;
use super::ip::{ip4, ip6};
use super::text::Text;
use super::words::Kind as WordKind;
use crate::character::Character;
use crate::data;
use crate::document::{Label, Value};
use crate::span::Span;
use crate::token::{Case, Gap, Kind, Token, letters_of_a_word};

/// What the tables of codes hold.
struct Tables {
    /// Top-level domains, and whether each is also a word.
    tlds: FxHashMap<&'static str, bool>,
    /// Shortest and longest national number by calling code.
    calling: FxHashMap<&'static str, (usize, usize)>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| Tables {
        tlds: data::rows(data::TLDS).map(|row| (row[0], row[1] == "word")).collect(),
        calling: data::rows(data::CALLING_CODES)
            .map(|row| (row[0], (row[1].parse().expect("length"), row[2].parse().expect("length"))))
            .collect(),
    })
}

/// Pushes every code.
pub(super) fn find(text: &Text, found: &mut Vec<Candidate>) {
    let mut i = 0;
    while i < text.len() {
        let token = text.draft.tokens[i];
        let end = match token.kind {
            Kind::Url | Kind::Email | Kind::Handle | Kind::Hashtag => {
                address(text, token, found);
                i + 1
            }
            Kind::Number => number(text, i, found),
            Kind::Word => word(text, i, found),
            Kind::Punctuation | Kind::Symbol if matches!(text.str(i), "+" | "(" | ":") => number(text, i, found),
            _ => i + 1,
        };
        i = end.max(i + 1);
    }
}

pub(super) fn push(found: &mut Vec<Candidate>, span: Span, label: Label, value: String, confidence: f32) {
    found.push(Candidate { span, label, value: Some(Value::Text(value)), id: None, confidence });
}

/// Tokens that the scanner already knows.
fn address(text: &Text, token: Token, found: &mut Vec<Candidate>) {
    let body = token.text(&text.draft.text);
    match token.kind {
        Kind::Url if plausible(unglued(body)) => {
            let body = unglued(body);
            let span = Span { end: token.span.start + body.len() as u32, ..token.span };
            push(found, span, Label::Url, body.to_owned(), 0.98);
        }
        Kind::Email => email(text, token.span, found),
        Kind::Handle => push(found, token.span, Label::Handle, body.to_owned(), 0.9),
        Kind::Hashtag if !colour(&body[1..]) && !of_sheet(&body[1..], &text.draft.text[token.span.end as usize..]) => {
            push(found, token.span, Label::Hashtag, body.to_owned(), 0.9)
        }
        _ => {}
    }
}

/// An address without the words of a script without spaces that are glued to its host: `www.kiln.org找到…`.
fn unglued(address: &str) -> &str {
    let scheme = address.find("://").map_or(0, |at| at + 3);
    let host = address[scheme..].find(['/', '?', '#']).map_or(address.len(), |at| scheme + at);
    let foreign = |c: char| !c.is_ascii() && letters_of_a_word(Character::of(c).script).is_some();
    let glued = address[scheme..host].find(foreign).map(|at| scheme + at);
    // A domain may have such letters itself: a full stop and Latin letters stand before those that are glued.
    let latin = |at: usize| {
        address[..at].rsplit('.').next().is_some_and(|last| last.len() > 1) && address[scheme..at].contains('.')
    };
    glued.filter(|&at| latin(at)).map_or(address, |at| &address[..at])
}

/// Whether a tag is a colour of a style sheet: `#fff`, `#1a2b3c`.
fn colour(tag: &str) -> bool {
    let hex = matches!(tag.len(), 3 | 6) && tag.bytes().all(|b| b.is_ascii_hexdigit());
    hex && (tag.bytes().any(|b| b.is_ascii_digit()) || tag.bytes().all(|b| Some(b) == tag.bytes().next()))
}

/// Whether a tag is what a cell of a sheet shows in the place of a value: `#REF!`, `#NAME?`, `#N/A`, `#DIV/0!`.
fn of_sheet(tag: &str, rest: &str) -> bool {
    const ERRORS: [&str; 20] = [
        "VALUE", "REF", "NUM", "NULL", "NAME", "WERT", "BEZUG", "ZAHL", "VALEUR", "NOMBRE", "NOM", "VALOR", "VALORE",
        "NOME", "WAARDE", "GETAL", "NAAM", "VÄRDE", "VÆRDI", "SAKNAS",
    ];
    match rest.as_bytes().first() {
        Some(b'!' | b'?') => ERRORS.contains(&tag),
        Some(b'/') => matches!((tag, rest.as_bytes().get(1)), ("N", Some(b'A' | b'V' | b'D')) | ("DIV", Some(b'0'))),
        _ => false,
    }
}

/// Whether the host of an address can be one: a known top-level domain, an IP address or `localhost`.
fn plausible(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    if host.starts_with('[') {
        return host.ends_with(']') || host.contains("]:");
    }
    let host = host.split(':').next().unwrap_or("");
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or("").to_lowercase();
    host == "localhost" || host.parse::<Ipv4Addr>().is_ok() || host.contains('.') && known_domain(&last)
}

fn known_domain(last: &str) -> bool {
    last.starts_with("xn--")
        || !last.is_ascii()
        || tables().tlds.contains_key(last)
        || last.len() >= 5 && last.bytes().all(|b| b.is_ascii_lowercase())
}

/// An e-mail address, without the words of a script without spaces that are glued to it.
fn email(text: &Text, span: Span, found: &mut Vec<Candidate>) {
    let body = &text.draft.text[span.range()];
    let name = body.split('@').next().unwrap_or("");
    let foreign = |c: char| !c.is_ascii() && letters_of_a_word(Character::of(c).script).is_some();
    let start = name.char_indices().rev().find(|&(_, c)| foreign(c)).map_or(0, |(i, c)| i + c.len_utf8());
    let host = body[name.len()..].find(foreign).map_or(body.len(), |i| name.len() + i);
    let body = &body[start..host];
    let dot = start == 0 && text.draft.text[..span.start as usize].ends_with('.');
    if !body.starts_with('@') && mailbox(body) && !dot {
        let start = span.start + start as u32;
        let span = Span { start, end: start + body.len() as u32 };
        push(found, span, Label::Email, body.to_owned(), 0.98);
    }
}

fn mailbox(address: &str) -> bool {
    let Some((name, host)) = address.rsplit_once('@') else { return false };
    let last = host.rsplit('.').next().unwrap_or("").to_lowercase();
    !name.contains("..") && !name.starts_with('.') && last.chars().all(char::is_alphabetic) && last.chars().count() > 1
}

/// A bare domain, an IBAN, or an IPv6 address that begins with letters.
fn word(text: &Text, i: usize, found: &mut Vec<Candidate>) -> usize {
    let token = text.draft.tokens[i];
    if token.gap != Gap::None {
        return iban(text, i, token, found).unwrap_or(i + 1);
    }
    iban(text, i, token, found).or_else(|| domain(text, i, found)).or_else(|| ip6(text, i, found)).unwrap_or(i + 1)
}

/// `kiln.example.com/path`: labels and dots without a gap, the last a known top-level domain in lower case.
fn domain(text: &Text, i: usize, found: &mut Vec<Candidate>) -> Option<usize> {
    if text.joined(i) && matches!(text.str(i - 1), "." | "/" | "@" | "-" | "_") {
        return None;
    }
    let (mut end, mut labels, mut last) = (i + 1, 1, i);
    while text.joined(end) && matches!(text.str(end), "." | "-") && text.joined(end + 1) && is_label(text, end + 1) {
        labels += usize::from(text.is(end, "."));
        last = end + 1;
        end += 2;
        while text.joined(end) && is_label(text, end) {
            last = end;
            end += 1;
        }
    }
    if labels < 2 || !text.is(last - 1, ".") || text.token(last)?.kind != Kind::Word {
        return None;
    }
    let tld = text.str(last);
    let lower = tld.to_lowercase();
    let is_word = *tables().tlds.get(lower.as_str())?;
    let after = text.joined(end) && matches!(text.str(end), "/" | "?");
    let cased = tld == lower || text.draft.tokens[i].case == Case::Upper && tld.len() > 1 && !is_word;
    let sure = labels > 2 || after || !is_word;
    // Hungarian `w.i.sz.` is an abbreviation.
    if (i..end).all(|k| text.str(k).chars().count() < 3) && text.str(i).len() == 1 && labels > 2 {
        return None;
    }
    if text.is(end, "@") || !cased || !sure || text.joined(end) && matches!(text.str(end), "(" | "_" | "=") {
        return None;
    }
    let start = text.draft.tokens[i].span.start as usize;
    let mut stop = text.draft.tokens[end - 1].span.end as usize;
    let mut next = end;
    if after {
        while text.joined(next) && !matches!(text.str(next), "\"" | "<" | ">" | "“" | "”" | "»" | "«" | "|" | "`")
        {
            next += 1;
        }
        while next > end
            && matches!(text.str(next - 1), "." | "," | ";" | ":" | "!" | "?" | "'" | "’" | ")" | "]" | "…")
        {
            next -= 1;
        }
        stop = text.draft.tokens[next - 1].span.end as usize;
    }
    push(found, Span::new(start, stop), Label::Url, text.draft.text[start..stop].to_owned(), 0.9);
    Some(next)
}

pub(super) fn is_label(text: &Text, i: usize) -> bool {
    text.token(i).is_some_and(|t| matches!(t.kind, Kind::Word | Kind::Number))
}

fn number(text: &Text, i: usize, found: &mut Vec<Candidate>) -> usize {
    let free = !text.joined(i)
        || !matches!(text.token(i - 1).map(|t| t.kind), Some(Kind::Number)) && !matches!(text.str(i - 1), "." | ",");
    if !free {
        return i + 1;
    }
    ip4(text, i, found).or_else(|| ip6(text, i, found)).or_else(|| phone(text, i, found)).unwrap_or(i + 1)
}

/// A telephone number being read.
#[derive(Default)]
struct Phone {
    digits: String,
    groups: Vec<usize>,
    end: usize,
    brackets: bool,
    slashes: usize,
    dots: bool,
}

/// Digits with `+`, brackets, hyphens, dots and single spaces: a number that a country code, its shape or a word before
/// it shows to be one.
fn phone(text: &Text, i: usize, found: &mut Vec<Candidate>) -> Option<usize> {
    if text.joined(i) && i > 0 && matches!(text.token(i - 1)?.kind, Kind::Word) && !text.is(i, "+") && !text.is(i, "(")
    {
        return None;
    }
    if text.joined(i)
        && matches!(text.str(i - 1), "$" | "€" | "£" | "%" | "*" | "/" | "=" | "-" | "–" | "_" | "#" | "\\")
    {
        return None;
    }
    let read = phone_run(text, i)?;
    let after = text.joined(read.end);
    if after && (is_label(text, read.end) || matches!(text.str(read.end), "%" | "€" | "$" | "°" | "*" | "=" | "/")) {
        return None;
    }
    let context = told(text, i) || behind_another(text, i, found);
    // Behind another number it is a column of a table, or the middle of a longer code.
    if !context && i > 0 && text.is_number(i - 1) {
        return None;
    }
    let plus = text.is(i, "+") || text.is(i, "(") && text.is(i + 1, "+");
    let value = international(&read.digits, plus);
    let (confidence, value) = match value {
        Some(value) if plus => (0.97, value),
        Some(value) if read.digits.starts_with("00") && (context || read.groups.len() > 1) => (0.93, value),
        _ if context && (7..=15).contains(&read.digits.len()) => (0.9, String::new()),
        _ if national(text, i, &read) => (0.8, String::new()),
        _ => return None,
    };
    let value = (!value.is_empty()).then_some(Value::Text(value));
    let span = super::amounts::span(text, i, read.end);
    found.push(Candidate { span, label: Label::Phone, value, id: None, confidence });
    Some(read.end)
}

fn phone_run(text: &Text, i: usize) -> Option<Phone> {
    let mut read = Phone { end: i, ..Phone::default() };
    let (mut at, mut open) = (i, 0usize);
    // 15 digits in groups of at least one, with two marks between them at most.
    while at < text.len() && at < i + 40 && read.digits.len() <= 17 {
        let before = (at > i).then(|| text.draft.tokens[at - 1].gap);
        // `(914) 349-8600 04/21/2020`
        let whole = read.brackets && read.groups.ends_with(&[3, 3, 4]) && before == Some(Gap::Space);
        if whole
            || before.is_some_and(|g| !matches!(g, Gap::None | Gap::Space))
                && !(before == Some(Gap::Spaces) && text.draft.gap(at - 1).len() <= 3)
        {
            break;
        }
        match text.str(at) {
            // `0.07 2000-08-01`: a version and its date.
            _ if iso_day(text, at) => break,
            // `+ 12-643587` is a point of a list.
            "+" if read.digits.is_empty() && text.joined(at + 1) => {}
            "(" if open == 0 => {
                open = 1;
                read.brackets = true;
            }
            ")" if open == 1 => open = 0,
            // `0.0106510993`, and `(1179). 1012`, a number and a sentence
            "." if decimal(text, at) && !text.is(i, "+") => return None,
            "." if text.is(at - 1, ")") && !text.joined(at + 1) => break,
            "-" | "–" | "." | "/" | "‑" if !read.digits.is_empty() => {
                read.slashes += usize::from(text.is(at, "/"));
                read.dots |= text.is(at, ".");
            }
            part if text.is_number(at) && part.is_ascii() => {
                read.digits.push_str(part);
                read.groups.push(part.len());
                read.end = at + 1;
                // A closed bracket belongs to the number only with digits behind it.
            }
            _ => break,
        }
        at += 1;
    }
    // `4(3): 197-201 (1961` goes over a bracket that closes later.
    let opened = text.draft.tokens[i..read.end].iter().rposition(|t| matches!(t.text(&text.draft.text), "(" | ")"));
    let unclosed = opened.is_some_and(|k| k > 0 && text.is(i + k, "("));
    let first = text.is(i, "(") && !text.draft.tokens[i..read.end].iter().any(|t| t.text(&text.draft.text) == ")");
    ((5..=17).contains(&read.digits.len()) && !first && !unclosed).then_some(read)
}

/// Whether many digits behind the full stop at a token are those of a fraction.
fn decimal(text: &Text, at: usize) -> bool {
    let whole = at > 0 && text.is_number(at - 1) && text.str(at - 1).len() < 3 && text.joined(at);
    whole && text.joined(at + 1) && text.is_number(at + 1) && text.str(at + 1).len() > 4
}

/// Whether a day such as `2005-11-09` begins at a token.
fn iso_day(text: &Text, i: usize) -> bool {
    let digits = |k: usize, count: usize| text.is_number(k) && text.str(k).len() == count && (k == i || text.joined(k));
    let dash = |k: usize| text.is(k, "-") && text.joined(k);
    let year = text.str(i).starts_with("19") || text.str(i).starts_with("20");
    year && digits(i, 4) && dash(i + 1) && digits(i + 2, 2) && dash(i + 3) && digits(i + 4, 2)
}

/// Whether a word such as `phone` or `Tel.` stands among the five tokens before.
fn told(text: &Text, i: usize) -> bool {
    (i.saturating_sub(5)..i).any(|k| text.find(k, &[WordKind::Phone]).is_some_and(|f| f.end <= i))
}

/// Whether another telephone number stands right before: `… 12 34 or 06.12.34.56.78`.
fn behind_another(text: &Text, i: usize, found: &[Candidate]) -> bool {
    let last = found.last().filter(|c| c.label == Label::Phone).map(|c| c.span.end as usize);
    // A comma and a word at most, such as the word for a mobile phone.
    let between = last.and_then(|end| text.draft.text.get(end..text.draft.tokens[i].span.start as usize));
    between.is_some_and(|b| b.len() <= 20 && !b.contains('\n') && b.split_whitespace().count() <= 2)
}

/// E.164, where a country code with a number of its length is there.
fn international(digits: &str, plus: bool) -> Option<String> {
    let digits = if plus { digits } else { digits.strip_prefix("00")? };
    let (code, national) = (1..=3).find_map(|n| {
        let code = digits.get(..n)?;
        tables().calling.get(code).map(|lengths| (code, lengths)).map(|l| (l.0, (&digits[n..], *l.1)))
    })?;
    let (rest, (shortest, longest)) = national;
    // +44 (0) 20 …: the trunk prefix is not part of it.
    let rest = if code == "39" { rest } else { rest.strip_prefix('0').unwrap_or(rest) };
    (rest.len() >= shortest.max(4) && rest.len() <= longest.min(15)).then(|| format!("+{code}{rest}"))
}

/// A shape that only telephone numbers have: (123) 456-7890, 123-456-7890, 0123 4567890, 030/1234567,
/// 8 (495) 123-45-67, 06.12.34.56.78.
fn national(text: &Text, i: usize, read: &Phone) -> bool {
    let groups = read.groups.as_slice();
    let american = matches!(groups, [3, 3, 4] | [1, 3, 3, 4])
        && read.slashes == 0
        && (read.brackets || matches!(text.str(i + 1), "-" | ".") && text.is(i + 3, text.str(i + 1)));
    let bracketed =
        text.is(i, "(") && text.is(i + 2, ")") && (8..=12).contains(&read.digits.len()) && groups.len() >= 2;
    // `Boston, MA 02110-1301`
    let postal = groups == [5, 4] && i > 0 && text.token(i - 1).is_some_and(|t| t.case == Case::Upper);
    let trunk = read.digits.starts_with('0')
        && !postal
        && !read.digits.starts_with("00")
        && (9..=12).contains(&read.digits.len())
        && groups.len() >= 2
        // `0 212 …`, but not the groups of an ISBN
        && (matches!(groups[0], 2..=5) || matches!(groups, [1, 3, 3, ..]))
        && !read.dots
        && (read.slashes == 0 || read.slashes == 1 && text.is(i + 1, "/") && groups[0] > 2)
        && groups.len() <= 5;
    let french = groups == [2; 5] && read.digits.starts_with('0') && read.slashes == 0;
    let russian = groups == [1, 3, 3, 2, 2] && read.digits.starts_with(['7', '8']) && read.brackets;
    american || bracketed || trunk || french || russian
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    fn codes(text: &str) -> Vec<(String, Label, Option<String>)> {
        let draft = Draft::new(text);
        let mut found = Vec::new();
        find(&Text::read(&draft), &mut found);
        let value = |c: &Candidate| match &c.value {
            Some(Value::Text(value)) => Some(value.clone()),
            _ => None,
        };
        found.iter().map(|c| (text[c.span.range()].to_owned(), c.label, value(c))).collect()
    }

    fn one(text: &str) -> (String, Label, String) {
        let mut all = codes(text);
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        let (span, label, value) = all.remove(0);
        (span, label, value.unwrap_or_default())
    }

    #[test]
    fn addresses_are_found() {
        assert_eq!(one("siehe kiln-haus.de/wege?a=1, dort").0, "kiln-haus.de/wege?a=1");
        assert_eq!(one("write to jo@kiln.example.").1, Label::Email);
        assert_eq!(one("at 192.168.0.1/24 now").2, "192.168.0.1");
        assert_eq!(one("via fe80::1:2ff now").1, Label::Ip);
        for text in ["he argued.It was", "Version 1.2.3.4.5", "https:// x", "end.so we", "10:30:15", "a::b"] {
            assert_eq!(codes(text), [], "{text}");
        }
    }

    #[test]
    fn telephone_numbers_need_signs() {
        assert_eq!(one("Tel. +49 (0) 30 901820").2, "+4930901820");
        assert_eq!(one("call 020 7946 0018 now").1, Label::Phone);
        assert_eq!(one("(212) 555-0143").0, "(212) 555-0143");
        for text in ["in 2014-2018", "1 000 000 000", "12.05.2024 10", "id 123456789", "0 0 0 0 0 0 0"] {
            assert_eq!(codes(text), [], "{text}");
        }
    }
}
