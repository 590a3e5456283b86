//! Comma-separated values.

mod batches;
mod infer;
mod options;
mod reader;
mod rows;
mod writer;

pub use reader::Reader;
pub use writer::Writer;
