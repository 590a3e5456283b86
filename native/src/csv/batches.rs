//! `CsvReader.batches`: the types are settled by the first rows, or by all in a pass of its own.

use std::borrow::Cow;
use std::io::Cursor;
use std::sync::Arc;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use jni::sys::jint;
use polars::prelude::*;
use polars_buffer::Buffer;
use polars_io::csv::read::_csv_read_internal::{CountLines, SplitLines, is_comment_line};
use polars_io::csv::read::read_until_start_and_infer_schema_from_compressed_reader;
use polars_io::csv::read::schema_inference::finish_infer_field_schema;
use polars_io::utils::compression::CompressedReader;
use polars_utils::aliases::PlIndexSet;

use super::reader::{columns, exact, read_options};
use crate::error::Result;
use crate::handle::BatchesHandle;
use crate::source::{JSource, Stream, check_distinct, check_names};
use crate::text::{self, Blocks, Text, TextBatches};
use crate::wire::{self, Reader};

/// The size of the pieces that are looked at one after the other to find the types of all rows.
const LOOK: usize = 4 << 20;

native! {
    "io.github.polars4j.CsvReader",
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
    let (options, given) = read_options(&mut Reader::new(&wire::bytes(env, &options)?))?;
    let twice = options.infer_schema_length.is_none();
    text::open(env, &path, &name, &source, twice, |stream, first| {
        open(stream, first, options, given, rows as usize)
    })
}

pub fn open(
    stream: Stream,
    twice: Option<Stream>,
    options: CsvReadOptions,
    given: Schema,
    rows: usize,
) -> Result<TextBatches<CsvText>> {
    check_distinct(columns(&options))?;
    let eol = options.parse_options.eol_char;
    let consumed = stream.consumed();
    let mut blocks = Blocks::unpacked(stream)?;
    let settled = twice.map(|twice| infer_all(twice, &options)).transpose()?;
    let mut head = options.clone();
    if settled.is_some() {
        head.infer_schema_length = Some(1);
    }
    let inferred = blocks.look(eol, |bytes, all| infer_head(&head, bytes, all))?;
    let schema = settled.unwrap_or(inferred);

    let names = || schema.iter_names();
    check_names(names(), columns(&options), options.row_index.as_ref())?;
    if let Some(overrides) = options
        .schema_overwrite
        .as_ref()
        .filter(|_| options.columns.is_none())
    {
        check_names(
            names(),
            overrides.iter_names().map(PlSmallStr::as_str),
            None,
        )
        .map_err(|error| error.context("the schema overrides name it"))?;
    }
    let (n_rows, row_index) = (options.n_rows, options.row_index.clone());
    let text = CsvText {
        given,
        ..CsvText::new(&options, schema)
    };
    TextBatches::new(text, blocks, consumed, rows, n_rows, row_index)
}

/// Refuses a beginning that polars would take for other text than it is.
pub fn check_head(stream: Stream, options: &CsvReadOptions) -> Result<()> {
    let one_row = options.clone().with_infer_schema_length(Some(1));
    let eol = options.parse_options.eol_char;
    let mut blocks = Blocks::unpacked(stream)?;
    blocks.look(eol, |bytes, all| infer_head(&one_row, bytes, all))?;
    Ok(())
}

/// As [`infer`], where nothing was read before.
fn infer_head(
    options: &CsvReadOptions,
    bytes: &Buffer<u8>,
    all: bool,
) -> Result<Option<(Schema, usize)>> {
    let refuse = |message: String| Err(PolarsError::ComputeError(message.into()).into());
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return refuse("it begins with the byte order mark of UTF-16: text must be UTF-8".into());
    }
    let found = infer(options, bytes, all)?;
    if let Some((schema, start)) = &found
        && options.has_header
        && options.parse_options.encoding == CsvEncoding::Utf8
    {
        // polars replaces what is no UTF-8, unless that is what stands there
        let replaced = |name: &&PlSmallStr| {
            let name = name.split("_duplicated_").next().unwrap_or_default();
            name.contains('\u{fffd}')
                && memchr::memmem::find(&bytes[..*start], name.as_bytes()).is_none()
        };
        if let Some(name) = schema.iter_names().find(replaced) {
            return refuse(format!(
                "invalid utf-8 sequence in the header: column '{name}' (withLossyUtf8 replaces it)"
            ));
        }
    }
    Ok(found)
}

