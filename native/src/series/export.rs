//! Copies columns into Java arrays, each in one call.

use jni::Env;
use jni::objects::{JBooleanArray, JByteArray, JClass, JPrimitiveArray};
use jni::objects::{JDoubleArray, JFloatArray, JIntArray, JLongArray, JShortArray, TypeArray};
use jni::sys::{jint, jlong};
use polars::prelude::*;
use polars_arrow::bitmap::MutableBitmap;
use polars_arrow::types::NativeType;

use super::SeriesHandle;
use super::{check_slice, series, unsuited};
use crate::estimate;
use crate::jvm::{Error, Result};
use crate::memory;
use crate::schema::name_of;

/// The rows of `series` from `offset` on that fill an array of `length`, as physical values.
fn rows(series: &Series, offset: jlong, length: usize) -> Result<Series> {
    let (offset, length) = check_slice(offset, length as jlong, series.len())?;
    Ok(series
        .slice(offset as i64, length)
        .to_physical_repr()
        .into_owned())
}

/// Copies the values of a column into a Java array whose elements have the same bits; a null is 0.
fn copy<T, J>(env: &Env<'_>, column: &ChunkedArray<T>, dst: &JPrimitiveArray<'_, J>) -> Result<()>
where
    T: PolarsNumericType,
    J: NativeType + TypeArray,
{
    let mut start = 0;
    for chunk in column.downcast_iter() {
        let values: &[T::Native] = chunk.values();
        match chunk.validity().filter(|bits| bits.unset_bits() > 0) {
            None => dst.set_region(env, start, bytemuck::cast_slice(values))?,
            Some(validity) => {
                let zero = T::Native::default();
                let values = values.iter().zip(validity.iter());
                let values = values.map(|(&v, valid)| if valid { v } else { zero });
                let values = memory::collect(values, validity.len())?;
                dst.set_region(env, start, bytemuck::cast_slice(&values))?;
            },
        }
        start += chunk.len() as jint;
    }
    Ok(())
}

macro_rules! export {
    ($method:ident, $element:ident, $array:ident, $wanted:literal, $($dtype:ident => $column:ident),+) => {
        series! { static extern fn $method(series: SeriesHandle, offset: jlong, dst: $element[]) }

        fn $method(
            env: &mut Env<'_>,
            _: JClass<'_>,
            series: SeriesHandle,
            offset: jlong,
            dst: $array<'_>,
        ) -> Result<()> {
            let series = series.get()?;
            let rows = rows(&series, offset, dst.len(env)?)?;
            match rows.dtype() {
                $(DataType::$dtype => copy(env, rows.$column()?, &dst),)+
                _ => Err(unsuited(&series, $wanted)),
            }
        }
    };
}

export!(export_bytes, jbyte, JByteArray, "an 8-bit integer", Int8 => i8, UInt8 => u8);
export!(export_shorts, jshort, JShortArray, "a 16-bit integer", Int16 => i16, UInt16 => u16);
export!(export_ints, jint, JIntArray, "a 32-bit integer or Date", Int32 => i32, UInt32 => u32);
export!(export_longs, jlong, JLongArray, "a 64-bit integer, Datetime, Duration or Time", Int64 => i64, UInt64 => u64);
export!(export_doubles, jdouble, JDoubleArray, "Float64", Float64 => f64);

series! { static extern fn export_floats(series: SeriesHandle, offset: jlong, dst: jfloat[]) }

/// `Float32`, and `Float16` widened.
fn export_floats(
    env: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    offset: jlong,
    dst: JFloatArray<'_>,
) -> Result<()> {
    let series = series.get()?;
    let rows = rows(&series, offset, dst.len(env)?)?;
    match rows.dtype() {
        DataType::Float32 => copy(env, rows.f32()?, &dst),
        DataType::Float16 => {
            memory::probe_if_large(rows.len() * size_of::<f32>())?;
            copy(env, rows.cast(&DataType::Float32)?.f32()?, &dst)
        },
        _ => Err(unsuited(&series, "Float32 or Float16")),
    }
}

series! { static extern fn export_int128(series: SeriesHandle, offset: jlong, dst: jlong[]) }

/// Pairs of the low and the high half of `Int128`, `UInt128` and `Decimal`.
fn export_int128(
    env: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    offset: jlong,
    dst: JLongArray<'_>,
) -> Result<()> {
    let series = series.get()?;
    let rows = rows(&series, offset, dst.len(env)? / 2)?;
    let halves = |value: i128| [value as i64, (value >> 64) as i64];
    let mut pairs = memory::with_capacity::<i64>(rows.len() * 2)?;
    match rows.dtype() {
        DataType::Int128 => {
            pairs.extend(rows.i128()?.iter().flat_map(|v| halves(v.unwrap_or(0))));
        },
        DataType::UInt128 => {
            let values = rows.u128()?.iter();
            pairs.extend(values.flat_map(|v| halves(v.unwrap_or(0) as i128)));
        },
        _ => return Err(unsuited(&series, "Int128, UInt128 or Decimal")),
    }
    Ok(dst.set_region(env, 0, &pairs)?)
}

series! { static extern fn export_booleans(series: SeriesHandle, offset: jlong, dst: jboolean[]) }

fn export_booleans(
    env: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    offset: jlong,
    dst: JBooleanArray<'_>,
) -> Result<()> {
    let series = series.get()?;
    let rows = rows(&series, offset, dst.len(env)?)?;
    let Ok(column) = rows.bool() else {
        return Err(unsuited(&series, "Boolean"));
    };
    let values = column.iter().map(|value| value.unwrap_or(false));
    let values = memory::collect(values, column.len())?;
    Ok(dst.set_region(env, 0, &values)?)
}

