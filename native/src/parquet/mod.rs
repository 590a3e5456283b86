//! Apache Parquet.

mod batches;
mod check;
mod reader;
mod writer;
