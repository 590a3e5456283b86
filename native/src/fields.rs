//! What Arrow says of fields beside their names and types: metadata, whether they may be null, extension types.
//!
//! polars' frames hold none of it. It stands beside a frame, by the names of the columns, so that whatever selects,
//! drops or slices columns carries it without a look at it.

mod suited;

pub use suited::NULLS;

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::datatypes::{ExtensionType, Metadata};

use crate::zones::canonical_zone;

/// Where Arrow keeps the name of an extension type.
pub const EXTENSION: &str = "ARROW:extension:name";

/// Where Arrow keeps the metadata of an extension type.
pub const EXTENSION_METADATA: &str = "ARROW:extension:metadata";

/// Where readers put a time zone that polars has another name for.
pub const ZONE: &str = "polars4j:zone";

/// Where the metadata of a column has the name that it shared with another one, and lost.
const NAME: &str = "polars4j:name";

/// Where polars says what its own types are: of what type a field is, it says itself.
const OF_POLARS: [&str; 6] = [
    "_PL_ENUM_VALUES",
    "_PL_ENUM_VALUES2",
    "_PL_CATEGORICAL",
    "_PL_CATEGORICAL2",
    "_PL_EMPTY_STRUCT",
    "_PL_FLAGS",
];

/// What polars calls the elements of a list.
const ELEMENT: &str = "item";

/// Of a field that says nothing.
static SILENT: FieldInfo = FieldInfo {
    required: false,
    metadata: None,
    stored: None,
    element: None,
    children: Vec::new(),
};

/// What is said of a field.
#[derive(Clone, Default, PartialEq)]
pub struct FieldInfo {
    /// Whether no value may be null.
    pub required: bool,
    pub metadata: Option<Arc<Metadata>>,
    /// How Arrow stores it, where others rely on that: bytes that are as many in each value, text and bytes
    /// of extension types, and time zones by names that polars does not have.
    pub stored: Option<ArrowDataType>,
    /// The name of a list's elements, if it is not `item`.
    pub element: Option<PlSmallStr>,
    /// What is said of its parts, if something is.
    pub children: Vec<FieldInfo>,
}

/// What is said of the fields of a frame, by name.
#[derive(Clone, Default)]
pub struct Fields(Option<Arc<PlHashMap<PlSmallStr, FieldInfo>>>);

impl Fields {
    pub fn new(fields: impl Iterator<Item = (PlSmallStr, FieldInfo)>) -> Self {
        let said: PlHashMap<_, _> = fields.filter(|(_, info)| *info != SILENT).collect();
        Self((!said.is_empty()).then(|| Arc::new(said)))
    }

    pub fn get(&self, name: &str) -> &FieldInfo {
        let found = self.0.as_ref().and_then(|fields| fields.get(name));
        found.unwrap_or(&SILENT)
    }

    /// With one of them by another name, which something may have been said of before.
    pub fn renamed(&self, from: &str, to: &str) -> Self {
        let renamed = self.with(from.into(), FieldInfo::default());
        renamed.with(to.into(), self.get(from).clone())
    }

    /// With this said of that one, and nothing besides.
    pub fn with(&self, name: PlSmallStr, info: FieldInfo) -> Self {
        if info == *self.get(&name) {
            return self.clone();
        }
        let mut fields = self.0.as_deref().cloned().unwrap_or_default();
        fields.insert(name, info);
        Self::new(fields.into_iter())
    }

    /// With something else said of that one, if something is.
    pub fn changed(&self, name: &str, change: impl FnOnce(&FieldInfo) -> FieldInfo) -> Self {
        let Some(fields) = self.0.as_ref().filter(|fields| fields.contains_key(name)) else {
            return self.clone();
        };
        let mut fields = fields.as_ref().clone();
        if let Some(info) = fields.get_mut(name) {
            *info = change(info);
        }
        Self::new(fields.into_iter())
    }

    /// Of rows of these and of `others`, which may be null where either may.
    pub fn joined(&self, others: &Self) -> Self {
        let Some(fields) = &self.0 else {
            return Self::default();
        };
        if others
            .0
            .as_ref()
            .is_some_and(|others| Arc::ptr_eq(fields, others))
        {
            return self.clone();
        }
        let joined = fields.iter().map(|(name, info)| {
            let mut info = info.clone();
            info.join(others.get(name));
            (name.clone(), info)
        });
        Self::new(joined)
    }
}

impl FieldInfo {
    pub fn is_silent(&self) -> bool {
        *self == SILENT
    }

    /// What an Arrow field says, but for what polars says itself.
    pub fn of(field: &ArrowField) -> Self {
        use ArrowDataType as T;
        let children = match values_of(field.dtype()) {
            T::List(inner)
            | T::LargeList(inner)
            | T::FixedSizeList(inner, _)
            | T::Map(inner, _) => {
                vec![Self::of(inner)]
            },
            T::Struct(fields) => fields.iter().map(Self::of).collect(),
            _ => Vec::new(),
        };
        Self::with(field, children)
    }

