//! Errors about data that is not an Arrow IPC file or stream.

use std::io;
use std::sync::Arc;

use polars::prelude::PolarsError;

use crate::jvm::{Error, Result};

/// What is said of the format before Arrow IPC files.
pub const FEATHER_V1: &str = "it is a Feather V1 file, which only older libraries write; convert it with \
    pyarrow: pyarrow.feather.write_feather(pyarrow.feather.read_table(old), new)";

pub const PARQUET: &str = "it is a Parquet file, which ParquetReader reads";

pub fn invalid(what: impl Into<String>) -> PolarsError {
    PolarsError::ComputeError(format!("not a valid Arrow IPC file: {}", what.into()).into())
}

pub fn invalid_stream(what: &str) -> PolarsError {
    PolarsError::ComputeError(format!("not a valid Arrow IPC stream: {what}").into())
}

/// A stream that is cut off, wherever that is noticed.
pub fn cut_stream() -> PolarsError {
    PolarsError::IO {
        error: Arc::new(io::ErrorKind::UnexpectedEof.into()),
        msg: Some("not a valid Arrow IPC stream: it ends too early".into()),
    }
}

/// The same trouble, told of a stream: what decodes messages does not know which of the two they are of.
fn in_stream(error: PolarsError) -> PolarsError {
    error.wrap_msg(|message| {
        message.replacen(
            "not a valid Arrow IPC file",
            "not a valid Arrow IPC stream",
            1,
        )
    })
}

/// Errors that speak of a stream, not of a file.
pub fn told_of_stream<T>(result: Result<T>) -> Result<T> {
    result.map_err(|error| match error {
        Error::Polars(error, file) => Error::Polars(in_stream(error), file),
        other => other,
    })
}
