//! Decodes messages of record batches and dictionaries into columns.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::array::Array;
use polars_arrow::compute::concatenate::concatenate;
use polars_arrow_format::ipc::{DictionaryBatchRef, MessageHeaderRef};
use polars_core::runtime::RAYON;
use polars_io::RowIndex;
use rayon::prelude::*;

use super::super::invalid::invalid;
use super::super::rows::Rows;
use super::array::Assembler;
use super::categories::{Dictionaries, Dictionary};
use super::fetch::{Buffers, fetch};
use super::format::{Column, Wanted};
use super::message::RawMessage;
use super::plan::{ColumnPlan, Planner, Role};
use super::schema::FileSchema;
use super::text;
use crate::enums;
use crate::estimate;
use crate::frame::arrow::in_column;
use crate::in_order::InOrder;
use crate::io::{Data, Limit, Selection};
use crate::jvm::Result;
use crate::parents::Faults;

/// A record batch, or as many of its first rows as are wanted.
pub struct Batch {
    pub data: Arc<Data>,
    pub message: RawMessage,
    pub dictionaries: Arc<Dictionaries>,
    pub rows: usize,
    /// Its place among those of the file or stream.
    pub index: usize,
}

/// A record batch's outline.
pub fn outline(message: &RawMessage) -> PolarsResult<Planner> {
    match message.header()? {
        MessageHeaderRef::RecordBatch(batch) => Planner::new(batch, message),
        _ => Err(invalid(
            "a message is not the record batch that it should be",
        )),
    }
}

/// Sees to it that what is wanted of the batches is there, where Java reads it, and nothing of those before.
pub fn prefetch(format: &FileSchema, wanted: &Wanted, batches: &[Batch]) -> PolarsResult<()> {
    let Some(Data::Ranges(ranges)) = batches.first().map(|batch| batch.data.as_ref()) else {
        return Ok(());
    };
    let mut places = Vec::new();
    for batch in batches {
        let plans = plan(format, &wanted.columns, batch)?;
        plans.iter().for_each(|plan| places.extend(plan.places()));
    }
    ranges.keep(&places);
    Ok(ranges.want(places.into_iter())?)
}

/// Decodes record batches into one frame, whose columns have a chunk for each of them.
pub fn decode(
    format: &FileSchema,
    wanted: &Wanted,
    batches: &[Batch],
    row_index: Option<RowIndex>,
) -> PolarsResult<DataFrame> {
    RAYON.install(|| decode_here(format, wanted, batches, row_index))
}

/// The selected record batches as one frame.
pub fn decode_whole(
    format: &FileSchema,
    wanted: &Wanted,
    batches: &[Batch],
    selection: &Selection,
    rows: &Rows,
) -> Result<DataFrame> {
    prefetch(format, wanted, batches)?;
    let mut index = selection.row_index.clone();
    if let Some(index) = &mut index {
        index.offset = behind(index.offset, rows.before())?;
    }
    let mut frame = decode(format, wanted, batches, index)?;
    if rows.cut() > 0 {
        frame = frame.slice(rows.cut() as i64, usize::MAX);
    }
    if selection.rechunk {
        estimate::rechunk(&mut frame)?;
    }
    Ok(frame)
}

/// The row index so many rows further on.
pub fn behind(index: IdxSize, rows: usize) -> PolarsResult<IdxSize> {
    let rows = IdxSize::try_from(rows).ok();
    let next = rows.and_then(|rows| index.checked_add(rows));
    next.ok_or_else(|| invalid("more rows than a row index can count"))
}

