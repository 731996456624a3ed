//! `Analyzer` as Python sees it.

use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::document::PyDocument;
use super::gazetteer::{name_list, names_by_label};
use super::input::{self, Bar, Text, type_name, watched};
use super::parts::{PyLanguageEvidence, hashed};
use crate::analyzer::Analyzer;
use crate::batch;
use crate::document::{EditKind, Label, LanguageEvidence};
use crate::error::{Error, ErrorKind};
use crate::json;
use crate::language::Language;
use crate::options::{MISTAKES, Options, Sensitivity, Tasks};
use crate::span::{CodePoints, Span};

/// Takes texts apart. Immutable, picklable, to be shared between threads.
///
/// languages: codes of the languages a text may be in; None considers all.
/// tasks: any of "languages", "edits", "sentences", "entities", "signals"; None does all.
/// sensitivity: "strict" leaves a title or quotation of a few words to the language around it; "sensitive" doesn't.
/// edit_kinds: the kinds of edits to make; None makes all (see `textmend.edit_kinds()`).
/// min_edit_confidence: edits below are not made, 0…1.
/// reference_date: the day (date or ISO str) that "tomorrow" is counted from; None leaves such dates without value.
/// labels: the entity labels to look for; None looks for all but CARDINAL (see `textmend.labels()`).
/// gazetteer: your own names, found before all others: {label: names}, or {label: {name: id}}, or a file of lines of
///     label, name and, if you like, id, with tabs between them. A capital in it asks for a capital in the text.
#[pyclass(module = "textmend", name = "Analyzer", frozen)]
pub struct PyAnalyzer {
    pub(crate) inner: Arc<Analyzer>,
}

/// A list of names from any iterable of str; a str itself is a mistake.
fn names(what: &str, given: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Vec<String>>> {
    let Some(given) = given.filter(|g| !g.is_none()) else { return Ok(None) };
    if let Ok(name) = given.extract::<String>() {
        return Err(PyTypeError::new_err(format!("{what} takes a list of str; write [{name:?}]")));
    }
    let wrong = |_| PyTypeError::new_err(format!("{what} takes a list of str, not {}", type_name(given)));
    let items = given.try_iter().map_err(wrong)?;
    let name = |item: PyResult<Bound<'_, PyAny>>| {
        let item = item?;
        let kind =
            |_| PyTypeError::new_err(format!("{what} takes a list of str, but {item:?} is {}", type_name(&item)));
        item.extract::<String>().map_err(kind)
    };
    items.map(name).collect::<PyResult<Vec<_>>>().map(Some)
}

/// Texts that are taken apart together: enough groups for all threads to end at about the same time.
fn groups(texts: &[Option<Text>], threads: usize) -> Vec<Range<usize>> {
    let size = |text: &Option<Text>| text.as_ref().map_or(0, |text| text.as_str().len());
    let most = (texts.iter().map(size).sum::<usize>() / (8 * threads)).min(batch::TOGETHER);
    batch::groups(texts.iter().map(size), most)
}

/// What is wrong with the values of options, to be told all at once.
#[derive(Default)]
struct Mistakes(Vec<String>);

impl Mistakes {
    /// The value, or `None` when it is a mistake.
    fn right<T>(&mut self, value: Result<T, Error>) -> Option<T> {
        value.map_err(|error| self.0.push(error.to_string())).ok()
    }

    /// What the names stand for; `None` where there are none, or where one is a mistake.
    fn each<T>(&mut self, names: Option<Vec<String>>, one: fn(&str) -> Result<T, Error>) -> Option<Vec<T>> {
        let found: Vec<_> = names?.iter().map(|name| self.right(one(name))).collect();
        found.into_iter().collect()
    }
}

