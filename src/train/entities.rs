//! Trains the tagger of names: one linear chain over hashed features for all languages.
//!
//! Weights are learned by FTRL-Proximal (McMahan et al. 2013, "Ad click prediction: a view from the trenches"), which
//! keeps the rare features at zero; then the features that matter most are kept, in eight bits a weight.

use std::path::Path;

use super::card::{Source, write_model};
use super::conll::{self, Marked};
use super::damage::{self, Random, append};
use super::name_mean::Mean;
use super::name_scores::{DEVELOPMENT_LEARNED, parted, scores, summary};
use super::ner_sources::ANNOTATED;
use crate::entities::around::joint;
use crate::entities::chain::{ANY, Chain, LABELS, Mask, Row, Transitions, allowed};
use crate::entities::features::{NEIGHBOURS, ROWS, Spelling, Words, neighbour, own};
use crate::entities::letters::apart;
use crate::entities::tagger::Tagger;
use crate::error::Error;
use crate::token::{self, Token};

const EPOCHS: usize = 4;
/// How often everything is learned anew, in another order; the mean of the weights is kept. Two or three are worth 0.2
/// of F in the mean of the development sets, and steady: single ones differ by up to two on one set.
const VOTERS: u64 = 3;
/// FTRL: learning rate, its start, and the penalties on the sum of weights and of their squares.
const ALPHA: f32 = 0.12;
const BETA: f32 = 1.0;
const L1: f32 = 0.6;
const L2: f32 = 1e-4;

/// A sentence to learn from, and how much it counts.
struct Lesson {
    marked: Marked,
    weight: f32,
    /// Whether what is not marked may yet be a name of another kind than person, organisation and place.
    open: bool,
}

/// Trains and writes the model.
pub(super) fn run(folder: &Path, seed: u64) -> Result<(), Error> {
    let mut random = Random(seed);
    let lessons = lessons(folder, &mut random)?;
    let lessons = lessons.as_slice();
    let mut mean = Mean::new();
    std::thread::scope(|scope| {
        let learn = |voter| scope.spawn(move || learned(lessons, Random(seed + voter)));
        let learners: Vec<_> = (0..VOTERS).map(learn).collect();
        for learner in learners {
            let learner = learner.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            mean.add(|row| learner.row(row), &learner.transitions());
        }
    });
    let model = mean.model();
    let scores = scores(folder, leaked(model.clone()))?;
    let mut facts = vec![("voters", VOTERS.to_string()), ("epochs", EPOCHS.to_string())];
    facts.push(("sentences", lessons.len().to_string()));
    facts.push(("development_sets_learned", DEVELOPMENT_LEARNED.to_string()));
    facts.push(("scores", format!("{{ {} }}", summary(&scores))));
    let names: Vec<String> = ANNOTATED.iter().map(|a| format!("ner/{}", a.file)).collect();
    let files: Vec<Source> = names.iter().zip(ANNOTATED).map(|(f, a)| (f.as_str(), a.licence, a.origin)).collect();
    write_model("entities", &model, seed, folder, &files, &facts)
}

/// What is learned from the lessons in an order and with damage of its own.
fn learned(lessons: &[Lesson], mut random: Random) -> Learner {
    let mut learner = Learner::new();
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    for epoch in 0..EPOCHS {
        random.shuffle(&mut order);
        let mut at = 0;
        while at < order.len() {
            let text = text(lessons, &order, &mut at, &mut random);
            learner.learn(&text);
        }
        eprintln!("epoch {}: loss {:.4} per token", epoch + 1, learner.loss());
    }
    learner
}

fn lessons(folder: &Path, random: &mut Random) -> Result<Vec<Lesson>, Error> {
    let mut lessons = Vec::new();
    for source in ANNOTATED {
        let mut sentences = conll::read(&folder.join("ner").join(source.file))?;
        if !DEVELOPMENT_LEARNED && source.file.ends_with(".dev.conll.gz") {
            sentences = parted(sentences)[1].clone();
        }
        let mut sentences = conll::annotated(sentences);
        if sentences.len() > source.most {
            random.shuffle(&mut sentences);
            sentences.truncate(source.most);
        }
        let lesson = |marked| Lesson { marked, weight: source.weight, open: !source.misc };
        (0..source.times).for_each(|_| lessons.extend(sentences.iter().cloned().map(lesson)));
    }
    Ok(lessons)
}

