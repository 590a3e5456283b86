//! Imports arrays of the C data interface. polars-arrow makes what has no parts; arrays with parts are put together
//! here: it takes buffers of arrays without rows for granted, and fixed-size arrays for wider than nothing.

use std::ffi::c_void;
use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::array::{
    BinaryViewArray, BooleanArray, DictionaryArray, FixedSizeListArray, ListArray, MapArray,
    NullArray, PrimitiveArray, StructArray, View, new_empty_array,
};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::ffi::{ArrowArray, import_array_from_c};
use polars_arrow::match_integer_type;
use polars_arrow::offset::{Offset, OffsetsBuffer};
use polars_arrow::types::NativeType;
use polars_buffer::Buffer;

use super::check::{broken, without_empty_bytes, without_faults};
use super::in_column;
use super::stored::{self, Stored, read_as};
use super::structs::CArray;
use crate::memory;
use crate::parents::{Parent, Parents};

/// The rows of a record batch, and its columns.
///
/// # Safety
/// It must be a valid struct of these fields, by how they are stored.
pub unsafe fn columns(
    batch: ArrowArray,
    fields: &[ArrowField],
) -> PolarsResult<(usize, Vec<ArrayRef>)> {
    let lender = Lender(Arc::new(batch));
    // SAFETY: both are the C structure, which lives as long as the lender; the rest is the caller's word.
    unsafe {
        let node = &*Arc::as_ptr(&lender.0).cast::<CArray>();
        let (offset, rows) = place(node)?;
        if lender
            .validity(node)?
            .is_some_and(|bits| bits.unset_bits() > 0)
        {
            polars_bail!(InvalidOperation: "a record batch has no null rows");
        }
        let columns = fields.iter().enumerate().map(|(index, field)| {
            let column = child(node, index)
                .and_then(|node| lender.column(&windowed(node, offset, rows)?, field.dtype()));
            column.map_err(|error| in_column(&field.name, error))
        });
        Ok((rows, columns.collect::<PolarsResult<_>>()?))
    }
}

/// Whose buffers the arrays have.
pub struct Lender(Arc<ArrowArray>);

/// What an array without parts keeps from being released.
struct Loan {
    _owner: Arc<ArrowArray>,
    buffers: [*const c_void; 2],
}

unsafe extern "C" fn end_loan(array: *mut CArray) {
    // SAFETY: called once, by polars-arrow, with an array of `lend`.
    unsafe {
        (*array).release = None;
        drop(Box::from_raw((*array).private_data.cast::<Loan>()));
    }
}

impl Lender {
    /// Without parts, with all buffers, or with that one alone.
    fn lend(&self, node: &CArray, length: usize, only: Option<*const c_void>) -> ArrowArray {
        let loan = Box::into_raw(Box::new(Loan {
            _owner: self.0.clone(),
            buffers: [std::ptr::null(), only.unwrap_or(std::ptr::null())],
        }));
        let lent = CArray {
            length: length as i64,
            null_count: if only.is_some() { 0 } else { node.null_count },
            offset: node.offset,
            n_buffers: if only.is_some() { 2 } else { node.n_buffers },
            n_children: 0,
            buffers: match only {
                // SAFETY: the loan was made just now.
                Some(_) => unsafe { (&raw mut (*loan).buffers).cast() },
                None => node.buffers,
            },
            children: std::ptr::null_mut(),
            dictionary: std::ptr::null_mut(),
            release: Some(end_loan),
            private_data: loan.cast(),
        };
        // SAFETY: both are the C structure.
        unsafe { std::mem::transmute::<CArray, ArrowArray>(lent) }
    }

    /// Where there is no null, or no bit of it, there is no validity.
    ///
    /// # Safety
    /// It must be a valid node.
    pub unsafe fn validity(&self, node: &CArray) -> PolarsResult<Option<Bitmap>> {
        let (_, rows) = place(node)?;
        // SAFETY: the caller's word.
        let bits = unsafe { buffer(node, 0) };
        let Some(bits) = bits.filter(|_| rows > 0 && node.null_count != 0) else {
            return Ok(None);
        };
        let lent = self.lend(node, rows, Some(bits));
        // SAFETY: so many bits lie there.
        let bits = unsafe { import_array_from_c(lent, ArrowDataType::Boolean)? };
        let bits: Option<&BooleanArray> = bits.as_any().downcast_ref();
        Ok(bits.map(|bits| bits.values().clone()))
    }

    /// The offsets of so many rows, which are more than none.
    ///
    /// # Safety
    /// It must be a valid node, of lists, text or bytes.
    unsafe fn offsets<O: Offset>(&self, node: &CArray) -> PolarsResult<Buffer<O>> {
        let (_, rows) = place(node)?;
        // SAFETY: the caller's word.
        let offsets = unsafe { buffer(node, 1) };
        let offsets = offsets.ok_or_else(|| broken(format!("{rows} rows without offsets")))?;
        // SAFETY: so many numbers lie there.
        let offsets = unsafe { self.lent_numbers::<O>(node, rows + 1, offsets) }?;
        match offsets.last() {
            Some(end) if *end >= O::zero() => Ok(offsets),
            _ => Err(broken("its offsets are out of order or out of range")),
        }
    }

