//! Checks imported arrays, since polars trusts them: refuses types that polars panics at, text that is not
//! UTF-8, offsets and dictionary keys out of range.

use polars::prelude::*;
use polars_arrow::array::{
    Array, BinaryArray, BinaryViewArray, DictionaryArray, DictionaryKey, FixedSizeListArray,
    ListArray, MapArray, PrimitiveArray, StructArray, Utf8Array, Utf8ViewArray, View,
};
use polars_arrow::datatypes::{IntegerType, PhysicalType};
use polars_arrow::offset::{Offset, OffsetsBuffer};
use polars_arrow::types::NativeType;
use polars_utils::aliases::InitHashMaps;

use crate::memory;

/// The type without the extension types around it, whose storage is what polars knows.
pub fn storage(dtype: &ArrowDataType) -> ArrowDataType {
    match dtype {
        ArrowDataType::Extension(extension) => storage(&extension.inner),
        other => with_inner(other, storage),
    }
}

/// The type with decimals of 128 bits, which is what polars has, for those of 32 and 64.
fn wide(dtype: &ArrowDataType) -> ArrowDataType {
    match *dtype {
        ArrowDataType::Decimal32(precision, scale) | ArrowDataType::Decimal64(precision, scale) => {
            ArrowDataType::Decimal(precision, scale)
        },
        ref other => with_inner(other, wide),
    }
}

/// The type with others for those within it.
fn with_inner(dtype: &ArrowDataType, other: fn(&ArrowDataType) -> ArrowDataType) -> ArrowDataType {
    let field = |field: &ArrowField| ArrowField {
        dtype: other(field.dtype()),
        ..field.clone()
    };
    match dtype {
        ArrowDataType::List(inner) => ArrowDataType::List(Box::new(field(inner))),
        ArrowDataType::LargeList(inner) => ArrowDataType::LargeList(Box::new(field(inner))),
        ArrowDataType::Map(inner, sorted) => ArrowDataType::Map(Box::new(field(inner)), *sorted),
        ArrowDataType::FixedSizeList(inner, width) => {
            ArrowDataType::FixedSizeList(Box::new(field(inner)), *width)
        },
        ArrowDataType::Struct(fields) => ArrowDataType::Struct(fields.iter().map(field).collect()),
        ArrowDataType::Dictionary(key, values, ordered) => {
            ArrowDataType::Dictionary(*key, Box::new(other(values)), *ordered)
        },
        flat => flat.clone(),
    }
}

/// Refuses what polars has no type for.
pub fn check_type(dtype: &ArrowDataType) -> PolarsResult<()> {
    match dtype {
        ArrowDataType::List(inner)
        | ArrowDataType::LargeList(inner)
        | ArrowDataType::Map(inner, _)
        | ArrowDataType::FixedSizeList(inner, _) => check_type(inner.dtype()),
        ArrowDataType::Struct(fields) => {
            let mut names = PlHashSet::new();
            for field in fields {
                if !names.insert(&field.name) {
                    polars_bail!(Duplicate: "more than one field is named '{}'", field.name);
                }
                check_type(field.dtype())?;
            }
            Ok(())
        },
        ArrowDataType::Dictionary(_, values, _) => check_type(values),
        ArrowDataType::Timestamp(_, zone) => TimeZone::opt_try_new(zone.clone()).map(drop),
        ArrowDataType::Union(_)
        | ArrowDataType::Interval(_)
        | ArrowDataType::Decimal256(..)
        | ArrowDataType::Unknown => {
            polars_bail!(InvalidOperation: "Arrow's type {dtype:?} has no counterpart in polars")
        },
        _ => Ok(()),
    }
}

/// Refuses names that a C string cannot hold.
pub fn check_names(name: &str, dtype: &ArrowDataType) -> PolarsResult<()> {
    if name.contains('\0') {
        polars_bail!(InvalidOperation: "the name {name:?} holds a NUL, which C strings cannot");
    }
    match dtype.to_storage() {
        ArrowDataType::List(inner)
        | ArrowDataType::LargeList(inner)
        | ArrowDataType::FixedSizeList(inner, _) => check_names(&inner.name, inner.dtype()),
        ArrowDataType::Struct(fields) => fields
            .iter()
            .try_for_each(|field| check_names(&field.name, field.dtype())),
        _ => Ok(()),
    }
}

fn broken(what: impl std::fmt::Display) -> PolarsError {
    polars_err!(ComputeError: "not a valid array: {what}")
}

fn cast<A: Array>(array: &dyn Array) -> &A {
    array
        .as_any()
        .downcast_ref()
        .expect("the array is of its own physical type")
}

