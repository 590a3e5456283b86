//! The types of NDJSON's columns: settled by the first rows, or by all in a pass of its own.

use std::num::NonZeroUsize;

use polars::prelude::*;
use polars_arrow::datatypes::ArrowDataType;
use polars_core::runtime::RAYON;
use polars_core::utils::try_get_supertype;
use polars_io::json::remove_bom;
use polars_json::ndjson::iter_unique_dtypes;
use polars_utils::aliases::PlIndexSet;
use rayon::prelude::*;

use super::depth::check_depth;
use super::options::ReadOptions;
use super::rows::{EOL, NdjsonText, lines, pieces};
use crate::io::Stream;
use crate::jvm::Result;
use crate::schema::MAX_DEPTH;
use crate::text::Blocks;

/// What each thread looks at, of the rows that give the types, before the next rows are read.
const LOOK: usize = 4 << 20;

/// Where the rows begin: after a byte order mark.
pub fn mark(bytes: &[u8]) -> Result<usize> {
    Ok(bytes.len() - remove_bom(bytes)?.len())
}

/// The schema that the first rows have, and where they begin; `None` if there is too little to see.
pub fn infer_first(
    bytes: &[u8],
    all: bool,
    options: &ReadOptions,
) -> Result<Option<(Schema, usize)>> {
    let start = mark(bytes)?;
    let rows = &bytes[start..];
    let whole = match all {
        true => rows,
        false => &rows[..memchr::memrchr(EOL, rows).unwrap_or(0)],
    };
    let wanted = options.infer_length.map_or(usize::MAX, NonZeroUsize::get);
    let lines = lines(whole).take(wanted);
    if !all && lines.clone().count() < wanted {
        return Ok(None);
    }
    Ok(Some((settle(row_types(lines), options)?, start)))
}

/// The schema that all rows have.
pub fn infer_all(stream: Stream, options: &ReadOptions) -> Result<Schema> {
    let mut blocks = Blocks::new(stream);
    blocks.look(EOL, |bytes, _| Ok(Some(((), mark(bytes)?))))?;
    let text = NdjsonText {
        schema: Schema::default(),
        keys: None,
        options: ReadOptions::default(),
    };
    let size = LOOK * RAYON.current_num_threads();
    let mut types = PlIndexSet::default();
    while let Some(block) = blocks.next(&text, size)? {
        let pieces = pieces(&block.bytes).into_par_iter();
        let types_in = |piece| match types_of(piece) {
            Ok(types) => types.into_iter().collect(),
            Err(_) => row_types(lines(piece)),
        };
        let seen: Vec<_> = RAYON.install(|| pieces.map(types_in).collect());
        types.extend(seen.into_iter().flatten());
    }
    settle(types, options)
}

/// The types that rows have. Those that are no JSON are left to the parser, which says which they are.
fn row_types<'a>(lines: impl Iterator<Item = &'a [u8]>) -> PlIndexSet<ArrowDataType> {
    lines
        .filter_map(|line| types_of(line).ok())
        .flatten()
        .collect()
}

fn types_of(mut rows: &[u8]) -> PolarsResult<Vec<ArrowDataType>> {
    check_depth(rows)?;
    Ok(iter_unique_dtypes(&mut rows, None)?.collect())
}

/// The schema that has room for all rows. Of a column that is given a type it does not matter what
/// it is.
fn settle(types: PlIndexSet<ArrowDataType>, options: &ReadOptions) -> Result<Schema> {
    let rows = types.iter().map(DataType::from_arrow_dtype);
    let objects = rows.filter_map(|row| match row {
        DataType::Struct(mut fields) => {
            let given = |field: &&mut Field| options.given(&field.name).is_some();
            let given = fields.iter_mut().filter(given);
            given.for_each(|field| field.dtype = DataType::Null);
            Some(Ok(DataType::Struct(fields)))
        },
        _ => None,
    });
    let whole = objects.reduce(|before, row| try_get_supertype(&before?, &row?));
    match whole.transpose()? {
        Some(DataType::Struct(fields)) => Ok(fields.into_iter().collect()),
        _ => {
            let message = format!(
                "no row is a JSON object, as each is to be, of {MAX_DEPTH} levels at the most"
            );
            Err(PolarsError::ComputeError(message.into()).into())
        },
    }
}
