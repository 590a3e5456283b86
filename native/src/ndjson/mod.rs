//! JSON, an object a line.

mod batches;
mod reader;
mod writer;
