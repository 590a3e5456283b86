//! The memory of a stream of the C interface, for consumers and producers that Java names by address.

use std::sync::{Mutex, PoisonError};

use jni::Env;
use jni::objects::JClass;
use jni::sys::{jboolean, jlong};

use super::structs::{CStream, Producer};
use crate::jvm::graveyard::put_off;
use crate::jvm::{Handle, Resource, Result};

/// A structure at an address that stays.
pub struct Lent(Mutex<Place>);

struct Place(*mut CStream);

// SAFETY: the structure is ours, and the interface allows to use a stream on any thread, one at a time.
unsafe impl Send for Place {}

type LentHandle = Handle<Lent>;

impl Resource for Lent {
    const NAME: &'static str = "ArrowCStream";
}

impl Lent {
    fn place(&self) -> *mut CStream {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let place = self.place();
        // SAFETY: `allocate` made it; who has the address no longer uses it, as the documentation asks.
        unsafe {
            if let Some(producer) = Producer::take(place) {
                put_off(producer); // its release may call Java
            }
            drop(Box::from_raw(place));
        }
    }
}

native! {
    "io.github.polars4j.internal.jni.NativeStream" [LentHandle],
    static extern fn allocate() -> LentHandle
}

fn allocate(_: &mut Env<'_>, _: JClass<'_>) -> Result<LentHandle> {
    let place = Box::into_raw(Box::new(CStream::empty()));
    Ok(LentHandle::store(Lent(Mutex::new(Place(place)))))
}

native! {
    "io.github.polars4j.internal.jni.NativeStream" [LentHandle],
    static extern fn address_of(stream: LentHandle) -> jlong
}

fn address_of(_: &mut Env<'_>, _: JClass<'_>, stream: LentHandle) -> Result<jlong> {
    Ok(stream.get()?.place() as jlong)
}

native! {
    "io.github.polars4j.internal.jni.NativeStream" [LentHandle],
    static extern fn is_empty(stream: LentHandle) -> jboolean
}

/// Whether no stream is there, or one that was taken over or released.
fn is_empty(_: &mut Env<'_>, _: JClass<'_>, stream: LentHandle) -> Result<jboolean> {
    let place = stream.get()?.place();
    // SAFETY: the structure lives as long as the handle.
    Ok(unsafe { (*place).release.is_none() })
}
