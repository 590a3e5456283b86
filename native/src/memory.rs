//! Asks for memory in a way that can fail, and for huge pages.

use std::io::{self, Read};

use bytemuck::Zeroable;
use bytemuck::allocation::try_zeroed_vec;

use crate::idle;
#[cfg(target_os = "linux")]
use crate::pages::PAGE;

/// From this size on a piece of memory must leave some for everybody else.
const NOTICED: usize = 4 << 20;

/// What is left for what cannot be refused: a small piece that is not to be had ends the process, in the code
/// of polars and of Java's machine alike. (The C library takes 64 MB of addresses for some threads.)
const HEADROOM: usize = 128 << 20;

/// The error of memory that is not to be had.
pub fn lack(bytes: usize) -> io::Error {
    let message = format!("{bytes} bytes of memory are not to be had");
    io::Error::new(io::ErrorKind::OutOfMemory, message)
}

/// Finds out whether `bytes` are to be had, before something asks for them that cannot be refused them.
pub fn probe(bytes: usize) -> io::Result<()> {
    let wanted = bytes.saturating_add(HEADROOM);
    let mut piece = Vec::<u8>::new();
    let again = |_| {
        idle::release();
        piece.try_reserve_exact(wanted)
    };
    let probed = Vec::<u8>::new().try_reserve_exact(wanted);
    probed.or_else(again).map_err(|_| lack(bytes))
}

/// Finds out whether there is memory for what is small.
pub fn probe_small() -> io::Result<()> {
    probe(0).map_err(|_| lack(HEADROOM))
}

/// As [`probe`], for a bitmap that is made without being asked.
pub fn probe_bits(length: usize) -> io::Result<()> {
    probe_if_large(length / 8)
}

/// As [`probe`], if so many bytes are worth the while.
pub fn probe_if_large(bytes: usize) -> io::Result<()> {
    match bytes >= NOTICED {
        true => probe(bytes),
        false => Ok(()),
    }
}

/// Zeros, to be overwritten.
pub fn zeros<T: Zeroable>(length: usize) -> io::Result<Vec<T>> {
    let values = zeroed(length)?;
    advise(values.as_ptr(), length);
    Ok(values)
}

/// Zeros on pages of whatever size.
pub fn zeroed<T: Zeroable>(length: usize) -> io::Result<Vec<T>> {
    let bytes = length.saturating_mul(size_of::<T>());
    probe_if_large(bytes)?;
    try_zeroed_vec(length).map_err(|()| lack(bytes))
}

/// Room for that many. Growing further, the vector moves its small pages: that is quick, and moving
/// huge ones is not.
pub fn with_capacity<T>(length: usize) -> io::Result<Vec<T>> {
    let mut values = Vec::new();
    reserve(&mut values, length)?;
    advise(values.as_ptr(), length);
    Ok(values)
}

/// Makes room for that many more.
pub fn reserve<T>(values: &mut Vec<T>, more: usize) -> io::Result<()> {
    let free = values.capacity() - values.len();
    if free < more {
        let wanted = values.len().saturating_add(more).max(2 * values.capacity());
        let bytes = wanted.saturating_mul(size_of::<T>());
        probe_if_large(bytes)?;
        values.try_reserve(more).map_err(|_| lack(bytes))?;
    }
    Ok(())
}

/// All of them, of which there are `length`.
pub fn collect<T>(values: impl Iterator<Item = T>, length: usize) -> io::Result<Vec<T>> {
    let mut all = with_capacity(length)?;
    all.extend(values);
    Ok(all)
}

/// Has the C library keep freed pieces of up to 32 MB for what comes next, as it does by itself once a process
/// has freed one of that size ("dynamic mmap threshold"). Until then it hands each batch's memory back to the
/// kernel, whose work on fresh pages takes a fifth of the time of writing rows.
#[cfg(target_env = "gnu")]
pub fn keep_freed() {
    const LARGEST: usize = (32 << 20) - (64 << 10);
    let mut piece = Vec::<u8>::new();
    if piece.try_reserve_exact(LARGEST).is_ok() {
        std::hint::black_box(&mut piece); // or it is never asked for
    }
}

#[cfg(not(target_env = "gnu"))]
pub fn keep_freed() {}

/// Appends the next bytes of a stream, `length` at most, for which memory is asked for as they come: their
/// number may be a lie.
pub fn read_at_most(
    stream: &mut (impl Read + ?Sized),
    length: u64,
    bytes: &mut Vec<u8>,
) -> io::Result<()> {
    const TRUSTED: u64 = 16 << 20;
    const STEP: u64 = 1 << 20;
    reserve(bytes, length.min(TRUSTED) as usize)?;
    let mut missing = length;
    while missing > 0 {
        let (start, step) = (bytes.len(), missing.min(STEP));
        reserve(bytes, step as usize)?;
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
