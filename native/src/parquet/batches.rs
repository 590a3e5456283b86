//! Reads Parquet some row groups at a time, or parts of a large one.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::*;
use polars_arrow::datatypes::Metadata;
use polars_io::mmap::MmapBytesReader;

use super::file::{CheckedFile, Pages};
use crate::fields::Fields;
use crate::io::Selection;
use crate::jvm::Result;
use crate::read::{Ahead, Batches, Description, OWN};

/// How many times larger than in the file values may be in memory, while nothing is known of them:
/// what repeats is written once.
const UNPACKED: usize = 8;

/// Pages are unpacked again for each part that begins or ends in them: of smaller parts this would
/// be most of the work.
const LEAST_PART: usize = 16 << 20;

pub fn open(pages: Pages, selection: Selection, rows: usize) -> Result<ParquetBatches> {
    let Pages {
        mut reader,
        file: checked,
        rows: wanted,
    } = pages;
    let mut parquet = ParquetReader::new(&mut reader);
    parquet.set_metadata(checked.metadata());
    selection.check(parquet.schema()?.iter_names())?;
    checked.check_types(selection.columns.as_deref())?;
    let metadata = checked.metadata();
    let groups = metadata.row_groups.iter();
    let bytes: usize = groups.map(|group| group.total_byte_size()).sum();
    let fields = checked.fields();
    let pairs = checked.pairs();
    let parts = Parts::new(checked.before(), checked.group_rows().into_iter(), wanted);
    let all = parts.left();
    let file = ParquetFile {
        reader,
        checked,
        selection,
    };
    let mut frames = ParquetBatches {
        file: Arc::new(Mutex::new(file)),
        parts,
        ahead: None,
        rest: DataFrame::empty(),
        schema: Schema::default(),
        fields,
        pairs,
        rows,
        limit: usize::MAX,
        row_bytes: (bytes * UNPACKED) as f64 / all.max(1) as f64,
        handed: 0,
        all,
    };
    frames.rest = frames.begin(Part::default()).wait()?;
    frames.schema = frames.rest.schema().as_ref().clone();
    Ok(frames)
}

/// Rows that are read at once.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Part {
    start: usize,
    rows: usize,
    groups: usize,
}

/// What is left of the row groups.
struct Parts {
    start: usize,
    groups: VecDeque<usize>,
}

impl Parts {
    /// Of groups from row `first` on.
    fn new(mut first: usize, groups: impl Iterator<Item = usize>, wanted: Range<usize>) -> Self {
        let groups = groups.map(|group| {
            let rows = first..first + group;
            first = rows.end;
            let (start, end) = (rows.start.max(wanted.start), rows.end.min(wanted.end));
            end.saturating_sub(start)
        });
        Self {
            start: wanted.start,
            groups: groups.filter(|group| *group > 0).collect(),
        }
    }

    fn left(&self) -> usize {
        self.groups.iter().sum()
    }

    /// The next part: whole row groups together, of `most` rows at the most, or one by itself with [`OWN`]; of
    /// one of more than `largest` rows an even part.
    fn next(&mut self, most: usize, largest: usize) -> Option<Part> {
        let first = self.groups.front_mut()?;
        let (most, largest) = match most {
            OWN => (*first, *first),
            most => (most, largest),
        };
        let mut part = Part {
            start: self.start,
            rows: first.div_ceil(first.div_ceil(largest)),
            groups: 1,
        };
        *first -= part.rows;
        while self.groups.front() == Some(&0) {
            self.groups.pop_front();
            if let Some(whole) = self.groups.front_mut().filter(|g| part.rows + **g <= most) {
                part.rows += std::mem::take(whole);
                part.groups += 1;
            }
        }
        self.start += part.rows;
        Some(part)
    }
}

struct ParquetFile {
    reader: Box<dyn MmapBytesReader>,
    checked: CheckedFile,
    selection: Selection,
}

impl ParquetFile {
    /// polars maps the file for this call alone: what was read before takes no memory.
    fn read(&mut self, part: Part) -> Result<DataFrame> {
        let parallel = match part.groups {
            0 | 1 => ParallelStrategy::Columns,
            _ => ParallelStrategy::Auto,
        };
        let columns = self.selection.columns.as_deref();
        let rows = part.start..part.start + part.rows;
        let index = self.selection.row_index.as_ref();
        let (slice, row_index) = self.checked.counted(&rows, index)?;
        self.checked.check_pages(&mut self.reader, columns, rows)?;
        self.checked.read(columns, part.start, |columns| {
            let mut reader = ParquetReader::new(&mut self.reader);
            reader.set_metadata(self.checked.metadata());
            Ok(reader
                .with_columns(columns)
                .with_slice(Some(slice))
                .with_row_index(row_index.clone())
                .read_parallel(parallel)
                .set_rechunk(true)
                .finish()?)
        })
    }
}

