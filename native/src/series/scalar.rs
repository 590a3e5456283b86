//! Returns single values, for the getters.
//!
//! These are called for one value at a time, so that the way there is what they cost: what is found
//! at once is answered from under the slab's lock, without a reference of the call's own and without
//! attaching to the JVM. Everything else, errors among it, goes the usual way.

use std::panic::{self, AssertUnwindSafe};

use jni::objects::{JClass, JString};
use jni::sys::{jboolean, jdouble, jlong};
use jni::{Env, EnvUnowned};
use polars::prelude::*;
use polars_arrow::array::{Array, BooleanArray, PrimitiveArray};
use polars_arrow::types::NativeType;

use super::SeriesHandle;
use super::{series, unsuited};
use crate::jvm::{Error, Result, ThrowJava};

macro_rules! getter {
    ($($method:tt)+) => {
        const _: ::jni::NativeMethod = ::jni::native_method! {
            java_type = "io.github.polars4j.internal.jni.NativeSeries",
            type_map = { unsafe SeriesHandle => long },
            $($method)+
        };
    };
}

/// What `find` finds in the chunk of the row, which may be null.
fn peek<T>(
    series: SeriesHandle,
    index: jlong,
    find: impl FnOnce(&DataType, &dyn Array, usize) -> Option<T>,
) -> Option<T> {
    let row = usize::try_from(index).ok()?;
    let found = AssertUnwindSafe(|| {
        series.peek(|series| {
            let mut row = row;
            for chunk in series.chunks() {
                if row < chunk.len() {
                    return find(series.dtype(), &**chunk, row);
                }
                row -= chunk.len();
            }
            None
        })
    });
    panic::catch_unwind(found).ok().flatten().flatten()
}

fn at<T: NativeType>(chunk: &dyn Array, row: usize) -> Option<T> {
    chunk.as_any().downcast_ref::<PrimitiveArray<T>>()?.get(row)
}

/// The value in row `index`, which must exist.
fn value(series: &Series, index: jlong) -> Result<AnyValue<'_>> {
    usize::try_from(index)
        .ok()
        .and_then(|index| series.get(index).ok())
        .ok_or_else(|| {
            let (name, rows) = (series.name(), series.len());
            Error::Index(format!(
                "row {index} of column '{name}', which has {rows} rows"
            ))
        })
}

fn null(series: &Series, index: jlong) -> Error {
    Error::Null(format!("column '{}' is null in row {index}", series.name()))
}

getter! { raw static extern fn is_null_at(series: SeriesHandle, index: jlong) -> jboolean }

extern "system" fn is_null_at<'local>(
    mut env: EnvUnowned<'local>,
    this: JClass<'local>,
    series: SeriesHandle,
    index: jlong,
) -> jboolean {
    peek(series, index, |dtype, chunk, row| {
        (*dtype != DataType::Null).then(|| chunk.is_null(row))
    })
    .unwrap_or_else(|| {
        env.with_env(|env| find_null(env, this, series, index))
            .resolve::<ThrowJava>()
    })
}

fn find_null(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    index: jlong,
) -> Result<jboolean> {
    Ok(value(&*series.get()?, index)?.is_null())
}

getter! { raw static extern fn boolean_at(series: SeriesHandle, index: jlong) -> jboolean }

extern "system" fn boolean_at<'local>(
    mut env: EnvUnowned<'local>,
    this: JClass<'local>,
    series: SeriesHandle,
    index: jlong,
) -> jboolean {
    peek(series, index, |_, chunk, row| {
        chunk.as_any().downcast_ref::<BooleanArray>()?.get(row)
    })
    .unwrap_or_else(|| {
        env.with_env(|env| find_boolean(env, this, series, index))
            .resolve::<ThrowJava>()
    })
}

fn find_boolean(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    index: jlong,
) -> Result<jboolean> {
    let series = series.get()?;
    match value(&series, index)? {
        AnyValue::Boolean(value) => Ok(value),
        AnyValue::Null => Err(null(&series, index)),
        _ => Err(unsuited(&series, "Boolean")),
    }
}

