//! Rows of CSV whose types are settled, as frames.

use std::sync::atomic::{AtomicUsize, Ordering};

use polars::prelude::*;

use super::dialect::{Dialect, Malformed, Raw};
use super::options::{ReadOptions, Values};
use super::walk::{self, Visitor};
use crate::io::Limits;
use crate::jvm::{Error, Result};
use crate::schema::name_of;
use crate::text::{Cells, Exact, Misfit, Missing, Text, cut, refuse, room};

/// Rows of a known schema.
pub struct CsvText {
    dialect: Dialect,
    values: Values,
    columns: Vec<CsvColumn>,
    /// Whether an end of line that is none stands for damage: the input's are unusual.
    lone_returns: bool,
    /// Whether a row may have more fields than columns because others were not looked at.
    open_width: bool,
    asked: Option<Vec<PlSmallStr>>,
    /// What columns of text become at the end.
    exact: Exact,
    given: Schema,
    /// How many bytes a row has at least, by those that were parsed last; 0 while nothing is known.
    row_bytes: AtomicUsize,
    limits: Limits,
}

struct CsvColumn {
    name: PlSmallStr,
    dtype: DataType,
    given: bool,
    skipped: bool,
}

impl CsvText {
    /// The types are those that were found; what the user gave goes before.
    pub fn new(options: &ReadOptions, dialect: Dialect, found: &Schema, limits: Limits) -> Self {
        let asked = options.columns.clone();
        let is_asked = |name| asked.as_ref().is_none_or(|asked| asked.contains(name));
        let columns = found
            .iter()
            .map(|(name, dtype)| CsvColumn {
                name: name.clone(),
                dtype: options.given.get(name).unwrap_or(dtype).clone(),
                given: options.given.contains(name),
                skipped: !is_asked(name),
            })
            .collect();
        Self {
            lone_returns: options.eol_is_open() && dialect.eol == b'\r',
            open_width: options.width_is_open(),
            dialect,
            values: options.values.clone(),
            columns,
            exact: options.exact(),
            given: options.given.clone(),
            row_bytes: AtomicUsize::new(0),
            limits,
            asked,
        }
    }

    fn parsing<'a>(&'a self, rows: &'a [u8], capacity: usize) -> Parsing<'a> {
        let cells = |column: &CsvColumn| match column.skipped {
            true => Cells::Skipped,
            false => Cells::new(&column.dtype, capacity),
        };
        Parsing {
            text: self,
            rows,
            cells: self.columns.iter().map(cells).collect(),
            given: self.columns.iter().map(|column| column.given).collect(),
            is_utf8: std::str::from_utf8(rows).is_ok(),
            scratch: Vec::new(),
            height: 0,
            malformed: None,
            missing: Missing::of(rows, self.limits),
        }
    }

    fn too_wide(&self) -> Error {
        let columns = self.columns.len();
        if self.open_width {
            let message = format!(
                "found more fields than the {columns} columns that the rows before it have: withInferSchemaAll \
                 takes as many columns as the longest row has fields"
            );
            return PolarsError::SchemaMismatch(message.into()).into();
        }
        refuse(format!(
            "found more fields than the {columns} columns: a separator within a field stands in quotes (withSeparator \
             and withQuoteChar say which characters these are); withTruncateRaggedLines drops the last fields"
        ))
    }

    fn late_quote(&self) -> Error {
        let columns = self.columns.len();
        refuse(format!(
            "found more fields than the {columns} columns: a field begins with a space and a quote, which are text \
             there, and so is no quoted field: its quote must follow the separator at once"
        ))
    }

    fn lines_end_otherwise(&self) -> Error {
        refuse(
            "lines end in a carriage return before, and in a line feed here: withEolChar says which it is"
                .into(),
        )
    }
}

impl Text for CsvText {
    fn eol(&self) -> u8 {
        self.dialect.eol
    }

    fn cut(&self, rows: &[u8]) -> Option<usize> {
        self.dialect.cut(rows).0
    }

