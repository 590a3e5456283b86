//! `DataFrame`: an immutable polars `DataFrame` behind a handle.

pub mod arrow;
mod concat;
mod show;
mod verbs;

use std::ops::Deref;
use std::sync::Arc;

use jni::Env;
use jni::objects::{JByteArray, JClass, JLongArray, JString};
use jni::sys::{jboolean, jint, jlong};
use polars::prelude::*;

use crate::fields::Fields;
use crate::jvm::wire::{self, Reader, Writer};
use crate::jvm::{Error, Result};
use crate::jvm::{Handle, Resource, stack};
use crate::series::{FieldSeries, SeriesHandle};
use crate::{estimate, schema, series};

macro_rules! frame {
    ($($method:tt)+) => { native! { "io.github.polars4j.internal.jni.NativeFrame" [FrameHandle, SeriesHandle], $($method)+ } };
}

pub type FrameHandle = Handle<Frame>;

/// A polars frame, and what Arrow says of its fields.
#[derive(Clone)]
pub struct Frame {
    frame: DataFrame,
    pub fields: Fields,
}

impl Frame {
    pub fn new(frame: DataFrame, fields: Fields) -> Self {
        Self { frame, fields }
    }
}

impl From<DataFrame> for Frame {
    fn from(frame: DataFrame) -> Self {
        Self::new(frame, Fields::default())
    }
}

impl Deref for Frame {
    type Target = DataFrame;

    fn deref(&self) -> &DataFrame {
        &self.frame
    }
}

impl Resource for Frame {
    const NAME: &'static str = "DataFrame";
    const KIND: jint = 1;

    fn bytes(&self) -> usize {
        deep(self, || self.estimated_size())
    }
}

frame! { static extern fn create(series: jlong[]) -> FrameHandle }

fn create(env: &mut Env<'_>, _: JClass<'_>, series: JLongArray<'_>) -> Result<FrameHandle> {
    let columns = columns_of(env, &series)?;
    let fields = columns.iter();
    let fields = Fields::new(fields.map(|column| (column.name().clone(), column.info.clone())));
    let columns: Vec<Column> = columns.iter().map(|column| column_of(column)).collect();
    if let Some(first) = columns.first()
        && let Some(other) = columns.iter().find(|column| column.len() != first.len())
    {
        let message = format!(
            "column '{}' has {} values, column '{}' has {}: all columns need the same length",
            first.name(),
            first.len(),
            other.name(),
            other.len()
        );
        return Err(PolarsError::ShapeMismatch(message.into()).into());
    }
    let frame = DataFrame::new_infer_height(columns)?;
    Ok(FrameHandle::store(Frame::new(frame, fields)))
}

/// The series behind the keys in an array.
fn columns_of(env: &Env<'_>, series: &JLongArray<'_>) -> Result<Vec<Arc<FieldSeries>>> {
    let mut handles = vec![0; series.len(env)?];
    series.get_region(env, 0, &mut handles)?;
    let columns = handles.into_iter().map(SeriesHandle::from);
    columns.map(SeriesHandle::get).collect()
}

fn column_of(series: &Series) -> Column {
    series.clone().into_column()
}

frame! { static extern fn create_empty(schema: jbyte[]) -> FrameHandle }

fn create_empty(env: &mut Env<'_>, _: JClass<'_>, schema: JByteArray<'_>) -> Result<FrameHandle> {
    let (schema, fields) = schema::from_java(env, &schema)?;
    let empty = DataFrame::empty_with_schema(&schema);
    Ok(FrameHandle::store(Frame::new(empty, fields)))
}

frame! { static extern fn height_of(frame: FrameHandle) -> jlong }

fn height_of(_: &mut Env<'_>, _: JClass<'_>, frame: FrameHandle) -> Result<jlong> {
    Ok(frame.get()?.height() as jlong)
}

frame! { static extern fn schema_of(frame: FrameHandle) -> jbyte[] }

fn schema_of<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    frame: FrameHandle,
) -> Result<JByteArray<'local>> {
    let mut wire = Writer::default();
    let frame = frame.get()?;
    deep(&frame, || {
        schema::write_schema(&mut wire, frame.schema(), &frame.fields)
    })?;
    wire.into_java(env)
}

frame! { static extern fn column_at(frame: FrameHandle, index: jint) -> SeriesHandle }

