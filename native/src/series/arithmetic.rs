//! Arithmetic of columns. What overflows is refused.

use jni::Env;
use jni::objects::JClass;
use jni::sys::{jboolean, jint};
use polars::prelude::*;
use polars_arrow::array::{Array, PrimitiveArray};
use polars_arrow::compute::utils::combine_validities_and;
use polars_core::utils::get_supertype;

use super::cast::{exactly, lossless};
use super::compare::check_rows;
use super::{SeriesHandle, deep, unsuited};
use crate::jvm::{Error, Result};
use crate::{estimate, memory, schema};

const SIGNS: [&str; 4] = ["+", "-", "*", "/"];
const DIV: usize = 3;

verb! { static extern fn arithmetic(series: SeriesHandle, other: SeriesHandle, operator: jint, scalar: jboolean) -> SeriesHandle }

/// The operators are in the order of `Operation` in Java; null where either is.
fn arithmetic(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    other: SeriesHandle,
    operator: jint,
    scalar: jboolean,
) -> Result<SeriesHandle> {
    let (series, other) = (series.get()?, other.get()?);
    check_rows(&series, &other, scalar)?;
    let operator = usize::try_from(operator).unwrap_or_default().min(DIV);
    let computed = deep(&series, || compute(&series, &other, operator, scalar))?;
    Ok(SeriesHandle::store(
        computed.with_name(series.name().clone()),
    ))
}

fn compute(series: &Series, other: &Series, operator: usize, scalar: bool) -> Result<Series> {
    let (left, right) = (series.dtype(), other.dtype());
    if operator == 0 && *left == DataType::String && *right == DataType::String {
        return Ok((series.str()? + other.str()?).into_series());
    }
    if !left.is_primitive_numeric() || !right.is_primitive_numeric() {
        return Err(refused(
            series,
            other,
            operator,
            "only numbers, and text with +, can be: cast it, or use DuckDB",
        ));
    }
    let common = common(series, other, operator, scalar)?;
    let (left, right) = (exactly(series, &common)?, exactly(other, &common)?);
    match common.is_float() {
        true => floats(&left, &right, operator),
        false => integers(&left, &right, operator),
    }
}

/// The type to reckon in.
fn common(series: &Series, other: &Series, operator: usize, scalar: bool) -> Result<DataType> {
    let (left, right) = (series.dtype(), other.dtype());
    let both = get_supertype(left, right);
    let common = match (left.is_float(), right.is_float()) {
        _ if scalar && exactly(other, left).is_ok() => left.clone(),
        (false, false) if operator == DIV => DataType::Float64,
        (false, false) if scalar => {
            let (name, dtype) = (series.name(), schema::name_of(left));
            let value = other
                .get(0)
                .map_or_else(|_| String::new(), |value| value.to_string());
            let message = format!(
                "column '{name}' is {dtype}, which does not hold {value}: cast the column first"
            );
            return Err(PolarsError::InvalidOperation(message.into()).into());
        },
        (false, false) => {
            match lossless(left, right).filter(|common| both.as_ref() == Some(common)) {
                Some(common) => common,
                None => {
                    return Err(refused(
                        series,
                        other,
                        operator,
                        "no type holds the integers of both: cast one",
                    ));
                },
            }
        },
        (true, _) if scalar => DataType::Float64,
        _ => both.unwrap_or(DataType::Float64),
    };
    Ok(match operator == DIV && !common.is_float() {
        true => DataType::Float64,
        false => common,
    })
}

fn floats(left: &Series, right: &Series, operator: usize) -> Result<Series> {
    if left.is_empty() {
        return Ok(left.clone());
    }
    Ok(match operator {
        0 => left + right,
        1 => left - right,
        2 => left * right,
        _ => left / right,
    }?)
}

/// Columns of the same type of integers.
fn integers(left: &Series, right: &Series, operator: usize) -> Result<Series> {
    macro_rules! by_type {
        ($($dtype:ident => $get:ident),+) => {
            match left.dtype() {
                $(DataType::$dtype => checked(left.$get()?, right.$get()?, operator, |a, b| match operator {
                    0 => a.checked_add(b),
                    1 => a.checked_sub(b),
                    _ => a.checked_mul(b),
                }),)+
                _ => Err(unsuited(left, "a number")),
            }
        };
    }
    by_type!(
        Int8 => i8, Int16 => i16, Int32 => i32, Int64 => i64, Int128 => i128,
        UInt8 => u8, UInt16 => u16, UInt32 => u32, UInt64 => u64, UInt128 => u128
    )
}

fn checked<T: PolarsIntegerType>(
    left: &ChunkedArray<T>,
    right: &ChunkedArray<T>,
    operator: usize,
    work: impl Fn(T::Native, T::Native) -> Option<T::Native>,
) -> Result<Series>
where
    ChunkedArray<T>: IntoSeries,
{
    let rows = left.len();
    memory::probe_if_large(estimate::of_copies(left.chunks()))?;
    let (left, right) = (left.rechunk(), right.rechunk());
    let (a, b) = (left.downcast_as_array(), right.downcast_as_array());
    let scalar = b.len() == 1 && rows != 1;
    if scalar && b.null_count() == 1 {
        return Ok(ChunkedArray::<T>::full_null(left.name().clone(), rows).into_series());
    }
    let validity = match scalar {
        true => a.validity().cloned(),
        false => combine_validities_and(a.validity(), b.validity()),
    };
    let (a, b) = (a.values(), b.values());
    let mut values: Vec<T::Native> = memory::with_capacity(rows)?;
    for row in 0..rows {
        let other = b[if scalar { 0 } else { row }];
        values.push(match work(a[row], other) {
            Some(value) => value,
            None if validity.as_ref().is_some_and(|valid| !valid.get_bit(row)) => T::Native::default(),
            None => {
                let (name, sign) = (left.name(), SIGNS[operator]);
                let dtype = schema::name_of(left.dtype());
                let message = format!(
                    "column '{name}', row {row}: {} {sign} {other} is beyond {dtype}: cast the column to a wider type first",
                    a[row]
                );
                return Err(PolarsError::ComputeError(message.into()).into());
            },
        });
    }
    let array = PrimitiveArray::from_vec(values).with_validity(validity);
    Ok(ChunkedArray::<T>::with_chunk(left.name().clone(), array).into_series())
}

fn refused(series: &Series, other: &Series, operator: usize, reason: &str) -> Error {
    let (name, sign) = (series.name(), SIGNS[operator]);
    let (left, right) = (
        schema::name_of(series.dtype()),
        schema::name_of(other.dtype()),
    );
    let message = format!("column '{name}': {left} {sign} {right}: {reason}");
    PolarsError::InvalidOperation(message.into()).into()
}
