//! Prepares a file for reading: polars gets a footer that we write, from the checked contents of the original.

use std::collections::BTreeSet;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, Field as ArrowField, Metadata};
use polars_io::RowIndex;
use polars_io::mmap::MmapBytesReader;

use super::check::check_elements;
use super::extension::plain_field;
use super::footer::{self, Chunk, Footer};
use super::hints::Hints;
use super::invalid::{ARROW, clip, in_column, invalid, undecodable};
use super::layout;
use super::pages::{self, Leaf};
use super::rewrite::polars_footer;
use super::schema::{self, Node, Refusal};
use super::values::{self, Values};
use crate::arrow_fields::{fault, with_known_zones};
use crate::fields::{FieldInfo, Fields};
use crate::io::ranges::Pieces;
use crate::io::{Limit, Limits};
use crate::jvm::error::catch_panic;
use crate::jvm::wire::Writer;
use crate::jvm::{Error, Result};
use crate::memory;
use crate::read::Refused;

/// What messages call a row group.
pub const ROW_GROUP: &str = "row group";

/// Arrays of a width up to this are believed in without a value.
const WIDE: usize = 1 << 16;

pub struct CheckedFile {
    metadata: Arc<polars::prelude::FileMetadata>,
    columns: Vec<Column>,
    leaves: Vec<Leaf>,
    /// With the row groups that are not left out.
    footer: Footer,
    /// How columns are stored.
    stored: ArrowSchema,
    /// The rows of the row groups before those.
    before: usize,
    /// Where the footer begins.
    end: u64,
    checked: BTreeSet<(usize, usize)>,
    limits: Limits,
}

/// What polars reads by, and of what.
pub struct Pages {
    pub reader: Box<dyn MmapBytesReader>,
    pub file: CheckedFile,
    /// That are wanted, counted from the file's first.
    pub rows: Range<usize>,
}

struct Column {
    name: String,
    refusal: Option<Refusal>,
    /// What is said of its field.
    info: FieldInfo,
    /// How many values a row's arrays have.
    array: u64,
    values: Values,
}

impl CheckedFile {
    /// Reads the footer, and leaves the reader where it was.
    pub fn open(reader: &mut (impl Read + Seek), limits: &Limits) -> Result<Self> {
        let (footer, end) = footer::of_file(reader, limits)?;
        Ok(Self::new(footer, end, limits)?)
    }

    /// How the file is laid out.
    pub fn layout(reader: &mut (impl Read + Seek), limits: &Limits) -> Result<Writer> {
        let (footer, _) = footer::of_file(reader, limits)?;
        Ok(layout::wire(&footer, reader.seek(SeekFrom::End(0))?)?)
    }

    fn new(mut footer: Footer, end: u64, limits: &Limits) -> PolarsResult<Self> {
        check_elements(&footer.schema)?;
        footer::check_counts(&footer)?;
        limits.hold(Limit::RecordBatches, footer.groups.len() as u64)?;
        let repeated = schema::rename_repeated(&mut footer.schema);
        let nodes = Node::columns(&footer.schema)?;
        limits.hold(Limit::Columns, nodes.len() as u64)?;
        let hints = Hints::of(&footer);
        let mut fields = ArrowSchema::default();
        let (mut columns, mut leaves) = (Vec::new(), Vec::new());
        for node in &nodes {
            let name = node.name();
            let first = leaves.len();
            add_leaves(node, columns.len(), false, &mut leaves);
            let most = most_values(&footer, first..leaves.len()).max(WIDE);
            let hint = match repeated.contains_key(name) {
                true => Ok(None),
                false => hints.get(name),
            };
            let read = hint.and_then(|hint| {
                let hint = hint.map(|hint| schema::narrow(&with_known_zones(hint), most));
                match hint.as_ref().and_then(fault) {
                    Some(fault) => Err(fault),
                    None => schema::field(node, hint.as_ref()),
                }
            });
            let (field, refusal) = match read {
                Ok(field) => (field, None),
                Err(refusal) => {
                    let placeholder = ArrowField::new(name.into(), ArrowDataType::Null, true);
                    (placeholder, Some(refusal))
                },
            };
            let info = match repeated.get(name) {
                Some(Some(written)) => FieldInfo::of(&field).renamed(written),
                _ => FieldInfo::of(&field),
            };
            let field = plain_field(&field);
            let array = values::array_values(field.dtype());
            let values = match refusal {
                Some(_) => Values::refused(field),
                None => Values::new(field, &leaves[first..]),
            };
            fields.insert(name.into(), values.stored.clone());
            columns.push(Column {
                name: name.to_owned(),
                refusal,
                array,
                info,
                values,
            });
        }
        for group in &footer.groups {
            if group.chunks.len() != leaves.len() {
                return Err(invalid(format!(
                    "a row group of {} column chunks, where the schema has {}",
                    group.chunks.len(),
                    leaves.len()
                )));
            }
        }
        limits.schema(&Schema::from_arrow_schema(&fields))?;
        let metadata = polars_footer(&footer, &leaves, &fields)?;
        Ok(Self {
            metadata,
            columns,
            leaves,
            footer,
            stored: fields,
            before: 0,
            end,
            checked: BTreeSet::new(),
            limits: *limits,
        })
    }

