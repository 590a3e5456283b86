//! `CsvWriter`.

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;

use crate::error::{Error, Result};
use crate::handle::FrameHandle;
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
    if let Some((name, dtype)) = frame.schema().iter().find(|(_, dtype)| dtype.is_nested()) {
        let message = format!("column '{name}' is {dtype}: CSV has no form for nested values");
        return Err(PolarsError::InvalidOperation(message.into()).into());
    }
    let output = Output::open(env, &path, &name, &sink)?;
    let failure = output.failure();
    failure.explain(write_csv(&mut Reader::new(&options), output, &frame))
}

fn text(wire: &mut Reader<'_>) -> Result<PlSmallStr> {
    wire.str().map(PlSmallStr::from)
}

fn write_csv(wire: &mut Reader<'_>, mut output: Output, frame: &DataFrame) -> Result<()> {
    let writer = CsvWriter::new(&mut output).include_header(wire.bool()?);
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
    Ok(std::io::Write::flush(&mut output)?)
}
