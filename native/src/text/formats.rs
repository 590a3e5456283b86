//! Dates and times as the text has them: ISO 8601, or a format that the user gives, in chrono's notation.

use chrono::format::{Fixed, Item, Numeric, StrftimeItems};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::cut;
use super::iso::{self, Instant};
use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};

#[derive(Clone, Default)]
pub struct Formats {
    date: Option<String>,
    time: Option<String>,
    datetime: Option<String>,
    /// Whether the format of dates with a time has an offset from UTC.
    zoned: bool,
}

/// What a part of a format says.
#[derive(PartialEq)]
enum Part {
    Date,
    Time,
    /// An offset from UTC, or a point in time that needs none.
    Zone,
    /// The name of a time zone, which chrono passes over.
    Name,
    /// Nothing.
    Text,
    Wrong,
}

impl Part {
    fn of(item: &Item<'_>) -> Self {
        match item {
            Item::Numeric(numeric, _) => match numeric {
                Numeric::Hour
                | Numeric::Hour12
                | Numeric::Minute
                | Numeric::Second
                | Numeric::Nanosecond => Self::Time,
                Numeric::Timestamp => Self::Zone,
                _ => Self::Date,
            },
            Item::Fixed(fixed) => match fixed {
                Fixed::ShortMonthName
                | Fixed::LongMonthName
                | Fixed::ShortWeekdayName
                | Fixed::LongWeekdayName => Self::Date,
                Fixed::TimezoneName => Self::Name,
                Fixed::TimezoneOffset
                | Fixed::TimezoneOffsetColon
                | Fixed::TimezoneOffsetDoubleColon
                | Fixed::TimezoneOffsetTripleColon
                | Fixed::TimezoneOffsetColonZ
                | Fixed::TimezoneOffsetZ
                | Fixed::RFC2822
                | Fixed::RFC3339 => Self::Zone,
                _ if StrftimeItems::new("%#z").any(|zone| zone == *item) => Self::Zone,
                _ => Self::Time,
            },
            Item::Error => Self::Wrong,
            _ => Self::Text,
        }
    }
}

fn parts(format: &str) -> impl Iterator<Item = Part> {
    StrftimeItems::new(format).map(|item| Part::of(&item))
}

/// Refuses a format with parts that are none, or that would be passed over.
fn check(format: &Option<String>, what: &str, allowed: &[Part], way: &str) -> Result<()> {
    let Some(format) = format else {
        return Ok(());
    };
    let refuse = |why: String| Err(Error::Argument(format!("\"{}\" {why}", cut(format))));
    for part in parts(format) {
        if part == Part::Wrong {
            return refuse("is no format of dates and times".into());
        } else if part == Part::Name {
            return refuse(
                "has %Z, and names of time zones are not read: %z reads an offset".into(),
            );
        } else if part != Part::Text && !allowed.contains(&part) {
            return refuse(format!("says more than {what} has: {way}"));
        }
    }
    Ok(())
}

impl Formats {
    pub fn decode(wire: &mut Reader<'_>) -> Result<Self> {
        let mut formats = Self {
            date: wire.optional(Reader::str)?.map(str::to_owned),
            time: wire.optional(Reader::str)?.map(str::to_owned),
            datetime: wire.optional(Reader::str)?.map(str::to_owned),
            zoned: false,
        };
        let way = "withDatetimeFormat reads both";
        check(&formats.date, "a date", &[Part::Date], way)?;
        check(&formats.time, "a time", &[Part::Time], way)?;
        let all = [Part::Date, Part::Time, Part::Zone];
        check(&formats.datetime, "a date with a time", &all, "")?;
        formats.time = formats.time.as_deref().map(fractions);
        formats.datetime = formats.datetime.as_deref().map(fractions);
        formats.zoned = formats
            .datetime
            .as_deref()
            .is_some_and(|format| parts(format).any(|part| part == Part::Zone));
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
        let text = std::str::from_utf8(text).ok()?;
        let date = NaiveDate::parse_from_str(text, format).ok()?;
        if is_short_year(date.year(), text, format) {
            return None;
        }
        i32::try_from(date.signed_duration_since(NaiveDate::default()).num_days()).ok()
    }

