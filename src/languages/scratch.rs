//! What labelling keeps from text to text: the rows of words already met, and the units of the text at hand.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::languages::decode::{Calibration, Row};
use crate::languages::model::{LANES, Lane, Lanes, NO_SCRIPT, Scorer, UNKNOWN, WIDTH, model};
use crate::languages::preset::{PER_NAT, Preset};
use crate::languages::relatives::Relatives;
use crate::languages::words::{Unit, normalise};
use crate::memory::{Idle, NOWHERE, Recent};
use crate::token::Script;

/// Words that are looked up together.
const BATCH: usize = 128;
/// What a language that is not written in a word's script pays beyond the least probability.
const FOREIGN_SCRIPT: f32 = 5.0;

/// Buffers and the word memory of one thread at work. Never the source of a difference between runs: a row depends
/// on its word and on `key` alone.
pub(crate) struct Scratch {
    key: (u128, usize),
    /// The penalties of the words met last.
    memory: Recent<Row>,
    /// By script.
    judges: Vec<Option<Box<Judge>>>,
    /// Of the words looked up together their hashes, their places in the memory, and those that were not there.
    hashes: Vec<u64>,
    places: Vec<u32>,
    new: Vec<NewWord>,
    /// The rows of the model that the n-grams of the new words have, word after word.
    ngrams: Vec<u32>,
    letters: Vec<char>,
    scores: Vec<f32>,
    distances: Vec<u8>,
    pub calibration: Calibration,
    pub units: Vec<Unit>,
    pub rows: Vec<Row>,
    pub switch: Vec<u8>,
}

/// A word on its way into the memory.
struct NewWord {
    hash: u64,
    /// Where its row belongs.
    at: usize,
    script: Script,
    /// How many n-grams it has.
    ngrams: u32,
    embedding: [f32; WIDTH],
}

static IDLE: Idle<Box<Scratch>> = Idle::new();

impl Scratch {
    /// Lends a scratch to `work`.
    pub(crate) fn with<R>(work: impl FnOnce(&mut Scratch) -> R) -> R {
        IDLE.with(Scratch::new, |scratch| {
            let result = work(scratch);
            scratch.units.clear();
            result
        })
    }

    /// With room for two to the power of `bits` words: of the words of texts in a dozen languages every tenth is new
    /// with 2^18, and every sixth with half as many.
    fn new(bits: u32) -> Box<Self> {
        Box::new(Scratch {
            key: (0, 0),
            memory: Recent::new(bits),
            judges: Vec::new(),
            hashes: Vec::new(),
            places: Vec::new(),
            new: Vec::new(),
            ngrams: Vec::new(),
            letters: Vec::new(),
            scores: Vec::new(),
            distances: Vec::new(),
            calibration: Calibration::new([1.0; 2]),
            units: Vec::new(),
            rows: Vec::new(),
            switch: Vec::new(),
        })
    }

    /// Puts the penalties of each of these units of `text`, among the `allowed` lanes, into `rows`.
    pub(crate) fn look_up(&mut self, text: &str, units: &[Unit], allowed: u128, preset: &Preset) {
        let key = (allowed, std::ptr::from_ref(preset).addr());
        if self.key != key {
            self.memory.clear();
            self.judges.clear();
            self.judges.resize_with(256, || None);
            self.calibration = Calibration::new(preset.calibration);
            self.key = key;
        }
        self.rows.clear();
        for units in units.chunks(BATCH) {
            self.hashes.clear();
            self.places.clear();
            self.hashes.extend(units.iter().map(|unit| hash(&text.as_bytes()[unit.span.range()])));
            self.memory.find(&self.hashes, &mut self.places);
            let first = self.rows.len();
            let known = self.places.iter().zip(&self.hashes).map(|(&place, &hash)| self.memory.at(place, hash));
            self.rows.extend(known.map(|row| row.copied().unwrap_or([0; LANES])));
            self.read_new(text, units, allowed);
            self.settle(text, units, first, allowed, preset);
        }
    }

    /// Finds the n-grams of the words that were not in the memory.
    fn read_new(&mut self, text: &str, units: &[Unit], allowed: u128) {
        for (at, unit) in units.iter().enumerate().filter(|&(at, _)| self.places[at] == NOWHERE) {
            let before = self.ngrams.len();
            // Where there is but one language, nothing is to be read.
            if (model().mask(unit.script) & allowed).count_ones() > 1 {
                normalise(&text[unit.span.range()], unit.script, &mut self.letters);
                model().find_rows(&self.letters, unit.script, &mut self.ngrams);
            }
            let ngrams = (self.ngrams.len() - before) as u32;
            let (hash, embedding) = (self.hashes[at], [0.0; WIDTH]);
            self.new.push(NewWord { hash, at, script: unit.script, ngrams, embedding });
        }
    }

