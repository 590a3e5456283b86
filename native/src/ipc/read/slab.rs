//! Memory that values are decoded into.

use bytemuck::Pod;
use bytemuck::allocation::try_zeroed_slice_box;
use polars::prelude::*;
use polars_buffer::Buffer;

use super::super::layout::invalid;
use crate::memory;

/// Fresh memory, where all numbers are aligned. Where it is large it begins at a huge page: what lies on
/// small ones before would be a good part of the time.
pub struct Slab {
    memory: Box<[u128]>,
    start: usize,
    length: usize,
}

impl Slab {
    /// So many bytes, which are zero.
    pub fn zeros(size: usize) -> PolarsResult<Self> {
        const WORD: usize = size_of::<u128>();
        let length = size.div_ceil(WORD);
        let spare = memory::spare_for_huge_pages(size) / WORD;
        let memory = try_zeroed_slice_box(length.saturating_add(spare));
        let memory: Box<[u128]> = memory.map_err(|()| {
            invalid(format!(
                "a column takes {size} bytes, for which there is no memory"
            ))
        })?;
        let start = match spare {
            0 => 0,
            _ => memory::huge_pages(memory.as_ptr().cast(), size) / WORD,
        };
        Ok(Self {
            memory,
            start,
            length,
        })
    }

    /// As values to be written.
    pub fn as_mut<T: Pod>(&mut self) -> &mut [T] {
        bytemuck::cast_slice_mut(&mut self.memory[self.start..][..self.length])
    }

    /// As values that can be passed on in parts.
    pub fn shared<T: Pod>(self) -> Buffer<T> {
        let (start, length) = (self.start, self.length);
        let words = Buffer::from_vec(self.memory.into_vec()).sliced(start..start + length);
        let values = words.try_transmute::<T>();
        values.unwrap_or_else(|_| unreachable!("it is aligned for all numbers"))
    }
}
