//! Converts the columns of a file to Arrow types: by the rules of the format, including those for lists and maps
//! of older writers, and by `ARROW:schema` where it agrees with the file.

use polars::prelude::{PlHashMap, PlHashSet, PlSmallStr, PolarsResult};
use polars_arrow::datatypes::{ArrowDataType, Field, MAINTAIN_PL_TYPE, Metadata, PL_KEY, TimeUnit};
use polars_parquet_format::{FieldRepetitionType, Type};
use polars_utils::aliases::InitHashMaps;

use super::extension;
use super::footer::{Element, Logical, Unit};
use super::form::FIELD_ID;
use super::invalid::{clip, invalid};
use crate::names;

/// What a column has that cannot be read, in words.
pub type Refusal = String;

/// A field of the file and those below it.
pub struct Node {
    pub element: Element,
    pub children: Vec<Node>,
}

impl Node {
    /// The columns of the file: what lies below the root. The depth was checked before.
    pub fn columns(elements: &[Element]) -> PolarsResult<Vec<Self>> {
        let mut left = elements.iter();
        let root = left.next().map(|root| root.children).unwrap_or_default();
        let columns = (0..root)
            .map(|_| Self::take(&mut left))
            .collect::<PolarsResult<Vec<_>>>()?;
        match left.len() {
            0 => Ok(columns),
            _ => Err(invalid("its schema has fields that no group has")),
        }
    }

    fn take<'a>(left: &mut impl Iterator<Item = &'a Element>) -> PolarsResult<Self> {
        let element = left
            .next()
            .ok_or_else(|| invalid("its schema has fewer fields than it says"))?
            .clone();
        let children = (0..element.children)
            .map(|_| Self::take(left))
            .collect::<PolarsResult<Vec<_>>>()?;
        Ok(Self { element, children })
    }

    pub fn name(&self) -> &str {
        &self.element.name
    }

    /// Groups have no type of their own.
    pub fn is_group(&self) -> bool {
        self.element.physical.is_none()
    }

    pub fn is_repeated(&self) -> bool {
        self.element.repetition == Some(FieldRepetitionType::REPEATED)
    }

    pub fn is_optional(&self) -> bool {
        self.element.repetition == Some(FieldRepetitionType::OPTIONAL)
    }
}

/// Gives columns that have the name of another one a name of their own; says which columns share a name, of
/// which a schema by names tells nothing, and what it was where it is another one now.
pub fn rename_repeated(elements: &mut [Element]) -> PlHashMap<String, Option<String>> {
    let Some((root, rest)) = elements.split_first_mut() else {
        return PlHashMap::new();
    };
    let mut columns = Vec::new();
    let mut at = 0;
    while at < rest.len() && columns.len() < root.children {
        columns.push(at);
        let mut open = 1_usize;
        while open > 0 && at < rest.len() {
            open = (open - 1).saturating_add(rest[at].children);
            at += 1;
        }
    }
    let written: Vec<PlSmallStr> = columns
        .iter()
        .map(|at| rest[*at].name.as_str().into())
        .collect();
    let mut repeated = PlHashMap::new();
    for (at, name) in columns.iter().zip(names::distinct(written)) {
        let old = &mut rest[*at].name;
        if *old != name.as_str() {
            let old = std::mem::replace(old, name.to_string());
            repeated.insert(old.clone(), None);
            repeated.insert(name.to_string(), Some(old));
        }
    }
    repeated
}

/// As Arrow has it; levels of definition and repetition follow from it just as the file has them.
pub fn field(node: &Node, hint: Option<&Field>) -> Result<Field, Refusal> {
    if !node.is_repeated() {
        let dtype = dtype(node, hint)?;
        return Ok(named(node, dtype, node.is_optional(), hint));
    }
    // a list without a group around it
    let hint = hint.and_then(item_hint);
    let item = named(node, dtype(node, hint)?, false, hint);
    Ok(named(node, list(item, None), false, None))
}

