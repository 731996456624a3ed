//! Pairs of words that may be pieces of one, looked up a stretch of text at a time.

use super::reader::Reader;
use crate::lexicon;
use crate::token::{Case, Gap};

/// How frequent the words of a stretch of text are when written as one with the next.
#[derive(Default)]
pub(super) struct Pairs {
    first: usize,
    levels: Vec<Option<u8>>,
    hashes: Vec<(usize, u64)>,
    /// The language, among those of a script, that knew two words last: most likely it knows the next two.
    pub(super) knows: usize,
}

impl Pairs {
    /// Tokens whose words are looked up together, so that the waits for memory overlap.
    const TOGETHER: usize = 256;

    pub(super) fn level(&mut self, reader: &Reader, i: usize) -> Option<u8> {
        if !(self.first..self.first + self.levels.len()).contains(&i) {
            self.read(reader, i);
        }
        self.levels[i - self.first]
    }

    fn read(&mut self, reader: &Reader, first: usize) {
        let all = first..reader.tokens.len().min(first + Self::TOGETHER);
        self.levels.clear();
        self.levels.resize(all.len(), None);
        self.first = first;
        self.hashes.clear();
        let pairs = all.filter(|&i| may_be_torn(reader, i));
        self.hashes.extend(pairs.map(|i| (i - first, lexicon::hash_in_some(reader.word(i), reader.word(i + 1)))));
        let mut kept = 0;
        for at in 0..self.hashes.len() {
            let pair = self.hashes[at];
            self.hashes[kept] = pair;
            kept += usize::from(lexicon::may_be_in_some(pair.1));
        }
        lexicon::touch_in_some(self.hashes[..kept].iter().map(|pair| pair.1));
        for &(i, hash) in &self.hashes[..kept] {
            self.levels[i] = lexicon::frequency_in_some(hash);
        }
    }
}

/// Whether a token and the next are words that could be pieces of one.
pub(super) fn may_be_torn(reader: &Reader, i: usize) -> bool {
    let a = reader.tokens[i];
    let Some(b) = reader.tokens.get(i + 1).filter(|b| a.is_word() && b.is_word()) else { return false };
    let cases = b.case == Case::Lower && matches!(a.case, Case::Lower | Case::Capital);
    let near = a.gap == Gap::Space && a.script == b.script;
    cases && near && a.span.len() + b.span.len() >= 5 && reader.cased(i)
}
