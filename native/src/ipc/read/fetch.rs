//! Reads and decompresses buffers in parallel, into few pieces of memory for each column.

use std::ptr;

use polars::prelude::*;
use polars_arrow::types::NativeType;
use polars_arrow_format::ipc::CompressionType;
use polars_buffer::Buffer;
use rayon::prelude::*;

use super::super::invalid::invalid;
use super::decompress::{Codecs, is_possible};
use super::numbers::values;
use super::plan::{ColumnPlan, Need, Piece, Role};
use super::slab::Slab;
use crate::in_order::InOrder;
use crate::io::{Data, Limit, Limits};
use crate::memory;

/// Larger buffers are read in several pieces, each by one thread.
const PIECE: usize = 4 << 20;

/// Buffers begin where the widest of registers can load.
const ALIGNMENT: usize = 64;

/// A column's buffers in one record batch; `None` for a validity that says nothing, and for what comes
/// late.
pub type Buffers = Vec<Option<Buffer<u8>>>;

/// What becomes of a piece.
enum Fetch {
    /// It lies in memory already.
    There(Buffer<u8>),
    /// `length` bytes at `offset` become `size`.
    Read {
        role: Role,
        offset: u64,
        length: usize,
        size: usize,
        codec: Option<(CompressionType, Whole)>,
    },
}

impl Fetch {
    fn size(&self) -> u64 {
        match self {
            Self::There(bytes) => bytes.len() as u64,
            Self::Read { size, .. } => *size as u64,
        }
    }
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
pub fn fetch(
    columns: &[Vec<(&Data, &ColumnPlan)>],
    limits: &Limits,
) -> PolarsResult<Vec<Vec<Buffers>>> {
    let little = hardly_wanted(columns);
    let fetches = columns.par_iter().map(|batches| {
        let batches = batches.iter();
        let batches = batches.map(|(data, plan)| {
            let pieces = plan.buffers.iter().map(|piece| match piece {
                Some(piece) if !matches!(piece.role, Role::Late) => {
                    resolve(data, piece, !little.contains(&address(data))).map(Some)
                },
                _ => Ok(None),
            });
            pieces.collect::<PolarsResult<Vec<_>>>()
        });
        batches.collect::<PolarsResult<Vec<_>>>()
    });
    let fetches: Vec<Vec<Vec<Option<Fetch>>>> = fetches.in_order()?;

    let all = fetches.iter().flatten().flatten().flatten();
    let bytes = all.map(Fetch::size).fold(0, u64::saturating_add);
    limits.hold(Limit::MemoryBytes, bytes)?;
    for fetch in fetches.iter().flatten().flatten().flatten() {
        if let Fetch::Read {
            length,
            size,
            codec: Some(_),
            ..
        } = fetch
        {
            limits.unpack(*length as u64, *size as u64)?;
        }
    }
    let slabs = fetches
        .iter()
        .map(|batches| Slabs::new(batches.iter().flatten().flatten()));
    let mut slabs: Vec<Slabs> = slabs.collect::<PolarsResult<_>>()?;

    let mut jobs = Vec::new();
    for ((slabs, fetches), batches) in slabs.iter_mut().zip(&fetches).zip(columns) {
        let mut rest = slabs.0.each_mut().map(Slab::as_mut::<u8>);
        for ((data, _), fetches) in batches.iter().zip(fetches) {
            for fetch in fetches.iter().flatten() {
                if let Fetch::Read { role, size, .. } = fetch {
                    let rest = &mut rest[*role as usize];
                    let (room, behind) = std::mem::take(rest).split_at_mut(room_for(*size));
                    *rest = behind;
                    push_jobs(&mut jobs, data, fetch, room);
                }
            }
        }
    }
    jobs.sort_unstable_by_key(|job| job.offset);
    jobs.into_par_iter()
        .map_init(Codecs::default, |codecs, job| run(codecs, job))
        .first_failure()?;

    let columns = slabs.into_iter().zip(fetches);
    let columns = columns.map(|(slabs, batches)| {
        let slabs = slabs.0.map(Slab::shared::<u8>);
        let mut starts = [0; Role::COUNT];
        let mut place = |fetch: Fetch| match fetch {
            Fetch::There(bytes) => bytes,
            Fetch::Read { role, size, .. } => {
                let start = starts[role as usize];
                starts[role as usize] += room_for(size);
                slabs[role as usize].clone().sliced(start..start + size)
            },
        };
        let mut batch = |fetches: Vec<Option<Fetch>>| {
            let fetches = fetches.into_iter();
            fetches.map(|fetch| fetch.map(&mut place)).collect()
        };
        batches.into_iter().map(&mut batch).collect()
    });
    Ok(columns.collect())
}

/// What lies in memory of which columns would keep less than half: they get copies, so that the rest goes.
fn hardly_wanted(columns: &[Vec<(&Data, &ColumnPlan)>]) -> PlHashSet<usize> {
    let mut kept = PlHashMap::<usize, (u64, u64)>::new();
    for (data, plan) in columns.iter().flatten() {
        if let Data::Memory(_) = data {
            let pieces = plan.buffers.iter().flatten();
            let pieces = pieces.filter(|piece| matches!(piece.role, Role::Kept | Role::Text));
            let bytes = pieces.map(|piece| match piece.need {
                Need::Bytes(size) => size.min(piece.length) as u64,
                Need::All => piece.length as u64,
            });
            kept.entry(address(data)).or_insert((data.len(), 0)).1 += bytes.sum::<u64>();
        }
    }
    let little = kept.into_iter().filter(|(_, (all, kept))| kept * 2 < *all);
    little.map(|(data, _)| data).collect()
}

fn address(data: &Data) -> usize {
    ptr::from_ref(data).addr()
}

/// A column's memory, by the roles of what lies there: what is let go of soon holds nothing else.
struct Slabs([Slab; Role::COUNT]);

impl Slabs {
    fn new<'a>(fetches: impl Iterator<Item = &'a Fetch>) -> PolarsResult<Self> {
        let mut sizes = [0usize; Role::COUNT];
        for fetch in fetches {
            if let Fetch::Read { role, size, .. } = fetch {
                let total = &mut sizes[*role as usize];
                *total = total.saturating_add(room_for(*size));
            }
        }
        let [kept, text, passing] = sizes.map(Slab::new);
        Ok(Self([kept?, text?, passing?]))
    }
}

