//! JSON, an object a line.

mod batches;
mod depth;
mod infer;
mod keys;
mod options;
mod reader;
mod rows;
mod writer;

pub use reader::Reader;
pub use writer::Writer;
