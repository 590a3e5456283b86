//! Reads in any format: the trait of formats, and the reader that Java drives and feeds as `NativeReader`.

use std::io;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};

use jni::Env;
use jni::objects::{JByteArray, JClass, JLongArray};
use jni::sys::{jboolean, jdouble, jint, jlong};
use polars::prelude::*;
use polars_arrow::array::{Array, FixedSizeListArray, ListArray, StructArray};
use polars_arrow::datatypes::Metadata;
use polars_core::runtime::RAYON;

use crate::fields::Fields;
use crate::forms;
use crate::frame::{Frame, FrameHandle};
use crate::io::{Input, Limit, guard};
use crate::jvm::error::catch_panic;
use crate::jvm::wire::Writer;
use crate::jvm::{Error, Handle, Resource, Result, stack};
use crate::memory;
use crate::schema::{depth_of, write_field, write_foreign, write_metadata};

/// An input in some format. What needs more bytes than Java has handed in fails with
/// [`std::io::ErrorKind::WouldBlock`], and is called again when there are more: it loses nothing then.
pub trait FrameRead: Send {
    /// What the input says of itself: the schema of all columns, and its metadata.
    fn describe(&mut self) -> Result<Description>;

    /// How the input is laid out, in a wire form of the format's own.
    fn layout(&mut self) -> Result<Writer> {
        Err(Error::State("this format tells no layout".into()))
    }

    /// All that was asked for, as one frame.
    fn read(&mut self) -> Result<DataFrame>;

    /// What is said of the fields of the frame that was read.
    fn fields(&self) -> Fields {
        Fields::default()
    }

    /// The same, as frames of `rows` rows at most, or [`OWN`].
    fn batches(&mut self, rows: usize) -> Result<Box<dyn Batches>>;
}

/// A schema, and an Arrow schema's own metadata.
#[derive(Default)]
pub struct Description {
    pub schema: Schema,
    pub metadata: Option<Arc<Metadata>>,
    /// Columns that polars cannot hold.
    pub refused: Vec<Refused>,
    /// What is said of the fields.
    pub fields: Fields,
}

/// A column that polars cannot hold.
pub struct Refused {
    /// Its place among all columns.
    pub index: usize,
    pub name: PlSmallStr,
    /// What its type is called where it comes from.
    pub foreign: String,
}

impl Description {
    /// It in its wire form.
    pub fn wire(&self) -> Result<Writer> {
        let mut wire = Writer::default();
        let mut columns = self.schema.iter();
        let mut refused = self.refused.iter().peekable();
        let count = self.schema.len() + self.refused.len();
        wire.i32(count);
        for place in 0..count {
            match refused.next_if(|refused| refused.index == place) {
                Some(refused) => write_foreign(&mut wire, &refused.name, &refused.foreign),
                None => {
                    let column = columns.next();
                    let (name, dtype) = column.expect("there are as many as are counted");
                    write_field(&mut wire, name, dtype, self.fields.get(name))?;
                },
            }
        }
        forms::write(&mut wire, self.schema.iter_names(), &self.fields);
        write_metadata(&mut wire, self.metadata.as_deref());
        Ok(wire)
    }
}

/// Frames handed out one after another, all of one schema.
pub trait Batches: Send {
    fn describe(&self) -> Result<Description>;

    /// The next rows, at most about as many as were asked for; `None` at the end.
    fn next(&mut self) -> Result<Option<DataFrame>>;

    /// What is said of the frames' fields.
    fn fields(&self) -> Fields {
        Fields::default()
    }

    /// Makes frames smaller, so that each takes about `bytes` at most, where they are made here: what
    /// the input has ready-made may stay as it is.
    fn limit(&mut self, bytes: usize);

    /// How much of the input was read, from 0 to 1, where that is known.
    fn progress(&self) -> Option<f64>;
}

/// As many rows as the file's record batches or row groups have: what -1 of Java's becomes.
pub const OWN: usize = usize::MAX;

/// What a reader's handle stands for.
pub struct Reading {
    state: Mutex<State>,
    /// The bits of how much was read before the last call, or NaN: a listener may ask during a call.
    progress: AtomicU64,
    input: Input,
    /// How deep the types nest, as far as is known: formats see to themselves before.
    depth: AtomicUsize,
    /// How many rows a frame has at most; 0 for one frame of all.
    rows: usize,
    /// How many rows were handed out.
    handed: AtomicU64,
}

enum State {
    Closed(Box<dyn FrameRead>),
    Open(Box<dyn Batches>),
    Ended,
}

pub type ReaderHandle = Handle<Reading>;

impl Resource for Reading {
    const NAME: &'static str = "reader";
}

