//! Which languages a text is in, and where each word stands among them: penalties in, a path and its confidence out.

use std::cmp::Reverse;

use crate::languages::model::{LANES, Lane, NO_SCRIPT, UNKNOWN};
use crate::languages::preset::PER_NAT;

/// The penalty of a word in each lane, in sixteenths of a nat.
pub(crate) type Row = [u8; LANES];

/// Rows after which 16-bit sums of bytes are emptied.
const FLUSH: usize = 64;
/// More languages than this are not told apart in one stretch of text.
const MOST_LANGUAGES: usize = 12;

/// Lanes that are looked at together: few where they suffice, as in most texts.
const FEW: usize = 8;
const MANY: usize = 16;
/// Languages that are looked at beside the best one and the unknown one.
const MOST_CANDIDATES: usize = MANY - 2;
/// Words over which a language is compared with the best one, and what it costs at least to change to it and back.
const WINDOW: usize = 16;
const CHANGE: u16 = 48;

/// Some lanes, and their penalties side by side, word by word.
struct Columns {
    lanes: Vec<Lane>,
    rows: Block,
}

enum Block {
    Few(Vec<[u8; FEW]>),
    Many(Vec<[u8; MANY]>),
}

/// A stretch of text to decode.
pub(crate) struct Chain<'a> {
    pub rows: &'a [Row],
    /// What a change of language costs right before each word.
    pub switch: &'a [u8],
    /// The penalty of each lane over all words.
    pub sums: [i32; LANES],
    /// What each lane has to make up for to be among the languages.
    pub priors: &'a [i32; LANES],
    /// The language before the first word.
    pub entry: Option<Lane>,
    pub calibration: &'a Calibration,
}

/// What confidence is worked out from: how likely words and changes with a penalty are, at parts of their size with
/// which it agrees with how often a word is right.
pub(crate) struct Calibration {
    /// The part of the size of a word's penalty.
    scale: f32,
    words: [f32; 256],
    changes: [f32; 256],
}

impl Calibration {
    /// From the parts of the size of the penalties of words and of changes.
    pub(crate) fn new(parts: [f32; 2]) -> Self {
        let [scale, change] = parts.map(|part| -part / PER_NAT);
        let likely = |scale: f32| std::array::from_fn(|penalty| (penalty as f32 * scale).exp());
        Calibration { scale, words: likely(scale), changes: likely(change) }
    }
}

/// A language for each word.
#[derive(Clone, Default)]
pub(crate) struct Path {
    /// The languages it uses, in no order.
    pub set: Vec<Lane>,
    pub lanes: Vec<Lane>,
    /// Its penalty, without that of the set.
    penalty: i32,
}

