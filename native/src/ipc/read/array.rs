//! Makes arrays of their buffers. These may hold anything, so they are checked.

use std::slice;
use std::vec;

use polars::prelude::*;
use polars_arrow::array::{
    Array, BinaryArray, BinaryViewArrayGeneric, BooleanArray, DictionaryArray, DictionaryKey,
    FixedSizeBinaryArray, FixedSizeListArray, ListArray, MapArray, NullArray, PrimitiveArray,
    StructArray, Utf8Array, View, ViewType,
};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::PhysicalType;
use polars_arrow::offset::{Offset, OffsetsBuffer};
use polars_arrow::types::NativeType;
use polars_arrow::{match_integer_type, with_match_primitive_type_full};
use polars_buffer::Buffer;

use super::super::invalid::invalid;
use super::categories::Dictionaries;
use super::fetch::Buffers;
use super::near;
use super::numbers::values;
use super::parents::{Parent, counted};
use super::plan::ColumnPlan;
use super::schema::{Layout, Node};
use crate::memory;

/// Goes through a column's nodes and buffers.
pub struct Assembler<'a> {
    rows: slice::Iter<'a, usize>,
    variadic: slice::Iter<'a, usize>,
    buffers: vec::IntoIter<Option<Buffer<u8>>>,
    dictionaries: &'a Dictionaries,
    big_endian: bool,
    /// What the values are part of, from outside in.
    parents: Vec<Parent>,
}

/// The rest of the plan is as long as the type wants it, for the same type made it.
const PLANNED: &str = "the plan follows the type";

impl<'a> Assembler<'a> {
    pub fn new(
        plan: &'a ColumnPlan,
        buffers: Buffers,
        dictionaries: &'a Dictionaries,
        big_endian: bool,
    ) -> Self {
        Self {
            rows: plan.rows.iter(),
            variadic: plan.variadic.iter(),
            buffers: buffers.into_iter(),
            dictionaries,
            big_endian,
            parents: Vec::new(),
        }
    }

    pub fn array(&mut self, node: &Node) -> PolarsResult<Box<dyn Array>> {
        let rows = *self.rows.next().expect(PLANNED);
        let dtype = node.dtype.clone();
        match &node.layout {
            Layout::RunEnds => return self.runs(node, rows),
            Layout::Union { dense, ids } => return self.union(node, rows, *dense, ids),
            Layout::Plain | Layout::Dictionary(_) | Layout::ListView(_) | Layout::Decimal(_) => {},
            Layout::Unreadable => return Err(invalid("a type that cannot be read")),
        }
        let physical = dtype.to_physical_type();
        if physical == PhysicalType::Null {
            return Ok(NullArray::try_new(dtype, rows)?.boxed());
        }
        let validity = self.buffers.next().expect(PLANNED);
        let validity = validity.map(|bits| bitmap(bits, rows));
        match &node.layout {
            Layout::ListView(large) => return self.list_views(node, rows, validity, *large),
            Layout::Decimal(width) => {
                let bytes = self.buffer();
                return near::decimals(dtype, &bytes, *width, rows, self.big_endian, validity);
            },
            _ => {},
        }
        Ok(match physical {
            PhysicalType::Boolean => {
                let values = bitmap(self.buffer(), rows);
                BooleanArray::try_new(dtype, values, validity)?.boxed()
            },
            PhysicalType::Primitive(primitive) => {
                with_match_primitive_type_full!(primitive, |$T| {
                    let values = self.values::<$T>(rows)?;
                    PrimitiveArray::<$T>::try_new(dtype, values, validity)?.boxed()
                })
            },
            PhysicalType::FixedSizeBinary => {
                FixedSizeBinaryArray::try_new(dtype, self.buffer(), validity)?.boxed()
            },
            PhysicalType::Utf8 => self.text::<i32>(dtype, rows, validity)?,
            PhysicalType::LargeUtf8 => self.text::<i64>(dtype, rows, validity)?,
            PhysicalType::Binary => self.binary::<i32>(dtype, rows, validity)?,
            PhysicalType::LargeBinary => self.binary::<i64>(dtype, rows, validity)?,
            PhysicalType::Utf8View => self.views::<str>(dtype, rows, validity)?,
            PhysicalType::BinaryView => self.views::<[u8]>(dtype, rows, validity)?,
            PhysicalType::List => {
                let (offsets, values) = self.list::<i32>(node, rows, &validity)?;
                ListArray::<i32>::try_new(dtype, offsets, values, validity)?.boxed()
            },
            PhysicalType::LargeList => {
                let (offsets, values) = self.list::<i64>(node, rows, &validity)?;
                ListArray::<i64>::try_new(dtype, offsets, values, validity)?.boxed()
            },
            PhysicalType::Map => {
                let (offsets, entries) = self.list::<i32>(node, rows, &validity)?;
                MapArray::try_new(dtype, offsets, entries, validity)?.boxed()
            },
            PhysicalType::FixedSizeList => {
                let ArrowDataType::FixedSizeList(_, width) = &dtype else {
                    return Err(invalid(format!("an array of type {dtype:?}")));
                };
                polars_ensure!(
                    *width > 0,
                    InvalidOperation: "arrays without values cannot be read"
                );
                let parent = Parent::Fixed(validity.clone(), *width);
                let values = self.within(parent, |below| below.array(child_of(node)?))?;
                FixedSizeListArray::try_new(dtype, rows, values, validity)?.boxed()
            },
            PhysicalType::Struct => {
                let fields = self.within(Parent::One(validity.clone()), |below| {
                    let fields = node.children.iter().map(|child| below.array(child));
                    fields.collect::<PolarsResult<Vec<_>>>()
                })?;
                StructArray::try_new(dtype, rows, fields, validity)?.boxed()
            },
            PhysicalType::Dictionary(key) => match_integer_type!(key, |$T| {
                self.dictionary::<$T>(node, rows, validity)?
            }),
            PhysicalType::Null | PhysicalType::Union => return Err(invalid("a union")),
        })
    }