fn named(node: &Node, dtype: ArrowDataType, nullable: bool, hint: Option<&Field>) -> Field {
    let mut field = Field::new(node.name().into(), dtype, nullable);
    field.metadata = hint.and_then(|hint| hint.metadata.clone());
    if let Some(id) = node.element.id {
        let mut pairs: Metadata = field.metadata.as_deref().cloned().unwrap_or_default();
        pairs.insert(FIELD_ID.into(), id.to_string().into());
        field.metadata = Some(pairs.into());
    }
    field
}

fn list(item: Field, hint: Option<&Field>) -> ArrowDataType {
    match hint.map(|hint| hint.dtype()) {
        Some(ArrowDataType::FixedSizeList(_, width)) => {
            ArrowDataType::FixedSizeList(Box::new(item), *width)
        },
        _ => ArrowDataType::LargeList(Box::new(item)),
    }
}

/// A hint without arrays so wide that not one would be in the file: where they are null, they take
/// memory all the same.
pub fn narrow(hint: &Field, most: usize) -> Field {
    use ArrowDataType::{Extension, FixedSizeList, LargeList, List, Map, Struct};
    let boxed = |item: &Field| Box::new(narrow(item, most));
    hint.with_dtype(match hint.dtype() {
        FixedSizeList(item, width) if *width > most => LargeList(boxed(item)),
        FixedSizeList(item, width) => FixedSizeList(boxed(item), *width),
        List(item) | LargeList(item) => LargeList(boxed(item)),
        Map(item, sorted) => Map(boxed(item), *sorted),
        Struct(fields) => Struct(fields.iter().map(|field| narrow(field, most)).collect()),
        Extension(extension) => {
            let mut extension = extension.clone();
            extension.inner = narrow(&hint.with_dtype(extension.inner.clone()), most).dtype;
            Extension(extension)
        },
        other => other.clone(),
    })
}

fn item_hint(hint: &Field) -> Option<&Field> {
    use ArrowDataType::{FixedSizeList, LargeList, List, Map};
    match hint.dtype() {
        List(item) | LargeList(item) | FixedSizeList(item, _) | Map(item, _) => Some(item),
        _ => None,
    }
}

/// Without the repetition.
fn dtype(node: &Node, hint: Option<&Field>) -> Result<ArrowDataType, Refusal> {
    if let Some(hint) = hint
        && let ArrowDataType::Extension(said) = hint.dtype()
    {
        let stored = hint.with_dtype(said.inner.clone());
        return Ok(extension::of_hint(dtype(node, Some(&stored))?, said));
    }
    if !node.is_group() {
        let dtype = leaf(node, hint)?;
        let logical = annotation(&node.element);
        return Ok(extension::of_logical(dtype, logical, &node.element.geo));
    }
    match annotation(&node.element) {
        Some(Logical::List) => list_group(node, hint),
        Some(Logical::Map) => map_group(node, hint),
        None => structure(node, hint),
        Some(other) => Err(format!("a group of type {}", describe(other))),
    }
}

fn structure(node: &Node, hint: Option<&Field>) -> Result<ArrowDataType, Refusal> {
    let hints = match hint.map(|hint| hint.dtype()) {
        Some(ArrowDataType::Struct(fields)) => fields.as_slice(),
        _ => &[],
    };
    if node.children.is_empty() {
        return Err("a group without fields".to_owned());
    }
    let mut names = PlHashSet::new();
    let fields = node.children.iter().enumerate().map(|(i, child)| {
        if !names.insert(child.name()) {
            return Err(format!("a group with two fields '{}'", clip(child.name())));
        }
        let at = hints.get(i).filter(|hint| hint.name == child.name());
        field(
            child,
            at.or_else(|| hints.iter().find(|hint| hint.name == child.name())),
        )
    });
    Ok(ArrowDataType::Struct(fields.collect::<Result<_, _>>()?))
}

