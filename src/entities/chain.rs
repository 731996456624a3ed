//! A linear chain over labels: the best labels of a sequence, and how likely each one is.
//!
//! Lafferty, McCallum & Pereira 2001, "Conditional random fields"; labels are BIO (Ramshaw & Marcus 1995).

use std::array::from_fn;

use crate::document::Label;

/// Outside, and begin and inside of each of [`TYPES`].
pub(crate) const LABELS: usize = 9;

/// What a name may be; `TYPES[t]` begins with label `2t + 1` and goes on with `2t + 2`.
pub(crate) const TYPES: [Label; 4] = [Label::Per, Label::Org, Label::Loc, Label::Misc];

/// Scores or probabilities of the labels.
pub(crate) type Row = [f32; LABELS];

/// Scores of a label (column) after another (row); the last row is for the first of a sequence.
pub(crate) type Transitions = [Row; LABELS + 1];

/// A set of labels.
#[cfg(any(test, feature = "train"))]
pub(crate) type Mask = u16;

/// Every label.
#[cfg(any(test, feature = "train"))]
pub(crate) const ANY: Mask = (1 << LABELS) - 1;

/// Whether `label` may follow `before`; `LABELS` stands for the start. Only its own begin or inside comes before an
/// inside.
pub(crate) fn allowed(before: usize, label: usize) -> bool {
    let inside = label > 0 && label.is_multiple_of(2);
    !inside || before == label || before + 1 == label
}

/// What [`Best::labels`] has added up for a token: the best sum of a sequence that ends with each label but `outside`,
/// beside the best that ends with that.
pub(crate) type Reached = [i16; LABELS - 1];

/// Finds the best labels of a sequence, in whole numbers of two bytes: so all labels of a token are added up at once.
pub(crate) struct Best {
    /// What a label (column, but `outside`) gains after another; the last row is for the first of a sequence.
    after: [Reached; LABELS + 1],
    /// What a label (column, but `outside`) gains before another.
    before: [Reached; LABELS],
    /// What `outside` gains before each label.
    outside: [i16; LABELS],
    /// What `outside` gains as the first of a sequence.
    start: i16,
}

/// The sum of what can't be; twice that can still be told.
const NEVER: i16 = i16::MIN / 2;

impl Best {
    /// From transitions, and what one of a weight stands for.
    pub(crate) fn new(transitions: &Transitions, scale: f32) -> Best {
        let whole = |t: f32| if t == f32::NEG_INFINITY { NEVER } else { (t / scale).round() as i16 };
        let gain = |before: usize, label: usize| whole(transitions[before][label]);
        Best {
            after: from_fn(|before| from_fn(|l| gain(before, l + 1))),
            before: from_fn(|label| from_fn(|b| gain(b + 1, label))),
            outside: from_fn(|label| gain(0, label)),
            start: gain(LABELS, 0),
        }
    }

    /// The best labels of a sequence with these sums of weights, put behind each other into `labels` after clearing it;
    /// `reached` is room to work in (A. Viterbi, 1967). Which label a sequence came from is asked on the way back, for
    /// one label of each token.
    pub(crate) fn labels(&self, weights: &[Reached], reached: &mut Vec<Reached>, labels: &mut Vec<u8>) {
        reached.clear();
        let mut scores = [NEVER; LABELS - 1];
        for (i, weights) in weights.iter().enumerate() {
            let (mut most, mut outside) = (self.after[LABELS], self.start);
            if i > 0 {
                most = self.after[0];
                for (score, after) in scores.iter().zip(&self.after[1..]) {
                    most = larger(&most, &after.map(|gain| score + gain));
                }
                outside = self.outside[0].max(largest(&self.left(&scores, 0)));
            }
            scores = from_fn(|l| most[l].saturating_sub(outside).saturating_add(weights[l]).max(NEVER));
            reached.push(scores);
        }
        let mut label = best(&scores, 0);
        labels.clear();
        labels.resize(weights.len(), 0);
        for i in (0..weights.len()).rev() {
            labels[i] = label as u8;
            let Some(scores) = i.checked_sub(1).map(|before| &reached[before]) else { break };
            label = best(&self.left(scores, label), self.outside[label]);
        }
    }

