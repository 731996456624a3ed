//! What is kept from text to text: findings about the words met last, and the buffers of those at work.

use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHasher;

use crate::token::Token;

/// A word's hash and what was found out about it.
#[derive(Clone, Copy, Default)]
#[repr(align(32))]
struct Slot<T> {
    tag: u64,
    value: T,
}

/// What was found out about words, each at the one place that its hash says. Never the source of a difference between
/// runs, as long as it depends on the word alone.
pub(crate) struct Recent<T>(Vec<Slot<T>>);

impl<T: Copy + Default> Recent<T> {
    /// With two to the power of `bits` places.
    pub(crate) fn new(bits: u32) -> Recent<T> {
        Recent(vec![Slot::default(); 1 << bits])
    }

    /// What is known of the word of a token, or else what `read` says.
    pub(crate) fn get(&mut self, text: &str, token: Token, read: impl FnOnce() -> T) -> &T {
        self.get_among(text, token, 0, read)
    }

    /// The same of a word that says different things among others: `around` is one of at most 256 cases.
    pub(crate) fn get_among(&mut self, text: &str, token: Token, around: u32, read: impl FnOnce() -> T) -> &T {
        let mut hasher = FxHasher::default();
        hasher.write(token.text(text).as_bytes());
        // The same mark may be of two kinds, as an apostrophe is.
        hasher.write_u32(
            around << 24 | u32::from(token.kind as u8) << 16 | u32::from(token.case as u8) << 8 | token.script as u32,
        );
        let tag = hasher.finish() | 1;
        let slot = tag.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - self.0.len().ilog2());
        let slot = &mut self.0[slot as usize];
        if slot.tag != tag {
            *slot = Slot { tag, value: read() };
        }
        &slot.value
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.0.iter_mut().for_each(|slot| slot.tag = 0);
    }
}

/// Things of which each thread at work needs one, taken and put back once a text.
pub(crate) struct Idle<T>(Mutex<Vec<T>>);

impl<T> Idle<T> {
    pub(crate) const fn new() -> Idle<T> {
        Idle(Mutex::new(Vec::new()))
    }

    /// Lends one to `work`.
    pub(crate) fn with<R>(&self, new: impl FnOnce() -> T, work: impl FnOnce(&mut T) -> R) -> R {
        let idle = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut lent = idle.unwrap_or_else(new);
        let result = work(&mut lent);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(lent);
        result
    }
}
