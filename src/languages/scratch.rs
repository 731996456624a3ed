//! What labelling keeps from text to text: the rows of words already met, and the units of the text at hand.

use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHasher;

use crate::languages::decode::Row;
use crate::languages::model::{LANES, NO_SCRIPT, UNKNOWN, model};
use crate::languages::preset::{PER_NAT, Preset};
use crate::languages::words::Unit;
use crate::token::Script;

/// log2 of the number of words remembered; 128 bytes each.
const REMEMBERED: u32 = 15;
/// What a language that is not written in a word's script pays beyond the least probability.
const FOREIGN_SCRIPT: f32 = 5.0;

/// Buffers and the word memory of one thread at work. Never the source of a difference between runs: a row depends
/// on its word and on `key` alone.
pub(crate) struct Scratch {
    key: u64,
    tags: Vec<u64>,
    remembered: Vec<Row>,
    letters: Vec<char>,
    exp: [f32; 256],
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
            key: 0,
            tags: vec![0; 1 << REMEMBERED],
            remembered: vec![[0; LANES]; 1 << REMEMBERED],
            letters: Vec::new(),
            exp: std::array::from_fn(|i| (-(i as f32) / PER_NAT).exp()),
            units: Vec::new(),
            rows: Vec::new(),
            switch: Vec::new(),
        }
    }

    /// Puts the penalties of a word among the `allowed` lanes behind the rows, `weight` times their size.
    pub(crate) fn push_row(&mut self, word: &str, script: Script, allowed: u128, preset: &Preset, weight: f32) {
        let key = (allowed as u64) ^ ((allowed >> 64) as u64).rotate_left(17) ^ u64::from(preset.temperature.to_bits());
        if self.key != key {
            self.tags.fill(0);
            self.key = key;
        }
        let mut hasher = FxHasher::default();
        hasher.write(word.as_bytes());
        let tag = hasher.finish() | 1;
        let slot = (tag.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - REMEMBERED)) as usize;
        if self.tags[slot] != tag {
            self.tags[slot] = tag;
            let scores = model().score(word, script, &mut self.letters);
            self.remembered[slot] = penalties(&scores, model().mask(script) & allowed, preset, &self.exp);
        }
        let row = &self.remembered[slot];
        if weight == 1.0 {
            self.rows.push(*row);
        } else {
            let weight = (weight * 256.0) as u16;
            self.rows.push(row.map(|penalty| ((u16::from(penalty) * weight + 128) >> 8) as u8));
        }
    }
}

/// `-ln((1-ε) · softmax(τ · score) + ε / n)` over the `n` lanes of a mask, in sixteenths of a nat.
fn penalties(scores: &[f32; LANES], mask: u128, preset: &Preset, exp: &[f32; 256]) -> Row {
    let mut row = [u8::MAX; LANES];
    if mask == 0 {
        row[NO_SCRIPT as usize] = 0;
        return row;
    }
    let inside = |lane: usize| mask >> lane & 1 == 1;
    let most = (0..LANES).filter(|&l| inside(l)).map(|l| scores[l]).fold(f32::MIN, f32::max);
    let scale = preset.temperature * PER_NAT;
    let distance = |lane: usize| ((most - scores[lane]) * scale + 0.5).min(255.0) as u8;
    let all: f32 = (0..LANES).filter(|&l| inside(l)).map(|l| exp[distance(l) as usize]).sum();
    let count = mask.count_ones() as f32;
    let least = preset.floor / count;
    for lane in (0..LANES).filter(|&l| inside(l)) {
        let p = (1.0 - preset.floor) * exp[distance(lane) as usize] / all + least;
        row[lane] = (-p.ln() * PER_NAT + 0.5) as u8;
    }
    let foreign = ((FOREIGN_SCRIPT - least.ln()) * PER_NAT).min(255.0) as u8;
    for lane in (1..NO_SCRIPT as usize).filter(|&l| !inside(l)) {
        row[lane] = foreign;
    }
    row[UNKNOWN as usize] = (preset.unknown * PER_NAT) as u8;
    row
}
