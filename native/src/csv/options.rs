//! What the CSV reader can be told.

use polars::prelude::*;
use polars_io::RowIndex;

use super::dialect::Dialect;
use super::nulls::Nulls;
use crate::io::selection::{check_distinct, check_names, read_row_index};
use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};
use crate::schema;
use crate::text::binary::BinaryText;
use crate::text::formats::Formats;
use crate::text::writable::check_types;
use crate::text::{Exact, Rules};

#[derive(Clone)]
pub struct ReadOptions {
    /// `None` for a comma, unless the input says another.
    separator: Option<u8>,
    quote: Option<u8>,
    escape: Option<u8>,
    /// `None` for what the input has.
    eol: Option<u8>,
    comment: Option<Vec<u8>>,
    pub header: bool,
    pub skip_lines: usize,
    pub skip_rows_after_header: usize,
    pub n_rows: Option<usize>,
    /// How many rows give the types; `None` for all.
    pub infer_length: Option<usize>,
    /// The types that the user gives columns.
    pub given: Schema,
    pub columns: Option<Vec<PlSmallStr>>,
    pub row_index: Option<RowIndex>,
    pub values: Values,
    binary: Option<BinaryText>,
}

/// How fields become values.
#[derive(Clone)]
pub struct Values {
    pub nulls: Nulls,
    /// Whether an empty field of a text column is null.
    pub missing_is_null: bool,
    /// Whether fields beyond the last column are dropped.
    pub truncate: bool,
    /// Whether what does not fit is null.
    pub ignore_errors: bool,
    /// Whether bytes that are no UTF-8 are replaced.
    pub lossy: bool,
    /// Whether dates and times are looked for.
    pub dates: bool,
    pub rules: Rules,
}

impl ReadOptions {
    pub fn decode(wire: &mut Reader<'_>) -> Result<Self> {
        let separator = wire.optional_byte()?;
        let header = wire.bool()?;
        let nulls = wire.list(|wire| wire.str().map(|text| text.as_bytes().to_vec()))?;
        let quote = wire.optional_byte()?;
        let given = wire.optional(schema::read_schema)?.unwrap_or_default();
        let dates = wire.bool()?;
        let skip_lines = wire.size()?;
        let skip_rows_after_header = wire.size()?;
        let n_rows = wire.optional_size()?;
        let infer_length = wire.optional_size()?;
        let truncate = wire.bool()?;
        let ignore_errors = wire.bool()?;
        let comment = wire.optional(|wire| wire.str().map(|text| text.as_bytes().to_vec()))?;
        let columns = wire.optional(|wire| wire.list(|wire| wire.str().map(PlSmallStr::from)))?;
        let row_index = read_row_index(wire)?;
        let missing_is_null = wire.bool()?;
        let decimal_comma = wire.bool()?;
        let eol = wire.optional_byte()?;
        let lossy = wire.bool()?;
        let escape = wire.optional_byte()?;
        let formats = Formats::decode(wire)?;
        let binary = BinaryText::decode_option(wire)?;
        BinaryText::check(binary, &given)?;
        check_given(&given)?;
        let values = Values {
            nulls: Nulls::new(nulls),
            missing_is_null,
            truncate,
            ignore_errors,
            lossy,
            dates,
            rules: Rules {
                decimal_comma,
                formats,
            },
        };
        let options = Self {
            separator,
            quote,
            escape: escape.filter(|_| escape != quote), // a quote is doubled anyway
            eol,
            comment: comment.filter(|prefix| !prefix.is_empty()),
            header,
            skip_lines,
            skip_rows_after_header,
            n_rows,
            infer_length,
            given,
            columns,
            row_index,
            values,
            binary,
        };
        check_distinct(options.columns())?;
        Ok(options)
    }

    /// Where rows and fields end, as far as the options say it.
    pub fn dialect(&self) -> Dialect {
        Dialect {
            separator: self.separator.unwrap_or(b','),
            quote: self.quote,
            escape: self.escape,
            eol: self.eol.unwrap_or(b'\n'),
            comment: self.comment.clone(),
        }
    }

    /// Whether the input may say the separator.
    pub fn separator_is_open(&self) -> bool {
        self.separator.is_none()
    }

    /// Whether the input may say what ends its lines.
    pub fn eol_is_open(&self) -> bool {
        self.eol.is_none()
    }

    /// Refuses a separator that is the decimal comma.
    pub fn check_point(&self, dialect: &Dialect) -> Result<()> {
        match self.values.rules.decimal_comma && dialect.separator == b',' {
            true => Err(Error::Argument(
                "the separator and the decimal comma are both ',': withSeparator says another one"
                    .into(),
            )),
            false => Ok(()),
        }
    }

    /// Whether a later row may have more fields than the rows that were looked at.
    pub fn width_is_open(&self) -> bool {
        !self.header && self.infer_length.is_some()
    }

    /// The columns that are asked for.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().flatten().map(PlSmallStr::as_str)
    }

    /// Refuses names that the input does not have.
    pub fn check_names(&self, schema: &Schema) -> Result<()> {
        let names = || schema.iter_names();
        check_names(names(), self.columns(), self.row_index.as_ref())?;
        if self.columns.is_none() {
            let given = self.given.iter_names().map(PlSmallStr::as_str);
            check_names(names(), given, None)
                .map_err(|error| error.context("the schema overrides name it"))?;
        }
        Ok(())
    }

    /// How columns of text become of the types that the user gave.
    pub fn exact(&self) -> Exact {
        Exact {
            strict: !self.values.ignore_errors,
            binary: self.binary,
        }
    }
}

/// Refuses types that no field of CSV says.
fn check_given(given: &Schema) -> Result<()> {
    let allowed = "numbers, booleans, text, categories, dates, times, durations and binary data: read it as String";
    let has_form = |dtype: &DataType| !dtype.is_nested();
    check_types(given, "CSV", allowed, has_form)
}
