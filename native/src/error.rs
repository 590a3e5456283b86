//! One policy for everything that can go wrong: `PolarsError`, I/O, misuse and panics each become
//! their Java exception, and an exception of the user's own comes back as the very same object.

use std::any::Any;
use std::cell::RefCell;
use std::io;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, Once, PoisonError};

use jni::errors::ErrorPolicy;
use jni::objects::{JString, JThrowable};
use jni::refs::Global;
use jni::sys::jint;
use jni::{Env, bind_java_type};
use polars::prelude::PolarsError;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a native method can fail with.
pub enum Error {
    /// polars' own error, and the file that it speaks of.
    Polars(PolarsError, Option<String>),
    /// An exception that the user's sink, source or listener threw.
    Java(Global<JThrowable<'static>>),
    /// A panic, with its place, and the file that was being read.
    Panic(String, Option<String>),
    State(String),
    Argument(String),
    Index(String),
    Null(String),
    Jni(jni::errors::Error),
}

impl From<PolarsError> for Error {
    fn from(error: PolarsError) -> Self {
        Self::Polars(error, None)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Polars(error.into(), None)
    }
}

impl From<jni::errors::Error> for Error {
    fn from(error: jni::errors::Error) -> Self {
        Self::Jni(error)
    }
}

impl Error {
    /// Says which file the error is about.
    pub fn in_file(self, file: &str) -> Self {
        match self {
            Self::Polars(error, None) => Self::Polars(error, Some(file.to_owned())),
            Self::Panic(message, None) => Self::Panic(message, Some(file.to_owned())),
            other => other,
        }
    }

    /// Says more about what polars refused.
    pub fn context(self, text: &'static str) -> Self {
        match self {
            Self::Polars(error, file) => Self::Polars(error.context(text.into()), file),
            other => other,
        }
    }

    /// A panic that was caught.
    fn from_panic(payload: Box<dyn Any + Send>) -> Self {
        let message = panic_message(payload.as_ref());
        let place = panic_place(message);
        Self::Panic(format!("{message} ({place})"), None)
    }
}

/// Runs `work`, whose panic is an error as any other.
pub fn catch_panic<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|payload| Err(Error::from_panic(payload)))
}

bind_java_type! {
    Failures => "io.github.polars4j.internal.Failures",
    methods {
        static fn create(kind: jint, message: JString, file: JString) -> JThrowable,
    },
}

/// Finds the classes that errors need while the library's own class loader is at hand.
pub fn bind(env: &mut Env<'_>, loader: &jni::refs::LoaderContext<'_, '_>) -> Result<()> {
    FailuresAPI::get(env, loader)?;
    HOOK.call_once(|| panic::set_hook(Box::new(record_panic)));
    Ok(())
}

/// The `kind`s of `Failures.create`.
mod kind {
    use jni::sys::jint;

    pub const STATE: jint = 1;
    pub const ARGUMENT: jint = 2;
    pub const INDEX: jint = 3;
    pub const NULL: jint = 4;
    pub const PANIC: jint = 5;
    pub const NO_SUCH_FILE: jint = 6;
    pub const ACCESS_DENIED: jint = 7;
    pub const IO: jint = 8;
    pub const OUT_OF_MEMORY: jint = 10;
    pub const ASSERTION: jint = 20;
    pub const COLUMN_NOT_FOUND: jint = 21;
    pub const COMPUTE: jint = 22;
    pub const DUPLICATE: jint = 23;
    pub const INVALID_OPERATION: jint = 24;
    pub const NO_DATA: jint = 25;
    pub const OUT_OF_BOUNDS: jint = 26;
    pub const SCHEMA_FIELD_NOT_FOUND: jint = 27;
    pub const SCHEMA_MISMATCH: jint = 28;
    pub const SHAPE_MISMATCH: jint = 29;
    pub const SQL_INTERFACE: jint = 30;
    pub const SQL_SYNTAX: jint = 31;
    pub const STRING_CACHE_MISMATCH: jint = 32;
    pub const STRUCT_FIELD_NOT_FOUND: jint = 33;
}

/// The error policy of every native method.
pub struct ThrowJava;

impl<T: Default> ErrorPolicy<T, Error> for ThrowJava {
    type Captures<'local: 'method, 'method> = ();

    fn on_error<'local: 'method, 'method>(
        env: &mut Env<'local>,
        (): &mut (),
        error: Error,
    ) -> jni::errors::Result<T> {
        match error {
            Error::Java(throwable) => throw(env, &throwable),
            Error::Polars(error, file) => throw_polars(env, &error, file.as_deref()),
            Error::Panic(message, file) => create(env, kind::PANIC, &message, file.as_deref()),
            Error::State(message) => create(env, kind::STATE, &message, None),
            Error::Argument(message) => create(env, kind::ARGUMENT, &message, None),
            Error::Index(message) => create(env, kind::INDEX, &message, None),
            Error::Null(message) => create(env, kind::NULL, &message, None),
            Error::Jni(_) if env.exception_check() => Ok(()), // it is on its way already
            Error::Jni(error) => create(env, kind::PANIC, &format!("JNI: {error}"), None),
        }?;
        Ok(T::default())
    }

    fn on_panic<'local: 'method, 'method>(
        env: &mut Env<'local>,
        (): &mut (),
        payload: Box<dyn Any + Send + 'static>,
    ) -> jni::errors::Result<T> {
        Self::on_error(env, &mut (), Error::from_panic(payload))
    }
}

