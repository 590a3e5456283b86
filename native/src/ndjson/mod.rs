//! JSON, an object a line.

mod batches;
mod keys;
mod reader;
mod writer;