impl Reading {
    pub fn new(format: Box<dyn FrameRead>, input: Input, rows: usize) -> Self {
        Self {
            state: Mutex::new(State::Closed(format)),
            progress: AtomicU64::new(f64::NAN.to_bits()),
            input,
            depth: AtomicUsize::new(1),
            rows,
            handed: AtomicU64::new(0),
        }
    }

    /// Runs a step of the reading; errors, and polars' panics at data it cannot read, name the input.
    /// `Err` is what it needs before it can be done.
    fn step<T>(
        &self,
        step: impl FnOnce(&mut State) -> Result<T>,
    ) -> Result<std::result::Result<T, Need>> {
        if let Some(missing) = self.missing() {
            return Ok(Err(missing));
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let depth = self.depth.load(Ordering::Relaxed);
        let result = stack::with_depth(depth, || guard(&self.input.name, || step(&mut state)));
        if let State::Open(batches) = &*state {
            let part = batches.progress().unwrap_or(f64::NAN);
            self.progress.store(part.to_bits(), Ordering::Relaxed);
        }
        // A failed read ahead is the matter of the call that needs what was not read.
        let fed = self.input.fed().and_then(|feed| feed.starving());
        let wanted = fed.map(|bytes| Need { bytes, place: -1 });
        let wanted = wanted.or_else(|| self.missing());
        match (result, wanted) {
            (Err(_), Some(wanted)) => Ok(Err(wanted)),
            (result, _) => result.map(Ok),
        }
    }

    /// What is to come of an input that is read at any place.
    fn missing(&self) -> Option<Need> {
        let (place, bytes) = self.input.placed()?.missing()?;
        Some(Need {
            bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
            place: place as i64,
        })
    }

    fn next(&self, state: &mut State, limit: usize) -> Result<Option<Frame>> {
        if !self.input.is_small() {
            memory::probe_small()?;
        }
        if self.rows == 0 {
            let State::Closed(format) = state else {
                return Ok(None);
            };
            let frame = format.read()?;
            check_heights(&frame)?;
            self.hold(&frame)?;
            let fields = format.fields();
            *state = State::Ended;
            return Ok(Some(Frame::new(frame, fields)));
        }
        let Some(batches) = self.open(state)? else {
            return Ok(None);
        };
        batches.limit(limit);
        let frame = batches.next()?;
        if let Some(frame) = &frame {
            check_heights(frame)?;
            self.hold(frame)?;
        }
        Ok(frame.map(|frame| Frame::new(frame, batches.fields())))
    }

    /// Holds a frame to the limits, as far as they were not held to before.
    fn hold(&self, frame: &DataFrame) -> Result<()> {
        let limits = &self.input.limits;
        let rows = frame.height() as u64;
        let before = self.handed.fetch_add(rows, Ordering::Relaxed);
        limits.hold(Limit::Rows, before + rows)?;
        limits.hold(Limit::MemoryBytes, frame.estimated_size() as u64)?;
        Ok(limits.schema(frame.schema())?)
    }

    fn open<'a>(&self, state: &'a mut State) -> Result<Option<&'a mut dyn Batches>> {
        if let State::Closed(format) = state {
            let batches = format.batches(self.rows)?;
            let depth = depth_of(&batches.describe()?.schema);
            self.depth.store(depth, Ordering::Relaxed);
            *state = State::Open(batches);
        }
        match state {
            State::Open(batches) => Ok(Some(batches.as_mut())),
            _ => Ok(None),
        }
    }

    fn describe(&self, state: &mut State) -> Result<Description> {
        match state {
            State::Closed(format) if self.rows == 0 => format.describe(),
            _ => match self.open(state)? {
                Some(batches) => batches.describe(),
                None => Err(Error::State("this reader has ended".into())),
            },
        }
    }
}

/// A damaged file may have columns of different lengths, and polars looks at neither them nor the fields of
/// structs.
fn check_heights(frame: &DataFrame) -> Result<()> {
    for column in frame.columns() {
        let column = column.as_materialized_series();
        let told = |message: String| {
            let message = format!("column '{}' {message}", column.name());
            Error::from(PolarsError::ComputeError(message.into()))
        };
        if column.len() != frame.height() {
            let (values, rows) = (column.len(), frame.height());
            return Err(told(format!(
                "has {values} values, the frame has {rows} rows"
            )));
        }
        column
            .chunks()
            .iter()
            .try_for_each(|chunk| check_fields(chunk.as_ref()))
            .map_err(told)?;
    }
    Ok(())
}

