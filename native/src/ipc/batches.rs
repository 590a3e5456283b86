//! Reads Arrow IPC some record batches at a time.

use std::collections::VecDeque;
use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::io::ipc::write::Block;
use polars_arrow_format::ipc::MessageHeaderRef;
use polars_io::RowIndex;

use super::invalid::told_of_stream;
use super::read::{
    Batch, Dictionaries, FileSchema, IpcFile, Messages, RawMessage, Wanted, behind, decode,
    decode_dictionary, outline, prefetch,
};
use super::rows::Rows;
use crate::fields::Fields;
use crate::io::{Data, Limit, Selection};
use crate::jvm::{Result, stack};
use crate::read::{Ahead, Batches, Description, OWN};

/// The batches of a stream.
pub type StreamBatches = Frames<StreamSource>;

impl StreamBatches {
    pub fn open(
        messages: Messages,
        format: FileSchema,
        selection: &Selection,
        rows: usize,
    ) -> Result<Self> {
        let wanted = stack::with_depth(format.depth, || format.wanted(selection))?;
        let source = StreamSource::new(messages);
        let left = Rows::of(selection);
        Frames::new(source, format, wanted, selection, left, rows)
    }
}

/// The batches of a file.
pub type FileBatches = Frames<FileSource>;

impl FileBatches {
    pub fn open(data: Data, selection: Selection, rows: usize) -> Result<Self> {
        let file = IpcFile::open(&data, &selection.limits)?;
        let wanted = stack::with_depth(file.format.depth, || file.format.wanted(&selection))?;
        let dictionaries = Arc::new(file.dictionaries(&data, &wanted)?);
        let (chosen, left) = file.chosen(&data, &selection)?;
        let source = FileSource {
            next: chosen.start,
            count: chosen.len(),
            blocks: file.batches[chosen].iter().cloned().collect(),
            data: Arc::new(data),
            dictionaries,
        };
        Frames::new(source, file.format, wanted, &selection, left, rows)
    }
}

/// Where record batches come from.
pub trait Source: Send {
    /// Whether the next record batches are decoded while the caller has those before.
    const AHEAD: bool;

    /// Whether bytes may be missing, which come before the next call.
    fn may_wait(&self) -> bool {
        false
    }

    /// The next record batch, and how many rows it has.
    fn next(&mut self, format: &FileSchema, wanted: &Wanted) -> Result<Option<(Batch, usize)>>;

    /// Whether the next record batch is there, or is known to come at once: else those before are handed out.
    fn at_hand(&mut self, _: &FileSchema, _: &Wanted) -> Result<bool> {
        Ok(true)
    }

    /// Passes over all that comes, if there is something behind it.
    fn pass_rest(&mut self) -> Result<()> {
        Ok(())
    }

    fn progress(&self) -> Option<f64>;
}

/// The rows of record batches, as many at a time as are asked for.
pub struct Frames<S> {
    source: S,
    format: Arc<FileSchema>,
    wanted: Arc<Wanted>,
    row_index: Option<RowIndex>,
    /// Which rows are to be read still.
    left: Rows,
    rows: usize,
    /// Whether the source is read to its end once all rows are taken.
    to_end: bool,
    limit: usize,
    row_bytes: Option<usize>,
    /// Record batches that were read, but are too few for the next frame.
    begun: Vec<Batch>,
    ahead: Option<Ahead<DataFrame>>,
    rest: Option<DataFrame>,
}

impl<S: Source + 'static> Frames<S> {
    fn new(
        source: S,
        format: FileSchema,
        wanted: Wanted,
        selection: &Selection,
        left: Rows,
        rows: usize,
    ) -> Result<Self> {
        let mut row_index = selection.row_index.clone();
        if let Some(index) = &mut row_index {
            index.offset = behind(index.offset, left.before())?;
        }
        Ok(Self {
            source,
            format: Arc::new(format),
            wanted: Arc::new(wanted),
            row_index,
            left,
            rows,
            to_end: selection.sliced,
            limit: usize::MAX,
            row_bytes: None,
            begun: Vec::new(),
            ahead: None,
            rest: None,
        })
    }

    /// How many rows the next frame has.
    fn step(&self) -> usize {
        match self.row_bytes {
            Some(bytes) => self.rows.min(self.limit / bytes).max(1),
            None if self.limit < usize::MAX => 1,
            None => self.rows,
        }
    }

    /// Starts to decode so many record batches as have the rows of the next frame.
    fn start(&mut self) -> Result<Option<Ahead<DataFrame>>> {
        let mut rows: usize = self.begun.iter().map(|batch| batch.rows).sum();
        let single = self.rows == OWN;
        while rows < self.step()
            && !self.left.are_taken()
            && (rows == 0 || !single && self.source.at_hand(&self.format, &self.wanted)?)
            && let Some((mut batch, count)) = self.source.next(&self.format, &self.wanted)?
        {
            if self.left.pass(count) {
                self.count(count)?;
                continue;
            }
            batch.rows = self.left.take(count);
            rows += batch.rows;
            self.begun.push(batch);
        }
        prefetch(&self.format, &self.wanted, &self.begun)?;
        let batches = std::mem::take(&mut self.begun);
        if batches.is_empty() {
            return Ok(None);
        }
        let index = self.row_index.clone();
        self.count(rows)?;
        let cut = self.left.cut_once();
        let (format, wanted) = (self.format.clone(), self.wanted.clone());
        Ok(Some(Ahead::spawn(move || {
            let frame = decode(&format, &wanted, &batches, index)?;
            Ok(match cut {
                0 => frame,
                cut => frame.slice(cut as i64, usize::MAX),
            })
        })))
    }

    /// Counts rows for the row index.
    fn count(&mut self, rows: usize) -> Result<()> {
        if let Some(index) = &mut self.row_index {
            index.offset = behind(index.offset, rows)?;
        }
        Ok(())
    }
}

