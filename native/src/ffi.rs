//! `ArrowC`: the Arrow C data and stream interfaces, by address.
//!
//! <https://arrow.apache.org/docs/format/CDataInterface.html>. An address of something else cannot be
//! told from a right one; everything else is checked.

use std::ffi::c_void;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

use jni::Env;
use jni::objects::JClass;
use jni::sys::{jboolean, jlong};
use polars::prelude::*;
use polars_arrow::array::{Array, StructArray};
use polars_arrow::ffi::{
    ArrowArray, ArrowArrayStream, ArrowArrayStreamReader, ArrowSchema, export_array_to_c,
    export_field_to_c, export_iterator, import_array_from_c, import_field_from_c,
};

use crate::error::{Error, Result};
use crate::handle::FrameHandle;

/// The C structure, whose fields polars-arrow keeps to itself.
#[repr(C)]
struct CArray {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut CArray,
    dictionary: *mut CArray,
    release: Option<unsafe extern "C" fn(*mut CArray)>,
    private_data: *mut c_void,
}

const _: () = assert!(size_of::<CArray>() == size_of::<ArrowArray>());

// SAFETY: the interface allows to release an array on any thread.
unsafe impl Send for CArray {}

/// Imported arrays that nothing uses any more. Their producer's release may call Java, which is for
/// Java's threads only.
static DEAD: Mutex<Vec<CArray>> = Mutex::new(Vec::new());

/// Releases imported arrays that nothing uses any more. For threads of Java's only.
pub fn bury() {
    let dead = std::mem::take(&mut *DEAD.lock().unwrap_or_else(PoisonError::into_inner));
    for mut array in dead {
        if let Some(release) = array.release {
            // SAFETY: the producer's own function, called once.
            unsafe { release(&raw mut array) }
        }
    }
}

/// The release function of an array whose producer's own is put off.
unsafe extern "C" fn put_off(array: *mut CArray) {
    // SAFETY: called once, by polars-arrow, with the array that `defer` made.
    let original = unsafe {
        (*array).release = None;
        Box::from_raw((*array).private_data.cast::<CArray>())
    };
    DEAD.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(*original);
}

/// The same array, with its release put off until a thread of Java's comes by.
fn defer(original: CArray) -> ArrowArray {
    let deferred = CArray {
        release: Some(put_off),
        private_data: std::ptr::null_mut(),
        ..original
    };
    let deferred = CArray {
        private_data: Box::into_raw(Box::new(original)).cast(),
        ..deferred
    };
    // SAFETY: both are the C structure.
    unsafe { std::mem::transmute::<CArray, ArrowArray>(deferred) }
}

fn pointer<T>(address: jlong, what: &str) -> Result<*mut T> {
    let pointer = address as *mut T;
    if pointer.is_null() || !pointer.is_aligned() {
        return Err(Error::Argument(format!(
            "{address:#x} is not the address of an {what}"
        )));
    }
    Ok(pointer)
}

/// The frame's fields and chunks as struct arrays.
fn exportable(frame: &DataFrame, level: CompatLevel) -> Result<(ArrowField, DataFrame)> {
    if let Some(name) = frame
        .get_column_names()
        .into_iter()
        .find(|name| name.contains('\0'))
    {
        let message = format!("the column name {name:?} holds a NUL, which C strings cannot");
        return Err(PolarsError::InvalidOperation(message.into()).into());
    }
    let fields = frame
        .schema()
        .iter_fields()
        .map(|field| field.to_arrow(level))
        .collect();
    let mut aligned = frame.clone();
    aligned.align_chunks_par();
    Ok((
        ArrowField::new("".into(), ArrowDataType::Struct(fields), false),
        aligned,
    ))
}

fn level(newest: bool) -> CompatLevel {
    if newest {
        CompatLevel::newest()
    } else {
        CompatLevel::oldest()
    }
}

native! {
    "io.github.polars4j.DataFrame",
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
    let (field, frame) = exportable(&frame, level(newest))?;
    let arrays = frame.rechunk_to_arrow(level(newest));
    let exported = StructArray::try_new(field.dtype.clone(), frame.height(), arrays, None)?;
    // SAFETY: the caller says that they are structures to be filled in.
    unsafe {
        array.write(export_array_to_c(exported.boxed()));
        schema.write(export_field_to_c(&field));
    }
    Ok(())
}

