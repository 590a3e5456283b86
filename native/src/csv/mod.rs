//! Comma-separated values.

mod batches;
mod cells;
mod dialect;
mod formats;
mod head;
mod infer;
mod kinds;
mod options;
mod reader;
mod rows;
mod walk;
mod writer;

pub use reader::Reader;
pub use writer::Writer;
