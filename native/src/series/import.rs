//! Makes columns of Java arrays, each copied in one call.

use jni::Env;
use jni::objects::{JBooleanArray, JByteArray, JClass, JPrimitiveArray, JString};
use jni::objects::{JDoubleArray, JFloatArray, JIntArray, JLongArray, JShortArray, TypeArray};
use jni::refs::Reference;
use jni::sys::jlong;
use polars::prelude::*;
use polars_arrow::array::{BooleanArray, PrimitiveArray};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::types::NativeType;

use super::{FieldSeries, SeriesHandle, series};
use crate::fields::FieldInfo;
use crate::jvm::wire::{self, Reader};
use crate::jvm::{Error, Result};
use crate::memory;
use crate::schema::{self, name_of};

/// Copies a Java array.
fn copy<T: NativeType + TypeArray>(
    env: &Env<'_>,
    array: &JPrimitiveArray<'_, T>,
) -> Result<Vec<T>> {
    let mut values = memory::zeros(array.len(env)?)?;
    array.get_region(env, 0, &mut values)?;
    Ok(values)
}

/// The validity bitmap, least significant bit first; a null array means that nothing is null.
pub fn validity(env: &Env<'_>, bits: &JByteArray<'_>, rows: usize) -> Result<Option<Bitmap>> {
    if bits.is_null() {
        return Ok(None);
    }
    Ok(Some(Bitmap::try_new(wire::bytes(env, bits)?, rows)?))
}

/// Makes a series of physical values and gives it its logical type.
fn build<T: PolarsNumericType>(
    env: &Env<'_>,
    name: &JString<'_>,
    dtype: &(DataType, FieldInfo),
    values: Vec<T::Native>,
    bits: &JByteArray<'_>,
) -> Result<SeriesHandle>
where
    ChunkedArray<T>: IntoSeries,
{
    let validity = validity(env, bits, values.len())?;
    let array = PrimitiveArray::from_vec(values).with_validity(validity);
    let physical = ChunkedArray::<T>::with_chunk("".into(), array).into_series();
    finish(env, name, dtype, physical)
}

/// Names a series of physical values and gives it its logical type.
pub fn finish(
    env: &Env<'_>,
    name: &JString<'_>,
    (dtype, info): &(DataType, FieldInfo),
    physical: Series,
) -> Result<SeriesHandle> {
    if dtype.to_physical() != *physical.dtype() || dtype.is_categorical() || dtype.is_enum() {
        let message = format!(
            "{} cannot be made of {} values",
            name_of(dtype),
            name_of(physical.dtype())
        );
        return Err(Error::Argument(message));
    }
    let name = name.try_to_string(env)?;
    // SAFETY: the physical type is the one that the logical type is kept in, and every value of it
    // stands for one of the logical type.
    let series = unsafe { physical.from_physical_unchecked(dtype) }?;
    let series = series.with_name(name.into());
    Ok(SeriesHandle::store(FieldSeries::new(series, info.clone())))
}

/// The type of the column of that name, and what is said of it.
pub fn dtype_of(
    env: &Env<'_>,
    name: &JString<'_>,
    dtype: &JByteArray<'_>,
) -> Result<(DataType, FieldInfo)> {
    let dtype = schema::read_dtype(&mut Reader::new(&wire::bytes(env, dtype)?));
    dtype.or_else(|error| Err(schema::in_column(&name.try_to_string(env)?, error)))
}

series! { static extern fn from_booleans(name: JString, values: jboolean[], validity: jbyte[]) -> SeriesHandle }

