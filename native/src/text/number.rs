//! Numbers as text has them, and the narrowest type that gives a column of them back: `Int64`, then `UInt64`,
//! then `Decimal`; `Float64` only where it gives the written value back. What no number type gives back is text.

use polars::prelude::DataType;

/// The most digits of a decimal.
pub const DIGITS: usize = 38;

/// The whole numbers up to this one, and their negatives, are all floating point numbers.
const WHOLE_FLOATS: u64 = 1 << 53;

/// A number taken apart: `digits` × 10^`exponent`, without zeros at either end of the digits.
struct Parts<'a> {
    negative: bool,
    /// Whether it is written without a point and an exponent.
    whole: bool,
    /// The digits before and behind the point.
    before: &'a [u8],
    behind: &'a [u8],
    /// How many digits count.
    count: usize,
    exponent: i64,
}

impl<'a> Parts<'a> {
    /// `None` if it is no number, or one with zeros in front, which are more than a number.
    fn of(text: &'a [u8], point: u8) -> Option<Self> {
        let (sign, rest) = match text.first()? {
            sign @ (b'-' | b'+') => (Some(*sign), &text[1..]),
            _ => (None, text),
        };
        let (before, rest) = digits(rest);
        if before.len() > 1 && before[0] == b'0' {
            return None;
        }
        let (behind, rest, pointed) = match rest.split_first() {
            Some((&byte, rest)) if byte == point => {
                let (behind, rest) = digits(rest);
                (behind, rest, true)
            },
            _ => (&rest[..0], rest, false),
        };
        if before.is_empty() && behind.is_empty() {
            return None;
        }
        let mut exponent = 0;
        if let [b'e' | b'E', rest @ ..] = rest {
            exponent = exponent_of(rest)?;
        } else if !rest.is_empty() {
            return None;
        }
        let whole = !pointed && rest.is_empty();
        if whole && sign == Some(b'+') {
            return None;
        }
        let zeros = |digits: &[u8]| digits.iter().take_while(|&&digit| digit == b'0').count();
        let last = |digits: &[u8]| {
            digits
                .iter()
                .rev()
                .take_while(|&&digit| digit == b'0')
                .count()
        };
        let mut leading = zeros(before);
        if leading == before.len() {
            leading += zeros(behind);
        }
        let all = before.len() + behind.len();
        let mut trailing = last(behind);
        if trailing == behind.len() {
            trailing += last(before);
        }
        let count = all.saturating_sub(leading + trailing);
        Some(Self {
            negative: sign == Some(b'-'),
            whole,
            before,
            behind,
            count,
            exponent: match count {
                0 => 0,
                _ => exponent - behind.len() as i64 + trailing as i64,
            },
        })
    }

    /// The digits that count.
    fn significant(&self) -> impl Iterator<Item = u8> {
        let all = self.before.iter().chain(self.behind).copied();
        all.skip_while(|&digit| digit == b'0').take(self.count)
    }

    fn float(&self, text: &[u8], point: u8) -> Float {
        let text: String = text
            .iter()
            .map(|&byte| if byte == point { '.' } else { char::from(byte) })
            .collect();
        let value: f64 = text.parse().unwrap_or(f64::NAN);
        Float {
            value,
            exact: self.is(value),
        }
    }

    /// Whether the value gives the written digits back, rounded to as many, to even where two are as near.
    fn is(&self, value: f64) -> bool {
        if !value.is_finite() || value == 0.0 {
            return value == 0.0 && self.count == 0;
        }
        if self.count > FLOAT_DIGITS {
            return false;
        }
        let value = value.abs();
        let text = format!("{value:.*e}", self.count - 1);
        let (mantissa, exponent) = text.split_once('e').expect("an exponent");
        let digits = mantissa.bytes().filter(|byte| *byte != b'.');
        digits.eq(self.significant())
            && exponent.parse() == Ok(self.exponent + self.count as i64 - 1)
    }
}

/// The most digits that a floating point number can give back.
const FLOAT_DIGITS: usize = 17;

/// The powers of ten that are floating point numbers.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Reads what most floating point numbers look like: a few digits, with a point among them or not.
#[inline]
fn plain(text: &[u8], point: u8) -> Option<Float> {
    let (float, length) = front(text, point)?;
    (length == text.len()).then_some(float)
}

