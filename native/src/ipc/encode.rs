//! Encodes frames as record batches, with one dictionary for each field of the whole output.
//!
//! polars-io prunes the dictionary of each chunk of a `Categorical` on its own, which a file cannot
//! hold. Here one converter a column lives as long as the output and only ever adds categories;
//! record batches carry keys, and the dictionaries are written on their own.

use std::borrow::Cow;

use polars::prelude::*;
use polars_arrow::array::Array;
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, ArrowSchemaRef};
use polars_arrow::io::ipc::IpcField;
use polars_arrow::io::ipc::write::{
    Compression, EncodedData, WriteOptions, default_ipc_fields, encode_dictionary_values,
    encode_record_batch,
};
use polars_arrow::record_batch::RecordBatchT;
use polars_compute::trim_lists_to_normalized_offsets::trim_lists_to_normalized_offsets;
use polars_core::series::arrow_export::ToArrowConverter;
use polars_core::series::arrow_export::categorical::{
    CategoricalArrayToArrowConverter, CategoricalKeyRemap, CategoricalToArrowConverter,
};

use super::body::{Coder, Message};
use super::kept::kept;
use super::offsets;
use crate::estimate;
use crate::fields::{FieldInfo, Fields};
use crate::jvm::Result;

/// How many rows' categories are collected at a time.
const CATEGORY_ROWS: usize = 1 << 16;

pub struct Encoder {
    pub schema: Schema,
    pub arrow_schema: ArrowSchemaRef,
    pub fields: Vec<IpcField>,
    said: Fields,
    columns: Vec<ColumnEncoder>,
    options: WriteOptions,
    compat_level: CompatLevel,
    coder: Coder,
    message: EncodedData,
}

/// One column's way to Arrow. Its field has the dictionaries replaced by their keys.
struct ColumnEncoder {
    converter: ToArrowConverter,
    field: ArrowField,
    /// What is said of the field, which values must suit.
    said: FieldInfo,
    dictionaries: Vec<Dictionary>,
}

/// A dictionary of the output, and how many of its entries are written already.
struct Dictionary {
    id: i64,
    mapping: usize,
    written: Option<usize>,
}

impl Encoder {
    /// How many bytes a record batch has where nobody says: what fits the caches, and is enough for the
    /// codecs. ZSTD's high levels take as much memory as it has, many times.
    pub fn batch_bytes(&self) -> usize {
        match self.options.compression {
            Some(Compression::ZSTD(_)) => 2 << 20,
            _ => 4 << 20,
        }
    }

    pub fn new(
        schema: Schema,
        said: Fields,
        compat_level: CompatLevel,
        options: WriteOptions,
    ) -> Result<Self> {
        let arrow_schema: ArrowSchema = schema
            .iter_fields()
            .map(|field| {
                let mut arrow = field.to_arrow(compat_level);
                said.get(field.name()).apply(&mut arrow);
                (field.name().clone(), arrow)
            })
            .collect();
        let fields = default_ipc_fields(arrow_schema.iter_values());
        let columns = schema
            .iter()
            .zip(&fields)
            .map(|((name, dtype), ipc_field)| ColumnEncoder {
                said: said.get(name).clone(),
                ..ColumnEncoder::new(name, dtype, ipc_field, compat_level)
            })
            .collect();
        Ok(Self {
            schema,
            arrow_schema: arrow_schema.into(),
            fields,
            said,
            columns,
            coder: Coder::new(options.compression)?,
            options,
            compat_level,
            message: EncodedData::default(),
        })
    }

    /// Another encoder for the same output, that knows the same categories. It must not meet new
    /// ones.
    pub fn fork(&self) -> Result<Self> {
        let mut fork = Self::new(
            self.schema.clone(),
            self.said.clone(),
            self.compat_level,
            self.options,
        )?;
        for (theirs, ours) in fork.columns.iter_mut().zip(&self.columns) {
            let known = &ours.converter.categorical_converter.converters;
            let converters = &mut theirs.converter.categorical_converter.converters;
            for (converter, known) in converters.values_mut().zip(known.values()) {
                use CategoricalArrayToArrowConverter::Categorical;
                let (
                    Categorical { key_remap, .. },
                    Categorical {
                        key_remap: known, ..
                    },
                ) = (converter, known)
                else {
                    continue;
                };
                *key_remap = match known {
                    CategoricalKeyRemap::U8(keys) => keys.clone().into(),
                    CategoricalKeyRemap::U16(keys) => keys.clone().into(),
                    CategoricalKeyRemap::U32(keys) => keys.clone().into(),
                };
            }
        }
        Ok(fork)
    }

