//! Encodes record batches on the threads of polars, and hands them to the calling thread in order.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};

use polars::prelude::*;
use polars_core::runtime::RAYON;

use super::body::Message;
use super::encode::Encoder;
use crate::estimate;
use crate::jvm::error::catch_panic;
use crate::jvm::{Error, Result};

/// A record batch under way: its place, and what became of it.
struct Done {
    place: usize,
    encoder: Encoder,
    message: Result<Message>,
    rows: usize,
}

/// Pieces of a frame that are encoded side by side, and come out in order. Only a few are under way at a
/// time, and none once this is dropped.
pub struct Window {
    pieces: Box<dyn Iterator<Item = DataFrame> + Send>,
    sender: mpsc::Sender<Done>,
    receiver: mpsc::Receiver<Done>,
    idle: Vec<Encoder>,
    early: Vec<Done>,
    started: usize,
    taken: usize,
    stopped: Arc<AtomicBool>,
}

impl Window {
    pub fn new(pieces: impl Iterator<Item = DataFrame> + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel::<Done>();
        Self {
            pieces: Box::new(pieces),
            sender,
            receiver,
            idle: Vec::new(),
            early: Vec::new(),
            started: 0,
            taken: 0,
            stopped: Arc::default(),
        }
    }

    /// The next message and its rows, as `encoder` and its like make it; `None` at the end.
    pub fn next(&mut self, encoder: &Encoder) -> Result<Option<(Message, usize)>> {
        while self.started - self.taken < RAYON.current_num_threads() + 2 {
            let Some(piece) = self.pieces.next() else {
                break;
            };
            let encoder = match self.idle.pop() {
                Some(encoder) => encoder,
                None => encoder.fork()?,
            };
            let stopped = self.stopped.clone();
            spawn(self.started, encoder, piece, self.sender.clone(), stopped);
            self.started += 1;
        }
        if self.taken == self.started {
            return Ok(None);
        }
        let done = self.wait();
        self.idle.push(done.encoder);
        Ok(Some((done.message?, done.rows)))
    }

    /// Gives the memory of a written message to an encoder that has nothing to do.
    pub fn recycle(&mut self, memory: Vec<u8>) {
        if let Some(encoder) = self.idle.last_mut() {
            encoder.recycle(memory);
        }
    }

    fn wait(&mut self) -> Done {
        let place = self.taken;
        self.taken += 1;
        if let Some(ready) = self.early.iter().position(|done| done.place == place) {
            return self.early.swap_remove(ready);
        }
        loop {
            let done = self.receiver.recv().expect("a sender is held here");
            if done.place == place {
                return done;
            }
            self.early.push(done);
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        while self.taken < self.started {
            self.wait();
        }
    }
}

fn spawn(
    place: usize,
    mut encoder: Encoder,
    mut piece: DataFrame,
    sender: mpsc::Sender<Done>,
    stopped: Arc<AtomicBool>,
) {
    RAYON.spawn(move || {
        let rows = piece.height();
        let message = catch_panic(|| {
            if stopped.load(Ordering::Relaxed) {
                return Err(Error::State("the writing has failed".into())); // nobody will see it
            }
            estimate::rechunk_serially(&mut piece)?;
            encoder.message(&piece, 0, false)
        });
        drop(piece);
        let done = Done {
            place,
            encoder,
            message,
            rows,
        };
        drop(sender.send(done)); // the calling thread waits for it
    });
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

/// The chunks of a frame, each in even pieces of about `rows` rows at most. Where the columns' chunks
/// are not the same, the frame is cut as if it were of one chunk, and the pieces may be of several:
/// putting them together one by one takes less memory than the whole.
pub fn pieces(frame: DataFrame, rows: usize) -> impl Iterator<Item = DataFrame> + Send {
    let lengths: Vec<usize> = match frame.columns().first() {
        Some(_) if frame.should_rechunk() => vec![frame.height()],
        Some(column) => column.as_materialized_series().chunk_lengths().collect(),
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
