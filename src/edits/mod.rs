//! Job: edits. Every joint between two tokens is judged once, with the language of the word on each side.
//!
//! `joints.rs` sends each joint to the rules that may speak about it; the others hold the rules. What a rule may see is
//! in `reader.rs`; names, kinds and confidences are in `src/data/edits/rules.toml`.

mod ends;
mod hyphens;
mod joints;
mod lines;
mod reader;
mod rules;
mod spaces;
mod words;

use crate::draft::Draft;
use crate::options::Options;

pub(crate) fn run(draft: &mut Draft, options: &Options) {
    let found = {
        let reader = reader::Reader::new(draft);
        let mut found = rules::Found::new(options);
        joints::judge(&reader, &mut found);
        lines::judge(&reader, &mut found);
        found.sorted()
    };
    draft.apply(found);
}
