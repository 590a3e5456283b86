//! The values of columns as JSON.

use std::cell::OnceCell;
use std::io::Write;

use chrono::{DateTime, Offset, TimeZone};
use polars::prelude::{PlSmallStr, PolarsResult, polars_bail};
use polars_arrow::array::*;
use polars_arrow::datatypes::{ArrowDataType, IntegerType, TimeUnit};
use polars_arrow::temporal_conversions::*;
use polars_arrow::types::NativeType;
use polars_compute::decimal::DecimalFmtBuffer;
use polars_utils::float16::pf16;

use super::strings::{escape, until_special};
use crate::text::binary::BinaryText;
use crate::text::duration;

/// What becomes of numbers that JSON has none for.
#[derive(Clone, Copy, PartialEq)]
pub enum NonFinite {
    Refuse,
    Null,
    Text,
}

/// How values become JSON.
#[derive(Clone, Copy)]
pub struct Forms {
    pub non_finite: NonFinite,
    pub binary: Option<BinaryText>,
}

/// Appends the value of a row, which is not null.
type Put<'a> = Box<dyn Fn(usize, &mut Vec<u8>) + 'a>;

/// The values of an array, as JSON.
pub struct Values<'a> {
    array: &'a dyn Array,
    nullable: bool,
    put: Put<'a>,
}

/// The column that has a number that is refused.
#[derive(Default)]
pub struct Refused(OnceCell<String>);

impl Refused {
    pub fn check(&self) -> PolarsResult<()> {
        if let Some(path) = self.0.get() {
            polars_bail!(InvalidOperation:
                "column '{path}' has NaN or an infinite number, which JSON has no number for: withNonFinite \
                 writes text or null"
            );
        }
        Ok(())
    }
}

fn downcast<T: 'static>(array: &dyn Array) -> PolarsResult<&T> {
    match array.as_any().downcast_ref() {
        Some(array) => Ok(array),
        None => polars_bail!(InvalidOperation: "{:?} has no form in JSON", array.dtype()),
    }
}

impl<'a> Values<'a> {
    /// `path` is what messages call the column.
    pub fn new(
        path: &str,
        array: &'a dyn Array,
        forms: Forms,
        refused: &'a Refused,
    ) -> PolarsResult<Self> {
        Ok(Self {
            array,
            nullable: array.null_count() > 0,
            put: put(path, array, forms, refused)?,
        })
    }

    #[inline]
    pub fn put(&self, row: usize, to: &mut Vec<u8>) {
        match self.nullable && self.array.is_null(row) {
            true => to.extend_from_slice(b"null"),
            false => (self.put)(row, to),
        }
    }
}

