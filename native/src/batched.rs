//! `BatchedWriter`: frame after frame into one file or stream, of any format.

use std::sync::{Mutex, MutexGuard, TryLockError};

use jni::Env;
use jni::objects::JObject;
use polars::prelude::*;
use polars_utils::itertools::Itertools;

use crate::error::{Error, Result};
use crate::handle::{FrameHandle, WriterHandle};
use crate::sink::Failure;

/// An output under way in some format.
pub trait Appender: Send {
    /// What all frames must have.
    fn schema(&self) -> &Schema;

    fn append(&mut self, frame: &DataFrame) -> Result<()>;

    fn finish(&mut self) -> Result<()>;
}

pub struct BatchedWriter {
    state: Mutex<State>,
    failure: Failure,
}

enum State {
    Open(Box<dyn Appender>),
    Finished,
    Failed,
}

impl BatchedWriter {
    /// `failure` knows what the writing failed with first.
    pub fn new(appender: impl Appender + 'static, failure: Failure) -> Self {
        Self {
            state: Mutex::new(State::Open(Box::new(appender))),
            failure,
        }
    }

    /// Runs one step of the writing; one that fails halfway is the last.
    fn step(&self, step: impl FnOnce(&mut dyn Appender) -> Result<()>) -> Result<()> {
        let mut state = self.lock()?;
        let appender = match &mut *state {
            State::Open(appender) => appender.as_mut(),
            State::Finished => return Err(Error::State("this writer is finished".into())),
            State::Failed => {
                let message = "an earlier call of this writer failed: its output is incomplete";
                return Err(Error::State(message.into()));
            },
        };
        let result = self.failure.explain(step(appender));
        if result.is_err() {
            *state = State::Failed;
        }
        result
    }

    fn finish(&self) -> Result<()> {
        self.step(|appender| appender.finish())?;
        *self.lock()? = State::Finished; // closes the file
        Ok(())
    }

    fn lock(&self) -> Result<MutexGuard<'_, State>> {
        match self.state.try_lock() {
            Ok(state) => Ok(state),
            Err(TryLockError::WouldBlock) => {
                let message = "this writer is in use by another call: one call at a time";
                Err(Error::State(message.into()))
            },
            Err(TryLockError::Poisoned(panicked)) => {
                let mut state = panicked.into_inner();
                *state = State::Failed;
                Ok(state)
            },
        }
    }
}

native! {
    "io.github.polars4j.BatchedWriter",
    extern fn write(writer: WriterHandle, frame: FrameHandle)
}

fn write(_: &mut Env<'_>, _: JObject<'_>, writer: WriterHandle, frame: FrameHandle) -> Result<()> {
    let writer = writer.get()?;
    let frame = frame.get()?;
    if let State::Open(appender) = &*writer.lock()? {
        check_schema(appender.schema(), frame.schema())?; // a refused frame leaves the writer open
    }
    writer.step(|appender| appender.append(&frame))
}

native! { "io.github.polars4j.BatchedWriter", extern fn end(writer: WriterHandle) }

fn end(_: &mut Env<'_>, _: JObject<'_>, writer: WriterHandle) -> Result<()> {
    writer.get()?.finish()
}

/// polars-io checks nothing here: a batch of another shape would be a corrupt file.
fn check_schema(wanted: &Schema, given: &Schema) -> Result<()> {
    if wanted == given {
        return Ok(());
    }
    let difference = wanted
        .iter()
        .zip(given.iter())
        .enumerate()
        .find_map(|(i, (want, have))| {
            if want.0 != have.0 {
                return Some(format!(
                    "column {i} is named '{}', not '{}'",
                    have.0, want.0
                ));
            }
            (want.1 != have.1)
                .then(|| format!("column '{}' is {:?}, not {:?}", want.0, have.1, want.1))
        });
    let difference = difference.unwrap_or_else(|| {
        let columns = |schema: &Schema| schema.iter_names().join("', '");
        format!(
            "its columns are '{}', not '{}'",
            columns(given),
            columns(wanted)
        )
    });
    let message = format!("this frame does not fit the writer's schema: {difference}");
    Err(PolarsError::SchemaMismatch(message.into()).into())
}
