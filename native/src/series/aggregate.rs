//! Sums and the like of a column, and values in place of nulls.

use jni::Env;
use jni::objects::JClass;
use jni::sys::{jint, jlong};
use polars::prelude::*;
use polars_compute::float_sum::sum_arr_as_f64;

use super::{FieldSeries, SeriesHandle, deep, unsuited};
use crate::fields::FieldInfo;
use crate::jvm::{Error, Result};
use crate::schema;

verb! { static extern fn aggregate(series: SeriesHandle, kind: jint) -> SeriesHandle }

/// A column of one row. The kinds are in the order of `Aggregate` in Java.
fn aggregate(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    kind: jint,
) -> Result<SeriesHandle> {
    let series = series.get()?;
    let name = series.name().clone();
    let flat = !series.dtype().is_nested();
    let number = series.dtype().is_numeric();
    let value = match kind {
        0 => sum(&series)?,
        1 if flat => series.min_reduce()?.into_series(name),
        2 if flat => series.max_reduce()?.into_series(name),
        3 if number || series.dtype().is_bool() => {
            let mean = match series.dtype().is_decimal() {
                true => series.cast(&DataType::Float64)?.mean(),
                false => series.mean(),
            };
            Series::new(name, [mean])
        },
        4 if number => Series::new(name, [series.cast(&DataType::Float64)?.std(1)]),
        1 | 2 => return Err(unsuited(&series, "of a type whose values have an order")),
        _ => return Err(unsuited(&series, "a number")),
    };
    let info = match value.dtype() == series.dtype() {
        true => series.info.clone(),
        false => FieldInfo::default(),
    };
    Ok(SeriesHandle::store(FieldSeries::new(value, info)))
}

fn sum(series: &Series) -> Result<Series> {
    use DataType as T;
    let name = series.name().clone();
    macro_rules! whole {
        ($get:ident) => {{
            let numbers = series.$get()?.iter().flatten();
            let mut sum = Some(0_i128);
            for number in numbers {
                sum = i128::try_from(number)
                    .ok()
                    .and_then(|number| sum?.checked_add(number));
            }
            sum.ok_or_else(|| beyond(series))?
        }};
    }
    let sum: i128 = match series.dtype() {
        T::Boolean => series.sum::<u64>()?.into(),
        T::Int8 => whole!(i8),
        T::Int16 => whole!(i16),
        T::Int32 => whole!(i32),
        T::Int64 => whole!(i64),
        T::Int128 => whole!(i128),
        T::UInt8 => whole!(u8),
        T::UInt16 => whole!(u16),
        T::UInt32 => whole!(u32),
        T::UInt64 => whole!(u64),
        T::UInt128 => whole!(u128),
        T::Float16 | T::Float32 => {
            let wide = series.cast(&T::Float32)?;
            let sum: f64 = wide.f32()?.downcast_iter().map(sum_arr_as_f64).sum();
            return Ok(Series::new(name, [sum]));
        },
        T::Float64 => {
            let sum: f64 = series.f64()?.downcast_iter().map(sum_arr_as_f64).sum();
            return Ok(Series::new(name, [sum]));
        },
        T::Decimal(_, scale) => {
            let physical = series.to_physical_repr();
            let mut sum = Some(0_i128);
            for number in physical.i128()?.iter().flatten() {
                sum = sum.and_then(|sum| sum.checked_add(number));
            }
            let sum = Int128Chunked::new(name, [sum.ok_or_else(|| beyond(series))?]);
            let sum = sum.into_decimal(38, *scale).map_err(|_| beyond(series))?;
            return Ok(sum.into_series());
        },
        T::Duration(unit) => {
            let physical = series.to_physical_repr();
            let sum: i128 = physical.i64()?.iter().flatten().map(i128::from).sum();
            let sum = i64::try_from(sum).map_err(|_| beyond(series))?;
            return Ok(Int64Chunked::new(name, [sum])
                .into_duration(*unit)
                .into_series());
        },
        _ => return Err(unsuited(series, "a number, Boolean or Duration")),
    };
    Ok(Int128Chunked::new(name, [sum]).into_series())
}

fn beyond(series: &Series) -> Error {
    let (name, dtype) = (series.name(), schema::name_of(series.dtype()));
    let message = format!("column '{name}': the sum is beyond what {dtype} adds up to");
    PolarsError::ComputeError(message.into()).into()
}

verb! { static extern fn distinct(series: SeriesHandle) -> jlong }

/// How many different values there are; null is one.
fn distinct(_: &mut Env<'_>, _: JClass<'_>, series: SeriesHandle) -> Result<jlong> {
    let series = series.get()?;
    Ok(deep(&series, || series.n_unique())? as jlong)
}

verb! { static extern fn fill(series: SeriesHandle, value: SeriesHandle) -> SeriesHandle }

/// The column with the value, of the same type, in place of nulls.
fn fill(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    value: SeriesHandle,
) -> Result<SeriesHandle> {
    let (series, value) = (series.get()?, value.get()?);
    if series.null_count() == 0 {
        return Ok(SeriesHandle::store(series.as_ref().clone()));
    }
    let filled = deep(&series, || series.zip_with(&series.is_not_null(), &value))?;
    let filled = filled.with_name(series.name().clone());
    Ok(SeriesHandle::store(FieldSeries::new(
        filled,
        series.info.clone(),
    )))
}
