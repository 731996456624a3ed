//! Counts over documents, in whole numbers only, so that their sum is the same in any order and after any resumption.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::corpus::measures::{MEASURES, is_linear};
use crate::corpus::near::Near;
use crate::corpus::policy::{Reason, Verdict};
use crate::document::Document;
use crate::options::Tasks;

/// Bins between 0 and 1.
const LINEAR_BINS: f64 = 50.0;
/// Quarters of a power of two below 1 that have bins of their own.
const LOG_ZERO: i32 = 80;
/// Examples kept of each rule and each kind of edit.
const EXAMPLES: usize = 3;
/// Characters of an example.
const EXAMPLE_CHARS: usize = 160;

/// What is counted over documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// Documents read: accepted and rejected.
    pub documents: u64,
    pub accepted: u64,
    pub rejected: u64,
    /// Lines, rows and files that could not be read.
    pub unreadable: u64,
    /// Rejected rows without a text.
    pub without_text: u64,
    /// Documents with at least one edit.
    pub edited: u64,
    /// Bytes of text, in UTF-8.
    pub bytes: u64,
    pub characters: u64,
    pub sentences: u64,
    /// Characters by language.
    languages: BTreeMap<String, u64>,
    /// Documents by dominant language.
    dominant: BTreeMap<String, u64>,
    edits: BTreeMap<String, Counted>,
    entities: BTreeMap<String, u64>,
    reasons: BTreeMap<String, Counted>,
    /// What each threshold does.
    thresholds: BTreeMap<String, Near>,
    /// In the order in which documents are measured, so that the next one is most often the one needed.
    histograms: Vec<Histogram>,
}

/// How many documents have which value of a measure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Histogram {
    name: String,
    linear: bool,
    bins: BTreeMap<i32, u64>,
}

/// A number with the first examples.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Counted {
    count: u64,
    examples: Vec<Json>,
}

impl Counted {
    fn add(&mut self, example: impl FnOnce() -> Json) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example());
        }
    }

    fn merge(&mut self, other: &Counted) {
        self.count += other.count;
        let free = EXAMPLES - self.examples.len();
        self.examples.extend(other.examples.iter().take(free).cloned());
    }
}

/// Changes the entry of a key, without making a `String` of it where it is there.
fn change<V: Default>(map: &mut BTreeMap<String, V>, key: &str, by: impl FnOnce(&mut V)) {
    match map.get_mut(key) {
        Some(value) => by(value),
        None => by(map.entry(key.to_owned()).or_default()),
    }
}

impl Tally {
    /// Counts a document and what `tasks` told of it; `place` says where it was read.
    pub(crate) fn add(
        &mut self,
        document: &Document,
        tasks: Tasks,
        verdicts: &[Verdict],
        reasons: &[Reason],
        place: impl Fn() -> String,
    ) {
        let characters = document.text.chars().count() as u64;
        self.documents += 1;
        self.accepted += u64::from(reasons.is_empty());
        self.rejected += u64::from(!reasons.is_empty());
        self.edited += u64::from(!document.edits.is_empty());
        self.bytes += document.text.len() as u64;
        self.characters += characters;
        self.sentences += document.sentences.len() as u64;
        for (language, share) in &document.mix.shares {
            let letters = (share * characters as f64).round() as u64;
            change(&mut self.languages, language.code(), |count| *count += letters);
        }
        if tasks.languages {
            change(&mut self.dominant, document.mix.dominant().code(), |count| *count += 1);
        }
        for edit in &document.edits {
            let example = || {
                let (before, after) = around(&document.text, edit.span.range());
                let was = &document.text[edit.span.range()];
                json!({ "place": place(), "before": before, "was": was, "is": edit.replacement, "after": after })
            };
            change(&mut self.edits, edit.kind.name(), |counted| counted.add(example));
        }
        for entity in &document.entities {
            change(&mut self.entities, entity.label.name(), |count| *count += 1);
        }
        let beginning = || match document.text.char_indices().nth(EXAMPLE_CHARS) {
            Some((cut, _)) => format!("{}…", &document.text[..cut]),
            None => document.text.clone(),
        };
        for Reason { rule, value, limit } in reasons {
            let example = || json!({ "place": place(), "value": value, "limit": limit, "text": beginning() });
            change(&mut self.reasons, rule, |counted| counted.add(example));
        }
        for verdict in verdicts {
            let fails = verdict.fails();
            change(&mut self.thresholds, verdict.rule(), |near| {
                near.add(verdict.value, verdict.limit(), fails, fails && reasons.len() == 1, || (place(), beginning()));
            });
        }
        self.measure_all(document, tasks, verdicts);
    }

