//! Columns that grow by a field at a time, each in the type that it was given or found to have.

use polars::prelude::*;
use polars_arrow::array::{BooleanArray, MutableBinaryViewArray, PrimitiveArray, View};
use polars_arrow::bitmap::{Bitmap, BitmapBuilder};
use polars_arrow::types::NativeType;

use super::formats::Formats;
use super::iso::Instant;
use super::{exact, number};

/// How fields become values.
#[derive(Clone, Default)]
pub struct Rules {
    pub decimal_comma: bool,
    pub formats: Formats,
}

impl Rules {
    pub fn point(&self) -> u8 {
        if self.decimal_comma { b',' } else { b'.' }
    }
}

/// A field that is no value of its column's type.
pub struct Misfit;

/// The values of a column, in the type that they have or in one that they get from text at the end.
pub enum Cells {
    /// Nobody asked for the column.
    Skipped,
    Boolean(BitmapBuilder, Validity),
    Int8(Fixed<i8>),
    Int16(Fixed<i16>),
    Int32(Fixed<i32>),
    Int64(Fixed<i64>),
    Int128(Fixed<i128>),
    UInt8(Fixed<u8>),
    UInt16(Fixed<u16>),
    UInt32(Fixed<u32>),
    UInt64(Fixed<u64>),
    UInt128(Fixed<u128>),
    Float32(Fixed<f32>),
    Float64(Fixed<f64>),
    Decimal(Fixed<i128>, usize, usize),
    Date(Fixed<i32>),
    Time(Fixed<i64>),
    Datetime(Fixed<i64>, TimeUnit, Option<TimeZone>),
    Text(MutableBinaryViewArray<str>),
}

impl Cells {
    /// An empty column with room for some rows.
    pub fn new(dtype: &DataType, rows: usize) -> Self {
        match dtype {
            DataType::Boolean => {
                Self::Boolean(BitmapBuilder::with_capacity(rows), Validity::default())
            },
            DataType::Int8 => Self::Int8(Fixed::new(rows)),
            DataType::Int16 => Self::Int16(Fixed::new(rows)),
            DataType::Int32 => Self::Int32(Fixed::new(rows)),
            DataType::Int64 => Self::Int64(Fixed::new(rows)),
            DataType::Int128 => Self::Int128(Fixed::new(rows)),
            DataType::UInt8 => Self::UInt8(Fixed::new(rows)),
            DataType::UInt16 => Self::UInt16(Fixed::new(rows)),
            DataType::UInt32 => Self::UInt32(Fixed::new(rows)),
            DataType::UInt64 => Self::UInt64(Fixed::new(rows)),
            DataType::UInt128 => Self::UInt128(Fixed::new(rows)),
            DataType::Float32 => Self::Float32(Fixed::new(rows)),
            // Half of the precision comes at the end.
            DataType::Float64 | DataType::Float16 => Self::Float64(Fixed::new(rows)),
            DataType::Decimal(precision, scale) => {
                Self::Decimal(Fixed::new(rows), *precision, *scale)
            },
            DataType::Date => Self::Date(Fixed::new(rows)),
            DataType::Time => Self::Time(Fixed::new(rows)),
            DataType::Datetime(unit, zone) => Self::Datetime(Fixed::new(rows), *unit, zone.clone()),
            _ => Self::Text(MutableBinaryViewArray::with_capacity(rows)),
        }
    }

    /// Adds a value that the type writes in no other way, so that nothing of the text is lost.
    pub fn push_found(&mut self, text: &[u8], rules: &Rules) -> Result<(), Misfit> {
        match self {
            Self::Int64(cells) => cells.push(number::int64(text)),
            Self::UInt64(cells) => cells.push(number::uint64(text)),
            Self::Float64(cells) => {
                let float = number::float(text, rules.point()).filter(|float| float.exact);
                cells.push(float.map(|float| float.value))
            },
            Self::Datetime(cells, unit, zone) => {
                let instant = rules.formats.datetime(text);
                let instant = instant.filter(|instant| instant.zoned == zone.is_some());
                cells.push(instant.and_then(|instant| in_units(instant, *unit)))
            },
            Self::Decimal(cells, precision, scale) => {
                let number = number::float(text, rules.point());
                let number = number.and_then(|_| decimal(text, *precision, *scale, rules));
                cells.push(number)
            },
            _ => self.push_given(text, rules),
        }
    }

