//! Writes one Arrow IPC file or stream: record batches one after the other, then the end.

use std::io;

use polars::prelude::*;
use polars_arrow::io::ipc::write::EncodedData;
use polars_core::frame::chunk_df_for_writing;
use polars_core::runtime::RAYON;

use super::encode::{self, Encoder};
use super::message::{Encoded, MessageWriter};
use super::options::WriteOptions;
use super::parallel::{self, Batches, Note};
use crate::estimate;
use crate::io::Output;
use crate::jvm::Result;
use crate::window::{Part, Window};
use crate::write::FrameWrite;

/// Record batches of fewer bytes wake no other thread.
const FEW: usize = 128 << 10;

/// The two shapes of the same messages.
#[derive(Clone, Copy, PartialEq)]
pub enum Shape {
    File,
    Stream,
}

/// An output under way.
pub struct Session {
    encoder: Encoder,
    messages: MessageWriter,
    options: WriteOptions,
    /// Whether there is only one frame to write, whose dictionaries come first, complete.
    whole: bool,
    work: Work,
    /// Record batches that other threads encode.
    window: Option<Window<Batches>>,
    /// How many categories their encoders know.
    known: usize,
    /// How many frames were taken.
    frames: usize,
    /// The number of the frame that was worked on last.
    at: usize,
}

/// What is left to do of the frame that was taken last, where no other thread does it.
enum Work {
    Nothing,
    /// One record batch, of whatever size: no thread need be woken for a small one, and the buffers of a
    /// large one keep them all busy.
    Single(DataFrame, bool),
    Serial(Chunks),
}

impl Session {
    pub fn new(
        schema: Schema,
        options: WriteOptions,
        output: Output,
        shape: Shape,
        whole: bool,
    ) -> Result<Self> {
        let encoder = options.encoder(schema)?;
        let (schema, fields) = (&encoder.arrow_schema, &encoder.fields);
        let metadata = options.metadata.as_deref();
        let messages = match shape {
            Shape::File => MessageWriter::file(output, schema, fields, metadata),
            Shape::Stream => MessageWriter::stream(output, schema, fields, metadata),
        };
        Ok(Self {
            messages: messages?,
            encoder,
            options,
            whole,
            work: Work::Nothing,
            window: None,
            known: 0,
            frames: 0,
            at: 0,
        })
    }

    /// Encodes the dictionaries that must stand before a frame. A stream gets those that have grown; a file,
    /// which can hold each dictionary only once, gets those that may still grow at its end.
    fn begin(&mut self, frame: &DataFrame) -> Result<Vec<EncodedData>> {
        let now = self.whole || self.messages.is_stream();
        if now || self.options.parallel {
            self.encoder.collect_categories(frame)?;
        }
        match now {
            true => self.encoder.dictionaries(),
            false => self.encoder.fixed_dictionaries(),
        }
    }

    fn write_dictionaries(&mut self, dictionaries: &[EncodedData]) -> Result<()> {
        for dictionary in dictionaries {
            self.messages.write_dictionary(dictionary)?;
        }
        Ok(())
    }

    /// Takes a frame that is written by this thread alone.
    fn append_serially(&mut self, frame: DataFrame) -> Result<()> {
        let chunks = match self.options.record_batch_size {
            Some(size) => {
                let slices = encode::slices(frame, size.get()).map(|mut slice| {
                    estimate::rechunk_serially(&mut slice)?;
                    Ok(slice)
                });
                Chunks::new(slices)
            },
            None => {
                let mut frame = encode::align(&frame)?;
                if self.messages.is_stream() {
                    // What polars-io's IpcStreamWriter does.
                    frame = chunk_df_for_writing(&mut frame, 512 * 512)?.into_owned();
                }
                Chunks::new(std::iter::once(Ok(frame)))
            },
        };
        self.work = Work::Serial(chunks);
        Ok(())
    }

    /// Takes the pieces of a frame, each a record batch to be.
    fn append_pieces(
        &mut self,
        frame: &DataFrame,
        dictionaries: Vec<EncodedData>,
        pieces: impl Iterator<Item = DataFrame> + Send + 'static,
    ) -> Result<()> {
        let mut pieces = pieces.peekable();
        let Some(first) = pieces.next() else {
            return self.write_dictionaries(&dictionaries);
        };
        let bytes = frame.estimated_size();
        let single = pieces.peek().is_none();
        let all_threads = single && bytes > self.encoder.batch_bytes();
        let here = self.whole || bytes < FEW;
        if single && here && self.window.as_ref().is_none_or(Window::is_empty) {
            self.work = Work::Single(first, all_threads);
            return self.write_dictionaries(&dictionaries);
        }
        let first = Part {
            rows: first,
            note: Note {
                dictionaries,
                all_threads,
            },
        };
        let rest = pieces.map(|rows| Part {
            rows,
            note: Note::default(),
        });
        let number = self.frames;
        let parts = std::iter::once(first).chain(rest);
        let window = self.window()?;
        window.append(parts, number, frame.height(), bytes);
        Ok(())
    }

    /// The threads that encode, who know the categories so far.
    fn window(&mut self) -> Result<&mut Window<Batches>> {
        let known = self.encoder.known();
        let stale = std::mem::replace(&mut self.known, known) != known;
        let window = match self.window.take() {
            Some(mut window) => {
                if stale {
                    window.replace(Batches::new(&self.encoder)?);
                }
                window
            },
            None => {
                let least = RAYON.current_num_threads() + 2;
                Window::new(Batches::new(&self.encoder)?, least)
            },
        };
        Ok(self.window.insert(window))
    }