    /// Works out the rows of the new words of a batch, whose rows begin with the one at `first`. One step for all words
    /// after the other: then the reads from the large tables don't wait for each other.
    fn settle(&mut self, text: &str, units: &[Unit], first: usize, allowed: u128, preset: &Preset) {
        let mut ngrams = self.ngrams.as_slice();
        for word in &mut self.new {
            let (own, rest) = ngrams.split_at(word.ngrams as usize);
            word.embedding = model().embed(own);
            ngrams = rest;
        }
        for word in self.new.drain(..) {
            let judge = self.judges[word.script as usize].get_or_insert_with(|| {
                let mask = model().mask(word.script) & allowed;
                Box::new(Judge::new(word.script, mask, preset))
            });
            let read = || {
                judge.score(&word.embedding, &text[units[word.at].span.range()], &mut self.scores, &mut self.letters);
                judge.penalties(&self.scores, &mut self.distances)
            };
            self.rows[first + word.at] = *self.memory.at_or(NOWHERE, word.hash, read);
        }
        self.ngrams.clear();
    }
}

fn hash(word: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word);
    hasher.finish()
}

/// What turns the words of one script into penalties:
/// `-ln((1-ε) · softmax(τ · score) + ε / n)` over the `n` languages written in it, in sixteenths of a nat.
struct Judge {
    lanes: Vec<Lane>,
    scorer: Scorer,
    relatives: Vec<Relatives>,
    /// `τ` in penalty units.
    scale: f32,
    /// `2^24 · exp(-x)` of a penalty.
    exp: [u32; 256],
    /// The penalty with its floor, by the one without.
    floored: [u8; 512],
    /// The row of a word before the languages of its script get their penalties.
    blank: Row,
}

impl Judge {
    fn new(script: Script, mask: u128, preset: &Preset) -> Self {
        let lanes: Vec<Lane> = Lanes(mask).map(|lane| lane as Lane).collect();
        let least = preset.floor / lanes.len() as f32;
        let nats = |x: usize| x as f32 / PER_NAT;
        let penalty = |x: usize| -((1.0 - preset.floor) * (-nats(x)).exp() + least).ln();
        let mut blank = [u8::MAX; LANES];
        if lanes.is_empty() {
            blank[NO_SCRIPT as usize] = 0;
        } else {
            blank.fill(((FOREIGN_SCRIPT - least.ln()) * PER_NAT).min(255.0) as u8);
            blank[UNKNOWN as usize] = (preset.unknown * PER_NAT) as u8;
            blank[NO_SCRIPT as usize] = u8::MAX;
        }
        Judge {
            scorer: model().scorer(&lanes),
            relatives: Relatives::of(script, &lanes),
            lanes,
            scale: preset.temperature * PER_NAT,
            exp: std::array::from_fn(|x| (ONE * (-nats(x)).exp()) as u32),
            floored: std::array::from_fn(|x| (penalty(x).max(0.0) * PER_NAT + 0.5) as u8),
            blank,
        }
    }

    /// The scores of a word with this embedding, in the order of the lanes.
    fn score(&self, embedding: &[f32; WIDTH], word: &str, scores: &mut Vec<f32>, letters: &mut Vec<char>) {
        self.scorer.score(embedding, scores);
        scores.truncate(self.lanes.len());
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let scale = self.scale / PER_NAT;
        self.relatives.iter().for_each(|family| family.share_out(word, scale, most, scores, letters));
    }

    fn penalties(&self, scores: &[f32], distances: &mut Vec<u8>) -> Row {
        let mut row = self.blank;
        if self.lanes.is_empty() {
            return row;
        }
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let distance = |score: &f32| {
            let distance = (most - score) * self.scale;
            // The lowest byte of the sum is the rounded number.
            (if distance < 255.0 { distance } else { 255.0 } + TO_BITS).to_bits() as u8
        };
        distances.clear();
        distances.extend(scores.iter().map(distance));
        let all: u32 = distances.iter().map(|&distance| self.exp[distance as usize]).sum();
        let all = ((all as f32 / ONE).ln() * PER_NAT + 0.5) as usize;
        let Some(floored) = self.floored[all..].first_chunk::<256>() else { return row };
        for (&lane, &distance) in self.lanes.iter().zip(distances.iter()) {
            row[lane as usize] = floored[distance as usize];
        }
        row
    }
}

/// 2^23: a number of 24 bits, of which none is left for a fraction.
const TO_BITS: f32 = 8_388_608.0;
/// 1 in the fixed-point numbers of [`Judge::exp`]; all lanes together fit 32 bits.
const ONE: f32 = (1 << 24) as f32;
