//! Reads text whose columns are found by looking at its beginning, or at all of it.

use polars::prelude::*;

use super::{Text, TextBatches};
use crate::io::{Input, Stream, guard};
use crate::jvm::{Error, Result, stack};
use crate::read::{Batches, Description, FrameRead};

/// What the reader of a format can be told.
pub trait TextOptions: Clone + Send {
    type Head: TextHead<Options = Self>;

    /// How many levels of values the parser may go down.
    const DEPTH: usize;

    /// Whether all rows give the types.
    fn looks_at_all(&self) -> bool;

    /// Has all rows give the types that are asked for.
    fn look_at_all(&mut self);

    /// Asks for every column as the text has it.
    fn want_all_columns(&mut self);
}

/// An input whose columns may not be known yet.
pub trait TextHead: Sized + Send {
    type Options;
    /// What is known of the columns.
    type Found;
    type Text: Text;

    /// `twice` is the same input for a pass of its own, if all rows are to give the types.
    fn new(stream: Stream, twice: Option<Stream>, options: &Self::Options) -> Result<Self>;

    /// Reads until the columns are known.
    fn look(&mut self, options: &Self::Options) -> Result<Self::Found>;

    /// Goes on with the rows.
    fn open(
        self,
        options: &Self::Options,
        found: Self::Found,
        rows: usize,
    ) -> Result<TextBatches<Self::Text>>;
}

pub struct TextReader<O: TextOptions> {
    input: Input,
    options: O,
    /// The beginning of what is read in batches, as far as it was read.
    head: Option<O::Head>,
}

impl<O: TextOptions> TextReader<O> {
    pub fn new(options: O, input: Input) -> Self {
        Self {
            input,
            options,
            head: None,
        }
    }

    fn head(input: &Input, options: &O) -> Result<O::Head> {
        let twice = match options.looks_at_all() {
            true => Some(input.stream()?),
            false => None,
        };
        O::Head::new(input.stream()?, twice, options)
    }

    fn open_all(
        input: &Input,
        options: &O,
        rows: usize,
    ) -> Result<TextBatches<<O::Head as TextHead>::Text>> {
        let mut head = Self::head(input, options)?;
        let found = head.look(options)?;
        head.open(options, found, rows)
    }

    fn read_all(input: &Input, options: &O) -> Result<DataFrame> {
        guard(&input.name, || {
            stack::with_depth(O::DEPTH, || {
                Self::open_all(input, options, usize::MAX)?.all()
            })
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

impl<O: TextOptions> FrameRead for TextReader<O> {
    /// The columns as they are found and given types, whichever of them are asked for.
    fn describe(&mut self) -> Result<Description> {
        let input = self.input.lasting()?;
        let mut all = self.options.clone();
        all.want_all_columns();
        stack::with_depth(O::DEPTH, || Self::open_all(&input, &all, 1)?.describe())
    }

    /// Where a row does not fit the types that the first ones have, all rows are asked.
    fn read(&mut self) -> Result<DataFrame> {
        let input = self.input.lasting()?;
        match Self::read_all(&input, &self.options) {
            Err(Error::Polars(PolarsError::SchemaMismatch(_), _))
                if !self.options.looks_at_all() =>
            {
                let mut all = self.options.clone();
                all.look_at_all();
                Self::read_all(&input, &all)
            },
            read => read,
        }
    }

    fn batches(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        stack::with_depth(O::DEPTH, || self.open(rows))
    }
}
