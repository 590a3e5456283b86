//! Reads and writes Apache Parquet.

mod batches;
mod bounds;
mod bytes;
mod check;
mod chunk;
mod column;
mod decimals;
mod extension;
mod file;
mod footer;
mod form;
mod gathered;
mod hints;
mod int96;
mod invalid;
mod layout;
mod levels;
mod options;
mod pack;
mod pages;
mod reader;
mod rewrite;
mod rewritten;
mod rows;
mod schema;
mod snappy;
mod sorted;
mod tail;
mod thrift;
mod values;
mod writer;

pub use reader::Reader;
pub use writer::Writer;
