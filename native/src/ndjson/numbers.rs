//! The numbers that most rows have, read in one pass: their end is found on the way. What is not such a one is
//! left to [`super::json::Json::number`], which says what is wrong with it.

use crate::text::number;

/// So many digits fit `Int64` whatever they are.
const DIGITS: usize = 18;

/// The whole number that the text begins with, if `Int64` writes it so, and its length.
#[inline]
pub fn whole(text: &[u8]) -> Option<(i64, usize)> {
    let start = usize::from(text.first() == Some(&b'-'));
    let (mut at, mut value) = (start, 0_i64);
    while let Some(byte @ b'0'..=b'9') = text.get(at) {
        if at - start == DIGITS {
            return None;
        }
        value = value * 10 + i64::from(byte - b'0');
        at += 1;
    }
    // Neither a zero in front of others nor one with a sign.
    let zero = text.get(start) == Some(&b'0') && at > 1;
    let usual = at > start && !zero && ends(text, at);
    usual.then_some((if start > 0 { -value } else { value }, at))
}

/// The number that the text begins with, if `Float64` gives it back, and its length.
#[inline]
pub fn fraction(text: &[u8]) -> Option<(f64, usize)> {
    let (float, length) = number::front(text, b'.')?;
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    // JSON has digits on both sides of a point.
    let first = usize::from(text.first() == Some(&b'-'));
    let usual = float.exact && digit(first) && digit(length - 1) && ends(text, length);
    usual.then_some((float.value, length))
}

/// Whether a value may end there: the end of the text may only be that of what was read so far.
#[inline]
fn ends(text: &[u8], at: usize) -> bool {
    matches!(
        text.get(at),
        Some(b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t')
    )
}

#[cfg(test)]
mod tests {
    use super::super::json::{Json, Leniency};
    use super::*;

    const NUMBERS: &[&str] = &[
        "0",
        "7",
        "-7",
        "-0",
        "00",
        "01",
        "-01",
        "-",
        "",
        "10",
        "1.5",
        "-1.5",
        "1.",
        ".5",
        "-.5",
        "-.",
        "0.0",
        "-0.0",
        "00.5",
        "0.1",
        "1e5",
        "1E5",
        "1.5e3",
        "+1",
        "1x",
        "1.5x",
        "0x1",
        "999999999999999999",
        "-999999999999999999",
        "9999999999999999999",
        "18446744073709551615",
        "1000000000000000000",
        "123456789.123456789",
        "0.30000000000000004",
        "0.30000000000000003",
        "12345678901234567.25",
        "9007199254740993",
        "9007199254740993.0",
        "1e400",
        "1.2.3",
        "1-2",
        "0.12345678901234567890123",
        "100000000000000000000",
        "100000000000000000000.5",
        "NaN",
    ];

    #[test]
    fn what_is_read_in_one_pass_is_what_is_read_in_two() {
        let mut usual = 0;
        for number in NUMBERS {
            for end in [
                ",", "}", "]", " ", "\n", "\r", "\t", "", "\"", ":", "e", ".",
            ] {
                let text = format!("{number}{end}");
                let text = text.as_bytes();
                let mut json = Json::new(text, Leniency::default());
                let first = matches!(text.first(), Some(b'-' | b'0'..=b'9'));
                let read = first.then(|| json.number().ok()).flatten();
                let read = read.filter(|_| json.at == number.len());
                if let Some((value, length)) = whole(text) {
                    assert_eq!(read.and_then(crate::text::number::int64), Some(value));
                    assert_eq!(length, number.len());
                    usual += 1;
                }
                if let Some((value, length)) = fraction(text) {
                    let float = read.and_then(|read| crate::text::number::float(read, b'.'));
                    let float = float.filter(|float| float.exact).map(|float| float.value);
                    assert_eq!(float.map(f64::to_bits), Some(value.to_bits()), "{number}");
                    assert_eq!(length, number.len());
                    usual += 1;
                }
            }
        }
        assert_eq!(usual, 126);
    }
}
