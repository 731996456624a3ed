//! A quick no to what is not in a table.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// Says of most hashes that are not in a table that they are not (B. Bloom, 1970): it stays in the cache, which the
/// table is too large for. Two bits of one word are set for every key.
pub(super) struct Sieve(Vec<u64>);

impl Sieve {
    /// Of two to the power of `bits` bits. With seven or eight for each hash, one in eighteen of the others is let
    /// through.
    pub(super) fn new(bits: u32, hashes: impl IntoIterator<Item = u64>) -> Sieve {
        let mut sieve = Sieve(vec![0; 1 << (bits - 6)]);
        for hash in hashes {
            let (word, bits) = sieve.place(hash);
            sieve.0[word] |= bits;
        }
        sieve
    }

    #[inline]
    pub(super) fn lets_through(&self, hash: u64) -> bool {
        let (word, bits) = self.place(hash);
        self.0[word] & bits == bits
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let hash = hash.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((hash >> (64 - self.0.len().ilog2())) as usize, 1 << (hash >> 32 & 63) | 1 << (hash >> 26 & 63))
    }
}

/// A hash of a text as it is written.
#[inline]
pub(super) fn text_hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_keys_and_few_others_are_let_through() {
        let hash = |i: u32| text_hash(&i.to_string());
        let sieve = Sieve::new(13, (0..1000).map(hash));
        assert!((0..1000).all(|i| sieve.lets_through(hash(i))));
        let others = (1000..11_000).filter(|&i| sieve.lets_through(hash(i))).count();
        assert!((200..1000).contains(&others), "{others}");
    }
}