getter! { raw static extern fn long_at(series: SeriesHandle, index: jlong) -> jlong }

extern "system" fn long_at<'local>(
    mut env: EnvUnowned<'local>,
    this: JClass<'local>,
    series: SeriesHandle,
    index: jlong,
) -> jlong {
    peek(series, index, |dtype, chunk, row| {
        Some(match dtype {
            DataType::Int64 | DataType::Datetime(..) | DataType::Duration(_) | DataType::Time => {
                at::<i64>(chunk, row)?
            },
            DataType::Int32 | DataType::Date => at::<i32>(chunk, row)?.into(),
            DataType::Int16 => at::<i16>(chunk, row)?.into(),
            DataType::Int8 => at::<i8>(chunk, row)?.into(),
            DataType::UInt64 => at::<u64>(chunk, row)? as jlong,
            DataType::UInt32 => at::<u32>(chunk, row)?.into(),
            DataType::UInt16 => at::<u16>(chunk, row)?.into(),
            DataType::UInt8 => at::<u8>(chunk, row)?.into(),
            _ => return None,
        })
    })
    .unwrap_or_else(|| {
        env.with_env(|env| find_long(env, this, series, index))
            .resolve::<ThrowJava>()
    })
}

/// Any integer of at most 64 bits, or the number behind a temporal value; unsigned ones are
/// widened with zeros.
fn find_long(_: &mut Env<'_>, _: JClass<'_>, series: SeriesHandle, index: jlong) -> Result<jlong> {
    let series = series.get()?;
    Ok(match value(&series, index)? {
        AnyValue::Int8(value) => value.into(),
        AnyValue::Int16(value) => value.into(),
        AnyValue::Int32(value) | AnyValue::Date(value) => value.into(),
        AnyValue::Int64(value)
        | AnyValue::Datetime(value, ..)
        | AnyValue::Duration(value, _)
        | AnyValue::Time(value) => value,
        AnyValue::UInt8(value) => value.into(),
        AnyValue::UInt16(value) => value.into(),
        AnyValue::UInt32(value) => value.into(),
        AnyValue::UInt64(value) => value as jlong,
        AnyValue::Null => return Err(null(&series, index)),
        _ => {
            return Err(unsuited(
                &series,
                "an integer of at most 64 bits or a temporal type",
            ));
        },
    })
}

getter! { raw static extern fn double_at(series: SeriesHandle, index: jlong) -> jdouble }

extern "system" fn double_at<'local>(
    mut env: EnvUnowned<'local>,
    this: JClass<'local>,
    series: SeriesHandle,
    index: jlong,
) -> jdouble {
    peek(series, index, |dtype, chunk, row| match dtype {
        DataType::Float64 => at::<f64>(chunk, row),
        DataType::Float32 => at::<f32>(chunk, row).map(Into::into),
        _ => None,
    })
    .unwrap_or_else(|| {
        env.with_env(|env| find_double(env, this, series, index))
            .resolve::<ThrowJava>()
    })
}

fn find_double(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    index: jlong,
) -> Result<jdouble> {
    let series = series.get()?;
    match value(&series, index)? {
        AnyValue::Float64(value) => Ok(value),
        AnyValue::Float32(value) => Ok(value.into()),
        AnyValue::Float16(value) => Ok(value.into()),
        AnyValue::Null => Err(null(&series, index)),
        _ => Err(unsuited(&series, "a floating point type")),
    }
}

series! { static extern fn string_at(series: SeriesHandle, index: jlong) -> JString }

fn string_at<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    series: SeriesHandle,
    index: jlong,
) -> Result<JString<'local>> {
    let series = series.get()?;
    let value = value(&series, index)?;
    match value.get_str() {
        Some(text) => Ok(JString::from_str(env, text)?),
        None if value.is_null() => Ok(JString::null()),
        None => Err(unsuited(&series, "String, Categorical or Enum")),
    }
}
