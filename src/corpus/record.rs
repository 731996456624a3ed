//! What is written beside a document under the key `textmend`: as JSON, or as a nested Parquet column.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Int32Array, Int64Array, ListArray, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Fields};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value as Json, json};

use crate::arrow::Columns;
use crate::corpus::Annotations;
use crate::corpus::measures::{MEASURES, rounded};
use crate::corpus::policy::Reason;
use crate::document::Document;
use crate::options::Tasks;

/// What is written beside a document: how much, and of which tasks. What a task that was left out would have told is
/// left out too.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    pub annotations: Annotations,
    pub tasks: Tasks,
}

/// A row of the input, taken apart and judged.
pub(crate) struct Judged {
    /// `None` where the row has no text.
    pub document: Option<Document>,
    pub reasons: Vec<Reason>,
    /// Whether the text read differs from the one in the file, because a lone surrogate was replaced.
    pub replaced: bool,
}

impl Judged {
    pub(crate) fn accepted(&self) -> bool {
        self.reasons.is_empty()
    }

    /// The text to write, where it is not the one in the file.
    pub(crate) fn mended(&self) -> Option<&str> {
        let document = self.document.as_ref()?;
        (self.replaced || document.mended != document.text).then_some(document.mended.as_str())
    }

    /// The record as JSON; `None` where none was asked for and there are no reasons to give.
    pub(crate) fn record(&self, wanted: Wanted) -> Option<String> {
        let (reasons, tasks) = (&self.reasons[..], wanted.tasks);
        match (&self.document, wanted.annotations) {
            (_, Annotations::None) if self.accepted() => None,
            (None, _) | (_, Annotations::None) => Some(json!({ "reasons": reasons }).to_string()),
            (Some(document), Annotations::Summary) => serde_json::to_string(&Summary { document, reasons, tasks }).ok(),
            (Some(document), Annotations::Full) => Some(full(document, reasons).to_string()),
        }
    }
}

/// What most want to know of a document, in a few hundred bytes. Written without a tree of values between, which would
/// take longer than a tenth of the analysis.
struct Summary<'a> {
    document: &'a Document,
    reasons: &'a [Reason],
    tasks: Tasks,
}

impl Serialize for Summary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (Document { mix, signals, sentences, .. }, tasks) = (self.document, self.tasks);
        let mut map = serializer.serialize_map(None)?;
        if tasks.languages {
            let shares = || mix.shares.iter().map(|(l, share)| (l.code(), rounded(*share)));
            map.serialize_entry("language", mix.dominant().code())?;
            map.serialize_entry("languages", &Rows(shares))?;
            map.serialize_entry("mix", &Mix(self.document))?;
        }
        if tasks.edits {
            map.serialize_entry("edits", &Rows(|| edit_counts(self.document).into_iter()))?;
        }
        if tasks.sentences {
            map.serialize_entry("sentences", &sentences.len())?;
        }
        if tasks.entities {
            map.serialize_entry("entities", &Rows(|| entity_counts(self.document).into_iter()))?;
        }
        if tasks.signals {
            map.serialize_entry("signals", &Rows(|| signals.0.iter().map(|(name, value)| (*name, rounded(*value)))))?;
        }
        map.serialize_entry("reasons", self.reasons)?;
        map.end()
    }
}

/// Rows of name and value as an object.
struct Rows<F>(F);

impl<F: Fn() -> I, I: Iterator<Item = (&'static str, V)>, V: Serialize> Serialize for Rows<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map((self.0)())
    }
}

/// The measures of the mix, by their names there.
struct Mix<'a>(&'a Document);

impl Serialize for Mix<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, _, take) in MEASURES.iter().take_while(|m| m.0 != "switch_points") {
            map.serialize_entry(name.trim_start_matches("mix_"), &rounded(take(self.0)))?;
        }
        map.serialize_entry("switch_points", &self.0.mix.switch_points)?;
        map.end()
    }
}

/// Everything: offsets are code points of `text`, the text as it was; the mended one is the column itself.
fn full(document: &Document, reasons: &[Reason]) -> Json {
    let mut json = document.to_json();
    if let Json::Object(fields) = &mut json {
        fields.shift_remove("mended");
        fields.insert("reasons".into(), json!(reasons));
    }
    json
}

/// Numbers of edits by kind, in the order of their first occurrence.
fn edit_counts(document: &Document) -> Vec<(&'static str, i64)> {
    counted(document.edits.iter().map(|e| e.kind.name()))
}

/// Numbers of entities by label, in the order of their first occurrence.
fn entity_counts(document: &Document) -> Vec<(&'static str, i64)> {
    counted(document.entities.iter().map(|e| e.label.name()))
}