    /// Collects the categories of a frame without encoding it.
    pub fn collect_categories(&mut self, frame: &DataFrame) -> Result<()> {
        for (column, encoder) in frame.columns().iter().zip(&mut self.columns) {
            if !encoder.dictionaries.is_empty() {
                for chunk in column.as_materialized_series().chunks() {
                    // A part at a time: all the keys at once would be a column more in memory.
                    for start in (0..chunk.len()).step_by(CATEGORY_ROWS) {
                        let part = chunk.sliced(start, CATEGORY_ROWS.min(chunk.len() - start));
                        encoder.convert(part.as_ref(), column.dtype())?;
                    }
                }
            }
        }
        Ok(())
    }

    /// How many entries of dictionaries are known.
    pub fn known(&self) -> usize {
        let columns = self.columns.iter();
        let dictionaries = columns.flat_map(|column| {
            let dictionaries = column.dictionaries.iter();
            dictionaries.map(|dictionary| entries(column.source(dictionary)))
        });
        dictionaries.sum()
    }

    /// Encodes one chunk of a frame whose chunks are aligned, with polars-arrow's own calls.
    pub fn record_batch(&mut self, frame: &DataFrame, chunk: usize) -> Result<&EncodedData> {
        let (arrays, rows) = self.arrays(frame, chunk)?;
        let batch = RecordBatchT::new(rows, self.arrow_schema.clone(), arrays);
        encode_record_batch(&batch, &self.options, &mut self.message);
        Ok(&self.message)
    }

    /// Encodes one chunk of a frame whose chunks are aligned, without copying what need not be
    /// copied.
    pub fn message(
        &mut self,
        frame: &DataFrame,
        chunk: usize,
        all_threads: bool,
    ) -> Result<Message> {
        let (arrays, rows) = self.arrays(frame, chunk)?;
        Ok(self.coder.record_batch(&arrays, rows, all_threads)?)
    }

    /// Takes back what a written message occupies, for the next one.
    pub fn recycle(&mut self, memory: Vec<u8>) {
        self.coder.recycle(memory);
    }

    fn arrays(&mut self, frame: &DataFrame, chunk: usize) -> Result<(Vec<ArrayRef>, usize)> {
        let mut arrays = Vec::with_capacity(frame.width());
        for (column, encoder) in frame.columns().iter().zip(&mut self.columns) {
            let series = column.as_materialized_series();
            arrays.push(encoder.convert(series.chunks()[chunk].as_ref(), series.dtype())?);
        }
        let rows = arrays.first().map_or(frame.height(), |array| array.len());
        Ok((arrays, rows))
    }

    /// Encodes the dictionaries that are new, or have grown, since they were last asked for.
    pub fn dictionaries(&mut self) -> Result<Vec<EncodedData>> {
        self.take_dictionaries(|_| true)
    }

    /// Encodes the dictionaries that never grow, unless they were encoded before.
    pub fn fixed_dictionaries(&mut self) -> Result<Vec<EncodedData>> {
        self.take_dictionaries(|source| {
            matches!(source, CategoricalArrayToArrowConverter::Enum { .. })
        })
    }

    fn take_dictionaries(
        &mut self,
        wanted: impl Fn(&CategoricalArrayToArrowConverter) -> bool,
    ) -> Result<Vec<EncodedData>> {
        let mut encoded = Vec::new();
        for column in &mut self.columns {
            let mut dictionaries = std::mem::take(&mut column.dictionaries);
            for dictionary in &mut dictionaries {
                let source = column.source(dictionary);
                let entries = entries(source);
                if wanted(source) && dictionary.written != Some(entries) {
                    dictionary.written = Some(entries);
                    let values =
                        source.build_values_array(self.compat_level == CompatLevel::newest());
                    let values = values.as_ref();
                    encoded.push(encode_dictionary_values(
                        dictionary.id,
                        values,
                        &self.options,
                    )?);
                }
            }
            column.dictionaries = dictionaries;
        }
        Ok(encoded)
    }
}

