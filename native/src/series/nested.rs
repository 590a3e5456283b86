//! Makes nested columns of other columns.

use std::sync::Arc;

use jni::Env;
use jni::objects::{JByteArray, JClass, JLongArray, JString};
use jni::sys::{jint, jlong};
use polars::prelude::*;
use polars_arrow::array::{FixedSizeListArray, ListArray, StructArray};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::offset::OffsetsBuffer;

use super::import::validity;
use super::{FieldSeries, SeriesHandle, series};
use crate::estimate;
use crate::fields::FieldInfo;
use crate::jvm::{Error, Result};
use crate::memory;
use crate::schema::check_depth;

/// The one chunk that a column is, or becomes.
fn single_chunk(series: &Series) -> Result<ArrayRef> {
    Ok(estimate::rechunked(series)?.chunks()[0].clone())
}

/// The series of an array and its type.
fn series_of(
    name: &str,
    array: ArrayRef,
    dtype: &DataType,
    parts: &[Arc<FieldSeries>],
) -> Result<SeriesHandle> {
    check_depth(dtype)?;
    // SAFETY: the array's children are the chunks of series of the types that `dtype` is made of.
    let series =
        unsafe { Series::from_chunks_and_dtype_unchecked(name.into(), vec![array], dtype) };
    let info = FieldInfo::of_parts(parts.iter().map(|part| part.info.clone()));
    Ok(SeriesHandle::store(FieldSeries::new(series, info)))
}

series! { static extern fn from_list(name: JString, inner: SeriesHandle, offsets: jlong[], validity: jbyte[]) -> SeriesHandle }

/// Lists: row `i` holds the inner values from `offsets[i]` to `offsets[i + 1]`.
fn from_list(
    env: &mut Env<'_>,
    _: JClass<'_>,
    name: JString<'_>,
    inner: SeriesHandle,
    offsets: JLongArray<'_>,
    bits: JByteArray<'_>,
) -> Result<SeriesHandle> {
    let inner = inner.get()?;
    let mut positions = memory::zeros::<i64>(offsets.len(env)?)?;
    offsets.get_region(env, 0, &mut positions)?;
    let end = positions.last().copied().unwrap_or(-1);
    if usize::try_from(end).ok() != Some(inner.len()) || positions[0] != 0 {
        let message = format!(
            "offsets from 0 to {} are wanted, these end at {end}",
            inner.len()
        );
        return Err(Error::Argument(message));
    }
    let offsets = OffsetsBuffer::try_from(positions)?;
    let validity = validity(env, &bits, offsets.len_proxy())?;
    let values = single_chunk(&inner)?;
    let dtype = ListArray::<i64>::default_datatype(values.dtype().clone());
    let array = ListArray::<i64>::try_new(dtype, offsets, values, validity)?;
    let name = name.try_to_string(env)?;
    let dtype = DataType::List(Box::new(inner.dtype().clone()));
    series_of(&name, array.boxed(), &dtype, &[inner])
}

series! { static extern fn from_array(name: JString, inner: SeriesHandle, width: jint, length: jlong, validity: jbyte[]) -> SeriesHandle }

/// Lists of one width: row `i` holds `width` inner values from `i * width` on, a null row too.
fn from_array(
    env: &mut Env<'_>,
    _: JClass<'_>,
    name: JString<'_>,
    inner: SeriesHandle,
    width: jint,
    length: jlong,
    bits: JByteArray<'_>,
) -> Result<SeriesHandle> {
    let inner = inner.get()?;
    let (width, length) = match (usize::try_from(width), usize::try_from(length)) {
        (Ok(width), Ok(length)) if width.checked_mul(length) == Some(inner.len()) => {
            (width, length)
        },
        _ => {
            let message = format!("{} values are not {length} rows of {width}", inner.len());
            return Err(Error::Argument(message));
        },
    };
    let validity = validity(env, &bits, length)?;
    let values = single_chunk(&inner)?;
    let dtype = FixedSizeListArray::default_datatype(values.dtype().clone(), width);
    let array = FixedSizeListArray::try_new(dtype, length, values, validity)?;
    let name = name.try_to_string(env)?;
    let dtype = DataType::Array(Box::new(inner.dtype().clone()), width);
    series_of(&name, array.boxed(), &dtype, &[inner])
}

series! { static extern fn from_struct(name: JString, fields: jlong[], length: jlong, validity: jbyte[]) -> SeriesHandle }

/// Structs of fields, which are series of the same length and distinct names.
fn from_struct(
    env: &mut Env<'_>,
    _: JClass<'_>,
    name: JString<'_>,
    fields: JLongArray<'_>,
    length: jlong,
    bits: JByteArray<'_>,
) -> Result<SeriesHandle> {
    let mut handles = vec![0; fields.len(env)?];
    fields.get_region(env, 0, &mut handles)?;
    let fields: Result<Vec<_>> = handles
        .into_iter()
        .map(|handle| SeriesHandle::from(handle).get())
        .collect();
    let fields = fields?;
    let length = usize::try_from(length)
        .map_err(|_| Error::Argument(format!("a length of {length}: must be at least 0")))?;
    let validity: Option<Bitmap> = validity(env, &bits, length)?;
    let values = fields.iter().map(|field| single_chunk(field));
    let values: Vec<ArrayRef> = values.collect::<Result<_>>()?;
    let arrow_fields = fields
        .iter()
        .zip(&values)
        .map(|(field, array)| ArrowField::new(field.name().clone(), array.dtype().clone(), true));
    let dtype = ArrowDataType::Struct(arrow_fields.collect());
    let array = StructArray::try_new(dtype, length, values, validity)?;
    let name = name.try_to_string(env)?;
    let dtype = DataType::Struct(
        fields
            .iter()
            .map(|field| Field::new(field.name().clone(), field.dtype().clone()))
            .collect(),
    );
    series_of(&name, array.boxed(), &dtype, &fields)
}
