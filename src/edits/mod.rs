//! Job: edits. Every joint between two tokens is judged once, with the language of the word on each side.
//!
//! `joints.rs` sends each joint to the rules that may speak about it; the others hold the rules. What a rule may see is
//! in `reader.rs`; names, kinds and confidences are in `src/data/edits/rules.toml`.

mod code;
mod end_marks;
mod ends;
mod false_stops;
mod hyphens;
mod joints;
mod lines;
mod quotes;
mod reader;
mod rules;
mod spaces;
mod spoiled;
mod words;

use crate::draft::Draft;
use crate::options::Options;

pub(crate) fn run(draft: &mut Draft, options: &Options) {
    let (found, spaced_by_accident) = {
        let reader = reader::Reader::new(draft);
        let mut found = rules::Found::new(options);
        joints::judge(&reader, &mut found);
        lines::judge(&reader, &mut found);
        quotes::judge(&reader, &mut found);
        let long = !draft.pieces.is_empty();
        (found.sorted(reader.text), long.then(|| reader.marks_are_spaced_by_accident()))
    };
    draft.spaced_by_accident = spaced_by_accident;
    draft.apply(found);
}
