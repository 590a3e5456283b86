//! Verbs of frames: each works on whole columns and makes a new frame.

use std::sync::Arc;

use jni::Env;
use jni::objects::{JByteArray, JClass, JLongArray};
use jni::sys::{jboolean, jlong};
use polars::prelude::*;

use super::{Frame, FrameHandle, check_names, column_of, columns_of, deep, names_of};
use crate::jvm::wire::{self, Reader};
use crate::jvm::{Error, Result};
use crate::series::SeriesHandle;
use crate::sort_key::SortKey;
use crate::{estimate, memory, schema};

macro_rules! verb {
    ($($method:tt)+) => { native! { "io.github.polars4j.internal.jni.NativeVerbs" [FrameHandle, SeriesHandle], $($method)+ } };
}

verb! { static extern fn with_columns(frame: FrameHandle, series: jlong[], adds: jboolean) -> FrameHandle }

/// The frame with these columns, which replace those of the same names, unless they may only be added.
fn with_columns(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    series: JLongArray<'_>,
    adds: jboolean,
) -> Result<FrameHandle> {
    let frame = frame.get()?;
    let (mut data, mut fields) = (frame.frame.clone(), frame.fields.clone());
    for column in columns_of(env, &series)? {
        let name = column.name().clone();
        if data.width() > 0 && column.len() != data.height() {
            let (rows, height) = (column.len(), data.height());
            let message = format!("column '{name}' has {rows} rows, the frame has {height}");
            return Err(PolarsError::ShapeMismatch(message.into()).into());
        }
        if adds && data.schema().contains(&name) {
            let message = format!("a column '{name}' is there already: withColumn replaces it");
            return Err(PolarsError::Duplicate(message.into()).into());
        }
        data.with_column(column_of(&column))?;
        fields = fields.with(name, column.info.clone());
    }
    Ok(FrameHandle::store(Frame::new(data, fields)))
}

verb! { static extern fn filter_rows(frame: FrameHandle, mask: SeriesHandle) -> FrameHandle }

/// The rows where the mask is true.
fn filter_rows(
    _: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    mask: SeriesHandle,
) -> Result<FrameHandle> {
    let (frame, mask) = (frame.get()?, mask.get()?);
    let Ok(wanted) = mask.bool() else {
        let (name, dtype) = (mask.name(), schema::name_of(mask.dtype()));
        let message = format!("the mask '{name}' is {dtype}, not Boolean");
        return Err(PolarsError::InvalidOperation(message.into()).into());
    };
    if wanted.len() != frame.height() {
        let (rows, height) = (wanted.len(), frame.height());
        let message = format!("the mask has {rows} rows, the frame has {height}");
        return Err(PolarsError::ShapeMismatch(message.into()).into());
    }
    probe(&frame, wanted.sum().unwrap_or(0) as usize)?;
    let kept = deep(&frame, || frame.filter(wanted))?;
    Ok(FrameHandle::store(Frame::new(kept, frame.fields.clone())))
}

verb! { static extern fn take_rows(frame: FrameHandle, rows: jlong[]) -> FrameHandle }

fn take_rows(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    rows: JLongArray<'_>,
) -> Result<FrameHandle> {
    let frame = frame.get()?;
    check_countable(&frame)?;
    let mut wanted = memory::zeros::<jlong>(rows.len(env)?)?;
    rows.get_region(env, 0, &mut wanted)?;
    let mut places: Vec<IdxSize> = memory::with_capacity(wanted.len())?;
    for row in wanted {
        match usize::try_from(row) {
            Ok(place) if place < frame.height() => places.push(place as IdxSize),
            _ => {
                let height = frame.height();
                return Err(Error::Index(format!(
                    "row {row}: the frame has {height} rows"
                )));
            },
        }
    }
    probe(&frame, places.len())?;
    let places = IdxCa::from_vec(PlSmallStr::EMPTY, places);
    let taken = deep(&frame, || frame.take(&places))?;
    Ok(FrameHandle::store(Frame::new(taken, frame.fields.clone())))
}

verb! { static extern fn sort_rows(frame: FrameHandle, keys: jbyte[]) -> FrameHandle }

/// The rows in the order of some columns; rows of equal ones stay in their order.
fn sort_rows(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    keys: JByteArray<'_>,
) -> Result<FrameHandle> {
    let keys = wire::bytes(env, &keys)?;
    let keys = SortKey::decode_all(&mut Reader::new(&keys))?;
    let names: Vec<String> = keys.iter().map(|key| key.column.clone()).collect();
    let frame = frame.get()?;
    check_names(&frame, &names)?;
    check_countable(&frame)?;
    probe(&frame, frame.height())?;
    let options = SortMultipleOptions {
        descending: keys.iter().map(|key| key.descending).collect(),
        nulls_last: keys.iter().map(|key| key.nulls_last).collect(),
        multithreaded: true,
        maintain_order: true,
        limit: None,
    };
    let sorted = deep(&frame, || frame.sort(names, options))?;
    Ok(FrameHandle::store(Frame::new(sorted, frame.fields.clone())))
}

