//! How well a tagger of names does, on the development sets and on sets that are only measured.

use std::path::Path;

use super::conll::{self, Marked};
use super::damage;
use crate::document::Label;
use crate::entities::chain::TYPES;
use crate::entities::letters::apart;
use crate::entities::tagger::Tagger;
use crate::error::Error;
use crate::span::Span;
use crate::token;

/// Whether the development sets are learned from too, as for the model that is shipped, with every setting fixed
/// before; otherwise they are held out and measured.
pub(super) const DEVELOPMENT_LEARNED: bool = true;
/// The sentences of a development set that are measured at most.
const HELD_OUT: usize = 1000;
/// Sentences behind each other that are held out or learned from together. The genres of a set stand one behind the
/// other, so that its first half says little of the second.
const PART: usize = 50;

/// The sentences of a development set that are held out and measured, and those that are learned from in any case.
pub(super) fn parted(sentences: Vec<Marked>) -> [Vec<Marked>; 2] {
    let mut parts = [Vec::new(), Vec::new()];
    for (i, part) in sentences.chunks(PART).enumerate() {
        let held_out = i % 2 == 0 && parts[0].len() < HELD_OUT;
        parts[usize::from(!held_out)].extend_from_slice(part);
    }
    parts
}

const MEASURED: &[&str] = &[
    "ner/de.germeval14",
    "ner/en.uner-ewt",
    "ner/en.gum-names",
    "ner/pt.uner-bosque",
    "ner/es.cess",
    "ner/sv.uner-talbanken",
    "ner/hr.uner-set",
    "ner/fi.turku-ner",
    "ner/hu.nerkor",
    "ner/measure-only/ru.nerel",
    "ner/measure-only/de.wikineural",
    "ner/measure-only/en.wikineural",
    "ner/measure-only/es.wikineural",
    "ner/measure-only/fr.wikineural",
    "ner/measure-only/it.wikineural",
    "ner/measure-only/nl.wikineural",
    "ner/measure-only/pl.wikineural",
    "ner/measure-only/pt.wikineural",
    "ner/measure-only/ru.wikineural",
    "ner/zh.uner-gsdsimp",
    "ner/ja.stockmark",
    "ner/th.thai-ner",
];

/// Those of [`MEASURED`] that are measured in small and in capital letters too.
const RECASED: [&str; 4] =
    ["ner/de.germeval14", "ner/en.uner-ewt", "ner/measure-only/de.wikineural", "ner/measure-only/en.wikineural"];

/// Precision, recall and F of persons, organisations and places on each development set, exact span and type; those
/// of [`RECASED`] in small and in capital letters too.
pub(super) fn scores(folder: &Path, tagger: Tagger) -> Result<Vec<(String, [f64; 3])>, Error> {
    let mut scores = Vec::new();
    let held_out = |name: &&&str| !DEVELOPMENT_LEARNED || name.starts_with("ner/measure-only/");
    for name in MEASURED.iter().filter(held_out) {
        let [sentences, _] = parted(conll::read(&folder.join(format!("{name}.dev.conll.gz")))?);
        let short = name.rsplit('/').next().unwrap_or(name).to_owned();
        if RECASED.contains(name) {
            let recased = |by: fn(&Marked) -> Marked| sentences.iter().map(by).collect::<Vec<_>>();
            scores.push((format!("{short}+lower"), score(&recased(damage::lower), &tagger)));
            scores.push((format!("{short}+upper"), score(&recased(damage::upper), &tagger)));
        }
        scores.push((short, score(&sentences, &tagger)));
    }
    Ok(scores)
}

fn score(sentences: &[Marked], tagger: &Tagger) -> [f64; 3] {
    let (mut right, mut found, mut marked) = (0, 0, 0);
    let mut tokens = Vec::new();
    for sentence in sentences {
        token::scan(&sentence.text, &mut tokens);
        tokens = apart(&sentence.text, &tokens);
        let gold = sentence.names.iter().filter_map(|&(span, label)| Some((span, TYPES[label?])));
        let gold: Vec<(Span, Label)> = gold.filter(|g| g.1 != Label::Misc).collect();
        let (names, _) = tagger.names(&sentence.text, &tokens);
        let names = names
            .iter()
            .filter(|n| n.label != Label::Misc)
            .map(|n| (Span { start: tokens[n.first].span.start, end: tokens[n.end - 1].span.end }, n.label));
        for name in names {
            found += 1;
            right += usize::from(gold.contains(&name));
        }
        marked += gold.len();
    }
    let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    [share(right, found), share(right, marked), share(2 * right, found + marked)]
}

pub(super) fn summary(scores: &[(String, [f64; 3])]) -> String {
    let shown = |(name, [p, r, f]): &(String, [f64; 3])| format!("\"{name}\" = [{p:.1}, {r:.1}, {f:.1}]");
    scores.iter().map(shown).collect::<Vec<_>>().join(", ")
}