    /// Likewise, with that said of its parts.
    pub fn with(field: &ArrowField, children: Vec<Self>) -> Self {
        use ArrowDataType as T;
        let metadata = field.metadata.as_deref().map(|metadata| {
            let foreign = metadata
                .iter()
                .filter(|(key, _)| !OF_POLARS.contains(&key.as_str()));
            foreign
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        });
        let mut metadata: Metadata = metadata.unwrap_or_default();
        let mut dtype = field.dtype();
        while let T::Extension(extension) = dtype {
            metadata.insert(EXTENSION.into(), extension.name.clone());
            let text = extension.metadata.clone();
            metadata.extend(text.map(|text| (EXTENSION_METADATA.into(), text)));
            dtype = &extension.inner;
        }
        let dtype = values_of(dtype);
        let element = match dtype {
            T::List(inner) | T::LargeList(inner) | T::FixedSizeList(inner, _) => {
                Some(inner.name.clone()).filter(|name| name != ELEMENT)
            },
            _ => None,
        };
        let extends = metadata.contains_key(EXTENSION);
        let zone = metadata.remove(ZONE);
        Self {
            required: !field.is_nullable,
            metadata: (!metadata.is_empty()).then(|| Arc::new(metadata)),
            stored: match dtype {
                T::FixedSizeBinary(1..) => Some(dtype.clone()),
                T::Timestamp(unit, Some(_)) if zone.is_some() => Some(T::Timestamp(*unit, zone)),
                T::Binary | T::LargeBinary | T::Utf8 | T::LargeUtf8 if extends => {
                    Some(dtype.clone())
                },
                _ => None,
            },
            element,
            ..Self::of_parts(children.into_iter())
        }
    }

    /// Of a nested field of which nothing is said but what is said of its parts.
    pub fn of_parts(parts: impl Iterator<Item = Self>) -> Self {
        let children: Vec<_> = parts.collect();
        Self {
            children: match children.iter().all(|child| *child == SILENT) {
                true => Vec::new(),
                false => children,
            },
            ..Self::default()
        }
    }

    /// Of a field of a type that polars lacks, which is read as the values in it: they may be null where either may.
    pub fn around(field: &ArrowField, values: Self) -> Self {
        let own = Self::with(field, Vec::new());
        let mut metadata = match values.metadata {
            Some(inner) => Arc::unwrap_or_clone(inner),
            None => Metadata::new(),
        };
        let own_metadata = own
            .metadata
            .map_or_else(Metadata::new, Arc::unwrap_or_clone);
        if own_metadata.contains_key(EXTENSION) {
            metadata.remove(EXTENSION_METADATA);
        }
        metadata.extend(own_metadata);
        Self {
            required: own.required && values.required,
            metadata: (!metadata.is_empty()).then(|| Arc::new(metadata)),
            ..values
        }
    }

    /// Of the values of runs, where the field around them says whether they may be null.
    pub fn of_runs(values: Option<Self>) -> Self {
        Self {
            required: true,
            ..values.unwrap_or_default()
        }
    }

    /// What is said of all of them.
    pub fn common(mut all: impl Iterator<Item = Self>) -> Self {
        let mut common = all.next().unwrap_or_default();
        for other in all {
            common.join(&other);
            common.keep_metadata_of(&other);
        }
        common
    }

    /// Without metadata that the other has not, and without an extension type that is not the same.
    fn keep_metadata_of(&mut self, other: &Self) {
        if let Some(own) = self.metadata.take() {
            let theirs = |key: &PlSmallStr| other.metadata.as_deref()?.get(key);
            let alike = |key: &PlSmallStr| theirs(key) == own.get(key);
            let one_type = [EXTENSION, EXTENSION_METADATA]
                .map(PlSmallStr::from)
                .iter()
                .all(alike);
            let mut kept: Metadata = own
                .iter()
                .filter(|(key, _)| alike(key))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            if !one_type {
                kept.remove(EXTENSION);
                kept.remove(EXTENSION_METADATA);
            }
            self.metadata = (!kept.is_empty()).then(|| Arc::new(kept));
        }
        for (place, child) in self.children.iter_mut().enumerate() {
            child.keep_metadata_of(other.child(place));
        }
    }

    /// Of a column that was given another name than the written one.
    pub fn renamed(mut self, written: &str) -> Self {
        let mut metadata = self
            .metadata
            .map_or_else(Metadata::new, Arc::unwrap_or_clone);
        metadata.insert(NAME.into(), written.into());
        self.metadata = Some(Arc::new(metadata));
        self
    }

    pub fn child(&self, place: usize) -> &Self {
        self.children.get(place).unwrap_or(&SILENT)
    }

    /// The name and metadata of the extension type.
    pub fn extension(&self) -> Option<(&str, &str)> {
        let metadata = self.metadata.as_deref()?;
        let text = metadata.get(EXTENSION_METADATA);
        let text = text.map_or("", |text| text.as_str());
        metadata.get(EXTENSION).map(|name| (name.as_str(), text))
    }

