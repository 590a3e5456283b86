//! What the IPC writers can be told.

use std::num::NonZeroUsize;
use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::datatypes::Metadata;
use polars_arrow::io::ipc::write::WriteOptions;
use polars_utils::compression::ZstdLevel;

use super::encode::Encoder;
use crate::error::{Error, Result};
use crate::wire::Reader;

pub struct Options {
    pub compression: Option<IpcCompression>,
    pub compat_level: CompatLevel,
    pub parallel: bool,
    pub record_batch_size: Option<NonZeroUsize>,
    pub metadata: Option<Arc<Metadata>>,
}

impl Options {
    pub fn read(wire: &mut Reader<'_>) -> Result<Self> {
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
            metadata: wire.optional(|wire| {
                let pairs = wire.list(|wire| Ok((wire.str()?.into(), wire.str()?.into())))?;
                Ok(Arc::new(pairs.into_iter().collect()))
            })?,
        })
    }

    /// An encoder for frames of that schema.
    pub fn encoder(&self, schema: Schema) -> Result<Encoder> {
        let compression = self.compression.map(Into::into);
        Encoder::new(schema, self.compat_level, WriteOptions { compression })
    }

    /// Refuses types that the wanted compat level has no form for.
    pub fn check(&self, schema: &Schema) -> Result<()> {
        match self.compat_level == CompatLevel::newest() {
            true => Ok(()),
            false => check_128_bit_integers(schema),
        }
    }
}

/// Refuses 128-bit integers, which only polars knows.
pub fn check_128_bit_integers(schema: &Schema) -> Result<()> {
    match schema.iter().find(|(_, dtype)| has_128_bit_integers(dtype)) {
        Some((name, dtype)) => {
            let message = format!(
                "column '{name}' is {dtype}: 128-bit integers are polars' own and no part of \
                     Arrow, other readers refuse them; write them with CompatLevel.NEWEST, or \
                     convert the column"
            );
            Err(PolarsError::InvalidOperation(message.into()).into())
        },
        None => Ok(()),
    }
}

fn has_128_bit_integers(dtype: &DataType) -> bool {
    match dtype {
        DataType::Int128 | DataType::UInt128 => true,
        DataType::List(inner) | DataType::Array(inner, _) => has_128_bit_integers(inner),
        DataType::Struct(fields) => fields.iter().any(|f| has_128_bit_integers(f.dtype())),
        _ => false,
    }
}