    /// Puts together what is part of other values.
    fn within<T>(
        &mut self,
        parent: Parent,
        below: impl FnOnce(&mut Self) -> PolarsResult<T>,
    ) -> PolarsResult<T> {
        self.parents.push(parent);
        let result = below(self);
        self.parents.pop();
        result
    }

    fn runs(&mut self, node: &Node, rows: usize) -> PolarsResult<Box<dyn Array>> {
        let [ends, values] = node.children.as_slice() else {
            return Err(invalid("run ends without their values"));
        };
        // what is part of a run is part of many rows
        let parents = std::mem::take(&mut self.parents);
        let (ends, values) = (self.array(ends)?, self.array(values)?);
        self.parents = parents;
        let any = ends.as_any();
        if let Some(ends) = any.downcast_ref::<PrimitiveArray<i16>>() {
            return near::runs(
                ends.values().iter().map(|end| i64::from(*end)),
                values,
                rows,
            );
        }
        if let Some(ends) = any.downcast_ref::<PrimitiveArray<i32>>() {
            return near::runs(
                ends.values().iter().map(|end| i64::from(*end)),
                values,
                rows,
            );
        }
        match any.downcast_ref::<PrimitiveArray<i64>>() {
            Some(ends) => near::runs(ends.values().iter().copied(), values, rows),
            None => Err(invalid("run ends are no integers")),
        }
    }

    fn union(
        &mut self,
        node: &Node,
        rows: usize,
        dense: bool,
        ids: &[i8],
    ) -> PolarsResult<Box<dyn Array>> {
        let types = self.values::<i8>(rows)?;
        let offsets = dense.then(|| self.values::<i32>(rows)).transpose()?;
        let parents = std::mem::take(&mut self.parents);
        let children = node.children.iter().map(|child| self.array(child));
        let children = children.collect::<PolarsResult<Vec<_>>>()?;
        self.parents = parents;
        near::union(ids, &types, offsets.as_deref(), children)
    }

