//! Apache Parquet.

mod batches;
mod check;
mod file;
mod footer;
mod pages;
mod reader;
mod rewrite;
mod schema;
mod thrift;
mod values;
mod writer;

pub use reader::Reader;
pub use writer::Writer;

use polars::prelude::PolarsError;

/// Where a writer keeps its Arrow schema.
const ARROW: &str = "ARROW:schema";

/// How every message begins that says so.
const INVALID: &str = "not a valid Parquet file: ";

fn invalid(what: impl Into<String>) -> PolarsError {
    PolarsError::ComputeError(format!("{INVALID}{}", what.into()).into())
}

/// So that messages stay short.
fn clip(text: &str) -> String {
    const SHOWN: usize = 200;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}
