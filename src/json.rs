//! A [`Document`] as plain data, with offsets in code points as Python, JavaScript's `Array.from` and people count.

use serde_json::{Map, Value as Json, json};

use crate::document::{Document, LanguageMix};
use crate::span::CodePoints;

impl Document {
    /// The document as JSON. Offsets are code points of `text`; `null` stands where a value or id is not known.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut points = CodePoints::new(&self.text);
        let edits: Vec<Json> = self
            .edits
            .iter()
            .map(|e| {
                let (start, end) = points.span(e.span);
                json!({ "start": start, "end": end, "replacement": e.replacement, "kind": e.kind, "rule": e.rule,
                    "confidence": rounded(e.confidence) })
            })
            .collect();
        let languages: Vec<Json> = self.languages.iter().map(|l| {
            let (start, end) = points.span(l.span);
            json!({ "start": start, "end": end, "language": l.language.code(), "confidence": rounded(l.confidence) })
        }).collect();
        let sentences: Vec<Json> = self
            .sentences
            .iter()
            .map(|s| {
                let (start, end) = points.span(s.span);
                json!({ "start": start, "end": end, "language": s.language.code() })
            })
            .collect();
        let entities: Vec<Json> = self
            .entities
            .iter()
            .map(|e| {
                let (start, end) = points.span(e.span);
                json!({ "start": start, "end": end, "label": e.label, "text": self.slice(e.span), "value": e.value,
                    "id": e.id, "confidence": rounded(e.confidence), "source": e.source })
            })
            .collect();
        let signals: Map<String, Json> = self.signals.0.iter().map(|(name, v)| ((*name).into(), json!(v))).collect();
        json!({
            "text": self.text, "mended": self.mended, "edits": edits, "languages": languages,
            "mix": self.mix.to_json(), "sentences": sentences, "entities": entities, "signals": signals,
        })
    }
}

impl LanguageMix {
    /// The measures as JSON; shares as an object by language code, largest first.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let shares: Map<String, Json> = self.shares.iter().map(|(l, share)| (l.code().into(), json!(share))).collect();
        json!({
            "shares": shares, "dominant": self.dominant().code(), "score": self.score, "cmi": self.cmi,
            "m_index": self.m_index, "i_index": self.i_index, "entropy": self.entropy,
            "span_entropy": self.span_entropy, "burstiness": self.burstiness, "memory": self.memory,
            "switch_points": self.switch_points,
        })
    }
}

/// A confidence with four digits: more would only show that it was kept in 32 bits.
#[inline]
pub(crate) fn rounded(confidence: f32) -> f64 {
    // `round` is a call of a function where no instruction set above the first is asked for.
    f64::from((f64::from(confidence) * 1e4 + 0.5) as u32) / 1e4
}

/// A number with the digits that tell it from all others of its kind, as a caller wrote it.
#[cfg(any(feature = "python", feature = "corpus"))]
pub(crate) fn as_written(number: f32) -> f64 {
    number.to_string().parse().unwrap_or_else(|_| f64::from(number))
}
