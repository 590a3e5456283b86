//! Reads Parquet.

use std::io::Cursor;

use polars::prelude::*;
use polars_io::mmap::MmapBytesReader;

use super::batches;
use super::file::{CheckedFile, ROW_GROUP};
use crate::fields::Fields;
use crate::io::ranges::Seeking;
use crate::io::{Input, Limit, Selection};
use crate::jvm::wire;
use crate::jvm::{Result, stack};
use crate::read::{Batches, Description, FrameRead};
use crate::schema::MAX_DEPTH;

/// A list is of two groups.
const DEEPEST: usize = 2 * MAX_DEPTH;

pub struct Reader {
    input: Input,
    selection: Selection,
    /// Of the file that was read.
    fields: Fields,
}

impl Reader {
    pub fn new(options: &mut wire::Reader<'_>, input: Input) -> Result<Self> {
        let selection = Selection::decode(options, input.limits)?;
        let fields = Fields::default();
        Ok(Self {
            input,
            selection,
            fields,
        })
    }

    /// The footer, of which no more is read than is needed.
    fn open(&self) -> Result<CheckedFile> {
        let limits = &self.input.limits;
        match self.input.placed() {
            Some(ranges) => CheckedFile::open(&mut Seeking::new(ranges.clone()), limits),
            None => CheckedFile::open(&mut self.input.reader()?, limits),
        }
    }

    /// The file, of which the pages that are wanted are there.
    fn pages(&self) -> Result<Box<dyn MmapBytesReader>> {
        let Some(ranges) = self.input.placed() else {
            return self.input.reader();
        };
        let file = self.open()?;
        let rows = self.selection.rows(&file.group_rows(), ROW_GROUP)?;
        let mut places = file.places(self.selection.columns.as_deref(), rows);
        let end = file.end();
        places.push((end, ranges.len() - end));
        ranges.want(places.into_iter())?;
        Ok(Box::new(Cursor::new(ranges.image()?)))
    }

    fn describe(&self) -> Result<Description> {
        let file = self.open()?;
        Ok(Description {
            schema: file.schema()?,
            metadata: file.pairs(),
            refused: file.refused(),
            fields: file.fields(),
        })
    }

    fn read(&mut self) -> Result<DataFrame> {
        let mut reader = self.pages()?;
        let selection = &self.selection;
        let mut file = CheckedFile::open(&mut reader, &self.input.limits)?;
        let mut parquet = ParquetReader::new(&mut reader);
        parquet.set_metadata(file.metadata());
        selection.check(parquet.schema()?.iter_names())?;
        let rows = selection.rows(&file.group_rows(), ROW_GROUP)?;
        let columns = selection.columns.as_deref();
        self.input.limits.hold(Limit::Rows, rows.len() as u64)?;
        file.check_pages(&mut reader, columns, rows.clone())?;
        self.fields = file.fields();
        file.read(columns, rows.start, |columns| {
            let mut parquet = ParquetReader::new(&mut reader);
            parquet.set_metadata(file.metadata());
            Ok(parquet
                .with_columns(columns)
                .with_slice(Some((rows.start, rows.len())))
                .with_row_index(selection.row_index.clone())
                .set_rechunk(selection.rechunk)
                .finish()?)
        })
    }
}

impl FrameRead for Reader {
    /// The schema and the file's key-value metadata.
    fn describe(&mut self) -> Result<Description> {
        stack::with_depth(DEEPEST, || Self::describe(self))
    }

    fn read(&mut self) -> Result<DataFrame> {
        stack::with_depth(DEEPEST, || Self::read(self))
    }

    fn layout(&mut self) -> Result<wire::Writer> {
        let limits = &self.input.limits;
        match self.input.placed() {
            Some(ranges) => CheckedFile::layout(&mut Seeking::new(ranges.clone()), limits),
            None => CheckedFile::layout(&mut self.input.reader()?, limits),
        }
    }

    fn fields(&self) -> Fields {
        self.fields.clone()
    }

    fn batches(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        let reader = stack::with_depth(DEEPEST, || self.pages())?;
        let selection = self.selection.clone();
        let batches = stack::with_depth(DEEPEST, || batches::open(reader, selection, rows))?;
        Ok(Box::new(batches))
    }
}