    /// What is said of the columns' fields.
    pub fn fields(&self) -> Fields {
        let columns = self.columns.iter();
        Fields::new(columns.map(|column| (column.name.as_str().into(), column.info.clone())))
    }

    /// The columns that cannot be read.
    pub fn refused(&self) -> Vec<Refused> {
        let columns = self.columns.iter().enumerate();
        let refused = columns.filter_map(|(index, column)| {
            Some(Refused {
                index,
                name: column.name.as_str().into(),
                foreign: column.refusal.clone()?,
            })
        });
        refused.collect()
    }

    /// The types of the columns that can be read.
    pub fn schema(&self) -> Result<Schema> {
        let mut parquet = ParquetReader::new(Cursor::new(Vec::new()));
        parquet.set_metadata(self.metadata());
        let mut schema = Schema::from_arrow_schema(parquet.schema()?.as_ref());
        for column in &self.columns {
            if column.refusal.is_some() {
                schema.shift_remove(&column.name);
            } else if let Some(dtype) = schema.get_mut(&column.name) {
                let empty = polars::prelude::Column::new_empty(column.name.as_str().into(), dtype);
                if let Some(restored) = column.values.check(&empty, 0)? {
                    *dtype = restored.dtype().clone();
                }
            }
        }
        Ok(schema)
    }

    /// The file's keys and values, but for the writer's Arrow schema.
    pub fn pairs(&self) -> Option<Arc<Metadata>> {
        let pairs = self.metadata.key_value_metadata().iter().flatten();
        let pairs = pairs.filter(|pair| pair.key != ARROW);
        let pairs: Metadata = pairs
            .map(|pair| {
                let value = pair.value.as_deref().unwrap_or("");
                (pair.key.as_str().into(), value.into())
            })
            .collect();
        (!pairs.is_empty()).then(|| pairs.into())
    }

    /// What polars is to read by.
    pub fn metadata(&self) -> Arc<polars::prelude::FileMetadata> {
        self.metadata.clone()
    }

    /// Leaves out the row groups with none of some rows; polars looks into all that it knows.
    pub fn narrow(&mut self, rows: &Range<usize>) -> Result<()> {
        let groups = self.footer.groups.len();
        let (mut first, mut before) = (0, None);
        self.footer.groups.retain(|group| {
            let last = first + group.rows as usize;
            let kept = first < rows.end && rows.start < last;
            if kept {
                before.get_or_insert(first);
            }
            first = last;
            kept
        });
        self.before = before.unwrap_or(0);
        match self.footer.groups.len() == groups {
            true => Ok(()),
            false => self.renew(),
        }
    }

    /// Has the pages read where pieces of the file were put.
    pub fn move_to(&mut self, pieces: &Pieces) -> Result<()> {
        let groups = self.footer.groups.iter_mut();
        for chunk in groups.flat_map(|group| &mut group.chunks) {
            chunk.moved = match (u64::try_from(chunk.start()), u64::try_from(chunk.size)) {
                (Ok(_), Ok(0)) => Some(0),
                (Ok(start), Ok(size)) => pieces.find(start, size),
                _ => None,
            };
        }
        self.renew()
    }

