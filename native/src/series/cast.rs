//! Converts columns to other types, and tells which value cannot be converted.

use std::sync::Once;

use jni::Env;
use jni::objects::{JByteArray, JClass};
use jni::sys::jboolean;
use polars::prelude::*;
use polars_core::chunked_array::cast::CastOptions;
use polars_core::error::set_warning_function;
use polars_core::utils::{get_numeric_upcast_supertype_lossless, get_supertype};

use super::{FieldSeries, SeriesHandle, equal, from_text};
use crate::fields::FieldInfo;
use crate::jvm::wire::{self, Reader};
use crate::jvm::{Error, Result, stack};
use crate::text::cells;
use crate::{memory, schema};

static QUIET: Once = Once::new();

const NANOS_PER_DAY: i128 = 86_400_000_000_000;

/// How much of a value a message shows.
const SHOWN: usize = 80;

native! {
    "io.github.polars4j.internal.jni.NativeVerbs" [SeriesHandle],
    static extern fn cast(series: SeriesHandle, dtype: jbyte[], strict: jboolean) -> SeriesHandle
}

/// The column as another type. A value that the type cannot hold is refused, or null.
fn cast(
    env: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    dtype: JByteArray<'_>,
    strict: jboolean,
) -> Result<SeriesHandle> {
    let wire = wire::bytes(env, &dtype)?;
    let series = series.get()?;
    let dtype = stack::flat(|| schema::read_dtype(&mut Reader::new(&wire)));
    let (dtype, wanted) = dtype.map_err(|error| schema::in_column(series.name(), error))?;
    let depth = schema::depth(series.dtype()).max(schema::depth(&dtype));
    let cast = stack::with_depth(depth, || converted(&series, &dtype, strict))?;
    let info = FieldInfo {
        metadata: series.info.recast().metadata,
        ..wanted
    };
    Ok(SeriesHandle::store(FieldSeries::new(cast, info)))
}

fn converted(series: &Series, dtype: &DataType, strict: bool) -> Result<Series> {
    let from = series.dtype();
    if from == dtype {
        return Ok(series.clone());
    }
    if let Some(reason) = obstacle(from, dtype, false) {
        return Err(refused(series, dtype, reason));
    }
    QUIET.call_once(|| set_warning_function(|_, _| {})); // they speak of Rust's methods, on stderr
    memory::probe_if_large(series.len().saturating_mul(16))?;
    let nested = from.is_nested() || dtype.is_nested();
    let options = match nested && strict {
        true => CastOptions::Strict,
        false => CastOptions::NonStrict,
    };
    let cast = match from_text::times(series, dtype) {
        Some(times) => times,
        None => series
            .cast_with_options(dtype, options)
            .map_err(|error| refused(series, dtype, &error.to_string()))?,
    };
    if nested {
        return Ok(cast);
    }
    let cast = match wrong(series, &cast)? {
        Some(wrong) => cast.zip_with(&!wrong, &Series::full_null(cast.name().clone(), 1, dtype))?,
        None => cast,
    };
    match first_lost(series, &cast).filter(|_| strict) {
        Some(row) => Err(lost(series, row, dtype, "castOrNull makes it null")),
        None => Ok(cast),
    }
}

/// What polars would do, but does not mean to go on doing: it tells of it on stderr.
fn obstacle(from: &DataType, to: &DataType, within: bool) -> Option<&'static str> {
    use DataType as T;
    let named = |dtype: &DataType| matches!(dtype, T::Categorical(..) | T::Enum(..));
    let text = |dtype: &DataType| named(dtype) || matches!(dtype, T::String | T::Null);
    match (from, to) {
        (T::List(from) | T::Array(from, _), T::List(to) | T::Array(to, _)) => {
            obstacle(from, to, true)
        },
        (T::Struct(from), T::Struct(to)) => {
            let mut fields = from.iter().zip(to);
            if from.len() != to.len() || fields.clone().any(|(from, to)| from.name != to.name) {
                return Some("their fields have other names");
            }
            fields.find_map(|(from, to)| obstacle(&from.dtype, &to.dtype, true))
        },
        (T::String, T::Datetime(..)) if within => {
            Some("the text in it may have an offset from UTC, which would be lost")
        },
        (from, to) if named(to) && !text(from) => {
            Some("only text names categories: cast it to String first")
        },
        (from, to) if named(from) && !text(to) => Some("cast it to String first"),
        (from, to) if (from.is_nested() || to.is_nested()) && *from != T::Null => {
            Some("their values have other parts")
        },
        (T::Decimal(_, scale), to) if within && *scale > 0 && to.is_integer() => {
            Some("the decimals in it may have a fraction")
        },
        _ => None,
    }
}

