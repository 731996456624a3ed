//! Parquet: row groups in, row groups out, and files put together from them without another encoding.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, LargeStringArray, RecordBatch, StringArray, StringViewArray};
use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::column::writer::ColumnCloseResult;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;

use crate::corpus::line::OWN_KEY;
use crate::corpus::read::{CHUNK_BYTES, Chunks, Rows, no_column};

/// The row groups of the file as batches of so many rows that their text is about a chunk.
///
/// # Errors
/// Why it cannot be read at all.
pub(crate) fn chunks(file: File, column: &str, read: Arc<AtomicU64>) -> Result<Chunks, String> {
    let size = file.metadata().map_or(0, |m| m.len());
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| format!("is not a Parquet file: {e}"))?;
    let Ok(field) = builder.schema().field_with_name(column) else {
        return Err(no_column(column, builder.schema().fields().iter().map(|f| f.name().clone())));
    };
    if text_type(field.data_type()).is_none() {
        return Err(format!("its column {column:?} is of type {}, not a string", field.data_type()));
    }
    let total = builder.metadata().file_metadata().num_rows().max(1) as u64;
    let rows = rows_a_chunk(builder.metadata());
    let mut reader = builder.with_batch_size(rows).build().map_err(|e| format!("cannot be read: {e}"))?;
    let (mut first, mut broken) = (1, false);
    Ok(Box::new(std::iter::from_fn(move || {
        if broken {
            return None;
        }
        let batch = reader.next()?;
        broken = batch.is_err();
        let batch = match batch {
            Ok(batch) => batch,
            Err(e) => return Some(Err(format!("cannot be read beyond row {first}: {e}"))),
        };
        let rows = Rows::Batch { first, batch };
        if let Rows::Batch { batch, .. } = &rows {
            let length = batch.num_rows() as u64;
            read.fetch_add(size * length / total, Ordering::Relaxed);
            first += length;
        }
        Some(Ok(rows))
    })))
}

/// Rows that hold about a chunk of bytes, from the sizes in the footer.
fn rows_a_chunk(metadata: &ParquetMetaData) -> usize {
    let bytes: i64 = metadata.row_groups().iter().map(|g| g.total_byte_size()).sum();
    let rows = metadata.file_metadata().num_rows().max(1);
    (CHUNK_BYTES as i64 * rows / bytes.max(1)).clamp(1, 8192) as usize
}

fn text_type(data_type: &DataType) -> Option<&DataType> {
    match data_type {
        DataType::Dictionary(_, values) => text_type(values),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Some(data_type),
        _ => None,
    }
}

/// The texts of a column of any string type.
pub(crate) fn texts(array: &ArrayRef) -> Vec<Option<&str>> {
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().collect(),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().collect(),
        DataType::Utf8View => array.as_string_view().iter().collect(),
        _ => {
            let dictionary = array.as_any_dictionary();
            let values = texts(dictionary.values());
            let keys = dictionary.normalized_keys();
            keys.iter().enumerate().map(|(i, &k)| if array.is_null(i) { None } else { values[k] }).collect()
        }
    }
}

/// What became of a row: its text, its record, whether it is accepted.
pub(crate) struct Fate {
    pub text: Option<String>,
    pub record: Option<String>,
    pub accepted: bool,
}

/// The accepted and the rejected rows of a batch, each as a Parquet file of its own; empty where there are none. Rows
/// without a fate are in neither. `annotated`: accepted rows have a record too.
///
/// # Errors
/// Those of Arrow and Parquet.
pub(crate) fn parted(
    batch: &RecordBatch,
    column: &str,
    fates: &[Option<Fate>],
    annotated: bool,
) -> Result<[Vec<u8>; 2], String> {
    let chosen = |accepted: bool| fates.iter().map(|f| f.as_ref().is_some_and(|f| f.accepted == accepted)).collect();
    let accepted = file(&with_fates(batch, column, fates, annotated)?, chosen(true))?;
    Ok([accepted, file(&with_fates(batch, column, fates, true)?, chosen(false))?])
}