/// As [`decode`], with the threads that the calling one belongs to.
fn decode_here(
    format: &FileSchema,
    wanted: &Wanted,
    batches: &[Batch],
    row_index: Option<RowIndex>,
) -> PolarsResult<DataFrame> {
    let columns = &wanted.columns;
    let height: usize = batches.iter().map(|batch| batch.rows).sum();
    if height >= IdxSize::MAX as usize {
        return Err(invalid(format!("{height} rows are more than polars has")));
    }
    let plans = batches.par_iter().map(|batch| plan(format, columns, batch));
    let plans: Vec<Vec<ColumnPlan>> = plans.in_order()?;
    let by_column = |column: usize| {
        let batches = batches.iter().zip(&plans);
        batches
            .map(|(batch, plans)| (batch.data.as_ref(), &plans[column]))
            .collect()
    };
    let by_column: Vec<Vec<(&Data, &ColumnPlan)>> = (0..columns.len()).map(by_column).collect();
    let buffers = fetch(&by_column, &format.limits)?;
    for column in columns {
        if let Some(id) = column.categories() {
            // one after the other, so that categories get the same codes whenever the file is read
            for batch in batches {
                dictionary(column, id, &batch.dictionaries)?.look_up(&column.dtype)?;
            }
        }
    }
    let series = columns.par_iter().zip(by_column).zip(buffers);
    let series = series.map(|((column, plans), buffers)| {
        if column.is_text() && !plans.is_empty() {
            let chunks = text_chunks(format, column, batches, &plans, &buffers)
                .map_err(|error| in_column(&column.field.name, error))?;
            let name = column.field.name.clone();
            // SAFETY: these are chunks of views of text.
            let series = unsafe { StringChunked::from_chunks(name, chunks) };
            return Ok(series.into_series().into_column());
        }
        let chunks = batches.par_iter().zip(plans).zip(buffers);
        let chunks = chunks.map(|((batch, (_, plan)), buffers)| {
            chunk(format, column, batch, plan, buffers)
                .map_err(|error| in_column(&column.field.name, error))
        });
        let chunks: Vec<Series> = chunks.in_order()?;
        joined(column, chunks).map(Series::into_column)
    });
    let mut series: Vec<polars::prelude::Column> = series.in_order()?;
    if let Some(index) = row_index {
        series.insert(0, count(index, batches)?);
    }
    // SAFETY: the names were checked to be distinct, and each column has the rows of each batch.
    Ok(unsafe { DataFrame::new_unchecked(height, series) })
}

fn plan(format: &FileSchema, columns: &[Column], batch: &Batch) -> PolarsResult<Vec<ColumnPlan>> {
    let mut planner = outline(&batch.message)?;
    let limit = (batch.rows < planner.rows).then_some(batch.rows);
    let last = columns.iter().map(|column| column.index).max();
    let count = last.map_or(0, |last| last + 1);
    let mut wanted = vec![false; count];
    columns
        .iter()
        .for_each(|column| wanted[column.index] = true);
    let mut plans = Vec::with_capacity(count);
    for (column, wanted) in format.columns.iter().zip(wanted) {
        let plan = match wanted {
            true => planner.column(&column.node, limit),
            false => planner
                .skip(column.node.skip)
                .map(|()| ColumnPlan::default()),
        };
        plans.push(plan.map_err(|error| in_column(&column.field.name, error))?);
    }
    let wanted = columns.iter().map(|column| {
        let mut plan = std::mem::take(&mut plans[column.index]);
        if column.is_text()
            && let Some(offsets) = &mut plan.buffers[1]
        {
            offsets.role = Role::Late;
        }
        plan
    });
    Ok(wanted.collect())
}

fn text_chunks(
    format: &FileSchema,
    column: &Column,
    batches: &[Batch],
    plans: &[(&Data, &ColumnPlan)],
    buffers: &[Buffers],
) -> PolarsResult<Vec<Box<dyn Array>>> {
    let big_endian = format.big_endian;
    let fault = |place: usize, row, why: &str| fault(batches[place].index, row, why);
    match column.field.dtype() {
        ArrowDataType::Utf8 => text::chunks::<i32>(plans, buffers, big_endian, fault),
        _ => text::chunks::<i64>(plans, buffers, big_endian, fault),
    }
}

fn chunk(
    format: &FileSchema,
    column: &Column,
    batch: &Batch,
    plan: &ColumnPlan,
    buffers: Buffers,
) -> PolarsResult<Series> {
    let big_endian = format.big_endian;
    let assembler = Assembler::new(plan, buffers, &batch.dictionaries, big_endian);
    let (array, faults) = assembler.whole(&column.node)?;
    if let Some(faults) = faults {
        let (row, why) = faults.first();
        return Err(fault(batch.index, row, why));
    }
    if array.len() != batch.rows {
        let (found, rows) = (array.len(), batch.rows);
        return Err(invalid(format!("{found} values in {rows} rows")));
    }
    if let Some(id) = column.categories() {
        let dictionary = dictionary(column, id, &batch.dictionaries)?;
        return dictionary.series(&column.field, array.as_ref(), &column.dtype);
    }
    enums::check(&column.field, array.as_ref())?;
    let (name, metadata) = (column.field.name.clone(), column.field.metadata.as_deref());
    // SAFETY: the array was made of this very type.
    unsafe {
        Series::_try_from_arrow_unchecked_with_md(name, vec![array], column.field.dtype(), metadata)
    }
}

/// Says which value it is that polars has none for, and how to do without it.
pub fn fault(batch: usize, row: usize, why: &str) -> PolarsError {
    polars_err!(
        ComputeError: "row {row} of record batch {batch}, both counted from 0: {why}; without this column the file \
        is read by naming the others with withColumns"
    )
}

fn joined(column: &Column, chunks: Vec<Series>) -> PolarsResult<Series> {
    let mut chunks = chunks.into_iter();
    let Some(mut series) = chunks.next() else {
        return Ok(Series::new_empty(column.field.name.clone(), &column.dtype));
    };
    for chunk in chunks {
        series.append_owned(chunk)?;
    }
    Ok(series)
}

