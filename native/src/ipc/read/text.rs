//! Converts text with offsets into the views of polars: all views of a column lie in one piece of memory.

use std::ops::Range;

use polars::prelude::*;
use polars_arrow::array::specification::try_check_utf8;
use polars_arrow::array::{Array, BINVIEW_ARROW_BUFFER_LEN_LIMIT, Utf8ViewArray, View};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::offset::Offset;
use polars_buffer::Buffer;
use rayon::prelude::*;

use super::super::invalid::invalid;
use super::array::bitmap;
use super::fetch::{Buffers, Loader};
use super::plan::ColumnPlan;
use super::slab::Slab;
use crate::frame::arrow::check::not_text;
use crate::in_order::InOrder;
use crate::io::Data;

/// A chunk for each record batch, of text whose offsets are `O`s and come late. `fault` is the error of what is no
/// text, in a record batch and a row of it.
pub fn chunks<O: Offset>(
    plans: &[(&Data, &ColumnPlan)],
    buffers: &[Buffers],
    big_endian: bool,
    fault: impl Fn(usize, usize, &str) -> PolarsError + Sync,
) -> PolarsResult<Vec<Box<dyn Array>>> {
    let rows: usize = plans.iter().map(|(_, plan)| plan.rows[0]).sum();
    let mut slab = Slab::new(rows.saturating_mul(size_of::<View>()))?;
    let mut rest = slab.as_mut::<View>();
    let mut places = Vec::with_capacity(plans.len());
    for ((data, plan), buffers) in plans.iter().zip(buffers) {
        let place;
        (place, rest) = rest.split_at_mut(plan.rows[0]);
        let [_, Some(offsets), _] = plan.buffers.as_slice() else {
            return Err(invalid("text without offsets"));
        };
        let validity = buffers[0].clone().map(|bits| bitmap(bits, plan.rows[0]));
        places.push((
            places.len(),
            *data,
            offsets,
            text_of(buffers)?,
            place,
            validity,
        ));
    }
    let ranges = places.into_par_iter().map_init(
        Loader::default,
        |loader, (index, data, offsets, text, views, validity)| match views.len() {
            0 => Ok(Vec::new()),
            rows => loader.with::<O, _>(data, offsets, rows + 1, big_endian, |offsets| {
                let ranges = point(offsets, text, views)?;
                if try_check_utf8(offsets, text).is_err() {
                    mend(offsets, text, views, validity.as_ref(), |row, bytes| {
                        fault(index, row, &not_text(bytes))
                    })?;
                }
                Ok(ranges)
            }),
        },
    );
    let ranges: Vec<Vec<Range<usize>>> = ranges.in_order()?;
    let mut views = slab.shared::<View>();
    let chunks = plans.iter().zip(buffers).zip(ranges);
    let chunks = chunks.map(|(((_, plan), buffers), ranges)| {
        let rows = plan.rows[0];
        let behind = views.split_off(rows);
        let views = std::mem::replace(&mut views, behind);
        let text = text_of(buffers)?;
        let data = ranges.into_iter().map(|range| text.clone().sliced(range));
        let validity = buffers[0].clone().map(|bits| bitmap(bits, rows));
        // SAFETY: the views were made from offsets that lie in the text, which was checked with them.
        let chunk = unsafe {
            Utf8ViewArray::new_unchecked_unknown_md(
                ArrowDataType::Utf8View,
                views,
                data.collect(),
                validity,
                None,
            )
        };
        Ok(chunk.boxed())
    });
    chunks.collect()
}

fn text_of(buffers: &Buffers) -> PolarsResult<&Buffer<u8>> {
    match buffers.as_slice() {
        [_, _, Some(text)] => Ok(text),
        _ => Err(invalid("text without its values")),
    }
}

/// Makes the views, and says which ranges of the text they point into: short values lie in their
/// views. A range is as long as the offsets of views reach at most, but for a longer value.
fn point<O: Offset>(
    offsets: &[O],
    text: &[u8],
    views: &mut [View],
) -> PolarsResult<Vec<Range<usize>>> {
    let broken = || invalid("offsets are out of order or out of range");
    let mut start = offsets[0].to_usize();
    let mut ranges = Vec::new();
    let mut range = 0..0;
    for (view, end) in views.iter_mut().zip(&offsets[1..]) {
        let end = end.to_usize(); // a negative one is out of range too
        let value = text.get(start..end).ok_or_else(broken)?;
        *view = match value.len() <= View::MAX_INLINE_SIZE as usize {
            true => short(text, start, value.len()),
            false => {
                if end > range.end {
                    let reach = start.saturating_add(BINVIEW_ARROW_BUFFER_LEN_LIMIT);
                    range = start..reach.min(text.len()).max(end);
                    ranges.push(range.clone());
                }
                let length = u32::try_from(value.len());
                let prefix = u32::from_le_bytes([value[0], value[1], value[2], value[3]]);
                View {
                    length: length.map_err(|_| invalid("a text of 4 GiB or more"))?,
                    prefix,
                    buffer_idx: ranges.len() as u32 - 1,
                    offset: (start - range.start) as u32,
                }
            },
        };
        start = end;
    }
    Ok(ranges)
}

