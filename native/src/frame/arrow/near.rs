//! Imports arrays of types that polars lacks, whose values it has.

use polars::prelude::*;
use polars_arrow::array::FixedSizeBinaryArray;
use polars_arrow::datatypes::UnionType;
use polars_arrow::types::NativeType;
use polars_buffer::Buffer;

use super::check::{broken, mended_within};
use super::import::{Lender, buffer, child, place, windowed};
use super::structs::CArray;
use crate::memory;
use crate::near;
use crate::parents::{Parent, Parents};

impl Lender {
    /// So many numbers of that buffer.
    ///
    /// # Safety
    /// It must be a valid node, whose buffer has numbers of that type.
    unsafe fn numbers<T: NativeType>(
        &self,
        node: &CArray,
        index: usize,
        count: usize,
    ) -> PolarsResult<Buffer<T>> {
        // SAFETY: the caller's word.
        let numbers = unsafe { buffer(node, index) };
        let numbers = numbers.ok_or_else(|| broken(format!("{count} rows without numbers")))?;
        // SAFETY: so many numbers lie there.
        unsafe { self.lent_numbers(node, count, numbers) }
    }

    /// What is part of other values, as far as it counts there.
    ///
    /// # Safety
    /// It must be a valid array of that field.
    unsafe fn part(
        &self,
        node: &CArray,
        field: &ArrowField,
        parent: Parent,
        parents: &mut Parents,
    ) -> PolarsResult<ArrayRef> {
        parents.push(parent);
        // SAFETY: the caller's word.
        let values = unsafe { self.array(node, field.dtype(), parents) };
        let values = values.and_then(|values| mended_within(values, parents));
        parents.pop();
        values
    }

    /// Runs, which are more than none.
    ///
    /// # Safety
    /// It must be a valid array of runs of those fields.
    pub unsafe fn runs(
        &self,
        node: &CArray,
        fields: &[ArrowField],
        parents: &mut Parents,
    ) -> PolarsResult<ArrayRef> {
        let (offset, rows) = place(node)?;
        let [ends_field, field] = fields else {
            return Err(broken("run ends without their values"));
        };
        // SAFETY: the caller's word.
        let (ends, values) = unsafe {
            let ends = child(node, 0)?;
            let ends = self.array(ends, ends_field.dtype(), &mut Parents::default())?;
            (ends, child(node, 1)?)
        };
        let (_, count) = place(values)?;
        let runs = near::runs(ends.as_ref(), count, offset..offset + rows)?;
        let parent = near::in_runs(&runs, count);
        // SAFETY: the caller's word.
        let values = unsafe { self.part(values, field, parent, parents) }?;
        near::take(&near::series(values)?, runs, None)
    }

    /// List views, which are more than none.
    ///
    /// # Safety
    /// It must be a valid array of list views of that field.
    pub unsafe fn list_views(
        &self,
        node: &CArray,
        large: bool,
        field: &ArrowField,
        parents: &mut Parents,
    ) -> PolarsResult<ArrayRef> {
        let (_, rows) = place(node)?;
        let wide = |index| -> PolarsResult<Vec<i64>> {
            // SAFETY: the caller's word.
            unsafe {
                Ok(match large {
                    true => self.numbers::<i64>(node, index, rows)?.to_vec(),
                    false => {
                        let narrow = self.numbers::<i32>(node, index, rows)?;
                        memory::collect(narrow.iter().map(|n| i64::from(*n)), rows)?
                    },
                })
            }
        };
        let (starts, sizes) = (wide(1)?, wide(2)?);
        // SAFETY: the caller's word.
        let (validity, values) = unsafe { (self.validity(node)?, child(node, 0)?) };
        let (_, count) = place(values)?;
        let (lists, validity) = near::list_views(&starts, &sizes, count, validity, parents)?;
        let parent = near::in_lists(&lists, validity.clone(), count);
        // SAFETY: the caller's word.
        let values = unsafe { self.part(values, field, parent, parents) }?;
        let inner = field.with_dtype(near::gathered(values.dtype()));
        let dtype = ArrowDataType::LargeList(Box::new(inner));
        near::lists(dtype, &lists, values, validity)
    }

    /// A union of one type, of more rows than none.
    ///
    /// # Safety
    /// It must be a valid array of that union.
    pub unsafe fn union(
        &self,
        node: &CArray,
        union: &UnionType,
        parents: &mut Parents,
    ) -> PolarsResult<ArrayRef> {
        let (offset, rows) = place(node)?;
        let dense = union.mode.is_dense();
        // SAFETY: the caller's word.
        let (types, places) = unsafe {
            let types = self.numbers::<i8>(node, 0, rows)?;
            let places = dense.then(|| self.numbers::<i32>(node, 1, rows));
            (types, places.transpose()?)
        };
        let place_of = move |row: usize| match &places {
            Some(places) => usize::try_from(places[row]).unwrap_or(usize::MAX),
            None => row,
        };
        let ids = union.ids.iter().flatten().map(|id| *id as i8);
        let ids: Vec<i8> = ids.collect();
        let mut children = Vec::with_capacity(union.fields.len());
        for (index, field) in union.fields.iter().enumerate() {
            // SAFETY: the caller's word.
            let part = unsafe { child(node, index) }?;
            let sliced;
            let part = match dense {
                true => part,
                false => {
                    sliced = windowed(part, offset, rows)?;
                    &sliced
                },
            };
            let (_, count) = place(part)?;
            let parent = near::in_union(&types, ids.get(index).copied(), place_of.clone(), count);
            // SAFETY: the caller's word.
            children.push(unsafe { self.part(part, field, parent, parents) }?);
        }
        near::union(&ids, &types, place_of, children, parents)
    }

    /// Decimals of 256 bits, as far as they fit into 128.
    ///
    /// # Safety
    /// It must be a valid array of that type.
    pub unsafe fn decimals(
        &self,
        node: &CArray,
        read: ArrowDataType,
        parents: &mut Parents,
    ) -> PolarsResult<ArrayRef> {
        let (_, rows) = place(node)?;
        // SAFETY: the caller's word: they are of 32 bytes, whatever these mean.
        let wide = unsafe { self.leaf(node, &ArrowDataType::FixedSizeBinary(32)) }?;
        let wide: Option<&FixedSizeBinaryArray> = wide.as_any().downcast_ref();
        let wide = wide.ok_or_else(|| broken("its decimals are of another type"))?;
        let (bytes, validity) = (wide.values(), wide.validity().cloned());
        let big_endian = cfg!(target_endian = "big");
        near::decimals(read, bytes, 32, rows, big_endian, validity, parents)
    }
}
