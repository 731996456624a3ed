//! Rebuilds `languages.bin`: hashed n-gram embeddings for the language of a word, by plain gradient descent.
//!
//! An example is a window of words in one language; the window's scores are the sum of its words' scores, which is what
//! makes words additive in decoding. Names stand alike in every language of the parallel news texts and so come out
//! neutral by themselves.

use std::path::Path;
use std::time::Instant;

use crate::error::{Error, ErrorKind};
use crate::language::Language;
use crate::languages::model::{HASH_END, Lanes, MAGIC, NO_SCRIPT, WIDTH};
use crate::languages::words::for_each_ngram;
use crate::token::Script;
use crate::train::card::{self, Source};
use crate::train::language_corpus::{Corpus, Random};

/// log2 of the number of rows.
const BITS: u32 = 18;
/// Examples learned from.
const EXAMPLES: u64 = 115_000_000;
/// Examples that the first model learns from, which finds the lines in other languages than said.
const FIRST_EXAMPLES: u64 = 10_000_000;
/// What a line must be more likely in another language than in its own to be left out, in nats.
const DOUBT: f32 = 8.0;
/// Learning rates of rows and of the weights of the languages at the start; they fall linearly to nothing.
const RATES: [f32; 2] = [0.2, 0.105];
/// What every row is taken to have moved before it does.
const LEAST_MOVED: f32 = 1e-6;
/// From this part of the training on, rows are used as they will be stored, in 4 bits, so that they adapt to it.
const QUANTISED_FROM: f32 = 0.6;
/// Words of a window, drawn uniformly.
const WINDOWS: [usize; 13] = [1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 7, 10];
/// Per cent of the n-grams that are left out of an example.
const DROPPED: u64 = 14;
/// Per cent of the examples that are words of frequency lists, n-grams of lists, and windows of close relatives.
const SHARES: [u64; 3] = [24, 16, 17];
/// Per cent of the examples from lists that are made of several entries, like a text without order.
const BAGS: u64 = 50;
/// Per cent of the windows of close relatives that are taken from lists, where there are any.
const LISTED_RELATIVES: u64 = 50;
/// Per cent of those that are n-grams, which come from far more text than the words.
const NGRAMS_OF_RELATIVES: u64 = 75;
/// Per cent of the examples without diacritics, as people type and as damage leaves them.
const BARE: u64 = 12;
/// The same for languages that are mostly printed without them.
const MOSTLY_BARE: (&[&str], u64) = (&["ig", "yo"], 40);

/// Languages that are taken for each other; only the others of its group stand against a language in some examples.
const RELATIVES: &[&[&str]] = &[
    &["id", "ms"],
    &["bs", "hr", "sr", "sl"],
    &["nb", "nn", "da", "sv"],
    &["gl", "pt", "es", "ca"],
    &["cs", "sk"],
    &["af", "nl", "fy"],
    &["be", "ru", "uk"],
    &["bg", "mk", "sr"],
    &["hi", "mr", "ne"],
    &["zh", "ja"],
    &["xh", "zu"],
    &["st", "tn"],
    &["fo", "is"],
    &["az", "tr", "tk"],
    &["ga", "gd"],
    &["as", "bn"],
    &["kk", "ky", "tt", "ba"],
    &["de", "lb"],
    &["fa", "ps", "ur"],
    &["am", "ti"],
];

