//! Tells how an Arrow IPC file is laid out, for `IpcLayout`.

use polars::prelude::PolarsResult;
use polars_arrow_format::ipc::CompressionType;

use super::read::{IpcFile, RawMessage, outline};
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
        for block in &file.batches {
            let message = RawMessage::of_block(data, block, limits)?;
            let outline = outline(&message)?;
            layout.codec = layout.codec.or(outline.codec);
            layout.batches.push(RecordBatch {
                rows: outline.rows,
                bytes: message.body_length,
            });
        }
        Ok(layout)
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
            wire.i64(batch.rows as i64).i64(batch.bytes as i64);
        }
        wire
    }
}
