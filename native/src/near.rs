//! Types that polars lacks, whose values it has: they are put together anew.

use std::ops::Range;
use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::array::{Array, ListArray, PrimitiveArray};
use polars_arrow::bitmap::{Bitmap, MutableBitmap};
use polars_arrow::offset::OffsetsBuffer;
use polars_arrow::types::NativeType;
use polars_buffer::Buffer;

use crate::enums;
use crate::memory;
use crate::parents::{Parent, Parents};

/// Why unions cannot be read.
const SEVERAL: &str = "polars has no unions of several types";

/// Why decimals cannot be read.
pub const DECIMALS: &str = "polars' decimals have 38 digits, of which 0 to 38 are fractional";

/// Why intervals cannot be read.
pub const INTERVALS: &str = "polars has no calendar intervals";

/// Why time zones cannot be read.
pub const ZONES: &str = "its time zone is not known";

fn damaged(what: impl std::fmt::Display) -> PolarsError {
    polars_err!(ComputeError: "damaged data: {what}")
}

/// What becomes of values that are put together anew: what polars has for them.
pub fn gathered(dtype: &ArrowDataType) -> ArrowDataType {
    DataType::from_arrow_dtype(dtype).to_arrow(CompatLevel::newest())
}

/// What becomes of a union of those types, or why it cannot be read.
pub fn of_union<'a>(
    mut types: impl Iterator<Item = &'a ArrowDataType>,
) -> Result<ArrowDataType, &'static str> {
    let first = gathered(types.next().ok_or("it is a union of no types")?);
    match types.all(|other| gathered(other) == first) {
        true => Ok(first),
        false => Err(SEVERAL),
    }
}

/// What becomes of decimals of so many bits, unless they cannot be read.
pub fn of_decimals(bits: i64, precision: i64, scale: i64) -> Result<ArrowDataType, &'static str> {
    let digits = usize::try_from(precision).ok().filter(|digits| *digits > 0);
    let fraction = usize::try_from(scale).ok().filter(|scale| *scale <= 38);
    match (digits.zip(fraction), bits) {
        (Some((digits, fraction)), 32 | 64 | 128) if fraction <= digits && digits <= 38 => {
            Ok(ArrowDataType::Decimal(digits, fraction))
        },
        (Some((digits, fraction)), 256) if fraction <= digits => {
            Ok(ArrowDataType::Decimal(digits.min(38), fraction))
        },
        _ => Err(DECIMALS),
    }
}

/// As polars has it.
pub fn series(array: Box<dyn Array>) -> PolarsResult<Series> {
    let dtype = array.dtype().clone();
    enums::check(
        &ArrowField::new(PlSmallStr::EMPTY, dtype.clone(), true),
        array.as_ref(),
    )?;
    // SAFETY: the array is of its own type.
    unsafe {
        Series::_try_from_arrow_unchecked_with_md(PlSmallStr::EMPTY, vec![array], &dtype, None)
    }
}

/// The values at those places, null where there is none.
pub fn take(
    values: &Series,
    places: Buffer<IdxSize>,
    validity: Option<Bitmap>,
) -> PolarsResult<Box<dyn Array>> {
    memory::probe_if_large(places.len().saturating_mul(16))?;
    let places = PrimitiveArray::new(IdxSize::PRIMITIVE.into(), places, validity);
    Ok(values
        .take(&IdxCa::with_chunk(PlSmallStr::EMPTY, places))?
        .rechunk()
        .to_arrow(0, CompatLevel::newest()))
}

/// The run of each of those rows, where so many runs end where `ends` says.
pub fn runs(ends: &dyn Array, values: usize, rows: Range<usize>) -> PolarsResult<Buffer<IdxSize>> {
    if ends.len() > values {
        return Err(damaged("there are more runs than values"));
    }
    let any = ends.as_any();
    if let Some(ends) = any.downcast_ref::<PrimitiveArray<i16>>() {
        return runs_to(ends.values().iter().map(|end| i64::from(*end)), rows);
    }
    if let Some(ends) = any.downcast_ref::<PrimitiveArray<i32>>() {
        return runs_to(ends.values().iter().map(|end| i64::from(*end)), rows);
    }
    match any.downcast_ref::<PrimitiveArray<i64>>() {
        Some(ends) => runs_to(ends.values().iter().copied(), rows),
        None => Err(damaged("run ends are no integers")),
    }
}

