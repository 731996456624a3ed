//! Documents as Arrow columns, and texts out of Arrow columns.
//!
//! Columns are nested, one row a document; a null text gives nulls. Offsets are code points of the text, as in Python.
//! They and counts are signed, because Spark knows no unsigned integers.

use std::sync::{Arc, OnceLock};

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Float64Array, Int32Array, ListArray, StringArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields};

use crate::analyzer::Analyzer;
use crate::document::{Document, LanguageMix, Value};
use crate::error::{Error, ErrorKind};
use crate::json::rounded;
use crate::options::Options;
use crate::span::{CodePoints, Span};

/// The text of every row of a column of strings: utf8, large_utf8, string_view, or a dictionary of one of them.
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

/// The names of all signals, in their order.
fn signal_names() -> &'static [&'static str] {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let none = Analyzer::new(Options::default()).map(|a| a.analyze(""));
        none.map(|document| document.signals.0.iter().map(|s| s.0).collect()).unwrap_or_default()
    })
}

fn signal_fields() -> Fields {
    fields(&signal_names().iter().map(|name| (*name, Float64)).collect::<Vec<_>>())
}

/// The fields of the columns that [`columns`] makes, each name behind `prefix`.
#[cfg(feature = "python")]
pub(crate) fn schema(prefix: &str) -> Vec<Field> {
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

/// The columns of [`schema`] for documents, in order; `None` is a null text.
///
/// # Errors
/// A text of 2 Gi code points or more: its offsets do not fit the columns.
pub(crate) fn columns(documents: &[Option<Document>]) -> Result<Vec<ArrayRef>, Error> {
    if documents.iter().flatten().any(|d| d.text.len() > i32::MAX as usize) {
        let message = "a text of 2 GiB or more does not fit into a column: cut it first";
        return Err(Error::new(ErrorKind::Input, message));
    }
    let valid = NullBuffer::from_iter(documents.iter().map(Option::is_some));
    let mended: StringArray = documents.iter().map(|d| d.as_ref().map(|d| d.mended.as_str())).collect();
    let built = (|| {
        Ok::<_, ArrowError>(vec![
            Arc::new(mended) as ArrayRef,
            edits(documents, &valid)?,
            languages(documents, &valid)?,
            mix(documents, &valid)?,
            sentences(documents, &valid)?,
            entities(documents, &valid)?,
            signals(documents, &valid)?,
        ])
    })();
    built.map_err(|e| Error::new(ErrorKind::Input, "the results do not fit into Arrow columns").with_source(e))
}

/// A list column: the number of parts of every document, and the arrays of all parts behind each other.
fn lists(
    documents: &[Option<Document>],
    valid: &NullBuffer,
    count: impl Fn(&Document) -> usize,
    fields: Fields,
    parts: Vec<ArrayRef>,
) -> Result<ArrayRef, ArrowError> {
    let lengths = documents.iter().map(|d| d.as_ref().map_or(0, &count));
    let structs = StructArray::try_new(fields.clone(), parts, None)?;
    let item = Arc::new(Field::new("item", DataType::Struct(fields), true));
    let list = ListArray::try_new(item, OffsetBuffer::from_lengths(lengths), Arc::new(structs), Some(valid.clone()))?;
    Ok(Arc::new(list))
}

/// Starts and ends of parts as code points.
fn ends<'a, I: Iterator<Item = Span>>(
    documents: &'a [Option<Document>],
    spans: impl Fn(&'a Document) -> I,
) -> (ArrayRef, ArrayRef) {
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    for document in documents.iter().flatten() {
        let mut points = CodePoints::new(&document.text);
        for span in spans(document) {
            let (start, end) = points.span(span);
            starts.push(start as i32);
            ends.push(end as i32);
        }
    }
    (Arc::new(Int32Array::from(starts)), Arc::new(Int32Array::from(ends)))
}

fn floats(values: impl Iterator<Item = f64>) -> ArrayRef {
    Arc::new(Float64Array::from_iter_values(values))
}

fn strings<'a>(values: impl Iterator<Item = &'a str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

fn edits(documents: &[Option<Document>], valid: &NullBuffer) -> Result<ArrayRef, ArrowError> {
    let all = || documents.iter().flatten().flat_map(|d| &d.edits);
    let (starts, ends) = ends(documents, |d| d.edits.iter().map(|e| e.span));
    let replacements = strings(all().map(|e| e.replacement.as_str()));
    let kinds = strings(all().map(|e| e.kind.name()));
    let rules = strings(all().map(|e| e.rule));
    let confidences = floats(all().map(|e| rounded(e.confidence)));
    let parts = vec![starts, ends, replacements, kinds, rules, confidences];
    lists(documents, valid, |d| d.edits.len(), edit_fields(), parts)
}

fn languages(documents: &[Option<Document>], valid: &NullBuffer) -> Result<ArrayRef, ArrowError> {
    let all = || documents.iter().flatten().flat_map(|d| &d.languages);
    let (starts, ends) = ends(documents, |d| d.languages.iter().map(|l| l.span));
    let codes = strings(all().map(|l| l.language.code()));
    let confidences = floats(all().map(|l| rounded(l.confidence)));
    lists(documents, valid, |d| d.languages.len(), language_fields(), vec![starts, ends, codes, confidences])
}

fn sentences(documents: &[Option<Document>], valid: &NullBuffer) -> Result<ArrayRef, ArrowError> {
    let all = || documents.iter().flatten().flat_map(|d| &d.sentences);
    let (starts, ends) = ends(documents, |d| d.sentences.iter().map(|s| s.span));
    let codes = strings(all().map(|s| s.language.code()));
    lists(documents, valid, |d| d.sentences.len(), sentence_fields(), vec![starts, ends, codes])
}

fn entities(documents: &[Option<Document>], valid: &NullBuffer) -> Result<ArrayRef, ArrowError> {
    let all = || documents.iter().flatten().flat_map(|d| &d.entities);
    let (starts, ends) = ends(documents, |d| d.entities.iter().map(|e| e.span));
    let labels = strings(all().map(|e| e.label.name()));
    let texts = strings(documents.iter().flatten().flat_map(|d| d.entities.iter().map(|e| d.slice(e.span))));
    let ids: StringArray = all().map(|e| e.id.as_deref()).collect();
    let confidences = floats(all().map(|e| rounded(e.confidence)));
    let values = values(all().map(|e| e.value.as_ref()))?;
    let sources = strings(all().map(|e| e.source.name()));
    let parts = vec![starts, ends, labels, texts, values, Arc::new(ids), confidences, sources];
    lists(documents, valid, |d| d.entities.len(), entity_fields(), parts)
}

fn values<'a>(values: impl Iterator<Item = Option<&'a Value>>) -> Result<ArrayRef, ArrowError> {
    let (mut text, mut amount, mut unit) = (StringBuilder::new(), StringBuilder::new(), StringBuilder::new());
    let mut valid = Vec::new();
    for value in values {
        valid.push(value.is_some());
        let (t, a, u) = match value {
            None => (None, None, None),
            Some(Value::Text(text)) => (Some(text), None, None),
            Some(Value::Money { amount, currency }) => (None, Some(amount), Some(currency)),
            Some(Value::Quantity { amount, unit }) => (None, Some(amount), Some(unit)),
        };
        text.append_option(t);
        amount.append_option(a);
        unit.append_option(u);
    }
    let parts: Vec<ArrayRef> = [text, amount, unit].map(|mut b| Arc::new(b.finish()) as ArrayRef).into();
    Ok(Arc::new(StructArray::try_new_with_length(
        value_fields(),
        parts,
        Some(NullBuffer::from(valid.clone())),
        valid.len(),
    )?))
}