/// Looks at the lengths below an array.
fn check_fields(array: &dyn Array) -> std::result::Result<(), String> {
    let any = array.as_any();
    if let Some(fields) = any.downcast_ref::<StructArray>() {
        let odd = fields
            .values()
            .iter()
            .find(|field| field.len() != fields.len());
        if let Some(odd) = odd {
            let (values, rows) = (odd.len(), fields.len());
            return Err(format!("has a field of {values} values in {rows} structs"));
        }
        return fields
            .values()
            .iter()
            .try_for_each(|field| check_fields(field.as_ref()));
    }
    if let Some(lists) = any.downcast_ref::<ListArray<i64>>() {
        let (end, values) = (*lists.offsets().last(), lists.values().len());
        if usize::try_from(end).is_ok_and(|end| end > values) {
            return Err(format!("has lists up to {end} of {values} values"));
        }
        return check_fields(lists.values().as_ref());
    }
    if let Some(lists) = any.downcast_ref::<FixedSizeListArray>() {
        let (wanted, values) = (
            lists.len().saturating_mul(lists.size()),
            lists.values().len(),
        );
        if wanted != values {
            return Err(format!("has {values} values where its lists want {wanted}"));
        }
        return check_fields(lists.values().as_ref());
    }
    Ok(())
}

/// Bytes that Java is to read.
struct Need {
    /// How many; negative if only those that are at hand.
    bytes: i64,
    /// Where they lie; -1 for those that follow.
    place: i64,
}

/// Tells Java which bytes are needed.
fn starve(env: &Env<'_>, wanted: &JLongArray<'_>, need: &Need) -> Result<()> {
    Ok(wanted.set_region(env, 0, &[need.bytes, need.place])?)
}

native! {
    "io.github.polars4j.internal.jni.NativeReader" [ReaderHandle],
    static extern fn feed(reader: ReaderHandle, bytes: jbyte[], length: jint)
}

/// Hands in the first `length` bytes of the array; 0 says that they are not at hand, -1 is the end.
fn feed(
    env: &mut Env<'_>,
    _: JClass<'_>,
    reader: ReaderHandle,
    bytes: JByteArray<'_>,
    length: jint,
) -> Result<()> {
    let reader = reader.get()?;
    let fill = |target: &mut [u8]| {
        // SAFETY: a byte is as good signed as unsigned.
        let target =
            unsafe { std::slice::from_raw_parts_mut(target.as_mut_ptr().cast(), target.len()) };
        Ok(bytes.get_region(env, 0, target)?)
    };
    if let Some(ranges) = reader.input.placed() {
        return match usize::try_from(length) {
            Ok(n) => ranges.add(n, fill),
            Err(_) => {
                let cut = io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    "it became shorter while it was read",
                );
                Err(Error::from(cut).in_file(&reader.input.name))
            },
        };
    }
    let feed = reader.input.fed();
    let feed = feed.ok_or_else(|| Error::State("this reader reads a file".into()))?;
    match usize::try_from(length) {
        Ok(0) => feed.refuse(),
        Ok(n) => feed.add(n, fill)?,
        Err(_) => feed.end(),
    }
    Ok(())
}

native! {
    "io.github.polars4j.internal.jni.NativeReader" [ReaderHandle, FrameHandle],
    static extern fn next(reader: ReaderHandle, limit: jlong, wanted: jlong[]) -> FrameHandle
}

/// The next frame, of about `limit` bytes at most; 0 at the end, or if `wanted` becomes the number of bytes
/// that are needed first, and where they lie.
fn next(
    env: &mut Env<'_>,
    _: JClass<'_>,
    reader: ReaderHandle,
    limit: jlong,
    wanted: JLongArray<'_>,
) -> Result<FrameHandle> {
    let reader = reader.get()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    match reader.step(|state| reader.next(state, limit))? {
        Ok(frame) => Ok(frame.map(FrameHandle::store).unwrap_or_default()),
        Err(need) => starve(env, &wanted, &need).map(|()| FrameHandle::default()),
    }
}

native! {
    "io.github.polars4j.internal.jni.NativeReader" [ReaderHandle],
    static extern fn describe(reader: ReaderHandle, layout: jboolean, wanted: jlong[]) -> jbyte[]
}

/// The schema and its metadata, of the whole input or of the frames; or the layout. Null if `wanted` becomes
/// the number of bytes that are needed first.
fn describe<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    reader: ReaderHandle,
    layout: jboolean,
    wanted: JLongArray<'local>,
) -> Result<JByteArray<'local>> {
    let reader = reader.get()?;
    let wire = reader.step(|state| match state {
        State::Closed(format) if layout => format.layout(),
        state => reader.describe(state)?.wire(),
    })?;
    match wire {
        Ok(wire) => wire.into_java(env),
        Err(need) => starve(env, &wanted, &need).map(|()| JByteArray::null()),
    }
}

native! {
    "io.github.polars4j.internal.jni.NativeReader" [ReaderHandle],
    static extern fn progress(reader: ReaderHandle) -> jdouble
}

/// How much of the input was read, or NaN.
fn progress(_: &mut Env<'_>, _: JClass<'_>, reader: ReaderHandle) -> Result<jdouble> {
    let progress = reader.get()?.progress.load(Ordering::Relaxed);
    Ok(f64::from_bits(progress))
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
