//! The beginning of a CSV input: what gives its rows and fields their ends, the names of its columns, and the
//! types that its first rows have.

use polars::prelude::*;

use super::dialect::{Dialect, Malformed, Raw, without_returns};
use super::kinds::Kinds;
use super::options::ReadOptions;
use super::walk::{Visitor, row, row_start};
use super::{ends, separator};
use crate::jvm::{Error, Result};
use crate::names;
use crate::text::{LONGEST_ROW, check_encoding, cut, not_ended, refuse};

/// What the beginning of an input says.
#[derive(Clone)]
pub struct Head {
    pub dialect: Dialect,
    pub names: Vec<PlSmallStr>,
    /// The types of the rows that were looked at; `None` where these have no value.
    pub dtypes: Vec<Option<DataType>>,
    /// Where the rows begin.
    pub start: usize,
}

fn no_data(message: &str) -> Error {
    PolarsError::NoData(message.to_owned().into()).into()
}

/// Looks at the beginning, which is `all` or not; `None` if more must be seen.
pub fn look(options: &ReadOptions, bytes: &[u8], all: bool) -> Result<Option<Head>> {
    check_encoding(bytes, "be UTF-8, or withEncoding must say what it is")?;
    let mut looking = Looking {
        options,
        bytes,
        all,
        dialect: options.dialect(),
    };
    looking.look()
}

struct Looking<'a> {
    options: &'a ReadOptions,
    bytes: &'a [u8],
    all: bool,
    dialect: Dialect,
}

