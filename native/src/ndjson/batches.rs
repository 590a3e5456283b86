//! `NdjsonReader.batches`: the types are settled by the first rows, or by all in a pass of its own.

use std::io::{BufRead, BufReader, Cursor};
use std::num::NonZeroUsize;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use jni::sys::jint;
use polars::prelude::*;
use polars_core::runtime::RAYON;
use polars_core::utils::accumulate_dataframes_vertical;
use polars_io::json::remove_bom;
use polars_io::ndjson::core::{is_json_line, parse_ndjson};
use polars_io::ndjson::infer_schema;
use polars_io::utils::overwrite_schema;
use rayon::prelude::*;

use super::reader::Options;
use crate::error::Result;
use crate::handle::BatchesHandle;
use crate::source::{JSource, Stream};
use crate::text::{self, Blocks, Text, TextBatches};
use crate::wire::{self, Reader};

const EOL: u8 = b'\n';

/// Smaller pieces are not worth a thread.
const LEAST_PIECE: usize = 16 << 10;

native! {
    "io.github.polars4j.NdjsonReader",
    extern fn open_batches(
        options: jbyte[],
        path: JString,
        name: JString,
        source: JSource,
        rows: jint,
    ) -> BatchesHandle
}

fn open_batches(
    env: &mut Env<'_>,
    _: JObject<'_>,
    options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    source: JSource<'_>,
    rows: jint,
) -> Result<BatchesHandle> {
    let options = Options::decode(&mut Reader::new(&wire::bytes(env, &options)?))?;
    let twice = options.infer_length.is_none();
    text::open(env, &path, &name, &source, twice, |stream, first| {
        open(stream, first, options, rows as usize)
    })
}

fn open(
    stream: Stream,
    twice: Option<Stream>,
    options: Options,
    rows: usize,
) -> Result<TextBatches<NdjsonText>> {
    let settled = twice.map(infer_all).transpose()?;
    let consumed = stream.consumed();
    let mut blocks = Blocks::plain(stream);
    let wanted = options.infer_length.filter(|_| settled.is_none());
    let inferred = blocks.look(EOL, |bytes, all| infer(bytes, all, wanted))?;
    let mut schema = settled.unwrap_or(inferred);
    if let Some(overrides) = options.parsed_overrides()? {
        overwrite_schema(&mut schema, &overrides)?;
    }
    let n_rows = options.n_rows;
    let text = NdjsonText { schema, options };
    TextBatches::new(text, blocks, consumed, rows, n_rows, None)
}

/// The schema that the first rows have, and where they begin; `None` if there is too little to see.
fn infer(bytes: &[u8], all: bool, wanted: Option<NonZeroUsize>) -> Result<Option<(Schema, usize)>> {
    let rows = remove_bom(bytes)?;
    let start = bytes.len() - rows.len();
    let Some(wanted) = wanted else {
        return Ok(Some((Schema::default(), start))); // the types are known
    };
    let whole = match all {
        true => rows,
        false => &rows[..memchr::memrchr(EOL, rows).unwrap_or(0)],
    };
    let lines = whole.split(|byte| *byte == EOL).filter(|l| is_json_line(l));
    if !all && lines.take(wanted.get()).count() < wanted.get() {
        return Ok(None);
    }
    let schema = infer_schema(&mut Cursor::new(whole), Some(wanted))?;
    Ok(Some((schema, start)))
}

fn infer_all(stream: Stream) -> Result<Schema> {
    let mut reader = BufReader::with_capacity(1 << 20, stream);
    let head = reader.fill_buf()?;
    let mark = head.len() - remove_bom(head)?.len();
    reader.consume(mark);
    Ok(infer_schema(&mut reader, None)?)
}

/// Objects of a known schema.
struct NdjsonText {
    options: Options,
    schema: Schema,
}

impl Text for NdjsonText {
    fn eol(&self) -> u8 {
        EOL
    }

    fn cut(&self, rows: &[u8]) -> Option<usize> {
        memchr::memrchr(EOL, rows).map(|end| end + 1)
    }

    fn parse(&self, rows: &[u8]) -> Result<DataFrame> {
        let pieces = (4 * RAYON.current_num_threads()).min(rows.len() / LEAST_PIECE);
        let mut rest = rows;
        let pieces = (0..=pieces).map(|i| {
            let wanted = rest.len() / (pieces + 1 - i);
            let end = memchr::memchr(EOL, &rest[wanted..]);
            let end = end.map_or(rest.len(), |end| wanted + end + 1);
            rest.split_off(..end).unwrap_or_default()
        });
        let pieces: Vec<&[u8]> = pieces.collect();
        let frames: PolarsResult<Vec<DataFrame>> = RAYON.install(|| {
            pieces
                .into_par_iter()
                .map(|piece| parse_ndjson(piece, None, &self.schema, self.options.ignore_errors))
                .collect()
        });
        self.options.cast(accumulate_dataframes_vertical(frames?)?)
    }

    fn bounds(&self, rows: &[u8]) -> Vec<usize> {
        rows.split(|byte| *byte == EOL)
            .filter(|line| is_json_line(line))
            .map(|line| line.as_ptr() as usize - rows.as_ptr() as usize)
            .chain([rows.len()])
            .collect()
    }
}
