//! Keeps memory that only a Java thread may free until one calls: the last owner of a column may be dropped on
//! a thread of polars, which must not call Java.

use std::any::Any;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

static DEAD: Mutex<Vec<Box<dyn Any + Send>>> = Mutex::new(Vec::new());

static LENT: AtomicUsize = AtomicUsize::new(0);

/// Counts memory that Java lends to columns, and may change once the frames it knows of are closed.
pub struct Lent(());

impl Lent {
    pub fn new() -> Self {
        LENT.fetch_add(1, Ordering::SeqCst);
        Self(())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        LENT.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Whether Java lends memory to any column.
pub fn is_lent() -> bool {
    LENT.load(Ordering::SeqCst) > 0
}

/// Puts `dead` off until a thread of Java's drops it. Any thread may call this.
pub fn put_off(dead: impl Any + Send) {
    let mut all = DEAD.lock().unwrap_or_else(PoisonError::into_inner);
    all.push(Box::new(dead));
}

/// Drops what was put off. For threads of Java's only.
pub fn bury() {
    let dead = std::mem::take(&mut *DEAD.lock().unwrap_or_else(PoisonError::into_inner));
    drop(dead);
}