/// By the format's "backward-compatibility rules" for lists.
fn list_group(node: &Node, hint: Option<&Field>) -> Result<ArrowDataType, Refusal> {
    let [repeated] = node.children.as_slice() else {
        return Err(format!("a LIST of {} fields", node.children.len()));
    };
    if !repeated.is_repeated() {
        return Err("a LIST whose field is not repeated".to_owned());
    }
    let of_item = hint.and_then(item_hint);
    let item = match repeated.children.as_slice() {
        [only] if !only.is_repeated() && !is_item(repeated, node.name()) => field(only, of_item)?,
        _ => named(repeated, dtype(repeated, of_item)?, false, of_item),
    };
    Ok(list(item, hint))
}

/// Whether a repeated group of one field is itself what its list has.
fn is_item(repeated: &Node, list: &str) -> bool {
    let name = repeated.name();
    name == "array" || name.strip_suffix("_tuple") == Some(list)
}

fn map_group(node: &Node, hint: Option<&Field>) -> Result<ArrowDataType, Refusal> {
    let [entries] = node.children.as_slice() else {
        return Err(format!("a MAP of {} fields", node.children.len()));
    };
    if !entries.is_repeated() || !matches!(entries.children.len(), 1 | 2) {
        return Err("a MAP without repeated keys and values".to_owned());
    }
    let of_entries = hint.and_then(item_hint);
    let item = named(entries, structure(entries, of_entries)?, false, of_entries);
    Ok(ArrowDataType::LargeList(Box::new(item)))
}

/// What the file says that a field is. The older annotation counts where there is no newer one.
pub fn annotation(element: &Element) -> Option<Logical> {
    if element.logical.is_some() {
        return element.logical;
    }
    Some(match element.converted? {
        0 => Logical::String,
        1 | 2 => Logical::Map,
        3 => Logical::List,
        4 => Logical::Enum,
        5 => Logical::Decimal(element.precision.unwrap_or(0), element.scale.unwrap_or(0)),
        6 => Logical::Date,
        7 => Logical::Time(Unit::Millis),
        8 => Logical::Time(Unit::Micros),
        9 => Logical::Timestamp(Unit::Millis, false),
        10 => Logical::Timestamp(Unit::Micros, false),
        11 => Logical::Integer(8, false),
        12 => Logical::Integer(16, false),
        13 => Logical::Integer(32, false),
        14 => Logical::Integer(64, false),
        15 => Logical::Integer(8, true),
        16 => Logical::Integer(16, true),
        17 => Logical::Integer(32, true),
        18 => Logical::Integer(64, true),
        19 => Logical::Json,
        20 => Logical::Bson,
        21 => Logical::Interval,
        other => Logical::Other(other.into()),
    })
}

