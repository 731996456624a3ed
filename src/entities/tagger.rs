//! The tagger of names: a linear chain over hashed features, which `train/entities.rs` trains.

use std::sync::OnceLock;

use super::chain::{self, Chain, LABELS, Row, TYPES, Transitions, allowed};
use super::features::{NEIGHBOURS, ROWS, Words, joint, neighbour, own};
use crate::data;
use crate::document::Label;
use crate::token::{Gap, Token};

/// Tokens are tagged in blocks of at most so many, cut behind a sentence where one ends in the last half.
const BLOCK: usize = 4096;

/// Weights of a feature for all labels but `outside`, which has none.
const WEIGHTS: usize = LABELS - 1;

type Sums = [i16; WEIGHTS];

/// A trained model, used in place: which features have weights (one bit each, with the number of bits before every
/// 512th), the weights, and the transitions.
#[derive(Clone, Copy)]
pub(crate) struct Tagger {
    scale: f32,
    transitions: Transitions,
    likelihoods: Transitions,
    known: &'static [u8],
    ranks: &'static [u8],
    weights: &'static [u8],
}

/// A name found: its first token and the one after its last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Name {
    pub first: usize,
    pub end: usize,
    pub label: Label,
    pub confidence: f32,
}

/// The tagger of the program; `None` before the first training.
pub(crate) fn tagger() -> Option<&'static Tagger> {
    static TAGGER: OnceLock<Option<Tagger>> = OnceLock::new();
    TAGGER.get_or_init(|| Tagger::read(data::NAMES)).as_ref()
}

impl Tagger {
    /// The model in `bytes`; `None` where they are too short to be one, as before the first training.
    pub(crate) fn read(bytes: &'static [u8]) -> Option<Tagger> {
        let (head, rest) = bytes.split_at_checked(4 * (1 + (LABELS + 1) * LABELS))?;
        let number = |i: usize| f32::from_le_bytes([head[4 * i], head[4 * i + 1], head[4 * i + 2], head[4 * i + 3]]);
        let transitions: Transitions = std::array::from_fn(|b| {
            std::array::from_fn(|l| if allowed(b, l) { number(1 + b * LABELS + l) } else { f32::NEG_INFINITY })
        });
        let (known, rest) = rest.split_at_checked(ROWS / 8)?;
        let (ranks, weights) = rest.split_at_checked(ROWS / 512 * 4)?;
        let likelihoods = transitions.map(|row| row.map(f32::exp));
        Some(Tagger { scale: number(0), transitions, likelihoods, known, ranks, weights })
    }

    /// Writes rows of weights, zero where a feature has none, so that [`Tagger::read`] reads them.
    #[cfg(feature = "train")]
    pub(crate) fn write(scale: f32, transitions: &Transitions, rows: &[[i8; WEIGHTS]]) -> Vec<u8> {
        let mut bytes: Vec<u8> = scale.to_le_bytes().to_vec();
        bytes.extend(transitions.iter().flatten().flat_map(|t| t.to_le_bytes()));
        let used = |row: &[i8; WEIGHTS]| row.iter().any(|&w| w != 0);
        for eight in rows.chunks(8) {
            bytes.push(eight.iter().enumerate().fold(0, |byte, (i, row)| byte | u8::from(used(row)) << i));
        }
        let mut before = 0u32;
        for block in rows.chunks(512) {
            bytes.extend(before.to_le_bytes());
            before += block.iter().filter(|row| used(row)).count() as u32;
        }
        bytes.extend(rows.iter().filter(|row| used(row)).flatten().map(|&w| w as u8));
        bytes
    }

    /// Adds the weights of a feature.
    #[inline]
    fn add(&self, feature: u32, sums: &mut Sums) {
        let (byte, bit) = (feature as usize / 8, feature % 8);
        if self.known[byte] >> bit & 1 == 0 {
            return;
        }
        let block = feature as usize / 512;
        let rank = &self.ranks[block * 4..block * 4 + 4];
        let mut index = u32::from_le_bytes([rank[0], rank[1], rank[2], rank[3]]);
        let (eights, rest) = self.known[block * 64..byte].as_chunks::<8>();
        index += eights.iter().map(|b| u64::from_le_bytes(*b).count_ones()).sum::<u32>();
        index += rest.iter().map(|b| b.count_ones()).sum::<u32>();
        index += (self.known[byte] & ((1 << bit) - 1)).count_ones();
        let at = index as usize * WEIGHTS;
        if let Some(weights) = self.weights.get(at..at + WEIGHTS) {
            sums.iter_mut().zip(weights).for_each(|(s, &w)| *s += i16::from(w as i8));
        }
    }

