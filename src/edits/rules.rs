//! The table of rules, and the edits found so far.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::code::Code;
use crate::data;
use crate::document::{Edit, EditKind};
use crate::offset_map;
use crate::options::Options;
use crate::span::Span;

/// A rule as it stands in the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    kind: String,
    /// Of the edits of this rule, the share that is right, measured on development data.
    confidence: f32,
    /// For readers of the table.
    #[serde(rename = "why")]
    _why: String,
    #[serde(rename = "change")]
    _change: Vec<(String, String)>,
    #[serde(rename = "keep")]
    _keep: Vec<String>,
}

#[derive(Deserialize)]
struct Rows {
    rule: Vec<Row>,
}

struct Rule {
    id: &'static str,
    kind: EditKind,
    confidence: f32,
}

fn rules() -> &'static FxHashMap<&'static str, Rule> {
    static RULES: OnceLock<FxHashMap<&'static str, Rule>> = OnceLock::new();
    RULES.get_or_init(|| {
        let rows: Rows = toml::from_str(data::EDIT_RULES).expect("the table of rules is well formed");
        let rule = |row: Row| {
            let id: &'static str = row.id.leak();
            let kind = EditKind::from_name(&row.kind).expect("an edit kind");
            (id, Rule { id, kind, confidence: row.confidence })
        };
        rows.rule.into_iter().map(rule).collect()
    })
}

/// The edits that the options want, as they are found.
pub(super) struct Found<'a> {
    options: &'a Options,
    edits: Vec<Edit>,
}

impl<'a> Found<'a> {
    pub(super) fn new(options: &'a Options) -> Self {
        Found { options, edits: Vec::new() }
    }

    /// Whether the options want the edits of a rule at all: what it costs to find those of others can be saved.
    pub(super) fn wants(&self, rule: &str) -> bool {
        rules().get(rule).is_some_and(|rule| self.options.wants_edit(rule.kind, rule.confidence))
    }

    /// Notes that a rule asks for an edit.
    pub(super) fn add(&mut self, rule: &str, span: Span, replacement: &str) {
        let Some(rule) = rules().get(rule) else {
            debug_assert!(false, "no rule {rule:?} in the table");
            return;
        };
        if self.options.wants_edit(rule.kind, rule.confidence) {
            self.edits.push(offset_map::edit(span, replacement, rule.kind, rule.id, rule.confidence));
        }
    }

    /// Where a rule asked for edits, in order.
    pub(super) fn places(&self, rule: &str) -> Vec<u32> {
        let mut places: Vec<u32> = self.edits.iter().filter(|e| e.rule == rule).map(|e| e.span.start).collect();
        places.sort_unstable();
        places
    }

    /// The edits in order, without those in code; of two that overlap or stand at the same place, the surer.
    pub(super) fn sorted(mut self, text: &str) -> Vec<Edit> {
        if self.edits.is_empty() {
            return self.edits;
        }
        self.edits.sort_by_key(|e| (e.span.start, e.span.end));
        let code = Code::of(text);
        // Where code is spoken of, `readFile` and `config.guess` are names.
        let name = |edit: &Edit| edit.kind == EditKind::GluedWord || edit.rule == "glued-sentence-lower";
        self.edits.retain(|edit| !code.touches(edit.span) && (code.is_empty() || !name(edit)));
        let mut kept: Vec<Edit> = Vec::with_capacity(self.edits.len());
        for edit in self.edits {
            match kept.last_mut() {
                Some(last) if last.span.overlaps(edit.span) || last.span.end >= edit.span.start => {
                    if edit.confidence > last.confidence {
                        *last = edit;
                    }
                }
                _ => kept.push(edit),
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyzer::Analyzer;

    #[test]
    fn every_rule_changes_and_keeps_its_examples() {
        let analyzer = Analyzer::new(Options::default()).expect("default options");
        let rows: Rows = toml::from_str(data::EDIT_RULES).expect("well formed");
        let mut wrong = Vec::new();
        for row in rows.rule {
            assert!(row._change.len() > 1 && row._keep.len() > 1, "{} needs two texts each", row.id);
            // A rule of low confidence is one for those who ask for it.
            let least = Options::default().min_edit_confidence.min(row.confidence);
            let asked = Options { min_edit_confidence: least, ..Options::default() };
            let analyzer_asked = Analyzer::new(asked).expect("options");
            for (text, right) in row._change {
                let document = analyzer_asked.analyze(&text);
                if document.mended != right || !document.edits.iter().any(|e| e.rule == row.id) {
                    wrong.push((row.id.clone(), document.mended, document.edits));
                }
            }
            for text in row._keep.iter().filter(|text| analyzer.mend(text) != **text) {
                wrong.push((row.id.clone(), text.clone(), analyzer.analyze(text).edits));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