impl Chain<'_> {
    /// The cheapest path in the languages that occur: another one is taken in while the best gains more than
    /// `threshold` beyond what it has to make up for. After the second, the first is put to the test once more.
    /// The languages of `given` occur by assumption. That the language is unknown is tried last, because it would win
    /// over two that are mixed.
    pub(crate) fn decode(&self, given: Option<&[Lane]>, threshold: i32) -> Path {
        let first = (1..LANES).min_by_key(|&lane| self.single_cost(lane)).unwrap_or(0) as Lane;
        let Some(given) = given else { return self.chosen(first, threshold) };
        let path = self.viterbi(given);
        let gain = self.gains(&path, &self.columns(&[UNKNOWN]))[0];
        self.or_unknown(path, gain, threshold)
    }

    /// The same where no languages are given.
    fn chosen(&self, first: Lane, threshold: i32) -> Path {
        let mut path = self.single(first);
        let mut columns = self.columns(&self.candidates(&path, threshold));
        let mut left_out = false;
        loop {
            let gains = self.gains(&path, &columns);
            // what it gains in the end is hardly ever twice as much
            let added = self.best_addition(&path, &columns, &gains, threshold / 2);
            let Some(next) = added.and_then(|lane| self.extended(&path, lane, threshold)) else {
                if std::mem::take(&mut left_out) {
                    columns = self.columns(&self.candidates(&path, threshold));
                    continue;
                }
                let unknown = columns.lanes.iter().position(|&lane| lane == UNKNOWN);
                return self.or_unknown(path, unknown.map_or(0, |at| gains[at]), threshold);
            };
            // In a text of many languages not all were looked at.
            left_out = columns.lanes.len() > MOST_CANDIDATES;
            path = next;
            if let [_, second] = path.set[..] {
                let alone = self.single(second);
                let swapped = self.best_addition(&alone, &columns, &self.gains(&alone, &columns), 0);
                let swapped = swapped.filter(|&other| other != first).map(|other| self.viterbi(&[second, other]));
                path = swapped.filter(|swapped| self.cost(swapped) < self.cost(&path)).unwrap_or(path);
            }
        }
    }

    /// The path with one more language, the one that gains most, if it gains more than `least`.
    pub(crate) fn with_another(&self, path: &Path, least: i32) -> Option<Path> {
        let columns = self.columns(&self.candidates(path, least));
        let added = self.best_addition(path, &columns, &self.gains(path, &columns), least)?;
        self.extended(path, added, least)
    }

    fn or_unknown(&self, path: Path, gain: i32, threshold: i32) -> Path {
        let worth_it = gain > self.priors[UNKNOWN as usize] + threshold;
        let extended = if worth_it { self.extended(&path, UNKNOWN, threshold) } else { None };
        extended.filter(|extended| self.is_unknown(extended, &path.set)).unwrap_or(path)
    }

    /// Whether the words of a path that are in no known language are less likely in all of some languages, each in the
    /// one that suits it best. Where every other word is in another language, as in a list of words with their
    /// translations, only the changes cost much.
    fn is_unknown(&self, path: &Path, set: &[Lane]) -> bool {
        let unknown = self.rows.iter().zip(&path.lanes).filter(|&(_, &lane)| lane == UNKNOWN).map(|(row, _)| row);
        let best = |row: &Row| set.iter().map(|&lane| i32::from(row[lane as usize])).min().unwrap_or(i32::MAX);
        unknown.map(|row| best(row) - i32::from(row[UNKNOWN as usize])).sum::<i32>() > 0
    }

    /// The lanes that may gain enough beside a path to be worth a closer look: what each would save in every [`WINDOW`]
    /// if it could be changed to for that alone. With them the path's first language and the unknown one.
    fn candidates(&self, path: &Path, threshold: i32) -> Vec<Lane> {
        let mut saved = [0i32; LANES];
        for (rows, lanes) in self.rows.chunks(WINDOW).zip(path.lanes.chunks(WINDOW)) {
            // Sums of one byte are added up many at once; only where a language was left do they not suffice.
            let mut few = [0u8; LANES];
            for (row, &lane) in rows.iter().zip(lanes) {
                let own = row[lane as usize];
                // Where the word is certain, no other can save anything.
                if own == 0 {
                    continue;
                }
                few.iter_mut().zip(row).for_each(|(sum, &other)| *sum = sum.saturating_add(own.saturating_sub(other)));
            }
            let mut part = few.map(u16::from);
            if few.contains(&u8::MAX) {
                part = [0; LANES];
                for (row, &lane) in rows.iter().zip(lanes) {
                    let own = row[lane as usize];
                    part.iter_mut().zip(row).for_each(|(sum, &other)| *sum += u16::from(own.saturating_sub(other)));
                }
            }
            saved.iter_mut().zip(part).for_each(|(sum, part)| *sum += i32::from(part.saturating_sub(CHANGE)));
        }
        let gain = |lane: Lane| saved[lane as usize].saturating_sub(self.priors[lane as usize]);
        let new = |&lane: &Lane| !path.set.contains(&lane) && gain(lane) > threshold;
        let mut found: Vec<Lane> = (1..NO_SCRIPT).filter(new).collect();
        let best_first = |&lane: &Lane| (Reverse(gain(lane)), lane);
        if found.len() > MOST_CANDIDATES {
            found.select_nth_unstable_by_key(MOST_CANDIDATES, best_first);
            found.truncate(MOST_CANDIDATES);
        }
        found.sort_unstable_by_key(best_first);
        found.extend([path.set[0], UNKNOWN]);
        found
    }

    /// The penalties of some lanes.
    fn columns(&self, lanes: &[Lane]) -> Columns {
        let rows = if lanes.len() > FEW { Block::Many(self.block(lanes)) } else { Block::Few(self.block(lanes)) };
        Columns { lanes: lanes.to_vec(), rows }
    }

    fn block<const WIDTH: usize>(&self, lanes: &[Lane]) -> Vec<[u8; WIDTH]> {
        let mut padded = [UNKNOWN; WIDTH];
        padded[..lanes.len()].copy_from_slice(lanes);
        self.rows.iter().map(|row| padded.map(|lane| row[lane as usize])).collect()
    }

    fn single(&self, lane: Lane) -> Path {
        Path { set: vec![lane], lanes: vec![lane; self.rows.len()], penalty: self.sums[lane as usize] }
    }

    fn single_cost(&self, lane: usize) -> i32 {
        self.sums[lane].saturating_add(self.priors[lane])
    }

    /// The path with one more language, if that gains more than `threshold`.
    fn extended(&self, path: &Path, lane: Lane, threshold: i32) -> Option<Path> {
        let bound = self.cost(path) - threshold;
        let gain = |next: &Path| self.cost(next) < bound;
        Some(self.viterbi(&[path.set.as_slice(), &[lane]].concat())).filter(gain)
    }

    fn cost(&self, path: &Path) -> i32 {
        path.penalty + path.set.iter().map(|&lane| self.priors[lane as usize]).sum::<i32>()
    }

    /// The language that lowers a path's cost most when the path may leave for it; none if it lowers it by no more than
    /// `least`, or the path has as many as are told apart.
    fn best_addition(&self, path: &Path, columns: &Columns, gains: &[i32], least: i32) -> Option<Lane> {
        let gain = |(&lane, &gain): (&Lane, &i32)| (gain - self.priors[lane as usize], lane);
        let all = columns.lanes.iter().zip(gains).map(gain);
        let new = all.filter(|&(_, lane)| lane != UNKNOWN && !path.set.contains(&lane));
        let (gain, best) = new.max_by_key(|&(gain, lane)| (gain, Reverse(lane)))?;
        (gain > least && path.set.len() < MOST_LANGUAGES).then_some(best)
    }

    /// What each lane gains beside a path.
    fn gains(&self, path: &Path, columns: &Columns) -> Vec<i32> {
        let mut gains = match &columns.rows {
            Block::Few(rows) => self.gains_of(path, rows).to_vec(),
            Block::Many(rows) => self.gains_of(path, rows).to_vec(),
        };
        gains.truncate(columns.lanes.len());
        gains
    }

    /// The Viterbi algorithm for two states, on the path and off it, for some lanes side by side. `ahead` is how much
    /// better it is to be off the path than on it.
    fn gains_of<const WIDTH: usize>(&self, path: &Path, rows: &[[u8; WIDTH]]) -> [i32; WIDTH] {
        let mut previous = path.lanes.first();
        let on_path = self.rows.iter().zip(&path.lanes).zip(self.switch).map(|((row, lane), &cost)| {
            let saved = if previous == Some(lane) { 0 } else { i16::from(cost) };
            previous = Some(lane);
            (i16::from(row[*lane as usize]) + saved, i16::from(cost))
        });
        let (mut all, mut ahead) = ([0i32; WIDTH], [0i16; WIDTH]);
        let mut both = rows.iter().zip(on_path);
        for _ in 0..rows.len().div_ceil(FLUSH) {
            let mut gained = [0i16; WIDTH];
            for (row, (on_path, cost)) in both.by_ref().take(FLUSH) {
                for lane in 0..WIDTH {
                    let before = ahead[lane];
                    gained[lane] += (before - cost).max(0);
                    ahead[lane] = before.min(cost).max(-cost) + on_path - i16::from(row[lane]);
                }
            }
            all.iter_mut().zip(gained).for_each(|(all, part)| *all += i32::from(part));
        }
        std::array::from_fn(|lane| all[lane] + i32::from(ahead[lane].max(0)))
    }

    /// The cheapest path through a set of languages. Mostly they are two or three: a loop over so many is unrolled
    /// where their number is known.
    fn viterbi(&self, set: &[Lane]) -> Path {
        match *set {
            [a, b] => self.cheapest(&[a, b]),
            [a, b, c] => self.cheapest(&[a, b, c]),
            _ => self.cheapest(set),
        }
    }

    /// Every change at a place costs the same, so a word needs one look at each language.
    #[inline(always)]
    fn cheapest(&self, set: &[Lane]) -> Path {
        let count = set.len();
        let (mut costs, switch) = ([0i32; LANES], |at: usize| i32::from(self.switch[at]));
        let costs = &mut costs[..count];
        for (cost, &lane) in costs.iter_mut().zip(set) {
            *cost = i32::from(self.entry.is_some_and(|entry| entry != lane)) * switch(0);
        }
        let mut came_from = vec![0u8; self.rows.len() * count];
        for ((at, row), came_from) in self.rows.iter().enumerate().zip(came_from.chunks_exact_mut(count)) {
            let (best, least) = least(costs);
            let change = if at == 0 { i32::MAX / 2 } else { least + switch(at) };
            for (k, ((cost, from), &lane)) in costs.iter_mut().zip(came_from).zip(set).enumerate() {
                *from = if *cost <= change { k as u8 } else { best as u8 };
                *cost = (*cost).min(change) + i32::from(row[lane as usize]);
            }
        }
        let (mut k, penalty) = least(costs);
        let mut lanes = vec![0; self.rows.len()];
        for (lane, came_from) in lanes.iter_mut().zip(came_from.chunks_exact(count)).rev() {
            *lane = set[k];
            k = came_from[k] as usize;
        }
        Path { set: set.to_vec(), lanes, penalty }
    }

    /// How likely each word's language on the path is right: the forward-backward algorithm over the path's
    /// languages, or, of a single one, its probability against every other for the whole stretch.
    pub(crate) fn confidence(&self, path: &Path) -> Vec<f32> {
        if path.set.len() == 1 {
            let cost = |lane: usize| self.single_cost(lane) as f32 * self.calibration.scale;
            let own = cost(path.set[0] as usize);
            let all: f32 = (0..LANES).map(|lane| (cost(lane) - own).min(80.0).exp()).sum();
            return vec![(1.0 / all).min(1.0); self.rows.len()];
        }
        match path.set[..] {
            [a, b] => self.marginals(path, &[a, b]),
            [a, b, c] => self.marginals(path, &[a, b, c]),
            _ => self.marginals(path, &path.set),
        }
    }

    /// The forward-backward algorithm.
    #[inline(always)]
    fn marginals(&self, path: &Path, set: &[Lane]) -> Vec<f32> {
        let Calibration { words: likely, changes, .. } = self.calibration;
        let (count, mut now) = (set.len(), [0.0f32; LANES]);
        let now = &mut now[..count];
        let mut forward = vec![0.0f32; self.rows.len() * count];
        now.fill(1.0 / count as f32);
        for ((at, row), ahead) in self.rows.iter().enumerate().zip(forward.chunks_exact_mut(count)) {
            spread(now, if at == 0 { 0.0 } else { changes[self.switch[at] as usize] });
            for (p, &lane) in now.iter_mut().zip(set) {
                *p *= likely[row[lane as usize] as usize];
            }
            ahead.copy_from_slice(now);
        }
        let mut confidence = vec![0.0; self.rows.len()];
        now.fill(1.0);
        for (at, ahead) in forward.chunks_exact(count).enumerate().rev() {
            let joint = |k: usize| ahead[k] * now[k];
            let all: f32 = (0..count).map(joint).sum();
            let own = set.iter().position(|&lane| lane == path.lanes[at]).map_or(0.0, joint);
            confidence[at] = (own / all.max(f32::MIN_POSITIVE)).min(1.0);
            for (p, &lane) in now.iter_mut().zip(set) {
                *p *= likely[self.rows[at][lane as usize] as usize];
            }
            spread(now, changes[self.switch[at] as usize]);
        }
        confidence
    }
}

