//! Answers about words that were asked about before, where finding them again would wait for memory.

use std::sync::atomic::{AtomicU64, Ordering};

/// What was answered last for a word with each of `PLACES` ends of a hash: eight bytes each, which stay in the cache.
pub(crate) struct Answers<const PLACES: usize>([AtomicU64; PLACES]);

impl<const PLACES: usize> Answers<PLACES> {
    pub(crate) const fn new() -> Self {
        Answers([const { AtomicU64::new(0) }; PLACES])
    }

    /// What `find` says about the word with this hash, or said before: the lowest bit of what is kept is the answer,
    /// the others are the hash. An answer hangs on the word alone, so it does not matter who asked.
    pub(crate) fn ask(&self, hash: u64, find: impl FnOnce() -> bool) -> bool {
        let place = &self.0[(hash >> 32) as usize % PLACES];
        let kept = place.load(Ordering::Relaxed);
        if kept ^ (kept & 1) == hash & !1 && kept > 1 {
            return kept & 1 == 1;
        }
        let answer = find();
        place.store(hash & !1 | u64::from(answer), Ordering::Relaxed);
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_not_looked_for_again() {
        let answers = Answers::<4>::new();
        let hash = |word: u64| word.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for word in [0, 1, 2, 3, 4, 5, 6, 7, 0] {
            assert_eq!(answers.ask(hash(word), || word % 2 == 1), word % 2 == 1);
            assert_eq!(answers.ask(hash(word), || word % 2 == 1), word % 2 == 1);
        }
        assert!(answers.ask(hash(9), || true) && answers.ask(hash(9), || unreachable!()));
    }
}
