//! Checks imported arrays, since polars trusts them: refuses types that polars panics at, text that is not
//! UTF-8, offsets and dictionary keys out of range.

use polars::prelude::*;
use polars_arrow::array::{
    Array, BinaryArray, BinaryViewArray, DictionaryArray, DictionaryKey, FixedSizeListArray,
    ListArray, MapArray, PrimitiveArray, StructArray, Utf8Array, Utf8ViewArray, View,
};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::{IntegerType, PhysicalType};
use polars_arrow::offset::{Offset, OffsetsBuffer};
use polars_arrow::types::NativeType;
use polars_buffer::Buffer;

use super::sound::sound;
use crate::memory;
use crate::parents::{Parent, Parents};

/// The type with decimals of 128 bits, which is what polars has, for those of 32 and 64.
fn wide(dtype: &ArrowDataType) -> ArrowDataType {
    match *dtype {
        ArrowDataType::Decimal32(precision, scale) | ArrowDataType::Decimal64(precision, scale) => {
            ArrowDataType::Decimal(precision, scale)
        },
        ref other => with_inner(other, wide),
    }
}

/// The type with bytes of any length, which is what polars has, for those of no length.
pub fn without_empty_bytes(dtype: &ArrowDataType) -> ArrowDataType {
    match dtype {
        ArrowDataType::FixedSizeBinary(0) => ArrowDataType::BinaryView,
        other => with_inner(other, without_empty_bytes),
    }
}