/// Reads such a number at the front. Gives its length, too.
#[inline]
pub fn front(text: &[u8], point: u8) -> Option<(Float, usize)> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if matches!(digits, [b'0', b'0'..=b'9', ..]) {
        return None;
    }
    let mut number = Digits::default();
    let mut rest = number.read(digits);
    let before = digits.len() - rest.len();
    let mut behind = 0;
    if let [byte, fraction @ ..] = rest
        && *byte == point
    {
        rest = number.read(fraction);
        behind = fraction.len() - rest.len();
    }
    if before + behind == 0 || number.count > Digits::MOST {
        return None;
    }
    let length = text.len() - rest.len();
    let (number, power) = (number.value, *POWERS.get(behind)?);
    let (value, exact) = if number <= WHOLE_FLOATS {
        // Both are exact, so that the result is rounded once.
        let value = number as f64 / power;
        let exact = number < 1_000_000_000_000_000 || residue(value, power, number).abs() < 0.5;
        (value, exact)
    } else {
        if number >= 100_000_000_000_000_000 {
            let digits = &digits[..digits.len() - rest.len()];
            let value: f64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
            let value = if negative { -value } else { value };
            let exact = false;
            return (behind == 0).then_some((Float { value, exact }, length));
        }
        let near = number as f64 / power;
        let value = near + residue(near, power, number) / power;
        let left = residue(value, power, number).abs();
        let step = value - f64::from_bits(value.to_bits() - 1);
        if left >= 0.499 * step * power {
            return None; // another one may be as near
        }
        (value, left < 0.5)
    };
    let value = if negative { -value } else { value };
    (exact || behind == 0).then_some((Float { value, exact }, length))
}

/// The number − value × power, where that is small: the product is taken with its error, after Dekker.
#[inline]
fn residue(value: f64, power: f64, number: u64) -> f64 {
    let halves = |x: f64| {
        let high = 134_217_729.0 * x; // 2^27 + 1
        let high = high - (high - x);
        (high, x - high)
    };
    let product = value * power;
    let ((a, b), (c, d)) = (halves(value), halves(power));
    let error = ((a * c - product) + a * d + b * c) + b * d;
    let whole = product as i64;
    (number as i64 - whole) as f64 - (product - whole as f64) - error
}

/// Digits read so far, as a whole number.
#[derive(Default)]
struct Digits {
    value: u64,
    /// How many there are, without zeros in front.
    count: usize,
}

impl Digits {
    /// So many digits fit whatever they are.
    const MOST: usize = 19;

    /// Reads the digits at the front. Gives what follows.
    #[inline]
    fn read<'a>(&mut self, mut text: &'a [u8]) -> &'a [u8] {
        if self.count == 0 {
            while let [b'0', rest @ ..] = text {
                text = rest;
            }
        }
        while let Some((chunk, rest)) = text.split_first_chunk()
            && let Some(eight) = eight_digits(*chunk)
        {
            self.value = self.value.wrapping_mul(100_000_000).wrapping_add(eight);
            self.count += 8;
            text = rest;
        }
        while let [byte, rest @ ..] = text
            && byte.is_ascii_digit()
        {
            self.value = self
                .value
                .wrapping_mul(10)
                .wrapping_add(u64::from(byte - b'0'));
            self.count += 1;
            text = rest;
        }
        text
    }
}

/// The number that eight digits are.
#[inline]
fn eight_digits(chunk: [u8; 8]) -> Option<u64> {
    const LOW: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(chunk);
    let digits = word.wrapping_sub(LOW * 0x30);
    // Either is more than 9 where the byte is none.
    if (digits | word.wrapping_add(LOW * 0x46)) & (LOW * 0x80) != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    Some((fours.wrapping_mul(10_000).wrapping_add(fours >> 32)) & 0xffff_ffff)
}

/// The digits at the front, and what follows.
pub fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

/// The exponent behind an `e`; where it is far out, one that is as far from every type.
pub fn exponent_of(text: &[u8]) -> Option<i64> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let (digits, rest) = digits(text);
    if digits.is_empty() || !rest.is_empty() {
        return None;
    }
    let value = digits.iter().fold(0_i64, |value, digit| {
        (value * 10 + i64::from(digit - b'0')).min(1 << 40)
    });
    Some(if negative { -value } else { value })
}

/// A floating point number, and whether it gives the written value back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Float {
    pub value: f64,
    pub exact: bool,
}