    /// So many numbers, where they begin for the node's buffers.
    ///
    /// # Safety
    /// So many must lie there.
    pub unsafe fn lent_numbers<T: NativeType>(
        &self,
        node: &CArray,
        count: usize,
        numbers: *const c_void,
    ) -> PolarsResult<Buffer<T>> {
        let lent = self.lend(node, count, Some(numbers));
        // SAFETY: the caller's word.
        let numbers = unsafe { import_array_from_c(lent, T::PRIMITIVE.into())? };
        let numbers: Option<&PrimitiveArray<T>> = numbers.as_any().downcast_ref();
        let numbers = numbers.map(|numbers| numbers.values().clone());
        numbers.ok_or_else(|| broken("its numbers are of another type"))
    }

    /// # Safety
    /// It must be a valid array of that type.
    unsafe fn column(&self, node: &CArray, dtype: &ArrowDataType) -> PolarsResult<ArrayRef> {
        let mut parents = Parents::default();
        // SAFETY: the caller's word.
        let column = unsafe { self.array(node, dtype, &mut parents) }?;
        without_faults(parents)?;
        Ok(column)
    }

    /// What polars lacks is made of values that count by `parents`, and what is wrong with these is told there.
    ///
    /// # Safety
    /// It must be a valid array of that type.
    pub unsafe fn array(
        &self,
        node: &CArray,
        dtype: &ArrowDataType,
        parents: &mut Parents,
    ) -> PolarsResult<ArrayRef> {
        use ArrowDataType as T;
        let (offset, rows) = place(node)?;
        if rows == 0 {
            return Ok(new_empty_array(without_empty_bytes(&read_as(dtype))));
        }
        // SAFETY: the caller's word.
        unsafe {
            Ok(match dtype {
                T::Null => NullArray::try_new(T::Null, rows)?.boxed(),
                T::FixedSizeBinary(0) => {
                    let (dtype, views) = (T::BinaryView, memory::zeroed::<View>(rows)?.into());
                    let validity = self.validity(node)?;
                    BinaryViewArray::try_new(dtype, views, Buffer::new(), validity)?.boxed()
                },
                T::Utf8 | T::Binary => {
                    self.offsets::<i32>(node)?;
                    self.leaf(node, dtype)?
                },
                T::LargeUtf8 | T::LargeBinary => {
                    self.offsets::<i64>(node)?;
                    self.leaf(node, dtype)?
                },
                T::List(inner) => {
                    let validity = self.validity(node)?;
                    let (offsets, inner, values) =
                        self.elements::<i32>(node, inner, &validity, parents)?;
                    ListArray::try_new(T::List(inner), offsets, values, validity)?.boxed()
                },
                T::LargeList(inner) => {
                    let validity = self.validity(node)?;
                    let (offsets, inner, values) =
                        self.elements::<i64>(node, inner, &validity, parents)?;
                    ListArray::try_new(T::LargeList(inner), offsets, values, validity)?.boxed()
                },
                T::Map(inner, sorted) => {
                    let validity = self.validity(node)?;
                    let (offsets, inner, entries) =
                        self.elements::<i32>(node, inner, &validity, parents)?;
                    MapArray::try_new(T::Map(inner, *sorted), offsets, entries, validity)?.boxed()
                },
                T::FixedSizeList(inner, width) => {
                    let (start, count) = (offset.checked_mul(*width), rows.checked_mul(*width));
                    let (start, count) = start.zip(count).ok_or_else(too_long)?;
                    let (values, validity) = (child(node, 0)?, self.validity(node)?);
                    let values = windowed(values, start, count)?;
                    parents.push(Parent::Fixed(validity.clone(), *width));
                    let values = self.array(&values, inner.dtype(), parents)?;
                    parents.pop();
                    let inner = Box::new(inner.with_dtype(values.dtype().clone()));
                    let dtype = T::FixedSizeList(inner, *width);
                    FixedSizeListArray::try_new(dtype, rows, values, validity)?.boxed()
                },
                T::Struct(fields) => {
                    let validity = self.validity(node)?;
                    parents.push(Parent::One(validity.clone()));
                    let values = fields.iter().enumerate().map(|(index, field)| {
                        let values = windowed(child(node, index)?, offset, rows)?;
                        self.array(&values, field.dtype(), parents)
                    });
                    let values = values.collect::<PolarsResult<Vec<_>>>()?;
                    parents.pop();
                    let fields = fields.iter().zip(&values);
                    let fields =
                        fields.map(|(field, values)| field.with_dtype(values.dtype().clone()));
                    let dtype = T::Struct(fields.collect());
                    StructArray::try_new(dtype, rows, values, validity)?.boxed()
                },
                T::Dictionary(key, values, ordered) => {
                    let keys = self.leaf(node, &(*key).into())?;
                    let dictionary = node.dictionary.as_ref();
                    let dictionary = dictionary.ok_or_else(|| broken("it has no dictionary"))?;
                    let values = self.column(dictionary, values)?;
                    let dtype = T::Dictionary(*key, Box::new(values.dtype().clone()), *ordered);
                    match_integer_type!(key, |$K| {
                        let keys: Option<&PrimitiveArray<$K>> = keys.as_any().downcast_ref();
                        let keys = keys.ok_or_else(|| broken("its keys are of another type"))?;
                        DictionaryArray::try_new_unchecked(dtype, keys.clone(), values)?.boxed()
                    })
                },
                T::Union(union) => self.union(node, union, parents)?,
                T::Decimal256(..) => self.decimals(node, read_as(dtype), parents)?,
                T::Extension(extension) => match stored::known(extension) {
                    Some(Stored::Runs(fields)) => self.runs(node, fields, parents)?,
                    Some(Stored::ListView(large, inner)) => {
                        self.list_views(node, large, inner, parents)?
                    },
                    None => return Err(broken("it is of a type that is not known")),
                },
                _ => self.leaf(node, dtype)?,
            })
        }
    }

