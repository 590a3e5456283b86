//! Copies arrays without the bytes of rows that were cut away, so that these are not written.

use std::io;
use std::ops::Range;

use polars_arrow::array::{
    Array, BinaryViewArrayGeneric, BooleanArray, FixedSizeListArray, ListArray, StructArray, View,
    ViewType,
};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::PhysicalType;
use polars_buffer::Buffer;

use crate::memory;

/// How long a buffer of values becomes at most: Arrow counts with 32 bits.
const LONGEST: usize = i32::MAX as usize;

/// How long the values are that lie in their views.
const SHORT: usize = View::MAX_INLINE_SIZE as usize;

/// The array with nothing behind it but what it holds; `None` if that is so already. Its lists are trimmed.
pub fn kept(array: &dyn Array) -> io::Result<Option<Box<dyn Array>>> {
    let values = match array.dtype().to_physical_type() {
        PhysicalType::Utf8View => kept_views::<str>(cast(array))?,
        PhysicalType::BinaryView => kept_views::<[u8]>(cast(array))?,
        PhysicalType::Boolean => {
            let array: &BooleanArray = cast(array);
            kept_bits(array.values())?.map(|values| {
                BooleanArray::new(array.dtype().clone(), values, array.validity().cloned()).boxed()
            })
        },
        PhysicalType::LargeList => {
            let array: &ListArray<i64> = cast(array);
            kept(array.values().as_ref())?.map(|values| {
                let (offsets, validity) = (array.offsets().clone(), array.validity().cloned());
                ListArray::new(array.dtype().clone(), offsets, values, validity).boxed()
            })
        },
        PhysicalType::FixedSizeList => {
            let array: &FixedSizeListArray = cast(array);
            kept(array.values().as_ref())?.map(|values| {
                let (dtype, validity) = (array.dtype().clone(), array.validity().cloned());
                FixedSizeListArray::new(dtype, array.len(), values, validity).boxed()
            })
        },
        PhysicalType::Struct => kept_fields(cast(array))?,
        _ => None,
    };
    let now = values.as_deref().unwrap_or(array);
    let validity = now.validity().map(kept_bits).transpose()?.flatten();
    Ok(match validity {
        Some(validity) => Some(now.with_validity(Some(validity))),
        None => values,
    })
}

fn cast<A: 'static>(array: &dyn Array) -> &A {
    array
        .as_any()
        .downcast_ref()
        .expect("the array is of its own physical type")
}

fn kept_fields(array: &StructArray) -> io::Result<Option<Box<dyn Array>>> {
    let fields: Vec<_> = array
        .values()
        .iter()
        .map(|field| kept(field.as_ref()))
        .collect::<io::Result<_>>()?;
    if fields.iter().all(Option::is_none) {
        return Ok(None);
    }
    let fields = fields.into_iter().zip(array.values());
    let fields = fields.map(|(kept, field)| kept.unwrap_or_else(|| field.clone()));
    let (dtype, validity) = (array.dtype().clone(), array.validity().cloned());
    Ok(Some(
        StructArray::new(dtype, array.len(), fields.collect(), validity).boxed(),
    ))
}

/// Bits that end where they end: a byte is what is written.
fn kept_bits(bits: &Bitmap) -> io::Result<Option<Bitmap>> {
    let (bytes, offset, length) = bits.as_slice();
    let behind = |byte: u8| match length % 8 {
        0 => 0,
        rest => byte >> rest,
    };
    if offset == 0 && bytes.last().is_none_or(|last| behind(*last) == 0) {
        return Ok(None);
    }
    let count = length.div_ceil(8);
    let shifted = (0..count).map(|place| {
        let next = bytes.get(place + 1).copied().unwrap_or(0);
        (u16::from_le_bytes([bytes[place], next]) >> offset) as u8
    });
    let mut shifted = memory::collect(shifted, count)?;
    if let (Some(last), rest @ 1..) = (shifted.last_mut(), length % 8) {
        *last &= (1 << rest) - 1;
    }
    Ok(Some(Bitmap::from_u8_vec(shifted, length)))
}

