//! `Document` as Python sees it.

use std::sync::Arc;

use pyo3::exceptions::{PyAssertionError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyString};
use pyo3::{PyClass, PyClassInitializer};

use super::analyzer::PyAnalyzer;
use super::mix::PyLanguageMix;
use super::parts::{PyEdit, PyEntity, PyLanguageSpan, PySentence, hashed, loads, quoted};
use crate::analyzer::Analyzer;
use crate::document;
use crate::json;
use crate::span::{CodePoints, byte_of_code_point};

/// A text and what is known about it. All offsets are indices into `text`, as Python counts them.
#[pyclass(module = "textmend", name = "Document", frozen)]
pub struct PyDocument {
    inner: document::Document,
    analyzer: Arc<Analyzer>,
    edits: PyOnceLock<Py<PyList>>,
    languages: PyOnceLock<Py<PyList>>,
    sentences: PyOnceLock<Py<PyList>>,
    entities: PyOnceLock<Py<PyList>>,
}

impl PyDocument {
    pub(super) fn new(inner: document::Document, analyzer: Arc<Analyzer>) -> Self {
        let (edits, languages) = (PyOnceLock::new(), PyOnceLock::new());
        PyDocument { inner, analyzer, edits, languages, sentences: PyOnceLock::new(), entities: PyOnceLock::new() }
    }

    /// A list made at first use and kept.
    fn list<'py, T, P: PyClass + Into<PyClassInitializer<P>>>(
        &self,
        py: Python<'py>,
        kept: &PyOnceLock<Py<PyList>>,
        parts: &[T],
        wrap: impl Fn(&T, &mut CodePoints) -> P,
    ) -> PyResult<Bound<'py, PyList>> {
        let list = kept.get_or_try_init(py, || {
            let mut points = CodePoints::new(&self.inner.text);
            let items: PyResult<Vec<Py<P>>> = parts.iter().map(|part| Py::new(py, wrap(part, &mut points))).collect();
            Ok::<_, PyErr>(PyList::new(py, items?)?.unbind())
        })?;
        Ok(list.bind(py).clone())
    }
}

#[pymethods]
impl PyDocument {
    /// The text as given; a lone surrogate is U+FFFD.
    #[getter]
    fn text(&self) -> &str {
        &self.inner.text
    }

    /// The text after all edits.
    #[getter]
    fn mended(&self) -> &str {
        &self.inner.mended
    }

    /// Changes, sorted, not overlapping.
    #[getter]
    fn edits<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.list(py, &self.edits, &self.inner.edits, |edit, points| {
            let (start, end) = points.span(edit.span);
            let confidence = json::rounded(edit.confidence);
            let replacement = edit.replacement.clone();
            PyEdit { start, end, replacement, kind: edit.kind.name(), rule: edit.rule.to_owned(), confidence }
        })
    }

    /// Stretches of one language, in order; together they hold every letter.
    #[getter]
    fn languages<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.list(py, &self.languages, &self.inner.languages, |span, points| {
            let (start, end) = points.span(span.span);
            PyLanguageSpan { start, end, language: span.language.code(), confidence: json::rounded(span.confidence) }
        })
    }

    /// Which languages are mixed, and how much.
    #[getter]
    fn mix(&self) -> PyLanguageMix {
        PyLanguageMix(self.inner.mix.clone())
    }

    /// Sentences, in order, without the white space around them.
    #[getter]
    fn sentences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.list(py, &self.sentences, &self.inner.sentences, |sentence, points| {
            let (start, end) = points.span(sentence.span);
            PySentence { start, end, language: sentence.language.code() }
        })
    }

    /// Entities, in order, not overlapping.
    #[getter]
    fn entities<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.list(py, &self.entities, &self.inner.entities, |entity, points| {
            let (start, end) = points.span(entity.span);
            PyEntity {
                start,
                end,
                label: entity.label.name(),
                text: self.inner.slice(entity.span).to_owned(),
                id: entity.id.clone(),
                confidence: json::rounded(entity.confidence),
                source: entity.source.name(),
                value: entity.value.clone(),
            }
        })
    }

    /// Text-quality signals by name.
    #[getter]
    fn signals<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let signals = PyDict::new(py);
        for (name, value) in &self.inner.signals.0 {
            signals.set_item(name, value)?;
        }
        Ok(signals)
    }

    /// The offset in `mended` of the character at an offset of `text`; what an edit took away goes to its start, what
    /// lies behind the end to the end.
    fn to_mended(&self, offset: i64) -> PyResult<usize> {
        let byte = self.inner.to_mended(byte_of_code_point(&self.inner.text, not_negative(offset)?));
        Ok(CodePoints::new(&self.inner.mended).at(byte))
    }

    /// The offset in `text` of the character at an offset of `mended`; what an edit brought in goes to its start, what
    /// lies behind the end to the end.
    fn to_original(&self, offset: i64) -> PyResult<usize> {
        let byte = self.inner.to_original(byte_of_code_point(&self.inner.mended, not_negative(offset)?));
        Ok(CodePoints::new(&self.inner.text).at(byte))
    }

    /// Everything as plain data: dict, list, str, float, int, None.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loads(py, &self.to_json())
    }

    /// Everything as JSON text.
    fn to_json(&self) -> String {
        self.inner.to_json().to_string()
    }

    /// Proves the promises of a document (offsets on characters, sorted and disjoint; languages cover every letter;
    /// edits give `mended`; mending again changes nothing); raises AssertionError with the first that is broken.
    fn check(&self) -> PyResult<()> {
        self.inner.check(&self.analyzer).map_err(PyAssertionError::new_err)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        py.import("textmend.show")?.call_method1("html", (self.to_dict(py)?,))?.extract()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let start: String = self.inner.text.chars().take(40).collect();
        let more = if start.len() < self.inner.text.len() { "…" } else { "" };
        let counts = [
            (self.inner.languages.len(), "language span", "language spans"),
            (self.inner.edits.len(), "edit", "edits"),
            (self.inner.sentences.len(), "sentence", "sentences"),
            (self.inner.entities.len(), "entity", "entities"),
        ];
        let counts = counts.map(|(n, one, more)| format!("{n} {}", if n == 1 { one } else { more }));
        Ok(format!("<Document {}: {}>", quoted(py, &(start + more))?, counts.join(", ")))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<PyDocument>().is_ok_and(|other| other.get().inner == self.inner)
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.inner.text)
    }

    /// Pickled as text and analyzer: analysis is deterministic, and cheaper than a pickle of its result.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyAny>,))> {
        let (py, PyDocument { inner, analyzer, .. }) = (slf.py(), slf.get());
        let analyzer = Bound::new(py, PyAnalyzer { inner: analyzer.clone() })?;
        let mut text = PyString::new(py, &inner.text).into_any();
        let replaced = inner.signals.get("replaced_surrogates").unwrap_or_default() as usize;
        if replaced > 0 {
            // So many lone surrogates have to be counted again; which of the U+FFFD were some is not known.
            let lone = py.import("builtins")?.call_method1("chr", (0xD800,))?;
            text = text.call_method1("replace", (char::REPLACEMENT_CHARACTER, lone, replaced))?;
        }
        Ok((analyzer.getattr("analyze")?, (text,)))
    }
}

/// An offset that is not counted from the end, as those of Python's own lists may be.
fn not_negative(offset: i64) -> PyResult<usize> {
    let wrong = |_| PyValueError::new_err(format!("offset is {offset}: offsets count from the start, from 0 on"));
    usize::try_from(offset).map_err(wrong)
}
