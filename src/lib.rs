#![doc = include_str!("../README.md")]
#![deny(missing_docs, unsafe_code)]

mod analyzer;
#[cfg(any(feature = "python", feature = "corpus"))]
pub mod arrow;
pub mod batch;
mod character;
mod check;
#[cfg(feature = "corpus")]
pub mod corpus;
mod data;
mod document;
mod draft;
mod edits;
mod encoding;
mod entities;
mod error;
mod json;
mod language;
mod languages;
mod lexicon;
mod memory;
mod mix;
mod name_list;
mod offset_map;
mod options;
#[cfg(feature = "python")]
mod py;
mod quotation;
mod sentences;
mod signals;
mod span;
mod table;
pub mod token;
#[cfg(feature = "train")]
pub mod train;

pub use analyzer::Analyzer;
pub use document::{
    Document, Edit, EditKind, Entity, Label, LanguageEvidence, LanguageMix, LanguageSpan, Sentence, Signals, Source,
    Value,
};
pub use error::{Error, ErrorKind};
pub use language::Language;
pub use name_list::NameList;
pub use options::{Options, Sensitivity, Tasks};
pub use signals::{Definition, definitions};
pub use span::{CodePoints, Span, byte_of_code_point};