fn kept_views<V: ViewType + ?Sized>(
    array: &BinaryViewArrayGeneric<V>,
) -> io::Result<Option<Box<dyn Array>>> {
    let Some((views, buffers)) = Views::new(array).kept()? else {
        return Ok(None);
    };
    // SAFETY: each view is as it was, or points to a copy of the value that it pointed to; those of nulls
    // are empty.
    let array = unsafe {
        BinaryViewArrayGeneric::<V>::new_unchecked_unknown_md(
            array.dtype().clone(),
            views.into(),
            buffers.into(),
            array.validity().cloned(),
            None,
        )
    };
    Ok(Some(array.boxed()))
}

type Gathered = (Vec<View>, Vec<Buffer<u8>>);

/// Views, their values, and which of them are nulls.
struct Views<'a> {
    views: &'a [View],
    buffers: &'a [Buffer<u8>],
    validity: Option<&'a Bitmap>,
    /// How many bytes the values have, the short ones among them.
    bytes: usize,
    /// How many bytes the buffers have.
    there: usize,
}

impl<'a> Views<'a> {
    fn new<V: ViewType + ?Sized>(array: &'a BinaryViewArrayGeneric<V>) -> Self {
        Self {
            views: array.views(),
            buffers: array.data_buffers(),
            validity: array.validity(),
            bytes: array.total_bytes_len(),
            there: array.total_buffer_len(),
        }
    }

    fn is_null(&self, row: usize) -> bool {
        self.validity.is_some_and(|bits| !bits.get_bit(row))
    }

    /// The views and buffers without what no view points to; `None` if there is nothing of that.
    fn kept(&self) -> io::Result<Option<Gathered>> {
        let all_used = self.there <= self.bytes && self.follow_each_other();
        if self.buffers.is_empty() || all_used {
            return Ok(None);
        }
        let pointed: usize = self.long().map(|view| view.length as usize).sum();
        match pointed > self.there {
            true => self.shared(), // some values are pointed to more than once
            false => self.gathered(pointed).map(Some),
        }
    }