    /// A measure of a task that was left out is absent: its zeros would be taken for results.
    fn measure_all(&mut self, document: &Document, tasks: Tasks, verdicts: &[Verdict]) {
        let measured = MEASURES.iter().filter(|m| tasks.has(m.1));
        let named = measured.map(|(name, _, take)| (*name, take(document)));
        let own = verdicts.iter().filter_map(|v| Some((v.own_measure()?, v.value)));
        let mut last = "";
        for (at, (name, value)) in named.chain(document.signals.0.iter().copied()).chain(own).enumerate() {
            // A measure with two limits is one measure.
            if name != last {
                let histogram = self.histogram(at, name);
                let bin = bin(histogram.linear, value);
                *histogram.bins.entry(bin).or_default() += 1;
                last = name;
            }
        }
    }

    /// The histogram of a measure, looked for at a place first.
    fn histogram(&mut self, at: usize, name: &str) -> &mut Histogram {
        let here = self.histograms.get(at).is_some_and(|h| h.name == name);
        let found = if here { Some(at) } else { self.histograms.iter().position(|h| h.name == name) };
        let at = found.unwrap_or_else(|| {
            self.histograms.push(Histogram { name: name.to_owned(), linear: is_linear(name), bins: BTreeMap::new() });
            self.histograms.len() - 1
        });
        &mut self.histograms[at]
    }

    /// Counts a row without a text.
    pub(crate) fn add_without_text(&mut self, place: &str) {
        self.documents += 1;
        self.rejected += 1;
        self.without_text += 1;
        change(&mut self.reasons, NO_TEXT, |counted| counted.add(|| json!({ "place": place })));
    }

    /// Takes in what was counted behind it.
    pub(crate) fn merge(&mut self, other: &Tally) {
        self.documents += other.documents;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.unreadable += other.unreadable;
        self.without_text += other.without_text;
        self.edited += other.edited;
        self.bytes += other.bytes;
        self.characters += other.characters;
        self.sentences += other.sentences;
        let plain = [(&mut self.languages, &other.languages), (&mut self.dominant, &other.dominant)];
        for (map, more) in plain.into_iter().chain([(&mut self.entities, &other.entities)]) {
            more.iter().for_each(|(key, count)| change(map, key, |mine| *mine += count));
        }
        for (map, more) in [(&mut self.edits, &other.edits), (&mut self.reasons, &other.reasons)] {
            more.iter().for_each(|(key, counted)| change(map, key, |mine| mine.merge(counted)));
        }
        other.thresholds.iter().for_each(|(rule, near)| change(&mut self.thresholds, rule, |mine| mine.merge(near)));
        for (at, histogram) in other.histograms.iter().enumerate() {
            let mine = &mut self.histogram(at, &histogram.name).bins;
            histogram.bins.iter().for_each(|(bin, count)| *mine.entry(*bin).or_default() += count);
        }
    }

    /// The counts as the manifest shows them: largest first, histograms with their edges.
    pub(crate) fn to_json(&self) -> Json {
        json!({
            "documents": self.documents, "accepted": self.accepted, "rejected": self.rejected,
            "unreadable": self.unreadable, "without_text": self.without_text, "edited": self.edited,
            "bytes": self.bytes, "characters": self.characters, "sentences": self.sentences,
            "languages": sorted(&self.languages), "dominant": sorted(&self.dominant),
            "edits": counted(&self.edits), "entities": sorted(&self.entities), "reasons": counted(&self.reasons),
            "thresholds": self.thresholds.iter().map(|(rule, near)| (rule.clone(), near.to_json()))
                .collect::<Map<String, Json>>(),
            "histograms": self.histograms.iter().map(|h| (h.name.clone(), h.to_json())).collect::<Map<String, Json>>(),
        })
    }
}

impl Histogram {
    /// Rows of where a bin begins, where it ends and how many values it has.
    fn to_json(&self) -> Json {
        let digits = |value: f64| {
            let first = if self.linear || value == 0.0 { 0 } else { value.abs().log10().floor() as i32 };
            let scale = 10f64.powi(6 - first);
            (value * scale).round() / scale
        };
        let row = |(&bin, count): (&i32, &u64)| {
            let (low, high) = edges(self.linear, bin);
            json!([digits(low), digits(high), count])
        };
        let scale = if self.linear { "linear" } else { "log" };
        json!({ "scale": scale, "bins": self.bins.iter().map(row).collect::<Vec<_>>() })
    }
}

/// The reason given for a row without a text.
pub(crate) const NO_TEXT: &str = "no_text";

