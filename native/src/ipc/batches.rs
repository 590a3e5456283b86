//! Arrow IPC, some record batches at a time.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::io::ipc::write::Block;
use polars_arrow_format::ipc::MessageHeaderRef;
use polars_io::RowIndex;

use super::invalid::{cut_stream, invalid, invalid_stream, told_of_stream};
use super::read::{
    Batch, Dictionaries, Format, IpcFile, RawMessage, Wanted, decode, decode_dictionary, format_of,
    outline,
};
use crate::io::{Consumed, Data, Selection, Stream};
use crate::jvm::{Result, stack};
use crate::memory::read_at_most;
use crate::read::{Ahead, Batches, Description};

/// The batches of a file.
pub type FileBatches = Frames<FileSource>;

impl FileBatches {
    pub fn open(data: Data, selection: Selection, rows: usize) -> Result<Self> {
        let file = IpcFile::open(&data)?;
        let wanted = stack::with_depth(file.format.depth, || file.format.wanted(&selection))?;
        let dictionaries = Arc::new(file.dictionaries(&data, &wanted)?);
        let source = FileSource {
            count: file.batches.len(),
            blocks: file.batches.into(),
            data: Arc::new(data),
            dictionaries,
        };
        Ok(Frames::new(source, file.format, wanted, &selection, rows))
    }
}

/// A stream whose schema may not have come yet.
pub struct StreamHead {
    messages: Messages<Stream>,
    consumed: Consumed,
}

impl StreamHead {
    pub fn new(stream: Stream) -> Self {
        let consumed = stream.consumed();
        Self {
            messages: Messages::new(stream),
            consumed,
        }
    }

    /// Reads the schema.
    pub fn format(&mut self) -> Result<Format> {
        let first = self.messages.next()?;
        let (first, _) = first.ok_or_else(|| invalid_stream("it is empty"))?;
        Ok(format_of(&first)?)
    }

    /// Goes on with the record batches.
    pub fn open(
        self,
        format: Format,
        selection: &Selection,
        rows: usize,
    ) -> Result<Frames<StreamSource<Stream>>> {
        let wanted = stack::with_depth(format.depth, || format.wanted(selection))?;
        let source = StreamSource {
            consumed: self.consumed,
            messages: self.messages,
            dictionaries: Arc::default(),
        };
        Ok(Frames::new(source, format, wanted, selection, rows))
    }
}

/// Where record batches come from.
pub trait Source: Send {
    /// Whether the next record batches are decoded while the caller has those before.
    const AHEAD: bool;

    /// The next record batch, and how many rows it has.
    fn next(&mut self, format: &Format, wanted: &Wanted) -> Result<Option<(Batch, usize)>>;

    fn progress(&self) -> Option<f64>;
}

/// The rows of record batches, as many at a time as are asked for.
pub struct Frames<S> {
    source: S,
    format: Arc<Format>,
    wanted: Arc<Wanted>,
    row_index: Option<RowIndex>,
    /// How many rows are to be read still.
    left: usize,
    rows: usize,
    limit: usize,
    row_bytes: Option<usize>,
    /// Record batches that were read, but are too few for the next frame.
    begun: Vec<Batch>,
    ahead: Option<Ahead<DataFrame>>,
    rest: Option<DataFrame>,
}

impl<S: Source + 'static> Frames<S> {
    fn new(source: S, format: Format, wanted: Wanted, selection: &Selection, rows: usize) -> Self {
        Self {
            source,
            format: Arc::new(format),
            wanted: Arc::new(wanted),
            row_index: selection.row_index.clone(),
            left: selection.n_rows.unwrap_or(usize::MAX),
            rows,
            limit: usize::MAX,
            row_bytes: None,
            begun: Vec::new(),
            ahead: None,
            rest: None,
        }
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
        while rows < self.step()
            && self.left > 0
            && let Some((mut batch, count)) = self.source.next(&self.format, &self.wanted)?
        {
            batch.rows = count.min(self.left);
            rows += batch.rows;
            self.left -= batch.rows;
            self.begun.push(batch);
        }
        let batches = std::mem::take(&mut self.begun);
        if batches.is_empty() {
            return Ok(None);
        }
        let index = self.row_index.clone();
        if let Some(index) = &mut self.row_index {
            let next = index.offset.checked_add(rows as IdxSize);
            index.offset = next.ok_or_else(|| invalid("more rows than a row index can count"))?;
        }
        let (format, wanted) = (self.format.clone(), self.wanted.clone());
        Ok(Some(Ahead::spawn(move || {
            Ok(decode(&format, &wanted, &batches, index)?)
        })))
    }
}

impl<S: Source + 'static> Batches for Frames<S> {
    fn describe(&self) -> Result<Description> {
        Ok(Description {
            schema: self.wanted.schema(self.row_index.as_ref()),
            metadata: self.format.metadata.clone(),
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
                return Ok(None);
            };
            let frame = started.wait()?;
            if frame.height() > 0 {
                self.row_bytes = Some((frame.estimated_size() / frame.height()).max(1));
            }
            if S::AHEAD {
                self.ahead = self
                    .start()
                    .unwrap_or_else(|error| Some(Ahead::failed(error)));
            }
            self.rest = Some(frame);
        }
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
    count: usize,
}