    /// Adds a value of a type that the user gave.
    pub fn push_given(&mut self, text: &[u8], rules: &Rules) -> Result<(), Misfit> {
        match self {
            Self::Skipped => Ok(()),
            Self::Boolean(bits, validity) => {
                let value = boolean(text);
                if let Some(value) = value {
                    validity.push(bits.len(), true);
                    bits.push(value);
                }
                value.map(|_| ()).ok_or(Misfit)
            },
            Self::Int8(cells) => cells.parse(text),
            Self::Int16(cells) => cells.parse(text),
            Self::Int32(cells) => cells.parse(text),
            Self::Int64(cells) => cells.parse(text),
            Self::Int128(cells) => cells.parse(text),
            Self::UInt8(cells) => cells.parse(text),
            Self::UInt16(cells) => cells.parse(text),
            Self::UInt32(cells) => cells.parse(text),
            Self::UInt64(cells) => cells.parse(text),
            Self::UInt128(cells) => cells.parse(text),
            Self::Float32(cells) => {
                let value: Option<f32> = float(text, rules);
                cells.push(value.filter(|value| !is_lost(f64::from(*value), text)))
            },
            Self::Float64(cells) => {
                let value: Option<f64> = float(text, rules);
                cells.push(value.filter(|value| !is_lost(*value, text)))
            },
            Self::Decimal(cells, precision, scale) => {
                cells.push(decimal(text, *precision, *scale, rules))
            },
            Self::Date(cells) => cells.push(rules.formats.date(text.trim_ascii())),
            Self::Time(cells) => cells.push(rules.formats.time(text.trim_ascii())),
            Self::Datetime(cells, unit, zone) => {
                let instant = rules.formats.date_or_datetime(text.trim_ascii());
                cells.push(instant.and_then(|instant| point(instant, *unit, zone.as_ref())))
            },
            Self::Text(cells) => {
                cells.push_value(std::str::from_utf8(text).map_err(|_| Misfit)?);
                Ok(())
            },
        }
    }

    /// Adds text whose bytes are known to be UTF-8, if this is a column of text.
    ///
    /// # Safety
    /// They are.
    #[inline]
    pub unsafe fn push_text(&mut self, text: &[u8]) -> bool {
        match self {
            Self::Text(cells) => {
                match short(text) {
                    Some(view) => cells.push_view(view, &[]),
                    // SAFETY: as the caller promises.
                    None => cells.push_value(unsafe { std::str::from_utf8_unchecked(text) }),
                }
                true
            },
            _ => false,
        }
    }

    pub fn push_null(&mut self) {
        match self {
            Self::Skipped => {},
            Self::Boolean(bits, validity) => {
                validity.push(bits.len(), false);
                bits.push(false);
            },
            Self::Int8(cells) => cells.push_null(),
            Self::Int16(cells) => cells.push_null(),
            Self::Int32(cells) => cells.push_null(),
            Self::Int64(cells) => cells.push_null(),
            Self::Int128(cells) => cells.push_null(),
            Self::UInt8(cells) => cells.push_null(),
            Self::UInt16(cells) => cells.push_null(),
            Self::UInt32(cells) => cells.push_null(),
            Self::UInt64(cells) => cells.push_null(),
            Self::UInt128(cells) => cells.push_null(),
            Self::Float32(cells) => cells.push_null(),
            Self::Float64(cells) => cells.push_null(),
            Self::Decimal(cells, ..) => cells.push_null(),
            Self::Date(cells) => cells.push_null(),
            Self::Time(cells) => cells.push_null(),
            Self::Datetime(cells, ..) => cells.push_null(),
            Self::Text(cells) => cells.push_null(),
        }
    }