    /// The views with a value in a buffer.
    fn long(&self) -> impl Iterator<Item = &'a View> {
        let views = self.views.iter().enumerate();
        views
            .filter(|(row, view)| !view.is_inline() && !self.is_null(*row))
            .map(|(_, view)| view)
    }

    /// Whether the buffers hold the values one after the other, those of short ones among them or not, and
    /// nothing else.
    fn follow_each_other(&self) -> bool {
        let (mut buffer, mut end) = (0, 0);
        let mut since = 0; // the row that the value before the end belongs to
        for (row, view) in self.views.iter().enumerate() {
            if view.is_inline() {
                continue;
            }
            if self.is_null(row) {
                return false;
            }
            let (index, start) = (view.buffer_idx as usize, view.offset as usize);
            while index > buffer {
                if !self.are_short(since..row, buffer, end, self.buffers[buffer].len()) {
                    return false;
                }
                (buffer, end, since) = (buffer + 1, 0, row);
            }
            if index < buffer || start < end || !self.are_short(since..row, buffer, end, start) {
                return false;
            }
            (end, since) = (start + view.length as usize, row + 1);
        }
        let rest = since..self.views.len();
        buffer + 1 == self.buffers.len()
            && self.are_short(rest, buffer, end, self.buffers[buffer].len())
    }

    /// Whether the buffer's bytes from `start` to `end` are the short values of these rows, or none.
    fn are_short(&self, rows: Range<usize>, buffer: usize, start: usize, end: usize) -> bool {
        let bytes = &self.buffers[buffer];
        let mut place = start;
        let same = |view: &View, place: usize| match bytes.get(place..place + SHORT) {
            Some(ahead) => {
                let mut twelve = [0; 16];
                twelve[..SHORT].copy_from_slice(ahead);
                let differs = u128::from_le_bytes(twelve) ^ (view.as_u128() >> 32);
                differs & ((1 << (8 * view.length)) - 1) == 0
            },
            None => {
                let inline = view.as_u128().to_le_bytes();
                let length = view.length as usize;
                bytes.get(place..place + length) == Some(&inline[4..4 + length])
            },
        };
        if start == end {
            return true;
        }
        let all_same = self.views[rows].iter().all(|view| {
            let same = same(view, place);
            place += view.length as usize;
            same
        });
        all_same && place == end
    }

    /// Copies of the values, `bytes` in all.
    fn gathered(&self, bytes: usize) -> io::Result<Gathered> {
        let mut left = bytes;
        let mut buffers = Vec::new();
        let mut current: Vec<u8> = memory::with_capacity(left.min(LONGEST))?;
        let mut views = memory::with_capacity(self.views.len())?;
        for (row, view) in self.views.iter().enumerate() {
            if view.is_inline() || self.is_null(row) {
                views.push(match view.is_inline() {
                    true => *view,
                    false => View::default(),
                });
                continue;
            }
            let value = self.value(view);
            if current.len() + value.len() > LONGEST {
                left -= current.len();
                buffers.push(std::mem::take(&mut current).into());
                current = memory::with_capacity(left.min(LONGEST))?;
            }
            views.push(View {
                buffer_idx: buffers.len() as u32,
                offset: current.len() as u32,
                ..*view
            });
            current.extend_from_slice(value);
        }
        if !current.is_empty() {
            buffers.push(current.into());
        }
        Ok((views, buffers))
    }

    /// Copies of what is pointed to, each part of it once; `None` if that is all there is.
    fn shared(&self) -> io::Result<Option<Gathered>> {
        let part = |view: &View| {
            let start = view.offset as usize;
            (view.buffer_idx, start, start + view.length as usize)
        };
        let mut parts = memory::collect(self.long().map(part), self.views.len())?;
        parts.sort_unstable();
        parts.dedup_by(|next, before| {
            let joined = next.0 == before.0 && next.1 <= before.2;
            if joined {
                before.2 = before.2.max(next.2);
            }
            joined
        });
        let buffers = (0..).zip(self.buffers);
        let whole = buffers.map(|(index, bytes)| (index, 0, bytes.len()));
        if parts.iter().copied().eq(whole) {
            return Ok(None);
        }
        let mut buffers: Vec<Vec<u8>> = vec![Vec::new()];
        let mut places = memory::with_capacity(parts.len())?;
        for (buffer, start, end) in &parts {
            let last = buffers.last().map_or(0, Vec::len);
            if last > 0 && last + (end - start) > LONGEST {
                buffers.push(Vec::new());
            }
            let index = buffers.len() as u32 - 1;
            let target = buffers.last_mut().expect("there is one");
            places.push((index, target.len() as u32));
            memory::reserve(target, end - start)?;
            target.extend_from_slice(&self.buffers[*buffer as usize][*start..*end]);
        }
        let moved = self.views.iter().enumerate().map(|(row, view)| {
            if view.is_inline() {
                return *view;
            }
            if self.is_null(row) {
                return View::default();
            }
            let start = (view.buffer_idx, view.offset as usize);
            let part = parts.partition_point(|part| (part.0, part.1) <= start) - 1;
            let (buffer_idx, offset) = places[part];
            View {
                buffer_idx,
                offset: offset + (view.offset - parts[part].1 as u32),
                ..*view
            }
        });
        let views = memory::collect(moved, self.views.len())?;
        Ok(Some((
            views,
            buffers.into_iter().map(Buffer::from).collect(),
        )))
    }

    fn value(&self, view: &View) -> &'a [u8] {
        let start = view.offset as usize;
        &self.buffers[view.buffer_idx as usize][start..start + view.length as usize]
    }
}

#[cfg(test)]
mod tests {
    use polars_arrow::array::Utf8ViewArray;

    use super::*;

