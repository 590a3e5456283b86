//! Reads the messages of a file or stream, without their contents.

use std::io;

use polars::prelude::PolarsResult;
use polars_arrow_format::ipc::planus::ReadAsRoot;
use polars_arrow_format::ipc::{CompressionType, MessageHeaderRef, MessageRef, MetadataVersion};

use super::super::invalid::invalid;
use crate::io::{Data, Limit, Limits};
use crate::memory;

/// A message, and where its body lies.
pub struct RawMessage {
    metadata: Vec<u8>,
    pub body: u64,
    pub body_length: u64,
}

impl RawMessage {
    /// The message of a file's block, with the footer's word on where its body lies.
    pub fn of_block(
        data: &Data,
        block: &polars_arrow::io::ipc::write::Block,
        limits: &Limits,
    ) -> PolarsResult<Self> {
        let (start, body, body_length) = place(data, block)?;
        let message = read_metadata(data, start, limits)?;
        let metadata =
            message.ok_or_else(|| invalid(format!("the block at {start} holds no message")))?;
        Ok(Self {
            metadata,
            body,
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

    /// Whether it is of before Arrow 1.0.
    pub fn is_old(&self) -> PolarsResult<bool> {
        Ok(parse(&self.metadata)?.version()? < MetadataVersion::V5)
    }

    /// The codec as Arrow 0.17 told it, beside the record batch.
    pub fn experimental_codec(&self) -> PolarsResult<Option<CompressionType>> {
        if !self.is_old()? {
            return Ok(None);
        }
        for entry in parse(&self.metadata)?
            .custom_metadata()?
            .into_iter()
            .flatten()
        {
            let entry = entry?;
            if entry.key()? == Some("ARROW:experimental_compression") {
                let codec = entry.value()?.unwrap_or_default();
                return match codec.to_ascii_lowercase().as_str() {
                    "lz4" | "lz4_frame" => Ok(Some(CompressionType::Lz4Frame)),
                    "zstd" => Ok(Some(CompressionType::Zstd)),
                    "uncompressed" => Ok(None),
                    _ => Err(invalid(format!(
                        "its record batches are compressed by '{codec}' in the way of Arrow 0.17"
                    ))),
                };
            }
        }
        Ok(None)
    }

    pub fn metadata(&self) -> &[u8] {
        &self.metadata
    }
}

/// Where the footer says that a block's message begins, and where its body, of which length; all within the file.
pub fn place(
    data: &Data,
    block: &polars_arrow::io::ipc::write::Block,
) -> PolarsResult<(u64, u64, u64)> {
    let (offset, metadata, body) = (block.offset, block.meta_data_length, block.body_length);
    let start = u64::try_from(offset).ok();
    let body_start = start.and_then(|start| start.checked_add(u64::try_from(metadata).ok()?));
    let body_length = u64::try_from(body).ok();
    let end = body_start.and_then(|start| start.checked_add(body_length?));
    match (start, body_start, body_length) {
        (Some(start), Some(body_start), Some(body_length))
            if end.is_some_and(|end| end <= data.len()) =>
        {
            Ok((start, body_start, body_length))
        },
        _ => {
            let message =
                format!("a block at {offset} of {metadata} + {body} bytes passes its end");
            Err(invalid(message))
        },
    }
}

pub fn parse(message: &[u8]) -> PolarsResult<MessageRef<'_>> {
    MessageRef::read_as_root(message).map_err(|_| invalid("a message is malformed"))
}

/// The metadata of the message at `offset`.
fn read_metadata(data: &Data, mut offset: u64, limits: &Limits) -> PolarsResult<Option<Vec<u8>>> {
    let cut = || invalid("a message passes the end of the data");
    let rest = data.len().saturating_sub(offset);
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
            limits.hold(Limit::MetadataBytes, length)?;
            let mut message = memory::zeros(length as usize)?;
            read(offset, &mut message)?;
            Ok(Some(message))
        },
        Ok(_) => Err(cut()),
        Err(_) => Err(invalid("a message of a negative length")),
    }
}