fn sorted(map: &BTreeMap<String, u64>) -> Map<String, Json> {
    let mut rows: Vec<(&String, &u64)> = map.iter().collect();
    rows.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    rows.into_iter().map(|(key, count)| (key.clone(), json!(count))).collect()
}

fn counted(map: &BTreeMap<String, Counted>) -> Map<String, Json> {
    let mut rows: Vec<(&String, &Counted)> = map.iter().collect();
    rows.sort_by(|a, b| b.1.count.cmp(&a.1.count).then(a.0.cmp(b.0)));
    rows.into_iter().map(|(key, c)| (key.clone(), json!({ "count": c.count, "examples": c.examples }))).collect()
}

/// The bin of a value: 0 for zero; fiftieths for what lies between -1 and 1, else quarters of a power of two, counted
/// from 1 up for positive and from -1 down for negative values.
fn bin(linear: bool, value: f64) -> i32 {
    let size = value.abs();
    let number = match (size == 0.0, linear) {
        (true, _) => return 0,
        (_, true) => 1 + ((size * LINEAR_BINS) as i32).min(LINEAR_BINS as i32 - 1),
        _ => (1 + LOG_ZERO + (size.log2() * 4.0).floor() as i32).max(1),
    };
    if value < 0.0 { -number } else { number }
}

/// Where a bin begins and ends.
fn edges(linear: bool, bin: i32) -> (f64, f64) {
    let size = |number: i32| match (number, linear) {
        (0, _) => 0.0,
        (_, true) => f64::from(number) / LINEAR_BINS,
        _ => (f64::from(number - LOG_ZERO) / 4.0).exp2(),
    };
    match bin {
        0 => (0.0, 0.0),
        1.. => (size(bin - 1), size(bin)),
        _ => (-size(-bin), -size(-bin - 1)),
    }
}

/// A few characters before and behind a place.
fn around(text: &str, range: std::ops::Range<usize>) -> (String, String) {
    let mut before: Vec<char> = text[..range.start].chars().rev().take(30).collect();
    before.reverse();
    (before.into_iter().collect(), text[range.end..].chars().take(30).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Signals;

    fn tally(score: f64, place: &str) -> Tally {
        let mut tally = Tally::default();
        let mut document = Document { text: "ein Satz".into(), ..Document::default() };
        document.mix.score = score;
        document.signals = Signals(vec![("rps_doc_word_count", 2.0)]);
        let reason = Reason { rule: "max_mix_score".into(), value: json!(score), limit: json!(0.1) };
        tally.add(&document, Tasks::ALL, &[], &[reason], || place.to_owned());
        tally
    }

    #[test]
    fn what_was_not_measured_is_absent() {
        let mut tally = Tally::default();
        tally.add(&Document::default(), Tasks { sentences: true, ..Tasks::NONE }, &[], &[], String::new);
        let json = tally.to_json();
        let names: Vec<&String> = json["histograms"].as_object().expect("a table").keys().collect();
        assert_eq!(names, ["sentences", "characters"]);
        assert_eq!(json["dominant"], json!({}));
    }

    #[test]
    fn tallies_add_up_and_survive_json() {
        let mut all = Tally::default();
        (0..5).for_each(|i| all.merge(&tally(f64::from(i) / 4.0, &format!("a:{i}"))));
        let text = serde_json::to_string(&all).expect("plain data");
        assert_eq!(serde_json::from_str::<Tally>(&text).expect("plain data"), all);
        let json = all.to_json();
        assert_eq!((&json["documents"], &json["rejected"]), (&json!(5), &json!(5)));
        assert_eq!(json["reasons"]["max_mix_score"]["examples"].as_array().map(Vec::len), Some(3));
        assert_eq!(json["histograms"]["mix_score"]["bins"][0], json!([0.0, 0.0, 1]));
    }

    #[test]
    fn small_bins_have_a_width() {
        let bins = [(bin(false, 2e-6), 1), (bin(false, 812.0), 1)].into();
        let json = Histogram { name: "entropy".into(), linear: false, bins }.to_json();
        assert_eq!(json["bins"], json!([[1.907349e-6, 2.268233e-6, 1], [724.0773, 861.0779, 1]]));
    }

    #[test]
    fn bins_hold_their_values() {
        let linear = [1.0, 0.37, 1e-9, -0.6].map(|value| (true, value));
        let log = [0.0, 812.0, 1.0, 0.003, -5.0].map(|value| (false, value));
        for (linear, value) in linear.into_iter().chain(log) {
            let (low, high) = edges(linear, bin(linear, value));
            let narrow = high - low <= 0.2 * value.abs().max(0.1);
            assert!(low <= value && value <= high && narrow, "{linear} {value}: {low} {high}");
        }
    }
}
