//! The training packs of the language model in memory: every unit of text once, and the lines as numbers of units.

use std::hash::BuildHasher;
use std::path::Path;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use crate::character::{Character, Class};
use crate::error::Error;
use crate::language::Language;
use crate::languages::words::{for_each_unit, normalise};
use crate::token::{self, Script, Token};
use crate::train::pack::for_each_line;

/// Left out for want of text: 9 kB of Javanese.
const THIN: [&str; 1] = ["jv"];
/// Lines of these files count so often: news and encyclopedia, which are nearer to what the model will read.
const WEIGHTY: [(&str, usize); 2] = [("text-ntrex", 3), ("text-xquad", 3)];
/// Every so many-th line is kept out of the training, to score it.
const HELD_OUT: usize = 200;
/// Lists are drawn from by frequency to this power, so that the frequent do not crowd out the others.
const FREQUENCY_POWER: f64 = 0.5;
/// A language is written in a script that has more than this part of its letters.
const SCRIPT_SHARE: f64 = 0.05;
/// Lines of fewer words may well be the same in several languages.
const PHRASE: usize = 4;
/// Ends a line in a stream of units.
const LINE_END: u32 = u32::MAX;

/// A list of words or n-grams of one language, with the sums of their drawing weights.
type Listed = (u8, Vec<u32>, Vec<f64>);

/// Everything that is learned from.
#[derive(Default)]
pub(super) struct Corpus {
    /// The languages, sorted by code; lane 1 is the first.
    pub languages: Vec<Language>,
    pub listed_words: Vec<Listed>,
    pub listed_ngrams: Vec<Listed>,
    /// Lines kept out of the training, with their lane.
    pub held_out: Vec<(u8, Vec<u32>)>,
    letters: Vec<char>,
    words: Vec<(u32, u8, Script)>,
    numbers: FxHashMap<String, u32>,
    streams: Vec<Vec<u32>>,
    masks: FxHashMap<Script, u128>,
    /// Latin words without their diacritics, for those that have any.
    bare: FxHashMap<u32, u32>,
}

impl Corpus {
    /// Reads the packs with these names.
    pub(super) fn read(data: &Path, files: &[&str]) -> Result<Corpus, Error> {
        let mut corpus = Corpus::default();
        let texts = || files.iter().filter(|file| file.starts_with("text"));
        let mut known = FxHashSet::default();
        for file in texts() {
            for_each_line(&data.join(file), |language, _| {
                known.insert(language);
            })?;
        }
        corpus.languages = known.into_iter().filter(|l| !THIN.contains(&l.code())).collect();
        corpus.languages.sort_unstable();
        corpus.streams = vec![Vec::new(); corpus.languages.len() + 1];
        for file in texts() {
            corpus.read_text(data, file)?;
        }
        corpus.find_scripts();
        for file in files.iter().filter(|file| !file.starts_with("text")) {
            corpus.read_list(data, file)?;
        }
        corpus.numbers = FxHashMap::default();
        corpus.find_bare();
        Ok(corpus)
    }

    fn read_text(&mut self, data: &Path, file: &str) -> Result<(), Error> {
        let times = WEIGHTY.iter().find(|w| file.starts_with(w.0)).map_or(1, |w| w.1);
        let (mut tokens, mut line, mut number) = (Vec::new(), Vec::new(), 0);
        for_each_line(&data.join(file), |language, text| {
            let Some(lane) = self.lane(language) else { return };
            self.units(text, &mut tokens, &mut line);
            number += 1;
            if line.is_empty() {
            } else if number % HELD_OUT == 0 {
                self.held_out.push((lane, line.clone()));
            } else {
                (0..times).for_each(|_| self.add_line(lane, &line));
            }
        })
    }

    fn add_line(&mut self, lane: u8, line: &[u32]) {
        self.streams[lane as usize].extend(line.iter().chain(&[LINE_END]));
    }

    /// A corpus of a few lines, which are its lists and held-out lines as well.
    #[cfg(test)]
    pub(super) fn of(lines: &[(Language, &str)]) -> Corpus {
        let mut corpus = Corpus { languages: lines.iter().map(|line| line.0).collect(), ..Corpus::default() };
        corpus.languages.sort_unstable();
        corpus.languages.dedup();
        corpus.streams = vec![Vec::new(); corpus.languages.len() + 1];
        let (mut tokens, mut line) = (Vec::new(), Vec::new());
        for &(language, text) in lines {
            corpus.units(text, &mut tokens, &mut line);
            let lane = corpus.lane(language).expect("its own language");
            corpus.add_line(lane, &line);
            corpus.held_out.push((lane, line.clone()));
            corpus.listed_words.push((lane, line.clone(), (1..=line.len()).map(|sum| sum as f64).collect()));
        }
        corpus.listed_ngrams = corpus.listed_words.clone();
        corpus.find_scripts();
        corpus
    }

