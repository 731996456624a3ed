//! The tagger of names: a linear chain over hashed features, which `train/entities.rs` trains.

use std::array::from_fn;
use std::ops::Range;
use std::sync::OnceLock;

use super::around::{VIEWS, pairs, placed, view, views};
use super::chain::{Best, LABELS, Row, TYPES, Transitions, allowed};
use super::features::{DENSE, NEIGHBOURS, SPARSE, Spelling, Word, neighbour, own};
use super::gazetteer::{gazetteer, word_hash};
use super::memory::{Memory, Reading, Remembered, hash};
use super::text::firsts;
use super::writing::Writing;
use crate::data;
use crate::document::Label;
use crate::memory::NOWHERE;
use crate::token::{Gap, Token};

/// Tokens are tagged in blocks of at most so many, cut behind a sentence where one ends in the last half.
const BLOCK: usize = 4096;

/// Weights of a feature for all labels but `outside`, which has none.
const WEIGHTS: usize = LABELS - 1;

/// The sum of the weights of some features.
pub(crate) type Sums = [i16; WEIGHTS];

/// A trained model, used in place: the transitions, which of the [`SPARSE`] features have weights (one bit each), the
/// weights of the [`DENSE`] ones, and those of the sparse ones that have some.
pub(crate) struct Tagger {
    best: Best,
    likelihoods: Transitions,
    /// How likely a label is beside the likeliest of a token, by how far its sum is below.
    falling: Vec<f32>,
    known: Vec<Known>,
    dense: &'static [u8],
    weights: &'static [u8],
    /// What each number says in each of [`VIEWS`], added up once: half of what is looked up at a token would otherwise
    /// be looked up again at every other.
    views: [Vec<Sums>; VIEWS.len()],
}

/// Which of [`PER_LINE`] features have weights, and how many features do before them and before each word of bits: a
/// cache line, so that asking for a feature waits for memory once.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Known {
    bits: [u64; WORDS],
    before: [u16; WORDS],
    rank: u32,
}

/// How far below the likeliest label, as a logarithm, others are taken for that unlikely.
const LOWEST: f32 = 30.0;

/// Words of bits in a [`Known`], and the features they tell about.
const WORDS: usize = 6;
const PER_LINE: u32 = 64 * WORDS as u32;

impl Known {
    fn all(bits: &[u8]) -> Vec<Known> {
        let mut rank = 0;
        let line = |bytes: &[u8]| {
            let mut line = Known { rank, ..Known::default() };
            for (i, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
                line.bits[i] = u64::from_le_bytes(*eight);
                line.before[i] = (rank - line.rank) as u16;
                rank += line.bits[i].count_ones();
            }
            line
        };
        bits.chunks(8 * WORDS).map(line).collect()
    }

