//! `IpcReader`: Arrow IPC files.

use std::sync::Arc;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;
use polars_arrow::datatypes::Metadata;

use super::read::{Format, IpcFile};
use crate::error::{Error, Result};
use crate::handle::FrameHandle;
use crate::schema;
use crate::source::{Input, JSource, Selection};
use crate::wire::Writer;

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
    let selection = Selection::from_java(env, &options)?;
    let input = Input::open(env, &path, &name, &source)?;
    let frame = input.decode(|data| {
        let file = IpcFile::open(&data)?;
        let data = match selection.memory_mapped {
            // SAFETY: Java's documentation passes the duty on: a file that is mapped must not change
            // while frames made of it are in use.
            Some(true) => unsafe { data.map() }?,
            None if !file.is_compressed(&data)? => data.lease(),
            _ => data,
        };
        file.read(&Arc::new(data), &selection)
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
    let wire = input.decode(|data| description_of(&IpcFile::open(&data)?.format))?;
    wire.into_java(env)
}

/// A format's schema and metadata in their wire form.
pub fn description_of(format: &Format) -> Result<Writer> {
    let schema = Schema::from_arrow_schema(&format.schema);
    description(&schema, format.metadata.as_deref())
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
