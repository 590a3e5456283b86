//! Rows of NDJSON whose types are settled, as frames.

use std::sync::atomic::{AtomicUsize, Ordering};

use polars::prelude::*;
use polars_core::runtime::RAYON;
use polars_core::utils::accumulate_dataframes_vertical;
use rayon::prelude::*;

use super::columns::Fields;
use super::fault::{Fault, What};
use super::json::Json;
use super::layout::{EOL, Ends, Layout};
use super::options::ReadOptions;
use super::scalars::Reading;
use super::types::Keys;
use crate::in_order::InOrder;
use crate::io::Limits;
use crate::jvm::Result;
use crate::text::{Missing, Rules, Text, room};

/// Blocks that are larger are parsed by several threads.
const LARGE_BLOCK: usize = 6 << 20;

/// Objects of known keys.
pub struct NdjsonText {
    pub layout: Layout,
    pub keys: Keys,
    pub options: ReadOptions,
    /// How many bytes a row has at least, by those that were parsed last; 0 while nothing is known.
    row_bytes: AtomicUsize,
    limits: Limits,
}

impl NdjsonText {
    pub fn new(layout: Layout, keys: Keys, options: ReadOptions, limits: Limits) -> Self {
        Self {
            layout,
            keys,
            options,
            row_bytes: AtomicUsize::new(0),
            limits,
        }
    }

    fn parse_piece(&self, before: u8, rows: &[u8]) -> PolarsResult<DataFrame> {
        let capacity = match self.row_bytes.load(Ordering::Relaxed) {
            0 => memchr::memchr_iter(EOL, rows).count() + 1,
            bytes => rows.len() / bytes + 1,
        };
        let capacity = room(capacity, self.keys.width(), rows.len());
        let mut fields = Fields::new(&self.keys, capacity);
        let mut reading = Reading {
            ignore_errors: self.options.ignore_errors,
            utf8: std::str::from_utf8(rows).is_ok(),
            rules: Rules::default(),
            scratch: Vec::new(),
            missing: Missing::of(rows, self.limits),
        };
        let leniency = self.options.leniency;
        let mut json = Json::new(rows, leniency);
        each_row(self.layout, before, &mut json, |json| match json.peek() {
            Some(b'{') => fields.read(json, &mut reading, 1),
            _ => {
                let value = json.skip(0)?;
                if reading.ignore_errors {
                    fields.push_null(&mut reading.missing);
                    return reading.missing.check().map_err(Fault::from);
                }
                Err(What::NoObject(String::from_utf8_lossy(value).into_owned()).into())
            },
        })
        .map_err(|fault| match self.layout {
            Layout::Lines => fault.in_lines().told(),
            _ => fault.told(),
        })?;
        if !reading.utf8 {
            return Err(Fault::from(What::NoUtf8).told()); // where nobody has looked
        }
        let height = fields.height;
        if height > 1000 {
            let bytes = rows.len() / height;
            self.row_bytes
                .store((bytes - bytes / 16).max(1), Ordering::Relaxed);
        }
        let columns = fields.finish()?.into_iter().map(Series::into_column);
        DataFrame::new(height, columns.collect())
    }
}

/// Comes to each row, before the first of which is the end of another, or of a line.
pub fn each_row<'a>(
    layout: Layout,
    before: u8,
    json: &mut Json<'a>,
    mut each: impl FnMut(&mut Json<'a>) -> std::result::Result<(), Fault>,
) -> std::result::Result<(), Fault> {
    let mut first = before == EOL;
    while let Some(byte) = json.peek() {
        if layout == Layout::Array {
            if byte == b']' {
                json.at += 1;
                return match json.peek() {
                    None => Ok(()),
                    Some(_) => Err(json.wanted("the end of the text")),
                };
            }
            if !first && !json.take(b',') {
                return Err(json.wanted("',' or ']'"));
            }
            if json.peek().is_none() {
                return Ok(()); // what follows may be in another block
            }
        }
        first = false;
        let lines = json.lines;
        each(json)?;
        if layout == Layout::Lines {
            if json.lines > lines {
                return Err(What::Lines.into());
            }
            if !json.ends_line() {
                return Err(json.wanted("the end of the line"));
            }
        }
    }
    Ok(())
}

/// Whole rows for each thread.
fn pieces(layout: Layout, rows: &[u8]) -> Vec<&[u8]> {
    let pieces = match layout {
        Layout::Lines if rows.len() > LARGE_BLOCK => RAYON.current_num_threads(),
        _ => 1,
    };
    let mut rest = rows;
    let pieces = (0..pieces).map(|i| {
        let wanted = rest.len() / (pieces - i);
        let end = memchr::memchr(EOL, &rest[wanted.min(rest.len())..]);
        let end = end.map_or(rest.len(), |end| wanted + end + 1);
        rest.split_off(..end).unwrap_or_default()
    });
    pieces.collect()
}

impl Text for NdjsonText {
    fn eol(&self) -> u8 {
        EOL
    }

    fn cut(&self, rows: &[u8]) -> Option<usize> {
        self.layout.cut(rows)
    }

    fn parse(&self, rows: &[u8]) -> Result<DataFrame> {
        let (before, rows) = rows.split_first().unwrap_or((&EOL, rows));
        let pieces = pieces(self.layout, rows);
        let mut frame = match pieces[..] {
            [piece] => self.parse_piece(*before, piece)?,
            _ => {
                let parse = |piece| self.parse_piece(EOL, piece);
                let frames: PolarsResult<Vec<DataFrame>> =
                    RAYON.install(|| pieces.into_par_iter().map(parse).in_order());
                accumulate_dataframes_vertical(frames?)?
            },
        };
        self.options.convert(&mut frame)?;
        Ok(frame)
    }

    fn check_end(&self, end: &[u8]) -> Result<()> {
        if self.layout == Layout::Array && !Ends::closes(end) {
            let message = "it is no JSON: the array that the rows are in has no end";
            return Err(PolarsError::ComputeError(message.into()).into());
        }
        Ok(())
    }

    fn bounds(&self, rows: &[u8]) -> Vec<usize> {
        self.layout.bounds(rows)
    }

    fn lead(&self, row: &[u8]) -> usize {
        self.layout.lead(row)
    }
}
