//! Which rows of record batches are wanted, one record batch after the other.

use crate::io::Selection;

/// Rows that are wanted, of those to come.
pub struct Rows {
    /// How many rows are passed over still; those in front of the first one, once record batches are taken.
    skip: usize,
    left: usize,
    /// How many rows came before the record batches that are taken.
    before: usize,
    begun: bool,
}

impl Rows {
    pub fn of(selection: &Selection) -> Self {
        Self {
            skip: selection.skip,
            left: selection.n_rows.unwrap_or(usize::MAX),
            before: 0,
            begun: false,
        }
    }

    /// Says that so many rows come before the first record batch that is looked at.
    pub fn begin_at(&mut self, before: usize) {
        self.before = before;
    }

    /// Whether all were taken.
    pub fn are_taken(&self) -> bool {
        self.left == 0
    }

    /// Passes over a record batch whose rows nobody wants, if it is one.
    pub fn pass(&mut self, rows: usize) -> bool {
        let passes = !self.begun && self.skip > 0 && self.skip >= rows;
        if passes {
            self.skip -= rows;
            self.before += rows;
        }
        passes
    }

    /// How many rows at the front of a record batch are needed, with those that [`Self::cut`] takes away.
    pub fn take(&mut self, rows: usize) -> usize {
        let cut = if self.begun { 0 } else { self.skip };
        self.begun = true;
        let taken = (rows - cut).min(self.left);
        self.left -= taken;
        cut + taken
    }

    /// How many rows in front of all that was taken nobody wants.
    pub fn cut(&self) -> usize {
        if self.begun { self.skip } else { 0 }
    }

    /// The same, once: for the first record batches that were taken.
    pub fn cut_once(&mut self) -> usize {
        match self.begun {
            true => std::mem::take(&mut self.skip),
            false => 0,
        }
    }

    /// How many rows the input has before those that were taken.
    pub fn before(&self) -> usize {
        self.before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::Limits;

    fn taken(skip: usize, n_rows: Option<usize>, batches: &[usize]) -> (usize, usize, usize) {
        let mut rows = Rows::of(&Selection {
            skip,
            n_rows,
            ..Selection::all(Limits::default())
        });
        let mut all = 0;
        for batch in batches {
            if rows.are_taken() {
                break;
            }
            if !rows.pass(*batch) {
                all += rows.take(*batch);
            }
        }
        (rows.before(), rows.cut(), all)
    }

    #[test]
    fn rows_are_those_of_a_slice_of_everything() {
        let batches = [3, 0, 4, 0, 1, 5];
        let bounds: Vec<usize> = [0].into_iter().chain(batches).collect();
        let end: usize = batches.iter().sum();
        for skip in 0..=end + 2 {
            for n_rows in (0..=end + 2).map(Some).chain([None]) {
                let (before, cut, all) = taken(skip, n_rows, &batches);
                let from = skip.min(end);
                let to = n_rows.map_or(end, |rows| end.min(skip + rows)).max(from);
                assert_eq!(all.saturating_sub(cut), to - from, "{skip} {n_rows:?}");
                if to > from {
                    assert_eq!(before + cut, skip, "{skip} {n_rows:?}");
                    let mut starts = bounds.iter().scan(0, |sum, rows| {
                        *sum += rows;
                        Some(*sum)
                    });
                    assert!(starts.any(|start| start == before), "{skip} {n_rows:?}");
                }
            }
        }
    }
}
