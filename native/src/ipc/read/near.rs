//! Types that polars lacks, whose values it has: they are put together anew.

use polars::prelude::*;
use polars_arrow::array::{Array, ListArray, PrimitiveArray};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::offset::OffsetsBuffer;

use super::super::invalid::invalid;
use crate::memory;

/// As polars has it.
fn series(array: Box<dyn Array>) -> PolarsResult<Series> {
    let dtype = array.dtype().clone();
    // SAFETY: the array is of its own type.
    unsafe {
        Series::_try_from_arrow_unchecked_with_md(PlSmallStr::EMPTY, vec![array], &dtype, None)
    }
}

fn take(values: &Series, places: Vec<IdxSize>) -> PolarsResult<Box<dyn Array>> {
    memory::probe_if_large(places.len().saturating_mul(16))?;
    let places = IdxCa::from_vec(PlSmallStr::EMPTY, places);
    Ok(values
        .take(&places)?
        .rechunk()
        .to_arrow(0, CompatLevel::newest()))
}

/// The values of runs that end where `ends` says, for the first `rows` rows.
pub fn runs(
    ends: impl ExactSizeIterator<Item = i64>,
    values: Box<dyn Array>,
    rows: usize,
) -> PolarsResult<Box<dyn Array>> {
    if ends.len() > values.len() {
        return Err(invalid("there are more runs than values"));
    }
    let mut places = memory::with_capacity(rows)?;
    for (run, end) in (0..).zip(ends) {
        let end = usize::try_from(end).ok().filter(|end| *end > places.len());
        let end = match end {
            Some(end) => end.min(rows),
            None if places.len() == rows => break,
            None => return Err(invalid("the ends of runs do not grow")),
        };
        places.resize(end, run as IdxSize);
    }
    if places.len() < rows {
        let end = places.len();
        return Err(invalid(format!(
            "the last run ends at {end} of {rows} rows"
        )));
    }
    take(&series(values)?, places)
}

/// The lists that begin at `offsets` and have `sizes` values.
pub fn list_views(
    dtype: ArrowDataType,
    places: impl Iterator<Item = (i64, i64)>,
    values: Box<dyn Array>,
    validity: Option<Bitmap>,
) -> PolarsResult<Box<dyn Array>> {
    let length = values.len();
    let mut ranges = Vec::new();
    let mut ends: Vec<i64> = vec![0];
    for (row, (start, size)) in places.enumerate() {
        let size = match validity.as_ref().is_none_or(|bits| bits.get_bit(row)) {
            true => size,
            false => 0,
        };
        let start = usize::try_from(start)
            .ok()
            .filter(|_| size > 0)
            .unwrap_or(0);
        let size = usize::try_from(size).map_err(|_| invalid("a list of a negative length"))?;
        let end = start.checked_add(size).filter(|end| *end <= length);
        let end = end.ok_or_else(|| invalid("a list points past its values"))?;
        memory::reserve(&mut ranges, 1)?;
        memory::reserve(&mut ends, 1)?;
        ranges.push(start..end);
        ends.push(ends[row] + size as i64);
    }
    let total = ends[ranges.len()] as usize;
    let mut all = memory::with_capacity::<IdxSize>(total)?;
    for range in ranges {
        all.extend(range.map(|place| place as IdxSize));
    }
    let values = take(&series(values)?, all)?;
    // SAFETY: they begin at zero and never fall.
    let offsets = unsafe { OffsetsBuffer::new_unchecked(ends.into()) };
    Ok(ListArray::<i64>::try_new(dtype, offsets, values, validity)?.boxed())
}

/// The values of children of one type, of which `types` says which one has that of each row.
pub fn union(
    ids: &[i8],
    types: &[i8],
    offsets: Option<&[i32]>,
    children: Vec<Box<dyn Array>>,
) -> PolarsResult<Box<dyn Array>> {
    let mut starts = Vec::with_capacity(children.len());
    let mut lengths = Vec::with_capacity(children.len());
    let mut all: Option<Series> = None;
    for child in children {
        let child = series(child)?;
        lengths.push(child.len());
        starts.push(all.as_ref().map_or(0, |all| all.len()));
        match &mut all {
            Some(all) => drop(all.append(&child)?),
            None => all = Some(child),
        }
    }
    let all = all.ok_or_else(|| invalid("a union of nothing"))?;
    let mut places = memory::with_capacity(types.len())?;
    for (row, id) in types.iter().enumerate() {
        let child = ids.iter().position(|known| known == id);
        let child = child.filter(|child| *child < starts.len());
        let child = child.ok_or_else(|| invalid(format!("a union has no type {id}")))?;
        let place = match offsets {
            Some(offsets) => usize::try_from(offsets[row]).unwrap_or(usize::MAX),
            None => row,
        };
        if place >= lengths[child] {
            return Err(invalid("a union points past its values"));
        }
        places.push((starts[child] + place) as IdxSize);
    }
    take(&all, places)
}

/// Decimals of `width` bytes, at most 32, that have at most 38 digits.
pub fn decimals(
    dtype: ArrowDataType,
    bytes: &[u8],
    width: usize,
    rows: usize,
    big_endian: bool,
    validity: Option<Bitmap>,
) -> PolarsResult<Box<dyn Array>> {
    const MOST: u128 = 10u128.pow(38);
    let mut values = memory::with_capacity(rows)?;
    for (row, narrow) in bytes.chunks_exact(width).take(rows).enumerate() {
        let mut value = [0; 32];
        value[..width].copy_from_slice(narrow);
        if big_endian {
            value[..width].reverse();
        }
        if value[width - 1] >= 0x80 {
            value[width..].fill(0xFF);
        }
        let low = i128::from_le_bytes(value[..16].try_into().expect("16 bytes"));
        let high = i128::from_le_bytes(value[16..].try_into().expect("16 bytes"));
        let fits = high == low >> 127 && low.unsigned_abs() < MOST;
        let is_valid = validity.as_ref().is_none_or(|bits| bits.get_bit(row));
        if is_valid && !fits {
            polars_bail!(
                ComputeError: "the decimal in row {row} of a record batch has more than the 38 digits that \
                polars has"
            );
        }
        values.push(if is_valid { low } else { 0 });
    }
    Ok(PrimitiveArray::<i128>::try_new(dtype, values.into(), validity)?.boxed())
}
