//! NDJSON, some rows at a time.

use super::infer::{Found, look, settle_all};
use super::options::ReadOptions;
use super::rows::NdjsonText;
use super::types::Keys;
use crate::io::{Consumed, Stream};
use crate::jvm::Result;
use crate::text::{Blocks, TextBatches};

/// An input whose columns may not be known yet.
pub struct NdjsonHead {
    blocks: Blocks,
    consumed: Consumed,
    /// The columns that all rows have, if those were asked for.
    settled: Option<Keys>,
}

impl NdjsonHead {
    /// `twice` is the same input for a pass of its own, if all rows are to give the types.
    pub fn new(stream: Stream, twice: Option<Stream>, options: &ReadOptions) -> Result<Self> {
        let settle = |twice| settle_all(Blocks::new(twice), options);
        Ok(Self {
            consumed: stream.consumed(),
            blocks: Blocks::new(stream),
            settled: twice.map(settle).transpose()?,
        })
    }

    /// Reads until the columns are known.
    pub fn look(&mut self, options: &ReadOptions) -> Result<Found> {
        let mut found = look(&mut self.blocks, options)?;
        if let Some(keys) = self.settled.take() {
            found.keys = keys;
        }
        Ok(found)
    }

    /// Goes on with the rows.
    pub fn open(
        self,
        options: &ReadOptions,
        found: Found,
        rows: usize,
    ) -> Result<TextBatches<NdjsonText>> {
        let keys = options.give(found.keys)?;
        let n_rows = options.n_rows;
        let text = NdjsonText::new(found.layout, keys, options.clone());
        TextBatches::new(text, self.blocks, self.consumed, rows, n_rows, None)
    }
}
