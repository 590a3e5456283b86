//! Writes rows as lines of text, behind a header or not.

use std::io::Write;

use polars::prelude::*;

use super::Lines;
use super::writable::check_values;
use crate::io::Output;
use crate::jvm::Result;
use crate::write::FrameWrite;

pub struct TextWriter {
    schema: Schema,
    output: Output,
    lines: Lines,
    /// What comes before the first row, as long as it was not written.
    header: Option<Vec<u8>>,
}

impl TextWriter {
    pub fn new(schema: Schema, output: Output, lines: Lines, header: Option<Vec<u8>>) -> Self {
        Self {
            schema,
            output,
            lines,
            header,
        }
    }

    fn begin(&mut self) -> Result<()> {
        if let Some(header) = self.header.take() {
            self.output.write_all(&header)?;
        }
        Ok(())
    }
}

impl FrameWrite for TextWriter {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn append(&mut self, frame: DataFrame) -> Result<()> {
        check_values(&frame)?;
        self.lines.append(frame);
        self.begin()
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
        self.begin()?;
        Ok(self.output.flush()?) // every line was complete
    }
}
