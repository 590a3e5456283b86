//! Types whose values polars' text parsers would change without a word: they are parsed as others,
//! and what does not fit is refused here.

use polars::prelude::*;
use polars::time::prelude::string::infer::{DatetimeInfer, TryFromWithUnit, infer_pattern_single};
use polars_compute::decimal::str_to_dec128;

use crate::jvm::Result;

/// The type to parse as.
pub fn parsed(dtype: &DataType) -> DataType {
    match dtype {
        DataType::Datetime(TimeUnit::Milliseconds, zone) => {
            DataType::Datetime(TimeUnit::Microseconds, zone.clone())
        },
        DataType::Datetime(TimeUnit::Nanoseconds, _) | DataType::Decimal(..) => DataType::String,
        DataType::Float32 => DataType::Float64,
        DataType::List(inner) => DataType::List(Box::new(parsed(inner))),
        DataType::Struct(fields) => {
            let parsed = |field: &Field| Field::new(field.name.clone(), parsed(&field.dtype));
            DataType::Struct(fields.iter().map(parsed).collect())
        },
        dtype => dtype.clone(),
    }
}

/// How values become what was asked for.
#[derive(Clone, Copy)]
pub struct Exact {
    /// Whether those that do not fit are refused, or null.
    pub strict: bool,
    pub decimal_comma: bool,
}

impl Exact {
    /// Gives the columns that are there the types that they are to have.
    pub fn convert(self, frame: &mut DataFrame, types: &Schema) -> Result<()> {
        for (name, dtype) in types.iter() {
            let Ok(column) = frame.column(name) else {
                continue; // not selected
            };
            if column.dtype() != dtype {
                let values = column.as_materialized_series();
                let values = self.series(values, dtype).map_err(|error| {
                    error.wrap_msg(|message| format!("column '{name}': {message}"))
                })?;
                frame.with_column(values.into_column())?;
            }
        }
        Ok(())
    }

    fn series(self, values: &Series, dtype: &DataType) -> PolarsResult<Series> {
        use DataType::*;
        let name = values.name().clone();
        match (values.dtype(), dtype) {
            (have, wanted) if have == wanted => Ok(values.clone()),
            (Struct(_), Struct(fields)) => {
                let structs = values.struct_()?;
                let parts = structs.fields_as_series();
                let parts = parts.iter().zip(fields);
                let parts: PolarsResult<Vec<Series>> = parts
                    .map(|(part, field)| self.series(part, &field.dtype))
                    .collect();
                let mut new = StructChunked::from_series(name, values.len(), parts?.iter())?;
                new.zip_outer_validity(structs);
                Ok(new.into_series())
            },
            (List(_), List(inner)) => {
                let lists = values.list()?;
                let lists = lists.apply_to_inner(&|values| self.series(&values, inner))?;
                Ok(lists.into_series())
            },
            (Datetime(TimeUnit::Microseconds, _), Datetime(unit, zone)) => {
                let physical = values.to_physical_repr();
                let exact = |us: i64| (us % 1000 == 0).then_some(us / 1000);
                let new: Int64Chunked = physical.i64()?.iter().map(|us| exact(us?)).collect();
                let new = new.with_name(name).into_datetime(*unit, zone.clone());
                self.check(
                    values,
                    new.into_series(),
                    "it has digits after the milliseconds",
                )
            },
            (String, Datetime(unit, zone)) => {
                let mut instants = Instants(None);
                let texts = values.str()?.iter();
                let new: Int64Chunked = texts.map(|text| instants.parse(text?)).collect();
                let new = new.with_name(name).into_datetime(*unit, zone.clone());
                self.check(
                    values,
                    new.into_series(),
                    "dates and times of 1677 to 2262 do",
                )
            },
            (String, Decimal(precision, scale)) => {
                let exact = |text: &str| decimal(text, *precision, *scale, self.decimal_comma);
                let texts = values.str()?.iter();
                let new: Int128Chunked = texts.map(|text| exact(text?)).collect();
                let new = new
                    .with_name(name)
                    .into_decimal_unchecked(*precision, *scale);
                self.check(values, new.into_series(), "no digit is rounded away")
            },
            (Float64, Float32) => {
                let narrow = |x: f64| {
                    let narrow = x as f32;
                    (narrow.is_finite() || !x.is_finite()).then_some(narrow)
                };
                let new: Float32Chunked = values.f64()?.iter().map(|x| narrow(x?)).collect();
                let new = new.with_name(name).into_series();
                self.check(values, new, "it would be infinite")
            },
            _ if self.strict => values.strict_cast(dtype),
            _ => values.cast(dtype),
        }
    }

    /// Refuses what became null, but for empty text.
    fn check(self, values: &Series, new: Series, why: &str) -> PolarsResult<Series> {
        if self.strict && new.null_count() > values.null_count() {
            for place in 0..new.len() {
                let was = values.get(place)?;
                let empty = matches!(was, AnyValue::String(text) if text.trim().is_empty());
                if !was.is_null() && !empty && new.get(place)?.is_null() {
                    let was = was.get_str().map_or_else(|| was.to_string(), str::to_owned);
                    polars_bail!(ComputeError: "`{was}` does not fit {}: {why}", new.dtype());
                }
            }
        }
        Ok(new)
    }
}

/// The digits of a number without its point, if none is lost.
pub fn decimal(text: &str, precision: usize, scale: usize, comma: bool) -> Option<i128> {
    let text = text.trim_start();
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok().filter(|e| (-99..=99).contains(e))?;
    let point = if comma { ',' } else { '.' };
    let (whole, fraction) = number.split_once(point).unwrap_or((number, ""));
    let zeros = |digits: &str| digits.len() - digits.trim_end_matches('0').len();
    let mut digits = fraction.len() as i32 - zeros(fraction) as i32;
    if digits == 0 {
        digits -= zeros(whole) as i32;
    }
    let zero = number.bytes().all(|byte| !(b'1'..=b'9').contains(&byte));
    let exact = zero || digits - exponent <= scale as i32;
    let value = str_to_dec128(text.as_bytes(), precision, scale, comma);
    value.filter(|_| exact)
}

/// Reads points in time to the nanosecond, by polars' patterns in microseconds and in nanoseconds:
/// the latter alone would wrap around.
struct Instants(Option<(DatetimeInfer<Int64Type>, DatetimeInfer<Int64Type>)>);

impl Instants {
    fn parse(&mut self, text: &str) -> Option<i64> {
        if let Some(ns) = self.by_pattern(text) {
            return ns;
        }
        let pattern = infer_pattern_single(text)?;
        let infer = |unit| DatetimeInfer::try_from_with_unit(pattern, Some(unit)).ok();
        self.0 = Some((
            infer(TimeUnit::Microseconds)?,
            infer(TimeUnit::Nanoseconds)?,
        ));
        self.by_pattern(text)?
    }

    /// `None` if the pattern does not match; else the value, if there is one.
    fn by_pattern(&mut self, text: &str) -> Option<Option<i64>> {
        let (in_us, in_ns) = self.0.as_mut()?;
        let us = in_us.parse(text)?;
        let fraction = text.rsplit('.').next().unwrap_or_default();
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        let rest = match digits {
            0..=6 => 0,
            _ => in_ns.parse(text)?.wrapping_sub(us.wrapping_mul(1000)),
        };
        let ns = i64::try_from(i128::from(us) * 1000 + i128::from(rest)).ok();
        Some(ns.filter(|_| (0..1000).contains(&rest)))
    }
}
