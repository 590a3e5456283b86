//! What has no form in text, and what polars' text writers panic at: refused before it is written.

use polars::prelude::*;
use polars_arrow::array::{Array, FixedSizeListArray, ListArray, PrimitiveArray, StructArray};
use polars_arrow::types::NativeType;

use crate::jvm::Result;
use crate::schema::name_of;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The days, from 1970, of the years -262142 to 262141, in every time zone: chrono, by which polars
/// writes them, knows little more.
pub const DAYS: (i64, i64) = (-96_465_292 + 365, 95_026_236 - 365);

/// Refuses columns of a type that `has_form` says the format has no form for, at any depth.
pub fn check_types(
    schema: &Schema,
    format: &str,
    allowed: &str,
    has_form: impl Fn(&DataType) -> bool,
) -> Result<()> {
    for (name, dtype) in schema.iter() {
        if let Some((path, dtype)) = find_type(name, dtype, &has_form) {
            let message = format!(
                "column '{path}' is {}: {format} has no form for it, only for {allowed}",
                name_of(dtype)
            );
            return Err(PolarsError::InvalidOperation(message.into()).into());
        }
    }
    Ok(())
}

pub fn find_type<'a>(
    path: &str,
    dtype: &'a DataType,
    has_form: &impl Fn(&DataType) -> bool,
) -> Option<(String, &'a DataType)> {
    if !has_form(dtype) {
        return Some((path.to_owned(), dtype));
    }
    match dtype {
        DataType::List(inner) | DataType::Array(inner, _) => find_type(path, inner, has_form),
        DataType::Struct(fields) => fields
            .iter()
            .find_map(|field| find_type(&format!("{path}.{}", field.name), &field.dtype, has_form)),
        _ => None,
    }
}

/// Refuses points in time that polars' writers panic at.
pub fn check_values(frame: &DataFrame) -> Result<()> {
    for column in frame.columns() {
        for chunk in column.as_materialized_series().chunks() {
            if let Some((path, dtype, value)) = find_value(column.name(), column.dtype(), &**chunk)
            {
                let message = format!(
                    "column '{path}' is {} and has a value of {value}: text is written of the \
                     years -262142 to 262141, and of times within a day",
                    name_of(dtype)
                );
                return Err(PolarsError::OutOfBounds(message.into()).into());
            }
        }
    }
    Ok(())
}

/// A value out of range, also where a null above hides it: the writers go over those as well.
fn find_value<'a>(
    path: &str,
    dtype: &'a DataType,
    array: &dyn Array,
) -> Option<(String, &'a DataType, i64)> {
    let any = array.as_any();
    let range = |per_day: i64| (DAYS.0 * per_day, (DAYS.1 + 1) * per_day - 1);
    let found = match dtype {
        DataType::Date => outside::<i32>(array, DAYS),
        DataType::Datetime(TimeUnit::Milliseconds, _) => outside::<i64>(array, range(DAY_MS)),
        DataType::Datetime(TimeUnit::Microseconds, _) => {
            outside::<i64>(array, range(DAY_MS * 1000))
        },
        DataType::Time => outside::<i64>(array, (0, DAY_MS * 1_000_000 - 1)),
        DataType::List(inner) => {
            let list: &ListArray<i64> = any.downcast_ref()?;
            let (first, length) = (*list.offsets().first(), list.offsets().range());
            let values = list.values().sliced(first as usize, length as usize);
            return find_value(path, inner, &*values);
        },
        DataType::Array(inner, _) => {
            let list: &FixedSizeListArray = any.downcast_ref()?;
            return find_value(path, inner, &**list.values());
        },
        DataType::Struct(fields) => {
            let values = any.downcast_ref::<StructArray>()?.values();
            return fields.iter().zip(values).find_map(|(field, values)| {
                find_value(&format!("{path}.{}", field.name), &field.dtype, &**values)
            });
        },
        _ => None,
    };
    found.map(|value| (path.to_owned(), dtype, value))
}

fn outside<T: NativeType + Into<i64>>(array: &dyn Array, (least, most): (i64, i64)) -> Option<i64> {
    let array: &PrimitiveArray<T> = array.as_any().downcast_ref()?;
    let values = array.iter().flatten().map(|value| (*value).into());
    values
        .into_iter()
        .find(|value| !(least..=most).contains(value))
}
