//! Exports and imports frames through the Arrow C data and stream interfaces, by address.
//!
//! <https://arrow.apache.org/docs/format/CDataInterface.html>. An address of something else cannot be
//! told from a right one; what lies behind a right one is checked.

pub mod check;
mod export;
mod import;
mod incoming;
mod lent;
mod names;
mod near;
mod said;
mod schema;
pub mod sound;
mod stored;
mod stream;
mod structs;

use std::sync::Arc;

use jni::Env;
use jni::objects::{JByteArray, JClass};
use jni::sys::{jboolean, jlong};
use polars::prelude::*;
use polars_arrow::array::StructArray;
use polars_arrow::datatypes::Metadata;
use polars_arrow::ffi::{ArrowArray, ArrowSchema, export_field_to_c};

use self::structs::{CArray, CStream, Producer};
use super::{Frame, FrameHandle};
use crate::enums;
use crate::estimate;
use crate::fields::Fields;
use crate::jvm::graveyard::{Lent, bury};
use crate::jvm::wire::{self, Reader};
use crate::jvm::{Error, Result, stack};
use crate::schema::{MAX_DEPTH, check_128_bit_integers, read_metadata};

fn pointer<T>(address: jlong, what: &str) -> Result<*mut T> {
    let pointer = address as *mut T;
    if pointer.is_null() || !pointer.is_aligned() {
        return Err(Error::Argument(format!(
            "{address:#x} is not the address of an {what}"
        )));
    }
    Ok(pointer)
}

/// Says which column the error is about.
pub fn in_column(name: &str, error: PolarsError) -> PolarsError {
    error.wrap_msg(|message| format!("column '{name}': {message}"))
}

/// The frame's fields with the schema's metadata, and its chunks side by side.
fn exportable(
    frame: &Frame,
    level: CompatLevel,
    metadata: Option<Arc<Metadata>>,
) -> Result<(ArrowField, DataFrame)> {
    if level == CompatLevel::oldest() {
        check_128_bit_integers(frame.schema())?;
    }
    let fields: Vec<ArrowField> = frame
        .schema()
        .iter_fields()
        .map(|field| {
            let mut arrow = field.to_arrow(level);
            frame.fields.get(field.name()).apply(&mut arrow);
            export::with_plain_types(arrow)
        })
        .collect();
    for field in &fields {
        check::check_names(&field.name, field.dtype())
            .map_err(|error| in_column(&field.name, error))?;
    }
    let mut aligned = DataFrame::clone(frame);
    if aligned.should_rechunk() {
        estimate::probe_chunks(&aligned)?;
    }
    aligned.align_chunks_par();
    let mut schema = ArrowField::new("".into(), ArrowDataType::Struct(fields), false);
    schema.metadata = metadata;
    Ok((schema, aligned))
}

/// A record batch. Its type is that of the arrays: what is said of fields stands in the schema.
fn batch(
    frame: &DataFrame,
    fields: &Fields,
    arrays: Vec<ArrayRef>,
    rows: usize,
) -> PolarsResult<StructArray> {
    let arrays = frame
        .schema()
        .iter_names()
        .zip(arrays)
        .map(|(name, array)| {
            let suited = fields.get(name).suited(array);
            suited.map_err(|error| in_column(name, error))
        });
    let arrays: Vec<ArrayRef> = arrays.collect::<PolarsResult<_>>()?;
    let types = frame.schema().iter_names().zip(&arrays);
    let types =
        types.map(|(name, array)| ArrowField::new(name.clone(), array.dtype().clone(), true));
    StructArray::try_new(ArrowDataType::Struct(types.collect()), rows, arrays, None)
}

/// Refuses what does not suit its field before a consumer asks for it, which tells it in words of its own.
fn check_chunks(frame: &DataFrame, fields: &Fields, chunks: usize) -> PolarsResult<()> {
    for column in frame.columns() {
        let said = fields.get(column.name());
        if said.is_silent() {
            continue;
        }
        let series = column.as_materialized_series();
        for chunk in 0..chunks {
            let suited = said.suited(series.to_arrow(chunk, CompatLevel::newest()));
            suited.map_err(|error| in_column(column.name(), error))?;
        }
    }
    Ok(())
}

fn level(newest: bool) -> CompatLevel {
    if newest {
        CompatLevel::newest()
    } else {
        CompatLevel::oldest()
    }
}

native! {
    "io.github.polars4j.internal.jni.NativeFrame" [FrameHandle],
    static extern fn export_array(
        frame: FrameHandle, array: jlong, schema: jlong, newest: jboolean, metadata: jbyte[]
    )
}

fn export_array(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    array: jlong,
    schema: jlong,
    newest: jboolean,
    metadata: JByteArray<'_>,
) -> Result<()> {
    let array = pointer::<ArrowArray>(array, "ArrowArray")?;
    let schema = pointer::<ArrowSchema>(schema, "ArrowSchema")?;
    let metadata = wire::bytes(env, &metadata)?;
    let metadata = read_metadata(&mut Reader::new(&metadata))?;
    let frame = frame.get()?;
    let fields = frame.fields.clone();
    let (exported, field) = super::deep(&frame, || {
        let (field, frame) = exportable(&frame, level(newest), metadata)?;
        let height = frame.height();
        estimate::probe_chunks(&frame)?;
        let arrays = frame.rechunk_to_arrow(level(newest));
        let exported = batch(&frame, &fields, arrays, height)?;
        Ok::<_, Error>((export::export(exported.boxed()), export_field_to_c(&field)))
    })?;
    // SAFETY: the caller says that they are structures to be filled in.
    unsafe {
        array.write(exported);
        schema.write(field);
    }
    Ok(())
}

