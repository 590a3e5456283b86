//! The handles that Java holds: keys of one generational slab, never addresses.
//!
//! A closed, stale or forged key is found out here and becomes an `IllegalStateException`. A call
//! takes its own reference to what it works on, so that closing a handle meanwhile is safe.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use jni::Env;
use jni::objects::JClass;
use jni::sys::{jint, jlong};
use slotmap::{DefaultKey, Key, KeyData, SlotMap};

use super::error::{Error, Result};
use super::{graveyard, stack};

/// What a handle can stand for. Each kind is declared in a room of its own.
pub trait Resource: Any + Send + Sync {
    /// What messages call it.
    const NAME: &'static str;

    /// Its number in `NativeMemory.live`; 0 where it is counted with all only.
    const KIND: jint = 0;

    /// The bytes that it holds, by an estimate, which sees to the stack that it needs.
    fn bytes(&self) -> usize {
        0
    }
}

/// A resource of whatever kind.
trait Held: Send + Sync {
    fn kind(&self) -> jint;
    fn bytes(&self) -> usize;
    fn as_any(&self) -> &dyn Any;
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

impl<T: Resource> Held for T {
    fn kind(&self) -> jint {
        T::KIND
    }

    fn bytes(&self) -> usize {
        Resource::bytes(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

type Slab = SlotMap<DefaultKey, Arc<dyn Held>>;

static SLAB: LazyLock<RwLock<Slab>> = LazyLock::new(RwLock::default);

fn find(handle: jlong) -> Option<Arc<dyn Held>> {
    let slab = SLAB.read().unwrap_or_else(PoisonError::into_inner);
    slab.get(key(handle)?).cloned()
}

fn remove(handle: jlong) -> Option<Arc<dyn Held>> {
    let mut slab = SLAB.write().unwrap_or_else(PoisonError::into_inner);
    slab.remove(key(handle)?)
}

/// The key that `handle` encodes, if it is one that [`Handle::store`] can have given out.
fn key(handle: jlong) -> Option<DefaultKey> {
    let data = KeyData::from_ffi(handle as u64);
    (data.as_ffi() == handle as u64).then(|| data.into())
}

/// A handle of a `T`: what JNI passes as a `long`.
#[repr(transparent)]
pub struct Handle<T>(jlong, PhantomData<fn() -> T>);

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handle<T> {}

impl<T> Default for Handle<T> {
    /// The handle of nothing, 0.
    fn default() -> Self {
        Self::from(0)
    }
}

impl<T> From<jlong> for Handle<T> {
    fn from(raw: jlong) -> Self {
        Self(raw, PhantomData)
    }
}

impl<T> From<Handle<T>> for jlong {
    fn from(handle: Handle<T>) -> jlong {
        handle.0
    }
}

impl<T: Resource> Handle<T> {
    /// Stores `value`; the handle is never 0.
    pub fn store(value: impl Into<T>) -> Self {
        let value = Arc::new(value.into());
        let mut slab = SLAB.write().unwrap_or_else(PoisonError::into_inner);
        Self::from(slab.insert(value).data().as_ffi() as jlong)
    }

    /// Takes a reference to what the handle stands for.
    pub fn get(self) -> Result<Arc<T>> {
        let held = find(self.0).and_then(|held| held.into_any().downcast().ok());
        held.ok_or_else(|| Error::State(format!("this {} is closed", T::NAME)))
    }

    /// As [`Self::get`]; `None` for the handle of nothing.
    pub fn get_optional(self) -> Result<Option<Arc<T>>> {
        match self.0 {
            0 => Ok(None),
            _ => self.get().map(Some),
        }
    }

    /// What `look` sees, at once: the slab is locked meanwhile.
    pub fn peek<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        let slab = SLAB.read().unwrap_or_else(PoisonError::into_inner);
        let held = slab.get(key(self.0)?)?;
        held.as_any().downcast_ref().map(look)
    }

    /// Takes what the handle stands for out of the slab.
    pub fn take(self) -> Result<Arc<T>> {
        let held = self.get()?;
        remove(self.0);
        Ok(held)
    }
}

native! { "io.github.polars4j.internal.jni.Handle", static extern fn release(handle: jlong) }

/// Forgets a handle; what it stood for is freed when the last call that uses it ends.
fn release(_: &mut Env<'_>, _: JClass<'_>, handle: jlong) -> Result<()> {
    let held = remove(handle);
    stack::flat(|| drop(held)); // freed here, outside the lock: a large frame takes a while
    graveyard::bury();
    Ok(())
}

native! { "io.github.polars4j.internal.jni.NativeLibrary", static extern fn live(kind: jint) -> jlong }

/// The number of live handles: 0 all, else those of one kind.
fn live(_: &mut Env<'_>, _: JClass<'_>, kind: jint) -> Result<jlong> {
    Ok(count(kind) as jlong)
}

fn count(kind: jint) -> usize {
    let slab = SLAB.read().unwrap_or_else(PoisonError::into_inner);
    let counted = slab
        .values()
        .filter(|held| kind == 0 || kind == held.kind());
    counted.count()
}

native! { "io.github.polars4j.internal.jni.NativeLibrary", static extern fn held() -> jlong }

/// The bytes that live frames and series hold, as polars estimates them; what they share counts for
/// each.
fn held(_: &mut Env<'_>, _: JClass<'_>) -> Result<jlong> {
    Ok(all_bytes() as jlong)
}

fn all_bytes() -> usize {
    let held: Vec<Arc<dyn Held>> = {
        let slab = SLAB.read().unwrap_or_else(PoisonError::into_inner);
        slab.values().cloned().collect()
    };
    held.iter().map(|held| held.bytes()).sum()
}

native! { "io.github.polars4j.internal.jni.Handle", static extern fn bytes_of(handle: jlong) -> jlong }

/// The bytes behind one handle, by the same estimate; 0 for one that does not exist.
fn bytes_of(_: &mut Env<'_>, _: JClass<'_>, handle: jlong) -> Result<jlong> {
    Ok(bytes(handle) as jlong)
}

fn bytes(handle: jlong) -> usize {
    find(handle).map_or(0, |held| held.bytes())
}

#[cfg(test)]
#[path = "handle_tests.rs"]
mod tests;
