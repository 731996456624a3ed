//! What the tagger keeps from text to text: the words already met, and its buffers.

use super::chain::{Chain, Row};
use super::features::{NEIGHBOURS, Word, Words};
use super::recent::{Idle, Recent};
use super::tagger::Sums;

/// A word, and the weights of what it says by itself and to each of [`NEIGHBOURS`].
#[derive(Clone, Copy, Default)]
pub(crate) struct Remembered {
    pub word: Word,
    pub own: Sums,
    pub beside: [Sums; NEIGHBOURS.len()],
}

/// log2 of the number of words remembered, of 128 bytes each.
const REMEMBERED: u32 = 17;

/// The memory and the buffers of one thread at work.
pub(crate) struct Memory {
    model: usize,
    pub known: Recent<Remembered>,
    pub words: Words,
    pub scores: Vec<Sums>,
    pub emissions: Vec<Row>,
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

    fn new() -> Box<Memory> {
        Box::new(Memory {
            model: 0,
            known: Recent::new(REMEMBERED),
            words: Words::default(),
            scores: Vec::new(),
            emissions: Vec::new(),
            labels: Vec::new(),
            chain: Chain::default(),
        })
    }
}
