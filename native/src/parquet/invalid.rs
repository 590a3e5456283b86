//! Errors about data that is not Parquet, or not complete.

use polars::prelude::PolarsError;

/// Where a writer keeps its Arrow schema.
pub const ARROW: &str = "ARROW:schema";

/// How every message begins that says so.
pub const INVALID: &str = "not a valid Parquet file: ";

pub fn invalid(what: impl Into<String>) -> PolarsError {
    PolarsError::ComputeError(format!("{INVALID}{}", what.into()).into())
}

/// So that messages stay short.
pub fn clip(text: &str) -> String {
    const SHOWN: usize = 200;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}
