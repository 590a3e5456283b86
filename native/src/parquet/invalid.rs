//! Errors about data that is not Parquet, or not complete.

use polars::prelude::*;

use crate::jvm::Error;

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

/// In words; a panic's text is polars' own business.
pub fn undecodable(error: Error) -> PolarsError {
    match error {
        Error::Polars(PolarsError::ComputeError(reason), _) => {
            let reason = reason.to_string();
            let reason = reason.strip_prefix("parquet: ").unwrap_or(&reason);
            if let Some(what) = reason.strip_prefix("Not yet supported: ") {
                let message = format!("polars does not support it: {}", clip(what));
                return PolarsError::InvalidOperation(message.into());
            }
            invalid(match reason {
                reason if reason.contains("failed to fill whole buffer") => {
                    "a page unpacks to fewer bytes than it says: it is cut off, or GZIP of several members, \
                     which is not read"
                        .to_owned()
                },
                reason if reason.contains("Decompression failed") => {
                    "a page cannot be unpacked: it is damaged, or LZ4 in several blocks of Hadoop's framing, \
                     which is not read"
                        .to_owned()
                },
                reason if reason.contains("invalid UTF-8") => {
                    "its text is not UTF-8: what writes it must encode it so, or write it as binary; without this \
                     column the file is read by naming the others with withColumns"
                        .to_owned()
                },
                reason => clip(reason),
            })
        },
        Error::Polars(error, _) => error,
        _ => invalid("its values cannot be decoded"),
    }
}

pub fn in_column(error: PolarsError, column: &str) -> PolarsError {
    let name = clip(column);
    match error {
        PolarsError::ComputeError(reason) => {
            let reason = reason.to_string();
            let reason = reason.strip_prefix(INVALID).unwrap_or(&reason);
            invalid(format!("column '{name}': {reason}"))
        },
        PolarsError::InvalidOperation(reason) => {
            PolarsError::InvalidOperation(format!("column '{name}': {reason}").into())
        },
        other => other,
    }
}
