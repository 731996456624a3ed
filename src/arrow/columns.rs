//! Documents into columns, one after the other: each while what is known of it is still in the cache.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Int32Array, StructArray, new_null_array};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::DataType;

use crate::arrow::parts::{Built, Ends, Places, Rows, Strings, floats, list, nulls};
use crate::arrow::points::Points;
use crate::arrow::{
    MEASURES, edit_fields, entity_fields, language_fields, mix_fields, sentence_fields, share_fields, signal_fields,
    value_fields,
};
use crate::document::{Document, Entity, Value};
use crate::error::{Error, ErrorKind};
use crate::json::rounded;
use crate::signals::definitions;

/// Columns that grow by a row with every document; their fields are those of [`schema`](super::schema).
#[derive(Debug, Default)]
pub struct Columns {
    valid: Vec<bool>,
    /// Bytes of all texts, given and mended.
    bytes: usize,
    points: Points,
    mended: StringBuilder,
    edits: Edits,
    languages: Languages,
    mix: Mix,
    sentences: Sentences,
    entities: Entities,
    signals: Signals,
}

impl Columns {
    /// Columns without a row.
    #[must_use]
    pub fn new() -> Self {
        Columns::default()
    }

    /// Adds a row; `None` is a null text.
    ///
    /// # Errors
    /// Texts of 2 GiB or more in all: Arrow's offsets don't reach so far.
    pub fn push(&mut self, document: Option<&Document>) -> Result<(), Error> {
        let Some(row) = document else {
            self.push_null();
            return Ok(());
        };
        self.bytes += row.text.len() + row.mended.len();
        if self.bytes > i32::MAX as usize {
            let message = "texts of 2 GiB or more, as given and mended, do not fit into a column: cut them first";
            return Err(Error::new(ErrorKind::Input, message));
        }
        self.valid.push(true);
        self.mended.append_value(&row.mended);
        self.points.read(&row.text);
        self.edits.push(row, &self.points);
        self.languages.push(row, &self.points);
        self.mix.push(row);
        self.sentences.push(row, &self.points);
        self.entities.push(row, &self.points);
        self.signals.push(row);
        Ok(())
    }

    fn push_null(&mut self) {
        self.valid.push(false);
        self.mended.append_null();
        self.edits.rows.push(self.edits.places.len());
        self.languages.rows.push(self.languages.places.len());
        self.mix.push_null();
        self.sentences.rows.push(self.sentences.places.len());
        self.entities.rows.push(self.entities.places.len());
        self.signals.present.push(false);
    }

    /// The columns, in the order of the schema.
    ///
    /// # Errors
    /// More edits or entities than fit into a column.
    pub fn finish(mut self) -> Result<Vec<ArrayRef>, Error> {
        let (valid, rows) = (nulls(&self.valid), self.valid.len());
        let mended = Arc::new(self.mended.finish());
        let built = [
            Ok(mended as ArrayRef),
            self.edits.array(valid.clone()),
            self.languages.array(valid.clone()),
            self.mix.array(valid.clone()),
            self.sentences.array(valid.clone()),
            self.entities.array(valid.clone()),
            self.signals.array(valid, rows),
        ];
        let failed = |e| Error::new(ErrorKind::Input, "the results do not fit into Arrow columns").with_source(e);
        built.into_iter().collect::<Result<_, _>>().map_err(failed)
    }
}

#[derive(Debug, Default)]
struct Edits {
    rows: Ends,
    places: Places,
    replacements: Strings,
    kinds: Strings,
    rules: Strings,
    confidences: Vec<f64>,
}

impl Edits {
    fn push(&mut self, document: &Document, points: &Points) {
        for edit in &document.edits {
            self.places.push(points, &document.text, edit.span);
            self.replacements.push(&edit.replacement);
            self.kinds.push(edit.kind.name());
            self.rules.push(edit.rule);
            self.confidences.push(rounded(edit.confidence));
        }
        self.rows.push(self.places.len());
    }

    fn array(self, nulls: Option<NullBuffer>) -> Built {
        let [starts, ends] = self.places.arrays();
        let replacements = self.replacements.array(None)?;
        let (kinds, rules) = (self.kinds.array(None)?, self.rules.array(None)?);
        let parts = vec![starts, ends, replacements, kinds, rules, floats(self.confidences, None)];
        list(self.rows, edit_fields(), parts, nulls)
    }
}

#[derive(Debug, Default)]
struct Languages {
    rows: Ends,
    places: Places,
    codes: Strings,
    confidences: Vec<f64>,
}

impl Languages {
    fn push(&mut self, document: &Document, points: &Points) {
        for span in &document.languages {
            self.places.push(points, &document.text, span.span);
            self.codes.push(span.language.code());
            self.confidences.push(rounded(span.confidence));
        }
        self.rows.push(self.places.len());
    }

    fn array(self, nulls: Option<NullBuffer>) -> Built {
        let [starts, ends] = self.places.arrays();
        let parts = vec![starts, ends, self.codes.array(None)?, floats(self.confidences, None)];
        list(self.rows, language_fields(), parts, nulls)
    }
}

#[derive(Debug, Default)]
struct Sentences {
    rows: Ends,
    places: Places,
    codes: Strings,
}

impl Sentences {
    fn push(&mut self, document: &Document, points: &Points) {
        for sentence in &document.sentences {
            self.places.push(points, &document.text, sentence.span);
            self.codes.push(sentence.language.code());
        }
        self.rows.push(self.places.len());
    }