series! { static extern fn export_validity(series: SeriesHandle, offset: jlong, length: jint) -> jbyte[] }

/// The validity of the rows, least significant bit first; null if none of them is null.
fn export_validity<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    series: SeriesHandle,
    offset: jlong,
    length: jint,
) -> Result<JByteArray<'local>> {
    let series = series.get()?;
    let (offset, length) = check_slice(offset, length.into(), series.len())?;
    let rows = series.slice(offset as i64, length);
    if rows.null_count() == 0 {
        return Ok(JByteArray::null());
    }
    memory::probe_bits(2 * length)?;
    let mut bits = MutableBitmap::with_capacity(length);
    for valid in rows.is_not_null().iter() {
        bits.push(valid.unwrap_or(false));
    }
    Ok(env.byte_array_from_slice(bits.as_slice())?)
}

/// The number of bytes after which `export_var` stops.
const ENOUGH_BYTES: usize = 16 << 20;

series! { static extern fn export_var(series: SeriesHandle, offset: jlong, lengths: jint[]) -> jbyte[] }

/// The bytes of strings or binary values, and the length of each: -1 for a null, -2 for a row that
/// was not exported any more because the answer has become large.
fn export_var<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    series: SeriesHandle,
    offset: jlong,
    lengths: JIntArray<'local>,
) -> Result<JByteArray<'local>> {
    let series = series.get()?;
    let wanted = lengths.len(env)?;
    let (offset, wanted) = check_slice(offset, wanted as jlong, series.len())?;
    let rows = series.slice(offset as i64, wanted);
    let rows = match rows.dtype() {
        DataType::Categorical(..) | DataType::Enum(..) => rows.cast(&DataType::String)?,
        _ => rows,
    };
    let (counts, bytes) = match rows.dtype() {
        DataType::String => gather(rows.str()?.iter().map(|v| v.map(str::as_bytes)), wanted)?,
        DataType::Binary => gather(rows.binary()?.iter(), wanted)?,
        _ => return Err(unsuited(&series, "String, Categorical, Enum or Binary")),
    };
    lengths.set_region(env, 0, &counts)?;
    Ok(env.byte_array_from_slice(&bytes)?)
}

fn gather<'a>(
    values: impl Iterator<Item = Option<&'a [u8]>>,
    rows: usize,
) -> Result<(Vec<jint>, Vec<u8>)> {
    let mut counts = memory::with_capacity(rows)?;
    let mut bytes = Vec::new();
    for value in values {
        if let Some(value) = value {
            if !bytes.is_empty() && bytes.len() + value.len() > ENOUGH_BYTES {
                break;
            }
            let length = jint::try_from(value.len()).map_err(|_| {
                Error::State(format!(
                    "a value of {} bytes is too large for Java",
                    value.len()
                ))
            })?;
            memory::reserve(&mut bytes, value.len())?;
            bytes.extend_from_slice(value);
            counts.push(length);
        } else {
            counts.push(-1);
        }
    }
    counts.resize(rows, -2);
    Ok((counts, bytes))
}

series! { static extern fn export_offsets(series: SeriesHandle, offset: jlong, dst: jlong[]) }

/// Where each list of the rows begins and ends in the column's [`child`].
fn export_offsets(
    env: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    offset: jlong,
    dst: JLongArray<'_>,
) -> Result<()> {
    let series = series.get()?;
    let Ok(lists) = series.list() else {
        return Err(unsuited(&series, "List"));
    };
    memory::probe_if_large(estimate::of_series(&series))?;
    let lists = lists.rechunk();
    let rows = dst.len(env)?.saturating_sub(1);
    let (offset, rows) = check_slice(offset, rows as jlong, lists.len())?;
    let offsets = lists.downcast_as_array().offsets();
    let wanted = &offsets[offset..=offset + rows];
    let first = *offsets.first();
    let wanted = memory::collect(wanted.iter().map(|position| position - first), rows + 1)?;
    Ok(dst.set_region(env, 0, &wanted)?)
}

series! { static extern fn child(series: SeriesHandle, index: jint) -> SeriesHandle }

/// The inner values of a `List` or `Array` column, or the field of a `Struct`.
fn child(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    index: jint,
) -> Result<SeriesHandle> {
    let series = series.get()?;
    memory::probe_if_large(estimate::of_series(&series))?;
    let child = match series.dtype() {
        DataType::List(_) => inner_values(&series.list()?.rechunk()),
        DataType::Array(..) => series.array()?.rechunk().get_inner(),
        DataType::Struct(_) => {
            let fields = series.struct_()?.fields_as_series();
            let field = usize::try_from(index)
                .ok()
                .and_then(|index| fields.into_iter().nth(index));
            field.ok_or_else(|| {
                Error::Index(format!("field {index} of {}", name_of(series.dtype())))
            })?
        },
        _ => return Err(unsuited(&series, "List, Array or Struct")),
    };
    Ok(SeriesHandle::store(child))
}

/// The values that the lists of a column of one chunk hold, without those around a slice.
fn inner_values(lists: &ListChunked) -> Series {
    let array = lists.downcast_as_array();
    let (start, length) = (
        *array.offsets().first() as usize,
        array.offsets().range() as usize,
    );
    lists.get_inner().slice(start as i64, length)
}
