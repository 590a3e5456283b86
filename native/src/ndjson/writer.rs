//! Writes JSON, an object a line.

use std::io::Write;

use polars::prelude::*;

use super::values::{Forms, NonFinite, Object, Refused, Values};
use crate::io::Output;
use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};
use crate::text::Lines;
use crate::text::binary::BinaryText;
use crate::text::writable::check_values;
use crate::write::FrameWrite;

pub struct Writer {
    schema: Schema,
    output: Output,
    lines: Lines,
}

impl Writer {
    pub fn new(options: &mut Reader<'_>, schema: Schema, output: Output) -> Result<Self> {
        let forms = Forms {
            non_finite: match options.u8()? {
                0 => NonFinite::Refuse,
                1 => NonFinite::Null,
                2 => NonFinite::Text,
                other => return Err(Error::Argument(format!("unknown way of NaN {other}"))),
            },
            binary: BinaryText::decode_option(options)?,
        };
        BinaryText::check(forms.binary, &schema)?;
        Ok(Self {
            lines: Lines::new(&schema, move |rows, text| write(rows, text, forms)),
            schema,
            output,
        })
    }
}

/// Appends the rows, each of whose columns is one chunk.
fn write(rows: &mut DataFrame, text: &mut Vec<u8>, forms: Forms) -> Result<()> {
    let refused = Refused::default();
    let columns = rows.columns().iter();
    let arrays: Vec<_> = columns
        .map(|column| {
            let series = column.as_materialized_series();
            series.to_arrow(0, CompatLevel::newest())
        })
        .collect();
    let mut object = Object::default();
    for (column, array) in rows.columns().iter().zip(&arrays) {
        let values = Values::new(column.name(), array.as_ref(), forms, &refused)?;
        object.add(column.name(), values);
    }
    for row in 0..rows.height() {
        object.put(row, text);
        text.push(b'\n');
    }
    Ok(refused.check()?)
}

impl FrameWrite for Writer {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn append(&mut self, frame: DataFrame) -> Result<()> {
        check_values(&frame)?;
        self.lines.append(frame);
        Ok(())
    }

    fn advance(&mut self) -> Result<Option<usize>> {
        self.lines.advance(&mut self.output)
    }

    fn is_ready(&self) -> bool {
        self.lines.is_ready()
    }

    fn backlog(&self) -> usize {
        self.lines.backlog()
    }

    fn batch(&self) -> Option<usize> {
        Some(self.lines.at())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(self.output.flush()?) // every line was complete
    }
}
