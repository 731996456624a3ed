//! Documents as Arrow columns, and texts out of Arrow columns.
//!
//! Columns are nested, one row a document; a null text gives nulls. Offsets are code points of the text, as in Python.
//! They and counts are signed, because Spark knows no unsigned integers.

mod columns;
mod parts;
mod points;

use std::sync::Arc;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_schema::{DataType, Field, Fields};

pub use columns::Columns;

use crate::document::LanguageMix;
use crate::error::{Error, ErrorKind};
use crate::signals::definitions;

/// The text of every row of a column of strings: utf8, large_utf8, string_view, or a dictionary of one of them; of any
/// other, where all rows are null.
///
/// # Errors
/// A column of another type.
pub(crate) fn texts<'a>(column: &'a dyn Array, name: &str) -> Result<Vec<Option<&'a str>>, Error> {
    if let Some(dictionary) = column.as_any_dictionary_opt() {
        let values = texts(dictionary.values().as_ref(), name)?;
        let keys = dictionary.normalized_keys();
        let row = |(i, key): (usize, usize)| if column.is_valid(i) { values.get(key).copied().flatten() } else { None };
        return Ok(if values.is_empty() {
            vec![None; column.len()]
        } else {
            keys.into_iter().enumerate().map(row).collect()
        });
    }
    match column.data_type() {
        DataType::Utf8 => Ok(column.as_string::<i32>().iter().collect()),
        DataType::LargeUtf8 => Ok(column.as_string::<i64>().iter().collect()),
        DataType::Utf8View => Ok(column.as_string_view().iter().collect()),
        DataType::Null => Ok(vec![None; column.len()]),
        // pandas takes a column without a single text for one of numbers.
        _ if !column.is_empty() && column.null_count() == column.len() => Ok(vec![None; column.len()]),
        other => {
            let message = format!("column {name:?} holds {other}, not text; name a column of strings");
            Err(Error::new(ErrorKind::Input, message))
        }
    }
}

fn fields(list: &[(&str, DataType)]) -> Fields {
    list.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true)).collect()
}

fn list_of(fields: Fields) -> DataType {
    DataType::List(Arc::new(Field::new("item", DataType::Struct(fields), true)))
}

use DataType::{Float64, Int32, Utf8};

fn edit_fields() -> Fields {
    fields(&[
        ("start", Int32),
        ("end", Int32),
        ("replacement", Utf8),
        ("kind", Utf8),
        ("rule", Utf8),
        ("confidence", Float64),
    ])
}

fn language_fields() -> Fields {
    fields(&[("start", Int32), ("end", Int32), ("language", Utf8), ("confidence", Float64)])
}

fn sentence_fields() -> Fields {
    fields(&[("start", Int32), ("end", Int32), ("language", Utf8)])
}

fn value_fields() -> Fields {
    fields(&[("text", Utf8), ("amount", Utf8), ("unit", Utf8)])
}

fn entity_fields() -> Fields {
    let value = DataType::Struct(value_fields());
    fields(&[
        ("start", Int32),
        ("end", Int32),
        ("label", Utf8),
        ("text", Utf8),
        ("value", value),
        ("id", Utf8),
        ("confidence", Float64),
        ("source", Utf8),
    ])
}

fn share_fields() -> Fields {
    fields(&[("language", Utf8), ("share", Float64)])
}

/// The measures of a mix, in their order in the `mix` column behind `shares` and `dominant`.
type Measure = (&'static str, fn(&LanguageMix) -> f64);
const MEASURES: [Measure; 8] = [
    ("score", |m| m.score),
    ("cmi", |m| m.cmi),
    ("m_index", |m| m.m_index),
    ("i_index", |m| m.i_index),
    ("entropy", |m| m.entropy),
    ("span_entropy", |m| m.span_entropy),
    ("burstiness", |m| m.burstiness),
    ("memory", |m| m.memory),
];

fn mix_fields() -> Fields {
    let mut list = vec![("shares", list_of(share_fields())), ("dominant", Utf8)];
    list.extend(MEASURES.map(|(name, _)| (name, Float64)));
    list.push(("switch_points", Int32));
    fields(&list)
}

fn signal_fields() -> Fields {
    fields(&definitions().iter().map(|definition| (definition.name, Float64)).collect::<Vec<_>>())
}

/// The fields of [`Columns`], each name behind `prefix`.
#[must_use]
pub fn schema(prefix: &str) -> Vec<Field> {
    let list = [
        ("mended", Utf8),
        ("edits", list_of(edit_fields())),
        ("languages", list_of(language_fields())),
        ("mix", DataType::Struct(mix_fields())),
        ("sentences", list_of(sentence_fields())),
        ("entities", list_of(entity_fields())),
        ("signals", DataType::Struct(signal_fields())),
    ];
    list.into_iter().map(|(name, kind)| Field::new(format!("{prefix}{name}"), kind, true)).collect()
}
