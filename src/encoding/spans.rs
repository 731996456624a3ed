//! Finds spans of characters that are UTF-8 read in another code page.
//!
//! A span is decoded where its bytes are valid UTF-8, what comes out is likely, and what stands there is not: either
//! by itself, or because the text around is damaged in the same way. After ftfy's idea of "badness" (R. Speer, ftfy,
//! Zenodo 2019), but judged for each span.

use super::pages::{MACINTOSH, PAGES, WINDOWS_1251, WINDOWS_1252, table};
use super::{lone, whole};
use crate::character::{Character, Class};
use crate::lexicon;
use crate::quotation::quote;
use crate::span::Span;

/// A damaged span and what it was.
pub(super) struct Found {
    pub span: Span,
    pub text: String,
    /// Damaged by its own looks; else by those of its neighbours.
    pub strong: bool,
}

/// A span that may be damaged.
struct Candidate {
    span: Span,
    text: String,
    page: usize,
    group: Group,
    strength: Strength,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    No,
    /// Damaged if the text around is.
    Weak,
    Strong,
}

/// Characters that stand together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Latin,
    /// `« ° §` and others of Latin-1.
    Sign,
    /// `’ “ – € ™`, emoji: never seen as three or four damaged characters by chance.
    Typographic,
    /// A script of two bytes a letter.
    Two(u8),
    /// A script of three bytes a letter.
    Three(u8),
    /// A control character, as it stands half-way in text damaged twice.
    Control,
}

/// How far, in bytes, a weak candidate may stand from a strong one of the same page: damage is rarely alone, but the
/// letters that windows-1251 makes of Cyrillic also end good words.
const NEAR: usize = 4000;
const NEAR_CYRILLIC: usize = 160;

/// The damaged spans of a text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let candidates = candidates(text);
    let strong: Vec<(usize, usize)> =
        candidates.iter().filter(|c| c.strength == Strength::Strong).map(|c| (c.page, c.span.start as usize)).collect();
    let count = |page: usize| strong.iter().filter(|s| s.0 == page).count();
    if let Some(page) = (0..PAGES).filter(|&page| count(page) > 0).max_by_key(|&page| count(page))
        && let Some(found) = whole::damaged(text, page)
    {
        return found;
    }
    let near = |c: &Candidate| {
        let reach = if c.page == WINDOWS_1251 && c.group != Group::Latin { NEAR_CYRILLIC } else { NEAR };
        let (start, end) = ((c.span.start as usize).saturating_sub(reach), c.span.start as usize + reach);
        let first = strong.partition_point(|s| s.1 < start);
        // A bounded look: in damaged text the nearest strong spans are of the same page.
        strong[first..].iter().take(64).take_while(|s| s.1 <= end).any(|s| alike(s.0, c.page))
    };
    let damaged = candidates.iter().map(|c| c.strength == Strength::Strong || c.strength == Strength::Weak && near(c));
    let damaged: Vec<bool> = damaged.collect();
    let kept = candidates.into_iter().zip(damaged).filter(|(_, damaged)| *damaged);
    kept.map(|(c, _)| Found { span: c.span, text: c.text, strong: c.strength == Strength::Strong }).collect()
}

/// Whether damage read in one page may have come by the other: windows-1252 and -1250 have many characters in common.
fn alike(a: usize, b: usize) -> bool {
    a == b || a < WINDOWS_1251 && b < WINDOWS_1251
}

