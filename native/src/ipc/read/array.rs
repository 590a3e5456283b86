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
use polars_arrow::io::ipc::IpcField;
use polars_arrow::offset::{Offset, OffsetsBuffer};
use polars_arrow::types::NativeType;
use polars_arrow::{match_integer_type, with_match_primitive_type_full};
use polars_buffer::Buffer;

use super::super::invalid::invalid;
use super::categories::Dictionaries;
use super::fetch::Buffers;
use super::numbers::values;
use super::plan::ColumnPlan;

/// Goes through a column's nodes and buffers.
pub struct Assembler<'a> {
    rows: slice::Iter<'a, usize>,
    variadic: slice::Iter<'a, usize>,
    buffers: vec::IntoIter<Option<Buffer<u8>>>,
    dictionaries: &'a Dictionaries,
    big_endian: bool,
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
        }
    }

    pub fn array(
        &mut self,
        dtype: &ArrowDataType,
        field: &IpcField,
    ) -> PolarsResult<Box<dyn Array>> {
        let rows = *self.rows.next().expect(PLANNED);
        let physical = dtype.to_physical_type();
        let dtype = dtype.clone();
        if physical == PhysicalType::Null {
            return Ok(NullArray::try_new(dtype, rows)?.boxed());
        }
        let validity = self.buffers.next().expect(PLANNED);
        let validity = validity.map(|bits| bitmap(bits, rows));
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
            PhysicalType::List => self.list::<i32>(dtype, rows, validity, field)?,
            PhysicalType::LargeList => self.list::<i64>(dtype, rows, validity, field)?,
            PhysicalType::Map => {
                let offsets = self.offsets::<i32>(rows)?;
                let entries = self.array(child(&dtype)?, child_of(field)?)?;
                check_last(&offsets, entries.len())?;
                MapArray::try_new(dtype, offsets, entries, validity)?.boxed()
            },
            PhysicalType::FixedSizeList => {
                let ArrowDataType::FixedSizeList(inner, width) = &dtype else {
                    return Err(invalid(format!("an array of type {dtype:?}")));
                };
                polars_ensure!(
                    *width > 0,
                    InvalidOperation: "arrays without values cannot be read"
                );
                let values = self.array(inner.dtype(), child_of(field)?)?;
                FixedSizeListArray::try_new(dtype, rows, values, validity)?.boxed()
            },
            PhysicalType::Struct => {
                let ArrowDataType::Struct(fields) = &dtype else {
                    return Err(invalid(format!("a struct of type {dtype:?}")));
                };
                let fields = fields.iter().zip(&field.fields);
                let fields = fields.map(|(inner, field)| self.array(inner.dtype(), field));
                let fields = fields.collect::<PolarsResult<Vec<_>>>()?;
                StructArray::try_new(dtype, rows, fields, validity)?.boxed()
            },
            PhysicalType::Dictionary(key) => match_integer_type!(key, |$T| {
                self.dictionary::<$T>(dtype, rows, validity, field)?
            }),
            PhysicalType::Null | PhysicalType::Union => return Err(invalid("a union")),
        })
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
        Ok(Utf8Array::<O>::try_new(dtype, offsets, values, validity)?.boxed())
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
        check_views(&views, &buffers, V::IS_UTF8)?;
        // SAFETY: they were checked just now, and the validity has as many rows.
        let array = unsafe {
            BinaryViewArrayGeneric::<V>::new_unchecked_unknown_md(
                dtype, views, buffers, validity, None,
            )
        };
        Ok(array.boxed())
    }

    fn list<O: Offset>(
        &mut self,
        dtype: ArrowDataType,
        rows: usize,
        validity: Option<Bitmap>,
        field: &IpcField,
    ) -> PolarsResult<Box<dyn Array>> {
        let offsets = self.offsets::<O>(rows)?;
        let values = self.array(child(&dtype)?, child_of(field)?)?;
        check_last(&offsets, values.len())?;
        Ok(ListArray::<O>::try_new(dtype, offsets, values, validity)?.boxed())
    }

    fn dictionary<K: DictionaryKey>(
        &mut self,
        dtype: ArrowDataType,
        rows: usize,
        validity: Option<Bitmap>,
        field: &IpcField,
    ) -> PolarsResult<Box<dyn Array>> {
        let keys = self.values::<K>(rows)?;
        let keys = PrimitiveArray::<K>::try_new(K::PRIMITIVE.into(), keys, validity)?;
        let dictionary = field
            .dictionary_id
            .and_then(|id| self.dictionaries.get(&id));
        let dictionary = dictionary.ok_or_else(|| invalid("a dictionary is missing"))?;
        let length = dictionary.values.len();
        let fits = |key: &K| (*key).try_into().is_ok_and(|key: usize| key < length);
        let all_fit = match keys.null_count() {
            0 => keys.values().iter().all(fits),
            _ => keys.iter().flatten().all(fits),
        };
        if !all_fit {
            return Err(invalid(format!(
                "a key points past its dictionary of {length} values"
            )));
        }
        let values = dictionary.values.clone();
        // SAFETY: the keys were checked just now.
        let array = unsafe { DictionaryArray::<K>::try_new_unchecked(dtype, keys, values)? };
        Ok(array.boxed())
    }
}

fn child(dtype: &ArrowDataType) -> PolarsResult<&ArrowDataType> {
    match dtype {
        ArrowDataType::List(child)
        | ArrowDataType::LargeList(child)
        | ArrowDataType::Map(child, _) => Ok(child.dtype()),
        other => Err(invalid(format!("a list of type {other:?}"))),
    }
}

fn child_of(field: &IpcField) -> PolarsResult<&IpcField> {
    field
        .fields
        .first()
        .ok_or_else(|| invalid("a list without its values"))
}

fn check_last<O: Offset>(offsets: &OffsetsBuffer<O>, values: usize) -> PolarsResult<()> {
    if offsets.last().to_usize() > values {
        return Err(invalid(format!(
            "a list ends at {} of {values} values",
            offsets.last()
        )));
    }
    Ok(())
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