    /// The column; `None` if nobody asked for it.
    pub fn finish(self, name: PlSmallStr) -> Option<Series> {
        Some(match self {
            Self::Skipped => return None,
            Self::Boolean(bits, validity) => {
                let validity = validity.finish(bits.len());
                let array = BooleanArray::new(ArrowDataType::Boolean, bits.freeze(), validity);
                BooleanChunked::with_chunk(name, array).into_series()
            },
            Self::Int8(cells) => cells.chunked::<Int8Type>(name).into_series(),
            Self::Int16(cells) => cells.chunked::<Int16Type>(name).into_series(),
            Self::Int32(cells) => cells.chunked::<Int32Type>(name).into_series(),
            Self::Int64(cells) => cells.chunked::<Int64Type>(name).into_series(),
            Self::Int128(cells) => cells.chunked::<Int128Type>(name).into_series(),
            Self::UInt8(cells) => cells.chunked::<UInt8Type>(name).into_series(),
            Self::UInt16(cells) => cells.chunked::<UInt16Type>(name).into_series(),
            Self::UInt32(cells) => cells.chunked::<UInt32Type>(name).into_series(),
            Self::UInt64(cells) => cells.chunked::<UInt64Type>(name).into_series(),
            Self::UInt128(cells) => cells.chunked::<UInt128Type>(name).into_series(),
            Self::Float32(cells) => cells.chunked::<Float32Type>(name).into_series(),
            Self::Float64(cells) => cells.chunked::<Float64Type>(name).into_series(),
            Self::Decimal(cells, precision, scale) => cells
                .chunked::<Int128Type>(name)
                .into_decimal_unchecked(precision, scale)
                .into_series(),
            Self::Date(cells) => cells.chunked::<Int32Type>(name).into_date().into_series(),
            Self::Time(cells) => cells.chunked::<Int64Type>(name).into_time().into_series(),
            Self::Datetime(cells, unit, zone) => cells
                .chunked::<Int64Type>(name)
                .into_datetime(unit, zone)
                .into_series(),
            Self::Text(cells) => StringChunked::with_chunk(name, cells.freeze()).into_series(),
        })
    }
}

/// Values of a fixed width.
pub struct Fixed<T> {
    values: Vec<T>,
    validity: Validity,
}

impl<T: NativeType> Fixed<T> {
    fn new(rows: usize) -> Self {
        Self {
            values: Vec::with_capacity(rows),
            validity: Validity::default(),
        }
    }

    #[inline]
    pub fn push_value(&mut self, value: T) {
        self.validity.push(self.values.len(), true);
        self.values.push(value);
    }

    #[inline]
    fn push(&mut self, value: Option<T>) -> Result<(), Misfit> {
        self.push_value(value.ok_or(Misfit)?);
        Ok(())
    }

    fn push_null(&mut self) {
        self.validity.push(self.values.len(), false);
        self.values.push(T::default());
    }

    fn parse(&mut self, text: &[u8]) -> Result<(), Misfit>
    where
        T: std::str::FromStr,
    {
        let text = std::str::from_utf8(text.trim_ascii()).map_err(|_| Misfit)?;
        self.push(text.parse().ok())
    }

    fn chunked<P: PolarsNumericType<Native = T>>(self, name: PlSmallStr) -> ChunkedArray<P> {
        let validity = self.validity.finish(self.values.len());
        let array = PrimitiveArray::new(T::PRIMITIVE.into(), self.values.into(), validity);
        ChunkedArray::with_chunk(name, array)
    }
}

/// Which values are there; nothing as long as all are.
#[derive(Default)]
pub struct Validity(Option<BitmapBuilder>);

