//! A caller's own names, from a mapping or a file, and back.

use std::path::PathBuf;

use pyo3::exceptions::{PyOSError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMapping, PyString};

use super::input::type_name;
use crate::document::Label;
use crate::name_list::NameList;

/// The list that `gazetteer` gives.
pub(super) fn name_list(given: Option<&Bound<'_, PyAny>>) -> PyResult<Option<NameList>> {
    let Some(given) = given.filter(|g| !g.is_none()) else { return Ok(None) };
    if let Ok(path) = given.extract::<PathBuf>() {
        let name = path.display().to_string();
        let table = std::fs::read(&path).map_err(|e| match e.raw_os_error() {
            // With number and name, Python makes FileNotFoundError and its like of it.
            Some(number) => {
                let what = e.to_string();
                let what = what.split(" (os error").next().unwrap_or_default().to_owned();
                PyOSError::new_err((number, what, name.clone()))
            }
            None => PyOSError::new_err(e.to_string()),
        })?;
        return Ok(Some(given.py().detach(|| NameList::from_tsv(&name, &table))?));
    }
    let Ok(labels) = given.cast::<PyMapping>() else {
        let kind = type_name(given);
        let message = format!("gazetteer takes {{label: names}} or the path of a file, not {kind}");
        return Err(PyTypeError::new_err(message));
    };
    let mut list = NameList::default();
    for item in labels.items()?.iter() {
        let (label, names): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
        let wrong = |_| {
            let kind = type_name(&label);
            PyTypeError::new_err(format!("gazetteer takes {{label: names}}, each label a str, not {kind}"))
        };
        let label = label.extract::<String>().map_err(wrong)?;
        add(&mut list, Label::from_name(&label)?, &names)?;
    }
    Ok(Some(list))
}

/// Adds the names of one label: an iterable of them, or a mapping to their ids.
fn add(list: &mut NameList, label: Label, names: &Bound<'_, PyAny>) -> PyResult<()> {
    let wrong = |found: &Bound<'_, PyAny>| {
        if found.is_instance_of::<PyString>() {
            return PyValueError::new_err(format!(
                "gazetteer[\"{label}\"] has a name with a lone surrogate: {found:?}"
            ));
        }
        let kind = type_name(found);
        PyTypeError::new_err(format!("gazetteer[\"{label}\"] takes names, each a str, not {kind}"))
    };
    if names.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err(format!("gazetteer[\"{label}\"] takes a list of names; write [{names:?}]")));
    }
    if let Ok(ids) = names.cast::<PyMapping>() {
        for item in ids.items()?.iter() {
            let (name, id): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
            let text = name.extract::<&str>().map_err(|_| wrong(&name))?;
            let id = id.extract::<Option<String>>().map_err(|_| {
                let kind = type_name(&id);
                PyTypeError::new_err(format!(
                    "gazetteer[\"{label}\"][{name:?}] takes an id as a str or None, not {kind}"
                ))
            })?;
            list.add(label, text, id.as_deref())?;
        }
        return Ok(());
    }
    for name in names.try_iter().map_err(|_| wrong(names))? {
        let name = name?;
        list.add(label, name.extract::<&str>().map_err(|_| wrong(&name))?, None)?;
    }
    Ok(())
}

/// The mapping that makes the same list: names by label, with their ids where one of the label has one.
pub(super) fn names_by_label<'py>(py: Python<'py>, list: &NameList) -> PyResult<Bound<'py, PyDict>> {
    let all = PyDict::new(py);
    for &label in Label::ALL {
        let names: Vec<_> = list.iter().filter(|n| n.0 == label).collect();
        if names.iter().any(|n| n.2.is_some()) {
            let ids = PyDict::new(py);
            for (_, name, id) in names {
                ids.set_item(name, id)?;
            }
            all.set_item(label.name(), ids)?;
        } else if !names.is_empty() {
            all.set_item(label.name(), PyList::new(py, names.iter().map(|n| n.1))?)?;
        }
    }
    Ok(all)
}