fn throw(env: &mut Env<'_>, throwable: &JThrowable<'_>) -> jni::errors::Result<()> {
    match env.throw(throwable) {
        Err(jni::errors::Error::JavaException) => Ok(()),
        other => other,
    }
}

fn create(
    env: &mut Env<'_>,
    kind: jint,
    message: &str,
    file: Option<&str>,
) -> jni::errors::Result<()> {
    let message = JString::from_str(env, message)?;
    let file = match file {
        Some(file) => JString::from_str(env, file)?,
        None => JString::null(),
    };
    let throwable = Failures::create(env, kind, &message, &file)?;
    throw(env, &throwable)
}

fn throw_polars(
    env: &mut Env<'_>,
    error: &PolarsError,
    file: Option<&str>,
) -> jni::errors::Result<()> {
    use PolarsError::*;
    let mut root = error;
    let mut context = Vec::new();
    while let Context { error, msg } | ExprContext { error, expr: msg } = root {
        context.push(msg.to_string());
        root = error;
    }
    let (kind, mut message) = match root {
        AssertionError(m) => (kind::ASSERTION, m.to_string()),
        ColumnNotFound(m) => (kind::COLUMN_NOT_FOUND, m.to_string()),
        ComputeError(m) => (kind::COMPUTE, m.to_string()),
        Duplicate(m) => (kind::DUPLICATE, m.to_string()),
        InvalidOperation(m) => (kind::INVALID_OPERATION, m.to_string()),
        IO { error, msg } => {
            let message = msg
                .as_ref()
                .map_or_else(|| io_message(error), ToString::to_string);
            (io_kind(error), message)
        },
        NoData(m) => (kind::NO_DATA, m.to_string()),
        OutOfBounds(m) => (kind::OUT_OF_BOUNDS, m.to_string()),
        SchemaFieldNotFound(m) => (kind::SCHEMA_FIELD_NOT_FOUND, m.to_string()),
        SchemaMismatch(m) => (kind::SCHEMA_MISMATCH, m.to_string()),
        ShapeMismatch(m) => (kind::SHAPE_MISMATCH, m.to_string()),
        SQLInterface(m) => (kind::SQL_INTERFACE, m.to_string()),
        SQLSyntax(m) => (kind::SQL_SYNTAX, m.to_string()),
        StringCacheMismatch(m) => (kind::STRING_CACHE_MISMATCH, m.to_string()),
        StructFieldNotFound(m) => (kind::STRUCT_FIELD_NOT_FOUND, m.to_string()),
        Context { .. } | ExprContext { .. } => unreachable!("unwrapped above"),
    };
    for outer in context {
        message = format!("{message} ({outer})");
    }
    create(env, kind, message.trim(), file)
}

fn io_kind(error: &io::Error) -> jint {
    match error.kind() {
        io::ErrorKind::NotFound => kind::NO_SUCH_FILE,
        io::ErrorKind::PermissionDenied => kind::ACCESS_DENIED,
        io::ErrorKind::OutOfMemory => kind::OUT_OF_MEMORY,
        _ => kind::IO,
    }
}

/// What went wrong, in the words of the operating system and without its number.
fn io_message(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        return "the data ends too early".into();
    }
    let message = error.to_string();
    match message.rfind(" (os error") {
        Some(end) => message[..end].into(),
        None => message,
    }
}

static HOOK: Once = Once::new();

/// The last panic of any thread: polars resumes a worker's panic on the calling thread, where the
/// place it came from is not known any more.
static LAST_PANIC: Mutex<Option<(String, String)>> = Mutex::new(None);

thread_local! {
    static PANIC: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

/// Notes where a panic came from instead of printing it: the exception will say it.
fn record_panic(info: &PanicHookInfo<'_>) {
    let message = panic_message(info.payload()).to_owned();
    let place = info.location().map_or_else(
        || "place unknown".into(),
        |place| in_crate(&place.to_string()),
    );
    PANIC.set(Some((message.clone(), place.clone())));
    *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some((message, place));
}

/// A place in a crate, without the folder that the crate happened to be built in.
fn in_crate(place: &str) -> String {
    let place = place.replace('\\', "/");
    let crates = place.split_once("/registry/src/");
    match crates.and_then(|(_, source)| source.split_once('/')) {
        Some((_, in_crate)) => in_crate.into(),
        None => place,
    }
}

fn panic_message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message")
}

fn panic_place(message: &str) -> String {
    let here = PANIC.take();
    let anywhere = || {
        LAST_PANIC
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    };
    here.filter(|(said, _)| said == message)
        .or_else(|| anywhere().filter(|(said, _)| said == message))
        .map_or_else(|| "place unknown".into(), |(_, place)| place)
}
