//! Text with offsets, made into polars' views at once: all views of a column lie in one piece.

use polars::prelude::*;
use polars_arrow::array::specification::try_check_utf8;
use polars_arrow::array::{Array, Utf8ViewArray, View};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::offset::Offset;
use polars_buffer::Buffer;
use rayon::prelude::*;

use super::super::layout::invalid;
use super::array::{bitmap, values};
use super::fetch::{Buffers, shared, zeros};
use super::plan::ColumnPlan;

/// The text of one record batch.
struct Part {
    rows: usize,
    validity: Option<Bitmap>,
    offsets: Buffer<u8>,
    text: Buffer<u8>,
}

/// A chunk for each record batch, of text whose offsets are `O`s; `None` if a record batch has more
/// text than views can point into.
pub fn chunks<O: Offset>(
    plans: &[&ColumnPlan],
    buffers: &[Buffers],
    big_endian: bool,
) -> Option<PolarsResult<Vec<Box<dyn Array>>>> {
    let parts = plans.iter().zip(buffers).map(|(plan, buffers)| {
        let [validity, offsets, text] = buffers.as_slice() else {
            return None;
        };
        let (rows, text) = (plan.rows[0], text.clone()?);
        u32::try_from(text.len()).ok()?;
        Some(Part {
            rows,
            validity: validity.clone().map(|bits| bitmap(bits, rows)),
            offsets: offsets.clone()?,
            text,
        })
    });
    let parts: Vec<Part> = parts.collect::<Option<_>>()?;
    Some(make::<O>(parts, big_endian))
}

fn make<O: Offset>(parts: Vec<Part>, big_endian: bool) -> PolarsResult<Vec<Box<dyn Array>>> {
    let rows: usize = parts.iter().map(|part| part.rows).sum();
    let mut slab = zeros(rows.saturating_mul(size_of::<View>()))?;
    let mut rest: &mut [View] = bytemuck::cast_slice_mut(&mut slab);
    let mut places = Vec::with_capacity(parts.len());
    for part in &parts {
        let place;
        (place, rest) = rest.split_at_mut(part.rows);
        places.push((part, place));
    }
    let long = places.into_par_iter().map(|(part, place)| {
        let offsets = match part.rows {
            0 => return Ok(false),
            rows => values::<O>(part.offsets.clone(), rows + 1, big_endian),
        };
        let long = point(&offsets, &part.text, place)?;
        try_check_utf8(&offsets, &part.text)?;
        PolarsResult::Ok(long)
    });
    let long: Vec<bool> = long.collect::<PolarsResult<_>>()?;
    let mut views = shared::<View>(slab);
    let chunks = parts.into_iter().zip(long).map(|(part, long)| {
        let behind = views.split_off(part.rows);
        let views = std::mem::replace(&mut views, behind);
        let buffers = if long { vec![part.text] } else { Vec::new() };
        let dtype = ArrowDataType::Utf8View;
        // SAFETY: the views were made from offsets that lie in the text, which was checked with them.
        let chunk = unsafe {
            Utf8ViewArray::new_unchecked_unknown_md(
                dtype,
                views,
                buffers.into(),
                part.validity,
                None,
            )
        };
        chunk.boxed()
    });
    Ok(chunks.collect())
}

/// Makes the views, and says whether any points into the text: short values lie in their views.
fn point<O: Offset>(offsets: &[O], text: &[u8], views: &mut [View]) -> PolarsResult<bool> {
    let broken = || invalid("offsets are out of order or out of range");
    let mut start = offsets[0].to_usize();
    let mut any_long = false;
    for (view, end) in views.iter_mut().zip(&offsets[1..]) {
        let end = end.to_usize(); // a negative one is out of range too
        let value = text.get(start..end).ok_or_else(broken)?;
        *view = match value.len() <= View::MAX_INLINE_SIZE as usize {
            true => short(text, start, value.len()),
            false => {
                any_long = true;
                let prefix = u32::from_le_bytes([value[0], value[1], value[2], value[3]]);
                View {
                    length: value.len() as u32,
                    prefix,
                    buffer_idx: 0,
                    offset: start as u32,
                }
            },
        };
        start = end;
    }
    Ok(any_long)
}

/// The view of a short value, loaded at once where the text goes on behind it.
fn short(text: &[u8], start: usize, length: usize) -> View {
    let mut bytes = [0; 16];
    match text.get(start..start + 12) {
        Some(ahead) => bytes[..12].copy_from_slice(ahead),
        None => bytes[..length].copy_from_slice(&text[start..start + length]),
    }
    let value = u128::from_le_bytes(bytes) & ((1 << (8 * length)) - 1);
    bytemuck::cast((value << 32 | length as u128).to_le())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], offsets: &[i64]) -> PolarsResult<Vec<String>> {
        let part = Part {
            rows: offsets.len() - 1,
            validity: None,
            offsets: Buffer::from_vec(bytemuck::cast_slice(offsets).to_vec()),
            text: Buffer::from_vec(text.to_vec()),
        };
        let chunks = make::<i64>(vec![part], false)?;
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
