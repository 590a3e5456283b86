//! Where a writer's bytes go: a file that is written here, or pieces that Java takes and writes.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use polars_buffer::Buffer;

use crate::jvm::{Error, Result};
use crate::memory;

/// From this size on bytes are handed out where they lie; less is gathered, since a piece of its own
/// costs more.
const LENT: usize = 64 << 10;

/// How much is gathered in a piece.
const GATHERED: usize = 256 << 10;

/// How much is lent at a time: Java looks at interrupts between pieces, whose sizes are `int`s.
const LENT_AT_MOST: usize = 4 << 20;

/// How much memory of pieces that were written is kept for the next ones.
const SPARE: usize = 2;

/// The `Write` of all writers. Its clones write to the same place.
#[derive(Clone)]
pub struct Output(Arc<Mutex<State>>);

struct State {
    target: Target,
    name: String,
    written: u64,
    /// Why a write failed first. polars passes I/O errors on in many shapes and may lose what they
    /// carried.
    failure: Option<Error>,
}

enum Target {
    File(BufWriter<File>),
    Pieces(Pieces),
    /// A file that was written.
    Closed,
}

/// Bytes that Java is to write.
#[derive(Default)]
struct Pieces {
    ready: VecDeque<Piece>,
    /// Small writes, gathered after the pieces.
    tail: Vec<u8>,
    /// The piece that Java has now, and how much of it was lent before.
    lent: Option<(Piece, usize)>,
    spare: Vec<Vec<u8>>,
}

/// Bytes in one place in memory.
pub enum Piece {
    Owned(Vec<u8>),
    Shared(Buffer<u8>),
}

impl Piece {
    fn as_slice(&self) -> &[u8] {
        match self {
            Self::Owned(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}

impl Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        memory::reserve(&mut self.tail, bytes.len())?;
        self.tail.extend_from_slice(bytes);
        if self.tail.len() >= GATHERED {
            self.close_tail();
        }
        Ok(())
    }

    fn push(&mut self, piece: Piece) {
        self.close_tail();
        self.ready.push_back(piece);
    }

    fn close_tail(&mut self) {
        if !self.tail.is_empty() {
            let tail = std::mem::take(&mut self.tail);
            self.ready.push_back(Piece::Owned(tail));
        }
    }

    /// Lends the next bytes, which stay where they are until the call after.
    fn lend(&mut self) -> Option<(*const u8, usize)> {
        let next = match self.lent.take() {
            Some((piece, lent)) if lent < piece.as_slice().len() => Some((piece, lent)),
            written => {
                if let Some((Piece::Owned(mut memory), _)) = written
                    && memory.capacity() >= GATHERED
                    && self.spare.len() < SPARE
                {
                    memory.clear();
                    self.spare.push(memory);
                }
                if self.ready.is_empty() {
                    self.close_tail();
                }
                self.ready.pop_front().map(|piece| (piece, 0))
            },
        };
        let (piece, start) = next?;
        let bytes = &piece.as_slice()[start..];
        let bytes = &bytes[..bytes.len().min(LENT_AT_MOST)];
        let lent = (bytes.as_ptr(), bytes.len());
        self.lent = Some((piece, start + lent.1));
        Some(lent)
    }
}

impl Output {
    /// The file at `path`, which exists and is empty; `name` is what messages call it.
    pub fn file(path: &str, name: &str) -> Result<Self> {
        // Not truncated: of files that are, ext4 waits for the disk when they are closed.
        let mut options = File::options();
        options.write(true);
        if Path::new(path).file_name() != Path::new(name).file_name() {
            not_through_links(&mut options); // a temporary file, not what the user named
        }
        let file = options.open(path);
        let file = file.map_err(|error| Error::from(error).in_file(name))?;
        let target = Target::File(BufWriter::with_capacity(1 << 16, file));
        Ok(Self::to(target, name))
    }

    /// Pieces for Java to write.
    pub fn pieces() -> Self {
        Self::to(Target::Pieces(Pieces::default()), "")
    }

