//! `LanguageMix` as Python sees it.

use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::parts::{Made, hashed, loads};
use crate::document::LanguageMix;
use crate::language::Language;

/// Which languages a document mixes, where, and how much, with the field's published measures.
#[pyclass(module = "textmend", name = "LanguageMix", frozen, eq)]
#[derive(Clone, PartialEq)]
pub struct PyLanguageMix(pub(super) LanguageMix);

/// Shares by language code, then the measures in the order of `new`.
type Arguments<'py> = (Bound<'py, PyDict>, f64, f64, f64, f64, f64, f64, f64, f64, usize);

#[pymethods]
impl PyLanguageMix {
    #[new]
    #[pyo3(signature = (
        shares, score, cmi=0.0, m_index=0.0, i_index=0.0, entropy=0.0, span_entropy=0.0, burstiness=0.0, memory=0.0,
        switch_points=0
    ))]
    #[allow(clippy::too_many_arguments)] // they are named in Python
    fn new(
        shares: &Bound<'_, PyDict>,
        score: f64,
        cmi: f64,
        m_index: f64,
        i_index: f64,
        entropy: f64,
        span_entropy: f64,
        burstiness: f64,
        memory: f64,
        switch_points: usize,
    ) -> PyResult<Self> {
        let shares = shares
            .iter()
            .map(|(code, share)| Ok((Language::from_code(&code.extract::<String>()?)?, share.extract::<f64>()?)));
        let shares = shares.collect::<PyResult<_>>()?;
        Ok(PyLanguageMix(LanguageMix {
            shares,
            score,
            cmi,
            m_index,
            i_index,
            entropy,
            span_entropy,
            burstiness,
            memory,
            switch_points,
        }))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Made<'py, Arguments<'py>>> {
        let m = &self.0;
        let made = (
            self.shares(py)?,
            m.score,
            m.cmi,
            m.m_index,
            m.i_index,
            m.entropy,
            m.span_entropy,
            m.burstiness,
            m.memory,
            m.switch_points,
        );
        Ok((py.get_type::<Self>(), made))
    }

    fn __hash__(&self) -> u64 {
        hashed((self.dominant(), self.0.score.to_bits(), self.0.switch_points))
    }

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
        let shares: Vec<String> = self.0.shares.iter().map(|(l, s)| format!("'{}': {s:.3}", l.code())).collect();
        format!(
            "LanguageMix({{{}}}, score={:.3}, switch_points={})",
            shares.join(", "),
            self.0.score,
            self.0.switch_points
        )
    }
}
