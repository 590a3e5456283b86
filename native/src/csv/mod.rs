//! Comma-separated values.

mod batches;
mod dialect;
mod ends;
mod head;
mod infer;
mod kinds;
mod marks;
mod nulls;
mod options;
mod rows;
mod separator;
mod walk;
mod writer;

pub use options::ReadOptions;
pub use writer::open;
