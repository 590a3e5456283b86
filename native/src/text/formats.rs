//! Dates and times as the text has them: ISO 8601, or a format that the user gives, in chrono's notation.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::iso::{self, Instant};
use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};

#[derive(Clone, Default)]
pub struct Formats {
    date: Option<String>,
    time: Option<String>,
    datetime: Option<String>,
}

impl Formats {
    pub fn decode(wire: &mut Reader<'_>) -> Result<Self> {
        let formats = Self {
            date: wire.optional(Reader::str)?.map(str::to_owned),
            time: wire.optional(Reader::str)?.map(str::to_owned),
            datetime: wire.optional(Reader::str)?.map(str::to_owned),
        };
        for format in [&formats.date, &formats.time, &formats.datetime] {
            let items =
                || chrono::format::StrftimeItems::new(format.as_deref().unwrap_or_default());
            if items().any(|item| matches!(item, chrono::format::Item::Error)) {
                let format = format.as_deref().unwrap_or_default();
                return Err(Error::Argument(format!(
                    "\"{format}\" is no format of dates and times"
                )));
            }
        }
        Ok(formats)
    }

    /// Whether any is given.
    pub fn given(&self) -> bool {
        self.date.is_some() || self.time.is_some() || self.datetime.is_some()
    }

    /// Whether text may be a date: where they are looked for, or a format is given for them.
    pub fn looks_for_dates(&self, all: bool) -> bool {
        all || self.date.is_some()
    }

    pub fn looks_for_times(&self, all: bool) -> bool {
        all || self.time.is_some()
    }

    pub fn looks_for_datetimes(&self, all: bool) -> bool {
        all || self.datetime.is_some()
    }

    /// The days from 1970 on.
    pub fn date(&self, text: &[u8]) -> Option<i32> {
        let Some(format) = &self.date else {
            return iso::date(text);
        };
        let date = NaiveDate::parse_from_str(std::str::from_utf8(text).ok()?, format).ok()?;
        i32::try_from(date.signed_duration_since(NaiveDate::default()).num_days()).ok()
    }

    /// The nanoseconds since midnight.
    pub fn time(&self, text: &[u8]) -> Option<i64> {
        let Some(format) = &self.time else {
            return iso::time(text);
        };
        let time = NaiveTime::parse_from_str(std::str::from_utf8(text).ok()?, format).ok()?;
        let nanos = i64::from(time.nanosecond());
        // A leap second is no time of polars'.
        (nanos < 1_000_000_000)
            .then(|| i64::from(time.num_seconds_from_midnight()) * 1_000_000_000 + nanos)
    }

    /// A date with a time.
    pub fn datetime(&self, text: &[u8]) -> Option<Instant> {
        let Some(format) = &self.datetime else {
            return iso::datetime(text);
        };
        let text = std::str::from_utf8(text).ok()?;
        let (local, zoned) = match DateTime::parse_from_str(text, format) {
            Ok(instant) => (instant.naive_utc(), true),
            Err(_) => (NaiveDateTime::parse_from_str(text, format).ok()?, false),
        };
        let utc = local.and_utc();
        let nanos = utc.timestamp_subsec_nanos();
        (nanos < 1_000_000_000).then(|| Instant {
            seconds: utc.timestamp(),
            nanos,
            zoned,
        })
    }

    /// The same, or a date alone, at midnight.
    pub fn date_or_datetime(&self, text: &[u8]) -> Option<Instant> {
        match &self.datetime {
            None => iso::date_or_datetime(text),
            Some(_) => self.datetime(text),
        }
    }
}
