//! Columns as text, for a format that has no form for them.

use polars::prelude::*;

use super::binary::BinaryText;
use super::{duration, zones};

/// Bytes and durations as text, and points in time that polars would write wrongly; `None` for other columns.
/// `format` is that of dates with a time.
pub fn as_text(
    values: &Series,
    binary: Option<BinaryText>,
    format: Option<&str>,
) -> PolarsResult<Option<Series>> {
    let name = values.name().clone();
    let mut text = Vec::new();
    let mut said = |say: &dyn Fn(&mut Vec<u8>)| {
        text.clear();
        say(&mut text);
        String::from_utf8(text.clone()).ok()
    };
    let texts: StringChunked = match (values.dtype(), binary) {
        (DataType::Binary, Some(form)) => {
            let bytes = values.binary()?.iter();
            bytes
                .map(|bytes| bytes.and_then(|bytes| said(&|to| form.encode(bytes, to))))
                .collect()
        },
        (DataType::Duration(unit), _) => {
            let physical = values.to_physical_repr();
            let durations = physical.i64()?.iter();
            let durations = durations
                .map(|value| value.and_then(|value| said(&|to| duration::write(value, *unit, to))));
            durations.collect()
        },
        (DataType::Datetime(unit, Some(zone)), _) => {
            let Some(texts) = zones::with_seconds(values, *unit, zone, format)? else {
                return Ok(None);
            };
            texts
        },
        _ => return Ok(None),
    };
    Ok(Some(texts.with_name(name).into_series()))
}
