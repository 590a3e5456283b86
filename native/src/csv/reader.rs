//! `CsvReader`: text with a separator, plain or compressed by gzip, zlib or zstd.

use std::sync::Arc;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;

use super::batches;
use crate::error::Result;
use crate::exact::{Exact, parsed};
use crate::handle::FrameHandle;
use crate::schema;
use crate::source::{Input, JSource, check_distinct, check_names, guard, read_row_index};
use crate::wire::{self, Reader};

native! {
    "io.github.polars4j.CsvReader",
    extern fn read(options: jbyte[], path: JString, name: JString, source: JSource) -> FrameHandle
}

fn read(
    env: &mut Env<'_>,
    _: JObject<'_>,
    options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    source: JSource<'_>,
) -> Result<FrameHandle> {
    let (options, given) = read_options(&mut Reader::new(&wire::bytes(env, &options)?))?;
    let input = Input::open(env, &path, &name, &source)?;
    let frame = input.read(|reader| {
        check_distinct(columns(&options))?;
        batches::check_head(input.stream()?, &options)?;
        let mut whole = options.clone();
        // polars counts no skipped lines where it unpacks as much as is asked for
        whole.n_rows = options.n_rows.map(|n| n.saturating_add(options.skip_lines));
        let reader = whole.into_reader_with_file_handle(reader);
        let mut frame = arrange(reader.finish()?, &options)?;
        exact(&options).convert(&mut frame, &given)?;
        Ok(frame.head(options.n_rows.or(Some(usize::MAX))))
    });
    let frame = frame.map_err(|error| located(&input, options, given).err().unwrap_or(error))?;
    Ok(FrameHandle::store(frame))
}

/// Reads once more, block by block: that says in which row it fails.
fn located(input: &Input, options: CsvReadOptions, given: Schema) -> Result<()> {
    guard(&input.name, || {
        let first = match options.infer_schema_length {
            None => Some(input.stream()?),
            Some(_) => None,
        };
        batches::open(input.stream()?, first, options, given, usize::MAX)?.all()?;
        Ok(())
    })
}

/// How the columns become of the types that the user gave.
pub fn exact(options: &CsvReadOptions) -> Exact {
    Exact {
        strict: !options.ignore_errors,
        decimal_comma: options.parse_options.decimal_comma,
    }
}

/// The columns that are asked for.
pub fn columns(options: &CsvReadOptions) -> impl Iterator<Item = &str> {
    options
        .columns
        .iter()
        .flat_map(|columns| columns.iter())
        .map(PlSmallStr::as_str)
}

/// Puts the columns in the order asked for, and refuses names that polars passes over. What a file
/// has is known only once it is read.
fn arrange(frame: DataFrame, options: &CsvReadOptions) -> Result<DataFrame> {
    let index = options.row_index.as_ref();
    let names = || {
        frame
            .columns()
            .iter()
            .skip(index.iter().len())
            .map(Column::name)
    };
    check_names(names(), columns(options), index)?;
    if options.columns.is_some() {
        let index = index.map(|index| index.name.as_str());
        return Ok(frame.select(index.into_iter().chain(columns(options)))?);
    }
    let overrides = options
        .schema_overwrite
        .iter()
        .flat_map(|schema| schema.iter_names());
    check_names(names(), overrides.map(PlSmallStr::as_str), None)
        .map_err(|error| error.context("the schema overrides name it"))?;
    Ok(frame)
}

/// The options, and the types that the user gives columns, which may be parsed as others.
pub fn read_options(wire: &mut Reader<'_>) -> Result<(CsvReadOptions, Schema)> {
    let separator = wire.optional_byte()?.unwrap_or(b',');
    let header = wire.bool()?;
    let null_values = wire.list(|wire| wire.str().map(PlSmallStr::from))?;
    let quote = wire.optional_byte()?;
    let overrides = wire.optional(schema::read_schema)?;
    let try_parse_dates = wire.bool()?;
    let skip_lines = wire.size()?;
    let skip_rows_after_header = wire.size()?;
    let n_rows = wire.optional_size()?;
    let infer_length = wire.optional_size()?;
    let truncate_ragged_lines = wire.bool()?;
    let ignore_errors = wire.bool()?;
    let comment_prefix = wire.optional(Reader::str)?;
    let columns = wire.optional(|wire| wire.list(|wire| wire.str().map(PlSmallStr::from)))?;
    let row_index = read_row_index(wire)?;
    let missing_is_null = wire.bool()?;
    let decimal_comma = wire.bool()?;
    let eol = wire.optional_byte()?.unwrap_or(b'\n');
    let encoding = match wire.bool()? {
        true => CsvEncoding::LossyUtf8,
        false => CsvEncoding::Utf8,
    };
    let parse = CsvParseOptions {
        separator,
        quote_char: quote,
        eol_char: eol,
        encoding,
        null_values: (!null_values.is_empty()).then_some(NullValues::AllColumns(null_values)),
        missing_is_null,
        truncate_ragged_lines,
        comment_prefix: comment_prefix.map(CommentPrefix::new_from_str),
        try_parse_dates,
        decimal_comma,
    };
    let parsed = |(name, dtype): (&PlSmallStr, &DataType)| (name.clone(), parsed(dtype));
    let options = CsvReadOptions {
        has_header: header,
        schema_overwrite: overrides
            .as_ref()
            .map(|given| Arc::new(given.iter().map(parsed).collect())),
        skip_lines,
        skip_rows_after_header,
        n_rows,
        infer_schema_length: infer_length,
        ignore_errors,
        columns: columns.map(Arc::from),
        row_index,
        parse_options: Arc::new(parse),
        ..CsvReadOptions::default()
    };
    Ok((options, overrides.unwrap_or_default()))
}
