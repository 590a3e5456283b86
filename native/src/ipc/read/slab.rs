//! Memory that values are decoded into.

use bytemuck::Pod;
use polars::prelude::*;
use polars_buffer::Buffer;

use crate::idle;
use crate::memory;

/// Memory where all numbers are aligned. Where it is large it begins at a huge page, for what lies on small
/// ones before would be a good part of the time, and is kept for a moment when nobody needs it any more.
pub struct Slab {
    memory: Memory,
    start: usize,
    length: usize,
}

struct Memory {
    words: Box<[u128]>,
    large: bool,
}

impl Drop for Memory {
    fn drop(&mut self) {
        if self.large {
            idle::keep(std::mem::take(&mut self.words));
        }
    }
}

impl AsRef<[u128]> for Memory {
    fn as_ref(&self) -> &[u128] {
        &self.words
    }
}

impl Slab {
    /// So many bytes, to be overwritten.
    pub fn new(size: usize) -> PolarsResult<Self> {
        const WORD: usize = size_of::<u128>();
        let length = size.div_ceil(WORD);
        let spare = memory::spare_for_huge_pages(size) / WORD;
        let large = spare > 0;
        let wanted = length.saturating_add(spare);
        let words = match large.then(|| idle::take(wanted)).flatten() {
            Some(words) => words,
            None => memory::zeroed(wanted)?.into_boxed_slice(),
        };
        let start = match large {
            true => memory::huge_pages(words.as_ptr().cast(), size) / WORD,
            false => 0,
        };
        Ok(Self {
            memory: Memory { words, large },
            start,
            length,
        })
    }

    /// As values to be written.
    pub fn as_mut<T: Pod>(&mut self) -> &mut [T] {
        bytemuck::cast_slice_mut(&mut self.memory.words[self.start..][..self.length])
    }

    /// As values that can be passed on in parts.
    pub fn shared<T: Pod>(self) -> Buffer<T> {
        let words = self.start..self.start + self.length;
        let values = Buffer::from_owner(self.memory)
            .sliced(words)
            .try_transmute();
        values.unwrap_or_else(|_| unreachable!("it is aligned for all numbers"))
    }
}
