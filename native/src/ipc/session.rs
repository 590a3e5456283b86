//! Writes one Arrow IPC file or stream: record batches one after the other, then the end.

use std::io;

use polars::prelude::*;
use polars_arrow::io::ipc::write::EncodedData;
use polars_core::frame::chunk_df_for_writing;

use super::encode::{self, Encoder};
use super::message::{Encoded, MessageWriter};
use super::options::WriteOptions;
use super::parallel::{self, Window};
use crate::estimate;
use crate::io::Output;
use crate::jvm::Result;
use crate::write::FrameWrite;

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
}

/// What is left to do of the frame that was taken last.
enum Work {
    Nothing,
    /// One record batch, of whatever size: no thread need be woken for a small one, and the buffers of a
    /// large one keep them all busy.
    Single(DataFrame, bool),
    Parallel(Window),
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
        })
    }

    /// Writes the dictionaries that must stand before a frame. A stream gets those that have grown; a file,
    /// which can hold each dictionary only once, gets those that may still grow at its end.
    fn begin(&mut self, frame: &DataFrame) -> Result<()> {
        let now = self.whole || self.messages.is_stream();
        if now || self.options.parallel {
            self.encoder.collect_categories(frame)?;
        }
        let dictionaries = match now {
            true => self.encoder.dictionaries()?,
            false => self.encoder.fixed_dictionaries()?,
        };
        self.write_dictionaries(&dictionaries)
    }

    fn write_dictionaries(&mut self, dictionaries: &[EncodedData]) -> Result<()> {
        for dictionary in dictionaries {
            self.messages.write_dictionary(dictionary)?;
        }
        Ok(())
    }

    fn work_of(&self, frame: DataFrame) -> Result<Work> {
        Ok(
            match (self.options.parallel, self.options.record_batch_size) {
                (true, Some(size)) => self.window(frame.clone(), encode::slices(frame, size.get())),
                (true, None) => {
                    let rows = parallel::batch_rows(&frame, self.encoder.batch_bytes());
                    self.window(frame.clone(), parallel::pieces(frame, rows))
                },
                (false, Some(size)) => {
                    let slices = encode::slices(frame, size.get()).map(|mut slice| {
                        estimate::rechunk_serially(&mut slice)?;
                        Ok(slice)
                    });
                    Work::Serial(Chunks::new(slices))
                },
                (false, None) => {
                    let mut frame = encode::align(&frame)?;
                    if self.messages.is_stream() {
                        // What polars-io's IpcStreamWriter does.
                        frame = chunk_df_for_writing(&mut frame, 512 * 512)?.into_owned();
                    }
                    Work::Serial(Chunks::new(std::iter::once(Ok(frame))))
                },
            },
        )
    }

    fn window(
        &self,
        frame: DataFrame,
        pieces: impl Iterator<Item = DataFrame> + Send + 'static,
    ) -> Work {
        let mut pieces = pieces.peekable();
        let Some(first) = pieces.next() else {
            return Work::Nothing;
        };
        match pieces.peek() {
            None => {
                let all_threads = frame.estimated_size() > self.encoder.batch_bytes();
                Work::Single(first, all_threads)
            },
            Some(_) => Work::Parallel(Window::new(std::iter::once(first).chain(pieces))),
        }
    }
}

impl FrameWrite for Session {
    fn schema(&self) -> &Schema {
        &self.encoder.schema
    }

    fn append(&mut self, frame: DataFrame) -> Result<()> {
        self.begin(&frame)?;
        self.work = self.work_of(frame)?;
        Ok(())
    }

    fn advance(&mut self) -> Result<Option<usize>> {
        let written = match &mut self.work {
            Work::Nothing => None,
            Work::Single(frame, all_threads) => {
                estimate::rechunk_serially(frame)?;
                let rows = frame.height();
                let message = self.encoder.message(frame, 0, *all_threads)?;
                self.work = Work::Nothing;
                let spare = self.messages.write_record_batch(Encoded::Ours(message))?;
                if let Some(memory) = spare {
                    self.encoder.recycle(memory);
                }
                return Ok(Some(rows));
            },
            Work::Parallel(window) => match window.next(&self.encoder)? {
                Some((message, rows)) => {
                    let spare = self.messages.write_record_batch(Encoded::Ours(message))?;
                    if let Some(memory) = spare {
                        window.recycle(memory);
                    }
                    Some(rows)
                },
                None => None,
            },
            Work::Serial(chunks) => match chunks.next()? {
                Some((frame, chunk, rows)) => {
                    let batch = match self.options.compression.is_none() || is_large(&frame, rows) {
                        // polars copies all of it into one piece of memory, and takes no refusal; the bytes
                        // are the same where nothing is compressed
                        true => Encoded::Ours(self.encoder.message(&frame, chunk, false)?),
                        false => Encoded::Polars(self.encoder.record_batch(&frame, chunk)?),
                    };
                    self.messages.write_record_batch(batch)?;
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
