//! Makes arrays of their buffers. These may hold anything, so they are checked.

use std::slice;
use std::vec;

use polars::prelude::*;
use polars_arrow::array::{
    Array, BinaryArray, BinaryViewArray, BinaryViewArrayGeneric, BooleanArray, DictionaryArray,
    DictionaryKey, FixedSizeBinaryArray, FixedSizeListArray, ListArray, MapArray, NullArray,
    PrimitiveArray, StructArray, Utf8Array, View, ViewType,
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
use super::numbers::values;
use super::plan::ColumnPlan;
use super::schema::{Layout, Node};
use crate::frame::arrow::check;
use crate::frame::arrow::sound::sound;
use crate::memory;
use crate::near;
use crate::parents::{Faults, Parent, Parents};

/// Goes through a column's nodes and buffers.
pub struct Assembler<'a> {
    rows: slice::Iter<'a, usize>,
    variadic: slice::Iter<'a, usize>,
    buffers: vec::IntoIter<Option<Buffer<u8>>>,
    dictionaries: &'a Dictionaries,
    big_endian: bool,
    parents: Parents,
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
            parents: Parents::default(),
        }
    }

    /// The column, null where polars has no value, and where that matters.
    pub fn whole(mut self, node: &Node) -> PolarsResult<(Box<dyn Array>, Option<Faults>)> {
        let array = self.array(node)?;
        Ok((array, self.parents.faults()))
    }

    fn array(&mut self, node: &Node) -> PolarsResult<Box<dyn Array>> {
        let rows = *self.rows.next().expect(PLANNED);
        let dtype = node.dtype.clone();
        match &node.layout {
            Layout::RunEnds => return self.runs(node, rows),
            Layout::Union { dense, ids } => return self.union(node, rows, *dense, ids),
            Layout::Unreadable => return Err(invalid("a type that cannot be read")),
            _ => {},
        }
        let physical = dtype.to_physical_type();
        if physical == PhysicalType::Null {
            return Ok(NullArray::try_new(dtype, rows)?.boxed());
        }
        let validity = self.buffers.next().expect(PLANNED);
        let validity = validity.map(|bits| bitmap(bits, rows));
        match &node.layout {
            Layout::ListView(large) => return self.list_views(node, rows, validity, *large),
            Layout::Empty => {
                self.buffer();
                let views = memory::zeroed::<View>(rows)?.into();
                let empty = BinaryViewArray::try_new(dtype, views, Buffer::new(), validity)?;
                return Ok(empty.boxed());
            },
            Layout::Decimal(width) => {
                let (bytes, big_endian) = (self.buffer(), self.big_endian);
                let parents = &mut self.parents;
                return near::decimals(dtype, &bytes, *width, rows, big_endian, validity, parents);
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
                    let array = PrimitiveArray::<$T>::try_new(dtype, values, validity)?;
                    let sound = match array.dtype() {
                        // others write more digits than the type has, of which none is lost
                        ArrowDataType::Decimal(..) => None,
                        _ => sound(&array, &mut self.parents)?,
                    };
                    sound.unwrap_or_else(|| array.boxed())
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
                let (count, wanted) = (self.count(), rows.saturating_mul(*width));
                if count != wanted {
                    return Err(invalid(format!(
                        "{count} values in {rows} lists of {width} each"
                    )));
                }
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
        let parents = std::mem::take(&mut self.parents);
        let ends = self.array(ends)?;
        self.parents = parents;
        let count = self.count();
        let places = near::runs(ends.as_ref(), count, 0..rows)?;
        let parent = near::in_runs(&places, count);
        let values = self.within(parent, |below| below.array(values))?;
        near::take(&near::series(values)?, places, None)
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
        let place = move |row: usize| match &offsets {
            Some(offsets) => usize::try_from(offsets[row]).unwrap_or(usize::MAX),
            None => row,
        };
        let mut children = Vec::with_capacity(node.children.len());
        for (child, index) in node.children.iter().zip(0..) {
            let id = ids.get(index).copied();
            let parent = near::in_union(&types, id, place.clone(), self.count());
            children.push(self.within(parent, |below| below.array(child))?);
        }
        near::union(ids, &types, place, children, &mut self.parents)
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
        let (starts, sizes) = (numbers()?, numbers()?);
        let count = self.count();
        let (lists, validity) =
            near::list_views(&starts, &sizes, count, validity, &mut self.parents)?;
        let parent = near::in_lists(&lists, validity.clone(), count);
        let values = self.within(parent, |below| below.array(child_of(node)?))?;
        near::lists(node.dtype.clone(), &lists, values, validity)
    }

    /// How many values the next node has.
    fn count(&self) -> usize {
        self.rows.as_slice().first().copied().unwrap_or(0)
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
            Err(_) => {
                let parents = &mut self.parents;
                let text = check::text_of(&offsets, &values, validity.as_ref(), parents)?;
                Ok(text.boxed())
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
        let ascii: Vec<bool> = buffers.iter().map(|bytes| bytes.is_ascii()).collect();
        let wrong = |view: &View| wrong_view(view, &buffers, V::IS_UTF8.then_some(&ascii));
        let (views, validity) = match views.iter().any(|view| wrong(view).is_some()) {
            false => (views, validity),
            true => {
                let bits = views.iter().map(|view| wrong(view).is_some()).collect();
                let why = |row: usize| wrong(&views[row]).unwrap_or_default();
                let validity = self.parents.without(bits, validity.as_ref(), why)?;
                // What points nowhere is null.
                let kept = views.iter().enumerate().map(|(row, view)| {
                    let is_valid = validity.as_ref().is_none_or(|bits| bits.get_bit(row));
                    if is_valid { *view } else { View::default() }
                });
                (memory::collect(kept, rows)?.into(), validity)
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
        let parent = Parent::lists(&offsets, validity.as_ref(), self.count());
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
        let place = |key: K| key.try_into().unwrap_or(usize::MAX);
        let is_wrong = |key: K| place(key) >= length || dictionary.is_faulty(place(key));
        let any_is_wrong = match (dictionary.faults.is_some(), keys.null_count()) {
            (false, 0) => !keys.values().iter().all(|key| place(*key) < length),
            _ => keys.iter().flatten().any(|key| is_wrong(*key)),
        };
        if any_is_wrong {
            let wrong = keys.values().iter().map(|key| is_wrong(*key)).collect();
            let validity = self.parents.without(wrong, keys.validity(), |row| {
                match place(keys.value(row)) {
                    place if place < length => dictionary.why(place),
                    _ => format!("a key points past its dictionary of {length} values"),
                }
            })?;
            keys.set_validity(validity);
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

/// What is wrong with a view: it points nowhere, or is not what polars takes for granted, which is that what follows
/// a short value is zero, and a long one begins as its prefix says. `text` are the buffers that are plain ASCII, where
/// the values are to be text.
fn wrong_view(view: &View, buffers: &[Buffer<u8>], text: Option<&Vec<bool>>) -> Option<String> {
    if view.is_inline() {
        let bytes = view.as_u128() >> 32;
        if view.length < View::MAX_INLINE_SIZE && bytes >> (8 * view.length) != 0 {
            return Some("a short value is followed by more".into());
        }
        let plain = text.is_none() || bytes & 0x8080_8080_8080_8080_8080_8080 == 0;
        let bytes = bytes.to_le_bytes();
        return match plain {
            true => None,
            false => wrong_text(&bytes[..view.length as usize]),
        };
    }
    let (index, start) = (view.buffer_idx as usize, view.offset as usize);
    let value = buffers.get(index);
    let value = value.and_then(|bytes| bytes.get(start..start + view.length as usize));
    match value {
        None => Some("a view points nowhere".into()),
        Some(value) if !value.starts_with(&view.prefix.to_le_bytes()) => {
            Some("a view does not begin as its value does".into())
        },
        Some(value) if text.is_some_and(|ascii| !ascii[index]) => wrong_text(value),
        Some(_) => None,
    }
}

fn wrong_text(bytes: &[u8]) -> Option<String> {
    let is_text = std::str::from_utf8(bytes).is_ok();
    (!is_text).then(|| check::not_text(bytes))
}
