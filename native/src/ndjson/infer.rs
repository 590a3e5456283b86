//! The types of NDJSON's columns: settled by the first rows, or by all in a pass of its own.

use polars::prelude::*;
use polars_buffer::Buffer;
use polars_core::runtime::RAYON;
use rayon::prelude::*;

use super::json::Json;
use super::kinds::Kinds;
use super::layout::{EOL, Layout};
use super::options::ReadOptions;
use super::rows::{NdjsonText, each_row};
use super::types::Keys;
use crate::io::Limits;
use crate::jvm::Result;
use crate::text::{Begun, Block, Blocks, LONGEST_ROW, Text, check_encoding, lines, locate};

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
        check_encoding(bytes, "be UTF-8")?;
        let mark = usize::from(bytes.starts_with(b"\xef\xbb\xbf")) * 3;
        let Some((layout, start)) = Layout::of(&bytes[mark..], all) else {
            return Ok(None);
        };
        let start = mark + start;
        let keys = match options.infer_length {
            None => Keys::default(),
            Some(rows) => match first(layout, &bytes[start..], all, rows.get(), options) {
                Some((kinds, end)) => {
                    let rows = || Block {
                        bytes: Buffer::from_vec([&[EOL], &bytes[start..start + end]].concat()),
                        line: 1 + lines(EOL, &bytes[..start]),
                    };
                    settle(&kinds, layout, rows, options)?
                },
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

/// What the first rows have, and where these end; `None` if there is too little to see.
fn first(
    layout: Layout,
    bytes: &[u8],
    all: bool,
    wanted: usize,
    options: &ReadOptions,
) -> Option<(Kinds, usize)> {
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
    look_at(layout, EOL, &bytes[..end], &mut kinds, options);
    Some((kinds, end))
}

/// The rows that are no JSON are left to the parser, which says which they are.
fn look_at(layout: Layout, before: u8, rows: &[u8], kinds: &mut Kinds, options: &ReadOptions) {
    let mut rest = rows;
    loop {
        let mut json = Json::new(rest, options.leniency);
        let mut row = 0;
        let seen = each_row(layout, before, &mut json, |json| {
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
    let text = NdjsonText::new(layout, Keys::default(), options.clone(), blocks.limits());
    let look = |block: &Block| {
        let mut kinds = Kinds::default();
        let (before, rows) = (block.bytes[0], &block.bytes[1..]);
        look_at(layout, before, rows, &mut kinds, options);
        kinds
    };
    let mut all = Kinds::default();
    let mut begin = None;
    loop {
        let mut some = Vec::new();
        while some.len() < RAYON.current_num_threads()
            && let Some(block) = blocks.next(&text, LOOK)?
        {
            some.push(block);
        }
        if some.is_empty() {
            let none = || Block {
                bytes: Buffer::from_vec(vec![EOL]),
                line: 1,
            };
            return settle(&all, layout, || begin.unwrap_or_else(none), options);
        }
        let kinds: Vec<Kinds> = RAYON.install(|| some.par_iter().map(look).collect());
        kinds.into_iter().for_each(|kinds| all.merge(kinds));
        begin = begin.or_else(|| some.into_iter().next());
    }
}

/// The columns of what was seen; without an object those that the user gives. `begin` is of the first rows.
fn settle(
    kinds: &Kinds,
    layout: Layout,
    begin: impl FnOnce() -> Block,
    options: &ReadOptions,
) -> Result<Keys> {
    if !kinds.is_empty() {
        return Ok(kinds.found(options.ignore_errors));
    }
    let given = options.given_keys();
    if !given.fields.is_empty() {
        return Ok(given);
    }
    let mut strict = options.clone();
    strict.ignore_errors = false;
    let (text, begin) = (
        NdjsonText::new(layout, given, strict, Limits::default()),
        begin(),
    );
    text.parse(&begin.bytes)
        .map_err(|error| locate(&text, &begin, error))?;
    let message =
        "no row is a JSON object, which would give the columns: withSchemaOverrides gives them";
    Err(PolarsError::ComputeError(message.into()).into())
}