const SOURCES: &[Source] = &[
    ("text-ntrex.tsv.xz", "CC BY-SA 4.0", "MicrosoftTranslator/NTREX (NTREX-128)"),
    ("text-commonvoice.tsv.xz", "CC0 1.0", "mozilla/common-voice, server/data"),
    ("text-tatoeba.tsv.xz", "CC BY 2.0 FR", "Tatoeba, by Helsinki-NLP/OPUS-MT-testsets and facebookresearch/LASER"),
    ("text-tico19.tsv.xz", "CC0 1.0", "TICO-19, by Helsinki-NLP/OPUS-MT-testsets"),
    ("text-xquad.tsv.xz", "CC BY-SA 4.0", "google-deepmind/xquad"),
    ("text-gnome-help.tsv.xz", "CC BY-SA 3.0", "GNOME user documentation 43.0"),
    ("text-libreoffice-help.tsv.xz", "MPL-2.0", "LibreOffice help 7.4.7"),
    ("text-bible.tsv.xz", "CC0 1.0", "christos-c/bible-corpus"),
    ("text-flores200.tsv.xz", "CC BY-SA 4.0", "FLORES-200 devtest (st and ts only), by Helsinki-NLP/OPUS-MT-testsets"),
    ("text-udhr.tsv.xz", "public domain", "nltk/nltk_data, udhr2"),
    ("words-wordfreq.tsv.xz", "CC BY-SA 4.0", "wordfreq 3.1.1"),
    ("words-frequencywords.tsv.xz", "CC BY-SA 4.0", "hermitdave/FrequencyWords, content/2018 (OpenSubtitles)"),
    ("ngrams-lingua.tsv.xz", "Apache-2.0", "pemistahl/lingua-rs, language-model crates 1.3.0"),
];

/// Reads the packs, learns, scores the held-out lines and writes the model and its card.
///
/// # Errors
/// A pack that cannot be read, or a model that cannot be written.
pub(crate) fn train(data: &Path, seed: u64) -> Result<(), Error> {
    let started = Instant::now();
    let files: Vec<&str> = SOURCES.iter().map(|s| s.0).collect();
    let mut corpus = Corpus::read(data, &files)?;
    if corpus.languages.len() >= usize::from(NO_SCRIPT) {
        return Err(Error::new(ErrorKind::Input, format!("{NO_SCRIPT} languages or more do not fit the model")));
    }
    println!("{}; read in {:.0?}", corpus.summary(), started.elapsed());
    clean(&mut corpus, seed);
    let mut learner = Learner::new(&corpus, seed);
    learner.learn(&corpus, EXAMPLES);
    let (sentences, words) = (learner.accuracy(&corpus, usize::MAX), learner.accuracy(&corpus, 1));
    println!("held-out lines: {sentences:.4} right, their first words: {words:.4}; {:.0?} in all", started.elapsed());
    let facts = [
        ("languages", corpus.languages.len().to_string()),
        ("rows", (1u64 << BITS).to_string()),
        ("width", WIDTH.to_string()),
        ("examples", EXAMPLES.to_string()),
        ("held_out_lines_right", format!("{sentences:.4}")),
        ("held_out_first_words_right", format!("{words:.4}")),
    ];
    card::write_model("languages", &learner.packed(&corpus), seed, data, SOURCES, &facts)
}

/// Leaves out what a first model, from few examples, takes for another language.
fn clean(corpus: &mut Corpus, seed: u64) {
    let mut first = Learner::new(corpus, seed);
    first.learn(corpus, FIRST_EXAMPLES);
    let most_alike = RELATIVES.iter().map(|group| group.len()).max().unwrap_or(1);
    let left_out = corpus.keep(most_alike, |corpus, lane, line| first.doubt(corpus, lane, line) < DOUBT);
    let named = corpus.languages.iter().zip(&left_out[1..]).filter(|(_, lines)| **lines > 0);
    let named: Vec<String> = named.map(|(language, lines)| format!("{} {lines}", language.code())).collect();
    println!(
        "{} lines in other languages than said are left out: {}",
        left_out.iter().sum::<usize>(),
        named.join(", ")
    );
}

/// The model while it learns.
struct Learner {
    rows: Vec<[f32; WIDTH]>,
    weights: Vec<[f32; WIDTH]>,
    /// The mean squares of the slopes that each row has gone down, added up: what was often moved moves less (Adagrad,
    /// Duchi, Hazan & Singer 2011). With one rate for all rows, the model told 1 % fewer words and word pairs right.
    moved: Vec<f32>,
    /// The value of one step of a stored row; 0 while rows are used as they are.
    step: f32,
    random: Random,
    /// Rows of the example at hand, and the factor `1/√n` of the word each belongs to.
    active: Vec<(u32, f32)>,
}

impl Learner {
    fn new(corpus: &Corpus, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut noise = |size: f32| std::array::from_fn(|_| size * (2.0 * random.unit() - 1.0));
        let rows = (0..1 << BITS).map(|_| noise(0.02)).collect();
        let weights = (0..=corpus.languages.len()).map(|_| noise(0.3)).collect();
        Learner { rows, weights, moved: vec![LEAST_MOVED; 1 << BITS], step: 0.0, random, active: Vec::new() }
    }

