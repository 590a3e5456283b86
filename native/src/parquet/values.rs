//! Corrects values that polars would read as others.

use polars::prelude::*;
use polars_arrow::datatypes::{ArrowDataType, Field as ArrowField, TimeUnit as ArrowUnit};
use polars_parquet_format::Type;

use super::footer::Logical;
use super::schema::{Node, annotation};

/// The nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// What to look for in a column that was read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Watch {
    /// Polars turns what lies beyond nanoseconds into the last of them.
    int96: bool,
    /// A day ends before 24:00.
    time: bool,
}

impl Watch {
    pub fn of(node: &Node) -> Self {
        let own = Self {
            int96: node.element.physical == Some(Type::INT96),
            time: matches!(annotation(&node.element), Some(Logical::Time(_))),
        };
        node.children.iter().map(Self::of).fold(own, |a, b| Self {
            int96: a.int96 || b.int96,
            time: a.time || b.time,
        })
    }

    /// Refuses what polars got wrong; gives what it is to be instead of what polars read.
    pub fn check(
        self,
        column: &Column,
        dtype: &ArrowDataType,
        first: usize,
    ) -> PolarsResult<Option<Series>> {
        if self == Self::default() {
            return Ok(None);
        }
        let series = column.as_materialized_series();
        let restored = restore(series, dtype, Some(first))?;
        self.look(restored.as_ref().unwrap_or(series), Some(first))?;
        Ok(restored)
    }

    fn look(self, series: &Series, first: Option<usize>) -> PolarsResult<()> {
        match series.dtype() {
            DataType::List(_) => self.look(&series.list()?.get_inner(), None),
            DataType::Array(..) => self.look(&series.array()?.get_inner(), None),
            DataType::Struct(_) => {
                let fields = series.struct_()?.fields_as_series();
                fields.iter().try_for_each(|field| self.look(field, first))
            },
            DataType::Datetime(TimeUnit::Nanoseconds, _) if self.int96 => {
                let physical = series.to_physical_repr();
                match find(physical.i64()?, first, |value| value == i64::MAX) {
                    Some((place, _)) => polars_bail!(
                        InvalidOperation:
                        "{place} has an INT96 that nanoseconds do not reach (they go from \
                         1677-09-21 to 2262-04-11)"
                    ),
                    None => Ok(()),
                }
            },
            DataType::Time if self.time => {
                let physical = series.to_physical_repr();
                check_times(physical.i64()?, 1, first)
            },
            _ => Ok(()),
        }
    }
}

/// What polars reads: of times the numbers, since it turns times that are none into nulls.
pub fn stored(field: &ArrowField) -> ArrowField {
    use ArrowDataType as A;
    let boxed = |inner: &ArrowField| Box::new(stored(inner));
    field.with_dtype(match field.dtype() {
        A::Time32(ArrowUnit::Millisecond) => A::Int32,
        A::Time64(ArrowUnit::Microsecond) => A::Int64,
        A::LargeList(inner) => A::LargeList(boxed(inner)),
        A::FixedSizeList(inner, width) => A::FixedSizeList(boxed(inner), *width),
        A::Struct(fields) => A::Struct(fields.iter().map(stored).collect()),
        other => other.clone(),
    })
}

/// How many values the arrays of a row have: nulls as well.
pub fn array_values(dtype: &ArrowDataType) -> u64 {
    match dtype {
        ArrowDataType::FixedSizeList(item, width) => {
            (*width as u64).saturating_mul(array_values(item.dtype()))
        },
        ArrowDataType::Struct(fields) => {
            let each = fields.iter().map(|field| array_values(field.dtype()));
            each.max().unwrap_or(1)
        },
        _ => 1,
    }
}

/// The times of numbers that [`stored`] says, if there are any.
fn restore(
    series: &Series,
    dtype: &ArrowDataType,
    first: Option<usize>,
) -> PolarsResult<Option<Series>> {
    use ArrowDataType as A;
    let inner = |inner: Series, dtype: &ArrowDataType, first: Option<usize>| {
        let restored = restore(&inner, dtype, first)?;
        Ok(restored.unwrap_or(inner))
    };
    Ok(match dtype {
        A::Time32(ArrowUnit::Millisecond) => Some(times(series, 1_000_000, first)?),
        A::Time64(ArrowUnit::Microsecond) => Some(times(series, 1000, first)?),
        A::LargeList(item) if has_times(item) => {
            let lists = series.list()?;
            Some(
                lists
                    .apply_to_inner(&|items| inner(items, item.dtype(), None))?
                    .into_series(),
            )
        },
        A::FixedSizeList(item, _) if has_times(item) => {
            let arrays = series.array()?;
            Some(
                arrays
                    .apply_to_inner(&|items| inner(items, item.dtype(), None))?
                    .into_series(),
            )
        },
        A::Struct(fields) if fields.iter().any(has_times) => {
            let structs = series.struct_()?;
            let columns = structs.fields_as_series().into_iter().zip(fields);
            let columns = columns
                .map(|(column, field)| inner(column, field.dtype(), first))
                .collect::<PolarsResult<Vec<_>>>()?;
            let name = series.name().clone();
            let mut restored = StructChunked::from_series(name, series.len(), columns.iter())?;
            restored.zip_outer_validity(structs);
            Some(restored.into_series())
        },
        _ => None,
    })
}

fn has_times(field: &ArrowField) -> bool {
    use ArrowDataType as A;
    match field.dtype() {
        A::Time32(_) | A::Time64(_) => true,
        A::LargeList(inner) | A::FixedSizeList(inner, _) => has_times(inner),
        A::Struct(fields) => fields.iter().any(has_times),
        _ => false,
    }
}

fn times(series: &Series, nanoseconds: i64, first: Option<usize>) -> PolarsResult<Series> {
    let numbers = series.cast(&DataType::Int64)?;
    let numbers = numbers.i64()?;
    check_times(numbers, nanoseconds, first)?;
    Ok((numbers * nanoseconds).into_time().into_series())
}

fn check_times(values: &Int64Chunked, nanoseconds: i64, first: Option<usize>) -> PolarsResult<()> {
    match find(values, first, |value| {
        !(0..DAY / nanoseconds).contains(&value)
    }) {
        Some((place, value)) => polars_bail!(
            InvalidOperation:
            "{place} has a time of {value} × {nanoseconds} ns, which is not within a day"
        ),
        None => Ok(()),
    }
}

/// The first value that is so, and where it is; what lies in lists has no row of its own.
fn find(
    values: &Int64Chunked,
    first: Option<usize>,
    is: impl Fn(i64) -> bool,
) -> Option<(String, i64)> {
    let at = values.iter().position(|value| value.is_some_and(&is))?;
    let place = match first {
        Some(first) => format!("row {}", first + at),
        None => "a list".to_owned(),
    };
    Some((place, values.get(at)?))
}
