//! CSV, some rows at a time.

use polars::prelude::*;

use super::head::{self, Head};
use super::infer::settle;
use super::options::ReadOptions;
use super::rows::CsvText;
use crate::io::{Consumed, Stream};
use crate::jvm::Result;
use crate::text::{Begun, Blocks, TextBatches, TextHead, TextOptions};

/// An input whose columns may not be known yet.
pub struct CsvHead {
    blocks: Blocks,
    consumed: Consumed,
    /// What all rows say, if those were asked for.
    settled: Option<Head>,
}

impl TextOptions for ReadOptions {
    type Head = CsvHead;
    const DEPTH: usize = 1;

    fn looks_at_all(&self) -> bool {
        self.infer_length.is_none()
    }

    fn look_at_all(&mut self) {
        self.infer_length = None;
    }

    fn want_all_columns(&mut self) {
        self.columns = None;
        self.row_index = None;
    }
}

impl TextHead for CsvHead {
    type Options = ReadOptions;
    type Found = Head;
    type Text = CsvText;

    fn new(stream: Stream, twice: Option<Stream>, options: &ReadOptions) -> Result<Self> {
        let settle = |twice| -> Result<Head> {
            let mut blocks = Blocks::new(twice);
            let mut head = look(&mut blocks, options)?;
            settle(blocks, &mut head, options)?;
            Ok(head)
        };
        Ok(Self {
            consumed: stream.consumed(),
            blocks: Blocks::new(stream),
            settled: twice.map(settle).transpose()?,
        })
    }

    fn look(&mut self, options: &ReadOptions) -> Result<Head> {
        let found = look(&mut self.blocks, options)?;
        let head = self.settled.take().unwrap_or(found);
        options.check_names(&head.schema())?;
        Ok(head)
    }

    fn open(self, options: &ReadOptions, head: Head, rows: usize) -> Result<TextBatches<CsvText>> {
        let text = CsvText::new(
            options,
            head.dialect.clone(),
            &head.schema(),
            self.blocks.limits(),
        );
        let (n_rows, row_index) = (options.n_rows, options.row_index.clone());
        TextBatches::new(text, self.blocks, self.consumed, rows, n_rows, row_index)
    }
}

fn look(blocks: &mut Blocks, options: &ReadOptions) -> Result<Head> {
    blocks.begin(|bytes, all| {
        let head = head::look(options, bytes, all)?;
        Ok(head.map(|head| Begun {
            start: head.start,
            eol: head.dialect.eol,
            found: head,
        }))
    })
}

impl Head {
    /// The columns; those without a value are of text.
    pub fn schema(&self) -> Schema {
        let dtypes = self.dtypes.iter().cloned();
        let dtypes = dtypes.map(|dtype| dtype.unwrap_or(DataType::String));
        self.names.iter().cloned().zip(dtypes).collect()
    }
}
