//! Writes a column of a row group: polars makes a file of this column alone, of which the pages are taken.

use std::io::{self, Write};

use polars::prelude::*;
use polars_buffer::Buffer;
use polars_parquet_format::thrift::protocol::TCompactInputProtocol;
use polars_parquet_format::{FileMetaData, OffsetIndex, SchemaElement};

use super::bounds::{Nulls, correct};
use super::chunk::Chunk;
use super::form::{self, Form};
use super::invalid::{clip, invalid};
use super::pack;
use super::rewritten::rewrite;
use crate::fields::FieldInfo;
use crate::jvm::Result;
use crate::memory;

/// How a column of a frame is written.
pub struct ColumnPlan {
    schema: Schema,
    compression: ParquetCompression,
    statistics: StatisticsOptions,
    page_size: Option<usize>,
    /// What the file's schema says of it.
    pub elements: Vec<SchemaElement>,
    forms: Vec<Form>,
}

impl ColumnPlan {
    pub fn new(
        field: Field,
        info: &FieldInfo,
        compression: ParquetCompression,
        statistics: bool,
        page_size: Option<usize>,
    ) -> Result<Self> {
        let (name, dtype) = (field.name().clone(), field.dtype().clone());
        if let Some(path) = without_fields(&dtype, &name) {
            let error = polars_err!(
                InvalidOperation:
                "column '{}': '{}' is a struct without fields, which Parquet does not have: select the other columns, \
                or write Arrow IPC", clip(&name), clip(&path)
            );
            return Err(error.into());
        }
        let mut plan = Self {
            schema: Schema::from_iter([field]),
            compression,
            statistics: match statistics {
                true => StatisticsOptions::default(),
                false => StatisticsOptions::empty(),
            },
            page_size,
            elements: Vec::new(),
            forms: Vec::new(),
        };
        let (_, footer) = plan.file(None)?;
        plan.elements = footer.schema.into_iter().skip(1).collect();
        plan.forms = form::apply(&mut plan.elements, &dtype, info)?;
        if !plan.is_usual() {
            pack::check(compression, &name)?;
        }
        if plan.forms.iter().any(|form| form.width.is_some()) {
            // of such values there are no parts
            plan.statistics.binary_statistics_truncate_length = Some(0);
        }
        Ok(plan)
    }

    fn is_usual(&self) -> bool {
        self.forms.iter().all(Form::is_usual)
    }

    /// How many columns of single values it is in the file.
    pub fn leaves(&self) -> usize {
        let leaves = self.elements.iter();
        leaves.filter(|element| element.type_.is_some()).count()
    }

    pub fn name(&self) -> &str {
        self.schema.get_at_index(0).map_or("", |(name, _)| name)
    }

    /// A file of polars', without rows or of the column in one chunk.
    fn file(&self, column: Option<Series>) -> Result<(Buffer<u8>, FileMetaData)> {
        let mut bytes = Bytes(Vec::new());
        let usual = self.is_usual();
        let writer = ParquetWriter::new(&mut bytes)
            .with_compression(match usual {
                true => self.compression,
                false => ParquetCompression::Uncompressed,
            })
            .with_statistics(self.statistics)
            .with_data_page_size(self.page_size)
            .set_parallel(false);
        let mut writer = writer.batched(&self.schema)?;
        if let Some(column) = column {
            let frame = DataFrame::new(column.len(), vec![column.into_column()])?;
            writer.write_batch(&frame)?;
        }
        writer.finish()?;
        drop(writer);
        let bytes = Buffer::from(bytes.0);
        let footer = footer(&bytes)?;
        Ok((bytes, footer))
    }

    /// The chunks of the column's rows, which are of one chunk.
    pub fn encode(&self, column: Series) -> Result<Vec<Chunk>> {
        let (rows, flat) = (column.len(), !column.dtype().is_nested());
        let bits = column
            .chunks()
            .first()
            .and_then(|chunk| chunk.validity().cloned());
        let (bytes, footer) = self.file(Some(column))?;
        let group = footer.row_groups.into_iter().next();
        let columns = group.map(|group| group.columns).unwrap_or_default();
        if columns.len() != self.forms.len() {
            return Err(invalid("polars wrote other columns").into());
        }
        let columns = columns.into_iter().zip(&self.forms);
        columns
            .map(|(column, form)| {
                let meta = column
                    .meta_data
                    .ok_or_else(|| invalid("polars wrote no metadata"))?;
                let start = meta.dictionary_page_offset.unwrap_or(meta.data_page_offset);
                let part = |start: Option<i64>, length: Option<i32>| {
                    let (start, length) = (start? as usize, length? as usize);
                    Some(bytes.clone().sliced(start..start + length))
                };
                let index = part(column.offset_index_offset, column.offset_index_length);
                let index = index.ok_or_else(|| invalid("polars wrote no index of pages"))?;
                let mut thrift = &index[..];
                let mut thrift = TCompactInputProtocol::new(&mut thrift, index.len() * 8 + 1024);
                let index = OffsetIndex::read_from_in_protocol(&mut thrift);
                let size = meta.total_compressed_size as usize;
                let mut chunk = Chunk {
                    pages: bytes.clone().sliced(start as usize..start as usize + size),
                    column_index: part(column.column_index_offset, column.column_index_length),
                    offset_index: index.map_err(|error| invalid(error.to_string()))?,
                    meta,
                };
                chunk.shift(-start);
                let named = |error: PolarsError| {
                    let name = clip(self.name());
                    error.wrap_msg(|reason| format!("column '{name}': {reason}"))
                };
                let nulls = match flat {
                    true => Nulls::Bits(bits.as_ref(), rows),
                    false => Nulls::Nested,
                };
                correct(&mut chunk, form.order, &nulls).map_err(named)?;
                if !self.is_usual() {
                    rewrite(&mut chunk, form, self.compression).map_err(named)?;
                }
                Ok(chunk)
            })
            .collect()
    }
}

/// Where a struct without fields is in a type, by the names of what it is in.
fn without_fields(dtype: &DataType, path: &str) -> Option<String> {
    match dtype {
        DataType::Struct(fields) if fields.is_empty() => Some(path.to_owned()),
        DataType::Struct(fields) => fields
            .iter()
            .find_map(|field| without_fields(field.dtype(), &format!("{path}.{}", field.name()))),
        DataType::List(inner) | DataType::Array(inner, _) => {
            without_fields(inner, &format!("{path}[]"))
        },
        _ => None,
    }
}

/// Reads the footer of a file that polars wrote.
fn footer(bytes: &[u8]) -> PolarsResult<FileMetaData> {
    let broken = || invalid("polars wrote no footer");
    let (rest, tail) = bytes.split_last_chunk::<8>().ok_or_else(broken)?;
    let [a, b, c, d, ..] = *tail;
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    let start = rest.len().checked_sub(length).ok_or_else(broken)?;
    let mut thrift = &rest[start..];
    let mut thrift = TCompactInputProtocol::new(&mut thrift, length * 8 + 1024);
    FileMetaData::read_from_in_protocol(&mut thrift).map_err(|error| invalid(error.to_string()))
}

/// Grows where there is memory for it.
struct Bytes(Vec<u8>);

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        memory::reserve(&mut self.0, bytes.len())?;
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
