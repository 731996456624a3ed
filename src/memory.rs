//! What jobs keep from text to text: findings about the words met last, and the buffers of those at work.

use std::sync::{Mutex, PoisonError};

/// Words of which one has to leave for another.
const WAYS: usize = 7;
/// The low bits of a mark: how often the word was met of late.
const MET: u32 = 3;
/// The place of a word that was not met.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// What was found out about the words met last, by their hashes. Never the source of a difference between runs, as long
/// as it depends on the word alone.
pub(crate) struct Recent<T> {
    sets: Vec<Set>,
    /// As many as were needed so far; memory that was not written to yet costs nothing.
    slots: Vec<Slot<T>>,
}

/// Words that share a cache line.
#[derive(Clone)]
#[repr(align(64))]
struct Set {
    /// A part of the hash of each word, 0 for none. What stands behind them says which is the next to leave.
    marks: [u32; WAYS + 1],
    /// Where in the slots each is. Behind them stands [`NOWHERE`].
    places: [u32; WAYS + 1],
}

impl Default for Set {
    fn default() -> Set {
        Set { marks: [0; WAYS + 1], places: [NOWHERE; WAYS + 1] }
    }
}

/// A word's hash and what was found out about it. Cache lines are read in pairs.
#[repr(align(128))]
struct Slot<T> {
    hash: u64,
    value: T,
}

impl Set {
    /// Which of the words has this mark; [`WAYS`] if none has. A bit for each instead of a search: which word it is
    /// can't be guessed.
    #[inline]
    fn way(&self, mark: u32) -> usize {
        let same = |way: usize| u32::from(self.marks[way] & !MET == mark) << way;
        let bits = (0..WAYS).fold(1 << WAYS, |bits, way| bits | same(way));
        bits.trailing_zeros() as usize % (WAYS + 1)
    }
}

impl<T> Recent<T> {
    /// Of seven eighths of two to the power of `bits` words; at least four bits.
    pub(crate) fn new(bits: u32) -> Recent<T> {
        let sets = 1 << (bits - 3);
        Recent { sets: vec![Set::default(); sets], slots: Vec::with_capacity(sets * WAYS) }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.sets.fill(Set::default());
        self.slots.clear();
    }

    /// Puts the places of words behind `places`, for [`Recent::at`]. Asked for together they don't wait for each other.
    pub(crate) fn find(&mut self, hashes: &[u64], places: &mut Vec<u32>) {
        let first = places.len();
        // Each set is touched before any is needed: so short a loop waits for many at a time.
        std::hint::black_box(hashes.iter().fold(0, |all, &hash| all ^ self.sets[self.set(hash)].marks[WAYS]));
        places.extend(hashes.iter().map(|&hash| {
            let at = self.set(hash);
            let set = &mut self.sets[at];
            let way = set.way(mark(hash));
            let met = &mut set.marks[way];
            *met += u32::from((way < WAYS) & (*met & MET < MET));
            set.places[way]
        }));
        for (place, &hash) in places[first..].iter_mut().zip(hashes) {
            let found = self.slots.get(*place as usize).map_or(0, |slot| slot.hash) == hash;
            *place = if found { *place } else { NOWHERE };
        }
    }

    /// What is known of the word with a hash, if it is still at its place.
    #[inline]
    pub(crate) fn at(&self, place: u32, hash: u64) -> Option<&T> {
        self.slots.get(place as usize).filter(|slot| slot.hash == hash).map(|slot| &slot.value)
    }

    /// The same, or else what `read` says, which is kept.
    #[inline]
    pub(crate) fn at_or(&mut self, place: u32, hash: u64, read: impl FnOnce() -> T) -> &T {
        let place = if self.at(place, hash).is_some() { place } else { self.again(hash, read) };
        &self.slots[place as usize].value
    }

