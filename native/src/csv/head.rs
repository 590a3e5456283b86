//! The beginning of a CSV input: what gives its rows and fields their ends, the names of its columns, and the
//! types that its first rows have.

use polars::prelude::*;
use polars_utils::aliases::{PlHashMap, PlHashSet};

use super::dialect::{Dialect, Malformed};
use super::kinds::Kinds;
use super::options::ReadOptions;
use super::walk::Visitor;
use super::walk::{bounds, row, row_start};
use crate::jvm::{Error, Result};
use crate::text::{LONGEST_ROW, cut};

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

fn refuse(message: String) -> Error {
    PolarsError::ComputeError(message.into()).into()
}

fn no_data(message: &str) -> Error {
    PolarsError::NoData(message.to_owned().into()).into()
}

/// Looks at the beginning, which is `all` or not; `None` if more must be seen.
pub fn look(options: &ReadOptions, bytes: &[u8], all: bool) -> Result<Option<Head>> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(refuse(
            "it begins with the byte order mark of UTF-16: text must be UTF-8, or withEncoding must say what \
             it is"
                .into(),
        ));
    }
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
            match self.lone_returns(at) {
                None => return Ok(None),
                Some(true) => self.dialect.eol = b'\r',
                Some(false) => {},
            }
        }
        let Some(start) = self.skip_lines(at)? else {
            return Ok(None);
        };
        at = start;
        if self.options.separator_is_open()
            && let Some((separator, end)) = self.separator_line(at)
        {
            self.dialect.separator = separator;
            at = end;
        }
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

    /// Whether lines end in a carriage return alone: the beginning has no line feed. `None` if there is too
    /// little to see.
    fn lone_returns(&self, from: usize) -> Option<bool> {
        const BEGINNING: usize = 64 << 10;
        let quote = self.dialect.quote.filter(|_| self.options.skip_lines == 0);
        let (mut quoted, mut returns) = (false, false);
        let rest = &self.bytes[from..];
        for (place, &byte) in rest.iter().enumerate().take(BEGINNING) {
            if Some(byte) == quote {
                quoted = !quoted;
            } else if !quoted && byte == b'\n' {
                return Some(false);
            } else if !quoted && byte == b'\r' {
                match rest.get(place + 1) {
                    Some(b'\n') => return Some(false),
                    None if !self.all => return None,
                    _ => returns = true,
                }
            }
        }
        match self.all || rest.len() >= BEGINNING {
            true => Some(returns),
            false => None,
        }
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

    /// The separator that the line `sep=;` names, which spreadsheets write, and where the line ends.
    fn separator_line(&self, at: usize) -> Option<(u8, usize)> {
        let end = self.dialect.line_end(self.bytes, at);
        let line = self.bytes[at..end].strip_suffix(&[self.dialect.eol])?;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = line
            .strip_prefix(b"\"")
            .and_then(|line| line.strip_suffix(b"\""))
            .unwrap_or(line);
        match line {
            [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] if separator.is_ascii() => {
                Some((*separator, end))
            },
            _ => None,
        }
    }

    /// Where the row at `at` ends, which may be the input's end; `None` if that is not there yet.
    fn row_end(&self, at: usize) -> Result<Option<usize>> {
        let end = self.dialect.row_end(self.bytes, at);
        match end {
            Ok(Some(end)) => Ok(Some(end)),
            Ok(None) if self.all => Ok((at < self.bytes.len()).then_some(self.bytes.len())),
            Err(open) if self.all || self.bytes.len() - open > LONGEST_ROW => Err(refuse(format!(
                "line {}: a quoted field does not end (withoutQuoting takes quotes for text)",
                self.line(open)
            ))),
            _ => Ok(None),
        }
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
        row(&self.dialect, &self.bytes[..end], start, &mut names)?;
        Ok(Some((distinct(names.names), end)))
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
            if self.row_end(start).ok().flatten().is_none() {
                ended = true; // cut off, or for the parser to refuse
                break;
            }
            let Ok(end) = row(&self.dialect, self.bytes, start, &mut kinds) else {
                break;
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
        if names.len() == 1 && self.options.separator_is_open() {
            self.check_separator(at, place)?;
        }
        Ok(Some(Head {
            dialect: self.dialect.clone(),
            names,
            dtypes,
            start: at,
        }))
    }

    /// Refuses a separator that is none, where another one stands in every line.
    fn check_separator(&self, from: usize, to: usize) -> Result<()> {
        let header = match self.options.header {
            true => &self.bytes[..from],
            false => &self.bytes[..0],
        };
        let eol = self.dialect.eol;
        let header = header.strip_suffix(&[eol]).unwrap_or(header);
        let header = header
            .rsplit(|&byte| byte == eol)
            .next()
            .unwrap_or_default();
        let rows = &self.bytes[from..to];
        let bounds = bounds(&self.dialect, rows, 1);
        let rows = bounds.windows(2).map(|ends| &rows[ends[0]..ends[1]]);
        let lines: Vec<&[u8]> = Some(header)
            .filter(|line| !line.is_empty())
            .into_iter()
            .chain(rows)
            .collect();
        let plain = lines.iter().all(|line| !line.starts_with(b"\""));
        let stands = |separator: &u8| plain && lines.iter().all(|line| line.contains(separator));
        match b";\t|".iter().find(|separator| stands(separator)) {
            Some(separator) if !lines.is_empty() => Err(refuse(format!(
                "it has one column with the separator ',', and {0} in every line: withSeparator({0}) takes \
                 that, withSeparator(',') the one column",
                told(*separator)
            ))),
            _ => Ok(()),
        }
    }
}

/// A separator as Java writes it.
fn told(separator: u8) -> String {
    match separator {
        b'\t' => "'\\t'".into(),
        other => format!("'{}'", char::from(other)),
    }
}

/// The names of columns that have none.
pub fn numbered(count: usize) -> Vec<PlSmallStr> {
    (1..=count)
        .map(|number| format!("column_{number}").into())
        .collect()
}

/// Names that stand there more than once get a number, as polars gives it.
fn distinct(names: Vec<PlSmallStr>) -> Vec<PlSmallStr> {
    let written: PlHashSet<PlSmallStr> = names.iter().cloned().collect();
    let mut counts: PlHashMap<PlSmallStr, usize> = PlHashMap::default();
    names
        .into_iter()
        .map(|name| {
            let count = counts.entry(name.clone()).or_default();
            let mut distinct = name.clone();
            while *count > 0 {
                distinct = format!("{name}_duplicated_{}", *count - 1).into();
                if !written.contains(&distinct) {
                    break;
                }
                *count += 1;
            }
            *count += 1;
            distinct
        })
        .collect()
}

struct Names<'a> {
    dialect: &'a Dialect,
    lossy: bool,
    line: usize,
    names: Vec<PlSmallStr>,
}

impl Visitor for Names<'_> {
    type Error = Error;

    fn field(&mut self, _: usize, field: super::dialect::Raw<'_>) -> Result<()> {
        let mut scratch = Vec::new();
        let text = field.text(self.dialect, &mut scratch);
        let name = String::from_utf8_lossy(text);
        if !self.lossy && std::str::from_utf8(text).is_err() {
            return Err(refuse(format!(
                "line {}: invalid utf-8 sequence in the header: column '{}' (text must be UTF-8: withEncoding says \
                 which other encoding it has, withLossyUtf8 replaces what is no UTF-8)",
                self.line,
                cut(&name)
            )));
        }
        self.names.push(name.as_ref().into());
        Ok(())
    }

    fn end(&mut self, _: usize) -> Result<()> {
        Ok(())
    }

    fn malformed(&mut self, column: usize, what: Malformed) -> Error {
        refuse(format!(
            "line {}: in the header, field {}: {}",
            self.line,
            column + 1,
            what.told()
        ))
    }
}
