//! Parquet: row groups in, row groups out, and files put together from them without another encoding.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::{Array, ArrayRef, BooleanArray, LargeStringArray, RecordBatch, StringArray, StringViewArray};
use arrow_schema::{DataType, Field, Schema};
use arrow_select::filter::filter_record_batch;
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::column::writer::ColumnCloseResult;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;

use crate::corpus::Annotations;
use crate::corpus::described::Described;
use crate::corpus::line::OWN_KEY;
use crate::corpus::policy::Reason;
use crate::corpus::read::{CHUNK_BYTES, Chunks, Rows, only_column};
use crate::corpus::record::{self, Judged, Wanted};
use crate::document::Document;

/// The row groups of the file as batches.
///
/// # Errors
/// Why it cannot be read at all.
pub(crate) fn chunks(file: File, column: &str, read: Arc<AtomicU64>) -> Result<Chunks, String> {
    let size = file.metadata().map_or(0, |m| m.len());
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| format!("is not a Parquet file: {e}"))?;
    only_column(column, builder.schema().fields().iter().map(|f| f.name()))?;
    let kind = builder.schema().field_with_name(column).map(Field::data_type);
    if let Some(kind) = kind.ok().filter(|kind| text_type(kind).is_none()) {
        return Err(format!("has a column {column:?} of type {kind}, not a string"));
    }
    let total = builder.metadata().file_metadata().num_rows().max(1) as u64;
    let rows = rows_a_chunk(builder.metadata());
    // What a file says of its columns, such as the index of pandas, its batches do not know.
    let schema = builder.schema().clone();
    let described = Arc::new(Described::of(builder.metadata().file_metadata()));
    let mut reader = builder.with_batch_size(rows).build().map_err(|e| format!("cannot be read: {e}"))?;
    let (mut first, mut broken, mut empty) = (1, false, true);
    Ok(Box::new(std::iter::from_fn(move || {
        if broken {
            return None;
        }
        let none = std::mem::take(&mut empty).then(|| Ok(RecordBatch::new_empty(schema.clone())));
        let batch = reader.next().or(none)?.and_then(|batch| batch.with_schema(schema.clone()));
        broken = batch.is_err();
        let batch = match batch {
            Ok(batch) => batch,
            Err(e) => return Some(Err(format!("cannot be read beyond row {first}: {e}"))),
        };
        let rows = Rows::Batch { first, batch, described: described.clone() };
        if let Rows::Batch { batch, .. } = &rows {
            let length = batch.num_rows() as u64;
            read.fetch_add(size * length / total, Ordering::Relaxed);
            first += length;
        }
        Some(Ok(rows))
    })))
}

/// Rows of a chunk, from the sizes in the footer. A chunk becomes a row group, and readers like large ones: a sixteenth
/// of the file, so that all cores have work, of 1 to 4 MB.
fn rows_a_chunk(metadata: &ParquetMetaData) -> usize {
    let bytes: i64 = metadata.row_groups().iter().map(|g| g.total_byte_size()).sum();
    let rows = metadata.file_metadata().num_rows().max(1);
    let chunk = (bytes / 16).clamp(CHUNK_BYTES as i64, 4 * CHUNK_BYTES as i64);
    // Many short rows take more memory than their text.
    (chunk.saturating_mul(rows) / bytes.max(1)).clamp(1, 16_384) as usize
}

fn text_type(data_type: &DataType) -> Option<&DataType> {
    match data_type {
        DataType::Dictionary(_, values) => text_type(values),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Some(data_type),
        _ => None,
    }
}

/// What became of the rows of a batch.
#[derive(Default)]
pub(crate) struct Fates {
    documents: Vec<Option<Document>>,
    reasons: Vec<Vec<Reason>>,
    /// Whether a row is accepted; `None` where it could not be read.
    accepted: Vec<Option<bool>>,
}

impl Fates {
    pub(crate) fn push(&mut self, judged: Judged) {
        self.accepted.push(Some(judged.accepted()));
        self.documents.push(judged.document);
        self.reasons.push(judged.reasons);
    }

    pub(crate) fn push_unreadable(&mut self) {
        self.accepted.push(None);
        self.documents.push(None);
        self.reasons.push(Vec::new());
    }

    /// The accepted rows, the rejected ones, and a file like that of the accepted ones but without a row, each in
    /// Parquet; nothing where there are no such rows. Rows that could not be read are in neither.
    ///
    /// # Errors
    /// Those of Arrow and Parquet.
    pub(crate) fn write(
        &self,
        batch: &RecordBatch,
        column: &str,
        wanted: Wanted,
        described: &Described,
    ) -> Result<[Vec<u8>; 3], String> {
        let record = record::column(&self.documents, &self.reasons, wanted)?;
        let annotated = self.batch(batch, column, Some(record))?;
        let plain = match wanted.annotations {
            Annotations::None => &self.batch(batch, column, None)?,
            _ => &annotated,
        };
        let rows = |batch: &RecordBatch, accepted: bool| {
            let chosen: BooleanArray = self.accepted.iter().map(|a| Some(*a == Some(accepted))).collect();
            match chosen.true_count() {
                0 => Ok(Vec::new()),
                _ => file(&filter_record_batch(batch, &chosen).map_err(|e| e.to_string())?, described),
            }
        };
        Ok([rows(plain, true)?, rows(&annotated, false)?, file(&plain.slice(0, 0), described)?])
    }

