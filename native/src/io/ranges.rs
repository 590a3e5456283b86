//! An input that Java reads at any place: what of it was asked for, and what has come.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use polars_buffer::Buffer;

use crate::jvm::Result;
use crate::memory;

/// Ranges with a smaller gap between them are read as one.
const GAP: u64 = 8 << 10;

/// For how many bytes memory is asked for before they have come.
const TRUSTED: usize = 16 << 20;

/// What Java reads of an input of known length. Who needs what is not there gets [`io::ErrorKind::WouldBlock`], and
/// is called again when it has come.
#[derive(Clone)]
pub struct Ranges(Arc<Mutex<State>>);

struct State {
    length: u64,
    /// What has come, by where it begins.
    there: BTreeMap<u64, Buffer<u8>>,
    /// What is to come: where it begins and ends.
    wanted: VecDeque<(u64, u64)>,
    /// The beginning of the first of them.
    begun: Vec<u8>,
}

impl State {
    fn find(&self, offset: u64, length: u64) -> Option<Buffer<u8>> {
        let before = self.there.range(..=offset).rev();
        before.into_iter().find_map(|(start, bytes)| {
            let from = usize::try_from(offset - start).ok()?;
            let end = from.checked_add(usize::try_from(length).ok()?)?;
            (end <= bytes.len()).then(|| bytes.clone().sliced(from..end))
        })
    }
}

