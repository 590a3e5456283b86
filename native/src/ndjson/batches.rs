//! NDJSON, some rows at a time.

use polars::prelude::*;
use polars_io::utils::overwrite_schema;

use super::infer::{infer_all, infer_first, mark};
use super::keys::Keys;
use super::options::ReadOptions;
use super::rows::{EOL, NdjsonText};
use crate::io::selection::{check_distinct, check_names};
use crate::io::{Consumed, Stream};
use crate::jvm::Result;
use crate::text::{Blocks, TextBatches};

/// An input whose columns may not be known yet.
pub struct NdjsonHead {
    blocks: Blocks,
    consumed: Consumed,
    /// The types that all rows have, if those were asked for.
    settled: Option<Schema>,
}

impl NdjsonHead {
    /// `twice` is the same input for a pass of its own, if all rows are to give the types.
    pub fn new(stream: Stream, twice: Option<Stream>, options: &ReadOptions) -> Result<Self> {
        Ok(Self {
            consumed: stream.consumed(),
            blocks: Blocks::new(stream),
            settled: twice.map(|twice| infer_all(twice, options)).transpose()?,
        })
    }

    /// Reads until the columns are known.
    pub fn look(&mut self, options: &ReadOptions) -> Result<Schema> {
        if self.settled.is_none() {
            return self
                .blocks
                .look(EOL, |bytes, all| infer_first(bytes, all, options));
        }
        self.blocks
            .look(EOL, |bytes, _| Ok(Some(((), mark(bytes)?))))?;
        Ok(self.settled.take().unwrap_or_default())
    }

    /// Goes on with the rows.
    pub fn open(
        self,
        options: ReadOptions,
        mut schema: Schema,
        rows: usize,
    ) -> Result<TextBatches<NdjsonText>> {
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
        if let Some(columns) = &options.columns {
            let names = || columns.iter().map(String::as_str);
            check_distinct(names())?;
            check_names(schema.iter_names(), names(), None)?;
            schema = schema.try_project(columns)?;
        }
        let n_rows = options.n_rows;
        let text = NdjsonText {
            schema,
            keys,
            options,
        };
        TextBatches::new(text, self.blocks, self.consumed, rows, n_rows, None)
    }
}