    fn open(&self, rows: &[u8]) -> Option<usize> {
        self.dialect.cut(rows).1
    }

    fn parse(&self, rows: &[u8]) -> Result<DataFrame> {
        let rows = rows.strip_prefix(&[self.eol()]).unwrap_or(rows);
        let capacity = match self.row_bytes.load(Ordering::Relaxed) {
            0 => memchr::memchr_iter(self.eol(), rows).count() + 1,
            bytes => rows.len() / bytes + 1,
        };
        if self.lone_returns
            && self.dialect.comment.is_some()
            && walk::comments_have(&self.dialect, rows, b'\n')
        {
            return Err(self.lines_end_otherwise());
        }
        let capacity = room(capacity, self.columns.len(), rows.len());
        let mut parsing = self.parsing(rows, capacity);
        walk::rows(&self.dialect, rows, self.columns.len(), &mut parsing)?;
        let height = parsing.height;
        if height > 1000 {
            let bytes = rows.len() / height;
            self.row_bytes
                .store((bytes - bytes / 16).max(1), Ordering::Relaxed);
        }
        let columns = parsing.cells.into_iter().zip(&self.columns);
        let columns = columns
            .filter_map(|(cells, column)| cells.finish(column.name.clone()))
            .map(Series::into_column);
        let mut frame = DataFrame::new(height, columns.collect())?;
        self.exact.convert(&mut frame, &self.given)?;
        match &self.asked {
            Some(asked) => Ok(frame.select(asked.iter().cloned())?),
            None => Ok(frame),
        }
    }

    fn bounds(&self, rows: &[u8]) -> Vec<usize> {
        walk::bounds(&self.dialect, rows, self.columns.len())
    }

    fn fault(&self, row: &[u8]) -> usize {
        let mut parsing = self.parsing(row, 1);
        let _ = walk::row(
            &self.dialect,
            row,
            0,
            &mut self.dialect.marks(),
            &mut parsing,
        );
        parsing.malformed.unwrap_or(0)
    }
}

/// A frame that grows by a field at a time.
struct Parsing<'a> {
    text: &'a CsvText,
    rows: &'a [u8],
    cells: Vec<Cells>,
    given: Vec<bool>,
    is_utf8: bool,
    scratch: Vec<u8>,
    height: usize,
    /// Where a field is none.
    malformed: Option<usize>,
    missing: Missing,
}

impl Parsing<'_> {
    /// Whether a field of the row before this one begins with a space and a quote.
    #[cold]
    fn has_late_quote(&self, field: Raw<'_>) -> bool {
        let dialect = &self.text.dialect;
        let before = &self.rows[..field.place(self.rows).min(self.rows.len())];
        let start = memchr::memrchr(dialect.eol, before).map_or(0, |end| end + 1);
        before[start..]
            .split(|byte| *byte == dialect.separator)
            .any(|field| {
                let spaces = field.iter().take_while(|byte| **byte == b' ').count();
                spaces > 0 && dialect.quote.is_some() && field.get(spaces) == dialect.quote.as_ref()
            })
    }

    fn misfit(&self, column: usize, text: &[u8]) -> Error {
        let CsvColumn {
            name, dtype, given, ..
        } = &self.text.columns[column];
        let (name, shown) = (cut(name), String::from_utf8_lossy(text));
        if std::str::from_utf8(text).is_err() {
            return refuse(format!(
                "invalid utf-8 sequence in column '{name}': `{}` (text must be UTF-8: withEncoding says which \
                 other encoding it has, withLossyUtf8 replaces what is no UTF-8)",
                cut(&shown)
            ));
        }
        let dtype = name_of(dtype);
        let (value, ways) = (
            cut(&shown),
            "withNullValues takes a text for null, withIgnoreErrors all that does not fit",
        );
        if *given {
            let why = self.why(column);
            return refuse(format!(
                "could not parse `{value}` as {dtype} in column '{name}'{why}: as String it is taken as it is, \
                 {ways}"
            ));
        }
        let message = format!(
            "could not parse `{value}` as {dtype} in column '{name}', the type that the rows before it give: \
             withInferSchemaAll takes the type that all rows have, withSchemaOverrides the one that you give, \
             {ways}"
        );
        PolarsError::SchemaMismatch(message.into()).into()
    }

    /// What a type asks for that is not plain.
    fn why(&self, column: usize) -> &'static str {
        match &self.text.columns[column].dtype {
            DataType::Decimal(..) => " (no digit is rounded away)",
            dtype if dtype.is_float() => " (no number becomes infinite or zero)",
            DataType::Datetime(TimeUnit::Nanoseconds, zone) if zone.is_none() => {
                " (ISO 8601, or withDatetimeFormat; the years 1677 to 2262)"
            },
            DataType::Datetime(TimeUnit::Milliseconds, None) => {
                " (ISO 8601 without digits after the milliseconds, or withDatetimeFormat)"
            },
            DataType::Datetime(_, None) => {
                " (ISO 8601 without digits after the microseconds, or withDatetimeFormat)"
            },
            DataType::Datetime(..) => " (ISO 8601 with an offset from UTC, or withDatetimeFormat)",
            DataType::Date => " (ISO 8601, or withDateFormat)",
            DataType::Time => " (hours, minutes and seconds, or withTimeFormat)",
            _ => "",
        }
    }
}

