//! Writes JSON, an object a line.

use std::io::Write;

use polars::prelude::*;

use crate::io::Output;
use crate::jvm::Result;
use crate::jvm::wire::Reader;
use crate::text::Lines;
use crate::text::writable::{check_types, check_values};
use crate::write::FrameWrite;

pub struct Writer {
    schema: Schema,
    output: Output,
    lines: Lines,
}

impl Writer {
    pub fn new(_: &mut Reader<'_>, schema: Schema, output: Output) -> Result<Self> {
        let allowed = "every other type";
        check_types(&schema, "JSON", allowed, |dtype| !dtype.is_binary())?;
        Ok(Self {
            lines: Lines::new(&schema, write),
            schema,
            output,
        })
    }
}

fn write(rows: &mut DataFrame, text: &mut Vec<u8>) -> Result<()> {
    let mut writer = JsonWriter::new(text).with_json_format(JsonFormat::JsonLines);
    Ok(writer.finish(rows)?)
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

    fn finish(&mut self) -> Result<()> {
        Ok(self.output.flush()?) // every line was complete
    }
}
