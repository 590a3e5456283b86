//! Reads the footer of an Arrow IPC file.

use polars::prelude::PolarsResult;

use super::super::invalid::{FEATHER_V1, PARQUET, invalid};
use crate::io::{Data, Limit, Limits};
use crate::memory;

/// A file's footer.
pub fn read_footer(data: &Data, limits: &Limits) -> PolarsResult<Vec<u8>> {
    let mut magic = [0; 6];
    let there = usize::try_from(data.len()).map_or(6, |length| length.min(6));
    data.read(0, &mut magic[..there])?;
    if magic != *b"ARROW1" {
        return Err(invalid(match &magic[..4] {
            b"FEA1" => FEATHER_V1,
            b"PAR1" => PARQUET,
            [0xff, 0xff, 0xff, 0xff] => {
                "it may be an Arrow IPC stream, which IpcStreamReader reads"
            },
            _ if data.len() == 0 => "it is empty",
            _ => "it does not begin with ARROW1",
        }));
    }
    let mut tail = [0; 10];
    if data.len() < 8 + 10 {
        return Err(invalid("it ends too early"));
    }
    let end = data.len() - 10;
    data.read(end, &mut tail)?;
    let length = i32::from_le_bytes(tail[..4].try_into().expect("4 bytes"));
    let start = u64::try_from(length)
        .ok()
        .and_then(|length| end.checked_sub(length));
    let Some(start) = start.filter(|_| tail[4..] == *b"ARROW1") else {
        return Err(invalid("it has no footer, as if it had been cut off"));
    };
    limits.hold(Limit::MetadataBytes, length as u64)?;
    let mut footer = memory::zeros(length as usize)?;
    data.read(start, &mut footer)?;
    Ok(footer)
}
