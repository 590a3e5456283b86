//! JSON, an object a line.

mod batches;
mod columns;
mod distinct;
mod fault;
mod infer;
mod json;
mod kinds;
mod layout;
mod numbers;
mod options;
mod rows;
mod scalars;
mod strings;
mod types;
mod values;
mod writer;

pub use options::ReadOptions;
pub use writer::open;
