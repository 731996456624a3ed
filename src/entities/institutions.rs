//! Organisations that everybody knows by their full names: `Vereinten Nationen`, `Banque mondiale`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::sieve::text_hash;
use super::tagger::Name;
use crate::data;
use crate::document::Label;
use crate::draft::Draft;
use crate::token::{self, Case, Gap};

/// The further words of the names that begin with a word, by the hash of that word; longer names first.
type Names = FxHashMap<u64, Vec<Vec<&'static str>>>;

fn institutions() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let (mut names, mut tokens) = (Names::default(), Vec::new());
        for name in data::rows(data::INSTITUTIONS).flat_map(|row| row[0].split('|')) {
            token::scan(name, &mut tokens);
            let mut words = tokens.iter().map(|token| token.text(name));
            let first = words.next().map_or(0, text_hash);
            names.entry(first).or_default().push(words.collect());
        }
        names.values_mut().for_each(|rests| rests.sort_by_key(|rest| std::cmp::Reverse(rest.len())));
        names
    })
}

/// What a mention is worth.
const CONFIDENCE: f32 = 0.9;

/// Adds the institutions, in the place of whatever the tagger took a part of them for.
pub(super) fn known(draft: &Draft, names: &mut Vec<Name>) {
    let mut more = Vec::new();
    let mut i = 0;
    while i < draft.tokens.len() {
        match name_at(draft, i) {
            Some(end) => {
                more.push(Name { first: i, end, label: Label::Org, confidence: CONFIDENCE });
                i = end;
            }
            None => i += 1,
        }
    }
    if more.is_empty() {
        return;
    }
    // A longer name stays: `United Nations Conference on the Environment`. Both lists are in order.
    let longer = |name: &Name| {
        let around = names.get(names.partition_point(|n| n.end <= name.first)).filter(|n| n.first <= name.first);
        let size = name.end - name.first;
        around.is_some_and(|n| n.end >= name.end && (n.label == Label::Org || n.end - n.first > size))
    };
    more.retain(|name| !longer(name));
    let apart = |name: &Name| {
        let near = more.get(more.partition_point(|m| m.end <= name.first));
        near.is_none_or(|m| m.first >= name.end)
    };
    names.retain(apart);
    names.extend(more);
    names.sort_by_key(|name| name.first);
}

/// Where the institution ends that begins at a token.
fn name_at(draft: &Draft, i: usize) -> Option<usize> {
    let token = draft.tokens[i];
    if token.case != Case::Capital || token.span.len() < 3 {
        return None;
    }
    let rests = institutions().get(&text_hash(draft.word(i)))?;
    let same = |rest: &&Vec<&str>| {
        let end = i + 1 + rest.len();
        end <= draft.tokens.len()
            && rest.iter().enumerate().all(|(k, word)| is_same(draft.word(i + 1 + k), word))
            && draft.tokens[i..end - 1].iter().all(|t| t.gap < Gap::Paragraph)
    };
    let end = i + 1 + rests.iter().find(same)?.len();
    // `Weltbank-Chef` is the first part of a compound.
    let compound = end < draft.tokens.len() && draft.joined_before(end) && matches!(draft.word(end), "-" | "‑");
    (!compound).then_some(end)
}

/// Whether two words are the same but for the shape of an apostrophe.
fn is_same(a: &str, b: &str) -> bool {
    a == b || b == "'" && matches!(a, "’" | "ʼ")
}
