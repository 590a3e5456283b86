//! What a schema says of each column: what its values become, and how they lie in record batches.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::datatypes::{IntegerType, Metadata};
use polars_arrow_format::ipc::{
    self, DictionaryEncodingRef, Endianness, FieldRef, KeyValueRef, SchemaRef, TypeRef, UnionMode,
};

use super::super::invalid::invalid;
use super::names::type_name;
use crate::arrow_fields::own_fault;
use crate::depth::check_shape;
use crate::fields::{FieldInfo, Fields, ZONE};
use crate::io::{Limit, Limits};
use crate::jvm::stack;
use crate::names;
use crate::near::{self, gathered};
use crate::zones::canonical_zone;

/// What a file or stream says of itself.
pub struct FileSchema {
    pub columns: Vec<FileColumn>,
    pub big_endian: bool,
    pub metadata: Option<Arc<Metadata>>,
    /// What it says of the columns that can be read.
    pub fields: Fields,
    /// How deep the types nest.
    pub depth: usize,
    pub limits: Limits,
}

/// A column as the file says it is.
#[derive(Clone)]
pub struct FileColumn {
    /// Its name, what its values become, and its metadata.
    pub field: ArrowField,
    /// What it says besides.
    pub said: FieldInfo,
    pub node: Node,
    /// Why nobody can read it.
    pub refused: Option<Refused>,
}

/// What polars cannot hold.
#[derive(Clone)]
pub struct Refused {
    /// Arrow's name of the type.
    pub arrow: String,
    pub why: String,
}

/// How values of a type lie in a record batch, and what they become.
#[derive(Clone)]
pub struct Node {
    pub layout: Layout,
    pub dtype: ArrowDataType,
    pub children: Vec<Node>,
    pub skip: Skip,
}

impl Node {
    /// Whether it, or something within, has its values in that dictionary.
    pub fn uses_dictionary(&self, id: i64) -> bool {
        matches!(self.layout, Layout::Dictionary(own) if own == id)
            || self.children.iter().any(|child| child.uses_dictionary(id))
    }
}

#[derive(Clone)]
pub enum Layout {
    /// As polars-arrow has the type.
    Plain,
    /// Keys into the dictionary of this id, of whose values the child tells.
    Dictionary(i64),
    RunEnds,
    /// Bytes of no length.
    Empty,
    /// Whether offsets have 64 bits.
    ListView(bool),
    /// Children of one type.
    Union {
        dense: bool,
        ids: Vec<i8>,
    },
    /// Decimals of so many bytes, which polars keeps in 16.
    Decimal(usize),
    Unreadable,
}

/// How much there is of a column in a record batch; each array of views has more buffers.
#[derive(Clone, Copy, Default)]
pub struct Skip {
    pub nodes: usize,
    pub buffers: usize,
    /// Buffers more in messages of before Arrow 1.0, where every type but Null had a validity.
    pub old: usize,
    pub views: usize,
}

impl FileSchema {
    /// `bytes` is how long the message is that holds the schema.
    pub fn of(schema: SchemaRef<'_>, bytes: usize, limits: &Limits) -> PolarsResult<Self> {
        let depth = check_shape(schema, bytes).map_err(invalid)?;
        limits.hold(Limit::NestingDepth, depth as u64)?;
        let count = schema.fields()?.map_or(0, |fields| fields.len());
        limits.hold(Limit::Columns, count as u64)?;
        let mut columns = stack::with_depth(depth, || {
            let fields = schema.fields()?.into_iter().flatten();
            let columns = fields.map(|field| column(field?));
            columns.collect::<PolarsResult<Vec<_>>>()
        })?;
        let written = columns.iter().map(|column| column.field.name.clone());
        for (name, column) in names::distinct(written.collect())
            .into_iter()
            .zip(&mut columns)
        {
            let written = std::mem::replace(&mut column.field.name, name);
            if column.field.name != written {
                column.said = std::mem::take(&mut column.said).renamed(&written);
            }
        }
        let metadata = match schema.custom_metadata()? {
            Some(entries) => Some(metadata(entries.iter()).map_err(|key| {
                invalid(format!(
                    "the schema's metadata '{key}' is not UTF-8: remove it, or encode its value as Base64"
                ))
            })?),
            None => None,
        };
        let readable = columns.iter().filter(|column| column.refused.is_none());
        Ok(Self {
            fields: Fields::new(
                readable.map(|column| (column.field.name.clone(), column.said.clone())),
            ),
            columns,
            big_endian: schema.endianness()? == Endianness::Big,
            metadata: metadata.map(Arc::new),
            depth,
            limits: *limits,
        })
    }
}