    fn list_views(
        &mut self,
        node: &Node,
        rows: usize,
        validity: Option<Bitmap>,
        large: bool,
    ) -> PolarsResult<Box<dyn Array>> {
        let mut numbers = || -> PolarsResult<Vec<i64>> {
            match large {
                true => Ok(self.values::<i64>(rows)?.to_vec()),
                false => {
                    let narrow = self.values::<i32>(rows)?;
                    Ok(memory::collect(narrow.iter().map(|n| i64::from(*n)), rows)?)
                },
            }
        };
        let places = numbers()?.into_iter().zip(numbers()?);
        let parents = std::mem::take(&mut self.parents);
        let values = self.array(child_of(node)?)?;
        self.parents = parents;
        near::list_views(node.dtype.clone(), places, values, validity)
    }

    fn buffer(&mut self) -> Buffer<u8> {
        self.buffers
            .next()
            .flatten()
            .expect("only validities are left out")
    }

    fn values<T: NativeType>(&mut self, count: usize) -> PolarsResult<Buffer<T>> {
        values(self.buffer(), count, self.big_endian)
    }

    fn offsets<O: Offset>(&mut self, rows: usize) -> PolarsResult<OffsetsBuffer<O>> {
        match rows {
            0 => {
                self.buffer();
                Ok(OffsetsBuffer::default())
            },
            _ => self.values::<O>(rows + 1)?.try_into(),
        }
    }

    fn text<O: Offset>(
        &mut self,
        dtype: ArrowDataType,
        rows: usize,
        validity: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        let (offsets, values) = (self.offsets::<O>(rows)?, self.buffer());
        let (dtype_, offsets_, values_) = (dtype.clone(), offsets.clone(), values.clone());
        match Utf8Array::<O>::try_new(dtype_, offsets_, values_, validity.clone()) {
            Ok(array) => Ok(array.boxed()),
            Err(error) => {
                let Some(counted) = counted(&self.parents, validity.as_ref(), rows)? else {
                    return Err(error);
                };
                // What is no text may lie under a null.
                let texts = counted.iter().enumerate().map(|(row, counts)| {
                    let (start, end) = offsets.start_end(row);
                    let bytes = values.get(start..end).filter(|_| counts);
                    bytes.map(|bytes| std::str::from_utf8(bytes)).transpose()
                });
                let texts = texts.collect::<Result<Vec<Option<&str>>, _>>();
                let texts = texts.map_err(|_| invalid("text is not UTF-8"))?;
                let texts: Utf8Array<O> = texts.into_iter().collect();
                Ok(texts.boxed())
            },
        }
    }

    fn binary<O: Offset>(
        &mut self,
        dtype: ArrowDataType,
        rows: usize,
        validity: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        let (offsets, values) = (self.offsets::<O>(rows)?, self.buffer());
        Ok(BinaryArray::<O>::try_new(dtype, offsets, values, validity)?.boxed())
    }

    fn views<V: ViewType + ?Sized>(
        &mut self,
        dtype: ArrowDataType,
        rows: usize,
        validity: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        if self.big_endian {
            return Err(invalid("views in a big-endian file"));
        }
        let views = self.values::<View>(rows)?;
        let count = *self.variadic.next().expect(PLANNED);
        let buffers: Buffer<Buffer<u8>> = (0..count).map(|_| self.buffer()).collect();
        let views = match check_views(&views, &buffers, V::IS_UTF8) {
            Ok(()) => views,
            Err(error) => {
                let Some(counted) = counted(&self.parents, validity.as_ref(), rows)? else {
                    return Err(error);
                };
                // What points nowhere may lie under a null.
                let views = views.iter().zip(counted.iter());
                let views = views.map(|(view, counts)| match counts {
                    true => *view,
                    false => View::default(),
                });
                let views = memory::collect(views, rows)?;
                check_views(&views, &buffers, V::IS_UTF8)?;
                views.into()
            },
        };
        // SAFETY: they were checked just now, and the validity has as many rows.
        let array = unsafe {
            BinaryViewArrayGeneric::<V>::new_unchecked_unknown_md(
                dtype, views, buffers, validity, None,
            )
        };
        Ok(array.boxed())
    }

