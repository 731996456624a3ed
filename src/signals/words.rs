//! Words of a text, as numbers: the same number for the same word in lower case.

use std::sync::OnceLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::data;
use crate::table::ByteHash;
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
    hash: ByteHash,
    chars: u32,
    letters: bool,
    other_case: bool,
}

impl WordCounts {
    pub(super) fn of(text: &str, tokens: &[Token]) -> Self {
        // As many words, and different words, as most texts have, so that nothing need grow.
        let (all, different) = (tokens.len(), tokens.len() / 2);
        let (ids, lengths) = (Vec::with_capacity(all), Vec::with_capacity(all));
        let mut words = WordCounts { ids, lengths, counts: Vec::with_capacity(different), ..WordCounts::default() };
        let mut by_hash: FxHashMap<u64, u32> = FxHashMap::with_capacity_and_hasher(different, FxBuildHasher);
        let (table, mut stops) = (stop_words(), Vec::with_capacity(different));
        let mut found = vec![0u32; table.languages];
        let mut word = Word::default();
        for token in tokens {
            word.add(text, *token);
            if token.gap == Gap::None {
                continue;
            }
            if word.chars > 0 {
                let hash = word.hash.finish();
                let id = *by_hash.entry(hash).or_insert_with(|| {
                    let languages = table.by_hash.get(&hash).copied().unwrap_or(0);
                    if languages != 0 {
                        (0..table.languages).filter(|l| languages >> l & 1 == 1).for_each(|l| found[l] += 1);
                    }
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

    /// -Σ p ln p, which is ln N - Σ n ln n / N: words that stand once add nothing to the sum.
    pub(super) fn entropy(&self) -> f64 {
        let all = self.ids.len() as f64;
        let repeated = self.counts.iter().filter(|&&count| count > 1).map(|&count| f64::from(count));
        if all == 0.0 { 0.0 } else { (all.ln() - repeated.map(|n| n * n.ln()).sum::<f64>() / all).max(0.0) }
    }
}

impl Word {
    fn add(&mut self, text: &str, token: Token) {
        let Token { kind, mut case, .. } = token;
        let text = token.text(text);
        match kind {
            Kind::Word => {
                self.letters = true;
                self.other_case |= !(case == Case::Upper || case == Case::Capital && one_letter(text));
            }
            Kind::Url | Kind::Email | Kind::Handle | Kind::Hashtag => {
                (self.letters, self.other_case) = (true, true);
                case = Case::Mixed;
            }
            Kind::Number => {}
            _ => return,
        }
        self.chars += hashed(text, case, &mut self.hash);
    }
}

fn one_letter(text: &str) -> bool {
    text.chars().nth(1).is_none()
}

/// Takes a word's lower-case characters into a hash; how many characters it has.
fn hashed(text: &str, case: Case, hash: &mut ByteHash) -> u32 {
    let ascii = text.is_ascii();
    if matches!(case, Case::Lower | Case::None) {
        hash.add(text.as_bytes(), |bytes| bytes);
    } else if ascii {
        hash.add(text.as_bytes(), lower);
    } else {
        let mut add = |c: char| hash.add(c.encode_utf8(&mut [0; 4]).as_bytes(), |bytes| bytes);
        text.chars().flat_map(char::to_lowercase).for_each(&mut add);
    }
    if ascii { text.len() as u32 } else { text.chars().count() as u32 }
}

/// Eight ASCII characters in lower case.
fn lower(bytes: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    // The top bit of each byte says whether it is from `A` on, and whether it is behind `Z`.
    let (from_a, behind_z) = (bytes + ONES * (0x80 - b'A' as u64), bytes + ONES * (0x7F - b'Z' as u64));
    bytes | (from_a & !behind_z & ONES << 7) >> 2
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
                let mut hash = ByteHash::default();
                hashed(word, Case::Lower, &mut hash);
                *table.by_hash.entry(hash.finish()).or_default() |= 1 << table.languages;
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
    fn a_word_has_one_hash_in_any_case_and_any_pieces() {
        let hash = |pieces: &[(&str, Case)]| {
            let mut hash = ByteHash::default();
            let chars: u32 = pieces.iter().map(|&(text, case)| hashed(text, case, &mut hash)).sum();
            (hash.finish(), chars)
        };
        let all = "abcdefghijklmnopqrstuvwxyz@[`{09";
        assert_eq!(
            hash(&[(&all.to_uppercase(), Case::Upper)]),
            hash(&[("ABCDEFGHIJKLMNOPQRSTUVWXYZ@[`{09", Case::Mixed)])
        );
        assert_eq!(hash(&[("WELL", Case::Upper), ("known", Case::Lower)]), hash(&[("wellknown", Case::Lower)]));
        assert_eq!(hash(&[("Überall", Case::Capital)]), hash(&[("überall", Case::Lower)]));
        assert_ne!(hash(&[("überall", Case::Lower)]), hash(&[("uberall", Case::Lower)]));
        assert_eq!(hash(&[("überall", Case::Lower)]).1, 7);
    }

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