native! {
    "io.github.polars4j.internal.jni.NativeFrame" [FrameHandle],
    static extern fn import_array(array: jlong, schema: jlong) -> FrameHandle
}

fn import_array(
    _: &mut Env<'_>,
    _: JClass<'_>,
    array: jlong,
    schema: jlong,
) -> Result<FrameHandle> {
    bury();
    let array = pointer::<CArray>(array, "ArrowArray")?;
    let schema = pointer::<ArrowSchema>(schema, "ArrowSchema")?;
    // SAFETY: the caller says that they are structures that were filled in. Both are moved out of,
    // as the specification has it.
    let (array, schema) = unsafe {
        let moved = array.read();
        (*array).release = None;
        (moved, schema.replace(ArrowSchema::empty()))
    };
    if array.release.is_none() {
        return Err(Error::Argument("the ArrowArray was released before".into()));
    }
    let array = structs::defer(array, Some(Lent::new()));
    // SAFETY: the caller says that the schema and the array are valid.
    let read = || unsafe {
        let schema = schema::BatchSchema::of(&schema)?;
        Ok(Frame::new(frame_of(&schema, array)?, schema.said))
    };
    let frame: Result<Frame> = stack::with_depth(MAX_DEPTH, read);
    Ok(FrameHandle::store(frame.inspect_err(|_| bury())?))
}

/// A record batch as a frame: a struct array without nulls.
///
/// # Safety
/// The array must be a valid struct of that schema.
unsafe fn frame_of(schema: &schema::BatchSchema, array: ArrowArray) -> Result<DataFrame> {
    // SAFETY: the caller's word.
    let (rows, arrays) = unsafe { import::columns(array, &schema.stored) }?;
    let columns = schema.fields.iter().zip(arrays).map(|(field, values)| {
        let values = check::mended(values).and_then(|values| {
            enums::check(field, values.as_ref())?;
            Ok(values)
        });
        let values = values.map_err(|error| in_column(&field.name, error))?;
        let dtype = values.dtype().clone();
        // SAFETY: the array is of this type, and its values are checked.
        let series = unsafe {
            Series::_try_from_arrow_unchecked_with_md(
                field.name.clone(),
                vec![values],
                &dtype,
                field.metadata.as_deref(),
            )
        };
        match series {
            Ok(series) => Ok(series.into_column()),
            Err(error) => Err(in_column(&field.name, error)),
        }
    });
    let columns: PolarsResult<Vec<Column>> = columns.collect();
    Ok(DataFrame::new(rows, columns?)?)
}

native! {
    "io.github.polars4j.internal.jni.NativeFrame" [FrameHandle],
    static extern fn export_stream(
        frame: FrameHandle, stream: jlong, newest: jboolean, metadata: jbyte[]
    )
}

fn export_stream(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    stream: jlong,
    newest: jboolean,
    metadata: JByteArray<'_>,
) -> Result<()> {
    let stream = pointer::<CStream>(stream, "ArrowArrayStream")?;
    let metadata = wire::bytes(env, &metadata)?;
    let metadata = read_metadata(&mut Reader::new(&metadata))?;
    let frame = frame.get()?;
    let fields = frame.fields.clone();
    let (field, frame, chunks) = super::deep(&frame, || {
        let (field, frame) = exportable(&frame, level(newest), metadata)?;
        let chunks = match frame.width() {
            0 => usize::from(frame.height() > 0),
            _ => frame.first_col_n_chunks(),
        };
        check_chunks(&frame, &fields, chunks)?;
        Ok::<_, Error>((field, frame, chunks))
    })?;
    let batches = (0..chunks).map(move |chunk| {
        let columns = frame.columns().iter();
        let arrays: Vec<ArrayRef> = columns
            .map(|column| {
                column
                    .as_materialized_series()
                    .to_arrow(chunk, level(newest))
            })
            .collect();
        let rows = arrays.first().map_or(frame.height(), |array| array.len());
        batch(&frame, &fields, arrays, rows).map(|array| array.boxed())
    });
    // SAFETY: the caller says that it is a structure to be filled in.
    unsafe { stream.write(stream::export_stream(field, Box::new(batches))) };
    Ok(())
}

native! {
    "io.github.polars4j.internal.jni.NativeFrame" [FrameHandle],
    static extern fn import_stream(stream: jlong) -> FrameHandle
}

fn import_stream(_: &mut Env<'_>, _: JClass<'_>, stream: jlong) -> Result<FrameHandle> {
    bury();
    let stream = pointer::<CStream>(stream, "ArrowArrayStream")?;
    // SAFETY: the caller says that it is a stream that was filled in.
    let Some(mut producer) = (unsafe { Producer::take(stream) }) else {
        let message = "the ArrowArrayStream was released before";
        return Err(Error::Argument(message.into()));
    };
    // SAFETY: the caller says that what the stream gives is valid.
    let frame = unsafe { read_stream(&mut producer) };
    Ok(FrameHandle::store(frame.inspect_err(|_| bury())?))
}

/// # Safety
/// It must give valid structures.
unsafe fn read_stream(producer: &mut Producer) -> Result<Frame> {
    let schema = producer.schema()?;
    // SAFETY: the caller's word.
    let schema = stack::with_depth(MAX_DEPTH, || unsafe { schema::BatchSchema::of(&schema) })?;
    let mut frame: Option<DataFrame> = None;
    while let Some(array) = producer.next()? {
        // SAFETY: the caller's word.
        let batch = stack::with_depth(MAX_DEPTH, || unsafe { frame_of(&schema, array) })?;
        match &mut frame {
            Some(frame) => drop(frame.vstack_mut_owned(batch)?),
            None => frame = Some(batch),
        }
    }
    let frame = frame.unwrap_or_else(|| DataFrame::empty_with_schema(&schema.columns()));
    Ok(Frame::new(frame, schema.said))
}
