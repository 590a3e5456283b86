//! CSV, some rows at a time.

use polars::prelude::*;

use super::infer::{infer_all, infer_head};
use super::options::{ReadOptions, columns};
use super::rows::CsvText;
use crate::io::selection::{check_distinct, check_names};
use crate::io::{Consumed, Stream};
use crate::jvm::Result;
use crate::text::{Blocks, TextBatches};

/// An input whose columns may not be known yet.
pub struct CsvHead {
    blocks: Blocks,
    consumed: Consumed,
    /// The types that all rows have, if those were asked for.
    settled: Option<Schema>,
}

impl CsvHead {
    /// `twice` is the same input for a pass of its own, if all rows are to give the types.
    pub fn new(stream: Stream, twice: Option<Stream>, options: &ReadOptions) -> Result<Self> {
        check_distinct(columns(&options.csv))?;
        let settle = |twice| infer_all(twice, &options.csv);
        Ok(Self {
            consumed: stream.consumed(),
            blocks: Blocks::new(stream),
            settled: twice.map(settle).transpose()?,
        })
    }

    /// Reads until the columns are known.
    pub fn look(&mut self, options: &ReadOptions) -> Result<Schema> {
        let mut head = options.csv.clone();
        if self.settled.is_some() {
            head.infer_schema_length = Some(1);
        }
        let eol = head.parse_options.eol_char;
        let look = |bytes: &_, all| infer_head(&head, bytes, all);
        let inferred = self.blocks.look(eol, look)?;
        let schema = self.settled.take().unwrap_or(inferred);
        check_columns(&schema, &options.csv)?;
        Ok(schema)
    }

    /// Goes on with the rows.
    pub fn open(
        self,
        options: &ReadOptions,
        schema: Schema,
        rows: usize,
    ) -> Result<TextBatches<CsvText>> {
        let csv = &options.csv;
        let text = CsvText::new(csv, schema, options.given.clone());
        let (n_rows, row_index) = (csv.n_rows, csv.row_index.clone());
        TextBatches::new(text, self.blocks, self.consumed, rows, n_rows, row_index)
    }
}

fn check_columns(schema: &Schema, options: &CsvReadOptions) -> Result<()> {
    let names = || schema.iter_names();
    check_names(names(), columns(options), options.row_index.as_ref())?;
    if options.columns.is_none()
        && let Some(overrides) = &options.schema_overwrite
    {
        let overrides = overrides.iter_names().map(PlSmallStr::as_str);
        check_names(names(), overrides, None)
            .map_err(|error| error.context("the schema overrides name it"))?;
    }
    Ok(())
}