fn runs_to(
    ends: impl Iterator<Item = i64> + Clone,
    rows: Range<usize>,
) -> PolarsResult<Buffer<IdxSize>> {
    // no memory is asked for on a mere word
    let end = ends.clone().last().unwrap_or(0);
    if usize::try_from(end).unwrap_or(0) < rows.end {
        return Err(damaged(format!(
            "the last run ends at {end} of {} rows",
            rows.end
        )));
    }
    let mut places = memory::with_capacity(rows.len())?;
    let mut last = 0;
    for (run, end) in (0..).zip(ends) {
        last = match usize::try_from(end).ok().filter(|end| *end > last) {
            Some(end) => end.min(rows.end),
            None if last == rows.end => break,
            None => return Err(damaged("the ends of runs do not grow")),
        };
        places.resize(last.saturating_sub(rows.start), run as IdxSize);
    }
    Ok(places.into())
}

/// Of the values of runs, where the run of each row is known.
pub fn in_runs(runs: &Buffer<IdxSize>, values: usize) -> Parent {
    let places = runs.clone();
    let range = move |row: usize| places[row] as usize..places[row] as usize + 1;
    Parent::Ranges(None, runs.len(), Box::new(range), values)
}

/// Where each list lies among so many values.
pub type Lists = Arc<[Range<usize>]>;

/// The lists that begin at `starts` and have `sizes` of so many values. Those that are null are empty.
pub fn list_views(
    starts: &[i64],
    sizes: &[i64],
    values: usize,
    validity: Option<Bitmap>,
    parents: &mut Parents,
) -> PolarsResult<(Lists, Option<Bitmap>)> {
    let list = |row: usize| {
        let size = usize::try_from(sizes[row]).ok()?;
        let start = usize::try_from(starts[row]).ok().filter(|_| size > 0);
        let start = start.or((size == 0).then_some(0))?;
        let end = start.checked_add(size).filter(|end| *end <= values)?;
        Some(start..end)
    };
    let rows = 0..starts.len();
    let mut validity = validity;
    if rows.clone().any(|row| list(row).is_none()) {
        let wrong = rows.clone().map(|row| list(row).is_none()).collect();
        validity = parents.without(wrong, validity.as_ref(), |row| {
            let (start, size) = (starts[row], sizes[row]);
            format!("damaged data: a list of {size} from {start} on, of {values} values")
        })?;
    }
    let is_valid = |row: &usize| validity.as_ref().is_none_or(|bits| bits.get_bit(*row));
    let lists = rows.map(|row| Some(row).filter(is_valid).and_then(list).unwrap_or(0..0));
    let lists = memory::collect(lists, starts.len())?.into();
    Ok((lists, validity))
}

/// Of the values of lists that lie there.
pub fn in_lists(lists: &Lists, validity: Option<Bitmap>, values: usize) -> Parent {
    let ranges = lists.clone();
    let range = move |row: usize| ranges[row].clone();
    Parent::Ranges(validity, lists.len(), Box::new(range), values)
}

/// The lists one behind the other.
pub fn lists(
    dtype: ArrowDataType,
    lists: &[Range<usize>],
    values: Box<dyn Array>,
    validity: Option<Bitmap>,
) -> PolarsResult<Box<dyn Array>> {
    let mut ends: Vec<i64> = memory::with_capacity(lists.len() + 1)?;
    ends.push(0);
    let mut end = 0;
    for list in lists {
        end += list.len();
        ends.push(end as i64);
    }
    let mut all = memory::with_capacity::<IdxSize>(end)?;
    for list in lists {
        all.extend(list.clone().map(|place| place as IdxSize));
    }
    let values = take(&series(values)?, all.into(), None)?;
    // SAFETY: they begin at zero and never fall.
    let offsets = unsafe { OffsetsBuffer::new_unchecked(ends.into()) };
    Ok(ListArray::<i64>::try_new(dtype, offsets, values, validity)?.boxed())
}