    fn renew(&mut self) -> Result<()> {
        self.footer.rows = self.footer.groups.iter().map(|group| group.rows).sum();
        self.metadata = polars_footer(&self.footer, &self.leaves, &self.stored)?;
        Ok(())
    }

    /// The rows as polars counts them, from its own first one, and its row index.
    pub fn counted(
        &self,
        rows: &Range<usize>,
        index: Option<&RowIndex>,
    ) -> Result<((usize, usize), Option<RowIndex>)> {
        let start = rows.start.saturating_sub(self.before);
        let moved = index.map(|index| {
            let before = IdxSize::try_from(self.before).ok();
            let offset = before.and_then(|before| index.offset.checked_add(before));
            let name = index.name.clone();
            let moved = offset.map(|offset| RowIndex { name, offset });
            moved.ok_or_else(|| Error::Argument(format!("a row index from {} on", index.offset)))
        });
        Ok(((start, rows.len()), moved.transpose()?))
    }

    /// The rows of the row groups before the first one that is not left out.
    pub fn before(&self) -> usize {
        self.before
    }

    /// The rows of each row group.
    pub fn group_rows(&self) -> Vec<usize> {
        let groups = self.metadata.row_groups.iter();
        groups.map(|group| group.num_rows()).collect()
    }

    /// Refuses columns that cannot be read, of all or of those that are asked for.
    pub fn check_types(&self, columns: Option<&[String]>) -> Result<()> {
        let refused = self.wanted(columns).find_map(|(_, column)| {
            let refusal = column.refusal.as_ref()?;
            Some((column, refusal))
        });
        let Some((column, refusal)) = refused else {
            return Ok(());
        };
        let message = format!(
            "column '{}' has {}, which cannot be read: leave the column out by `withColumns`",
            clip(&column.name),
            clip(refusal),
        );
        Err(PolarsError::InvalidOperation(message.into()).into())
    }

    /// Where the pages of the columns lie.
    pub fn places(&self, columns: Option<&[String]>) -> Vec<(u64, u64)> {
        let wanted: BTreeSet<usize> = self.wanted(columns).map(|(at, _)| at).collect();
        let groups = self.footer.groups.iter();
        let chunks = groups.flat_map(|group| self.leaves.iter().zip(&group.chunks));
        let chunks = chunks.filter(|(leaf, _)| wanted.contains(&leaf.column));
        let places = chunks.filter_map(|(_, chunk)| {
            let start = u64::try_from(chunk.start()).ok()?;
            Some((start, u64::try_from(chunk.size).ok()?))
        });
        places.collect()
    }

    /// Refuses what cannot be read of the columns' pages in some rows.
    pub fn check_pages(
        &mut self,
        reader: &mut dyn MmapBytesReader,
        columns: Option<&[String]>,
        rows: Range<usize>,
    ) -> Result<()> {
        self.check_types(columns)?;
        let wanted: BTreeSet<usize> = self.wanted(columns).map(|(at, _)| at).collect();
        let mut first = self.before;
        let mut bytes = 0u64;
        for (at, group) in self.footer.groups.iter().enumerate() {
            let last = first + group.rows as usize;
            let overlap = rows.start.max(first)..rows.end.min(last);
            for (i, (leaf, chunk)) in self.leaves.iter().zip(&group.chunks).enumerate() {
                if !wanted.contains(&leaf.column) {
                    continue;
                }
                let name = &self.columns[leaf.column].name;
                if !self.checked.insert((at, i)) {
                    continue;
                }
                let needed = check_chunk(
                    reader,
                    leaf,
                    chunk,
                    group.rows as u64,
                    overlap.len() as u64,
                    (self.end, &self.limits),
                )
                .map_err(|error| in_column(error, name))?;
                let arrays = overlap.len() as u64 * leaf.width();
                let arrays = arrays.saturating_mul(self.columns[leaf.column].array);
                bytes = bytes.saturating_add(needed.max(arrays));
            }
            // polars looks into row groups before the rows, too
            first = last;
            if first >= rows.end {
                break;
            }
        }
        self.limits.hold(Limit::MemoryBytes, bytes)?;
        reserve(bytes)?;
        Ok(())
    }

