//! Feature `python`: the module `textmend._textmend`. Wrapping and error mapping, no logic.

mod analyzer;
mod arrow;
#[cfg(feature = "corpus")]
mod corpus;
mod document;
mod gazetteer;
mod input;
mod mix;
mod parts;

use std::sync::{Arc, OnceLock};

use pyo3::exceptions::{PyFileNotFoundError, PyKeyboardInterrupt, PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;

pub(crate) use self::analyzer::PyAnalyzer;
use self::document::PyDocument;
use self::mix::PyLanguageMix;
use self::parts::{PyEdit, PyEntity, PyLanguageEvidence, PyLanguageSpan, PySentence};
use crate::analyzer::Analyzer;
use crate::document::{EditKind, Label};
use crate::error::{Error, ErrorKind};
use crate::language::Language;
use crate::options::Options;
use crate::signals::definitions;

/// The engine of textmend.
#[pymodule(gil_used = false)]
mod _textmend {
    #[pymodule_export]
    use super::arrow::{PyArrowSchema, PyArrowTable, annotate_arrow, schema};
    #[pymodule_export]
    use super::{
        PyAnalyzer, PyDocument, PyEdit, PyEntity, PyLanguageEvidence, PyLanguageMix, PyLanguageSpan, PySentence,
    };
    #[pymodule_export]
    use super::{analyze, analyze_batch, edit_kinds, labels, languages, mend, signals};

    #[cfg(feature = "corpus")]
    #[pymodule_export]
    use super::corpus::{check_policy, clean_files};

    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}

impl From<Error> for PyErr {
    fn from(error: Error) -> PyErr {
        let message = error.to_string();
        match error.kind() {
            ErrorKind::Option | ErrorKind::Input => PyValueError::new_err(message),
            ErrorKind::Missing => PyFileNotFoundError::new_err(message),
            ErrorKind::File => PyOSError::new_err(message),
            ErrorKind::Interrupted => PyKeyboardInterrupt::new_err(message),
        }
    }
}

/// The analyzer with default options, shared by the functions of the module.
pub(crate) fn default_analyzer() -> PyResult<PyAnalyzer> {
    static DEFAULT: OnceLock<Arc<Analyzer>> = OnceLock::new();
    let inner = match DEFAULT.get() {
        Some(inner) => inner.clone(),
        None => {
            let made = Arc::new(Analyzer::new(Options::default())?);
            DEFAULT.get_or_init(|| made).clone()
        }
    };
    Ok(PyAnalyzer { inner })
}

/// Everything about one text, with default options; see `Analyzer` for others.
#[pyfunction]
#[pyo3(signature = (text, /))]
fn analyze(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<PyDocument> {
    default_analyzer()?.analyze(py, text)
}

/// The text after all edits, with default options; see `Analyzer` for others.
#[pyfunction]
#[pyo3(signature = (text, /))]
fn mend(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<String> {
    default_analyzer()?.mend(py, text)
}

/// Documents of any iterable of str, in order, in parallel; a None stays None, and pandas' NaN and NA become it.
///
/// threads: how many; None uses every core. progress: True shows a bar, a callable gets the number done.
#[pyfunction]
#[pyo3(signature = (texts, threads=None, progress=None))]
fn analyze_batch(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    threads: Option<i64>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<Option<PyDocument>>> {
    default_analyzer()?.analyze_batch(py, texts, threads, progress)
}

/// The languages textmend knows: {code: English name}.
#[pyfunction]
fn languages(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    explained(py, Language::all().skip(1).map(|language| (language.code(), language.name())))
}

/// The kinds of edits there are: {kind: what it puts right}.
#[pyfunction]
fn edit_kinds(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    explained(py, EditKind::ALL.iter().map(|kind| (kind.name(), kind.about())))
}

/// The entity labels there are: {label: what it marks}.
#[pyfunction]
fn labels(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    explained(py, Label::ALL.iter().map(|label| (label.name(), label.about())))
}

/// A dict of names and what they mean, in order.
fn explained<'py>(
    py: Python<'py>,
    names: impl Iterator<Item = (&'static str, &'static str)>,
) -> PyResult<Bound<'py, PyDict>> {
    let all = PyDict::new(py);
    for (name, about) in names {
        all.set_item(name, about)?;
    }
    Ok(all)
}

/// The signals there are: rows of name, whether it lies between 0 and 1, formula, source.
#[pyfunction]
fn signals() -> Vec<(&'static str, bool, &'static str, &'static str)> {
    definitions().iter().map(|d| (d.name, d.share, d.formula, d.source)).collect()
}
