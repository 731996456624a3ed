//! The parts of a document as Python sees them. Each is pickled as the arguments that make the same one.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};

use super::input::type_name;
use crate::document::{EditKind, Label, Source, Value};
use crate::language::Language;

/// What `__reduce__` gives: the class, and the arguments that make the same object.
pub(super) type Made<'py, A> = (Bound<'py, PyType>, A);

pub(super) fn hashed(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A string as Python writes it.
pub(super) fn quoted(py: Python<'_>, text: &str) -> PyResult<String> {
    Ok(PyString::new(py, text).repr()?.to_string())
}

/// A change not yet made: put `replacement` in the place of `text[start:end]`.
#[pyclass(module = "textmend", name = "Edit", frozen, eq, get_all)]
#[derive(Clone, PartialEq)]
pub struct PyEdit {
    /// Where it begins: an index into `Document.text`.
    pub(super) start: usize,
    /// Where it ends: the index behind its last character.
    pub(super) end: usize,
    /// What comes in its place; empty for a deletion.
    pub(super) replacement: String,
    /// What it puts right: one of `textmend.edit_kinds()`.
    pub(super) kind: &'static str,
    /// The rule that asked for it.
    pub(super) rule: String,
    /// How likely it is right, 0…1: the share of right edits of its rule, measured.
    pub(super) confidence: f64,
}

/// A stretch of text in one language.
#[pyclass(module = "textmend", name = "LanguageSpan", frozen, eq, get_all)]
#[derive(Clone, PartialEq)]
pub struct PyLanguageSpan {
    /// Where it begins: an index into `Document.text`.
    pub(super) start: usize,
    /// Where it ends: the index behind its last character.
    pub(super) end: usize,
    /// ISO 639-1 code where one exists, else ISO 639-3; "und" where nothing can be said.
    pub(super) language: &'static str,
    /// How likely a word of it is in that language, 0…1.
    pub(super) confidence: f64,
}

/// Why a language span has its language.
#[pyclass(module = "textmend", name = "LanguageEvidence", frozen, eq, get_all)]
#[derive(Clone, PartialEq)]
pub struct PyLanguageEvidence {
    /// Where it begins: an index into `Document.text`.
    pub(super) start: usize,
    /// Where it ends: the index behind its last character.
    pub(super) end: usize,
    /// The code of its language.
    pub(super) language: &'static str,
    /// The language it would have otherwise: another one of the document, or the likeliest other one.
    pub(super) against: &'static str,
    /// Its most telling words: start, end, and how much the word speaks for `language` against `against`, as log-odds
    /// in nats.
    pub(super) words: Vec<(usize, usize, f64)>,
}

/// A sentence, without the white space around it.
#[pyclass(module = "textmend", name = "Sentence", frozen, eq, get_all)]
#[derive(Clone, PartialEq)]
pub struct PySentence {
    /// Where it begins: an index into `Document.text`.
    pub(super) start: usize,
    /// Where it ends: the index behind its last character.
    pub(super) end: usize,
    /// The code of the language that most of its letters are in; "und" where neither "languages" nor "entities" are
    /// among the tasks.
    pub(super) language: &'static str,
}

/// Something named or measured.
#[pyclass(module = "textmend", name = "Entity", frozen, eq)]
#[derive(Clone, PartialEq)]
pub struct PyEntity {
    /// Where it begins: an index into `Document.text`.
    #[pyo3(get)]
    pub(super) start: usize,
    /// Where it ends: the index behind its last character.
    #[pyo3(get)]
    pub(super) end: usize,
    /// What it is: one of `textmend.labels()`.
    #[pyo3(get)]
    pub(super) label: &'static str,
    /// `Document.text[start:end]`.
    #[pyo3(get)]
    pub(super) text: String,
    /// The same for the same thing in any language (`iso3166:…`, `geonames:…`), or the id of the gazetteer; None
    /// where none is known.
    #[pyo3(get)]
    pub(super) id: Option<String>,
    /// How likely span and label are right, 0…1.
    #[pyo3(get)]
    pub(super) confidence: f64,
    /// What found it: the tagger of names, the rules of values, or the gazetteer.
    #[pyo3(get)]
    pub(super) source: &'static str,
    pub(super) value: Option<Value>,
}

#[pymethods]
impl PyEdit {
    #[new]
    #[pyo3(signature = (start, end, replacement, kind, rule="", confidence=1.0))]
    fn new(start: usize, end: usize, replacement: String, kind: &str, rule: &str, confidence: f64) -> PyResult<Self> {
        let kind = EditKind::from_name(kind)?.name();
        Ok(PyEdit { start, end, replacement, kind, rule: rule.to_owned(), confidence })
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Made<'py, (usize, usize, &str, &str, &str, f64)> {
        let PyEdit { start, end, replacement, kind, rule, confidence } = self;
        (py.get_type::<Self>(), (*start, *end, replacement, kind, rule, *confidence))
    }

    fn __hash__(&self) -> u64 {
        hashed((self.start, self.end, &self.replacement, self.kind))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let PyEdit { start, end, kind, rule, confidence, .. } = self;
        let replacement = quoted(py, &self.replacement)?;
        Ok(format!("Edit({start}, {end}, {replacement}, kind='{kind}', rule='{rule}', confidence={confidence})"))
    }
}

#[pymethods]
impl PyLanguageSpan {
    #[new]
    #[pyo3(signature = (start, end, language, confidence=1.0))]
    fn new(start: usize, end: usize, language: &str, confidence: f64) -> PyResult<Self> {
        Ok(PyLanguageSpan { start, end, language: Language::from_code(language)?.code(), confidence })
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Made<'py, (usize, usize, &str, f64)> {
        (py.get_type::<Self>(), (self.start, self.end, self.language, self.confidence))
    }

    fn __hash__(&self) -> u64 {
        hashed((self.start, self.end, self.language))
    }

    fn __repr__(&self) -> String {
        let PyLanguageSpan { start, end, language, confidence } = self;
        format!("LanguageSpan({start}, {end}, '{language}', confidence={confidence})")
    }
}

#[pymethods]
impl PyLanguageEvidence {
    #[new]
    fn new(start: usize, end: usize, language: &str, against: &str, words: Vec<(usize, usize, f64)>) -> PyResult<Self> {
        let (language, against) = (Language::from_code(language)?.code(), Language::from_code(against)?.code());
        Ok(PyLanguageEvidence { start, end, language, against, words })
    }

    #[allow(clippy::type_complexity)] // the arguments of `new`
    fn __reduce__<'py>(&self, py: Python<'py>) -> Made<'py, (usize, usize, &str, &str, Vec<(usize, usize, f64)>)> {
        (py.get_type::<Self>(), (self.start, self.end, self.language, self.against, self.words.clone()))
    }

    fn __hash__(&self) -> u64 {
        hashed((self.start, self.end, self.language, self.against))
    }

    fn __repr__(&self) -> String {
        let PyLanguageEvidence { start, end, language, against, words } = self;
        format!("LanguageEvidence({start}, {end}, '{language}', against='{against}', words={words:?})")
    }
}