    /// The scores of the labels of each token.
    fn scores(&self, words: &Words, tokens: &[Token]) -> Vec<Sums> {
        let mut by_word: Vec<(Sums, [Sums; 5])> = Vec::with_capacity(words.list.len());
        for word in &words.list {
            let (mut alone, mut beside) = (Sums::default(), [Sums::default(); 5]);
            own(word, |feature| self.add(feature, &mut alone));
            for (_, offset) in NEIGHBOURS {
                self.add(neighbour(word, offset), &mut beside[offset]);
            }
            by_word.push((alone, beside));
        }
        let score = |i: usize| {
            let mut sums = by_word[words.of[i] as usize].0;
            for (distance, offset) in NEIGHBOURS {
                if let Some(&word) = i.checked_add_signed(distance).and_then(|n| words.of.get(n)) {
                    sums.iter_mut().zip(by_word[word as usize].1[offset]).for_each(|(s, w)| *s += w);
                }
            }
            // What surrounds a word outweighs it by so much in no case that matters.
            if sums.iter().any(|&s| f32::from(s) * self.scale > 2.0 * HOPELESS) {
                joint(words, tokens, i, |feature| self.add(feature, &mut sums));
            }
            sums
        };
        (0..tokens.len()).map(score).collect()
    }

    /// The names in `tokens`.
    pub(crate) fn names(&self, text: &str, tokens: &[Token]) -> Vec<Name> {
        let mut names = Vec::new();
        let mut from = 0;
        while from < tokens.len() {
            let block = block(text, &tokens[from..]);
            let words = Words::read(text, block);
            let scores = self.scores(&words, block);
            self.decode(&scores, from, &mut names);
            from += block.len();
        }
        names
    }

    /// How likely each token is outside of all names.
    #[cfg(feature = "train")]
    pub(crate) fn outside(&self, text: &str, tokens: &[Token]) -> Vec<f32> {
        let scores = self.scores(&Words::read(text, tokens), tokens);
        let emissions: Vec<Row> = scores.iter().map(|sums| self.emission(sums)).collect();
        let mut chain = Chain::default();
        chain.run(&emissions, None, &self.likelihoods);
        chain.marginals.iter().map(|row| row[0]).collect()
    }

    /// Finds the best labels of each stretch in which a name is possible at all.
    fn decode(&self, scores: &[Sums], offset: usize, names: &mut Vec<Name>) {
        let possible = |i: usize| scores[i].iter().any(|&s| f32::from(s) * self.scale > HOPELESS);
        let (mut labels, mut chain, mut emissions) = (Vec::new(), Chain::default(), Vec::new());
        let mut i = 0;
        while i < scores.len() {
            if !possible(i) {
                i += 1;
                continue;
            }
            let end = (i..scores.len()).find(|&e| !possible(e)).unwrap_or(scores.len());
            // One token before and after, so that the chain can begin and end outside.
            let (from, to) = (i.saturating_sub(1), (end + 1).min(scores.len()));
            emissions.clear();
            emissions.extend(scores[from..to].iter().map(|sums| self.emission(sums)));
            chain::best(&emissions, &self.transitions, &mut labels);
            if labels.iter().any(|&l| l > 0) {
                chain.run(&emissions, None, &self.likelihoods);
                collect(&labels, &chain.marginals, offset + from, names);
            }
            i = end;
        }
    }

    fn emission(&self, sums: &Sums) -> Row {
        std::array::from_fn(|l| if l == 0 { 0.0 } else { f32::from(sums[l - 1]) * self.scale })
    }
}

/// A token whose every label scores so far below `outside` is none of a name, whatever stands around it.
const HOPELESS: f32 = -6.0;

/// The first tokens, up to where a block ends.
fn block<'a>(text: &str, tokens: &'a [Token]) -> &'a [Token] {
    if tokens.len() <= BLOCK {
        return tokens;
    }
    let ends = |i: &usize| {
        let token = tokens[*i];
        token.gap >= Gap::Line || token.gap != Gap::None && matches!(token.text(text), "." | "!" | "?")
    };
    let last = (BLOCK / 2..BLOCK).rev().find(ends).unwrap_or(BLOCK - 1);
    &tokens[..=last]
}

/// The names that labels spell.
fn collect(labels: &[u8], marginals: &[Row], offset: usize, names: &mut Vec<Name>) {
    let mut i = 0;
    while i < labels.len() {
        let begin = labels[i];
        let mut end = i + 1;
        if begin % 2 == 1 {
            let mut confidence = marginals[i][begin as usize];
            while labels.get(end) == Some(&(begin + 1)) {
                confidence = confidence.min(marginals[end][begin as usize + 1]);
                end += 1;
            }
            let label = TYPES[begin as usize / 2];
            names.push(Name { first: offset + i, end: offset + end, label, confidence: confidence.clamp(0.0, 1.0) });
        }
        i = end;
    }
}
