//! `NdjsonReader`.

use std::num::NonZeroUsize;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;

use crate::error::Result;
use crate::handle::FrameHandle;
use crate::schema;
use crate::source::{Input, JSource};
use crate::wire::{self, Reader};

native! {
    "io.github.polars4j.NdjsonReader",
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
    let options = wire::bytes(env, &options)?;
    let mut wire = Reader::new(&options);
    let overrides = wire.optional(schema::read_schema)?;
    let n_rows = wire.optional_size()?;
    let infer_length = wire.optional_size()?.and_then(NonZeroUsize::new);
    let ignore_errors = wire.bool()?;
    let input = Input::open(env, &path, &name, &source)?;
    let frame = input.read(|reader| {
        let mut reader = JsonReader::new(reader)
            .with_json_format(JsonFormat::JsonLines)
            .infer_schema_len(infer_length)
            .with_ignore_errors(ignore_errors);
        if let Some(overrides) = &overrides {
            reader = reader.with_schema_overwrite(overrides);
        }
        Ok(reader.finish()?)
    })?;
    // polars-io's reader of this format cannot stop early
    Ok(FrameHandle::store(
        frame.head(Some(n_rows.unwrap_or(frame.height()))),
    ))
}
