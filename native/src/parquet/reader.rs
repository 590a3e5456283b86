//! Reads Parquet.

use polars::prelude::*;
use polars_arrow::datatypes::Metadata;

use super::batches;
use super::check::check_depth;
use crate::io::{Input, Selection};
use crate::jvm::wire;
use crate::jvm::{Result, stack};
use crate::read::{Batches, Description, FrameRead};

pub struct Reader {
    input: Input,
    selection: Selection,
}

impl Reader {
    pub fn new(options: &mut wire::Reader<'_>, input: Input) -> Result<Self> {
        let selection = Selection::decode(options)?;
        Ok(Self { input, selection })
    }
}

impl FrameRead for Reader {
    /// The schema and the file's key-value metadata.
    fn describe(&mut self) -> Result<Description> {
        let mut reader = self.input.reader()?;
        let depth = check_depth(&mut reader)?;
        let mut reader = ParquetReader::new(reader);
        let schema = stack::with_depth(depth, || {
            PolarsResult::Ok(Schema::from_arrow_schema(reader.schema()?.as_ref()))
        })?;
        let pairs = reader.get_metadata()?.key_value_metadata().iter().flatten();
        let metadata: Metadata = pairs
            .filter(|pair| pair.key != "ARROW:schema")
            .map(|pair| {
                let value = pair.value.as_deref().unwrap_or("");
                (pair.key.as_str().into(), value.into())
            })
            .collect();
        Ok(Description {
            schema,
            metadata: (!metadata.is_empty()).then(|| metadata.into()),
        })
    }

    fn read(&mut self) -> Result<DataFrame> {
        let mut reader = self.input.reader()?;
        let depth = check_depth(&mut reader)?;
        let mut reader = ParquetReader::new(reader);
        let selection = &self.selection;
        stack::with_depth(depth, || {
            selection.check(reader.schema()?.iter_names())?;
            Ok(reader
                .with_columns(selection.columns.clone())
                .with_slice(selection.n_rows.map(|rows| (0, rows)))
                .with_row_index(selection.row_index.clone())
                .set_rechunk(selection.rechunk)
                .finish()?)
        })
    }

    fn batches(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        let batches = batches::open(self.input.reader()?, self.selection.clone(), rows)?;
        Ok(Box::new(batches))
    }
}
