//! Decodes the record batches of files and streams on the threads of polars.

mod array;
mod categories;
mod checksum;
mod decode;
mod decompress;
mod fetch;
mod file;
mod footer;
mod format;
mod message;
mod names;
mod numbers;
mod plan;
mod schema;
mod slab;
mod stream;
mod text;

pub use categories::Dictionaries;
pub use decode::{Batch, behind, decode, decode_dictionary, decode_whole, outline, prefetch};
pub use file::IpcFile;
pub use format::Wanted;
pub use message::{RawMessage, place};
pub use schema::FileSchema;
pub use stream::Messages;

#[cfg(test)]
mod tests;