/// Refuses values that polars would take for what they are not. What lies in null rows may be
/// anything: where polars would look at it, the array comes back without it. Decimals of 32 and 64 bits come back
/// with 128: polars widens those of a column, and takes those within lists and structs for wide ones.
pub fn mended(array: Box<dyn Array>) -> PolarsResult<Box<dyn Array>> {
    Ok(mend(array.as_ref())?.unwrap_or(array))
}

/// As [`mended`], with `None` for an array that is good as it is.
fn mend(array: &dyn Array) -> PolarsResult<Option<Box<dyn Array>>> {
    match array.dtype().to_physical_type() {
        PhysicalType::Utf8 => mend_text::<i32>(cast(array)),
        PhysicalType::LargeUtf8 => mend_text::<i64>(cast(array)),
        PhysicalType::Binary => check_binary::<i32>(cast(array)),
        PhysicalType::LargeBinary => check_binary::<i64>(cast(array)),
        PhysicalType::Utf8View => {
            let array = cast::<Utf8ViewArray>(array).to_binview();
            let mended = mend_views(&array)?;
            let array = mended.as_ref().unwrap_or(&array);
            let text = array.to_utf8view().map_err(|_| not_text())?;
            Ok(mended.is_some().then(|| text.boxed()))
        },
        PhysicalType::BinaryView => Ok(mend_views(cast(array))?.map(|array| array.boxed())),
        PhysicalType::List => mend_list::<i32>(cast(array)),
        PhysicalType::LargeList => mend_list::<i64>(cast(array)),
        PhysicalType::Map => {
            let array: &MapArray = cast(array);
            check_offsets(array.offsets(), array.field().len())?;
            let (offsets, validity) = (array.offsets(), array.validity());
            let rebuild = |field| {
                let dtype = wide(array.dtype());
                MapArray::new(dtype, offsets.clone(), field, validity.cloned()).boxed()
            };
            Ok(mend(array.field().as_ref())?.map(rebuild))
        },
        PhysicalType::FixedSizeList => {
            let array: &FixedSizeListArray = cast(array);
            let (length, validity) = (array.len(), array.validity());
            let rebuild = |values| {
                let dtype = wide(array.dtype());
                FixedSizeListArray::new(dtype, length, values, validity.cloned()).boxed()
            };
            Ok(mend(array.values().as_ref())?.map(rebuild))
        },
        PhysicalType::Struct => {
            let array: &StructArray = cast(array);
            let (length, validity) = (array.len(), array.validity());
            let fields = array.values().iter().cloned().map(mended);
            let fields = fields.collect::<PolarsResult<Vec<_>>>()?;
            let mended = StructArray::new(wide(array.dtype()), length, fields, validity.cloned());
            Ok(Some(mended.boxed()))
        },
        PhysicalType::Dictionary(key) => match key {
            IntegerType::Int8 => mend_dictionary::<i8>(cast(array)),
            IntegerType::Int16 => mend_dictionary::<i16>(cast(array)),
            IntegerType::Int32 => mend_dictionary::<i32>(cast(array)),
            IntegerType::Int64 => mend_dictionary::<i64>(cast(array)),
            IntegerType::UInt8 => mend_dictionary::<u8>(cast(array)),
            IntegerType::UInt16 => mend_dictionary::<u16>(cast(array)),
            IntegerType::UInt32 => mend_dictionary::<u32>(cast(array)),
            IntegerType::UInt64 => mend_dictionary::<u64>(cast(array)),
            other => Err(broken(format!("dictionary keys are {other:?}"))),
        },
        PhysicalType::Primitive(_) => match array.dtype() {
            ArrowDataType::Decimal32(..) => widen::<i32>(cast(array)).map(Some),
            ArrowDataType::Decimal64(..) => widen::<i64>(cast(array)).map(Some),
            _ => check_range(array).map(|()| None),
        },
        _ => Ok(None),
    }
}

/// Whether there are values of the type, or of a type in it, that polars has none for: it makes other values
/// of those, or nulls.
pub fn is_checked(dtype: &ArrowDataType) -> bool {
    use ArrowTimeUnit::Second;
    match dtype {
        ArrowDataType::Timestamp(Second, _) | ArrowDataType::Duration(Second) => true,
        ArrowDataType::Time32(_) | ArrowDataType::Time64(_) => true,
        ArrowDataType::List(inner)
        | ArrowDataType::LargeList(inner)
        | ArrowDataType::Map(inner, _)
        | ArrowDataType::FixedSizeList(inner, _) => is_checked(inner.dtype()),
        ArrowDataType::Struct(fields) => fields.iter().any(|field| is_checked(field.dtype())),
        ArrowDataType::Dictionary(_, values, _) => is_checked(values),
        _ => false,
    }
}

