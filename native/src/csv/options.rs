//! What the CSV reader can be told.

use std::sync::Arc;

use polars::prelude::*;

use crate::io::selection::read_row_index;
use crate::jvm::Result;
use crate::jvm::wire::Reader;
use crate::schema;
use crate::text::Exact;
use crate::text::exact::parsed;

#[derive(Clone)]
pub struct ReadOptions {
    pub csv: CsvReadOptions,
    /// The types that the user gives columns, which may be parsed as others.
    pub given: Schema,
}

impl ReadOptions {
    pub fn decode(wire: &mut Reader<'_>) -> Result<Self> {
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
        Ok(Self {
            csv: options,
            given: overrides.unwrap_or_default(),
        })
    }
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

/// The options for rows without anything before them but a row's end.
pub fn headless(options: &CsvReadOptions) -> CsvReadOptions {
    CsvReadOptions {
        has_header: false,
        skip_lines: 0,
        skip_rows: 1,
        skip_rows_after_header: 0,
        n_rows: None,
        row_index: None,
        schema_overwrite: None,
        raise_if_empty: false,
        columns: None,
        ..options.clone()
    }
}
