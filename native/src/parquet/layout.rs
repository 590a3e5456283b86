//! Tells how a Parquet file is laid out, for `ParquetLayout`.

use polars::prelude::PolarsResult;

use super::footer::{Footer, Group};
use super::invalid::invalid;
use crate::jvm::wire::Writer;

/// Who wrote it, how large it is, and its row groups.
pub fn wire(footer: &Footer, size: u64) -> PolarsResult<Writer> {
    let mut wire = Writer::default();
    wire.optional_str(footer.created.as_deref())
        .i64(size as i64)
        .i32(footer.groups.len());
    for group in &footer.groups {
        put(&mut wire, group)?;
    }
    Ok(wire)
}

fn put(wire: &mut Writer, group: &Group) -> PolarsResult<()> {
    let packed = group.chunks.iter().map(|chunk| chunk.size.max(0));
    wire.i64(group.rows)
        .i64(packed.fold(0, i64::saturating_add))
        .i64(group.bytes.max(0));
    let mut codecs: Vec<u8> = Vec::new();
    for chunk in &group.chunks {
        let codec = u8::try_from(chunk.codec).ok().filter(|codec| *codec <= 7);
        let codec = codec
            .ok_or_else(|| invalid(format!("a column of the unknown codec {}", chunk.codec)))?;
        if !codecs.contains(&codec) {
            codecs.push(codec);
        }
    }
    wire.i32(codecs.len());
    for codec in codecs {
        wire.u8(codec);
    }
    Ok(())
}
