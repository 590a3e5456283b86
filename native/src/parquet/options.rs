//! The options of the writer.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::datatypes::Metadata;
use polars_utils::compression::{BrotliLevel, GzipLevel, ZstdLevel};

use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};
use crate::schema::read_metadata;
use crate::sort_key::SortKey;

pub struct WriteOptions {
    compression: ParquetCompression,
    /// Of columns that have one of their own.
    columns: Vec<(String, ParquetCompression)>,
    pub statistics: bool,
    /// How many rows a row group has, if that was said.
    pub row_group_size: Option<usize>,
    /// How much memory the rows of a row group take at most, if that was said.
    pub row_group_bytes: Option<usize>,
    /// About how many bytes a page has, if that was said.
    pub page_size: Option<usize>,
    pub metadata: Option<Arc<Metadata>>,
    /// What the rows are sorted by.
    pub keys: Vec<SortKey>,
}

impl WriteOptions {
    pub fn decode(wire: &mut Reader<'_>) -> Result<Self> {
        Ok(Self {
            compression: compression(wire)?,
            columns: wire.list(|wire| Ok((wire.str()?.to_owned(), compression(wire)?)))?,
            statistics: wire.bool()?,
            row_group_size: Some(wire.size()?).filter(|rows| *rows > 0),
            row_group_bytes: wire.optional_size()?,
            page_size: Some(wire.size()?).filter(|bytes| *bytes > 0),
            metadata: read_metadata(wire)?,
            keys: SortKey::decode_all(wire)?,
        })
    }

    /// Refuses options of columns that are not there.
    pub fn check(&self, schema: &Schema) -> Result<()> {
        let missing = self.columns.iter().find(|(name, _)| !schema.contains(name));
        match missing {
            None => Ok(()),
            Some((name, _)) => {
                let message = format!(
                    "withColumnCompression: there is no column '{}'",
                    super::invalid::clip(name)
                );
                Err(PolarsError::ColumnNotFound(message.into()).into())
            },
        }
    }

    pub fn compression(&self, column: &str) -> ParquetCompression {
        let own = self.columns.iter().rfind(|(name, _)| name == column);
        own.map_or(self.compression, |(_, compression)| *compression)
    }
}

fn compression(wire: &mut Reader<'_>) -> Result<ParquetCompression> {
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