fn column_at(
    _: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    index: jint,
) -> Result<SeriesHandle> {
    let frame = frame.get()?;
    let column = usize::try_from(index)
        .ok()
        .and_then(|index| frame.columns().get(index));
    let column = column.ok_or_else(|| {
        Error::Index(format!(
            "column {index} of a frame of {} columns",
            frame.width()
        ))
    })?;
    let info = frame.fields.get(column.name()).clone();
    let series = column.as_materialized_series().clone();
    Ok(SeriesHandle::store(FieldSeries::new(series, info)))
}

frame! { static extern fn select_columns(frame: FrameHandle, names: jbyte[]) -> FrameHandle }

fn select_columns(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    names: JByteArray<'_>,
) -> Result<FrameHandle> {
    let names = names_of(env, &names)?;
    let frame = frame.get()?;
    check_names(&frame, &names)?;
    let selected = frame.select(names)?;
    Ok(FrameHandle::store(Frame::new(
        selected,
        frame.fields.clone(),
    )))
}

frame! { static extern fn with_fields(frame: FrameHandle, schema: jbyte[]) -> FrameHandle }

/// The same instants, in the time zones of `wanted`.
fn rezoned(frame: &DataFrame, wanted: &Schema) -> PolarsResult<DataFrame> {
    let mut rezoned = frame.clone();
    for (name, dtype) in wanted.iter() {
        let (DataType::Datetime(unit, Some(zone)), Some(DataType::Datetime(own, Some(other)))) =
            (dtype, frame.schema().get(name))
        else {
            continue;
        };
        if unit == own && zone != other {
            let mut instants = frame.column(name)?.datetime()?.clone();
            instants.set_time_zone(zone.clone())?;
            rezoned.with_column(instants.into_series().into_column())?;
        }
    }
    Ok(rezoned)
}

/// The same frame, of whose fields something else is said.
fn with_fields(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    schema: JByteArray<'_>,
) -> Result<FrameHandle> {
    let (wanted, fields) = schema::from_java(env, &schema)?;
    let frame = rezoned(&frame.get()?.frame, &wanted)?;
    if let Some(difference) = schema::difference(&wanted, frame.schema(), |want, have| want == have)
    {
        let message = format!("this frame does not fit the schema: {difference}");
        return Err(PolarsError::SchemaMismatch(message.into()).into());
    }
    Ok(FrameHandle::store(Frame::new(frame, fields)))
}

frame! { static extern fn drop_columns(frame: FrameHandle, names: jbyte[]) -> FrameHandle }

fn drop_columns(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    names: JByteArray<'_>,
) -> Result<FrameHandle> {
    let names = names_of(env, &names)?;
    let frame = frame.get()?;
    check_names(&frame, &names)?;
    let left = frame.drop_many(names);
    Ok(FrameHandle::store(Frame::new(left, frame.fields.clone())))
}

fn names_of(env: &mut Env<'_>, names: &JByteArray<'_>) -> Result<Vec<String>> {
    Reader::new(&wire::bytes(env, names)?).strings()
}

fn check_names(frame: &DataFrame, names: &[String]) -> Result<()> {
    match names.iter().find(|name| !frame.schema().contains(name)) {
        Some(name) => Err(missing(frame, name)),
        None => Ok(()),
    }
}

fn missing(frame: &DataFrame, name: &str) -> Error {
    let names = frame.get_column_names();
    let message = format!("no column '{name}': the columns are {names:?}");
    PolarsError::ColumnNotFound(message.into()).into()
}

frame! { static extern fn rename_column(frame: FrameHandle, from: JString, to: JString) -> FrameHandle }

fn rename_column(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    from: JString<'_>,
    to: JString<'_>,
) -> Result<FrameHandle> {
    let (from, to) = (from.try_to_string(env)?, to.try_to_string(env)?);
    let frame = frame.get()?;
    check_names(&frame, std::slice::from_ref(&from))?;
    let mut renamed = frame.frame.clone();
    renamed.rename(&from, to.as_str().into())?;
    let fields = frame.fields.renamed(&from, &to);
    Ok(FrameHandle::store(Frame::new(renamed, fields)))
}

frame! { static extern fn slice_rows(frame: FrameHandle, offset: jlong, length: jlong) -> FrameHandle }

fn slice_rows(
    _: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    offset: jlong,
    length: jlong,
) -> Result<FrameHandle> {
    let frame = frame.get()?;
    let (offset, length) = series::check_slice(offset, length, frame.height())?;
    let slice = deep(&frame, || frame.slice(offset as i64, length));
    Ok(FrameHandle::store(Frame::new(slice, frame.fields.clone())))
}

