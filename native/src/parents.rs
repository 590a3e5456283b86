//! Which values count: what lies under a null of a value that they are part of, or is part of none, means nothing.

use std::ops::{BitAnd, BitOr, Not, Range};

use polars::prelude::*;
use polars_arrow::bitmap::{Bitmap, MutableBitmap};
use polars_arrow::offset::{Offset, OffsetsBuffer};

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

impl Parent {
    /// Lists with so many values, between those offsets.
    pub fn lists<O: Offset>(
        offsets: &OffsetsBuffer<O>,
        validity: Option<&Bitmap>,
        values: usize,
    ) -> Self {
        let places = offsets.clone();
        let range = move |row| {
            let (start, end) = places.start_end(row);
            start..end
        };
        Self::Ranges(
            validity.cloned(),
            offsets.len_proxy(),
            Box::new(range),
            values,
        )
    }
}

/// Values on their way into a column: what they are part of, from outside in, and which rows have wrong ones.
#[derive(Default)]
pub struct Parents {
    stack: Vec<Parent>,
    faults: Option<Faults>,
}

/// Rows with values that polars has none for.
#[derive(Clone)]
pub struct Faults {
    pub rows: Bitmap,
    first: usize,
    why: String,
}

impl Faults {
    fn new(rows: Bitmap, why: String) -> Self {
        let first = rows.true_idx_iter().next().unwrap_or_default();
        Self { rows, first, why }
    }

    /// The first row, and what is wrong there.
    pub fn first(&self) -> (usize, &str) {
        (self.first, &self.why)
    }

    fn join(self, other: Self) -> Self {
        let rows = (&self.rows).bitor(&other.rows);
        let earlier = if other.first < self.first {
            other
        } else {
            self
        };
        Self { rows, ..earlier }
    }

    /// Those of `before`, of so many rows, and of `more`, of so many that come behind them.
    pub fn appended(before: (Option<&Self>, usize), more: (Option<&Self>, usize)) -> Option<Self> {
        let faults = before.0.or(more.0)?;
        let mut rows = MutableBitmap::with_capacity(before.1 + more.1);
        for (faults, length) in [before, more] {
            match faults {
                Some(faults) => rows.extend_from_bitmap(&faults.rows),
                None => rows.extend_constant(length, false),
            }
        }
        Some(Self::new(rows.into(), faults.why.clone()))
    }
}

impl Parents {
    /// What comes next is part of others.
    pub fn push(&mut self, parent: Parent) {
        self.stack.push(parent);
    }

    pub fn pop(&mut self) {
        self.stack.pop();
    }

    /// The rows that have wrong values.
    pub fn faults(self) -> Option<Faults> {
        self.faults
    }

    /// The validity without the values that are wrong; if these count, their rows are at fault. `why` says what is
    /// wrong with one of them.
    pub fn without(
        &mut self,
        wrong: Bitmap,
        validity: Option<&Bitmap>,
        why: impl FnOnce(usize) -> String,
    ) -> PolarsResult<Option<Bitmap>> {
        let counted = self.counted(validity, wrong.len())?;
        let faulty = both(counted, Some(&wrong))?.unwrap_or_default();
        if let Some(first) = faulty.true_idx_iter().next() {
            let why = why(first);
            let rows = self.stack.iter().rev().try_fold(faulty, above)?;
            let faults = Faults::new(rows, why);
            self.faults = Some(match self.faults.take() {
                Some(known) => known.join(faults),
                None => faults,
            });
        }
        both(Some((&wrong).not()), validity)
    }