    fn to(target: Target, name: &str) -> Self {
        Self(Arc::new(Mutex::new(State {
            target,
            name: name.to_owned(),
            written: 0,
            failure: None,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is a file that is written here.
    pub fn is_file(&self) -> bool {
        matches!(self.state().target, Target::File(_))
    }

    /// How many bytes were written so far.
    pub fn written(&self) -> u64 {
        self.state().written
    }

    /// Why a write failed first, to whoever sees the failed result.
    pub fn failure(&self) -> Option<Error> {
        self.state().failure.take()
    }

    /// Writes bytes without a copy, if they are many.
    pub fn share(&self, piece: Piece) -> io::Result<()> {
        let mut state = self.state();
        let length = piece.as_slice().len();
        match &mut state.target {
            Target::Pieces(pieces) if length >= LENT => pieces.push(piece),
            _ => return state.write(piece.as_slice()),
        }
        state.written += length as u64;
        Ok(())
    }

    /// As [`Self::share`], and gives memory for other bytes, if there is some.
    pub fn give(&mut self, bytes: Vec<u8>) -> io::Result<Option<Vec<u8>>> {
        if self.is_file() {
            self.write_all(&bytes)?;
            return Ok(Some(bytes));
        }
        self.share(Piece::Owned(bytes))?;
        Ok(self.spare())
    }

    /// Memory of a piece that was written, for another one.
    fn spare(&self) -> Option<Vec<u8>> {
        match &mut self.state().target {
            Target::Pieces(pieces) => pieces.spare.pop(),
            Target::File(_) | Target::Closed => None,
        }
    }

    /// The next bytes for Java to write, which stay until the next call of this; `None` if there are none.
    pub fn lend(&self) -> Option<(*const u8, usize)> {
        match &mut self.state().target {
            Target::Pieces(pieces) => pieces.lend(),
            Target::File(_) | Target::Closed => None,
        }
    }

    /// Closes a file, and tells what went wrong: some file systems, such as NFS, say only then that they
    /// could not write.
    pub fn close(&self) -> Result<()> {
        let mut state = self.state();
        if !matches!(state.target, Target::File(_)) {
            return Ok(());
        }
        let Target::File(file) = std::mem::replace(&mut state.target, Target::Closed) else {
            unreachable!("looked at above");
        };
        let closed = file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
            .and_then(close);
        closed.map_err(|error| Error::from(state.keep(error)))
    }
}

/// Closes the file. It is closed even if that fails.
#[cfg(unix)]
fn close(file: File) -> io::Result<()> {
    let descriptor = std::os::fd::IntoRawFd::into_raw_fd(file);
    // SAFETY: the descriptor was the file's, which has given it up: nobody else closes it.
    match unsafe { libc::close(descriptor) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

#[cfg(not(unix))]
fn close(file: File) -> io::Result<()> {
    drop(file); // which reports nothing
    Ok(())
}

/// Nobody may have put a link in the place of what was made here.
#[cfg(unix)]
fn not_through_links(options: &mut OpenOptions) {
    #[cfg(target_os = "linux")]
    use libc::O_NOFOLLOW;
    #[cfg(not(target_os = "linux"))]
    const O_NOFOLLOW: i32 = 0x0100; // macOS and the BSDs
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, O_NOFOLLOW);
}

#[cfg(not(unix))]
fn not_through_links(_: &mut OpenOptions) {}

impl State {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.target {
            Target::File(file) => {
                if let Err(error) = file.write_all(bytes) {
                    return Err(self.keep(error));
                }
            },
            Target::Pieces(pieces) => {
                if let Err(error) = pieces.write(bytes) {
                    return Err(self.keep(error));
                }
            },
            Target::Closed => {
                let error = io::Error::other("it was closed");
                return Err(self.keep(error));
            },
        }
        self.written += bytes.len() as u64;
        Ok(())
    }

    /// Keeps the first error, and gives polars one to stop at.
    fn keep(&mut self, error: io::Error) -> io::Error {
        let name = &self.name;
        self.failure
            .get_or_insert_with(|| Error::from(error).in_file(name));
        io::Error::other("the output failed")
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.state().write(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut state = self.state();
        let flushed = match &mut state.target {
            Target::File(file) => file.flush(),
            Target::Pieces(_) => Ok(()), // Java flushes in the end
            Target::Closed => Ok(()),
        };
        flushed.map_err(|error| state.keep(error))
    }
}

#[cfg(test)]
#[path = "output_tests.rs"]
mod tests;
