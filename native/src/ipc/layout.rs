//! Tells how an Arrow IPC file is laid out, for `IpcLayout`.

use polars::prelude::PolarsResult;
use polars_arrow_format::ipc::CompressionType;

use super::read::{IpcFile, RawMessage, outline, place};
use crate::io::{Data, Limits};
use crate::jvm::wire::Writer;

pub struct Layout {
    pub codec: Option<CompressionType>,
    pub dictionaries: usize,
    pub batches: Vec<RecordBatch>,
    pub size: u64,
}

pub struct RecordBatch {
    pub rows: usize,
    pub bytes: u64,
    /// Where its message begins.
    pub offset: u64,
}

impl Layout {
    pub fn of_file(data: &Data, limits: &Limits) -> PolarsResult<Self> {
        let file = IpcFile::open(data, limits)?;
        let mut layout = Self {
            codec: None,
            dictionaries: file.dictionaries.len(),
            batches: Vec::with_capacity(file.batches.len()),
            size: data.len(),
        };
        if layout.take_counts(&file, data, limits)? {
            return Ok(layout);
        }
        for block in &file.batches {
            let message = RawMessage::of_block(data, block, limits)?;
            let outline = outline(&message)?;
            layout.codec = layout.codec.or(outline.codec);
            layout.batches.push(RecordBatch {
                rows: outline.rows,
                bytes: message.body_length,
                offset: block.offset as u64, // it is no less than 0: its message was read
            });
        }
        Ok(layout)
    }

    /// Takes the rows of record batches from the footer, if they stand there and those of the first and last
    /// record batch are as it says. No other record batch is looked at.
    fn take_counts(&mut self, file: &IpcFile, data: &Data, limits: &Limits) -> PolarsResult<bool> {
        let Some(rows) = &file.rows else {
            return Ok(false);
        };
        let batches: Vec<_> = file.batches.iter().zip(rows).collect();
        for (block, rows) in batches.first().into_iter().chain(batches.last()) {
            let message = RawMessage::of_block(data, block, limits)?;
            let outline = outline(&message)?;
            if outline.rows != **rows {
                return Ok(false);
            }
            self.codec = self.codec.or(outline.codec);
        }
        self.batches = batches
            .into_iter()
            .map(|(block, rows)| {
                let (offset, _, bytes) = place(data, block)?;
                Ok(RecordBatch {
                    rows: *rows,
                    bytes,
                    offset,
                })
            })
            .collect::<PolarsResult<_>>()?;
        Ok(true)
    }

    pub fn wire(&self) -> Writer {
        let mut wire = Writer::default();
        wire.u8(match self.codec {
            None => 0,
            Some(CompressionType::Lz4Frame) => 1,
            Some(CompressionType::Zstd) => 2,
        });
        wire.i32(self.dictionaries)
            .i64(self.size as i64)
            .i32(self.batches.len());
        for batch in &self.batches {
            wire.i64(batch.rows as i64)
                .i64(batch.bytes as i64)
                .i64(batch.offset as i64);
        }
        wire
    }
}
