//! Record batches encoded by polars' threads, and written in order by the calling one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};

use polars::prelude::*;
use polars_core::runtime::RAYON;

use super::body::Message;
use super::encode::Encoder;
use crate::error::{Error, Result, catch_panic};

/// A record batch under way: its place, and what became of it.
struct Done {
    place: usize,
    encoder: Box<Encoder>,
    message: Result<Message>,
    rows: usize,
}

/// Encodes the pieces side by side and hands them on in order. Only a few are under way at a time,
/// and none is when this returns.
pub fn encode(
    encoder: &Encoder,
    mut pieces: impl Iterator<Item = DataFrame>,
    mut write: impl FnMut(&Message, usize) -> Result<()>,
) -> Result<()> {
    let window = RAYON.current_num_threads() + 2;
    let (sender, receiver) = mpsc::channel::<Done>();
    let mut idle: Vec<Box<Encoder>> = Vec::new();
    let mut early: Vec<Done> = Vec::new();
    let (mut started, mut written) = (0, 0);
    let stopped = Arc::new(AtomicBool::new(false));
    let mut outcome = Ok(());
    loop {
        while outcome.is_ok() && started - written < window {
            let Some(piece) = pieces.next() else { break };
            let encoder = match idle.pop() {
                Some(encoder) => encoder,
                None => Box::new(encoder.fork()?),
            };
            spawn(started, encoder, piece, sender.clone(), stopped.clone());
            started += 1;
        }
        if written == started {
            return outcome;
        }
        let mut next = match early.iter().position(|done| done.place == written) {
            Some(ready) => early.swap_remove(ready),
            None => {
                let done = receiver.recv().expect("a sender is held here");
                if done.place != written {
                    early.push(done);
                    continue;
                }
                done
            },
        };
        written += 1;
        if outcome.is_ok() {
            outcome = next.message.and_then(|message| {
                write(&message, next.rows)?;
                next.encoder.recycle(message);
                Ok(())
            });
        }
        stopped.store(outcome.is_err(), Ordering::Relaxed);
        idle.push(next.encoder);
    }
}

fn spawn(
    place: usize,
    mut encoder: Box<Encoder>,
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
            piece.rechunk_mut();
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
pub fn pieces(frame: &DataFrame, rows: usize) -> impl Iterator<Item = DataFrame> + '_ {
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
        .map(|(offset, length)| frame.slice(offset as i64, length))
}
