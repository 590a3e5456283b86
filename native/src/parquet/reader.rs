//! `ParquetReader`.

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;
use polars_arrow::datatypes::Metadata;

use super::file::CheckedFile;
use crate::error::Result;
use crate::handle::FrameHandle;
use crate::ipc::description;
use crate::source::{Input, JSource, Selection};

native! {
    "io.github.polars4j.ParquetReader",
    extern fn read(options: jbyte[], path: JString, name: JString, source: JSource) -> FrameHandle
}

fn read(
    env: &mut Env<'_>,
    _: JObject<'_>,
    options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    source: JSource<'_>,
) -> Result<FrameHandle> {
    let selection = Selection::from_java(env, &options)?;
    let input = Input::open(env, &path, &name, &source)?;
    let frame = input.read(|mut reader| {
        let mut file = CheckedFile::open(&mut reader)?;
        let mut parquet = ParquetReader::new(&mut reader);
        parquet.set_metadata(file.metadata());
        selection.check(parquet.schema()?.iter_names())?;
        let rows = selection.n_rows.unwrap_or(usize::MAX).min(file.rows());
        let columns = selection.columns.as_deref();
        file.check_pages(&mut reader, columns, 0..rows)?;
        file.read(columns, 0, |columns| {
            let mut parquet = ParquetReader::new(&mut reader);
            parquet.set_metadata(file.metadata());
            Ok(parquet
                .with_columns(columns)
                .with_slice(Some((0, rows)))
                .with_row_index(selection.row_index.clone())
                .set_rechunk(selection.rechunk)
                .finish()?)
        })
    })?;
    Ok(FrameHandle::store(frame))
}

native! {
    "io.github.polars4j.ParquetReader",
    extern fn describe(path: JString, name: JString, source: JSource) -> jbyte[]
}

/// The schema and the file's key-value metadata.
fn describe<'local>(
    env: &mut Env<'local>,
    _: JObject<'local>,
    path: JString<'local>,
    name: JString<'local>,
    source: JSource<'local>,
) -> Result<JByteArray<'local>> {
    let input = Input::open(env, &path, &name, &source)?;
    let wire = input.read(|mut reader| {
        let file = CheckedFile::open(&mut reader)?;
        let mut reader = ParquetReader::new(reader);
        reader.set_metadata(file.metadata());
        let schema = file.schema()?;
        let pairs = reader.get_metadata()?.key_value_metadata().iter().flatten();
        let metadata: Metadata = pairs
            .filter(|pair| pair.key != "ARROW:schema")
            .map(|pair| {
                (
                    pair.key.as_str().into(),
                    pair.value.as_deref().unwrap_or("").into(),
                )
            })
            .collect();
        description(&schema, (!metadata.is_empty()).then_some(&metadata))
    })?;
    wire.into_java(env)
}