/// The column as a type that holds the value of each row as it is.
pub fn exactly(series: &Series, dtype: &DataType) -> Result<Series> {
    let cast = converted(series, dtype, true)?;
    if only_nulls_differ(series.dtype(), dtype) {
        return Ok(cast); // there is no way back from lists of structs to lists of nothing but null
    }
    let back = cast.cast(series.dtype())?;
    if equal(series, &back) {
        return Ok(cast);
    }
    let same = series.equal_missing(&back)?;
    let row = same
        .iter()
        .position(|same| same == Some(false))
        .unwrap_or(0);
    Err(lost(
        series,
        row,
        dtype,
        "cast the column first, which rounds",
    ))
}

/// Whether a type has other types only where the values of the first one are all null.
fn only_nulls_differ(from: &DataType, to: &DataType) -> bool {
    use DataType as T;
    match (from, to) {
        (T::Null, _) => true,
        (T::List(from), T::List(to)) => only_nulls_differ(from, to),
        (T::Array(from, width), T::Array(to, other)) => {
            width == other && only_nulls_differ(from, to)
        },
        (T::Struct(from), T::Struct(to)) if from.len() == to.len() => {
            let mut fields = from.iter().zip(to);
            fields
                .all(|(from, to)| from.name == to.name && only_nulls_differ(&from.dtype, &to.dtype))
        },
        _ => from == to,
    }
}

/// The type that holds the values of both as they are.
pub fn lossless(left: &DataType, right: &DataType) -> Option<DataType> {
    use DataType as T;
    Some(match (left, right) {
        (left, right) if left == right => left.clone(),
        (T::Null, other) | (other, T::Null) => other.clone(),
        (T::Decimal(precision, scale), T::Decimal(other, fraction)) => {
            let scale_of_both = *scale.max(fraction);
            let precision = (precision - scale).max(other - fraction) + scale_of_both;
            return (precision <= 38).then_some(T::Decimal(precision, scale_of_both));
        },
        (T::Datetime(unit, zone), T::Datetime(other, same)) if zone == same => {
            T::Datetime(finer(*unit, *other), zone.clone())
        },
        (T::Duration(unit), T::Duration(other)) => T::Duration(finer(*unit, *other)),
        (T::List(left), T::List(right)) => T::List(Box::new(lossless(left, right)?)),
        (T::Array(left, width), T::Array(right, other)) if width == other => {
            T::Array(Box::new(lossless(left, right)?), *width)
        },
        (T::Struct(left), T::Struct(right)) if left.len() == right.len() => {
            let fields = left.iter().zip(right).map(|(left, right)| {
                let dtype = lossless(&left.dtype, &right.dtype)?;
                (left.name == right.name).then(|| Field::new(left.name.clone(), dtype))
            });
            T::Struct(fields.collect::<Option<_>>()?)
        },
        _ => {
            let mixed =
                left.is_integer() && right.is_float() || left.is_float() && right.is_integer();
            let narrow = |dtype: &DataType| {
                dtype.is_float()
                    || matches!(
                        dtype,
                        T::Int8 | T::Int16 | T::Int32 | T::UInt8 | T::UInt16 | T::UInt32
                    )
            };
            return match mixed && narrow(left) && narrow(right) {
                true => get_supertype(left, right),
                false => get_numeric_upcast_supertype_lossless(left, right),
            };
        },
    })
}

fn finer(unit: TimeUnit, other: TimeUnit) -> TimeUnit {
    match nanos(unit) <= nanos(other) {
        true => unit,
        false => other,
    }
}

