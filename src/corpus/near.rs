//! What a threshold does: the documents nearest to it on both sides, and how many no other rule rejects.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// Documents kept on each side of a threshold.
const NEAREST: usize = 3;

/// The documents that stand nearest to a threshold. Among equally near ones the first stay, so that it is the same in
/// any division into chunks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Near {
    limit: f64,
    /// Nearest first, as all lists here.
    kept: Vec<Example>,
    rejected: Vec<Example>,
    /// Documents that fail this rule and no other.
    alone: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Example {
    /// How far from the threshold.
    far: f64,
    value: f64,
    place: String,
    text: String,
}

impl Near {
    /// Takes in a document that has `value` where `limit` is the threshold; `example` gives its place and text.
    pub(crate) fn add(
        &mut self,
        value: f64,
        limit: f64,
        fails: bool,
        alone: bool,
        example: impl FnOnce() -> (String, String),
    ) {
        self.limit = limit;
        self.alone += u64::from(alone);
        let side = if fails { &mut self.rejected } else { &mut self.kept };
        let far = (value - limit).abs();
        if side.len() < NEAREST || side.last().is_some_and(|last| far < last.far) {
            let (place, text) = example();
            insert(side, Example { far, value, place, text });
        }
    }

    /// Takes in what was seen behind it.
    pub(crate) fn merge(&mut self, other: &Near) {
        self.limit = other.limit;
        self.alone += other.alone;
        for (mine, more) in [(&mut self.kept, &other.kept), (&mut self.rejected, &other.rejected)] {
            more.iter().for_each(|example| insert(mine, example.clone()));
        }
    }

    pub(crate) fn to_json(&self) -> Json {
        let rows = |side: &[Example]| {
            let row = |e: &Example| json!({ "place": e.place, "value": e.value, "text": e.text });
            side.iter().map(row).collect::<Vec<_>>()
        };
        json!({ "limit": self.limit, "alone": self.alone, "kept": rows(&self.kept), "rejected": rows(&self.rejected) })
    }
}

fn insert(side: &mut Vec<Example>, example: Example) {
    let at = side.partition_point(|e| e.far <= example.far);
    side.insert(at, example);
    side.truncate(NEAREST);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(values: impl IntoIterator<Item = (usize, f64)>) -> Near {
        let mut near = Near::default();
        for (place, value) in values {
            near.add(value, 10.0, value > 10.0, value > 12.0, || (place.to_string(), String::new()));
        }
        near
    }

    #[test]
    fn the_nearest_stay_however_they_are_divided() {
        let values = [3.0, 11.0, 10.0, 40.0, 9.5, 10.0, 11.0, 9.5, 12.0, 10.0, 10.0, 10.5];
        let all = || values.into_iter().enumerate();
        let whole = near(all());
        let places = |side: &[Example]| side.iter().map(|e| e.place.clone()).collect::<Vec<_>>();
        assert_eq!(
            (places(&whole.kept), places(&whole.rejected)),
            (["2", "5", "9"].map(String::from).into(), ["11", "1", "6"].map(String::from).into())
        );
        assert_eq!(whole.alone, 1);
        for cut in 0..values.len() {
            let mut parts = near(all().take(cut));
            parts.merge(&near(all().skip(cut)));
            assert_eq!(parts, whole);
        }
    }
}