    /// The sums with which a label is reached from each but `outside`.
    #[inline]
    fn left(&self, scores: &Reached, label: usize) -> Reached {
        from_fn(|b| scores[b] + self.before[label][b])
    }
}

/// The label with the highest sum, the first of several.
#[inline]
fn best(sums: &Reached, outside: i16) -> usize {
    let most = largest(sums);
    if most > outside { sums.iter().position(|&sum| sum == most).map_or(0, |l| l + 1) } else { 0 }
}

#[inline]
fn larger(a: &Reached, b: &Reached) -> Reached {
    from_fn(|l| a[l].max(b[l]))
}

#[inline]
fn largest(sums: &Reached) -> i16 {
    let four: [i16; 4] = from_fn(|l| sums[l].max(sums[l + 4]));
    let two: [i16; 2] = from_fn(|l| four[l].max(four[l + 2]));
    two[0].max(two[1])
}

/// Room for [`Chain::run`], to be used again.
#[derive(Default)]
pub(crate) struct Chain {
    /// How likely each label is at each place.
    pub marginals: Vec<Row>,
    /// How often each label is expected after each other, the start in the last row; only for [`Chain::counting`].
    pub pairs: Transitions,
    counts: bool,
    forward: Vec<Row>,
    local: Vec<Row>,
}

impl Chain {
    /// A chain that fills `pairs`, which only learning looks at.
    #[cfg(feature = "train")]
    pub(crate) fn counting() -> Chain {
        Chain { counts: true, ..Chain::default() }
    }

    /// Runs forward and backward over a sequence in which only the labels of `masks` may be; `None` allows all.
    /// Transitions come as their exponentials.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn run(&mut self, emissions: &[Row], masks: Option<&[Mask]>, transitions: &Transitions) {
        let local = |(i, emission)| exponentials(emission, masks.map_or(ANY, |m| m[i]));
        self.run_over(emissions.iter().enumerate().map(local), transitions);
    }

    /// The same over a sequence of which the exponentials are known; the largest of each place is 1.
    pub(crate) fn run_over(&mut self, exponentials: impl Iterator<Item = Row>, transitions: &Transitions) {
        self.forward.clear();
        self.local.clear();
        let mut before = [0.0; LABELS];
        for (i, local) in exponentials.enumerate() {
            let reached = if i == 0 { transitions[LABELS] } else { times(&before, transitions) };
            before = normalised(from_fn(|l| reached[l] * local[l]));
            self.forward.push(before);
            self.local.push(local);
        }
        self.marginals.clear();
        self.marginals.resize(self.local.len(), [0.0; LABELS]);
        if self.counts {
            self.pairs = Transitions::default();
        }
        // Columns as rows: many sums at once.
        let backward: [Row; LABELS] = from_fn(|l| from_fn(|b| transitions[b][l]));
        let mut after = [1.0; LABELS];
        for i in (0..self.local.len()).rev() {
            let forward = self.forward[i];
            self.marginals[i] = normalised(from_fn(|l| forward[l] * after[l]));
            let weighted: Row = from_fn(|l| self.local[i][l] * after[l]);
            if i == 0 {
                self.pairs[LABELS] = self.marginals[0];
                break;
            }
            if self.counts {
                self.count_pairs(i, &weighted, transitions);
            }
            after = normalised(times(&weighted, &backward));
        }
    }

    fn count_pairs(&mut self, i: usize, weighted: &Row, transitions: &Transitions) {
        let before = self.forward[i - 1];
        let pair = |b: usize, l: usize| before[b] * transitions[b][l] * weighted[l];
        let sum: f32 = (0..LABELS).map(|b| (0..LABELS).map(|l| pair(b, l)).sum::<f32>()).sum();
        for b in 0..LABELS {
            for l in 0..LABELS {
                self.pairs[b][l] += pair(b, l) / sum.max(f32::MIN_POSITIVE);
            }
        }
    }
}

