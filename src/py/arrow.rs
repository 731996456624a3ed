//! `annotate` and `schema`: the Arrow PyCapsule interface, by which tables of any library come in and go out without
//! a copy and without pyarrow.
#![allow(unsafe_code)] // the C data interface is made of raw pointers

use std::ffi::CStr;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchReader, StructArray};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use super::input::{self, type_name, watched};
use super::{PyAnalyzer, default_analyzer};
use crate::analyzer::Analyzer;
use crate::arrow::Columns;
use crate::error::{Error, ErrorKind};
use crate::{arrow, batch};

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// A table of Arrow record batches; any Arrow library reads it through `__arrow_c_stream__`.
#[pyclass(module = "textmend", name = "ArrowTable", frozen)]
pub struct PyArrowTable {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl PyArrowTable {
    /// The table as an Arrow C stream.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema; // a consumer may ask for other types; the protocol lets a producer keep its own
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
    }

    /// The schema of the table.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema)
    }

    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!("<ArrowTable of {} rows: {}>", self.__len__(), self.column_names().join(", "))
    }
}

/// The columns that `annotate` adds; any Arrow library reads it through `__arrow_c_schema__`.
#[pyclass(module = "textmend", name = "ArrowSchema", frozen)]
pub struct PyArrowSchema(Schema);

