//! Copies what frames have in memory that others may change: memory that Java lent.

use std::io;

use polars::prelude::*;
use polars_arrow::array::{
    Array, BinaryViewArray, BooleanArray, FixedSizeListArray, ListArray, MutableBinaryViewArray,
    PrimitiveArray, StructArray, Utf8ViewArray,
};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::PhysicalType;
use polars_arrow::offset::OffsetsBuffer;
use polars_arrow::with_match_primitive_type_full;

use crate::estimate;
use crate::jvm::Result;
use crate::memory;

/// The same values in memory of their own.
pub fn owned(frame: &DataFrame) -> Result<DataFrame> {
    let columns = frame.columns().iter().map(|column| {
        let series = column.as_materialized_series();
        memory::probe_if_large(estimate::of_copies(series.chunks()))?;
        let chunks = series.chunks().iter().map(|chunk| copy(chunk.as_ref()));
        let chunks = chunks.collect::<io::Result<Vec<_>>>()?;
        // SAFETY: the arrays have the types and values of those that they are copies of.
        let copied = unsafe {
            Series::from_chunks_and_dtype_unchecked(series.name().clone(), chunks, series.dtype())
        };
        Ok(copied.into_column())
    });
    let columns = columns.collect::<Result<Vec<_>>>()?;
    Ok(DataFrame::new(frame.height(), columns)?)
}

fn copy(array: &dyn Array) -> io::Result<ArrayRef> {
    let dtype = array.dtype().clone();
    let validity = array.validity().map(bits);
    Ok(match dtype.to_physical_type() {
        PhysicalType::Boolean => {
            BooleanArray::new(dtype, bits(cast::<BooleanArray>(array).values()), validity).boxed()
        },
        PhysicalType::Primitive(primitive) => with_match_primitive_type_full!(primitive, |$T| {
            let values = cast::<PrimitiveArray<$T>>(array).values();
            let values = memory::collect(values.iter().copied(), values.len())?;
            PrimitiveArray::<$T>::new(dtype, values.into(), validity).boxed()
        }),
        PhysicalType::Utf8View => {
            let values: MutableBinaryViewArray<str> = cast::<Utf8ViewArray>(array).iter().collect();
            values.freeze().boxed()
        },
        PhysicalType::BinaryView => {
            let values: MutableBinaryViewArray<[u8]> =
                cast::<BinaryViewArray>(array).iter().collect();
            values.freeze().boxed()
        },
        PhysicalType::LargeList => {
            let list = cast::<ListArray<i64>>(array);
            let offsets = memory::collect(list.offsets().iter().copied(), list.len() + 1)?;
            let offsets = OffsetsBuffer::try_from(offsets).map_err(io::Error::other)?;
            ListArray::new(dtype, offsets, copy(list.values().as_ref())?, validity).boxed()
        },
        PhysicalType::FixedSizeList => {
            let list = cast::<FixedSizeListArray>(array);
            let values = copy(list.values().as_ref())?;
            FixedSizeListArray::new(dtype, list.len(), values, validity).boxed()
        },
        PhysicalType::Struct => {
            let fields = cast::<StructArray>(array).values().iter();
            let fields = fields.map(|field| copy(field.as_ref()));
            let fields = fields.collect::<io::Result<Vec<_>>>()?;
            StructArray::new(dtype, array.len(), fields, validity).boxed()
        },
        _ => array.to_boxed(), // polars keeps none of these but nulls
    })
}

fn bits(bitmap: &Bitmap) -> Bitmap {
    bitmap.iter().collect()
}

fn cast<A: 'static>(array: &dyn Array) -> &A {
    let array = array.as_any().downcast_ref();
    array.expect("the array that its physical type says")
}
