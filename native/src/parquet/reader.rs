//! Reads Parquet.

use std::io::Cursor;
use std::ops::Range;

use polars::prelude::*;

use super::batches;
use super::file::{CheckedFile, Pages, ROW_GROUP};
use crate::fields::Fields;
use crate::io::ranges::{Pieces, Seeking};
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

    /// The pages that are wanted, and the rows.
    fn pages(&self) -> Result<Pages> {
        let limits = &self.input.limits;
        let Some(ranges) = self.input.placed() else {
            let mut reader = self.input.reader()?;
            let mut file = CheckedFile::open(&mut reader, limits)?;
            let rows = self.narrow(&mut file)?;
            return Ok(Pages { reader, file, rows });
        };
        let mut file = CheckedFile::open(&mut Seeking::new(ranges.clone()), limits)?;
        let rows = self.narrow(&mut file)?;
        let places = file.places(self.selection.columns.as_deref());
        let length = ranges.len();
        let places = places.into_iter().map(|(start, size)| {
            let start = start.min(length);
            (start, size.min(length - start))
        });
        let places: Vec<_> = places.collect();
        ranges.want(places.iter().copied())?;
        let pieces = Pieces::new(places);
        file.move_to(&pieces)?;
        let reader = Box::new(Cursor::new(ranges.gather(&pieces)?));
        Ok(Pages { reader, file, rows })
    }

    /// Leaves out the row groups without rows that are wanted, and gives these.
    fn narrow(&self, file: &mut CheckedFile) -> Result<Range<usize>> {
        let rows = self.selection.rows(&file.group_rows(), ROW_GROUP)?;
        file.narrow(&rows)?;
        Ok(rows)
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
        let Pages {
            mut reader,
            mut file,
            rows,
        } = self.pages()?;
        let selection = &self.selection;
        let mut parquet = ParquetReader::new(&mut reader);
        parquet.set_metadata(file.metadata());
        selection.check(parquet.schema()?.iter_names())?;
        let columns = selection.columns.as_deref();
        self.input.limits.hold(Limit::Rows, rows.len() as u64)?;
        file.check_pages(&mut reader, columns, rows.clone())?;
        self.fields = file.fields();
        let (slice, row_index) = file.counted(&rows, selection.row_index.as_ref())?;
        file.read(columns, rows.start, |columns| {
            let mut parquet = ParquetReader::new(&mut reader);
            parquet.set_metadata(file.metadata());
            Ok(parquet
                .with_columns(columns)
                .with_slice(Some(slice))
                .with_row_index(row_index.clone())
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
        let pages = stack::with_depth(DEEPEST, || self.pages())?;
        let selection = self.selection.clone();
        let batches = stack::with_depth(DEEPEST, || batches::open(pages, selection, rows))?;
        Ok(Box::new(batches))
    }
}
