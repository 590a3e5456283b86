//! Where a reader's bytes come from: a file, or a stream or buffer of the user's in Java.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jni::objects::{JByteArray, JString};
use jni::refs::{Global, Reference};
use jni::sys::jint;
use jni::{Env, bind_java_type};
use polars::prelude::*;
use polars_buffer::Buffer;
use polars_io::RowIndex;
use polars_io::mmap::MmapBytesReader;
use polars_utils::aliases::{InitHashMaps, PlHashSet};

use crate::error::{Error, Result, catch_panic};
use crate::ipc::Data;
use crate::memory;
use crate::sink::{Failure, with_java};
use crate::wire::{self, Reader};

bind_java_type! {
    pub JSource => "io.github.polars4j.internal.Source",
    methods {
        fn array() -> jbyte[],
        fn fill() -> jint,
        fn remaining() -> jlong,
    },
}

/// Finds the class that sources need while the library's own class loader is at hand.
pub fn bind(env: &mut Env<'_>, loader: &jni::refs::LoaderContext<'_, '_>) -> Result<()> {
    JSourceAPI::get(env, loader)?;
    Ok(())
}

/// What a reader reads, and what messages call it.
pub struct Input {
    opened: Opened,
    pub name: String,
}

enum Opened {
    File(File, String),
    Memory(Buffer<u8>),
}

impl Input {
    pub fn open(
        env: &mut Env<'_>,
        path: &JString<'_>,
        name: &JString<'_>,
        source: &JSource<'_>,
    ) -> Result<Self> {
        let name = name.try_to_string(env)?;
        let opened = if path.is_null() {
            read_java(env, source).map(|bytes| Opened::Memory(bytes.into()))
        } else {
            let path = path.try_to_string(env)?;
            open_whole(path).map_err(Error::from)
        };
        match opened {
            Ok(opened) => Ok(Self { opened, name }),
            Err(error) => Err(error.in_file(&name)),
        }
    }

    /// Runs `read` on the reader; errors, and polars' panics at data it cannot read, name the input.
    pub fn read<T>(&self, read: impl FnOnce(Box<dyn MmapBytesReader>) -> Result<T>) -> Result<T> {
        guard(&self.name, || {
            read(match &self.opened {
                Opened::File(file, _) => Box::new(file.try_clone()?),
                Opened::Memory(bytes) => Box::new(Cursor::new(bytes.clone())),
            })
        })
    }

    /// All of it as a stream, as often as wanted.
    pub fn stream(&self) -> Result<Stream> {
        let from = match &self.opened {
            Opened::File(_, path) => From::File(open_file(path)?),
            Opened::Memory(bytes) => From::Memory(Cursor::new(bytes.clone())),
        };
        Stream::new(from, self.name.clone())
    }

    /// As [`Self::read`], for what is read at any place.
    pub fn decode<T>(self, decode: impl FnOnce(Data) -> Result<T>) -> Result<T> {
        guard(&self.name, || {
            decode(match self.opened {
                Opened::File(file, _) => Data::file(file)?,
                Opened::Memory(bytes) => Data::Memory(bytes),
            })
        })
    }
}

/// Runs a step of the reading; errors, and polars' panics, name the input.
pub fn guard<T>(name: &str, read: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_panic(read).map_err(|error| error.in_file(name))
}

fn open_file(path: &str) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(file)
}

