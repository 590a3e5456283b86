//! Handles that Java holds: keys of one generational slab, never addresses.
//!
//! A closed, stale or forged key is found out here and becomes an `IllegalStateException`. A call
//! takes its own reference to what it works on, so that closing a handle meanwhile is safe.

use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use jni::Env;
use jni::objects::JClass;
use jni::sys::{jint, jlong};
use polars::prelude::{DataFrame, Series};
use slotmap::{DefaultKey, Key, KeyData, SlotMap};

use crate::batched::BatchedWriter;
use crate::batches::OpenBatches;
use crate::column::Column;
use crate::error::{Error, Result};
use crate::series::buffer;

/// What a handle can stand for.
#[derive(Clone)]
enum Resource {
    Frame(Arc<DataFrame>),
    Series(Arc<Series>),
    Writer(Arc<BatchedWriter>),
    Builder(Arc<Column>),
    Batches(Arc<OpenBatches>),
}

static SLAB: LazyLock<RwLock<SlotMap<DefaultKey, Resource>>> = LazyLock::new(RwLock::default);

fn store(resource: Resource) -> jlong {
    let mut slab = SLAB.write().unwrap_or_else(PoisonError::into_inner);
    slab.insert(resource).data().as_ffi() as jlong
}

fn find(handle: jlong) -> Option<Resource> {
    let slab = SLAB.read().unwrap_or_else(PoisonError::into_inner);
    slab.get(key(handle)?).cloned()
}

fn remove(handle: jlong) -> Option<Resource> {
    let mut slab = SLAB.write().unwrap_or_else(PoisonError::into_inner);
    slab.remove(key(handle)?)
}

/// The key that `handle` encodes, if it is one that [`store`] can have given out.
fn key(handle: jlong) -> Option<DefaultKey> {
    let data = KeyData::from_ffi(handle as u64);
    (data.as_ffi() == handle as u64).then(|| data.into())
}

/// A handle's type on this side: what JNI passes as a `long`.
macro_rules! handle {
    ($handle:ident, $type:ty, $variant:ident, $name:literal) => {
        #[doc = concat!("The handle of a ", $name, ".")]
        #[repr(transparent)]
        #[derive(Clone, Copy, Default)]
        pub struct $handle(jlong);

        impl $handle {
            /// Stores `value`; the handle is never 0.
            pub fn store(value: $type) -> Self {
                Self(store(Resource::$variant(Arc::new(value))))
            }

            /// Takes a reference to what the handle stands for.
            pub fn get(self) -> Result<Arc<$type>> {
                match find(self.0) {
                    Some(Resource::$variant(held)) => Ok(held),
                    _ => Err(Error::State(concat!("this ", $name, " is closed").into())),
                }
            }
        }

        impl From<jlong> for $handle {
            fn from(raw: jlong) -> Self {
                Self(raw)
            }
        }

        impl From<$handle> for jlong {
            fn from(handle: $handle) -> jlong {
                handle.0
            }
        }
    };
}

handle!(FrameHandle, DataFrame, Frame, "DataFrame");
handle!(SeriesHandle, Series, Series, "Series");
handle!(WriterHandle, BatchedWriter, Writer, "BatchedWriter");
handle!(BuilderHandle, Column, Builder, "column builder");
handle!(BatchesHandle, OpenBatches, Batches, "Batches");

impl SeriesHandle {
    /// What `look` sees, at once: the slab is locked meanwhile.
    pub fn peek<T>(self, look: impl FnOnce(&Series) -> T) -> Option<T> {
        let slab = SLAB.read().unwrap_or_else(PoisonError::into_inner);
        match slab.get(key(self.0)?)? {
            Resource::Series(held) => Some(look(held)),
            _ => None,
        }
    }
}

impl BuilderHandle {
    /// Takes the column out of the slab.
    pub fn take(self) -> Result<Arc<Column>> {
        let held = self.get()?;
        remove(self.0);
        Ok(held)
    }
}

native! { "io.github.polars4j.internal.Handle", static extern fn release(handle: jlong) }

/// Forgets a handle; what it stood for is freed when the last call that uses it ends.
fn release(_: &mut Env<'_>, _: JClass<'_>, handle: jlong) -> Result<()> {
    drop(remove(handle)); // freed here, outside the lock: a large frame takes a while
    buffer::bury();
    crate::ffi::bury();
    Ok(())
}

native! { "io.github.polars4j.NativeMemory", static extern fn live(kind: jint) -> jlong }

/// The number of live handles: 0 all, 1 frames, 2 series, 3 writers.
fn live(_: &mut Env<'_>, _: JClass<'_>, kind: jint) -> Result<jlong> {
    let slab = SLAB.read().unwrap_or_else(PoisonError::into_inner);
    let counted = slab.values().filter(|held| {
        kind == 0
            || kind
                == match held {
                    Resource::Frame(_) => 1,
                    Resource::Series(_) => 2,
                    Resource::Writer(_) => 3,
                    _ => -1,
                }
    });
    Ok(counted.count() as jlong)
}

native! { "io.github.polars4j.NativeMemory", static extern fn held() -> jlong }

/// The bytes that live frames and series hold, as polars estimates them; what they share counts for
/// each.
fn held(_: &mut Env<'_>, _: JClass<'_>) -> Result<jlong> {
    let held: Vec<Resource> = {
        let slab = SLAB.read().unwrap_or_else(PoisonError::into_inner);
        slab.values().cloned().collect()
    };
    let bytes = held.iter().map(bytes);
    Ok(bytes.sum::<usize>() as jlong)
}

fn bytes(held: &Resource) -> usize {
    match held {
        Resource::Frame(frame) => frame.estimated_size(),
        Resource::Series(series) => series.estimated_size(),
        Resource::Writer(_) | Resource::Builder(_) | Resource::Batches(_) => 0,
    }
}

native! { "io.github.polars4j.internal.Handle", static extern fn bytes_of(handle: jlong) -> jlong }

/// The bytes behind one handle, by the same estimate; 0 for one that does not exist.
fn bytes_of(_: &mut Env<'_>, _: JClass<'_>, handle: jlong) -> Result<jlong> {
    Ok(find(handle).as_ref().map_or(0, bytes) as jlong)
}
