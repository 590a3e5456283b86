//! Dates and times in the shapes of ISO 8601: `2024-01-31`, `23:59:59.5`, both with a `T` or a space between
//! them, and an offset from UTC behind. Nothing else is one.

use super::writable::DAYS;

const DAY_SECONDS: i64 = 86_400;

/// A point in time as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    /// From 1970 on; in UTC if `zoned`, else in whatever zone the text means.
    pub seconds: i64,
    pub nanos: u32,
    pub zoned: bool,
}

impl Instant {
    /// In units of which a second has `per_second`, if none of it is lost.
    pub fn in_units(self, per_second: i64) -> Option<i64> {
        let unit = 1_000_000_000 / per_second;
        let nanos = i64::from(self.nanos);
        if nanos % unit != 0 {
            return None;
        }
        let whole = i128::from(self.seconds) * i128::from(per_second) + i128::from(nanos / unit);
        i64::try_from(whole).ok()
    }
}

/// The days from 1970 on.
pub fn date(text: &[u8]) -> Option<i32> {
    let (days, rest) = days(text)?;
    rest.is_empty().then_some(days)
}

/// The nanoseconds since midnight.
pub fn time(text: &[u8]) -> Option<i64> {
    let (seconds, nanos, rest) = clock(text, true)?;
    rest.is_empty()
        .then_some(i64::from(seconds) * 1_000_000_000 + i64::from(nanos))
}

/// A date with a time.
pub fn datetime(text: &[u8]) -> Option<Instant> {
    let (days, rest) = days(text)?;
    let (b'T' | b't' | b' ', rest) = rest.split_first()? else {
        return None;
    };
    let (seconds, nanos, rest) = clock(rest, false)?;
    let offset = match rest {
        [] => None,
        rest => Some(offset(rest)?),
    };
    Some(Instant {
        seconds: i64::from(days) * DAY_SECONDS + i64::from(seconds)
            - i64::from(offset.unwrap_or(0)),
        nanos,
        zoned: offset.is_some(),
    })
}

/// A date at midnight, or a date with a time.
pub fn date_or_datetime(text: &[u8]) -> Option<Instant> {
    match date(text) {
        Some(days) => Some(Instant {
            seconds: i64::from(days) * DAY_SECONDS,
            nanos: 0,
            zoned: false,
        }),
        None => datetime(text),
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.wrapping_sub(b'0');
        (digit < 10).then(|| number * 10 + u32::from(digit))
    })
}

/// The days from 1970 on, and what follows. A year has four digits, or a sign and at most six.
fn days(text: &[u8]) -> Option<(i32, &[u8])> {
    let sign = match text.first()? {
        b'-' => -1,
        b'+' => 1,
        _ => 0,
    };
    let text = if sign == 0 { text } else { &text[1..] };
    let width = text.iter().position(|&byte| byte == b'-')?;
    let fits = if sign == 0 {
        width == 4
    } else {
        (4..=6).contains(&width)
    };
    if !fits || text.len() < width + 6 || text[width + 3] != b'-' {
        return None;
    }
    let year = number(&text[..width])? as i32 * if sign < 0 { -1 } else { 1 };
    let month = number(&text[width + 1..width + 3])?;
    let day = number(&text[width + 4..width + 6])?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=last).contains(&day) {
        return None;
    }
    let days = from_civil(year, month as i32, day as i32);
    let allowed = (DAYS.0..=DAYS.1).contains(&i64::from(days));
    allowed.then_some((days, &text[width + 6..]))
}

/// The days from 1970 on of a date of the proleptic Gregorian calendar: years are counted from March, in
/// eras of 400.
fn from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = year - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The seconds and nanoseconds since midnight, and what follows. Seconds may be left out if they need not be
/// there; of their fraction no digit behind the nanoseconds may say anything.
fn clock(text: &[u8], with_seconds: bool) -> Option<(u32, u32, &[u8])> {
    let two = |at: usize| number(text.get(at..at + 2)?);
    let (hour, minute) = (two(0)?, two(3)?);
    if text[2] != b':' || hour > 23 || minute > 59 {
        return None;
    }
    let minutes = (hour * 60 + minute) * 60;
    if text.get(5) != Some(&b':') {
        return (!with_seconds).then_some((minutes, 0, &text[5..]));
    }
    let second = two(6).filter(|second| *second < 60)?;
    let rest = &text[8..];
    let [b'.', fraction @ ..] = rest else {
        return Some((minutes + second, 0, rest));
    };
    let count = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, rest) = fraction.split_at(count);
    let (kept, lost) = digits.split_at(count.min(9));
    if count == 0 || lost.iter().any(|digit| *digit != b'0') {
        return None;
    }
    let nanos = number(kept)? * 10_u32.pow(9 - kept.len() as u32);
    Some((minutes + second, nanos, rest))
}

