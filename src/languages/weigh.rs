//! The penalties of the words at hand: what the model says of each, weighed by how it is written.

use std::ops::Range;

use crate::languages::decode;
use crate::languages::joints::{self, Boundary};
use crate::languages::model::{LANES, Lane, NO_SCRIPT, model};
use crate::languages::preset::{Preset, capitalises_nouns, units};
use crate::languages::scratch::Scratch;
use crate::languages::words::Unit;
use crate::options::Options;
use crate::token::{Case, Gap, Kind, Token};

/// What a sentence's other words must speak for a language that capitalises its nouns, in nats, before its capitalised
/// words count as nouns.
const SPEAKS_FOR: f32 = 1.0;

/// What weighing looks at.
pub(crate) struct Weigher<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub all: &'a [Unit],
    pub preset: &'static Preset,
    /// The lanes that a word may be in, a bit each.
    pub allowed: u128,
    /// Whether at least half of the words with case are in capitals: then capitals say nothing.
    pub all_capitals: bool,
}

impl<'a> Weigher<'a> {
    pub(crate) fn new(text: &'a str, tokens: &'a [Token], all: &'a [Unit], options: &Options) -> Self {
        let lanes = |named: &Vec<_>| named.iter().filter_map(|&l| model().lane(l)).fold(0, |mask, l| mask | 1 << l);
        let allowed = options.languages.as_ref().map_or(u128::MAX, lanes);
        let capitals = all.iter().filter(|u| u.case == Case::Upper).count();
        let cased = all.iter().filter(|u| u.case != Case::None).count();
        let all_capitals = capitals > 0 && 2 * capitals >= cased;
        Weigher { text, tokens, all, preset: Preset::of(options), allowed, all_capitals }
    }

    /// Puts the rows of some units, and what a change of language costs before each, into `scratch`.
    pub(crate) fn fill(&self, scratch: &mut Scratch, range: Range<usize>) {
        scratch.rows.clear();
        scratch.switch.clear();
        let (mut sentence, mut capitals) = (range.start, Vec::new());
        for at in range.clone() {
            let boundary = self.boundary(at);
            if boundary >= Boundary::SentenceEnd {
                self.weigh_nouns(scratch, range.start, sentence..at, &mut capitals);
                sentence = at;
            } else if self.all[at].case == Case::Capital {
                capitals.push(at);
            }
            scratch.switch.push(units(self.preset.switch[boundary as usize]) as u8);
            let row = self.row(scratch, at, self.weight(at, boundary));
            scratch.rows.push(row);
        }
        self.weigh_nouns(scratch, range.start, sentence..range.end, &mut capitals);
    }

    fn row(&self, scratch: &mut Scratch, at: usize, weight: f32) -> decode::Row {
        let unit = &self.all[at];
        scratch.row(&self.text[unit.span.range()], unit.script, self.allowed, self.preset, weight)
    }

    /// Gives the capitalised words inside a sentence the weight of nouns, if its other words speak for a language that
    /// capitalises them: elsewhere such a word is mostly a name, which says little.
    fn weigh_nouns(&self, scratch: &mut Scratch, first: usize, sentence: Range<usize>, capitals: &mut Vec<usize>) {
        if !capitals.is_empty() && self.preset.noun > self.preset.capital {
            let rows = &scratch.rows[sentence.start - first..sentence.end - first];
            let mut sums = decode::sums(rows);
            for row in capitals.iter().map(|&at| scratch.rows[at - first]) {
                sums.iter_mut().zip(row).for_each(|(sum, penalty)| *sum -= i32::from(penalty));
            }
            if speaks_for_nouns(&sums) {
                for &at in capitals.iter() {
                    scratch.rows[at - first] = self.row(scratch, at, self.preset.noun);
                }
            }
        }
        capitals.clear();
    }

    /// The boundary before a unit.
    fn boundary(&self, at: usize) -> Boundary {
        let token = |at: usize| self.all[at].token as usize;
        at.checked_sub(1)
            .map_or(Boundary::LineBreak, |before| joints::between(self.text, self.tokens, token(before), token(at)))
    }

    /// How much a word counts: names, acronyms and codes look alike in many languages.
    fn weight(&self, at: usize, boundary: Boundary) -> f32 {
        let (tokens, unit) = (self.tokens, &self.all[at]);
        let index = unit.token as usize;
        let number_before = index > 0 && tokens[index - 1].kind == Kind::Number && tokens[index - 1].gap == Gap::None;
        let number_behind = tokens[index].gap == Gap::None
            && tokens.get(index + 1).is_some_and(|t| matches!(t.kind, Kind::Number) || t.text(self.text) == "_");
        match unit.case {
            Case::None | Case::Lower if !number_before && !number_behind => 1.0,
            Case::Upper if self.all_capitals => 1.0,
            Case::Capital if boundary >= Boundary::SentenceEnd => self.preset.capital.sqrt(),
            Case::Capital => self.preset.capital,
            _ => self.preset.neutral,
        }
    }
}

/// Whether a language that capitalises its nouns is ahead of every other.
fn speaks_for_nouns(sums: &[i32; LANES]) -> bool {
    let least = |nouns: bool| {
        let lanes = (1..NO_SCRIPT).filter(|&lane| capitalises_nouns(lane) == nouns);
        lanes.map(|lane: Lane| sums[lane as usize]).min().unwrap_or(i32::MAX / 2)
    };
    least(true) + units(SPEAKS_FOR) <= least(false)
}
