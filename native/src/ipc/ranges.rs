//! Refuses times that polars has none for. It reads them as nulls, or wraps them around, so that
//! columns in such units are looked at before.

use std::io::{Read, Seek};

use polars::prelude::*;
use polars_arrow::io::ipc::read::{
    FileReader, StreamReader, StreamState, read_file_metadata, read_stream_metadata,
};
use polars_arrow::record_batch::RecordBatchT;

use crate::ffi::{check, in_column};
use crate::source::Selection;

type Batch = RecordBatchT<Box<dyn polars_arrow::array::Array>>;

/// Checks a file, and leaves the reader at its start.
pub fn check_file<R: Read + Seek>(reader: &mut R, selection: &Selection) -> PolarsResult<()> {
    let metadata = read_file_metadata(reader)?;
    let columns = scaled(&metadata.schema, selection);
    if !columns.is_empty() {
        let batches = FileReader::new(&mut *reader, metadata, Some(columns), selection.n_rows);
        batches
            .into_iter()
            .try_for_each(|batch| check_batch(&batch?))?;
    }
    Ok(reader.rewind()?)
}

/// Checks a stream, and leaves the reader at its start.
pub fn check_stream<R: Read + Seek>(reader: &mut R, selection: &Selection) -> PolarsResult<()> {
    let metadata = read_stream_metadata(reader)?;
    let columns = scaled(&metadata.schema, selection);
    if !columns.is_empty() {
        for state in StreamReader::new(&mut *reader, metadata, Some(columns)) {
            match state? {
                StreamState::Some(batch) => check_batch(&batch)?,
                StreamState::Waiting => break,
            }
        }
    }
    Ok(reader.rewind()?)
}

fn scaled(schema: &ArrowSchema, selection: &Selection) -> Vec<usize> {
    let wanted = |name: &str| match &selection.columns {
        Some(columns) => columns.iter().any(|column| column == name),
        None => true,
    };
    let fields = schema.iter_values().enumerate();
    fields
        .filter(|(_, field)| wanted(&field.name) && check::is_scaled(field.dtype()))
        .map(|(index, _)| index)
        .collect()
}

fn check_batch(batch: &Batch) -> PolarsResult<()> {
    for (field, array) in batch.schema().iter_values().zip(batch.arrays()) {
        check::mended(array.clone()).map_err(|error| in_column(&field.name, error))?;
    }
    Ok(())
}
