//! Durations as ISO 8601 has them: `PT1.5S`, `-P1DT2H3M4S`. A day has 24 hours; years, months and weeks are none.

use std::io::Write;

use polars::prelude::TimeUnit;

fn per_second(unit: TimeUnit) -> i128 {
    match unit {
        TimeUnit::Milliseconds => 1_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Nanoseconds => 1_000_000_000,
    }
}

/// Appends a duration, as Java and chrono write it in part: days, and seconds with their fraction.
pub fn write(value: i64, unit: TimeUnit, to: &mut Vec<u8>) {
    let (per_second, value) = (per_second(unit), i128::from(value));
    if value < 0 {
        to.push(b'-');
    }
    let value = value.abs();
    let (seconds, fraction) = (value / per_second, value % per_second);
    let (days, seconds) = (seconds / 86_400, seconds % 86_400);
    to.push(b'P');
    if days > 0 {
        let _ = write!(to, "{days}D");
    }
    if days == 0 || seconds > 0 || fraction > 0 {
        let _ = write!(to, "T{seconds}");
        if fraction > 0 {
            let digits = per_second.ilog10() as usize;
            let _ = write!(to, ".{fraction:0digits$}");
            let zeros = to.iter().rev().take_while(|digit| **digit == b'0');
            to.truncate(to.len() - zeros.count());
        }
        to.push(b'S');
    }
}

/// In units, if none of it is lost.
pub fn read(text: &str, unit: TimeUnit) -> Option<i64> {
    let (negative, rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let mut rest = rest.strip_prefix(b"P")?;
    let mut parts: &[(u8, i128)] = &[(b'D', 86_400)];
    let (mut timed, mut any, mut units) = (false, false, 0_i128);
    while !rest.is_empty() {
        if let (false, [b'T', behind @ ..]) = (timed, rest) {
            (timed, any, rest) = (true, false, behind);
            parts = &[(b'H', 3600), (b'M', 60), (b'S', 1)];
            continue;
        }
        let count = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let (digits, mut behind) = rest.split_at(count);
        let mut fraction: &[u8] = &[];
        if let [b'.' | b',', digits @ ..] = behind {
            let count = digits.iter().take_while(|b| b.is_ascii_digit()).count();
            (fraction, behind) = digits.split_at(count);
            if count == 0 {
                return None;
            }
        }
        let (name, after) = behind.split_first()?;
        let place = parts.iter().position(|(part, _)| part == name)?;
        let (_, seconds) = parts[place];
        parts = &parts[place + 1..];
        if digits.is_empty() || (!fraction.is_empty() && *name != b'S') {
            return None;
        }
        let number: i128 = std::str::from_utf8(digits).ok()?.parse().ok()?;
        let whole = number.checked_mul(seconds)?.checked_mul(per_second(unit))?;
        units = units
            .checked_add(whole)?
            .checked_add(fraction_in(fraction, unit)?)?;
        (any, rest) = (true, after);
    }
    let units = if negative { -units } else { units };
    any.then(|| i64::try_from(units).ok())?
}

fn fraction_in(digits: &[u8], unit: TimeUnit) -> Option<i128> {
    let mut part = per_second(unit);
    let mut units = 0;
    for digit in digits {
        part /= 10;
        let digit = i128::from(digit - b'0');
        if part == 0 && digit != 0 {
            return None;
        }
        units += digit * part;
    }
    Some(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: i64, unit: TimeUnit) -> String {
        let mut text = Vec::new();
        write(value, unit, &mut text);
        String::from_utf8(text).expect("ASCII")
    }

    #[test]
    fn durations_come_back() {
        for (value, unit, text) in [
            (0, TimeUnit::Nanoseconds, "PT0S"),
            (1_500, TimeUnit::Milliseconds, "PT1.5S"),
            (-1, TimeUnit::Nanoseconds, "-PT0.000000001S"),
            (86_400_000_000, TimeUnit::Microseconds, "P1D"),
            (90_061_000, TimeUnit::Milliseconds, "P1DT3661S"),
        ] {
            assert_eq!(written(value, unit), text);
        }
        for unit in [
            TimeUnit::Milliseconds,
            TimeUnit::Microseconds,
            TimeUnit::Nanoseconds,
        ] {
            for value in [i64::MIN, -1, 0, 1, 999, 1_000_000, 86_399_999_999, i64::MAX] {
                let text = written(value, unit);
                assert_eq!(read(&text, unit), Some(value), "{text}");
            }
        }
    }

    #[test]
    fn others_are_read_or_refused() {
        let ms = |text| read(text, TimeUnit::Milliseconds);
        assert_eq!(ms("P1DT2H3M4.5S"), Some(93_784_500));
        assert_eq!(ms("+PT36H"), Some(129_600_000));
        assert_eq!(ms("PT1,25S"), Some(1_250));
        assert_eq!(ms("PT0.0010S"), Some(1));
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "1S",
            "PT1",
            "PT1.S",
            "PT.5S",
            "P1Y",
            "P1M",
            "P1W",
            "P1S",
            "PT1D",
            "PT1S1M",
            "PT1S1S",
            "PT1.5M",
            "PT0.0001S",
            "PT1S ",
            "P1H",
            "PT1ST",
            "PTT1S",
            "P999999999999999999D",
        ] {
            assert_eq!(ms(text), None, "{text}");
        }
    }
}