/// Opens a regular file as it is; anything else, a pipe say, is read into memory first, and so is
/// an empty file, which cannot be mapped.
fn open_whole(path: String) -> io::Result<Opened> {
    let mut file = open_file(&path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() && metadata.len() > 0 {
        return Ok(Opened::File(file, path));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Opened::Memory(bytes.into()))
}

/// Reads a Java source to its end.
fn read_java(env: &mut Env<'_>, source: &JSource<'_>) -> Result<Vec<u8>> {
    let transfer = source.array(env)?;
    let mut bytes: Vec<u8> = Vec::new();
    if let Ok(expected) = usize::try_from(source.remaining(env)?) {
        bytes
            .try_reserve_exact(expected)
            .map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
        memory::advise(bytes.as_ptr(), expected);
    }
    loop {
        let n = match usize::try_from(source.fill(env)?) {
            Ok(n) => n,
            Err(_) => return Ok(bytes), // -1: the end
        };
        let start = bytes.len();
        bytes
            .try_reserve(n)
            .map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
        bytes.resize(start + n, 0);
        // SAFETY: a byte is as good signed as unsigned, and `start..start + n` lies in `bytes`.
        let tail = unsafe { std::slice::from_raw_parts_mut(bytes[start..].as_mut_ptr().cast(), n) };
        transfer.get_region(env, 0, tail)?;
    }
}

/// An input that is read as it is wanted, and never held as a whole.
pub struct Stream {
    from: From,
    name: String,
    consumed: Consumed,
    failure: Failure,
}

/// How much of an input was read.
#[derive(Clone, Default)]
pub struct Consumed {
    bytes: Arc<AtomicU64>,
    /// 0 where nobody knows.
    of: u64,
}

impl Consumed {
    /// From 0 to 1.
    pub fn part(&self) -> Option<f64> {
        let bytes = self.bytes.load(Ordering::Relaxed);
        (self.of > 0).then(|| (bytes as f64 / self.of as f64).min(1.0))
    }
}

enum From {
    File(File),
    Memory(Cursor<Buffer<u8>>),
    Java(JavaSource),
}

impl Stream {
    pub fn open(
        env: &mut Env<'_>,
        path: &JString<'_>,
        name: &JString<'_>,
        source: &JSource<'_>,
    ) -> Result<Self> {
        let name = name.try_to_string(env)?;
        let from = if path.is_null() {
            From::Java(JavaSource::new(env, source)?)
        } else {
            let path = path.try_to_string(env)?;
            From::File(open_file(&path).map_err(|error| Error::from(error).in_file(&name))?)
        };
        Self::new(from, name)
    }

    fn new(from: From, name: String) -> Result<Self> {
        let of = match &from {
            From::File(file) => file.metadata()?.len(),
            From::Memory(bytes) => bytes.get_ref().len() as u64,
            From::Java(_) => 0,
        };
        Ok(Self {
            from,
            name,
            consumed: Consumed {
                of,
                ..Consumed::default()
            },
            failure: Failure::default(),
        })
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Tells how much of it was read.
    pub fn consumed(&self) -> Consumed {
        self.consumed.clone()
    }

    /// Tells why a read failed, to whoever sees the failed result.
    pub fn failure(&self) -> Failure {
        self.failure.clone()
    }
}

impl Read for Stream {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.from {
            From::File(file) => file.read(bytes),
            From::Memory(memory) => memory.read(bytes),
            From::Java(source) => source.read(bytes).map_err(|error| self.failure.keep(error)),
        }?;
        self.consumed
            .bytes
            .fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A `Source` in Java, which fills its transfer buffer when that is used up.
struct JavaSource {
    source: Global<JSource<'static>>,
    transfer: Global<JByteArray<'static>>,
    used: usize,
    filled: usize,
    ended: bool,
}

impl JavaSource {
    fn new(env: &mut Env<'_>, source: &JSource<'_>) -> Result<Self> {
        let transfer = source.array(env)?;
        Ok(Self {
            source: env.new_global_ref(source)?,
            transfer: env.new_global_ref(transfer)?,
            used: 0,
            filled: 0,
            ended: false,
        })
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize> {
        if self.used == self.filled && !self.ended {
            let filled = with_java(|env| self.source.fill(env))?;
            self.used = 0;
            self.filled = usize::try_from(filled).unwrap_or(0);
            self.ended = filled < 0;
        }
        let n = bytes.len().min(self.filled - self.used);
        if n > 0 {
            // SAFETY: a byte is as good signed as unsigned.
            let bytes = unsafe { std::slice::from_raw_parts_mut(bytes.as_mut_ptr().cast(), n) };
            with_java(|env| self.transfer.get_region(env, self.used as jint, bytes))?;
            self.used += n;
        }
        Ok(n)
    }
}

/// Which part of the data a reader is asked for.
pub struct Selection {
    pub columns: Option<Vec<String>>,
    pub n_rows: Option<usize>,
    pub row_index: Option<RowIndex>,
    /// Whether a file is mapped; where nobody says, it is if it cannot change meanwhile.
    pub memory_mapped: Option<bool>,
    pub rechunk: bool,
}

impl Selection {
    /// Out of a reader's options.
    pub fn from_java(env: &Env<'_>, options: &JByteArray<'_>) -> Result<Self> {
        Self::read(&mut Reader::new(&wire::bytes(env, options)?))
    }

    fn read(wire: &mut Reader<'_>) -> Result<Self> {
        Ok(Self {
            columns: wire.optional(Reader::strings)?,
            n_rows: wire.optional_size()?,
            row_index: read_row_index(wire)?,
            memory_mapped: wire.optional(Reader::bool)?,
            rechunk: wire.bool()?,
        })
    }

    /// Refuses names that polars panics at, or passes over.
    pub fn check<'a>(&self, names: impl Iterator<Item = &'a PlSmallStr>) -> Result<()> {
        let columns = self.columns.as_deref().unwrap_or_default();
        check_distinct(columns.iter().map(String::as_str))?;
        let columns = columns.iter().map(String::as_str);
        check_names(names, columns, self.row_index.as_ref())
    }
}

/// Refuses columns that are asked for twice.
pub fn check_distinct<'a>(mut columns: impl Iterator<Item = &'a str>) -> Result<()> {
    let mut seen = PlHashSet::new();
    match columns.find(|column| !seen.insert(*column)) {
        Some(column) => {
            let message = format!("column '{column}' is asked for twice");
            Err(PolarsError::Duplicate(message.into()).into())
        },
        None => Ok(()),
    }
}

/// Refuses columns that are not there, and a row index named as one that is.
pub fn check_names<'a, 'b>(
    names: impl Iterator<Item = &'a PlSmallStr>,
    mut columns: impl Iterator<Item = &'b str>,
    row_index: Option<&RowIndex>,
) -> Result<()> {
    let listed: Vec<&str> = names.map(PlSmallStr::as_str).collect();
    let names: PlHashSet<&str> = listed.iter().copied().collect();
    if let Some(column) = columns.find(|column| !names.contains(*column)) {
        let message = format!("no column '{column}': the columns are {}", first(&listed));
        return Err(PolarsError::ColumnNotFound(message.into()).into());
    }
    match row_index {
        Some(index) if names.contains(index.name.as_str()) => {
            let message = format!("the row index '{}' has the name of a column", index.name);
            Err(PolarsError::Duplicate(message.into()).into())
        },
        _ => Ok(()),
    }
}

/// The first ten of some names, and how many there are besides.
pub fn first(names: &[&str]) -> String {
    const SHOWN: usize = 10;
    let shown = &names[..names.len().min(SHOWN)];
    match names.len() - shown.len() {
        0 => format!("{shown:?}"),
        more => format!("{shown:?} and {more} more"),
    }
}

pub fn read_row_index(wire: &mut Reader<'_>) -> Result<Option<RowIndex>> {
    wire.optional(|wire| {
        let name = wire.str()?.into();
        let offset = wire.i64()?;
        let offset = IdxSize::try_from(offset)
            .map_err(|_| Error::Argument(format!("a row index from {offset} on")))?;
        Ok(RowIndex { name, offset })
    })
}
