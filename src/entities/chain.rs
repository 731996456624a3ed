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
pub(crate) type Mask = u16;

/// Every label.
pub(crate) const ANY: Mask = (1 << LABELS) - 1;

/// Whether `label` may follow `before`; `LABELS` stands for the start. Only its own begin or inside comes before an
/// inside.
pub(crate) fn allowed(before: usize, label: usize) -> bool {
    let inside = label > 0 && label % 2 == 0;
    !inside || before == label || before + 1 == label
}

/// The best labels of a sequence, put behind each other into `labels` after clearing it.
pub(crate) fn best(emissions: &[Row], transitions: &Transitions, labels: &mut Vec<u8>) {
    labels.clear();
    let mut from: Vec<[u8; LABELS]> = Vec::with_capacity(emissions.len());
    let mut scores = transitions[LABELS];
    for (i, emission) in emissions.iter().enumerate() {
        let mut next = scores;
        let mut back = [0; LABELS];
        if i > 0 {
            next = [f32::NEG_INFINITY; LABELS];
            for (before, row) in transitions[..LABELS].iter().enumerate() {
                for label in 0..LABELS {
                    let reach = scores[before] + row[label];
                    back[label] = if reach > next[label] { before as u32 } else { back[label] };
                    next[label] = next[label].max(reach);
                }
            }
        }
        scores = next;
        scores.iter_mut().zip(emission).for_each(|(s, e)| *s += e);
        from.push(back.map(|before| before as u8));
    }
    let mut label = (1..LABELS).fold(0, |best, l| if scores[l] > scores[best] { l } else { best });
    for back in from.iter().rev() {
        labels.push(label as u8);
        label = back[label] as usize;
    }
    labels.reverse();
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
    pub(crate) fn run(&mut self, emissions: &[Row], masks: Option<&[Mask]>, transitions: &Transitions) {
        self.forward.clear();
        self.local.clear();
        self.marginals.clear();
        self.marginals.resize(emissions.len(), [0.0; LABELS]);
        self.pairs = Transitions::default();
        let mut before = [0.0; LABELS];
        for (i, emission) in emissions.iter().enumerate() {
            let mask = masks.map_or(ANY, |m| m[i]);
            let local = exponentials(emission, mask);
            let reached = if i == 0 { transitions[LABELS] } else { times(&before, transitions) };
            before = normalised(std::array::from_fn(|l| reached[l] * local[l]));
            self.forward.push(before);
            self.local.push(local);
        }
        let mut after = [1.0; LABELS];
        for i in (0..emissions.len()).rev() {
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
            after = normalised(std::array::from_fn(|b| (0..LABELS).map(|l| transitions[b][l] * weighted[l]).sum()));
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

fn exponentials(emission: &Row, mask: Mask) -> Row {
    let most = emission.iter().copied().fold(f32::MIN, f32::max);
    std::array::from_fn(|l| if mask >> l & 1 == 1 { (emission[l] - most).exp() } else { 0.0 })
}

fn times(before: &Row, transitions: &Transitions) -> Row {
    let mut sums = [0.0; LABELS];
    for (b, row) in before.iter().zip(transitions) {
        sums.iter_mut().zip(row).for_each(|(s, t)| *s += b * t);
    }
    sums
}

fn normalised(row: Row) -> Row {
    let sum: f32 = row.iter().sum();
    row.map(|x| x / sum.max(f32::MIN_POSITIVE))
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
        best(&emissions, &transitions(), &mut labels);
        assert_eq!(labels, [1, 2, 0]);
    }

    #[test]
    fn likelihoods_add_up_and_masks_hold() {
        let emissions = vec![[0.0; LABELS], [1.0; LABELS], [0.5; LABELS]];
        let mut chain = Chain::default();
        chain.run(&emissions, Some(&[1 << 5, ANY, ANY]), &transitions().map(|row| row.map(f32::exp)));
        for row in &chain.marginals {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
        assert_eq!(chain.marginals[0][5], 1.0);
        assert!(chain.marginals[1][6] > 0.1 && chain.marginals[1][2] == 0.0);
    }
}
