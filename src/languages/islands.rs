//! Words taken for those of a language that the document has nowhere else.

use std::ops::Range;

use crate::draft::TokenLanguage;
use crate::language::Language;
use crate::languages::FEW_WORDS;
use crate::languages::model::model;
use crate::languages::words::Unit;
use crate::token::Script;

/// A single word is left to the language around it below this. On the development texts, 20 of 20 such words of
/// languages that a document has nowhere else were wrong.
const LIKELY: f32 = 0.5;
/// In a longer text, a language that makes less than one of so many of its words must have two of more than a letter
/// side by side: names of commands and programs, one here and one there, pay for Slovak or Breton in the sum. Asking
/// for three would cost phrases.
const SHARE: usize = 8;
const FEWEST: usize = 2;
/// Words in no known language side by side in a longer text.
const FEWEST_UNKNOWN: usize = 8;

/// Words of one language side by side.
struct Run {
    at: Range<usize>,
    language: Language,
    /// Words of more than a letter, in a script that the language is written in.
    words: usize,
}

/// What a document has of a language.
struct Share {
    language: Language,
    units: usize,
    /// Whether it has a place that is likely.
    settled: bool,
}

/// Gives words of a language to the one before them, or behind, where the document has that language only in places
/// that are hardly likely.
pub(super) fn give_back(text: &str, units: &[Unit], labels: &mut [TokenLanguage]) {
    if labels.windows(2).all(|pair| pair[0].language == pair[1].language) {
        return;
    }
    let runs = runs(text, units, labels);
    let mut shares: Vec<Share> = Vec::new();
    for run in &runs {
        match shares.iter_mut().find(|share| share.language == run.language) {
            Some(share) => share.units += run.at.len(),
            None => shares.push(Share { language: run.language, units: run.at.len(), settled: false }),
        }
    }
    let mut stays = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let Some(share) = shares.iter_mut().find(|share| share.language == run.language) else { continue };
        let firm = !is_unlikely(at, &runs, units, labels) && !is_scattered(run, share.units, units);
        share.settled |= firm;
        stays.push(firm);
    }
    for (stays, run) in stays.iter_mut().zip(&runs).filter(|(_, run)| run.language != Language::UND) {
        *stays |= shares.iter().any(|share| share.settled && share.language == run.language);
    }
    let Some(first) = stays.iter().position(|&stays| stays) else { return };
    let mut around = runs[first].language;
    for (run, stays) in runs.iter().zip(stays) {
        if stays {
            around = run.language;
        } else {
            labels[run.at.clone()].iter_mut().for_each(|label| label.language = around);
        }
    }
}

fn runs(text: &str, units: &[Unit], labels: &[TokenLanguage]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut from = 0;
    for run in labels.chunk_by(|a, b| a.language == b.language) {
        let at = from..from + run.len();
        let lane = model().lane(run[0].language);
        let is_word = |unit: &&Unit| {
            (unit.span.len() > char::MAX.len_utf8() || text[unit.span.range()].chars().nth(1).is_some())
                && lane.is_none_or(|lane| model().mask(unit.script) >> lane & 1 == 1)
        };
        let words = units[at.clone()].iter().filter(is_word).count();
        from = at.end;
        runs.push(Run { at, language: run[0].language, words });
    }
    runs
}

/// Whether a run is one word amid another language that is not likely in its own.
fn is_unlikely(at: usize, runs: &[Run], units: &[Unit], labels: &[TokenLanguage]) -> bool {
    let [Some(before), Some(behind)] = [at.checked_sub(1), Some(at + 1)].map(|at| runs.get(at?)) else { return false };
    let here = runs[at].at.start;
    let is_like = |other: usize| units[other].script == units[here].script;
    runs[at].at.len() == 1
        && before.language == behind.language
        && labels[here].confidence < LIKELY
        && is_like(here - 1)
        && is_like(here + 1)
}

/// Whether a run in a longer text is too short for a language that has so few units there. A language that a word's
/// script tells is sure.
fn is_scattered(run: &Run, all: usize, units: &[Unit]) -> bool {
    if units.len() <= FEW_WORDS {
        return false;
    }
    if run.language == Language::UND {
        return run.words < FEWEST_UNKNOWN;
    }
    let is_latin = |unit: &Unit| unit.script == Script::Latin;
    run.words < FEWEST && all * SHARE < units.len() && units[run.at.clone()].iter().any(is_latin)
}
