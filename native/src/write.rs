//! Writes in any format: the trait of formats, and the writer that Java drives as `NativeWriter`.

use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::{Duration, Instant};

use jni::Env;
use jni::objects::{JByteBuffer, JClass, JLongArray};
use jni::sys::jlong;
use polars::prelude::*;

use crate::frame::FrameHandle;
use crate::io::Output;
use crate::jvm::{Error, Handle, Resource, Result, graveyard, stack};
use crate::memory;
use crate::owned::owned;
use crate::schema::{depth_of, difference};

/// How long a file is written before Java may look whether its thread was interrupted.
const TURN: Duration = Duration::from_millis(5);

/// Has `next` write what waits for more frames, too: `NativeWriter.FLUSH`.
const FLUSH: jlong = -2;

/// Frames of up to so many bytes are written without a look at memory.
const SMALL: usize = 1 << 20;

/// An output under way in some format. It is made as it begins.
pub trait FrameWrite: Send {
    /// What all frames must have.
    fn schema(&self) -> &Schema;

    /// Takes a frame of that schema, and may have other threads work on it. What must be refused, is
    /// refused here, as far as it can be seen.
    fn append(&mut self, frame: DataFrame) -> Result<()>;

    /// Says that what waits for more frames is to be written without them.
    fn flush(&mut self) {}

    /// Does the next part of the work, about a record batch, and says how many rows were written with it;
    /// `None` once nothing is left.
    fn advance(&mut self) -> Result<Option<usize>>;

    /// Whether it keeps frames of which nothing is left to do for now.
    fn keeps(&self) -> bool {
        false
    }

    /// Whether [`Self::advance`] does not wait for other threads.
    fn is_ready(&self) -> bool {
        true
    }

    /// The bytes of frames that other threads have yet to do, or that wait to be written.
    fn backlog(&self) -> usize {
        0
    }

    /// The number of the frame that [`Self::advance`] worked on last, from 0, where that is one.
    fn batch(&self) -> Option<usize> {
        None
    }

    /// Writes what comes last, and flushes.
    fn finish(&mut self) -> Result<()>;
}

/// What a writer's handle stands for.
pub struct Writing {
    state: Mutex<State>,
    output: Output,
    /// How deep the types nest.
    depth: usize,
    /// Whether Java is to hear of each part of the work.
    told: bool,
}

pub type WriterHandle = Handle<Writing>;

impl Resource for Writing {
    const NAME: &'static str = "BatchedWriter";
    const KIND: i32 = 3;
}

enum State {
    Open(Open),
    Finished(Told),
    Failed,
}

struct Open {
    format: Box<dyn FrameWrite>,
    rows: u64,
    told: Told,
    /// How many frames were taken, unless one is all there is.
    frames: Option<usize>,
    /// Whether no frame follows.
    last: bool,
    /// Whether a frame may hold memory of Java's, which is not used any more once the call ends.
    lent: bool,
    /// Whether a frame was of more bytes than can be had without asking.
    large: bool,
}

impl Open {
    fn append(&mut self, frame: &DataFrame) -> Result<()> {
        self.large |= frame.estimated_size() > SMALL;
        self.lent = graveyard::is_lent();
        let number = self.frames;
        self.frames = number.map(|number| number + 1);
        let frame = match self.lent && self.format.keeps() {
            true => owned(frame)?,
            false => frame.clone(),
        };
        let appended = self.format.append(frame);
        appended.map_err(|error| Self::placed(error, number))
    }

    fn advance(&mut self) -> Result<Option<usize>> {
        let advanced = self.format.advance();
        let number = self.frames.and_then(|_| self.format.batch());
        advanced.map_err(|error| Self::placed(error, number))
    }

    fn placed(error: Error, batch: Option<usize>) -> Error {
        match batch {
            Some(number) => error.in_batch(number),
            None => error,
        }
    }
}

/// The rows and bytes that are where they belong.
type Told = (u64, u64);

impl Writing {
    /// Begins. With a `frame`, this is all that there is to write.
    pub fn new(
        open: impl FnOnce(Output) -> Result<Box<dyn FrameWrite>>,
        schema: &Schema,
        frame: Option<&DataFrame>,
        output: Output,
        told: bool,
    ) -> Result<Self> {
        let depth = depth_of(schema);
        let open = stack::with_depth(depth, || {
            let mut open = Open {
                format: open(output.clone())?,
                rows: 0,
                told: (0, 0),
                frames: frame.is_none().then_some(0),
                last: frame.is_some(),
                lent: false,
                large: false,
            };
            if let Some(frame) = frame {
                open.append(frame)?;
                open.format.flush();
            }
            Ok(open)
        });
        let open = open.map_err(|error: Error| output.failure().unwrap_or(error))?;
        Ok(Self {
            state: Mutex::new(State::Open(open)),
            output,
            depth,
            told,
        })
    }

    /// Takes a frame, or the end.
    fn append(&self, frame: Option<&DataFrame>) -> Result<()> {
        let mut state = self.lock()?;
        let open = self.open(&mut state)?;
        match frame {
            Some(frame) => {
                check_schema(open.format.schema(), frame.schema())?; // leaves the writer open
                let appended = stack::with_depth(self.depth, || open.append(frame));
                self.step(&mut state, appended)
            },
            None => {
                open.last = true;
                open.format.flush();
                Ok(())
            },
        }
    }

