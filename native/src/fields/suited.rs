//! Brings arrays into the form that is said of their fields, and refuses nulls where there may be none.

use polars::prelude::*;
use polars_arrow::array::{
    Array, BinaryArray, BinaryViewArray, FixedSizeBinaryArray, FixedSizeListArray, ListArray,
    StructArray, Utf8Array, Utf8ViewArray,
};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::offset::OffsetsBuffer;

use super::FieldInfo;
use crate::memory;
use crate::parents::{self, Parent};

/// What is said of nulls where a field may have none.
pub const NULLS: &str = "its field, or one below it, is not nullable, and it has nulls: fill them with fillNull, or \
    let the field be null with withSchema";

impl FieldInfo {
    /// The array in the form that is said of it; refuses nulls where there may be none.
    pub fn suited(&self, array: ArrayRef) -> PolarsResult<ArrayRef> {
        self.check_nulls(array.as_ref(), None)?;
        Ok(self.formed(&array, None)?.unwrap_or(array))
    }

    /// The array with itself and its parts in the form that is said of them; `None` if they are in it.
    /// `counted` is where it is part of something that is not null: elsewhere its values mean nothing.
    fn formed(&self, array: &ArrayRef, counted: Option<&Bitmap>) -> PolarsResult<Option<ArrayRef>> {
        use ArrowDataType as T;
        if self.is_silent() {
            return Ok(None);
        }
        let any = array.as_any();
        let of_child = |inner: &ArrowField, values: &ArrayRef, counted: Option<&Bitmap>| {
            let (mut inner, values) = (inner.clone(), self.child(0).formed(values, counted)?);
            if let Some(values) = &values {
                inner.dtype = values.dtype().clone();
            }
            PolarsResult::Ok(values.map(|values| (Box::new(inner), values)))
        };
        match array.dtype() {
            T::Struct(fields) => {
                let structs: Option<&StructArray> = any.downcast_ref();
                let Some(structs) = structs else {
                    return Ok(None);
                };
                let (mut fields, mut values) = (fields.clone(), structs.values().to_vec());
                let below = both(array.validity(), counted);
                let mut changed = false;
                for (place, (field, values)) in fields.iter_mut().zip(&mut values).enumerate() {
                    if let Some(formed) = self.child(place).formed(values, below.as_ref())? {
                        field.dtype = formed.dtype().clone();
                        *values = formed;
                        changed = true;
                    }
                }
                let validity = array.validity().cloned();
                return Ok(changed.then(|| {
                    StructArray::new(T::Struct(fields), array.len(), values, validity).boxed()
                }));
            },
            T::LargeList(inner) => {
                let lists: Option<&ListArray<i64>> = any.downcast_ref();
                let Some(lists) = lists else {
                    return Ok(None);
                };
                let formed = of_child(inner, lists.values(), None)?;
                return Ok(formed.map(|(inner, values)| {
                    let (offsets, validity) = (lists.offsets().clone(), lists.validity().cloned());
                    ListArray::new(T::LargeList(inner), offsets, values, validity).boxed()
                }));
            },
            T::FixedSizeList(inner, width) => {
                let lists: Option<&FixedSizeListArray> = any.downcast_ref();
                let Some(lists) = lists else {
                    return Ok(None);
                };
                let below = both(array.validity(), counted).map(|rows| {
                    let rows = rows.iter();
                    rows.flat_map(|row| std::iter::repeat_n(row, *width))
                        .collect()
                });
                let formed = of_child(inner, lists.values(), below.as_ref())?;
                return Ok(formed.map(|(inner, values)| {
                    let (dtype, validity) =
                        (T::FixedSizeList(inner, *width), lists.validity().cloned());
                    FixedSizeListArray::new(dtype, lists.len(), values, validity).boxed()
                }));
            },
            _ => {},
        }
        let Some(storage) = self.storage() else {
            return Ok(None);
        };
        if let Some(text) = any.downcast_ref::<Utf8ViewArray>() {
            return stored(&storage, text.to_binview().iter(), array, counted).map(Some);
        }
        if let Some(bytes) = any.downcast_ref::<BinaryViewArray>() {
            return stored(&storage, bytes.iter(), array, counted).map(Some);
        }
        if let Some(text) = any.downcast_ref::<Utf8Array<i64>>() {
            return stored(&storage, text.to_binary().iter(), array, counted).map(Some);
        }
        match any.downcast_ref::<BinaryArray<i64>>() {
            Some(bytes) => stored(&storage, bytes.iter(), array, counted).map(Some),
            None => Ok(None),
        }
    }

