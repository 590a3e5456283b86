//! `ParquetWriter`.

use std::io::Write;

use jni::Env;
use jni::objects::{JByteArray, JClass, JObject, JString};
use polars::prelude::*;
use polars_core::frame::chunk_df_for_writing;
use polars_utils::compression::{BrotliLevel, GzipLevel, ZstdLevel};

use crate::batched::{Appender, BatchedWriter};
use crate::error::{Error, Result};
use crate::handle::{FrameHandle, WriterHandle};
use crate::schema;
use crate::sink::{JSink, Output};
use crate::wire::{self, Reader};

native! {
    "io.github.polars4j.ParquetWriter",
    extern fn write(
        options: jbyte[],
        path: JString,
        name: JString,
        sink: JSink,
        frame: FrameHandle,
    )
}

fn write(
    env: &mut Env<'_>,
    _: JObject<'_>,
    options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    sink: JSink<'_>,
    frame: FrameHandle,
) -> Result<()> {
    let options = wire::bytes(env, &options)?;
    let frame = frame.get()?;
    let output = Output::open(env, &path, &name, &sink)?;
    let failure = output.failure();
    failure.explain(write_parquet(&options, output, &frame))
}

fn write_parquet(options: &[u8], mut output: Output, frame: &DataFrame) -> Result<()> {
    let (writer, _) = writer(&mut Reader::new(options), &mut output)?;
    writer.finish(&mut frame.clone())?;
    Ok(output.flush()?)
}

/// A writer, and how many rows its row groups have.
fn writer<W: Write>(wire: &mut Reader<'_>, output: W) -> Result<(ParquetWriter<W>, usize)> {
    let compression = read_compression(wire)?;
    let statistics = match wire.bool()? {
        true => StatisticsOptions::default(),
        false => StatisticsOptions::empty(),
    };
    let row_group_size = Some(wire.size()?).filter(|rows| *rows > 0);
    let writer = ParquetWriter::new(output)
        .with_compression(compression)
        .with_statistics(statistics)
        .with_row_group_size(row_group_size);
    Ok((writer, row_group_size.unwrap_or(512 * 512))) // polars' own size
}

native! {
    "io.github.polars4j.ParquetWriter",
    static extern fn open_batched(
        options: jbyte[],
        schema: jbyte[],
        path: JString,
        name: JString,
        sink: JSink,
    ) -> WriterHandle
}

fn open_batched(
    env: &mut Env<'_>,
    _: JClass<'_>,
    options: JByteArray<'_>,
    schema: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    sink: JSink<'_>,
) -> Result<WriterHandle> {
    let options = wire::bytes(env, &options)?;
    let schema = schema::from_java(env, &schema)?;
    let output = Output::open(env, &path, &name, &sink)?;
    let failure = output.failure();
    let (writer, row_group_size) = writer(&mut Reader::new(&options), output)?;
    let appender = ParquetAppender {
        writer: writer.batched(&schema)?,
        schema,
        row_group_size,
    };
    Ok(WriterHandle::store(BatchedWriter::new(appender, failure)))
}

struct ParquetAppender {
    writer: polars_io::parquet::write::BatchedWriter<Output>,
    schema: Schema,
    row_group_size: usize,
}

impl Appender for ParquetAppender {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn append(&mut self, frame: &DataFrame) -> Result<()> {
        let mut frame = frame.clone();
        let chunked = chunk_df_for_writing(&mut frame, self.row_group_size)?;
        Ok(self.writer.write_batch(&chunked)?)
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
