//! `ParquetReader`.

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;
use polars_arrow::datatypes::Metadata;

use super::check::check_depth;
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
        check_depth(&mut reader)?;
        let mut reader = ParquetReader::new(reader);
        selection.check(reader.schema()?.iter_names())?;
        Ok(reader
            .with_columns(selection.columns)
            .with_slice(selection.n_rows.map(|rows| (0, rows)))
            .with_row_index(selection.row_index)
            .set_rechunk(selection.rechunk)
            .finish()?)
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
        check_depth(&mut reader)?;
        let mut reader = ParquetReader::new(reader);
        let schema = Schema::from_arrow_schema(reader.schema()?.as_ref());
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