    fn wanted<'a>(
        &'a self,
        columns: Option<&'a [String]>,
    ) -> impl Iterator<Item = (usize, &'a Column)> {
        let columns = columns.map(|columns| columns.iter().collect::<BTreeSet<_>>());
        self.columns.iter().enumerate().filter(move |(_, column)| {
            columns
                .as_ref()
                .is_none_or(|columns| columns.contains(&column.name))
        })
    }

    /// Lets polars read the columns. Where that fails, it reads each again to find the one to blame;
    /// the values that it would get wrong are refused. `first` is the first row's number.
    pub fn read(
        &self,
        columns: Option<&[String]>,
        first: usize,
        mut read: impl FnMut(Option<Vec<String>>) -> Result<DataFrame>,
    ) -> Result<DataFrame> {
        let mut frame = match catch_panic(|| read(columns.map(<[String]>::to_vec))) {
            Ok(frame) => frame,
            Err(error) => return Err(self.blame(error, columns, read)),
        };
        for (_, column) in self.wanted(columns) {
            let series = frame.column(&column.name)?;
            if series.len() != frame.height() {
                let message = format!("{} rows of {}", series.len(), frame.height());
                return Err(in_column(invalid(message), &column.name).into());
            }
            let checked = column.values.check(series, first);
            if let Some(restored) = checked.map_err(|error| in_column(error, &column.name))? {
                frame.with_column(restored.into_column())?;
            }
        }
        Ok(frame)
    }

    fn blame(
        &self,
        error: Error,
        columns: Option<&[String]>,
        mut read: impl FnMut(Option<Vec<String>>) -> Result<DataFrame>,
    ) -> Error {
        if !matches!(
            error,
            Error::Panic(..) | Error::Polars(PolarsError::ComputeError(_), _)
        ) {
            return error;
        }
        let guilty = self.wanted(columns).find_map(|(_, column)| {
            let alone = catch_panic(|| read(Some(vec![column.name.clone()])));
            alone.err().map(|error| (column, error))
        });
        match guilty {
            Some((column, error)) => in_column(undecodable(error), &column.name).into(),
            None => undecodable(error).into(),
        }
    }
}

fn check_chunk(
    reader: &mut dyn MmapBytesReader,
    leaf: &Leaf,
    chunk: &Chunk,
    rows: u64,
    wanted: u64,
    within: (u64, &Limits),
) -> PolarsResult<u64> {
    if chunk.encrypted {
        polars_bail!(InvalidOperation: "it is encrypted, which is not supported");
    }
    if chunk.elsewhere {
        polars_bail!(InvalidOperation: "its data is in another file, which is not supported");
    }
    if chunk.physical != Some(leaf.physical.0) {
        return Err(invalid(
            "its values are of another type than the schema says",
        ));
    }
    match chunk.codec {
        0 | 1 | 2 | 4 | 5 | 6 | 7 => {},
        3 => polars_bail!(InvalidOperation: "it is compressed by LZO, which is not supported"),
        other => {
            return Err(invalid(format!(
                "it is compressed by the unknown codec {other}"
            )));
        },
    }
    pages::check(reader, leaf, chunk, rows, wanted, within)
}

/// Finds out whether polars will get the memory that the pages need.
fn reserve(bytes: u64) -> io::Result<()> {
    memory::probe_if_large(usize::try_from(bytes).unwrap_or(usize::MAX))
}

/// Of the column's chunks.
fn most_values(footer: &Footer, leaves: Range<usize>) -> usize {
    let groups = footer.groups.iter();
    let chunks = groups.flat_map(|group| group.chunks.get(leaves.clone()).unwrap_or_default());
    let values = chunks.map(|chunk| usize::try_from(chunk.values).unwrap_or(0));
    values.max().unwrap_or(0)
}

fn add_leaves(node: &Node, column: usize, repeated: bool, leaves: &mut Vec<Leaf>) {
    let repeated = repeated || node.is_repeated();
    match node.element.physical {
        Some(physical) if node.children.is_empty() => leaves.push(Leaf {
            column,
            physical,
            length: node
                .element
                .length
                .and_then(|length| length.try_into().ok()),
            repeated,
        }),
        _ => {
            for child in &node.children {
                add_leaves(child, column, repeated, leaves);
            }
        },
    }
}
