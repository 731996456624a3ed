//! Addresses of the internet: IP.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::Candidate;
use super::amounts;
use super::codes::{is_label, push};
use super::text::Text;
use super::times::numbered_before;
use crate::document::Label;
use crate::span::Span;
use crate::token::{Case, Gap, Kind};

/// Words near an address, in lower case; longer ones with them at the front count too.
const TELLING: [&str; 30] = [
    "ip", "ipv", "inet", "addr", "adres", "indirizz", "direcc", "endere", "osoit", "cím", "адрес", "dns", "host",
    "server", "serve", "servid", "resolver", "ping", "tracer", "router", "gateway", "subnet", "netmask", "nameserver",
    "proxy", "curl", "ssh", "сервер", "地址", "アドレス",
];

/// Whether four bytes are an address by what they are: of the 256 values each has, versions and sections have the low
/// ones only, which all four of an address have once in forty times.
fn by_its_bytes(bytes: [u8; 4]) -> bool {
    let resolver = matches!(bytes, [8, 8, 4, 4] | [1, 0, 0, 1]);
    resolver || bytes.iter().any(|&b| b >= 100) || bytes.iter().all(|&b| b == bytes[0])
}

/// Whether a word nearby, a port or the length of a prefix says that four numbers are an address.
fn told(text: &Text, start: usize, end: usize) -> bool {
    let suffixed =
        matches!(text.str(end), "/" | ":") && text.joined(end) && text.joined(end + 1) && text.is_number(end + 1);
    let word = |k: usize| {
        let word = text.str(k).to_lowercase();
        TELLING.iter().any(|told| word.starts_with(told)) && text.token(k).is_some_and(|t| t.is_word())
    };
    let line = |k: &usize| text.token(*k).is_some_and(|t| t.gap < Gap::Line);
    let before = (start.saturating_sub(6)..start).rev().take_while(line).any(word);
    suffixed || before || (end..end + 3).take_while(|k| line(&(k - 1))).any(word)
}

/// Whether four numbers are a version or a section: `version 1.2.100.4`, `lib-1.2.100.4`, and `10.4.1.1. Title` or
/// `10.4.1.1 Title` at the start of a line.
fn versioned(text: &Text, start: usize, end: usize) -> bool {
    let dash = text.joined(start) && text.joined(start - 1) && matches!(text.str(start - 1), "-" | "_");
    let file = dash && text.token(start.wrapping_sub(2)).is_some_and(|t| t.is_word());
    file || heads_section(text, start, end) || numbered_before(text, start)
}

/// Whether a number with full stops counts what stands behind it: `4.2.15. Title` at the start of a line.
pub(super) fn heads_section(text: &Text, start: usize, end: usize) -> bool {
    let first = start == 0 || text.token(start - 1).is_some_and(|t| t.gap >= Gap::Line);
    let stop = text.is(end, ".") && text.joined(end) && !text.joined(end + 1);
    let title = text.token(end).is_some_and(|t| t.is_word() && t.case == Case::Capital) && !text.joined(end);
    first && (stop || title)
}

/// `192.0.2.1`, but no version or section number.
pub(super) fn ip4(text: &Text, i: usize, found: &mut Vec<Candidate>) -> Option<usize> {
    let end = i + 7;
    let dots = (i + 1..end).step_by(2).all(|d| text.joined(d) && text.is(d, ".") && text.joined(d + 1));
    if !text.is_number(i)
        || !dots
        || text.joined(end)
            && (text.is_number(end) || text.is(end, ".") && text.joined(end + 1) && text.is_number(end + 1))
    {
        return None;
    }
    let mut bytes = [0u8; 4];
    for (k, byte) in bytes.iter_mut().enumerate() {
        *byte = text.str(i + 2 * k).parse().ok().filter(|_| text.str(i + 2 * k).len() <= 3)?;
    }
    if text.joined(i) && (text.str(i - 1) == "@" || text.token(i - 1)?.kind == Kind::Word) {
        return None;
    }
    let span = amounts::span(text, i, end);
    let large = bytes[0] >= 100 || bytes[0] == 10 && !heads_section(text, i, end);
    if !large && (!(by_its_bytes(bytes) || told(text, i, end)) || versioned(text, i, end)) {
        return None;
    }
    if let Some(start) = at_bracket(text, i).filter(|_| text.is(end, "]") && text.joined(end)) {
        let span = Span { start, end: span.end + 1 };
        push(found, span, Label::Email, text.draft.text[span.range()].to_owned(), 0.95);
        return Some(end + 1);
    }
    push(found, span, Label::Ip, Ipv4Addr::from(bytes).to_string(), 0.95);
    Some(end)
}

/// Where an e-mail address begins whose host is the IP address at token `i`: `jo@[192.0.2.1]`.
fn at_bracket(text: &Text, i: usize) -> Option<u32> {
    let at = i.checked_sub(2).filter(|&at| text.is(at, "@") && text.is(at + 1, "[") && text.joined(i))?;
    let part = |k: &usize| text.joined(*k + 1) && (is_label(text, *k) || matches!(text.str(*k), "." | "_" | "-" | "+"));
    let first = (at.saturating_sub(40)..at).rev().take_while(part).last()?;
    Some(text.draft.tokens[first].span.start)
}

/// Hexadecimal groups and colons without a gap; at most 39 characters.
pub(super) fn ip6(text: &Text, i: usize, found: &mut Vec<Candidate>) -> Option<usize> {
    if text.joined(i)
        && !matches!(text.str(i - 1), "(" | "[" | "\"" | "'" | "=")
        && !text.draft.text[..text.draft.tokens[i].span.start as usize].ends_with(|c: char| !c.is_ascii())
    {
        return None;
    }
    let hex = |i: usize| text.str(i) == ":" || text.str(i) == "." || text.str(i).bytes().all(|b| b.is_ascii_hexdigit());
    let (mut end, mut colons) = (i, 0);
    while end < text.len() && (end == i || text.joined(end)) && hex(end) && end < i + 40 {
        colons += usize::from(text.is(end, ":"));
        end += 1;
    }
    while end > i && text.is(end - 1, ".") {
        end -= 1;
    }
    if colons < 2 || end <= i + 2 {
        return None;
    }
    let span = amounts::span(text, i, end);
    let address: Ipv6Addr = text.draft.text[span.range()].parse().ok()?;
    // `::` alone is a mark of program code, and `::1` the loopback.
    let told = || (i.saturating_sub(8)..i).any(|k| matches!(text.str(k), "IPv6" | "IP" | "ip" | "ipv6" | "IPV"));
    let free = !text.joined(end) || matches!(text.str(end), "." | "," | ")" | "]" | "/" | ";" | "?" | "!");
    let digit = text.draft.text[span.range()].bytes().any(|b| b.is_ascii_digit());
    (span.len() > 4 || free && (digit && !text.joined(i) || told())).then(|| {
        push(found, span, Label::Ip, address.to_string(), 0.95);
        end
    })
}