impl ColumnEncoder {
    fn new(
        name: &PlSmallStr,
        dtype: &DataType,
        ipc_field: &IpcField,
        compat_level: CompatLevel,
    ) -> Self {
        let mut categorical_converter = CategoricalToArrowConverter {
            converters: Default::default(),
            persist_remap: true,
        };
        categorical_converter.initialize(dtype);
        let mut dictionaries = Vec::new();
        find_dictionaries(dtype, ipc_field, &mut dictionaries);
        Self {
            converter: ToArrowConverter {
                skip_attach_pl_metadata: true,
                categorical_converter,
            },
            field: keys_of(dtype).to_arrow_field(name.clone(), compat_level),
            said: FieldInfo::default(),
            dictionaries,
        }
    }

    fn convert(&mut self, array: &dyn Array, dtype: &DataType) -> Result<ArrayRef> {
        use ArrowDataType::{LargeBinary, LargeUtf8};
        if let LargeUtf8 | LargeBinary = self.field.dtype()
            && let Some(array) = offsets::from_views(array)?
        {
            return self.suited(array);
        }
        // A slice of a list column still has all the values: they would all be converted.
        let trimmed = trim_lists_to_normalized_offsets(array);
        let array = trimmed.as_deref().unwrap_or(array);
        let field = Cow::Borrowed(&self.field);
        let array = self.converter.array_to_arrow(array, dtype, field)?;
        self.suited(array)
    }

    /// With nothing but its own rows, and as its field says.
    fn suited(&self, array: ArrayRef) -> Result<ArrayRef> {
        let array = kept(array.as_ref())?.unwrap_or(array);
        let suited = self.said.suited(array);
        Ok(suited.map_err(|error| {
            error.wrap_msg(|message| format!("column '{}': {message}", self.field.name))
        })?)
    }

    fn source(&self, dictionary: &Dictionary) -> &CategoricalArrayToArrowConverter {
        &self.converter.categorical_converter.converters[&dictionary.mapping]
    }
}

fn entries(source: &CategoricalArrayToArrowConverter) -> usize {
    use CategoricalArrayToArrowConverter::*;
    match source {
        Enum { frozen, .. } => frozen.categories().len(),
        Categorical { key_remap, .. } => match key_remap {
            CategoricalKeyRemap::U8(keys) => keys.len(),
            CategoricalKeyRemap::U16(keys) => keys.len(),
            CategoricalKeyRemap::U32(keys) => keys.len(),
        },
    }
}

/// The type with the keys of each dictionary in its place.
fn keys_of(dtype: &DataType) -> DataType {
    match dtype {
        DataType::Categorical(..) | DataType::Enum(..) => dtype.to_physical(),
        DataType::List(inner) => DataType::List(Box::new(keys_of(inner))),
        DataType::Array(inner, width) => DataType::Array(Box::new(keys_of(inner)), *width),
        DataType::Struct(fields) => DataType::Struct(
            fields
                .iter()
                .map(|field| Field::new(field.name().clone(), keys_of(field.dtype())))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// Pairs each dictionary id below `field` with the mapping that its keys come from.
fn find_dictionaries(dtype: &DataType, field: &IpcField, found: &mut Vec<Dictionary>) {
    match dtype {
        DataType::Categorical(_, mapping) | DataType::Enum(_, mapping) => found.push(Dictionary {
            id: field.dictionary_id.expect("a dictionary field has an id"),
            mapping: Arc::as_ptr(mapping) as *const () as usize,
            written: None,
        }),
        DataType::List(inner) | DataType::Array(inner, _) => {
            find_dictionaries(inner, &field.fields[0], found);
        },
        DataType::Struct(inner) => {
            for (inner, field) in inner.iter().zip(&field.fields) {
                find_dictionaries(inner.dtype(), field, found);
            }
        },
        _ => {},
    }
}

/// A frame whose chunks are aligned, each of them a record batch to be.
pub fn align(frame: &DataFrame) -> Result<DataFrame> {
    let mut aligned = frame.clone();
    estimate::align(&mut aligned)?;
    Ok(aligned)
}

/// The frame in pieces of `rows` rows each, which may be of several chunks. A frame without rows is one
/// empty piece, one without columns too is none, as polars-io has it.
pub fn slices(frame: DataFrame, rows: usize) -> impl Iterator<Item = DataFrame> + Send {
    let height = frame.height();
    let least = usize::from(frame.width() > 0);
    (0..height.div_ceil(rows).max(least))
        .map(move |i| frame.slice((i * rows) as i64, rows.min(height - i * rows)))
}
