//! Compares columns, and combines what comes of it.

use std::hash::Hash;

use jni::Env;
use jni::objects::JClass;
use jni::sys::{jboolean, jint};
use polars::prelude::*;
use polars_utils::total_ord::ToTotalOrd;

use super::cast::{exactly, lossless};
use super::{SeriesHandle, deep, unsuited};
use crate::jvm::{Error, Result};
use crate::schema;

verb! { static extern fn compare(series: SeriesHandle, other: SeriesHandle, operator: jint, scalar: jboolean) -> SeriesHandle }

/// Whether it holds, row by row; null where either is. The operators are in the order of `Comparison` in Java.
fn compare(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    other: SeriesHandle,
    operator: jint,
    scalar: jboolean,
) -> Result<SeriesHandle> {
    let (series, other) = (series.get()?, other.get()?);
    check_rows(&series, &other, scalar)?;
    let mask = deep(&series, || {
        let (left, right) = aligned(&series, &other, scalar)?;
        if left.is_empty() {
            return Ok(BooleanChunked::full_null(PlSmallStr::EMPTY, 0));
        }
        if operator > 1 && left.dtype().is_nested() {
            let message = format!(
                "column '{}': values of {} have no order",
                left.name(),
                schema::name_of(left.dtype())
            );
            return Err(PolarsError::InvalidOperation(message.into()).into());
        }
        let mask = match operator {
            0 => left.equal(&right),
            1 => left.not_equal(&right),
            2 => left.lt(&right),
            3 => left.lt_eq(&right),
            4 => left.gt(&right),
            _ => left.gt_eq(&right),
        };
        Ok::<_, Error>(mask?)
    })?;
    Ok(store(mask, &series))
}

verb! { static extern fn is_in(series: SeriesHandle, values: SeriesHandle) -> SeriesHandle }

/// Whether the value is among these; null where it is null.
fn is_in(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    values: SeriesHandle,
) -> Result<SeriesHandle> {
    let (series, values) = (series.get()?, values.get()?);
    let mask = deep(&series, || among(&series, &values))?;
    Ok(store(mask, &series))
}

fn among(series: &Series, values: &Series) -> Result<BooleanChunked> {
    use DataType as T;
    let text = |dtype: &DataType| matches!(dtype, T::String | T::Categorical(..) | T::Enum(..));
    let (left, right) = match (series.dtype(), values.dtype()) {
        (left, right) if text(left) && text(right) && left != right => {
            (series.cast(&T::String)?, values.cast(&T::String)?)
        },
        _ => aligned(series, values, true)?,
    };
    if left.dtype().is_nested() {
        return Err(unsuited(series, "of a flat type, as isIn wants it"));
    }
    let (left, right) = (left.to_physical_repr(), right.to_physical_repr());
    Ok(match left.dtype() {
        T::Null => BooleanChunked::full_null(PlSmallStr::EMPTY, left.len()),
        T::Boolean => {
            let (left, right) = (left.bool()?, right.bool()?);
            let has = [false, true].map(|value| right.iter().any(|other| other == Some(value)));
            left.iter()
                .map(|value| value.map(|value| has[usize::from(value)]))
                .collect()
        },
        T::String => {
            let set: PlHashSet<&str> = right.str()?.iter().flatten().collect();
            left.str()?
                .iter()
                .map(|value| value.map(|value| set.contains(value)))
                .collect()
        },
        T::Binary => {
            let set: PlHashSet<&[u8]> = right.binary()?.iter().flatten().collect();
            left.binary()?
                .iter()
                .map(|value| value.map(|value| set.contains(value)))
                .collect()
        },
        T::Int8 => numbers_among(left.i8()?, right.i8()?),
        T::Int16 => numbers_among(left.i16()?, right.i16()?),
        T::Int32 => numbers_among(left.i32()?, right.i32()?),
        T::Int64 => numbers_among(left.i64()?, right.i64()?),
        T::Int128 => numbers_among(left.i128()?, right.i128()?),
        T::UInt8 => numbers_among(left.u8()?, right.u8()?),
        T::UInt16 => numbers_among(left.u16()?, right.u16()?),
        T::UInt32 => numbers_among(left.u32()?, right.u32()?),
        T::UInt64 => numbers_among(left.u64()?, right.u64()?),
        T::UInt128 => numbers_among(left.u128()?, right.u128()?),
        T::Float16 => numbers_among(left.f16()?, right.f16()?),
        T::Float32 => numbers_among(left.f32()?, right.f32()?),
        T::Float64 => numbers_among(left.f64()?, right.f64()?),
        _ => return Err(unsuited(series, "of a type whose values isIn finds")),
    })
}