#[pymethods]
impl PyArrowSchema {
    /// The schema as an Arrow C schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.0)
    }

    /// The names of the columns.
    #[getter]
    fn names(&self) -> Vec<String> {
        self.0.fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __repr__(&self) -> String {
        let line = |field: &Arc<Field>| format!("{}: {}", field.name(), field.data_type());
        self.0.fields().iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(arrow_error)?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

fn arrow_error(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The columns that `annotate` adds, each name behind `prefix`.
#[pyfunction]
#[pyo3(signature = (prefix=""))]
pub(crate) fn schema(prefix: &str) -> PyArrowSchema {
    PyArrowSchema(Schema::new(arrow::schema(prefix)))
}

/// The table with the columns of `schema(prefix)` added, as an `ArrowTable`.
#[pyfunction]
#[pyo3(signature = (data, column="text", threads=None, prefix="", analyzer=None))]
pub(crate) fn annotate_arrow(
    py: Python<'_>,
    data: &Bound<'_, PyAny>,
    column: &str,
    threads: Option<i64>,
    prefix: &str,
    analyzer: Option<&Bound<'_, PyAnalyzer>>,
) -> PyResult<PyArrowTable> {
    let threads = input::threads(threads)?;
    let analyzer = match analyzer {
        Some(analyzer) => analyzer.get().inner.clone(),
        None => default_analyzer()?.inner,
    };
    let input = reader(data)?;
    let input_schema = input.schema();
    let place = input_schema.index_of(column).map_err(|_| {
        let known = input_schema.fields().iter().map(|f| f.name().as_str());
        PyErr::from(Error::unknown("column", column, known))
    })?;
    let named = input_schema.fields().iter().filter(|field| field.name() == column).count();
    if named > 1 {
        let message =
            format!("the table has {named} columns {column:?}, so it cannot be told which is meant: rename one");
        return Err(PyValueError::new_err(message));
    }
    let schema = Arc::new(extended(&input_schema, prefix)?);
    let batches = watched(py, None, |watch| {
        let mut batches = Vec::new();
        for batch in input {
            let failed = |e| Error::new(ErrorKind::Input, "the table cannot be read").with_source(e);
            batches.extend(annotated(&batch.map_err(failed)?, place, &schema, &analyzer, threads, watch)?);
        }
        Ok(batches)
    })?;
    Ok(PyArrowTable { schema, batches })
}

/// The fields of a table and those of the annotation behind them.
fn extended(input: &Schema, prefix: &str) -> PyResult<Schema> {
    let added = arrow::schema(prefix);
    if let Some(field) = added.iter().find(|field| input.index_of(field.name()).is_ok()) {
        let message = format!("the table has a column {:?} already; give prefix=\"tm_\" or the like", field.name());
        return Err(PyValueError::new_err(message));
    }
    let fields = input.fields().iter().cloned().chain(added.into_iter().map(Arc::new));
    Ok(Schema::new_with_metadata(fields.collect::<Vec<_>>(), input.metadata().clone()))
}

/// The batches of the annotation of a batch: one of each part, in order.
fn annotated(
    batch: &RecordBatch,
    place: usize,
    schema: &SchemaRef,
    analyzer: &Analyzer,
    threads: Option<usize>,
    watch: &mut dyn FnMut(usize) -> Result<(), Error>,
) -> Result<Vec<RecordBatch>, Error> {
    let texts = arrow::texts(batch.column(place).as_ref(), schema.field(place).name())?;
    let stop = AtomicBool::new(false);
    let mut watch = |parts| watch(parts).inspect_err(|_| stop.store(true, Ordering::Relaxed));
    let part = |rows: &Range<usize>| {
        let (mut added, texts) = (Columns::new(), &texts[rows.clone()]);
        for group in batch::groups(texts.iter().map(|text| text.map_or(0, str::len)), batch::TOGETHER) {
            // What is made of a part left half-way is thrown away with the error that stopped it.
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let given: Vec<&str> = texts[group.clone()].iter().copied().flatten().collect();
            let mut documents = analyzer.analyze_all(&given).into_iter();
            for text in &texts[group] {
                added.push(text.and_then(|_| documents.next()).as_ref())?;
            }
        }
        Ok((rows.clone(), added.finish()?))
    };
    let done = batch::map(&parts(&texts), threads, part, &mut watch)?;
    let failed = |e| Error::new(ErrorKind::Input, "the columns do not fit the table").with_source(e);
    let joined = |(rows, added): (Range<usize>, Vec<ArrayRef>)| {
        let mut columns = batch.slice(rows.start, rows.len()).columns().to_vec();
        columns.extend(added);
        RecordBatch::try_new(schema.clone(), columns).map_err(failed)
    };
    done.into_iter().map(|part| part.and_then(joined)).collect()
}

/// Rows that one thread works on at a time and that become a batch of their own, so that no column is put together
/// twice. They hang on the texts alone: some 256 parts of a table, none so small that its arrays would be a burden (a
/// hundred arrays, at whose import a Python library is busy for 100 µs), or so large that the threads would end far
/// apart.
fn parts(texts: &[Option<&str>]) -> Vec<Range<usize>> {
    const ROW: usize = 64; // what a row costs besides its bytes
    let size = |text: &Option<&str>| text.map_or(0, str::len) + ROW;
    let most = (texts.iter().map(size).sum::<usize>() / 256).clamp(1 << 19, 1 << 22);
    let (mut parts, mut begin, mut bytes) = (Vec::new(), 0, 0);
    for (row, text) in texts.iter().enumerate() {
        bytes += size(text);
        if bytes >= most || row + 1 == texts.len() {
            parts.push(begin..row + 1);
            (begin, bytes) = (row + 1, 0);
        }
    }
    parts
}

/// The batches of anything with `__arrow_c_stream__` or `__arrow_c_array__`.
fn reader(data: &Bound<'_, PyAny>) -> PyResult<Box<dyn RecordBatchReader + Send>> {
    if data.hasattr("__arrow_c_stream__")? {
        let capsule = data.call_method0("__arrow_c_stream__")?;
        let pointer = capsule.cast::<PyCapsule>()?.pointer_checked(Some(STREAM))?;
        // SAFETY: the capsule has the name that the interface gives a stream; `from_raw` moves the stream out of it
        // and leaves it released, as the interface demands of a consumer.
        let reader = unsafe { RecordBatchStreamReader::from_raw(pointer.as_ptr().cast::<FFI_ArrowArrayStream>()) };
        return Ok(Box::new(reader.map_err(|_| not_a_table("it is a single column"))?));
    }
    if data.hasattr("__arrow_c_array__")? {
        let capsules = data.call_method0("__arrow_c_array__")?.cast_into::<PyTuple>()?;
        let schema = capsules.get_item(0)?.cast::<PyCapsule>()?.pointer_checked(Some(SCHEMA))?;
        let array = capsules.get_item(1)?.cast::<PyCapsule>()?.pointer_checked(Some(ARRAY))?;
        // SAFETY: both capsules have the names that the interface gives them; the array is moved out of its capsule
        // and left released, the schema is only read while its capsule lives.
        let data = unsafe {
            let array = FFI_ArrowArray::from_raw(array.as_ptr().cast::<FFI_ArrowArray>());
            from_ffi(array, schema.cast::<FFI_ArrowSchema>().as_ref())
        };
        let array = arrow_array::make_array(data.map_err(arrow_error)?);
        let rows = array.as_any().downcast_ref::<StructArray>().ok_or_else(|| not_a_table("it is a single column"))?;
        let batch = RecordBatch::from(rows.clone());
        let schema = batch.schema();
        return Ok(Box::new(RecordBatchIterator::new([Ok(batch)], schema)));
    }
    let kind = type_name(data);
    let hint = match kind.as_str() {
        "LazyFrame" => "; collect() it first, or use textmend.engines.polars",
        _ => "; for a list of str there is analyze_batch()",
    };
    Err(PyTypeError::new_err(format!(
        "annotate() takes a table with the Arrow PyCapsule interface (pyarrow, polars, pandas 2.2+, duckdb, arro3), \
         not {kind}{hint}"
    )))
}

fn not_a_table(why: &str) -> PyErr {
    PyTypeError::new_err(format!("annotate() takes a table with named columns, such as a data frame: {why}"))
}
