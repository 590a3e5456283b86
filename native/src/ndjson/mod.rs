//! JSON, an object a line.

mod batches;
mod depth;
mod keys;
mod reader;
mod writer;
