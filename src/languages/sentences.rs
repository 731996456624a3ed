//! Languages of single sentences in a text of few words, which the whole text would outvote.

use crate::languages::decode::{Chain, Path};
use crate::languages::joints::Boundary;
use crate::languages::model::{Lane, model};
use crate::languages::preset::{Preset, units};
use crate::languages::words::Unit;
use crate::token::Script;

/// Words of more than a letter that a sentence in another language has at least.
const FEWEST: usize = 3;

/// The path with each further language in which whole sentences, or words in a script of its own, gain more than
/// `least`.
pub(super) fn added(chain: &Chain, mut path: Path, text: &str, words: &[Unit], preset: &Preset, least: i32) -> Path {
    let end = units(preset.switch[Boundary::SentenceEnd as usize]) as u8;
    let foreign: Vec<bool> = words.iter().map(|word| is_foreign(word, path.set[0])).collect();
    let cost = |(at, &cost): (usize, &u8)| match at.checked_sub(1) {
        _ if cost <= end => cost,
        Some(before) if foreign[before] != foreign[at] => end,
        _ => u8::MAX,
    };
    let switch: Vec<u8> = chain.switch.iter().enumerate().map(cost).collect();
    if switch.iter().skip(1).all(|&cost| cost == u8::MAX) {
        return path;
    }
    let chain = Chain { switch: &switch, ..*chain };
    while let Some(next) = chain.with_another(&path, least).filter(|next| are_sentences(text, words, &foreign, next)) {
        path = next;
    }
    path
}

/// Whether a word is in a script that a language is not written in. Latin is everybody's second script: brands,
/// commands and names are in no other language for that.
fn is_foreign(word: &Unit, lane: Lane) -> bool {
    word.script != Script::Latin && model().mask(word.script) >> lane & 1 == 0
}

/// Whether each stretch in the language that a path took in last has words enough for a sentence, or a script of its
/// own: the pieces of `d.lgs. n. 50` and `de 10 a.m. a 12 p.m.` have neither.
fn are_sentences(text: &str, words: &[Unit], foreign: &[bool], path: &Path) -> bool {
    let mut at = 0;
    path.lanes.chunk_by(|a, b| a == b).all(|run| {
        let own = at..at + run.len();
        at = own.end;
        let long = words[own.clone()].iter().filter(|word| text[word.span.range()].chars().nth(1).is_some()).count();
        path.set.last() != run.first() || long >= FEWEST || foreign[own].iter().all(|&foreign| foreign)
    })
}
