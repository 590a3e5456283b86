//! Columns of strings and bytes, fed block by block.

use std::sync::{Mutex, TryLockError};

use jni::Env;
use jni::objects::{JByteArray, JClass, JIntArray, JString};
use jni::sys::jint;
use polars::prelude::*;
use polars_arrow::array::{BinaryViewArray, Utf8ViewArray, View};
use polars_arrow::bitmap::MutableBitmap;
use polars_buffer::Buffer;

use super::series;
use crate::error::{Error, Result};
use crate::handle::{BuilderHandle, SeriesHandle};
use crate::schema;
use crate::wire::{self, Reader};

/// A growing column of views. Each block from Java becomes one data buffer as it is; only values of
/// at most 12 bytes are copied, into their views.
#[derive(Default)]
pub struct VarColumn(Mutex<Views>);

#[derive(Default)]
struct Views {
    views: Vec<View>,
    buffers: Vec<Buffer<u8>>,
    validity: Option<MutableBitmap>,
}

impl Views {
    fn append(&mut self, block: Vec<u8>, lengths: &[jint]) -> Result<()> {
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

    fn finish(self, name: &str, dtype: &DataType) -> Result<Series> {
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

series! { static extern fn var_open() -> BuilderHandle }

fn var_open(_: &mut Env<'_>, _: JClass<'_>) -> Result<BuilderHandle> {
    Ok(BuilderHandle::store(VarColumn::default()))
}

series! { static extern fn var_append(builder: BuilderHandle, block: jbyte[], used: jint, lengths: jint[], rows: jint) }

fn var_append(
    env: &mut Env<'_>,
    _: JClass<'_>,
    builder: BuilderHandle,
    block: JByteArray<'_>,
    used: jint,
    lengths: JIntArray<'_>,
    rows: jint,
) -> Result<()> {
    let builder = builder.get()?;
    let mut bytes = vec![0i8; used.max(0) as usize];
    block.get_region(env, 0, &mut bytes)?;
    let mut counts = vec![0; rows.max(0) as usize];
    lengths.get_region(env, 0, &mut counts)?;
    match builder.0.try_lock() {
        Ok(mut views) => views.append(bytemuck::cast_vec(bytes), &counts),
        Err(TryLockError::Poisoned(_) | TryLockError::WouldBlock) => Err(Error::State(
            "this column builder is in use by another thread".into(),
        )),
    }
}

series! { static extern fn var_finish(builder: BuilderHandle, name: JString, dtype: jbyte[]) -> SeriesHandle }

fn var_finish(
    env: &mut Env<'_>,
    _: JClass<'_>,
    builder: BuilderHandle,
    name: JString<'_>,
    dtype: JByteArray<'_>,
) -> Result<SeriesHandle> {
    let builder = builder.take()?;
    let name = name.try_to_string(env)?;
    let dtype = schema::read_dtype(&mut Reader::new(&wire::bytes(env, &dtype)?))?;
    let views = match builder.0.try_lock() {
        Ok(mut views) => std::mem::take(&mut *views),
        Err(_) => return Err(Error::State("this column builder is in use".into())),
    };
    Ok(SeriesHandle::store(views.finish(&name, &dtype)?))
}