/// Metadata, or the key of what is not UTF-8.
fn metadata<'a>(
    entries: impl Iterator<Item = ipc::planus::Result<KeyValueRef<'a>>>,
) -> Result<Metadata, String> {
    let mut metadata = Metadata::new();
    for entry in entries {
        let entry = entry.map_err(|_| String::new())?;
        let key = entry.key().map_err(|_| "a key".to_owned())?;
        let key = key.unwrap_or_default();
        let value = entry.value().map_err(|_| key.to_owned())?;
        metadata.insert(key.into(), value.unwrap_or_default().into());
    }
    Ok(metadata)
}

fn column(field: FieldRef<'_>) -> PolarsResult<FileColumn> {
    let name = name_of(field).unwrap_or(NOT_TEXT);
    let (mut read, said, node, why) = read_field(field)
        .map_err(|error| error.wrap_msg(|message| format!("column '{name}': {message}")))?;
    let refused = why.map(|why| Refused {
        arrow: type_name(field),
        why,
    });
    if refused.is_some() {
        read.metadata = None;
    }
    Ok(FileColumn {
        field: read,
        said,
        node,
        refused,
    })
}

/// The name of what has one that is no text.
const NOT_TEXT: &str = "\u{fffd}";

/// The name of the field, unless that is not UTF-8. Some writers leave out empty names.
fn name_of(field: FieldRef<'_>) -> Option<&str> {
    field.name().map(Option::unwrap_or_default).ok()
}

type Why = Option<String>;

/// What is said of the parts of a type.
enum Parts {
    Own(Vec<FieldInfo>),
    /// It is read as the values in it.
    Values(FieldInfo),
}

/// A field, what it says besides, how it lies, and why it cannot be read.
fn read_field(field: FieldRef<'_>) -> PolarsResult<(ArrowField, FieldInfo, Node, Why)> {
    let name = name_of(field);
    let (node, parts, mut why) = node_of(field)?;
    if name.is_none() {
        why = Some("its name is not UTF-8".to_owned());
    }
    let name = name.unwrap_or(NOT_TEXT);
    let metadata = match field.custom_metadata()?.map(|it| metadata(it.iter())) {
        Some(Err(key)) => {
            why = Some(format!("its metadata '{key}' is not UTF-8"));
            None
        },
        Some(Ok(metadata)) => Some(metadata),
        None => None,
    };
    let mut read = ArrowField::new(name.into(), node.dtype.clone(), field.nullable()?);
    let mut metadata = metadata.unwrap_or_default();
    if let Some(zone) = foreign_zone(field, &read.dtype)? {
        metadata.insert(ZONE.into(), zone.into());
    }
    read.metadata = (!metadata.is_empty()).then(|| Arc::new(metadata));
    if let Some(fault) = own_fault(&read) {
        why.get_or_insert(format!("it has {fault}"));
        read.metadata = None;
    }
    let said = match parts {
        Parts::Own(children) => FieldInfo::with(&read, children),
        Parts::Values(values) => FieldInfo::around(&read, values),
    };
    Ok((read, said, node, why))
}

/// The file's name of the time zone, where polars has another one for it.
fn foreign_zone<'a>(field: FieldRef<'a>, read: &ArrowDataType) -> PolarsResult<Option<&'a str>> {
    let read = match read {
        ArrowDataType::Dictionary(_, values, _) => values,
        plain => plain,
    };
    let (Ok(Some(TypeRef::Timestamp(timestamp))), ArrowDataType::Timestamp(_, Some(known))) =
        (field.type_(), read)
    else {
        return Ok(None);
    };
    Ok(timestamp.timezone()?.filter(|zone| known != zone))
}

fn node_of(field: FieldRef<'_>) -> PolarsResult<(Node, Parts, Why)> {
    match field.dictionary()? {
        Some(dictionary) => {
            let (values, parts, why) = values_of(field)?;
            Ok((keys_of(dictionary, values)?, parts, why))
        },
        None => values_of(field),
    }
}

