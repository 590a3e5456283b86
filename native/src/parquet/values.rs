//! Corrects values that polars would read as others.

use polars::prelude::*;
use polars_arrow::datatypes::{ArrowDataType, Field as ArrowField, TimeUnit as ArrowUnit};
use polars_core::chunked_array::cast::CastOptions;
use polars_parquet_format::Type;

use super::schema::Node;
use crate::arrow_fields::enum_key;
use crate::enums;
use crate::schema::name_of;
use crate::series::cast::first_lost;

/// The nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// The row of the file that a value is in, by its place.
type Rows<'a> = &'a dyn Fn(usize) -> usize;

/// What to look for in a column that was read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Watch {
    /// Polars turns what lies beyond nanoseconds into the last of them.
    int96: bool,
}

impl Watch {
    pub fn of(node: &Node) -> Self {
        let own = node.element.physical == Some(Type::INT96);
        Self {
            int96: own || node.children.iter().any(|child| Self::of(child).int96),
        }
    }

    /// Refuses what polars got wrong; gives what it is to be instead of what polars read. `first` is the number of
    /// the first row.
    pub fn check(
        self,
        column: &Column,
        field: &ArrowField,
        first: usize,
    ) -> PolarsResult<Option<Series>> {
        if !self.int96 && !is_restored(field) {
            return Ok(None);
        }
        let series = column.as_materialized_series();
        let rows = |place: usize| first + place;
        let restored = restore(series, field, &rows)?;
        if self.int96 {
            look(restored.as_ref().unwrap_or(series), &rows)?;
        }
        Ok(restored)
    }
}

/// Refuses the INT96 that nanoseconds do not reach.
fn look(series: &Series, rows: Rows<'_>) -> PolarsResult<()> {
    match series.dtype() {
        DataType::List(_) => {
            let lists = series.list()?.rechunk();
            let rows = |place: usize| rows(list_of(&lists, place));
            look(&lists.get_inner(), &rows)
        },
        DataType::Array(_, width) => {
            let rows = |place: usize| rows(place / width);
            look(&series.array()?.rechunk().get_inner(), &rows)
        },
        DataType::Struct(_) => {
            let fields = series.struct_()?.fields_as_series();
            fields.iter().try_for_each(|field| look(field, rows))
        },
        DataType::Datetime(TimeUnit::Nanoseconds, _) => {
            let physical = series.to_physical_repr();
            match find(physical.i64()?, |value| value == i64::MAX) {
                Some((place, _)) => polars_bail!(
                    InvalidOperation:
                    "row {} has an INT96 that nanoseconds do not reach (they go from 1677-09-21 to 2262-04-11)",
                    rows(place)
                ),
                None => Ok(()),
            }
        },
        _ => Ok(()),
    }
}

/// The list that the value at the place is in.
fn list_of(lists: &ListChunked, place: usize) -> usize {
    let offsets = lists.downcast_as_array().offsets().as_slice();
    offsets.partition_point(|start| *start as usize <= place) - 1
}

