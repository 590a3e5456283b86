//! Which values count: what lies under a null of a value that they are part of means nothing.

use std::ops::{BitAnd, Range};

use polars_arrow::bitmap::{Bitmap, MutableBitmap};

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

/// Whether each value counts, by its own validity and what it is part of; `None` if all do.
pub fn counted(parents: &[Parent], validity: Option<&Bitmap>) -> Option<Bitmap> {
    let mut counted = None;
    for parent in parents {
        counted = match parent {
            Parent::One(validity) => both(counted, validity.as_ref()),
            Parent::Fixed(validity, width) => both(counted, validity.as_ref()).map(|bits| {
                let mut each = MutableBitmap::with_capacity(bits.len().saturating_mul(*width));
                bits.iter()
                    .for_each(|bit| each.extend_constant(*width, bit));
                each.into()
            }),
            Parent::Ranges(validity, rows, range, values) => {
                let bits = both(counted, validity.as_ref());
                let mut each = MutableBitmap::from_len_zeroed(*values);
                for row in (0..*rows).filter(|row| bits.as_ref().is_none_or(|it| it.get_bit(*row)))
                {
                    range(row)
                        .filter(|place| place < values)
                        .for_each(|place| each.set(place, true));
                }
                Some(each.into())
            },
        };
    }
    both(counted, validity)
}

fn both(bits: Option<Bitmap>, more: Option<&Bitmap>) -> Option<Bitmap> {
    match (bits, more) {
        (Some(bits), Some(more)) => Some(bits.bitand(more)),
        (bits, more) => bits.or(more.cloned()),
    }
}
