//! Writes Parquet.

use polars::prelude::*;
use polars_core::frame::chunk_df_for_writing;
use polars_io::parquet::write::BatchedWriter;
use polars_utils::compression::{BrotliLevel, GzipLevel, ZstdLevel};

use crate::io::Output;
use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};
use crate::write::FrameWrite;

pub struct Writer {
    writer: BatchedWriter<Output>,
    schema: Schema,
    row_group_size: usize,
    /// The row groups that are left to write.
    groups: std::vec::IntoIter<DataFrame>,
}

impl Writer {
    pub fn new(options: &mut Reader<'_>, schema: Schema, output: Output) -> Result<Self> {
        let compression = read_compression(options)?;
        let statistics = match options.bool()? {
            true => StatisticsOptions::default(),
            false => StatisticsOptions::empty(),
        };
        let row_group_size = Some(options.size()?).filter(|rows| *rows > 0);
        let writer = ParquetWriter::new(output)
            .with_compression(compression)
            .with_statistics(statistics)
            .with_row_group_size(row_group_size)
            .batched(&schema)?;
        Ok(Self {
            writer,
            schema,
            row_group_size: row_group_size.unwrap_or(512 * 512), // polars' own size
            groups: Vec::new().into_iter(),
        })
    }
}

impl FrameWrite for Writer {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn append(&mut self, mut frame: DataFrame) -> Result<()> {
        let mut chunked = chunk_df_for_writing(&mut frame, self.row_group_size)?.into_owned();
        self.groups = chunked.split_chunks().collect::<Vec<_>>().into_iter();
        Ok(())
    }

    fn advance(&mut self) -> Result<Option<usize>> {
        let Some(group) = self.groups.next() else {
            return Ok(None);
        };
        self.writer.write_batch(&group)?;
        Ok(Some(group.height()))
    }

    fn finish(&mut self) -> Result<()> {
        self.writer.finish()?; // and flushes
        Ok(())
    }
}

fn read_compression(wire: &mut Reader<'_>) -> Result<ParquetCompression> {
    let (codec, level) = (wire.u8()?, wire.i32()?);
    let level = (level >= 0).then_some(level);
    Ok(match codec {
        0 => ParquetCompression::Uncompressed,
        1 => ParquetCompression::Snappy,
        2 => {
            let level = level.map(|level| GzipLevel::try_new(level as u8));
            ParquetCompression::Gzip(level.transpose()?)
        },
        3 => ParquetCompression::Lz4Raw,
        4 => ParquetCompression::Zstd(level.map(ZstdLevel::try_new).transpose()?),
        5 => {
            let level = level.map(|level| BrotliLevel::try_new(level as u32));
            ParquetCompression::Brotli(level.transpose()?)
        },
        other => return Err(Error::Argument(format!("unknown codec {other}"))),
    })
}