fn candidates(text: &str) -> Vec<Candidate> {
    let table = table();
    let mut found: Vec<Candidate> = Vec::new();
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            at = skip_ascii(bytes, at + 1);
            continue;
        }
        // No page has a character that begins with another byte.
        if !matches!(byte, 0xC2..=0xD2 | 0xE2 | 0xEF) {
            at += 1;
            continue;
        }
        if let [a @ ..0xE0, b, c @ 0xC2..0xE0, d, ..] = bytes[at..]
            && table.part([a, b], [c, d])
        {
            at += 2;
            continue;
        }
        let mut rest = text[at..].chars();
        let first = rest.next().unwrap_or('\0');
        let next = rest.next().map_or([0; PAGES], |c| if c == ' ' { [0xA0; PAGES] } else { table.bytes(c) });
        let lead = table.bytes(first);
        if !may_begin(lead, next) {
            at += first.len_utf8();
            continue;
        }
        let pages = (0..PAGES).rev().filter(|&p| matches!(lead[p], 0xC2..=0xF4) && matches!(next[p], 0x80..=0xBF));
        let best = pages.filter_map(|page| candidate(text, at, page)).max_by_key(|c| (c.strength, c.span.end));
        match best {
            Some(candidate) => {
                at = candidate.span.end as usize;
                found.push(candidate);
            }
            None => at += first.len_utf8(),
        }
    }
    found
}

