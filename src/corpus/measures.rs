//! What is measured of every document, by name.

use crate::document::Document;
use crate::signals::definitions;

type Take = fn(&Document) -> f64;

/// The measures by name, each with the task it needs; signals come besides.
pub(crate) const MEASURES: [(&str, &str, Take); 13] = [
    ("mix_score", "languages", |d| d.mix.score),
    ("cmi", "languages", |d| d.mix.cmi),
    ("m_index", "languages", |d| d.mix.m_index),
    ("i_index", "languages", |d| d.mix.i_index),
    ("entropy", "languages", |d| d.mix.entropy),
    ("span_entropy", "languages", |d| d.mix.span_entropy),
    ("burstiness", "languages", |d| d.mix.burstiness),
    ("memory", "languages", |d| d.mix.memory),
    ("switch_points", "languages", |d| d.mix.switch_points as f64),
    ("edits_per_1000", "edits", |d| per_1000(d, d.edits.len())),
    ("entities_per_1000", "entities", |d| per_1000(d, d.entities.len())),
    ("sentences", "sentences", |d| d.sentences.len() as f64),
    ("characters", "", |d| d.text.chars().count() as f64),
];

/// The signal of this name, if there is one.
pub(crate) fn known_signal(name: &str) -> Option<&'static str> {
    signal_names().find(|known| *known == name)
}

/// The names of all signals.
pub(crate) fn signal_names() -> impl Iterator<Item = &'static str> {
    definitions().iter().map(|d| d.name)
}

/// A number of things for every 1,000 characters.
pub(crate) fn per_1000(document: &Document, count: usize) -> f64 {
    count as f64 * 1000.0 / document.text.chars().count().max(1) as f64
}

/// Whether a measure lies between -1 and 1.
pub(crate) fn is_linear(measure: &str) -> bool {
    matches!(measure, "mix_score" | "m_index" | "i_index" | "burstiness" | "memory")
        || definitions().iter().any(|d| d.share && d.name == measure)
}

/// A measure with six digits after the point, as records show it.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