    /// Writes the next record batch that other threads have encoded, and says how many rows it has.
    fn take(&mut self) -> Result<Option<usize>> {
        let Some(done) = self.window.as_mut().and_then(Window::next) else {
            return Ok(None);
        };
        self.at = done.frame;
        self.write_dictionaries(&done.note.dictionaries)?;
        let message = Encoded::Ours(done.made?);
        let spare = self.messages.write_record_batch(message, done.rows)?;
        if let (Some(memory), Some(window)) = (spare, &mut self.window) {
            window.recycle(|encoder| encoder.recycle(memory));
        }
        Ok(Some(done.rows))
    }
}

impl FrameWrite for Session {
    fn schema(&self) -> &Schema {
        &self.encoder.schema
    }

    fn append(&mut self, frame: DataFrame) -> Result<()> {
        let dictionaries = self.begin(&frame)?;
        if !self.options.parallel {
            self.write_dictionaries(&dictionaries)?;
            self.append_serially(frame)?;
        } else if let Some(size) = self.options.record_batch_size {
            let pieces = encode::slices(frame.clone(), size.get());
            self.append_pieces(&frame, dictionaries, pieces)?;
        } else {
            let rows = parallel::batch_rows(&frame, self.encoder.batch_bytes());
            let pieces = parallel::pieces(frame.clone(), rows);
            self.append_pieces(&frame, dictionaries, pieces)?;
        }
        self.frames += 1;
        Ok(())
    }

    fn is_ready(&self) -> bool {
        !matches!(self.work, Work::Nothing) || self.window.as_ref().is_none_or(Window::is_ready)
    }

    fn backlog(&self) -> usize {
        self.window.as_ref().map_or(0, Window::backlog)
    }

    fn batch(&self) -> Option<usize> {
        Some(self.at)
    }

    fn advance(&mut self) -> Result<Option<usize>> {
        if !matches!(self.work, Work::Nothing) {
            self.at = self.frames - 1;
        }
        let written = match &mut self.work {
            Work::Nothing => self.take()?,
            Work::Single(frame, all_threads) => {
                estimate::rechunk_serially(frame)?;
                let rows = frame.height();
                let message = self.encoder.message(frame, 0, *all_threads)?;
                self.work = Work::Nothing;
                let spare = self
                    .messages
                    .write_record_batch(Encoded::Ours(message), rows)?;
                if let Some(memory) = spare {
                    self.encoder.recycle(memory);
                }
                return Ok(Some(rows));
            },
            Work::Serial(chunks) => match chunks.next()? {
                Some((frame, chunk, rows)) => {
                    let batch = match self.options.compression.is_none() || is_large(&frame, rows) {
                        // polars copies all of it into one piece of memory, and takes no refusal; the bytes
                        // are the same where nothing is compressed
                        true => Encoded::Ours(self.encoder.message(&frame, chunk, false)?),
                        false => Encoded::Polars(self.encoder.record_batch(&frame, chunk)?),
                    };
                    self.messages.write_record_batch(batch, rows)?;
                    Some(rows)
                },
                None => None,
            },
        };
        if written.is_none() {
            self.work = Work::Nothing;
            if self.messages.is_stream() {
                self.messages.flush()?; // who reads a pipe waits for it
            }
        }
        Ok(written)
    }

    fn finish(&mut self) -> Result<()> {
        let dictionaries = self.encoder.dictionaries()?;
        self.write_dictionaries(&dictionaries)?;
        Ok(self.messages.finish()?)
    }
}

/// Whether a record batch takes as much memory as is not asked for without a refusal.
pub fn is_large(frame: &DataFrame, rows: usize) -> bool {
    const LARGE: usize = 32 << 20;
    let (all, height) = (frame.estimated_size(), frame.height().max(1));
    all >= LARGE && all / height * rows >= LARGE
}

/// The chunks of frames whose chunks are aligned, a record batch each.
struct Chunks {
    frames: Box<dyn Iterator<Item = io::Result<DataFrame>> + Send>,
    current: Option<(DataFrame, std::vec::IntoIter<usize>, usize)>,
}

impl Chunks {
    fn new(frames: impl Iterator<Item = io::Result<DataFrame>> + Send + 'static) -> Self {
        Self {
            frames: Box::new(frames),
            current: None,
        }
    }

    /// The next chunk: its frame, its place there and its rows.
    fn next(&mut self) -> io::Result<Option<(DataFrame, usize, usize)>> {
        loop {
            if let Some((frame, lengths, chunk)) = &mut self.current
                && let Some(rows) = lengths.next()
            {
                *chunk += 1;
                return Ok(Some((frame.clone(), *chunk - 1, rows)));
            }
            let Some(frame) = self.frames.next().transpose()? else {
                return Ok(None);
            };
            let lengths: Vec<usize> = match frame.columns().first() {
                Some(column) => column.as_materialized_series().chunk_lengths().collect(),
                None if frame.height() == 0 => vec![], // as polars-io has it
                None => vec![frame.height()],
            };
            self.current = Some((frame, lengths.into_iter(), 0));
        }
    }
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
