//! Makes dates and times of text as it says: polars' cast drops an offset from UTC.

use polars::prelude::*;

use crate::text::iso::{self, Instant};

/// What a column of text says in the shapes of ISO 8601, null where the type cannot hold it; `None` if the column
/// is not of text, or the type counts no time.
pub fn times(series: &Series, dtype: &DataType) -> Option<Series> {
    let text = series.try_str()?;
    let texts = text.iter().map(|text| text.map(str::as_bytes));
    let times = match dtype {
        DataType::Date => {
            let days: Int32Chunked = texts.map(|text| iso::date(text?)).collect();
            days.into_date().into_series()
        },
        DataType::Time => {
            let nanos: Int64Chunked = texts.map(|text| iso::time(text?)).collect();
            nanos.into_time().into_series()
        },
        DataType::Datetime(unit, zone) => {
            // Without an offset it is of no zone, or of the one that has none.
            let utc = zone.as_ref().is_some_and(|zone| zone == &TimeZone::UTC);
            let fits = |instant: &Instant| utc || instant.zoned == zone.is_some();
            let per_second = match unit {
                TimeUnit::Milliseconds => 1_000,
                TimeUnit::Microseconds => 1_000_000,
                TimeUnit::Nanoseconds => 1_000_000_000,
            };
            let points: Int64Chunked = texts
                .map(|text| {
                    let instant = iso::date_or_datetime(text?).filter(fits)?;
                    instant.in_units(per_second)
                })
                .collect();
            points.into_datetime(*unit, zone.clone()).into_series()
        },
        _ => return None,
    };
    Some(times.with_name(series.name().clone()))
}
