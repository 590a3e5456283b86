//! Writes text with a separator.

use std::io::Write;
use std::num::NonZeroUsize;
use std::sync::Arc;

use polars::prelude::*;

use crate::io::Output;
use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};
use crate::text::binary::BinaryText;
use crate::text::said::as_text;
use crate::text::writable::check_types;
use crate::text::{Lines, TextWriter};

const BOM: &[u8] = "\u{feff}".as_bytes();

/// Begins an output of some columns.
pub fn open(options: &mut Reader<'_>, schema: Schema, output: Output) -> Result<TextWriter> {
    let options = Arc::new(WriteOptions::decode(options)?);
    let allowed = "numbers, booleans, text, categories, dates, times and durations, and by withBinaryText for \
                   binary data";
    let has_form = |dtype: &DataType| match dtype {
        DataType::Binary => options.binary.is_some(),
        dtype => !dtype.is_nested(),
    };
    check_types(&schema, "CSV", allowed, has_form)?;
    let header = options
        .header
        .then(|| options.header_of(&schema))
        .transpose()?;
    let of_rows = options.clone();
    let mut lines = Lines::new(&schema, move |part, text| {
        check_columns(part)?;
        of_rows.say(part)?;
        of_rows.write(part, text, false)
    });
    if header.is_none() {
        lines = lines.with_first(move |text| options.quote_mark(text));
    }
    Ok(TextWriter::new(schema, output, lines, header))
}

/// Refuses rows without columns, which would be empty lines: readers pass over those.
fn check_columns(rows: &DataFrame) -> Result<()> {
    if rows.width() > 0 || rows.height() == 0 {
        return Ok(());
    }
    let message = "rows without columns have no form in CSV, only in Arrow IPC, Parquet and NDJSON: write one of \
                   those, or add a column";
    Err(PolarsError::InvalidOperation(message.into()).into())
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
    binary: Option<BinaryText>,
}

impl WriteOptions {
    fn header_of(&self, schema: &Schema) -> Result<Vec<u8>> {
        let (mut empty, mut header) = (DataFrame::empty_with_schema(schema), Vec::new());
        self.say(&mut empty)?;
        self.write(&mut empty, &mut header, true)?;
        self.quote_mark(&mut header)?;
        Ok(header)
    }

    /// Quotes a first name or value that begins as a byte order mark does: readers would pass over that.
    fn quote_mark(&self, text: &mut Vec<u8>) -> Result<()> {
        if !text.starts_with(BOM) {
            return Ok(());
        }
        if matches!(self.quote_style, QuoteStyle::Never) {
            let message = "the name of the first column begins with a byte order mark, or its first value does, \
                           which only quotes keep";
            return Err(PolarsError::InvalidOperation(message.into()).into());
        }
        let line_end = self.line_terminator.as_bytes();
        let end = (0..text.len())
            .find(|at| text[*at] == self.separator || text[*at..].starts_with(line_end));
        text.insert(end.unwrap_or(text.len()), self.quote);
        text.insert(0, self.quote);
        Ok(())
    }

    /// Makes text of what polars writes none of.
    fn say(&self, rows: &mut DataFrame) -> Result<()> {
        for place in 0..rows.width() {
            let values = rows.columns()[place].as_materialized_series();
            if let Some(text) = as_text(values, self.binary, self.datetime_format.as_deref())? {
                rows.replace_column(place, text.into_column())?;
            }
        }
        Ok(())
    }

    /// Writes rows with the calling thread alone, after a header or not.
    fn write(&self, rows: &mut DataFrame, to: impl Write, header: bool) -> Result<()> {
        let height = NonZeroUsize::new(rows.height()).unwrap_or(NonZeroUsize::MIN);
        let mut writer = CsvWriter::new(to)
            .include_header(header)
            .n_threads(1)
            .with_batch_size(height)
            .with_separator(self.separator)
            .with_quote_char(self.quote)
            .with_null_value(self.null_value.clone())
            .with_date_format(self.date_format.clone())
            .with_time_format(self.time_format.clone())
            .with_datetime_format(self.datetime_format.clone())
            .with_float_precision(self.float_precision)
            .with_quote_style(self.quote_style)
            .with_line_terminator(self.line_terminator.clone());
        Ok(writer.finish(rows)?)
    }

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
            binary: BinaryText::decode_option(wire)?,
        })
    }
}
