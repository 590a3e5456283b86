//! Where a reader's bytes come from: a file, or a stream or buffer of the user's in Java.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::panic::{self, AssertUnwindSafe};

use jni::objects::JString;
use jni::refs::Reference;
use jni::{Env, bind_java_type};
use polars::prelude::*;
use polars_io::RowIndex;
use polars_io::mmap::MmapBytesReader;
use polars_utils::aliases::{InitHashMaps, PlHashSet};

use crate::error::{Error, Result};
use crate::wire::Reader;

bind_java_type! {
    pub JSource => "io.github.polars4j.internal.Source",
    methods {
        fn array() -> jbyte[],
        fn fill() -> jint,
    },
}

/// Finds the class that sources need while the library's own class loader is at hand.
pub fn bind(env: &mut Env<'_>, loader: &jni::refs::LoaderContext<'_, '_>) -> Result<()> {
    JSourceAPI::get(env, loader)?;
    Ok(())
}

/// What a reader reads, and what messages call it.
pub struct Input {
    pub reader: Box<dyn MmapBytesReader>,
    pub name: String,
}

impl Input {
    pub fn open(
        env: &mut Env<'_>,
        path: &JString<'_>,
        name: &JString<'_>,
        source: &JSource<'_>,
    ) -> Result<Self> {
        let name = name.try_to_string(env)?;
        let reader = if path.is_null() {
            read_java(env, source)
        } else {
            let path = path.try_to_string(env)?;
            open_file(&path).map_err(Error::from)
        };
        match reader {
            Ok(reader) => Ok(Self { reader, name }),
            Err(error) => Err(error.in_file(&name)),
        }
    }

    /// Runs `read` on the reader; errors, and polars' panics at data it cannot read, name the input.
    pub fn read<T>(self, read: impl FnOnce(Box<dyn MmapBytesReader>) -> Result<T>) -> Result<T> {
        panic::catch_unwind(AssertUnwindSafe(|| read(self.reader)))
            .unwrap_or_else(|payload| Err(Error::from_panic(payload)))
            .map_err(|error| error.in_file(&self.name))
    }
}

/// Opens a regular file as it is; anything else, a pipe say, is read into memory first, and so is
/// an empty file, which cannot be mapped.
fn open_file(path: &str) -> io::Result<Box<dyn MmapBytesReader>> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if metadata.is_file() && metadata.len() > 0 {
        return Ok(Box::new(file));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Box::new(Cursor::new(bytes)))
}

/// Reads a Java source to its end.
fn read_java(env: &mut Env<'_>, source: &JSource<'_>) -> Result<Box<dyn MmapBytesReader>> {
    let transfer = source.array(env)?;
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        let n = match usize::try_from(source.fill(env)?) {
            Ok(n) => n,
            Err(_) => return Ok(Box::new(Cursor::new(bytes))), // -1: the end
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

/// Which part of the data a reader is asked for.
pub struct Selection {
    pub columns: Option<Vec<String>>,
    pub n_rows: Option<usize>,
    pub row_index: Option<RowIndex>,
    pub memory_mapped: bool,
    pub rechunk: bool,
}

impl Selection {
    pub fn read(wire: &mut Reader<'_>) -> Result<Self> {
        Ok(Self {
            columns: wire.optional(Reader::strings)?,
            n_rows: wire.optional_size()?,
            row_index: read_row_index(wire)?,
            memory_mapped: wire.bool()?,
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
    let names: PlHashSet<&str> = names.map(PlSmallStr::as_str).collect();
    if let Some(column) = columns.find(|column| !names.contains(*column)) {
        let message = format!("no column '{column}'");
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

pub fn read_row_index(wire: &mut Reader<'_>) -> Result<Option<RowIndex>> {
    wire.optional(|wire| {
        let name = wire.str()?.into();
        let offset = wire.i64()?;
        let offset = IdxSize::try_from(offset)
            .map_err(|_| Error::Argument(format!("a row index from {offset} on")))?;
        Ok(RowIndex { name, offset })
    })
}