/// The frame and the names of some of its columns, by whose values its rows are worked on.
fn by_names(
    env: &mut Env<'_>,
    frame: FrameHandle,
    names: &JByteArray<'_>,
) -> Result<(Arc<Frame>, Vec<String>)> {
    let names = names_of(env, names)?;
    let frame = frame.get()?;
    check_names(&frame, &names)?;
    check_countable(&frame)?;
    Ok((frame, names))
}

verb! { static extern fn unique_rows(frame: FrameHandle, names: jbyte[]) -> FrameHandle }

/// The first row of each combination of the values in these columns, in their order.
fn unique_rows(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    names: JByteArray<'_>,
) -> Result<FrameHandle> {
    let (frame, names) = by_names(env, frame, &names)?;
    probe(&frame, frame.height())?;
    let names = (!names.is_empty()).then_some(names.as_slice());
    let unique = deep(&frame, || {
        frame.unique_stable(names, UniqueKeepStrategy::First, None)
    })?;
    Ok(FrameHandle::store(Frame::new(unique, frame.fields.clone())))
}

verb! { static extern fn explode_rows(frame: FrameHandle, names: jbyte[]) -> FrameHandle }

/// A row for each element of the lists in these columns; a null for a list that is null, nothing for an empty one.
fn explode_rows(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    names: JByteArray<'_>,
) -> Result<FrameHandle> {
    let (frame, names) = by_names(env, frame, &names)?;
    let mut fields = frame.fields.clone();
    let mut lists = Vec::with_capacity(names.len());
    for name in &names {
        let column = frame.column(name)?;
        let dtype = column.dtype();
        if !matches!(dtype, DataType::List(_) | DataType::Array(..)) {
            let dtype = schema::name_of(dtype);
            let message =
                format!("column '{name}' is {dtype}, and only List and Array have elements");
            return Err(PolarsError::InvalidOperation(message.into()).into());
        }
        fields = fields.changed(name, |info| info.of_elements());
        lists.push(column.clone());
    }
    let options = ExplodeOptions {
        empty_as_null: false,
        keep_nulls: true,
    };
    let exploded = deep(&frame, || frame.explode_impl(lists, options))?;
    Ok(FrameHandle::store(Frame::new(exploded, fields)))
}

verb! { static extern fn partition_rows(frame: FrameHandle, names: jbyte[]) -> jlong[] }

/// A frame for each combination of the values in these columns, in the order of their first rows.
fn partition_rows<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    frame: FrameHandle,
    names: JByteArray<'local>,
) -> Result<JLongArray<'local>> {
    let (frame, names) = by_names(env, frame, &names)?;
    probe(&frame, frame.height())?;
    let parts = match frame.height() {
        0 => Vec::new(),
        _ => deep(&frame, || frame.partition_by_stable(names, true))?,
    };
    let array = JLongArray::new(env, parts.len())?;
    let parts = parts.into_iter();
    let handles: Vec<jlong> = parts
        .map(|part| FrameHandle::store(Frame::new(part, frame.fields.clone())).into())
        .collect();
    array.set_region(env, 0, &handles)?;
    Ok(array)
}

verb! { static extern fn null_counts(frame: FrameHandle) -> jlong[] }

fn null_counts<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    frame: FrameHandle,
) -> Result<JLongArray<'local>> {
    let frame = frame.get()?;
    let counts = frame.columns().iter();
    let counts: Vec<jlong> = counts.map(|column| column.null_count() as jlong).collect();
    let array = JLongArray::new(env, counts.len())?;
    array.set_region(env, 0, &counts)?;
    Ok(array)
}

/// Refuses more rows than polars numbers.
fn check_countable(frame: &DataFrame) -> Result<()> {
    match frame.height() < IdxSize::MAX as usize {
        true => Ok(()),
        false => {
            let message = format!(
                "{} rows are more than {}: take a slice",
                frame.height(),
                IdxSize::MAX
            );
            Err(PolarsError::InvalidOperation(message.into()).into())
        },
    }
}

/// Finds out whether there is memory for so many of the rows.
fn probe(frame: &DataFrame, rows: usize) -> Result<()> {
    let columns = frame.columns().iter();
    let all = columns.map(|column| estimate::of_copies(column.as_materialized_series().chunks()));
    let all = all.fold(0, usize::saturating_add);
    let share = all as f64 / frame.height().max(1) as f64 * rows as f64;
    Ok(memory::probe_if_large(share as usize)?)
}
