//! `IpcStreamReader`: Arrow IPC streams.

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;

use super::layout::Layout;
use super::ranges;
use super::reader::description;
use crate::error::Result;
use crate::handle::FrameHandle;
use crate::source::{Input, JSource, Selection};
use crate::wire::{self, Reader};

native! {
    "io.github.polars4j.IpcStreamReader",
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
    let selection = Selection::read(&mut Reader::new(&wire::bytes(env, &options)?))?;
    let input = Input::open(env, &path, &name, &source)?;
    let frame = input.read(|mut reader| {
        Layout::of_stream(&mut reader)?;
        ranges::check_stream(&mut reader, &selection)?;
        let mut reader = IpcStreamReader::new(reader);
        selection.check(reader.schema()?.iter_names())?;
        Ok(reader
            .with_columns(selection.columns)
            .with_n_rows(selection.n_rows)
            .with_row_index(selection.row_index)
            .set_rechunk(selection.rechunk)
            .finish()?)
    })?;
    Ok(FrameHandle::store(frame))
}

native! {
    "io.github.polars4j.IpcStreamReader",
    extern fn describe(path: JString, name: JString, source: JSource) -> jbyte[]
}

/// The schema and its custom metadata.
fn describe<'local>(
    env: &mut Env<'local>,
    _: JObject<'local>,
    path: JString<'local>,
    name: JString<'local>,
    source: JSource<'local>,
) -> Result<JByteArray<'local>> {
    let input = Input::open(env, &path, &name, &source)?;
    let wire = input.read(|mut reader| {
        Layout::of_stream(&mut reader)?;
        let mut reader = IpcStreamReader::new(reader);
        let schema = reader.schema()?;
        let metadata = reader.custom_metadata()?;
        description(&schema, metadata.as_deref())
    })?;
    wire.into_java(env)
}