/// Empties nulls, under which may lie what is no text.
fn mend<O: Offset>(
    offsets: &[O],
    text: &[u8],
    views: &mut [View],
    validity: Option<&Bitmap>,
    fault: impl Fn(usize, &[u8]) -> PolarsError,
) -> PolarsResult<()> {
    let views = views.iter_mut().zip(offsets.windows(2));
    for (row, (view, ends)) in views.enumerate() {
        let value = &text[ends[0].to_usize()..ends[1].to_usize()];
        match validity.is_none_or(|bits| bits.get_bit(row)) {
            true if std::str::from_utf8(value).is_err() => return Err(fault(row, value)),
            true => {},
            false => *view = View::default(),
        }
    }
    Ok(())
}

/// What is left of twelve bytes behind a length, for values of each length.
const MASKS: [u128; 13] = {
    let mut masks = [0; 13];
    let mut length = 0;
    while length < masks.len() {
        masks[length] = ((1 << (8 * length)) - 1) << 32;
        length += 1;
    }
    masks
};

/// The view of a short value, loaded at once where the text goes on behind it.
fn short(text: &[u8], start: usize, length: usize) -> View {
    let twelve = match text.get(start..start + 12) {
        Some(ahead) => {
            let (low, high) = ahead.split_at(8);
            let low = u64::from_le_bytes(low.try_into().expect("8 bytes"));
            let high = u32::from_le_bytes(high.try_into().expect("4 bytes"));
            (u128::from(high) << 64) | u128::from(low)
        },
        None => {
            let mut bytes = [0; 16];
            bytes[..length].copy_from_slice(&text[start..start + length]);
            u128::from_le_bytes(bytes)
        },
    };
    bytemuck::cast((((twelve << 32) & MASKS[length]) | length as u128).to_le())
}

#[cfg(test)]
mod tests {
    use super::super::fetch::fetch;
    use super::super::plan::{Need, Piece, Role};
    use super::*;
    use crate::io::Limits;

    fn read(text: &[u8], offsets: &[i64]) -> PolarsResult<Vec<String>> {
        let bytes = [bytemuck::cast_slice(offsets), text].concat();
        let data = Data::Memory(bytes.into());
        let offset_bytes = size_of_val(offsets);
        let piece = |offset: usize, length, role| Piece {
            offset: offset as u64,
            length,
            codec: None,
            need: Need::Bytes(length),
            role,
        };
        let plan = ColumnPlan {
            rows: vec![offsets.len() - 1],
            buffers: vec![
                None,
                Some(piece(0, offset_bytes, Role::Late)),
                Some(piece(offset_bytes, text.len(), Role::Text)),
            ],
            variadic: Vec::new(),
        };
        let plans = [(&data, &plan)];
        let buffers = fetch(&[plans.to_vec()], &Limits::default())?.remove(0);
        let fault = |_, row, why: &str| polars_err!(ComputeError: "{row}: {why}");
        let chunks = chunks::<i64>(&plans, &buffers, false, fault)?;
        let chunk: &Utf8ViewArray = chunks[0].as_any().downcast_ref().unwrap();
        Ok(chunk.values_iter().map(str::to_owned).collect())
    }

    #[test]
    fn values_of_every_length() {
        let texts: Vec<String> = (0..40)
            .map(|n| "abcdefghij".repeat(4)[..n].to_owned())
            .collect();
        for order in [texts.clone(), texts.into_iter().rev().collect()] {
            let ends = order.iter().scan(0, |end, text| {
                *end += text.len() as i64;
                Some(*end)
            });
            let offsets: Vec<i64> = std::iter::once(0).chain(ends).collect();
            assert_eq!(read(order.concat().as_bytes(), &offsets).unwrap(), order);
        }
    }

    #[test]
    fn what_is_not_text_is_refused() {
        let text = "aä€ and more".as_bytes();
        assert_eq!(read(text, &[0, 1, 3, 6]).unwrap(), ["a", "ä", "€"]);
        for offsets in [
            [0, 2, 3, 6],
            [0, 3, 1, 6],
            [-1, 1, 3, 6],
            [0, 1, 3, 99],
            [0, 99, 3, 6],
        ] {
            assert!(read(text, &offsets).is_err(), "{offsets:?}");
        }
        assert!(read(b"\xff\xfe\xfd", &[0, 1, 2, 3]).is_err());
    }
}
