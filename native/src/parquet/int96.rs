//! Times of 96 bits, as older writers store them: the nanoseconds of a day, and the Julian day.

use chrono::DateTime;
use polars::prelude::*;

use super::bytes::{self, NoNumber};
use super::rows::Rows;

/// Of each value.
pub const BYTES: usize = 12;

/// The Julian day of 1970-01-01.
const EPOCH: i64 = 2_440_588;
const DAY: i128 = 86_400_000_000_000;

/// The times that the bytes are, of nanoseconds; those beyond are refused.
pub fn instants(series: &Series, rows: Rows<'_>) -> PolarsResult<Series> {
    let times = bytes::numbers::<Int64Type>(series.binary()?, |bytes| {
        i64::try_from(nanoseconds(bytes)?).ok()
    })?;
    let times = times.map_err(|NoNumber(place, bytes)| {
        polars_err!(
            InvalidOperation:
            "row {} has {}, an INT96 that nanoseconds do not reach (they go from 1677-09-21 to 2262-04-11): have it \
             written as TIMESTAMP of microseconds (spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS in Spark)",
            rows(place), told(nanoseconds(bytes).unwrap_or_default())
        )
    })?;
    Ok(times
        .into_datetime(TimeUnit::Nanoseconds, None)
        .into_series())
}

/// From 1970 on.
fn nanoseconds(bytes: &[u8]) -> Option<i128> {
    let (of_day, day) = bytes.split_first_chunk()?;
    let days = i64::from(u32::from_le_bytes(day.try_into().ok()?)) - EPOCH;
    Some(i128::from(days) * DAY + i128::from(i64::from_le_bytes(*of_day)))
}

/// As ISO 8601, as far as years go.
fn told(value: i128) -> String {
    const SECOND: i128 = 1_000_000_000;
    let seconds = i64::try_from(value.div_euclid(SECOND)).ok();
    let time = seconds
        .and_then(|seconds| DateTime::from_timestamp(seconds, value.rem_euclid(SECOND) as u32));
    match time {
        Some(time) => time.naive_utc().format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
        None => format!("the day {} from 1970 on", value.div_euclid(DAY)),
    }
}
