//! Job: edits. Every joint between two tokens is judged once, with the language of the word on each side.
//!
//! `joints.rs` sends each joint to the rules that may speak about it; the others hold the rules. What a rule may see is
//! in `reader.rs`; names, kinds and confidences are in `src/data/edits/rules.toml`.

mod capitals;
mod code;
mod divided;
mod end_marks;
mod ends;
mod false_stops;
mod humps;
mod hyphens;
mod joints;
mod lines;
mod lower_starts;
mod missing;
mod pairs;
mod paragraphs;
mod quotes;
mod reader;
mod rules;
mod spaces;
mod spoiled;
mod words;

use crate::document::EditKind;
use crate::draft::Draft;
use crate::options::Options;

/// One round of edits. Words that were glued or torn apart have no part in where sentences end, and are left unless
/// asked for.
pub(crate) fn run(draft: &mut Draft, options: &Options, in_words: bool) {
    let reader = reader::Reader::new(draft);
    let mut found = rules::Found::new(options);
    joints::judge(&reader, &mut found, in_words);
    lines::judge(&reader, &mut found);
    quotes::judge(&reader, &mut found);
    let found = found.sorted(reader.text);
    if found.is_empty() {
        return;
    }
    let by_accident = reader.marks_are_spaced_by_accident();
    drop(reader);
    draft.spaced_by_accident = Some(by_accident);
    // What a quotation mark or an odd space is depends on those of the whole text.
    if found.iter().any(|edit| edit.kind == EditKind::Quote || edit.rule == "odd-space") {
        draft.apply(found);
    } else {
        draft.settle(found);
    }
}
