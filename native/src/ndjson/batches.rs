//! NDJSON, some rows at a time.

use std::num::NonZeroUsize;

use super::infer::{Found, look, settle_all};
use super::options::ReadOptions;
use super::rows::NdjsonText;
use super::types::Keys;
use crate::io::{Consumed, Stream};
use crate::jvm::Result;
use crate::schema::MAX_DEPTH;
use crate::text::{Blocks, TextBatches, TextHead, TextOptions};

/// An input whose columns may not be known yet.
pub struct NdjsonHead {
    blocks: Blocks,
    consumed: Consumed,
    /// The columns that all rows have, if those were asked for.
    settled: Option<Keys>,
}

impl TextOptions for ReadOptions {
    type Head = NdjsonHead;
    const DEPTH: usize = MAX_DEPTH;

    fn looks_at_all(&self) -> bool {
        self.infer_length.is_none()
    }

    fn look_at_all(&mut self) {
        self.infer_length = self.n_rows.and_then(NonZeroUsize::new);
    }

    fn want_all_columns(&mut self) {
        self.columns = None;
        self.row_index = None;
    }
}

impl TextHead for NdjsonHead {
    type Options = ReadOptions;
    type Found = Found;
    type Text = NdjsonText;

    fn new(stream: Stream, twice: Option<Stream>, options: &ReadOptions) -> Result<Self> {
        let settle = |twice| settle_all(Blocks::new(twice), options);
        Ok(Self {
            consumed: stream.consumed(),
            blocks: Blocks::new(stream),
            settled: twice.map(settle).transpose()?,
        })
    }

    fn look(&mut self, options: &ReadOptions) -> Result<Found> {
        let mut found = look(&mut self.blocks, options)?;
        if let Some(keys) = self.settled.take() {
            found.keys = keys;
        }
        Ok(found)
    }

    fn open(
        self,
        options: &ReadOptions,
        found: Found,
        rows: usize,
    ) -> Result<TextBatches<NdjsonText>> {
        let keys = options.give(found.keys)?;
        let (n_rows, row_index) = (options.n_rows, options.row_index.clone());
        let text = NdjsonText::new(found.layout, keys, options.clone(), self.blocks.limits());
        TextBatches::new(text, self.blocks, self.consumed, rows, n_rows, row_index)
    }
}