fn from_booleans(
    env: &mut Env<'_>,
    _: JClass<'_>,
    name: JString<'_>,
    values: JBooleanArray<'_>,
    bits: JByteArray<'_>,
) -> Result<SeriesHandle> {
    let mut booleans = memory::zeros(values.len(env)?)?;
    values.get_region(env, 0, &mut booleans)?;
    let validity = validity(env, &bits, booleans.len())?;
    memory::probe_bits(booleans.len())?;
    let values = Bitmap::from_trusted_len_iter(booleans.into_iter());
    let array = BooleanArray::new(ArrowDataType::Boolean, values, validity);
    let name = name.try_to_string(env)?;
    let column = BooleanChunked::with_chunk(name.into(), array);
    Ok(SeriesHandle::store(column.into_series()))
}

/// The same bits as unsigned numbers, without a copy.
fn unsigned<S: NativeType, U: NativeType>(values: Vec<S>) -> Vec<U> {
    bytemuck::cast_vec(values)
}

macro_rules! import_integers {
    ($method:ident, $element:ident, $array:ident, $signed:ident, $unsigned:ident, $other:ident) => {
        series! {
            static extern fn $method(name: JString, dtype: jbyte[], values: $element[], validity: jbyte[]) -> SeriesHandle
        }

        fn $method(
            env: &mut Env<'_>,
            _: JClass<'_>,
            name: JString<'_>,
            dtype: JByteArray<'_>,
            values: $array<'_>,
            bits: JByteArray<'_>,
        ) -> Result<SeriesHandle> {
            let dtype = dtype_of(env, &name, &dtype)?;
            let values = copy(env, &values)?;
            if dtype.0 == DataType::$other {
                build::<$unsigned>(env, &name, &dtype, unsigned(values), &bits)
            } else {
                build::<$signed>(env, &name, &dtype, values, &bits)
            }
        }
    };
}

import_integers!(from_bytes, jbyte, JByteArray, Int8Type, UInt8Type, UInt8);
import_integers!(
    from_shorts,
    jshort,
    JShortArray,
    Int16Type,
    UInt16Type,
    UInt16
);
import_integers!(from_ints, jint, JIntArray, Int32Type, UInt32Type, UInt32);
import_integers!(from_longs, jlong, JLongArray, Int64Type, UInt64Type, UInt64);

series! { static extern fn from_floats(name: JString, dtype: jbyte[], values: jfloat[], validity: jbyte[]) -> SeriesHandle }

/// `Float32`, or `Float16` from values rounded to it.
fn from_floats(
    env: &mut Env<'_>,
    _: JClass<'_>,
    name: JString<'_>,
    dtype: JByteArray<'_>,
    values: JFloatArray<'_>,
    bits: JByteArray<'_>,
) -> Result<SeriesHandle> {
    let dtype = dtype_of(env, &name, &dtype)?;
    let values = copy(env, &values)?;
    if dtype.0 == DataType::Float16 {
        let length = values.len();
        let values = memory::collect(values.into_iter().map(Into::into), length)?;
        return build::<Float16Type>(env, &name, &dtype, values, &bits);
    }
    build::<Float32Type>(env, &name, &dtype, values, &bits)
}

series! { static extern fn from_doubles(name: JString, values: jdouble[], validity: jbyte[]) -> SeriesHandle }

fn from_doubles(
    env: &mut Env<'_>,
    _: JClass<'_>,
    name: JString<'_>,
    values: JDoubleArray<'_>,
    bits: JByteArray<'_>,
) -> Result<SeriesHandle> {
    let values = copy(env, &values)?;
    let dtype = (DataType::Float64, FieldInfo::default());
    build::<Float64Type>(env, &name, &dtype, values, &bits)
}

series! { static extern fn from_nulls(name: JString, length: jlong) -> SeriesHandle }

fn from_nulls(
    env: &mut Env<'_>,
    _: JClass<'_>,
    name: JString<'_>,
    length: jlong,
) -> Result<SeriesHandle> {
    let length = usize::try_from(length)
        .map_err(|_| Error::Argument(format!("a length of {length}: must be at least 0")))?;
    let name = name.try_to_string(env)?;
    Ok(SeriesHandle::store(Series::new_null(name.into(), length)))
}