    /// The batch with mended texts, and with records where there are any.
    fn batch(&self, batch: &RecordBatch, column: &str, record: Option<ArrayRef>) -> Result<RecordBatch, String> {
        let mut fields: Vec<Arc<Field>> = Vec::new();
        let mut columns: Vec<ArrayRef> = Vec::new();
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            if field.name() == column {
                let mended: Vec<Option<&str>> =
                    self.documents.iter().map(|d| d.as_ref().map(|d| d.mended.as_str())).collect();
                let mended = strings_like(text_type(field.data_type()).unwrap_or(&DataType::Utf8), &mended);
                let like = field.as_ref().clone().with_data_type(mended.data_type().clone());
                fields.push(Arc::new(like.with_nullable(true)));
                columns.push(mended);
            } else if field.name() != OWN_KEY || record.is_none() {
                columns.push(array.clone());
                fields.push(field.clone());
            }
        }
        if let Some(record) = record {
            fields.push(Arc::new(Field::new(OWN_KEY, record.data_type().clone(), true)));
            columns.push(record);
        }
        let schema = Schema::new_with_metadata(fields, batch.schema().metadata().clone());
        RecordBatch::try_new(Arc::new(schema), columns).map_err(|e| e.to_string())
    }
}

/// The rows as a Parquet file.
fn file(rows: &RecordBatch, described: &Described) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let properties = properties().set_key_value_metadata(Some(described.notes.clone())).build();
    let write = || {
        let options = ArrowWriterOptions::new()
            .with_properties(properties)
            .with_parquet_schema(described.schema(&rows.schema())?)
            .with_skip_arrow_metadata(!described.arrow);
        let mut writer = ArrowWriter::try_new_with_options(&mut out, rows.schema(), options)?;
        writer.write(rows)?;
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

/// A column of `rows`, of the kind that `like` is, so that a mended column keeps its type.
fn strings_like(like: &DataType, rows: &[Option<&str>]) -> ArrayRef {
    let iter = rows.iter().copied();
    match like {
        DataType::LargeUtf8 => Arc::new(iter.collect::<LargeStringArray>()),
        DataType::Utf8View => Arc::new(iter.collect::<StringViewArray>()),
        _ => Arc::new(iter.collect::<StringArray>()),
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::cast::AsArray;
    use arrow_array::types::Int64Type;
    use arrow_array::{Int64Array, LargeStringArray};

    use super::*;
    use crate::options::Tasks;

    fn rows(first: i64) -> RecordBatch {
        let ids: ArrayRef = Arc::new(Int64Array::from(vec![first, first + 1, first + 2]));
        let texts: ArrayRef = Arc::new(LargeStringArray::from(vec![Some("a"), None, Some("c")]));
        RecordBatch::try_from_iter([("id", ids), ("text", texts)]).expect("a batch")
    }

    fn whole(rows: &RecordBatch) -> Vec<u8> {
        let mut out = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut out, rows.schema(), None).expect("a writer");
        writer.write(rows).expect("written");
        writer.close().expect("written");
        out
    }

    fn judged(text: Option<&str>, accepted: bool) -> Judged {
        let document = text.map(|t| Document { text: t.into(), mended: t.to_uppercase(), ..Document::default() });
        let reason = Reason { rule: "no_text".into(), value: 1.into(), limit: "de".into() };
        Judged { document, reasons: if accepted { Vec::new() } else { vec![reason] }, replaced: false }
    }

    fn written(first: i64, annotations: Annotations) -> [Vec<u8>; 3] {
        let mut fates = Fates::default();
        fates.push(judged(Some("a"), true));
        fates.push(judged(None, false));
        fates.push(judged(Some("c"), true));
        let plain = whole(&rows(first));
        let read = SerializedFileReader::new(Bytes::from(plain)).expect("Parquet");
        let described = Described::of(read.metadata().file_metadata());
        fates.write(&rows(first), "text", Wanted { annotations, tasks: Tasks::ALL }, &described).expect("written")
    }

    fn read(bytes: Vec<u8>) -> Vec<RecordBatch> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)).expect("Parquet");
        reader.build().expect("Parquet").collect::<Result<_, _>>().expect("rows")
    }

    #[test]
    fn rows_part_and_files_join() {
        for annotations in [Annotations::None, Annotations::Summary, Annotations::Full] {
            let (one, two) = (written(0, annotations), written(10, annotations));
            let mut joined = Vec::new();
            assert_eq!(read(one[2].clone()).iter().map(RecordBatch::num_rows).sum::<usize>(), 0);
            let pieces = [one[2].clone(), one[0].clone(), two[0].clone()].into_iter().map(Ok);
            concatenate(pieces, &mut joined).expect("joined");
            let batches = read(joined);
            let ids = batches.iter().flat_map(|b| b.column(0).as_primitive::<Int64Type>().values().to_vec());
            assert_eq!(ids.collect::<Vec<_>>(), [0, 2, 10, 12]);
            assert_eq!(batches[0].column(1).as_string::<i64>().value(1), "C");
            assert_eq!(batches[0].num_columns(), if annotations == Annotations::None { 2 } else { 3 });
            let rejected = read(one[1].clone());
            let reasons = rejected[0].column(2).as_struct().column_by_name("reasons").expect("reasons").clone();
            assert_eq!(reasons.as_list::<i32>().value(0).as_struct().column(0).as_string::<i32>().value(0), "no_text");
        }
    }
}
