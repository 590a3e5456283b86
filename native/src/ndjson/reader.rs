//! Reads JSON, an object a line.

use std::num::NonZeroUsize;

use polars::prelude::*;

use super::batches::NdjsonHead;
use super::options::ReadOptions;
use crate::io::Input;
use crate::jvm::wire;
use crate::jvm::{Result, stack};
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
            let schema = head.look(options)?;
            head.open(options.clone(), schema, usize::MAX)?.all()
        })
    }
}

impl Reader {
    fn open(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        let mut head = match self.head.take() {
            Some(head) => head,
            None => Self::head(&self.input, &self.options)?,
        };
        match head.look(&self.options) {
            Ok(schema) => Ok(Box::new(head.open(self.options.clone(), schema, rows)?)),
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
        let all = ReadOptions {
            columns: None,
            ..self.options.clone()
        };
        stack::with_depth(MAX_DEPTH, || {
            let mut head = Self::head(&input, &all)?;
            let schema = head.look(&all)?;
            head.open(all, schema, 1)?.describe()
        })
    }

    /// Where all rows are to give the types, the first do most often, and none of the others is refused
    /// then: looking at all takes half as long as reading them.
    fn read(&mut self) -> Result<DataFrame> {
        let input = self.input.lasting()?;
        if self.options.infer_length.is_none() && !self.options.ignore_errors {
            let first = ReadOptions {
                infer_length: NonZeroUsize::new(100),
                ..self.options.clone()
            };
            let frame = Self::read_all(&input, &first);
            if frame.is_ok() {
                return frame;
            }
        }
        Self::read_all(&input, &self.options)
    }

    fn batches(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        stack::with_depth(MAX_DEPTH, || self.open(rows))
    }
}