frame! { static extern fn vstack_with(frame: FrameHandle, other: FrameHandle) -> FrameHandle }

fn vstack_with(
    _: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    other: FrameHandle,
) -> Result<FrameHandle> {
    let (frame, other) = (frame.get()?, other.get()?);
    let both = deep(&frame, || {
        check_below(frame.schema(), other.schema())?;
        frame.vstack(&other)
    });
    let fields = frame.fields.joined(&other.fields);
    Ok(FrameHandle::store(Frame::new(both?, fields)))
}

/// Refuses columns that polars would refuse in its own words, or make fit at the price of values: numbers
/// beyond a narrower decimal become null there, and fields of structs are taken by their place.
fn check_below(above: &Schema, below: &Schema) -> PolarsResult<()> {
    if above.len() != below.len() {
        return Ok(()); // polars says it well
    }
    match schema::difference(above, below, extends) {
        None => Ok(()),
        Some(difference) => {
            polars_bail!(SchemaMismatch: "the frame below does not fit: {difference}")
        },
    }
}

/// Whether every value of the one type is one of the other as it is.
fn extends(dtype: &DataType, other: &DataType) -> bool {
    match (dtype, other) {
        (DataType::Null, _) => true,
        (DataType::Decimal(precision, scale), DataType::Decimal(most, fraction)) => {
            scale <= fraction && precision - scale <= most - fraction
        },
        (DataType::List(a), DataType::List(b)) => extends(a, b),
        (DataType::Array(a, width), DataType::Array(b, other)) => width == other && extends(a, b),
        (DataType::Struct(a), DataType::Struct(b)) => {
            let same = |(a, b): (&Field, &Field)| a.name == b.name && extends(&a.dtype, &b.dtype);
            a.len() == b.len() && a.iter().zip(b).all(same)
        },
        (a, b) => a == b,
    }
}

frame! { static extern fn rechunked(frame: FrameHandle) -> FrameHandle }

fn rechunked(_: &mut Env<'_>, _: JClass<'_>, frame: FrameHandle) -> Result<FrameHandle> {
    let mut frame = frame.get()?.as_ref().clone();
    deep(&frame.frame.clone(), || estimate::rechunk(&mut frame.frame))?;
    Ok(FrameHandle::store(frame))
}

frame! { static extern fn chunk_count(frame: FrameHandle) -> jint }

fn chunk_count(_: &mut Env<'_>, _: JClass<'_>, frame: FrameHandle) -> Result<jint> {
    Ok(frame.get()?.max_n_chunks() as jint)
}

frame! { static extern fn size_of(frame: FrameHandle) -> jlong }

fn size_of(_: &mut Env<'_>, _: JClass<'_>, frame: FrameHandle) -> Result<jlong> {
    Ok(frame.get()?.bytes() as jlong)
}

frame! { static extern fn equal_to(frame: FrameHandle, other: FrameHandle) -> jboolean }

fn equal_to(
    _: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    other: FrameHandle,
) -> Result<jboolean> {
    let (frame, other) = (frame.get()?, other.get()?);
    if frame.height() != other.height() || frame.width() != other.width() {
        return Ok(false);
    }
    let mut columns = frame.columns().iter().zip(other.columns());
    Ok(deep(&frame, || {
        columns.all(|(a, b)| series::equal(a.as_materialized_series(), b.as_materialized_series()))
    }))
}

/// Runs work on the frame's columns with as much stack as their types may take.
fn deep<T>(frame: &DataFrame, work: impl FnOnce() -> T) -> T {
    stack::with_depth(schema::depth_of(frame.schema()), work)
}

/// polars' own text, or that of the numbers behind values that polars cannot print.
fn shown(frame: &DataFrame) -> String {
    series::shown(frame).unwrap_or_else(|| {
        let columns = frame.columns().iter();
        let columns = columns.map(|c| series::printable(c.as_materialized_series()).into_column());
        // SAFETY: the columns have the names and the lengths that they had.
        let printable = unsafe { DataFrame::new_unchecked(frame.height(), columns.collect()) };
        printable.to_string()
    })
}

frame! { static extern fn text(frame: FrameHandle) -> JString }

fn text<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    frame: FrameHandle,
) -> Result<JString<'local>> {
    let frame = frame.get()?;
    let text = deep(&frame, || shown(&frame));
    Ok(JString::from_str(env, text)?)
}
