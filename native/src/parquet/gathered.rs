//! Gathers frames into row groups.

use std::collections::VecDeque;

use polars::prelude::*;
use polars_arrow::array::{
    Array, BinaryViewArray, FixedSizeListArray, ListArray, StructArray, Utf8ViewArray,
};
use polars_compute::trim_lists_to_normalized_offsets::trim_lists_to_normalized_offsets;

use crate::estimate;
use crate::jvm::Result;

/// polars' own size.
const ROWS: usize = 512 * 512;

/// Row groups are of fewer rows where these would take more memory.
const BYTES: usize = 256 << 20;

/// The rows of a row group.
pub struct RowGroup {
    pub pieces: Vec<DataFrame>,
    pub rows: usize,
    /// About how much memory they take.
    pub bytes: usize,
}

/// Frames that are not in a row group yet.
pub struct Gathered {
    frames: VecDeque<DataFrame>,
    rows: usize,
    bytes: usize,
    asked: Option<usize>,
    /// How many bytes the rows of a row group take at most, where their number was not asked for.
    pub most: usize,
}

impl Gathered {
    /// Row groups of so many rows, or as many as is usual and take so many bytes at most.
    pub fn new(asked: Option<usize>, most: Option<usize>) -> Self {
        Self {
            frames: VecDeque::new(),
            rows: 0,
            bytes: 0,
            asked,
            most: most.unwrap_or(BYTES),
        }
    }

    pub fn push(&mut self, frame: DataFrame) {
        if frame.height() == 0 {
            return;
        }
        self.rows += frame.height();
        self.bytes = self.bytes.saturating_add(bytes_of(&frame));
        self.frames.push_back(frame);
    }

    /// The rows of the next row group, if there are enough for one or `all` are to be in one.
    pub fn next(&mut self, all: bool) -> Option<RowGroup> {
        let wanted = self.asked.unwrap_or_else(|| {
            let row = (self.bytes / self.rows.max(1)).max(1);
            ROWS.min(self.most / row).max(1)
        });
        if self.rows == 0 || self.rows < wanted && !all {
            return None;
        }
        let rows = wanted.min(self.rows);
        let bytes = (self.bytes as f64 * rows as f64 / self.rows as f64) as usize;
        self.bytes = self.bytes.saturating_sub(bytes);
        self.rows -= rows;
        let mut pieces = Vec::new();
        let mut left = rows;
        while left > 0
            && let Some(frame) = self.frames.pop_front()
        {
            if frame.height() > left {
                let (piece, rest) = frame.split_at(left as i64);
                self.frames.push_front(rest);
                pieces.push(piece);
                break;
            }
            left -= frame.height();
            pieces.push(frame);
        }
        Some(RowGroup {
            pieces,
            rows,
            bytes,
        })
    }
}

/// The values of a column in all pieces, as one chunk that has nothing but them.
pub fn column_of(pieces: &[DataFrame], place: usize) -> Result<Series> {
    let mut columns = pieces
        .iter()
        .map(|piece| piece.columns()[place].as_materialized_series());
    let mut all = columns.next().cloned().unwrap_or_default();
    for column in columns {
        all.append(column)?;
    }
    let all = estimate::rechunked(&all)?;
    let [chunk] = all.chunks().as_slice() else {
        return Ok(all);
    };
    let Some(own) = own(chunk.as_ref()) else {
        return Ok(all);
    };
    // SAFETY: it is the same chunk without values that are not its own.
    Ok(unsafe {
        Series::from_chunks_and_dtype_unchecked(all.name().clone(), vec![own], all.dtype())
    })
}

/// The array without values that it does not point to, if these are many: polars estimates by them how large pages
/// are.
fn own(array: &dyn Array) -> Option<ArrayRef> {
    let any = array.as_any();
    if let Some(text) = any.downcast_ref::<Utf8ViewArray>() {
        let spare = text.total_buffer_len() / 2 > text.total_bytes_len();
        return spare.then(|| text.clone().gc().boxed());
    }
    if let Some(bytes) = any.downcast_ref::<BinaryViewArray>() {
        let spare = bytes.total_buffer_len() / 2 > bytes.total_bytes_len();
        return spare.then(|| bytes.clone().gc().boxed());
    }
    trim_lists_to_normalized_offsets(array)
}

fn bytes_of(frame: &DataFrame) -> usize {
    let columns = frame.columns().iter();
    let columns = columns.map(|column| {
        let chunks = column.as_materialized_series().chunks();
        let texts = chunks.iter().map(|chunk| texts_of(chunk.as_ref()));
        texts.fold(estimate::of_copies(chunks), usize::saturating_add)
    });
    columns.fold(0, usize::saturating_add)
}

/// The bytes of texts in it.
fn texts_of(array: &dyn Array) -> usize {
    let any = array.as_any();
    if let Some(text) = any.downcast_ref::<Utf8ViewArray>() {
        return text.total_bytes_len();
    }
    if let Some(bytes) = any.downcast_ref::<BinaryViewArray>() {
        return bytes.total_bytes_len();
    }
    if let Some(lists) = any.downcast_ref::<ListArray<i64>>() {
        let (start, end) = (
            *lists.offsets().first() as usize,
            *lists.offsets().last() as usize,
        );
        return texts_of(lists.values().sliced(start, end - start).as_ref());
    }
    if let Some(lists) = any.downcast_ref::<FixedSizeListArray>() {
        return texts_of(lists.values().as_ref());
    }
    match any.downcast_ref::<StructArray>() {
        Some(fields) => fields
            .values()
            .iter()
            .map(|field| texts_of(field.as_ref()))
            .sum(),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(frames: &[usize], asked: Option<usize>) -> Vec<usize> {
        cut_at(frames, asked, BYTES)
    }

    fn cut_at(frames: &[usize], asked: Option<usize>, most: usize) -> Vec<usize> {
        let mut gathered = Gathered::new(asked, Some(most));
        let mut groups = Vec::new();
        for rows in frames {
            let column = Series::new("a".into(), vec![1i64; *rows]).into_column();
            gathered.push(DataFrame::new(*rows, vec![column]).unwrap());
            groups.extend(std::iter::from_fn(|| gathered.next(false)));
        }
        groups.extend(std::iter::from_fn(|| gathered.next(true)));
        for group in &groups {
            assert!(column_of(&group.pieces, 0).is_ok_and(|column| column.len() == group.rows));
        }
        groups.into_iter().map(|group| group.rows).collect()
    }

    #[test]
    fn row_groups_are_of_the_asked_size() {
        assert_eq!(cut(&[3, 3, 3], Some(4)), [4, 4, 1]);
        assert_eq!(cut(&[10], Some(4)), [4, 4, 2]);
        assert_eq!(cut(&[0, 2, 0], Some(4)), [2]);
        assert_eq!(cut(&[4, 4], Some(4)), [4, 4]);
        assert_eq!(cut(&[1000; 80], None), [80_000]);
        assert_eq!(cut(&[300_000], None), [ROWS, 300_000 - ROWS]);
        assert_eq!(cut(&[], None), [] as [usize; 0]);
        assert_eq!(cut_at(&[1000; 3], None, 12_000), [1500, 1500]);
        assert_eq!(cut_at(&[1000; 3], Some(2000), 12_000), [2000, 1000]);
    }
}