fn leaf(node: &Node, hint: Option<&Field>) -> Result<ArrowDataType, Refusal> {
    use ArrowDataType as A;
    let element = &node.element;
    let annotation = annotation(element);
    let hinted = hint.map(|hint| hint.dtype());
    let physical = element.physical.unwrap_or(Type(-1));
    if !node.children.is_empty() {
        return Err("a field that has a type and fields".to_owned());
    }
    let refused = || Err(unsuited(element, annotation));
    Ok(match (physical, annotation) {
        (
            Type::BOOLEAN
            | Type::INT32
            | Type::INT64
            | Type::FLOAT
            | Type::DOUBLE
            | Type::BYTE_ARRAY,
            Some(Logical::Unknown),
        ) => A::Null,
        (Type::BOOLEAN, None) => match hint {
            Some(hint) if hint.is_pl_pq_empty_struct() => hint.dtype().clone(),
            _ => A::Boolean,
        },
        (Type::INT32, None | Some(Logical::Integer(32, true))) => A::Int32,
        (Type::INT32, Some(Logical::Integer(8, true))) => A::Int8,
        (Type::INT32, Some(Logical::Integer(16, true))) => A::Int16,
        (Type::INT32, Some(Logical::Integer(8, false))) => A::UInt8,
        (Type::INT32, Some(Logical::Integer(16, false))) => A::UInt16,
        (Type::INT32, Some(Logical::Integer(32, false))) => A::UInt32,
        (Type::INT32, Some(Logical::Date)) => match hinted {
            Some(A::Date64) => A::Date64,
            _ => A::Date32,
        },
        (Type::INT32, Some(Logical::Time(Unit::Millis))) => A::Time32(TimeUnit::Millisecond),
        (Type::INT64, None) => match hinted {
            Some(hint @ (A::Duration(_) | A::UInt32 | A::Date64)) => hint.clone(),
            _ => A::Int64,
        },
        (Type::INT64, Some(Logical::Integer(64, true))) => A::Int64,
        (Type::INT64, Some(Logical::Integer(64, false))) => A::UInt64,
        (Type::INT64, Some(Logical::Time(Unit::Micros))) => A::Time64(TimeUnit::Microsecond),
        (Type::INT64, Some(Logical::Time(Unit::Nanos))) => A::Time64(TimeUnit::Nanosecond),
        (Type::INT64, Some(Logical::Timestamp(unit, utc))) => {
            let zone = zone(element, utc, hinted);
            A::Timestamp(time_unit(unit), zone)
        },
        (Type::INT96, None) => A::Timestamp(TimeUnit::Nanosecond, None),
        (Type::FLOAT, None) => A::Float32,
        (Type::DOUBLE, None) => A::Float64,
        (Type::BYTE_ARRAY, Some(Logical::String | Logical::Enum | Logical::Json)) => {
            text(hinted).unwrap_or(A::Utf8View)
        },
        (Type::BYTE_ARRAY, Some(Logical::Bson | Logical::Geometry | Logical::Geography)) => {
            A::BinaryView
        },
        (Type::BYTE_ARRAY, None) => match hinted {
            Some(A::LargeBinary) if is_kept(hint) => A::LargeBinary,
            _ => text(hinted).unwrap_or(A::BinaryView),
        },
        (
            Type::INT32 | Type::INT64 | Type::BYTE_ARRAY,
            Some(Logical::Decimal(precision, scale)),
        ) => decimal(precision, scale)?,
        (Type::FIXED_LEN_BYTE_ARRAY, annotation) => fixed(element, annotation, hinted)?,
        _ => return refused(),
    })
}

fn fixed(
    element: &Element,
    annotation: Option<Logical>,
    hinted: Option<&ArrowDataType>,
) -> Result<ArrowDataType, Refusal> {
    use ArrowDataType as A;
    /// Longer ones polars would have to hold several times over.
    const LONGEST: i32 = 1 << 24;
    let length = match element.length {
        Some(length @ 1..=LONGEST) => length as usize,
        Some(length) => return Err(format!("FIXED_LEN_BYTE_ARRAY of {length} bytes")),
        None => return Err("FIXED_LEN_BYTE_ARRAY of no length".to_owned()),
    };
    Ok(match (annotation, length) {
        (None, 16) if matches!(hinted, Some(A::Int128 | A::UInt128)) => {
            hinted.cloned().unwrap_or_default()
        },
        (None, 2) if matches!(hinted, Some(A::Float16)) => A::Float16,
        (None, _) | (Some(Logical::Uuid), 16) => A::FixedSizeBinary(length),
        (Some(Logical::Float16), 2) => A::Float16,
        (Some(Logical::Unknown), _) => A::Null,
        (Some(Logical::Decimal(precision, scale)), ..=16) => decimal(precision, scale)?,
        (Some(Logical::Decimal(precision, scale)), _) => {
            return Err(format!(
                "DECIMAL({precision}, {scale}) in {length} bytes; 16 are read at the most"
            ));
        },
        (annotation, _) => return Err(unsuited(element, annotation)),
    })
}

fn decimal(precision: i32, scale: i32) -> Result<ArrowDataType, Refusal> {
    match precision {
        1..=38 if (0..=precision).contains(&scale) => {
            Ok(ArrowDataType::Decimal(precision as usize, scale as usize))
        },
        39.. => Err(format!(
            "DECIMAL({precision}, {scale}); 38 digits are read at the most"
        )),
        _ => Err(format!("DECIMAL({precision}, {scale})")),
    }
}

