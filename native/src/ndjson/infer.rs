//! The types of NDJSON's columns: settled by the first rows, or by all in a pass of its own.

use polars::prelude::*;
use polars_core::runtime::RAYON;
use rayon::prelude::*;

use super::json::Json;
use super::kinds::Kinds;
use super::layout::{EOL, Layout};
use super::options::ReadOptions;
use super::rows::{NdjsonText, each_row};
use super::types::Keys;
use crate::jvm::Result;
use crate::schema::MAX_DEPTH;
use crate::text::{Begun, Block, Blocks, LONGEST_ROW};

/// The size of the pieces that are looked at side by side.
const LOOK: usize = 4 << 20;

/// What the beginning of an input says.
#[derive(Clone)]
pub struct Found {
    pub layout: Layout,
    pub keys: Keys,
}

/// Reads until the columns are known from the first rows, or, if all are to give them, only the layout.
pub fn look(blocks: &mut Blocks, options: &ReadOptions) -> Result<Found> {
    blocks.begin(|bytes, all| {
        let mark = usize::from(bytes.starts_with(b"\xef\xbb\xbf")) * 3;
        let Some((layout, start)) = Layout::of(&bytes[mark..], all) else {
            return Ok(None);
        };
        let start = mark + start;
        let keys = match options.infer_length {
            None => Keys::default(),
            Some(rows) => match first(layout, &bytes[start..], all, rows.get(), options) {
                Some(kinds) => settle(&kinds, options)?,
                None => return Ok(None),
            },
        };
        Ok(Some(Begun {
            found: Found { layout, keys },
            start,
            eol: EOL,
        }))
    })
}

/// What the first rows have; `None` if there is too little to see.
fn first(
    layout: Layout,
    bytes: &[u8],
    all: bool,
    wanted: usize,
    options: &ReadOptions,
) -> Option<Kinds> {
    let mut kinds = Kinds::default();
    let bounds = layout.bounds(match all {
        true => bytes,
        false => &bytes[..layout.cut(bytes).unwrap_or(0)],
    });
    let rows = bounds.len() - 1;
    let end = bounds[rows.min(wanted)];
    if rows < wanted && !all && bytes.len() - end < LONGEST_ROW {
        return None;
    }
    look_at(layout, &bytes[..end], &mut kinds, options);
    Some(kinds)
}

/// The rows that are no JSON are left to the parser, which says which they are.
fn look_at(layout: Layout, rows: &[u8], kinds: &mut Kinds, options: &ReadOptions) {
    let mut rest = rows;
    loop {
        let mut json = Json::new(rest, options.leniency);
        let mut row = 0;
        let seen = each_row(layout, &mut json, |json| {
            row = json.at;
            kinds.row(json)
        });
        let next = memchr::memchr(EOL, &rest[row..]);
        match (seen, layout, next) {
            (Err(_), Layout::Lines, Some(next)) => rest = &rest[row + next + 1..],
            _ => return,
        }
    }
}

/// The columns that all rows have.
pub fn settle_all(mut blocks: Blocks, options: &ReadOptions) -> Result<Keys> {
    let layout = look(&mut blocks, options)?.layout;
    let text = NdjsonText::new(layout, Keys::default(), options.clone());
    let look = |block: &Block| {
        let mut kinds = Kinds::default();
        look_at(layout, &block.bytes[1..], &mut kinds, options);
        kinds
    };
    let mut all = Kinds::default();
    loop {
        let mut some = Vec::new();
        while some.len() < RAYON.current_num_threads()
            && let Some(block) = blocks.next(&text, LOOK)?
        {
            some.push(block);
        }
        if some.is_empty() {
            return settle(&all, options);
        }
        let kinds: Vec<Kinds> = RAYON.install(|| some.par_iter().map(look).collect());
        kinds.into_iter().for_each(|kinds| all.merge(kinds));
    }
}

fn settle(kinds: &Kinds, options: &ReadOptions) -> Result<Keys> {
    if kinds.is_empty() {
        let message =
            format!("no row is a JSON object, as each is to be, of {MAX_DEPTH} levels at the most");
        return Err(PolarsError::ComputeError(message.into()).into());
    }
    Ok(kinds.found(options.ignore_errors))
}
