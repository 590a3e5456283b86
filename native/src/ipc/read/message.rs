//! The messages of a file or stream, before what is in them.

use std::io;

use polars::prelude::{PolarsError, PolarsResult};
use polars_arrow_format::ipc::planus::ReadAsRoot;
use polars_arrow_format::ipc::{MessageHeaderRef, MessageRef};

use super::super::invalid::{cut_stream, invalid};
use crate::io::Data;
use crate::memory;

/// A message, and where its body lies.
pub struct RawMessage {
    metadata: Vec<u8>,
    pub body: u64,
    pub body_length: u64,
}

impl RawMessage {
    /// The message at `offset`, with its own word on how long its body is; `None` at the end.
    pub fn read(data: &Data, offset: u64) -> PolarsResult<Option<Self>> {
        let Some((metadata, body)) = read_metadata(data, offset, cut_stream)? else {
            return Ok(None);
        };
        let length = parse(&metadata)?.body_length().map_err(PolarsError::from)?;
        let length = u64::try_from(length).ok().filter(|length| {
            body.checked_add(*length)
                .is_some_and(|end| end <= data.len())
        });
        let length = length.ok_or_else(cut_stream)?;
        Ok(Some(Self {
            metadata,
            body,
            body_length: length,
        }))
    }

    /// The message of a file's block, with the footer's word on where its body lies.
    pub fn of_block(
        data: &Data,
        block: &polars_arrow::io::ipc::write::Block,
    ) -> PolarsResult<Self> {
        let (offset, metadata, body) = (block.offset, block.meta_data_length, block.body_length);
        let start = u64::try_from(offset).ok();
        let body_start = start.and_then(|start| start.checked_add(u64::try_from(metadata).ok()?));
        let body_length = u64::try_from(body).ok();
        let end = body_start.and_then(|start| start.checked_add(body_length?));
        let (Some(start), Some(body_start), Some(body_length)) = (
            start,
            body_start.filter(|_| end.is_some_and(|end| end <= data.len())),
            body_length,
        ) else {
            let message =
                format!("a block at {offset} of {metadata} + {body} bytes passes its end");
            return Err(invalid(message));
        };
        let cut = || invalid("a message passes the end of the data");
        let message = read_metadata(data, start, cut)?;
        let (metadata, _) =
            message.ok_or_else(|| invalid(format!("the block at {start} holds no message")))?;
        Ok(Self {
            metadata,
            body: body_start,
            body_length,
        })
    }

    /// A message whose body lies by itself.
    pub fn detached(metadata: Vec<u8>) -> PolarsResult<Self> {
        let length = parse(&metadata)?.body_length()?;
        let body_length = u64::try_from(length).map_err(|_| invalid("a message of no length"))?;
        Ok(Self {
            metadata,
            body: 0,
            body_length,
        })
    }

    pub fn header(&self) -> PolarsResult<MessageHeaderRef<'_>> {
        parse(&self.metadata)?
            .header()?
            .ok_or_else(|| invalid("a message says nothing"))
    }

    pub fn metadata(&self) -> &[u8] {
        &self.metadata
    }

    /// Where the next message of a stream begins.
    pub fn end(&self) -> u64 {
        self.body + self.body_length
    }
}

pub fn parse(message: &[u8]) -> PolarsResult<MessageRef<'_>> {
    MessageRef::read_as_root(message).map_err(|_| invalid("a message is malformed"))
}

/// The metadata of the message at `offset`, and where it ends; `cut` makes the error for data that ends
/// before.
fn read_metadata(
    data: &Data,
    mut offset: u64,
    cut: impl Fn() -> PolarsError,
) -> PolarsResult<Option<(Vec<u8>, u64)>> {
    let rest = data.len().saturating_sub(offset);
    if rest == 0 {
        return Ok(None); // a stream may end without saying so
    }
    let read = |offset, bytes: &mut [u8]| match data.read(offset, bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(cut()),
        read => Ok(read?),
    };
    let mut length = [0; 4];
    read(offset, &mut length)?;
    offset += 4;
    if length == [0xff; 4] {
        read(offset, &mut length)?;
        offset += 4;
    }
    match u64::try_from(i32::from_le_bytes(length)) {
        Ok(0) => Ok(None),
        Ok(length) if length <= rest => {
            let mut message = memory::zeros(length as usize)?;
            read(offset, &mut message)?;
            Ok(Some((message, offset + length)))
        },
        Ok(_) => Err(cut()),
        Err(_) => Err(invalid("a message of a negative length")),
    }
}
