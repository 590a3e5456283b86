//! Where a writer's bytes go: a file of ours, or a stream or channel of the user's in Java.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jni::objects::{JByteArray, JByteBuffer, JString};
use jni::refs::{Global, Reference};
use jni::sys::jint;
use jni::vm::JavaVM;
use jni::{Env, bind_java_type};

use crate::error::{Error, Result};
use crate::interrupt::Interrupts;

bind_java_type! {
    pub JSink => "io.github.polars4j.internal.Sink",
    methods {
        fn array() -> jbyte[],
        fn buffer() -> JByteBuffer,
        fn drain(length: jint),
        fn borrows() -> jboolean,
        fn lend(bytes: JByteBuffer),
        static fn check_interrupt(sink: JSink),
    },
}

bind_java_type! {
    pub JProgress => "io.github.polars4j.ProgressListener",
    methods {
        fn on_progress(rows: jlong, bytes: jlong),
    },
}

/// Finds the classes that sinks need while the library's own class loader is at hand.
pub fn bind(env: &mut Env<'_>, loader: &jni::refs::LoaderContext<'_, '_>) -> Result<()> {
    JSinkAPI::get(env, loader)?;
    JProgressAPI::get(env, loader)?;
    Ok(())
}

/// Runs `call` with this thread's environment. Only threads that Java called us on have one: no
/// worker of polars' is ever attached. A Java exception comes back as [`Error::Java`].
pub fn with_java<T>(call: impl FnOnce(&mut Env<'_>) -> Result<T, jni::errors::Error>) -> Result<T> {
    let vm = JavaVM::singleton()?;
    if !vm.is_thread_attached()? {
        return Err(Error::State(
            "callbacks belong on the calling thread".into(),
        ));
    }
    vm.attach_current_thread(|env| match call(env) {
        Ok(value) => Ok(value),
        Err(error) => match env.exception_occurred() {
            Some(thrown) => {
                env.exception_clear();
                Err(Error::Java(env.new_global_ref(thrown)?))
            },
            None => Err(error.into()),
        },
    })
}

/// Where a write went wrong first. polars passes I/O errors on in many shapes and may lose what
/// they carried, so the cause is kept here.
#[derive(Clone, Default)]
pub struct Failure(Arc<Mutex<Option<Error>>>);

impl Failure {
    /// Keeps `error` and gives polars one to stop at.
    pub fn keep(&self, error: Error) -> io::Error {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert(error);
        io::Error::other("the sink or source failed")
    }

    /// The outcome of a call: the first failure, if there was one, is why it ended.
    pub fn explain<T>(&self, result: Result<T>) -> Result<T> {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match first.take() {
            Some(error) => Err(error),
            None => result,
        }
    }
}

/// The `Write` that all writers write to. Must be flushed: what it buffers is lost otherwise.
pub struct Output {
    target: Target,
    name: String,
    written: Arc<AtomicU64>,
    failed: bool,
    failure: Failure,
    interrupts: Interrupts,
}

enum Target {
    File(BufWriter<File>),
    Java(JavaSink),
}

impl Output {
    /// The file at `path`, which exists and is empty, or else `sink`; `name` is what messages call it.
    pub fn open(
        env: &mut Env<'_>,
        path: &JString<'_>,
        name: &JString<'_>,
        sink: &JSink<'_>,
    ) -> Result<Self> {
        let name = name.try_to_string(env)?;
        let target = if path.is_null() {
            Target::Java(JavaSink::new(env, sink)?)
        } else {
            let path = path.try_to_string(env)?;
            // Not truncated: of files that are, ext4 waits for the disk when they are closed.
            let file = File::options().write(true).open(path);
            let file = file.map_err(|error| Error::from(error).in_file(&name))?;
            Target::File(BufWriter::with_capacity(1 << 16, file))
        };
        Ok(Self {
            target,
            name,
            written: Arc::default(),
            failed: false,
            failure: Failure::default(),
            interrupts: Interrupts::default(),
        })
    }

    /// Tells why a write failed, to whoever sees the failed result.
    pub fn failure(&self) -> Failure {
        self.failure.clone()
    }

    /// Counts the bytes written so far.
    pub fn counter(&self) -> Arc<AtomicU64> {
        self.written.clone()
    }

    fn attempt<T>(&mut self, step: impl FnOnce(&mut Target) -> Result<T>) -> io::Result<T> {
        if self.failed {
            return Err(io::Error::other("the sink failed before"));
        }
        let sink = match &self.target {
            Target::File(_) => None,
            Target::Java(java) => Some(&java.sink),
        };
        let step = match self.interrupts.check(sink) {
            Ok(()) => step(&mut self.target),
            Err(interrupted) => Err(interrupted),
        };
        step.map_err(|error| {
            self.failed = true;
            self.failure.keep(error.in_file(&self.name))
        })
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.attempt(|target| match target {
            Target::File(file) => Ok(file.write_all(bytes)?),
            Target::Java(sink) => sink.write(bytes),
        })?;
        self.written
            .fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.interrupts.hurry();
        self.attempt(|target| match target {
            Target::File(file) => Ok(file.flush()?),
            Target::Java(sink) => sink.drain(),
        })
    }
}

/// From this size on bytes are lent where they lie; less is gathered, since a call costs more.
const LENT: usize = 64 << 10;

/// How much is lent at a time: Java sees to interrupts between calls, and its buffers' sizes are `int`s.
const LENT_AT_MOST: usize = 4 << 20;

/// A `Sink` in Java: bytes gather in its transfer buffer, then Java passes them on; one that borrows gets
/// large pieces where they lie.
struct JavaSink {
    sink: Global<JSink<'static>>,
    transfer: Transfer,
    capacity: usize,
    filled: usize,
    borrows: bool,
}

enum Transfer {
    Array(Global<JByteArray<'static>>),
    /// The memory of a direct buffer that the global reference keeps alive.
    Direct(Global<JByteBuffer<'static>>, *mut u8),
}

// SAFETY: the pointer is to the memory of a direct buffer, which no thread but the one that is
// writing touches; global references may be used from any thread.
unsafe impl Send for Transfer {}

impl JavaSink {
    fn new(env: &mut Env<'_>, sink: &JSink<'_>) -> Result<Self> {
        let array = sink.array(env)?;
        let (transfer, capacity) = if array.is_null() {
            let buffer = sink.buffer(env)?;
            let address = env.get_direct_buffer_address(&buffer)?;
            let capacity = env.get_direct_buffer_capacity(&buffer)?;
            (
                Transfer::Direct(env.new_global_ref(buffer)?, address),
                capacity,
            )
        } else {
            let capacity = array.len(env)?;
            (Transfer::Array(env.new_global_ref(array)?), capacity)
        };
        Ok(Self {
            sink: env.new_global_ref(sink)?,
            transfer,
            capacity,
            filled: 0,
            borrows: sink.borrows(env)?,
        })
    }

    fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        if self.borrows && bytes.len() >= LENT {
            self.drain()?;
            return bytes
                .chunks(LENT_AT_MOST)
                .try_for_each(|bytes| self.lend(bytes));
        }
        while !bytes.is_empty() {
            if self.filled == self.capacity {
                self.drain()?;
            }
            let n = bytes.len().min(self.capacity - self.filled);
            let (now, later) = bytes.split_at(n);
            match &self.transfer {
                Transfer::Array(array) => with_java(|env| {
                    // SAFETY: a byte is as good signed as unsigned.
                    let now = unsafe { std::slice::from_raw_parts(now.as_ptr().cast(), n) };
                    array.set_region(env, self.filled as jint, now)
                })?,
                Transfer::Direct(_buffer, address) => {
                    // SAFETY: `filled + n` is at most the buffer's capacity, and Java's buffer
                    // never overlaps memory of ours.
                    unsafe {
                        address
                            .add(self.filled)
                            .copy_from_nonoverlapping(now.as_ptr(), n)
                    }
                },
            }
            self.filled += n;
            bytes = later;
        }
        Ok(())
    }

    fn lend(&self, bytes: &[u8]) -> Result<()> {
        with_java(|env| {
            // SAFETY: a sink that borrows only reads it, and only in this call.
            let bytes =
                unsafe { env.new_direct_byte_buffer(bytes.as_ptr().cast_mut(), bytes.len()) }?;
            self.sink.lend(env, &bytes)
        })
    }

    fn drain(&mut self) -> Result<()> {
        let filled = std::mem::take(&mut self.filled);
        if filled > 0 {
            with_java(|env| self.sink.drain(env, filled as jint))?;
        }
        Ok(())
    }
}

/// The user's progress listener, if there is one.
#[derive(Default)]
pub struct Progress {
    listener: Option<Global<JProgress<'static>>>,
    rows: u64,
    bytes: Arc<AtomicU64>,
}

impl Progress {
    pub fn new(env: &mut Env<'_>, listener: &JProgress<'_>, output: &Output) -> Result<Self> {
        let listener = match listener.is_null() {
            true => None,
            false => Some(env.new_global_ref(listener)?),
        };
        Ok(Self {
            listener,
            rows: 0,
            bytes: output.counter(),
        })
    }

    pub fn is_wanted(&self) -> bool {
        self.listener.is_some()
    }

    /// Tells the listener of `rows` more rows, and of all the bytes so far.
    pub fn advance(&mut self, rows: usize) -> Result<()> {
        self.rows += rows as u64;
        let Some(listener) = &self.listener else {
            return Ok(());
        };
        let bytes = self.bytes.load(Ordering::Relaxed);
        with_java(|env| listener.on_progress(env, self.rows as i64, bytes as i64))
    }
}
