//! Checks what Arrow fields say of themselves: polars panics at categories and time zones that it cannot read.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::datatypes::Metadata;
use polars_utils::aliases::{InitHashMaps, PlHashSet};

use crate::fields::ZONE;
use crate::zones::canonical_zone;

const ENUM: [&str; 2] = ["_PL_ENUM_VALUES2", "_PL_ENUM_VALUES"];
const CATEGORICAL: &str = "_PL_CATEGORICAL2";

/// What cannot be of a field or those below it, in words.
pub fn fault(field: &ArrowField) -> Option<String> {
    use ArrowDataType as A;
    own_fault(field).or_else(|| match field.dtype().to_storage() {
        A::List(inner) | A::LargeList(inner) | A::FixedSizeList(inner, _) | A::Map(inner, _) => {
            fault(inner)
        },
        A::Struct(fields) => fields.iter().find_map(fault),
        A::Dictionary(_, values, _) => {
            let values = (**values).clone();
            fault(&ArrowField::new(field.name.clone(), values, true))
        },
        _ => None,
    })
}

/// The field with the names that polars has for time zones; those that it had are said in its metadata.
pub fn with_known_zones(field: &ArrowField) -> ArrowField {
    use ArrowDataType as A;
    let mut known = field.clone();
    let mut dtype = &mut known.dtype;
    let dtype = loop {
        dtype = match dtype {
            A::Extension(extension) => &mut extension.inner,
            A::Dictionary(_, values, _) => values,
            storage => break storage,
        };
    };
    match dtype {
        A::List(inner) | A::LargeList(inner) | A::FixedSizeList(inner, _) | A::Map(inner, _) => {
            **inner = with_known_zones(inner);
        },
        A::Struct(fields) => fields
            .iter_mut()
            .for_each(|field| *field = with_known_zones(field)),
        A::Timestamp(_, Some(zone)) => {
            if let Some(name) = canonical_zone(zone)
                && name != *zone
            {
                let mut metadata = known.metadata.as_deref().cloned().unwrap_or_default();
                metadata.insert(ZONE.into(), std::mem::replace(zone, name));
                known.metadata = Some(Arc::new(metadata));
            }
        },
        _ => {},
    }
    known
}

/// Likewise of the field alone.
pub fn own_fault(field: &ArrowField) -> Option<String> {
    use ArrowDataType as A;
    match field.dtype().to_storage() {
        A::Dictionary(_, values, _) => {
            let (key, well) = said_of_categories(field.metadata.as_deref()?)?;
            let text = matches!(**values, A::Utf8 | A::LargeUtf8 | A::Utf8View);
            match (well, text) {
                (false, _) => Some(format!(
                    "malformed metadata '{key}', by which polars reads an Enum or categories: what writes it must \
                    leave it out"
                )),
                (_, false) => Some(format!(
                    "metadata '{key}' where values are no text: what writes it must leave it out"
                )),
                _ => None,
            }
        },
        A::Timestamp(_, zone) => match TimeZone::opt_try_new(zone.clone()) {
            Ok(_) => None,
            Err(_) => Some("an unknown time zone".into()),
        },
        _ => None,
    }
}

/// The key of the metadata that makes polars read dictionaries as an Enum.
pub fn enum_key(field: &ArrowField) -> Option<&'static str> {
    let metadata = field.metadata.as_deref()?;
    ENUM.into_iter().find(|key| metadata.contains_key(*key))
}

/// The key of what polars takes for categories, and whether it is as polars writes it.
fn said_of_categories(metadata: &Metadata) -> Option<(&'static str, bool)> {
    let values = ENUM
        .iter()
        .find_map(|key| Some((*key, metadata.get(*key)?)));
    match values {
        Some((key, values)) => Some((key, is_enum(values))),
        None => Some((CATEGORICAL, is_categorical(metadata.get(CATEGORICAL)?))),
    }
}

/// The next text, before which its length stands, and what follows.
fn text(all: &str) -> Option<(&str, &str)> {
    let (length, rest) = all.split_once(';')?;
    rest.split_at_checked(length.parse().ok()?)
}

/// The values, all of them different.
fn is_enum(mut values: &str) -> bool {
    let mut seen = PlHashSet::new();
    while !values.is_empty() {
        match text(values) {
            Some((value, rest)) if seen.insert(value) => values = rest,
            _ => return false,
        }
    }
    true
}

/// A name, a namespace and the type of the keys.
fn is_categorical(said: &str) -> bool {
    let keys = text(said)
        .and_then(|(_, rest)| text(rest))
        .and_then(|(_, rest)| rest.split_once(';'));
    keys.is_some_and(|(keys, _)| matches!(keys, "u8" | "u16" | "u32"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_polars_writes_is_well_formed() {
        let categories =
            DataType::from_frozen_categories(FrozenCategories::new(["a;b", "", "größe"]).unwrap());
        let own = Categories::new("n;".into(), "ü".into(), CategoricalPhysical::U8);
        for dtype in [categories, DataType::from_categories(own)] {
            let field = dtype.to_arrow_field("x".into(), CompatLevel::newest());
            assert_eq!(fault(&field), None);
            let inside = DataType::List(Box::new(dtype));
            assert_eq!(
                fault(&inside.to_arrow_field("x".into(), CompatLevel::newest())),
                None
            );
        }
    }

    #[test]
    fn zones_of_dictionaries_are_known_too() {
        let stamps = |zone: &str| {
            let values = ArrowDataType::Timestamp(ArrowTimeUnit::Microsecond, Some(zone.into()));
            let keys = polars_arrow::datatypes::IntegerType::Int8;
            let dtype = ArrowDataType::Dictionary(keys, Box::new(values), false);
            ArrowField::new("x".into(), dtype, true)
        };
        let known = with_known_zones(&stamps("+05:30"));
        assert_eq!(known.dtype, stamps("UTC").dtype);
        assert_eq!(known.metadata.unwrap().get(ZONE).unwrap(), "+05:30");
        assert!(fault(&stamps("Mars/Olympus")).is_some());
    }

    #[test]
    fn what_polars_would_panic_at_is_not() {
        for values in ["1", "x;a", "2;a", "1;é", "1;a1;a", ";a", "-1;a"] {
            assert!(!is_enum(values), "{values}");
        }
        for said in [
            "",
            "1;a",
            "1;a1;b",
            "1;a1;bu64;",
            "1;a1;bu32",
            "9;a1;bu32;",
            "1;a-1;bu32;",
        ] {
            assert!(!is_categorical(said), "{said}");
        }
        assert!(is_categorical("1;a1;bu32;"));
    }
}
