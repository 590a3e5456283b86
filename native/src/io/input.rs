//! What a reader reads: a file, or what Java hands in of a stream or buffer of the user's.

use std::fs::{self, File};
use std::io::{self, Cursor, Read};

use polars_buffer::Buffer;
use polars_io::mmap::MmapBytesReader;

use super::data::Data;
use super::limits::Limits;
use super::ranges::Ranges;
use super::stream::{Feed, Stream};
use crate::jvm::error::catch_panic;
use crate::jvm::{Error, Result};

/// Asking for memory takes longer than reading so few bytes.
const SMALL: u64 = 1 << 20;

/// What a reader reads, and what messages call it. Nothing is opened before it is read.
#[derive(Clone)]
pub struct Input {
    from: From,
    pub name: String,
    /// What is taken of it at most.
    pub limits: Limits,
}

#[derive(Clone)]
enum From {
    /// A file, and whether it was of few bytes.
    Path(String, bool),
    Feed(Feed),
    /// What Java reads at any place.
    Ranges(Ranges),
    Memory(Buffer<u8>),
}

enum Opened {
    File(File),
    Memory(Buffer<u8>),
}

impl Input {
    /// The file at the path.
    pub fn file(path: String, name: String, limits: Limits) -> Self {
        let found = fs::metadata(&path);
        let small = found.is_ok_and(|found| found.is_file() && found.len() < SMALL);
        let from = From::Path(path, small);
        Self { from, name, limits }
    }

    /// What Java hands in.
    pub fn feed(feed: Feed, name: String, limits: Limits) -> Self {
        let from = From::Feed(feed);
        Self { from, name, limits }
    }

    /// What Java reads at any place.
    pub fn ranges(ranges: Ranges, name: String, limits: Limits) -> Self {
        let from = From::Ranges(ranges);
        Self { from, name, limits }
    }

    /// What Java reads at any place, if it does.
    pub fn placed(&self) -> Option<&Ranges> {
        match &self.from {
            From::Ranges(ranges) => Some(ranges),
            _ => None,
        }
    }

    /// What Java hands in, if it does.
    pub fn fed(&self) -> Option<&Feed> {
        match &self.from {
            From::Feed(feed) => Some(feed),
            _ => None,
        }
    }

    /// Whether it is known to be of few bytes.
    pub fn is_small(&self) -> bool {
        match &self.from {
            From::Path(_, small) => *small,
            From::Feed(feed) => feed.ended_within(SMALL),
            From::Ranges(ranges) => ranges.len() < SMALL,
            From::Memory(bytes) => (bytes.len() as u64) < SMALL,
        }
    }

    /// All of it, to be read at any place and more than once.
    fn open(&self) -> Result<Opened> {
        match &self.from {
            From::Path(path, _) => Ok(open_whole(path)?),
            From::Feed(feed) => Ok(Opened::Memory(feed.all()?)),
            From::Ranges(ranges) => Ok(Opened::Memory(ranges.all()?)),
            From::Memory(bytes) => Ok(Opened::Memory(bytes.clone())),
        }
    }

    /// The same input, which can be read more than once from now on.
    pub fn lasting(&self) -> Result<Self> {
        let from = match self.open()? {
            Opened::File(_) => self.from.clone(),
            Opened::Memory(bytes) => From::Memory(bytes),
        };
        Ok(Self {
            from,
            ..self.clone()
        })
    }

    /// What polars' own readers read.
    pub fn reader(&self) -> Result<Box<dyn MmapBytesReader>> {
        Ok(match self.open()? {
            Opened::File(file) => Box::new(file),
            Opened::Memory(bytes) => Box::new(Cursor::new(bytes)),
        })
    }

    /// Bytes to be read at any place.
    pub fn data(&self) -> Result<Data> {
        if let From::Ranges(ranges) = &self.from {
            return Ok(Data::Ranges(ranges.clone()));
        }
        Ok(match self.open()? {
            Opened::File(file) => Data::file(file)?,
            Opened::Memory(bytes) => Data::Memory(bytes),
        })
    }

    /// All of it from front to back.
    pub fn stream(&self) -> Result<Stream> {
        let mut stream = match &self.from {
            From::Path(path, _) => Stream::file(open_file(path)?)?,
            From::Feed(feed) => Stream::feed(feed.clone()),
            From::Ranges(ranges) => Stream::memory(ranges.all()?),
            From::Memory(bytes) => Stream::memory(bytes.clone()),
        };
        stream.limits = self.limits;
        Ok(stream)
    }
}

/// Runs a step of the reading; errors, and polars' panics, name the input.
pub fn guard<T>(name: &str, read: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_panic(read).map_err(|error: Error| error.in_file(name))
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
fn open_whole(path: &str) -> io::Result<Opened> {
    let mut file = open_file(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() && metadata.len() > 0 {
        return Ok(Opened::File(file));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Opened::Memory(bytes.into()))
}
