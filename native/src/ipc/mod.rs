//! Arrow IPC: files and streams, written and read.

pub mod batched;
mod check;
mod encode;
mod layout;
mod message;
pub mod options;
mod ranges;
mod reader;
mod stream_reader;
mod stream_writer;
mod writer;

pub use reader::description;
