//! Buffers read and decompressed side by side, into one piece of memory for each column.

use bytemuck::allocation::try_zeroed_slice_box;
use polars::prelude::*;
use polars_arrow_format::ipc::CompressionType;
use polars_buffer::Buffer;
use rayon::prelude::*;

use super::super::layout::invalid;
use super::data::Data;
use super::decompress::{Codecs, is_possible};
use super::plan::{ColumnPlan, Need, Piece};
use crate::memory;

/// Larger buffers are read in several pieces, each by one thread.
const PIECE: usize = 4 << 20;

/// Buffers begin where the widest of registers can load.
const ALIGNMENT: usize = 64;

/// A column's buffers in one record batch, `None` for a validity that says nothing.
pub type Buffers = Vec<Option<Buffer<u8>>>;

/// What becomes of a piece.
enum Fetch {
    /// It lies in memory already.
    There(Buffer<u8>),
    /// `length` bytes at `offset` become `size`.
    Read {
        offset: u64,
        length: usize,
        size: usize,
        codec: Option<(CompressionType, Whole)>,
    },
}

type Whole = bool;

struct Job<'a> {
    data: &'a Data,
    offset: u64,
    length: usize,
    codec: Option<(CompressionType, Whole)>,
    out: &'a mut [u8],
}

/// Fetches each column's buffers, of each record batch.
pub fn fetch(columns: &[Vec<(&Data, &ColumnPlan)>]) -> PolarsResult<Vec<Vec<Buffers>>> {
    let fetches = columns.par_iter().map(|batches| {
        let batches = batches.iter();
        let batches = batches.map(|(data, plan)| {
            let pieces = plan.buffers.iter();
            let pieces =
                pieces.map(|piece| piece.as_ref().map(|piece| resolve(data, piece)).transpose());
            pieces.collect::<PolarsResult<Vec<_>>>()
        });
        batches.collect::<PolarsResult<Vec<_>>>()
    });
    let fetches: Vec<Vec<Vec<Option<Fetch>>>> = fetches.collect::<PolarsResult<_>>()?;

    let slabs = fetches
        .iter()
        .map(|batches| slab(batches.iter().flatten().flatten()));
    let mut slabs: Vec<Box<[u128]>> = slabs.collect::<PolarsResult<_>>()?;

    let mut jobs = Vec::new();
    for ((slab, fetches), batches) in slabs.iter_mut().zip(&fetches).zip(columns) {
        let mut rest: &mut [u8] = bytemuck::cast_slice_mut(slab);
        for ((data, _), fetches) in batches.iter().zip(fetches) {
            for fetch in fetches.iter().flatten() {
                let room;
                (room, rest) = rest.split_at_mut(room_for(fetch));
                push_jobs(&mut jobs, data, fetch, room);
            }
        }
    }
    jobs.sort_unstable_by_key(|job| job.offset);
    jobs.into_par_iter()
        .try_for_each_init(Codecs::default, |codecs, job| run(codecs, job))?;

    let columns = slabs.into_iter().zip(fetches);
    let columns = columns.map(|(slab, batches)| {
        let slab = Buffer::from_vec(slab.into_vec()).try_transmute::<u8>();
        let slab = slab.unwrap_or_else(|_| unreachable!("bytes need no alignment"));
        let mut start = 0;
        let mut place = |fetch: Fetch| {
            let room = room_for(&fetch);
            start += room;
            match fetch {
                Fetch::There(bytes) => bytes,
                Fetch::Read { size, .. } => slab.clone().sliced(start - room..start - room + size),
            }
        };
        let batches = batches.into_iter();
        batches
            .map(|fetches| {
                fetches
                    .into_iter()
                    .map(|fetch| fetch.map(&mut place))
                    .collect()
            })
            .collect()
    });
    Ok(columns.collect())
}

/// Finds out how long a buffer becomes, before memory for it is asked for.
fn resolve(data: &Data, piece: &Piece) -> PolarsResult<Fetch> {
    let (mut offset, mut length) = (piece.offset, piece.length);
    let mut codec = piece.codec.filter(|_| length > 0);
    let mut stored = length;
    if let Some(compression) = codec {
        if length < 8 {
            return Err(invalid(format!("a compressed buffer of {length} bytes")));
        }
        let mut prefix = [0; 8];
        data.read(offset, &mut prefix)?;
        (offset, length) = (offset + 8, length - 8);
        match i64::from_le_bytes(prefix) {
            -1 => (codec, stored) = (None, length), // kept as it is
            claimed => {
                let possible = usize::try_from(claimed).ok();
                let possible =
                    possible.filter(|claimed| is_possible(compression, length, *claimed));
                stored = possible.ok_or_else(|| {
                    let message =
                        format!("a buffer of {length} bytes claims to hold {claimed} compressed");
                    invalid(message)
                })?;
            },
        }
    }
    let size = match piece.need {
        Need::All => stored,
        Need::Bytes(size) if size <= stored => size,
        Need::Bytes(size) => {
            return Err(invalid(format!(
                "a buffer of {stored} bytes where {size} are needed"
            )));
        },
    };
    if codec.is_none() {
        length = size;
        if let Some(bytes) = data.slice(offset, size) {
            return Ok(Fetch::There(bytes));
        }
    }
    Ok(Fetch::Read {
        offset,
        length,
        size,
        codec: codec.map(|codec| (codec, size == stored)),
    })
}

fn room_for(fetch: &Fetch) -> usize {
    match fetch {
        Fetch::There(_) => 0,
        Fetch::Read { size, .. } => size.next_multiple_of(ALIGNMENT),
    }
}

fn slab<'a>(fetches: impl Iterator<Item = &'a Fetch>) -> PolarsResult<Box<[u128]>> {
    let size = fetches
        .map(room_for)
        .try_fold(0usize, |size, room| size.checked_add(room));
    let length = size.map(|size| size / size_of::<u128>());
    let slab = length.and_then(|length| try_zeroed_slice_box(length).ok());
    let slab = slab.ok_or_else(|| {
        let size = size.unwrap_or(usize::MAX);
        invalid(format!(
            "a column takes {size} bytes, for which there is no memory"
        ))
    })?;
    memory::advise(slab.as_ptr(), slab.len());
    Ok(slab)
}

fn push_jobs<'a>(jobs: &mut Vec<Job<'a>>, data: &'a Data, fetch: &Fetch, room: &'a mut [u8]) {
    let Fetch::Read {
        mut offset,
        length,
        size,
        codec,
    } = *fetch
    else {
        return;
    };
    let out = &mut room[..size];
    if codec.is_some() {
        if size > 0 {
            jobs.push(Job {
                data,
                offset,
                length,
                codec,
                out,
            });
        }
        return;
    }
    for out in out.chunks_mut(PIECE) {
        let length = out.len();
        jobs.push(Job {
            data,
            offset,
            length,
            codec,
            out,
        });
        offset += length as u64;
    }
}

fn run(codecs: &mut Codecs, job: Job<'_>) -> PolarsResult<()> {
    let Some((codec, whole)) = job.codec else {
        return Ok(job.data.read(job.offset, job.out)?);
    };
    if let Some(bytes) = job.data.slice(job.offset, job.length) {
        return codecs.decompress(codec, &bytes, job.out, whole);
    }
    let mut scratch = std::mem::take(&mut codecs.scratch);
    scratch.resize(job.length.max(scratch.len()), 0);
    let bytes = &mut scratch[..job.length];
    job.data.read(job.offset, bytes)?;
    codecs.decompress(codec, bytes, job.out, whole)?;
    codecs.scratch = scratch;
    Ok(())
}
