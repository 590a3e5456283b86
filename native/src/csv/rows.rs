//! Rows of CSV whose types are settled, as frames.

use std::borrow::Cow;
use std::io::Cursor;
use std::sync::Arc;

use polars::prelude::*;
use polars_io::csv::read::_csv_read_internal::{CountLines, SplitLines, is_comment_line};

use super::options::{exact, headless};
use crate::jvm::Result;
use crate::text::Text;

/// Rows of a known schema.
pub struct CsvText {
    options: CsvReadOptions,
    /// The types that the user gave columns.
    given: Schema,
    lines: CountLines,
}

impl CsvText {
    pub fn new(options: &CsvReadOptions, schema: Schema, given: Schema) -> Self {
        let parse = &options.parse_options;
        let comment = parse.comment_prefix.clone();
        Self {
            given,
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
