//! Close relatives: what the letters inside a word say between languages that the model alone takes for each other.
//!
//! The rows of the model are shared by all n-grams of all languages, so what is rare gets lost there: that `tisuća` is
//! Croatian and `hiljada` Bosnian. A list of the sequences of five letters that tell relatives apart keeps it. The
//! model says how likely a word is in one of them, the list has its part in which.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::data;
use crate::language::Language;
use crate::languages::model::{HASH_END, Lane, model, take};
use crate::languages::words::{ngram_hash, normalise};
use crate::table::Table;
use crate::token::Script;

/// What the file begins with.
pub(crate) const MAGIC: &[u8; 8] = b"related2";
/// Letters of a sequence.
pub(crate) const LETTERS: usize = 5;
/// Most languages of a family.
pub(crate) const MOST: usize = 4;
/// Steps of a nat in which the list counts.
pub(crate) const STEPS: f32 = 16.0;

/// The part that the model's own differences between relatives keep beside the list. With all of them, and with none,
/// fewer texts of development sets were told right.
const OF_MODEL: f32 = 0.5;
/// What a word of `relatives.tsv` speaks for its languages, in nats.
const LISTED: f32 = 2.5;
/// A word that is so many nats more likely in another language says nothing of the relatives.
const REACH: f32 = 8.0;

/// Languages that are taken for each other in one script.
struct Family {
    script: Script,
    lanes: Vec<Lane>,
    /// How much every word speaks for each language: what the model alone takes from it.
    each_word: [i8; MOST],
    /// How much a sequence speaks for each language.
    sequences: Sequences,
    /// How much a word of `relatives.tsv` does, by the same hash.
    words: FxHashMap<u64, [i8; MOST]>,
}

/// By [`sequence_hash`], a byte for each language of a family.
pub(crate) type Sequences = Table<7, 32>;

/// The hash of letters in a table: the upper bits tell most there.
pub(crate) fn sequence_hash(letters: &[char]) -> u64 {
    ngram_hash(letters).wrapping_mul(HASH_END)
}

fn families() -> &'static [Family] {
    static FAMILIES: OnceLock<Vec<Family>> = OnceLock::new();
    FAMILIES.get_or_init(|| {
        let mut families = read(data::RELATIVES).expect("src/data/models/relatives.bin is a list of sequences");
        data::RELATIVE_WORDS.lines().filter(|line| !line.starts_with('#')).for_each(|line| {
            add_words(&mut families, line).expect("a line of relatives.tsv names a family, languages and words");
        });
        families
    })
}

/// Puts the words of a line of `relatives.tsv` into the family that has their languages.
fn add_words(families: &mut [Family], line: &str) -> Option<()> {
    let (script, line) = line.split_once('\t')?;
    let (languages, words) = line.split_once('\t')?;
    let script = Script::from_short_name(script)?;
    let lane = |code: &str| model().lane(Language::from_code(code).ok()?);
    let lanes: Vec<Lane> = languages.split(' ').map(lane).collect::<Option<_>>()?;
    let has_all =
        |family: &&mut Family| family.script == script && lanes.iter().all(|lane| family.lanes.contains(lane));
    let family = families.iter_mut().find(has_all)?;
    let speaks = |lane: &Lane| if lanes.contains(lane) { (LISTED * STEPS) as i8 } else { 0 };
    let mut values = [0; MOST];
    values.iter_mut().zip(&family.lanes).for_each(|(value, lane)| *value = speaks(lane));
    let mut letters = Vec::new();
    for word in words.split(' ') {
        normalise(word, script, &mut letters);
        family.words.insert(sequence_hash(&letters), values);
    }
    Some(())
}

/// Reads the file: magic, number of families; for each the code of its script, the number of languages, for each its
/// code in 4 bytes and what every word speaks for it, and the table of sequences.
fn read(bytes: &'static [u8]) -> Option<Vec<Family>> {
    let mut bytes = bytes.strip_prefix(MAGIC)?;
    let count = take(&mut bytes, 1)?[0];
    (0..count).map(|_| read_family(&mut bytes)).collect()
}

fn read_family(bytes: &mut &'static [u8]) -> Option<Family> {
    let script = Script::from_short_name(std::str::from_utf8(take(bytes, 4)?).ok()?)?;
    let count = usize::from(take(bytes, 1)?[0]).min(MOST);
    let (mut lanes, mut each_word) = (Vec::with_capacity(count), [0; MOST]);
    for own in each_word.iter_mut().take(count) {
        let code = std::str::from_utf8(take(bytes, 4)?).ok()?;
        lanes.push(model().lane(Language::from_code(code.trim_end()).ok()?)?);
        *own = take(bytes, 1)?[0].cast_signed();
    }
    let (sequences, rest) = Sequences::read(bytes);
    *bytes = rest;
    Some(Family { script, lanes, each_word, sequences, words: FxHashMap::default() })
}

