//! What polars calls time zones, and what it has no name for.

use polars::prelude::{PlSmallStr, TimeZone};

/// The name that polars knows a time zone by. An offset of whole hours is a zone of its own; others are read
/// in UTC, where instants are the same.
pub fn canonical_zone(zone: &str) -> Option<PlSmallStr> {
    if let Some(seconds) = offset(zone) {
        let hours = seconds / 3600;
        return Some(
            match seconds % 3600 == 0 && hours != 0 && (-12..=14).contains(&hours) {
                true => format!("Etc/GMT{:+}", -hours).into(),
                false => PlSmallStr::from_static("UTC"),
            },
        );
    }
    let known = TimeZone::opt_try_new(Some(zone)).ok().flatten();
    known.map(|zone| zone.as_str().into())
}

/// The offset from UTC that a zone of no name in polars is, as `+05:30`; nothing where polars has a name for it.
pub fn nameless_offset(zone: &str) -> Option<String> {
    let seconds = offset(zone).filter(|seconds| *seconds != 0)?;
    if canonical_zone(zone)? != "UTC" {
        return None;
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, rest) = (seconds.abs() / 3600, seconds.abs() % 3600);
    let text = format!("{sign}{hours:02}:{:02}", rest / 60);
    Some(match rest % 60 {
        0 => text,
        rest => format!("{text}:{rest:02}"),
    })
}

/// The seconds of an offset from UTC, such as Z, +05:30 or GMT+2.
fn offset(zone: &str) -> Option<i32> {
    if zone == "Z" || zone == "z" {
        return Some(0);
    }
    let named = ["UTC", "GMT", "UT"]
        .iter()
        .find_map(|name| zone.strip_prefix(name));
    let text = named.unwrap_or(zone);
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = &text[1..];
    let parts: Vec<&str> = match digits.contains(':') {
        true => digits.split(':').collect(),
        false if digits.len() > 2 && digits.is_ascii() => {
            vec![&digits[..digits.len() - 2], &digits[digits.len() - 2..]]
        },
        false => vec![digits],
    };
    let mut seconds = 0;
    for (part, (unit, most)) in parts.iter().zip([(3600, 18), (60, 59), (1, 59)]) {
        let plain = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let value: i32 = part.parse().ok().filter(|value| plain && *value <= most)?;
        seconds += unit * value;
    }
    (parts.len() <= 3).then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_become_what_polars_knows() {
        for (zone, known) in [
            ("Europe/Berlin", Some("Europe/Berlin")),
            ("UTC", Some("UTC")),
            ("Z", Some("UTC")),
            ("+00:00", Some("UTC")),
            ("+05:30", Some("UTC")),
            ("+02:00", Some("Etc/GMT-2")),
            ("-0700", Some("Etc/GMT+7")),
            ("GMT+02:00", Some("Etc/GMT-2")),
            ("GMT+2", Some("Etc/GMT-2")),
            ("UTC-11", Some("Etc/GMT+11")),
            ("GMT", Some("GMT")),
            ("-18:00", Some("UTC")),
            ("+25:00", None),
            ("Mars/Phobos", None),
            ("+", None),
            ("+1:2:3:4", None),
        ] {
            assert_eq!(canonical_zone(zone).as_deref(), known, "{zone}");
        }
    }

    #[test]
    fn offsets_without_a_name_are_told() {
        for (zone, told) in [
            ("+05:30", Some("+05:30")),
            ("-0330", Some("-03:30")),
            ("GMT+5:45", Some("+05:45")),
            ("-18:00", Some("-18:00")),
            ("+00:53:28", Some("+00:53:28")),
            ("+02:00", None),
            ("Z", None),
            ("Asia/Kolkata", None),
        ] {
            assert_eq!(nameless_offset(zone).as_deref(), told, "{zone}");
        }
    }
}
