//! Numbers of columns that polars reads as bytes.

use polars::prelude::*;
use polars_arrow::array::{Array, PrimitiveArray};

use crate::memory;

/// A value that is no number: its place and its bytes.
pub struct NoNumber<'a>(pub usize, pub &'a [u8]);

/// The number of each value, or the first value that is none.
pub fn numbers<'a, T: PolarsNumericType>(
    bytes: &'a BinaryChunked,
    number: impl Fn(&[u8]) -> Option<T::Native>,
) -> PolarsResult<Result<ChunkedArray<T>, NoNumber<'a>>> {
    let mut first = 0;
    let mut chunks = Vec::new();
    for array in bytes.downcast_iter() {
        let validity = array.validity();
        let is_there = |place| validity.is_none_or(|bits| bits.get_bit(place));
        let mut stray = None;
        let values = array.values_iter().enumerate().map(|(place, value)| {
            number(value).unwrap_or_else(|| {
                if stray.is_none() && is_there(place) {
                    stray = Some(place);
                }
                T::Native::default()
            })
        });
        let values = memory::collect(values, array.len())?;
        if let Some(place) = stray {
            return Ok(Err(NoNumber(first + place, array.value(place))));
        }
        first += array.len();
        chunks.push(PrimitiveArray::from_vec(values).with_validity(validity.cloned()));
    }
    Ok(Ok(ChunkedArray::from_chunk_iter(
        bytes.name().clone(),
        chunks,
    )))
}