/// Reads what comes late, one buffer after the other into the same memory.
#[derive(Default)]
pub struct Loader {
    codecs: Codecs,
    room: Vec<u128>,
}

impl Loader {
    /// The first `count` values of a buffer that has so many.
    pub fn with<T: NativeType, R>(
        &mut self,
        data: &Data,
        piece: &Piece,
        count: usize,
        big_endian: bool,
        then: impl FnOnce(&[T]) -> PolarsResult<R>,
    ) -> PolarsResult<R> {
        let (offset, length, size, codec) = match resolve(data, piece, true)? {
            Fetch::There(bytes) => return then(&values::<T>(bytes, count, big_endian)?),
            Fetch::Read {
                offset,
                length,
                size,
                codec,
                ..
            } => (offset, length, size, codec),
        };
        let needed = size.div_ceil(size_of::<u128>());
        let missing = needed.saturating_sub(self.room.len());
        memory::reserve(&mut self.room, missing)?;
        self.room.resize(self.room.len() + missing, 0);
        let out = &mut bytemuck::cast_slice_mut(&mut self.room)[..size];
        let job = Job {
            data,
            offset,
            length,
            codec,
            out,
        };
        run(&mut self.codecs, job)?;
        let bytes = &bytemuck::cast_slice::<u128, u8>(&self.room)[..size];
        match big_endian {
            true => {
                let bytes = memory::collect(bytes.iter().copied(), bytes.len())?;
                then(&values::<T>(bytes.into(), count, true)?)
            },
            false => then(&bytemuck::cast_slice(bytes)[..count]),
        }
    }
}

/// Finds out how long a buffer becomes, before memory for it is asked for. What lies in memory already is
/// taken from there if it may be.
fn resolve(data: &Data, piece: &Piece, may_share: bool) -> PolarsResult<Fetch> {
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
        Need::All if stored < usize::MAX / 4 => stored,
        Need::All => return Err(invalid(format!("a buffer of {stored} bytes"))),
        Need::Bytes(size) if size <= stored => size,
        Need::Bytes(size) => {
            return Err(invalid(format!(
                "a buffer of {stored} bytes where {size} are needed"
            )));
        },
    };
    if codec.is_none() {
        length = size;
        if let Some(bytes) = data.slice(offset, size).filter(|_| may_share) {
            return Ok(Fetch::There(bytes));
        }
    }
    Ok(Fetch::Read {
        role: piece.role,
        offset,
        length,
        size,
        codec: codec.map(|codec| (codec, size == stored)),
    })
}

fn room_for(size: usize) -> usize {
    size.next_multiple_of(ALIGNMENT)
}

fn push_jobs<'a>(jobs: &mut Vec<Job<'a>>, data: &'a Data, fetch: &Fetch, room: &'a mut [u8]) {
    let Fetch::Read {
        mut offset,
        length,
        size,
        codec,
        ..
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
    let missing = job.length.saturating_sub(scratch.len());
    memory::reserve(&mut scratch, missing)?;
    scratch.resize(job.length.max(scratch.len()), 0);
    let bytes = &mut scratch[..job.length];
    job.data.read(job.offset, bytes)?;
    codecs.decompress(codec, bytes, job.out, whole)?;
    codecs.scratch = scratch;
    Ok(())
}
