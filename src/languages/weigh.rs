//! The penalties of the words at hand: what the model says of each, weighed by how it is written.

use std::ops::Range;

use crate::languages::joints::{self, Boundary};
use crate::languages::model::{LANES, Lane, NO_SCRIPT, UNKNOWN, model};
use crate::languages::names;
use crate::languages::preset::{Preset, lanes_with_nouns, units};
use crate::languages::scratch::Scratch;
use crate::languages::words::Unit;
use crate::languages::{code, decode};
use crate::options::Options;
use crate::token::{Case, Gap, Kind, Script, Token};

/// What a sentence's other words must speak for a language that capitalises its nouns, in nats, before its capitalised
/// words count as nouns.
const SPEAKS_FOR: f32 = 1.0;

/// What weighing looks at.
pub(crate) struct Weigher<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub all: &'a [Unit],
    pub preset: &'static Preset,
    /// What a change of language costs, by boundary, in penalty units.
    switch: [u8; 7],
    /// The lanes that a word may be in, a bit each.
    pub allowed: u128,
    /// Whether at least half of the words with case, and those half of all, are in capitals: then capitals say nothing.
    pub all_capitals: bool,
    /// Whether there is nothing but code: then it is read like words.
    pub all_code: bool,
}

/// A word of a sentence that is taken for part of a name: its place, and its weights as that and as a noun.
struct Name {
    at: usize,
    as_name: f32,
    as_noun: f32,
}

/// The names of a sentence.
#[derive(Default)]
struct Names {
    words: Vec<Name>,
    /// The language without such nouns that the last sentence spoke most for.
    rival: Option<Lane>,
}

impl Names {
    /// Whether the other words of the sentence speak for a language that capitalises its nouns more than for every
    /// other. Mostly the rival of the sentence before is nearer, and nothing else has to be added up.
    fn speak_for_nouns(&mut self, sentence: &[decode::Row]) -> bool {
        let others = || {
            let mut rest = self.words.iter().map(|name| name.at).peekable();
            let others = sentence.iter().enumerate().filter(move |(at, _)| rest.next_if_eq(at).is_none());
            others.map(|(_, row)| row)
        };
        let nouns = lanes_with_nouns();
        let sum = |lane: Lane| others().map(|row| i32::from(row[lane as usize])).sum::<i32>();
        let least = units(SPEAKS_FOR);
        if let Some(rival) = self.rival {
            let rival = sum(rival);
            if nouns.iter().all(|&lane| sum(lane) + least > rival) {
                return false;
            }
        }
        let mut sums = decode::sums(others());
        let with = nouns.iter().map(|&lane| sums[lane as usize]).min().unwrap_or(i32::MAX / 2);
        nouns.iter().chain(&[UNKNOWN, NO_SCRIPT]).for_each(|&lane| sums[lane as usize] = i32::MAX);
        let rival = (0..LANES).min_by_key(|&lane| sums[lane]).unwrap_or(0);
        self.rival = Some(rival as Lane);
        with + least <= sums[rival]
    }
}

impl<'a> Weigher<'a> {
    pub(crate) fn new(text: &'a str, tokens: &'a [Token], all: &'a [Unit], options: &Options) -> Self {
        let lanes = |named: &Vec<_>| named.iter().filter_map(|&l| model().lane(l)).fold(0, |mask, l| mask | 1 << l);
        let allowed = options.languages.as_ref().map_or(u128::MAX, lanes);
        let capitals = all.iter().filter(|u| u.case == Case::Upper).count();
        let cased = all.iter().filter(|u| u.case != Case::None).count();
        let all_capitals = capitals > 0 && 2 * capitals >= cased && 2 * cased >= all.len();
        let preset = Preset::of(options);
        Weigher {
            text,
            tokens,
            all,
            preset,
            switch: preset.switch.map(|nats| units(nats) as u8),
            allowed,
            all_capitals,
            all_code: all.iter().all(|unit| code::is_code(text, tokens, unit.token as usize)),
        }
    }

    /// Puts the rows of some units, and what a change of language costs before each, into `scratch`.
    pub(crate) fn fill(&self, scratch: &mut Scratch, range: Range<usize>) {
        scratch.look_up(self.text, &self.all[range.clone()], self.allowed, self.preset);
        scratch.switch.clear();
        let rows = &mut scratch.rows;
        let mut quotations = names::quotations(self.text, self.tokens, &self.all[range.clone()], self.preset.quoted)
            .into_iter()
            .peekable();
        let (mut sentence, mut quoted_until, mut names) = (0, 0, Names::default());
        for at in range.clone() {
            let (boundary, place) = (self.boundary(at), at - range.start);
            if boundary >= Boundary::SentenceEnd {
                self.weigh_nouns(&mut rows[sentence..place], &mut names);
                sentence = place;
            }
            while let Some(quotation) = quotations.next_if(|quotation| quotation.start < self.all[at].token) {
                quoted_until = quotation.end.max(quoted_until);
            }
            let mut weight = self.weight(at, boundary);
            if self.all[at].token < quoted_until {
                weight = weight.min(self.preset.capital);
            }
            match self.weight_as_noun(at, boundary).filter(|_| weight > self.preset.code) {
                Some(as_noun) => {
                    let as_name = weight.min(self.preset.capital);
                    names.words.push(Name { at: place - sentence, as_name, as_noun });
                }
                None => weigh(&mut rows[place], weight),
            }
            scratch.switch.push(self.switch[boundary as usize]);
        }
        self.weigh_nouns(&mut rows[sentence..], &mut names);
    }