    /// The nanoseconds since midnight.
    pub fn time(&self, text: &[u8]) -> Option<i64> {
        let Some(format) = &self.time else {
            return iso::time(text);
        };
        let text = std::str::from_utf8(text).ok()?;
        if is_finer(text) {
            return None;
        }
        let time = NaiveTime::parse_from_str(text, format).ok()?;
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
        if is_finer(text) {
            return None;
        }
        let zoned = self.zoned;
        let local = match zoned {
            true => DateTime::parse_from_str(text, format).ok()?.naive_utc(),
            false => NaiveDateTime::parse_from_str(text, format).ok()?,
        };
        if is_short_year(local.year(), text, format) {
            return None;
        }
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

/// The format in which a fraction of a second is what its digits say: chrono's `%f` counts nanoseconds, so that
/// it takes the 5 of `00:00:00.5` for five of them.
fn fractions(format: &str) -> String {
    let mut read = String::new();
    let mut rest = format.chars();
    while let Some(next) = rest.next() {
        read.push(next);
        match (next, rest.as_str().as_bytes()) {
            ('.', [b'%', b'f', ..]) => {
                read.pop();
                read.push_str("%.f");
                rest = rest.as_str()[2..].chars();
            },
            ('%', [b'f', ..]) => read.push('9'),
            ('%', _) => read.extend(rest.next()),
            _ => {},
        }
    }
    read
}

/// Whether a year of fewer than four digits was taken for one of the first centuries: `%y` reads those of two.
fn is_short_year(year: i32, text: &str, format: &str) -> bool {
    let full = |item| matches!(item, Item::Numeric(Numeric::Year | Numeric::IsoYear, _));
    (0..1000).contains(&year)
        && !text.contains(&format!("{year:04}"))
        && StrftimeItems::new(format).any(full)
}

/// Whether a fraction says more than nanoseconds, which chrono passes over.
fn is_finer(text: &str) -> bool {
    text.split('.').skip(1).any(|fraction| {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit);
        digits.skip(9).any(|digit| digit != b'0')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn datetimes(format: &str) -> Formats {
        Formats {
            datetime: Some(format.into()),
            zoned: parts(format).any(|part| part == Part::Zone),
            ..Formats::default()
        }
    }

    #[test]
    fn offsets_are_never_passed_over() {
        for format in ["%F %T %z", "%F %T %:z", "%F %T %#z"] {
            let formats = datetimes(format);
            let found = formats
                .datetime(b"2024-01-02 01:00:00 +01:00")
                .expect(format);
            assert!(found.zoned);
            assert_eq!(found.in_units(1), Some(1_704_153_600), "{format}");
            for not in ["+99:00", "+24:00", "", "EST"] {
                let text = format!("2024-01-02 01:00:00 {not}");
                assert_eq!(formats.datetime(text.as_bytes()), None, "{format} {not}");
            }
        }
        assert!(
            datetimes("%s")
                .datetime(b"0")
                .is_some_and(|zero| zero.zoned)
        );
        let local = datetimes("%d.%m.%Y %H:%M");
        assert!(
            local
                .datetime(b"31.12.2024 12:00")
                .is_some_and(|at| !at.zoned)
        );
    }

    #[test]
    fn formats_say_what_their_type_has() {
        let date = |format: &str| check(&Some(format.into()), "a date", &[Part::Date], "");
        let time = |format: &str| check(&Some(format.into()), "a time", &[Part::Time], "");
        for format in [
            "%F",
            "%d. %b %Y",
            "%A, %G-W%V-%u",
            "%Y-%m-%d 00:00:00",
            "100%%",
        ] {
            assert!(date(format).is_ok(), "{format}");
        }
        for format in [
            "%F %H", "%F%z", "%s", "%+", "%c", "%Q", "%F %Z", "%F%.f", "%F %p",
        ] {
            assert!(date(format).is_err(), "{format}");
        }
        for format in ["%T", "%H:%M:%S%.f", "%I:%M %p", "%R", "%H%M%S%3f"] {
            assert!(time(format).is_ok(), "{format}");
        }
        for format in ["%T %F", "%T%z", "%T%#z", "%T %Z"] {
            assert!(time(format).is_err(), "{format}");
        }
    }

    #[test]
    fn a_year_has_four_digits() {
        let formats = |format: &str| Formats {
            date: Some(format.into()),
            ..datetimes(&format!("{format} %H:%M"))
        };
        for (format, text, days) in [
            ("%d.%m.%Y", "1.1.0024", Some(-710_762)),
            ("%d.%m.%Y", "1.1.24", None),
            ("%F", "24-01-01", None),
            ("%F", "024-01-01", None),
            ("%G-W%V-%u", "24-W01-1", None),
            ("%d.%m.%y", "1.1.24", Some(19_723)),
        ] {
            assert_eq!(formats(format).date(text.as_bytes()), days, "{text}");
            let at = format!("{text} 00:00");
            let found = formats(format).datetime(at.as_bytes());
            let seconds = found.and_then(|instant| instant.in_units(1));
            assert_eq!(seconds, days.map(|days| i64::from(days) * 86_400), "{at}");
        }
    }

    #[test]
    fn fractions_are_what_their_digits_say() {
        for (format, text, nanos) in [
            ("%H:%M:%S.%f", "00:00:00.5", Some(500_000_000)),
            ("%H:%M:%S.%f", "00:00:00.000000005", Some(5)),
            ("%H:%M:%S,%f", "00:00:00,000000005", Some(5)),
            ("%H:%M:%S,%f", "00:00:00,5", None),
            ("%H%M%S%f", "0000005", None),
            ("%H%M%S%3f", "000000005", Some(5_000_000)),
            ("%H:%M:%S%.f %%f", "00:00:00.5 %f", Some(500_000_000)),
        ] {
            let formats = Formats {
                time: Some(fractions(format)),
                ..Formats::default()
            };
            assert_eq!(formats.time(text.as_bytes()), nanos, "{format} {text}");
        }
    }

    #[test]
    fn no_digit_is_passed_over() {
        let formats = Formats {
            time: Some("%T%.f".into()),
            ..datetimes("%F %T%.f")
        };
        assert_eq!(formats.time(b"00:00:00.0000000010"), Some(1));
        assert_eq!(formats.time(b"00:00:00.0000000001"), None);
        assert!(
            formats
                .datetime(b"2024-01-02 00:00:00.1234567890")
                .is_some()
        );
        assert!(
            formats
                .datetime(b"2024-01-02 00:00:00.1234567891")
                .is_none()
        );
    }
}
