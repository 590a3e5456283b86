//! Reads text with a separator, plain or compressed by gzip, zlib or zstd.

use polars::prelude::*;

use super::batches::CsvHead;
use super::infer::check_head;
use super::options::{ReadOptions, columns, exact};
use crate::io::selection::{check_distinct, check_names};
use crate::io::{Input, guard};
use crate::jvm::Result;
use crate::jvm::wire;
use crate::read::{Batches, Description, FrameRead};

pub struct Reader {
    input: Input,
    options: ReadOptions,
    /// The beginning of what is read in batches, as far as it was read.
    head: Option<CsvHead>,
}

impl Reader {
    pub fn new(options: &mut wire::Reader<'_>, input: Input) -> Result<Self> {
        Ok(Self {
            options: ReadOptions::decode(options)?,
            input,
            head: None,
        })
    }

    fn head(input: &Input, options: &ReadOptions) -> Result<CsvHead> {
        let twice = match options.csv.infer_schema_length {
            None => Some(input.stream()?),
            Some(_) => None,
        };
        CsvHead::new(input.stream()?, twice, options)
    }

    fn read_all(&self, input: &Input) -> Result<DataFrame> {
        let options = &self.options.csv;
        check_distinct(columns(options))?;
        check_head(input.stream()?, options)?;
        let mut whole = options.clone();
        // polars counts no skipped lines where it unpacks as much as is asked for
        whole.n_rows = options.n_rows.map(|n| n.saturating_add(options.skip_lines));
        let reader = whole.into_reader_with_file_handle(input.reader()?);
        let mut frame = arrange(reader.finish()?, options)?;
        exact(options).convert(&mut frame, &self.options.given)?;
        Ok(frame.head(options.n_rows.or(Some(usize::MAX))))
    }

    /// Reads once more, block by block: that says in which row it fails.
    fn locate(&self, input: &Input) -> Result<()> {
        let mut head = Self::head(input, &self.options)?;
        let schema = head.look(&self.options)?;
        head.open(&self.options, schema, usize::MAX)?.all()?;
        Ok(())
    }
}

impl FrameRead for Reader {
    /// The columns as they are found and given types, whichever of them are asked for.
    fn describe(&mut self) -> Result<Description> {
        let input = self.input.lasting()?;
        let mut all = self.options.clone();
        all.csv.columns = None;
        all.csv.row_index = None;
        let mut head = Self::head(&input, &all)?;
        let schema = head.look(&all)?;
        head.open(&all, schema, 1)?.describe()
    }

    fn read(&mut self) -> Result<DataFrame> {
        let input = self.input.lasting()?;
        let read = guard(&input.name, || self.read_all(&input));
        read.map_err(|error| {
            let located = guard(&input.name, || self.locate(&input));
            located.err().unwrap_or(error)
        })
    }

    fn batches(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        let mut head = match self.head.take() {
            Some(head) => head,
            None => Self::head(&self.input, &self.options)?,
        };
        match head.look(&self.options) {
            Ok(schema) => Ok(Box::new(head.open(&self.options, schema, rows)?)),
            Err(error) => {
                self.head = Some(head);
                Err(error)
            },
        }
    }
}

/// Puts the columns in the order asked for, and refuses names that polars passes over. What a file
/// has is known only once it is read.
fn arrange(frame: DataFrame, options: &CsvReadOptions) -> Result<DataFrame> {
    let index = options.row_index.as_ref();
    let names = || {
        frame
            .columns()
            .iter()
            .skip(index.iter().len())
            .map(Column::name)
    };
    check_names(names(), columns(options), index)?;
    if options.columns.is_some() {
        let index = index.map(|index| index.name.as_str());
        return Ok(frame.select(index.into_iter().chain(columns(options)))?);
    }
    let overrides = options
        .schema_overwrite
        .iter()
        .flat_map(|schema| schema.iter_names());
    check_names(names(), overrides.map(PlSmallStr::as_str), None)
        .map_err(|error| error.context("the schema overrides name it"))?;
    Ok(frame)
}
