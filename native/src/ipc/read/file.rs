//! Reads Arrow IPC files.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::io::ipc::read::deserialize_footer;
use polars_arrow::io::ipc::write::Block;

use super::categories::Dictionaries;
use super::decode::{self, Batch};
use super::footer::read_footer;
use super::format::{Format, Wanted};
use super::message::RawMessage;
use crate::io::Data;
use crate::io::Selection;
use crate::jvm::{Result, stack};

/// A file whose footer was read.
pub struct IpcFile {
    pub format: Format,
    pub dictionaries: Vec<Block>,
    pub batches: Vec<Block>,
}

impl IpcFile {
    pub fn open(data: &Data) -> PolarsResult<Self> {
        let (footer, depth) = read_footer(data)?;
        let metadata = stack::with_depth(depth, || deserialize_footer(&footer, data.len()))?;
        Ok(Self {
            format: Format {
                schema: Arc::unwrap_or_clone(metadata.schema),
                ipc: metadata.ipc_schema,
                metadata: metadata.custom_schema_metadata,
                depth,
            },
            dictionaries: metadata.dictionaries.unwrap_or_default(),
            batches: metadata.blocks,
        })
    }

    /// Reads the selected part of the file.
    pub fn read(&self, data: &Arc<Data>, selection: &Selection) -> Result<DataFrame> {
        let wanted = self.format.wanted(selection)?;
        let dictionaries = Arc::new(self.dictionaries(data, &wanted)?);
        let mut left = selection.n_rows.unwrap_or(usize::MAX);
        let mut batches = Vec::new();
        for block in &self.batches {
            if left == 0 {
                break;
            }
            let message = RawMessage::of_block(data, block)?;
            let outline = decode::outline(&message)?;
            if selection.memory_mapped == Some(true) && outline.codec.is_some() {
                let message = "memoryMapped(true): the record batches are compressed; only \
                               uncompressed files can be mapped";
                return Err(PolarsError::InvalidOperation(message.into()).into());
            }
            let rows = outline.rows.min(left);
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

    /// The dictionaries that are needed.
    pub fn dictionaries(&self, data: &Data, wanted: &Wanted) -> PolarsResult<Dictionaries> {
        let mut known = Dictionaries::default();
        if !wanted.dictionaries.is_empty() {
            for block in &self.dictionaries {
                let message = RawMessage::of_block(data, block)?;
                decode::decode_dictionary(&self.format, data, &message, wanted, &mut known)?;
            }
        }
        Ok(known)
    }
}
