//! Comma-separated values.

mod reader;
mod writer;
