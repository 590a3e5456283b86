//! Numbers that polars has no value for.

use polars::prelude::*;
use polars_arrow::array::{Array, PrimitiveArray};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::types::NativeType;

use crate::parents::Parents;

/// The array without values that polars would make other values of, or nulls; `None` if it has none of those.
pub fn sound(array: &dyn Array, parents: &mut Parents) -> PolarsResult<Option<Box<dyn Array>>> {
    use ArrowDataType as T;
    let times = |per_second: i64| 0..=86_400 * per_second - 1;
    let seconds = i64::MIN / 1000..=i64::MAX / 1000;
    let wide = |range: std::ops::RangeInclusive<i64>| wrong(array, |value| !range.contains(&value));
    let wrong = match array.dtype() {
        T::Decimal(precision, _) => {
            let limit = limit_of(*precision);
            wrong(array, |value: i128| value.unsigned_abs() >= limit)
        },
        T::Timestamp(ArrowTimeUnit::Second, _) | T::Duration(ArrowTimeUnit::Second) => {
            wide(seconds)
        },
        T::Time32(unit) => {
            let range = times(if *unit == ArrowTimeUnit::Second {
                1
            } else {
                1_000
            });
            wrong(array, |value: i32| !range.contains(&i64::from(value)))
        },
        T::Time64(ArrowTimeUnit::Microsecond) => wide(times(1_000_000)),
        T::Time64(_) => wide(times(1_000_000_000)),
        _ => None,
    };
    let Some(wrong) = wrong else {
        return Ok(None);
    };
    let validity = parents.without(wrong, array.validity(), |place| why(array, place))?;
    Ok(Some(array.with_validity(validity)))
}

/// What decimals of so many digits are below.
fn limit_of(precision: usize) -> u128 {
    let power = u32::try_from(precision).ok();
    let power = power.and_then(|digits| 10u128.checked_pow(digits));
    power.unwrap_or(u128::MAX)
}

fn values<T: NativeType>(array: &dyn Array) -> &[T] {
    let array: Option<&PrimitiveArray<T>> = array.as_any().downcast_ref();
    array.expect("the array is of its own type").values()
}

fn wrong<T: NativeType>(array: &dyn Array, is_wrong: impl Fn(T) -> bool) -> Option<Bitmap> {
    let values = values::<T>(array);
    let mut parts = values.chunks(1024);
    let any = parts.any(|part| part.iter().fold(false, |any, value| any | is_wrong(*value)));
    any.then(|| values.iter().map(|value| is_wrong(*value)).collect())
}

fn why(array: &dyn Array, place: usize) -> String {
    use ArrowDataType as T;
    let (dtype, per_second) = (array.dtype(), |unit: &ArrowTimeUnit| match unit {
        ArrowTimeUnit::Second => 1,
        ArrowTimeUnit::Millisecond => 1_000,
        ArrowTimeUnit::Microsecond => 1_000_000,
        ArrowTimeUnit::Nanosecond => 1_000_000_000,
    });
    let (value, day) = match dtype {
        T::Decimal(precision, _) => {
            let value = values::<i128>(array)[place];
            return format!("a decimal of more than {precision} digits: {value} before its scale");
        },
        T::Time32(unit) => (
            i64::from(values::<i32>(array)[place]),
            86_400 * per_second(unit),
        ),
        T::Time64(unit) => (values::<i64>(array)[place], 86_400 * per_second(unit)),
        _ => (values::<i64>(array)[place], 0),
    };
    match day > 0 && value == day {
        true => {
            format!("a time of 24:00:00 ({value} as {dtype:?}): polars' times of day end before it")
        },
        false => format!("{value} is out of the range that polars has for {dtype:?}"),
    }
}