fn put<'a>(
    path: &str,
    array: &'a dyn Array,
    forms: Forms,
    refused: &'a Refused,
) -> PolarsResult<Put<'a>> {
    use ArrowDataType::*;
    Ok(match array.dtype().to_storage() {
        Null => Box::new(|_, to| to.extend_from_slice(b"null")),
        Boolean => {
            let bits = downcast::<BooleanArray>(array)?.values();
            Box::new(|row, to| {
                let word: &[u8] = match bits.get_bit(row) {
                    true => b"true",
                    false => b"false",
                };
                to.extend_from_slice(word);
            })
        },
        Int8 => integers::<i8>(array)?,
        Int16 => integers::<i16>(array)?,
        Int32 => integers::<i32>(array)?,
        Int64 => integers::<i64>(array)?,
        Int128 => integers::<i128>(array)?,
        UInt8 => integers::<u8>(array)?,
        UInt16 => integers::<u16>(array)?,
        UInt32 => integers::<u32>(array)?,
        UInt64 => integers::<u64>(array)?,
        UInt128 => integers::<u128>(array)?,
        Float16 => {
            let floats = downcast::<PrimitiveArray<pf16>>(array)?.values();
            let narrow = move |row: usize| f32::from(floats[row]);
            numbers(
                path,
                forms,
                refused,
                move |row| f64::from(narrow(row)),
                move |row, to| {
                    number(narrow(row), to);
                },
            )
        },
        Float32 => {
            let floats = downcast::<PrimitiveArray<f32>>(array)?.values();
            numbers(
                path,
                forms,
                refused,
                |row| f64::from(floats[row]),
                |row, to| {
                    number(floats[row], to);
                },
            )
        },
        Float64 => {
            let floats = downcast::<PrimitiveArray<f64>>(array)?.values();
            numbers(
                path,
                forms,
                refused,
                |row| floats[row],
                |row, to| {
                    number(floats[row], to);
                },
            )
        },
        Decimal(_, scale) => {
            let (digits, scale) = (downcast::<PrimitiveArray<i128>>(array)?.values(), *scale);
            quoted(move |row, to| {
                let mut text = DecimalFmtBuffer::new();
                let text = text.format_dec128(digits[row], scale, false, false);
                to.extend_from_slice(text.as_bytes());
            })
        },
        Utf8View => {
            let texts = downcast::<Utf8ViewArray>(array)?;
            Box::new(|row, to| text(texts.value(row), to))
        },
        BinaryView => {
            let bytes = downcast::<BinaryViewArray>(array)?;
            let Some(form) = forms.binary else {
                polars_bail!(InvalidOperation: "column '{path}' is Binary: withBinaryText writes it");
            };
            quoted(move |row, to| form.encode(bytes.value(row), to))
        },
        Dictionary(key, ..) => match key {
            IntegerType::UInt8 => categories::<u8>(array)?,
            IntegerType::UInt16 => categories::<u16>(array)?,
            _ => categories::<u32>(array)?,
        },
        Date32 => {
            let days = downcast::<PrimitiveArray<i32>>(array)?.values();
            said(|row, to| write!(to, "{}", date32_to_date(days[row])))
        },
        Time64(_) => {
            let times = downcast::<PrimitiveArray<i64>>(array)?.values();
            said(|row, to| write!(to, "{}", time64ns_to_time(times[row])))
        },
        Timestamp(unit, None) => {
            let instants = downcast::<PrimitiveArray<i64>>(array)?.values();
            let local = match unit {
                TimeUnit::Nanosecond => timestamp_ns_to_datetime,
                TimeUnit::Microsecond => timestamp_us_to_datetime,
                _ => timestamp_ms_to_datetime,
            };
            said(move |row, to| write!(to, "{}", local(instants[row])))
        },
        Timestamp(unit, Some(zone)) => {
            let (instants, unit) = (downcast::<PrimitiveArray<i64>>(array)?.values(), *unit);
            match (parse_offset(zone), parse_offset_tz(zone)) {
                (Ok(zone), _) => said(move |row, to| {
                    zoned(timestamp_to_datetime(instants[row], unit, &zone), to)
                }),
                (_, Ok(zone)) => said(move |row, to| {
                    zoned(timestamp_to_datetime(instants[row], unit, &zone), to)
                }),
                _ => {
                    polars_bail!(InvalidOperation: "column '{path}': no time zone {zone} is known")
                },
            }
        },
        Duration(unit) => {
            let values = downcast::<PrimitiveArray<i64>>(array)?.values();
            let unit = unit.into();
            quoted(move |row, to| duration::write(values[row], unit, to))
        },
        LargeList(_) => {
            let lists = downcast::<ListArray<i64>>(array)?;
            let values = Values::new(path, lists.values().as_ref(), forms, refused)?;
            Box::new(move |row, to| {
                let (start, end) = lists.offsets().start_end(row);
                list(&values, start, end, to);
            })
        },
        FixedSizeList(_, width) => {
            let lists = downcast::<FixedSizeListArray>(array)?;
            let values = Values::new(path, lists.values().as_ref(), forms, refused)?;
            let width = *width;
            Box::new(move |row, to| list(&values, row * width, (row + 1) * width, to))
        },
        Struct(_) => {
            let structs = downcast::<StructArray>(array)?;
            let mut object = Object::default();
            for (field, values) in structs.fields().iter().zip(structs.values()) {
                let path = format!("{path}.{}", field.name);
                let values = Values::new(&path, values.as_ref(), forms, refused)?;
                object.add(&field.name, values);
            }
            Box::new(move |row, to| object.put(row, to))
        },
        other => polars_bail!(InvalidOperation: "column '{path}': {other:?} has no form in JSON"),
    })
}

