//! Reads and writes schemas and data types in their wire form.

use std::sync::Arc;

use jni::Env;
use jni::objects::JByteArray;
use polars::prelude::*;
use polars_arrow::datatypes::Metadata;
use polars_utils::itertools::Itertools;

use crate::fields::{EXTENSION, EXTENSION_METADATA, FieldInfo, Fields};
use crate::forms;
use crate::jvm::wire::{self, Reader, Writer};
use crate::jvm::{Error, Result, stack};
use crate::zones::{self, canonical_zone};

/// How many types deep a type may be: what handles types recurses, and Java's threads have small stacks.
pub const MAX_DEPTH: usize = 100;

/// Refuses a type that is deeper than any reader takes.
pub fn check_depth(dtype: &DataType) -> Result<()> {
    match depth(dtype) <= MAX_DEPTH {
        true => Ok(()),
        false => Err(too_deep()),
    }
}

/// How many levels a type has: 1 if it is flat.
pub fn depth(dtype: &DataType) -> usize {
    1 + match dtype {
        DataType::List(inner) | DataType::Array(inner, _) => depth(inner),
        DataType::Struct(fields) => {
            let fields = fields.iter().map(|field| depth(field.dtype()));
            fields.max().unwrap_or(0)
        },
        _ => 0,
    }
}

/// How many levels the deepest column has.
pub fn depth_of(schema: &Schema) -> usize {
    schema.iter_values().map(depth).max().unwrap_or(1)
}

fn too_deep() -> Error {
    Error::Argument(format!("types may nest {MAX_DEPTH} deep at the most"))
}

/// A schema in its wire form, and what is said of its fields.
pub fn from_java(env: &Env<'_>, schema: &JByteArray<'_>) -> Result<(Schema, Fields)> {
    let bytes = wire::bytes(env, schema)?;
    stack::flat(|| read_fields(&mut Reader::new(&bytes)))
}

pub fn read_schema(wire: &mut Reader<'_>) -> Result<Schema> {
    let (schema, said) = read_fields(wire)?;
    for name in schema.iter_names() {
        check_zones(said.get(name)).map_err(|error| in_column(name, error))?;
    }
    Ok(schema)
}

fn read_fields(wire: &mut Reader<'_>) -> Result<(Schema, Fields)> {
    let mut schema = Schema::default();
    let mut said = Vec::new();
    for (name, dtype, info) in wire.list(|wire| read_field(wire, MAX_DEPTH))? {
        said.push((name.clone(), info));
        if schema.with_column(name.clone(), dtype).is_some() {
            let message = format!("the schema has more than one field '{name}'");
            return Err(PolarsError::Duplicate(message.into()).into());
        }
    }
    let mut forms = forms::read(wire, MAX_DEPTH)?.into_iter().peekable(); // in the order of the fields
    for (name, info) in &mut said {
        if let Some((_, form)) = forms.next_if(|(field, _)| field == name) {
            *info = form;
        }
    }
    Ok((schema, Fields::new(said.into_iter())))
}

fn read_field(wire: &mut Reader<'_>, depth: usize) -> Result<(PlSmallStr, DataType, FieldInfo)> {
    let name = wire.str()?;
    let (dtype, mut info) = read_nested(wire, depth).map_err(|error| in_column(name, error))?;
    info.required = wire.bool()?;
    let metadata =
        wire.optional(|wire| wire.list(|wire| Ok((wire.str()?.into(), wire.str()?.into()))))?;
    if let Some(metadata) = metadata {
        let mut all = info.metadata.as_deref().cloned().unwrap_or_default();
        all.extend(metadata);
        info.metadata = Some(all.into());
    }
    Ok((name.into(), dtype, info))
}

pub fn write_schema(wire: &mut Writer, schema: &Schema, fields: &Fields) -> Result<()> {
    wire.i32(schema.len());
    let mut columns = schema.iter();
    columns.try_for_each(|(name, dtype)| write_field(wire, name, dtype, fields.get(name)))?;
    forms::write(wire, schema.iter_names(), fields);
    Ok(())
}

pub fn write_field(
    wire: &mut Writer,
    name: &str,
    dtype: &DataType,
    info: &FieldInfo,
) -> Result<()> {
    wire.str(name);
    write_said(wire, dtype, info)?;
    wire.bool(info.required);
    let own = info.metadata.as_deref().into_iter().flatten();
    let extends = info.extension().is_some();
    let own =
        own.filter(|(key, _)| !(extends && (*key == EXTENSION || *key == EXTENSION_METADATA)));
    let own: Vec<_> = own.collect();
    wire.bool(!own.is_empty());
    if !own.is_empty() {
        wire.i32(own.len());
        for (key, value) in own {
            wire.str(key).str(value);
        }
    }
    Ok(())
}

