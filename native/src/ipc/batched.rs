//! `BatchedWriter`: frame after frame into one file or stream.

use std::sync::{Mutex, MutexGuard, TryLockError};

use jni::Env;
use jni::objects::{JByteArray, JClass, JObject, JString};
use jni::sys::jboolean;
use polars::prelude::*;
use polars_utils::itertools::Itertools;

use super::options::Options;
use super::writer::Session;
use crate::error::{Error, Result};
use crate::handle::{FrameHandle, WriterHandle};
use crate::schema;
use crate::sink::{Failure, JProgress, JSink, Output, Progress};
use crate::wire::{self, Reader};

pub struct BatchedWriter {
    state: Mutex<State>,
    failure: Failure,
}

enum State {
    Open(Box<Session<Output>>),
    Finished,
    Failed,
}

impl BatchedWriter {
    /// Runs one step of the writing; one that fails halfway is the last.
    fn step(&self, step: impl FnOnce(&mut Session<Output>) -> Result<()>) -> Result<()> {
        let mut state = self.lock()?;
        let session = match &mut *state {
            State::Open(session) => session,
            State::Finished => return Err(Error::State("this writer is finished".into())),
            State::Failed => {
                let message = "an earlier call of this writer failed: its output is incomplete";
                return Err(Error::State(message.into()));
            },
        };
        let result = self.failure.explain(step(session));
        if result.is_err() {
            *state = State::Failed;
        }
        result
    }

    fn finish(&self) -> Result<()> {
        self.step(Session::finish)?;
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
    static extern fn open(
        options: jbyte[],
        stream: jboolean,
        schema: jbyte[],
        path: JString,
        name: JString,
        sink: JSink,
        progress: JProgress,
    ) -> WriterHandle
}

#[expect(clippy::too_many_arguments, reason = "the native method's own")]
fn open(
    env: &mut Env<'_>,
    _: JClass<'_>,
    options: JByteArray<'_>,
    stream: jboolean,
    schema: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    sink: JSink<'_>,
    progress: JProgress<'_>,
) -> Result<WriterHandle> {
    let bytes = wire::bytes(env, &options)?;
    let options = Options::read(&mut Reader::new(&bytes))?;
    let schema = schema::read_schema(&mut Reader::new(&wire::bytes(env, &schema)?))?;
    options.check(&schema)?;
    let output = Output::open(env, &path, &name, &sink)?;
    let progress = Progress::new(env, &progress, &output)?;
    let failure = output.failure();
    let encoder = options.encoder(schema)?;
    let session = match stream {
        true => Session::stream(encoder, &options, output, progress),
        false => Session::file(encoder, &options, output, progress),
    };
    let session = failure.explain(session)?;
    Ok(WriterHandle::store(BatchedWriter {
        state: Mutex::new(State::Open(Box::new(session))),
        failure,
    }))
}

native! {
    "io.github.polars4j.BatchedWriter",
    extern fn write(writer: WriterHandle, frame: FrameHandle)
}

fn write(_: &mut Env<'_>, _: JObject<'_>, writer: WriterHandle, frame: FrameHandle) -> Result<()> {
    let writer = writer.get()?;
    let frame = frame.get()?;
    if let State::Open(session) = &*writer.lock()? {
        check_schema(session.schema(), frame.schema())?; // a refused frame leaves the writer open
    }
    writer.step(|session| session.append(&frame))
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