    /// Offsets, and the values that they point into.
    fn list<O: Offset>(
        &mut self,
        node: &Node,
        rows: usize,
        validity: &Option<Bitmap>,
    ) -> PolarsResult<(OffsetsBuffer<O>, Box<dyn Array>)> {
        let offsets = self.offsets::<O>(rows)?;
        let count = self.rows.as_slice().first().copied().unwrap_or(0);
        let places = offsets.clone();
        let range = move |row| {
            let (start, end) = places.start_end(row);
            start..end
        };
        let parent = Parent::Ranges(validity.clone(), rows, Box::new(range), count);
        let values = self.within(parent, |below| below.array(child_of(node)?))?;
        if offsets.last().to_usize() > values.len() {
            let (end, values) = (offsets.last(), values.len());
            return Err(invalid(format!("a list ends at {end} of {values} values")));
        }
        Ok((offsets, values))
    }

    fn dictionary<K: DictionaryKey>(
        &mut self,
        node: &Node,
        rows: usize,
        validity: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        let keys = self.values::<K>(rows)?;
        let mut keys = PrimitiveArray::<K>::try_new(K::PRIMITIVE.into(), keys, validity)?;
        let dictionary = match node.layout {
            Layout::Dictionary(id) => self.dictionaries.get(&id),
            _ => None,
        };
        let dictionary = dictionary.ok_or_else(|| invalid("a dictionary is missing"))?;
        let length = dictionary.values.len();
        let fits = |key: &K| (*key).try_into().is_ok_and(|key: usize| key < length);
        let all_fit = |keys: &PrimitiveArray<K>| match keys.null_count() {
            0 => keys.values().iter().all(fits),
            _ => keys.iter().flatten().all(fits),
        };
        if !all_fit(&keys) {
            keys.set_validity(counted(&self.parents, keys.validity(), rows)?);
            if !all_fit(&keys) {
                return Err(invalid(format!(
                    "a key points past its dictionary of {length} values"
                )));
            }
        }
        let (dtype, values) = (node.dtype.clone(), dictionary.values.clone());
        // SAFETY: the keys were checked just now.
        let array = unsafe { DictionaryArray::<K>::try_new_unchecked(dtype, keys, values)? };
        Ok(array.boxed())
    }
}

fn child_of(node: &Node) -> PolarsResult<&Node> {
    node.children
        .first()
        .ok_or_else(|| invalid("a list without its values"))
}

/// Bits, of which there are enough.
pub fn bitmap(bits: Buffer<u8>, length: usize) -> Bitmap {
    assert!(length <= bits.len() * 8, "{PLANNED}");
    let offset = bits.offset() * 8;
    // SAFETY: so many bits lie there.
    unsafe { Bitmap::from_inner_unchecked(bits.into_storage(), offset, length, None) }
}

/// Refuses views that point nowhere or are not what polars takes for granted: what follows a short
/// value is zero, and a long one begins as its prefix says.
fn check_views(views: &[View], buffers: &[Buffer<u8>], text: bool) -> PolarsResult<()> {
    let ascii: Vec<bool> = buffers.iter().map(|bytes| bytes.is_ascii()).collect();
    for view in views {
        if view.is_inline() {
            let bytes = view.as_u128() >> 32;
            if view.length < View::MAX_INLINE_SIZE && bytes >> (8 * view.length) != 0 {
                return Err(invalid("a short value is followed by more"));
            }
            if text && bytes & 0x8080_8080_8080_8080_8080_8080 != 0 {
                let bytes = bytes.to_le_bytes();
                check_text(&bytes[..view.length as usize])?;
            }
            continue;
        }
        let (index, start) = (view.buffer_idx as usize, view.offset as usize);
        let value = buffers.get(index);
        let value = value.and_then(|bytes| bytes.get(start..start + view.length as usize));
        let value = value.ok_or_else(|| invalid("a view points nowhere"))?;
        if !value.starts_with(&view.prefix.to_le_bytes()) {
            return Err(invalid("a view does not begin as its value does"));
        }
        if text && !ascii[index] {
            check_text(value)?;
        }
    }
    Ok(())
}

fn check_text(bytes: &[u8]) -> PolarsResult<()> {
    match std::str::from_utf8(bytes) {
        Ok(_) => Ok(()),
        Err(_) => Err(invalid("text is not UTF-8")),
    }
}
