//! Reads numbers from the bytes of a buffer.

use std::marker::PhantomData;

use bytemuck::Pod;
use polars::prelude::PolarsResult;
use polars_arrow::types::NativeType;
use polars_buffer::Buffer;

use crate::memory;

/// The first `count` values, of which there are enough; copied where they lie across the bounds of
/// their type, or the other way around.
pub fn values<T: NativeType>(
    bytes: Buffer<u8>,
    count: usize,
    big_endian: bool,
) -> PolarsResult<Buffer<T>> {
    let bytes = bytes.sliced(..count * size_of::<T>());
    if big_endian && size_of::<T>() > 1 {
        let swapped = bytes.chunks_exact(size_of::<T>()).map(|value| {
            let value = T::Bytes::try_from(value);
            T::from_be_bytes(value.unwrap_or_else(|_| unreachable!("a value's bytes")))
        });
        return Ok(memory::collect(swapped, count)?.into());
    }
    if !bytes.as_ptr().cast::<T>().is_aligned() {
        let mut copy = memory::zeros::<T>(count)?;
        bytemuck::cast_slice_mut(&mut copy).copy_from_slice(&bytes);
        return Ok(copy.into());
    }
    Ok(Buffer::from_owner(Values::<T>(bytes, PhantomData)))
}

/// Bytes that are values.
struct Values<T>(Buffer<u8>, PhantomData<T>);

impl<T: Pod> AsRef<[T]> for Values<T> {
    fn as_ref(&self) -> &[T] {
        bytemuck::cast_slice(&self.0)
    }
}
