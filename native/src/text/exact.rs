//! Columns of text become what the user asked for, where that is not parsed as it is; what does not fit is refused.

use polars::prelude::*;

use super::binary::BinaryText;
use super::number::{digits, exponent_of};
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
                let values = self.series(values, dtype, name)?;
                frame.with_column(values.into_column())?;
            }
        }
        Ok(())
    }

    /// `path` are the names of the column and of the fields in it that lead there.
    fn series(self, values: &Series, dtype: &DataType, path: &str) -> PolarsResult<Series> {
        use DataType::*;
        let name = values.name().clone();
        match (values.dtype(), dtype) {
            (have, wanted) if have == wanted => Ok(values.clone()),
            (Struct(_), Struct(fields)) => {
                let structs = values.struct_()?;
                let parts = structs.fields_as_series();
                let parts = parts.iter().zip(fields);
                let parts: PolarsResult<Vec<Series>> = parts
                    .map(|(part, field)| {
                        self.series(part, &field.dtype, &format!("{path}.{}", field.name))
                    })
                    .collect();
                let mut new = StructChunked::from_series(name, values.len(), parts?.iter())?;
                new.zip_outer_validity(structs);
                Ok(new.into_series())
            },
            (List(_), List(inner)) => {
                let lists = values.list()?;
                let lists = lists.apply_to_inner(&|values| self.series(&values, inner, path))?;
                Ok(lists.into_series())
            },
            (List(_), Array(inner, width)) => {
                let lists = self.series(values, &List(inner.clone()), path)?;
                let mut lengths = lists.list()?.iter().flatten().map(|list| list.len());
                if let Some(other) = lengths.find(|length| length != width) {
                    let (path, dtype, list) = (cut(path), name_of(dtype), name_of(lists.dtype()));
                    polars_bail!(ComputeError:
                        "column '{path}': a list of {other} does not fit {}, which has {width}: \
                        withSchemaOverrides as {} takes lists of any length", cut(&dtype), cut(&list)
                    );
                }
                lists.strict_cast(dtype)
            },
            (String, Enum(categories, _)) => {
                let new = values.cast(dtype)?;
                self.check(values, new, path, || {
                    let known: Vec<_> = categories.categories().values_iter().collect();
                    format!("it is none of the categories [{}]", known.join(", "))
                })
            },
            (String, Binary) => {
                let binary = self.binary;
                let bytes = |text: &str| binary?.decode(text);
                let texts = values.str()?.iter();
                let new: BinaryChunked = texts.map(|text| bytes(text?)).collect();
                let why = binary.map_or("withBinaryText says what it is", BinaryText::told);
                let new = new.with_name(name).into_series();
                self.check(values, new, path, || why.into())
            },
            (String, Duration(unit)) => {
                let texts = values.str()?.iter();
                let new: Int64Chunked = texts.map(|text| duration::read(text?, *unit)).collect();
                let new = new.with_name(name).into_duration(*unit).into_series();
                self.check(values, new, path, || {
                    "durations are as ISO 8601 has them, such as PT1.5S, in days at the most".into()
                })
            },
            (Float64, Float16) => {
                let new = values.cast(dtype)?;
                let far = new.is_infinite()? & values.is_finite()?;
                let near = new.equal(0)? & values.not_equal(0)?;
                let none = Series::full_null(name, values.len(), dtype);
                let new = new.zip_with(&!(far | near), &none)?;
                self.check(values, new, path, || "it would be infinite, or zero".into())
            },
            (String, Null) => {
                let new = Series::full_null(name, values.len(), dtype);
                self.check(values, new, path, || "null alone is of this type".into())
            },
            (String, List(_) | Array(..) | Struct(_)) => polars_bail!(
                InvalidOperation: "column '{}': text is not read as {}: read it as String", cut(path), name_of(dtype)
            ),
            _ if self.strict => values.strict_cast(dtype),
            _ => values.cast(dtype),
        }
    }

    /// Refuses what became null; `allowed` says what would not.
    fn check(
        self,
        values: &Series,
        new: Series,
        path: &str,
        allowed: impl FnOnce() -> String,
    ) -> PolarsResult<Series> {
        if self.strict && new.null_count() > values.null_count() {
            for place in 0..new.len() {
                let was = values.get(place)?;
                if !was.is_null() && new.get(place)?.is_null() {
                    let was = was.get_str().map_or_else(|| was.to_string(), str::to_owned);
                    let (dtype, allowed) = (name_of(new.dtype()), allowed());
                    polars_bail!(ComputeError:
                        "column '{}': `{}` does not fit {}: {}; withSchemaOverrides gives another type, such as \
                        String, withIgnoreErrors makes null of what does not fit",
                        cut(path), cut(&was), cut(&dtype), cut(&allowed)
                    );
                }
            }
        }
        Ok(new)
    }
}