fn keys_of(dictionary: DictionaryEncodingRef<'_>, values: Node) -> PolarsResult<Node> {
    let key = match dictionary.index_type()? {
        Some(key) => integer(key.bit_width()?, key.is_signed()?)?,
        None => IntegerType::Int32, // so the format says
    };
    let ordered = dictionary.is_ordered()?;
    Ok(Node {
        layout: Layout::Dictionary(dictionary.id()?),
        dtype: ArrowDataType::Dictionary(key, Box::new(values.dtype.clone()), ordered),
        children: vec![values],
        skip: Skip {
            nodes: 1,
            buffers: 2,
            ..Skip::default()
        },
    })
}

fn integer(bits: i32, signed: bool) -> PolarsResult<IntegerType> {
    use IntegerType::*;
    Ok(match (bits, signed) {
        (8, true) => Int8,
        (8, false) => UInt8,
        (16, true) => Int16,
        (16, false) => UInt16,
        (32, true) => Int32,
        (32, false) => UInt32,
        (64, true) => Int64,
        (64, false) => UInt64,
        (128, true) => Int128,
        (128, false) => UInt128,
        _ => return Err(invalid(format!("an integer of {bits} bits"))),
    })
}

/// How values lie, whatever dictionary they are from.
fn values_of(field: FieldRef<'_>) -> PolarsResult<(Node, Parts, Why)> {
    use ArrowDataType as T;
    let kind = field.type_().ok().flatten();
    let kind = kind.ok_or_else(|| invalid("a type that is not known"))?;
    let own = own_buffers(&kind)?;
    let mut fields = Vec::new();
    let mut said = Vec::new();
    let mut children = Vec::new();
    let mut skip = own;
    let mut why = None;
    for child in field.children()?.into_iter().flatten() {
        let (field, info, node, refusal) = read_field(child?)?;
        said.push(info);
        why = why.or(refusal.map(|why| format!("its part '{}': {why}", field.name)));
        skip.nodes += node.skip.nodes;
        skip.buffers += node.skip.buffers;
        skip.old += node.skip.old;
        skip.views += node.skip.views;
        fields.push(field);
        children.push(node);
    }
    let mut layout = Layout::Plain;
    let mut only = || match fields.len() {
        1 => Ok(Box::new(fields.remove(0))),
        n => Err(invalid(format!("a list of {n} children"))),
    };
    let unit = |unit| match unit {
        ipc::TimeUnit::Second => ArrowTimeUnit::Second,
        ipc::TimeUnit::Millisecond => ArrowTimeUnit::Millisecond,
        ipc::TimeUnit::Microsecond => ArrowTimeUnit::Microsecond,
        ipc::TimeUnit::Nanosecond => ArrowTimeUnit::Nanosecond,
    };
    let mut refuse = |message: &str| {
        why.get_or_insert(message.to_owned());
        T::Null
    };
    let dtype = match kind {
        TypeRef::Null(_) => T::Null,
        TypeRef::Bool(_) => T::Boolean,
        TypeRef::Int(int) => integer(int.bit_width()?, int.is_signed()?)?.into(),
        TypeRef::FloatingPoint(float) => match float.precision()? {
            ipc::Precision::Half => T::Float16,
            ipc::Precision::Single => T::Float32,
            ipc::Precision::Double => T::Float64,
        },
        TypeRef::Binary(_) => T::Binary,
        TypeRef::LargeBinary(_) => T::LargeBinary,
        TypeRef::BinaryView(_) => T::BinaryView,
        TypeRef::Utf8(_) => T::Utf8,
        TypeRef::LargeUtf8(_) => T::LargeUtf8,
        TypeRef::Utf8View(_) => T::Utf8View,
        TypeRef::FixedSizeBinary(fixed) => match width(fixed.byte_width()?)? {
            0 => {
                layout = Layout::Empty;
                T::BinaryView
            },
            width => T::FixedSizeBinary(width),
        },
        TypeRef::Date(date) => match date.unit()? {
            ipc::DateUnit::Day => T::Date32,
            ipc::DateUnit::Millisecond => T::Date64,
        },
        TypeRef::Time(time) => {
            let unit = unit(time.unit()?);
            match (time.bit_width()?, unit) {
                (32, ArrowTimeUnit::Second | ArrowTimeUnit::Millisecond) => T::Time32(unit),
                (64, ArrowTimeUnit::Microsecond | ArrowTimeUnit::Nanosecond) => T::Time64(unit),
                (bits, _) => return Err(invalid(format!("a time of {bits} bits in {unit:?}s"))),
            }
        },
        TypeRef::Timestamp(timestamp) => {
            let unit = unit(timestamp.unit()?);
            match timestamp.timezone()?.filter(|zone| !zone.is_empty()) {
                None => T::Timestamp(unit, None),
                Some(zone) => match canonical_zone(zone) {
                    Some(zone) => T::Timestamp(unit, Some(zone)),
                    None => refuse(near::ZONES),
                },
            }
        },
        TypeRef::Duration(duration) => T::Duration(unit(duration.unit()?)),
        TypeRef::Interval(_) => refuse(near::INTERVALS),
        TypeRef::Decimal(decimal) => {
            let bits = decimal.bit_width()?;
            let (precision, scale) = (decimal.precision()?, decimal.scale()?);
            if bits != 128 {
                layout = Layout::Decimal(bits as usize / 8);
            }
            near::of_decimals(bits.into(), precision.into(), scale.into())
                .unwrap_or_else(&mut refuse)
        },
        TypeRef::List(_) => T::List(only()?),
        TypeRef::LargeList(_) => T::LargeList(only()?),
        TypeRef::Map(map) => T::Map(only()?, map.keys_sorted()?),
        TypeRef::FixedSizeList(list) => {
            let width = width(list.list_size()?)?;
            T::FixedSizeList(only()?, width)
        },
        TypeRef::ListView(_) | TypeRef::LargeListView(_) => {
            layout = Layout::ListView(matches!(kind, TypeRef::LargeListView(_)));
            let mut values = only()?;
            values.dtype = gathered(values.dtype());
            T::LargeList(values)
        },
        TypeRef::Struct(_) => match names::repeated(&fields) {
            Some(why) => refuse(&why),
            None => T::Struct(fields),
        },
        TypeRef::RunEndEncoded(_) if fields.len() == 2 => {
            layout = Layout::RunEnds;
            gathered(fields[1].dtype())
        },
        TypeRef::RunEndEncoded(_) => return Err(invalid("run ends without their values")),
        TypeRef::Union(union) => {
            let dense = union.mode()? == UnionMode::Dense;
            let ids = match union.type_ids()? {
                Some(ids) => ids.iter().map(|id| id as i8).collect(),
                None => (0..fields.len() as i8).collect(),
            };
            layout = Layout::Union { dense, ids };
            near::of_union(fields.iter().map(|field| field.dtype())).unwrap_or_else(&mut refuse)
        },
    };
    let parts = match layout {
        Layout::RunEnds => Parts::Values(FieldInfo::of_runs(said.pop())),
        Layout::Union { .. } => Parts::Values(FieldInfo::common(said.into_iter())),
        _ => Parts::Own(said),
    };
    if why.is_some() {
        layout = Layout::Unreadable;
    }
    let node = Node {
        layout,
        dtype,
        children,
        skip,
    };
    Ok((node, parts, why))
}

fn width(width: i32) -> PolarsResult<usize> {
    usize::try_from(width).map_err(|_| invalid(format!("a width of {width}")))
}

/// The buffers of a type's own node.
fn own_buffers(kind: &TypeRef<'_>) -> PolarsResult<Skip> {
    let buffers = match kind {
        TypeRef::Null(_) | TypeRef::RunEndEncoded(_) => 0,
        TypeRef::Struct(_) | TypeRef::FixedSizeList(_) => 1,
        TypeRef::Binary(_)
        | TypeRef::LargeBinary(_)
        | TypeRef::Utf8(_)
        | TypeRef::LargeUtf8(_)
        | TypeRef::ListView(_)
        | TypeRef::LargeListView(_) => 3,
        TypeRef::Union(union) => 1 + usize::from(union.mode()? == UnionMode::Dense),
        _ => 2,
    };
    let views = matches!(kind, TypeRef::BinaryView(_) | TypeRef::Utf8View(_));
    let old = matches!(kind, TypeRef::Union(_) | TypeRef::RunEndEncoded(_));
    Ok(Skip {
        nodes: 1,
        buffers,
        old: old.into(),
        views: views.into(),
    })
}
