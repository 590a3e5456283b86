//! Bytes that several threads may read at any position.

use std::fs::File;
use std::io;

use polars::prelude::*;
use polars_buffer::Buffer;
use polars_utils::mmap::MMapSemaphore;

#[cfg(target_os = "linux")]
use super::lease::Leased;
use super::ranges::Ranges;

/// A file, one that is mapped, what lies in memory, or what Java reads at any place.
pub enum Data {
    File(File, u64),
    Mapped(Buffer<u8>),
    Memory(Buffer<u8>),
    Ranges(Ranges),
}

impl Data {
    pub fn file(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self::File(file, size))
    }

    /// The file mapped, where the values stay: kept from changes if the system can do that for a while.
    ///
    /// # Safety
    /// It must not change while anything made of it is in use.
    pub unsafe fn map(self) -> PolarsResult<Self> {
        let Self::File(file, _) = self else {
            polars_bail!(InvalidOperation: "only a file can be mapped");
        };
        #[cfg(target_os = "linux")]
        let file = match Leased::map(file) {
            Ok(mapped) => return Ok(Self::Mapped(Buffer::from_owner(mapped))),
            Err(file) => file,
        };
        let bytes = MMapSemaphore::new_from_file(&file)?;
        Ok(Self::Mapped(Buffer::from_owner(bytes)))
    }

    pub fn len(&self) -> u64 {
        match self {
            Self::File(_, size) => *size,
            Self::Mapped(bytes) | Self::Memory(bytes) => bytes.len() as u64,
            Self::Ranges(ranges) => ranges.len(),
        }
    }

    /// Fills `out` with what lies at `offset`.
    pub fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        match self {
            Self::File(file, _) => read_exact_at(file, offset, out),
            Self::Mapped(_) | Self::Memory(_) => {
                let bytes = self.slice(offset, out.len());
                let bytes = bytes.ok_or(io::ErrorKind::UnexpectedEof)?;
                out.copy_from_slice(&bytes);
                Ok(())
            },
            Self::Ranges(ranges) => {
                out.copy_from_slice(&ranges.get(offset, out.len())?);
                Ok(())
            },
        }
    }

    /// Sees to it that these ranges are there, where Java reads them: they are read at once, neighbours together.
    pub fn want(&self, ranges: impl Iterator<Item = (u64, u64)>) -> io::Result<()> {
        match self {
            Self::Ranges(all) => all.want(ranges),
            _ => Ok(()),
        }
    }

    /// What lies at `offset`, without a copy, if it is mapped or lies in memory.
    pub fn slice(&self, offset: u64, length: usize) -> Option<Buffer<u8>> {
        let bytes = match self {
            Self::Mapped(bytes) | Self::Memory(bytes) => bytes,
            Self::Ranges(ranges) => return ranges.find(offset, length),
            Self::File(..) => return None,
        };
        let start = usize::try_from(offset).ok()?;
        let end = start
            .checked_add(length)
            .filter(|end| *end <= bytes.len())?;
        Some(bytes.clone().sliced(start..end))
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, offset: u64, out: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, out, offset)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut offset: u64, mut out: &mut [u8]) -> io::Result<()> {
    while !out.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, out, offset)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                out = &mut out[read..];
                offset += read as u64;
            },
        }
    }
    Ok(())
}