/// A model for the time of this program.
fn leaked(model: Vec<u8>) -> Tagger {
    Tagger::read(Box::leak(model.into_boxed_slice())).expect("a model just written")
}

/// The next training text: one sentence or several, damaged as texts are.
fn text(lessons: &[Lesson], order: &[usize], at: &mut usize, random: &mut Random) -> Lesson {
    let first = &lessons[order[*at]];
    *at += 1;
    let mut text = Lesson { marked: first.marked.clone(), ..*first };
    // With 30 of a hundred F is 0.2 lower in the mean of the development sets.
    while *at < order.len() && text.marked.text.len() < 2000 && random.percent(60) {
        let next = &lessons[order[*at]];
        // A text has one weight, and one idea of what is a name.
        if next.weight != text.weight || next.open != text.open {
            break;
        }
        *at += 1;
        let gaps = ["", " ", " ", "\n", "\n\n"];
        append(&mut text.marked, gaps[(random.next() % 5) as usize], &next.marked);
    }
    if random.percent(8) {
        text.marked = damage::hyphens(&text.marked);
    }
    text.marked = match random.next() % 100 {
        0..=11 => damage::lower(&text.marked),
        12..=18 => damage::upper(&text.marked),
        19..=21 => damage::headline(&text.marked),
        _ => text.marked,
    };
    text
}

/// The labels that each token may have.
fn masks(tokens: &[Token], lesson: &Lesson) -> Vec<Mask> {
    let outside = if lesson.open { 1 | 1 << 7 | 1 << 8 } else { 1 };
    let mut masks = vec![outside; tokens.len()];
    for &(span, label) in &lesson.marked.names {
        let from = tokens.partition_point(|t| t.span.end <= span.start);
        let inside = tokens[from..].iter().take_while(|t| t.span.start < span.end).count();
        for (i, mask) in masks[from..from + inside].iter_mut().enumerate() {
            *mask = match label {
                None => ANY,
                Some(3) if lesson.open => outside,
                Some(label) => 1 << (2 * label + if i == 0 { 1 } else { 2 }),
            };
        }
        // A name inside a longer token, as in texts without spaces, is nothing to learn from.
        if tokens[from..from + inside].iter().any(|t| t.span.start < span.start || t.span.end > span.end) {
            masks[from..from + inside].fill(ANY);
        }
    }
    masks
}

/// The state of learning: for each weight the sum of its gradients and of their squares.
struct Learner {
    sums: Vec<[f32; 8]>,
    squares: Vec<[f32; 8]>,
    pair_sums: Transitions,
    pair_squares: Transitions,
    tokens: Vec<Token>,
    features: Vec<u32>,
    ends: Vec<usize>,
    all: Chain,
    right: Chain,
    lost: (f64, u64),
}

impl Learner {
    fn new() -> Learner {
        Learner {
            sums: vec![[0.0; 8]; ROWS],
            squares: vec![[0.0; 8]; ROWS],
            pair_sums: Transitions::default(),
            pair_squares: Transitions::default(),
            tokens: Vec::new(),
            features: Vec::new(),
            ends: Vec::new(),
            all: Chain::counting(),
            right: Chain::counting(),
            lost: (0.0, 0),
        }
    }

