//! Reads and writes Apache Parquet.

mod batches;
mod check;
mod file;
mod footer;
mod invalid;
mod pages;
mod reader;
mod rewrite;
mod schema;
mod thrift;
mod values;
mod writer;

pub use reader::Reader;
pub use writer::Writer;
