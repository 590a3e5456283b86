//! The options of the IPC writers.

use std::num::NonZeroUsize;
use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::datatypes::Metadata;
use polars_arrow::io::ipc::write;
use polars_utils::compression::ZstdLevel;

use super::encode::Encoder;
use crate::fields::Fields;
use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};
use crate::schema::{check_128_bit_integers, read_metadata};

#[derive(Clone)]
pub struct WriteOptions {
    pub compression: Option<IpcCompression>,
    pub compat_level: CompatLevel,
    pub parallel: bool,
    pub record_batch_size: Option<NonZeroUsize>,
    pub metadata: Option<Arc<Metadata>>,
    /// What is said of the fields.
    pub fields: Fields,
}

impl WriteOptions {
    pub fn decode(wire: &mut Reader<'_>) -> Result<Self> {
        let (codec, level) = (wire.u8()?, wire.i32()?);
        Ok(Self {
            compression: match codec {
                0 => None,
                1 => Some(IpcCompression::LZ4),
                2 => Some(IpcCompression::ZSTD(ZstdLevel::try_new(level)?)),
                other => return Err(Error::Argument(format!("unknown codec {other}"))),
            },
            compat_level: match wire.bool()? {
                true => CompatLevel::newest(),
                false => CompatLevel::oldest(),
            },
            parallel: wire.bool()?,
            record_batch_size: NonZeroUsize::new(wire.size()?),
            metadata: read_metadata(wire)?,
            fields: Fields::default(),
        })
    }

    /// An encoder for frames of that schema.
    pub fn encoder(&self, schema: Schema) -> Result<Encoder> {
        let compression = self.compression.map(Into::into);
        Encoder::new(
            schema,
            self.fields.clone(),
            self.compat_level,
            write::WriteOptions { compression },
        )
    }

    /// Refuses types that the wanted compat level has no form for.
    pub fn check(&self, schema: &Schema) -> Result<()> {
        match self.compat_level == CompatLevel::newest() {
            true => Ok(()),
            false => check_128_bit_integers(schema),
        }
    }
}
