//! Apache Parquet.

mod batches;
mod reader;
mod writer;
