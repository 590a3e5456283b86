//! Which values count: what lies under a null of a value that they are part of means nothing.

use std::ops::{BitAnd, Range};

use polars::prelude::{PolarsError, PolarsResult};
use polars_arrow::bitmap::{Bitmap, MutableBitmap};

use super::super::invalid::invalid;
use crate::memory;

/// How values lie in those that they are part of.
pub enum Parent {
    /// One in each, as in structs.
    One(Option<Bitmap>),
    /// As many in each.
    Fixed(Option<Bitmap>, usize),
    /// Those of a range in each of so many, of so many values.
    Ranges(Option<Bitmap>, usize, Ranges, usize),
}

type Ranges = Box<dyn Fn(usize) -> Range<usize>>;

/// Whether each of so many values counts, by its own validity and what it is part of; `None` if all do.
pub fn counted(
    parents: &[Parent],
    validity: Option<&Bitmap>,
    values: usize,
) -> PolarsResult<Option<Bitmap>> {
    let mut counted = None;
    for parent in parents {
        counted = match parent {
            Parent::One(validity) => both(counted, validity.as_ref())?,
            Parent::Fixed(validity, width) => both(counted, validity.as_ref())?.map(|bits| {
                let mut each = MutableBitmap::with_capacity(bits.len().saturating_mul(*width));
                bits.iter()
                    .for_each(|bit| each.extend_constant(*width, bit));
                each.into()
            }),
            Parent::Ranges(validity, rows, range, values) => {
                let bits = both(counted, validity.as_ref())?;
                if let Some(bits) = &bits
                    && bits.len() != *rows
                {
                    return Err(odd(*rows, bits.len()));
                }
                // How many more ranges begin at a place than end there: one may reach far, and many overlap.
                let mut turns = memory::zeros::<i64>(values.saturating_add(1))?;
                let counts = |row: &usize| bits.as_ref().is_none_or(|bits| bits.get_bit(*row));
                for row in (0..*rows).filter(counts) {
                    let Range { start, end } = range(row);
                    if start < end.min(*values) {
                        turns[start] += 1;
                        turns[end.min(*values)] -= 1;
                    }
                }
                let mut open = 0;
                let each = turns[..*values].iter().map(|turn| {
                    open += turn;
                    open > 0
                });
                let each: MutableBitmap = each.collect();
                Some(each.into())
            },
        };
    }
    match both(counted, validity)? {
        Some(counted) if counted.len() != values => Err(odd(values, counted.len())),
        counted => Ok(counted),
    }
}

fn odd(values: usize, places: usize) -> PolarsError {
    invalid(format!(
        "{values} values where what they are part of has {places}"
    ))
}

fn both(bits: Option<Bitmap>, more: Option<&Bitmap>) -> PolarsResult<Option<Bitmap>> {
    match (bits, more) {
        (Some(bits), Some(more)) if bits.len() == more.len() => Ok(Some(bits.bitand(more))),
        (Some(bits), Some(more)) => Err(odd(more.len(), bits.len())),
        (bits, more) => Ok(bits.or(more.cloned())),
    }
}