    fn views(texts: &[Option<&str>]) -> Utf8ViewArray {
        Utf8ViewArray::from_slice(texts)
    }

    fn bytes(array: &dyn Array) -> String {
        let array: &Utf8ViewArray = cast(array);
        let buffers = array.data_buffers().iter();
        buffers
            .map(|buffer| String::from_utf8_lossy(buffer).into_owned())
            .collect()
    }

    const LONG: [&str; 3] = [
        "the first, which is long",
        "the secret, which is long",
        "the third, which is long",
    ];

    #[test]
    fn what_a_slice_left_behind_is_gone() {
        let texts = [
            Some(LONG[0]),
            None,
            Some("short"),
            Some(LONG[1]),
            Some(LONG[2]),
        ];
        let all = views(&texts);
        assert!(kept_views::<str>(&all).unwrap().is_none());
        for (start, length) in [(0, 3), (4, 1), (0, 1), (1, 2), (2, 0), (1, 3)] {
            let slice = all.clone().sliced(start, length);
            let kept = kept(&slice).unwrap().expect("something was cut off");
            assert_eq!(*kept, *slice.boxed());
            let expected: Vec<&str> = texts[start..start + length]
                .iter()
                .flatten()
                .copied()
                .filter(|text| text.len() > 12)
                .collect();
            assert_eq!(bytes(kept.as_ref()), expected.concat());
        }
    }

    #[test]
    fn values_that_are_shared_stay_so() {
        let all = views(&[Some(LONG[0]), Some(LONG[1]), Some(LONG[2])]);
        let (first, third) = (all.views()[0], all.views()[2]);
        let repeated: Vec<View> = [first, third].repeat(50);
        // SAFETY: the views are the array's own.
        let repeated = unsafe {
            Utf8ViewArray::new_unchecked_unknown_md(
                all.dtype().clone(),
                repeated.into(),
                all.data_buffers().clone(),
                None,
                None,
            )
        };
        let kept = kept(&repeated).unwrap().unwrap();
        assert_eq!(*kept, *repeated.boxed());
        assert_eq!(bytes(kept.as_ref()), [LONG[0], LONG[2]].concat());
        assert!(super::kept(kept.as_ref()).unwrap().is_none());
    }

    #[test]
    fn short_values_among_the_long_ones_may_stay() {
        let text = format!("short{}more", LONG[0]);
        let buffer = Buffer::from(text.into_bytes());
        let mut all = views(&[Some("short"), Some(LONG[0]), Some("more")])
            .views()
            .clone()
            .to_vec();
        all[1].offset = 5;
        // SAFETY: the long view points to its value.
        let array = |views: Vec<View>| unsafe {
            Utf8ViewArray::new_unchecked_unknown_md(
                polars_arrow::datatypes::ArrowDataType::Utf8View,
                views.into(),
                vec![buffer.clone()].into(),
                None,
                None,
            )
        };
        assert!(kept(&array(all.clone())).unwrap().is_none());
        all[2] = all[0];
        let kept = kept(&array(all)).unwrap().unwrap();
        assert_eq!(bytes(kept.as_ref()), LONG[0]);
    }

    #[test]
    fn bits_end_where_they_end() {
        let all = Bitmap::from_u8_vec(vec![0b1101_1011, 0b1111_0101, 0xff], 24);
        for (start, length) in [
            (0, 8),
            (0, 24),
            (0, 3),
            (3, 7),
            (5, 11),
            (8, 5),
            (9, 0),
            (7, 17),
        ] {
            let slice = all.clone().sliced(start, length);
            let clean = kept_bits(&slice).unwrap().unwrap_or_else(|| slice.clone());
            assert_eq!(clean, slice);
            let (bytes, offset, _) = clean.as_slice();
            assert_eq!((bytes.len(), offset), (length.div_ceil(8), 0));
            if length % 8 > 0 {
                assert_eq!(bytes[length / 8] >> (length % 8), 0);
            }
        }
    }
}
