//! Job: entities. Every part pushes candidates, and one choice settles where they overlap.

mod ages;
mod amounts;
pub(crate) mod around;
mod between;
pub(crate) mod chain;
mod codes;
mod counters;
mod decimal;
mod eastern_dates;
mod eastern_ranges;
pub(crate) mod features;
mod fractions;
pub(crate) mod gazetteer;
mod halves;
mod han;
mod homographs;
mod iban;
mod identities;
mod inner;
mod institutions;
mod ip;
pub(crate) mod letters;
mod listed;
mod lookalikes;
mod memory;
mod money;
mod names;
mod namesakes;
mod nouns;
mod numbers;
mod particles;
mod parts;
mod paths;
pub(crate) mod regions;
mod scales;
mod sieve;
mod sum;
pub(crate) mod tagger;
mod text;
mod times;
mod uncased;
mod words;
mod writing;

use self::chain::TYPES;
use self::memory::Reading;
use self::text::Text;
use crate::document::{Entity, Label, Source, Value};
use crate::draft::Draft;
use crate::options::Options;
use crate::span::Span;

/// Something that may be an entity.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// Where it stands in the current text of the draft.
    pub span: Span,
    pub label: Label,
    pub value: Option<Value>,
    pub id: Option<String>,
    /// How likely span and label are right, 0…1.
    pub confidence: f32,
}

/// The names of a draft, and what the tagger read of its tokens; `None` before the first training.
type Named = (Vec<Candidate>, Option<Vec<Reading>>);

/// First the names of all drafts, then the rest: each has its own tables, for which the cache has room.
pub(crate) fn run(drafts: &mut [Draft], options: &Options) {
    let named: Vec<Named> = drafts.iter().map(names::find).collect();
    drafts.iter_mut().zip(named).for_each(|(draft, named)| complete(draft, named, options));
}

fn complete(draft: &mut Draft, (mut found, readings): Named, options: &Options) {
    let firsts = |readings: Vec<Reading>| readings.into_iter().map(|reading| reading.firsts).collect();
    let text = readings.map_or_else(|| Text::read(draft), |readings| Text::of(draft, firsts(readings)));
    values(&text, options, &mut found);
    let own = options.gazetteer.as_ref().map_or_else(Vec::new, |list| listed::names(draft, list));
    listed::make_room(&own, &mut found);
    let source = |c: &Candidate| if TYPES.contains(&c.label) { Source::Model } else { Source::Rules };
    let mut sorted: Vec<_> = chosen(found).into_iter().map(|c| (source(&c), c)).collect();
    if !own.is_empty() {
        sorted.extend(own.into_iter().map(|c| (Source::Gazetteer, c)));
        sorted.sort_by_key(|(_, c)| c.span.start);
    }
    let mut entities: Vec<Entity> = Vec::new();
    for (source, candidate) in sorted {
        let Candidate { span, label, value, id, confidence } = candidate;
        let span = draft.original(span);
        // Two candidates may reach into the same edit from both sides: the second would overlap the first.
        let free = !span.is_empty() && entities.last().is_none_or(|e| e.span.end <= span.start);
        if free && options.wants_label(label) {
            entities.push(Entity { span, label, value, id, confidence, source });
        }
    }
    draft.document.entities = entities;
}

/// Pushes everything with a value.
fn values(text: &Text, options: &Options, found: &mut Vec<Candidate>) {
    let amounts = amounts::Amounts::read(text);
    numbers::find(text, &amounts, found);
    codes::find(text, found);
    counters::find(text, &amounts, options.reference_date, found);
    han::find(text, options.reference_date, found);
    times::find(text, &amounts, options.reference_date, found);
}

