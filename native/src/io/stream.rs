//! Bytes that are read once, from front to back: of a file, of memory, or as Java hands them in.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use polars_buffer::Buffer;

use super::limits::Limits;
use crate::jvm::Result;
use crate::memory;

/// How many bytes Java is asked for where more than are needed may be read.
const READ_AHEAD: usize = 1 << 20;

/// For how many bytes memory is asked for before they have come: their number may be a lie.
const TRUSTED: usize = 16 << 20;

/// What Java reads of a stream or buffer of the user's, and hands in. Who needs more than there is gets
/// [`io::ErrorKind::WouldBlock`] and is called again when there is more.
#[derive(Clone, Default)]
pub struct Feed(Arc<Mutex<Fed>>);

#[derive(Default)]
struct Fed {
    bytes: Vec<u8>,
    start: usize,
    ended: bool,
    /// How many bytes are needed, if somebody waits for them; negative if only at hand.
    wanted: Option<i64>,
    at_hand: AtHand,
}

/// Whether only bytes are taken that are there without waiting.
#[derive(Clone, Copy, Default, PartialEq)]
enum AtHand {
    #[default]
    No,
    Asked,
    Refused,
}

impl Fed {
    fn rest(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    fn starve(&mut self, wanted: usize) -> io::Error {
        self.wanted = match self.at_hand {
            AtHand::No => Some(wanted as i64),
            AtHand::Asked => Some(-(wanted as i64)),
            AtHand::Refused => None,
        };
        io::ErrorKind::WouldBlock.into()
    }
}

impl Feed {
    fn state(&self) -> MutexGuard<'_, Fed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes room for so many bytes, as far as is known that they will come.
    pub fn expect(&self, bytes: usize) -> Result<()> {
        let mut fed = self.state();
        memory::probe_if_large(bytes)?;
        let reserved = fed.bytes.try_reserve_exact(bytes);
        reserved.map_err(|_| memory::lack(bytes))?;
        memory::advise(fed.bytes.as_ptr(), bytes);
        Ok(())
    }

    /// Takes `n` more bytes, which `fill` writes to where they belong.
    pub fn add(&self, n: usize, fill: impl FnOnce(&mut [u8]) -> Result<()>) -> Result<()> {
        let mut fed = self.state();
        if fed.start > 0 {
            let start = std::mem::take(&mut fed.start);
            fed.bytes.drain(..start);
        }
        let start = fed.bytes.len();
        memory::reserve(&mut fed.bytes, n)?;
        fed.bytes.resize(start + n, 0);
        fill(&mut fed.bytes[start..])
    }

    /// Says that nothing more comes.
    pub fn end(&self) {
        self.state().ended = true;
    }

    /// Whether all has come, and is of less than `most` bytes.
    pub fn ended_within(&self, most: u64) -> bool {
        let fed = self.state();
        fed.ended && (fed.bytes.len() as u64) < most
    }

    /// How many bytes somebody waits for; negative if they are wanted only if they are at hand.
    pub fn starving(&self) -> Option<i64> {
        self.state().wanted.take()
    }

    /// Says that they are not at hand.
    pub fn refuse(&self) {
        self.state().at_hand = AtHand::Refused;
    }

    /// Takes all bytes, once the last has come.
    pub fn all(&self) -> io::Result<Buffer<u8>> {
        let mut fed = self.state();
        if !fed.ended {
            return Err(fed.starve(READ_AHEAD));
        }
        let mut bytes = std::mem::take(&mut fed.bytes);
        bytes.drain(..std::mem::take(&mut fed.start));
        let bytes = Buffer::from_vec(bytes);
        Ok(bytes)
    }

    /// Takes `length` bytes, or what is left at the end. Java is asked for no more than these.
    fn take(&self, length: usize) -> io::Result<Buffer<u8>> {
        let mut fed = self.state();
        let missing = length.saturating_sub(fed.rest().len());
        if missing > 0 && !fed.ended {
            if fed.at_hand != AtHand::Refused {
                memory::reserve(&mut fed.bytes, missing.min(TRUSTED))?;
            }
            return Err(fed.starve(missing));
        }
        let end = fed.bytes.len().min(fed.start + length);
        if fed.start == 0 && end == fed.bytes.len() {
            return Ok(std::mem::take(&mut fed.bytes).into());
        }
        let taken = memory::collect(fed.bytes[fed.start..end].iter().copied(), end - fed.start)?;
        fed.start = end;
        Ok(taken.into())
    }