fn counted(names: impl Iterator<Item = &'static str>) -> Vec<(&'static str, i64)> {
    let mut counts: Vec<(&'static str, i64)> = Vec::new();
    for name in names {
        match counts.iter_mut().find(|c| c.0 == name) {
            Some(count) => count.1 += 1,
            None => counts.push((name, 1)),
        }
    }
    counts
}

/// The records of rows as one nested column; lists of name and number stand where JSON has objects.
///
/// # Errors
/// A text whose offsets do not fit the column.
pub(crate) fn column(
    documents: &[Option<Document>],
    reasons: &[Vec<Reason>],
    wanted: Wanted,
) -> Result<ArrayRef, String> {
    let annotations = wanted.annotations;
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    if annotations != Annotations::None {
        let names = ["mended", "edits", "languages", "mix", "sentences", "entities", "signals"];
        let mut built = Columns::new();
        let pushed = documents.iter().try_for_each(|document| built.push(document.as_ref()));
        let built = pushed.and_then(|()| built.finish()).map_err(|e| e.to_string())?;
        columns.extend(names.into_iter().zip(built).skip(1));
    }
    match annotations {
        Annotations::Full => {
            let texts = documents.iter().map(|d| d.as_ref().map(|d| d.text.as_str()));
            columns.insert(0, ("text", Arc::new(texts.collect::<StringArray>())));
        }
        Annotations::Summary => columns = summaries(documents, columns).map_err(|e| e.to_string())?,
        Annotations::None => {}
    }
    columns.retain(|(name, _)| match *name {
        "language" | "languages" | "mix" => wanted.tasks.languages,
        name => !Tasks::NAMES.contains(&name) || wanted.tasks.has(name),
    });
    columns.push(("reasons", reason_lists(reasons).map_err(|e| e.to_string())?));
    let fields = columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    let fields: Fields = fields.collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    Ok(Arc::new(StructArray::try_new_with_length(fields, arrays, None, documents.len()).map_err(|e| e.to_string())?))
}

/// The columns of a summary, made from the full ones.
fn summaries<'a>(
    documents: &[Option<Document>],
    full: Vec<(&'a str, ArrayRef)>,
) -> Result<Vec<(&'a str, ArrayRef)>, ArrowError> {
    let at = |name: &str| full.iter().find(|c| c.0 == name).map(|c| c.1.as_struct().clone());
    let (Some(mix), Some(signals)) = (at("mix"), at("signals")) else { return Ok(Vec::new()) };
    let shown = |name: &str| name != "shares" && name != "dominant";
    let kept = mix.fields().iter().zip(mix.columns()).filter(|(field, _)| shown(field.name()));
    let (fields, measures): (Vec<Arc<Field>>, Vec<ArrayRef>) = kept.map(|(f, c)| (f.clone(), c.clone())).unzip();
    let measures = StructArray::try_new(Fields::from(fields), measures, mix.nulls().cloned())?;
    let sentences: Int32Array = documents.iter().map(|d| d.as_ref().map(|d| d.sentences.len() as i32)).collect();
    let part = |name: &str| mix.column_by_name(name).cloned().unwrap_or_else(|| Arc::new(mix.clone()));
    let counts = |of: fn(&Document) -> Vec<(&'static str, i64)>| {
        documents.iter().map(move |d| d.as_ref().map(of).unwrap_or_default())
    };
    Ok(vec![
        ("language", part("dominant")),
        ("languages", part("shares")),
        ("mix", Arc::new(measures)),
        ("edits", count_lists("kind", counts(edit_counts))?),
        ("sentences", Arc::new(sentences)),
        ("entities", count_lists("label", counts(entity_counts))?),
        ("signals", Arc::new(signals)),
    ])
}

fn count_lists(name: &str, rows: impl Iterator<Item = Vec<(&'static str, i64)>>) -> Result<ArrayRef, ArrowError> {
    let rows: Vec<Vec<(&str, i64)>> = rows.collect();
    let names: StringArray = rows.iter().flatten().map(|row| Some(row.0)).collect();
    let counts: Int64Array = rows.iter().flatten().map(|row| row.1).collect();
    lists(rows.iter().map(Vec::len), &[name, "count"], vec![Arc::new(names), Arc::new(counts)])
}

fn reason_lists(rows: &[Vec<Reason>]) -> Result<ArrayRef, ArrowError> {
    let column = |of: fn(&Reason) -> Option<String>| -> ArrayRef {
        Arc::new(rows.iter().flatten().map(of).collect::<StringArray>())
    };
    let columns = vec![column(|r| Some(r.rule.clone())), column(|r| shown(&r.value)), column(|r| shown(&r.limit))];
    lists(rows.iter().map(Vec::len), &["rule", "value", "limit"], columns)
}

/// A value or limit of any kind as text.
fn shown(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn lists(lengths: impl Iterator<Item = usize>, names: &[&str], columns: Vec<ArrayRef>) -> Result<ArrayRef, ArrowError> {
    let fields = names.iter().zip(&columns).map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    let fields: Fields = fields.collect();
    let structs = StructArray::try_new(fields.clone(), columns, None)?;
    let item = Arc::new(Field::new("item", DataType::Struct(fields), true));
    Ok(Arc::new(ListArray::try_new(item, OffsetBuffer::from_lengths(lengths), Arc::new(structs), None)?))
}