/// A field of a type that polars does not have, which only Java is told of.
pub fn write_foreign(wire: &mut Writer, name: &str, foreign: &str) {
    wire.str(name).u8(27).str(foreign).bool(false).bool(false);
}

/// A type, and what is said of it: the name of a zone that polars does not have.
pub fn read_dtype(wire: &mut Reader<'_>) -> Result<(DataType, FieldInfo)> {
    read_nested(wire, MAX_DEPTH)
}

/// Where values are parsed, their zone must be one that polars has.
fn check_zones(said: &FieldInfo) -> Result<()> {
    if let Some(ArrowDataType::Timestamp(_, Some(zone))) = &said.stored {
        return Err(unknown_zone(zone));
    }
    said.children.iter().try_for_each(check_zones)
}

/// A type, and what is said of it and its parts.
fn read_nested(wire: &mut Reader<'_>, depth: usize) -> Result<(DataType, FieldInfo)> {
    let depth = depth.checked_sub(1).ok_or_else(too_deep)?;
    let mut info = FieldInfo::default();
    let dtype = match wire.u8()? {
        0 => DataType::Boolean,
        1 => DataType::Int8,
        2 => DataType::Int16,
        3 => DataType::Int32,
        4 => DataType::Int64,
        5 => DataType::Int128,
        6 => DataType::UInt8,
        7 => DataType::UInt16,
        8 => DataType::UInt32,
        9 => DataType::UInt64,
        10 => DataType::UInt128,
        11 => DataType::Float16,
        12 => DataType::Float32,
        13 => DataType::Float64,
        14 => DataType::String,
        15 => DataType::Binary,
        16 => DataType::Date,
        17 => DataType::Time,
        18 => {
            let unit = read_unit(wire)?;
            let zone = wire.optional(Reader::str)?;
            let known = match zone.and_then(zones::nameless_offset) {
                Some(offset) => {
                    info = FieldInfo::of_zone(&offset);
                    Some("UTC".into())
                },
                None => zone.map(|zone| canonical_zone(zone).unwrap_or_else(|| zone.into())),
            };
            DataType::Datetime(unit, read_zone(known.as_deref())?)
        },
        19 => DataType::Duration(read_unit(wire)?),
        20 => DataType::Decimal(wire.size()?, wire.size()?),
        21 => {
            let (inner, said) = read_nested(wire, depth)?;
            info.children.push(said);
            DataType::List(Box::new(inner))
        },
        22 => {
            let (inner, said) = read_nested(wire, depth)?;
            info.children.push(said);
            DataType::Array(Box::new(inner), wire.size()?)
        },
        23 => {
            let fields = wire.list(|wire| read_field(wire, depth))?;
            let fields = fields.into_iter().map(|(name, dtype, said)| {
                info.children.push(said);
                Field::new(name, dtype)
            });
            DataType::Struct(fields.collect())
        },
        24 => {
            let (name, namespace) = (wire.str()?, wire.str()?);
            let physical = match wire.u8()? {
                0 => CategoricalPhysical::U8,
                1 => CategoricalPhysical::U16,
                _ => CategoricalPhysical::U32,
            };
            DataType::from_categories(Categories::new(name.into(), namespace.into(), physical))
        },
        25 => {
            let categories = wire.strings()?;
            let frozen = FrozenCategories::new(categories.iter().map(String::as_str))?;
            DataType::from_frozen_categories(frozen)
        },
        26 => DataType::Null,
        28 => {
            let (name, text) = (wire.str()?, wire.str()?);
            let (storage, said) = read_nested(wire, depth)?;
            let metadata = [(EXTENSION, name), (EXTENSION_METADATA, text)];
            let metadata = metadata.map(|(key, value)| (key.into(), value.into()));
            info = said;
            info.metadata = Some(Arc::new(metadata.into_iter().collect()));
            storage
        },
        tag => return Err(Error::Argument(format!("unknown data type tag {tag}"))),
    };
    if info
        .children
        .iter()
        .all(|child| *child == FieldInfo::default())
    {
        info.children.clear();
    }
    Ok((dtype, info))
}

