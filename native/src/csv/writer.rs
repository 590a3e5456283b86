//! Writes text with a separator.

use std::io::Write;

use polars::prelude::*;

use crate::io::Output;
use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};
use crate::text::writable::{Parts, check_types, check_values};
use crate::write::FrameWrite;

pub struct Writer {
    options: WriteOptions,
    schema: Schema,
    output: Output,
    parts: Parts,
    begun: bool,
}

impl Writer {
    pub fn new(options: &mut Reader<'_>, schema: Schema, output: Output) -> Result<Self> {
        let allowed = "numbers, booleans, text, categories, dates and times";
        check_types(&schema, "CSV", allowed, |dtype| {
            !(dtype.is_nested() || dtype.is_binary() || dtype.is_duration())
        })?;
        Ok(Self {
            options: WriteOptions::decode(options)?,
            schema,
            output,
            parts: Parts::default(),
            begun: false,
        })
    }

    /// Writes rows, and the header before the first ones.
    fn write(&mut self, mut frame: DataFrame) -> Result<()> {
        let first = !std::mem::replace(&mut self.begun, true);
        let options = &self.options;
        let mut writer = CsvWriter::new(&mut self.output)
            .include_header(options.header && first)
            .with_separator(options.separator)
            .with_quote_char(options.quote)
            .with_null_value(options.null_value.clone())
            .with_date_format(options.date_format.clone())
            .with_time_format(options.time_format.clone())
            .with_datetime_format(options.datetime_format.clone())
            .with_float_precision(options.float_precision)
            .with_quote_style(options.quote_style)
            .with_line_terminator(options.line_terminator.clone());
        Ok(writer.finish(&mut frame)?)
    }
}

impl FrameWrite for Writer {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn append(&mut self, frame: DataFrame) -> Result<()> {
        check_values(&frame)?;
        self.parts = Parts::new(frame);
        Ok(())
    }

    fn advance(&mut self) -> Result<Option<usize>> {
        let Some(part) = self.parts.next() else {
            return Ok(None);
        };
        let rows = part.height();
        self.write(part)?;
        Ok(Some(rows))
    }

    fn finish(&mut self) -> Result<()> {
        if !self.begun {
            self.write(DataFrame::empty_with_schema(&self.schema))?;
        }
        Ok(self.output.flush()?)
    }
}

/// What the writer can be told.
struct WriteOptions {
    header: bool,
    separator: u8,
    quote: u8,
    null_value: PlSmallStr,
    date_format: Option<PlSmallStr>,
    time_format: Option<PlSmallStr>,
    datetime_format: Option<PlSmallStr>,
    float_precision: Option<usize>,
    quote_style: QuoteStyle,
    line_terminator: PlSmallStr,
}

impl WriteOptions {
    fn decode(wire: &mut Reader<'_>) -> Result<Self> {
        let text = |wire: &mut Reader<'_>| wire.str().map(PlSmallStr::from);
        Ok(Self {
            header: wire.bool()?,
            separator: wire.optional_byte()?.unwrap_or(b','),
            quote: wire.optional_byte()?.unwrap_or(b'"'),
            null_value: text(wire)?,
            date_format: wire.optional(text)?,
            time_format: wire.optional(text)?,
            datetime_format: wire.optional(text)?,
            float_precision: usize::try_from(wire.i32()?).ok(),
            quote_style: match wire.u8()? {
                0 => QuoteStyle::Necessary,
                1 => QuoteStyle::Always,
                2 => QuoteStyle::NonNumeric,
                3 => QuoteStyle::Never,
                other => return Err(Error::Argument(format!("unknown quote style {other}"))),
            },
            line_terminator: text(wire)?,
        })
    }
}
