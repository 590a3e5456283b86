//! `IpcReader`: Arrow IPC files.

use std::path::PathBuf;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;
use polars_arrow::datatypes::Metadata;

use super::layout::Layout;
use super::ranges;
use crate::error::{Error, Result};
use crate::handle::FrameHandle;
use crate::schema;
use crate::source::{Input, JSource, Selection};
use crate::wire::{self, Reader, Writer};

native! {
    "io.github.polars4j.IpcReader",
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
    let mapped = match selection.memory_mapped {
        true => Some(PathBuf::from(path.try_to_string(env)?)),
        false => None,
    };
    let frame = input.read(|mut reader| {
        let layout = Layout::of_file(&mut reader)?;
        if mapped.is_some() && layout.codec.is_some() {
            let message = "memoryMapped(true): the record batches are compressed; only uncompressed \
                           files can be mapped";
            return Err(PolarsError::InvalidOperation(message.into()).into());
        }
        ranges::check_file(&mut reader, &selection)?;
        let mut reader = IpcReader::new(reader);
        selection.check(reader.schema()?.iter_names())?;
        let reader = reader
            .with_columns(selection.columns)
            .with_n_rows(selection.n_rows)
            .with_row_index(selection.row_index)
            .set_rechunk(selection.rechunk);
        // SAFETY: Java's documentation passes the duty on: a file that is mapped must be valid and
        // must not change while frames made of it are in use.
        Ok(unsafe { reader.memory_mapped(mapped) }.finish()?)
    })?;
    Ok(FrameHandle::store(frame))
}

native! {
    "io.github.polars4j.IpcReader",
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
        Layout::of_file(&mut reader)?;
        let mut reader = IpcReader::new(reader);
        let schema = Schema::from_arrow_schema(reader.schema()?.as_ref());
        let metadata = reader.custom_metadata()?;
        description(&schema, metadata.as_deref())
    })?;
    wire.into_java(env)
}

/// A schema and its metadata in their wire form.
pub fn description(schema: &Schema, metadata: Option<&Metadata>) -> Result<Writer, Error> {
    let mut wire = Writer::default();
    schema::write_schema(&mut wire, schema)?;
    wire.bool(metadata.is_some());
    if let Some(metadata) = metadata {
        wire.i32(metadata.len());
        for (key, value) in metadata {
            wire.str(key).str(value);
        }
    }
    Ok(wire)
}
