//! What columns are put together from: strings, places and lists that grow row by row.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Float64Array, Int32Array, ListArray, StringArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields};

use crate::arrow::points::Points;
use crate::span::Span;
use crate::table::eight;

/// An array, or why it cannot be one.
pub(super) type Built = Result<ArrayRef, ArrowError>;

/// Where rows of a column end that hold so much; the first begins at 0.
#[derive(Debug)]
pub(super) struct Ends(Vec<i32>);

impl Default for Ends {
    fn default() -> Self {
        Ends(vec![0])
    }
}

impl Ends {
    /// The next row ends at `end`. That it fits is seen when all is there.
    #[inline]
    pub(super) fn push(&mut self, end: usize) {
        self.0.push(end as i32);
    }

    fn offsets(self, length: usize) -> Result<OffsetBuffer<i32>, ArrowError> {
        let fits = i32::try_from(length).map_err(|_| ArrowError::OffsetOverflowError(length));
        fits.map(|_| OffsetBuffer::new(ScalarBuffer::from(self.0)))
    }
}

/// Short strings. Arrow looks whether they are UTF-8 when all are there, which costs little as long as they are short.
#[derive(Debug, Default)]
pub(super) struct Strings {
    bytes: Vec<u8>,
    ends: Ends,
    /// Which are no nulls; empty where none can be null.
    valid: Vec<bool>,
}

impl Strings {
    #[inline]
    pub(super) fn push(&mut self, string: &str) {
        append(&mut self.bytes, string.as_bytes());
        self.ends.push(self.bytes.len());
    }

    #[inline]
    pub(super) fn push_option(&mut self, string: Option<&str>) {
        self.valid.push(string.is_some());
        self.push(string.unwrap_or_default());
    }

    pub(super) fn valid(&self) -> Option<NullBuffer> {
        nulls(&self.valid)
    }

    pub(super) fn array(self, nulls: Option<NullBuffer>) -> Built {
        let offsets = self.ends.offsets(self.bytes.len())?;
        Ok(Arc::new(StringArray::try_new(offsets, self.bytes.into(), nulls)?))
    }
}

/// Puts some bytes behind others. Up to sixteen, as most names and codes have, are copied as one or two numbers: a call
/// of the function that copies any number of bytes takes several times as long.
#[inline]
fn append(bytes: &mut Vec<u8>, more: &[u8]) {
    let end = bytes.len() + more.len();
    match more.len() {
        0 => {}
        1..=8 => bytes.extend_from_slice(&eight(more).to_le_bytes()),
        9..=16 => {
            bytes.extend_from_slice(&eight(more).to_le_bytes());
            bytes.extend_from_slice(&eight(&more[8..]).to_le_bytes());
        }
        _ => bytes.extend_from_slice(more),
    }
    bytes.truncate(end);
}

/// Numbers of which every document has as many: kept row by row, so that a document writes to one place.
#[derive(Debug, Default)]
pub(super) struct Rows(Vec<f64>);

impl Rows {
    /// Rows that are made columns together: so many numbers fill a cache line.
    const TOGETHER: usize = 8;

    /// Adds a row of so many numbers, zeros where there are fewer.
    #[inline]
    pub(super) fn push(&mut self, row: impl Iterator<Item = f64>, width: usize) {
        let end = self.0.len() + width;
        self.0.extend(row.take(width));
        self.0.resize(end, 0.0);
    }

    /// Adds rows of so many zeros until there are so many rows.
    pub(super) fn fill(&mut self, rows: usize, width: usize) {
        self.0.resize(rows * width, 0.0);
    }

    /// The columns of rows of so many numbers.
    pub(super) fn columns(self, width: usize) -> Vec<Vec<f64>> {
        let mut columns: Vec<Vec<f64>> = (0..width).map(|_| Vec::with_capacity(self.0.len() / width)).collect();
        for rows in self.0.chunks(Self::TOGETHER * width) {
            for (at, column) in columns.iter_mut().enumerate() {
                column.extend(rows.iter().skip(at).step_by(width));
            }
        }
        columns
    }
}

/// Which rows are no nulls; `None` where there are no nulls.
pub(super) fn nulls(valid: &[bool]) -> Option<NullBuffer> {
    valid.contains(&false).then(|| NullBuffer::from(valid))
}

/// Starts and ends of spans, in code points.
#[derive(Debug, Default)]
pub(super) struct Places {
    starts: Vec<i32>,
    ends: Vec<i32>,
}

impl Places {
    #[inline]
    pub(super) fn push(&mut self, points: &Points, text: &str, span: Span) {
        self.starts.push(points.at(text, span.start));
        self.ends.push(points.at(text, span.end));
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    pub(super) fn arrays(self) -> [ArrayRef; 2] {
        [self.starts, self.ends].map(|points| Arc::new(Int32Array::from(points)) as ArrayRef)
    }
}

pub(super) fn floats(values: Vec<f64>, nulls: Option<NullBuffer>) -> ArrayRef {
    Arc::new(Float64Array::new(values.into(), nulls))
}

/// A list column: where each row's parts end, and the columns of all parts.
pub(super) fn list(ends: Ends, fields: Fields, parts: Vec<ArrayRef>, nulls: Option<NullBuffer>) -> Built {
    let structs = StructArray::try_new(fields.clone(), parts, None)?;
    let offsets = ends.offsets(structs.len())?;
    let item = Arc::new(Field::new("item", DataType::Struct(fields), true));
    Ok(Arc::new(ListArray::try_new(item, offsets, Arc::new(structs), nulls)?))
}
