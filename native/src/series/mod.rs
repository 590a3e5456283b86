//! `Series`: an immutable polars `Series` behind a handle.

pub mod buffer;
mod export;
pub mod import;
mod nested;

use std::panic::{self, AssertUnwindSafe};

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use jni::sys::{jboolean, jdouble, jint, jlong};
use polars::prelude::*;

use crate::error::{Error, Result};
use crate::handle::SeriesHandle;
use crate::schema;
use crate::wire::Writer;

macro_rules! series {
    ($($method:tt)+) => { native! { "io.github.polars4j.Series", $($method)+ } };
}
use series;

series! { extern fn length_of(series: SeriesHandle) -> jlong }

fn length_of(_: &mut Env<'_>, _: JObject<'_>, series: SeriesHandle) -> Result<jlong> {
    Ok(series.get()?.len() as jlong)
}

series! { extern fn null_count_of(series: SeriesHandle) -> jlong }

fn null_count_of(_: &mut Env<'_>, _: JObject<'_>, series: SeriesHandle) -> Result<jlong> {
    Ok(series.get()?.null_count() as jlong)
}

series! { extern fn name_of(series: SeriesHandle) -> JString }

fn name_of<'local>(
    env: &mut Env<'local>,
    _: JObject<'local>,
    series: SeriesHandle,
) -> Result<JString<'local>> {
    Ok(JString::from_str(env, series.get()?.name())?)
}

series! { extern fn dtype_of(series: SeriesHandle) -> jbyte[] }

fn dtype_of<'local>(
    env: &mut Env<'local>,
    _: JObject<'local>,
    series: SeriesHandle,
) -> Result<JByteArray<'local>> {
    let mut wire = Writer::default();
    schema::write_dtype(&mut wire, series.get()?.dtype())?;
    wire.into_java(env)
}

series! { extern fn renamed(series: SeriesHandle, name: JString) -> SeriesHandle }

fn renamed(
    env: &mut Env<'_>,
    _: JObject<'_>,
    series: SeriesHandle,
    name: JString<'_>,
) -> Result<SeriesHandle> {
    let name = name.try_to_string(env)?;
    let series = series.get()?.as_ref().clone();
    Ok(SeriesHandle::store(series.with_name(name.into())))
}

series! { extern fn slice_rows(series: SeriesHandle, offset: jlong, length: jlong) -> SeriesHandle }

fn slice_rows(
    _: &mut Env<'_>,
    _: JObject<'_>,
    series: SeriesHandle,
    offset: jlong,
    length: jlong,
) -> Result<SeriesHandle> {
    let series = series.get()?;
    let (offset, length) = check_slice(offset, length, series.len())?;
    Ok(SeriesHandle::store(series.slice(offset as i64, length)))
}

/// A slice must lie within the rows: nothing is cut off silently.
pub fn check_slice(offset: jlong, length: jlong, rows: usize) -> Result<(usize, usize)> {
    match (usize::try_from(offset), usize::try_from(length)) {
        (Ok(start), Ok(n)) if start <= rows && n <= rows - start => Ok((start, n)),
        _ => Err(Error::Index(format!(
            "slice of {length} rows from row {offset} on, of {rows} rows"
        ))),
    }
}

series! { extern fn chunk_count(series: SeriesHandle) -> jint }

fn chunk_count(_: &mut Env<'_>, _: JObject<'_>, series: SeriesHandle) -> Result<jint> {
    Ok(series.get()?.n_chunks() as jint)
}

series! { extern fn size_of(series: SeriesHandle) -> jlong }

fn size_of(_: &mut Env<'_>, _: JObject<'_>, series: SeriesHandle) -> Result<jlong> {
    Ok(series.get()?.estimated_size() as jlong)
}

series! { extern fn equal_to(series: SeriesHandle, other: SeriesHandle) -> jboolean }

fn equal_to(
    _: &mut Env<'_>,
    _: JObject<'_>,
    series: SeriesHandle,
    other: SeriesHandle,
) -> Result<jboolean> {
    Ok(equal(&*series.get()?, &*other.get()?))
}

/// Same name, type and values; nulls are equal to each other.
pub fn equal(a: &Series, b: &Series) -> bool {
    a.name() == b.name() && a.dtype() == b.dtype() && a.equals_missing(b)
}

series! { extern fn text(series: SeriesHandle) -> JString }

fn text<'local>(
    env: &mut Env<'local>,
    _: JObject<'local>,
    series: SeriesHandle,
) -> Result<JString<'local>> {
    let text = format!("{}", printable(&*series.get()?));
    Ok(JString::from_str(env, text)?)
}

/// polars' own text, unless polars panics at a value that it cannot print.
pub fn shown(value: &impl ToString) -> Option<String> {
    panic::catch_unwind(AssertUnwindSafe(|| value.to_string())).ok()
}

/// The column, or the numbers behind its values where polars cannot print those: a date far beyond
/// the calendar that it knows.
pub fn printable(series: &Series) -> Series {
    match shown(series) {
        Some(_) => series.clone(),
        None => series.to_physical_repr().into_owned(),
    }
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

/// The error for a getter that the column's type does not suit.
fn unsuited(series: &Series, wanted: &str) -> Error {
    let message = format!(
        "column '{}' is {}, not {wanted}",
        series.name(),
        series.dtype()
    );
    PolarsError::InvalidOperation(message.into()).into()
}

series! { extern fn is_null_at(series: SeriesHandle, index: jlong) -> jboolean }

fn is_null_at(
    _: &mut Env<'_>,
    _: JObject<'_>,
    series: SeriesHandle,
    index: jlong,
) -> Result<jboolean> {
    Ok(value(&*series.get()?, index)?.is_null())
}

series! { extern fn boolean_at(series: SeriesHandle, index: jlong) -> jboolean }

fn boolean_at(
    _: &mut Env<'_>,
    _: JObject<'_>,
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

series! { extern fn long_at(series: SeriesHandle, index: jlong) -> jlong }

/// Any integer of at most 64 bits, or the number behind a temporal value; unsigned ones are
/// widened with zeros.
fn long_at(_: &mut Env<'_>, _: JObject<'_>, series: SeriesHandle, index: jlong) -> Result<jlong> {
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

series! { extern fn double_at(series: SeriesHandle, index: jlong) -> jdouble }

fn double_at(
    _: &mut Env<'_>,
    _: JObject<'_>,
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

series! { extern fn string_at(series: SeriesHandle, index: jlong) -> JString }

fn string_at<'local>(
    env: &mut Env<'local>,
    _: JObject<'local>,
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