impl Validity {
    /// `length` came before.
    #[inline]
    fn push(&mut self, length: usize, valid: bool) {
        if let Some(bits) = &mut self.0 {
            bits.push(valid);
        } else if !valid {
            let mut bits = BitmapBuilder::with_capacity(length + 1);
            bits.extend_constant(length, true);
            bits.push(false);
            self.0 = Some(bits);
        }
    }

    fn finish(self, length: usize) -> Option<Bitmap> {
        let validity = self.0?.freeze();
        debug_assert_eq!(validity.len(), length);
        Some(validity)
    }
}

/// `true` or `false`, in lower, upper or title case.
pub fn boolean(text: &[u8]) -> Option<bool> {
    match text {
        b"true" | b"True" | b"TRUE" => Some(true),
        b"false" | b"False" | b"FALSE" => Some(false),
        _ => None,
    }
}

/// The view of text that fits into one: a copy of so few bytes would take longer than to load them.
#[inline]
fn short(text: &[u8]) -> Option<View> {
    let length = text.len();
    let shifted = |value: u32, at: usize| u128::from(value) << (8 * at);
    // What is loaded twice is the same twice.
    let bytes = match text {
        [] => 0,
        [first, ..] if length < 4 => {
            let (middle, last) = (text[length / 2], text[length - 1]);
            shifted(u32::from(*first), 0)
                | shifted(u32::from(middle), length / 2)
                | shifted(u32::from(last), length - 1)
        },
        _ if length <= View::MAX_INLINE_SIZE as usize => {
            let four = |at: usize| text[at..].first_chunk().copied().map(u32::from_le_bytes);
            let middle = (length - 4).min(4);
            shifted(four(0)?, 0)
                | shifted(four(middle)?, middle)
                | shifted(four(length - 4)?, length - 4)
        },
        _ => return None,
    };
    Some(View::from(bytes << 32 | length as u128))
}

/// What stands for an instant in a column of that unit and zone, if that can.
pub fn point(instant: Instant, unit: TimeUnit, zone: Option<&TimeZone>) -> Option<i64> {
    // Without an offset it is of no zone, or of the one that has none.
    let fits = instant.zoned == zone.is_some() || zone.is_some_and(|zone| zone == &TimeZone::UTC);
    fits.then(|| in_units(instant, unit)).flatten()
}

fn in_units(instant: Instant, unit: TimeUnit) -> Option<i64> {
    instant.in_units(match unit {
        TimeUnit::Milliseconds => 1_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Nanoseconds => 1_000_000_000,
    })
}

fn decimal(text: &[u8], precision: usize, scale: usize, rules: &Rules) -> Option<i128> {
    exact::decimal(text, precision, scale, rules.point())
}

/// The nearest floating point number.
fn float<T: std::str::FromStr>(text: &[u8], rules: &Rules) -> Option<T> {
    let text = std::str::from_utf8(text.trim_ascii()).ok()?;
    match (rules.decimal_comma, text.contains(['.', ','])) {
        (true, true) if text.contains('.') => None,
        (true, true) => text.replace(',', ".").parse().ok(),
        _ => text.parse().ok(),
    }
}

/// Whether a number became infinite, or zero where it is not.
pub fn is_lost(value: f64, text: &[u8]) -> bool {
    match value {
        0.0 => {
            let mut digits = text.iter().take_while(|byte| !b"eE".contains(byte));
            digits.any(|byte| (b'1'..=b'9').contains(byte))
        },
        // Names of what is infinite or no number have no digit.
        value => !value.is_finite() && text.iter().any(u8::is_ascii_digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_text_is_in_its_view() {
        let text = b"abcdefghijklm";
        for length in 0..=text.len() {
            let text = &text[..length];
            let view = (length <= 12).then(|| View::new_inline(text));
            assert_eq!(short(text).map(View::as_u128), view.map(View::as_u128));
        }
    }
}
