//! Feature `train`: rebuilds `src/data/models` from the training packs, with a card for each model.
//!
//! Training reads text through the scanner of the product itself, so that a model meets in training what it meets at
//! work.

mod card;
mod conll;
mod damage;
mod entities;
mod gazetteer;
mod language_corpus;
mod languages;
mod lexicon;
mod name_mean;
mod name_scores;
mod ner_sources;
mod notice;
mod pack;
mod regions;
mod relatives;

use std::path::Path;

use crate::error::Error;

/// A model that can be rebuilt: its name, and what rebuilds it from the packs under a folder with a seed.
pub type Recipe = (&'static str, fn(&Path, u64) -> Result<(), Error>);

/// Everything that can be rebuilt.
pub const RECIPES: &[Recipe] = &[
    ("entities", entities::run),
    ("gazetteer", gazetteer::run),
    ("languages", languages::train),
    ("lexicon", lexicon::train),
    ("notice", |_, _| notice::write()),
    ("regions", regions::run),
    ("relatives", relatives::run),
];
