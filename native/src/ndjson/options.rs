//! What the NDJSON reader can be told.

use std::num::NonZeroUsize;

use polars::prelude::*;
use polars_io::RowIndex;

use super::json::Leniency;
use super::types::{Keys, Others, Type};
use crate::io::selection::{check_distinct, check_names, read_row_index};
use crate::jvm::Result;
use crate::jvm::wire::Reader;
use crate::schema;
use crate::text::Exact;
use crate::text::binary::BinaryText;

/// What the reader can be told.
#[derive(Clone, Default)]
pub struct ReadOptions {
    /// The types that the user gives columns.
    given: Schema,
    pub n_rows: Option<usize>,
    /// How many rows give the types; `None` for all.
    pub infer_length: Option<NonZeroUsize>,
    pub ignore_errors: bool,
    pub columns: Option<Vec<PlSmallStr>>,
    pub row_index: Option<RowIndex>,
    pub leniency: Leniency,
    binary: Option<BinaryText>,
}

impl ReadOptions {
    pub fn decode(wire: &mut Reader<'_>) -> Result<Self> {
        let options = Self {
            given: wire.optional(schema::read_schema)?.unwrap_or_default(),
            n_rows: wire.optional_size()?,
            infer_length: wire.optional_size()?.and_then(NonZeroUsize::new),
            ignore_errors: wire.bool()?,
            columns: wire.optional(|wire| wire.list(|wire| wire.str().map(PlSmallStr::from)))?,
            row_index: read_row_index(wire)?,
            leniency: Leniency {
                last_key: wire.bool()?,
                escapes: wire.bool()?,
            },
            binary: BinaryText::decode_option(wire)?,
        };
        BinaryText::check(options.binary, &options.given)?;
        Ok(options)
    }

    /// The columns that the user gives types.
    pub fn given_keys(&self) -> Keys {
        let names = self.given.iter_names().cloned();
        Keys {
            fields: names.map(|name| (name, Type::Null)).collect(),
            others: Others::Late,
        }
    }

    /// The columns with the types that the user gives them; those that nobody asks for are passed over.
    pub fn give(&self, mut found: Keys) -> Result<Keys> {
        if let Some(name) = self
            .given
            .iter_names()
            .find(|name| !found.fields.iter().any(|(found, _)| found == *name))
        {
            let message = format!("no column '{name}' (the schema overrides name it)");
            return Err(PolarsError::SchemaFieldNotFound(message.into()).into());
        }
        if self.columns.is_some() {
            found.others = Others::Skipped;
        }
        for (name, of) in &mut found.fields {
            if let Some(dtype) = self.given.get(name) {
                *of = Type::Given(dtype.clone());
            }
        }
        let asked = || self.columns.iter().flatten().map(PlSmallStr::as_str);
        check_distinct(asked())?;
        let names = found.fields.iter().map(|(name, _)| name);
        check_names(names, asked(), self.row_index.as_ref())?;
        if let Some(columns) = &self.columns {
            for (name, of) in &mut found.fields {
                if !columns.contains(name) {
                    *of = Type::Skipped;
                }
            }
        }
        Ok(found)
    }

    /// Gives the columns the types that they are to have, and the order in which they are asked for.
    pub fn convert(&self, frame: &mut DataFrame) -> Result<()> {
        let exact = Exact {
            strict: !self.ignore_errors,
            binary: self.binary,
        };
        exact.convert(frame, &self.given)?;
        if let Some(columns) = &self.columns {
            *frame = frame.select(columns.iter().cloned())?;
        }
        Ok(())
    }
}
