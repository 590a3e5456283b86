//! Rows as lines of text, made side by side by polars' threads, some rows at a time, and written in order.

use std::sync::Arc;

use polars::prelude::*;
use polars_core::runtime::RAYON;

use crate::estimate;
use crate::io::Output;
use crate::jvm::Result;
use crate::schema::depth_of;
use crate::window::{self, Part, Window};

/// How many bytes of columns become text at once: so few that every thread has some and caches hold the
/// text, and so many that waiting for another thread is little beside the work.
const PART_BYTES: (usize, usize) = (128 << 10, 256 << 10);

/// How many rows become text at once, at least: the estimate of a slice may count bytes of other rows.
const LEAST_ROWS: usize = 64;

/// Appends the lines of rows, each of whose columns is one chunk.
type Make = dyn Fn(&mut DataFrame, &mut Vec<u8>) -> Result<()> + Send + Sync;

/// Changes the text that an output begins with.
type First = dyn FnOnce(&mut Vec<u8>) -> Result<()> + Send;

/// What makes text of parts of frames.
struct Text {
    make: Box<Make>,
    depth: usize,
}

impl window::Make for Text {
    /// Memory that text was written from.
    type Tool = Vec<u8>;
    type Note = ();
    type Made = Vec<u8>;

    fn depth(&self) -> usize {
        self.depth
    }

    fn tool(&self) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn make(&self, spare: &mut Vec<u8>, part: &mut Part<()>) -> Result<Vec<u8>> {
        let mut text = std::mem::take(spare);
        lines(&self.make, &mut part.rows, &mut text)?;
        Ok(text)
    }
}

/// Lines under way. Only a few parts are at a time.
pub struct Lines {
    maker: Arc<Text>,
    window: Window<Arc<Text>>,
    /// Few rows, which the calling thread makes text of.
    few: Option<DataFrame>,
    /// What is done to the first text, as long as there was none.
    first: Option<Box<First>>,
    frames: usize,
    /// The number of the frame that was worked on last.
    at: usize,
}

impl Lines {
    pub fn new(
        schema: &Schema,
        make: impl Fn(&mut DataFrame, &mut Vec<u8>) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        let maker = Arc::new(Text {
            make: Box::new(make),
            depth: depth_of(schema),
        });
        Self {
            window: Window::new(maker.clone(), 2 * RAYON.current_num_threads()),
            maker,
            few: None,
            first: None,
            frames: 0,
            at: 0,
        }
    }

    /// Has the text that the output begins with changed.
    pub fn with_first(
        mut self,
        first: impl FnOnce(&mut Vec<u8>) -> Result<()> + Send + 'static,
    ) -> Self {
        self.first = Some(Box::new(first));
        self
    }

    fn begin(&mut self, text: &mut Vec<u8>) -> Result<()> {
        match self.first.take_if(|_| !text.is_empty()) {
            Some(first) => first(text),
            None => Ok(()),
        }
    }

    /// Takes a frame, after those before.
    pub fn append(&mut self, frame: DataFrame) {
        let (height, bytes) = (frame.height(), frame.estimated_size());
        let row = bytes.div_ceil(height.max(1)).max(1);
        let part = bytes / (2 * RAYON.current_num_threads());
        let rows = (part.clamp(PART_BYTES.0, PART_BYTES.1) / row).max(LEAST_ROWS);
        let number = self.frames;
        self.frames += 1;
        if height <= rows && self.window.is_empty() {
            self.few = Some(frame); // no thread need be woken
            return;
        }
        let parts = (0..height).step_by(rows).map(move |start| Part {
            rows: frame.slice(start as i64, rows.min(height - start)),
            note: (),
        });
        self.window.append(parts, number, height, bytes);
    }

    /// Writes the next lines, and says how many rows they are of.
    pub fn advance(&mut self, output: &mut Output) -> Result<Option<usize>> {
        if let Some(mut few) = self.few.take() {
            self.at = self.frames - 1;
            let mut text = Vec::new();
            lines(&self.maker.make, &mut few, &mut text)?;
            self.begin(&mut text)?;
            output.give(text)?;
            return Ok(Some(few.height()).filter(|rows| *rows > 0));
        }
        let Some(done) = self.window.next() else {
            return Ok(None);
        };
        self.at = done.frame;
        let mut text = done.made?;
        self.begin(&mut text)?;
        if let Some(mut memory) = output.give(text)? {
            memory.clear();
            self.window.recycle(|spare| *spare = memory);
        }
        Ok(Some(done.rows))
    }

    /// Whether [`Self::advance`] does not wait for other threads.
    pub fn is_ready(&self) -> bool {
        self.few.is_some() || self.window.is_ready()
    }

    /// The bytes of what was taken and is not written.
    pub fn backlog(&self) -> usize {
        self.window.backlog()
    }

    /// The number of the frame that was worked on last.
    pub fn at(&self) -> usize {
        self.at
    }
}

fn lines(make: &Make, part: &mut DataFrame, text: &mut Vec<u8>) -> Result<()> {
    estimate::rechunk_serially(part)?;
    make(part, text)
}