    fn learn(&mut self, corpus: &Corpus, examples: u64) {
        let groups = relatives(corpus);
        let (mut loss, mut counted) = (0.0, 0u32);
        let mut window = Vec::new();
        for example in 0..examples {
            let done = example as f32 / examples as f32;
            if self.step == 0.0 && done >= QUANTISED_FROM {
                self.step = best_step(&self.rows);
                println!("rows are stored in steps of {:.4}", self.step);
            }
            let (target, mask) = self.draw(corpus, &groups, &mut window);
            let slower = (1.0 - done) / (window.len() as f32).sqrt();
            loss += f64::from(self.descend(corpus, &window, mask, target, RATES.map(|rate| rate * slower)));
            counted += 1;
            if (example + 1) % (examples / 20).max(1) == 0 {
                println!("{:3.0} %: loss {:.4}", 100.0 * done, loss / f64::from(counted));
                (loss, counted) = (0.0, 0);
            }
        }
    }

    /// Draws an example: its words, language, and the languages that stand against each other.
    fn draw(&mut self, corpus: &Corpus, groups: &[Vec<u8>], window: &mut Vec<u32>) -> (u8, u128) {
        let random = &mut self.random;
        loop {
            let kind = random.below(100);
            let [words, ngrams, relatives] = SHARES;
            let mut allowed = u128::MAX;
            let any_length = WINDOWS[random.below(WINDOWS.len() as u64) as usize];
            let target = if kind < words + ngrams {
                let lists = if kind < words { &corpus.listed_words } else { &corpus.listed_ngrams };
                let list = &lists[random.below(lists.len() as u64) as usize];
                let length = if random.below(100) < BAGS { any_length } else { 1 };
                corpus.draw_listed(random, list, length, window)
            } else if kind < words + ngrams + relatives {
                let group = &groups[random.below(groups.len() as u64) as usize];
                allowed = group.iter().fold(0, |mask, &lane| mask | 1 << lane);
                let length = 5 + random.below(16) as usize;
                let lane = group[random.below(group.len() as u64) as usize];
                let ngrams = random.below(100) < NGRAMS_OF_RELATIVES;
                let lists = if ngrams { &corpus.listed_ngrams } else { &corpus.listed_words };
                match lists.iter().find(|list| list.0 == lane) {
                    Some(list) if random.below(100) < LISTED_RELATIVES => {
                        corpus.draw_listed(random, list, length, window)
                    }
                    _ => corpus.draw_window(random, lane, length, window),
                }
            } else {
                let lane = 1 + random.below(corpus.languages.len() as u64) as u8;
                corpus.draw_window(random, lane, any_length, window)
            };
            let mostly_bare = MOSTLY_BARE.0.contains(&corpus.languages[target as usize - 1].code());
            if random.below(100) < if mostly_bare { MOSTLY_BARE.1 } else { BARE } {
                corpus.strip(window);
            }
            let mask = corpus.keep_fitting(window, target) & allowed;
            if !window.is_empty() && mask.count_ones() > 1 && mask >> target & 1 == 1 {
                return (target, mask);
            }
        }
    }

    /// One step down the gradient of the cross-entropy; returns the loss before it.
    fn descend(&mut self, corpus: &Corpus, window: &[u32], mask: u128, target: u8, rates: [f32; 2]) -> f32 {
        self.activate(corpus, window, true);
        let hidden = self.hidden();
        let mut scores = [0.0f32; 128];
        let lanes = || Lanes(mask);
        for lane in lanes() {
            scores[lane] = dot(&self.weights[lane], &hidden);
        }
        let most = lanes().map(|l| scores[l]).fold(f32::MIN, f32::max);
        let gap = scores[target as usize] - most;
        let mut sum = 0.0;
        for lane in lanes() {
            scores[lane] = (scores[lane] - most).exp();
            sum += scores[lane];
        }
        let mut back = [0.0f32; WIDTH];
        for lane in lanes() {
            let slope = scores[lane] / sum - f32::from(u8::from(lane == target as usize));
            if slope.abs() < 1e-4 {
                continue;
            }
            let own = rates[1] * slope;
            for k in 0..WIDTH {
                back[k] += slope * self.weights[lane][k];
                self.weights[lane][k] -= own * hidden[k];
            }
        }
        let square = dot(&back, &back) / WIDTH as f32;
        for &(row, factor) in &self.active {
            let moved = &mut self.moved[row as usize];
            *moved += factor * factor * square;
            let rate = rates[0] * factor / moved.sqrt();
            for (value, back) in self.rows[row as usize].iter_mut().zip(&back) {
                *value -= rate * back;
            }
        }
        sum.ln() - gap
    }