    /// The place of a word that was not there when it was looked for: it may have come since.
    fn again(&mut self, hash: u64, read: impl FnOnce() -> T) -> u32 {
        let set = &self.sets[self.set(hash)];
        let place = set.places[set.way(mark(hash))];
        if place == NOWHERE {
            return self.put(hash, read());
        }
        if self.slots[place as usize].hash != hash {
            // Another word with the same mark.
            self.slots[place as usize] = Slot { hash, value: read() };
        }
        place
    }

    /// Keeps what was found out about a word: at the place of the first whose word was not met since it was looked at
    /// last for this (the CLOCK algorithm of F. Corbató, 1968, with counts). Words that stand once in a text then drive
    /// out none of those that come again and again.
    pub(crate) fn put(&mut self, hash: u64, value: T) -> u32 {
        let at = self.set(hash);
        let set = &mut self.sets[at];
        let slot = Slot { hash, value };
        loop {
            let way = set.marks[WAYS] as usize % WAYS;
            set.marks[WAYS] = way as u32 + 1;
            if set.marks[way] == 0 {
                set.places[way] = self.slots.len() as u32;
                set.marks[way] = mark(hash);
                self.slots.push(slot);
                return set.places[way];
            }
            if set.marks[way] & MET == 0 {
                set.marks[way] = mark(hash);
                self.slots[set.places[way] as usize] = slot;
                return set.places[way];
            }
            set.marks[way] -= 1;
        }
    }

    fn set(&self, hash: u64) -> usize {
        (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - self.sets.len().ilog2())) as usize
    }
}

/// The low bits of a hash, which the number of its set has no part in: with room for the count, and never 0.
fn mark(hash: u64) -> u32 {
    (hash as u32 | (MET + 1)) & !MET
}

/// Threads whose memories have room for half a million words, log2 of that, and the same for all other threads: where
/// many share a machine, 64 MB have to be enough for one more.
const WIDE: u32 = 2;
const MOST_BITS: u32 = 19;
const FEWER_BITS: u32 = 18;

/// Things of which each thread at work needs one, taken and put back once a text, so that threads share nothing while
/// they work.
pub(crate) struct Idle<T>(Mutex<(Vec<T>, u32)>);

impl<T> Idle<T> {
    pub(crate) const fn new() -> Idle<T> {
        Idle(Mutex::new((Vec::new(), 0)))
    }

    /// Lends one to `work`; `new` makes another, whose [`Recent`] may have so many bits.
    pub(crate) fn with<R>(&self, new: impl FnOnce(u32) -> T, work: impl FnOnce(&mut T) -> R) -> R {
        let taken = {
            let (idle, made) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
            *made += u32::from(idle.is_empty());
            idle.pop().ok_or(if *made <= WIDE { MOST_BITS } else { FEWER_BITS })
        };
        let mut lent = taken.unwrap_or_else(new);
        let result = work(&mut lent);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.push(lent);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BITS: u32 = 10;

    fn place(recent: &mut Recent<u64>, hash: u64) -> u32 {
        let mut places = Vec::new();
        recent.find(&[hash], &mut places);
        places[0]
    }

    #[test]
    fn words_met_again_stay() {
        let mut recent = Recent::new(BITS);
        let frequent = 12_345_678;
        let own = recent.put(frequent, frequent);
        for rare in (0..4 << BITS).map(|n: u64| (n + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93)) {
            assert_eq!(place(&mut recent, frequent), own);
            assert_eq!(recent.at(own, frequent), Some(&frequent));
            let found = place(&mut recent, rare);
            assert_eq!(*recent.at_or(found, rare, || rare), rare);
        }
        recent.clear();
        assert_eq!(place(&mut recent, frequent), NOWHERE);
    }

    #[test]
    fn a_word_that_left_its_place_is_read_again() {
        let mut recent = Recent::new(4);
        let first = recent.put(4, "first");
        for other in 2..40 {
            recent.put(other * 4, "other");
        }
        assert_eq!(recent.at(first, 4), None);
        assert_eq!(*recent.at_or(first, 4, || "again"), "again");
        assert_eq!(*recent.at_or(NOWHERE, 4, || "new"), "again");
    }
}