    /// # Safety
    /// It must be a valid array of that type, which has no parts.
    pub unsafe fn leaf(&self, node: &CArray, dtype: &ArrowDataType) -> PolarsResult<ArrayRef> {
        let (_, rows) = place(node)?;
        // SAFETY: the caller's word.
        unsafe { import_array_from_c(self.lend(node, rows, None), dtype.clone()) }
    }

    /// What lists have, and where each begins and ends.
    ///
    /// # Safety
    /// It must be a valid array of lists of that field, more than none.
    unsafe fn elements<O: Offset>(
        &self,
        node: &CArray,
        inner: &ArrowField,
        validity: &Option<Bitmap>,
        parents: &mut Parents,
    ) -> PolarsResult<(OffsetsBuffer<O>, Box<ArrowField>, ArrayRef)> {
        // SAFETY: the caller's word. Offsets are more than none; whether they are in order is checked where values are.
        let (offsets, values) = unsafe {
            let offsets = self.offsets::<O>(node)?;
            (OffsetsBuffer::new_unchecked(offsets), child(node, 0)?)
        };
        let (_, count) = place(values)?;
        parents.push(Parent::lists(&offsets, validity.as_ref(), count));
        // SAFETY: the caller's word.
        let values = unsafe { self.array(values, inner.dtype(), parents)? };
        parents.pop();
        let (end, count) = (offsets.last().to_usize(), values.len());
        if end > count {
            return Err(broken(format!("a list ends at {end} of {count} values")));
        }
        Ok((
            offsets,
            Box::new(inner.with_dtype(values.dtype().clone())),
            values,
        ))
    }
}

/// Where a node's rows begin, and how many they are.
pub fn place(node: &CArray) -> PolarsResult<(usize, usize)> {
    let (offset, rows) = (usize::try_from(node.offset), usize::try_from(node.length));
    match (offset, rows) {
        (Ok(offset), Ok(rows)) if offset.checked_add(rows).is_some() => Ok((offset, rows)),
        _ => Err(broken(format!(
            "{} rows from {} on",
            node.length, node.offset
        ))),
    }
}

/// # Safety
/// It must be a valid node.
pub unsafe fn buffer(node: &CArray, index: usize) -> Option<*const c_void> {
    let there = !node.buffers.is_null() && (index as i64) < node.n_buffers;
    // SAFETY: the caller's word.
    let buffer = there.then(|| unsafe { *node.buffers.add(index) });
    buffer.filter(|buffer| !buffer.is_null())
}

/// # Safety
/// It must be a valid node.
pub unsafe fn child(node: &CArray, index: usize) -> PolarsResult<&CArray> {
    let there = !node.children.is_null() && (index as i64) < node.n_children;
    // SAFETY: the caller's word.
    let child = there.then(|| unsafe { (*node.children.add(index)).as_ref() });
    child
        .flatten()
        .ok_or_else(|| broken(format!("it has {} of its parts", node.n_children)))
}

/// So many values of a part, from there on.
pub fn windowed(part: &CArray, start: usize, count: usize) -> PolarsResult<CArray> {
    let (offset, length) = place(part)?;
    // of so many values without a look at the start, as polars wrote slices of structs once
    let start = if length == count { 0 } else { start };
    match start.checked_add(count) {
        Some(end) if end <= length => Ok(CArray {
            length: count as i64,
            offset: (offset + start) as i64,
            null_count: match part.null_count {
                _ if length == count => part.null_count,
                0 => 0,
                _ => -1,
            },
            ..*part
        }),
        _ => Err(broken(format!(
            "{length} values in a part, where {count} from {start} on are wanted"
        ))),
    }
}

fn too_long() -> PolarsError {
    broken("it has more values than there is memory")
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
