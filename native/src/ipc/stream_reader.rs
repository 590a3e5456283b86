//! `IpcStreamReader`: Arrow IPC streams.

use std::sync::Arc;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};

use super::read::IpcStream;
use super::reader::description_of;
use crate::error::Result;
use crate::handle::FrameHandle;
use crate::source::{Input, JSource, Selection};

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
    let selection = Selection::from_java(env, &options)?;
    let input = Input::open(env, &path, &name, &source)?;
    let frame = input.decode(|data| IpcStream::open(&data)?.read(&Arc::new(data), &selection))?;
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
    let wire = input.decode(|data| description_of(&IpcStream::open(&data)?.format))?;
    wire.into_java(env)
}