impl Visitor for Parsing<'_> {
    type Error = Error;

    #[inline]
    fn field(&mut self, column: usize, field: Raw<'_>) -> Result<()> {
        let text = self.text;
        if text.lone_returns && field.has_bare(&text.dialect, b'\n') {
            return Err(text.lines_end_otherwise());
        }
        let Some(cells) = self.cells.get_mut(column) else {
            return match text.values.truncate {
                true => Ok(()),
                false if self.has_late_quote(field) => Err(text.late_quote()),
                false => Err(text.too_wide()),
            };
        };
        if matches!(cells, Cells::Skipped) {
            return Ok(());
        }
        let bytes = field.text(&text.dialect, &mut self.scratch);
        let values = &text.values;
        let is_text = matches!(cells, Cells::Text(_));
        if bytes.is_empty() && (!is_text || (!field.quoted && values.missing_is_null)) {
            cells.push_null();
            return Ok(());
        }
        if values.nulls.has(bytes) {
            cells.push_null();
            return Ok(());
        }
        if is_text && self.is_utf8 {
            // SAFETY: the whole text is UTF-8, and fields begin and end at ASCII characters.
            unsafe { cells.push_text(bytes) };
            return Ok(());
        }
        let rules = &values.rules;
        let pushed = match self.given[column] {
            true => cells.push_given(bytes, rules),
            false => cells.push_found(bytes, rules),
        };
        match pushed {
            Ok(()) => Ok(()),
            Err(Misfit) if is_text && values.lossy => {
                let replaced = String::from_utf8_lossy(bytes);
                // SAFETY: a string is UTF-8.
                unsafe { cells.push_text(replaced.as_bytes()) };
                Ok(())
            },
            Err(Misfit) if values.ignore_errors => {
                cells.push_null();
                Ok(())
            },
            Err(Misfit) => {
                let bytes = bytes.to_vec();
                Err(self.misfit(column, &bytes))
            },
        }
    }

    fn end(&mut self, fields: usize) -> Result<()> {
        for cells in self.cells.iter_mut().skip(fields) {
            if !matches!(cells, Cells::Skipped) {
                cells.push_null();
                self.missing.add(1);
            }
        }
        self.missing.check()?;
        self.height += 1;
        Ok(())
    }

    fn malformed(&mut self, column: usize, what: Malformed) -> Error {
        self.malformed = Some(what.place());
        let place = match self.text.columns.get(column) {
            Some(column) => format!("column '{}'", cut(&column.name)),
            None => format!("field {}", column + 1),
        };
        refuse(format!("in {place}: {}", what.told()))
    }
}
