//! `Series`: an immutable polars `Series` behind a handle.

/// Declares a native method of `NativeVerbs`.
macro_rules! verb {
    ($($method:tt)+) => { native! { "io.github.polars4j.internal.jni.NativeVerbs" [SeriesHandle], $($method)+ } };
}

mod aggregate;
mod arithmetic;
pub mod buffer;
pub mod cast;
mod compare;
mod equal;
mod export;
mod from_text;
pub mod import;
mod nested;
mod scalar;

pub use cast::{exactly, lossless};
pub use equal::equal;

use std::ops::Deref;
use std::panic::{self, AssertUnwindSafe};

use jni::Env;
use jni::objects::{JByteArray, JClass, JString};
use jni::sys::{jboolean, jint, jlong};
use polars::prelude::*;

use crate::fields::FieldInfo;
use crate::jvm::wire::Writer;
use crate::jvm::{Error, Result};
use crate::jvm::{Handle, Resource, stack};
use crate::schema;

macro_rules! series {
    ($($method:tt)+) => { native! { "io.github.polars4j.internal.jni.NativeSeries" [SeriesHandle], $($method)+ } };
}
use series;

pub type SeriesHandle = Handle<FieldSeries>;

/// A polars series, and what Arrow says of its field, if it was a column of a frame.
#[derive(Clone)]
pub struct FieldSeries {
    series: Series,
    pub info: FieldInfo,
}

impl FieldSeries {
    pub fn new(series: Series, info: FieldInfo) -> Self {
        Self { series, info }
    }
}

impl From<Series> for FieldSeries {
    fn from(series: Series) -> Self {
        Self::new(series, FieldInfo::default())
    }
}

impl Deref for FieldSeries {
    type Target = Series;

    fn deref(&self) -> &Series {
        &self.series
    }
}

impl Resource for FieldSeries {
    const NAME: &'static str = "Series";
    const KIND: jint = 2;

    fn bytes(&self) -> usize {
        deep(self, || self.estimated_size())
    }
}

series! { static extern fn length_of(series: SeriesHandle) -> jlong }

fn length_of(_: &mut Env<'_>, _: JClass<'_>, series: SeriesHandle) -> Result<jlong> {
    Ok(series.get()?.len() as jlong)
}

series! { static extern fn null_count_of(series: SeriesHandle) -> jlong }

fn null_count_of(_: &mut Env<'_>, _: JClass<'_>, series: SeriesHandle) -> Result<jlong> {
    Ok(series.get()?.null_count() as jlong)
}

series! { static extern fn name_of(series: SeriesHandle) -> JString }

fn name_of<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    series: SeriesHandle,
) -> Result<JString<'local>> {
    Ok(JString::from_str(env, series.get()?.name())?)
}

series! { static extern fn dtype_of(series: SeriesHandle) -> jbyte[] }

fn dtype_of<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    series: SeriesHandle,
) -> Result<JByteArray<'local>> {
    let mut wire = Writer::default();
    let series = series.get()?;
    deep(&series, || {
        schema::write_said(&mut wire, series.dtype(), &series.info)
    })?;
    wire.into_java(env)
}

series! { static extern fn renamed(series: SeriesHandle, name: JString) -> SeriesHandle }

fn renamed(
    env: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    name: JString<'_>,
) -> Result<SeriesHandle> {
    let name = name.try_to_string(env)?;
    let mut renamed = series.get()?.as_ref().clone();
    renamed.series.rename(name.into());
    Ok(SeriesHandle::store(renamed))
}

series! { static extern fn slice_rows(series: SeriesHandle, offset: jlong, length: jlong) -> SeriesHandle }

fn slice_rows(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    offset: jlong,
    length: jlong,
) -> Result<SeriesHandle> {
    let series = series.get()?;
    let (offset, length) = check_slice(offset, length, series.len())?;
    let slice = deep(&series, || series.slice(offset as i64, length));
    Ok(SeriesHandle::store(FieldSeries::new(
        slice,
        series.info.clone(),
    )))
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

series! { static extern fn chunk_count(series: SeriesHandle) -> jint }

fn chunk_count(_: &mut Env<'_>, _: JClass<'_>, series: SeriesHandle) -> Result<jint> {
    Ok(series.get()?.n_chunks() as jint)
}

series! { static extern fn size_of(series: SeriesHandle) -> jlong }

fn size_of(_: &mut Env<'_>, _: JClass<'_>, series: SeriesHandle) -> Result<jlong> {
    Ok(series.get()?.bytes() as jlong)
}

series! { static extern fn equal_to(series: SeriesHandle, other: SeriesHandle) -> jboolean }

fn equal_to(
    _: &mut Env<'_>,
    _: JClass<'_>,
    series: SeriesHandle,
    other: SeriesHandle,
) -> Result<jboolean> {
    let (series, other) = (series.get()?, other.get()?);
    Ok(deep(&series, || equal(&series, &other)))
}

/// Runs work on the series with as much stack as its type may take.
fn deep<T>(series: &Series, work: impl FnOnce() -> T) -> T {
    stack::with_depth(schema::depth(series.dtype()), work)
}

series! { static extern fn text(series: SeriesHandle) -> JString }

fn text<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    series: SeriesHandle,
) -> Result<JString<'local>> {
    let series = series.get()?;
    let text = deep(&series, || format!("{}", printable(&series)));
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

/// The error for a getter that the column's type does not suit.
fn unsuited(series: &Series, wanted: &str) -> Error {
    let message = format!(
        "column '{}' is {}, not {wanted}",
        series.name(),
        schema::name_of(series.dtype())
    );
    PolarsError::InvalidOperation(message.into()).into()
}
