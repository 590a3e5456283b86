//! Makes dates and times of text as it says: polars' cast drops an offset from UTC.

use polars::prelude::*;

use crate::text::{cells, iso};

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
            let points: Int64Chunked = texts
                .map(|text| cells::point(iso::date_or_datetime(text?)?, *unit, zone.as_ref()))
                .collect();
            points.into_datetime(*unit, zone.clone()).into_series()
        },
        _ => return None,
    };
    Some(times.with_name(series.name().clone()))
}