    fn learn(&mut self, lesson: &Lesson) {
        let text = &lesson.marked.text;
        token::scan(text, &mut self.tokens);
        self.tokens = apart(text, &self.tokens);
        let mut words = Words::default();
        let mut spellings = Vec::with_capacity(self.tokens.len());
        words.set(text, &self.tokens, |stretch, writing, list| {
            let read = stretch.iter().map(|token| Spelling::read(text, *token, writing));
            spellings.extend(read.inspect(|spelling| list.push(spelling.word)));
        });
        self.features.clear();
        self.ends.clear();
        for (i, spelling) in spellings.iter().enumerate() {
            let features = &mut self.features;
            own(spelling, |f| features.push(f));
            for (distance, offset) in NEIGHBOURS {
                if let Some(word) = words.get(i.checked_add_signed(distance)) {
                    neighbour(word, offset, |f| features.push(f));
                }
            }
            joint(&words, &self.tokens, i, |f| features.push(f));
            self.ends.push(features.len());
        }
        let masks = masks(&self.tokens, lesson);
        self.step(&masks, lesson.weight);
    }

    fn step(&mut self, masks: &[Mask], rate: f32) {
        let emissions: Vec<Row> = (0..masks.len()).map(|i| self.emission(i)).collect();
        let transitions = self.transitions().map(|row| row.map(f32::exp));
        self.all.run(&emissions, None, &transitions);
        self.right.run(&emissions, Some(masks), &transitions);
        for (i, &mask) in masks.iter().enumerate() {
            let likely: f32 = (0..LABELS).filter(|l| mask >> l & 1 == 1).map(|l| self.all.marginals[i][l]).sum();
            self.lost.0 -= f64::from(likely.max(1e-9).ln());
            self.lost.1 += 1;
            let gradient: [f32; 8] =
                std::array::from_fn(|k| rate * (self.all.marginals[i][k + 1] - self.right.marginals[i][k + 1]));
            if gradient.iter().all(|g| g.abs() < 1e-3) {
                continue;
            }
            let from = i.checked_sub(1).map_or(0, |b| self.ends[b]);
            for f in from..self.ends[i] {
                let row = self.features[f] as usize;
                update(&mut self.sums[row], &mut self.squares[row], &gradient);
            }
        }
        for b in 0..=LABELS {
            let gradient: Row = std::array::from_fn(|l| rate * (self.all.pairs[b][l] - self.right.pairs[b][l]));
            update(&mut self.pair_sums[b], &mut self.pair_squares[b], &gradient);
        }
    }

    fn emission(&self, token: usize) -> Row {
        let from = token.checked_sub(1).map_or(0, |b| self.ends[b]);
        let mut row = [0.0; LABELS];
        for &feature in &self.features[from..self.ends[token]] {
            let (sums, squares) = (&self.sums[feature as usize], &self.squares[feature as usize]);
            for k in 0..8 {
                row[k + 1] += weight(sums[k], squares[k]);
            }
        }
        row
    }

    fn transitions(&self) -> Transitions {
        std::array::from_fn(|b| {
            std::array::from_fn(|l| {
                if allowed(b, l) { weight(self.pair_sums[b][l], self.pair_squares[b][l]) } else { f32::NEG_INFINITY }
            })
        })
    }

    /// The weights of a feature, and the squares of its gradients.
    fn row(&self, row: usize) -> ([f32; 8], [f32; 8]) {
        let (sums, squares) = (&self.sums[row], &self.squares[row]);
        (std::array::from_fn(|k| weight(sums[k], squares[k])), *squares)
    }

    /// The mean loss per token since last asked.
    fn loss(&mut self) -> f64 {
        let (sum, count) = std::mem::take(&mut self.lost);
        sum / count.max(1) as f64
    }
}

/// The weight that the sums of gradients and of their squares stand for.
#[inline]
fn weight(sum: f32, squares: f32) -> f32 {
    if sum.abs() <= L1 { 0.0 } else { -(sum - L1.copysign(sum)) / ((BETA + squares.sqrt()) / ALPHA + L2) }
}

#[inline]
fn update<const N: usize>(sums: &mut [f32; N], squares: &mut [f32; N], gradient: &[f32; N]) {
    for k in 0..N {
        let more = squares[k] + gradient[k] * gradient[k];
        let rate = (more.sqrt() - squares[k].sqrt()) / ALPHA;
        sums[k] += gradient[k] - rate * weight(sums[k], squares[k]);
        squares[k] = more;
    }
}