    /// Works until there is something for Java to do. It leaves what other threads have not done, up to `ahead`
    /// bytes of frames, to a later call; `None` leaves nothing, and `flush` not even what waits for more frames.
    fn next(&self, ahead: Option<usize>, flush: bool) -> Result<Turn> {
        let mut state = self.lock()?;
        if let State::Finished(told) = &mut *state {
            let lent = self.output.lend();
            if lent.is_none() {
                told.1 = self.output.written();
            }
            return Ok(Turn::after(*told, lent, true));
        }
        let open = self.open(&mut state)?;
        if let Some(lent) = self.output.lend() {
            return Ok(Turn::after(open.told, Some(lent), false));
        }
        if flush {
            open.format.flush();
        }
        let is_file = self.output.is_file();
        if !is_file {
            open.told = (open.rows, self.output.written()); // Java has written all of it
        }
        let memory = match open.large {
            true => memory::probe_small().map_err(Error::from),
            false => Ok(()), // asking takes longer than the work
        };
        let worked = memory.and_then(|()| stack::with_depth(self.depth, || self.work(open, ahead)));
        if is_file {
            open.told = (open.rows, self.output.written());
        }
        let (told, last) = (open.told, open.last);
        let done = self.step(&mut state, worked)?;
        if done && last {
            let closed = self.output.close();
            self.step(&mut state, closed)?;
            *state = State::Finished(told);
        }
        Ok(Turn::after(told, self.output.lend(), done))
    }

    /// Works on until Java is to write, to tell or to look; says whether nothing is left to do now.
    fn work(&self, open: &mut Open, ahead: Option<usize>) -> Result<bool> {
        let start = Instant::now();
        let before = self.output.written();
        let is_file = self.output.is_file();
        let ahead = ahead.filter(|_| !open.last && !open.lent);
        loop {
            let may_wait = ahead.is_some_and(|ahead| open.format.backlog() <= ahead);
            if may_wait && !open.format.is_ready() {
                return Ok(true);
            }
            match open.advance()? {
                Some(rows) => open.rows += rows as u64,
                None if open.last => {
                    open.format.finish()?;
                    return Ok(true);
                },
                None => return Ok(true),
            }
            let wait = match is_file {
                true => self.told || start.elapsed() > TURN,
                false => self.output.written() > before,
            };
            if wait {
                return Ok(false);
            }
        }
    }

    fn open<'a>(&self, state: &'a mut State) -> Result<&'a mut Open> {
        match state {
            State::Open(open) => Ok(open),
            State::Finished(_) => Err(Error::State("this writer is finished".into())),
            State::Failed => {
                let message = "an earlier call of this writer failed: its output is incomplete";
                Err(Error::State(message.into()))
            },
        }
    }

    /// The outcome of a step; one that fails halfway is the last.
    fn step<T>(&self, state: &mut State, result: Result<T>) -> Result<T> {
        result.map_err(|error| {
            *state = State::Failed;
            self.output.failure().unwrap_or(error)
        })
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

/// What Java does next.
struct Turn {
    told: Told,
    /// Bytes to write, which lie there until the next turn.
    piece: Option<(*const u8, usize)>,
    /// Whether all that was to be written now is.
    done: bool,
}

impl Turn {
    fn after(told: Told, piece: Option<(*const u8, usize)>, done: bool) -> Self {
        Self {
            told,
            done: done && piece.is_none(),
            piece,
        }
    }
}

native! {
    "io.github.polars4j.internal.jni.NativeWriter" [WriterHandle, FrameHandle],
    static extern fn append(writer: WriterHandle, frame: FrameHandle)
}

/// Takes a frame to be written by the following calls of `next`; 0 is the end.
fn append(_: &mut Env<'_>, _: JClass<'_>, writer: WriterHandle, frame: FrameHandle) -> Result<()> {
    let frame = frame.get_optional()?;
    writer.get()?.append(frame.as_deref().map(|frame| &**frame))
}

native! {
    "io.github.polars4j.internal.jni.NativeWriter" [WriterHandle],
    static extern fn next(writer: WriterHandle, ahead: jlong, state: jlong[]) -> JByteBuffer
}

/// Works, and lends what is to be written until the next call; null where there is nothing to write.
/// `state` becomes the rows and bytes so far, and whether nothing is left to do now: of what is done already
/// and of more than `ahead` bytes of frames, which may wait, or with -1 of all that was appended, and with -2 also
/// of what waits for more frames.
fn next<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    writer: WriterHandle,
    ahead: jlong,
    state: JLongArray<'local>,
) -> Result<JByteBuffer<'local>> {
    let writer = writer.get()?;
    let turn = writer.next(usize::try_from(ahead).ok(), ahead == FLUSH)?;
    let (rows, bytes) = turn.told;
    state.set_region(env, 0, &[rows as jlong, bytes as jlong, turn.done.into()])?;
    Ok(match turn.piece {
        Some((address, length)) => {
            // SAFETY: Java only reads it, and before it calls again or closes the writer: the bytes stay
            // where they are until then.
            unsafe { env.new_direct_byte_buffer(address.cast_mut(), length) }?
        },
        None => JByteBuffer::null(),
    })
}

/// polars-io checks nothing here: a batch of another shape would be a corrupt file.
fn check_schema(wanted: &Schema, given: &Schema) -> Result<()> {
    let Some(difference) = difference(wanted, given, DataType::eq) else {
        return Ok(());
    };
    let message = format!("this frame does not fit the writer's schema: {difference}");
    Err(PolarsError::SchemaMismatch(message.into()).into())
}
