//! Corrects values that polars would read as others.

use polars::prelude::*;
use polars_arrow::array::{Array, FixedSizeListArray};
use polars_arrow::datatypes::{ArrowDataType, Field as ArrowField, TimeUnit as ArrowUnit};
use polars_core::chunked_array::cast::CastOptions;
use polars_parquet_format::Type;

use super::invalid::{ARROW, clip};
use super::pages::Leaf;
use super::rows::{Rows, list_of};
use super::{decimals, int96};
use crate::arrow_fields::enum_key;
use crate::enums;
use crate::schema::name_of;
use crate::series::cast::first_lost;

/// The nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// The way to read a file with values that are refused.
const WAY_OUT: &str = "without this column the file is read by naming the others with withColumns";

/// A column as polars is to read it, and what becomes of that.
pub struct Values {
    pub field: ArrowField,
    pub stored: ArrowField,
}

impl Values {
    /// Of a field with these columns of values.
    pub fn new(field: ArrowField, leaves: &[Leaf]) -> Self {
        let stored = stored(&field, &mut leaves.iter());
        Self { field, stored }
    }

    /// Of a column that is not read.
    pub fn refused(field: ArrowField) -> Self {
        let stored = field.clone();
        Self { field, stored }
    }

    /// Refuses what is no value of the column's type; gives what it is to be instead of what polars read. `first` is
    /// the number of the first row.
    pub fn check(&self, column: &Column, first: usize) -> PolarsResult<Option<Series>> {
        if !is_restored(&self.field, &self.stored) {
            return Ok(None);
        }
        let series = column.as_materialized_series();
        let rows = |place: usize| first + place;
        restore(series, &self.field, &self.stored, &rows)
            .map_err(|error| error.wrap_msg(|reason| format!("{reason}: {WAY_OUT}")))
    }
}

/// What polars reads: of times the numbers and of an Enum the text, since it turns those that there are none of
/// into nulls; of small integers the 32 bits that they are stored in, of which it takes the lowest; of what is said to
/// be null whatever there is; the bytes of INT96, of which it reads those beyond nanoseconds as the last of them, and
/// of decimals of any length, of which it reads those without bytes as 0; of arrays of no width lists, since it counts
/// on there being nothing in them.
fn stored(field: &ArrowField, leaves: &mut std::slice::Iter<'_, Leaf>) -> ArrowField {
    use ArrowDataType as A;
    let dtype = match field.dtype() {
        A::LargeList(inner) | A::FixedSizeList(inner, 0) => {
            A::LargeList(Box::new(stored(inner, leaves)))
        },
        A::FixedSizeList(inner, width) => A::FixedSizeList(Box::new(stored(inner, leaves)), *width),
        A::Struct(fields) if !fields.is_empty() => {
            A::Struct(fields.iter().map(|field| stored(field, leaves)).collect())
        },
        dtype => {
            let physical = leaves.next().map(|leaf| (leaf.physical, leaf.length));
            match (dtype, physical) {
                (A::Time32(_), _) => A::Int32,
                (A::Time64(_), _) => A::Int64,
                (A::Int8 | A::Int16 | A::UInt8 | A::UInt16, _) => A::Int32,
                (A::UInt32, Some((Type::INT64, _))) => A::Int64,
                (A::Decimal(..), Some((Type::BYTE_ARRAY, _))) => A::BinaryView,
                (A::Timestamp(..), Some((Type::INT96, _))) => A::FixedSizeBinary(int96::BYTES),
                (A::Null, Some((physical, length))) => unannotated(physical, length),
                (A::Dictionary(..), _) if enum_key(field).is_some() => {
                    return ArrowField::new(field.name.clone(), A::Utf8View, field.is_nullable);
                },
                (other, _) => other.clone(),
            }
        },
    };
    field.with_dtype(dtype)
}

