//! What labelling keeps from text to text: the rows of words already met, and the units of the text at hand.

use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHasher;

use crate::languages::decode::{Calibration, Row};
use crate::languages::memory::{Memory, PLACES};
use crate::languages::model::{LANES, Lane, Lanes, NO_SCRIPT, Scorer, UNKNOWN, WIDTH, model};
use crate::languages::preset::{PER_NAT, Preset};
use crate::languages::words::{Unit, normalise};
use crate::token::Script;

/// The penalties of a word, in two cache lines.
#[derive(Clone)]
#[repr(align(64))]
struct Remembered(Row);

/// Words that are looked up together.
const BATCH: usize = 128;
/// What a language that is not written in a word's script pays beyond the least probability.
const FOREIGN_SCRIPT: f32 = 5.0;

/// Buffers and the word memory of one thread at work. Never the source of a difference between runs: a row depends
/// on its word and on `key` alone.
pub(crate) struct Scratch {
    key: (u128, usize),
    memory: Memory,
    /// By place in the memory; apart from it, because it fits a nearer cache.
    remembered: Vec<Remembered>,
    /// By script.
    judges: Vec<Option<Box<Judge>>>,
    /// The place of each word looked up last among the remembered ones, how many of them are settled, and the words of
    /// the others that were not there.
    found: Vec<u32>,
    settled: usize,
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
    place: u32,
    script: Script,
    /// How many n-grams it has.
    ngrams: u32,
    embedding: [f32; WIDTH],
}

/// Scratches not in use. Taken and put back once a text, so that threads share nothing while they work.
static IDLE: Mutex<Vec<Box<Scratch>>> = Mutex::new(Vec::new());

impl Scratch {
    /// Lends a scratch to `work`.
    pub(crate) fn with<R>(work: impl FnOnce(&mut Scratch) -> R) -> R {
        let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut scratch = idle.unwrap_or_else(|| Box::new(Scratch::new()));
        let result = work(&mut scratch);
        scratch.units.clear();
        IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        result
    }

    fn new() -> Self {
        Scratch {
            key: (0, 0),
            memory: Memory::new(),
            remembered: Vec::with_capacity(PLACES),
            judges: Vec::new(),
            found: Vec::new(),
            settled: 0,
            new: Vec::new(),
            ngrams: Vec::new(),
            letters: Vec::new(),
            scores: Vec::new(),
            distances: Vec::new(),
            calibration: Calibration::new([1.0; 2]),
            units: Vec::new(),
            rows: Vec::new(),
            switch: Vec::new(),
        }
    }

    /// Puts the penalties of each of these units of `text`, among the `allowed` lanes, into `rows`.
    pub(crate) fn look_up(&mut self, text: &str, units: &[Unit], allowed: u128, preset: &Preset) {
        let key = (allowed, std::ptr::from_ref(preset).addr());
        if self.key != key {
            self.memory.clear();
            self.remembered.clear();
            self.judges.clear();
            self.judges.resize_with(256, || None);
            self.calibration = Calibration::new(preset.calibration);
            self.key = key;
        }
        self.rows.clear();
        self.found.clear();
        self.settled = 0;
        for unit in units {
            if self.found.len() - self.settled == BATCH {
                self.settle(allowed, preset);
            }
            let word = &text[unit.span.range()];
            let mut hasher = FxHasher::default();
            hasher.write(word.as_bytes());
            let hash = hasher.finish();
            let place = self.memory.find(hash).unwrap_or_else(|| {
                let place = self.memory.put(hash);
                if self.found[self.settled..].iter().any(|&found| found as usize == place) {
                    self.settle(allowed, preset);
                }
                let before = self.ngrams.len();
                // Where there is but one language, nothing is to be read.
                if (model().mask(unit.script) & allowed).count_ones() > 1 {
                    normalise(word, &mut self.letters);
                    model().find_rows(&self.letters, unit.script, &mut self.ngrams);
                }
                let ngrams = (self.ngrams.len() - before) as u32;
                let embedding = [0.0; WIDTH];
                self.new.push(NewWord { place: place as u32, script: unit.script, ngrams, embedding });
                place
            });
            self.found.push(place as u32);
        }
        self.settle(allowed, preset);
    }

    /// Works out the rows of the new words of a batch, and copies those of all. One step for all words after the other:
    /// then the reads from the large tables don't wait for each other.
    fn settle(&mut self, allowed: u128, preset: &Preset) {
        let mut ngrams = self.ngrams.as_slice();
        for word in &mut self.new {
            let (own, rest) = ngrams.split_at(word.ngrams as usize);
            word.embedding = model().embed(own);
            ngrams = rest;
        }
        for word in self.new.drain(..) {
            let judge = self.judges[word.script as usize].get_or_insert_with(|| {
                let mask = model().mask(word.script) & allowed;
                Box::new(Judge::new(mask, preset))
            });
            let row = judge.penalties(&word.embedding, &mut self.scores, &mut self.distances);
            let known = Remembered(row);
            match self.remembered.get_mut(word.place as usize) {
                Some(place) => *place = known,
                None => self.remembered.push(known),
            }
        }
        self.ngrams.clear();
        let found = &self.found[self.settled..];
        self.rows.extend(found.iter().map(|&place| self.remembered[place as usize].0));
        self.settled = self.found.len();
    }
}

/// What turns the words of one script into penalties:
/// `-ln((1-ε) · softmax(τ · score) + ε / n)` over the `n` languages written in it, in sixteenths of a nat.
struct Judge {
    lanes: Vec<Lane>,
    scorer: Scorer,
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
    fn new(mask: u128, preset: &Preset) -> Self {
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
            lanes,
            scale: preset.temperature * PER_NAT,
            exp: std::array::from_fn(|x| (ONE * (-nats(x)).exp()) as u32),
            floored: std::array::from_fn(|x| (penalty(x).max(0.0) * PER_NAT + 0.5) as u8),
            blank,
        }
    }

    fn penalties(&self, embedding: &[f32; WIDTH], scores: &mut Vec<f32>, distances: &mut Vec<u8>) -> Row {
        let mut row = self.blank;
        if self.lanes.is_empty() {
            return row;
        }
        self.scorer.score(embedding, scores);
        scores.truncate(self.lanes.len());
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
