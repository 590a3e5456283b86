//! Decimals that are refused: of more digits than their type has, and such as have no bytes or too many.

use polars::prelude::*;

use super::bytes::{self, NoNumber};
use super::rows::Rows;

/// The decimals that the bytes are, the highest first.
pub fn of_bytes(
    series: &Series,
    precision: usize,
    scale: usize,
    rows: Rows<'_>,
) -> PolarsResult<Series> {
    let values = bytes::numbers::<Int128Type>(series.binary()?, number)?;
    let values = values.map_err(|NoNumber(place, bytes)| no_number(bytes, rows(place)))?;
    hold(&values, precision, scale, rows)?;
    Ok(values
        .into_decimal_unchecked(precision, scale)
        .into_series())
}

/// Refuses values of more digits.
pub fn check(series: &Series, precision: usize, scale: usize, rows: Rows<'_>) -> PolarsResult<()> {
    hold(series.decimal()?.physical(), precision, scale, rows)
}

fn hold(
    values: &Int128Chunked,
    precision: usize,
    scale: usize,
    rows: Rows<'_>,
) -> PolarsResult<()> {
    let limit = u32::try_from(precision).ok();
    let limit = limit.and_then(|digits| 10_u128.checked_pow(digits));
    let limit = limit.unwrap_or(u128::MAX);
    let beyond = |value: i128| value.unsigned_abs() >= limit;
    let mut arrays = values.downcast_iter();
    // also of those that are null: whether there are any is soon seen
    let any = arrays.any(|array| {
        let mut parts = array.values().chunks(1024);
        parts.any(|part| part.iter().fold(false, |any, value| any | beyond(*value)))
    });
    if !any {
        return Ok(());
    }
    let mut places = values.iter().enumerate();
    let found =
        places.find_map(|(place, value)| Some((place, value.filter(|value| beyond(*value))?)));
    match found {
        Some((place, value)) => polars_bail!(
            InvalidOperation:
            "row {} has the decimal {}, of more digits than DECIMAL({precision}, {scale}) has",
            rows(place), written(value, scale)
        ),
        None => Ok(()),
    }
}

/// A number with a sign; `None` if there is none, or none that 128 bits hold.
fn number(bytes: &[u8]) -> Option<i128> {
    let fill = match bytes.first()? {
        first if *first < 0x80 => 0,
        _ => 0xff,
    };
    let more = bytes.len().saturating_sub(16);
    let (sign, kept) = bytes.split_at(more);
    let mut all = [fill; 16];
    all[16 - kept.len()..].copy_from_slice(kept);
    let same = sign.iter().all(|byte| *byte == fill) && (all[0] ^ fill) < 0x80;
    same.then(|| i128::from_be_bytes(all))
}

fn no_number(bytes: &[u8], row: usize) -> PolarsError {
    match bytes.len() {
        0 => {
            polars_err!(InvalidOperation: "row {row} has a DECIMAL of no bytes, which is no number")
        },
        length => polars_err!(
            InvalidOperation: "row {row} has a DECIMAL of {length} bytes, of more than 38 digits"
        ),
    }
}

/// With the point.
fn written(value: i128, scale: usize) -> String {
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if value < 0 { "-" } else { "" };
    let point = if scale > 0 { "." } else { "" };
    format!("{sign}{whole}{point}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_numbers_with_a_sign() {
        for (bytes, value) in [
            (&[][..], None),
            (&[0], Some(0)),
            (&[0xff], Some(-1)),
            (&[0x80], Some(-128)),
            (&[0, 0x80], Some(128)),
            (&[0xff, 0], Some(-256)),
        ] {
            assert_eq!(number(bytes), value, "{bytes:?}");
        }
        for value in [i128::MIN, -1, 0, 1, i128::MAX] {
            let bytes = value.to_be_bytes();
            assert_eq!(number(&bytes), Some(value));
            let sign = if value < 0 { 0xff } else { 0 };
            let longer = [&[sign; 3][..], &bytes].concat();
            assert_eq!(number(&longer), Some(value));
            let other = [&[!sign][..], &bytes].concat();
            assert_eq!(number(&other), None);
        }
        assert_eq!(number(&[&[0], &[0xff; 16][..]].concat()), None);
        assert_eq!(number(&[&[0xff], &[0; 16][..]].concat()), None);
    }

    #[test]
    fn points_stand_where_they_are() {
        assert_eq!(written(-5, 2), "-0.05");
        assert_eq!(written(31234, 2), "312.34");
        assert_eq!(written(7, 0), "7");
    }
}