native! {
    "io.github.polars4j.DataFrame",
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
    let array = defer(array);
    // SAFETY: the caller says that the schema and the array are valid.
    let (field, array) = unsafe {
        let field = import_field_from_c(&schema)?;
        let array = import_array_from_c(array, field.dtype.clone())?;
        (field, array)
    };
    Ok(FrameHandle::store(frame_of(&field, array.as_ref())?))
}

/// A record batch as a frame: a struct array without nulls.
fn frame_of(field: &ArrowField, array: &dyn Array) -> Result<DataFrame> {
    let (ArrowDataType::Struct(fields), Some(array)) =
        (field.dtype(), array.as_any().downcast_ref::<StructArray>())
    else {
        let message = format!(
            "a struct, as record batches are, is wanted, not {:?}",
            field.dtype()
        );
        return Err(PolarsError::InvalidOperation(message.into()).into());
    };
    if array.null_count() > 0 {
        let message = "a record batch has no null rows";
        return Err(PolarsError::InvalidOperation(message.into()).into());
    }
    let columns = fields.iter().zip(array.values()).map(|(field, values)| {
        // SAFETY: the array is of the field's type.
        let series = unsafe {
            Series::_try_from_arrow_unchecked_with_md(
                field.name.clone(),
                vec![values.clone()],
                field.dtype(),
                field.metadata.as_deref(),
            )
        };
        series.map(IntoColumn::into_column)
    });
    let columns: PolarsResult<Vec<Column>> = columns.collect();
    Ok(DataFrame::new(array.len(), columns?)?)
}

native! {
    "io.github.polars4j.DataFrame",
    static extern fn export_stream(frame: FrameHandle, stream: jlong, newest: jboolean)
}

fn export_stream(
    _: &mut Env<'_>,
    _: JClass<'_>,
    frame: FrameHandle,
    stream: jlong,
    newest: jboolean,
) -> Result<()> {
    let stream = pointer::<ArrowArrayStream>(stream, "ArrowArrayStream")?;
    let frame = frame.get()?;
    let (field, frame) = exportable(&frame, level(newest))?;
    let dtype = field.dtype.clone();
    let chunks = frame.first_col_n_chunks();
    let batches = (0..chunks).map(move |chunk| {
        // A panic must not reach the C caller.
        panic::catch_unwind(AssertUnwindSafe(|| {
            let columns = frame.columns().iter();
            let arrays: Vec<ArrayRef> = columns
                .map(|column| {
                    column
                        .as_materialized_series()
                        .to_arrow(chunk, level(newest))
                })
                .collect();
            let rows = arrays.first().map_or(0, |array| array.len());
            StructArray::try_new(dtype.clone(), rows, arrays, None).map(|array| array.boxed())
        }))
        .unwrap_or_else(|_| Err(polars_err!(ComputeError: "polars cannot export the frame")))
    });
    // SAFETY: the caller says that it is a structure to be filled in.
    unsafe { stream.write(export_iterator(Box::new(batches), field)) };
    Ok(())
}

native! {
    "io.github.polars4j.DataFrame",
    static extern fn import_stream(stream: jlong) -> FrameHandle
}

fn import_stream(_: &mut Env<'_>, _: JClass<'_>, stream: jlong) -> Result<FrameHandle> {
    bury();
    let stream = pointer::<ArrowArrayStream>(stream, "ArrowArrayStream")?;
    // SAFETY: the caller says that it is a stream that was filled in; it is moved out of.
    let stream = unsafe { stream.replace(ArrowArrayStream::empty()) };
    // SAFETY: the caller says that the stream is valid.
    let mut reader = unsafe { ArrowArrayStreamReader::try_new(Box::new(stream)) }?;
    let field = reader.field().clone();
    let mut frame: Option<DataFrame> = None;
    // SAFETY: as above.
    while let Some(array) = unsafe { reader.next() } {
        let batch = frame_of(&field, array?.as_ref())?;
        match &mut frame {
            Some(frame) => drop(frame.vstack_mut_owned(batch)?),
            None => frame = Some(batch),
        }
    }
    let frame = match frame {
        Some(frame) => frame,
        None => {
            let ArrowDataType::Struct(fields) = field.dtype() else {
                return Err(Error::Argument(
                    "the stream is not one of record batches".into(),
                ));
            };
            let fields = fields
                .iter()
                .map(|field| (field.name.clone(), field.clone()));
            DataFrame::empty_with_schema(&Schema::from_arrow_schema(&fields.collect()))
        },
    };
    Ok(FrameHandle::store(frame))
}
