//! Arrow IPC: files and streams, written and read.

mod batched;
mod batches;
mod body;
mod check;
mod codec;
mod encode;
mod layout;
mod message;
mod offsets;
pub mod options;
mod parallel;
mod read;
mod reader;
mod stream_reader;
mod stream_writer;
mod writer;

pub use check::check_shape;
pub use read::Data;
pub use reader::description;