impl Source for FileSource {
    const AHEAD: bool = true;

    fn next(&mut self, _: &Format, _: &Wanted) -> Result<Option<(Batch, usize)>> {
        let Some(block) = self.blocks.pop_front() else {
            return Ok(None);
        };
        let message = RawMessage::of_block(&self.data, &block)?;
        let rows = outline(&message)?.rows;
        let batch = Batch {
            data: self.data.clone(),
            message,
            dictionaries: self.dictionaries.clone(),
            rows,
        };
        Ok(Some((batch, rows)))
    }

    fn progress(&self) -> Option<f64> {
        let left = self.blocks.len() as f64 / self.count.max(1) as f64;
        Some(1.0 - left)
    }
}

/// A stream that is read no further than to the record batches that are handed out: it may be one
/// that never ends.
pub struct StreamSource<R> {
    messages: Messages<R>,
    consumed: Consumed,
    dictionaries: Arc<Dictionaries>,
}

impl<R: Read + Send> StreamSource<R> {
    fn read(&mut self, format: &Format, wanted: &Wanted) -> Result<Option<(Batch, usize)>> {
        while let Some((message, data)) = self.messages.next()? {
            match message.header()? {
                MessageHeaderRef::DictionaryBatch(_) => {
                    let known = Arc::make_mut(&mut self.dictionaries);
                    decode_dictionary(format, &data, &message, wanted, known)?;
                },
                _ => {
                    let rows = outline(&message)?.rows;
                    let batch = Batch {
                        data: Arc::new(data),
                        message,
                        dictionaries: self.dictionaries.clone(),
                        rows,
                    };
                    return Ok(Some((batch, rows)));
                },
            }
        }
        Ok(None)
    }
}

impl<R: Read + Send> Source for StreamSource<R> {
    const AHEAD: bool = false;

    fn next(&mut self, format: &Format, wanted: &Wanted) -> Result<Option<(Batch, usize)>> {
        told_of_stream(self.read(format, wanted))
    }

    fn progress(&self) -> Option<f64> {
        self.consumed.part()
    }
}

/// The messages of a stream. Where the stream has no more bytes for the moment, what was read of a message
/// stays here.
pub struct Messages<R> {
    stream: R,
    bytes: Vec<u8>,
    state: Part,
}

/// What of a message comes next.
enum Part {
    Length,
    /// The length after a continuation marker.
    MarkedLength,
    Metadata(u64),
    Body(RawMessage),
    Ended,
}

impl<R: Read> Messages<R> {
    fn new(stream: R) -> Self {
        Self {
            stream,
            bytes: Vec::new(),
            state: Part::Length,
        }
    }

    /// The next message and its body; `None` at the end.
    fn next(&mut self) -> Result<Option<(RawMessage, Data)>> {
        loop {
            match &self.state {
                Part::Ended => return Ok(None),
                Part::Length => {
                    if !self.fill(4)? && self.bytes.is_empty() {
                        self.state = Part::Ended; // a stream may end without saying so
                        continue;
                    }
                    let length = self.length()?;
                    if length == *b"ARRO" {
                        let message =
                            "not an Arrow IPC stream but an Arrow IPC file: IpcReader reads it";
                        return Err(PolarsError::ComputeError(message.into()).into());
                    }
                    self.state = match length {
                        [0xff, 0xff, 0xff, 0xff] => Part::MarkedLength,
                        length => metadata_of(length)?,
                    };
                },
                Part::MarkedLength => {
                    self.fill(4)?;
                    let length = self.length()?;
                    self.state = metadata_of(length)?;
                },
                Part::Metadata(length) => {
                    let length = *length;
                    self.fill(length)?;
                    let metadata = self.take(length)?;
                    self.state = Part::Body(RawMessage::detached(metadata)?);
                },
                Part::Body(message) => {
                    let length = message.body_length;
                    self.fill(length)?;
                    let body = self.take(length)?;
                    let Part::Body(message) = std::mem::replace(&mut self.state, Part::Length)
                    else {
                        unreachable!("matched above");
                    };
                    return Ok(Some((message, Data::Memory(body.into()))));
                },
            }
        }
    }

    /// Reads until `length` bytes are there, or the end has come, which `false` says.
    fn fill(&mut self, length: u64) -> Result<bool> {
        let missing = length - self.bytes.len() as u64;
        read_at_most(&mut self.stream, missing, &mut self.bytes)?;
        Ok(self.bytes.len() as u64 == length)
    }

    fn take(&mut self, length: u64) -> Result<Vec<u8>> {
        match self.bytes.len() as u64 == length {
            true => Ok(std::mem::take(&mut self.bytes)),
            false => Err(cut_stream().into()),
        }
    }

    fn length(&mut self) -> Result<[u8; 4]> {
        let bytes = self.take(4)?;
        Ok(bytes.try_into().expect("there are four"))
    }
}

fn metadata_of(length: [u8; 4]) -> PolarsResult<Part> {
    match u64::try_from(i32::from_le_bytes(length)) {
        Ok(0) => Ok(Part::Ended),
        Ok(length) => Ok(Part::Metadata(length)),
        Err(_) => Err(invalid_stream("a message of a negative length")),
    }
}
