//! The types of CSV's columns: settled by the first rows, or by all in a pass of its own.

use std::sync::Arc;

use polars::prelude::*;
use polars_buffer::Buffer;
use polars_io::csv::read::_csv_read_internal::{SplitLines, is_comment_line};
use polars_io::csv::read::read_until_start_and_infer_schema_from_compressed_reader;
use polars_io::csv::read::schema_inference::finish_infer_field_schema;
use polars_io::utils::compression::CompressedReader;
use polars_utils::aliases::PlIndexSet;

use super::options::headless;
use super::rows::CsvText;
use crate::io::Stream;
use crate::jvm::Result;
use crate::text::{Blocks, Text};

/// The size of the pieces that are looked at one after the other to find the types of all rows.
const LOOK: usize = 4 << 20;

/// Refuses a beginning that polars would take for other text than it is.
pub fn check_head(stream: Stream, options: &CsvReadOptions) -> Result<()> {
    let one_row = options.clone().with_infer_schema_length(Some(1));
    let eol = options.parse_options.eol_char;
    let mut blocks = Blocks::new(stream);
    blocks.look(eol, |bytes, all| infer_head(&one_row, bytes, all))?;
    Ok(())
}

/// As [`infer`], where nothing was read before.
pub fn infer_head(
    options: &CsvReadOptions,
    bytes: &Buffer<u8>,
    all: bool,
) -> Result<Option<(Schema, usize)>> {
    let refuse = |message: String| Err(PolarsError::ComputeError(message.into()).into());
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return refuse("it begins with the byte order mark of UTF-16: text must be UTF-8".into());
    }
    let found = infer(options, bytes, all)?;
    if let Some((schema, start)) = &found
        && options.has_header
        && options.parse_options.encoding == CsvEncoding::Utf8
    {
        // polars replaces what is no UTF-8, unless that is what stands there
        let replaced = |name: &&PlSmallStr| {
            let name = name.split("_duplicated_").next().unwrap_or_default();
            name.contains('\u{fffd}')
                && memchr::memmem::find(&bytes[..*start], name.as_bytes()).is_none()
        };
        if let Some(name) = schema.iter_names().find(replaced) {
            return refuse(format!(
                "invalid utf-8 sequence in the header: column '{name}' (withLossyUtf8 replaces it)"
            ));
        }
    }
    Ok(found)
}

/// The schema that the first rows have, and where they begin; `None` if there is too little to see.
fn infer(
    options: &CsvReadOptions,
    bytes: &Buffer<u8>,
    all: bool,
) -> Result<Option<(Schema, usize)>> {
    let mut reader = CompressedReader::Uncompressed {
        slice: bytes.clone(),
        offset: 0,
    };
    let inferred =
        read_until_start_and_infer_schema_from_compressed_reader(options, None, None, &mut reader);
    let (schema, rows) = match inferred {
        Err(PolarsError::NoData(_)) if !all => return Ok(None),
        inferred => inferred?,
    };
    let CompressedReader::Uncompressed { offset, .. } = reader else {
        unreachable!("made above");
    };
    let start = offset - rows.len();
    if !all {
        let parse = &options.parse_options;
        let comment = parse.comment_prefix.as_ref();
        let wanted = options.infer_schema_length.unwrap_or(usize::MAX).max(1);
        let lines = SplitLines::new(&bytes[start..], parse.quote_char, parse.eol_char, comment)
            .filter(|line| !is_comment_line(line, comment));
        if lines.take(wanted.saturating_add(1)).count() <= wanted {
            return Ok(None); // the last one may not be whole
        }
    }
    Ok(Some((schema, start)))
}

/// The schema that all rows have.
pub fn infer_all(stream: Stream, options: &CsvReadOptions) -> Result<Schema> {
    let mut blocks = Blocks::new(stream);
    let one_row = options.clone().with_infer_schema_length(Some(1));
    let first = blocks.look(options.parse_options.eol_char, |bytes, all| {
        infer(&one_row, bytes, all)
    })?;
    let mut names: Vec<PlSmallStr> = first.iter_names().cloned().collect();
    let mut types: Vec<Option<DataType>> = vec![None; names.len()];
    let rows_only = headless(options);
    let text = CsvText::new(options, first, Schema::default());
    while let Some(block) = blocks.next(&text, LOOK)? {
        let block = block.bytes;
        let Some((schema, _)) = infer(&rows_only, &block, true)? else {
            continue;
        };
        let unsure: Vec<PlSmallStr> = schema
            .iter()
            .enumerate()
            .filter(|(i, (_, dtype))| {
                dtype.is_string() && types.get(*i) != Some(&Some(DataType::String))
            })
            .map(|(_, (name, _))| name.clone())
            .collect();
        let empty = empty_columns(&rows_only, &schema, unsure, &block)?;
        for (i, (name, dtype)) in schema.into_iter().enumerate() {
            let is_empty = empty.contains(&name);
            if i == names.len() {
                if options.has_header {
                    break; // more fields than columns
                }
                names.push(name);
                types.push(None);
            }
            if !is_empty {
                let seen = PlIndexSet::from_iter(types[i].take().into_iter().chain([dtype]));
                types[i] = Some(finish_infer_field_schema(&seen));
            }
        }
    }
    let overrides = options.schema_overwrite.as_deref();
    Ok(names
        .into_iter()
        .zip(types)
        .map(|(name, dtype)| {
            let given = overrides.and_then(|overrides| overrides.get(&name));
            let dtype = given.cloned().or(dtype).unwrap_or(DataType::String);
            (name, dtype)
        })
        .collect())
}

/// Which of the columns have no value: their type, text, says nothing of them.
fn empty_columns(
    options: &CsvReadOptions,
    schema: &Schema,
    columns: Vec<PlSmallStr>,
    block: &[u8],
) -> Result<Vec<PlSmallStr>> {
    if columns.is_empty() {
        return Ok(columns);
    }
    let texts = schema
        .iter_names()
        .map(|name| (name.clone(), DataType::String));
    let mut options = CsvReadOptions {
        ignore_errors: true,
        columns: Some(columns.into()),
        ..options.clone()
    };
    let lenient = Arc::make_mut(&mut options.parse_options);
    lenient.truncate_ragged_lines = true;
    lenient.missing_is_null = true;
    lenient.encoding = CsvEncoding::LossyUtf8;
    let frame = CsvText::new(&options, texts.collect(), Schema::default()).parse(block)?;
    let empty = frame
        .columns()
        .iter()
        .filter(|column| column.null_count() == frame.height());
    Ok(empty.map(|column| column.name().clone()).collect())
}