fn count(index: RowIndex, batches: &[Batch]) -> PolarsResult<polars::prelude::Column> {
    let mut column = polars::prelude::Column::new_row_index(index.name.clone(), index.offset, 0)?;
    let mut start = index.offset;
    for (place, batch) in batches.iter().enumerate() {
        let rows = polars::prelude::Column::new_row_index(index.name.clone(), start, batch.rows)?;
        start += batch.rows as IdxSize;
        match place {
            0 => column = rows,
            _ => drop(column.append_owned(rows)?),
        }
    }
    Ok(column)
}

fn dictionary<'a>(
    column: &Column,
    id: i64,
    known: &'a Dictionaries,
) -> PolarsResult<&'a Dictionary> {
    let found = known.get(&id);
    let found = found.ok_or_else(|| invalid("its dictionary is missing"));
    found
        .map(Arc::as_ref)
        .map_err(|error| in_column(&column.field.name, error))
}

/// Decodes a dictionary, whose values may have dictionaries themselves, and gives its id if it stands for another
/// one now. Those that are not among `wanted` are passed over.
pub fn decode_dictionary(
    format: &FileSchema,
    data: &Data,
    message: &RawMessage,
    wanted: &Wanted,
    known: &mut Dictionaries,
) -> PolarsResult<Option<i64>> {
    let MessageHeaderRef::DictionaryBatch(header) = message.header()? else {
        return Err(invalid("a message is not the dictionary that it should be"));
    };
    let id = header.id()?;
    if !wanted.dictionaries.contains(&id) {
        return Ok(None);
    }
    let replaced = decode_values(format, data, message, known, header, id);
    let replaced = replaced.map_err(|error| match error {
        PolarsError::IO { .. } => error, // bytes that are missing, perhaps for the moment
        error => of_dictionary(wanted, id, error),
    })?;
    Ok(replaced.then_some(id))
}

/// Names the first column that has the dictionary.
pub fn of_dictionary(wanted: &Wanted, id: i64, error: PolarsError) -> PolarsError {
    let mut columns = wanted.columns.iter();
    match columns.find(|column| column.node.uses_dictionary(id)) {
        Some(column) => in_column(&column.field.name, error),
        None => error,
    }
}

fn decode_values(
    format: &FileSchema,
    data: &Data,
    message: &RawMessage,
    known: &mut Dictionaries,
    header: DictionaryBatchRef<'_>,
    id: i64,
) -> PolarsResult<bool> {
    let batch = header.data()?;
    let batch = batch.ok_or_else(|| invalid("a dictionary batch has no data"))?;
    let found = format.dictionary(id);
    let node = found.ok_or_else(|| invalid(format!("no column has dictionary {id}")))?;
    let mut planner = Planner::new(batch, message)?;
    let limits = &format.limits;
    limits.hold(Limit::DictionaryValues, planner.rows as u64)?;
    let plan = planner.column(node, None)?;
    data.want(plan.places())?;
    let buffers = RAYON.install(|| fetch(&[vec![(data, &plan)]], &format.limits))?;
    let buffers = buffers.into_iter().flatten().flatten().collect();
    let assembler = Assembler::new(&plan, buffers, known, format.big_endian);
    let (mut values, mut faults) = assembler.whole(node)?;
    let before = known.get(&id);
    let mut replaced = before.is_some_and(|before| before.values != values);
    if header.is_delta()? {
        replaced = false;
        if let Some(before) = before {
            faults = Faults::appended(
                (before.faults.as_ref(), before.values.len()),
                (faults.as_ref(), values.len()),
            );
            let before = &before.values;
            if !can_grow(values.dtype()) {
                polars_bail!(
                    InvalidOperation: "its dictionary, whose values have maps or dictionaries themselves, grows, \
                    which cannot be read: write it whole"
                );
            }
            let grown = before.len() + values.len();
            limits.hold(Limit::DictionaryValues, grown as u64)?;
            values = concatenate(&[before.as_ref(), values.as_ref()])?;
        }
    }
    known.insert(id, Arc::new(Dictionary::new(values, faults)));
    Ok(replaced)
}

/// Whether arrays of the type can be put together.
fn can_grow(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as T;
    match dtype {
        T::List(inner) | T::LargeList(inner) | T::FixedSizeList(inner, _) => {
            can_grow(inner.dtype())
        },
        T::Struct(fields) => fields.iter().all(|field| can_grow(field.dtype())),
        T::Extension(extension) => can_grow(&extension.inner),
        T::Dictionary(..) | T::Map(..) | T::Union(_) => false,
        _ => true,
    }
}