    /// Of values of another type: the metadata stays, the extension type goes.
    pub fn recast(&self) -> Self {
        let kept = self.metadata.as_deref().map(|metadata| {
            let mut metadata = metadata.clone();
            metadata.remove(EXTENSION);
            metadata.remove(EXTENSION_METADATA);
            metadata
        });
        Self {
            metadata: kept.filter(|metadata| !metadata.is_empty()).map(Arc::new),
            ..Self::default()
        }
    }

    /// Of the elements of its lists, one of which may be missing.
    pub fn of_elements(&self) -> Self {
        Self {
            required: false,
            ..self.child(0).clone()
        }
    }

    pub fn join(&mut self, other: &Self) {
        self.required &= other.required;
        self.stored = self
            .stored
            .take()
            .filter(|own| other.stored.as_ref() == Some(own));
        self.element = self
            .element
            .take()
            .filter(|own| other.element.as_ref() == Some(own));
        for (place, child) in self.children.iter_mut().enumerate() {
            child.join(other.child(place));
        }
    }

    /// Of points in time in a zone that polars has another name for.
    pub fn of_zone(zone: &str) -> Self {
        Self {
            stored: Some(ArrowDataType::Timestamp(
                ArrowTimeUnit::Microsecond,
                Some(zone.into()),
            )),
            ..Self::default()
        }
    }

    /// The name of the time zone that the field has, where polars calls it `known`.
    pub fn zone(&self, known: &str) -> Option<&PlSmallStr> {
        match &self.stored {
            Some(ArrowDataType::Timestamp(_, zone)) => zone
                .as_ref()
                .filter(|zone| canonical_zone(zone).is_some_and(|name| name == known)),
            _ => None,
        }
    }

    /// How it is stored, by what others take for granted.
    pub fn storage(&self) -> Option<ArrowDataType> {
        match self.extension() {
            Some(("arrow.uuid", _)) => Some(ArrowDataType::FixedSizeBinary(16)),
            _ => self.stored.clone(),
        }
    }

    /// Says it of a field that is made of polars' type, and of its parts.
    pub fn apply(&self, field: &mut ArrowField) {
        use ArrowDataType as T;
        field.is_nullable = !self.required;
        if let Some(said) = &self.metadata {
            let mut metadata = field.metadata.as_deref().cloned().unwrap_or_default();
            let said = said.iter().map(|(key, value)| (key.clone(), value.clone()));
            metadata.extend(said);
            if metadata.remove(EXTENSION).is_some() {
                metadata.remove(EXTENSION_METADATA); // polars-arrow has both in the type
            }
            field.metadata = (!metadata.is_empty()).then(|| Arc::new(metadata));
        }
        match &mut field.dtype {
            T::LargeList(inner) | T::FixedSizeList(inner, _) => {
                self.child(0).apply(inner);
                if let Some(name) = &self.element {
                    inner.name = name.clone();
                }
            },
            T::Struct(fields) => {
                for (place, field) in fields.iter_mut().enumerate() {
                    self.child(place).apply(field);
                }
            },
            T::Timestamp(_, Some(known)) => {
                if let Some(zone) = self.zone(known) {
                    *known = zone.clone();
                }
            },
            T::LargeBinary | T::BinaryView | T::LargeUtf8 | T::Utf8View => {
                if let Some(storage) = self.storage() {
                    field.dtype = storage;
                }
            },
            _ => {},
        }
        if let Some((name, _)) = self.extension() {
            let said = self.metadata.as_deref();
            field.dtype = T::Extension(Box::new(ExtensionType {
                name: name.into(),
                inner: field.dtype.clone(),
                metadata: said.and_then(|said| said.get(EXTENSION_METADATA).cloned()),
            }));
        }
    }
}

/// What a dictionary's values are, unless they become categories; else the type itself.
fn values_of(dtype: &ArrowDataType) -> &ArrowDataType {
    use ArrowDataType as T;
    match dtype {
        T::Extension(extension) => values_of(&extension.inner),
        T::Dictionary(_, values, _)
            if !matches!(**values, T::Utf8 | T::LargeUtf8 | T::Utf8View) =>
        {
            values_of(values)
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(metadata: &[(&str, &str)]) -> FieldInfo {
        let pairs = metadata
            .iter()
            .map(|(key, value)| ((*key).into(), (*value).into()));
        FieldInfo {
            metadata: Some(Arc::new(pairs.collect())),
            ..FieldInfo::default()
        }
    }

    #[test]
    fn what_all_parts_say_alike_is_kept() {
        let one = [
            ("k", "v"),
            ("a", "b"),
            (EXTENSION, "x"),
            (EXTENSION_METADATA, ""),
        ];
        let other = [
            ("k", "v"),
            ("z", "y"),
            (EXTENSION, "x"),
            (EXTENSION_METADATA, ""),
        ];
        let common = FieldInfo::common([said(&one), said(&other)].into_iter());
        let kept = [("k", "v"), (EXTENSION, "x"), (EXTENSION_METADATA, "")];
        assert!(common == said(&kept));
        let third = [("k", "v"), (EXTENSION, "x"), (EXTENSION_METADATA, "t")];
        let common = FieldInfo::common([said(&one), said(&third)].into_iter());
        assert!(common == said(&[("k", "v")]));
    }
}
