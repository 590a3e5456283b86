//! Estimates how much memory polars will ask for at once. polars aborts if it does not get it, so such work is
//! not begun when there is too little memory.

use std::io;

use polars::prelude::*;
use polars_arrow::array::{
    Array, BinaryArray, FixedSizeBinaryArray, FixedSizeListArray, ListArray, StructArray,
    Utf8Array, View,
};
use polars_arrow::datatypes::PhysicalType;
use polars_arrow::types::PrimitiveType;

use crate::memory;

/// Makes each column one chunk.
pub fn rechunk(frame: &mut DataFrame) -> io::Result<()> {
    probe_chunks(frame)?;
    frame.rechunk_mut_par();
    Ok(())
}

/// As [`rechunk`], with the calling thread alone.
pub fn rechunk_serially(frame: &mut DataFrame) -> io::Result<()> {
    probe_chunks(frame)?;
    frame.rechunk_mut();
    Ok(())
}

/// Makes the chunks of all columns the same.
pub fn align(frame: &mut DataFrame) -> io::Result<()> {
    if frame.should_rechunk() {
        probe_chunks(frame)?;
    }
    frame.align_chunks();
    Ok(())
}

/// Finds out whether there is memory for a frame of one chunk.
pub fn probe_chunks(frame: &DataFrame) -> io::Result<()> {
    let wanted = frame.columns().iter();
    let wanted = wanted.map(|column| of_series(column.as_materialized_series()));
    memory::probe_if_large(wanted.fold(0, usize::saturating_add))
}

/// The series as one chunk.
pub fn rechunked(series: &Series) -> io::Result<Series> {
    memory::probe_if_large(of_series(series))?;
    Ok(series.rechunk())
}

/// What it takes to put the chunks of each column together, as far as they are several.
pub fn of_series(series: &Series) -> usize {
    match series.chunks().as_slice() {
        [_] => 0,
        chunks => of_copies(chunks),
    }
}

/// What copies of these arrays take. The bytes of views are not among them: they stay where they lie.
pub fn of_copies(arrays: &[ArrayRef]) -> usize {
    let each = arrays.iter().map(|array| of_copy(array.as_ref()));
    each.fold(0, usize::saturating_add)
}

fn of_copy(array: &dyn Array) -> usize {
    let rows = array.len();
    let validity = array.validity().map_or(0, |bits| bits.len() / 8);
    let values = match array.dtype().to_physical_type() {
        PhysicalType::Null | PhysicalType::Union => 0,
        PhysicalType::Boolean => rows / 8,
        PhysicalType::Primitive(primitive) => rows.saturating_mul(width(primitive)),
        PhysicalType::BinaryView | PhysicalType::Utf8View => rows.saturating_mul(size_of::<View>()),
        PhysicalType::LargeList => cast::<ListArray<i64>>(array).map_or(0, |list| {
            let (start, end) = (
                *list.offsets().first() as usize,
                *list.offsets().last() as usize,
            );
            let values = list.values().sliced(start, end - start);
            (rows * size_of::<i64>()).saturating_add(of_copy(values.as_ref()))
        }),
        PhysicalType::FixedSizeList => {
            cast::<FixedSizeListArray>(array).map_or(0, |list| of_copy(list.values().as_ref()))
        },
        PhysicalType::Struct => {
            cast::<StructArray>(array).map_or(0, |fields| of_copies(fields.values()))
        },
        PhysicalType::FixedSizeBinary => {
            cast::<FixedSizeBinaryArray>(array).map_or(0, |bytes| bytes.values().len())
        },
        PhysicalType::LargeUtf8 => {
            cast::<Utf8Array<i64>>(array).map_or(0, |text| text.values().len())
        },
        PhysicalType::LargeBinary => {
            cast::<BinaryArray<i64>>(array).map_or(0, |bytes| bytes.values().len())
        },
        _ => 0, // polars keeps none of these
    };
    values.saturating_add(validity)
}

fn cast<A: 'static>(array: &dyn Array) -> Option<&A> {
    array.as_any().downcast_ref()
}

fn width(primitive: PrimitiveType) -> usize {
    use PrimitiveType::*;
    match primitive {
        Int8 | UInt8 => 1,
        Int16 | UInt16 | Float16 => 2,
        Int32 | UInt32 | Float32 => 4,
        Int64 | UInt64 | Float64 | DaysMs => 8,
        Int128 | UInt128 | MonthDayNano | MonthDayMillis => 16,
        Int256 => 32,
    }
}
