//! Pairs of words that may be pieces of one, looked up a stretch of text at a time.

use super::reader::Reader;
use crate::lexicon;
use crate::token::{Case, Gap};

/// Words that may be pieces of one.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    /// As [`lexicon::hash_in_some`] says.
    pub hash: u64,
    /// How frequent the two written as one are in some language.
    pub joined: Option<u8>,
}

/// The pairs of a stretch of text, each by the place of its first word.
#[derive(Default)]
pub(super) struct Pairs {
    first: usize,
    pairs: Vec<Option<Pair>>,
    hashes: Vec<(usize, u64)>,
    /// The language, among those of a script, that knew two words last: most likely it knows the next two.
    pub(super) knows: usize,
}

impl Pairs {
    /// Tokens whose words are looked up together, so that the waits for memory overlap.
    const TOGETHER: usize = 256;

    /// A token with the next one, if they may be pieces of one word.
    pub(super) fn at(&mut self, reader: &Reader, i: usize) -> Option<Pair> {
        if !(self.first..self.first + self.pairs.len()).contains(&i) {
            self.read(reader, i);
        }
        self.pairs[i - self.first]
    }

    fn read(&mut self, reader: &Reader, first: usize) {
        let end = reader.tokens.len().min(first + Self::TOGETHER);
        self.first = first;
        self.pairs.clear();
        self.pairs.reserve(end - first);
        self.hashes.clear();
        self.hashes.reserve(end - first);
        for i in first..end {
            let hash = may_be_torn(reader, i).then(|| lexicon::hash_in_some(reader.word(i), reader.word(i + 1)));
            self.hashes.extend(hash.map(|hash| (i - first, hash)));
            self.pairs.push(hash.map(|hash| Pair { hash, joined: None }));
        }
        // Without a branch: it would wait for the sieve, and guess wrong at most words that are let through.
        let mut kept = 0;
        for at in 0..self.hashes.len() {
            let pair = self.hashes[at];
            self.hashes[kept] = pair;
            kept += usize::from(lexicon::may_be_in_some(pair.1));
        }
        lexicon::touch_in_some(self.hashes[..kept].iter().map(|pair| pair.1));
        for &(at, hash) in &self.hashes[..kept] {
            self.pairs[at] = Some(Pair { hash, joined: lexicon::frequency_in_some(hash) });
        }
    }
}

/// Whether a token and the next are words that could be pieces of one.
fn may_be_torn(reader: &Reader, i: usize) -> bool {
    let a = reader.tokens[i];
    let Some(b) = reader.tokens.get(i + 1).filter(|b| a.is_word() && b.is_word()) else { return false };
    let cases = b.case == Case::Lower && matches!(a.case, Case::Lower | Case::Capital);
    let near = a.gap == Gap::Space && a.script == b.script;
    cases && near && a.span.len() + b.span.len() >= 5 && reader.cased(i)
}
