//! What a Parquet file says of itself beyond what Arrow knows, so that its columns are written as they were read.

use arrow_schema::Schema;
use parquet::arrow::{ARROW_SCHEMA_META_KEY, ArrowSchemaConverter};
use parquet::basic::{LogicalType, Type as Physical};
use parquet::errors::ParquetError;
use parquet::file::metadata::{FileMetaData, KeyValue};
use parquet::schema::types::{ColumnDescPtr, SchemaDescPtr, SchemaDescriptor, Type};

/// Where Spark keeps the schema of a file: it would not see a column that is added.
const SPARK: &str = "org.apache.spark.sql.parquet.row.metadata";

/// What a Parquet file says of itself.
pub(crate) struct Described {
    columns: SchemaDescPtr,
    /// Whether it holds a schema of Arrow as well. Where it does not, none is written: it would hide a description of
    /// Parquet that Arrow has no type for.
    pub arrow: bool,
    /// The notes in its footer.
    pub notes: Vec<KeyValue>,
}

impl Described {
    pub(crate) fn of(file: &FileMetaData) -> Described {
        let notes = file.key_value_metadata().cloned().unwrap_or_default();
        let arrow = notes.iter().any(|note| note.key == ARROW_SCHEMA_META_KEY);
        let notes = notes.into_iter().filter(|note| note.key != ARROW_SCHEMA_META_KEY && note.key != SPARK).collect();
        Described { columns: file.schema_descr_ptr(), arrow, notes }
    }

    /// The schema for a file with columns of Arrow. Those that were read are described as they were: as UUID, as JSON,
    /// with the names of the parts of lists.
    ///
    /// # Errors
    /// A column that Parquet has no form of.
    pub(crate) fn schema(&self, columns: &Schema) -> Result<SchemaDescriptor, ParquetError> {
        let made = ArrowSchemaConverter::new().with_coerce_types(true).convert(columns)?;
        let known = self.columns.root_schema().get_fields();
        let fields = made.root_schema().get_fields().iter().enumerate().map(|(at, field)| {
            let mut same = (0..known.len()).filter(|&was| known[was].name() == field.name());
            match (same.next(), same.next()) {
                (Some(was), None) if shape(&self.columns, was) == shape(&made, at) => known[was].clone(),
                _ => field.clone(),
            }
        });
        let root = Type::group_type_builder(self.columns.root_schema().name()).with_fields(fields.collect()).build()?;
        Ok(SchemaDescriptor::new(root.into()))
    }
}

/// How the values of a part of a column are stored.
type Stored = (Physical, i32, i16, i16, Option<LogicalType>);

/// How the values of a column are stored, which its description must not change: bytes stay the same bytes whatever
/// they are called, but numbers count days or seconds by their name.
fn shape(schema: &SchemaDescriptor, root: usize) -> Vec<Stored> {
    let stored = |column: &ColumnDescPtr| {
        let (kind, definition, repetition) = (column.physical_type(), column.max_def_level(), column.max_rep_level());
        let length = if kind == Physical::FIXED_LEN_BYTE_ARRAY { column.type_length() } else { 0 };
        let number = matches!(kind, Physical::INT32 | Physical::INT64);
        let counts = column.logical_type_ref().filter(|_| number).map(|name| match name {
            // Of a time Arrow does not know whether it is one of UTC.
            LogicalType::Time(time) => LogicalType::time(false, time.unit),
            name => name.clone(),
        });
        (kind, length, definition, repetition, counts)
    };
    let leaves = schema.columns().iter().enumerate().filter(|(at, _)| schema.get_column_root_idx(*at) == root);
    leaves.map(|(_, column)| stored(column)).collect()
}