/// The seconds of an offset from UTC: `Z`, `+01`, `+0130`, `+01:30`, `+00:53:28`.
fn offset(text: &[u8]) -> Option<i32> {
    let (sign, digits) = match text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let two = |at: usize| number(&digits[at..at + 2]);
    let colon = |at: usize| digits[at] == b':';
    let (hours, minutes, seconds) = match digits.len() {
        2 => (two(0)?, 0, 0),
        4 => (two(0)?, two(2)?, 0),
        5 if colon(2) => (two(0)?, two(3)?, 0),
        8 if colon(2) && colon(5) => (two(0)?, two(3)?, two(6)?),
        _ => return None,
    };
    let all = (hours * 60 + minutes) * 60 + seconds;
    (hours < 24 && minutes < 60 && seconds < 60).then_some(sign * all as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_iso_alone() {
        assert_eq!(date(b"1970-01-01"), Some(0));
        assert_eq!(date(b"2024-02-29"), Some(19_782));
        assert_eq!(date(b"0000-03-01"), Some(-719_468));
        assert_eq!(date(b"-0044-03-15"), Some(-735_525));
        assert_eq!(date(b"+12024-01-01"), Some(3_672_148));
        assert_eq!(date(b"9999-12-31"), Some(2_932_896));
        for not in [
            "2023-02-29",
            "2024-13-01",
            "2024-00-01",
            "2024-1-1",
            "01-02-2024",
            "1.2.3",
            "01/02/24",
            "20240102",
            "2024-01-02 ",
            "",
            "-",
            "12024-01-01",
            "+999999-01-01",
            "2024-01-0x",
        ] {
            assert_eq!(date(not.as_bytes()), None, "{not}");
        }
    }

    #[test]
    fn times_have_hours_minutes_and_seconds() {
        assert_eq!(time(b"00:00:01.5"), Some(1_500_000_000));
        assert_eq!(time(b"23:59:59.9999999990"), Some(86_399_999_999_999));
        for not in [
            "24:00:00",
            "3:2",
            "16:9",
            "12:30",
            "12:30:60",
            "12:30:00.",
            "12:30:00.0000000001",
        ] {
            assert_eq!(time(not.as_bytes()), None, "{not}");
        }
    }

    #[test]
    fn instants_keep_what_is_written() {
        let at = |text: &str| datetime(text.as_bytes());
        let local = at("1969-12-31T23:59:59.999999999").expect("a time");
        assert_eq!(
            (
                local.in_units(1_000_000_000),
                local.in_units(1_000_000),
                local.zoned
            ),
            (Some(-1), None, false)
        );
        let zoned = at("2024-01-02 01:30+01:30").expect("a time");
        assert_eq!(
            (zoned.in_units(1000), zoned.zoned),
            (Some(1_704_153_600_000), true)
        );
        assert_eq!(at("2024-01-02T00:00:00Z"), at("2024-01-01T19:00:00-0500"));
        assert_eq!(at("1890-01-01T00:53:28+00:53:28"), at("1890-01-01T00:00Z"));
        assert_eq!(
            at("9999-12-31T00:00").and_then(|far| far.in_units(1_000_000_000)),
            None
        );
        for not in [
            "2024-01-02",
            "2024-01-02T",
            "2024-01-02T24:00",
            "2024-01-02 00:00 UTC",
            "2024-01-02T00:00+1",
            "2024-01-02T00:00+00:00:60",
            "2024-01-02T00:00+00:0000",
        ] {
            assert_eq!(at(not), None, "{not}");
        }
        assert_eq!(
            date_or_datetime(b"1970-01-02").and_then(|day| day.in_units(1)),
            Some(DAY_SECONDS)
        );
    }
}
