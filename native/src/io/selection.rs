//! Which part of the data a reader is asked for: columns, rows, a row index.

use std::ops::Range;

use polars::prelude::*;
use polars_io::RowIndex;
use polars_utils::aliases::{InitHashMaps, PlHashSet};

use super::limits::Limits;
use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};

/// Which part of the data a reader is asked for.
#[derive(Clone)]
pub struct Selection {
    pub columns: Option<Vec<String>>,
    /// How many rows are passed over, before those that are read.
    pub skip: usize,
    pub n_rows: Option<usize>,
    /// Whether the rows are a slice of the whole: a stream is read to its end, that another may follow.
    pub sliced: bool,
    /// The one record batch or row group that is read.
    pub group: Option<usize>,
    pub row_index: Option<RowIndex>,
    /// Whether a file is mapped; where nobody says, it is if it cannot change meanwhile.
    pub memory_mapped: Option<bool>,
    pub rechunk: bool,
    pub limits: Limits,
}

impl Selection {
    /// Out of a reader's options, for an input that has limits.
    pub fn decode(wire: &mut Reader<'_>, limits: Limits) -> Result<Self> {
        let columns = wire.optional(Reader::strings)?;
        let skip = wire.optional_size()?;
        Ok(Self {
            columns,
            skip: skip.unwrap_or(0),
            sliced: skip.is_some(),
            n_rows: wire.optional_size()?,
            group: wire.optional_size()?,
            row_index: read_row_index(wire)?,
            memory_mapped: wire.optional(Reader::bool)?,
            rechunk: wire.bool()?,
            limits,
        })
    }

    /// Everything there is.
    #[cfg(test)]
    pub fn all(limits: Limits) -> Self {
        Self {
            columns: None,
            skip: 0,
            n_rows: None,
            sliced: false,
            group: None,
            row_index: None,
            memory_mapped: None,
            rechunk: false,
            limits,
        }
    }

    /// The rows of the record batch or row group that is asked for, or else those that were not passed over,
    /// where there are so many groups of so many rows.
    pub fn rows(&self, groups: &[usize], what: &str) -> Result<Range<usize>> {
        let (start, end) = match self.group {
            Some(group) => {
                let rows = groups
                    .get(group)
                    .ok_or_else(|| none_such(what, group, groups.len()))?;
                let start = groups[..group].iter().sum();
                (start, start + rows)
            },
            None => (0, groups.iter().sum()),
        };
        let start = end.min(start.saturating_add(self.skip));
        let rows = self.n_rows.unwrap_or(usize::MAX);
        Ok(start..end.min(start.saturating_add(rows)))
    }

    /// Refuses names that polars panics at, or passes over.
    pub fn check<'a>(&self, names: impl Iterator<Item = &'a PlSmallStr>) -> Result<()> {
        let columns = self.columns.as_deref().unwrap_or_default();
        check_distinct(columns.iter().map(String::as_str))?;
        let columns = columns.iter().map(String::as_str);
        check_names(names, columns, self.row_index.as_ref())
    }
}

/// Says that there is no such record batch or row group.
pub fn none_such(what: &str, index: usize, count: usize) -> Error {
    Error::Argument(format!(
        "no {what} {index}: the file has {count}, counted from 0"
    ))
}

/// Refuses columns that are asked for twice.
pub fn check_distinct<'a>(mut columns: impl Iterator<Item = &'a str>) -> Result<()> {
    let mut seen = PlHashSet::new();
    match columns.find(|column| !seen.insert(*column)) {
        Some(column) => {
            let message = format!("column '{column}' is asked for twice");
            Err(PolarsError::Duplicate(message.into()).into())
        },
        None => Ok(()),
    }
}

/// Refuses columns that are not there, and a row index named as one that is.
pub fn check_names<'a, 'b>(
    names: impl Iterator<Item = &'a PlSmallStr>,
    mut columns: impl Iterator<Item = &'b str>,
    row_index: Option<&RowIndex>,
) -> Result<()> {
    let listed: Vec<&str> = names.map(PlSmallStr::as_str).collect();
    let names: PlHashSet<&str> = listed.iter().copied().collect();
    if let Some(column) = columns.find(|column| !names.contains(*column)) {
        let message = format!("no column '{column}': the columns are {}", first(&listed));
        return Err(PolarsError::ColumnNotFound(message.into()).into());
    }
    match row_index {
        Some(index) if names.contains(index.name.as_str()) => {
            let message = format!("the row index '{}' has the name of a column", index.name);
            Err(PolarsError::Duplicate(message.into()).into())
        },
        _ => Ok(()),
    }
}

/// The first ten of some names, and how many there are besides.
pub fn first(names: &[&str]) -> String {
    const SHOWN: usize = 10;
    let shown = &names[..names.len().min(SHOWN)];
    match names.len() - shown.len() {
        0 => format!("{shown:?}"),
        more => format!("{shown:?} and {more} more"),
    }
}

pub fn read_row_index(wire: &mut Reader<'_>) -> Result<Option<RowIndex>> {
    wire.optional(|wire| {
        let name = wire.str()?.into();
        let offset = wire.i64()?;
        let offset = IdxSize::try_from(offset)
            .map_err(|_| Error::Argument(format!("a row index from {offset} on")))?;
        Ok(RowIndex { name, offset })
    })
}