/// The zone of the writer's, where the values are instants.
fn zone(element: &Element, utc: bool, hinted: Option<&ArrowDataType>) -> Option<PlSmallStr> {
    let zone = match hinted {
        Some(ArrowDataType::Timestamp(_, zone)) => {
            zone.clone().filter(|zone| !zone.as_str().is_empty())
        },
        _ => None,
    };
    match (utc, element.logical) {
        (true, _) => Some(zone.unwrap_or(PlSmallStr::from_static("+00:00"))),
        (false, None) => zone, // older files don't say
        (false, Some(_)) => None,
    }
}

/// Text as the writer had it, in dictionaries say.
fn text(hinted: Option<&ArrowDataType>) -> Option<ArrowDataType> {
    use ArrowDataType::{Dictionary, LargeUtf8, Utf8, Utf8View};
    match hinted? {
        Utf8 | LargeUtf8 | Utf8View => Some(Utf8View),
        hint @ Dictionary(_, values, _) => match values.as_ref() {
            Utf8 | LargeUtf8 | Utf8View => Some(hint.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn is_kept(hint: Option<&Field>) -> bool {
    let metadata = hint.and_then(|hint| hint.metadata.as_deref());
    metadata.is_some_and(|pairs| {
        pairs
            .get(PL_KEY)
            .is_some_and(|kept| kept == MAINTAIN_PL_TYPE)
    })
}

fn time_unit(unit: Unit) -> TimeUnit {
    match unit {
        Unit::Millis => TimeUnit::Millisecond,
        Unit::Micros => TimeUnit::Microsecond,
        Unit::Nanos => TimeUnit::Nanosecond,
    }
}

fn unsuited(element: &Element, annotation: Option<Logical>) -> Refusal {
    let physical = match element.physical {
        Some(Type::BOOLEAN) => "BOOLEAN".to_owned(),
        Some(Type::INT32) => "INT32".to_owned(),
        Some(Type::INT64) => "INT64".to_owned(),
        Some(Type::INT96) => "INT96".to_owned(),
        Some(Type::FLOAT) => "FLOAT".to_owned(),
        Some(Type::DOUBLE) => "DOUBLE".to_owned(),
        Some(Type::BYTE_ARRAY) => "BYTE_ARRAY".to_owned(),
        Some(Type::FIXED_LEN_BYTE_ARRAY) => {
            format!("FIXED_LEN_BYTE_ARRAY({})", element.length.unwrap_or(0))
        },
        other => format!(
            "an unknown physical type {}",
            other.map_or(-1, |other| other.0)
        ),
    };
    match annotation {
        Some(annotation) => format!("{} in {physical}", describe(annotation)),
        None => physical,
    }
}

fn describe(logical: Logical) -> String {
    match logical {
        Logical::String => "STRING".to_owned(),
        Logical::Map => "MAP".to_owned(),
        Logical::List => "LIST".to_owned(),
        Logical::Enum => "ENUM".to_owned(),
        Logical::Decimal(precision, scale) => format!("DECIMAL({precision}, {scale})"),
        Logical::Date => "DATE".to_owned(),
        Logical::Time(unit) => format!("TIME({unit:?})"),
        Logical::Timestamp(unit, _) => format!("TIMESTAMP({unit:?})"),
        Logical::Integer(bits, true) => format!("INT({bits})"),
        Logical::Integer(bits, false) => format!("UINT({bits})"),
        Logical::Unknown => "UNKNOWN".to_owned(),
        Logical::Json => "JSON".to_owned(),
        Logical::Bson => "BSON".to_owned(),
        Logical::Uuid => "UUID".to_owned(),
        Logical::Float16 => "FLOAT16".to_owned(),
        Logical::Interval => "INTERVAL".to_owned(),
        Logical::Variant => "VARIANT".to_owned(),
        Logical::Geometry => "GEOMETRY".to_owned(),
        Logical::Geography => "GEOGRAPHY".to_owned(),
        Logical::Other(number) => format!("number {number}, which is not known"),
    }
}