/// Reads a floating point number.
#[inline]
pub fn float(text: &[u8], point: u8) -> Option<Float> {
    plain(text, point).or_else(|| unusual(text, point))
}

fn unusual(text: &[u8], point: u8) -> Option<Float> {
    match text {
        b"inf" | b"+inf" => Some(Float {
            value: f64::INFINITY,
            exact: true,
        }),
        b"-inf" => Some(Float {
            value: f64::NEG_INFINITY,
            exact: true,
        }),
        b"NaN" => Some(Float {
            value: f64::NAN,
            exact: true,
        }),
        _ => Some(Parts::of(text, point)?.float(text, point)),
    }
}

/// Reads a whole number that is written as `Int64` writes it.
#[inline]
pub fn int64(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let value = uint64(digits)?;
    match negative {
        false => i64::try_from(value).ok(),
        true if value == 0 => None, // -0 is no whole number
        true => 0_i64.checked_sub_unsigned(value),
    }
}

/// Reads a whole number that is written as `UInt64` writes it.
#[inline]
pub fn uint64(text: &[u8]) -> Option<u64> {
    if text.is_empty() || matches!(text, [b'0', _, ..]) {
        return None;
    }
    if text.len() < 20 {
        let (mut value, mut wrong) = (0_u64, false);
        for &byte in text {
            let digit = byte.wrapping_sub(b'0');
            wrong |= digit > 9;
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        }
        return (!wrong).then_some(value);
    }
    text.iter().try_fold(0_u64, |value, &byte| {
        let digit = byte.wrapping_sub(b'0');
        let digit = (digit < 10).then_some(u64::from(digit))?;
        value.checked_mul(10)?.checked_add(digit)
    })
}

/// What a column of numbers needs to be kept as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// Whether all are written without a point and an exponent.
    whole: bool,
    int64: bool,
    uint64: bool,
    float64: bool,
    decimal: bool,
    /// The most digits before the point, and behind it.
    before: usize,
    behind: usize,
}

impl Numbers {
    /// What one number needs; `None` if it is none.
    pub fn of(text: &[u8], point: u8) -> Option<Self> {
        let Some(parts) = Parts::of(text, point) else {
            return float(text, point).map(|_| Self {
                whole: false,
                int64: false,
                uint64: false,
                float64: true,
                decimal: false,
                before: 0,
                behind: 0,
            });
        };
        let negative_zero = parts.negative && parts.count == 0;
        let whole = parts.whole && !negative_zero;
        let float64 = match whole {
            true => int64(text).is_some_and(|value| value.unsigned_abs() <= WHOLE_FLOATS),
            false => float(text, point).is_some_and(|float| float.exact),
        };
        let before = (parts.count as i64 + parts.exponent).max(0) as usize;
        let behind = (-parts.exponent).max(0) as usize;
        Some(Self {
            whole,
            int64: whole && int64(text).is_some(),
            uint64: whole && uint64(text).is_some(),
            float64,
            decimal: !negative_zero && before + behind <= DIGITS,
            before,
            behind,
        })
    }

