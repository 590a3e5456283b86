//! Rows of NDJSON whose types are settled, as frames.

use polars::prelude::*;
use polars_core::runtime::RAYON;
use polars_core::utils::accumulate_dataframes_vertical;
use polars_io::ndjson::core::{is_json_line, parse_ndjson};
use rayon::prelude::*;

use super::depth::check_depth;
use super::keys::Keys;
use super::options::ReadOptions;
use crate::jvm::Result;
use crate::text::Text;

/// What ends a row.
pub const EOL: u8 = b'\n';

/// Smaller pieces are not worth a thread.
const LEAST_PIECE: usize = 16 << 10;

pub fn lines(rows: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    rows.split(|byte| *byte == EOL).filter(|l| is_json_line(l))
}

/// Whole rows for each thread.
pub fn pieces(rows: &[u8]) -> Vec<&[u8]> {
    let pieces = (4 * RAYON.current_num_threads()).min(rows.len() / LEAST_PIECE);
    let mut rest = rows;
    let pieces = (0..=pieces).map(|i| {
        let wanted = rest.len() / (pieces + 1 - i);
        let end = memchr::memchr(EOL, &rest[wanted..]);
        let end = end.map_or(rest.len(), |end| wanted + end + 1);
        rest.split_off(..end).unwrap_or_default()
    });
    pieces.collect()
}

/// Objects of a known schema.
pub struct NdjsonText {
    pub options: ReadOptions,
    pub schema: Schema,
    /// Those that rows may have, unless the user gives them all.
    pub keys: Option<Keys>,
}

impl Text for NdjsonText {
    fn eol(&self) -> u8 {
        EOL
    }

    fn cut(&self, rows: &[u8]) -> Option<usize> {
        memchr::memrchr(EOL, rows).map(|end| end + 1)
    }

    fn parse(&self, rows: &[u8]) -> Result<DataFrame> {
        let parse = |piece| {
            check_depth(piece)?;
            let frame = parse_ndjson(piece, None, &self.schema, self.options.ignore_errors)?;
            if let Some(keys) = &self.keys {
                keys.check(piece)?;
            }
            Ok(frame)
        };
        let frames: PolarsResult<Vec<DataFrame>> =
            RAYON.install(|| pieces(rows).into_par_iter().map(parse).collect());
        self.options.cast(accumulate_dataframes_vertical(frames?)?)
    }

    fn bounds(&self, rows: &[u8]) -> Vec<usize> {
        lines(rows)
            .map(|line| line.as_ptr() as usize - rows.as_ptr() as usize)
            .chain([rows.len()])
            .collect()
    }
}
