//! Columns of text become what the user asked for, where that is not parsed as it is; what does not fit is refused.

use polars::prelude::*;
use polars_compute::decimal::str_to_dec128;

use super::binary::BinaryText;
use super::{cut, duration};
use crate::jvm::Result;
use crate::schema::name_of;

/// How values become what was asked for.
#[derive(Clone, Copy)]
pub struct Exact {
    /// Whether those that do not fit are refused, or null.
    pub strict: bool,
    /// How text says bytes.
    pub binary: Option<BinaryText>,
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
            (List(_), Array(inner, width)) => {
                let lists = self.series(values, &List(inner.clone()))?;
                let mut lengths = lists.list()?.iter().flatten().map(|list| list.len());
                if let Some(other) = lengths.find(|length| length != width) {
                    let dtype = name_of(dtype);
                    polars_bail!(ComputeError: "{other} values do not fit {}", cut(&dtype));
                }
                lists.strict_cast(dtype)
            },
            (String, Enum(..)) => {
                let new = values.cast(dtype)?;
                self.check(values, new, "it is none of the categories")
            },
            (String, Binary) => {
                let binary = self.binary;
                let bytes = |text: &str| binary?.decode(text);
                let texts = values.str()?.iter();
                let new: BinaryChunked = texts.map(|text| bytes(text?)).collect();
                let why = binary.map_or("withBinaryText says what it is", BinaryText::told);
                self.check(values, new.with_name(name).into_series(), why)
            },
            (String, Duration(unit)) => {
                let texts = values.str()?.iter();
                let new: Int64Chunked = texts.map(|text| duration::read(text?, *unit)).collect();
                let new = new.with_name(name).into_duration(*unit).into_series();
                self.check(
                    values,
                    new,
                    "durations are as ISO 8601 has them, such as PT1.5S, in days at the most",
                )
            },
            (Float64, Float16) => {
                let new = values.cast(dtype)?;
                let far = new.is_infinite()? & values.is_finite()?;
                let new = new.zip_with(&!far, &Series::full_null(name, values.len(), dtype))?;
                self.check(values, new, "it would be infinite")
            },
            _ if self.strict => values.strict_cast(dtype),
            _ => values.cast(dtype),
        }
    }

    /// Refuses what became null.
    fn check(self, values: &Series, new: Series, why: &str) -> PolarsResult<Series> {
        if self.strict && new.null_count() > values.null_count() {
            for place in 0..new.len() {
                let was = values.get(place)?;
                if !was.is_null() && new.get(place)?.is_null() {
                    let was = was.get_str().map_or_else(|| was.to_string(), str::to_owned);
                    let dtype = name_of(new.dtype());
                    polars_bail!(ComputeError:
                        "`{}` does not fit {}: {why}; withIgnoreErrors makes it null", cut(&was), cut(&dtype)
                    );
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