/// The schema that the first rows have, and where they begin; `None` if there is too little to see.
fn infer(
    options: &CsvReadOptions,
    bytes: &Buffer<u8>,
    all: bool,
) -> Result<Option<(Schema, usize)>> {
    let mut reader = CompressedReader::Uncompressed {
        slice: bytes.clone(),
        offset: 0,
    };
    let inferred =
        read_until_start_and_infer_schema_from_compressed_reader(options, None, None, &mut reader);
    let (schema, rows) = match inferred {
        Err(PolarsError::NoData(_)) if !all => return Ok(None),
        inferred => inferred?,
    };
    let CompressedReader::Uncompressed { offset, .. } = reader else {
        unreachable!("made above");
    };
    let start = offset - rows.len();
    if !all {
        let parse = &options.parse_options;
        let comment = parse.comment_prefix.as_ref();
        let wanted = options.infer_schema_length.unwrap_or(usize::MAX).max(1);
        let lines = SplitLines::new(&bytes[start..], parse.quote_char, parse.eol_char, comment)
            .filter(|line| !is_comment_line(line, comment));
        if lines.take(wanted.saturating_add(1)).count() <= wanted {
            return Ok(None); // the last one may not be whole
        }
    }
    Ok(Some((schema, start)))
}

/// The schema that all rows have.
fn infer_all(stream: Stream, options: &CsvReadOptions) -> Result<Schema> {
    let mut blocks = Blocks::unpacked(stream)?;
    let one_row = options.clone().with_infer_schema_length(Some(1));
    let first = blocks.look(options.parse_options.eol_char, |bytes, all| {
        infer(&one_row, bytes, all)
    })?;
    let mut names: Vec<PlSmallStr> = first.iter_names().cloned().collect();
    let mut types: Vec<Option<DataType>> = vec![None; names.len()];
    let rows_only = headless(options);
    let text = CsvText::new(options, first);
    while let Some(block) = blocks.next(&text, LOOK)? {
        let Some((schema, _)) = infer(&rows_only, &block, true)? else {
            continue;
        };
        let unsure: Vec<PlSmallStr> = schema
            .iter()
            .enumerate()
            .filter(|(i, (_, dtype))| {
                dtype.is_string() && types.get(*i) != Some(&Some(DataType::String))
            })
            .map(|(_, (name, _))| name.clone())
            .collect();
        let empty = empty_columns(&rows_only, &schema, unsure, &block)?;
        for (i, (name, dtype)) in schema.into_iter().enumerate() {
            let is_empty = empty.contains(&name);
            if i == names.len() {
                if options.has_header {
                    break; // more fields than columns
                }
                names.push(name);
                types.push(None);
            }
            if !is_empty {
                let seen = PlIndexSet::from_iter(types[i].take().into_iter().chain([dtype]));
                types[i] = Some(finish_infer_field_schema(&seen));
            }
        }
    }
    let overrides = options.schema_overwrite.as_deref();
    Ok(names
        .into_iter()
        .zip(types)
        .map(|(name, dtype)| {
            let given = overrides.and_then(|overrides| overrides.get(&name));
            let dtype = given.cloned().or(dtype).unwrap_or(DataType::String);
            (name, dtype)
        })
        .collect())
}

/// Which of the columns have no value: their type, text, says nothing of them.
fn empty_columns(
    options: &CsvReadOptions,
    schema: &Schema,
    columns: Vec<PlSmallStr>,
    block: &[u8],
) -> Result<Vec<PlSmallStr>> {
    if columns.is_empty() {
        return Ok(columns);
    }
    let texts = schema
        .iter_names()
        .map(|name| (name.clone(), DataType::String));
    let mut options = CsvReadOptions {
        ignore_errors: true,
        columns: Some(columns.into()),
        ..options.clone()
    };
    let lenient = Arc::make_mut(&mut options.parse_options);
    lenient.truncate_ragged_lines = true;
    lenient.missing_is_null = true;
    lenient.encoding = CsvEncoding::LossyUtf8;
    let frame = CsvText::new(&options, texts.collect()).parse(block)?;
    let empty = frame
        .columns()
        .iter()
        .filter(|column| column.null_count() == frame.height());
    Ok(empty.map(|column| column.name().clone()).collect())
}