impl<S: Source + 'static> Batches for Frames<S> {
    fn describe(&self) -> Result<Description> {
        Ok(Description {
            schema: self.wanted.schema(self.row_index.as_ref()),
            metadata: self.format.metadata.clone(),
            fields: self.fields(),
            ..Description::default()
        })
    }

    fn next(&mut self) -> Result<Option<DataFrame>> {
        loop {
            if let Some(rest) = self.rest.take().filter(|rest| rest.height() > 0) {
                let rows = self.step().min(rest.height());
                let (frame, rest) = rest.split_at(rows as i64);
                self.rest = Some(rest);
                return Ok(Some(frame));
            }
            let started = match self.ahead.take() {
                Some(ahead) => Some(ahead),
                None => self.start()?,
            };
            let Some(started) = started else {
                if self.to_end {
                    self.source.pass_rest()?;
                }
                return Ok(None);
            };
            let frame = started.wait()?;
            if frame.height() > 0 {
                self.row_bytes = Some((frame.estimated_size() / frame.height()).max(1));
            }
            if S::AHEAD {
                self.ahead = match self.start() {
                    Err(_) if self.source.may_wait() => None, // tried again by the next call
                    started => started.unwrap_or_else(|error| Some(Ahead::failed(error))),
                };
            }
            self.rest = Some(frame);
        }
    }

    fn fields(&self) -> Fields {
        self.format.fields.clone()
    }

    fn limit(&mut self, bytes: usize) {
        self.limit = bytes;
    }

    fn progress(&self) -> Option<f64> {
        self.source.progress()
    }
}

pub struct FileSource {
    data: Arc<Data>,
    dictionaries: Arc<Dictionaries>,
    blocks: VecDeque<Block>,
    /// The place of the next one in the file.
    next: usize,
    count: usize,
}

impl Source for FileSource {
    const AHEAD: bool = true;

    fn may_wait(&self) -> bool {
        matches!(*self.data, Data::Ranges(_))
    }

    fn next(&mut self, format: &FileSchema, _: &Wanted) -> Result<Option<(Batch, usize)>> {
        let Some(block) = self.blocks.front() else {
            return Ok(None);
        };
        let message = RawMessage::of_block(&self.data, block, &format.limits)?;
        let rows = outline(&message)?.rows;
        self.blocks.pop_front();
        let batch = Batch {
            data: self.data.clone(),
            message,
            dictionaries: self.dictionaries.clone(),
            rows,
            index: self.next,
        };
        self.next += 1;
        Ok(Some((batch, rows)))
    }

    fn progress(&self) -> Option<f64> {
        let left = self.blocks.len() as f64 / self.count.max(1) as f64;
        Some(1.0 - left)
    }
}

/// A stream that is read no further than to the record batches that are handed out: it may be one
/// that never ends.
pub struct StreamSource {
    messages: Messages,
    dictionaries: Arc<Dictionaries>,
    batches: u64,
}

impl StreamSource {
    /// Goes on behind the schema.
    pub fn new(messages: Messages) -> Self {
        Self {
            messages,
            dictionaries: Arc::default(),
            batches: 0,
        }
    }

    /// Takes the next message, which is a dictionary.
    fn dictionary(&mut self, format: &FileSchema, wanted: &Wanted) -> Result<()> {
        if let Some((message, data)) = self.messages.next()? {
            let known = Arc::make_mut(&mut self.dictionaries);
            decode_dictionary(format, &data, &message, wanted, known)?;
        }
        Ok(())
    }

    fn read(&mut self, format: &FileSchema, wanted: &Wanted) -> Result<Option<(Batch, usize)>> {
        while let Some((message, data)) = self.messages.next()? {
            match message.header()? {
                MessageHeaderRef::DictionaryBatch(_) => {
                    let known = Arc::make_mut(&mut self.dictionaries);
                    decode_dictionary(format, &data, &message, wanted, known)?;
                },
                _ => {
                    let rows = outline(&message)?.rows;
                    self.batches += 1;
                    format.limits.hold(Limit::RecordBatches, self.batches)?;
                    let batch = Batch {
                        data,
                        message,
                        dictionaries: self.dictionaries.clone(),
                        rows,
                        index: self.batches as usize - 1,
                    };
                    return Ok(Some((batch, rows)));
                },
            }
        }
        Ok(None)
    }
}

impl Source for StreamSource {
    const AHEAD: bool = false;

    fn next(&mut self, format: &FileSchema, wanted: &Wanted) -> Result<Option<(Batch, usize)>> {
        told_of_stream(self.read(format, wanted))
    }

    fn at_hand(&mut self, format: &FileSchema, wanted: &Wanted) -> Result<bool> {
        if !self.messages.may_wait() {
            return Ok(true);
        }
        while let Some(message) = told_of_stream(self.messages.at_hand())? {
            let MessageHeaderRef::DictionaryBatch(_) = message.header()? else {
                return Ok(true);
            };
            told_of_stream(self.dictionary(format, wanted))?;
        }
        Ok(false)
    }

    fn pass_rest(&mut self) -> Result<()> {
        told_of_stream(self.messages.pass_rest())
    }

    fn progress(&self) -> Option<f64> {
        self.messages.progress()
    }
}