fn date(given: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Result<Date, Error>>> {
    let Some(given) = given.filter(|g| !g.is_none()) else { return Ok(None) };
    let text = match given.call_method0("isoformat") {
        Ok(text) => text.extract::<String>()?,
        Err(_) => given.extract::<String>().map_err(|_| {
            PyTypeError::new_err(format!("reference_date takes a date or an ISO str, not {}", type_name(given)))
        })?,
    };
    // Of a date with a time, the date.
    let day = text.split_once(['T', ' ']).map_or(text.as_str(), |(day, _)| day);
    let wrong = || format!("reference_date {text:?} is no date; write it as 2025-03-31");
    Ok(Some(Date::from_str(day).map_err(|_| Error::new(ErrorKind::Option, wrong()))))
}

#[pymethods]
impl PyAnalyzer {
    #[new]
    #[pyo3(signature = (
        languages=None, tasks=None, sensitivity="strict", edit_kinds=None, min_edit_confidence=0.9,
        reference_date=None, labels=None, gazetteer=None
    ))]
    #[allow(clippy::too_many_arguments)] // they are named in Python
    fn new(
        languages: Option<&Bound<'_, PyAny>>,
        tasks: Option<&Bound<'_, PyAny>>,
        sensitivity: &str,
        edit_kinds: Option<&Bound<'_, PyAny>>,
        min_edit_confidence: f32,
        reference_date: Option<&Bound<'_, PyAny>>,
        labels: Option<&Bound<'_, PyAny>>,
        gazetteer: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mut wrong = Mistakes::default();
        let tasks = names("tasks", tasks)?;
        let tasks = tasks.map(|tasks| wrong.right(Tasks::from_names(tasks.iter().map(String::as_str))));
        let options = Options {
            languages: wrong.each(names("languages", languages)?, Language::from_code),
            tasks: tasks.flatten().unwrap_or(Tasks::ALL),
            sensitivity: wrong.right(Sensitivity::from_name(sensitivity)).unwrap_or_default(),
            edit_kinds: wrong.each(names("edit_kinds", edit_kinds)?, EditKind::from_name),
            min_edit_confidence,
            reference_date: date(reference_date)?.and_then(|day| wrong.right(day)),
            labels: wrong.each(names("labels", labels)?, Label::from_name),
            gazetteer: None,
        };
        wrong.0.extend(options.mistakes());
        Error::of_all(ErrorKind::Option, MISTAKES, wrong.0)?;
        // Last, because a file of a million names takes a second.
        let gazetteer = name_list(gazetteer)?.map(Arc::new);
        Ok(PyAnalyzer { inner: Arc::new(Analyzer::new(Options { gazetteer, ..options })?) })
    }

    /// Everything that the tasks ask for about one text.
    #[pyo3(signature = (text, /))]
    pub(super) fn analyze(&self, py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<PyDocument> {
        let text = Text::of(text, "analyze()")?;
        let inner = py.detach(|| text.analyzed(&self.inner));
        Ok(PyDocument::new(inner, self.inner.clone()))
    }

    /// The text after all edits.
    #[pyo3(signature = (text, /))]
    pub(super) fn mend(&self, py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<String> {
        let text = Text::of(text, "mend()")?;
        Ok(py.detach(|| self.inner.mend(text.as_str())))
    }

    /// The words that speak most for each language span of a text, in the order of `Document.languages`.
    #[pyo3(signature = (text, /))]
    fn evidence(&self, py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Vec<PyLanguageEvidence>> {
        let text = Text::of(text, "evidence()")?;
        let found = py.detach(|| self.inner.evidence(text.as_str()));
        let mut points = CodePoints::new(text.as_str());
        let wrap = |evidence: LanguageEvidence| {
            let mut word = |word: &(Span, f32)| {
                let (start, end) = points.span(word.0);
                (start, end, json::rounded(word.1))
            };
            let words = evidence.words.iter().map(&mut word).collect();
            let (start, end) = points.span(evidence.span);
            let (language, against) = (evidence.language.code(), evidence.against.code());
            PyLanguageEvidence { start, end, language, against, words }
        };
        Ok(found.into_iter().map(wrap).collect())
    }

    /// Documents of any iterable of str, in order, in parallel; a None stays None, and pandas' NaN and NA become it.
    ///
    /// threads: how many; None uses every core. progress: True shows a bar, a callable gets the number done.
    #[pyo3(signature = (texts, threads=None, progress=None))]
    pub(super) fn analyze_batch(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyAny>,
        threads: Option<i64>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<Option<PyDocument>>> {
        let threads = input::threads(threads)?;
        let texts = Text::all_of(texts)?;
        let bar = Bar::new(py, progress, texts.len())?;
        let (items, analyzer, done) = (&texts, &self.inner, AtomicUsize::new(0));
        let groups = groups(items, batch::threads(threads)?);
        let documents = watched(py, bar.update.as_ref(), |watch| {
            let work = |group: &Range<usize>| {
                let documents = Text::all_analyzed(&items[group.clone()], analyzer);
                done.fetch_add(group.len(), Ordering::Relaxed);
                documents
            };
            batch::map(&groups, threads, work, &mut |_| watch(done.load(Ordering::Relaxed)))
        });
        bar.close()?;
        let wrap = |document| PyDocument::new(document, self.inner.clone());
        Ok(documents?.into_iter().flatten().map(|document| document.map(wrap)).collect())
    }

    /// The table with the columns of `schema()` added; see `textmend.annotate`.
    #[pyo3(signature = (data, column="text", threads=None, prefix=""))]
    fn annotate<'py>(
        slf: &Bound<'py, Self>,
        data: &Bound<'py, PyAny>,
        column: &str,
        threads: Option<i64>,
        prefix: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let table = slf.py().import("textmend.tables")?;
        table.call_method1("annotate", (data, column, threads, prefix, slf))
    }

    /// The options as keyword arguments that make the same analyzer.
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let options = self.inner.options();
        let chosen = PyDict::new(py);
        let codes = options.languages.as_ref().map(|l| l.iter().map(|l| l.code()).collect::<Vec<_>>());
        chosen.set_item("languages", codes)?;
        chosen.set_item("tasks", options.tasks.names())?;
        chosen.set_item("sensitivity", options.sensitivity.name())?;
        let kinds = options.edit_kinds.as_ref().map(|k| k.iter().map(|k| k.name()).collect::<Vec<_>>());
        chosen.set_item("edit_kinds", kinds)?;
        chosen.set_item("min_edit_confidence", json::as_written(options.min_edit_confidence))?;
        chosen.set_item("reference_date", options.reference_date.map(|d| d.to_string()))?;
        let labels = options.labels.as_ref().map(|l| l.iter().map(|l| l.name()).collect::<Vec<_>>());
        chosen.set_item("labels", labels)?;
        let gazetteer = options.gazetteer.as_deref().map(|list| names_by_label(py, list)).transpose()?;
        chosen.set_item("gazetteer", gazetteer)?;
        Ok(chosen)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut parts = Vec::new();
        for (name, value) in self.options(py)?.iter().filter(|(_, value)| !value.is_none()) {
            parts.push(match &self.inner.options().gazetteer {
                Some(list) if list.len() > 9 && name.to_string() == "gazetteer" => {
                    format!("{name}=<{} names>", list.len())
                }
                _ => format!("{name}={}", value.repr()?),
            });
        }
        Ok(format!("Analyzer({})", parts.join(", ")))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<PyAnalyzer>().is_ok_and(|other| other.get().inner.options() == self.inner.options())
    }

    fn __hash__(&self) -> u64 {
        let Options { languages, sensitivity, edit_kinds, labels, .. } = self.inner.options();
        hashed((languages, sensitivity.name(), edit_kinds, labels, self.inner.options().tasks.names()))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let options = self.options(py)?.values();
        Ok((py.get_type::<PyAnalyzer>().into_any(), options.to_tuple()))
    }
}
