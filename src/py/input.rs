//! What comes in from Python: texts, progress, Ctrl-C.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyString};

use crate::analyzer::Analyzer;
use crate::document::Document;
use crate::error::{Error, ErrorKind};

/// Runs `work` with the interpreter lock released, handing it a `watch` for `batch::map`: it answers Ctrl-C and calls
/// `progress(done)`. An exception raised by either comes out of this call.
pub(crate) fn watched<R: Send, D: for<'a> IntoPyObject<'a>>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&mut dyn FnMut(D) -> Result<(), Error>) -> Result<R, Error> + Send,
) -> PyResult<R> {
    let progress = progress.map(|p| p.clone().unbind());
    let mut raised: Option<PyErr> = None;
    let result = py.detach(|| {
        work(&mut |done| {
            let outcome = Python::attach(|py| {
                py.check_signals()?;
                progress.as_ref().map_or(Ok(()), |p| p.bind(py).call1((done,)).map(drop))
            });
            outcome.map_err(|error| {
                raised.get_or_insert(error);
                Error::new(ErrorKind::Interrupted, "stopped by the caller")
            })
        })
    });
    match raised {
        Some(error) => Err(error),
        None => Ok(result?),
    }
}

/// A number of threads as Python gives it; a negative one is told like any other that is out of range.
pub(crate) fn threads(given: Option<i64>) -> PyResult<Option<usize>> {
    let wrong = |n: i64| format!("threads is {n}: give 1 or more, or leave it out to use every core");
    given.map(|n| usize::try_from(n).map_err(|_| PyValueError::new_err(wrong(n)))).transpose()
}

/// The name of an object's type, for messages.
pub(crate) fn type_name(object: &Bound<'_, PyAny>) -> String {
    object.get_type().name().map_or_else(|_| "object".to_owned(), |n| n.to_string())
}

/// Whether an item is None or stands for it in pandas: NaN or `pandas.NA`.
fn is_missing(item: &Bound<'_, PyAny>) -> bool {
    let nan = || item.cast::<PyFloat>().is_ok_and(|number| number.value().is_nan());
    item.is_none() || nan() || type_name(item) == "NAType"
}

/// A Python str, held so that its characters can be read without the interpreter lock.
///
/// Every str is copied once; borrowing its buffer would need unsafe code and save less than 1 % of the analysis.
pub(crate) struct Text {
    text: String,
    replaced: usize,
}

impl Text {
    /// The text of a str, lone surrogates as U+FFFD.
    pub(crate) fn of(object: &Bound<'_, PyAny>, place: &str) -> PyResult<Text> {
        let wrong = |_| {
            let hint = match type_name(object).as_str() {
                "bytes" | "bytearray" => "; decode it first, e.g. data.decode(\"utf-8\", \"replace\")",
                _ => "",
            };
            PyTypeError::new_err(format!("{place} takes a str, not {}{hint}", type_name(object)))
        };
        let string = object.cast::<PyString>().map_err(wrong)?;
        if let Ok(text) = string.to_str() {
            return Text::checked(text.to_owned(), 0);
        }
        // Each lone surrogate becomes three bytes that are no UTF-8, and has to become one character.
        let bytes = string.call_method1("encode", ("utf-16-le", "surrogatepass"))?.extract::<Vec<u8>>()?;
        let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let (mut text, mut replaced) = (String::new(), 0);
        for unit in char::decode_utf16(units) {
            replaced += usize::from(unit.is_err());
            text.push(unit.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        Text::checked(text, replaced)
    }

    fn checked(text: String, replaced: usize) -> PyResult<Text> {
        if text.len() >= u32::MAX as usize {
            let message = format!("the text has {} bytes; one text must be shorter than 4 GiB: cut it", text.len());
            return Err(PyValueError::new_err(message));
        }
        Ok(Text { text, replaced })
    }

    /// The texts of any iterable of str and None, or what pandas has in place of None.
    pub(crate) fn all_of(texts: &Bound<'_, PyAny>) -> PyResult<Vec<Option<Text>>> {
        if texts.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("analyze_batch() takes an iterable of str, not one str; write [text]"));
        }
        let wrong =
            |_| PyTypeError::new_err(format!("analyze_batch() takes an iterable of str, not {}", type_name(texts)));
        let items = texts.try_iter().map_err(wrong)?.enumerate();
        let text = |(position, item): (usize, PyResult<Bound<'_, PyAny>>)| {
            let item = item?;
            if is_missing(&item) {
                return Ok(None);
            }
            Text::of(&item, &format!("analyze_batch(): item {position}: each item")).map(Some)
        };
        items.map(text).collect()
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn analyzed(&self, analyzer: &Analyzer) -> Document {
        self.counted(analyzer.analyze(&self.text))
    }

    /// The documents of some texts, in their order.
    pub(crate) fn all_analyzed(texts: &[Option<Text>], analyzer: &Analyzer) -> Vec<Option<Document>> {
        let given: Vec<&str> = texts.iter().flatten().map(Text::as_str).collect();
        let mut documents = analyzer.analyze_all(&given).into_iter();
        let document = |text: &Option<Text>| text.as_ref().and_then(|text| Some(text.counted(documents.next()?)));
        texts.iter().map(document).collect()
    }

    /// With the surrogates that were replaced when the text was read.
    fn counted(&self, mut document: Document) -> Document {
        if let Some(signal) = document.signals.0.iter_mut().find(|s| s.0 == "replaced_surrogates") {
            signal.1 = self.replaced as f64;
        }
        document
    }
}

/// What `progress=` asks for: nothing, the caller's function, or a bar of `textmend.progress`.
pub(crate) struct Bar<'py> {
    pub(crate) update: Option<Bound<'py, PyAny>>,
    bar: Option<Bound<'py, PyAny>>,
}

impl<'py> Bar<'py> {
    pub(crate) fn new(py: Python<'py>, progress: Option<&Bound<'py, PyAny>>, total: usize) -> PyResult<Self> {
        let progress = progress.filter(|p| !p.is_none());
        match progress {
            Some(function) if function.is_callable() => Ok(Bar { update: Some(function.clone()), bar: None }),
            Some(choice) if choice.is_truthy()? => {
                let bar = py.import("textmend.progress")?.call_method1("Bar", (total,))?;
                Ok(Bar { update: Some(bar.getattr("update")?), bar: Some(bar) })
            }
            _ => Ok(Bar { update: None, bar: None }),
        }
    }

    pub(crate) fn close(self) -> PyResult<()> {
        self.bar.map_or(Ok(()), |bar| bar.call_method0("close").map(drop))
    }
}
