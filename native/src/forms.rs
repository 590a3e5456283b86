//! How fields are stored, and what is said of the elements of lists, for which Java has no words: in a wire form that
//! it keeps with a schema and does not look into.

use polars::prelude::*;
use polars_arrow::datatypes::Metadata;

use crate::fields::{FieldInfo, Fields};
use crate::jvm::wire::{Reader, Writer};
use crate::jvm::{Error, Result};

/// Writes it of those columns of which Java does not know everything.
pub fn write<'a>(
    wire: &mut Writer,
    columns: impl Iterator<Item = &'a PlSmallStr>,
    fields: &Fields,
) {
    let mut forms = Writer::default();
    for name in columns {
        let info = fields.get(name);
        if is_said(info) {
            forms.str(name);
            put(&mut forms, info);
        }
    }
    wire.block(&forms);
}

/// Reads what [`write`] wrote: the columns that something is said of.
pub fn read(wire: &mut Reader<'_>, depth: usize) -> Result<Vec<(PlSmallStr, FieldInfo)>> {
    let mut forms = wire.block()?;
    let mut said = Vec::new();
    while !forms.is_empty() {
        said.push((forms.str()?.into(), get(&mut forms, depth)?));
    }
    Ok(said)
}

fn is_said(info: &FieldInfo) -> bool {
    info.stored.is_some() || info.element.is_some() || !info.children.is_empty()
}

fn put(wire: &mut Writer, info: &FieldInfo) {
    use ArrowDataType as T;
    wire.bool(info.required);
    let metadata = info.metadata.as_deref();
    wire.i32(metadata.map_or(0, Metadata::len));
    for (key, value) in metadata.into_iter().flatten() {
        wire.str(key).str(value);
    }
    match &info.stored {
        Some(T::FixedSizeBinary(width)) => wire.u8(1).i64(*width as i64),
        Some(T::Binary) => wire.u8(2),
        Some(T::LargeBinary) => wire.u8(3),
        Some(T::Utf8) => wire.u8(4),
        Some(T::LargeUtf8) => wire.u8(5),
        Some(T::Timestamp(_, Some(zone))) => wire.u8(6).str(zone),
        _ => wire.u8(0),
    };
    wire.optional_str(info.element.as_deref());
    wire.i32(info.children.len());
    for child in &info.children {
        put(wire, child);
    }
}

fn get(wire: &mut Reader<'_>, depth: usize) -> Result<FieldInfo> {
    let deeper = depth
        .checked_sub(1)
        .ok_or_else(|| Error::Argument("forms of fields nest too deep".into()))?;
    let required = wire.bool()?;
    let metadata = wire.list(|wire| Ok((wire.str()?.into(), wire.str()?.into())))?;
    let metadata: Metadata = metadata.into_iter().collect();
    Ok(FieldInfo {
        required,
        metadata: (!metadata.is_empty()).then(|| metadata.into()),
        stored: match wire.u8()? {
            0 => None,
            1 => wire.optional_size()?.map(ArrowDataType::FixedSizeBinary),
            2 => Some(ArrowDataType::Binary),
            3 => Some(ArrowDataType::LargeBinary),
            4 => Some(ArrowDataType::Utf8),
            5 => Some(ArrowDataType::LargeUtf8),
            6 => FieldInfo::of_zone(wire.str()?).stored,
            other => return Err(Error::Argument(format!("unknown form {other} of a field"))),
        },
        element: wire.optional(Reader::str)?.map(PlSmallStr::from),
        children: wire.list(|wire| get(wire, deeper))?,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn forms_come_back() {
        let leaf = |stored| FieldInfo {
            required: true,
            metadata: Some(Arc::new(
                [("key".into(), "value".into())].into_iter().collect(),
            )),
            stored: Some(stored),
            ..FieldInfo::default()
        };
        let list = FieldInfo {
            element: Some("element".into()),
            children: vec![FieldInfo::default(), leaf(ArrowDataType::Utf8)],
            ..FieldInfo::default()
        };
        let said = [
            ("id", leaf(ArrowDataType::FixedSizeBinary(16))),
            ("at", FieldInfo::of_zone("+05:30")),
            ("list", list),
            ("none", FieldInfo::default()),
        ];
        let said = said.map(|(name, info)| (PlSmallStr::from(name), info));
        let names: Vec<PlSmallStr> = said.iter().map(|(name, _)| name.clone()).collect();
        let mut wire = Writer::default();
        write(
            &mut wire,
            names.iter(),
            &Fields::new(said.clone().into_iter()),
        );
        let bytes = wire.into_bytes();
        let found = read(&mut Reader::new(&bytes), 3).ok().expect("forms");
        assert!(found == said[..3]);
        assert!(read(&mut Reader::new(&bytes), 1).is_err());
    }
}
