//! Gives back pages of memory whose values are not needed any more.

use bytemuck::Pod;

/// Whole pages, even where small ones are of 64 KB.
#[cfg(target_os = "linux")]
pub const PAGE: usize = 64 << 10;

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