    /// Refuses parents that do not have so many values in the end, before memory is asked for on their word.
    fn check_lengths(&self, values: usize) -> PolarsResult<()> {
        let mut known = None;
        for parent in &self.stack {
            let own = match parent {
                Parent::One(validity) | Parent::Fixed(validity, _) => {
                    validity.as_ref().map(Bitmap::len)
                },
                Parent::Ranges(_, rows, ..) => Some(*rows),
            };
            if let (Some(known), Some(own)) = (known, own)
                && known != own
            {
                return Err(odd(own, known));
            }
            known = match parent {
                Parent::One(_) => known.or(own),
                Parent::Fixed(_, width) => known.or(own).map(|rows| rows.saturating_mul(*width)),
                Parent::Ranges(.., values) => Some(*values),
            };
        }
        match known {
            Some(known) if known != values => Err(odd(values, known)),
            _ => Ok(()),
        }
    }

    /// Whether each of so many values counts, by its own validity and what it is part of; `None` if all do.
    fn counted(&self, validity: Option<&Bitmap>, values: usize) -> PolarsResult<Option<Bitmap>> {
        self.check_lengths(values)?;
        let mut counted = None;
        for parent in &self.stack {
            counted = below(parent, counted)?;
        }
        match both(counted, validity)? {
            Some(counted) if counted.len() != values => Err(odd(values, counted.len())),
            counted => Ok(counted),
        }
    }
}

/// Which of a parent's values count, where it is known which of the parents do.
pub fn below(parent: &Parent, counted: Option<Bitmap>) -> PolarsResult<Option<Bitmap>> {
    Ok(match parent {
        Parent::One(validity) => both(counted, validity.as_ref())?,
        Parent::Fixed(validity, width) => match both(counted, validity.as_ref())? {
            Some(bits) => {
                let length = bits.len().saturating_mul(*width);
                memory::probe_bits(length)?;
                let mut each = MutableBitmap::with_capacity(length);
                bits.iter()
                    .for_each(|bit| each.extend_constant(*width, bit));
                Some(each.into())
            },
            None => None,
        },
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
    })
}

/// Which parents have one of those values.
fn above(values: Bitmap, parent: &Parent) -> PolarsResult<Bitmap> {
    let (rows, validity): (Bitmap, _) = match parent {
        Parent::One(validity) => (values, validity),
        Parent::Fixed(validity, width) => {
            let rows = 0..values.len() / width.max(&1);
            let has = |row: usize| {
                let each = values.clone().sliced(row * width, *width);
                each.set_bits() > 0
            };
            (rows.map(has).collect(), validity)
        },
        Parent::Ranges(validity, rows, range, _) => {
            let mut count = 0usize;
            let mut sums = memory::with_capacity(values.len().saturating_add(1))?;
            sums.push(0);
            sums.extend(values.iter().map(|value| {
                count += usize::from(value);
                count
            }));
            let has = |row: usize| {
                let Range { start, end } = range(row);
                let end = end.min(values.len());
                start < end && sums[start] < sums[end]
            };
            ((0..*rows).map(has).collect(), validity)
        },
    };
    Ok(match validity {
        Some(validity) if validity.len() == rows.len() => (&rows).bitand(validity),
        _ => rows,
    })
}

fn odd(values: usize, places: usize) -> PolarsError {
    polars_err!(
        ComputeError: "damaged data: {values} values where what they are part of has {places}"
    )
}

fn both(bits: Option<Bitmap>, more: Option<&Bitmap>) -> PolarsResult<Option<Bitmap>> {
    match (bits, more) {
        (Some(bits), Some(more)) if bits.len() == more.len() => Ok(Some((&bits).bitand(more))),
        (Some(bits), Some(more)) => Err(odd(more.len(), bits.len())),
        (bits, more) => Ok(bits.or(more.cloned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_memory_is_asked_for_on_the_word_of_a_damaged_parent() {
        let mut parents = Parents::default();
        parents.push(Parent::Ranges(
            None,
            2,
            Box::new(|row| row..row + 1),
            1 << 40,
        ));
        parents.push(Parent::One(None));
        let wrong = Bitmap::from([true, false]);
        let error = parents.without(wrong, None, |_| String::new());
        assert!(matches!(error, Err(PolarsError::ComputeError(_))));
    }
}