/// The type with others for those within it.
pub fn with_inner(
    dtype: &ArrowDataType,
    other: fn(&ArrowDataType) -> ArrowDataType,
) -> ArrowDataType {
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

pub fn broken(what: impl std::fmt::Display) -> PolarsError {
    polars_err!(ComputeError: "not a valid array: {what}")
}

fn cast<A: Array>(array: &dyn Array) -> &A {
    array
        .as_any()
        .downcast_ref()
        .expect("the array is of its own physical type")
}

/// Refuses values that polars would take for what they are not. What lies in null rows, or is part of no row, may be
/// anything: where polars would look at it, the array comes back without it. Decimals of 32 and 64 bits come back
/// with 128: polars widens those of a column, and takes those within lists and structs for wide ones.
pub fn mended(array: Box<dyn Array>) -> PolarsResult<Box<dyn Array>> {
    let mut parents = Parents::default();
    let mended = mended_within(array, &mut parents)?;
    without_faults(parents)?;
    Ok(mended)
}

/// Likewise of what is part of others, which are told what is wrong.
pub fn mended_within(array: ArrayRef, parents: &mut Parents) -> PolarsResult<ArrayRef> {
    let mended = mend(array.as_ref(), parents)?;
    Ok(mended.unwrap_or(array))
}

/// Refuses rows that have wrong values.
pub fn without_faults(parents: Parents) -> PolarsResult<()> {
    match parents.faults() {
        Some(faults) => {
            let (row, why) = faults.first();
            polars_bail!(ComputeError: "row {row}: {why}")
        },
        None => Ok(()),
    }
}

type Mended = PolarsResult<Option<Box<dyn Array>>>;

/// As [`mended`], with `None` for an array that is good as it is.
fn mend(array: &dyn Array, parents: &mut Parents) -> Mended {
    match array.dtype().to_physical_type() {
        PhysicalType::Utf8 => mend_text::<i32>(cast(array), parents),
        PhysicalType::LargeUtf8 => mend_text::<i64>(cast(array), parents),
        PhysicalType::Binary => check_binary::<i32>(cast(array)),
        PhysicalType::LargeBinary => check_binary::<i64>(cast(array)),
        PhysicalType::Utf8View => {
            let bytes = cast::<Utf8ViewArray>(array).to_binview();
            match mend_views(&bytes, true, parents)? {
                Some(mended) => Ok(Some(mended.to_utf8view()?.boxed())),
                None => Ok(None),
            }
        },
        PhysicalType::BinaryView => {
            let mended = mend_views(cast(array), false, parents)?;
            Ok(mended.map(|array| array.boxed()))
        },
        PhysicalType::List => mend_list::<i32>(cast(array), parents),
        PhysicalType::LargeList => mend_list::<i64>(cast(array), parents),
        PhysicalType::Map => {
            let array: &MapArray = cast(array);
            let (offsets, validity) = (array.offsets(), array.validity());
            let entries = mend_elements(offsets, validity, array.field().as_ref(), parents)?;
            let rebuild = |entries| {
                let dtype = wide(array.dtype());
                MapArray::new(dtype, offsets.clone(), entries, validity.cloned()).boxed()
            };
            Ok(entries.map(rebuild))
        },
        PhysicalType::FixedSizeList => {
            let array: &FixedSizeListArray = cast(array);
            let (length, validity) = (array.len(), array.validity());
            parents.push(Parent::Fixed(validity.cloned(), array.size()));
            let values = mend(array.values().as_ref(), parents);
            parents.pop();
            let rebuild = |values| {
                let dtype = wide(array.dtype());
                FixedSizeListArray::new(dtype, length, values, validity.cloned()).boxed()
            };
            Ok(values?.map(rebuild))
        },
        PhysicalType::Struct => {
            let array: &StructArray = cast(array);
            let (length, validity) = (array.len(), array.validity());
            parents.push(Parent::One(validity.cloned()));
            let fields = array.values().iter().map(|field| {
                let mended = mend(field.as_ref(), parents)?;
                Ok(mended.unwrap_or_else(|| field.clone()))
            });
            let fields = fields.collect::<PolarsResult<Vec<_>>>();
            parents.pop();
            let mended = StructArray::new(wide(array.dtype()), length, fields?, validity.cloned());
            Ok(Some(mended.boxed()))
        },
        PhysicalType::Dictionary(key) => match key {
            IntegerType::Int8 => mend_dictionary::<i8>(cast(array), parents),
            IntegerType::Int16 => mend_dictionary::<i16>(cast(array), parents),
            IntegerType::Int32 => mend_dictionary::<i32>(cast(array), parents),
            IntegerType::Int64 => mend_dictionary::<i64>(cast(array), parents),
            IntegerType::UInt8 => mend_dictionary::<u8>(cast(array), parents),
            IntegerType::UInt16 => mend_dictionary::<u16>(cast(array), parents),
            IntegerType::UInt32 => mend_dictionary::<u32>(cast(array), parents),
            IntegerType::UInt64 => mend_dictionary::<u64>(cast(array), parents),
            other => Err(broken(format!("dictionary keys are {other:?}"))),
        },
        PhysicalType::Primitive(_) => match array.dtype() {
            ArrowDataType::Decimal32(..) => widen::<i32>(cast(array), parents).map(Some),
            ArrowDataType::Decimal64(..) => widen::<i64>(cast(array), parents).map(Some),
            _ => sound(array, parents),
        },
        _ => Ok(None),
    }
}

/// Decimals with the 128 bits that polars has.
fn widen<T: NativeType + Into<i128>>(
    array: &PrimitiveArray<T>,
    parents: &mut Parents,
) -> PolarsResult<Box<dyn Array>> {
    let values = array.values().iter().map(|value| (*value).into());
    let values = memory::collect::<i128>(values, array.len())?;
    let (dtype, validity) = (wide(array.dtype()), array.validity().cloned());
    let wide = PrimitiveArray::try_new(dtype, values.into(), validity)?;
    Ok(sound(&wide, parents)?.unwrap_or_else(|| wide.boxed()))
}

fn check_offsets<O: Offset>(offsets: &OffsetsBuffer<O>, values: usize) -> PolarsResult<()> {
    let slice = offsets.as_slice();
    let grow = slice.windows(2).all(|pair| pair[0] <= pair[1]);
    if !grow || slice[0] < O::zero() || offsets.last().to_usize() > values {
        return Err(broken("its offsets are out of order or out of range"));
    }
    Ok(())
}

fn check_binary<O: Offset>(array: &BinaryArray<O>) -> Mended {
    check_offsets(array.offsets(), array.values().len()).map(|()| None)
}

fn mend_text<O: Offset>(array: &Utf8Array<O>, parents: &mut Parents) -> Mended {
    let (dtype, offsets, values) = (array.dtype(), array.offsets(), array.values());
    check_offsets(offsets, values.len())?;
    if Utf8Array::<O>::try_new(dtype.clone(), offsets.clone(), values.clone(), None).is_ok() {
        return Ok(None);
    }
    text_of(offsets, values, array.validity(), parents).map(|array| Some(array.boxed()))
}

/// The text without what is none.
pub fn text_of<O: Offset>(
    offsets: &OffsetsBuffer<O>,
    values: &[u8],
    validity: Option<&Bitmap>,
    parents: &mut Parents,
) -> PolarsResult<Utf8Array<O>> {
    let bytes = |row| {
        let (start, end) = offsets.start_end(row);
        values.get(start..end)
    };
    let text = |row| std::str::from_utf8(bytes(row)?).ok();
    let rows = 0..offsets.len_proxy();
    let wrong = rows.clone().map(|row| text(row).is_none()).collect();
    let validity = parents.without(wrong, validity, |row| match bytes(row) {
        Some(bytes) => not_text(bytes),
        None => "its text is past the end of all text".into(),
    })?;
    let is_valid = |row| validity.as_ref().is_none_or(|bits| bits.get_bit(row));
    let rows = rows.map(|row| text(row).filter(|_| is_valid(row)));
    memory::probe_if_large(values.len())?;
    Ok(rows.collect())
}

/// What is said of bytes that are no text.
pub fn not_text(bytes: &[u8]) -> String {
    const SHOWN: usize = 12;
    let more = if bytes.len() > SHOWN { ".." } else { "" };
    let shown = &bytes[..bytes.len().min(SHOWN)];
    format!(
        "its text is not UTF-8 (\"{}{more}\"): what writes it must encode it so, or write it as binary",
        shown.escape_ascii()
    )
}

/// What a view points to, if that is somewhere.
fn bytes_of<'a>(view: &'a View, buffers: &'a [Buffer<u8>]) -> Option<&'a [u8]> {
    let (index, start) = (view.buffer_idx as usize, view.offset as usize);
    let fits = view.is_inline()
        || buffers
            .get(index)
            .is_some_and(|buffer| start + view.length as usize <= buffer.len());
    // SAFETY: it lies in the buffers.
    fits.then(|| unsafe { view.get_slice_unchecked(buffers) })
}

/// Makes views that point nowhere empty, and those of what is no text if it is to be `text`.
fn mend_views(
    array: &BinaryViewArray,
    text: bool,
    parents: &mut Parents,
) -> PolarsResult<Option<BinaryViewArray>> {
    let buffers = array.data_buffers();
    let all_fit = array
        .views()
        .iter()
        .all(|view| bytes_of(view, buffers).is_some());
    if all_fit && (!text || array.to_utf8view().is_ok()) {
        return Ok(None);
    }
    let is_text = |bytes: &[u8]| !text || std::str::from_utf8(bytes).is_ok();
    let is_wrong = |view: &View| !bytes_of(view, buffers).is_some_and(is_text);
    let wrong = array.views().iter().map(is_wrong).collect();
    let validity = parents.without(wrong, array.validity(), |row| {
        match bytes_of(&array.views()[row], buffers) {
            Some(bytes) => not_text(bytes),
            None => "a view points nowhere".into(),
        }
    })?;
    let views = array.views().iter().enumerate();
    let views = views.map(|(row, view)| {
        let is_valid = validity.as_ref().is_none_or(|bits| bits.get_bit(row));
        if is_valid { *view } else { View::default() }
    });
    let views = memory::collect(views, array.len())?;
    // SAFETY: all views lie in the buffers, or are empty.
    let mended = unsafe {
        BinaryViewArray::new_unchecked_unknown_md(
            array.dtype().clone(),
            views.into(),
            buffers.clone(),
            validity,
            None,
        )
    };
    Ok(Some(mended))
}

/// What lists have, between those offsets.
fn mend_elements<O: Offset>(
    offsets: &OffsetsBuffer<O>,
    validity: Option<&Bitmap>,
    values: &dyn Array,
    parents: &mut Parents,
) -> Mended {
    check_offsets(offsets, values.len())?;
    parents.push(Parent::lists(offsets, validity, values.len()));
    let mended = mend(values, parents);
    parents.pop();
    mended
}

fn mend_list<O: Offset>(array: &ListArray<O>, parents: &mut Parents) -> Mended {
    let (offsets, validity) = (array.offsets(), array.validity());
    let rebuild = |values| {
        let (offsets, validity) = (offsets.clone(), validity.cloned());
        ListArray::<O>::new(wide(array.dtype()), offsets, values, validity).boxed()
    };
    let values = mend_elements(offsets, validity, array.values().as_ref(), parents)?;
    Ok(values.map(rebuild))
}

fn mend_dictionary<K: DictionaryKey>(array: &DictionaryArray<K>, parents: &mut Parents) -> Mended {
    let length = array.values().len();
    let place = |key: K| key.try_into().unwrap_or(usize::MAX);
    let mut keys = array.keys().clone();
    if !keys.iter().flatten().all(|key| place(*key) < length) {
        let wrong = keys.values().iter().map(|key| place(*key) >= length);
        let validity = parents.without(wrong.collect(), keys.validity(), |_| {
            format!("a key points past its dictionary of {length} values")
        })?;
        keys.set_validity(validity);
    }
    let codes = keys.values().clone();
    let range = move |row: usize| place(codes[row])..place(codes[row]).saturating_add(1);
    let rows = keys.len();
    let validity = keys.validity().cloned();
    parents.push(Parent::Ranges(validity, rows, Box::new(range), length));
    let values = mend(array.values().as_ref(), parents);
    parents.pop();
    let values = values?.unwrap_or_else(|| array.values().clone());
    // SAFETY: the dictionary is as long as it was, and the keys were checked.
    let mended = unsafe { DictionaryArray::try_new_unchecked(wide(array.dtype()), keys, values) };
    Ok(Some(mended?.boxed()))
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
