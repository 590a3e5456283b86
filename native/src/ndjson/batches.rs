//! `NdjsonReader.batches`: the types are settled by the first rows, or by all in a pass of its own.

use std::num::NonZeroUsize;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use jni::sys::jint;
use polars::prelude::*;
use polars_arrow::datatypes::ArrowDataType;
use polars_core::runtime::RAYON;
use polars_core::utils::{accumulate_dataframes_vertical, try_get_supertype};
use polars_io::json::remove_bom;
use polars_io::ndjson::core::{is_json_line, parse_ndjson};
use polars_io::utils::overwrite_schema;
use polars_json::ndjson::iter_unique_dtypes;
use polars_utils::aliases::PlIndexSet;
use rayon::prelude::*;

use super::depth::check_depth;
use super::keys::Keys;
use super::reader::Options;
use crate::error::Result;
use crate::handle::BatchesHandle;
use crate::schema::MAX_DEPTH;
use crate::source::{JSource, Stream};
use crate::text::{self, Blocks, Text, TextBatches};
use crate::wire::{self, Reader};

const EOL: u8 = b'\n';

/// What each thread looks at, of the rows that give the types, before the next rows are read.
const LOOK: usize = 4 << 20;

/// Smaller pieces are not worth a thread.
const LEAST_PIECE: usize = 16 << 10;

native! {
    "io.github.polars4j.NdjsonReader",
    extern fn open_batches(
        options: jbyte[],
        path: JString,
        name: JString,
        source: JSource,
        rows: jint,
    ) -> BatchesHandle
}

fn open_batches(
    env: &mut Env<'_>,
    _: JObject<'_>,
    options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    source: JSource<'_>,
    rows: jint,
) -> Result<BatchesHandle> {
    let options = Options::decode(&mut Reader::new(&wire::bytes(env, &options)?))?;
    let twice = options.infer_length.is_none();
    text::open(env, &path, &name, &source, twice, |stream, first| {
        open(stream, first, options, rows as usize)
    })
}

pub fn open(
    stream: Stream,
    twice: Option<Stream>,
    options: Options,
    rows: usize,
) -> Result<TextBatches<NdjsonText>> {
    let consumed = stream.consumed();
    let mut blocks = Blocks::plain(stream);
    let mut schema = match twice {
        Some(twice) => {
            let schema = infer_all(twice, &options)?;
            blocks.look(EOL, |bytes, _| Ok(Some(((), mark(bytes)?))))?;
            schema
        },
        None => blocks.look(EOL, |bytes, all| infer_first(bytes, all, &options))?,
    };
    let settles = schema
        .iter_names()
        .any(|name| options.given(name).is_none());
    let keys = settles.then(|| Keys::new(schema.iter(), |name| options.given(name).is_some()));
    if let Some(overrides) = options.parsed_overrides()? {
        if let Some(name) = overrides.iter_names().find(|name| !schema.contains(name)) {
            let message = format!("no column '{name}' (the schema overrides name it)");
            return Err(PolarsError::SchemaFieldNotFound(message.into()).into());
        }
        overwrite_schema(&mut schema, &overrides)?;
    }
    let n_rows = options.n_rows;
    let text = NdjsonText {
        schema,
        keys,
        options,
    };
    TextBatches::new(text, blocks, consumed, rows, n_rows, None)
}

/// Where the rows begin: after a byte order mark.
fn mark(bytes: &[u8]) -> Result<usize> {
    Ok(bytes.len() - remove_bom(bytes)?.len())
}

/// The schema that the first rows have, and where they begin; `None` if there is too little to see.
fn infer_first(bytes: &[u8], all: bool, options: &Options) -> Result<Option<(Schema, usize)>> {
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
fn infer_all(stream: Stream, options: &Options) -> Result<Schema> {
    let mut blocks = Blocks::plain(stream);
    blocks.look(EOL, |bytes, _| Ok(Some(((), mark(bytes)?))))?;
    let text = NdjsonText {
        schema: Schema::default(),
        keys: None,
        options: Options::default(),
    };
    let size = LOOK * RAYON.current_num_threads();
    let mut types = PlIndexSet::default();
    while let Some(block) = blocks.next(&text, size)? {
        let pieces = pieces(&block).into_par_iter();
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
fn settle(types: PlIndexSet<ArrowDataType>, options: &Options) -> Result<Schema> {
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

fn lines(rows: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    rows.split(|byte| *byte == EOL).filter(|l| is_json_line(l))
}

/// Whole rows for each thread.
fn pieces(rows: &[u8]) -> Vec<&[u8]> {
    let pieces = (4 * RAYON.current_num_threads()).min(rows.len() / LEAST_PIECE);
    let mut rest = rows;
    let pieces = (0..=pieces).map(|i| {
        let wanted = rest.len() / (pieces + 1 - i);
        let end = memchr::memchr(EOL, &rest[wanted..]);
        let end = end.map_or(rest.len(), |end| wanted + end + 1);
        rest.split_off(..end).unwrap_or_default()
    });
    pieces.collect()
}

/// Objects of a known schema.
pub struct NdjsonText {
    options: Options,
    schema: Schema,
    /// Those that rows may have, unless the user gives them all.
    keys: Option<Keys>,
}

impl Text for NdjsonText {
    fn eol(&self) -> u8 {
        EOL
    }

    fn cut(&self, rows: &[u8]) -> Option<usize> {
        memchr::memrchr(EOL, rows).map(|end| end + 1)
    }

    fn parse(&self, rows: &[u8]) -> Result<DataFrame> {
        let parse = |piece| {
            check_depth(piece)?;
            let frame = parse_ndjson(piece, None, &self.schema, self.options.ignore_errors)?;
            if let Some(keys) = &self.keys {
                keys.check(piece)?;
            }
            Ok(frame)
        };
        let frames: PolarsResult<Vec<DataFrame>> =
            RAYON.install(|| pieces(rows).into_par_iter().map(parse).collect());
        self.options.cast(accumulate_dataframes_vertical(frames?)?)
    }

    fn bounds(&self, rows: &[u8]) -> Vec<usize> {
        lines(rows)
            .map(|line| line.as_ptr() as usize - rows.as_ptr() as usize)
            .chain([rows.len()])
            .collect()
    }
}
