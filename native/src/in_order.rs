//! What threads do side by side fails as if one had done it after the other: with the first failure in order, not
//! with that of the thread that was fastest. The same file gets the same message each time.

use rayon::iter::IndexedParallelIterator;

pub trait InOrder<T: Send, E: Send>: IndexedParallelIterator<Item = Result<T, E>> {
    /// What all gave, or the first failure in order.
    fn in_order(self) -> Result<Vec<T>, E> {
        self.collect::<Vec<_>>().into_iter().collect()
    }

    /// The first failure in order, if there is one.
    fn first_failure(self) -> Result<(), E> {
        self.find_map_first(Result::err).map_or(Ok(()), Err)
    }
}

impl<T: Send, E: Send, I: IndexedParallelIterator<Item = Result<T, E>>> InOrder<T, E> for I {}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;

    use rayon::iter::{IntoParallelIterator, ParallelIterator};

    use super::InOrder;

    /// All from 3 on fail, the first of them after all others.
    fn late(number: u64) -> Result<u64, u64> {
        if number == 3 {
            thread::sleep(Duration::from_millis(20));
        }
        match number < 3 {
            true => Ok(number),
            false => Err(number),
        }
    }

    #[test]
    fn the_first_failure_in_order_is_told() {
        for _ in 0..20 {
            let numbers = || (0..64u64).collect::<Vec<_>>().into_par_iter().map(late);
            assert_eq!(numbers().in_order(), Err(3));
            assert_eq!(numbers().first_failure(), Err(3));
        }
        let good = || vec![0u64, 1, 2].into_par_iter().map(late);
        assert_eq!(good().in_order(), Ok(vec![0, 1, 2]));
        assert_eq!(good().first_failure(), Ok(()));
    }
}
