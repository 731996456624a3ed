//! Corpora as Python sees them: one call in, one manifest out.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::analyzer::PyAnalyzer;
use super::default_analyzer;
use super::input::{self, watched};
use crate::corpus::{Annotations, Job, Policy, Progress, clean};

/// A policy, given as TOML or as JSON, as JSON; ValueError lists all its mistakes.
#[pyfunction]
pub(super) fn check_policy(text: &str, toml: bool) -> PyResult<String> {
    Ok(policy(text, toml)?.to_json().to_string())
}

fn policy(text: &str, toml: bool) -> PyResult<Policy> {
    if toml {
        return Ok(Policy::from_toml(text)?);
    }
    let table =
        serde_json::from_str(text).map_err(|e| PyValueError::new_err(format!("the policy is not JSON: {e}")))?;
    Ok(Policy::from_json(&table)?)
}

/// Cleans files; returns the manifest as JSON. See `textmend.clean_corpus`.
///
/// progress: called every 50 ms with a tuple of bytes read, bytes in all, documents, accepted, unreadable.
#[pyfunction]
#[pyo3(signature = (inputs, output, column, policy_json, annotations, threads, resume, dry_run, analyzer, progress))]
#[allow(clippy::too_many_arguments)] // the one caller is `textmend/corpus.py`, which names them
pub(super) fn clean_files(
    py: Python<'_>,
    inputs: Vec<String>,
    output: PathBuf,
    column: String,
    policy_json: &str,
    annotations: &str,
    threads: Option<i64>,
    resume: bool,
    dry_run: bool,
    analyzer: Option<&Bound<'_, PyAnalyzer>>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let policy = policy(policy_json, false)?;
    let (annotations, threads) = (Annotations::from_name(annotations)?, input::threads(threads)?);
    let job = Job { inputs, output, column, policy, annotations, threads, resume, dry_run };
    let analyzer = match analyzer {
        Some(analyzer) => Arc::clone(&analyzer.get().inner),
        None => default_analyzer()?.inner,
    };
    let manifest = watched(py, progress, |watch| {
        clean(&analyzer, &job, &mut |p: Progress| watch((p.bytes, p.all_bytes, p.documents, p.accepted, p.unreadable)))
    })?;
    Ok(manifest.to_string())
}
