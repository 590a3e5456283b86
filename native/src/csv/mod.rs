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
mod reader;
mod rows;
mod separator;
mod walk;
mod writer;

pub use reader::Reader;
pub use writer::Writer;
