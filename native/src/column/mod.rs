//! Builds columns from blocks that Java hands in: `internal.jni.NativeColumn`.

mod fixed;
mod views;

use std::sync::{Mutex, MutexGuard};

use jni::Env;
use jni::objects::{JByteArray, JClass, JIntArray, JString};
use jni::sys::{jint, jlong};

use crate::jvm::{Error, Result};
use crate::jvm::{Handle, Resource};
use crate::memory;
use crate::series::import::{dtype_of, validity};
use crate::series::{FieldSeries, SeriesHandle};
use fixed::Fixed;
use views::Views;

macro_rules! column {
    ($($method:tt)+) => { native! { "io.github.polars4j.internal.jni.NativeColumn" [BuilderHandle, SeriesHandle], $($method)+ } };
}

/// A growing column.
pub struct Column(Mutex<Kind>);

pub type BuilderHandle = Handle<Column>;

impl Resource for Column {
    const NAME: &'static str = "column builder";
}

enum Kind {
    /// Strings or bytes.
    Views(Views),
    /// Values of one width.
    Fixed(Fixed),
}

impl Column {
    fn lock(&self) -> Result<MutexGuard<'_, Kind>> {
        let busy = "this column builder is in use by another thread";
        self.0.try_lock().map_err(|_| Error::State(busy.into()))
    }
}

fn unsuited() -> Error {
    Error::State("this column builder is for other values".into())
}

column! { static extern fn open(width: jint, rows: jlong) -> BuilderHandle }

/// A column of values of `width` bytes, or of strings or binary values if that is 0, with room for
/// `rows` of them.
fn open(_: &mut Env<'_>, _: JClass<'_>, width: jint, rows: jlong) -> Result<BuilderHandle> {
    let rows = rows.max(0) as usize;
    let kind = match width {
        0 => Kind::Views(Views::with_capacity(rows)?),
        _ => Kind::Fixed(Fixed::new(width, rows)?),
    };
    Ok(BuilderHandle::store(Column(Mutex::new(kind))))
}

column! { static extern fn append_fixed(builder: BuilderHandle, block: jbyte[], used: jint) }

fn append_fixed(
    env: &mut Env<'_>,
    _: JClass<'_>,
    builder: BuilderHandle,
    block: JByteArray<'_>,
    used: jint,
) -> Result<()> {
    match &mut *builder.get()?.lock()? {
        Kind::Fixed(values) => values.append(env, &block, used.max(0) as usize),
        Kind::Views(_) => Err(unsuited()),
    }
}

column! { static extern fn append_views(builder: BuilderHandle, block: jbyte[], used: jint, lengths: jint[], rows: jint) }

/// Appends `rows` values, which lie one after the other in the block; a null's length is -1.
fn append_views(
    env: &mut Env<'_>,
    _: JClass<'_>,
    builder: BuilderHandle,
    block: JByteArray<'_>,
    used: jint,
    lengths: JIntArray<'_>,
    rows: jint,
) -> Result<()> {
    let builder = builder.get()?;
    let mut counts = memory::zeros(rows.max(0) as usize)?;
    lengths.get_region(env, 0, &mut counts)?;
    match &mut *builder.lock()? {
        Kind::Views(views) => views.append(env, &block, used.max(0) as usize, &counts),
        Kind::Fixed(_) => Err(unsuited()),
    }
}

column! { static extern fn truncate(builder: BuilderHandle, rows: jlong) }

/// Forgets all but the first `rows` values.
fn truncate(_: &mut Env<'_>, _: JClass<'_>, builder: BuilderHandle, rows: jlong) -> Result<()> {
    let rows = rows.max(0) as usize;
    match &mut *builder.get()?.lock()? {
        Kind::Views(views) => views.truncate(rows),
        Kind::Fixed(values) => values.truncate(rows),
    }
    Ok(())
}

column! { static extern fn finish(builder: BuilderHandle, name: JString, dtype: jbyte[], validity: jbyte[]) -> SeriesHandle }

/// The series of all that was appended; the builder is gone. Views have their own validity.
fn finish(
    env: &mut Env<'_>,
    _: JClass<'_>,
    builder: BuilderHandle,
    name: JString<'_>,
    dtype: JByteArray<'_>,
    bits: JByteArray<'_>,
) -> Result<SeriesHandle> {
    let column = builder.take()?;
    let (dtype, info) = dtype_of(env, &name, &dtype)?;
    let name = name.try_to_string(env)?;
    let mut kind = column.lock()?;
    let series = match &mut *kind {
        Kind::Views(views) => std::mem::take(views).finish(&name, &dtype)?,
        Kind::Fixed(values) => {
            let validity = validity(env, &bits, values.len())?;
            values.take().finish(&name, &dtype, validity)?
        },
    };
    Ok(SeriesHandle::store(FieldSeries::new(series, info)))
}
