//! `CsvWriter`.

use jni::Env;
use jni::objects::{JByteArray, JClass, JObject, JString};
use polars::prelude::*;

use crate::batched::{Appender, BatchedWriter};
use crate::error::{Error, Result};
use crate::form::{check_types, check_values};
use crate::handle::{FrameHandle, WriterHandle};
use crate::schema;
use crate::sink::{JSink, Output};
use crate::wire::{self, Reader};

native! {
    "io.github.polars4j.CsvWriter",
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
    options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    sink: JSink<'_>,
    frame: FrameHandle,
) -> Result<()> {
    let options = wire::bytes(env, &options)?;
    let frame = frame.get()?;
    check(frame.schema())?;
    let mut output = Output::open(env, &path, &name, &sink)?;
    let failure = output.failure();
    failure.explain(write_csv(&options, &mut output, &frame, true))
}

/// Refuses what has no form.
fn check(schema: &Schema) -> Result<()> {
    let allowed = "numbers, booleans, text, categories, dates and times";
    check_types(schema, "CSV", allowed, |dtype| {
        !(dtype.is_nested() || dtype.is_binary() || dtype.is_duration())
    })
}

native! {
    "io.github.polars4j.CsvWriter",
    static extern fn open_batched(
        options: jbyte[],
        schema: jbyte[],
        path: JString,
        name: JString,
        sink: JSink,
    ) -> WriterHandle
}

fn open_batched(
    env: &mut Env<'_>,
    _: JClass<'_>,
    options: JByteArray<'_>,
    schema: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    sink: JSink<'_>,
) -> Result<WriterHandle> {
    let schema = schema::from_java(env, &schema)?;
    check(&schema)?;
    let output = Output::open(env, &path, &name, &sink)?;
    let failure = output.failure();
    let appender = CsvAppender {
        options: wire::bytes(env, &options)?,
        schema,
        output,
        begun: false,
    };
    Ok(WriterHandle::store(BatchedWriter::new(appender, failure)))
}

struct CsvAppender {
    options: Vec<u8>,
    schema: Schema,
    output: Output,
    begun: bool,
}

impl Appender for CsvAppender {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn append(&mut self, frame: &DataFrame) -> Result<()> {
        let first = !std::mem::replace(&mut self.begun, true);
        write_csv(&self.options, &mut self.output, frame, first)
    }

    fn finish(&mut self) -> Result<()> {
        match self.begun {
            true => Ok(()),
            false => self.append(&DataFrame::empty_with_schema(&self.schema)),
        }
    }
}

fn text(wire: &mut Reader<'_>) -> Result<PlSmallStr> {
    wire.str().map(PlSmallStr::from)
}

/// Writes a frame, and the header before the first one.
fn write_csv(
    options: &[u8],
    mut output: &mut Output,
    frame: &DataFrame,
    first: bool,
) -> Result<()> {
    let wire = &mut Reader::new(options);
    let writer = CsvWriter::new(&mut output).include_header(wire.bool()? && first);
    check_values(frame)?;
    let writer = match wire.optional_byte()? {
        Some(separator) => writer.with_separator(separator),
        None => writer,
    };
    let writer = match wire.optional_byte()? {
        Some(quote) => writer.with_quote_char(quote),
        None => writer,
    };
    let writer = writer
        .with_null_value(text(wire)?)
        .with_date_format(wire.optional(text)?)
        .with_time_format(wire.optional(text)?)
        .with_datetime_format(wire.optional(text)?)
        .with_float_precision(usize::try_from(wire.i32()?).ok())
        .with_quote_style(match wire.u8()? {
            0 => QuoteStyle::Necessary,
            1 => QuoteStyle::Always,
            2 => QuoteStyle::NonNumeric,
            3 => QuoteStyle::Never,
            other => return Err(Error::Argument(format!("unknown quote style {other}"))),
        });
    let mut writer = writer.with_line_terminator(text(wire)?);
    writer.finish(&mut frame.clone())?;
    drop(writer);
    Ok(std::io::Write::flush(output)?)
}