/// The candidates that don't overlap and have the largest sum of length × confidence², in order: weighted
/// interval scheduling (Kleinberg & Tardos, Algorithm Design, 6.1). The square keeps a long guess from swallowing a
/// short sure thing.
///
/// A label nobody asked for takes part, so that asking for fewer labels never changes the others.
fn chosen(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.retain(|c| !c.span.is_empty());
    drop_names_over_values(&mut found);
    drop_titles_of_days(&mut found);
    found.sort_by_cached_key(|c| (c.span.end, c.span.start));
    let weight = |c: &Candidate| c.span.len() as f64 * f64::from(c.confidence) * f64::from(c.confidence);
    // best[i]: the largest sum with the first i candidates; before[i]: how many of them end before candidate i begins.
    let mut best = vec![0.0f64; found.len() + 1];
    let mut before = vec![0; found.len()];
    for (i, c) in found.iter().enumerate() {
        before[i] = found[..i].partition_point(|b| b.span.end <= c.span.start);
        best[i + 1] = best[i].max(best[before[i]] + weight(c));
    }
    let mut kept = Vec::new();
    let mut i = found.len();
    while i > 0 {
        if best[i] > best[i - 1] {
            kept.push(i - 1);
            i = before[i - 1];
        } else {
            i -= 1;
        }
    }
    let mut kept = kept.into_iter().rev().peekable();
    let numbered = found.into_iter().enumerate();
    numbered.filter_map(|(i, c)| kept.next_if_eq(&i).map(|_| c)).collect()
}

/// Values from this confidence on are told by their form: an amount with its currency, an address with its scheme, a
/// checksum.
const SURE: f32 = 0.94;

/// Drops the names that reach into a sure MONEY, URL, EMAIL or IBAN: the tagger may read on past the end of a name.
fn drop_names_over_values(found: &mut Vec<Candidate>) {
    let value = |c: &&Candidate| {
        matches!(c.label, Label::Money | Label::Url | Label::Email | Label::Iban) && c.confidence >= SURE
    };
    let mut values: Vec<Span> = found.iter().filter(value).map(|c| c.span).collect();
    values.sort_by_key(|span| span.start);
    // Each end the largest so far, so that both bounds are in order.
    for i in 1..values.len() {
        values[i].end = values[i].end.max(values[i - 1].end);
    }
    found.retain(|c| {
        let before = &values[..values.partition_point(|value| value.start < c.span.end)];
        !TYPES.contains(&c.label) || before.last().is_none_or(|value| value.end <= c.span.start)
    });
}

/// Drops what the tagger takes for a title or an event where all of it is a date: `Christmas Eve`.
fn drop_titles_of_days(found: &mut Vec<Candidate>) {
    let dates: Vec<Span> = found.iter().filter(|c| c.label == Label::Date).map(|c| c.span).collect();
    found.retain(|c| c.label != Label::Misc || !dates.contains(&c.span));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(start: usize, end: usize, label: Label, confidence: f32) -> Candidate {
        Candidate { span: Span::new(start, end), label, value: None, id: None, confidence }
    }

    #[test]
    fn overlapping_candidates_are_settled_by_length_and_confidence() {
        let found = vec![
            candidate(4, 7, Label::Cardinal, 0.3),
            candidate(0, 10, Label::Money, 0.9),
            candidate(8, 14, Label::Org, 0.5),
            candidate(14, 20, Label::Date, 0.9),
            candidate(14, 18, Label::Per, 0.9),
        ];
        let labels: Vec<Label> = chosen(found).iter().map(|c| c.label).collect();
        assert_eq!(labels, [Label::Money, Label::Date]);
        assert!(chosen(Vec::new()).is_empty());
    }

    #[test]
    fn a_name_loses_to_a_sure_value_inside_it() {
        let found = vec![
            candidate(0, 30, Label::Org, 0.99),
            candidate(25, 30, Label::Money, 0.95),
            candidate(40, 60, Label::Org, 0.9),
            candidate(45, 50, Label::Url, 0.5),
            candidate(60, 70, Label::Per, 0.9),
        ];
        let labels: Vec<Label> = chosen(found).iter().map(|c| c.label).collect();
        assert_eq!(labels, [Label::Money, Label::Org, Label::Per]);
    }
}
