//! Reads Arrow IPC files.

use std::ops::Range;
use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::io::ipc::write::Block;
use polars_arrow_format::ipc::planus::{ReadAsRoot, Vector};
use polars_arrow_format::ipc::{BlockRef, FooterRef};

use super::super::counts;
use super::super::invalid::invalid;
use super::super::rows::Rows;
use super::categories::Dictionaries;
use super::decode::{self, Batch};
use super::footer::read_footer;
use super::format::Wanted;
use super::message::RawMessage;
use super::schema::FileSchema;
use crate::io::Data;
use crate::io::selection::none_such;
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
        let (blocks, mut rows) = self.chosen(data, selection)?;
        let likely = self.likely(&blocks, selection);
        data.want(self.batches[likely].iter().filter_map(head))?;
        let mut batches = Vec::new();
        let mut known = 0;
        for index in blocks {
            let block = &self.batches[index];
            if rows.are_taken() {
                break;
            }
            let message = RawMessage::of_block(data, block, &self.format.limits)?;
            let outline = decode::outline(&message)?;
            if selection.memory_mapped == Some(true) && outline.codec.is_some() {
                let message = "memoryMapped(true): the record batches are compressed; only \
                               uncompressed files can be mapped";
                return Err(PolarsError::InvalidOperation(message.into()).into());
            }
            if rows.pass(outline.rows) {
                continue;
            }
            let rows = rows.take(outline.rows);
            known += rows as u64;
            self.format.limits.hold(Limit::Rows, known)?;
            batches.push(Batch {
                data: data.clone(),
                message,
                dictionaries: dictionaries.clone(),
                rows,
                index,
            });
        }
        decode::decode_whole(&self.format, &wanted, &batches, selection, &rows)
    }

    /// The record batches among which the selected rows are, and which rows of them.
    pub fn chosen(&self, data: &Data, selection: &Selection) -> Result<(Range<usize>, Rows)> {
        let count = self.batches.len();
        let mut rows = Rows::of(selection);
        if let Some(group) = selection.group {
            if group >= count {
                return Err(none_such("record batch", group, count));
            }
            if selection.row_index.is_some() {
                let before = self.rows_of(data, 0..group)?.iter().sum();
                rows.begin_at(before);
            }
            return Ok((group..group + 1, rows));
        }
        if selection.skip == 0 {
            return Ok((0..count, rows));
        }
        let told = self.rows.as_deref().unwrap_or_default();
        let passed = told.iter().take_while(|batch| rows.pass(**batch)).count();
        // The footer may be wrong. It is believed if the first batch that is read is as it says.
        if passed < told.len() && self.rows_of(data, passed..passed + 1)? == told[passed..=passed] {
            return Ok((passed..count, rows));
        }
        data.want(self.batches.iter().filter_map(head))?;
        Ok((0..count, Rows::of(selection)))
    }

    /// Those of the record batches that are read, where the footer is right.
    fn likely(&self, blocks: &Range<usize>, selection: &Selection) -> Range<usize> {
        let (Some(told), Some(wanted)) = (&self.rows, selection.n_rows) else {
            return blocks.clone();
        };
        let before: usize = told[..blocks.start].iter().sum();
        let mut left = wanted.saturating_add(selection.skip.saturating_sub(before));
        let read = told[blocks.clone()].iter().take_while(|rows| {
            let read = left > 0;
            left = left.saturating_sub(**rows);
            read
        });
        blocks.start..blocks.start + read.count()
    }

    /// The rows of some record batches, by their own word.
    fn rows_of(&self, data: &Data, batches: Range<usize>) -> PolarsResult<Vec<usize>> {
        let blocks = &self.batches[batches];
        data.want(blocks.iter().filter_map(head))?;
        let rows = blocks.iter().map(|block| {
            let message = RawMessage::of_block(data, block, &self.format.limits)?;
            Ok(decode::outline(&message)?.rows)
        });
        rows.collect()
    }

    /// The dictionaries that are needed.
    pub fn dictionaries(&self, data: &Data, wanted: &Wanted) -> PolarsResult<Dictionaries> {
        let mut known = Dictionaries::default();
        if !wanted.dictionaries.is_empty() {
            for block in &self.dictionaries {
                let message = RawMessage::of_block(data, block, &self.format.limits)?;
                let replaced =
                    decode::decode_dictionary(&self.format, data, &message, wanted, &mut known)?;
                if let Some(id) = replaced {
                    let error = invalid("a dictionary of it is replaced by another one");
                    return Err(decode::of_dictionary(wanted, id, error));
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