    /// What both need.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            whole: self.whole && other.whole,
            int64: self.int64 && other.int64,
            uint64: self.uint64 && other.uint64,
            float64: self.float64 && other.float64,
            decimal: self.decimal && other.decimal,
            before: self.before.max(other.before),
            behind: self.behind.max(other.behind),
        }
    }

    /// The narrowest type that gives them back; text if no number type does.
    pub fn dtype(self) -> DataType {
        if self.int64 {
            DataType::Int64
        } else if self.uint64 {
            DataType::UInt64
        } else if self.float64 && !self.whole {
            DataType::Float64
        } else if self.decimal && self.before + self.behind <= DIGITS {
            DataType::Decimal(DIGITS, self.behind)
        } else {
            DataType::String
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dtype(texts: &[&str]) -> DataType {
        let numbers = texts
            .iter()
            .map(|text| Numbers::of(text.as_bytes(), b'.').expect(text));
        numbers.reduce(Numbers::and).expect("numbers").dtype()
    }

    #[test]
    fn whole_numbers_take_the_narrowest_type_that_others_know() {
        let digits = "9".repeat(38);
        assert_eq!(
            dtype(&["0", "-9223372036854775808", "9223372036854775807"]),
            DataType::Int64
        );
        assert_eq!(dtype(&["1", "18446744073709551615"]), DataType::UInt64);
        assert_eq!(
            dtype(&["-1", "18446744073709551615"]),
            DataType::Decimal(38, 0)
        );
        assert_eq!(dtype(&[&digits, "-1"]), DataType::Decimal(38, 0));
        assert_eq!(dtype(&[&format!("{digits}9")]), DataType::String);
    }

    #[test]
    fn floats_give_the_written_value_back() {
        for exact in [
            "0.1",
            "1.50",
            "-0.0",
            "-0",
            "1e22",
            "1e300",
            "5e-324",
            "0.30000000000000004",
            "1.",
            ".5",
            "+1.5",
            "inf",
            "-inf",
            "NaN",
            "123456789012345e-300",
            "1.7976931348623157e308",
            "0.000e5",
        ] {
            assert_eq!(dtype(&[exact]), DataType::Float64, "{exact}");
            let float = float(exact.as_bytes(), b'.').expect("a number");
            assert_eq!(
                float.value.to_bits(),
                exact.parse::<f64>().expect("a number").to_bits(),
                "{exact}"
            );
        }
        for not in [
            "1e400",
            "1e-400",
            "1.00000000000000000000000000000000000000001",
            "9e999999999999999999",
        ] {
            assert_eq!(dtype(&[not]), DataType::String, "{not}");
        }
        // Of the two that are as near, this is the one that nobody writes.
        assert_eq!(dtype(&["959965667286462.3"]), DataType::Decimal(38, 1));
        assert_eq!(dtype(&["959965667286462.2"]), DataType::Float64);
        // As C prints 0.1 in full, which gives it back.
        assert_eq!(dtype(&["0.10000000000000001"]), DataType::Float64);
        assert_eq!(dtype(&["9007199254740993.0"]), DataType::Decimal(38, 0));
        assert_eq!(dtype(&["0.1234567890123456789"]), DataType::Decimal(38, 19));
        assert_eq!(dtype(&["0.30000000000000003"]), DataType::Decimal(38, 17));
        assert_eq!(dtype(&["1.5", "9007199254740992"]), DataType::Float64);
        assert_eq!(
            dtype(&["1.5", "9007199254740993"]),
            DataType::Decimal(38, 1)
        );
        assert_eq!(dtype(&["1e30", "1e-30"]), DataType::Float64);
        assert_eq!(dtype(&["1e30", "0.1234567890123456789"]), DataType::String);
        assert_eq!(dtype(&["NaN", "9007199254740993"]), DataType::String);
    }

    #[test]
    fn other_text_is_no_number() {
        for not in [
            "", "-", "+", ".", "007", "00.5", "-01", "+1", "1_000", "1,5", " 1", "1 ", "0x10",
            "1e", "1e+", "e5", "1.2.3", "nan", "Infinity", "--1", "1-", "١",
        ] {
            assert_eq!(Numbers::of(not.as_bytes(), b'.'), None, "{not}");
            assert_eq!(float(not.as_bytes(), b'.'), None, "{not}");
            assert_eq!(int64(not.as_bytes()), None, "{not}");
        }
        assert_eq!(
            Numbers::of(b"1,5", b',').map(Numbers::dtype),
            Some(DataType::Float64)
        );
        assert_eq!(Numbers::of(b"1.5", b','), None);
        assert_eq!(float(b"-1,25", b',').map(|float| float.value), Some(-1.25));
        assert_eq!(
            float(b"1,00000000000000000001", b',').map(|float| float.exact),
            Some(false)
        );
    }

    #[test]
    fn floats_agree_with_the_standard_library() {
        let mut state = 1_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state >> 11
        };
        for _ in 0..100_000 {
            let bits = f64::from_bits(next() << 11 | next() & 0x7ff);
            let texts = [
                format!("{}.{}", next() % 100_000, next() % 10_000_000),
                format!("{}e{}", next() % 1_000_000_000_000_000, next() % 60),
                format!("{bits:e}"),
                format!("{}", next() as f64 / 1e9),
            ];
            for text in texts {
                if let Some(float) = float(text.as_bytes(), b'.') {
                    let value: f64 = text.parse().expect("a number");
                    assert_eq!(float.value.to_bits(), value.to_bits(), "{text}");
                    let exact =
                        Parts::of(text.as_bytes(), b'.').is_none_or(|parts| parts.is(value));
                    assert_eq!(float.exact, exact, "{text}");
                }
            }
        }
    }
}
