//! Columns of strings and bytes.

use jni::sys::jint;
use polars::prelude::*;
use polars_arrow::array::{BinaryViewArray, Utf8ViewArray, View};
use polars_arrow::bitmap::MutableBitmap;
use polars_buffer::Buffer;

use crate::error::{Error, Result};

/// A growing column of views. Each block from Java becomes one data buffer as it is; only values of
/// at most 12 bytes are copied, into their views.
#[derive(Default)]
pub struct Views {
    views: Vec<View>,
    buffers: Vec<Buffer<u8>>,
    validity: Option<MutableBitmap>,
}

impl Views {
    pub fn append(&mut self, block: Vec<u8>, lengths: &[jint]) -> Result<()> {
        let buffer = u32::try_from(self.buffers.len())
            .map_err(|_| Error::State("a column holds at most 2^32 blocks".into()))?;
        let mut offset = 0usize;
        let mut referenced = false;
        self.views.reserve(lengths.len());
        for &length in lengths {
            let valid = length >= 0;
            let end = offset + length.max(0) as usize;
            let value = block
                .get(offset..end)
                .ok_or_else(|| Error::Argument("lengths pass the end of the block".into()))?;
            if !valid && self.validity.is_none() {
                self.validity = Some(MutableBitmap::from_len_set(self.views.len()));
            }
            if let Some(validity) = &mut self.validity {
                validity.push(valid);
            }
            referenced |= value.len() > View::MAX_INLINE_SIZE as usize;
            self.views
                .push(View::new_from_bytes(value, buffer, offset as u32));
            offset = end;
        }
        if referenced {
            self.buffers.push(block.into());
        }
        Ok(())
    }

    /// The bytes of what is forgotten stay until the column goes.
    pub fn truncate(&mut self, rows: usize) {
        self.views.truncate(rows);
        if let Some(validity) = &mut self.validity {
            let kept: MutableBitmap = validity.iter().take(rows).collect();
            *validity = kept;
        }
    }

    pub fn finish(self, name: &str, dtype: &DataType) -> Result<Series> {
        let array = BinaryViewArray::try_new(
            ArrowDataType::BinaryView,
            self.views.into(),
            self.buffers.into(),
            self.validity.map(Into::into),
        )?;
        if *dtype == DataType::Binary {
            return Ok(BinaryChunked::with_chunk(name.into(), array).into_series());
        }
        let array: Utf8ViewArray = array.to_utf8view()?;
        let strings = StringChunked::with_chunk(name.into(), array).into_series();
        match dtype {
            DataType::String => Ok(strings),
            DataType::Categorical(..) | DataType::Enum(..) => Ok(strings.strict_cast(dtype)?),
            other => Err(Error::Argument(format!(
                "{other} cannot be made of strings"
            ))),
        }
    }
}
