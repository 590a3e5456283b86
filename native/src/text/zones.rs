//! Points in time whose offset from UTC has seconds, as those from before the standard times have: polars writes
//! offsets without them.

use std::fmt::Write;

use chrono::format::{Fixed, Item, StrftimeItems};
use chrono::{DateTime, Offset};
use polars::prelude::*;
use polars_arrow::temporal_conversions::{parse_offset, parse_offset_tz, timestamp_to_datetime};

/// No zone has such an offset from 1973 on, in seconds from 1970.
const LATEST: i64 = 3 * 366 * 86_400;

/// The text of a column if some of its offsets have seconds: as polars writes it, but with them. Refuses a format
/// that would leave them out.
pub fn with_seconds(
    values: &Series,
    unit: TimeUnit,
    zone: &TimeZone,
    format: Option<&str>,
) -> PolarsResult<Option<StringChunked>> {
    let (per_second, plain) = match unit {
        TimeUnit::Milliseconds => (1_000, "%FT%T.%3f"),
        TimeUnit::Microseconds => (1_000_000, "%FT%T.%6f"),
        TimeUnit::Nanoseconds => (1_000_000_000, "%FT%T.%9f"),
    };
    let physical = values.to_physical_repr();
    let physical = physical.i64()?;
    if physical
        .min()
        .is_none_or(|least| least >= LATEST * per_second)
    {
        return Ok(None);
    }
    let column = Column {
        instants: physical,
        unit,
        plain,
        format,
    };
    match (parse_offset(zone), parse_offset_tz(zone)) {
        (Ok(zone), _) => column.said(&zone),
        (_, Ok(zone)) => column.said(&zone),
        _ => Ok(None), // polars refuses it
    }
}

struct Column<'a> {
    instants: &'a Int64Chunked,
    unit: TimeUnit,
    plain: &'a str,
    format: Option<&'a str>,
}

impl Column<'_> {
    fn said<Z: chrono::TimeZone>(&self, zone: &Z) -> PolarsResult<Option<StringChunked>>
    where
        Z::Offset: std::fmt::Display,
    {
        let unit = self.unit.to_arrow();
        let at = |instant| timestamp_to_datetime(instant, unit, zone);
        let odd = |instant: &DateTime<Z>| instant.offset().fix().local_minus_utc() % 60 != 0;
        if !self
            .instants
            .iter()
            .flatten()
            .any(|instant| odd(&at(instant)))
        {
            return Ok(None);
        }
        if let Some(format) = self.format {
            let loses = StrftimeItems::new(format).any(|item| {
                let whole = [Fixed::TimezoneOffsetDoubleColon, Fixed::TimezoneName];
                match &item {
                    Item::Fixed(Fixed::RFC2822 | Fixed::RFC3339) => true,
                    Item::Fixed(fixed) if !whole.contains(fixed) => {
                        format!("{fixed:?}").contains("TimezoneOffset")
                    },
                    _ => false,
                }
            });
            polars_ensure!(
                !loses,
                InvalidOperation: "column '{}': an offset from UTC has seconds, which withDatetimeFormat leaves out: \
                 %::z writes them",
                self.instants.name()
            );
            return Ok(None);
        }
        let texts = self.instants.iter().map(|instant| {
            let instant = at(instant?);
            let offset = if odd(&instant) { "%::z" } else { "%z" };
            let mut text = String::new();
            write!(
                text,
                "{}{}",
                instant.format(self.plain),
                instant.format(offset)
            )
            .ok()?;
            Some(text)
        });
        Ok(Some(texts.collect()))
    }
}
