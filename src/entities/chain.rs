//! A linear chain over labels: the best labels of a sequence, and how likely each one is.
//!
//! Lafferty, McCallum & Pereira 2001, "Conditional random fields"; labels are BIO (Ramshaw & Marcus 1995).

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

/// The label that begins a name of a type, and the one inside it.
fn of_type(t: usize) -> [usize; 2] {
    [2 * t + 1, 2 * t + 2]
}

/// What [`best`] has added up: for each token the best sum of a sequence that ends with each label, first those that
/// any label may stand before (outside, the four beginnings, and three that are none), then the four insides.
pub(crate) type Reached = [f32; 12];

/// Where a label stands in [`Reached`].
const PLACES: [usize; LABELS] = [0, 1, 8, 2, 9, 3, 10, 4, 11];

/// The best labels of a sequence, put behind each other into `labels` after clearing it; `reached` is room to work in
/// (A. Viterbi, 1967). Which label a sequence came from is asked on the way back, for one label of each token.
pub(crate) fn best(emissions: &[Row], transitions: &Transitions, reached: &mut Vec<Reached>, labels: &mut Vec<u8>) {
    const NEVER: f32 = f32::NEG_INFINITY;
    let mut open = [[NEVER; 8]; LABELS + 1];
    for (row, transitions) in open.iter_mut().zip(transitions) {
        (0..LABELS).filter(|&l| PLACES[l] < 8).for_each(|l| row[PLACES[l]] = transitions[l]);
    }
    let inside: [[f32; 2]; TYPES.len()] =
        std::array::from_fn(|t| of_type(t).map(|before| transitions[before][2 * t + 2]));
    let mut scores: Reached = [NEVER; 12];
    reached.clear();
    for (i, emission) in emissions.iter().enumerate() {
        let mut next = [NEVER; 12];
        if i == 0 {
            next[..8].copy_from_slice(&open[LABELS]);
        } else {
            let mut most = [NEVER; 8];
            for (row, place) in open.iter().zip(PLACES) {
                let before = scores[place];
                most = std::array::from_fn(|l| larger(before + row[l], most[l]));
            }
            next[..8].copy_from_slice(&most);
            for (t, [begun, inner]) in inside.into_iter().enumerate() {
                next[8 + t] = larger(scores[8 + t] + inner, scores[1 + t] + begun);
            }
        }
        (0..LABELS).for_each(|l| next[PLACES[l]] += emission[l]);
        scores = next;
        reached.push(scores);
    }
    let mut label = (1..LABELS).fold(0, |best, l| if scores[PLACES[l]] > scores[PLACES[best]] { l } else { best });
    labels.clear();
    labels.resize(emissions.len(), 0);
    for i in (0..emissions.len()).rev() {
        labels[i] = label as u8;
        let Some(scores) = i.checked_sub(1).map(|before| &reached[before]) else { break };
        let mut most = (NEVER, 0);
        for (before, place) in PLACES.into_iter().enumerate() {
            let reach = scores[place] + transitions[before][label];
            most = if reach > most.0 { (reach, before) } else { most };
        }
        label = most.1;
    }
}

#[inline]
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
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
            before = normalised(std::array::from_fn(|l| reached[l] * local[l]));
            self.forward.push(before);
            self.local.push(local);
        }
        self.marginals.clear();
        self.marginals.resize(self.local.len(), [0.0; LABELS]);
        if self.counts {
            self.pairs = Transitions::default();
        }
        // Columns as rows: many sums at once.
        let backward: [Row; LABELS] = std::array::from_fn(|l| std::array::from_fn(|b| transitions[b][l]));
        let mut after = [1.0; LABELS];
        for i in (0..self.local.len()).rev() {
            let forward = self.forward[i];
            self.marginals[i] = normalised(std::array::from_fn(|l| forward[l] * after[l]));
            let weighted: Row = std::array::from_fn(|l| self.local[i][l] * after[l]);
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
    std::array::from_fn(|l| if mask >> l & 1 == 1 { (emission[l] - most).exp() } else { 0.0 })
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
        std::array::from_fn(|b| std::array::from_fn(|l| if allowed(b, l) { 0.0 } else { f32::NEG_INFINITY }))
    }

    #[test]
    fn an_inside_needs_its_begin() {
        let mut emissions = vec![[0.0; LABELS]; 3];
        emissions[1][2] = 5.0;
        emissions[2][4] = 2.0;
        let mut labels = Vec::new();
        best(&emissions, &transitions(), &mut Vec::new(), &mut labels);
        assert_eq!(labels, [1, 2, 0]);
    }

    #[test]
    fn the_best_labels_are_those_of_the_highest_sum() {
        let transitions: Transitions = std::array::from_fn(|b| {
            let score = |l: usize| ((7 * b + 3 * l) % 11) as f32 / 4.0 - 1.0;
            std::array::from_fn(|l| if allowed(b, l) { score(l) } else { f32::NEG_INFINITY })
        });
        for seed in 0..20 {
            let emission = |i: usize, l: usize| ((seed * 31 + i * 17 + l * 13) % 29) as f32 / 8.0 - 1.5;
            let emissions: Vec<Row> = (0..4).map(|i| std::array::from_fn(|l| emission(i, l))).collect();
            let sum = |labels: &[u8]| {
                let mut before = LABELS;
                let step = |(emission, &label): (&Row, &u8)| {
                    let reach = transitions[before][label as usize] + emission[label as usize];
                    before = label as usize;
                    reach
                };
                emissions.iter().zip(labels).map(step).sum::<f32>()
            };
            let sequence = |n: u32| (0..4).map(|i| (n / 9u32.pow(i) % 9) as u8).collect::<Vec<u8>>();
            let highest = (0..9u32.pow(4)).map(|n| sum(&sequence(n))).fold(f32::MIN, f32::max);
            let mut labels = Vec::new();
            best(&emissions, &transitions, &mut Vec::new(), &mut labels);
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