/// The options for rows without anything before them but a row's end.
fn headless(options: &CsvReadOptions) -> CsvReadOptions {
    CsvReadOptions {
        has_header: false,
        skip_lines: 0,
        skip_rows: 1,
        skip_rows_after_header: 0,
        n_rows: None,
        row_index: None,
        schema_overwrite: None,
        raise_if_empty: false,
        columns: None,
        ..options.clone()
    }
}

/// Rows of a known schema.
pub struct CsvText {
    options: CsvReadOptions,
    /// The types that the user gave columns.
    given: Schema,
    lines: CountLines,
}

impl CsvText {
    fn new(options: &CsvReadOptions, schema: Schema) -> Self {
        let parse = &options.parse_options;
        let comment = parse.comment_prefix.clone();
        Self {
            given: Schema::default(),
            lines: CountLines::new(parse.quote_char, parse.eol_char, comment),
            options: CsvReadOptions {
                columns: options.columns.clone(),
                schema: Some(Arc::new(schema)),
                ..headless(options)
            },
        }
    }
}

impl CsvText {
    /// A character that means nothing in particular.
    fn harmless(&self) -> u8 {
        let parse = &self.options.parse_options;
        let comment = parse.comment_prefix.as_ref();
        (b'a'..=b'z')
            .find(|letter| {
                let meaning = [
                    Some(parse.separator),
                    parse.quote_char,
                    Some(parse.eol_char),
                ];
                !meaning.contains(&Some(*letter)) && !is_comment_line(&[*letter], comment)
            })
            .expect("there are more letters than meanings")
    }
}

fn read(rows: &[u8], options: CsvReadOptions) -> PolarsResult<DataFrame> {
    options
        .into_reader_with_file_handle(Cursor::new(rows))
        .finish()
}

impl Text for CsvText {
    fn eol(&self) -> u8 {
        self.options.parse_options.eol_char
    }

    /// An end of line is one of a row where the quotes before it are even. They are counted from
    /// the front, and the rest is looked at from the end: much less than polars' way for every byte.
    fn cut(&self, rows: &[u8]) -> Option<usize> {
        let parse = &self.options.parse_options;
        if parse.comment_prefix.is_some() {
            let (count, end) = self.lines.count_rows(rows, false);
            return (count > 0).then_some(end);
        }
        let Some(quote) = parse.quote_char else {
            return memchr::memrchr(parse.eol_char, rows).map(|end| end + 1);
        };
        let mut quoted = memchr::memchr_iter(quote, rows).count() % 2 == 1;
        memchr::memrchr2_iter(quote, parse.eol_char, rows)
            .find(|&place| {
                let is_quote = rows[place] == quote;
                quoted ^= is_quote;
                !is_quote && !quoted
            })
            .map(|end| end + 1)
    }

    fn parse(&self, rows: &[u8]) -> Result<DataFrame> {
        let eol = self.eol();
        let rows = rows.strip_prefix(&[eol]).map_or_else(
            || Cow::Owned([&[eol], rows].concat()),
            |_| Cow::Borrowed(rows),
        );
        let mut frame = match read(&rows, self.options.clone()) {
            // polars finds too many fields in the first row, and refuses them even if the parser
            // would not: a header keeps it from looking.
            Err(PolarsError::SchemaMismatch(_)) => {
                let with_header = CsvReadOptions {
                    has_header: true,
                    skip_rows: 0,
                    ..self.options.clone()
                };
                read(&[&[self.harmless()], &*rows].concat(), with_header)
            },
            frame => frame,
        }?;
        exact(&self.options).convert(&mut frame, &self.given)?;
        match &self.options.columns {
            Some(columns) => Ok(frame.select(columns.iter().cloned())?),
            None => Ok(frame),
        }
    }

    fn bounds(&self, rows: &[u8]) -> Vec<usize> {
        let parse = &self.options.parse_options;
        let comment = parse.comment_prefix.as_ref();
        SplitLines::new(rows, parse.quote_char, parse.eol_char, comment)
            .filter(|line| !is_comment_line(line, comment))
            .map(|line| line.as_ptr() as usize - rows.as_ptr() as usize)
            .chain([rows.len()])
            .collect()
    }
}