fn with_fates(batch: &RecordBatch, column: &str, fates: &[Option<Fate>], records: bool) -> Result<RecordBatch, String> {
    let mut fields: Vec<Arc<Field>> = Vec::new();
    let mut columns: Vec<ArrayRef> = Vec::new();
    for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
        if field.name() == column {
            let data_type = text_type(field.data_type()).unwrap_or(&DataType::Utf8);
            columns.push(strings(fates.iter().map(|f| f.as_ref()?.text.as_deref()), data_type));
            fields.push(Arc::new(field.as_ref().clone().with_data_type(data_type.clone()).with_nullable(true)));
        } else if field.name() != OWN_KEY || !records {
            columns.push(array.clone());
            fields.push(field.clone());
        }
    }
    if records {
        columns.push(strings(fates.iter().map(|f| f.as_ref()?.record.as_deref()), &DataType::Utf8));
        fields.push(Arc::new(Field::new(OWN_KEY, DataType::Utf8, true)));
    }
    let schema = Schema::new_with_metadata(fields, batch.schema().metadata().clone());
    RecordBatch::try_new(Arc::new(schema), columns).map_err(|e| e.to_string())
}

fn strings<'a>(texts: impl Iterator<Item = Option<&'a str>>, data_type: &DataType) -> ArrayRef {
    match data_type {
        DataType::LargeUtf8 => Arc::new(texts.collect::<LargeStringArray>()),
        DataType::Utf8View => Arc::new(texts.collect::<StringViewArray>()),
        _ => Arc::new(texts.collect::<StringArray>()),
    }
}

/// The chosen rows as a Parquet file.
fn file(batch: &RecordBatch, chosen: Vec<bool>) -> Result<Vec<u8>, String> {
    if !chosen.contains(&true) {
        return Ok(Vec::new());
    }
    let rows = arrow_select::filter::filter_record_batch(batch, &BooleanArray::from(chosen)).map_err(|e| e.to_string())?;
    let mut out = Vec::new();
    let mut write = || {
        let mut writer = ArrowWriter::try_new(&mut out, rows.schema(), Some(properties().build()))?;
        writer.write(&rows)?;
        writer.close()
    };
    write().map_err(|e: parquet::errors::ParquetError| e.to_string())?;
    Ok(out)
}

fn properties() -> parquet::file::properties::WriterPropertiesBuilder {
    WriterProperties::builder().set_compression(Compression::SNAPPY)
}

/// Puts Parquet files of one schema together: their row groups are copied as they are.
///
/// # Errors
/// Files that are no Parquet, or `out` that cannot be written.
pub(crate) fn concatenate(
    files: impl Iterator<Item = std::io::Result<Vec<u8>>>,
    out: impl Write + Send,
) -> std::io::Result<()> {
    let mut out = Some(out);
    let mut writer = None;
    for bytes in files {
        let bytes = Bytes::from(bytes?);
        let reader = SerializedFileReader::new(bytes.clone())?;
        let metadata = reader.metadata();
        if let Some(out) = out.take() {
            let file = metadata.file_metadata();
            let properties = properties().set_key_value_metadata(file.key_value_metadata().cloned()).build();
            let schema = file.schema_descr().root_schema_ptr();
            writer = Some(SerializedFileWriter::new(out, schema, Arc::new(properties))?);
        }
        let Some(writer) = writer.as_mut() else { continue };
        for group in metadata.row_groups() {
            let mut target = writer.next_row_group()?;
            for column in group.columns() {
                target.append_column(&bytes, as_it_is(column.clone(), group.num_rows()))?;
            }
            target.close()?;
        }
    }
    writer.map_or(Ok(()), |w| w.close().map(|_| ()).map_err(Into::into))
}

/// A column chunk that is copied byte for byte; its page indexes, which hold places in the old file, are left out.
fn as_it_is(metadata: ColumnChunkMetaData, rows: i64) -> ColumnCloseResult {
    ColumnCloseResult {
        bytes_written: metadata.compressed_size() as u64,
        rows_written: rows as u64,
        metadata,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    }
}
