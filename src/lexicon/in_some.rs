//! Words that some language has, whichever: what no list has need not be asked for in any language.

use super::answers::Answers;
use super::{Fact, SIEVE_BYTES, find, frequency_any, hash, key, sieve_place, touch};
use crate::character::{Character, Class};
use crate::data;
use crate::language::Language;
use crate::table::ByteHash;

/// The highest frequency that two pieces have as one word, in the language whose list has it highest up. What no list
/// has need not be asked for in any language.
#[must_use]
pub(crate) fn frequency_in_some_joined(left: &str, right: &str) -> Option<u8> {
    let hash = hash_in_some(left, right);
    if may_be_in_some(hash) { frequency_in_some(hash) } else { None }
}

/// [`frequency_in_some_joined`] by [`hash_in_some`], of a word that [`may_be_in_some`].
#[must_use]
pub(crate) fn frequency_in_some(hash: u64) -> Option<u8> {
    find(hash, Language::UND, Fact::FrequencyInSome)
}

/// Touches what [`frequency_in_some`] reads of words.
pub(crate) fn touch_in_some(hashes: impl Iterator<Item = u64>) {
    touch(hashes.map(|hash| key(hash, Language::UND, Fact::FrequencyInSome)));
}

/// Whether a word is in some list or common in some language: short ones are in no list of all. Most asked about were
/// asked about before.
#[must_use]
pub(crate) fn is_known(word: &str) -> bool {
    static KNOWN: Answers<{ 1 << 14 }> = Answers::new();
    let hash = hash_in_some(word, "");
    let listed = || may_be_in_some(hash) && frequency_in_some(hash).is_some();
    KNOWN.ask(hash, || listed() || frequency_any(word).is_some())
}

/// Whether the sieve lets a word through.
#[must_use]
#[inline]
pub(crate) fn may_be_in_some(hash: u64) -> bool {
    let (_, sieve) = data::LEXICON.split_at(data::LEXICON.len() - SIEVE_BYTES);
    let (number, bits) = sieve_place(hash);
    u64::from_le_bytes(sieve.as_chunks().0[number]) & bits == bits
}

/// The hash of two pieces written as one word for [`Fact::FrequencyInSome`], which is asked for at nearly every word:
/// eight bytes at a time. A capital may stand at the start only.
pub(crate) fn hash_in_some(left: &str, right: &str) -> u64 {
    let first = left.chars().next().unwrap_or('a');
    let plain = first.is_ascii() || Character::of(first).class != Class::Upper;
    if plain && !left.ends_with('ς') && !right.ends_with('ς') {
        quick_hash(left, right)
    } else {
        quick_hash(&left.to_lowercase().replace('ς', "σ"), &right.replace('ς', "σ"))
    }
}

fn quick_hash(left: &str, right: &str) -> u64 {
    let length = left.len() + right.len();
    if length > LONGEST_QUICK {
        return hash(&[left, right], Language::UND);
    }
    let mut hash = ByteHash::from_seed(length as u64);
    let first = left.bytes().chain(right.bytes()).next().filter(u8::is_ascii_uppercase);
    let mut lower = u64::from(first.map_or(0, |_| b'a' ^ b'A'));
    for piece in [left, right] {
        hash.add(piece.as_bytes(), |bytes| bytes ^ std::mem::take(&mut lower));
    }
    hash.finish()
}

/// Bytes of the longest word that is hashed so.
const LONGEST_QUICK: usize = 48;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::PRIME;

    #[test]
    fn the_hash_of_a_word_is_that_of_its_pieces() {
        for word in ["Frühlingsmorgen", "a", "Zusammenarbeitsvereinbarung", "неприятность", "12345678", "éé"]
        {
            let whole = hash_in_some(word, "");
            for (at, _) in word.char_indices().skip(1) {
                let (left, right) = word.split_at(at);
                assert_eq!(hash_in_some(left, right), whole, "{left} {right}");
            }
            let mut bytes = [0u8; 64];
            let lower = word.to_lowercase();
            bytes[..lower.len()].copy_from_slice(lower.as_bytes());
            let words = bytes.as_chunks::<8>().0[..lower.len().div_ceil(8)].iter().map(|&w| u64::from_le_bytes(w));
            let expected = words.fold(lower.len() as u64, |hash, w| (hash.rotate_left(5) ^ w).wrapping_mul(PRIME));
            assert_eq!(whole, expected, "{word}");
        }
        assert!(is_known("Frühling") && is_known("frühling") && is_known("la") && !is_known("xqzvkwq"));
    }
}