pub struct ParquetBatches {
    file: Arc<Mutex<ParquetFile>>,
    parts: Parts,
    ahead: Option<Ahead<DataFrame>>,
    /// What was read and is not handed out.
    rest: DataFrame,
    schema: Schema,
    fields: Fields,
    /// The file's keys and values.
    pairs: Option<Arc<Metadata>>,
    rows: usize,
    limit: usize,
    row_bytes: f64,
    handed: usize,
    all: usize,
}

impl ParquetBatches {
    fn begin(&self, part: Part) -> Ahead<DataFrame> {
        let file = self.file.clone();
        Ahead::spawn(move || {
            file.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .read(part)
        })
    }

    /// How many rows fit so many bytes.
    fn fit(&self, bytes: usize) -> usize {
        (bytes as f64 / self.row_bytes) as usize
    }

    fn advance(&mut self) {
        let fitting = self.fit(self.limit);
        let least = |bytes: usize| self.fit(LEAST_PART.min(bytes)).max(1);
        let rows = match self.rows {
            OWN if fitting >= self.all => OWN,
            rows => rows.min(fitting).max(least(self.limit)),
        };
        // One that is little larger than it should be is not cut.
        let largest = rows.max(least(self.limit.saturating_mul(2)));
        let part = self.parts.next(rows, largest);
        self.ahead = part.map(|part| self.begin(part));
    }
}

impl Batches for ParquetBatches {
    fn describe(&self) -> Result<Description> {
        Ok(Description {
            schema: self.schema.clone(),
            metadata: self.pairs.clone(),
            fields: self.fields.clone(),
            ..Description::default()
        })
    }

    fn next(&mut self) -> Result<Option<DataFrame>> {
        if self.rest.height() == 0 {
            if self.handed == 0 {
                self.advance();
            }
            let Some(ahead) = self.ahead.take() else {
                return Ok(None);
            };
            self.rest = ahead.wait()?;
            self.row_bytes = self.rest.estimated_size() as f64 / self.rest.height() as f64;
            self.advance();
        }
        let rows = self.rows.min(self.fit(self.limit)).max(1);
        let (frame, rest) = self.rest.split_at(rows.min(self.rest.height()) as i64);
        self.rest = rest;
        self.handed += frame.height();
        Ok(Some(frame))
    }

    fn fields(&self) -> Fields {
        self.fields.clone()
    }

    fn limit(&mut self, bytes: usize) {
        self.limit = bytes;
    }

    fn progress(&self) -> Option<f64> {
        (self.all > 0).then(|| self.handed as f64 / self.all as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(groups: &[usize], rows: usize, n_rows: usize) -> Vec<(usize, usize)> {
        cut_above(groups, rows, rows, n_rows)
    }

    fn cut_above(
        groups: &[usize],
        rows: usize,
        largest: usize,
        n_rows: usize,
    ) -> Vec<(usize, usize)> {
        let mut parts = Parts::new(0, groups.iter().copied(), 0..n_rows);
        std::iter::from_fn(|| parts.next(rows, largest))
            .map(|part| (part.start, part.rows))
            .collect()
    }

    #[test]
    fn small_row_groups_are_read_together_and_large_ones_in_parts() {
        assert_eq!(cut(&[3, 4, 5], 7, usize::MAX), [(0, 7), (7, 5)]);
        assert_eq!(
            cut(&[10, 2], 4, usize::MAX),
            [(0, 4), (4, 3), (7, 3), (10, 2)]
        );
        assert_eq!(cut(&[10, 0, 3], 100, 11), [(0, 11)]);
        assert_eq!(cut(&[2, 3], 1, 0), []);
        assert_eq!(cut(&[2, 0, 3, 4], OWN, 7), [(0, 2), (2, 3), (5, 2)]);
    }

    #[test]
    fn those_a_little_too_large_are_read_by_themselves() {
        assert_eq!(
            cut_above(&[2, 2, 5, 4, 9], 4, 8, usize::MAX),
            [(0, 4), (4, 5), (9, 4), (13, 5), (18, 4)]
        );
        assert_eq!(cut_above(&[3, 3], 4, 8, usize::MAX), [(0, 3), (3, 3)]);
    }
}
