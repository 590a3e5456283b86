//! Keeps memory that was freed a moment ago for what is read next. The kernel takes as long to hand out fresh
//! memory as a codec to fill it, and much longer in a virtual machine that has given it back to its host.
//! A kernel that is short of memory takes it back at once.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::pages;

/// How long memory is kept.
const MOMENT: Duration = Duration::from_secs(5);

/// How much memory is kept at most, in bytes.
const MOST: usize = 512 << 20;

struct Idle {
    since: Instant,
    memory: Box<[u128]>,
}

struct Kept {
    /// The oldest first.
    idle: Vec<Idle>,
    /// Whether a thread sees to it that nothing stays.
    swept: bool,
}

static KEPT: Mutex<Kept> = Mutex::new(Kept {
    idle: Vec::new(),
    swept: false,
});

fn kept() -> MutexGuard<'static, Kept> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory of that many words or a little more, whatever they hold.
pub fn take(words: usize) -> Option<Box<[u128]>> {
    let fits = words..=words + words / 8;
    let idle = &mut kept().idle;
    let found = idle
        .iter()
        .enumerate()
        .filter(|(_, idle)| fits.contains(&idle.memory.len()))
        .min_by_key(|(_, idle)| idle.memory.len());
    let (place, _) = found?;
    Some(idle.remove(place).memory)
}

/// Keeps memory for a moment.
pub fn keep(mut memory: Box<[u128]>) {
    let mut kept = kept();
    let held = kept.idle.iter().map(|idle| size_of_val(&*idle.memory));
    if held.sum::<usize>() + size_of_val(&*memory) > MOST {
        return;
    }
    if !kept.swept {
        let sweeper = thread::Builder::new().name("polars4j-idle".into());
        kept.swept = sweeper.spawn(sweep).is_ok();
    }
    if kept.swept {
        pages::spare(&mut memory);
        let since = Instant::now();
        kept.idle.push(Idle { since, memory });
    }
}

/// Frees all that is kept.
pub fn release() {
    let idle = std::mem::take(&mut kept().idle);
    drop(idle); // takes a while
}

/// Frees what is idle for long, until nothing is.
fn sweep() {
    loop {
        thread::sleep(MOMENT / 4);
        let mut kept = kept();
        let young = kept
            .idle
            .partition_point(|idle| idle.since.elapsed() >= MOMENT);
        let old: Vec<Idle> = kept.idle.drain(..young).collect();
        kept.swept = !kept.idle.is_empty();
        let done = !kept.swept;
        drop(kept);
        drop(old); // takes a while
        if done {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_had_again_and_goes_in_the_end() {
        const WORDS: usize = 123_457;
        assert!(take(WORDS).is_none());
        keep(vec![7; WORDS + 10].into());
        assert!(take(WORDS * 2).is_none());
        assert!(take(WORDS / 2).is_none());
        assert_eq!(take(WORDS).map(|memory| memory.len()), Some(WORDS + 10));
        assert!(take(WORDS).is_none());

        keep(vec![7; WORDS].into());
        let start = Instant::now();
        while kept().idle.iter().any(|idle| idle.memory.len() == WORDS) {
            assert!(start.elapsed() < 4 * MOMENT);
            thread::sleep(MOMENT / 10);
        }
    }
}
