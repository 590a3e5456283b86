//! Arrow IPC streams: one message after another.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow_format::ipc::MessageHeaderRef;
use polars_buffer::Buffer;

use super::super::invalid::{FEATHER_V1, PARQUET, cut_stream, invalid_stream};
use super::message::RawMessage;
use super::schema::FileSchema;
use crate::io::{Consumed, Data, Limit, Limits, Stream};
use crate::jvm::Result;
use crate::memory;

/// The messages of a stream, which is read no further than they reach.
pub struct Messages {
    from: From,
    state: Part,
    /// Whether messages begin with a continuation marker: all of a stream do, or none.
    marked: bool,
    /// A message that was at hand.
    ready: Option<(RawMessage, Arc<Data>)>,
    limits: Limits,
}

enum From {
    /// A stream in a place of its own, whose bodies are left there, and how much of it was read.
    Place(Arc<Data>, u64),
    Stream(Stream, Consumed),
}

/// What of a message comes next. Where the stream has no more bytes for the moment, it stays here.
enum Part {
    Length,
    /// The length after the first continuation marker.
    MarkedLength,
    Metadata(u64),
    Body(RawMessage),
    Ended,
}

impl Messages {
    pub fn of_stream(stream: Stream) -> Self {
        let (consumed, limits) = (stream.consumed(), stream.limits);
        Self::new(From::Stream(stream, consumed), limits)
    }

    pub fn of_data(data: Data, limits: Limits) -> Self {
        Self::new(From::Place(Arc::new(data), 0), limits)
    }

    fn new(from: From, limits: Limits) -> Self {
        Self {
            from,
            limits,
            state: Part::Length,
            marked: false,
            ready: None,
        }
    }

    /// Reads the schema, which comes first.
    pub fn schema(&mut self) -> Result<FileSchema> {
        let first = self.next()?;
        let (first, _) = first.ok_or_else(|| invalid_stream("it is empty"))?;
        Ok(schema_of(&first, &self.limits)?)
    }

    /// The next message if it is at hand, which stays the next; `None` if it is not, or there is none.
    pub fn at_hand(&mut self) -> Result<Option<&RawMessage>> {
        let From::Stream(stream, _) = &self.from else {
            return Ok(None);
        };
        if self.ready.is_none() {
            stream.begin_at_hand();
            let next = self.next();
            let From::Stream(stream, _) = &self.from else {
                unreachable!("matched above");
            };
            self.ready = match (stream.end_at_hand(), next) {
                (true, Err(_)) => None,
                (_, next) => next?,
            };
        }
        Ok(self.ready.as_ref().map(|(message, _)| message))
    }

    /// Whether the next message may be long in coming.
    pub fn may_wait(&self) -> bool {
        matches!(&self.from, From::Stream(stream, _) if stream.may_wait())
    }

    /// How much was read, from 0 to 1, where that is known.
    pub fn progress(&self) -> Option<f64> {
        match &self.from {
            From::Stream(_, consumed) => consumed.part(),
            From::Place(..) => None,
        }
    }

    /// The next message, and where its body lies; `None` at the end.
    pub fn next(&mut self) -> Result<Option<(RawMessage, Arc<Data>)>> {
        if let Some(ready) = self.ready.take() {
            return Ok(Some(ready));
        }
        loop {
            match &self.state {
                Part::Ended => return Ok(None),
                Part::Length => {
                    let prefix = self.take(if self.marked { 8 } else { 4 })?;
                    self.state = self.after(&prefix)?;
                },
                Part::MarkedLength => {
                    let length = self.take(4)?;
                    self.marked = true;
                    self.state = metadata_of(four(&length)?)?;
                },
                Part::Metadata(length) => {
                    let length = *length;
                    self.limits.hold(Limit::MetadataBytes, length)?;
                    let metadata = whole(self.take(length)?, length)?;
                    self.state = Part::Body(RawMessage::detached(metadata)?);
                },
                Part::Body(_) => return self.body().map(Some),
            }
        }
    }