impl Looking<'_> {
    fn look(&mut self) -> Result<Option<Head>> {
        let mut at = if self.bytes.starts_with(b"\xef\xbb\xbf") {
            3
        } else {
            0
        };
        if self.options.eol_is_open() {
            let (rest, skipped) = (&self.bytes[at..], self.options.skip_lines);
            match ends::find(&self.dialect, rest, skipped, self.all)? {
                None => return Ok(None),
                Some(eol) => self.dialect.eol = eol,
            }
        }
        let Some(start) = self.skip_lines(at)? else {
            return Ok(None);
        };
        at = start;
        match self.separator_line(at)? {
            Some(end) => at = end,
            None => self.check_separator(at)?,
        }
        self.options.check_point(&self.dialect)?;
        let mut names = None;
        if self.options.header {
            let Some((found, end)) = self.header(at)? else {
                return Ok(None);
            };
            (names, at) = (Some(found), end);
        }
        for _ in 0..self.options.skip_rows_after_header {
            let Some(end) = self.row_end(at)? else {
                return if self.all {
                    self.head(names, self.bytes.len())
                } else {
                    Ok(None)
                };
            };
            at = end;
        }
        self.head(names, at)
    }

    /// The line that a place is on.
    fn line(&self, at: usize) -> usize {
        1 + memchr::memchr_iter(self.dialect.eol, &self.bytes[..at]).count()
    }

    fn skip_lines(&self, mut at: usize) -> Result<Option<usize>> {
        for line in 0..self.options.skip_lines {
            match memchr::memchr(self.dialect.eol, &self.bytes[at..]) {
                Some(end) => at += end + 1,
                None if self.all
                    && line + 1 == self.options.skip_lines
                    && at < self.bytes.len() =>
                {
                    at = self.bytes.len();
                },
                None if self.all => return Err(no_data("it has fewer lines than are skipped")),
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// Takes the separator that the line `sep=;` names, and gives where the line ends.
    fn separator_line(&mut self, at: usize) -> Result<Option<usize>> {
        let end = self.dialect.line_end(self.bytes, at);
        let line = &self.bytes[at..end];
        let line = line.strip_suffix(&[self.dialect.eol]).unwrap_or(line);
        let line = match self.dialect.eol {
            b'\n' => without_returns(line),
            _ => line,
        };
        let Some(named) = separator::named(line) else {
            return Ok(None);
        };
        let said = format!(
            "line {} says that the separator is {}",
            self.line(at),
            separator::told(named)
        );
        if !self.options.separator_is_open() && named != self.dialect.separator {
            return Err(refuse(format!(
                "{said}, and withSeparator says {}: withSeparator({}) takes that, withSkipRows({}) leaves the line \
                 out",
                separator::told(self.dialect.separator),
                separator::told(named),
                self.line(at)
            )));
        }
        if Some(named) == self.dialect.quote || Some(named) == self.dialect.escape {
            return Err(refuse(format!(
                "{said}, which is the quote or escape character: withQuoteChar says another one, withSkipRows({}) \
                 leaves the line out",
                self.line(at)
            )));
        }
        self.dialect.separator = named;
        Ok(Some(end))
    }

    /// Refuses a separator where another character plainly separates the fields of all rows.
    fn check_separator(&self, at: usize) -> Result<()> {
        let (dialect, text) = (&self.dialect, &self.bytes[at..]);
        let asked = separator::told(dialect.separator);
        let (other, kept) = if self.options.separator_is_open() {
            let other = separator::instead_of_comma(dialect, text, self.all);
            (other, format!("withSeparator({asked}) commas"))
        } else {
            let commas = self.options.header && !self.options.values.rules.decimal_comma;
            let other = separator::instead_of_asked(dialect, text, self.all, commas);
            if other.is_none() || self.is_one_given(at) {
                return Ok(());
            }
            let kept = "withSchemaOverrides that names the one column takes each line as a value";
            (other, kept.to_owned())
        };
        match other.map(separator::told) {
            None => Ok(()),
            Some(other) => Err(refuse(format!(
                "fields are separated by {other} in every line, and not by {asked}: withSeparator({other}) takes that, \
                 {kept}"
            ))),
        }
    }

    /// Whether the user gives the only column a type.
    fn is_one_given(&self, at: usize) -> bool {
        let names = match self.options.header {
            true => self.header(at).ok().flatten().map(|(names, _)| names),
            false => Some(numbered(1)),
        };
        matches!(names.as_deref(), Some([name]) if self.options.given.contains(name))
    }

    /// Where the row at `at` ends, which may be the input's end; `None` if that is not there yet.
    fn row_end(&self, at: usize) -> Result<Option<usize>> {
        let end = self.dialect.row_end(self.bytes, at);
        match end {
            Ok(Some(end)) => Ok(Some(end)),
            Ok(None) if self.all => Ok((at < self.bytes.len()).then_some(self.bytes.len())),
            Err(open) if self.all => Err(self.malformed(&Malformed::Open(open))),
            Err(open) if self.bytes.len() - open > LONGEST_ROW => Err(refuse(format!(
                "line {}: {}",
                self.line(open),
                not_ended(LONGEST_ROW as u64)
            ))),
            _ => Ok(None),
        }
    }

    fn malformed(&self, what: &Malformed) -> Error {
        refuse(format!("line {}: {}", self.line(what.place()), what.told()))
    }

    fn malformed_field(&self, column: usize, what: &Malformed, place: &str) -> Error {
        let (line, field) = (self.line(what.place()), column + 1);
        refuse(format!(
            "line {line}: {place}field {field}: {}",
            what.told()
        ))
    }

    /// The names in the first row, and where it ends.
    fn header(&self, at: usize) -> Result<Option<(Vec<PlSmallStr>, usize)>> {
        let Some(start) = row_start(&self.dialect, self.bytes, at, false) else {
            return if self.all {
                Err(no_data("empty CSV"))
            } else {
                Ok(None)
            };
        };
        let Some(end) = self.row_end(start)? else {
            return Ok(None);
        };
        let mut names = Names {
            dialect: &self.dialect,
            lossy: self.options.values.lossy,
            line: self.line(start),
            names: Vec::new(),
        };
        if let Err(fault) = row(
            &self.dialect,
            &self.bytes[..end],
            start,
            &mut self.dialect.marks(),
            &mut names,
        ) {
            return Err(match fault {
                Fault::Refused(error) => error,
                Fault::Malformed(column, what) => {
                    self.malformed_field(column, &what, "in the header, ")
                },
            });
        }
        Ok(Some((names::distinct(names.names), end)))
    }

    /// What the rows from `at` on have in common.
    fn head(&self, names: Option<Vec<PlSmallStr>>, at: usize) -> Result<Option<Head>> {
        let values = &self.options.values;
        let wanted = self.options.infer_length.unwrap_or(1).max(1);
        let mut kinds = Kinds::new(&self.dialect, values, names.as_ref().map(Vec::len));
        let (mut place, mut rows) = (at, 0);
        let mut ended = false;
        while rows < wanted {
            let Some(start) = row_start(&self.dialect, self.bytes, place, false) else {
                ended = true;
                break;
            };
            let first = names.is_none() && rows == 0;
            match self.row_end(start) {
                Ok(Some(_)) => {},
                Err(error) if first => return Err(error),
                _ => {
                    ended = true; // cut off, or for the parser to refuse
                    break;
                },
            }
            let end = match row(
                &self.dialect,
                self.bytes,
                start,
                &mut self.dialect.marks(),
                &mut kinds,
            ) {
                Ok(end) => end,
                Err((column, what)) if first => {
                    return Err(self.malformed_field(column, &what, ""));
                },
                Err(_) => break,
            };
            (place, rows) = (end, rows + 1);
        }
        if ended && !self.all && self.bytes.len() - place < LONGEST_ROW {
            return Ok(None);
        }
        if names.is_none() && rows == 0 {
            return Err(no_data("empty CSV"));
        }
        let mut dtypes = kinds.dtypes();
        if self.options.infer_length == Some(0) {
            dtypes.fill(Some(DataType::String));
        }
        let names = names.unwrap_or_else(|| numbered(dtypes.len()));
        Ok(Some(Head {
            dialect: self.dialect.clone(),
            names,
            dtypes,
            start: at,
        }))
    }
}

/// The names of columns that have none.
pub fn numbered(count: usize) -> Vec<PlSmallStr> {
    (1..=count)
        .map(|number| format!("column_{number}").into())
        .collect()
}

struct Names<'a> {
    dialect: &'a Dialect,
    lossy: bool,
    line: usize,
    names: Vec<PlSmallStr>,
}

/// Why there are no names.
enum Fault {
    Refused(Error),
    Malformed(usize, Malformed),
}

impl Visitor for Names<'_> {
    type Error = Fault;

    fn field(&mut self, _: usize, field: Raw<'_>) -> std::result::Result<(), Fault> {
        let mut scratch = Vec::new();
        let text = field.text(self.dialect, &mut scratch);
        let name = String::from_utf8_lossy(text);
        if !self.lossy && std::str::from_utf8(text).is_err() {
            return Err(Fault::Refused(refuse(format!(
                "line {}: invalid utf-8 sequence in the header: column '{}' (text must be UTF-8: withEncoding says \
                 which other encoding it has, withLossyUtf8 replaces what is no UTF-8)",
                self.line,
                cut(&name)
            ))));
        }
        self.names.push(name.as_ref().into());
        Ok(())
    }

    fn end(&mut self, _: usize) -> std::result::Result<(), Fault> {
        Ok(())
    }

    fn malformed(&mut self, column: usize, what: Malformed) -> Fault {
        Fault::Malformed(column, what)
    }
}
