//! Reads Arrow IPC files.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::io::ipc::write::Block;
use polars_arrow_format::ipc::planus::{ReadAsRoot, Vector};
use polars_arrow_format::ipc::{BlockRef, FooterRef};

use super::super::counts;
use super::super::invalid::invalid;
use super::categories::Dictionaries;
use super::decode::{self, Batch};
use super::footer::read_footer;
use super::format::Wanted;
use super::message::RawMessage;
use super::schema::FileSchema;
use crate::io::Data;
use crate::io::{Limit, Limits, Selection};
use crate::jvm::Result;

/// A file whose footer was read.
pub struct IpcFile {
    pub format: FileSchema,
    pub dictionaries: Vec<Block>,
    pub batches: Vec<Block>,
    /// The rows of each of them, where the footer says it. It may be wrong: a hint.
    pub rows: Option<Vec<usize>>,
}

impl IpcFile {
    pub fn open(data: &Data, limits: &Limits) -> PolarsResult<Self> {
        let bytes = read_footer(data, limits)?;
        let footer =
            FooterRef::read_as_root(&bytes).map_err(|_| invalid("its footer is malformed"))?;
        let schema = footer.schema()?;
        let schema = schema.ok_or_else(|| invalid("its footer has no schema"))?;
        let blocks = |blocks: Option<Vector<'_, BlockRef<'_>>>| {
            let blocks = blocks.into_iter().flatten();
            blocks
                .map(|block| Block {
                    offset: block.offset(),
                    meta_data_length: block.meta_data_length(),
                    body_length: block.body_length(),
                })
                .collect()
        };
        let batches: Vec<Block> = blocks(footer.record_batches()?);
        limits.hold(Limit::RecordBatches, batches.len() as u64)?;
        let mut rows = None;
        for entry in footer
            .custom_metadata()
            .ok()
            .flatten()
            .into_iter()
            .flatten()
        {
            // what is no text is not ours
            if let Ok(entry) = entry
                && let (Ok(Some(key)), Ok(Some(value))) = (entry.key(), entry.value())
            {
                rows = rows.or_else(|| counts::rows_of(key, value, batches.len()));
            }
        }
        Ok(Self {
            rows,
            format: FileSchema::of(schema, bytes.len(), limits)?,
            dictionaries: blocks(footer.dictionaries()?),
            batches,
        })
    }

    /// Reads the selected part of the file.
    pub fn read(&self, data: &Arc<Data>, selection: &Selection) -> Result<DataFrame> {
        let wanted = self.format.wanted(selection)?;
        let dictionaries = Arc::new(self.dictionaries(data, &wanted)?);
        let mut left = selection.n_rows.unwrap_or(usize::MAX);
        let mut batches = Vec::new();
        data.want(self.batches.iter().filter_map(head))?;
        let mut known = 0;
        for block in &self.batches {
            if left == 0 {
                break;
            }
            let message = RawMessage::of_block(data, block, &self.format.limits)?;
            let outline = decode::outline(&message)?;
            if selection.memory_mapped == Some(true) && outline.codec.is_some() {
                let message = "memoryMapped(true): the record batches are compressed; only \
                               uncompressed files can be mapped";
                return Err(PolarsError::InvalidOperation(message.into()).into());
            }
            let rows = outline.rows.min(left);
            left -= rows;
            known += rows as u64;
            self.format.limits.hold(Limit::Rows, known)?;
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
                let message = RawMessage::of_block(data, block, &self.format.limits)?;
                let replaced =
                    decode::decode_dictionary(&self.format, data, &message, wanted, &mut known)?;
                if replaced {
                    return Err(invalid("a dictionary of it is replaced by another one"));
                }
            }
        }
        Ok(known)
    }
}

/// Where a block's message lies, before its body.
fn head(block: &Block) -> Option<(u64, u64)> {
    let offset = u64::try_from(block.offset).ok()?;
    let length = u64::try_from(block.meta_data_length).ok()?;
    Some((offset, length))
}
