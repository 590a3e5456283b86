//! Turns every failure into its Java exception: errors of polars, I/O errors, misuse and panics.

use std::any::Any;
use std::borrow::Cow;
use std::cell::RefCell;
use std::io;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, Once, PoisonError};

use jni::Env;
use jni::errors::{ErrorPolicy, JniError};
use jni::objects::{JString, JThrowable};
use jni::refs::{LoaderContext, Reference};
use jni::sys::jint;
use polars::prelude::PolarsError;

use super::failures;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a native method can fail with.
pub enum Error {
    /// polars' own error, and the file that it speaks of.
    Polars(PolarsError, Option<String>),
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

    /// Says which of the frames that were written one after the other the error is about.
    pub fn in_batch(self, number: usize) -> Self {
        let told = |message: &str| format!("batch {number}: {message}");
        match self {
            Self::Polars(error @ PolarsError::IO { .. }, file) => Self::Polars(error, file),
            Self::Polars(error, file) => Self::Polars(error.wrap_msg(told), file),
            Self::Panic(message, file) => Self::Panic(told(&message), file),
            Self::Argument(message) => Self::Argument(told(&message)),
            other => other,
        }
    }

    /// Whether Java has to hand in more bytes before it can be done.
    pub fn is_starving(&self) -> bool {
        matches!(self, Self::Polars(PolarsError::IO { error, .. }, _)
            if error.kind() == io::ErrorKind::WouldBlock)
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

/// Finds the classes that errors need while the library's own class loader is at hand.
pub fn bind(env: &mut Env<'_>, loader: &LoaderContext<'_, '_>) -> Result<()> {
    failures::bind(env, loader)?;
    bind_exceptions(env)?;
    HOOK.call_once(|| panic::set_hook(Box::new(record_panic)));
    Ok(())
}

/// Has jni-rs find the exceptions that it looks for after calls. It would do so at the first one, by calls
/// of Java: on a thread without stack those fail too, and so on.
fn bind_exceptions(env: &mut Env<'_>) -> Result<()> {
    use jni::exceptions::*;
    macro_rules! bind {
        ($($class:ident),+) => {
            $($class::lookup_class(env, &LoaderContext::None)?;)+
        };
    }
    bind!(
        JArrayIndexOutOfBoundsException,
        JArrayStoreException,
        JClassCircularityError,
        JClassFormatError,
        JClassNotFoundException,
        JExceptionInInitializerError,
        JIllegalArgumentException,
        JIllegalMonitorStateException,
        JInstantiationException,
        JLinkageError,
        JNoClassDefFoundError,
        JNoSuchFieldError,
        JNoSuchMethodError,
        JNumberFormatException,
        JOutOfMemoryError,
        JSecurityException,
        JStringIndexOutOfBoundsException
    );
    let message = JString::from_str(env, "none")?;
    let throwable = failures::create(env, Kind::State as jint, &message, &JString::null())?;
    env.get_object_class(&throwable)?.get_name(env)?;
    throwable.get_message(env)?.to_string();
    let trace = throwable.get_stack_trace(env)?;
    if trace.len(env)? > 0 {
        trace.get_element(env, 0)?.try_to_string(env)?;
    }
    Ok(())
}

/// What kind of failure it is. `FailureKind` in Java has the same ones in the same order: a test of Java's
/// reads this list.
#[derive(Clone, Copy)]
#[repr(i32)]
enum Kind {
    State,
    Argument,
    Index,
    Null,
    Panic,
    NoSuchFile,
    AccessDenied,
    Io,
    CutOff,
    OutOfMemory,
    Assertion,
    ColumnNotFound,
    Compute,
    Duplicate,
    InvalidOperation,
    NoData,
    OutOfBounds,
    SchemaFieldNotFound,
    SchemaMismatch,
    ShapeMismatch,
    SqlInterface,
    SqlSyntax,
    StringCacheMismatch,
    StructFieldNotFound,
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
            Error::Polars(error, file) => throw_polars(env, &error, file.as_deref()),
            Error::Panic(message, file) => create(env, Kind::Panic, &message, file.as_deref()),
            Error::State(message) => create(env, Kind::State, &message, None),
            Error::Argument(message) => create(env, Kind::Argument, &message, None),
            Error::Index(message) => create(env, Kind::Index, &message, None),
            Error::Null(message) => create(env, Kind::Null, &message, None),
            Error::Jni(_) if env.exception_check() => Ok(()), // it is on its way already
            // jni-rs has caught what Java threw.
            Error::Jni(jni::errors::Error::JniCall(JniError::NoMemory)) => {
                create(env, Kind::OutOfMemory, "Java heap space", None)
            },
            Error::Jni(error) => create(env, Kind::Panic, &format!("JNI: {error}"), None),
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
    kind: Kind,
    message: &str,
    file: Option<&str>,
) -> jni::errors::Result<()> {
    let message = JString::from_str(env, shortened(message))?;
    let file = match file {
        Some(file) => JString::from_str(env, file)?,
        None => JString::null(),
    };
    let throwable = failures::create(env, kind as jint, &message, &file)?;
    throw(env, &throwable)
}

/// A message that can be read: of a long one its beginning and its end, which tells the way out.
fn shortened(message: &str) -> Cow<'_, str> {
    const BEGINNING: usize = 600;
    const END: usize = 300;
    if message.len() <= BEGINNING + END {
        return message.into();
    }
    let beginning = &message[..message.floor_char_boundary(BEGINNING)];
    let end = &message[message.ceil_char_boundary(message.len() - END)..];
    format!("{beginning} … {end}").into()
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
        AssertionError(m) => (Kind::Assertion, m.to_string()),
        ColumnNotFound(m) => (Kind::ColumnNotFound, m.to_string()),
        ComputeError(m) => (Kind::Compute, m.to_string()),
        Duplicate(m) => (Kind::Duplicate, m.to_string()),
        InvalidOperation(m) => (Kind::InvalidOperation, m.to_string()),
        IO { error, msg } => {
            let message = msg
                .as_ref()
                .map_or_else(|| io_message(error), ToString::to_string);
            (io_kind(error), message)
        },
        NoData(m) => (Kind::NoData, m.to_string()),
        OutOfBounds(m) => (Kind::OutOfBounds, m.to_string()),
        SchemaFieldNotFound(m) => (Kind::SchemaFieldNotFound, m.to_string()),
        SchemaMismatch(m) => (Kind::SchemaMismatch, m.to_string()),
        ShapeMismatch(m) => (Kind::ShapeMismatch, m.to_string()),
        SQLInterface(m) => (Kind::SqlInterface, m.to_string()),
        SQLSyntax(m) => (Kind::SqlSyntax, m.to_string()),
        StringCacheMismatch(m) => (Kind::StringCacheMismatch, m.to_string()),
        StructFieldNotFound(m) => (Kind::StructFieldNotFound, m.to_string()),
        Context { .. } | ExprContext { .. } => unreachable!("unwrapped above"),
    };
    for outer in context {
        message = format!("{message} ({outer})");
    }
    create(env, kind, message.trim(), file)
}

fn io_kind(error: &io::Error) -> Kind {
    match error.kind() {
        io::ErrorKind::NotFound => Kind::NoSuchFile,
        io::ErrorKind::PermissionDenied => Kind::AccessDenied,
        io::ErrorKind::OutOfMemory => Kind::OutOfMemory,
        io::ErrorKind::UnexpectedEof => Kind::CutOff,
        _ => Kind::Io,
    }
}

/// What went wrong, in the words of the operating system and without its number.
fn io_message(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => return "the data ends too early".into(),
        io::ErrorKind::OutOfMemory if error.get_ref().is_none() => {
            return "there is not enough memory".into();
        },
        _ => {},
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
