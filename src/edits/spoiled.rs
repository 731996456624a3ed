//! Words near others that were surely torn apart or glued: what damaged those has likely damaged more, so less is asked
//! of the next ones.

use super::humps;
use super::reader::Reader;
use super::rules::Found;
use super::words;
use crate::lexicon;
use crate::span::Span;
use crate::token::{Case, Gap};

/// How far around a word others count, in bytes.
const NEAR: u32 = 1000;
/// Sure ones that are needed: a single one may be a slip.
const SURE: usize = 2;

/// Judges the words around those that were mended.
pub(super) fn judge(reader: &Reader, found: &mut Found) {
    let (split, glued) = (found.places("split-word"), found.places("glued-word"));
    if split.len() < SURE && glued.len() < SURE {
        return;
    }
    let near = |places: &[u32], at: u32| {
        let from = places.partition_point(|&place| place + NEAR < at);
        places.get(from + SURE - 1).is_some_and(|&place| place <= at + NEAR)
    };
    for (i, token) in reader.tokens.iter().enumerate().filter(|(_, token)| token.is_word()) {
        if token.gap == Gap::Space && near(&split, token.span.end) && is_torn(reader, i) {
            found.add("split-word", reader.gap(i), "");
        }
        if token.case == Case::Mixed && near(&glued, token.span.start) {
            for at in humps::likely_cuts(reader, i) {
                let at = token.span.start + at as u32;
                found.add("glued-word", Span { start: at, end: at }, " ");
            }
        }
    }
}

/// Whether a word and the next are likelier one.
fn is_torn(reader: &Reader, i: usize) -> bool {
    let right = i + 1;
    let cases = matches!(reader.case(i), Case::Lower | Case::Capital) && reader.case(right) == Case::Lower;
    if !cases || !reader.is_word(right) || !reader.cased(i) || reader.tokens[i].script != reader.tokens[right].script {
        return false;
    }
    let (left, next, language) = (reader.word(i), reader.word(right), reader.language(i));
    let levels = [reader.known(i), reader.known(right)].map(|level| level.map_or(-1, i32::from));
    let (least, most) = (levels[0].min(levels[1]), levels[0].max(levels[1]));
    let Some(joined) = lexicon::frequency_joined(left, next, language) else {
        return least < 0 && most < 4 && words::is_inflected([left, next], language);
    };
    let joined = i32::from(joined);
    let letter = (reader.length(i) == 1 || reader.length(right) == 1) && most >= 9;
    // Asked about so many pairs, one table alone would find words that are not in it.
    let sure = || lexicon::frequency_any_joined(left, next) >= Some(joined as u8);
    let likely = match least {
        -1 => joined >= 3 && !letter,
        0..4 => joined > least.max(2) && joined + 3 >= most && sure(),
        _ => joined >= 6 && joined + 3 >= most && sure(),
    };
    likely && !lexicon::is_apart(left, next, language) && left.len() + next.len() > 4
}
