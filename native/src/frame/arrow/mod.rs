//! Exports and imports frames through the Arrow C data and stream interfaces, by address.
//!
//! <https://arrow.apache.org/docs/format/CDataInterface.html>. An address of something else cannot be
//! told from a right one; what lies behind a right one is checked.

pub mod check;
mod export;
mod import;
mod incoming;
mod lent;
mod said;
pub mod sound;
mod stream;
mod structs;

use jni::Env;
use jni::objects::JClass;
use jni::sys::{jboolean, jlong};
use polars::prelude::*;
use polars_arrow::array::StructArray;
use polars_arrow::ffi::{ArrowArray, ArrowSchema, export_field_to_c, import_field_from_c};

use self::structs::{CArray, CSchema, CStream, Producer};
use super::{Frame, FrameHandle};
use crate::arrow_fields;
use crate::enums;
use crate::estimate;
use crate::fields::{FieldInfo, Fields};
use crate::jvm::graveyard::{Lent, bury};
use crate::jvm::{Error, Result, stack};
use crate::names;
use crate::schema::{MAX_DEPTH, check_128_bit_integers};

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

/// The frame's fields, and its chunks side by side.
fn exportable(frame: &Frame, level: CompatLevel) -> Result<(ArrowField, DataFrame)> {
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
    Ok((
        ArrowField::new("".into(), ArrowDataType::Struct(fields), false),
        aligned,
    ))
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

fn level(newest: bool) -> CompatLevel {
    if newest {
        CompatLevel::newest()
    } else {
        CompatLevel::oldest()
    }
}

native! {
    "io.github.polars4j.internal.jni.NativeFrame" [FrameHandle],
    static extern fn export_array(frame: FrameHandle, array: jlong, schema: jlong, newest: jboolean)
}

fn export_array(
    _: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    array: jlong,
    schema: jlong,
    newest: jboolean,
) -> Result<()> {
    let array = pointer::<ArrowArray>(array, "ArrowArray")?;
    let schema = pointer::<ArrowSchema>(schema, "ArrowSchema")?;
    let frame = frame.get()?;
    let fields = frame.fields.clone();
    let (exported, field) = super::deep(&frame, || {
        let (field, frame) = exportable(&frame, level(newest))?;
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
        let (fields, said) = fields_of(&schema)?;
        Ok(Frame::new(frame_of(&fields, array)?, said))
    };
    let frame: Result<Frame> = stack::with_depth(MAX_DEPTH, read);
    Ok(FrameHandle::store(frame.inspect_err(|_| bury())?))
}

/// The fields of a record batch's schema, without extension types, and what is said of them.
///
/// # Safety
/// It must be a valid schema.
unsafe fn fields_of(schema: &ArrowSchema) -> Result<(Vec<ArrowField>, Fields)> {
    // SAFETY: both are the C structure.
    let schema = unsafe { &*std::ptr::from_ref(schema).cast::<CSchema>() };
    if schema.release.is_none() {
        return Err(Error::Argument(
            "the ArrowSchema was released before".into(),
        ));
    }
    // SAFETY: the caller's word.
    let format = unsafe { said::string(schema.format) };
    if format != "+s" {
        let message = format!("a struct, as record batches are, is wanted, not a '{format}'");
        return Err(PolarsError::InvalidOperation(message.into()).into());
    }
    let mut fields = Vec::new();
    let mut said = Vec::new();
    for index in 0..usize::try_from(schema.n_children).unwrap_or(0) {
        // SAFETY: the caller's word.
        let field = unsafe {
            let child = *schema.children.add(index);
            let name = said::string((*child).name);
            let field = said::check(&*child, 1)
                .and_then(|()| import_field_from_c(&*child.cast::<ArrowSchema>()));
            field.map_err(|error| in_column(&name, error))?
        };
        let field = arrow_fields::with_known_zones(&field);
        if let Some(fault) = arrow_fields::fault(&field) {
            let error = polars_err!(ComputeError: "it has {fault}");
            return Err(in_column(&field.name, error).into());
        }
        let dtype = check::storage(field.dtype());
        check::check_type(&dtype).map_err(|error| in_column(&field.name, error))?;
        said.push((field.name.clone(), FieldInfo::of(&field)));
        fields.push(ArrowField { dtype, ..field });
    }
    let written = fields.iter().map(|field: &ArrowField| field.name.clone());
    let names = names::distinct(written.collect());
    for (name, (field, said)) in names.into_iter().zip(fields.iter_mut().zip(&mut said)) {
        let written = std::mem::replace(&mut field.name, name);
        if field.name != written {
            said.1 = std::mem::take(&mut said.1).renamed(&written);
        }
        said.0 = field.name.clone();
    }
    Ok((fields, Fields::new(said.into_iter())))
}

/// A record batch as a frame: a struct array without nulls.
///
/// # Safety
/// The array must be a valid struct of these fields.
unsafe fn frame_of(fields: &[ArrowField], array: ArrowArray) -> Result<DataFrame> {
    // SAFETY: the caller's word.
    let (rows, arrays) = unsafe { import::columns(array, fields) }?;
    let columns = fields.iter().zip(arrays).map(|(field, values)| {
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
    static extern fn export_stream(frame: FrameHandle, stream: jlong, newest: jboolean)
}

fn export_stream(
    _: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    stream: jlong,
    newest: jboolean,
) -> Result<()> {
    let stream = pointer::<CStream>(stream, "ArrowArrayStream")?;
    let frame = frame.get()?;
    let fields = frame.fields.clone();
    let (field, frame) = super::deep(&frame, || exportable(&frame, level(newest)))?;
    let chunks = match frame.width() {
        0 => usize::from(frame.height() > 0),
        _ => frame.first_col_n_chunks(),
    };
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
    let (fields, said) = stack::with_depth(MAX_DEPTH, || unsafe { fields_of(&schema) })?;
    let mut frame: Option<DataFrame> = None;
    while let Some(array) = producer.next()? {
        // SAFETY: the caller's word.
        let batch = stack::with_depth(MAX_DEPTH, || unsafe { frame_of(&fields, array) })?;
        match &mut frame {
            Some(frame) => drop(frame.vstack_mut_owned(batch)?),
            None => frame = Some(batch),
        }
    }
    let frame = frame.unwrap_or_else(|| {
        let fields = fields.into_iter().map(|field| (field.name.clone(), field));
        DataFrame::empty_with_schema(&Schema::from_arrow_schema(&fields.collect()))
    });
    Ok(Frame::new(frame, said))
}
