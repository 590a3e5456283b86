//! `IpcReader.batches` and `IpcStreamReader.batches`: some record batches at a time.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use jni::sys::jint;
use polars::prelude::*;
use polars_arrow::io::ipc::write::Block;
use polars_arrow_format::ipc::MessageHeaderRef;
use polars_io::RowIndex;

use super::layout::{invalid, invalid_stream};
use super::read::{
    Batch, Data, Dictionaries, Format, IpcFile, RawMessage, Wanted, decode, decode_dictionary,
    format_of, outline,
};
use crate::batches::{Ahead, Batches, OpenBatches, explain};
use crate::error::Result;
use crate::handle::BatchesHandle;
use crate::sink::Failure;
use crate::source::{Consumed, Input, JSource, Selection, Stream};

native! {
    "io.github.polars4j.IpcReader",
    extern fn open_batches(
        options: jbyte[],
        path: JString,
        name: JString,
        source: JSource,
        rows: jint,
    ) -> BatchesHandle
}

fn open_batches(
    env: &mut Env<'_>,
    _: JObject<'_>,
    options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    source: JSource<'_>,
    rows: jint,
) -> Result<BatchesHandle> {
    let selection = Selection::from_java(env, &options)?;
    let input = Input::open(env, &path, &name, &source)?;
    let name = input.name.clone();
    let frames = input.decode(|data| {
        let file = IpcFile::open(&data)?;
        let wanted = file.format.wanted(&selection)?;
        let dictionaries = Arc::new(file.dictionaries(&data, &wanted)?);
        let source = FileSource {
            count: file.batches.len(),
            blocks: file.batches.into(),
            data: Arc::new(data),
            dictionaries,
        };
        Ok(Frames::new(source, file.format, wanted, selection, rows))
    })?;
    Ok(frames.store(name, Failure::default()))
}

mod stream {
    use super::*;

    native! {
        "io.github.polars4j.IpcStreamReader",
        extern fn open_batches(
            options: jbyte[],
            path: JString,
            name: JString,
            source: JSource,
            rows: jint,
        ) -> BatchesHandle
    }

    fn open_batches(
        env: &mut Env<'_>,
        _: JObject<'_>,
        options: JByteArray<'_>,
        path: JString<'_>,
        name: JString<'_>,
        source: JSource<'_>,
        rows: jint,
    ) -> Result<BatchesHandle> {
        let selection = Selection::from_java(env, &options)?;
        let mut stream = Stream::open(env, &path, &name, &source)?;
        let (name, failure) = (stream.name().to_owned(), stream.failure());
        let frames = explain(&name, &failure, || {
            let first = read_message(&mut stream)?;
            let (first, _) = first.ok_or_else(|| invalid_stream("it is empty"))?;
            let format = format_of(&first)?;
            let wanted = format.wanted(&selection)?;
            let source = StreamSource {
                consumed: stream.consumed(),
                stream,
                dictionaries: Arc::default(),
            };
            Ok(Frames::new(source, format, wanted, selection, rows))
        })?;
        Ok(frames.store(name, failure))
    }
}

/// Where record batches come from.
trait Source: Send {
    /// Whether the next record batches are decoded while the caller has those before.
    const AHEAD: bool;

    /// The next record batch, and how many rows it has.
    fn next(&mut self, format: &Format, wanted: &Wanted) -> Result<Option<(Batch, usize)>>;

    fn progress(&self) -> Option<f64>;
}

/// The rows of record batches, as many at a time as are asked for.
struct Frames<S> {
    source: S,
    format: Arc<Format>,
    wanted: Arc<Wanted>,
    row_index: Option<RowIndex>,
    /// How many rows are to be read still.
    left: usize,
    rows: usize,
    limit: usize,
    row_bytes: Option<usize>,
    ahead: Option<Ahead<DataFrame>>,
    rest: Option<DataFrame>,
}

impl<S: Source + 'static> Frames<S> {
    fn new(source: S, format: Format, wanted: Wanted, selection: Selection, rows: jint) -> Self {
        Self {
            source,
            format: Arc::new(format),
            wanted: Arc::new(wanted),
            row_index: selection.row_index,
            left: selection.n_rows.unwrap_or(usize::MAX),
            rows: rows as usize,
            limit: usize::MAX,
            row_bytes: None,
            ahead: None,
            rest: None,
        }
    }

    fn store(self, name: String, failure: Failure) -> BatchesHandle {
        let schema = self.wanted.schema(self.row_index.as_ref());
        let metadata = self.format.metadata.clone();
        BatchesHandle::store(OpenBatches::new(self, schema, name, failure).with_metadata(metadata))
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
        let (mut batches, mut rows) = (Vec::new(), 0);
        while rows < self.step()
            && self.left > 0
            && let Some((mut batch, count)) = self.source.next(&self.format, &self.wanted)?
        {
            batch.rows = count.min(self.left);
            rows += batch.rows;
            self.left -= batch.rows;
            batches.push(batch);
        }
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

struct FileSource {
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
struct StreamSource<R> {
    stream: R,
    consumed: Consumed,
    dictionaries: Arc<Dictionaries>,
}

impl<R: Read + Send> Source for StreamSource<R> {
    const AHEAD: bool = false;

    fn next(&mut self, format: &Format, wanted: &Wanted) -> Result<Option<(Batch, usize)>> {
        while let Some((message, data)) = read_message(&mut self.stream)? {
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

    fn progress(&self) -> Option<f64> {
        self.consumed.part()
    }
}

/// The next message and its body; `None` at the end.
fn read_message(stream: &mut impl Read) -> Result<Option<(RawMessage, Data)>> {
    let mut length = [0; 4];
    if stream.read(&mut length[..1])? == 0 {
        return Ok(None); // a stream may end without saying so
    }
    stream.read_exact(&mut length[1..])?;
    if length == *b"ARRO" {
        let message = "not an Arrow IPC stream but an Arrow IPC file: IpcReader reads it";
        return Err(PolarsError::ComputeError(message.into()).into());
    }
    if length == [0xff; 4] {
        stream.read_exact(&mut length)?;
    }
    let length = match u64::try_from(i32::from_le_bytes(length)) {
        Ok(0) => return Ok(None),
        Ok(length) => length,
        Err(_) => return Err(invalid_stream("a message of a negative length").into()),
    };
    let message = RawMessage::detached(read_bytes(stream, length)?)?;
    let body = read_bytes(stream, message.body_length)?;
    Ok(Some((message, Data::Memory(body.into()))))
}

/// So many bytes, for which memory is asked for as they come: their number may be a lie.
fn read_bytes(stream: &mut impl Read, length: u64) -> Result<Vec<u8>> {
    const TRUSTED: u64 = 16 << 20;
    let mut bytes = Vec::with_capacity(length.min(TRUSTED) as usize);
    stream.by_ref().take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        return Err(invalid_stream("it ends too early").into());
    }
    Ok(bytes)
}
