//! Declares the C structures, whose fields are private in polars-arrow, and the streams made of them.

use std::ffi::{CStr, c_char, c_int, c_void};

use polars::prelude::*;
use polars_arrow::ffi::{ArrowArray, ArrowArrayStream, ArrowSchema};

use crate::jvm::graveyard::{self, Lent};

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
    pub get_schema: Option<unsafe extern "C" fn(*mut CStream, *mut ArrowSchema) -> c_int>,
    pub get_next: Option<unsafe extern "C" fn(*mut CStream, *mut CArray) -> c_int>,
    pub get_last_error: Option<unsafe extern "C" fn(*mut CStream) -> *const c_char>,
    pub release: Option<unsafe extern "C" fn(*mut CStream)>,
    pub private_data: *mut c_void,
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

impl CStream {
    /// What a released stream looks like.
    pub fn empty() -> Self {
        Self {
            get_schema: None,
            get_next: None,
            get_last_error: None,
            release: None,
            private_data: std::ptr::null_mut(),
        }
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
        Box::from_raw((*array).private_data.cast::<(CArray, Option<Lent>)>())
    };
    let (original, _) = *original;
    graveyard::put_off(Dead(original));
}

/// The same array, with its release put off until a thread of Java's comes by. `lent` says that its producer
/// may change it afterwards.
pub fn defer(original: CArray, lent: Option<Lent>) -> ArrowArray {
    let deferred = CArray {
        release: Some(put_off),
        private_data: std::ptr::null_mut(),
        ..original
    };
    let deferred = CArray {
        private_data: Box::into_raw(Box::new((original, lent))).cast(),
        ..deferred
    };
    // SAFETY: both are the C structure.
    unsafe { std::mem::transmute::<CArray, ArrowArray>(deferred) }
}

/// A stream that is read from here.
pub struct Producer(CStream);

// SAFETY: the interface allows to use a stream on any thread, one at a time.
unsafe impl Send for Producer {}

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
        Ok(array.release.is_some().then(|| defer(array, None)))
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
