//! Tells how a Parquet file is laid out, for `ParquetLayout`.

use polars::prelude::PolarsResult;

use super::footer::{Element, Footer, Group};
use super::invalid::invalid;
use crate::jvm::wire::Writer;

/// Who wrote it, how large it is, and its row groups.
pub fn wire(footer: &Footer, size: u64) -> PolarsResult<Writer> {
    let mut wire = Writer::default();
    wire.optional_str(footer.created.as_deref())
        .i64(size as i64);
    let paths = paths(&footer.schema);
    wire.i32(paths.len());
    for path in &paths {
        wire.str(path);
    }
    wire.i32(footer.groups.len());
    for group in &footer.groups {
        put(&mut wire, group)?;
    }
    Ok(wire)
}

/// The names of the columns that have values, after those of the groups that they are in.
fn paths(schema: &[Element]) -> Vec<String> {
    let mut paths = Vec::new();
    // The groups that are open, and how many children each has yet to come.
    let (mut path, mut open) = (Vec::<&str>::new(), Vec::<usize>::new());
    for element in schema.iter().skip(1) {
        path.push(&element.name);
        match element.children {
            0 => {
                paths.push(path.join("."));
                path.pop();
                while let Some(left) = open.last_mut() {
                    *left -= 1;
                    match *left {
                        0 => {
                            open.pop();
                            path.pop();
                        },
                        _ => break,
                    }
                }
            },
            children => open.push(children),
        }
    }
    paths
}

fn put(wire: &mut Writer, group: &Group) -> PolarsResult<()> {
    let packed = group.chunks.iter().map(|chunk| chunk.size.max(0));
    wire.i64(group.rows)
        .i64(packed.fold(0, i64::saturating_add))
        .i64(group.bytes.max(0));
    wire.i32(group.chunks.len());
    for chunk in &group.chunks {
        let codec = u8::try_from(chunk.codec).ok().filter(|codec| *codec <= 7);
        let codec = codec
            .ok_or_else(|| invalid(format!("a column of the unknown codec {}", chunk.codec)))?;
        wire.u8(codec)
            .i64(chunk.size.max(0))
            .i64(chunk.uncompressed.max(0));
    }
    Ok(())
}