/// What values are that nothing is said of.
fn unannotated(physical: Type, length: Option<usize>) -> ArrowDataType {
    use ArrowDataType as A;
    match physical {
        Type::BOOLEAN => A::Boolean,
        Type::INT32 => A::Int32,
        Type::INT64 => A::Int64,
        Type::FLOAT => A::Float32,
        Type::DOUBLE => A::Float64,
        Type::FIXED_LEN_BYTE_ARRAY => A::FixedSizeBinary(length.unwrap_or(1)),
        _ => A::BinaryView,
    }
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

/// What the field has, of what polars read as `stored` says, if that is something else.
fn restore(
    series: &Series,
    field: &ArrowField,
    stored: &ArrowField,
    rows: Rows<'_>,
) -> PolarsResult<Option<Series>> {
    use ArrowDataType as A;
    let inner = |inner: Series, field: &ArrowField, stored: &ArrowField, rows: Rows<'_>| {
        let restored = restore(&inner, field, stored, rows)?;
        Ok(restored.unwrap_or(inner))
    };
    if !is_restored(field, stored) {
        return Ok(None);
    }
    Ok(Some(match (field.dtype(), stored.dtype()) {
        (A::LargeList(item), A::LargeList(kept)) => {
            let lists = series.list()?.rechunk();
            let rows = |place: usize| rows(list_of(&lists, place));
            let restored = lists.apply_to_inner(&|items| inner(items, item, kept, &rows))?;
            restored.into_series()
        },
        (A::FixedSizeList(item, 0), _) => empty_arrays(series, item, rows)?,
        (A::FixedSizeList(item, width), A::FixedSizeList(kept, _)) => {
            let arrays = series.array()?;
            let rows = |place: usize| rows(place / width);
            let restored = arrays.apply_to_inner(&|items| inner(items, item, kept, &rows))?;
            restored.into_series()
        },
        (A::Struct(fields), A::Struct(kept)) => {
            let structs = series.struct_()?;
            let columns = structs.fields_as_series().into_iter();
            let columns = columns.zip(fields.iter().zip(kept));
            let columns = columns
                .map(|(column, (field, stored))| inner(column, field, stored, rows))
                .collect::<PolarsResult<Vec<_>>>()?;
            let name = series.name().clone();
            let mut restored = StructChunked::from_series(name, series.len(), columns.iter())?;
            restored.zip_outer_validity(structs);
            restored.into_series()
        },
        (A::Time32(unit) | A::Time64(unit), _) => times(series, nanoseconds(*unit), rows)?,
        (A::Decimal(precision, scale), A::BinaryView) => {
            decimals::of_bytes(series, *precision, *scale, rows)?
        },
        (A::Decimal(precision, scale), _) => {
            decimals::check(series, *precision, *scale, rows)?;
            return Ok(None);
        },
        (A::Timestamp(..), _) => int96::instants(series, rows)?,
        (A::Null, _) => nothing(series, rows)?,
        (A::Dictionary(..), _) => categories(series, field, rows)?,
        _ => narrow(series, field, rows)?,
    }))
}

/// Whether there is something to be looked at, or polars reads something else.
fn is_restored(field: &ArrowField, stored: &ArrowField) -> bool {
    use ArrowDataType as A;
    match (field.dtype(), stored.dtype()) {
        (A::Decimal(..), _) => true,
        (A::LargeList(inner), A::LargeList(kept))
        | (A::FixedSizeList(inner, _), A::FixedSizeList(kept, _)) => is_restored(inner, kept),
        (A::Struct(fields), A::Struct(kept)) => {
            let mut fields = fields.iter().zip(kept);
            fields.any(|(field, stored)| is_restored(field, stored))
        },
        (dtype, stored) => dtype != stored,
    }
}

/// Refuses values where the file says that there are none.
fn nothing(series: &Series, rows: Rows<'_>) -> PolarsResult<Series> {
    if let Some(place) = series.is_not_null().iter().position(|is| is == Some(true)) {
        polars_bail!(
            InvalidOperation:
            "row {} has the value {}, where its type UNKNOWN says that all are null",
            rows(place), clip(&series.get(place)?.to_string())
        );
    }
    Ok(Series::new_null(series.name().clone(), series.len()))
}

/// Arrays of no width, of lists that are to have nothing in them.
fn empty_arrays(series: &Series, item: &ArrowField, rows: Rows<'_>) -> PolarsResult<Series> {
    let lists = series.list()?.rechunk();
    let lists = lists.downcast_as_array();
    let lengths = lists.offsets().lengths().enumerate();
    let mut full = lengths.filter(|(place, length)| *length > 0 && lists.is_valid(*place));
    if let Some((place, length)) = full.next() {
        polars_bail!(
            InvalidOperation:
            "row {} has a list of {length}, where its {ARROW} says that each has none (pyarrow writes arrays of width \
            0 with a null in each, and does not read them)", rows(place)
        );
    }
    let dtype = DataType::Array(Box::new(DataType::from_arrow_field(item)), 0);
    let empty = Series::new_empty(series.name().clone(), &dtype);
    let empty = empty.array()?.downcast_as_array().clone();
    let arrays = FixedSizeListArray::try_new(
        empty.dtype().clone(),
        lists.len(),
        empty.values().clone(),
        lists.validity().cloned(),
    )?;
    let (name, chunks) = (series.name().clone(), vec![arrays.boxed()]);
    // SAFETY: they are of that type, whose empty array they were made of.
    Ok(unsafe { Series::from_chunks_and_dtype_unchecked(name, chunks, &dtype) })
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
    if let Some(place) = first_lost(series, &narrow) {
        polars_bail!(
            InvalidOperation:
            "row {} has the number {}, which is none of {}",
            rows(place), series.get(place)?, name_of(&dtype)
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
