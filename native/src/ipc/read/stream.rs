//! Arrow IPC streams.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::io::ipc::read::deserialize_schema;
use polars_arrow_format::ipc::MessageHeaderRef;

use super::super::check::check_schema;
use super::super::invalid::invalid_stream;
use super::categories::Dictionaries;
use super::decode::{self, Batch};
use super::format::Format;
use super::message::RawMessage;
use crate::io::Data;
use crate::io::Selection;
use crate::jvm::{Result, stack};

/// A stream whose schema was read.
pub struct IpcStream {
    pub format: Format,
    /// Where the message after the schema begins.
    start: u64,
}

impl IpcStream {
    pub fn open(data: &Data) -> PolarsResult<Self> {
        let mut magic = [0; 6];
        if data.read(0, &mut magic).is_ok() && magic == *b"ARROW1" {
            let message = "not an Arrow IPC stream but an Arrow IPC file: IpcReader reads it";
            return Err(PolarsError::ComputeError(message.into()));
        }
        let message = RawMessage::read(data, 0)?;
        let message = message.ok_or_else(|| invalid_stream("it is empty"))?;
        Ok(Self {
            format: format_of(&message)?,
            start: message.end(),
        })
    }

    /// Reads the selected part of the stream.
    pub fn read(&self, data: &Arc<Data>, selection: &Selection) -> Result<DataFrame> {
        let wanted = self.format.wanted(selection)?;
        let mut left = selection.n_rows.unwrap_or(usize::MAX);
        let mut dictionaries = Arc::new(Dictionaries::default());
        let mut batches = Vec::new();
        let mut position = self.start;
        while left > 0
            && let Some(message) = RawMessage::read(data, position)?
        {
            position = message.end();
            if let MessageHeaderRef::DictionaryBatch(_) = message.header()? {
                let known = Arc::make_mut(&mut dictionaries);
                decode::decode_dictionary(&self.format, data, &message, &wanted, known)?;
                continue;
            }
            let rows = decode::outline(&message)?.rows.min(left);
            left -= rows;
            batches.push(Batch {
                data: data.clone(),
                message,
                dictionaries: dictionaries.clone(),
                rows,
            });
        }
        decode::decode_whole(&self.format, &wanted, &batches, selection)
    }
}

/// What a stream's first message says.
pub fn format_of(message: &RawMessage) -> PolarsResult<Format> {
    let depth = match message.header()? {
        MessageHeaderRef::Schema(schema) => check_schema(schema, message.metadata().len())?,
        _ => return Err(invalid_stream("it does not begin with its schema")),
    };
    let deserialize = || deserialize_schema(message.metadata());
    let (schema, ipc, metadata) = stack::with_depth(depth, deserialize)?;
    Ok(Format {
        schema,
        ipc,
        metadata: metadata.map(Arc::new),
        depth,
    })
}
