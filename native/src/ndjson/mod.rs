//! JSON, an object a line.

mod batches;
mod columns;
mod distinct;
mod fault;
mod infer;
mod json;
mod kinds;
mod layout;
mod options;
mod reader;
mod rows;
mod strings;
mod types;
mod values;
mod writer;

pub use reader::Reader;
pub use writer::Writer;
