//! JSON, an object a line.

mod reader;
mod writer;
