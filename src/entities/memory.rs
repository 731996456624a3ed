//! What the tagger keeps from text to text: the words already met, and its buffers.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::chain::{Chain, Reached};
use super::features::{NEIGHBOURS, Word, Words};
use super::gazetteer::Facts;
use super::tagger::Sums;
use super::text::Firsts;
use crate::memory::{Idle, Recent};
use crate::token::Token;

/// What the other parts ask of a word: the tagger has looked it up.
#[derive(Clone, Copy, Default)]
pub(crate) struct Reading {
    /// As [`super::gazetteer::word_hash`] says.
    pub hash: u64,
    pub facts: Facts,
    pub firsts: Firsts,
}

impl Remembered {
    pub(crate) fn reading(&self) -> Reading {
        Reading { hash: self.word.lower, facts: self.word.facts, firsts: self.firsts }
    }
}

/// A word, the values it may begin, and the weights of what it says by itself and to each of [`NEIGHBOURS`].
#[derive(Clone, Copy, Default)]
pub(crate) struct Remembered {
    pub word: Word,
    pub firsts: Firsts,
    pub own: Sums,
    pub beside: [Sums; NEIGHBOURS.len()],
}

/// The memory and the buffers of one thread at work.
pub(crate) struct Memory {
    model: usize,
    pub known: Recent<Remembered>,
    /// Of the words looked up together, their hashes and their places among the known ones.
    pub hashes: Vec<u64>,
    pub places: Vec<u32>,
    pub words: Words,
    pub scores: Vec<Sums>,
    /// Features of pairs of words, each with its token.
    pub paired: Vec<(u32, u32)>,
    pub reached: Vec<Reached>,
    pub labels: Vec<u8>,
    pub chain: Chain,
}

static IDLE: Idle<Box<Memory>> = Idle::new();

impl Memory {
    /// Lends a memory of the words of a model, which is told by where its weights lie, to `work`.
    pub(crate) fn with<R>(model: &'static [u8], work: impl FnOnce(&mut Memory) -> R) -> R {
        IDLE.with(Memory::new, |memory| {
            let model = model.as_ptr().addr();
            if memory.model != model {
                memory.model = model;
                memory.known.clear();
            }
            work(memory)
        })
    }

    /// With room for two to the power of `bits` words, of 128 bytes each: reading a word costs as much as finding it
    /// ten times.
    fn new(bits: u32) -> Box<Memory> {
        Box::new(Memory {
            model: 0,
            known: Recent::new(bits),
            hashes: Vec::new(),
            places: Vec::new(),
            words: Words::default(),
            scores: Vec::new(),
            paired: Vec::new(),
            reached: Vec::new(),
            labels: Vec::new(),
            chain: Chain::default(),
        })
    }
}

/// The hash by which the word of a token is remembered. Among others it may say different things: `around` is one of
/// at most 256 cases.
pub(super) fn hash(text: &str, token: Token, around: u32) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(token.bytes(text));
    // The same mark may be of two kinds, as an apostrophe is.
    let [kind, case] = [token.kind as u32, token.case as u32];
    hasher.write_u32(around << 24 | kind << 16 | case << 8 | token.script as u32);
    hasher.finish()
}
