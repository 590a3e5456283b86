//! Frames handed out one after another: what the readers' `batches` iterate over.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};

use jni::Env;
use jni::objects::{JByteArray, JObject};
use jni::sys::{jdouble, jlong};
use polars::prelude::*;
use polars_arrow::datatypes::Metadata;
use polars_core::runtime::RAYON;

use crate::error::{Error, Result, catch_panic};
use crate::handle::{BatchesHandle, FrameHandle};
use crate::ipc::description;
use crate::sink::Failure;

pub trait Batches: Send {
    /// The next rows, at most about `rows` of them; `None` at the end.
    fn next(&mut self) -> Result<Option<DataFrame>>;

    /// Makes frames smaller, so that each takes about `bytes` at most, where they are made here: what
    /// the input has ready-made may stay as it is.
    fn limit(&mut self, bytes: usize) {
        let _ = bytes;
    }

    /// How much of the input was read, from 0 to 1, where that is known.
    fn progress(&self) -> Option<f64> {
        None
    }
}

/// What a handle stands for: the frames that are left of an input, all of one schema.
pub struct OpenBatches {
    frames: Mutex<Box<dyn Batches>>,
    /// The bits of how much was read before the last call, or NaN: a listener may ask during a call.
    progress: AtomicU64,
    schema: Schema,
    metadata: Option<Arc<Metadata>>,
    name: String,
    failure: Failure,
}

impl OpenBatches {
    /// `name` is what messages call the input, `failure` knows what its reading failed with first.
    pub fn new(
        frames: impl Batches + 'static,
        schema: Schema,
        name: String,
        failure: Failure,
    ) -> Self {
        Self {
            progress: AtomicU64::new(progress(&frames)),
            frames: Mutex::new(Box::new(frames)),
            schema,
            metadata: None,
            name,
            failure,
        }
    }

    /// Adds the Arrow schema's own metadata.
    pub fn with_metadata(self, metadata: Option<Arc<Metadata>>) -> Self {
        Self { metadata, ..self }
    }

    /// Java lets one call in at a time.
    fn with<T>(&self, call: impl FnOnce(&mut dyn Batches) -> T) -> T {
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        let result = call(frames.as_mut());
        let progress = progress(frames.as_ref());
        self.progress.store(progress, Ordering::Relaxed);
        result
    }

    fn next(&self) -> Result<Option<DataFrame>> {
        self.with(|frames| explain(&self.name, &self.failure, || frames.next()))
    }
}

fn progress(frames: &dyn Batches) -> u64 {
    frames.progress().unwrap_or(f64::NAN).to_bits()
}

/// Runs a step of the reading; errors, and polars' panics at data it cannot read, name the input.
pub fn explain<T>(name: &str, failure: &Failure, step: impl FnOnce() -> Result<T>) -> Result<T> {
    // A failed read ahead is the matter of the call that needs what was not read.
    catch_panic(step).or_else(|error| {
        failure
            .explain(Err(error))
            .map_err(|error| error.in_file(name))
    })
}

native! {
    "io.github.polars4j.Batches",
    extern fn next_of(batches: BatchesHandle) -> FrameHandle
}

/// The next frame; 0 at the end.
fn next_of(_: &mut Env<'_>, _: JObject<'_>, batches: BatchesHandle) -> Result<FrameHandle> {
    let frame = batches.get()?.next()?;
    Ok(frame.map(FrameHandle::store).unwrap_or_default())
}

native! {
    "io.github.polars4j.Batches",
    extern fn limit(batches: BatchesHandle, bytes: jlong)
}

fn limit(_: &mut Env<'_>, _: JObject<'_>, batches: BatchesHandle, bytes: jlong) -> Result<()> {
    let batches = batches.get()?;
    batches.with(|frames| frames.limit(bytes as usize));
    Ok(())
}

native! {
    "io.github.polars4j.Batches",
    extern fn progress_of(batches: BatchesHandle) -> jdouble
}

/// How much of the input was read, or NaN.
fn progress_of(_: &mut Env<'_>, _: JObject<'_>, batches: BatchesHandle) -> Result<jdouble> {
    let progress = batches.get()?.progress.load(Ordering::Relaxed);
    Ok(f64::from_bits(progress))
}

native! {
    "io.github.polars4j.Batches",
    extern fn describe(batches: BatchesHandle) -> jbyte[]
}

/// The schema and its custom metadata.
fn describe<'local>(
    env: &mut Env<'local>,
    _: JObject<'local>,
    batches: BatchesHandle,
) -> Result<JByteArray<'local>> {
    let batches = batches.get()?;
    description(&batches.schema, batches.metadata.as_deref())?.into_java(env)
}

/// Work of polars' threads that goes on while the caller does something else.
pub struct Ahead<T>(Receiver<Result<T>>);

impl<T: Send + 'static> Ahead<T> {
    pub fn spawn(work: impl FnOnce() -> Result<T> + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::sync_channel(1);
        RAYON.spawn(move || {
            drop(sender.send(catch_panic(work))); // nobody may wait for it any more
        });
        Self(receiver)
    }

    /// What has failed before it could begin, and is told when it is waited for.
    pub fn failed(error: Error) -> Self {
        let (sender, receiver) = mpsc::sync_channel(1);
        drop(sender.send(Err(error)));
        Self(receiver)
    }

    pub fn wait(self) -> Result<T> {
        self.0.recv().expect("the work always sends its outcome")
    }
}
