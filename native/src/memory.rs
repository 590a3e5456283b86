//! Memory for columns.

use polars_arrow::types::NativeType;

/// Zeros, to be overwritten.
pub fn zeros<T: NativeType>(length: usize) -> Vec<T> {
    let values = vec![T::default(); length];
    advise(&values);
    values
}

/// Room for that many. Growing further, the vector moves its small pages: that is quick, and moving
/// huge ones is not.
pub fn with_capacity<T>(length: usize) -> Vec<T> {
    let values = Vec::with_capacity(length);
    advise(&values);
    values
}

/// Asks for huge pages: without, the kernel's work on each fresh page takes longer than to fill it.
#[cfg(target_os = "linux")]
fn advise<T>(values: &Vec<T>) {
    const LARGE: usize = 4 << 20;
    const PAGE: usize = 4 << 10;
    let bytes = values.capacity() * size_of::<T>();
    if bytes >= LARGE {
        let start = (values.as_ptr() as usize).next_multiple_of(PAGE);
        let end = values.as_ptr() as usize + bytes;
        // SAFETY: the pages belong to the vector, and how large they are changes no values. A kernel
        // that refuses does no harm.
        unsafe { libc::madvise(start as *mut _, end - start, libc::MADV_HUGEPAGE) };
    }
}

#[cfg(not(target_os = "linux"))]
fn advise<T>(_: &Vec<T>) {}