/// A type, with what is said of it and its parts.
pub fn write_said(wire: &mut Writer, dtype: &DataType, info: &FieldInfo) -> Result<()> {
    if let Some((name, text)) = info.extension() {
        wire.u8(28).str(name).str(text);
    }
    match dtype {
        DataType::Boolean => wire.u8(0),
        DataType::Int8 => wire.u8(1),
        DataType::Int16 => wire.u8(2),
        DataType::Int32 => wire.u8(3),
        DataType::Int64 => wire.u8(4),
        DataType::Int128 => wire.u8(5),
        DataType::UInt8 => wire.u8(6),
        DataType::UInt16 => wire.u8(7),
        DataType::UInt32 => wire.u8(8),
        DataType::UInt64 => wire.u8(9),
        DataType::UInt128 => wire.u8(10),
        DataType::Float16 => wire.u8(11),
        DataType::Float32 => wire.u8(12),
        DataType::Float64 => wire.u8(13),
        DataType::String => wire.u8(14),
        DataType::Binary | DataType::BinaryOffset => wire.u8(15),
        DataType::Date => wire.u8(16),
        DataType::Time => wire.u8(17),
        DataType::Datetime(unit, zone) => {
            let known = zone.as_ref().map(|zone| zone.as_str());
            let told = known.and_then(|known| info.zone(known));
            let offset = told.and_then(|zone| zones::nameless_offset(zone));
            let zone = offset.as_deref().or(known);
            wire.u8(18).u8(unit_tag(*unit)).optional_str(zone)
        },
        DataType::Duration(unit) => wire.u8(19).u8(unit_tag(*unit)),
        DataType::Decimal(precision, scale) => wire.u8(20).i32(*precision).i32(*scale),
        DataType::List(inner) => {
            wire.u8(21);
            write_said(wire, inner, info.child(0))?;
            wire
        },
        DataType::Array(inner, width) => {
            wire.u8(22);
            write_said(wire, inner, info.child(0))?;
            wire.i32(*width)
        },
        DataType::Struct(fields) => {
            wire.u8(23).i32(fields.len());
            for (place, field) in fields.iter().enumerate() {
                write_field(wire, field.name(), field.dtype(), info.child(place))?;
            }
            wire
        },
        DataType::Categorical(categories, _) => {
            let physical = match categories.physical() {
                CategoricalPhysical::U8 => 0,
                CategoricalPhysical::U16 => 1,
                CategoricalPhysical::U32 => 2,
            };
            wire.u8(24)
                .str(categories.name())
                .str(categories.namespace())
                .u8(physical)
        },
        DataType::Enum(categories, _) => {
            let categories = categories.categories();
            wire.u8(25).i32(categories.len());
            for category in categories.values_iter() {
                wire.str(category);
            }
            wire
        },
        DataType::Null => wire.u8(26),
        DataType::Unknown(_) => {
            return Err(Error::State("the data type is not known yet".into()));
        },
    };
    Ok(())
}

/// A type as Java's `DataType` writes it.
pub fn name_of(dtype: &DataType) -> String {
    let unit = |unit: &TimeUnit| match unit {
        TimeUnit::Milliseconds => "MILLISECONDS",
        TimeUnit::Microseconds => "MICROSECONDS",
        TimeUnit::Nanoseconds => "NANOSECONDS",
    };
    match dtype {
        DataType::Datetime(of, None) => format!("Datetime({})", unit(of)),
        DataType::Datetime(of, Some(zone)) => format!("Datetime({}, {zone})", unit(of)),
        DataType::Duration(of) => format!("Duration({})", unit(of)),
        DataType::Decimal(precision, scale) => format!("Decimal({precision}, {scale})"),
        DataType::List(inner) => format!("List({})", name_of(inner)),
        DataType::Array(inner, width) => format!("Array({}, {width})", name_of(inner)),
        DataType::Struct(fields) => {
            let field = |field: &Field| format!("{}: {}", field.name(), name_of(field.dtype()));
            let fields: Vec<String> = fields.iter().map(field).collect();
            format!("Struct({})", fields.join(", "))
        },
        DataType::Categorical(..) => "Categorical".into(),
        DataType::Enum(..) => "Enum".into(),
        DataType::BinaryOffset => "Binary".into(),
        plain => format!("{plain:?}"),
    }
}

fn read_zone(zone: Option<&str>) -> Result<Option<TimeZone>> {
    TimeZone::opt_try_new(zone).map_err(|_| unknown_zone(zone.unwrap_or_default()))
}

fn unknown_zone(name: &str) -> Error {
    Error::Argument(format!(
        "no time zone '{name}' is known: give a region, such as Europe/Berlin, or UTC"
    ))
}

