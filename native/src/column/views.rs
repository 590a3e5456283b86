//! Builds columns of strings and bytes.

use jni::Env;
use jni::objects::JByteArray;
use jni::sys::jint;
use polars::prelude::*;
use polars_arrow::array::{BinaryViewArray, View};
use polars_arrow::bitmap::MutableBitmap;
use polars_buffer::Buffer;

use crate::jvm::{Error, Result};
use crate::memory;

/// Zeros after a block, so that the bytes of a short value can be loaded as one number.
const PADDING: usize = size_of::<u128>();

/// After how many bytes in blocks it is worth to see whether there is memory for more.
const PROBED: usize = 4 << 20;

/// A growing column of views. Each block from Java becomes one data buffer as it is; only values of
/// at most 12 bytes are copied, into their views.
#[derive(Default)]
pub struct Views {
    views: Vec<View>,
    buffers: Vec<Buffer<u8>>,
    validity: Option<MutableBitmap>,
    malformed: bool,
    /// Memory for the next block.
    block: Vec<u8>,
    /// The bytes of blocks since there was last seen to be memory for more.
    appended: usize,
}

impl Views {
    pub fn with_capacity(rows: usize) -> Result<Self> {
        Ok(Self {
            views: memory::with_capacity(rows)?,
            ..Self::default()
        })
    }

    pub fn append(
        &mut self,
        env: &Env<'_>,
        block: &JByteArray<'_>,
        used: usize,
        lengths: &[jint],
    ) -> Result<()> {
        self.appended += used;
        if self.appended >= PROBED {
            self.appended = 0;
            memory::probe_small()?;
        }
        memory::reserve(&mut self.views, lengths.len())?;
        let mut bytes = std::mem::take(&mut self.block);
        let missing = (used + PADDING).saturating_sub(bytes.len());
        memory::reserve(&mut bytes, missing)?;
        bytes.resize(used + PADDING, 0);
        block.get_region(env, 0, bytemuck::cast_slice_mut(&mut bytes[..used]))?;
        bytes[used..].fill(0);
        if self.add(&bytes, used, lengths)? {
            bytes.truncate(used);
            self.buffers.push(bytes.into());
        } else {
            self.block = bytes;
        }
        Ok(())
    }

    /// Adds a view a value; true if any of them refers to the block, as the next data buffer.
    fn add(&mut self, padded: &[u8], used: usize, lengths: &[jint]) -> Result<bool> {
        let buffer = u32::try_from(self.buffers.len())
            .map_err(|_| Error::State("a column holds at most 2^32 blocks".into()))?;
        let total: usize = lengths.iter().map(|&length| length.max(0) as usize).sum();
        if total != used || u32::try_from(used).is_err() {
            return Err(Error::Argument("lengths do not suit the block".into()));
        }
        let bytes = &padded[..used];
        self.malformed = self.malformed || !is_text(bytes, lengths);
        if self.validity.is_none() && lengths.iter().any(|&length| length < 0) {
            self.validity = Some(MutableBitmap::from_len_set(self.views.len()));
        }
        if let Some(validity) = &mut self.validity {
            validity.extend_from_trusted_len_iter(lengths.iter().map(|&length| length >= 0));
        }
        let mut offset = 0;
        let mut referenced = false;
        self.views.extend(lengths.iter().map(|&length| {
            let end = offset + length.max(0) as usize;
            let inline = end - offset <= View::MAX_INLINE_SIZE as usize;
            let view = if inline && cfg!(target_endian = "little") {
                inline_view(padded, offset, end - offset)
            } else {
                referenced |= !inline;
                View::new_from_bytes(&bytes[offset..end], buffer, offset as u32)
            };
            offset = end;
            view
        }));
        Ok(referenced)
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
        // SAFETY: each view is inline, or lies in the buffer that was its block.
        let array = unsafe {
            BinaryViewArray::new_unchecked_unknown_md(
                ArrowDataType::BinaryView,
                self.views.into(),
                self.buffers.into(),
                self.validity.map(Into::into),
                None,
            )
        };
        if *dtype == DataType::Binary {
            return Ok(BinaryChunked::with_chunk(name.into(), array).into_series());
        }
        if self.malformed {
            return Err(Error::Argument(format!("column '{name}' is not UTF-8")));
        }
        // SAFETY: each value was found to be UTF-8 when it came.
        let array = unsafe { array.to_utf8view_unchecked() };
        let strings = StringChunked::with_chunk(name.into(), array).into_series();
        match dtype {
            DataType::String => Ok(strings),
            DataType::Categorical(..) | DataType::Enum(..) => {
                memory::probe_if_large(strings.len() * size_of::<u32>())?;
                Ok(strings.strict_cast(dtype)?)
            },
            other => Err(Error::Argument(format!(
                "{other} cannot be made of strings"
            ))),
        }
    }
}

/// The view of a value of at most 12 bytes: its length and then the bytes, lowest first.
fn inline_view(padded: &[u8], offset: usize, length: usize) -> View {
    let bytes = padded[offset..offset + PADDING]
        .try_into()
        .expect("as many as asked for");
    let value = u128::from_le_bytes(bytes) & !(u128::MAX << (8 * length));
    View::from(value << 32 | length as u128)
}

/// Whether each of the values is UTF-8.
fn is_text(bytes: &[u8], lengths: &[jint]) -> bool {
    if bytes.is_ascii() {
        return true;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let mut end = 0;
    lengths.iter().all(|&length| {
        end += length.max(0) as usize;
        text.is_char_boundary(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_characters() {
        let bytes = "aä".as_bytes();
        assert!(is_text(bytes, &[1, -1, 2]));
        assert!(!is_text(bytes, &[2, 1]));
        assert!(!is_text(&bytes[..2], &[2]));
    }

    #[test]
    fn short_values_lie_in_their_views() {
        let mut padded = b"abcdefghijklmnop".to_vec();
        padded.resize(16 + PADDING, 0);
        for length in 0..=12 {
            let expected = View::new_from_bytes(&padded[2..2 + length], 0, 0);
            assert_eq!(inline_view(&padded, 2, length), expected);
        }
    }
}
