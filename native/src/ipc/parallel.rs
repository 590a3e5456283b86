//! Encodes record batches on the threads of polars.

use std::sync::{Mutex, PoisonError};

use polars::prelude::*;
use polars_arrow::io::ipc::write::EncodedData;

use super::body::Message;
use super::encode::Encoder;
use crate::estimate;
use crate::jvm::Result;
use crate::schema::depth_of;
use crate::window::{Make, Part};

/// Encodes record batches as one encoder does, whose categories it knows.
pub struct Batches {
    encoder: Mutex<Encoder>,
    depth: usize,
}

impl Batches {
    pub fn new(encoder: &Encoder) -> Result<Self> {
        Ok(Self {
            depth: depth_of(&encoder.schema),
            encoder: Mutex::new(encoder.fork()?),
        })
    }
}

/// What belongs to a record batch to be.
#[derive(Default)]
pub struct Note {
    /// The dictionaries that stand before it.
    pub dictionaries: Vec<EncodedData>,
    /// Whether all threads work on its buffers.
    pub all_threads: bool,
}

impl Make for Batches {
    type Tool = Encoder;
    type Note = Note;
    type Made = Message;

    fn depth(&self) -> usize {
        self.depth
    }

    fn tool(&self) -> Result<Encoder> {
        let encoder = self.encoder.lock();
        encoder.unwrap_or_else(PoisonError::into_inner).fork()
    }

    fn make(&self, encoder: &mut Encoder, part: &mut Part<Note>) -> Result<Message> {
        estimate::rechunk_serially(&mut part.rows)?;
        encoder.message(&part.rows, 0, part.note.all_threads)
    }
}

/// How many rows of the frame make a record batch, where nobody says.
pub fn batch_rows(frame: &DataFrame, batch_bytes: usize) -> usize {
    let height = frame.height().max(1);
    let row_bytes = frame.estimated_size().div_ceil(height).max(1);
    match batch_bytes / row_bytes {
        few @ ..1024 => few.max(1),
        rows => rows.next_multiple_of(1024),
    }
}

/// The chunks of a frame, small neighbours put together, each in even pieces of about `rows` rows at most.
/// Where the columns' chunks are not the same, the frame is cut as if it were of one chunk. Pieces may be of
/// several chunks: putting them together one by one takes less memory than the whole.
pub fn pieces(frame: DataFrame, rows: usize) -> impl Iterator<Item = DataFrame> + Send {
    let lengths: Vec<usize> = match frame.columns().first() {
        Some(_) if frame.should_rechunk() => vec![frame.height()],
        Some(column) => merged(column.as_materialized_series().chunk_lengths(), rows),
        None if frame.height() == 0 => Vec::new(), // as polars-io has it
        None => vec![frame.height()],
    };
    let mut start = 0;
    let bounds: Vec<(usize, usize)> = lengths
        .into_iter()
        .flat_map(|length| {
            let chunk = start;
            start += length;
            let count = length.div_ceil(rows).max(1);
            let even = match length.div_ceil(count) {
                few @ ..64 => few,
                even => even.next_multiple_of(64), // bitmaps are cut at whole bytes
            };
            let cuts = (0..count)
                .map(move |i| i * even)
                .filter(move |cut| *cut == 0 || *cut < length);
            cuts.map(move |cut| (chunk + cut, even.min(length - cut)))
        })
        .collect();
    bounds
        .into_iter()
        .map(move |(offset, length)| frame.slice(offset as i64, length))
}

/// The lengths of chunks where neighbours that have `rows` rows together at most are one.
fn merged(lengths: impl Iterator<Item = usize>, rows: usize) -> Vec<usize> {
    let mut merged: Vec<usize> = Vec::new();
    for length in lengths {
        match merged.last_mut() {
            Some(last) if last.saturating_add(length) <= rows => *last += length,
            _ => merged.push(length),
        }
    }
    merged
}
