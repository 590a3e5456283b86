//! Exports frames as streams of the C interface: the functions that a consumer calls.

use std::ffi::{CString, c_char, c_int};
use std::panic::{self, AssertUnwindSafe};

use polars::prelude::*;
use polars_arrow::array::Array;
use polars_arrow::ffi::{ArrowArray, ArrowSchema, export_field_to_c};

use super::export;
use super::structs::{CArray, CStream};
use crate::jvm::stack;
use crate::schema::MAX_DEPTH;

const EIO: c_int = 5;
const EINVAL: c_int = 22;

type Batches = Box<dyn Iterator<Item = PolarsResult<Box<dyn Array>>>>;

/// What an exported stream owns.
struct Exported {
    field: ArrowField,
    batches: Batches,
    error: CString,
}

/// A stream of `batches`, which are of the field's type. No panic leaves its functions.
pub fn export_stream(field: ArrowField, batches: Batches) -> CStream {
    let exported = Exported {
        field,
        batches,
        error: CString::default(),
    };
    CStream {
        get_schema: Some(get_schema),
        get_next: Some(get_next),
        get_last_error: Some(get_last_error),
        release: Some(release),
        private_data: Box::into_raw(Box::new(exported)).cast(),
    }
}

/// What the stream owns, unless it was released.
///
/// # Safety
/// It must be null or one of ours.
unsafe fn exported<'a>(stream: *mut CStream) -> Option<&'a mut Exported> {
    // SAFETY: the caller's word.
    unsafe { stream.as_mut()?.private_data.cast::<Exported>().as_mut() }
}

/// Runs `work` on the stream; an error or a panic becomes its last error.
fn guarded(stream: *mut CStream, work: impl FnOnce(&mut Exported) -> PolarsResult<()>) -> c_int {
    // SAFETY: the caller of these functions has got the stream from us.
    let Some(exported) = (unsafe { exported(stream) }) else {
        return EINVAL;
    };
    let caught = || panic::catch_unwind(AssertUnwindSafe(|| work(exported)));
    let result = stack::with_depth(MAX_DEPTH, caught);
    let message = match result {
        Ok(Ok(())) => return 0,
        Ok(Err(error)) => error.to_string(),
        Err(_) => "polars cannot export this".to_owned(),
    };
    exported.error = CString::new(message.replace('\0', "\\0")).unwrap_or_default();
    EIO
}

unsafe extern "C" fn get_schema(stream: *mut CStream, schema: *mut ArrowSchema) -> c_int {
    guarded(stream, |exported| {
        // SAFETY: the caller's structure to be filled in.
        unsafe { schema.write(export_field_to_c(&exported.field)) };
        Ok(())
    })
}

unsafe extern "C" fn get_next(stream: *mut CStream, array: *mut CArray) -> c_int {
    guarded(stream, |exported| {
        let next = match exported.batches.next().transpose()? {
            Some(batch) => export::export(batch),
            None => ArrowArray::empty(),
        };
        // SAFETY: the caller's structure to be filled in.
        unsafe { array.cast::<ArrowArray>().write(next) };
        Ok(())
    })
}

unsafe extern "C" fn get_last_error(stream: *mut CStream) -> *const c_char {
    // SAFETY: the caller has got the stream from us.
    match unsafe { exported(stream) } {
        Some(exported) if !exported.error.is_empty() => exported.error.as_ptr(),
        _ => std::ptr::null(),
    }
}

unsafe extern "C" fn release(stream: *mut CStream) {
    // SAFETY: the caller has got the stream from us, and releases it once.
    unsafe {
        if let Some(stream) = stream.as_mut() {
            let owned = stream.private_data.cast::<Exported>();
            stream.private_data = std::ptr::null_mut();
            stream.release = None;
            if !owned.is_null() {
                drop(Box::from_raw(owned));
            }
        }
    }
}
