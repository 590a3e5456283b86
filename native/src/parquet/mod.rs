//! Apache Parquet.

mod batches;
mod check;
mod reader;
mod writer;

pub use reader::Reader;
pub use writer::Writer;
