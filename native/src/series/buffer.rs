//! Shares memory between Java and polars: direct buffers in, views of columns out.

use jni::objects::{JByteArray, JByteBuffer, JClass, JObject, JString};
use jni::refs::Global;
use jni::sys::{jint, jlong};
use jni::{Env, jni_sig, jni_str};
use polars::prelude::*;
use polars_arrow::array::PrimitiveArray;
use polars_arrow::types::NativeType;
use polars_buffer::Buffer;

use super::import::{dtype_of, finish, validity};
use super::{SeriesHandle, check_slice, series, unsuited};
use crate::estimate;
use crate::jvm::graveyard::{self, Lent};
use crate::jvm::{Error, Result};
use crate::memory;
use crate::schema::name_of;

/// A Java direct buffer that backs a column.
struct JavaBuffer<T> {
    buffer: Option<Global<JByteBuffer<'static>>>,
    address: *const T,
    length: usize,
    _lent: Lent,
}

// SAFETY: the memory is only read, and global references may be used from any thread.
unsafe impl<T: Send> Send for JavaBuffer<T> {}

impl<T> AsRef<[T]> for JavaBuffer<T> {
    fn as_ref(&self) -> &[T] {
        // SAFETY: checked to lie in the buffer, and aligned, when this was made; the buffer's memory
        // is there as long as the global reference is.
        unsafe { std::slice::from_raw_parts(self.address, self.length) }
    }
}

impl<T> Drop for JavaBuffer<T> {
    fn drop(&mut self) {
        if let Some(buffer) = self.buffer.take() {
            graveyard::put_off(buffer);
        }
    }
}

series! { static extern fn from_buffer(name: JString, dtype: jbyte[], values: JByteBuffer, offset: jint, length: jint, validity: jbyte[]) -> SeriesHandle }

/// A column of the `length` physical values from byte `offset` of a direct buffer on: without a copy
/// if they are aligned. 0 if it is not known that the memory stays as long as the buffer does.
#[expect(clippy::too_many_arguments, reason = "the native method's own")]
fn from_buffer(
    env: &mut Env<'_>,
    _: JClass<'_>,
    name: JString<'_>,
    dtype: JByteArray<'_>,
    values: JByteBuffer<'_>,
    offset: jint,
    length: jint,
    bits: JByteArray<'_>,
) -> Result<SeriesHandle> {
    graveyard::bury();
    if !is_collected(env, &values)? {
        return Ok(SeriesHandle::default());
    }
    let dtype = dtype_of(env, &name, &dtype)?;
    macro_rules! import {
        ($($physical:ident => $type:ident),+) => {
            match dtype.0.to_physical() {
                $(DataType::$physical => {
                    let values = share(env, values, offset, length)?;
                    let validity = validity(env, &bits, values.len())?;
                    let array = PrimitiveArray::try_new(
                        <<$type as PolarsNumericType>::Native as NativeType>::PRIMITIVE.into(),
                        values,
                        validity,
                    )?;
                    finish(env, &name, &dtype, ChunkedArray::<$type>::with_chunk("".into(), array).into_series())
                })+
                other => Err(Error::Argument(format!(
                    "{} is kept as {}, not as numbers",
                    name_of(&dtype.0),
                    name_of(&other)
                ))),
            }
        };
    }
    import! {
        Int8 => Int8Type, Int16 => Int16Type, Int32 => Int32Type, Int64 => Int64Type,
        Int128 => Int128Type, UInt8 => UInt8Type, UInt16 => UInt16Type, UInt32 => UInt32Type,
        UInt64 => UInt64Type, UInt128 => UInt128Type, Float16 => Float16Type,
        Float32 => Float32Type, Float64 => Float64Type
    }
}

/// Whether a direct buffer's memory is of `ByteBuffer.allocateDirect`, which the garbage collector frees after
/// the last buffer of it. The JDK tells nobody but itself, so its own fields are looked at: such a buffer, or the one
/// that it was made of, has a cleaner and no file. Where a JDK has no such fields, no memory is known to be so.
fn is_collected(env: &mut Env<'_>, buffer: &JByteBuffer<'_>) -> Result<bool> {
    let collected: Result<bool> = env.with_local_frame(16, |env| {
        let mut owner = env.new_local_ref::<&JObject>(buffer.as_ref())?;
        for _ in 0..MOST_OWNERS {
            let signature = jni_sig!(() -> java.lang.Object);
            let next = env.call_method(&owner, jni_str!("attachment"), signature, &[])?;
            let next = next.l()?;
            if next.is_null() {
                let file = jni_sig!(java.io.FileDescriptor);
                let file = env.get_field(&owner, jni_str!("fd"), file)?.l()?;
                let signature = jni_sig!("()Ljdk/internal/ref/Cleaner;");
                let cleaner = env.call_method(&owner, jni_str!("cleaner"), signature, &[])?;
                return Ok(file.is_null() && !cleaner.l()?.is_null());
            }
            owner = next;
        }
        Ok(false)
    });
    match collected {
        Ok(collected) => Ok(collected),
        Err(_) => {
            env.exception_clear();
            Ok(false)
        },
    }
}