/// What polars reads: of times the numbers and of an Enum the text, since it turns those that there are none of
/// into nulls; of small integers the 32 bits that they are stored in, of which it takes the lowest.
pub fn stored(field: &ArrowField) -> ArrowField {
    use ArrowDataType as A;
    let boxed = |inner: &ArrowField| Box::new(stored(inner));
    let dtype = match field.dtype() {
        A::Time32(_) => A::Int32,
        A::Time64(_) => A::Int64,
        A::Int8 | A::Int16 | A::UInt8 | A::UInt16 => A::Int32,
        A::Dictionary(..) if enum_key(field).is_some() => {
            return ArrowField::new(field.name.clone(), A::Utf8View, field.is_nullable);
        },
        A::LargeList(inner) => A::LargeList(boxed(inner)),
        A::FixedSizeList(inner, width) => A::FixedSizeList(boxed(inner), *width),
        A::Struct(fields) => A::Struct(fields.iter().map(stored).collect()),
        other => other.clone(),
    };
    field.with_dtype(dtype)
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

/// What the field has, of what [`stored`] says of it, if that is something else.
fn restore(series: &Series, field: &ArrowField, rows: Rows<'_>) -> PolarsResult<Option<Series>> {
    use ArrowDataType as A;
    let inner = |inner: Series, field: &ArrowField, rows: Rows<'_>| {
        let restored = restore(&inner, field, rows)?;
        Ok(restored.unwrap_or(inner))
    };
    Ok(match field.dtype() {
        A::Time32(unit) | A::Time64(unit) => Some(times(series, nanoseconds(*unit), rows)?),
        A::Int8 | A::Int16 | A::UInt8 | A::UInt16 => Some(narrow(series, field, rows)?),
        A::Dictionary(..) if enum_key(field).is_some() => Some(categories(series, field, rows)?),
        A::LargeList(item) if is_restored(item) => {
            let lists = series.list()?.rechunk();
            let rows = |place: usize| rows(list_of(&lists, place));
            let restored = lists.apply_to_inner(&|items| inner(items, item, &rows))?;
            Some(restored.into_series())
        },
        A::FixedSizeList(item, width) if is_restored(item) => {
            let arrays = series.array()?;
            let rows = |place: usize| rows(place / width);
            let restored = arrays.apply_to_inner(&|items| inner(items, item, &rows))?;
            Some(restored.into_series())
        },
        A::Struct(fields) if fields.iter().any(is_restored) => {
            let structs = series.struct_()?;
            let columns = structs.fields_as_series().into_iter().zip(fields);
            let columns = columns
                .map(|(column, field)| inner(column, field, rows))
                .collect::<PolarsResult<Vec<_>>>()?;
            let name = series.name().clone();
            let mut restored = StructChunked::from_series(name, series.len(), columns.iter())?;
            restored.zip_outer_validity(structs);
            Some(restored.into_series())
        },
        _ => None,
    })
}

/// Whether polars reads something else of it.
fn is_restored(field: &ArrowField) -> bool {
    use ArrowDataType as A;
    match field.dtype() {
        A::Time32(_) | A::Time64(_) | A::Int8 | A::Int16 | A::UInt8 | A::UInt16 => true,
        A::Dictionary(..) => enum_key(field).is_some(),
        A::LargeList(inner) | A::FixedSizeList(inner, _) => is_restored(inner),
        A::Struct(fields) => fields.iter().any(is_restored),
        _ => false,
    }
}

fn nanoseconds(unit: ArrowUnit) -> i64 {
    match unit {
        ArrowUnit::Second => 1_000_000_000,
        ArrowUnit::Millisecond => 1_000_000,
        ArrowUnit::Microsecond => 1000,
        ArrowUnit::Nanosecond => 1,
    }
}

fn times(series: &Series, nanoseconds: i64, rows: Rows<'_>) -> PolarsResult<Series> {
    let numbers = series.cast(&DataType::Int64)?;
    let numbers = numbers.i64()?;
    let day = 0..DAY / nanoseconds;
    if let Some((place, value)) = find(numbers, |value| !day.contains(&value)) {
        polars_bail!(
            InvalidOperation:
            "row {} has a time of {value} × {nanoseconds} ns, which is not within a day", rows(place)
        );
    }
    let numbers = match nanoseconds {
        1 => numbers.clone(),
        each => numbers * each,
    };
    Ok(numbers.into_time().into_series())
}

fn narrow(series: &Series, field: &ArrowField, rows: Rows<'_>) -> PolarsResult<Series> {
    let dtype = DataType::from_arrow_field(field);
    let narrow = series.cast_with_options(&dtype, CastOptions::NonStrict)?;
    if let Some(place) = first_lost(series, &narrow)
        && let Some(number) = series.i32()?.get(place)
    {
        polars_bail!(
            InvalidOperation:
            "row {} has the number {number}, which is none of {}", rows(place), name_of(&dtype)
        );
    }
    Ok(narrow)
}

fn categories(series: &Series, field: &ArrowField, rows: Rows<'_>) -> PolarsResult<Series> {
    let dtype = DataType::from_arrow_field(field);
    let categories = series.cast_with_options(&dtype, CastOptions::NonStrict)?;
    if let Some(place) = first_lost(series, &categories)
        && let Some(text) = series.str()?.get(place)
    {
        polars_bail!(InvalidOperation: "row {} has {}", rows(place), enums::foreign(text, field));
    }
    Ok(categories)
}

/// The first value that is so, and its place.
fn find(values: &Int64Chunked, is: impl Fn(i64) -> bool) -> Option<(usize, i64)> {
    let at = values.iter().position(|value| value.is_some_and(&is))?;
    Some((at, values.get(at)?))
}
