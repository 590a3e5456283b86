//! Reads JSON, an object a line.

use std::num::NonZeroUsize;

use polars::prelude::*;

use super::batches::NdjsonHead;
use super::options::ReadOptions;
use crate::io::{Input, guard};
use crate::jvm::wire;
use crate::jvm::{Error, Result, stack};
use crate::read::{Batches, Description, FrameRead};
use crate::schema::MAX_DEPTH;

pub struct Reader {
    input: Input,
    options: ReadOptions,
    /// The beginning of what is read in batches, as far as it was read.
    head: Option<NdjsonHead>,
}

impl Reader {
    pub fn new(options: &mut wire::Reader<'_>, input: Input) -> Result<Self> {
        Ok(Self {
            options: ReadOptions::decode(options)?,
            input,
            head: None,
        })
    }

    fn head(input: &Input, options: &ReadOptions) -> Result<NdjsonHead> {
        let twice = match options.infer_length {
            None => Some(input.stream()?),
            Some(_) => None,
        };
        NdjsonHead::new(input.stream()?, twice, options)
    }

    fn read_all(input: &Input, options: &ReadOptions) -> Result<DataFrame> {
        stack::with_depth(MAX_DEPTH, || {
            let mut head = Self::head(input, options)?;
            let found = head.look(options)?;
            head.open(options, found, usize::MAX)?.all()
        })
    }

    fn open(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        let mut head = match self.head.take() {
            Some(head) => head,
            None => Self::head(&self.input, &self.options)?,
        };
        match head.look(&self.options) {
            Ok(found) => Ok(Box::new(head.open(&self.options, found, rows)?)),
            Err(error) => {
                self.head = Some(head);
                Err(error)
            },
        }
    }
}

impl FrameRead for Reader {
    /// The columns as they are found and given types, whichever of them are asked for.
    fn describe(&mut self) -> Result<Description> {
        let input = self.input.lasting()?;
        let mut all = self.options.clone();
        all.columns = None;
        stack::with_depth(MAX_DEPTH, || {
            let mut head = Self::head(&input, &all)?;
            let found = head.look(&all)?;
            head.open(&all, found, 1)?.describe()
        })
    }

    /// Where a row does not fit the columns that the first ones have, all rows are asked.
    fn read(&mut self) -> Result<DataFrame> {
        let input = self.input.lasting()?;
        let mut options = self.options.clone();
        match guard(&input.name, || Self::read_all(&input, &options)) {
            Err(Error::Polars(PolarsError::SchemaMismatch(_), _))
                if options.infer_length.is_some() =>
            {
                options.infer_length = options.n_rows.and_then(NonZeroUsize::new);
                guard(&input.name, || Self::read_all(&input, &options))
            },
            read => read,
        }
    }

    fn batches(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        stack::with_depth(MAX_DEPTH, || self.open(rows))
    }
}
