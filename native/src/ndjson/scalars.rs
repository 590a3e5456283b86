//! Values that hold no others: what becomes of them in a column.

use polars::prelude::DataType;

use super::fault::{Fault, What};
use super::json::{Json, Raw};
use super::numbers;
use crate::text::{Cells, Misfit, Missing, Rules};

/// How rows become values.
pub struct Reading {
    /// Whether values that do not fit are null.
    pub ignore_errors: bool,
    /// Whether all text was found to be UTF-8.
    pub utf8: bool,
    pub rules: Rules,
    /// Text as it is meant.
    pub scratch: Vec<u8>,
    pub missing: Missing,
}

/// Which values are taken, and how.
#[derive(Clone, Copy, PartialEq)]
pub enum Takes {
    Booleans,
    /// Numbers that the type gives back as they are written.
    FoundNumbers,
    Numbers,
    /// Numbers, and text for what JSON has no numbers for.
    Floats,
    /// Text.
    Text,
    /// Text that says values: dates, times.
    Said,
    /// Numbers, and text that says such.
    Decimals,
    /// Text as it is meant, and anything else as it is written.
    Json,
}

impl Takes {
    /// What a type takes that the user gives.
    pub fn of(dtype: &DataType) -> Self {
        match dtype {
            DataType::Boolean => Self::Booleans,
            DataType::String => Self::Json,
            DataType::Decimal(..) => Self::Decimals,
            dtype if dtype.is_float() => Self::Floats,
            dtype if dtype.is_integer() => Self::Numbers,
            DataType::Date | DataType::Time | DataType::Datetime(..) => Self::Said,
            _ => Self::Text,
        }
    }
}

/// Adds a value that is no list, no object and not null.
#[inline]
pub fn value(
    cells: &mut Cells,
    takes: Takes,
    first: u8,
    json: &mut Json<'_>,
    reading: &mut Reading,
) -> Result<Result<(), Misfit>, Fault> {
    use Takes::*;
    let Reading {
        utf8,
        rules,
        scratch,
        ..
    } = reading;
    Ok(match (first, takes) {
        (b'"', Text | Json) => {
            let raw = json.string()?;
            let text = meant(raw, json, *utf8, scratch)?;
            // SAFETY: `meant` has seen to it that it is UTF-8.
            if !unsafe { cells.push_text(text) } {
                return Ok(Err(Misfit));
            }
            Ok(())
        },
        (b'"', Said | Decimals) => {
            let raw = json.string()?;
            cells.push_given(meant(raw, json, *utf8, scratch)?, rules)
        },
        (b'"', Floats) => {
            let special = match json.string()?.bytes {
                b"NaN" => "NaN",
                b"Infinity" | b"inf" => "inf",
                b"-Infinity" | b"-inf" => "-inf",
                _ => return Ok(Err(Misfit)),
            };
            cells.push_given(special.as_bytes(), rules)
        },
        (b'-' | b'0'..=b'9', FoundNumbers) => match push_usual(cells, json.rest()) {
            Some(length) => {
                json.at += length;
                Ok(())
            },
            None => cells.push_found(json.number()?, rules),
        },
        (b'-' | b'0'..=b'9', Numbers | Floats | Decimals) => {
            cells.push_given(json.number()?, rules)
        },
        (b't', Booleans) => {
            json.literal("true")?;
            cells.push_given(b"true", rules)
        },
        (b'f', Booleans) => {
            json.literal("false")?;
            cells.push_given(b"false", rules)
        },
        (_, Json) => match (json.skip(0)?, *utf8) {
            // SAFETY: the whole text is UTF-8, and values begin and end at ASCII characters.
            (text, true) if unsafe { cells.push_text(text) } => Ok(()),
            (text, _) => cells.push_given(text, rules),
        },
        _ => Err(Misfit),
    })
}

/// Adds the number that the text begins with, if it is one of the usual ones. Gives its length.
#[inline]
fn push_usual(cells: &mut Cells, text: &[u8]) -> Option<usize> {
    match cells {
        Cells::Int64(cells) => {
            let (value, length) = numbers::whole(text)?;
            cells.push_value(value);
            Some(length)
        },
        Cells::Float64(cells) => {
            let (value, length) = numbers::fraction(text)?;
            cells.push_value(value);
            Some(length)
        },
        _ => None,
    }
}

/// Text as it is meant, which is UTF-8.
#[inline]
fn meant<'a>(
    raw: Raw<'a>,
    json: &Json<'_>,
    utf8: bool,
    scratch: &'a mut Vec<u8>,
) -> Result<&'a [u8], Fault> {
    if !utf8 && std::str::from_utf8(raw.bytes).is_err() {
        return Err(What::NoUtf8.into());
    }
    if !raw.escaped {
        return Ok(raw.bytes);
    }
    json.unescape(raw.bytes, scratch)?;
    Ok(scratch)
}
