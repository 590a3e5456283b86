//! Gives work enough stack: Java's threads may have 64 KB of it, or be near the end of theirs.
//!
//! No JNI call may be made on such a stack: the JVM compares addresses with those of its own.

/// What flat columns need at most, several times over. A thread of Java's usually has more left.
const FLAT: usize = 256 << 10;

/// What types as deep as [`crate::schema::MAX_DEPTH`] need at most, several times over.
const NESTED: usize = 4 << 20;

/// The size of a stack that is made where there is too little. Pages that are not touched cost nothing.
const SIZE: usize = 16 << 20;

/// Runs work on flat columns with enough stack.
pub fn flat<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(FLAT, SIZE, work)
}

/// Runs work that may recurse with each level of a type.
pub fn nested<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(NESTED, SIZE, work)
}
