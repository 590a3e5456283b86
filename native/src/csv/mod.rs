//! Comma-separated values.

mod batches;
mod reader;
mod writer;
