//! `ParquetWriter`.

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;
use polars_utils::compression::{BrotliLevel, GzipLevel, ZstdLevel};

use crate::error::{Error, Result};
use crate::handle::FrameHandle;
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
    failure.explain(write_parquet(&mut Reader::new(&options), output, &frame))
}

fn write_parquet(wire: &mut Reader<'_>, mut output: Output, frame: &DataFrame) -> Result<()> {
    let compression = read_compression(wire)?;
    let statistics = match wire.bool()? {
        true => StatisticsOptions::default(),
        false => StatisticsOptions::empty(),
    };
    let row_group_size = Some(wire.size()?).filter(|rows| *rows > 0);
    ParquetWriter::new(&mut output)
        .with_compression(compression)
        .with_statistics(statistics)
        .with_row_group_size(row_group_size)
        .finish(&mut frame.clone())?;
    Ok(std::io::Write::flush(&mut output)?)
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
