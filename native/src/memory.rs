//! Memory for columns.

use std::io::{self, Read};

use bytemuck::Pod;
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

/// Appends the next bytes of a stream, `length` at most, for which memory is asked for as they come: their
/// number may be a lie.
pub fn read_at_most(
    stream: &mut (impl Read + ?Sized),
    length: u64,
    bytes: &mut Vec<u8>,
) -> io::Result<()> {
    const TRUSTED: u64 = 16 << 20;
    const STEP: u64 = 1 << 20;
    let reserve = |bytes: &mut Vec<u8>, more: u64| {
        let reserved = bytes.try_reserve(more as usize);
        reserved.map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))
    };
    reserve(bytes, length.min(TRUSTED))?;
    let mut missing = length;
    while missing > 0 {
        let (start, step) = (bytes.len(), missing.min(STEP));
        reserve(bytes, step)?;
        bytes.resize(start + step as usize, 0);
        let read = stream.read(&mut bytes[start..]);
        bytes.truncate(start + read.as_ref().copied().unwrap_or(0));
        match read {
            Ok(0) => break,
            Ok(n) => missing -= n as u64,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {},
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Asks for huge pages for values that are to be written: without, the kernel's work on each fresh
/// page takes longer than to fill it.
#[cfg(target_os = "linux")]
pub fn advise<T>(values: *const T, length: usize) {
    let bytes = length * size_of::<T>();
    if bytes >= LARGE {
        let start = (values as usize).next_multiple_of(PAGE);
        advise_range(start, values as usize + bytes);
    }
}

#[cfg(target_os = "linux")]
fn advise_range(start: usize, end: usize) {
    // SAFETY: how large pages are changes no values, and a kernel that refuses does no harm.
    unsafe { libc::madvise(start as *mut _, end - start, libc::MADV_HUGEPAGE) };
}

/// Lets the kernel take memory whose values nobody needs any more, when it is short of it: they may turn to
/// zeros until they are written again.
#[cfg(target_os = "linux")]
pub fn spare<T: Pod>(values: &mut [T]) {
    let start = (values.as_ptr() as usize).next_multiple_of(PAGE);
    let end = values.as_ptr_range().end as usize / PAGE * PAGE;
    if start < end {
        // SAFETY: these are whole pages of values that are ours alone, and zeros are values too.
        unsafe { libc::madvise(start as *mut _, end - start, libc::MADV_FREE) };
    }
}

#[cfg(not(target_os = "linux"))]
pub fn spare<T: Pod>(_: &mut [T]) {}

/// Whole pages, even where small ones are of 64 KB.
#[cfg(target_os = "linux")]
const PAGE: usize = 64 << 10;

/// From this size on memory is of huge pages.
const LARGE: usize = 4 << 20;

/// What most machines' huge pages have; where they have more, nothing is lost.
const HUGE_PAGE: usize = 2 << 20;

/// How much memory is to be had beyond `bytes`, so that these can be of huge pages from their
/// beginning on; but for the rest of the last page it is never touched.
pub fn spare_for_huge_pages(bytes: usize) -> usize {
    match cfg!(target_os = "linux") && bytes >= LARGE {
        true => 2 * HUGE_PAGE,
        false => 0,
    }
}

/// Where in `memory`, which has that much to spare, `bytes` are to begin.
#[cfg(target_os = "linux")]
pub fn huge_pages(memory: *const u8, bytes: usize) -> usize {
    let start = (memory as usize).next_multiple_of(HUGE_PAGE);
    // The last page is a huge one if most of it is wanted.
    let pages = (bytes + HUGE_PAGE / 2) / HUGE_PAGE;
    advise_range(start, start + pages * HUGE_PAGE);
    start - memory as usize
}

#[cfg(not(target_os = "linux"))]
pub fn huge_pages(_: *const u8, _: usize) -> usize {
    0
}

#[cfg(not(target_os = "linux"))]
pub fn advise<T>(_: *const T, _: usize) {}
