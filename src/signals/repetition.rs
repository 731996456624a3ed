//! Repeated sequences of words.
//!
//! A sequence of n words repeats only where both its sequences of n-1 words do, so each length looks only at the
//! places that the one before left: on plain text there is little left after pairs.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::words::WordCounts;

/// No repeated sequence begins here.
const NONE: u32 = u32::MAX;

/// Characters in repeated sequences.
#[derive(Default)]
pub(super) struct Repetition {
    /// Of the most frequent sequence of 2, 3, 4 words, all occurrences.
    pub top: [usize; 3],
    /// The same with the spaces between its words.
    pub top_with_spaces: [usize; 3],
    /// Of every occurrence but the first, left to right without overlap, of 5…10 words.
    pub later: [usize; 6],
    /// Of words that stand in any repeated sequence of 5…10 words.
    pub covered: [usize; 6],
}

impl Repetition {
    pub(super) fn of(words: &WordCounts) -> Self {
        let mut repetition = Repetition::default();
        let mut grams: Vec<u32> =
            words.ids.iter().map(|&id| if words.counts[id as usize] > 1 { id } else { NONE }).collect();
        for length in 2..=10 {
            let counts = lengthen(&mut grams);
            if counts.is_empty() {
                break;
            }
            match length {
                2..=4 => repetition.top(words, &grams, &counts, length),
                _ => repetition.duplicates(words, &grams, &counts, length),
            }
        }
        repetition
    }

    fn top(&mut self, words: &WordCounts, grams: &[u32], counts: &[u32], length: usize) {
        let most = counts.iter().copied().max().unwrap_or(0);
        // The first of the most frequent, as Python's `Counter.most_common` has it.
        let Some(at) = grams.iter().position(|&g| g != NONE && counts[g as usize] == most) else { return };
        let chars = chars(&words.lengths[at..at + length]);
        let all = words.lengths.iter().map(|&l| l as usize).sum::<usize>();
        // Occurrences may overlap ("ha ha ha"), but no share is more than all.
        self.top[length - 2] = (chars * most as usize).min(all);
        let spaced = (chars + length - 1) * most as usize;
        self.top_with_spaces[length - 2] = spaced.min(all + words.ids.len() - 1);
    }

    fn duplicates(&mut self, words: &WordCounts, grams: &[u32], counts: &[u32], length: usize) {
        let mut seen = vec![false; counts.len()];
        let (mut free, mut covered) = (0, 0);
        for (at, &gram) in grams.iter().enumerate().filter(|(_, g)| **g != NONE) {
            let from = at.max(covered);
            covered = at + length;
            self.covered[length - 5] += chars(&words.lengths[from..covered]);
            if at < free {
                continue;
            }
            if std::mem::replace(&mut seen[gram as usize], true) {
                self.later[length - 5] += chars(&words.lengths[at..covered]);
                free = covered;
            }
        }
    }
}

fn chars(lengths: &[u32]) -> usize {
    lengths.iter().map(|&l| l as usize).sum()
}

/// Makes the repeated sequences one word longer; how often each new one occurs, which is at least twice.
fn lengthen(grams: &mut Vec<u32>) -> Vec<u32> {
    // By both numbers, the first in the upper half.
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::with_capacity_and_hasher(grams.len() / 4, FxBuildHasher);
    let mut counts: Vec<u32> = Vec::with_capacity(grams.len() / 4);
    for at in 0..grams.len().saturating_sub(1) {
        let pair = (grams[at], grams[at + 1]);
        if pair.0 == NONE || pair.1 == NONE {
            grams[at] = NONE;
            continue;
        }
        let number = *numbers.entry(u64::from(pair.0) << 32 | u64::from(pair.1)).or_insert_with(|| {
            counts.push(0);
            counts.len() as u32 - 1
        });
        counts[number as usize] += 1;
        grams[at] = number;
    }
    grams.pop();
    let mut kept = Vec::with_capacity(counts.len() / 2);
    let renumbered: Vec<u32> = counts
        .into_iter()
        .map(|count| match count {
            0 | 1 => NONE,
            _ => {
                kept.push(count);
                kept.len() as u32 - 1
            }
        })
        .collect();
    grams.iter_mut().filter(|g| **g != NONE).for_each(|g| *g = renumbered[*g as usize]);
    kept
}
