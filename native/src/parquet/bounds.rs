//! Corrects what polars says of the values of a column's pages: it counts the nulls of a column once for each page
//! that has a dictionary, and takes unsigned numbers, decimals and halves for something else when it compares pages.

use std::cmp::Ordering;

use polars::prelude::*;
use polars_arrow::bitmap::Bitmap;
use polars_buffer::Buffer;
use polars_parquet_format::ColumnIndex;
use polars_parquet_format::thrift::protocol::{TCompactInputProtocol, TCompactOutputProtocol};

use super::chunk::Chunk;
use super::form::Order;
use super::invalid::invalid;

impl Order {
    fn compare(self, a: &[u8], b: &[u8]) -> Ordering {
        let flipped = |bytes: &[u8]| bytes.first().map(|byte| byte ^ 0x80);
        match self {
            Self::Unsigned => a.iter().rev().cmp(b.iter().rev()),
            _ => flipped(a).cmp(&flipped(b)).then_with(|| a.cmp(b)),
        }
    }
}

/// What is known of a column's nulls.
pub enum Nulls<'a> {
    /// Of a flat column, the bits of its rows, if there are nulls.
    Bits(Option<&'a Bitmap>, usize),
    /// Of one in lists and structs.
    Nested,
}

/// Corrects a chunk's statistics and indexes.
pub fn correct(chunk: &mut Chunk, order: Order, nulls: &Nulls<'_>) -> PolarsResult<()> {
    let Some(bytes) = &chunk.column_index else {
        return Ok(()); // nothing is said
    };
    let mut index = read(bytes)?;
    let starts = chunk.offset_index.page_locations.iter();
    let starts: Vec<usize> = starts.map(|page| page.first_row_index as usize).collect();
    let several = starts.len() > 1 && chunk.meta.dictionary_page_offset.is_some();
    let counts = match nulls {
        Nulls::Bits(bits, rows) => Some(count(*bits, *rows, &starts)),
        Nulls::Nested if several => None,
        Nulls::Nested => index.null_counts.take(),
    };
    let any = counts
        .as_ref()
        .is_none_or(|counts| counts.iter().any(|nulls| *nulls > 0));
    if let (Nulls::Bits(_, rows), Some(counts)) = (nulls, &counts) {
        for (page, nulls) in counts.iter().enumerate() {
            let end = starts.get(page + 1).unwrap_or(rows);
            let all = *nulls as usize == end - starts[page];
            set(&mut index, page, all);
        }
    }
    if order == Order::None {
        chunk.column_index = None;
    } else {
        index.null_counts = counts.clone();
        chunk.column_index = Some(written(&index)?);
    }
    if let Some(statistics) = &mut chunk.meta.statistics {
        statistics.null_count = counts.map(|counts| counts.iter().sum());
        let (least, largest) = match order {
            Order::Usual => (statistics.min_value.take(), statistics.max_value.take()),
            Order::None => (None, None),
            order => bounds(&index, order),
        };
        (statistics.min_value, statistics.max_value) = (least, largest);
    }
    match several && any || order == Order::None {
        true => chunk.repage(|header, body| {
            if let Some(data) = &mut header.data_page_header {
                data.statistics = None; // the index has them
            }
            Ok(body.to_vec())
        }),
        false => Ok(()),
    }
}

/// How many nulls each page has.
fn count(bits: Option<&Bitmap>, rows: usize, starts: &[usize]) -> Vec<i64> {
    let ends = starts.iter().skip(1).copied().chain([rows]);
    let pages = starts.iter().zip(ends);
    pages
        .map(|(start, end)| match bits {
            Some(bits) => bits.clone().sliced(*start, end - start).unset_bits() as i64,
            None => 0,
        })
        .collect()
}

/// Says whether a page has nothing but nulls.
fn set(index: &mut ColumnIndex, page: usize, all: bool) {
    if let Some(said) = index.null_pages.get_mut(page) {
        *said = all;
    }
    for values in [&mut index.min_values, &mut index.max_values] {
        if let Some(value) = values.get_mut(page).filter(|_| all) {
            value.clear();
        }
    }
}

type Bound = Option<Vec<u8>>;

/// The least and the largest value of all pages.
fn bounds(index: &ColumnIndex, order: Order) -> (Bound, Bound) {
    let there = |values: &Vec<Vec<u8>>| {
        let values = values.iter().zip(&index.null_pages);
        let values = values.filter(|(_, null)| !**null);
        values.map(|(value, _)| value.clone()).collect::<Vec<_>>()
    };
    let least = there(&index.min_values).into_iter();
    let largest = there(&index.max_values).into_iter();
    (
        least.min_by(|a, b| order.compare(a, b)),
        largest.max_by(|a, b| order.compare(a, b)),
    )
}

fn read(bytes: &[u8]) -> PolarsResult<ColumnIndex> {
    let mut left = bytes;
    let mut thrift = TCompactInputProtocol::new(&mut left, bytes.len() * 64 + 1024);
    let index = ColumnIndex::read_from_in_protocol(&mut thrift);
    index.map_err(|error| invalid(error.to_string()))
}

fn written(index: &ColumnIndex) -> PolarsResult<Buffer<u8>> {
    let mut bytes = Vec::new();
    let mut thrift = TCompactOutputProtocol::new(&mut bytes);
    let written = index.write_to_out_protocol(&mut thrift);
    written.map_err(|error| invalid(error.to_string()))?;
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_as_they_are() {
        let unsigned = |a: u32, b: u32| Order::Unsigned.compare(&a.to_le_bytes(), &b.to_le_bytes());
        assert_eq!(unsigned(1, u32::MAX), Ordering::Less);
        assert_eq!(unsigned(256, 255), Ordering::Greater);
        let signed = |a: i128, b: i128| Order::Signed.compare(&a.to_be_bytes(), &b.to_be_bytes());
        for (a, b) in [(-1, 0), (-2, -1), (0, 1), (i128::MIN, i128::MAX)] {
            assert_eq!(signed(a, b), Ordering::Less);
            assert_eq!(signed(b, a), Ordering::Greater);
        }
    }
}
