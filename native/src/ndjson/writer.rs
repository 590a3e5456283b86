//! `NdjsonWriter`.

use std::io::Write;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;

use crate::error::Result;
use crate::handle::FrameHandle;
use crate::sink::{JSink, Output};

native! {
    "io.github.polars4j.NdjsonWriter",
    extern fn write(
        options: jbyte[],
        path: JString,
        name: JString,
        sink: JSink,
        frame: FrameHandle,
    )
}

fn write(
    env: &mut Env<'_>,
    _: JObject<'_>,
    _options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    sink: JSink<'_>,
    frame: FrameHandle,
) -> Result<()> {
    let frame = frame.get()?;
    let mut output = Output::open(env, &path, &name, &sink)?;
    let failure = output.failure();
    let written = JsonWriter::new(&mut output)
        .with_json_format(JsonFormat::JsonLines)
        .finish(&mut frame.as_ref().clone())
        .map_err(Into::into)
        .and_then(|()| Ok(output.flush()?));
    failure.explain(written)
}
