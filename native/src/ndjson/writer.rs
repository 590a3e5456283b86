//! `NdjsonWriter`.

use std::io::Write;

use jni::Env;
use jni::objects::{JByteArray, JClass, JObject, JString};
use polars::prelude::*;

use crate::batched::{Appender, BatchedWriter};
use crate::error::Result;
use crate::form::{check_types, check_values};
use crate::handle::{FrameHandle, WriterHandle};
use crate::schema;
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
    check(frame.schema())?;
    let mut output = Output::open(env, &path, &name, &sink)?;
    let failure = output.failure();
    failure.explain(write_lines(&mut output, &frame))
}

/// Refuses what has no form.
fn check(schema: &Schema) -> Result<()> {
    let allowed = "every other type";
    check_types(schema, "JSON", allowed, |dtype| !dtype.is_binary())
}

fn write_lines(output: &mut Output, frame: &DataFrame) -> Result<()> {
    check_values(frame)?;
    JsonWriter::new(&mut *output)
        .with_json_format(JsonFormat::JsonLines)
        .finish(&mut frame.clone())?;
    Ok(output.flush()?)
}

native! {
    "io.github.polars4j.NdjsonWriter",
    static extern fn open_batched(
        schema: jbyte[],
        path: JString,
        name: JString,
        sink: JSink,
    ) -> WriterHandle
}

fn open_batched(
    env: &mut Env<'_>,
    _: JClass<'_>,
    schema: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    sink: JSink<'_>,
) -> Result<WriterHandle> {
    let schema = schema::from_java(env, &schema)?;
    check(&schema)?;
    let output = Output::open(env, &path, &name, &sink)?;
    let failure = output.failure();
    let appender = NdjsonAppender { schema, output };
    Ok(WriterHandle::store(BatchedWriter::new(appender, failure)))
}

struct NdjsonAppender {
    schema: Schema,
    output: Output,
}

impl Appender for NdjsonAppender {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn append(&mut self, frame: &DataFrame) -> Result<()> {
        write_lines(&mut self.output, frame)
    }

    fn finish(&mut self) -> Result<()> {
        Ok(()) // every line was complete
    }
}
