//! Writes what lies between the pages and behind them: the places of row groups, indexes of pages, the footer.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use polars::prelude::*;
use polars_arrow::datatypes::{ArrowSchema, Metadata};
use polars_arrow::io::ipc::write::{default_ipc_fields, schema_to_bytes};
use polars_buffer::Buffer;
use polars_parquet_format::thrift::protocol::TCompactOutputProtocol;
use polars_parquet_format::{
    ColumnChunk, ColumnOrder, FieldRepetitionType, FileMetaData, KeyValue, OffsetIndex, RowGroup,
    SchemaElement, SortingColumn, TypeDefinedOrder,
};

use super::chunk::Chunk;
use super::invalid::{ARROW, invalid};
use crate::io::Output;
use crate::io::output::Piece;

const MAGIC: &[u8] = b"PAR1";

/// A file under way.
pub struct Tail {
    output: Output,
    offset: u64,
    groups: Vec<RowGroup>,
    /// Of each column of each row group.
    indexes: Vec<(Option<Buffer<u8>>, OffsetIndex)>,
    /// What the rows of each row group are sorted by.
    sorting: Option<Vec<SortingColumn>>,
}

impl Tail {
    pub fn new(output: Output, sorting: Option<Vec<SortingColumn>>) -> Self {
        Self {
            output,
            sorting,
            offset: 0,
            groups: Vec::new(),
            indexes: Vec::new(),
        }
    }

    fn put(&mut self, bytes: Buffer<u8>) -> io::Result<u64> {
        let start = self.offset;
        self.offset += bytes.len() as u64;
        self.output.share(Piece::Shared(bytes))?;
        Ok(start)
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.offset == 0 {
            self.put(MAGIC.to_vec().into())?;
        }
        Ok(())
    }

    /// Writes a row group.
    pub fn group(&mut self, chunks: Vec<Chunk>, rows: usize) -> io::Result<()> {
        self.begin()?;
        let start = self.offset;
        let mut columns = Vec::with_capacity(chunks.len());
        let (mut unpacked, mut packed) = (0, 0);
        for mut chunk in chunks {
            chunk.shift(self.offset as i64);
            self.put(chunk.pages)?;
            unpacked += chunk.meta.total_uncompressed_size;
            packed += chunk.meta.total_compressed_size;
            columns.push(ColumnChunk {
                file_path: None,
                file_offset: 0,
                meta_data: Some(chunk.meta),
                offset_index_offset: None,
                offset_index_length: None,
                column_index_offset: None,
                column_index_length: None,
                crypto_metadata: None,
                encrypted_column_metadata: None,
            });
            self.indexes.push((chunk.column_index, chunk.offset_index));
        }
        self.groups.push(RowGroup {
            columns,
            total_byte_size: unpacked,
            num_rows: rows as i64,
            sorting_columns: self.sorting.clone(),
            file_offset: Some(start as i64),
            total_compressed_size: Some(packed),
            ordinal: i16::try_from(self.groups.len()).ok(),
        });
        Ok(())
    }

    /// Writes the indexes of pages and the footer.
    pub fn finish(
        &mut self,
        elements: Vec<SchemaElement>,
        pairs: Vec<KeyValue>,
    ) -> PolarsResult<()> {
        self.begin()?;
        let mut groups = std::mem::take(&mut self.groups);
        let mut indexes = std::mem::take(&mut self.indexes);
        for (column, (index, _)) in columns(&mut groups).zip(&mut indexes) {
            if let Some(index) = index.take() {
                column.column_index_length = i32::try_from(index.len()).ok();
                column.column_index_offset = Some(self.put(index)? as i64);
            }
        }
        for (column, (_, index)) in columns(&mut groups).zip(&indexes) {
            let mut bytes = Vec::new();
            let mut thrift = TCompactOutputProtocol::new(&mut bytes);
            let written = index.write_to_out_protocol(&mut thrift);
            written.map_err(|error| invalid(error.to_string()))?;
            column.offset_index_length = i32::try_from(bytes.len()).ok();
            column.offset_index_offset = Some(self.put(bytes.into())? as i64);
        }
        let leaves = elements.iter().filter(|element| element.type_.is_some());
        let orders = leaves.map(|_| ColumnOrder::TYPEORDER(TypeDefinedOrder {}));
        let metadata = FileMetaData {
            version: 1,
            column_orders: Some(orders.collect()),
            schema: elements,
            num_rows: groups.iter().map(|group| group.num_rows).sum(),
            row_groups: groups,
            key_value_metadata: Some(pairs),
            created_by: Some(concat!("polars4j version ", env!("CARGO_PKG_VERSION")).to_owned()),
            encryption_algorithm: None,
            footer_signing_key_metadata: None,
        };
        let mut bytes = Vec::new();
        let mut thrift = TCompactOutputProtocol::new(&mut bytes);
        let written = metadata.write_to_out_protocol(&mut thrift);
        written.map_err(|error| invalid(error.to_string()))?;
        let length = u32::try_from(bytes.len());
        let length = length.map_err(|_| invalid("its footer is larger than 4 GiB"))?;
        bytes.extend(length.to_le_bytes());
        bytes.extend(MAGIC);
        self.put(bytes.into())?;
        Ok(self.output.flush()?)
    }
}

fn columns(groups: &mut [RowGroup]) -> impl Iterator<Item = &mut ColumnChunk> {
    groups.iter_mut().flat_map(|group| &mut group.columns)
}

/// The root of that many columns.
pub fn root(columns: usize) -> SchemaElement {
    SchemaElement {
        type_: None,
        type_length: None,
        repetition_type: Some(FieldRepetitionType::REQUIRED),
        name: "schema".to_owned(),
        num_children: i32::try_from(columns).ok(),
        converted_type: None,
        scale: None,
        precision: None,
        field_id: None,
        logical_type: None,
    }
}

/// What stands in the footer as keys and values: the Arrow schema in the form that Arrow's own writers give it, and
/// what the user says.
pub fn pairs(schema: &ArrowSchema, metadata: Option<&Metadata>) -> Vec<KeyValue> {
    let fields = default_ipc_fields(schema.iter_values());
    let bytes = schema_to_bytes(schema, &fields, metadata);
    let mut message = vec![0xff; 4];
    message.extend((bytes.len() as u32).to_le_bytes());
    message.extend(bytes);
    let arrow = KeyValue {
        key: ARROW.to_owned(),
        value: Some(STANDARD.encode(message)),
    };
    let others = metadata.into_iter().flatten().map(|(key, value)| KeyValue {
        key: key.to_string(),
        value: Some(value.to_string()),
    });
    std::iter::once(arrow).chain(others).collect()
}
