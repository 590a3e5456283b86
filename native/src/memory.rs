//! Memory for columns.

use polars_arrow::types::NativeType;

/// Zeros, to be overwritten.
pub fn zeros<T: NativeType>(length: usize) -> Vec<T> {
    let values = vec![T::default(); length];
    advise(values.as_ptr(), length);
    values
}

/// Room for that many. Growing further, the vector moves its small pages: that is quick, and moving
/// huge ones is not.
pub fn with_capacity<T>(length: usize) -> Vec<T> {
    let values = Vec::with_capacity(length);
    advise(values.as_ptr(), length);
    values
}

/// Asks for huge pages for values that are to be written: without, the kernel's work on each fresh
/// page takes longer than to fill it.
#[cfg(target_os = "linux")]
pub fn advise<T>(values: *const T, length: usize) {
    const LARGE: usize = 4 << 20;
    const PAGE: usize = 4 << 10;
    let bytes = length * size_of::<T>();
    if bytes >= LARGE {
        let start = (values as usize).next_multiple_of(PAGE);
        let end = values as usize + bytes;
        // SAFETY: how large pages are changes no values, and a kernel that refuses does no harm.
        unsafe { libc::madvise(start as *mut _, end - start, libc::MADV_HUGEPAGE) };
    }
}

#[cfg(not(target_os = "linux"))]
pub fn advise<T>(_: *const T, _: usize) {}