/// A family among the languages that are at choice.
pub(crate) struct Relatives {
    family: &'static Family,
    /// The place of each language among the scores, and in the family.
    members: Vec<(usize, usize)>,
}

impl Relatives {
    /// The families of which at least two are among these lanes of a script.
    pub(crate) fn of(script: Script, lanes: &[Lane]) -> Vec<Relatives> {
        let place = |lane: &Lane| lanes.iter().position(|other| other == lane);
        let members = |family: &'static Family| Relatives {
            family,
            members: family.lanes.iter().enumerate().filter_map(|(own, lane)| Some((place(lane)?, own))).collect(),
        };
        let own = families().iter().filter(|family| family.script == script);
        own.map(members).filter(|relatives| relatives.members.len() > 1).collect()
    }

    /// Shares out anew what the scores of a word say for the relatives together; `most` is the highest of all scores,
    /// which count in nats after multiplying by `scale`.
    pub(crate) fn share_out(&self, word: &str, scale: f32, most: f32, scores: &mut [f32], letters: &mut Vec<char>) {
        let near = |&(at, _): &(usize, usize)| (most - scores[at]) * scale < REACH;
        if !self.members.iter().any(near) {
            return;
        }
        normalise(word, self.family.script, letters);
        let mut listed = self.family.each_word.map(i32::from);
        let sequences = letters[1..letters.len() - 1].windows(LETTERS);
        let sequences = sequences.filter_map(|sequence| self.family.sequences.get(sequence_hash(sequence)));
        let word = self.family.words.get(&sequence_hash(letters)).copied();
        for values in sequences.map(|values| values.to_le_bytes().map(u8::cast_signed)).chain(word) {
            listed.iter_mut().zip(values).for_each(|(sum, value)| *sum += i32::from(value));
        }
        let (mut before, mut after) = ([f32::MIN; MOST], [f32::MIN; MOST]);
        for &(at, own) in &self.members {
            before[own] = scores[at] * scale;
            after[own] = before[own] * OF_MODEL + listed[own] as f32 / STEPS;
        }
        let change = log_sum(&before) - log_sum(&after);
        self.members.iter().for_each(|&(at, own)| scores[at] = (after[own] + change) / scale);
    }
}

/// The logarithm of the sum of the exponentials.
fn log_sum(values: &[f32; MOST]) -> f32 {
    let most = values.iter().copied().fold(f32::MIN, f32::max);
    most + values.iter().map(|value| (value - most).exp()).sum::<f32>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lanes(codes: &[&str]) -> Vec<Lane> {
        let lane = |code: &&str| model().lane(Language::from_code(code).expect("a code")).expect("a known language");
        codes.iter().map(lane).collect()
    }

    /// The scores of Bosnian and Croatian for a word that the model cannot tell apart.
    fn shared_out(word: &str, most: f32) -> [f32; 2] {
        let relatives = Relatives::of(Script::Latin, &lanes(&["bs", "de", "hr"]));
        let mut scores = [1.0, 0.0, 1.0];
        relatives.iter().for_each(|family| family.share_out(word, 2.0, most, &mut scores, &mut Vec::new()));
        assert_eq!(scores[1], 0.0);
        [scores[0], scores[2]]
    }

    #[test]
    fn sequences_tell_relatives_apart() {
        let [bosnian, croatian] = shared_out("hiljada", 1.0);
        assert!(bosnian > croatian + 0.3, "{bosnian} {croatian}");
        let [bosnian, croatian] = shared_out("Tijekom", 1.0);
        assert!(croatian > bosnian + 0.3, "{bosnian} {croatian}");
        assert!(shared_out("x", 1.0).iter().all(|score| (score - 1.0).abs() < 0.1));
        assert_eq!(shared_out("hiljada", 6.0), [1.0, 1.0]);
    }

    /// What the relatives have together stays: e^(2·1) + e^(2·1).
    #[test]
    fn the_sum_stays() {
        let all: f32 = shared_out("hiljada", 1.0).map(|score| (2.0 * score).exp()).iter().sum();
        assert!((all - 2.0 * 2.0f32.exp()).abs() < 1e-3, "{all}");
    }

    #[test]
    fn one_alone_has_no_relatives() {
        assert!(Relatives::of(Script::Latin, &lanes(&["hr", "de"])).is_empty());
        assert!(Relatives::of(Script::Greek, &lanes(&["bs", "hr"])).is_empty());
    }
}
