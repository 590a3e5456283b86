//! Refuses schemas whose depth polars' readers of Parquet, which recurse, would not survive.

use std::io::{self, Read, Seek, SeekFrom};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use polars::prelude::*;
use polars_arrow_format::ipc::planus::ReadAsRoot;
use polars_arrow_format::ipc::{MessageHeaderRef, MessageRef};
use polars_parquet_format::thrift::protocol::TCompactInputProtocol;
use polars_parquet_format::{FileMetaData, SchemaElement};

use crate::depth::check_shape;
use crate::schema::MAX_DEPTH;

/// The magic number and the length before it.
const TAIL: u64 = 8;

/// A list is of two groups, around which is the root.
const MOST: usize = 2 * MAX_DEPTH + 1;

/// Looks at the footer, and leaves the reader where it was; says how deep the types nest.
pub fn check_depth(reader: &mut (impl Read + Seek)) -> PolarsResult<usize> {
    let start = reader.stream_position()?;
    let footer = footer(reader)?;
    reader.seek(SeekFrom::Start(start))?;
    let Some(footer) = footer else {
        return Ok(1); // polars says what is wrong
    };
    let mut thrift = TCompactInputProtocol::new(footer.as_slice(), footer.len() * 2 + 1024);
    let metadata = FileMetaData::read_from_in_protocol(&mut thrift)
        .map_err(|error| polars_err!(ComputeError: "its metadata cannot be read: {error}"))?;
    let depth = depth(&metadata.schema);
    if depth > MOST {
        polars_bail!(InvalidOperation: "its types nest more than {MAX_DEPTH} deep");
    }
    let pairs = metadata.key_value_metadata.iter().flatten();
    let mut arrow = pairs.filter(|pair| pair.key == "ARROW:schema");
    arrow.try_for_each(|pair| check_arrow(pair.value.as_deref().unwrap_or_default()))?;
    Ok(depth)
}

fn footer(reader: &mut (impl Read + Seek)) -> io::Result<Option<Vec<u8>>> {
    let size = reader.seek(SeekFrom::End(0))?;
    if size < TAIL {
        return Ok(None);
    }
    let mut tail = [0; TAIL as usize];
    reader.seek(SeekFrom::Start(size - TAIL))?;
    reader.read_exact(&mut tail)?;
    let [a, b, c, d, magic @ ..] = tail;
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    if magic != *b"PAR1" || length > size - TAIL {
        return Ok(None);
    }
    let mut footer = vec![0; length as usize];
    reader.seek(SeekFrom::Start(size - TAIL - length))?;
    reader.read_exact(&mut footer)?;
    Ok(Some(footer))
}

fn depth(schema: &[SchemaElement]) -> usize {
    // how many children are to come, of the groups that are open
    let mut open: Vec<i32> = Vec::new();
    let mut deepest = 0;
    for element in schema {
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        open.push(element.num_children.unwrap_or(0));
        deepest = deepest.max(open.len());
        while open.last().is_some_and(|left| *left <= 0) {
            open.pop();
        }
    }
    deepest
}

/// Only what polars would walk through: it says itself what is wrong with others.
fn check_arrow(encoded: &str) -> PolarsResult<()> {
    let Ok(bytes) = STANDARD.decode(encoded) else {
        return Ok(());
    };
    let message = match bytes.as_slice() {
        [255, 255, 255, 255, _, _, _, _, message @ ..] => message,
        message => message,
    };
    match MessageRef::read_as_root(message).and_then(|message| message.header()) {
        Ok(Some(MessageHeaderRef::Schema(schema))) => check_shape(schema, message.len())
            .map(drop)
            .map_err(|reason| polars_err!(InvalidOperation: "{reason}")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use polars_parquet_format::Type;
    use polars_parquet_format::thrift::protocol::TCompactOutputProtocol;

    use super::*;

    fn element(children: i32) -> SchemaElement {
        SchemaElement {
            type_: (children == 0).then_some(Type::INT32),
            type_length: None,
            repetition_type: None,
            name: "x".into(),
            num_children: (children > 0).then_some(children),
            converted_type: None,
            scale: None,
            precision: None,
            field_id: None,
            logical_type: None,
        }
    }

    fn file(schema: Vec<SchemaElement>) -> Cursor<Vec<u8>> {
        let metadata = FileMetaData {
            version: 1,
            schema,
            num_rows: 0,
            row_groups: Vec::new(),
            key_value_metadata: None,
            created_by: None,
            column_orders: None,
            encryption_algorithm: None,
            footer_signing_key_metadata: None,
        };
        let mut bytes = b"PAR1".to_vec();
        let mut thrift = TCompactOutputProtocol::new(&mut bytes);
        metadata.write_to_out_protocol(&mut thrift).unwrap();
        let length = bytes.len() as u32 - 4;
        bytes.extend(length.to_le_bytes());
        bytes.extend(b"PAR1");
        Cursor::new(bytes)
    }

    #[test]
    fn depth_is_what_lies_in_what() {
        let nested = |depth| (1..depth).map(|_| element(1)).chain([element(0)]);
        assert!(check_depth(&mut file(nested(MOST).collect())).is_ok());
        assert!(check_depth(&mut file(nested(MOST + 1).collect())).is_err());
        assert!(check_depth(&mut file(nested(100_000).collect())).is_err());
        let side_by_side = [element(500)]
            .into_iter()
            .chain((0..500).map(|_| element(0)));
        assert!(check_depth(&mut file(side_by_side.collect())).is_ok());
        let twice = [element(2)]
            .into_iter()
            .chain(nested(MOST - 1))
            .chain(nested(MOST));
        assert!(check_depth(&mut file(twice.collect())).is_err());
    }

    #[test]
    fn what_is_no_parquet_is_left_to_polars() {
        for bytes in [&b""[..], b"PAR1", b"PAR1....PAR1", b"\xff\xff\xff\xffPAR1"] {
            let mut reader = Cursor::new(bytes);
            reader.set_position(1);
            assert!(check_depth(&mut reader).is_ok());
            assert_eq!(reader.position(), 1);
        }
    }
}