/// Decimals with the 128 bits that polars has.
fn widen<T: NativeType + Into<i128>>(array: &PrimitiveArray<T>) -> PolarsResult<Box<dyn Array>> {
    let values = array.values().iter().map(|value| (*value).into());
    let values = memory::collect::<i128>(values, array.len())?;
    let (dtype, validity) = (wide(array.dtype()), array.validity().cloned());
    let wide = PrimitiveArray::try_new(dtype, values.into(), validity)?;
    check_range(&wide)?;
    Ok(wide.boxed())
}

/// Refuses decimals of more digits than their type has.
fn check_digits(array: &PrimitiveArray<i128>, precision: usize) -> PolarsResult<()> {
    let power = u32::try_from(precision)
        .ok()
        .and_then(|p| 10u128.checked_pow(p));
    let limit = power.unwrap_or(u128::MAX);
    match array
        .iter()
        .flatten()
        .find(|value| value.unsigned_abs() >= limit)
    {
        Some(value) => polars_bail!(
            ComputeError: "a decimal of more than {precision} digits: {value} before its scale"
        ),
        None => Ok(()),
    }
}

fn check_range(array: &dyn Array) -> PolarsResult<()> {
    if let ArrowDataType::Decimal(precision, _) = array.dtype() {
        return check_digits(cast(array), *precision);
    }
    let times = |per_second: i64| 0..86_400 * per_second;
    let seconds = i64::MIN / 1000..i64::MAX / 1000;
    let range = match array.dtype() {
        ArrowDataType::Timestamp(ArrowTimeUnit::Second, _)
        | ArrowDataType::Duration(ArrowTimeUnit::Second) => seconds,
        ArrowDataType::Time32(ArrowTimeUnit::Second) => times(1),
        ArrowDataType::Time32(_) => times(1_000),
        ArrowDataType::Time64(ArrowTimeUnit::Microsecond) => times(1_000_000),
        ArrowDataType::Time64(_) => times(1_000_000_000),
        _ => return Ok(()),
    };
    let beyond = |value: &i64| !range.contains(value);
    let wrong = match array.dtype() {
        ArrowDataType::Time32(_) => {
            let values = cast::<PrimitiveArray<i32>>(array).iter().flatten();
            values.map(|value| i64::from(*value)).find(beyond)
        },
        _ => {
            let values = cast::<PrimitiveArray<i64>>(array).iter().flatten();
            values.copied().find(beyond)
        },
    };
    let is_time = matches!(
        array.dtype(),
        ArrowDataType::Time32(_) | ArrowDataType::Time64(_)
    );
    match wrong {
        Some(value) if value == range.end && is_time => polars_bail!(
            ComputeError: "a time of 24:00:00 ({value} as {:?}): polars' times of day end before it",
            array.dtype()
        ),
        Some(value) => polars_bail!(
            ComputeError: "{value} is out of the range that polars has for {:?}", array.dtype()
        ),
        None => Ok(()),
    }
}

fn check_offsets<O: Offset>(offsets: &OffsetsBuffer<O>, values: usize) -> PolarsResult<()> {
    let slice = offsets.as_slice();
    let grow = slice.windows(2).all(|pair| pair[0] <= pair[1]);
    if !grow || slice[0] < O::zero() || offsets.last().to_usize() > values {
        return Err(broken("its offsets are out of order or out of range"));
    }
    Ok(())
}

fn check_binary<O: Offset>(array: &BinaryArray<O>) -> PolarsResult<Option<Box<dyn Array>>> {
    check_offsets(array.offsets(), array.values().len()).map(|()| None)
}

fn not_text() -> PolarsError {
    broken("its text is not UTF-8")
}

fn mend_text<O: Offset>(array: &Utf8Array<O>) -> PolarsResult<Option<Box<dyn Array>>> {
    let (dtype, offsets, values) = (array.dtype(), array.offsets(), array.values());
    check_offsets(offsets, values.len())?;
    if Utf8Array::<O>::try_new(dtype.clone(), offsets.clone(), values.clone(), None).is_ok() {
        return Ok(None);
    }
    let rows = (0..array.len()).map(|row| {
        let (start, end) = offsets.start_end(row);
        let text = || std::str::from_utf8(&values.as_slice()[start..end]);
        array.is_valid(row).then(text).transpose()
    });
    let rows: Result<Vec<Option<&str>>, _> = rows.collect();
    let mended: Utf8Array<O> = rows.map_err(|_| not_text())?.into_iter().collect();
    Ok(Some(mended.boxed()))
}