    /// The units of a line, by number.
    fn units(&mut self, text: &str, tokens: &mut Vec<Token>, line: &mut Vec<u32>) {
        line.clear();
        token::scan(text, tokens);
        for_each_unit(text, tokens, |unit| line.push(self.number(&text[unit.span.range()], unit.script)));
    }

    fn number(&mut self, word: &str, script: Script) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let mut letters = Vec::new();
        normalise(word, script, &mut letters);
        self.numbers.insert(word.to_owned(), self.words.len() as u32);
        self.add(&letters, script)
    }

    fn add(&mut self, letters: &[char], script: Script) -> u32 {
        self.words.push((self.letters.len() as u32, letters.len() as u8, script));
        self.letters.extend(letters);
        self.words.len() as u32 - 1
    }

    /// Leaves out the lines that stand in more languages than a group of relatives has, `most_alike`, and those that
    /// `is_right` denies; returns how many, by lane. Software help holds untranslated lines and ever the same phrases.
    pub(super) fn keep(
        &mut self,
        most_alike: usize,
        mut is_right: impl FnMut(&Corpus, u8, &[u32]) -> bool,
    ) -> Vec<usize> {
        let mut lanes_of: FxHashMap<u64, u128> = FxHashMap::default();
        for (lane, stream) in self.streams.iter().enumerate() {
            for line in stream.split(|unit| *unit == LINE_END).filter(|line| line.len() >= PHRASE) {
                *lanes_of.entry(FxBuildHasher.hash_one(line)).or_default() |= 1 << lane;
            }
        }
        let is_shared = |line: &[u32]| {
            line.len() >= PHRASE && lanes_of[&FxBuildHasher.hash_one(line)].count_ones() as usize > most_alike
        };
        let mut left_out = vec![0; self.streams.len()];
        let mut kept = vec![Vec::new(); self.streams.len()];
        for (lane, stream) in self.streams.iter().enumerate() {
            for line in stream.split(|unit| *unit == LINE_END).filter(|line| !line.is_empty()) {
                if is_shared(line) || !is_right(self, lane as u8, line) {
                    left_out[lane] += 1;
                } else {
                    kept[lane].extend(line.iter().chain(&[LINE_END]));
                }
            }
        }
        self.streams = kept;
        self.find_scripts();
        self.list_vocabularies();
        left_out
    }

    fn find_scripts(&mut self) {
        self.masks.clear();
        for lane in 1..self.streams.len() {
            let mut counts: FxHashMap<Script, u64> = FxHashMap::default();
            for &word in self.streams[lane].iter().filter(|w| **w != LINE_END) {
                let (_, length, script) = self.words[word as usize];
                *counts.entry(script).or_default() += u64::from(length) - 2;
            }
            let all: u64 = counts.values().sum();
            for (script, _) in counts.into_iter().filter(|c| c.1 as f64 > SCRIPT_SHARE * all as f64) {
                *self.masks.entry(script).or_default() |= 1 << lane;
            }
        }
    }

    /// Makes a list of each language's own words: half of the languages have no other, and from their lines rare words
    /// are drawn too seldom to be known alone.
    fn list_vocabularies(&mut self) {
        for lane in 1..self.streams.len() {
            let mut words: Vec<u32> = self.streams[lane].iter().copied().filter(|w| *w != LINE_END).collect();
            words.sort_unstable();
            let mut list: Listed = (lane as u8, Vec::new(), Vec::new());
            for same in words.chunk_by(|a, b| a == b) {
                list.1.push(same[0]);
                list.2.push(list.2.last().unwrap_or(&0.0) + (same.len() as f64).powf(FREQUENCY_POWER));
            }
            self.listed_words.push(list);
        }
    }

    fn find_bare(&mut self) {
        for number in 0..self.words.len() as u32 {
            let (letters, script) = self.word(number);
            if script == Script::Latin && !letters.iter().all(char::is_ascii) {
                let is_mark = |c: &char| Character::of(*c).class == Class::Mark;
                let bare: Vec<char> = letters.iter().copied().nfd().filter(|c| !is_mark(c)).collect();
                if bare != letters {
                    let bare = self.add(&bare, script);
                    self.bare.insert(number, bare);
                }
            }
        }
    }

    /// `lang, word or n-gram, frequency`; n-grams stand inside words and have no end marks.
    fn read_list(&mut self, data: &Path, file: &str) -> Result<(), Error> {
        let whole_words = file.starts_with("words");
        let mut lists: FxHashMap<u8, Listed> = FxHashMap::default();
        let (mut tokens, mut line) = (Vec::new(), Vec::new());
        for_each_line(&data.join(file), |language, rest| {
            let (Some(lane), Some((word, frequency))) = (self.lane(language), rest.split_once('\t')) else { return };
            let Ok(frequency) = frequency.parse::<f64>() else { return };
            self.units(word, &mut tokens, &mut line);
            let &[mut number] = line.as_slice() else { return };
            if !whole_words {
                let (letters, script) = self.word(number);
                let inner = letters[1..letters.len() - 1].to_vec();
                number = self.add(&inner, script);
            }
            let list = lists.entry(lane).or_insert_with(|| (lane, Vec::new(), Vec::new()));
            list.1.push(number);
            list.2.push(list.2.last().unwrap_or(&0.0) + frequency.powf(FREQUENCY_POWER));
        })?;
        let mut lists: Vec<Listed> = lists.into_values().collect();
        lists.sort_unstable_by_key(|list| list.0);
        if whole_words {
            self.listed_words.extend(lists)
        } else {
            self.listed_ngrams.extend(lists)
        }
        Ok(())
    }

    pub(super) fn lane(&self, language: Language) -> Option<u8> {
        self.languages.binary_search(&language).ok().map(|i| i as u8 + 1)
    }

    /// The letters and the script of a unit.
    pub(super) fn word(&self, number: u32) -> (&[char], Script) {
        let (start, length, script) = self.words[number as usize];
        (&self.letters[start as usize..start as usize + length as usize], script)
    }

    /// Every script, with the lanes that are written in it.
    pub(super) fn scripts(&self) -> impl Iterator<Item = (Script, u128)> {
        let mut scripts: Vec<_> = self.masks.iter().map(|(&s, &m)| (s, m)).collect();
        scripts.sort_unstable_by_key(|s| s.0 as u8);
        scripts.into_iter()
    }

    /// What was read, for people.
    pub(super) fn summary(&self) -> String {
        let units: usize = self.streams.iter().map(Vec::len).sum();
        let (languages, different, held) = (self.languages.len(), self.words.len(), self.held_out.len());
        format!("{languages} languages, {units} units, {different} different, {held} lines held out")
    }

    /// Draws entries of a list by weight into `window`; returns its lane.
    pub(super) fn draw_listed(&self, random: &mut Random, list: &Listed, length: usize, window: &mut Vec<u32>) -> u8 {
        let (lane, numbers, sums) = list;
        window.clear();
        for _ in 0..length {
            let at = f64::from(random.unit()) * sums.last().copied().unwrap_or(0.0);
            window.push(numbers[sums.partition_point(|s| *s <= at).min(numbers.len() - 1)]);
        }
        *lane
    }

    /// Takes the diacritics from Latin words.
    pub(super) fn strip(&self, window: &mut [u32]) {
        window.iter_mut().for_each(|word| *word = self.bare.get(word).copied().unwrap_or(*word));
    }

    /// Draws a place in a language's lines, and from there up to `length` units into `window`; returns the lane.
    pub(super) fn draw_window(&self, random: &mut Random, lane: u8, length: usize, window: &mut Vec<u32>) -> u8 {
        let stream = &self.streams[lane as usize];
        let from = random.below(stream.len() as u64) as usize;
        let units = stream[from..].iter().skip_while(|w| **w == LINE_END).take_while(|w| **w != LINE_END);
        window.clear();
        window.extend(units.take(length));
        lane
    }

    /// Drops the units in scripts that `target` is not written in; returns the lanes that the others allow.
    pub(super) fn keep_fitting(&self, window: &mut Vec<u32>, target: u8) -> u128 {
        let mask = |&word: &u32| self.masks.get(&self.words[word as usize].2).copied().unwrap_or(0);
        window.retain(|word| mask(word) >> target & 1 == 1);
        window.iter().map(mask).fold(u128::MAX, |all, own| all & own)
    }
}

/// Random numbers: SplitMix64 (Steele, Lea & Flood 2014).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number under `limit`.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }

    /// A number in 0…1.
    pub(super) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }
}