/// Says which column an argument is about.
pub fn in_column(name: &str, error: Error) -> Error {
    match error {
        Error::Argument(message) => Error::Argument(format!("column '{name}': {message}")),
        other => other,
    }
}

fn read_unit(wire: &mut Reader<'_>) -> Result<TimeUnit> {
    Ok(match wire.u8()? {
        0 => TimeUnit::Milliseconds,
        1 => TimeUnit::Microseconds,
        _ => TimeUnit::Nanoseconds,
    })
}

fn unit_tag(unit: TimeUnit) -> u8 {
    match unit {
        TimeUnit::Milliseconds => 0,
        TimeUnit::Microseconds => 1,
        TimeUnit::Nanoseconds => 2,
    }
}

/// An Arrow schema's metadata, if it has any.
pub fn write_metadata(wire: &mut Writer, metadata: Option<&Metadata>) {
    wire.bool(metadata.is_some());
    if let Some(metadata) = metadata {
        wire.i32(metadata.len());
        for (key, value) in metadata {
            wire.str(key).str(value);
        }
    }
}

/// Likewise, from Java.
pub fn read_metadata(wire: &mut Reader<'_>) -> Result<Option<Arc<Metadata>>> {
    wire.optional(|wire| {
        let pairs = wire.list(|wire| Ok((wire.str()?.into(), wire.str()?.into())))?;
        Ok(Arc::new(pairs.into_iter().collect()))
    })
}

/// How the columns of `given` differ from those wanted; `fits` says whether a type of the first may stand
/// for one of the second.
pub fn difference(
    wanted: &Schema,
    given: &Schema,
    fits: impl Fn(&DataType, &DataType) -> bool,
) -> Option<String> {
    for (i, (want, have)) in wanted.iter().zip(given.iter()).enumerate() {
        if want.0 != have.0 {
            return Some(format!(
                "column {i} is named '{}', not '{}'",
                have.0, want.0
            ));
        }
        if !fits(have.1, want.1) {
            let (have, name) = (name_of(have.1), want.0);
            return Some(format!(
                "column '{name}' is {have}, not {}",
                name_of(want.1)
            ));
        }
    }
    let columns = |schema: &Schema| schema.iter_names().join("', '");
    let (have, want) = (columns(given), columns(wanted));
    (given.len() != wanted.len()).then(|| format!("its columns are '{have}', not '{want}'"))
}

/// Refuses 128-bit integers, which only polars knows.
pub fn check_128_bit_integers(schema: &Schema) -> Result<()> {
    match schema.iter().find(|(_, dtype)| has_128_bit_integers(dtype)) {
        Some((name, dtype)) => {
            let message = format!(
                "column '{name}' is {}: 128-bit integers are polars' own and no part of \
                     Arrow, other readers refuse them; write them with CompatLevel.NEWEST, or \
                     convert the column",
                name_of(dtype)
            );
            Err(PolarsError::InvalidOperation(message.into()).into())
        },
        None => Ok(()),
    }
}

fn has_128_bit_integers(dtype: &DataType) -> bool {
    match dtype {
        DataType::Int128 | DataType::UInt128 => true,
        DataType::List(inner) | DataType::Array(inner, _) => has_128_bit_integers(inner),
        DataType::Struct(fields) => fields.iter().any(|f| has_128_bit_integers(f.dtype())),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_comes_back_from_its_wire_form() {
        let categories = Categories::new("c".into(), "n".into(), CategoricalPhysical::U16);
        let frozen = FrozenCategories::new(["x", "y"]).unwrap();
        let berlin = TimeZone::opt_try_new(Some("Europe/Berlin")).unwrap();
        let types = [
            DataType::Boolean,
            DataType::Int128,
            DataType::Float16,
            DataType::Datetime(TimeUnit::Milliseconds, berlin),
            DataType::Duration(TimeUnit::Nanoseconds),
            DataType::Decimal(38, 4),
            DataType::List(Box::new(DataType::Array(Box::new(DataType::Binary), 3))),
            DataType::Struct(vec![Field::new("a\0b".into(), DataType::Null)]),
            DataType::from_categories(categories),
            DataType::from_frozen_categories(frozen),
        ];
        for dtype in types {
            let mut wire = Writer::default();
            write_said(&mut wire, &dtype, &FieldInfo::default())
                .ok()
                .unwrap();
            let bytes = wire.into_bytes();
            assert_eq!(read_dtype(&mut Reader::new(&bytes)).ok().unwrap().0, dtype);
        }
    }
}