fn numbers_among<T: PolarsNumericType>(
    left: &ChunkedArray<T>,
    right: &ChunkedArray<T>,
) -> BooleanChunked
where
    T::Native: ToTotalOrd,
    <T::Native as ToTotalOrd>::TotalOrdItem: Hash + Eq,
{
    let set: PlHashSet<_> = right
        .iter()
        .flatten()
        .map(|value| value.to_total_ord())
        .collect();
    let found = left
        .iter()
        .map(|value| value.map(|value| set.contains(&value.to_total_ord())));
    found.collect()
}

verb! { static extern fn combine(series: SeriesHandle, other: SeriesHandle, both: jboolean) -> SeriesHandle }

/// And, or or: with a null, what holds for true and false alike is known, else it is null.
fn combine(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    other: SeriesHandle,
    both: jboolean,
) -> Result<SeriesHandle> {
    let (series, other) = (series.get()?, other.get()?);
    check_rows(&series, &other, false)?;
    let (left, right) = (mask_of(&series)?, mask_of(&other)?);
    let mask = match both {
        true => left & right,
        false => left | right,
    };
    Ok(store(mask, &series))
}

verb! { static extern fn invert(series: SeriesHandle) -> SeriesHandle }

fn invert(_: &mut Env<'_>, _: JClass<'_>, series: SeriesHandle) -> Result<SeriesHandle> {
    let series = series.get()?;
    Ok(store(!mask_of(&series)?.clone(), &series))
}

verb! { static extern fn nulls(series: SeriesHandle, wanted: jboolean) -> SeriesHandle }

/// Whether the row is null, or is not.
fn nulls(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    wanted: jboolean,
) -> Result<SeriesHandle> {
    let series = series.get()?;
    let mask = match wanted {
        true => series.is_null(),
        false => series.is_not_null(),
    };
    Ok(store(mask, &series))
}

fn mask_of(series: &Series) -> Result<&BooleanChunked> {
    series.bool().map_err(|_| unsuited(series, "Boolean"))
}

fn store(mask: BooleanChunked, series: &Series) -> SeriesHandle {
    SeriesHandle::store(mask.with_name(series.name().clone()).into_series())
}

/// Refuses columns of different lengths; a scalar stands for as many as are wanted.
pub fn check_rows(series: &Series, other: &Series, scalar: bool) -> Result<()> {
    if scalar || series.len() == other.len() {
        return Ok(());
    }
    let message = format!(
        "column '{}' has {} rows, column '{}' has {}",
        series.name(),
        series.len(),
        other.name(),
        other.len()
    );
    Err(PolarsError::ShapeMismatch(message.into()).into())
}

/// Both as columns of one type, in which each value is as it was.
pub fn aligned(series: &Series, other: &Series, scalar: bool) -> Result<(Series, Series)> {
    use DataType as T;
    let (left, right) = (series.dtype(), other.dtype());
    let named = |dtype: &DataType| matches!(dtype, T::Categorical(..) | T::Enum(..));
    let text = (named(left) && *right == T::String) || (*left == T::String && named(right));
    if left == right || text {
        return Ok((series.clone(), other.clone()));
    }
    if *right == T::Null {
        let nulls = Series::full_null(other.name().clone(), other.len(), left);
        return Ok((series.clone(), nulls));
    }
    if scalar && let Ok(fitting) = exactly(other, left) {
        return Ok((series.clone(), fitting));
    }
    let numbers = left.is_primitive_numeric() && right.is_primitive_numeric();
    let common = lossless(left, right).filter(|_| numbers || left.is_decimal() || left.is_null());
    let common =
        common.or_else(|| (numbers && left.is_float() != right.is_float()).then_some(T::Float64));
    match common {
        Some(common) => Ok((exactly(series, &common)?, exactly(other, &common)?)),
        None => {
            let message = format!(
                "column '{}' is {}, the other is {}: cast one",
                series.name(),
                schema::name_of(left),
                schema::name_of(right)
            );
            Err(PolarsError::SchemaMismatch(message.into()).into())
        },
    }
}
