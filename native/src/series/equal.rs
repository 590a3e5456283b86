//! Compares columns level by level. polars compares nested values row by row on each level again, which takes
//! time by the cube of the depth.

use polars::prelude::*;
use polars_arrow::array::{Array, BooleanArray, FixedSizeListArray, ListArray, StructArray};
use polars_arrow::bitmap::Bitmap;
use polars_compute::filter::filter;
use polars_compute::trim_lists_to_normalized_offsets::trim_lists_to_normalized_offsets;

/// Same name, type and values; nulls are equal to each other, and so are NaNs.
pub fn equal(a: &Series, b: &Series) -> bool {
    if a.name() != b.name() || a.dtype() != b.dtype() || a.len() != b.len() {
        return false;
    }
    if !a.dtype().is_nested() {
        return a.equals_missing(b);
    }
    let (a, b) = (a.rechunk(), b.rechunk());
    equal_arrays(&*a.chunks()[0], &*b.chunks()[0], a.dtype())
}

/// Whether arrays of one type have the same values. What lies under nulls does not matter.
fn equal_arrays(a: &dyn Array, b: &dyn Array, dtype: &DataType) -> bool {
    if a.len() != b.len() || a.null_count() != b.null_count() {
        return false;
    }
    if a.null_count() > 0 {
        if a.validity() != b.validity() {
            return false;
        }
        let valid = a.validity().expect("there are nulls");
        let (a, b) = (without_nulls(a, valid), without_nulls(b, valid));
        return equal_arrays(&*a, &*b, dtype);
    }
    match dtype {
        DataType::Struct(fields) => {
            let (a, b) = (as_array::<StructArray>(a), as_array::<StructArray>(b));
            let mut values = a.values().iter().zip(b.values()).zip(fields);
            values.all(|((a, b), field)| equal_arrays(&**a, &**b, field.dtype()))
        },
        DataType::List(inner) => {
            let (a, b) = (normalized(a), normalized(b));
            let (a, b) = (
                as_array::<ListArray<i64>>(&*a),
                as_array::<ListArray<i64>>(&*b),
            );
            let same = a.offsets().buffer() == b.offsets().buffer();
            same && equal_arrays(&**a.values(), &**b.values(), inner)
        },
        DataType::Array(inner, _) => {
            let a = as_array::<FixedSizeListArray>(a);
            let b = as_array::<FixedSizeListArray>(b);
            equal_arrays(&**a.values(), &**b.values(), inner)
        },
        flat => flat_series(a, flat).equals_missing(&flat_series(b, flat)),
    }
}

fn without_nulls(array: &dyn Array, valid: &Bitmap) -> Box<dyn Array> {
    let mask = BooleanArray::new(ArrowDataType::Boolean, valid.clone(), None);
    filter(array, &mask).with_validity(None)
}

/// The list with offsets from 0 on, and no values before or behind.
fn normalized(array: &dyn Array) -> Box<dyn Array> {
    trim_lists_to_normalized_offsets(array).unwrap_or_else(|| array.to_boxed())
}

fn as_array<T: 'static>(array: &dyn Array) -> &T {
    let array = array.as_any().downcast_ref();
    array.expect("arrays are what their type says")
}

fn flat_series(array: &dyn Array, dtype: &DataType) -> Series {
    // SAFETY: the array is the one that the type is kept in.
    unsafe {
        Series::from_chunks_and_dtype_unchecked(PlSmallStr::EMPTY, vec![array.to_boxed()], dtype)
    }
}