    /// The row of weights of a feature, and whether it has one.
    #[inline]
    fn row(lines: &[Known], feature: u32) -> (u32, bool) {
        let line = &lines[(feature / PER_LINE) as usize];
        let (word, bit) = ((feature % PER_LINE / 64) as usize, feature % 64);
        let bits = line.bits[word];
        let below = (bits & ((1 << bit) - 1)).count_ones();
        (line.rank + u32::from(line.before[word]) + below, bits >> bit & 1 == 1)
    }
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
        let (known, rest) = rest.split_at_checked(SPARSE / 8)?;
        let (dense, weights) = rest.split_at_checked(DENSE * WEIGHTS)?;
        let likelihoods = transitions.map(|row| row.map(f32::exp));
        let (known, views) = (Known::all(known), Default::default());
        let scale = number(0);
        let falling =
            (0..=(LOWEST / scale).min(f32::from(i16::MAX)) as i32).map(|below| (-scale * below as f32).exp()).collect();
        let mut tagger =
            Tagger { best: Best::new(&transitions, scale), likelihoods, falling, known, dense, weights, views };
        tagger.views = from_fn(|v| (0..1 << VIEWS[v]).map(|number| tagger.viewed(v, number)).collect());
        Some(tagger)
    }

    fn viewed(&self, number_of_view: usize, number: u32) -> Sums {
        let (mut features, mut sums) = (Features::<3>::default(), Sums::default());
        view(number_of_view, number, |feature| features.push(feature));
        self.add(&features, &mut sums);
        sums
    }

    /// What names of places say to a word.
    fn placed(&self, word: &Word, places: [u8; 3]) -> Sums {
        let (mut features, mut sums) = (Features::<4>::default(), Sums::default());
        placed(word, places, |feature| features.push(feature));
        self.add(&features, &mut sums);
        sums
    }

    /// Writes rows of weights, zero where a feature has none, so that [`Tagger::read`] reads them.
    #[cfg(feature = "train")]
    pub(crate) fn write(scale: f32, transitions: &Transitions, rows: &[[i8; WEIGHTS]]) -> Vec<u8> {
        let mut bytes: Vec<u8> = scale.to_le_bytes().to_vec();
        bytes.extend(transitions.iter().flatten().flat_map(|t| t.to_le_bytes()));
        let used = |row: &[i8; WEIGHTS]| row.iter().any(|&w| w != 0);
        let (sparse, dense) = rows.split_at(SPARSE);
        for eight in sparse.chunks(8) {
            bytes.push(eight.iter().enumerate().fold(0, |byte, (i, row)| byte | u8::from(used(row)) << i));
        }
        bytes.extend(dense.iter().chain(sparse.iter().filter(|row| used(row))).flatten().map(|&w| w as u8));
        bytes
    }

    /// Adds the weights of features.
    ///
    /// First the places of all rows, then the rows, so that the waits for memory overlap.
    fn add<const MOST: usize>(&self, features: &Features<MOST>, sums: &mut Sums) {
        let (mut rows, mut count) = ([0u32; MOST], 0);
        let (dense, weights) = (self.dense.as_chunks::<WEIGHTS>().0, self.weights.as_chunks::<WEIGHTS>().0);
        let plus = |sums: Sums, row: &[u8; WEIGHTS]| from_fn(|label| sums[label] + i16::from(row[label] as i8));
        let mut all = *sums;
        for &feature in &features.list[..features.count] {
            if feature >= SPARSE as u32 {
                all = dense.get(feature as usize - SPARSE).map_or(all, |row| plus(all, row));
            } else {
                // Every seventh has a row: a branch would wait for the answer, and guess wrong at each of those.
                let (row, known) = Known::row(&self.known, feature);
                rows[count] = row;
                count += usize::from(known);
            }
        }
        for row in rows[..count].iter().filter_map(|&row| weights.get(row as usize)) {
            all = plus(all, row);
        }
        *sums = all;
    }

    /// What a word says wherever it stands.
    fn read_word(&self, text: &str, token: Token, writing: Writing) -> Remembered {
        let spelling = Spelling::read(text, token, writing);
        // The sum of its own features first, then those of its neighbours, all looked up together.
        let mut sums = [Sums::default(); 1 + NEIGHBOURS.len()];
        let (mut features, mut count) = ([(0, 0); OWN + 3 * NEIGHBOURS.len()], 0);
        let mut push = |sum: usize, feature| {
            features[count] = (sum as u32, feature);
            count += 1;
        };
        own(&spelling, |feature| push(0, feature));
        for (i, (_, offset)) in NEIGHBOURS.into_iter().enumerate() {
            neighbour(&spelling.word, offset, |feature| push(1 + i, feature));
        }
        self.add_all(&mut features[..count], &mut sums);
        let word = spelling.word;
        let [mut own, beside @ ..] = sums;
        add(&mut own, &self.placed(&word, [0; 3]));
        Remembered { word, firsts: firsts(text, token), own, beside }
    }

    /// The scores of the labels of each token, left in the memory; what was read is put behind `readings`.
    fn score(&self, memory: &mut Memory, text: &str, tokens: &[Token], readings: &mut Vec<Reading>) {
        let Memory { words, scores, known, hashes, places, paired, .. } = memory;
        scores.clear();
        scores.resize(tokens.len(), Sums::default());
        words.set(text, tokens, |stretch, writing, list| {
            hashes.clear();
            places.clear();
            hashes.extend(stretch.iter().map(|token| hash(text, *token, writing as u32)));
            known.find(hashes, places);
            let new = stretch.iter().zip(places.iter()).filter(|(token, place)| **place == NOWHERE && token.is_word());
            gazetteer().touch(new.map(|(token, _)| word_hash(token.text(text))));
            for ((token, &hash), &place) in stretch.iter().zip(hashes.iter()).zip(places.iter()) {
                let i = list.len();
                let known = known.at_or(place, hash, || self.read_word(text, *token, writing));
                add(&mut scores[i], &known.own);
                for ((distance, _), weights) in NEIGHBOURS.into_iter().zip(&known.beside) {
                    if let Some(sums) = i.checked_add_signed(-distance).and_then(|n| scores.get_mut(n)) {
                        add(sums, weights);
                    }
                }
                list.push(known.word);
                readings.push(known.reading());
            }
        });
        for (i, sums) in scores.iter_mut().enumerate() {
            let mut all = *sums;
            for (view, number) in self.views.iter().zip(views(words, tokens, i)) {
                add(&mut all, &view[number as usize]);
            }
            *sums = all;
            let (places, word) = (words.places(i), words.get(Some(i)));
            if let Some(word) = word.filter(|_| places != [0; 3]) {
                let without = self.placed(word, [0; 3]);
                add(sums, &self.placed(word, places));
                sums.iter_mut().zip(without).for_each(|(sum, weight)| *sum -= weight);
            }
        }
        paired.clear();
        for i in 0..tokens.len() {
            pairs(words, tokens, i, |feature| paired.push((i as u32, feature)));
        }
        self.add_all(paired, scores);
    }

    /// Adds the weights of features to the sums of tokens: first the places of all rows, then the rows, so that the
    /// waits for memory overlap.
    fn add_all(&self, features: &mut [(u32, u32)], scores: &mut [Sums]) {
        let mut count = 0;
        for at in 0..features.len() {
            let (token, feature) = features[at];
            let (row, known) = Known::row(&self.known, feature);
            features[count] = (token, row);
            count += usize::from(known);
        }
        let weights = self.weights.as_chunks::<WEIGHTS>().0;
        for &(token, row) in &features[..count] {
            if let (Some(sums), Some(row)) = (scores.get_mut(token as usize), weights.get(row as usize)) {
                sums.iter_mut().zip(row).for_each(|(sum, &weight)| *sum += i16::from(weight as i8));
            }
        }
    }

    /// The names in `tokens`, and what was read of each of these.
    pub(crate) fn names(&self, text: &str, tokens: &[Token]) -> (Vec<Name>, Vec<Reading>) {
        Memory::with(self.weights, |memory| {
            let (mut names, mut readings) = (Vec::new(), Vec::with_capacity(tokens.len()));
            let mut from = 0;
            while from < tokens.len() {
                let block = block(text, &tokens[from..]);
                self.score(memory, text, block, &mut readings);
                self.decode(memory, from, &mut names);
                from += block.len();
            }
            (names, readings)
        })
    }

    /// Adds the names that the best labels of all spell; `offset` is the number of the first token.
    fn decode(&self, memory: &mut Memory, offset: usize, names: &mut Vec<Name>) {
        let Memory { scores, labels, chain, reached, .. } = memory;
        let likely = |sums: &Sums| -> Row {
            let all: [i16; LABELS] = from_fn(|l| if l == 0 { 0 } else { sums[l - 1] });
            let most = all.iter().copied().max().unwrap_or(0);
            all.map(|sum| self.falling[usize::from(most.abs_diff(sum)).min(self.falling.len() - 1)])
        };
        self.best.labels(scores, reached, labels);
        for part in near_names(labels) {
            chain.run_over(scores[part.clone()].iter().map(likely), &self.likelihoods);
            collect(&labels[part.clone()], &chain.marginals, offset + part.start, names);
        }
    }
}

