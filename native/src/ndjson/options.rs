//! What the NDJSON reader can be told.

use std::num::NonZeroUsize;

use polars::prelude::*;

use crate::jvm::Result;
use crate::jvm::wire::Reader;
use crate::schema;
use crate::text::exact::{self, Exact};
use crate::text::writable::check_types;

/// What the reader can be told.
#[derive(Clone, Default)]
pub struct ReadOptions {
    pub overrides: Option<Schema>,
    pub n_rows: Option<usize>,
    pub infer_length: Option<NonZeroUsize>,
    pub ignore_errors: bool,
    pub columns: Option<Vec<String>>,
}

impl ReadOptions {
    pub fn decode(wire: &mut Reader<'_>) -> Result<Self> {
        Ok(Self {
            overrides: wire.optional(schema::read_schema)?,
            n_rows: wire.optional_size()?,
            infer_length: wire.optional_size()?.and_then(NonZeroUsize::new),
            ignore_errors: wire.bool()?,
            columns: wire.optional(Reader::strings)?,
        })
    }

    /// The type that the user gives a column.
    pub fn given(&self, column: &str) -> Option<&DataType> {
        self.overrides.as_ref()?.get(column)
    }

    /// The types to parse as where they are given: polars panics at those that its parser does not
    /// know, but casts to them.
    pub fn parsed_overrides(&self) -> Result<Option<Schema>> {
        self.overrides.as_ref().map(parsed_schema).transpose()
    }

    /// Gives the columns the types that they are to have.
    pub fn cast(&self, mut frame: DataFrame) -> Result<DataFrame> {
        let exact = Exact {
            strict: !self.ignore_errors,
            decimal_comma: false,
        };
        if let Some(overrides) = &self.overrides {
            exact.convert(&mut frame, overrides)?;
        }
        Ok(frame)
    }
}

fn parsed_schema(overrides: &Schema) -> Result<Schema> {
    let parsed = overrides.iter().map(|(name, dtype)| {
        let parsed = match dtype {
            DataType::Int8 | DataType::Int16 | DataType::UInt8 | DataType::UInt16 => {
                DataType::Int64
            },
            dtype => exact::parsed(dtype),
        };
        (name.clone(), parsed)
    });
    let allowed = "numbers but for decimals, booleans, text, categories, dates, dates with a time";
    check_types(overrides, "NDJSON that is read", allowed, |dtype| {
        use DataType::*;
        !matches!(dtype, Time | Duration(_) | Decimal(..) | Binary)
    })?;
    Ok(parsed.collect())
}
