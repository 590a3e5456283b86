//! Interrupts of the thread that writes, which Java's own threads look for and native code must.

use std::time::{Duration, Instant};

use jni::refs::Global;

use crate::error::Result;
use crate::sink::{JSink, with_java};

/// How long a write may go on before it looks again: a look takes much longer than the clock does.
const PAUSE: Duration = Duration::from_millis(1);

/// Looks now and then whether the calling thread was interrupted.
#[derive(Default)]
pub struct Interrupts {
    last: Option<Instant>,
}

impl Interrupts {
    /// Fails with what Java throws for `sink`, or for a file of ours, if the thread was interrupted.
    pub fn check(&mut self, sink: Option<&Global<JSink<'static>>>) -> Result<()> {
        let now = Instant::now();
        if self.last.is_some_and(|last| now - last < PAUSE) {
            return Ok(());
        }
        self.last = Some(now);
        with_java(|env| match sink {
            Some(sink) => JSink::check_interrupt(env, sink),
            None => JSink::check_interrupt(env, JSink::null()),
        })
    }

    /// Has the next check look.
    pub fn hurry(&mut self) {
        self.last = None;
    }
}