/// Features that a word has by itself at most.
const OWN: usize = 32;

/// Some features, at most so many.
struct Features<const MOST: usize> {
    list: [u32; MOST],
    count: usize,
}

impl<const MOST: usize> Default for Features<MOST> {
    fn default() -> Self {
        Features { list: [0; MOST], count: 0 }
    }
}

impl<const MOST: usize> Features<MOST> {
    fn push(&mut self, feature: u32) {
        self.list[self.count] = feature;
        self.count += 1;
    }
}

fn add(sums: &mut Sums, weights: &Sums) {
    sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
}

/// The first tokens, up to where a block ends: with the paragraph, or behind a sentence of a long one. A name does not
/// go on in the next paragraph, and what stands there says little: a signature, a heading.
fn block<'a>(text: &str, tokens: &'a [Token]) -> &'a [Token] {
    let near = &tokens[..tokens.len().min(BLOCK)];
    if let Some(last) = near.iter().position(|t| t.gap == Gap::Paragraph) {
        return &tokens[..=last];
    }
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

/// Tokens on either side of a name that are looked at for how sure it is.
const BESIDE: usize = 4;

/// The parts of a sequence that hold names, with [`BESIDE`] tokens around: what stands further away hardly matters to
/// how sure a name is, and most of a text has none.
fn near_names(labels: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = at + labels[at..].iter().position(|&label| label > 0)?;
        let mut last = first;
        while let Some(next) = labels[last + 1..].iter().take(2 * BESIDE).position(|&label| label > 0) {
            last += 1 + next;
        }
        at = labels.len().min(last + 1 + BESIDE);
        Some(first.saturating_sub(BESIDE)..at)
    })
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
