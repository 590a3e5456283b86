//! Writes Parquet: row groups of the wanted size, whatever the size of the frames, which polars' threads encode side
//! by side.

use std::collections::VecDeque;
use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::datatypes::ArrowSchema;
use polars_core::runtime::RAYON;
use polars_parquet_format::{KeyValue, SchemaElement};
use rayon::prelude::*;

use super::chunk::Chunk;
use super::column::ColumnPlan;
use super::gathered::{Gathered, column_of};
use super::options::WriteOptions;
use super::sorted::Sorting;
use super::tail::{self, Tail};
use crate::fields::Fields;
use crate::in_order::InOrder;
use crate::io::Output;
use crate::jvm::Result;
use crate::jvm::wire::Reader;
use crate::read::Ahead;
use crate::write::FrameWrite;

pub struct Writer {
    schema: Schema,
    columns: Arc<Vec<ColumnPlan>>,
    sorting: Arc<Sorting>,
    elements: Vec<SchemaElement>,
    pairs: Vec<KeyValue>,
    tail: Tail,
    /// How many rows are in row groups.
    begun: usize,
    /// What is not in a row group yet.
    gathered: Gathered,
    /// Row groups that are being encoded, in order.
    window: VecDeque<Encoding>,
    /// How many that may be.
    most: usize,
    /// About how much memory their rows take.
    bytes: usize,
    /// Whether what is left makes a row group, however small.
    flush: bool,
}

impl Writer {
    pub fn new(
        options: &mut Reader<'_>,
        schema: Schema,
        fields: &Fields,
        output: Output,
    ) -> Result<Self> {
        let options = WriteOptions::decode(options)?;
        options.check(&schema)?;
        let mut arrow = ArrowSchema::default();
        let columns = schema.iter_fields().map(|field| {
            let info = fields.get(field.name());
            let mut said = field.to_arrow(CompatLevel::newest());
            info.apply(&mut said);
            arrow.insert(field.name().clone(), said);
            let compression = options.compression(field.name());
            ColumnPlan::new(
                field,
                info,
                compression,
                options.statistics,
                options.page_size,
            )
        });
        let columns = columns.collect::<Result<Vec<_>>>()?;
        let sorting = Sorting::new(&options.keys, &schema, &columns)?;
        let elements = columns.iter().flat_map(|column| &column.elements);
        let elements = std::iter::once(tail::root(columns.len())).chain(elements.cloned());
        let threads = RAYON.current_num_threads();
        Ok(Self {
            elements: elements.collect(),
            pairs: tail::pairs(&arrow, options.metadata.as_deref()),
            tail: Tail::new(output, sorting.noted()),
            gathered: Gathered::new(options.row_group_size, options.row_group_bytes),
            bytes: 0,
            window: VecDeque::new(),
            most: 1 + threads.div_ceil(columns.len().max(1)),
            flush: false,
            columns: Arc::new(columns),
            begun: 0,
            sorting: Arc::new(sorting),
            schema,
        })
    }

    /// Whether no other row group is to be begun.
    fn is_full(&self) -> bool {
        self.window.len() >= self.most || self.bytes >= self.gathered.most.saturating_mul(2)
    }

    /// Lets polars' threads encode what makes row groups.
    fn start(&mut self) {
        while !self.is_full()
            && let Some(group) = self.gathered.next(self.flush)
        {
            let (columns, sorting) = (self.columns.clone(), self.sorting.clone());
            let (rows, bytes, pieces) = (group.rows, group.bytes, group.pieces);
            let first = self.begun;
            let chunks = Ahead::spawn(move || {
                sorting.check(&pieces, first)?;
                encode(&columns, &pieces)
            });
            self.begun += rows;
            self.bytes += bytes;
            self.window.push_back(Encoding {
                chunks,
                rows,
                bytes,
            });
        }
    }
}

/// A row group that is being encoded.
struct Encoding {
    chunks: Ahead<Vec<Chunk>>,
    rows: usize,
    bytes: usize,
}

fn encode(columns: &[ColumnPlan], pieces: &[DataFrame]) -> Result<Vec<Chunk>> {
    let chunks = columns.par_iter().enumerate().map(|(place, column)| {
        let rows = column_of(pieces, place)?;
        column.encode(rows)
    });
    let chunks = chunks.in_order()?;
    Ok(chunks.into_iter().flatten().collect())
}

impl FrameWrite for Writer {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn append(&mut self, frame: DataFrame) -> Result<()> {
        self.gathered.push(frame);
        self.flush = false;
        Ok(())
    }

    fn keeps(&self) -> bool {
        true // until a row group is full
    }

    fn flush(&mut self) {
        self.flush = true;
    }

    fn advance(&mut self) -> Result<Option<usize>> {
        self.start();
        let wait = self.flush || self.is_full();
        let Some(group) = self.window.pop_front_if(|_| wait) else {
            return Ok(None);
        };
        self.bytes -= group.bytes;
        self.tail.group(group.chunks.wait()?, group.rows)?;
        Ok(Some(group.rows))
    }

    fn finish(&mut self) -> Result<()> {
        let elements = std::mem::take(&mut self.elements);
        let pairs = std::mem::take(&mut self.pairs);
        Ok(self.tail.finish(elements, pairs)?)
    }
}
