//! What is held against imported arrays before polars, which trusts them, gets them: types that it
//! panics at, text that is not UTF-8, offsets and dictionary keys that point nowhere.

use polars::prelude::*;
use polars_arrow::array::{
    Array, BinaryViewArray, DictionaryArray, DictionaryKey, FixedSizeListArray, ListArray,
    MapArray, PrimitiveArray, StructArray, Utf8Array, Utf8ViewArray,
};
use polars_arrow::datatypes::{IntegerType, PhysicalType};
use polars_arrow::offset::{Offset, OffsetsBuffer};
use polars_utils::aliases::InitHashMaps;

/// The type without the extension types around it, whose storage is what polars knows.
pub fn storage(dtype: &ArrowDataType) -> ArrowDataType {
    let field = |field: &ArrowField| ArrowField {
        dtype: storage(field.dtype()),
        ..field.clone()
    };
    match dtype {
        ArrowDataType::Extension(extension) => storage(&extension.inner),
        ArrowDataType::List(inner) => ArrowDataType::List(Box::new(field(inner))),
        ArrowDataType::LargeList(inner) => ArrowDataType::LargeList(Box::new(field(inner))),
        ArrowDataType::Map(inner, sorted) => ArrowDataType::Map(Box::new(field(inner)), *sorted),
        ArrowDataType::FixedSizeList(inner, width) => {
            ArrowDataType::FixedSizeList(Box::new(field(inner)), *width)
        },
        ArrowDataType::Struct(fields) => ArrowDataType::Struct(fields.iter().map(field).collect()),
        ArrowDataType::Dictionary(key, values, ordered) => {
            ArrowDataType::Dictionary(*key, Box::new(storage(values)), *ordered)
        },
        other => other.clone(),
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
    match dtype {
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

/// Refuses values that polars would take for what they are not.
pub fn check_values(array: &dyn Array) -> PolarsResult<()> {
    match array.dtype().to_physical_type() {
        PhysicalType::Utf8 => check_text::<i32>(cast(array)),
        PhysicalType::LargeUtf8 => check_text::<i64>(cast(array)),
        PhysicalType::Binary => {
            let array: &polars_arrow::array::BinaryArray<i32> = cast(array);
            check_offsets(array.offsets(), array.values().len())
        },
        PhysicalType::LargeBinary => {
            let array: &polars_arrow::array::BinaryArray<i64> = cast(array);
            check_offsets(array.offsets(), array.values().len())
        },
        PhysicalType::Utf8View => {
            let array = cast::<Utf8ViewArray>(array).to_binview();
            check_views(&array)?;
            array
                .validate_utf8()
                .map_err(|_| broken("its text is not UTF-8"))
        },
        PhysicalType::BinaryView => check_views(cast(array)),
        PhysicalType::List => {
            let array: &ListArray<i32> = cast(array);
            check_offsets(array.offsets(), array.values().len())?;
            check_values(array.values().as_ref())
        },
        PhysicalType::LargeList => {
            let array: &ListArray<i64> = cast(array);
            check_offsets(array.offsets(), array.values().len())?;
            check_values(array.values().as_ref())
        },
        PhysicalType::Map => {
            let array: &MapArray = cast(array);
            check_offsets(array.offsets(), array.field().len())?;
            check_values(array.field().as_ref())
        },
        PhysicalType::FixedSizeList => {
            check_values(cast::<FixedSizeListArray>(array).values().as_ref())
        },
        PhysicalType::Struct => {
            let fields = cast::<StructArray>(array).values().iter();
            fields.map(AsRef::as_ref).try_for_each(check_values)
        },
        PhysicalType::Dictionary(key) => match key {
            IntegerType::Int8 => check_dictionary::<i8>(cast(array)),
            IntegerType::Int16 => check_dictionary::<i16>(cast(array)),
            IntegerType::Int32 => check_dictionary::<i32>(cast(array)),
            IntegerType::Int64 => check_dictionary::<i64>(cast(array)),
            IntegerType::UInt8 => check_dictionary::<u8>(cast(array)),
            IntegerType::UInt16 => check_dictionary::<u16>(cast(array)),
            IntegerType::UInt32 => check_dictionary::<u32>(cast(array)),
            IntegerType::UInt64 => check_dictionary::<u64>(cast(array)),
            other => Err(broken(format!("dictionary keys are {other:?}"))),
        },
        PhysicalType::Primitive(_) => check_seconds(array),
        _ => Ok(()),
    }
}

/// polars counts milliseconds at the least, and multiplies without a look at the range.
fn check_seconds(array: &dyn Array) -> PolarsResult<()> {
    use ArrowTimeUnit::Second;
    if !matches!(
        array.dtype(),
        ArrowDataType::Timestamp(Second, _) | ArrowDataType::Duration(Second)
    ) {
        return Ok(());
    }
    let far = |seconds: &&i64| seconds.checked_mul(1000).is_none();
    match cast::<PrimitiveArray<i64>>(array)
        .iter()
        .flatten()
        .find(far)
    {
        Some(seconds) => {
            polars_bail!(ComputeError: "{seconds} seconds are out of range for milliseconds")
        },
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

fn check_text<O: Offset>(array: &Utf8Array<O>) -> PolarsResult<()> {
    check_offsets(array.offsets(), array.values().len())?;
    let (offsets, values) = (array.offsets(), array.values());
    Utf8Array::<O>::try_new(array.dtype().clone(), offsets.clone(), values.clone(), None)
        .map(drop)
        .map_err(|_| broken("its text is not UTF-8"))
}

fn check_views(array: &BinaryViewArray) -> PolarsResult<()> {
    let buffers = array.data_buffers();
    let fits = |view: &polars_arrow::array::View| {
        let (buffer, start) = (view.buffer_idx as usize, view.offset as usize);
        view.is_inline()
            || buffers
                .get(buffer)
                .is_some_and(|buffer| start + view.length as usize <= buffer.len())
    };
    match array.views().iter().all(fits) {
        true => Ok(()),
        false => Err(broken("a view points nowhere")),
    }
}

fn check_dictionary<K: DictionaryKey>(array: &DictionaryArray<K>) -> PolarsResult<()> {
    let length = array.values().len();
    let fits = |key: &K| (*key).try_into().is_ok_and(|key: usize| key < length);
    if !array.keys().iter().flatten().all(fits) {
        return Err(broken("a key points past its dictionary"));
    }
    check_values(array.values().as_ref())
}
