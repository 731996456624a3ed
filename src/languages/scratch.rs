//! What labelling keeps from text to text: the rows of words already met, and the units of the text at hand.

use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHasher;

use crate::languages::decode::Row;
use crate::languages::model::{LANES, Lanes, NO_SCRIPT, UNKNOWN, model};
use crate::languages::preset::{PER_NAT, Preset};
use crate::languages::words::Unit;
use crate::token::Script;

/// A word's hash and its penalties.
#[derive(Clone)]
#[repr(align(64))]
struct Remembered {
    tag: u64,
    row: Row,
}

/// log2 of the number of words remembered.
const REMEMBERED: u32 = 16;
/// What a language that is not written in a word's script pays beyond the least probability.
const FOREIGN_SCRIPT: f32 = 5.0;

/// Buffers and the word memory of one thread at work. Never the source of a difference between runs: a row depends
/// on its word and on `key` alone.
pub(crate) struct Scratch {
    key: (u128, usize),
    words: Vec<Remembered>,
    letters: Vec<char>,
    /// `exp(-x)` of a penalty.
    exp: [f32; 256],
    /// Tables of [`Scratch::floored`] by number of lanes.
    floored: Vec<Option<Box<[u8; 512]>>>,
    pub units: Vec<Unit>,
    pub rows: Vec<Row>,
    pub switch: Vec<u8>,
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
            words: vec![Remembered { tag: 0, row: [0; LANES] }; 1 << REMEMBERED],
            letters: Vec::new(),
            floored: vec![None; LANES],
            exp: std::array::from_fn(|i| (-(i as f32) / PER_NAT).exp()),
            units: Vec::new(),
            rows: Vec::new(),
            switch: Vec::new(),
        }
    }

    /// The penalties of a word among the `allowed` lanes, `weight` times their size.
    pub(crate) fn row(&mut self, word: &str, script: Script, allowed: u128, preset: &Preset, weight: f32) -> Row {
        let key = (allowed, std::ptr::from_ref(preset).addr());
        if self.key != key {
            self.words.iter_mut().for_each(|word| word.tag = 0);
            self.floored.fill(None);
            self.key = key;
        }
        let mut hasher = FxHasher::default();
        hasher.write(word.as_bytes());
        let tag = hasher.finish() | 1;
        let slot = (tag.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - REMEMBERED)) as usize;
        if self.words[slot].tag != tag {
            let row = self.penalties(word, script, model().mask(script) & allowed, preset);
            self.words[slot] = Remembered { tag, row };
        }
        let row = self.words[slot].row;
        if weight == 1.0 {
            return row;
        }
        let weight = (weight * 256.0) as u16;
        row.map(|penalty| ((u16::from(penalty) * weight + 128) >> 8) as u8)
    }
}

impl Scratch {
    /// `-ln((1-ε) · softmax(τ · score) + ε / n)` over the `n` lanes of a mask, in sixteenths of a nat.
    fn penalties(&mut self, word: &str, script: Script, mask: u128, preset: &Preset) -> Row {
        let mut row = [u8::MAX; LANES];
        if mask == 0 {
            row[NO_SCRIPT as usize] = 0;
            return row;
        }
        let mut scores = [f32::MIN; LANES];
        model().score(word, script, mask, &mut self.letters, &mut scores);
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let scale = preset.temperature * PER_NAT;
        let distances = scores.map(|score| ((most - score) * scale + 0.5).min(255.0) as u8);
        let all: f32 = Lanes(mask).map(|lane| self.exp[distances[lane] as usize]).sum();
        let all = (all.ln() * PER_NAT + 0.5) as usize;
        let (inside, foreign) = self.floored(mask.count_ones(), preset);
        for lane in 1..NO_SCRIPT as usize {
            row[lane] = if mask >> lane & 1 == 1 { inside[distances[lane] as usize + all] } else { foreign };
        }
        row[UNKNOWN as usize] = (preset.unknown * PER_NAT) as u8;
        row
    }

    /// For `count` lanes: `-ln((1-ε) · p + ε / count)` by `-ln p`, and the penalty of a language in another script.
    fn floored(&mut self, count: u32, preset: &Preset) -> (&[u8; 512], u8) {
        let least = preset.floor / count as f32;
        let table = || {
            let penalty = |x: usize| -((1.0 - preset.floor) * (-(x as f32) / PER_NAT).exp() + least).ln();
            Box::new(std::array::from_fn(|x| (penalty(x).max(0.0) * PER_NAT + 0.5) as u8))
        };
        let inside = self.floored[count as usize].get_or_insert_with(table);
        (inside, ((FOREIGN_SCRIPT - least.ln()) * PER_NAT).min(255.0) as u8)
    }
}