/// The next place where something else than ASCII stands, or the end, eight bytes at a time.
#[inline]
pub(super) fn skip_ascii(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(&eight) = bytes[at..].first_chunk::<8>() {
        let others = u64::from_le_bytes(eight) & 0x8080_8080_8080_8080;
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + bytes[at..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// Whether in some page a first byte of several and one that goes on behind it stand in the same place, of all pages
/// at once.
fn may_begin(lead: [u8; PAGES], next: [u8; PAGES]) -> bool {
    let (lead, next) = (u32::from_le_bytes(lead), u32::from_le_bytes(next));
    lead & lead << 1 & next & !(next << 1) & 0x8080_8080 != 0
}

/// The longest run of damaged characters from a place on, read in one page.
fn candidate(text: &str, start: usize, page: usize) -> Option<Candidate> {
    let (mut decoded, mut end, mut lost) = (String::new(), start, false);
    let mut groups: Vec<Group> = Vec::new();
    while let Some((c, length, lost_here)) = sequence(&text[end..], page) {
        // A space taken for a lost no-break space ends the run, unless it goes on behind it.
        let goes_on = || sequence(&text[end + length..], page).is_some();
        if lost_here && !goes_on() && groups.len() > 1 && c == '\u{A0}' {
            break;
        }
        let Some(group) = group(c) else { break };
        groups.push(group);
        decoded.push(c);
        end += length;
        lost |= lost_here;
    }
    if groups.is_empty() {
        return None;
    }
    let twice = decoded_again(&decoded);
    let double = twice.is_some();
    let mut decoded = twice.unwrap_or(decoded);
    groups.clear();
    groups.extend(decoded.chars().filter_map(group));
    let before = text[..start].chars().next_back();
    if lost && text[..end].ends_with(' ') {
        (decoded, end) = lost_space(text, end, decoded);
        // Å være: no word is one such letter, and the next one is known.
        let alone = !before.is_some_and(|c| Character::of(c).class.is_letter()) && !text[..end].ends_with(' ');
        if alone && groups.len() == 1 && decoded.chars().all(|c| Character::of(c).class == Class::Upper) {
            return None;
        }
    }
    let around = (before, text[end..].chars().next());
    let leader = leading(&groups);
    // “Ã©” in a text about such damage
    if groups.len() == 1 && is_quoted(text, start, end) {
        return None;
    }
    let mut strength = match (&groups[..], decoded.chars().next()) {
        ([Group::Two(_) | Group::Three(_)], Some(letter)) if !double => lone::letter(text, start, end, letter),
        _ => strength(&groups, leader, around, page, double, &text[start..end]),
    };
    if lost && strength == Strength::Strong && !lost_surely(text, start, end) {
        strength = Strength::Weak;
    }
    let span = Span::new(start, end);
    (strength != Strength::No).then_some(Candidate { span, text: decoded, page, group: leader, strength })
}

/// The character at the start of `text`, if its bytes in a page are one: its length there, and whether a space was
/// read as a no-break space.
pub(super) fn sequence(text: &str, page: usize) -> Option<(char, usize, bool)> {
    let table = table();
    let mut chars = text.chars();
    let first = chars.next()?;
    let lead = table.bytes(first)[page];
    let count = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let (mut bytes, mut length, mut lost) = ([lead, 0, 0, 0], first.len_utf8(), false);
    for byte in &mut bytes[1..count] {
        let c = chars.next()?;
        let space = c == ' ' && matches!(lead, 0xC3 | 0xC5 | 0xCE | 0xD0) && count == 2;
        *byte = if space { 0xA0 } else { table.bytes(c)[page] };
        lost |= space;
        if !matches!(*byte, 0x80..=0xBF) {
            return None;
        }
        length += c.len_utf8();
    }
    let c = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
    Some((c, length, lost))
}

/// What text damaged twice was: `None` where it was damaged once.
fn decoded_again(text: &str) -> Option<String> {
    let (mut out, mut at, mut changed) = (String::new(), 0, 0);
    while let Some(c) = text[at..].chars().next() {
        match sequence(&text[at..], WINDOWS_1252) {
            Some((again, length, false)) if group(again).is_some_and(|g| g != Group::Control) => {
                out.push(again);
                at += length;
                changed += 1;
            }
            _ => {
                if group(c) == Some(Group::Control) {
                    return None;
                }
                out.push(c);
                at += c.len_utf8();
            }
        }
    }
    (changed > 0).then_some(out)
}

/// `Ã ` was `à`: whether the space was part of it, or is one between words besides.
fn lost_space(text: &str, end: usize, decoded: String) -> (String, usize) {
    let letter = |c: char| Character::of(c).class.is_letter();
    let next = text[end..].chars().next();
    if next.is_some_and(letter) {
        let length = text[end..].chars().take_while(|c| letter(*c)).map(char::len_utf8).sum::<usize>();
        if lexicon::frequency_any(&text[end..end + length]).is_some() {
            return (decoded, end - 1);
        }
    }
    (decoded, end)
}

/// `possibilitÃ  di`: behind a letter, with a space besides.
fn lost_surely(text: &str, start: usize, end: usize) -> bool {
    let lower = text[..start].chars().next_back().is_some_and(|c| Character::of(c).class == Class::Lower);
    lower && text[..end].ends_with(' ') && text[end..].starts_with([' ', ',', '.'])
}

/// What kind of character comes out; `None` for what no text is likely to have.
fn group(c: char) -> Option<Group> {
    let code = c as u32;
    Some(match code {
        0x80..=0x9F => Group::Control,
        0xA0..=0xBF => Group::Sign,
        // Times, divided by, and the bars that end sentences in the scripts of India.
        0xD7 | 0xF7 | 0x964 | 0x965 => Group::Sign,
        0xC0..=0x36F | 0x1E00..=0x1EFF => Group::Latin,
        0x386..=0x3CE => Group::Two(1),
        0x400..=0x45F | 0x490..=0x4FF => Group::Two(2),
        0x531..=0x58A => Group::Two(3),
        0x5B0..=0x5F4 => Group::Two(4),
        0x60C..=0x6FF => Group::Two(5),
        0x780..=0x7BF => Group::Two(6),
        0x2010..=0x2044 | 0x20A0..=0x20BF | 0x2100..=0x214F | 0x2190..=0x23FF | 0x2500..=0x27BF => Group::Typographic,
        0x900..=0xDFF => Group::Three((code >> 7) as u8 - 0x12),
        0xE00..=0xE7F => Group::Three(20),
        0xE80..=0x109F | 0x1780..=0x17FF => Group::Three((code >> 8) as u8),
        0x1200..=0x137F => Group::Three(24),
        0x10A0..=0x10FF => Group::Three(21),
        0x3000..=0x30FF | 0x4E00..=0x9FFF | 0xFF00..=0xFFEF => Group::Three(22),
        0xAC00..=0xD7A3 => Group::Three(23),
        0x200B..=0x200F | 0x2060 | 0xFEFF | 0x1F000..=0x1FAFF => Group::Typographic,
        _ => return None,
    })
}

/// The group that most characters of a run are in; signs and marks count only where there is nothing else.
fn leading(groups: &[Group]) -> Group {
    let letters = groups.iter().copied().find(|g| !matches!(g, Group::Sign | Group::Typographic | Group::Control));
    letters.or_else(|| groups.first().copied()).unwrap_or(Group::Control)
}

/// How likely a run is damaged, by what came out of it and what stands around.
fn strength(
    groups: &[Group],
    leader: Group,
    around: (Option<char>, Option<char>),
    page: usize,
    double: bool,
    raw: &str,
) -> Strength {
    let count = groups.iter().filter(|g| **g == leader).count();
    let same = groups.iter().all(|g| *g == leader || matches!(g, Group::Sign | Group::Typographic));
    if !same || leader == Group::Control {
        return Strength::No;
    }
    // семь гномов”».
    let quoted = page == WINDOWS_1251
        && leader == Group::Typographic
        && raw.chars().skip(1).all(|c| closes(c.encode_utf8(&mut [0; 4])));
    if quoted && around.0.is_some_and(|c| Character::of(c).class == Class::Lower) {
        return Strength::No;
    }
    if groups.contains(&Group::Typographic) || double {
        return Strength::Strong;
    }
    let class = |c: Option<char>| c.map(|c| Character::of(c).class);
    let lower = [around.0, around.1].into_iter().any(|c| class(c) == Some(Class::Lower));
    let latin = [around.0, around.1].into_iter().flatten().any(|c| c.is_ascii_alphabetic());
    match leader {
        Group::Two(_) if count >= 3 || count == 2 && page != WINDOWS_1251 => Strength::Strong,
        Group::Three(_) if count >= 2 => Strength::Strong,
        Group::Two(_) | Group::Three(_) => Strength::Weak,
        _ if page == WINDOWS_1251 || page == MACINTOSH => {
            let strong = latin && (page == WINDOWS_1251 || raw.starts_with(['√', 'ƒ', '≈'])) || is_macintosh(raw);
            let cyrillic = |c: char| Character::of(c).class.is_letter() && !c.is_ascii();
            match strong {
                true => Strength::Strong,
                // Гітлер: a letter of Latin script stands among others.
                false if page == WINDOWS_1251 && around.1.is_some_and(cyrillic) => Strength::No,
                false => Strength::Weak,
            }
        }
        _ if closes(raw) && class(around.0) != Some(Class::Lower) => {
            if groups.len() > 1 {
                Strength::Strong
            } else {
                Strength::Weak
            }
        }
        Group::Sign if ends_in_letter(raw) => Strength::Weak,
        _ if lower || groups.len() > 1 || !ends_in_letter(raw) => Strength::Strong,
        _ => Strength::Weak,
    }
}

/// Whether a span stands by itself in quotation marks, with spaces in them or not.
fn is_quoted(text: &str, start: usize, end: usize) -> bool {
    let blank = |c: char| matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{200E}' | '\u{200F}');
    let mark = |c: char| matches!(c, '「' | '」') || quote(c.encode_utf8(&mut [0; 4])).is_some();
    let mut before = text[..start].trim_end_matches(blank).chars().rev();
    // Half of a damaged character looks like a mark too: Ð»
    let opens = before.next().is_some_and(mark) && before.next().is_none_or(|c| !Character::of(c).class.is_letter());
    opens && text[end..].trim_start_matches(blank).chars().next().is_some_and(mark)
}

/// Whether a run begins as letters read in Macintosh do, and is no root of a sum or of π besides.
fn is_macintosh(raw: &str) -> bool {
    raw.starts_with('√') && !raw.ends_with(['π', '∑', '∏', '∫', '∂', '∞', 'Ω'])
}

fn ends_in_letter(raw: &str) -> bool {
    raw.chars().next_back().is_some_and(|c| Character::of(c).class.is_letter())
}

/// Whether a run ends as good text may: an upper-case letter and a mark that closes.
fn closes(raw: &str) -> bool {
    raw.ends_with(['“', '”', '‘', '’', '…', '»', '«', '–', '—', '›', '‹', '„'])
}
