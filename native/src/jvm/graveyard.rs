//! Keeps memory that only a Java thread may free until one calls: the last owner of a column may be dropped on
//! a thread of polars, which must not call Java.

use std::any::Any;
use std::sync::{Mutex, PoisonError};

static DEAD: Mutex<Vec<Box<dyn Any + Send>>> = Mutex::new(Vec::new());

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
