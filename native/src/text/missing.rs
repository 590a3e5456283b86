//! Values that rows lack: a row of few bytes may have a great many, each of which takes memory.

use polars::prelude::PolarsResult;

use crate::io::{Limit, Limits};
use crate::memory;

/// So many are taken of any text at a time.
const FREE: u64 = 1 << 24;

/// After so many is looked whether there is memory for as many again.
const STEP: u64 = 1 << 20;

/// What a value takes at most, as far as columns grow by one.
pub const VALUE: usize = 16;

/// The values that the rows of a text lack, as they are counted.
pub struct Missing {
    count: u64,
    next: u64,
    bytes: u64,
    limits: Limits,
}

impl Missing {
    pub fn of(rows: &[u8], limits: Limits) -> Self {
        Self {
            count: 0,
            next: STEP,
            bytes: rows.len() as u64,
            limits,
        }
    }

    /// Counts so many more; whoever does so looks by [`Missing::check`] before long.
    #[inline]
    pub fn add(&mut self, count: usize) {
        self.count += count as u64;
    }

    /// Refuses more than the limit, or than there is memory for.
    #[inline]
    pub fn check(&mut self) -> PolarsResult<()> {
        match self.count < self.next {
            true => Ok(()),
            false => self.look(),
        }
    }

    #[cold]
    fn look(&mut self) -> PolarsResult<()> {
        self.next = self.count + STEP;
        let most = self.limits.most(Limit::MissingRatio);
        if self.count > FREE && self.count > self.bytes.saturating_mul(most) {
            let ratio = self.count.div_ceil(self.bytes.max(1)).to_string();
            return Err(self.limits.breach(Limit::MissingRatio, &ratio));
        }
        let bytes = usize::try_from(self.count).unwrap_or(usize::MAX);
        Ok(memory::probe(bytes.saturating_mul(VALUE))?)
    }
}

/// For how many rows each of some columns is given room before they are read, that it is no more than text
/// of some bytes may become.
pub fn room(rows: usize, columns: usize, bytes: usize) -> usize {
    rows.min(bytes / columns.max(1) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_the_ratio_is_refused() {
        let mut missing = Missing::of(&[0; 1 << 18], Limits::default());
        missing.add(1 << 26);
        assert!(missing.check().is_ok()); // no limit
        let mut missing = Missing::of(&[0; 1 << 18], Limits::of(Limit::MissingRatio, 100));
        missing.add(1 << 24);
        assert!(missing.check().is_ok());
        missing.add(9 << 20);
        assert!(missing.check().is_ok()); // 100 for each byte
        missing.add(1 << 20);
        let refused = missing.check().unwrap_err();
        let said = refused.to_string();
        assert!(said.contains("104 values that rows lack"), "{said}");
        assert!(Limits::is_breach(&refused));
    }

    #[test]
    fn room_is_for_what_rows_may_have() {
        assert_eq!(room(1000, 2, 4000), 1000);
        assert_eq!(room(300_000, 50_000, 600_000), 13);
        assert_eq!(room(10, 0, 10), 10);
    }
}