    /// Notes the rows of a window's words, some of them dropped when learning.
    fn activate(&mut self, corpus: &Corpus, window: &[u32], learning: bool) {
        self.active.clear();
        for &word in window {
            let (letters, script) = corpus.word(word);
            let first = self.active.len();
            for_each_ngram(letters, script, |hash| {
                if !learning || self.random.below(100) >= DROPPED {
                    self.active.push(((hash.wrapping_mul(HASH_END) >> (64 - BITS)) as u32, 0.0));
                }
            });
            let factor = 1.0 / ((self.active.len() - first).max(1) as f32).sqrt();
            self.active[first..].iter_mut().for_each(|a| a.1 = factor);
        }
    }

    fn hidden(&self) -> [f32; WIDTH] {
        let mut hidden = [0.0; WIDTH];
        let inverse = if self.step > 0.0 { 1.0 / self.step } else { 0.0 };
        for &(row, factor) in &self.active {
            let row = &self.rows[row as usize];
            if self.step > 0.0 {
                let factor = factor * self.step;
                for k in 0..WIDTH {
                    hidden[k] += factor * nibble(row[k], inverse) as f32;
                }
            } else {
                for k in 0..WIDTH {
                    hidden[k] += factor * row[k];
                }
            }
        }
        hidden
    }

    /// The mean over languages of the part of its held-out lines (their first `limit` words) that are told right.
    fn accuracy(&mut self, corpus: &Corpus, limit: usize) -> f64 {
        let mut right = vec![(0u32, 0u32); corpus.languages.len() + 1];
        for (target, line) in &corpus.held_out {
            let scores = self.scores(corpus, *target, &line[..line.len().min(limit)]);
            let Some((best, _)) = scores.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
            right[*target as usize].0 += u32::from(best == *target);
            right[*target as usize].1 += 1;
        }
        let rates = right.iter().filter(|r| r.1 > 0).map(|r| f64::from(r.0) / f64::from(r.1));
        rates.sum::<f64>() / right.iter().filter(|r| r.1 > 0).count().max(1) as f64
    }

    /// By how many nats a line is more likely in another language than in its own.
    fn doubt(&mut self, corpus: &Corpus, own: u8, line: &[u32]) -> f32 {
        let scores = self.scores(corpus, own, line);
        let most = scores.iter().map(|score| score.1).fold(f32::MIN, f32::max);
        scores.iter().find(|score| score.0 == own).map_or(0.0, |score| most - score.1)
    }

    /// Every language that the units of `line` in scripts of `own` may be in, with its score.
    fn scores(&mut self, corpus: &Corpus, own: u8, line: &[u32]) -> Vec<(u8, f32)> {
        let mut window = line.to_vec();
        let mask = corpus.keep_fitting(&mut window, own);
        self.activate(corpus, &window, false);
        let hidden = self.hidden();
        let lanes = if window.is_empty() { Lanes(0) } else { Lanes(mask) };
        lanes.map(|lane| (lane as u8, dot(&self.weights[lane], &hidden))).collect()
    }

    /// The model file, as `languages/model.rs` reads it.
    fn packed(&self, corpus: &Corpus) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let scripts: Vec<(Script, u128)> = corpus.scripts().collect();
        bytes.extend([BITS as u8, corpus.languages.len() as u8, scripts.len() as u8, 0]);
        bytes.extend(self.step.to_le_bytes());
        for language in &corpus.languages {
            bytes.extend(format!("{:4}", language.code()).as_bytes());
        }
        for (script, mask) in scripts {
            bytes.extend(script.short_name().as_bytes());
            bytes.extend(mask.to_le_bytes());
        }
        bytes.extend(self.weights[1..].iter().flatten().flat_map(|w| w.to_le_bytes()));
        let inverse = 1.0 / self.step;
        for row in &self.rows {
            let stored = |k: usize| (nibble(row[k], inverse) + 8) as u8;
            bytes.extend((0..WIDTH / 2).map(|k| stored(k) | stored(k + WIDTH / 2) << 4));
        }
        bytes
    }
}

