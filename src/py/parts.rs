//! The parts of a document as Python sees them.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::document::{self, Value};

/// A change not yet made: put `replacement` in the place of `text[start:end]`.
#[pyclass(module = "textmend", name = "Edit", frozen, eq, get_all)]
#[derive(Clone, PartialEq)]
pub struct PyEdit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) replacement: String,
    pub(super) kind: &'static str,
    pub(super) rule: &'static str,
    pub(super) confidence: f64,
}

/// A stretch of text in one language.
#[pyclass(module = "textmend", name = "LanguageSpan", frozen, eq, get_all)]
#[derive(Clone, PartialEq)]
pub struct PyLanguageSpan {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) language: &'static str,
    pub(super) confidence: f64,
}

/// Why a language span has its language.
#[pyclass(module = "textmend", name = "LanguageEvidence", frozen, eq, get_all)]
#[derive(Clone, PartialEq)]
pub struct PyLanguageEvidence {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) language: &'static str,
    pub(super) against: &'static str,
    pub(super) words: Vec<(usize, usize, f64)>,
}

/// A sentence, without the white space around it.
#[pyclass(module = "textmend", name = "Sentence", frozen, eq, get_all)]
#[derive(Clone, PartialEq)]
pub struct PySentence {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) language: &'static str,
}

/// Something named or measured.
#[pyclass(module = "textmend", name = "Entity", frozen, eq)]
#[derive(Clone, PartialEq)]
pub struct PyEntity {
    #[pyo3(get)]
    pub(super) start: usize,
    #[pyo3(get)]
    pub(super) end: usize,
    #[pyo3(get)]
    pub(super) label: &'static str,
    #[pyo3(get)]
    pub(super) text: String,
    #[pyo3(get)]
    pub(super) id: Option<String>,
    #[pyo3(get)]
    pub(super) confidence: f64,
    #[pyo3(get)]
    pub(super) source: &'static str,
    pub(super) value: Option<Value>,
}

#[pymethods]
impl PyEdit {
    fn __repr__(&self) -> String {
        let PyEdit { start, end, replacement, kind, rule, confidence } = self;
        format!("Edit({start}, {end}, {replacement:?}, kind={kind:?}, rule={rule:?}, confidence={confidence})")
    }
}

#[pymethods]
impl PyLanguageSpan {
    fn __repr__(&self) -> String {
        let PyLanguageSpan { start, end, language, confidence } = self;
        format!("LanguageSpan({start}, {end}, {language:?}, confidence={confidence})")
    }
}

#[pymethods]
impl PyLanguageEvidence {
    fn __repr__(&self) -> String {
        let PyLanguageEvidence { start, end, language, against, words } = self;
        format!("LanguageEvidence({start}, {end}, {language:?}, against={against:?}, words={words:?})")
    }
}

#[pymethods]
impl PySentence {
    fn __repr__(&self) -> String {
        format!("Sentence({}, {}, {:?})", self.start, self.end, self.language)
    }
}

#[pymethods]
impl PyEntity {
    /// The normalised value: a str, a dict (`amount` with `currency` or `unit`), or None.
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
        let value = match self.value(py)? {
            Some(value) => format!(", value={}", value.repr()?),
            None => String::new(),
        };
        let id = self.id.as_ref().map_or(String::new(), |id| format!(", id={id:?}"));
        Ok(format!("Entity({}, {}, {:?}, {:?}{value}{id})", self.start, self.end, self.label, self.text))
    }
}

/// Which languages a document mixes, where, and how much, with the field's published measures.
#[pyclass(module = "textmend", name = "LanguageMix", frozen, eq)]
#[derive(Clone, PartialEq)]
pub struct PyLanguageMix(pub(super) document::LanguageMix);

#[pymethods]
impl PyLanguageMix {
    /// Share of letters of each language, largest first.
    #[getter]
    fn shares<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let shares = PyDict::new(py);
        for (language, share) in &self.0.shares {
            shares.set_item(language.code(), share)?;
        }
        Ok(shares)
    }

    /// The language of most letters; "und" where there are none.
    #[getter]
    fn dominant(&self) -> &'static str {
        self.0.dominant().code()
    }

    /// Share of letters outside the dominant language, 0…1.
    #[getter]
    fn score(&self) -> f64 {
        self.0.score
    }

    /// Code-Mixing Index, 0…100: 100 · (1 − max wᵢ / (n − u)), with wᵢ words in language i, n words in all and u words
    /// without a language. Das & Gambäck 2014, "Identifying Languages at the Word Level in Code-Mixed Indian Social
    /// Media Text".
    #[getter]
    fn cmi(&self) -> f64 {
        self.0.cmi
    }

    /// Multilingual index, 0…1: (1 − Σ pᵢ²) / ((k − 1) · Σ pᵢ²), with pᵢ the share of words in language i of k.
    /// Barnett et al. 2000, "The LIDES Coding Manual".
    #[getter]
    fn m_index(&self) -> f64 {
        self.0.m_index
    }

    /// Integration index, 0…1: switch points / (n − 1). Guzmán et al. 2017, "Metrics for Modeling Code-Switching
    /// Across Corpora".
    #[getter]
    fn i_index(&self) -> f64 {
        self.0.i_index
    }

    /// Language entropy in bits: −Σ pᵢ log₂ pᵢ. Guzmán et al. 2017.
    #[getter]
    fn entropy(&self) -> f64 {
        self.0.entropy
    }

    /// Span entropy in bits: −Σ pₗ log₂ pₗ, with pₗ the share of spans that are l words long. Guzmán et al. 2017.
    #[getter]
    fn span_entropy(&self) -> f64 {
        self.0.span_entropy
    }

    /// Burstiness, −1…1: (σ − μ) / (σ + μ) of span lengths in words. Goh & Barabási 2008, "Burstiness and memory in
    /// complex systems".
    #[getter]
    fn burstiness(&self) -> f64 {
        self.0.burstiness
    }

    /// Memory, −1…1: correlation of the length of a span with that of the next. Goh & Barabási 2008.
    #[getter]
    fn memory(&self) -> f64 {
        self.0.memory
    }

    /// Number of places where a word has another language than the word before.
    #[getter]
    fn switch_points(&self) -> usize {
        self.0.switch_points
    }

    /// The measures as plain data.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loads(py, &self.0.to_json().to_string())
    }

    fn __repr__(&self) -> String {
        let shares: Vec<String> = self.0.shares.iter().map(|(l, s)| format!("{:?}: {s:.3}", l.code())).collect();
        format!(
            "LanguageMix({{{}}}, score={:.3}, switch_points={})",
            shares.join(", "),
            self.0.score,
            self.0.switch_points
        )
    }
}

/// Plain Python data from JSON.
pub(super) fn loads<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}