    fn array(self, nulls: Option<NullBuffer>) -> Built {
        let [starts, ends] = self.places.arrays();
        list(self.rows, sentence_fields(), vec![starts, ends, self.codes.array(None)?], nulls)
    }
}

#[derive(Debug, Default)]
struct Entities {
    rows: Ends,
    places: Places,
    labels: Strings,
    texts: Strings,
    values: Values,
    ids: Strings,
    confidences: Vec<f64>,
    sources: Strings,
}

impl Entities {
    fn push(&mut self, document: &Document, points: &Points) {
        for entity in &document.entities {
            let Entity { span, label, value, id, confidence, source } = entity;
            self.places.push(points, &document.text, *span);
            self.labels.push(label.name());
            self.texts.push(document.slice(*span));
            self.values.push(value.as_ref());
            self.ids.push_option(id.as_deref());
            self.confidences.push(rounded(*confidence));
            self.sources.push(source.name());
        }
        self.rows.push(self.places.len());
    }

    fn array(self, nulls: Option<NullBuffer>) -> Built {
        let [starts, ends] = self.places.arrays();
        let texts = self.texts.array(None)?;
        let (labels, sources) = (self.labels.array(None)?, self.sources.array(None)?);
        let known = self.ids.valid();
        let (values, ids) = (self.values.array()?, self.ids.array(known)?);
        let parts = vec![starts, ends, labels, texts, values, ids, floats(self.confidences, None), sources];
        list(self.rows, entity_fields(), parts, nulls)
    }
}

/// A value is a text, or an amount with its unit, or null.
#[derive(Debug, Default)]
struct Values {
    texts: Strings,
    amounts: Strings,
    units: Strings,
}

impl Values {
    fn push(&mut self, value: Option<&Value>) {
        let (text, amount, unit) = match value {
            None => (None, None, ""),
            Some(Value::Text(text)) => (Some(text.as_str()), None, ""),
            Some(Value::Money { amount, currency: unit } | Value::Quantity { amount, unit }) => {
                (None, Some(amount.as_str()), unit.as_str())
            }
        };
        self.texts.push_option(text);
        self.amounts.push_option(amount);
        self.units.push(unit);
    }

    fn array(self) -> Built {
        let (text, amount) = (self.texts.valid(), self.amounts.valid());
        let inner = |nulls: &Option<NullBuffer>| nulls.as_ref().map(|n| n.inner().clone());
        let either = inner(&text).zip(inner(&amount)).map(|(a, b): (BooleanBuffer, BooleanBuffer)| (&a | &b).into());
        let parts = vec![self.texts.array(text)?, self.amounts.array(amount.clone())?, self.units.array(amount)?];
        Ok(Arc::new(StructArray::try_new(value_fields(), parts, either)?))
    }
}

#[derive(Debug, Default)]
struct Mix {
    rows: Ends,
    shares: (Strings, Vec<f64>),
    dominant: Strings,
    measures: Rows,
    switches: Vec<i32>,
}

impl Mix {
    fn push(&mut self, Document { mix, .. }: &Document) {
        for (language, share) in &mix.shares {
            self.shares.0.push(language.code());
            self.shares.1.push(*share);
        }
        self.rows.push(self.shares.1.len());
        self.dominant.push(mix.dominant().code());
        self.measures.fill(self.switches.len(), MEASURES.len());
        self.measures.push(MEASURES.iter().map(|(_, measure)| measure(mix)), MEASURES.len());
        self.switches.push(mix.switch_points as i32);
    }

    fn push_null(&mut self) {
        self.rows.push(self.shares.1.len());
        self.dominant.push("");
        self.switches.push(0);
    }

    fn array(mut self, nulls: Option<NullBuffer>) -> Built {
        self.measures.fill(self.switches.len(), MEASURES.len());
        let shares = vec![self.shares.0.array(None)?, floats(self.shares.1, None)];
        let mut parts =
            vec![list(self.rows, share_fields(), shares, nulls.clone())?, self.dominant.array(nulls.clone())?];
        let measures = self.measures.columns(MEASURES.len());
        parts.extend(measures.into_iter().map(|values| floats(values, nulls.clone())));
        parts.push(Arc::new(Int32Array::new(self.switches.into(), nulls.clone())));
        Ok(Arc::new(StructArray::try_new(mix_fields(), parts, nulls)?))
    }
}

/// Signals keep their order in every document, or are absent as a whole where they were not asked for.
#[derive(Debug, Default)]
struct Signals {
    present: Vec<bool>,
    values: Rows,
}

impl Signals {
    fn push(&mut self, document: &Document) {
        let signals = &document.signals.0;
        if !signals.is_empty() {
            self.values.fill(self.present.len(), definitions().len());
            self.values.push(signals.iter().map(|(_, value)| *value), definitions().len());
        }
        self.present.push(!signals.is_empty());
    }

    fn array(mut self, valid: Option<NullBuffer>, rows: usize) -> Built {
        let width = definitions().len();
        let columns = if self.present.contains(&true) {
            let present = nulls(&self.present);
            self.values.fill(rows, width);
            self.values.columns(width).into_iter().map(|values| floats(values, present.clone())).collect()
        } else {
            // One column of nulls for all: numbers nobody asked for take no memory.
            vec![new_null_array(&DataType::Float64, rows); width]
        };
        Ok(Arc::new(StructArray::try_new_with_length(signal_fields(), columns, valid, rows)?))
    }
}