    /// Passes over the messages to the end of a stream, behind which others may stand.
    pub fn pass_rest(&mut self) -> Result<()> {
        while matches!(self.from, From::Stream(..)) && self.next()?.is_some() {}
        Ok(())
    }

    /// What comes behind the beginning of a message.
    fn after(&self, prefix: &[u8]) -> Result<Part> {
        if prefix.is_empty() {
            return Ok(Part::Ended); // a stream may end without saying so
        }
        let first = four(prefix)?;
        match &first {
            [0xff, 0xff, 0xff, 0xff] => match &prefix[4..] {
                [] if self.marked => Err(cut_stream().into()),
                [] => Ok(Part::MarkedLength),
                length => metadata_of(four(length)?),
            },
            b"ARRO" => {
                let message = "not an Arrow IPC stream but an Arrow IPC file: IpcReader reads it";
                Err(PolarsError::ComputeError(message.into()).into())
            },
            b"FEA1" => Err(invalid_stream(FEATHER_V1).into()),
            b"PAR1" => Err(invalid_stream(PARQUET).into()),
            [0, 0, 0, 0] => Ok(Part::Ended),
            _ if self.marked => Err(invalid_stream("a message begins without its marker").into()),
            _ => metadata_of(first),
        }
    }

    fn body(&mut self) -> Result<(RawMessage, Arc<Data>)> {
        let Part::Body(message) = &self.state else {
            unreachable!("a body comes next");
        };
        let length = message.body_length;
        let (start, data) = match &mut self.from {
            From::Stream(stream, _) => {
                let body = stream.take(length)?;
                if body.len() as u64 != length {
                    return Err(cut_stream().into());
                }
                (0, Arc::new(Data::Memory(body)))
            },
            From::Place(data, position) => {
                let start = *position;
                let end = start
                    .checked_add(length)
                    .filter(|end| *end <= data.len())
                    .ok_or_else(cut_stream)?;
                *position = end;
                (start, data.clone())
            },
        };
        let Part::Body(mut message) = std::mem::replace(&mut self.state, Part::Length) else {
            unreachable!("matched above");
        };
        message.body = start;
        Ok((message, data))
    }

    /// The next `length` bytes, or what is left at the end.
    fn take(&mut self, length: u64) -> Result<Buffer<u8>> {
        match &mut self.from {
            From::Stream(stream, _) => Ok(stream.take(length)?),
            From::Place(data, position) => {
                let length = length.min(data.len().saturating_sub(*position));
                let mut bytes = memory::zeros(length as usize)?;
                data.read(*position, &mut bytes)?;
                *position += length;
                Ok(bytes.into())
            },
        }
    }
}

fn whole(bytes: Buffer<u8>, length: u64) -> Result<Vec<u8>> {
    match bytes.len() as u64 == length {
        true => Ok(bytes.to_vec()),
        false => Err(cut_stream().into()),
    }
}

fn four(bytes: &[u8]) -> Result<[u8; 4]> {
    let four = bytes.first_chunk::<4>();
    four.copied().ok_or_else(|| cut_stream().into())
}

fn metadata_of(length: [u8; 4]) -> Result<Part> {
    match u64::try_from(i32::from_le_bytes(length)) {
        Ok(0) => Ok(Part::Ended),
        Ok(length) => Ok(Part::Metadata(length)),
        Err(_) => Err(invalid_stream("a message of a negative length").into()),
    }
}

/// What a stream's first message says.
fn schema_of(message: &RawMessage, limits: &Limits) -> PolarsResult<FileSchema> {
    match message.header()? {
        MessageHeaderRef::Schema(schema) => {
            FileSchema::of(schema, message.metadata().len(), limits)
        },
        _ => Err(invalid_stream("it does not begin with its schema")),
    }
}