fn mix(documents: &[Option<Document>], valid: &NullBuffer) -> Result<ArrayRef, ArrowError> {
    let all = || documents.iter().flatten().flat_map(|d| &d.mix.shares);
    let parts = vec![strings(all().map(|s| s.0.code())), floats(all().map(|s| s.1))];
    let mut columns = vec![lists(documents, valid, |d| d.mix.shares.len(), share_fields(), parts)?];
    let dominant: StringArray = documents.iter().map(|d| d.as_ref().map(|d| d.mix.dominant().code())).collect();
    columns.push(Arc::new(dominant));
    for (_, measure) in MEASURES {
        let column: Float64Array = documents.iter().map(|d| d.as_ref().map(|d| measure(&d.mix))).collect();
        columns.push(Arc::new(column));
    }
    let switches: Int32Array = documents.iter().map(|d| d.as_ref().map(|d| d.mix.switch_points as i32)).collect();
    columns.push(Arc::new(switches));
    Ok(Arc::new(StructArray::try_new(mix_fields(), columns, Some(valid.clone()))?))
}

/// Signals keep their order in every document, or are absent as a whole where they were not asked for.
///
/// Read document by document: column by column, a table of many rows would come through the cache once a signal.
fn signals(documents: &[Option<Document>], valid: &NullBuffer) -> Result<ArrayRef, ArrowError> {
    let mut values = vec![Vec::with_capacity(documents.len()); signal_names().len()];
    let counted = |d: &Option<Document>| d.as_ref().is_some_and(|d| !d.signals.0.is_empty());
    let present = NullBuffer::from_iter(documents.iter().map(counted));
    for document in documents {
        let signals = document.as_ref().map_or(&[][..], |d| &d.signals.0);
        for (i, column) in values.iter_mut().enumerate() {
            column.push(signals.get(i).map_or(0.0, |signal| signal.1));
        }
    }
    let column = |values: Vec<f64>| Arc::new(Float64Array::new(values.into(), Some(present.clone()))) as ArrayRef;
    let columns = values.into_iter().map(column).collect();
    Ok(Arc::new(StructArray::try_new_with_length(signal_fields(), columns, Some(valid.clone()), documents.len())?))
}