/// The penalty of each lane over some words.
pub(crate) fn sums<'a>(rows: impl IntoIterator<Item = &'a Row>) -> [i32; LANES] {
    let mut sums = [0i32; LANES];
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut part = [0u16; LANES];
        for row in rows.by_ref().take(FLUSH) {
            part.iter_mut().zip(row).for_each(|(sum, &penalty)| *sum += u16::from(penalty));
        }
        sums.iter_mut().zip(part).for_each(|(sum, part)| *sum += i32::from(part));
    }
    sums
}

/// Lets each state be reached from every other at a cost: `p' = p + change · (all others)`. Only how the states compare
/// counts, so they are scaled when their sum gets far from 1.
#[inline(always)]
fn spread(states: &mut [f32], change: f32) {
    let all: f32 = states.iter().sum();
    let scale = if (1e-9..1e9).contains(&all) { 1.0 } else { 1.0 / all.max(f32::MIN_POSITIVE) };
    states.iter_mut().for_each(|p| *p = scale * (*p + change * (all - *p)));
}

#[inline(always)]
fn least(costs: &[i32]) -> (usize, i32) {
    let mut best = (0, costs[0]);
    for (k, &cost) in costs.iter().enumerate().skip(1) {
        if cost < best.1 {
            best = (k, cost);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that cost nothing in the lane of their digit and `penalty` in every other.
    fn rows(words: &str, penalty: u8) -> Vec<Row> {
        let row = |c: char| {
            let own = c.to_digit(10).expect("a lane") as usize;
            std::array::from_fn(|lane| if lane == own { 0 } else { penalty })
        };
        words.chars().map(row).collect()
    }

    fn decoded(words: &str, penalty: u8, given: Option<&[Lane]>) -> (String, Vec<f32>) {
        let rows = rows(words, penalty);
        let switch = vec![80; rows.len()];
        let (sums, priors) = (sums(&rows), &[0; LANES]);
        let calibration = Calibration::new([0.6; 2]);
        let chain = Chain { rows: &rows, switch: &switch, sums, priors, entry: None, calibration: &calibration };
        let path = chain.decode(given, 200);
        let confidence = chain.confidence(&path);
        (path.lanes.iter().map(|lane| lane.to_string()).collect(), confidence)
    }

    #[test]
    fn a_language_is_taken_in_when_it_gains_enough() {
        assert_eq!(decoded("111122111", 100, None).0, "111111111");
        assert_eq!(decoded("111122222111", 100, None).0, "111122222111");
        assert_eq!(decoded("1111222223333333", 100, None).0, "1111222223333333");
        assert_eq!(decoded("111122111", 100, Some(&[1, 2])).0, "111122111");
    }

    /// A word of lane 2 among words of lane 1 costs less where it stands than two changes.
    #[test]
    fn a_single_word_does_not_change_the_language() {
        assert_eq!(decoded("1112111", 100, Some(&[1, 2])).0, "1111111");
    }

    /// Two words, one of them clear, the other at a change that costs 5 nats: by hand with penalties at 0.6 of their
    /// size, p = 1 / (1 + e^-a) with a = 0.6 · (100 - 80) / 16 for the change against no change.
    #[test]
    fn confidence_is_that_of_the_two_state_chain() {
        let (lanes, confidence) = decoded("12", 100, Some(&[1, 2]));
        assert_eq!(lanes, "12");
        let (change, wrong) = ((-0.6f32 * 80.0 / 16.0).exp(), (-0.6f32 * 100.0 / 16.0).exp());
        let all = change + 2.0 * wrong + change * wrong * wrong;
        assert!((confidence[0] - (change + wrong) / all).abs() < 1e-5, "{confidence:?}");
        assert!((confidence[0] - confidence[1]).abs() < 1e-5);
    }

    #[test]
    fn nothing_is_decoded_to_nothing() {
        assert_eq!(decoded("", 100, None).0, "");
    }
}
