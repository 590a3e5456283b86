//! Extension types: what Arrow's schema says of columns, and Parquet's own types that Arrow has as such.

use polars_arrow::datatypes::{ArrowDataType, ExtensionType, Field};

use super::footer::{Geo, Logical};

/// The type with what the file says of it, where Arrow has an extension type for that.
pub fn of_logical(dtype: ArrowDataType, logical: Option<Logical>, geo: &Geo) -> ArrowDataType {
    let (name, metadata) = match (logical, &dtype) {
        (Some(Logical::Uuid), ArrowDataType::FixedSizeBinary(16)) => ("arrow.uuid", String::new()),
        (Some(Logical::Json), ArrowDataType::Utf8View) => ("arrow.json", String::new()),
        (Some(Logical::Geometry), _) => ("geoarrow.wkb", geometry(geo, None)),
        (Some(Logical::Geography), _) => {
            let edges = EDGES.get(geo.edges.unwrap_or(0) as usize);
            ("geoarrow.wkb", geometry(geo, edges.copied()))
        },
        _ => return dtype,
    };
    ArrowDataType::Extension(Box::new(ExtensionType {
        name: name.into(),
        inner: dtype,
        metadata: Some(metadata.into()),
    }))
}

/// GeoArrow's names of Parquet's algorithms.
const EDGES: [&str; 5] = ["spherical", "vincenty", "thomas", "andoyer", "karney"];

/// In GeoArrow's words, as Arrow's own reader puts it.
fn geometry(geo: &Geo, edges: Option<&str>) -> String {
    let system = geo.system.as_str();
    let (system, kind) = match system.strip_prefix("srid:") {
        _ if system.is_empty() => (quoted("OGC:CRS84"), Some("authority_code")),
        Some(number) => (quoted(number), Some("srid")),
        None if system.starts_with('{') => (system.to_owned(), None),
        None => (quoted(system), None),
    };
    let kind = kind.map_or_else(String::new, |kind| format!(r#", "crs_type": "{kind}""#));
    let edges = edges.map_or_else(String::new, |edges| format!(r#", "edges": "{edges}""#));
    format!(r#"{{"crs": {system}{kind}{edges}}}"#)
}

/// A text in JSON.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c < ' ' => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The type of the file as the extension type of the writer's schema, if that is stored so.
pub fn of_hint(dtype: ArrowDataType, hint: &ExtensionType) -> ArrowDataType {
    use ArrowDataType::{Binary, LargeBinary, LargeUtf8, Utf8};
    let dtype = plain(&dtype);
    if !suits(&hint.inner, &dtype) {
        return dtype;
    }
    ArrowDataType::Extension(Box::new(ExtensionType {
        name: hint.name.clone(),
        inner: match &hint.inner {
            // how it is to be stored again
            kept @ (Utf8 | LargeUtf8 | Binary | LargeBinary) => kept.clone(),
            _ => dtype,
        },
        metadata: hint.metadata.clone(),
    }))
}

fn suits(hint: &ArrowDataType, dtype: &ArrowDataType) -> bool {
    use ArrowDataType as A;
    match (hint, dtype) {
        (A::Utf8 | A::LargeUtf8 | A::Utf8View, A::Utf8View) => true,
        (A::Binary | A::LargeBinary | A::BinaryView, A::BinaryView | A::LargeBinary) => true,
        (A::List(_) | A::LargeList(_) | A::Map(..) | A::FixedSizeList(..), A::LargeList(_)) => true,
        (A::FixedSizeList(_, hint), A::FixedSizeList(_, width)) => hint == width,
        (A::Struct(hint), A::Struct(fields)) => hint.len() == fields.len(),
        (hint, dtype) => hint == dtype,
    }
}

/// The field as polars reads it.
pub fn plain_field(field: &Field) -> Field {
    field.with_dtype(plain(field.dtype()))
}

fn plain(dtype: &ArrowDataType) -> ArrowDataType {
    use ArrowDataType as A;
    match dtype {
        A::Extension(extension) => match plain(&extension.inner) {
            A::Utf8 | A::LargeUtf8 => A::Utf8View,
            A::Binary | A::LargeBinary => A::BinaryView,
            other => other,
        },
        A::LargeList(item) => A::LargeList(Box::new(plain_field(item))),
        A::FixedSizeList(item, width) => A::FixedSizeList(Box::new(plain_field(item)), *width),
        A::Struct(fields) => A::Struct(fields.iter().map(plain_field).collect()),
        other => other.clone(),
    }
}
