//! Gives work enough stack: a Java thread may have only 64 KB, or be near the end of its stack.
//!
//! No JNI call may be made within [`with_depth`]: the JVM compares addresses with those of its own stack.

/// What work on flat columns needs at most, several times over. Java's threads usually have more left.
const FLAT: usize = 128 << 10;

/// What work needs more at most for each level of a type that it recurses through, several times over.
const LEVEL: usize = 16 << 10;

/// The size of a stack that is made where there is too little. Pages that are not touched cost nothing.
const SIZE: usize = 16 << 20;

/// Runs work on types that are `depth` levels deep; flat ones have 1.
pub fn with_depth<T>(depth: usize, work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(FLAT + LEVEL * depth, SIZE, work)
}

/// Runs work on flat columns.
pub fn flat<T>(work: impl FnOnce() -> T) -> T {
    with_depth(1, work)
}
