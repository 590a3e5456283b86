//! Writes JSON, an object a line.

use std::io::Write;

use polars::prelude::*;

use crate::io::Output;
use crate::jvm::Result;
use crate::jvm::wire::Reader;
use crate::text::writable::{Parts, check_types, check_values};
use crate::write::FrameWrite;

pub struct Writer {
    schema: Schema,
    output: Output,
    parts: Parts,
}

impl Writer {
    pub fn new(_: &mut Reader<'_>, schema: Schema, output: Output) -> Result<Self> {
        let allowed = "every other type";
        check_types(&schema, "JSON", allowed, |dtype| !dtype.is_binary())?;
        Ok(Self {
            schema,
            output,
            parts: Parts::default(),
        })
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
        let Some(mut part) = self.parts.next() else {
            return Ok(None);
        };
        let rows = part.height();
        JsonWriter::new(&mut self.output)
            .with_json_format(JsonFormat::JsonLines)
            .finish(&mut part)?;
        Ok(Some(rows))
    }

    fn finish(&mut self) -> Result<()> {
        Ok(self.output.flush()?) // every line was complete
    }
}