#[pymethods]
impl PySentence {
    #[new]
    fn new(start: usize, end: usize, language: &str) -> PyResult<Self> {
        Ok(PySentence { start, end, language: Language::from_code(language)?.code() })
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Made<'py, (usize, usize, &str)> {
        (py.get_type::<Self>(), (self.start, self.end, self.language))
    }

    fn __hash__(&self) -> u64 {
        hashed((self.start, self.end, self.language))
    }

    fn __repr__(&self) -> String {
        format!("Sentence({}, {}, '{}')", self.start, self.end, self.language)
    }
}

/// A value as Python gives it: what [`PyEntity::value`] returns.
fn value_of(given: &Bound<'_, PyAny>) -> PyResult<Value> {
    if let Ok(text) = given.extract::<String>() {
        return Ok(Value::Text(text));
    }
    let wrong = || {
        let kind = type_name(given);
        PyTypeError::new_err(format!("value takes a str, or a dict of `amount` and `currency` or `unit`, not {kind}"))
    };
    let pair = given.cast::<PyDict>().map_err(|_| wrong())?;
    let part = |key: &str| pair.get_item(key)?.map(|found| found.extract::<String>()).transpose();
    match (part("amount")?, part("currency")?, part("unit")?) {
        (Some(amount), Some(currency), None) => Ok(Value::Money { amount, currency }),
        (Some(amount), None, Some(unit)) => Ok(Value::Quantity { amount, unit }),
        _ => Err(wrong()),
    }
}

#[pymethods]
impl PyEntity {
    #[new]
    #[pyo3(signature = (start, end, label, text, value=None, id=None, confidence=1.0, source="rules"))]
    #[allow(clippy::too_many_arguments)] // they are named in Python
    fn new(
        start: usize,
        end: usize,
        label: &str,
        text: String,
        value: Option<&Bound<'_, PyAny>>,
        id: Option<String>,
        confidence: f64,
        source: &str,
    ) -> PyResult<Self> {
        let (label, source) = (Label::from_name(label)?.name(), Source::from_name(source)?.name());
        Ok(PyEntity { start, end, label, text, id, confidence, source, value: value.map(value_of).transpose()? })
    }

    #[allow(clippy::type_complexity)] // the arguments of `new`
    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<Made<'py, (usize, usize, &str, &str, Option<Bound<'py, PyAny>>, Option<&str>, f64, &str)>> {
        let PyEntity { start, end, label, text, id, confidence, source, .. } = self;
        let made = (*start, *end, *label, text.as_str(), self.value(py)?, id.as_deref(), *confidence, *source);
        Ok((py.get_type::<Self>(), made))
    }

    fn __hash__(&self) -> u64 {
        hashed((self.start, self.end, self.label, &self.id))
    }

    /// The normalised value: a str, a dict (`amount` with `currency` or `unit`), or None. A date or time says what is
    /// known: `XXXX-05-01` without its year, `15:00` for `tomorrow at 3 pm` without a reference date.
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let pair = |amount: &str, key: &str, unit: &str| {
            let dict = PyDict::new(py);
            dict.set_item("amount", amount)?;
            dict.set_item(key, unit)?;
            Ok(Some(dict.into_any()))
        };
        match &self.value {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(PyString::new(py, text).into_any())),
            Some(Value::Money { amount, currency }) => pair(amount, "currency", currency),
            Some(Value::Quantity { amount, unit }) => pair(amount, "unit", unit),
        }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let PyEntity { start, end, label, confidence, source, .. } = self;
        let mut more = String::new();
        if let Some(value) = self.value(py)? {
            more += &format!(", value={}", value.repr()?);
        }
        if let Some(id) = &self.id {
            more += &format!(", id={}", quoted(py, id)?);
        }
        let text = quoted(py, &self.text)?;
        Ok(format!("Entity({start}, {end}, '{label}', {text}{more}, confidence={confidence}, source='{source}')"))
    }
}

/// Plain Python data from JSON.
pub(super) fn loads<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}