fn nanos(unit: TimeUnit) -> i128 {
    match unit {
        TimeUnit::Nanoseconds => 1,
        TimeUnit::Microseconds => 1_000,
        TimeUnit::Milliseconds => 1_000_000,
    }
}

/// How many nanoseconds a number of the type stands for, if it counts time from 1970 on.
fn step(dtype: &DataType) -> Option<i128> {
    match dtype {
        DataType::Date => Some(NANOS_PER_DAY),
        DataType::Datetime(unit, _) | DataType::Duration(unit) => Some(nanos(*unit)),
        _ => None,
    }
}

/// Where polars makes another value of one without a word: times that wrap around, numbers that become infinite or
/// zero, decimals with a fraction that are rounded.
fn wrong(series: &Series, cast: &Series) -> Result<Option<BooleanChunked>> {
    let (from, to) = (series.dtype(), cast.dtype());
    let wrong: BooleanChunked = match (from, to) {
        (from, DataType::Time) if from.is_integer() => {
            let within =
                |nanos: Option<i64>| nanos.map(|n| !(0..NANOS_PER_DAY).contains(&i128::from(n)));
            let physical = cast.to_physical_repr();
            physical.i64()?.iter().map(within).collect()
        },
        (from, to) if from.is_float() && matches!(to, DataType::Float32 | DataType::Float16) => {
            &cast.is_infinite()? & &series.is_finite()?
        },
        (DataType::String, to) if to.is_float() => {
            let numbers = cast.cast(&DataType::Float64)?;
            let pairs = numbers.f64()?.iter().zip(series.str()?.iter());
            let lost = |(number, text): (Option<f64>, Option<&str>)| {
                Some(cells::is_lost(number?, text?.as_bytes()))
            };
            pairs.map(lost).collect()
        },
        (DataType::Decimal(_, scale), to) if *scale > 0 && to.is_integer() => {
            !series.equal_missing(&cast.cast(from)?)?
        },
        (from, to) => match (step(from), step(to)) {
            (Some(own), Some(other)) if own != other => moved(series, cast, own, other)?,
            _ => return Ok(None),
        },
    };
    Ok(wrong
        .any()
        .then(|| wrong.fill_null_with_values(false))
        .transpose()?)
}

/// Where the times differ by a step or more.
fn moved(series: &Series, cast: &Series, own: i128, other: i128) -> Result<BooleanChunked> {
    let numbers = |series: &Series| series.to_physical_repr().cast(&DataType::Int64);
    let (before, after) = (numbers(series)?, numbers(cast)?);
    let pairs = before.i64()?.iter().zip(after.i64()?.iter());
    let moved = pairs.map(|(before, after)| {
        let (before, after) = (i128::from(before?), i128::from(after?));
        Some((before * own - after * other).abs() >= own.max(other))
    });
    Ok(moved.collect())
}

/// The first row whose value became null.
pub fn first_lost(series: &Series, cast: &Series) -> Option<usize> {
    if cast.null_count() == series.null_count() {
        return None;
    }
    let lost = &cast.is_null() & &series.is_not_null();
    lost.iter().position(|lost| lost == Some(true))
}

fn lost(series: &Series, row: usize, dtype: &DataType, advice: &str) -> Error {
    let value = match series.get(row) {
        Ok(AnyValue::Float64(value)) => format!("{value:?}"),
        Ok(AnyValue::Float32(value)) => format!("{value:?}"),
        Ok(value) => value.to_string(),
        Err(_) => String::new(),
    };
    let value = match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value,
    };
    let (name, from, to) = (
        series.name(),
        schema::name_of(series.dtype()),
        schema::name_of(dtype),
    );
    let message = format!("column '{name}', row {row}: {value} of {from} is no {to}: {advice}");
    PolarsError::InvalidOperation(message.into()).into()
}

fn refused(series: &Series, dtype: &DataType, reason: &str) -> Error {
    let (name, from, to) = (
        series.name(),
        schema::name_of(series.dtype()),
        schema::name_of(dtype),
    );
    let message = format!("column '{name}': {from} cannot be cast to {to}: {reason}");
    PolarsError::InvalidOperation(message.into()).into()
}
