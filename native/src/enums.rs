//! Finds values that polars would lose: those of a dictionary that are not among the values of its Enum, which stand in
//! the field's metadata. polars reads them as nulls.

use polars::prelude::*;
use polars_arrow::array::{
    Array, DictionaryArray, DictionaryKey, FixedSizeListArray, ListArray, MapArray, StructArray,
};
use polars_arrow::bitmap::{Bitmap, MutableBitmap};
use polars_arrow::datatypes::PhysicalType;
use polars_arrow::match_integer_type;
use polars_arrow::offset::{Offset, OffsetsBuffer};
use polars_utils::aliases::PlHashSet;

use crate::arrow_fields::enum_key;

/// How many values of an Enum a message names.
const NAMED: usize = 5;

/// How much of a value a message has.
const SHOWN: usize = 60;

/// Says of a text that it is none of its Enum's values.
pub fn foreign(text: &str, field: &ArrowField) -> String {
    let (key, values) = said(field).unwrap_or_default();
    let named = values.iter().take(NAMED).map(|value| shown(value));
    let mut named: Vec<String> = named.collect();
    if values.len() > NAMED {
        named.push(format!("{} more", values.len() - NAMED));
    }
    format!(
        "{}, which is none of its Enum's values ({}): they stand in the field's metadata '{key}', which is to be \
        taken away, or to name all values",
        shown(text),
        named.join(", ")
    )
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("'{}…' ({} bytes)", &text[..end], text.len()),
        None => format!("'{text}'"),
    }
}

/// The values of the field's Enum, and the key of the metadata that they stand in.
fn said(field: &ArrowField) -> Option<(&'static str, Vec<String>)> {
    let key = enum_key(field)?;
    match DataType::from_arrow_field(field) {
        DataType::Enum(categories, _) => {
            let values = categories.categories().values_iter();
            Some((key, values.map(str::to_owned).collect()))
        },
        _ => None,
    }
}

/// Refuses values that are none of their Enum's, wherever they lie in the array. What lies under a null may be
/// anything.
pub fn check(field: &ArrowField, array: &dyn Array) -> PolarsResult<()> {
    match has_enum(field) {
        true => walk(field, array, None),
        false => Ok(()),
    }
}

fn has_enum(field: &ArrowField) -> bool {
    use ArrowDataType as A;
    match field.dtype().to_storage() {
        A::Dictionary(_, values, _) => enum_key(field).is_some() || has_enum(&field_of(values)),
        A::List(inner) | A::LargeList(inner) | A::FixedSizeList(inner, _) | A::Map(inner, _) => {
            has_enum(inner)
        },
        A::Struct(fields) => fields.iter().any(has_enum),
        _ => false,
    }
}

/// Of a dictionary's values, of which no field tells.
fn field_of(values: &ArrowDataType) -> ArrowField {
    ArrowField::new(PlSmallStr::EMPTY, values.clone(), true)
}

fn cast<A: Array>(array: &dyn Array) -> &A {
    array
        .as_any()
        .downcast_ref()
        .expect("the array is of its own physical type")
}

/// `counted` is where the array is part of something that is not null; `None` if it is so everywhere.
fn walk(field: &ArrowField, array: &dyn Array, counted: Option<&Bitmap>) -> PolarsResult<()> {
    use ArrowDataType as A;
    let below = || match (array.validity(), counted) {
        (Some(own), Some(counted)) => Some(own & counted),
        (own, counted) => own.or(counted).cloned(),
    };
    match (array.dtype().to_physical_type(), field.dtype().to_storage()) {
        (PhysicalType::Struct, A::Struct(fields)) => {
            let below = below();
            let columns = fields.iter().zip(cast::<StructArray>(array).values());
            for (field, values) in columns.filter(|(field, _)| has_enum(field)) {
                walk(field, values.as_ref(), below.as_ref())?;
            }
            Ok(())
        },
        (PhysicalType::FixedSizeList, A::FixedSizeList(item, width)) => {
            let below = below().map(|rows| {
                let rows = rows.iter();
                let each = rows.flat_map(|row| std::iter::repeat_n(row, *width));
                each.collect()
            });
            let values = cast::<FixedSizeListArray>(array).values();
            walk(item, values.as_ref(), below.as_ref())
        },
        (PhysicalType::List, A::List(item)) => {
            let lists: &ListArray<i32> = cast(array);
            let values = lists.values().as_ref();
            let below = in_lists(lists.offsets(), below().as_ref(), values.len());
            walk(item, values, Some(&below))
        },
        (PhysicalType::LargeList, A::LargeList(item)) => {
            let lists: &ListArray<i64> = cast(array);
            let values = lists.values().as_ref();
            let below = in_lists(lists.offsets(), below().as_ref(), values.len());
            walk(item, values, Some(&below))
        },
        (PhysicalType::Map, A::Map(entries, _)) => {
            let maps: &MapArray = cast(array);
            let values = maps.field().as_ref();
            let below = in_lists(maps.offsets(), below().as_ref(), values.len());
            walk(entries, values, Some(&below))
        },
        (PhysicalType::Dictionary(key), A::Dictionary(_, values, _)) => {
            match_integer_type!(key, |$K| {
                let array: &DictionaryArray<$K> = cast(array);
                match enum_key(field) {
                    Some(_) => keys(field, array, counted),
                    None => check(&field_of(values), array.values().as_ref()),
                }
            })
        },
        _ => Ok(()),
    }
}

/// Which of so many values are in a list that counts.
fn in_lists<O: Offset>(
    offsets: &OffsetsBuffer<O>,
    counted: Option<&Bitmap>,
    values: usize,
) -> Bitmap {
    let mut each = MutableBitmap::with_capacity(values);
    each.extend_constant(offsets.first().to_usize(), false);
    for (row, length) in offsets.lengths().enumerate() {
        each.extend_constant(length, counted.is_none_or(|counted| counted.get_bit(row)));
    }
    each.extend_constant(values.saturating_sub(each.len()), false);
    each.into()
}

fn keys<K: DictionaryKey>(
    field: &ArrowField,
    array: &DictionaryArray<K>,
    counted: Option<&Bitmap>,
) -> PolarsResult<()> {
    let Some((_, known)) = said(field) else {
        return Ok(());
    };
    let known: PlHashSet<&str> = known.iter().map(String::as_str).collect();
    let (values, dtype) = (vec![array.values().clone()], array.values().dtype());
    // SAFETY: the type is the array's own.
    let values = unsafe { Series::_try_from_arrow_unchecked(PlSmallStr::EMPTY, values, dtype)? };
    let values = values.str()?;
    let foreign = values
        .iter()
        .map(|value| value.is_some_and(|value| !known.contains(value)));
    let foreign: Vec<bool> = foreign.collect();
    if !foreign.contains(&true) {
        return Ok(());
    }
    let place = |key: &K| (*key).try_into().unwrap_or(usize::MAX);
    let mut rows = array.keys().iter().enumerate();
    let lost = rows.find_map(|(row, key)| {
        let place = place(key?);
        let counts = counted.is_none_or(|counted| counted.get_bit(row));
        (counts && foreign.get(place) == Some(&true)).then_some(place)
    });
    match lost.and_then(|place| values.get(place)) {
        Some(value) => polars_bail!(
            InvalidOperation: "it has {}", self::foreign(value, field)
        ),
        None => Ok(()),
    }
}