/// Of the values of that part of a union, of which `types` says which rows have one, and `place` where.
pub fn in_union(
    types: &Buffer<i8>,
    id: Option<i8>,
    place: impl Fn(usize) -> usize + 'static,
    values: usize,
) -> Parent {
    let own = types.clone();
    let range = move |row: usize| {
        let start = place(row);
        let is_it = Some(own[row]) == id;
        start..start.saturating_add(usize::from(is_it))
    };
    Parent::Ranges(None, types.len(), Box::new(range), values)
}

/// The values of children of one type, of which `types` says which one has that of each row, and `place` where.
pub fn union(
    ids: &[i8],
    types: &[i8],
    place: impl Fn(usize) -> usize,
    children: Vec<Box<dyn Array>>,
    parents: &mut Parents,
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
    let all = all.ok_or_else(|| damaged("a union of nothing"))?;
    let found = |row: usize| {
        let child = ids.iter().position(|known| *known == types[row])?;
        let place = place(row);
        let fits = place < *lengths.get(child)?;
        fits.then(|| (starts[child] + place) as IdxSize)
    };
    let rows = 0..types.len();
    let mut validity = None;
    if rows.clone().any(|row| found(row).is_none()) {
        let wrong = rows.clone().map(|row| found(row).is_none()).collect();
        validity = parents.without(wrong, None, |row| match ids.contains(&types[row]) {
            true => "damaged data: a union points past its values".into(),
            false => format!("damaged data: a union has no type {}", types[row]),
        })?;
    }
    let places = rows.map(|row| found(row).unwrap_or(0));
    take(&all, memory::collect(places, types.len())?.into(), validity)
}

/// Decimals of `width` bytes, at most 32, that have at most 38 digits.
pub fn decimals(
    dtype: ArrowDataType,
    bytes: &[u8],
    width: usize,
    rows: usize,
    big_endian: bool,
    validity: Option<Bitmap>,
    parents: &mut Parents,
) -> PolarsResult<Box<dyn Array>> {
    const MOST: u128 = 10u128.pow(38);
    let mut values = memory::with_capacity(rows)?;
    let mut beyond = Vec::new();
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
        if !fits {
            memory::reserve(&mut beyond, 1)?;
            beyond.push(row);
        }
        values.push(if fits { low } else { 0 });
    }
    let mut validity = validity;
    if !beyond.is_empty() {
        let mut wrong = MutableBitmap::from_len_zeroed(rows);
        beyond.iter().for_each(|row| wrong.set(*row, true));
        let why = |_| "a decimal of more than the 38 digits that polars has".to_owned();
        validity = parents.without(wrong.into(), validity.as_ref(), why)?;
    }
    Ok(PrimitiveArray::<i128>::try_new(dtype, values.into(), validity)?.boxed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_ends_too_early_is_damage_however_many_rows_are_claimed() {
        let ends = PrimitiveArray::<i32>::from_slice([2, 5]);
        assert_eq!(runs(&ends, 2, 0..4).unwrap()[..], [0, 0, 1, 1]);
        assert_eq!(runs(&ends, 2, 1..3).unwrap()[..], [0, 1]);
        assert_eq!(runs(&ends, 2, 2..5).unwrap()[..], [1, 1, 1]);
        for rows in [6, 1 << 40] {
            let error = runs(&ends, 2, 0..rows).unwrap_err();
            assert!(matches!(error, PolarsError::ComputeError(_)), "{error}");
        }
        for ends in [[3, 3, 5], [3, 2, 5], [5, 5, 4]] {
            assert!(runs(&PrimitiveArray::<i32>::from_slice(ends), 3, 0..5).is_err());
        }
    }
}
