//! Apache Parquet.

mod reader;
mod writer;
