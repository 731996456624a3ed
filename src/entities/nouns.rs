//! What the tagger takes for names and is none, or for places and is people, by what stands around it.

use super::namesakes::placed;
use super::tagger::Name;
use crate::document::Label;
use crate::draft::Draft;
use crate::lexicon;
use crate::token::{Case, Gap, Kind, Token};

/// Tokens on either side that show whether a text has capitals where they belong.
const NEAR: usize = 20;

/// Whether a name is a word in small letters with its number, in a text with capitals: `(str. 39)`, `abs. 2`.
pub(super) fn is_number_of(draft: &Draft, name: &Name) -> bool {
    let tokens = &draft.tokens;
    let small = |t: &Token| t.case == Case::Lower || !t.is_word();
    let inner = &tokens[name.first..name.end];
    // Not `markiz93`, the name of a user.
    let number = |i: usize| tokens[i].kind == Kind::Number && !(draft.joined_before(i) && tokens[i - 1].is_word());
    let numbered = tokens[name.first].case == Case::Lower && (name.first + 1..name.end).any(number);
    if !numbered || !inner.iter().all(small) {
        return false;
    }
    let around = name.first.saturating_sub(NEAR)..(name.end + NEAR).min(tokens.len());
    tokens[around].iter().any(|t| t.case == Case::Capital)
}

/// Whether `Usa` is the verb `to use` of Spanish, Portuguese, Catalan and Italian, at the start of a sentence or line.
pub(super) fn is_verb(draft: &Draft, name: &Name) -> bool {
    if name.end - name.first > 1 || draft.word(name.first) != "Usa" {
        return false;
    }
    let begins = name.first.checked_sub(1).is_none_or(|k| {
        draft.tokens[k].gap >= Gap::Line || matches!(draft.word(k), "." | "!" | "?" | ":" | ">" | "→" | "•" | "-")
    });
    begins && matches!(draft.language(name.first).code(), "es" | "pt" | "ca" | "gl" | "it")
}

/// Whether a name is one of the commonest words of its language, in small letters or with the capital that begins a
/// sentence: Portuguese `eu` is I, Turkish `onu` him, Dutch `Ben` am.
pub(super) fn is_common_word(draft: &Draft, name: &Name) -> bool {
    let (first, token) = (name.first, draft.tokens[name.first]);
    if name.end - first > 1 || !token.is_word() || !matches!(token.case, Case::Lower | Case::Capital) {
        return false;
    }
    let small = token.case == Case::Lower;
    let Some(level) = lexicon::frequency(draft.word(first), draft.language(first)) else { return false };
    // What is in every third sentence is hardly a name: `eu`.
    let sure = if small && level >= 12 { MOST } else { UNSURE };
    let common = level >= if small { COMMON } else { COMMON + 1 };
    let title = name.label == Label::Misc && !small;
    if !common || name.confidence >= sure && !title || !small && !begins_sentence(draft, first) {
        return false;
    }
    // `deutschland`, `brasil`, but not `us`, and Estonian `palun` is please.
    let known = || placed(&draft.text, &draft.tokens, first, name.end).is_some();
    !(name.label == Label::Loc && token.span.len() > SHORT && known())
}

/// Whether a token is the first of its sentence.
fn begins_sentence(draft: &Draft, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else { return true };
    let mark = || {
        matches!(draft.word(before), "." | "!" | "?" | "…" | ":" | "-" | "–" | "—" | "\"" | "“" | "„" | "«" | "¿" | "¡")
    };
    draft.tokens[before].gap >= Gap::Line || mark()
}

/// How common a word is at least, as [`lexicon::frequency`] says, that is hardly ever a name: one in two thousand.
const COMMON: u8 = 9;
/// Below these confidences such a word is doubted, and one of the commonest. In posts in small letters the tagger gives
/// three of four `us` that are the country more; Czech `Tom` begins sentences as a person, though `tom` is that.
const UNSURE: f32 = 0.65;
const MOST: f32 = 0.85;
/// Bytes of the longest name of a place that is doubted though it is known.
const SHORT: usize = 3;

/// Whether a place is a German adjective before its noun: `Jugoslawisches Sprichwort`.
pub(super) fn is_of_place(draft: &Draft, name: &Name) -> bool {
    if name.label != Label::Loc || name.end - name.first > 1 || name.confidence >= SURE {
        return false;
    }
    let noun = draft.tokens.get(name.end).is_some_and(|t| t.is_word() && t.case == Case::Capital);
    let near = draft.tokens[name.first].gap < Gap::Paragraph && draft.language(name.first).code() == "de";
    let ending = ["isch", "ische", "ischen", "ischer", "isches", "ischem"];
    noun && near && ending.iter().any(|ending| draft.word(name.first).ends_with(ending))
}

/// Takes what stands alone behind a dash that begins its line for the one who said what stands above, unless it is a
/// known place: `-- Plutarch`, `— Вольтер`.
pub(super) fn authors(draft: &Draft, names: &mut [Name]) {
    let tokens = &draft.tokens;
    let dash = |i: usize| matches!(draft.word(i), "-" | "--" | "–" | "—" | "―");
    for name in names.iter_mut().filter(|n| n.label == Label::Loc && n.confidence < SURE) {
        let Some(mut first) = name.first.checked_sub(1).filter(|&i| dash(i)) else { continue };
        while first > 0 && dash(first - 1) && draft.joined_before(first) {
            first -= 1;
        }
        let begins = first > 0 && tokens[first - 1].gap >= Gap::Line;
        let last = &tokens[name.end - 1];
        let ends = last.gap >= Gap::Line
            || tokens.get(name.end).is_none_or(|t| matches!(t.text(&draft.text), "(" | "," | "."));
        if begins && ends && placed(&draft.text, tokens, name.first, name.end).is_none() {
            name.label = Label::Per;
        }
    }
}

/// From this confidence on the tagger is left to know a place by what is said of it.
const SURE: f32 = 0.9;