/// Makes the views of null rows empty, if they point nowhere.
fn mend_views(array: &BinaryViewArray) -> PolarsResult<Option<BinaryViewArray>> {
    let buffers = array.data_buffers();
    let fits = |view: &View| {
        let (buffer, start) = (view.buffer_idx as usize, view.offset as usize);
        view.is_inline()
            || buffers
                .get(buffer)
                .is_some_and(|buffer| start + view.length as usize <= buffer.len())
    };
    if array.views().iter().all(fits) && array.null_count() == 0 {
        return Ok(None);
    }
    let views = array
        .views()
        .iter()
        .enumerate()
        .map(|(row, view)| match array.is_valid(row) {
            true if fits(view) => Ok(*view),
            true => Err(broken("a view points nowhere")),
            false => Ok(View::default()),
        });
    let views: Vec<View> = views.collect::<PolarsResult<_>>()?;
    // SAFETY: all views lie in the buffers, or are empty.
    let mended = unsafe {
        BinaryViewArray::new_unchecked_unknown_md(
            array.dtype().clone(),
            views.into(),
            buffers.clone(),
            array.validity().cloned(),
            None,
        )
    };
    Ok(Some(mended))
}

fn mend_list<O: Offset>(array: &ListArray<O>) -> PolarsResult<Option<Box<dyn Array>>> {
    check_offsets(array.offsets(), array.values().len())?;
    let rebuild = |values| {
        let (offsets, validity) = (array.offsets().clone(), array.validity().cloned());
        ListArray::<O>::new(wide(array.dtype()), offsets, values, validity).boxed()
    };
    Ok(mend(array.values().as_ref())?.map(rebuild))
}

fn mend_dictionary<K: DictionaryKey>(
    array: &DictionaryArray<K>,
) -> PolarsResult<Option<Box<dyn Array>>> {
    let length = array.values().len();
    let fits = |key: &K| (*key).try_into().is_ok_and(|key: usize| key < length);
    if !array.keys().iter().flatten().all(fits) {
        return Err(broken("a key points past its dictionary"));
    }
    let Some(values) = mend(array.values().as_ref())? else {
        return Ok(None);
    };
    let keys = array.keys().clone();
    // SAFETY: the dictionary is as long as it was.
    let mended = unsafe { DictionaryArray::try_new_unchecked(wide(array.dtype()), keys, values) };
    Ok(Some(mended?.boxed()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrow<T: NativeType>(values: &[T], dtype: ArrowDataType) -> Box<dyn Array> {
        PrimitiveArray::new(dtype, values.to_vec().into(), None).boxed()
    }

    fn series(array: Box<dyn Array>) -> Series {
        let array = mended(array).unwrap();
        let dtype = array.dtype().clone();
        // SAFETY: the array is of this type.
        unsafe { Series::_try_from_arrow_unchecked_with_md("a".into(), vec![array], &dtype, None) }
            .unwrap()
    }

    #[test]
    fn decimals_are_widened_wherever_they_lie() {
        let cents = narrow(&[123i32, -456], ArrowDataType::Decimal32(5, 2));
        let mills = narrow(&[1i64, -99_999], ArrowDataType::Decimal64(12, 3));
        let field = |array: &dyn Array| ArrowField::new("d".into(), array.dtype().clone(), true);
        let offsets = OffsetsBuffer::try_from(vec![0i64, 1, 2]).unwrap();
        let list = ArrowDataType::LargeList(Box::new(field(cents.as_ref())));
        let list = ListArray::new(list, offsets, cents.clone(), None).boxed();
        let fields = vec![field(mills.as_ref()), {
            let list = list.dtype().clone();
            ArrowField::new("l".into(), list, true)
        }];
        let within = StructArray::new(
            ArrowDataType::Struct(fields),
            2,
            vec![mills.clone(), list],
            None,
        );
        assert_eq!(series(cents).str_value(1).unwrap(), "-4.56");
        assert_eq!(series(mills).str_value(1).unwrap(), "-99.999");
        let within = series(within.boxed());
        assert_eq!(within.str_value(0).unwrap(), "{0.001,[1.23]}");
        assert_eq!(within.str_value(1).unwrap(), "{-99.999,[-4.56]}");
        let wrong = narrow(&[1000i32], ArrowDataType::Decimal32(3, 1));
        assert!(mended(wrong).is_err());
    }
}