/// How many buffers are looked at, each of which was made of the next.
const MOST_OWNERS: usize = 8;

fn share<T: NativeType>(
    env: &mut Env<'_>,
    buffer: JByteBuffer<'_>,
    offset: jint,
    length: jint,
) -> Result<Buffer<T>> {
    let address = env.get_direct_buffer_address(&buffer)?;
    let capacity = env.get_direct_buffer_capacity(&buffer)?;
    let end = usize::try_from(offset)
        .ok()
        .zip(usize::try_from(length).ok());
    let end = end.and_then(|(offset, length)| {
        let end = offset.checked_add(length.checked_mul(size_of::<T>())?)?;
        (end <= capacity).then_some((offset, length))
    });
    let Some((offset, length)) = end else {
        let message = format!("{length} values from byte {offset} on pass a buffer of {capacity}");
        return Err(Error::Argument(message));
    };
    // SAFETY: `offset` is in the buffer.
    let start = unsafe { address.add(offset) }.cast_const();
    if start.align_offset(align_of::<T>()) != 0 {
        // SAFETY: the bytes lie in the buffer; any bits are a number.
        let bytes = unsafe { std::slice::from_raw_parts(start, length * size_of::<T>()) };
        let values = bytes.chunks_exact(size_of::<T>());
        let values = values.map(bytemuck::pod_read_unaligned::<T>);
        return Ok(memory::collect(values, length)?.into());
    }
    Ok(Buffer::from_owner(JavaBuffer {
        buffer: Some(env.new_global_ref(buffer)?),
        address: start.cast::<T>(),
        length,
        _lent: Lent::new(),
    }))
}

series! { static extern fn values_view(series: SeriesHandle) -> JByteBuffer }

/// The memory of the values of a numeric or temporal column of one chunk. The series must outlive it.
fn values_view<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    series: SeriesHandle,
) -> Result<JByteBuffer<'local>> {
    let series = series.get()?;
    let bytes = values_bytes(&series)?;
    // SAFETY: Java keeps a handle of the series as long as the buffer is reachable, and only gives
    // out read-only buffers of it.
    Ok(unsafe { env.new_direct_byte_buffer(bytes.as_ptr().cast_mut(), bytes.len()) }?)
}

fn values_bytes(series: &Series) -> Result<&[u8]> {
    let numbers = "a numeric or temporal type";
    let [chunk] = series.chunks().as_slice() else {
        let message = format!(
            "column '{}' has {} chunks: rechunk it for a view of its memory",
            series.name(),
            series.n_chunks()
        );
        return Err(PolarsError::InvalidOperation(message.into()).into());
    };
    macro_rules! bytes {
        ($($physical:ident => $native:ty),+) => {
            match series.dtype().to_physical() {
                $(DataType::$physical => {
                    let array = chunk.as_any().downcast_ref::<PrimitiveArray<$native>>();
                    let array = array.ok_or_else(|| unsuited(series, numbers))?;
                    Ok(bytemuck::cast_slice(array.values().as_slice()))
                })+
                _ => Err(unsuited(series, numbers)),
            }
        };
    }
    bytes! {
        Int8 => i8, Int16 => i16, Int32 => i32, Int64 => i64, Int128 => i128, UInt8 => u8,
        UInt16 => u16, UInt32 => u32, UInt64 => u64, UInt128 => u128,
        Float16 => polars_utils::float16::pf16, Float32 => f32, Float64 => f64
    }
}

series! { static extern fn copy_to_buffer(series: SeriesHandle, offset: jlong, rows: jint, dst: JByteBuffer, position: jint) }

/// Copies physical values into a direct buffer that was allocated for this; a null's are whatever lies there.
fn copy_to_buffer(
    env: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    offset: jlong,
    rows: jint,
    dst: JByteBuffer<'_>,
    position: jint,
) -> Result<()> {
    let series = series.get()?;
    let (offset, rows) = check_slice(offset, rows.into(), series.len())?;
    let slice = estimate::rechunked(&series.slice(offset as i64, rows))?;
    let bytes = values_bytes(&slice)?;
    let address = env.get_direct_buffer_address(&dst)?;
    let capacity = env.get_direct_buffer_capacity(&dst)?;
    let position = position.max(0) as usize;
    if position > capacity || bytes.len() > capacity - position {
        let message = format!("{} bytes do not fit a buffer of {capacity}", bytes.len());
        return Err(Error::Argument(message));
    }
    // SAFETY: checked above to fit, in memory that Java allocated for this call.
    unsafe {
        address
            .add(position)
            .copy_from_nonoverlapping(bytes.as_ptr(), bytes.len())
    }
    Ok(())
}
