//! The C structures, whose fields polars-arrow keeps to itself, and the streams made of them.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::panic::{self, AssertUnwindSafe};

use polars::prelude::*;
use polars_arrow::array::Array;
use polars_arrow::ffi::{ArrowArray, ArrowArrayStream, ArrowSchema, export_field_to_c};

use crate::jvm::{graveyard, stack};
use crate::schema::MAX_DEPTH;

const EIO: c_int = 5;
const EINVAL: c_int = 22;

#[repr(C)]
pub struct CArray {
    pub length: i64,
    pub null_count: i64,
    pub offset: i64,
    pub n_buffers: i64,
    pub n_children: i64,
    pub buffers: *mut *const c_void,
    pub children: *mut *mut CArray,
    pub dictionary: *mut CArray,
    pub release: Option<unsafe extern "C" fn(*mut CArray)>,
    pub private_data: *mut c_void,
}

#[repr(C)]
pub struct CSchema {
    pub format: *const c_char,
    pub name: *const c_char,
    pub metadata: *const c_char,
    pub flags: i64,
    pub n_children: i64,
    pub children: *mut *mut CSchema,
    pub dictionary: *mut CSchema,
    pub release: Option<unsafe extern "C" fn(*mut CSchema)>,
    pub private_data: *mut c_void,
}

#[repr(C)]
pub struct CStream {
    get_schema: Option<unsafe extern "C" fn(*mut CStream, *mut ArrowSchema) -> c_int>,
    get_next: Option<unsafe extern "C" fn(*mut CStream, *mut CArray) -> c_int>,
    get_last_error: Option<unsafe extern "C" fn(*mut CStream) -> *const c_char>,
    release: Option<unsafe extern "C" fn(*mut CStream)>,
    private_data: *mut c_void,
}

const _: () = assert!(size_of::<CArray>() == size_of::<ArrowArray>());
const _: () = assert!(size_of::<CSchema>() == size_of::<ArrowSchema>());
const _: () = assert!(size_of::<CStream>() == size_of::<ArrowArrayStream>());

// SAFETY: the interface allows to release an array on any thread.
unsafe impl Send for CArray {}

impl CArray {
    pub fn empty() -> Self {
        // SAFETY: both are the C structure.
        unsafe { std::mem::transmute(ArrowArray::empty()) }
    }
}

/// An imported array that nothing uses any more. Its producer's release may call Java, which is for
/// Java's threads only.
struct Dead(CArray);

impl Drop for Dead {
    fn drop(&mut self) {
        if let Some(release) = self.0.release {
            // SAFETY: the producer's own function, called once.
            unsafe { release(&raw mut self.0) }
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
    graveyard::put_off(Dead(*original));
}

/// The same array, with its release put off until a thread of Java's comes by.
pub fn defer(original: CArray) -> ArrowArray {
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

/// A stream that is read from here.
pub struct Producer(CStream);

impl Drop for Producer {
    fn drop(&mut self) {
        if let Some(release) = self.0.release {
            // SAFETY: the producer's own function, called once.
            unsafe { release(&raw mut self.0) }
        }
    }
}

impl Producer {
    /// Moves the stream out of where it lies, unless it was released.
    ///
    /// # Safety
    /// It must be a stream that was filled in.
    pub unsafe fn take(stream: *mut CStream) -> Option<Self> {
        // SAFETY: the caller's word.
        unsafe {
            let moved = stream.read();
            (*stream).release = None;
            moved.release.is_some().then_some(Self(moved))
        }
    }

    pub fn schema(&mut self) -> PolarsResult<ArrowSchema> {
        let mut schema = ArrowSchema::empty();
        let get_schema = self.0.get_schema.ok_or_else(incomplete)?;
        // SAFETY: the producer's own function.
        let status = unsafe { get_schema(&raw mut self.0, &raw mut schema) };
        self.check(status)?;
        Ok(schema)
    }

    /// The next array, its release put off, or `None` at the end.
    pub fn next(&mut self) -> PolarsResult<Option<ArrowArray>> {
        let mut array = CArray::empty();
        let get_next = self.0.get_next.ok_or_else(incomplete)?;
        // SAFETY: the producer's own function.
        let status = unsafe { get_next(&raw mut self.0, &raw mut array) };
        self.check(status)?;
        Ok(array.release.is_some().then(|| defer(array)))
    }

    fn check(&mut self, status: c_int) -> PolarsResult<()> {
        if status == 0 {
            return Ok(());
        }
        let message = match self.0.get_last_error {
            // SAFETY: the producer's own function.
            Some(get_last_error) => unsafe { get_last_error(&raw mut self.0) },
            None => std::ptr::null(),
        };
        if message.is_null() {
            polars_bail!(ComputeError: "the Arrow stream failed with error {status}");
        }
        // SAFETY: a C string, valid until the next call.
        let message = unsafe { CStr::from_ptr(message) }.to_string_lossy();
        polars_bail!(ComputeError: "the Arrow stream failed: {message}")
    }
}

fn incomplete() -> PolarsError {
    polars_err!(InvalidOperation: "the Arrow stream lacks one of its functions")
}

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
            Some(batch) => super::export::export(batch),
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