fn integers<T: NativeType + itoa::Integer>(array: &dyn Array) -> PolarsResult<Put<'_>> {
    let values = downcast::<PrimitiveArray<T>>(array)?.values();
    Ok(Box::new(|row, to| {
        to.extend_from_slice(itoa::Buffer::new().format(values[row]).as_bytes());
    }))
}

fn number(value: impl zmij::Float, to: &mut Vec<u8>) {
    to.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
}

fn numbers<'a>(
    path: &str,
    forms: Forms,
    refused: &'a Refused,
    value: impl Fn(usize) -> f64 + 'a,
    finite: impl Fn(usize, &mut Vec<u8>) + 'a,
) -> Put<'a> {
    let path = path.to_owned();
    Box::new(move |row, to| {
        let value = value(row);
        if value.is_finite() {
            return finite(row, to);
        }
        let text: &[u8] = match forms.non_finite {
            NonFinite::Text if value.is_nan() => b"\"NaN\"",
            NonFinite::Text if value > 0.0 => b"\"Infinity\"",
            NonFinite::Text => b"\"-Infinity\"",
            NonFinite::Null => b"null",
            NonFinite::Refuse => {
                refused.0.get_or_init(|| path.clone());
                b"null"
            },
        };
        to.extend_from_slice(text);
    })
}

/// Text between quotes in which nothing is to be escaped.
fn quoted<'a>(put: impl Fn(usize, &mut Vec<u8>) + 'a) -> Put<'a> {
    Box::new(move |row, to| {
        to.push(b'"');
        put(row, to);
        to.push(b'"');
    })
}

fn said<'a>(put: impl Fn(usize, &mut Vec<u8>) -> std::io::Result<()> + 'a) -> Put<'a> {
    quoted(move |row, to| put(row, to).expect("memory takes bytes"))
}

/// A point in time with its offset from UTC; in UTC where the offset has seconds, which text has no form for.
fn zoned<Z: TimeZone>(instant: DateTime<Z>, to: &mut Vec<u8>) -> std::io::Result<()> {
    let whole = instant.offset().fix().local_minus_utc() % 60 == 0;
    let text = match whole {
        true => instant.to_rfc3339(),
        false => instant.to_utc().to_rfc3339(),
    };
    to.write_all(text.as_bytes())
}

fn categories<K: DictionaryKey>(array: &dyn Array) -> PolarsResult<Put<'_>> {
    let array = downcast::<DictionaryArray<K>>(array)?;
    let texts = downcast::<Utf8ViewArray>(array.values().as_ref())?;
    Ok(Box::new(|row, to| {
        text(texts.value(array.key_value(row)), to)
    }))
}

fn list(values: &Values<'_>, start: usize, end: usize, to: &mut Vec<u8>) {
    to.push(b'[');
    for row in start..end {
        if row > start {
            to.push(b',');
        }
        values.put(row, to);
    }
    to.push(b']');
}

/// An object of some values.
#[derive(Default)]
pub struct Object<'a>(Vec<(Vec<u8>, Values<'a>)>);

impl<'a> Object<'a> {
    pub fn add(&mut self, name: &PlSmallStr, values: Values<'a>) {
        let mut key = vec![if self.0.is_empty() { b'{' } else { b',' }];
        text(name, &mut key);
        key.push(b':');
        self.0.push((key, values));
    }

    #[inline]
    pub fn put(&self, row: usize, to: &mut Vec<u8>) {
        for (key, values) in &self.0 {
            to.extend_from_slice(key);
            values.put(row, to);
        }
        if self.0.is_empty() {
            to.push(b'{');
        }
        to.push(b'}');
    }
}

/// Appends text between quotes.
fn text(text: &str, to: &mut Vec<u8>) {
    to.push(b'"');
    let mut rest = text.as_bytes();
    loop {
        let (plain, special) = rest.split_at(until_special(rest));
        to.extend_from_slice(plain);
        let Some((byte, after)) = special.split_first() else {
            break;
        };
        escape(*byte, to);
        rest = after;
    }
    to.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_wherever_it_must_be() {
        let mut to = Vec::new();
        text("é\u{7f}🦜\"\\\n\r\t\u{8}\u{c}\u{1}z", &mut to);
        let expected = "\"é\u{7f}🦜\\\"\\\\\\n\\r\\t\\b\\f\\u0001z\"";
        assert_eq!(String::from_utf8(to).as_deref(), Ok(expected));
    }
}