#[cfg(any(test, feature = "train"))]
fn exponentials(emission: &Row, mask: Mask) -> Row {
    let most = emission.iter().copied().fold(f32::MIN, f32::max);
    from_fn(|l| if mask >> l & 1 == 1 { (emission[l] - most).exp() } else { 0.0 })
}

/// A row times the first rows of a matrix.
#[inline]
fn times(row: &Row, matrix: &[Row]) -> Row {
    let mut sums = [0.0; LABELS];
    for (b, row) in row.iter().zip(matrix) {
        sums.iter_mut().zip(row).for_each(|(s, t)| *s += b * t);
    }
    sums
}

#[inline]
fn normalised(row: Row) -> Row {
    let sum: f32 = row.iter().sum();
    let share = 1.0 / sum.max(f32::MIN_POSITIVE);
    row.map(|x| x * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transitions() -> Transitions {
        from_fn(|b| from_fn(|l| if allowed(b, l) { 0.0 } else { f32::NEG_INFINITY }))
    }

    #[test]
    fn an_inside_needs_its_begin() {
        let mut weights = vec![[0; LABELS - 1]; 3];
        weights[1][1] = 50;
        weights[2][3] = 20;
        let mut labels = Vec::new();
        Best::new(&transitions(), 0.1).labels(&weights, &mut Vec::new(), &mut labels);
        assert_eq!(labels, [1, 2, 0]);
    }

    #[test]
    fn the_best_labels_are_those_of_the_highest_sum() {
        let transitions: Transitions = from_fn(|b| {
            let score = |l: usize| ((7 * b + 3 * l) % 11) as f32 - 4.0;
            from_fn(|l| if allowed(b, l) { score(l) } else { f32::NEG_INFINITY })
        });
        for seed in 0..20 {
            let weight = |i: usize, l: usize| ((seed * 31 + i * 17 + l * 13) % 29) as i16 / 2 - 6;
            let weights: Vec<[i16; LABELS - 1]> = (0..4).map(|i| from_fn(|l| weight(i, l))).collect();
            let sum = |labels: &[u8]| {
                let mut before = LABELS;
                let step = |(weights, &label): (&[i16; LABELS - 1], &u8)| {
                    let own = label.checked_sub(1).map_or(0, |l| weights[l as usize]);
                    let reach = transitions[before][label as usize] + f32::from(own);
                    before = label as usize;
                    reach
                };
                weights.iter().zip(labels).map(step).sum::<f32>()
            };
            let sequence = |n: u32| (0..4).map(|i| (n / 9u32.pow(i) % 9) as u8).collect::<Vec<u8>>();
            let highest = (0..9u32.pow(4)).map(|n| sum(&sequence(n))).fold(f32::MIN, f32::max);
            let mut labels = Vec::new();
            Best::new(&transitions, 1.0).labels(&weights, &mut Vec::new(), &mut labels);
            assert!((sum(&labels) - highest).abs() < 1e-5, "{labels:?}");
        }
    }

    #[test]
    fn likelihoods_add_up_and_masks_hold() {
        let emissions = vec![[0.0; LABELS], [1.0; LABELS], [0.5; LABELS]];
        let mut chain = Chain::default();
        chain.run(&emissions, Some(&[1 << 5, ANY, ANY]), &transitions().map(|row| row.map(f32::exp)));
        for row in &chain.marginals {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
        assert!((chain.marginals[0][5] - 1.0).abs() < 1e-6);
        assert!(chain.marginals[1][6] > 0.1 && chain.marginals[1][2] == 0.0);
    }
}
