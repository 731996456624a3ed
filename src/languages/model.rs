//! The language model: hashed n-gram embeddings, added up over a word, one score per language.

use std::sync::OnceLock;

use crate::data;
use crate::language::Language;
use crate::languages::words::{ORDER, for_each_ngram};
use crate::token::Script;

/// Numbers in an embedding.
pub(crate) const WIDTH: usize = 32;
/// Places for languages in every table; with a tag of 8 bytes, a byte each fills two cache lines.
pub(crate) const LANES: usize = 120;
/// What every model file begins with.
pub(crate) const MAGIC: &[u8; 8] = b"langmix1";

/// Lanes that are scored together.
const BLOCK: usize = 16;
/// Rows that can be added up in a byte for each number: 15 is the largest.
const BYTE_SUMS: usize = 17;

/// A place for a language in the tables of the model.
pub(crate) type Lane = u8;

/// The lane of words in no known language.
pub(crate) const UNKNOWN: Lane = 0;
/// The lane of words in a script that no known language is written in.
pub(crate) const NO_SCRIPT: Lane = LANES as Lane - 1;

/// The model, its large table in place in the program.
pub(crate) struct Model {
    /// The language of each lane; the first is `Language::UND`.
    pub languages: Vec<Language>,
    /// Which lanes are written in a script, a bit each.
    masks: [u128; 256],
    /// By lane.
    weights: Vec<[f32; WIDTH]>,
    /// The value of one step of a table entry.
    step: f32,
    /// Right shift that makes a row number of a hash.
    shift: u32,
    /// Rows of `WIDTH` numbers of 4 bits, 8 standing for zero.
    rows: &'static [[u8; WIDTH / 2]],
}

/// The one model.
pub(crate) fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| Model::read(data::LANGUAGES_MODEL).expect("src/data/models/languages.bin is a model"))
}

impl Model {
    /// Reads a model file: magic, log2 of the number of rows, number of languages, number of scripts, step; for each
    /// language its code in 4 bytes; for each script its code in 4 bytes and its mask; weights by language; rows.
    fn read(bytes: &'static [u8]) -> Option<Model> {
        let mut bytes = bytes.strip_prefix(MAGIC)?;
        let head = take(&mut bytes, 8)?;
        let (bits, count, scripts) = (u32::from(head[0]), head[1] as usize, head[2] as usize);
        let step = f32::from_le_bytes(head[4..8].try_into().ok()?);
        let mut languages = vec![Language::UND];
        for _ in 0..count {
            let code = std::str::from_utf8(take(&mut bytes, 4)?).ok()?;
            languages.push(Language::from_code(code.trim_end()).ok()?);
        }
        let mut masks = [0; 256];
        for _ in 0..scripts {
            let script = Script::from_short_name(std::str::from_utf8(take(&mut bytes, 4)?).ok()?)?;
            masks[script as usize] = u128::from_le_bytes(take(&mut bytes, 16)?.try_into().ok()?);
        }
        let mut weights = vec![[0.0; WIDTH]; LANES];
        for weight in weights[1..=count].iter_mut().flatten() {
            *weight = f32::from_le_bytes(take(&mut bytes, 4)?.try_into().ok()?);
        }
        let (rows, _) = take(&mut bytes, (1 << bits) * WIDTH / 2)?.as_chunks();
        Some(Model { languages, masks, weights, step, shift: 64 - bits, rows })
    }

    /// The lanes written in a script, a bit each.
    pub(crate) fn mask(&self, script: Script) -> u128 {
        self.masks[script as usize]
    }

    /// The language of a lane.
    pub(crate) fn language(&self, lane: Lane) -> Language {
        self.languages.get(lane as usize).copied().unwrap_or(Language::UND)
    }

    /// The lane of a language; `None` if the model does not know it.
    pub(crate) fn lane(&self, language: Language) -> Option<Lane> {
        self.languages.iter().position(|&l| l == language).filter(|&i| i > 0).map(|i| i as Lane)
    }

    /// Puts the rows that the n-grams of a word have behind `rows`.
    pub(crate) fn find_rows(&self, letters: &[char], script: Script, rows: &mut Vec<u32>) {
        let before = rows.len();
        rows.resize(before + letters.len() * ORDER, 0);
        let mut free = rows[before..].iter_mut();
        for_each_ngram(letters, script, |hash| {
            if let Some(row) = free.next() {
                *row = (hash.wrapping_mul(HASH_END) >> self.shift) as u32;
            }
        });
        let left = free.len();
        rows.truncate(rows.len() - left);
    }

    /// The embedding of a word, `(1/√n) · Σ E[n-gram]`, from the rows of its n-grams.
    pub(crate) fn embed(&self, rows: &[u32]) -> [f32; WIDTH] {
        let mut sums = [0u16; WIDTH];
        for part in rows.chunks(BYTE_SUMS) {
            let part = self.byte_sums(part);
            sums.iter_mut().zip(part.as_flattened()).for_each(|(sum, &part)| *sum += u16::from(part));
        }
        let count = rows.len().max(1) as f32;
        let (zero, scale) = (8.0 * rows.len() as f32, self.step / count.sqrt());
        sums.map(|sum| (f32::from(sum) - zero) * scale)
    }

    /// The sums of the numbers of at most [`BYTE_SUMS`] rows. By itself it is compiled to whole vectors.
    #[inline(never)]
    fn byte_sums(&self, rows: &[u32]) -> [[u8; WIDTH / 2]; 2] {
        let (mut low, mut high) = ([0; WIDTH / 2], [0; WIDTH / 2]);
        for row in rows.iter().filter_map(|&row| self.rows.get(row as usize)) {
            for k in 0..WIDTH / 2 {
                low[k] += row[k] & 15;
                high[k] += row[k] >> 4;
            }
        }
        [low, high]
    }

    /// How the languages of some lanes weigh an embedding.
    pub(crate) fn scorer(&self, lanes: &[Lane]) -> Scorer {
        let block = |lanes: &[Lane]| {
            let weight = |k: usize, i: usize| lanes.get(i).map_or(0.0, |&lane| self.weights[lane as usize][k]);
            std::array::from_fn(|k| std::array::from_fn(|i| weight(k, i)))
        };
        Scorer(lanes.chunks(BLOCK).map(block).collect())
    }
}

/// The weights of some lanes, a block of lanes side by side for each number of an embedding, so that the scores of a
/// block come out of vector instructions.
pub(crate) struct Scorer(Vec<[[f32; BLOCK]; WIDTH]>);

impl Scorer {
    /// The scores of an embedding, in the order of the lanes; what stands behind them is nothing.
    pub(crate) fn score(&self, embedding: &[f32; WIDTH], scores: &mut Vec<f32>) {
        scores.clear();
        for block in &self.0 {
            let mut sums = [0.0; BLOCK];
            for (weights, value) in block.iter().zip(embedding) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * value);
            }
            scores.extend_from_slice(&sums);
        }
    }
}

/// The bits of a mask, lowest first.
pub(crate) struct Lanes(pub u128);

impl Iterator for Lanes {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let lane = self.0.trailing_zeros() as usize;
        self.0 &= self.0.wrapping_sub(1);
        (lane < LANES).then_some(lane)
    }
}

/// Mixes the low bits of a hash into the high ones, which number the rows.
pub(crate) const HASH_END: u64 = 0xA076_1D64_78BD_642F;

/// The first bytes, which are taken away.
pub(crate) fn take(bytes: &mut &'static [u8], count: usize) -> Option<&'static [u8]> {
    let (head, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(head)
}
