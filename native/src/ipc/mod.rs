//! Arrow IPC: files and streams, written and read.

mod batches;
mod body;
mod codec;
mod counts;
mod encode;
mod invalid;
mod kept;
mod layout;
mod message;
mod offsets;
mod options;
mod parallel;
mod read;
mod reader;
mod rows;
mod session;
mod writer;

pub use reader::{FileReader, StreamReader};
pub use session::Shape;
pub use writer::open_writer;