    /// `counted` is where the array is part of something that is not null.
    fn check_nulls(&self, array: &dyn Array, counted: Option<&Bitmap>) -> PolarsResult<()> {
        if self.is_silent() {
            return Ok(());
        }
        let validity = array.validity().filter(|_| array.null_count() > 0);
        if self.required
            && let Some(validity) = validity
        {
            let is_null = |row: usize| {
                !validity.get_bit(row) && counted.is_none_or(|counted| counted.get_bit(row))
            };
            polars_ensure!(
                !(0..array.len()).any(is_null),
                InvalidOperation: "{NULLS}"
            );
        }
        if self.children.is_empty() {
            return Ok(());
        }
        let any = array.as_any();
        if let Some(fields) = any.downcast_ref::<StructArray>() {
            let below = both(validity, counted);
            for (place, field) in fields.values().iter().enumerate() {
                self.child(place)
                    .check_nulls(field.as_ref(), below.as_ref())?;
            }
        }
        let of_child = |values: &dyn Array, parent: &dyn Fn() -> Parent| {
            let child = self.child(0);
            match child.check_nulls(values, None) {
                // what is part of nothing may be null
                Err(_) => {
                    let counted = parents::below(&parent(), counted.cloned())?;
                    child.check_nulls(values, counted.as_ref())
                },
                checked => checked,
            }
        };
        if let Some(lists) = any.downcast_ref::<ListArray<i64>>() {
            let values = lists.values().as_ref();
            of_child(values, &|| {
                Parent::lists(lists.offsets(), validity, values.len())
            })?;
        }
        if let Some(lists) = any.downcast_ref::<FixedSizeListArray>() {
            let values = lists.values().as_ref();
            of_child(values, &|| Parent::Fixed(validity.cloned(), lists.size()))?;
        }
        Ok(())
    }
}

/// Where both are set.
fn both(own: Option<&Bitmap>, counted: Option<&Bitmap>) -> Option<Bitmap> {
    match (own, counted) {
        (Some(own), Some(counted)) => Some(own & counted),
        (own, counted) => own.or(counted).cloned(),
    }
}

/// The values of the array, of text or bytes, in another form of the same.
fn stored<'a>(
    storage: &ArrowDataType,
    values: impl Iterator<Item = Option<&'a [u8]>>,
    array: &ArrayRef,
    counted: Option<&Bitmap>,
) -> PolarsResult<ArrayRef> {
    use ArrowDataType as T;
    if let T::FixedSizeBinary(width) = storage {
        return fixed(values, array, counted, *width);
    }
    let mut bytes = Vec::new();
    let mut ends: Vec<i64> = memory::with_capacity(array.len() + 1)?;
    ends.push(0);
    for value in values {
        let value = value.unwrap_or_default();
        memory::reserve(&mut bytes, value.len())?;
        bytes.extend_from_slice(value);
        ends.push(bytes.len() as i64);
    }
    let validity = array.validity().cloned();
    let (dtype, bytes) = (storage.clone(), bytes.into());
    // SAFETY: they begin at zero and never fall.
    let ends: OffsetsBuffer<i64> = unsafe { OffsetsBuffer::new_unchecked(ends.into()) };
    if let T::LargeBinary | T::LargeUtf8 = storage {
        return Ok(match storage {
            T::LargeUtf8 => Utf8Array::<i64>::try_new(dtype, ends, bytes, validity)?.boxed(),
            _ => BinaryArray::<i64>::try_new(dtype, ends, bytes, validity)?.boxed(),
        });
    }
    let ends = OffsetsBuffer::<i32>::try_from(&ends).map_err(|_| {
        polars_err!(
            InvalidOperation: "its extension type is stored with offsets of 32 bits, which 2 GiB in a record \
            batch are too many for: withRecordBatchSize makes them smaller"
        )
    })?;
    Ok(match storage {
        T::Utf8 => Utf8Array::<i32>::try_new(dtype, ends, bytes, validity)?.boxed(),
        _ => BinaryArray::<i32>::try_new(dtype, ends, bytes, validity)?.boxed(),
    })
}

/// Values of `width` bytes each.
fn fixed<'a>(
    values: impl Iterator<Item = Option<&'a [u8]>>,
    array: &ArrayRef,
    counted: Option<&Bitmap>,
    width: usize,
) -> PolarsResult<ArrayRef> {
    let mut bytes = memory::with_capacity(array.len().saturating_mul(width))?;
    for (row, value) in values.enumerate() {
        match value {
            Some(value) if value.len() == width => bytes.extend_from_slice(value),
            Some(value) if counted.is_none_or(|counted| counted.get_bit(row)) => polars_bail!(
                InvalidOperation: "its values are of {width} bytes by its field, and that in row {row} of a \
                chunk is of {}", value.len()
            ),
            _ => bytes.resize(bytes.len() + width, 0),
        }
    }
    let dtype = ArrowDataType::FixedSizeBinary(width);
    Ok(FixedSizeBinaryArray::try_new(dtype, bytes.into(), array.validity().cloned())?.boxed())
}