    fn read(&self, out: &mut [u8]) -> io::Result<usize> {
        let mut fed = self.state();
        let n = out.len().min(fed.rest().len());
        if n == 0 && !fed.ended && !out.is_empty() {
            return Err(fed.starve(READ_AHEAD));
        }
        out[..n].copy_from_slice(&fed.rest()[..n]);
        fed.start += n;
        if fed.rest().is_empty() {
            fed.bytes.clear();
            fed.start = 0;
        }
        Ok(n)
    }
}

/// An input that is read as it is wanted, and never held as a whole.
pub struct Stream {
    from: From,
    consumed: Consumed,
    /// What is taken of it at most.
    pub limits: Limits,
}

enum From {
    File(File),
    Memory(Cursor<Buffer<u8>>),
    Feed(Feed),
}

/// How much of an input was read.
#[derive(Clone, Default)]
pub struct Consumed {
    bytes: Arc<AtomicU64>,
    /// 0 where nobody knows.
    of: u64,
}

impl Consumed {
    /// How many bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// From 0 to 1.
    pub fn part(&self) -> Option<f64> {
        let bytes = self.bytes.load(Ordering::Relaxed);
        (self.of > 0).then(|| (bytes as f64 / self.of as f64).min(1.0))
    }
}

impl Stream {
    pub fn file(file: File) -> Result<Self> {
        let of = file.metadata()?.len();
        Ok(Self::new(From::File(file), of))
    }

    pub fn memory(bytes: Buffer<u8>) -> Self {
        let of = bytes.len() as u64;
        Self::new(From::Memory(Cursor::new(bytes)), of)
    }

    pub fn feed(feed: Feed) -> Self {
        Self::new(From::Feed(feed), 0)
    }

    fn new(from: From, of: u64) -> Self {
        let consumed = Consumed {
            of,
            ..Consumed::default()
        };
        Self {
            from,
            consumed,
            limits: Limits::default(),
        }
    }

    /// Whether it may be long until more comes.
    pub fn may_wait(&self) -> bool {
        matches!(self.from, From::Feed(_))
    }

    /// Takes only what is at hand from now on.
    pub fn begin_at_hand(&self) {
        if let From::Feed(feed) = &self.from {
            let mut fed = feed.state();
            if fed.at_hand == AtHand::No {
                fed.at_hand = AtHand::Asked;
            }
        }
    }

    /// Takes everything again. Says whether something was not at hand.
    pub fn end_at_hand(&self) -> bool {
        match &self.from {
            From::Feed(feed) => {
                let before = std::mem::take(&mut feed.state().at_hand);
                before == AtHand::Refused
            },
            _ => false,
        }
    }

    /// The next `length` bytes, or what is left at the end, and nothing beyond them: what follows may be
    /// somebody else's. One that has to wait for bytes loses none.
    pub fn take(&mut self, length: u64) -> io::Result<Buffer<u8>> {
        let taken = match &mut self.from {
            From::File(file) => {
                let mut bytes = Vec::new();
                memory::read_at_most(file, length, &mut bytes)?;
                bytes.into()
            },
            From::Memory(memory) => {
                let all = memory.get_ref();
                let start = (memory.position() as usize).min(all.len());
                let end = start.saturating_add(length as usize).min(all.len());
                let taken = all.clone().sliced(start..end);
                memory.set_position(end as u64);
                taken
            },
            From::Feed(feed) => feed.take(length as usize)?,
        };
        let read = taken.len() as u64;
        self.consumed.bytes.fetch_add(read, Ordering::Relaxed);
        Ok(taken)
    }

    /// Whether Java hands it in, so that bytes may be missing.
    pub fn is_fed(&self) -> bool {
        matches!(self.from, From::Feed(..))
    }

    /// Tells how much of it was read.
    pub fn consumed(&self) -> Consumed {
        self.consumed.clone()
    }
}

impl Read for Stream {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.from {
            From::File(file) => loop {
                match file.read(bytes) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {},
                    read => break read,
                }
            },
            From::Memory(memory) => memory.read(bytes),
            From::Feed(feed) => feed.read(bytes),
        }?;
        self.consumed
            .bytes
            .fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
