//! Words taken for those of a language that the document has nowhere else.

use crate::draft::TokenLanguage;
use crate::language::Language;
use crate::languages::words::Unit;

/// A single word is left to the language around it below this. On the development texts, 20 of 20 such words of
/// languages that a document has nowhere else were wrong.
const LIKELY: f32 = 0.5;

/// Gives single words of a language back to the one around them, where the document has that language in such words
/// only and none is likely: `bloc's`, again and again, pays for Breton in the sum.
pub(super) fn give_back(units: &[Unit], labels: &mut [TokenLanguage]) {
    let mut islands = Vec::new();
    let mut settled: Vec<Language> = Vec::new();
    let mut from = 0;
    while let Some(label) = labels.get(from) {
        let language = label.language;
        let to = from + labels[from..].iter().take_while(|l| l.language == language).count();
        let like = |k: usize| labels.get(k).filter(|_| units[k].script == units[from].script).map(|l| l.language);
        let around = from.checked_sub(1).and_then(like).filter(|before| like(to) == Some(*before));
        match around.filter(|_| to == from + 1 && label.confidence < LIKELY) {
            Some(around) => islands.push((from, around)),
            None if !settled.contains(&language) => settled.push(language),
            None => {}
        }
        from = to;
    }
    for (at, around) in islands {
        if !settled.contains(&labels[at].language) && settled.contains(&around) {
            labels[at].language = around;
        }
    }
}
