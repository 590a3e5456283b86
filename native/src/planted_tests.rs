//! Faults planted on purpose: `native/sanitize` goes on only if valgrind finds each of these.

use std::hint::black_box;

/// Memory is read after it was freed.
#[test]
#[ignore = "planted for native/sanitize"]
fn use_after_free() {
    let numbers = Box::into_raw(vec![1_u64; 64].into_boxed_slice());
    // SAFETY: none: that is what a tool has to find. The allocator's pages stay, so nothing else happens.
    let number = unsafe {
        drop(Box::from_raw(numbers));
        black_box(numbers).cast::<u64>().add(8).read_volatile()
    };
    if number > 7 {
        black_box(number);
    }
}

/// Memory is never freed, and nobody knows of it.
#[test]
#[ignore = "planted for native/sanitize"]
fn leak() {
    std::mem::forget(black_box(vec![1_u64; 1 << 16]));
}