impl Ranges {
    pub fn new(length: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            length,
            there: BTreeMap::new(),
            wanted: VecDeque::new(),
            begun: Vec::new(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn len(&self) -> u64 {
        self.state().length
    }

    /// What lies there, if it has come.
    pub fn find(&self, offset: u64, length: usize) -> Option<Buffer<u8>> {
        self.state().find(offset, length as u64)
    }

    /// What lies there; asks for it, and a little more, if it has not come.
    pub fn get(&self, offset: u64, length: usize) -> io::Result<Buffer<u8>> {
        let end = offset.checked_add(length as u64);
        let end = end.filter(|end| *end <= self.len());
        let end = end.ok_or(io::ErrorKind::UnexpectedEof)?;
        if let Some(found) = self.find(offset, length) {
            return Ok(found);
        }
        let more = end.max(offset.saturating_add(GAP)).min(self.len());
        self.want([(offset, more - offset)].into_iter())?;
        self.find(offset, length)
            .ok_or_else(|| io::ErrorKind::WouldBlock.into())
    }

    /// The pieces, one behind the other; what has come moves there.
    pub fn gather(&self, pieces: &Pieces) -> Result<Buffer<u8>> {
        let mut state = self.state();
        if let [(start, end, _)] = pieces.0[..]
            && let Some(whole) = state.find(start, end - start)
        {
            state.there.clear();
            return Ok(whole);
        }
        let length = pieces
            .0
            .last()
            .map_or(0, |(start, end, at)| at + (end - start));
        let length = usize::try_from(length).map_err(|_| memory::lack(usize::MAX))?;
        let mut gathered = memory::zeros(length)?;
        for (first, bytes) in std::mem::take(&mut state.there) {
            let last = first + bytes.len() as u64;
            let passed = pieces.0.partition_point(|(_, end, _)| *end <= first);
            let pieces = pieces.0[passed..].iter();
            for (start, end, at) in pieces.take_while(|(start, ..)| *start < last) {
                let (from, to) = (first.max(*start), last.min(*end));
                let part = &bytes[(from - first) as usize..(to - first) as usize];
                let at = (at + (from - start)) as usize;
                gathered[at..at + part.len()].copy_from_slice(part);
            }
        }
        Ok(gathered.into())
    }

    /// All of it, once it has come.
    pub fn all(&self) -> io::Result<Buffer<u8>> {
        let length = usize::try_from(self.len()).map_err(|_| io::ErrorKind::OutOfMemory)?;
        match length {
            0 => Ok(Buffer::default()),
            _ => self.get(0, length),
        }
    }

    /// Sees to it that all of these are there: asks for those that are not, neighbours at once.
    pub fn want(&self, ranges: impl Iterator<Item = (u64, u64)>) -> io::Result<()> {
        let mut state = self.state();
        let mut missing: Vec<(u64, u64)> = ranges
            .filter(|(offset, length)| *length > 0 && state.find(*offset, *length).is_none())
            .map(|(offset, length)| (offset, offset.saturating_add(length).min(state.length)))
            .filter(|(start, end)| start < end)
            .collect();
        missing.sort_unstable();
        state.wanted.clear();
        state.begun = Vec::new();
        for (start, end) in missing {
            match state.wanted.back_mut() {
                Some((_, last)) if start <= last.saturating_add(GAP) => *last = end.max(*last),
                _ => state.wanted.push_back((start, end)),
            }
        }
        match state.wanted.is_empty() {
            true => Ok(()),
            false => Err(io::ErrorKind::WouldBlock.into()),
        }
    }

    /// Lets go of all but these.
    pub fn keep(&self, ranges: &[(u64, u64)]) {
        let mut state = self.state();
        state.there.retain(|start, bytes| {
            let end = start.saturating_add(bytes.len() as u64);
            ranges
                .iter()
                .any(|(offset, length)| *start < offset.saturating_add(*length) && *offset < end)
        });
    }

    /// Where the next bytes lie that are to come, and how many.
    pub fn missing(&self) -> Option<(u64, u64)> {
        let state = self.state();
        let (start, end) = state.wanted.front()?;
        let next = start + state.begun.len() as u64;
        Some((next, end - next))
    }

    /// Takes `n` more of the bytes that are to come, which `fill` writes to where they belong.
    pub fn add(&self, n: usize, fill: impl FnOnce(&mut [u8]) -> Result<()>) -> Result<()> {
        let mut guard = self.state();
        let state = &mut *guard;
        let Some((start, end)) = state.wanted.front().copied() else {
            return Ok(());
        };
        let begun = state.begun.len();
        let left = usize::try_from(end - start).unwrap_or(usize::MAX) - begun;
        if begun == 0 {
            memory::reserve(&mut state.begun, left.min(TRUSTED))?;
        }
        memory::reserve(&mut state.begun, n)?;
        state.begun.resize(begun + n, 0);
        fill(&mut state.begun[begun..])?;
        if n >= left {
            state.wanted.pop_front();
            let bytes = std::mem::take(&mut state.begun);
            state.there.retain(|other, there| {
                *other < start || other.saturating_add(there.len() as u64) > end
            });
            state.there.insert(start, bytes.into());
        }
        Ok(())
    }
}

/// Pieces of an input to be put one behind the other: where each begins and ends, and where it is put.
pub struct Pieces(Vec<(u64, u64, u64)>);

impl Pieces {
    /// Of these places, with their lengths; what they share is put there once.
    pub fn new(mut places: Vec<(u64, u64)>) -> Self {
        places.retain(|(_, length)| *length > 0);
        places.sort_unstable();
        let mut pieces: Vec<(u64, u64, u64)> = Vec::new();
        for (start, length) in places {
            let end = start.saturating_add(length);
            match pieces.last_mut() {
                Some((_, last, _)) if start <= *last => *last = end.max(*last),
                Some((first, last, at)) => {
                    let at = *at + (*last - *first);
                    pieces.push((start, end, at));
                },
                None => pieces.push((start, end, 0)),
            }
        }
        Self(pieces)
    }

    /// Where a place was put.
    pub fn find(&self, start: u64, length: u64) -> Option<u64> {
        let passed = self.0.partition_point(|(_, end, _)| *end <= start);
        let (first, last, at) = self.0.get(passed)?;
        let end = start.checked_add(length)?;
        (*first <= start && end <= *last).then(|| at + (start - first))
    }
}

/// How much a reader that reads on asks for.
const READ_ON: u64 = 64 << 10;

/// Ranges as a reader that seeks.
pub struct Seeking {
    ranges: Ranges,
    position: u64,
}

impl Seeking {
    pub fn new(ranges: Ranges) -> Self {
        let position = 0;
        Self { ranges, position }
    }
}

impl Read for Seeking {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.ranges.len().saturating_sub(self.position);
        let n = usize::try_from(left).map_or(out.len(), |left| left.min(out.len()));
        if n == 0 {
            return Ok(0);
        }
        if self.ranges.find(self.position, n).is_none() {
            let more = left.min(READ_ON.max(n as u64));
            self.ranges.want([(self.position, more)].into_iter())?;
        }
        out[..n].copy_from_slice(&self.ranges.get(self.position, n)?);
        self.position += n as u64;
        Ok(n)
    }
}

impl Seek for Seeking {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(offset) => self.ranges.len().checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn come(ranges: &Ranges) {
        while let Some((start, length)) = ranges.missing() {
            let fill = |out: &mut [u8]| {
                out.iter_mut()
                    .zip(start..)
                    .for_each(|(byte, place)| *byte = place as u8);
                Ok(())
            };
            assert!(ranges.add(length as usize, fill).is_ok());
        }
    }

    fn gathered(length: u64, places: &[(u64, u64)]) -> (Pieces, Vec<u8>) {
        let ranges = Ranges::new(length);
        let _ = ranges.want(places.iter().copied());
        come(&ranges);
        let pieces = Pieces::new(places.to_vec());
        let bytes = ranges.gather(&pieces).map(|bytes| bytes.to_vec());
        (pieces, bytes.unwrap_or_else(|_| panic!("gathered")))
    }

    #[test]
    fn pieces_lie_one_behind_the_other() {
        let far = 1 << 40;
        let (pieces, bytes) =
            gathered(far + 100, &[(far + 7, 3), (4, 2), (5, 3), (20, 0), (30, 1)]);
        assert_eq!(bytes, [4, 5, 6, 7, 30, 7, 8, 9]);
        assert_eq!(pieces.find(4, 2), Some(0));
        assert_eq!(pieces.find(5, 3), Some(1));
        assert_eq!(pieces.find(30, 1), Some(4));
        assert_eq!(pieces.find(far + 7, 3), Some(5));
        assert_eq!(pieces.find(far + 7, 4), None);
        assert_eq!(pieces.find(8, 1), None);
        let (_, bytes) = gathered(100, &[(40, 3)]);
        assert_eq!(bytes, [40, 41, 42]);
        assert!(gathered(100, &[]).1.is_empty());
    }
}
