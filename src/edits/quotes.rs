//! Quotation marks of two styles in one pair: `„Ja"`, `“non»`. What the document's other pairs have is right, else what
//! is usual in the language.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::reader::{Reader, Sort};
use super::rules::Found;
use crate::data;
use crate::language::Language;
use crate::quotation::Role;
use crate::token::{Gap, Kind};

/// An opening and a closing mark.
type Style = (char, char);

/// A double mark, and its role where what stands around leaves no doubt.
#[derive(Clone, Copy)]
struct Mark {
    token: usize,
    character: char,
    role: Option<Role>,
    /// Whether no mark of the same paragraph stands before it.
    first: bool,
}

/// A quotation has hardly more tokens; marks further apart are partners of others.
const LONGEST: usize = 80;

/// Judges every pair of marks.
pub(super) fn judge(reader: &Reader, found: &mut Found) {
    let marks = marks(reader);
    let pairs: Vec<(Mark, Mark)> = (1..marks.len()).filter_map(|k| pair(&marks, k)).collect();
    let mut counts: FxHashMap<Style, usize> = FxHashMap::default();
    for (open, close) in &pairs {
        *counts.entry((open.character, close.character)).or_default() += 1;
    }
    for (open, close) in pairs {
        let given = (open.character, close.character);
        if !may_be_mixed(given, &counts) {
            continue;
        }
        let Some(right) = right_style(given, reader.language(open.token + 1), &counts) else { continue };
        let mut buffer = [0; 4];
        if right.0 != given.0 {
            found.add("quote-style", reader.tokens[open.token].span, right.0.encode_utf8(&mut buffer));
        } else {
            found.add("quote-style", reader.tokens[close.token].span, right.1.encode_utf8(&mut buffer));
        }
    }
}

fn marks(reader: &Reader) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut first = true;
    for (i, token) in reader.tokens.iter().enumerate() {
        if token.kind == Kind::Punctuation {
            let character = reader.word(i).chars().next().filter(|c| is_double(*c));
            if let Some(character) = character {
                marks.push(Mark { token: i, character, role: role(reader, i), first });
                first = false;
            }
        }
        first |= token.gap == Gap::Paragraph;
    }
    marks
}

fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

/// What a mark does by its place alone: its shape may be the damage.
fn role(reader: &Reader, i: usize) -> Option<Role> {
    let before = reader.sort(i.wrapping_sub(1));
    let (joined, leads) = (reader.joined(i), reader.behind(i) == Gap::None);
    let next = reader.sort(i + 1);
    let ends = !leads || matches!(next, Sort::Stop | Sort::Comma | Sort::Close | Sort::Dash | Sort::Hyphen);
    if joined && ends && before != Sort::Open {
        return Some(Role::Close);
    }
    let apart = !joined || matches!(before, Sort::Open | Sort::Dash | Sort::Hyphen);
    (apart && leads && (!ends || next == Sort::Dash)).then_some(Role::Open)
}

/// The pair that ends with the mark `k`: one inside or around another is left alone, because a third style is right
/// there.
fn pair(marks: &[Mark], k: usize) -> Option<(Mark, Mark)> {
    let (open, close) = (marks[k - 1], marks[k]);
    let roles = open.role == Some(Role::Open) && close.role == Some(Role::Close);
    let near = !close.first && close.token - open.token <= LONGEST;
    let outside = open.first || k < 2 || marks[k - 2].role == Some(Role::Close);
    let next = marks.get(k + 1).is_none_or(|next| next.first || next.role == Some(Role::Open));
    (roles && near && outside && next).then_some((open, close))
}

/// Whether a pair may have the wrong style in some language: not one that stands several times, nor one that is met in
/// any, unless it is the odd one out.
fn may_be_mixed(given: Style, counts: &FxHashMap<Style, usize>) -> bool {
    let once = counts.get(&given) == Some(&1);
    if is_style(given) { once && given.0 != given.1 && counts.len() > 1 } else { once || !is_style_of_some(given) }
}

/// The style that a pair should have, if not the one it has.
fn right_style(given: Style, language: Language, counts: &FxHashMap<Style, usize>) -> Option<Style> {
    let styles = styles().get(&language).map_or(&[][..], Vec::as_slice);
    let count = |style: &Style| counts.get(style).copied().unwrap_or(0);
    let shares = |style: &&Style| style.0 == given.0 || style.1 == given.1;
    let usual = *styles.first()?;
    let in_use = is_style(given) || styles.contains(&given);
    if in_use {
        // One pair of another style among pairs of the usual one.
        let odd = given.0 != given.1 && !styles.contains(&given) && count(&given) == 1 && count(&usual) > 0;
        return (odd && shares(&&usual)).then_some(usual);
    }
    // Two such pairs are the document's own style, if it is one anywhere.
    if count(&given) > 1 && is_style_of_some(given) {
        return None;
    }
    let whole = counts.keys().filter(|style| is_style(**style) || styles.contains(style));
    let of_document = whole.filter(shares).max_by_key(|style| (count(style), **style));
    of_document.or_else(|| styles.iter().find(shares)).copied()
}

fn is_style_of_some(style: Style) -> bool {
    styles().values().any(|styles| styles.contains(&style))
}

/// Pairs that are met in texts of any language.
fn is_style(style: Style) -> bool {
    style.0 == style.1 || matches!(style, ('“', '”') | ('«', '»') | ('»', '«'))
}

fn styles() -> &'static FxHashMap<Language, Vec<Style>> {
    static TABLE: OnceLock<FxHashMap<Language, Vec<Style>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: FxHashMap<Language, Vec<Style>> = FxHashMap::default();
        for row in data::rows(data::QUOTE_STYLES) {
            let language = Language::from_code(row[0]).expect("a language of the table");
            let mark = |i: usize| row[i].chars().next().expect("a mark");
            table.entry(language).or_default().push((mark(1), mark(2)));
        }
        table
    })
}