    /// Gives the words of names inside a sentence the weight they have as nouns, if the others speak for a language
    /// that capitalises its nouns: elsewhere a capitalised word is mostly a name, which says little.
    fn weigh_nouns(&self, sentence: &mut [decode::Row], names: &mut Names) {
        let nouns = !names.words.is_empty() && names.speak_for_nouns(sentence);
        for name in names.words.drain(..) {
            weigh(&mut sentence[name.at], if nouns { name.as_noun } else { name.as_name });
        }
    }

    /// The weight that a word which looks like part of a name has where nouns are capitalised; `None` for other words.
    fn weight_as_noun(&self, at: usize, boundary: Boundary) -> Option<f32> {
        match self.all[at].case {
            _ if self.preset.noun <= self.preset.capital => None,
            Case::Capital if boundary < Boundary::SentenceEnd => Some(self.preset.noun),
            Case::Lower if names::is_in_title(self.tokens, self.all, at) => Some(1.0),
            _ => None,
        }
    }

    /// The boundary before a unit. A sentence of one capitalised word is more likely a name with which the sentence
    /// before was torn off than the start of something else.
    fn boundary(&self, at: usize) -> Boundary {
        if at == 0 {
            return Boundary::LineBreak;
        }
        let token = |at: usize| self.all[at].token as usize;
        let between = |at: usize| joints::between(self.text, self.tokens, token(at - 1), token(at));
        let found = between(at);
        let torn_off = found == Boundary::SentenceEnd
            && self.all[at].case == Case::Capital
            && at + 1 < self.all.len()
            && between(at + 1) >= Boundary::SentenceEnd;
        if torn_off { Boundary::Quote } else { found }
    }

    /// How much a word counts: names, acronyms and codes look alike in many languages, and a word said again and again
    /// (`la la la`) says nothing new.
    fn weight(&self, at: usize, boundary: Boundary) -> f32 {
        let (tokens, unit) = (self.tokens, &self.all[at]);
        let index = unit.token as usize;
        let number_before = index > 0 && tokens[index - 1].kind == Kind::Number && tokens[index - 1].gap == Gap::None;
        let number_behind = tokens[index].gap == Gap::None
            && tokens.get(index + 1).is_some_and(|t| matches!(t.kind, Kind::Number) || t.text(self.text) == "_");
        match unit.case {
            _ if !self.all_code && code::is_code(self.text, tokens, index) => self.preset.code,
            Case::Capital | Case::Lower if is_hesitation(&self.text[unit.span.range()]) => self.preset.code,
            Case::None | Case::Lower if self.is_said_again(at) => self.preset.neutral,
            Case::None | Case::Lower if !number_before && !number_behind => 1.0,
            Case::Upper if self.all_capitals => 1.0,
            // What is not in Latin script is in few languages, be it a name.
            Case::Capital if boundary >= Boundary::SentenceEnd && unit.script != Script::Latin => 1.0,
            Case::Capital if boundary >= Boundary::SentenceEnd => self.preset.capital.sqrt(),
            Case::Capital => self.preset.capital,
            _ => self.preset.neutral,
        }
    }

    /// Whether a unit is the second or a later one of three and more that are the same word, or of two with a hyphen.
    fn is_said_again(&self, at: usize) -> bool {
        let same = |first: usize| {
            let Some([first, second]) = self.all[first..].first_chunk() else { return false };
            if first.span.len() != second.span.len() {
                return false;
            }
            let [word, next] = [first, second].map(|unit| &self.text[unit.span.range()]);
            let lower = |word: &'a str| word.chars().flat_map(char::to_lowercase);
            word == next || first.case != second.case && lower(word).eq(lower(next))
        };
        let is_joined = |at: usize| {
            let tokens = &self.tokens[self.all[at - 1].token as usize..self.all[at].token as usize];
            matches!(tokens, [word, hyphen] if word.gap == Gap::None && hyphen.text(self.text) == "-")
        };
        at > 0 && same(at - 1) && (same(at) || at > 1 && same(at - 2) || is_joined(at))
    }
}

/// Sounds of hesitation that are written alike in many languages. `em` and `um` are words besides.
const HESITATIONS: [&str; 8] = ["eh", "ehm", "hm", "hmm", "mh", "mhm", "uh", "uhm"];

fn is_hesitation(word: &str) -> bool {
    word.len() <= "hmm".len() && HESITATIONS.iter().any(|sound| word.eq_ignore_ascii_case(sound))
}

/// Makes the penalties of a word `weight` times their size.
fn weigh(row: &mut decode::Row, weight: f32) {
    if weight < 1.0 {
        let weight = (weight * 256.0) as u16;
        row.iter_mut().for_each(|penalty| *penalty = ((u16::from(*penalty) * weight + 128) >> 8) as u8);
    }
}
