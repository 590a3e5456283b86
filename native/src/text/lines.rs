//! Rows as lines of text, made side by side by polars' threads, some rows at a time, and written in order.

use std::collections::VecDeque;
use std::sync::Arc;

use polars::prelude::*;
use polars_core::runtime::RAYON;

use crate::estimate;
use crate::io::Output;
use crate::jvm::{Result, stack};
use crate::read::Ahead;
use crate::schema::depth_of;

/// How many bytes of columns become text at once: so few that every thread has some and caches hold the
/// text, and so many that waiting for another thread is little beside the work.
const PART_BYTES: (usize, usize) = (128 << 10, 256 << 10);

/// How many rows become text at once, at least: the estimate of a slice may count bytes of other rows.
const LEAST_ROWS: usize = 64;

/// Appends the lines of rows, each of whose columns is one chunk.
type Make = dyn Fn(&mut DataFrame, &mut Vec<u8>) -> Result<()> + Send + Sync;

/// Lines under way. Only a few parts are at a time.
pub struct Lines {
    make: Arc<Make>,
    depth: usize,
    frame: DataFrame,
    start: usize,
    rows: usize,
    ahead: VecDeque<(usize, Ahead<Vec<u8>>)>,
    spare: Vec<Vec<u8>>,
}

impl Lines {
    pub fn new(
        schema: &Schema,
        make: impl Fn(&mut DataFrame, &mut Vec<u8>) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self {
            make: Arc::new(make),
            depth: depth_of(schema),
            frame: DataFrame::default(),
            start: 0,
            rows: 0,
            ahead: VecDeque::new(),
            spare: Vec::new(),
        }
    }

    /// Takes a frame, after all lines of the one before.
    pub fn append(&mut self, frame: DataFrame) {
        let bytes = frame.estimated_size();
        let row = bytes.div_ceil(frame.height().max(1)).max(1);
        let part = bytes / (2 * RAYON.current_num_threads());
        self.rows = (part.clamp(PART_BYTES.0, PART_BYTES.1) / row).max(LEAST_ROWS);
        self.frame = frame;
        self.start = 0;
    }

    /// Writes the next lines, and says how many rows they are of.
    pub fn advance(&mut self, output: &mut Output) -> Result<Option<usize>> {
        if self.ahead.is_empty() && self.frame.height() <= self.rows {
            return self.write_few(output);
        }
        while self.ahead.len() < 2 * RAYON.current_num_threads() {
            let Some(mut part) = self.part() else {
                break;
            };
            let (rows, depth, make) = (part.height(), self.depth, self.make.clone());
            let mut text = self.spare.pop().unwrap_or_default();
            let made = Ahead::spawn(move || {
                stack::with_depth(depth, || {
                    lines(make.as_ref(), &mut part, &mut text)?;
                    Ok(text)
                })
            });
            self.ahead.push_back((rows, made));
        }
        let Some((rows, text)) = self.ahead.pop_front() else {
            return Ok(None);
        };
        if let Some(mut memory) = output.give(text.wait()?)? {
            memory.clear();
            self.spare.push(memory);
        }
        Ok(Some(rows))
    }

    /// Few rows do not wait for another thread.
    fn write_few(&mut self, output: &mut Output) -> Result<Option<usize>> {
        let Some(mut part) = self.part() else {
            return Ok(None);
        };
        let mut text = Vec::new();
        lines(self.make.as_ref(), &mut part, &mut text)?;
        output.give(text)?;
        Ok(Some(part.height()))
    }

    fn part(&mut self) -> Option<DataFrame> {
        let rows = self.rows.min(self.frame.height() - self.start);
        if rows == 0 {
            self.frame = DataFrame::default();
            self.start = 0;
            return None;
        }
        let part = self.frame.slice(self.start as i64, rows);
        self.start += rows;
        Some(part)
    }
}

fn lines(make: &Make, part: &mut DataFrame, text: &mut Vec<u8>) -> Result<()> {
    estimate::rechunk_serially(part)?;
    make(part, text)
}