/// Summed in eight strands, which the compiler turns into vector instructions.
#[inline]
fn dot(a: &[f32; WIDTH], b: &[f32; WIDTH]) -> f32 {
    let mut strands = [0.0f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for j in 0..8 {
            strands[j] += a[j] * b[j];
        }
    }
    strands.iter().sum()
}

/// The groups of close relatives as lanes.
fn relatives(corpus: &Corpus) -> Vec<Vec<u8>> {
    let lane = |code: &&str| corpus.lane(Language::from_code(code).ok()?);
    let groups = RELATIVES.iter().map(|group| group.iter().filter_map(lane).collect::<Vec<u8>>());
    groups.filter(|group| group.len() > 1).collect()
}

/// A value in steps, -8…7.
#[inline]
fn nibble(value: f32, inverse: f32) -> i32 {
    ((value * inverse).clamp(-8.0, 7.0) + 8.5) as i32 - 8
}

/// The step that loses least (least squares) when rows are stored in 4 bits.
fn best_step(rows: &[[f32; WIDTH]]) -> f32 {
    let sample: Vec<f32> = rows.iter().step_by(17).flatten().copied().collect();
    let deviation = (sample.iter().map(|v| v * v).sum::<f32>() / sample.len() as f32).sqrt();
    let error = |step: f32| -> f32 { sample.iter().map(|v| (v - step * nibble(*v, 1.0 / step) as f32).powi(2)).sum() };
    let steps = (4..24).map(|i| deviation * 0.05 * i as f32);
    steps.min_by(|&a, &b| error(a).total_cmp(&error(b))).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus() -> Corpus {
        let language = |code: &str| Language::from_code(code).expect("a code");
        Corpus::of(&[
            (language("de"), "die alte Mühle steht noch immer an dem kleinen Fluss"),
            (language("nl"), "de oude molen staat nog steeds aan de kleine rivier"),
            (language("en"), "the old mill still stands at the small river"),
            (language("cs"), "starý mlýn stále stojí u malé řeky"),
            (language("sk"), "starý mlyn stále stojí pri malej rieke"),
        ])
    }

    fn learned(corpus: &Corpus, seed: u64) -> Learner {
        let mut learner = Learner::new(corpus, seed);
        learner.learn(corpus, 3000);
        learner
    }

    #[test]
    fn the_same_seed_gives_the_same_model() {
        let corpus = corpus();
        let [first, second, other] = [1, 1, 2].map(|seed| learned(&corpus, seed).packed(&corpus));
        assert!(first == second);
        assert!(first != other);
    }

    #[test]
    fn lines_of_another_language_and_of_too_many_are_left_out() {
        let language = |code: &str| Language::from_code(code).expect("a code");
        let (german, english) = ("die alte Mühle steht am Fluss", "the old mill still stands there");
        let lines = ["de", "nl", "cs", "en"].map(|code| (language(code), "Format Cells Window Edit"));
        let mut corpus = Corpus::of(&[&lines[..], &[(language("de"), german), (language("en"), english)]].concat());
        let german_only = |corpus: &Corpus, lane: u8, _: &[u32]| corpus.languages[lane as usize - 1] == language("de");
        assert_eq!(corpus.keep(4, german_only), [0, 1, 0, 2, 1]);
        assert_eq!(corpus.keep(3, |_, _, _| true), [0, 0, 0, 0, 0]);
        let mut corpus = Corpus::of(&lines);
        assert_eq!(corpus.keep(3, |_, _, _| true), [0, 1, 1, 1, 1]);
    }

    #[test]
    fn what_was_learned_is_known() {
        let corpus = corpus();
        assert_eq!(learned(&corpus, 1).accuracy(&corpus, usize::MAX), 1.0);
    }
}
