//! Reads a stream of the C interface batch after batch, as its producer makes them.
//!
//! The producer's functions may call Java, so that they run on the calling thread's own stack.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jni::Env;
use jni::objects::{JByteArray, JClass};
use jni::sys::jlong;

use super::schema::BatchSchema;
use super::structs::{CStream, Producer};
use super::{frame_of, pointer};
use crate::frame::{Frame, FrameHandle};
use crate::jvm::graveyard::{bury, put_off};
use crate::jvm::{Error, Handle, Resource, Result, stack};
use crate::read::Description;
use crate::schema::MAX_DEPTH;

/// A stream that was taken over.
pub struct Incoming(Mutex<State>);

struct State {
    /// None after the end or a failure.
    producer: Option<Producer>,
    schema: BatchSchema,
}

type IncomingHandle = Handle<Incoming>;

impl Resource for Incoming {
    const NAME: &'static str = "Arrow stream";
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let state = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(producer) = state.producer.take() {
            put_off(producer);
        }
    }
}

impl Incoming {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next batch that has rows; `None` at the end.
    fn next(&self) -> Result<Option<Frame>> {
        let state = &mut *self.state();
        let Some(mut producer) = state.producer.take() else {
            return Ok(None);
        };
        while let Some(array) = producer.next()? {
            // SAFETY: who opened the stream says that what it gives is valid.
            let batch = stack::with_depth(MAX_DEPTH, || unsafe { frame_of(&state.schema, array) })?;
            if batch.height() > 0 {
                state.producer = Some(producer);
                return Ok(Some(Frame::new(batch, state.schema.said.clone())));
            }
        }
        Ok(None)
    }
}

native! {
    "io.github.polars4j.internal.jni.NativeStream" [IncomingHandle],
    static extern fn open(stream: jlong) -> IncomingHandle
}

/// Takes over the stream at the address.
fn open(_: &mut Env<'_>, _: JClass<'_>, stream: jlong) -> Result<IncomingHandle> {
    bury();
    let stream = pointer::<CStream>(stream, "ArrowArrayStream")?;
    // SAFETY: the caller says that it is a stream that was filled in.
    let Some(mut producer) = (unsafe { Producer::take(stream) }) else {
        let message = "the ArrowArrayStream was released before";
        return Err(Error::Argument(message.into()));
    };
    let schema = producer.schema()?;
    // SAFETY: the caller says that what the stream gives is valid.
    let schema = stack::with_depth(MAX_DEPTH, || unsafe { BatchSchema::of(&schema) })?;
    let producer = Some(producer);
    let state = State { producer, schema };
    Ok(IncomingHandle::store(Incoming(Mutex::new(state))))
}

native! {
    "io.github.polars4j.internal.jni.NativeStream" [IncomingHandle],
    static extern fn describe(stream: IncomingHandle) -> jbyte[]
}

/// The schema of all batches, in the wire form of a reader's description.
fn describe<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    stream: IncomingHandle,
) -> Result<JByteArray<'local>> {
    let stream = stream.get()?;
    let wire = {
        let state = stream.state();
        stack::with_depth(MAX_DEPTH, || {
            let description = Description {
                schema: state.schema.columns(),
                metadata: state.schema.metadata.clone(),
                fields: state.schema.said.clone(),
                ..Description::default()
            };
            description.wire()
        })?
    };
    wire.into_java(env)
}

native! {
    "io.github.polars4j.internal.jni.NativeStream" [IncomingHandle, FrameHandle],
    static extern fn next(stream: IncomingHandle) -> FrameHandle
}

/// The next batch that has rows; 0 at the end. After a failure the stream has ended.
fn next(_: &mut Env<'_>, _: JClass<'_>, stream: IncomingHandle) -> Result<FrameHandle> {
    let stream = stream.get()?;
    let frame = stream.next();
    bury();
    Ok(frame?.map(FrameHandle::store).unwrap_or_default())
}