/// The digits of a number without its point, if none is lost.
pub fn decimal(text: &[u8], precision: usize, scale: usize, point: u8) -> Option<i128> {
    let text = text.trim_ascii();
    let (negative, rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let (before, rest) = digits(rest);
    let (behind, rest) = match rest.split_first() {
        Some((byte, rest)) if *byte == point => digits(rest),
        _ => (&rest[..0], rest),
    };
    let exponent = match rest {
        [] => 0,
        [b'e' | b'E', rest @ ..] => exponent_of(rest)?,
        _ => return None,
    };
    if before.is_empty() && behind.is_empty() {
        return None;
    }
    // Zeros at the end count only if another digit follows.
    let (mut value, mut zeros) = (0_i128, 0_u32);
    for digit in before.iter().chain(behind).map(|digit| digit - b'0') {
        if digit == 0 {
            zeros += u32::from(value != 0);
        } else {
            let shifted = value.checked_mul(10_i128.checked_pow(zeros + 1)?)?;
            value = shifted.checked_add(i128::from(digit))?;
            zeros = 0;
        }
    }
    if value == 0 {
        return Some(0);
    }
    let shift = exponent - behind.len() as i64 + scale as i64 + i64::from(zeros);
    let value = value.checked_mul(10_i128.checked_pow(u32::try_from(shift).ok()?)?)?;
    let fits = value < 10_i128.pow(precision as u32);
    fits.then_some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_lose_no_digit() {
        let read = |text: &str, precision, scale| decimal(text.as_bytes(), precision, scale, b'.');
        for (text, value) in [
            ("12.09", 1209),
            ("-0.5", -50),
            ("+000000.5", 50),
            ("5.", 500),
            (".5", 50),
            (" 7 ", 700),
            ("1.2300", 123),
            ("1e2", 10_000),
            ("123e-2", 123),
            ("0e100", 0),
            ("-0e-999999999999", 0),
            ("100000000e-10", 1),
            ("999999.99", 99_999_999),
        ] {
            assert_eq!(read(text, 8, 2), Some(value), "{text}");
        }
        for not in [
            "",
            "-",
            ".",
            "e1",
            "1.234",
            "1000000",
            "1e6",
            "1e-3",
            "1.2.3",
            "12.-3",
            "1e",
            "1x",
            "1e99999999999999999999",
            "NaN",
        ] {
            assert_eq!(read(not, 8, 2), None, "{not}");
        }
        let most = 10_i128.pow(38) - 1;
        assert_eq!(read(&most.to_string(), 38, 0), Some(most));
        assert_eq!(read(&format!("-{most}"), 38, 0), Some(-most));
        assert_eq!(read(&format!("{most}0e-1"), 38, 0), Some(most));
        assert_eq!(read(&(most + 1).to_string(), 38, 0), None);
        assert_eq!(read(&"9".repeat(60), 38, 0), None);
        assert_eq!(read(&format!("0.{}1", "0".repeat(37)), 38, 38), Some(1));
        assert_eq!(read(&"0".repeat(100), 38, 38), Some(0));
    }
}
