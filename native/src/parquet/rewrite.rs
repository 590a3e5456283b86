//! Writes the footer that polars gets.

use std::io::Cursor;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use polars::prelude::*;
use polars_arrow::datatypes::ArrowSchema;
use polars_arrow::io::ipc::write::{default_ipc_fields, schema_to_bytes};
use polars_parquet_format::thrift::protocol::TCompactOutputProtocol;
use polars_parquet_format::{
    ColumnChunk, ColumnMetaData, CompressionCodec, FileMetaData, KeyValue, RowGroup, SchemaElement,
    Type,
};

use super::footer::{Chunk, Element, Footer, Group};
use super::int96;
use super::invalid::{ARROW, clip, invalid};
use super::pages::Leaf;

/// A footer of what polars needs, which says what we make of the file's.
pub fn polars_footer(
    footer: &Footer,
    leaves: &[Leaf],
    fields: &ArrowSchema,
) -> PolarsResult<Arc<polars::prelude::FileMetadata>> {
    let ipc_fields = default_ipc_fields(fields.iter_values());
    let arrow = KeyValue {
        key: ARROW.to_owned(),
        value: Some(STANDARD.encode(schema_to_bytes(fields, &ipc_fields, None))),
    };
    let others = footer.pairs.iter().filter(|(key, _)| key != ARROW);
    let others = others.map(|(key, value)| KeyValue {
        key: key.clone(),
        value: value.clone(),
    });
    let metadata = FileMetaData {
        version: 1,
        schema: footer.schema.iter().map(polars_element).collect(),
        num_rows: footer.rows,
        row_groups: footer
            .groups
            .iter()
            .map(|group| polars_group(group, leaves))
            .collect(),
        key_value_metadata: Some(std::iter::once(arrow).chain(others).collect()),
        created_by: None,
        column_orders: None,
        encryption_algorithm: None,
        footer_signing_key_metadata: None,
    };
    let mut bytes = b"PAR1".to_vec();
    let mut thrift = TCompactOutputProtocol::new(&mut bytes);
    metadata
        .write_to_out_protocol(&mut thrift)
        .map_err(|error| invalid(format!("its metadata: {error}")))?;
    let length = (bytes.len() - 4) as u32;
    bytes.extend(length.to_le_bytes());
    bytes.extend(b"PAR1");
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let metadata = reader.get_metadata();
    Ok(metadata
        .map_err(|error| invalid(clip(&error.to_string())))?
        .clone())
}

/// Types and names; what they mean is in our Arrow schema.
fn polars_element(element: &Element) -> SchemaElement {
    SchemaElement {
        // what polars does not know was refused, and is not read
        type_: element.physical.map(read_as),
        type_length: match element.physical {
            Some(Type::INT96) => Some(int96::BYTES as i32),
            _ => element.length.map(|length| length.max(1)).or(Some(1)),
        },
        repetition_type: element.repetition,
        name: element.name.clone(),
        num_children: (element.children > 0).then_some(element.children as i32),
        converted_type: None,
        scale: None,
        precision: None,
        field_id: None,
        logical_type: None,
    }
}

fn read_as(physical: Type) -> Type {
    match physical {
        Type::INT96 => Type::FIXED_LEN_BYTE_ARRAY,
        known if (Type::BOOLEAN..=Type::FIXED_LEN_BYTE_ARRAY).contains(&known) => known,
        _ => Type::BOOLEAN,
    }
}

fn polars_group(group: &Group, leaves: &[Leaf]) -> RowGroup {
    let chunks = group.chunks.iter().zip(leaves);
    RowGroup {
        columns: chunks
            .map(|(chunk, leaf)| polars_chunk(chunk, leaf))
            .collect(),
        total_byte_size: group.bytes.max(0),
        num_rows: group.rows,
        sorting_columns: None,
        file_offset: None,
        total_compressed_size: None,
        ordinal: None,
    }
}

fn polars_chunk(chunk: &Chunk, leaf: &Leaf) -> ColumnChunk {
    let codec = if (0..=7).contains(&chunk.codec) {
        chunk.codec
    } else {
        0
    };
    ColumnChunk {
        file_path: None,
        file_offset: 0,
        meta_data: Some(ColumnMetaData {
            type_: read_as(leaf.physical),
            encodings: Vec::new(),
            path_in_schema: Vec::new(),
            codec: CompressionCodec(codec),
            num_values: chunk.values,
            total_uncompressed_size: chunk.uncompressed,
            total_compressed_size: chunk.size.max(0),
            key_value_metadata: None,
            data_page_offset: match chunk.moved {
                Some(moved) => moved as i64,
                None => chunk.start().max(0),
            },
            index_page_offset: None,
            dictionary_page_offset: None,
            statistics: None,
            encoding_stats: None,
            bloom_filter_offset: None,
            bloom_filter_length: None,
            size_statistics: None,
        }),
        offset_index_offset: None,
        offset_index_length: None,
        column_index_offset: None,
        column_index_length: None,
        crypto_metadata: None,
        encrypted_column_metadata: None,
    }
}
