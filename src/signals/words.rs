//! Words of a text, as numbers: the same number for the same word in lower case.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::data;
use crate::token::{Case, Gap, Kind, Token};

/// What is counted over words.
#[derive(Default)]
pub(super) struct WordCounts {
    /// Each word's number, in the order of the text.
    pub ids: Vec<u32>,
    /// Each word's characters.
    pub lengths: Vec<u32>,
    /// How often each number occurs.
    pub counts: Vec<u32>,
    pub chars: usize,
    pub longest: u32,
    pub alpha: usize,
    pub all_caps: usize,
    /// Words that are a stop word of any language.
    pub stop_words: usize,
    /// Different stop words of the language that has most of them.
    pub different_stop_words: u32,
}

/// A word being put together from its tokens.
#[derive(Default)]
struct Word {
    hash: u64,
    chars: u32,
    letters: bool,
    other_case: bool,
}

impl WordCounts {
    pub(super) fn of(text: &str, tokens: &[Token]) -> Self {
        let mut words = WordCounts::default();
        let mut by_hash: FxHashMap<u64, u32> = FxHashMap::default();
        let (table, mut stops) = (stop_words(), Vec::new());
        let mut found = vec![0u32; table.languages];
        let mut word = Word::default();
        for token in tokens {
            word.add(text, *token);
            if token.gap == Gap::None {
                continue;
            }
            if word.chars > 0 {
                let id = *by_hash.entry(word.hash).or_insert_with(|| {
                    let languages = table.by_hash.get(&word.hash).copied().unwrap_or(0);
                    (0..table.languages).filter(|l| languages >> l & 1 == 1).for_each(|l| found[l] += 1);
                    stops.push(languages != 0);
                    words.counts.push(0);
                    words.counts.len() as u32 - 1
                });
                words.take(&word, id, stops[id as usize]);
            }
            word = Word::default();
        }
        words.different_stop_words = found.into_iter().max().unwrap_or(0);
        words
    }

    fn take(&mut self, word: &Word, id: u32, stop: bool) {
        self.counts[id as usize] += 1;
        self.ids.push(id);
        self.lengths.push(word.chars);
        self.chars += word.chars as usize;
        self.longest = self.longest.max(word.chars);
        self.alpha += usize::from(word.letters);
        self.all_caps += usize::from(word.letters && !word.other_case);
        self.stop_words += usize::from(stop);
    }

    /// -Σ p ln p
    pub(super) fn entropy(&self) -> f64 {
        let all = self.ids.len() as f64;
        let of = |count: &u32| f64::from(*count) / all * (all / f64::from(*count)).ln();
        self.counts.iter().map(of).sum::<f64>().max(0.0)
    }
}

impl Word {
    fn add(&mut self, text: &str, token: Token) {
        let counted = match token.kind {
            Kind::Word => {
                let upper = token.case == Case::Upper || (token.case == Case::Capital && one_letter(token.text(text)));
                self.letters = true;
                self.other_case |= !upper;
                true
            }
            Kind::Url | Kind::Email | Kind::Handle | Kind::Hashtag => {
                self.letters = true;
                self.other_case = true;
                true
            }
            kind => kind == Kind::Number,
        };
        if counted {
            self.chars += hashed(token.text(text), &mut self.hash);
        }
    }
}

fn one_letter(text: &str) -> bool {
    text.chars().nth(1).is_none()
}

/// Takes a word's lower-case characters into a hash (FNV-1a, 64 bits, by character); how many there are.
fn hashed(text: &str, hash: &mut u64) -> u32 {
    let mut take = |c: u32| *hash = (*hash ^ u64::from(c) ^ 0xcbf2_9ce4_8422_2325).wrapping_mul(0x0000_0100_0000_01b3);
    if text.is_ascii() {
        text.bytes().for_each(|b| take(u32::from(b.to_ascii_lowercase())));
        return text.len() as u32;
    }
    let mut chars = 0;
    for c in text.chars() {
        chars += 1;
        c.to_lowercase().for_each(|l| take(l as u32));
    }
    chars
}

struct StopWords {
    languages: usize,
    /// A bit for each language that has the word.
    by_hash: FxHashMap<u64, u64>,
}

fn stop_words() -> &'static StopWords {
    static TABLE: OnceLock<StopWords> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = StopWords { languages: 0, by_hash: FxHashMap::default() };
        for row in data::rows(data::STOP_WORDS) {
            for word in row[1].split(' ') {
                let mut hash = 0;
                hashed(word, &mut hash);
                *table.by_hash.entry(hash).or_default() |= 1 << table.languages;
            }
            table.languages += 1;
        }
        table
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn the_table_names_languages_and_fits_its_bits() {
        let codes: Vec<&str> = data::rows(data::STOP_WORDS).map(|row| row[0]).collect();
        assert!(codes.is_sorted() && codes.iter().all(|code| Language::from_code(code).is_ok()));
        assert!(codes.len() == 24 && stop_words().languages == 24, "mod.rs speaks of 24 languages");
        assert!(
            data::rows(data::STOP_WORDS).all(|row| row[1].split(' ').all(|w| !w.is_empty() && w == w.to_lowercase()))
        );
    }
}
