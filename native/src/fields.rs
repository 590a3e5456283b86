//! What Arrow says of fields beside their names and types: metadata, whether they may be null, extension types.
//!
//! polars' frames hold none of it. It stands beside a frame, by the names of the columns, so that whatever selects,
//! drops or slices columns carries it without a look at it.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::array::{
    Array, BinaryArray, BinaryViewArray, FixedSizeBinaryArray, FixedSizeListArray, ListArray,
    StructArray, Utf8Array, Utf8ViewArray,
};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::{ExtensionType, Metadata};
use polars_arrow::offset::OffsetsBuffer;

use crate::memory;
use crate::zones::canonical_zone;

/// Where Arrow keeps the name of an extension type.
pub const EXTENSION: &str = "ARROW:extension:name";

/// Where Arrow keeps the metadata of an extension type.
pub const EXTENSION_METADATA: &str = "ARROW:extension:metadata";

/// Where readers put a time zone that polars has another name for.
pub const ZONE: &str = "polars4j:zone";

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

    pub fn of_arrow<'a>(fields: impl Iterator<Item = &'a ArrowField>) -> Self {
        Self::new(fields.map(|field| (field.name.clone(), FieldInfo::of(field))))
    }

    pub fn get(&self, name: &str) -> &FieldInfo {
        let found = self.0.as_ref().and_then(|fields| fields.get(name));
        found.unwrap_or(&SILENT)
    }

    /// With one of them by another name, which something may have been said of before.
    pub fn renamed(&self, from: &str, to: &str) -> Self {
        let mut renamed = self.without(from).without(to);
        if *self.get(from) == SILENT {
            return renamed;
        }
        let mut fields = renamed.0.as_deref().cloned().unwrap_or_default();
        fields.insert(to.into(), self.get(from).clone());
        renamed.0 = Some(Arc::new(fields));
        renamed
    }

    /// With nothing said of that one.
    pub fn without(&self, name: &str) -> Self {
        self.changed(name, |_| FieldInfo::default())
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
    /// What an Arrow field says, but for what polars says itself.
    pub fn of(field: &ArrowField) -> Self {
        use ArrowDataType as T;
        let metadata = field.metadata.as_deref().map(|metadata| {
            let foreign = metadata.iter().filter(|(key, _)| !key.starts_with("_PL_"));
            foreign
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        });
        let mut metadata: Metadata = metadata.unwrap_or_default();
        let mut dtype = field.dtype();
        while let T::Extension(extension) = dtype {
            let text = extension.metadata.clone().unwrap_or_default();
            metadata.insert(EXTENSION.into(), extension.name.clone());
            metadata.insert(EXTENSION_METADATA.into(), text);
            dtype = &extension.inner;
        }
        let children: Vec<Self> = match dtype {
            T::List(inner)
            | T::LargeList(inner)
            | T::FixedSizeList(inner, _)
            | T::Map(inner, _) => {
                vec![Self::of(inner)]
            },
            T::Struct(fields) => fields.iter().map(Self::of).collect(),
            _ => Vec::new(),
        };
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
                T::FixedSizeBinary(_) => Some(dtype.clone()),
                T::Timestamp(unit, Some(_)) if zone.is_some() => Some(T::Timestamp(*unit, zone)),
                T::Binary | T::LargeBinary | T::Utf8 | T::LargeUtf8 if extends => {
                    Some(dtype.clone())
                },
                _ => None,
            },
            element,
            children: match children.iter().all(|child| *child == SILENT) {
                true => Vec::new(),
                false => children,
            },
        }
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
            metadata.remove(EXTENSION); // polars-arrow has it in the type
            metadata.remove(EXTENSION_METADATA);
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
        if let Some((name, text)) = self.extension() {
            field.dtype = T::Extension(Box::new(ExtensionType {
                name: name.into(),
                inner: field.dtype.clone(),
                metadata: Some(text.into()),
            }));
        }
    }

    /// The array in the form that is said of it; refuses nulls where there may be none.
    pub fn suited(&self, array: ArrayRef) -> PolarsResult<ArrayRef> {
        self.check_nulls(array.as_ref(), None)?;
        Ok(self.formed(&array, None)?.unwrap_or(array))
    }

    /// The array with itself and its parts in the form that is said of them; `None` if they are in it.
    /// `counted` is where it is part of something that is not null: elsewhere its values mean nothing.
    fn formed(&self, array: &ArrayRef, counted: Option<&Bitmap>) -> PolarsResult<Option<ArrayRef>> {
        use ArrowDataType as T;
        if *self == SILENT {
            return Ok(None);
        }
        let any = array.as_any();
        let of_child = |inner: &ArrowField, values: &ArrayRef, counted: Option<&Bitmap>| {
            let (mut inner, values) = (inner.clone(), self.child(0).formed(values, counted)?);
            if let Some(values) = &values {
                inner.dtype = values.dtype().clone();
            }
            PolarsResult::Ok(values.map(|values| (Box::new(inner), values)))
        };
        match array.dtype() {
            T::Struct(fields) => {
                let structs: Option<&StructArray> = any.downcast_ref();
                let Some(structs) = structs else {
                    return Ok(None);
                };
                let (mut fields, mut values) = (fields.clone(), structs.values().to_vec());
                let below = both(array.validity(), counted);
                let mut changed = false;
                for (place, (field, values)) in fields.iter_mut().zip(&mut values).enumerate() {
                    if let Some(formed) = self.child(place).formed(values, below.as_ref())? {
                        field.dtype = formed.dtype().clone();
                        *values = formed;
                        changed = true;
                    }
                }
                let validity = array.validity().cloned();
                return Ok(changed.then(|| {
                    StructArray::new(T::Struct(fields), array.len(), values, validity).boxed()
                }));
            },
            T::LargeList(inner) => {
                let lists: Option<&ListArray<i64>> = any.downcast_ref();
                let Some(lists) = lists else {
                    return Ok(None);
                };
                let formed = of_child(inner, lists.values(), None)?;
                return Ok(formed.map(|(inner, values)| {
                    let (offsets, validity) = (lists.offsets().clone(), lists.validity().cloned());
                    ListArray::new(T::LargeList(inner), offsets, values, validity).boxed()
                }));
            },
            T::FixedSizeList(inner, width) => {
                let lists: Option<&FixedSizeListArray> = any.downcast_ref();
                let Some(lists) = lists else {
                    return Ok(None);
                };
                let below = both(array.validity(), counted).map(|rows| {
                    let rows = rows.iter();
                    rows.flat_map(|row| std::iter::repeat_n(row, *width))
                        .collect()
                });
                let formed = of_child(inner, lists.values(), below.as_ref())?;
                return Ok(formed.map(|(inner, values)| {
                    let (dtype, validity) =
                        (T::FixedSizeList(inner, *width), lists.validity().cloned());
                    FixedSizeListArray::new(dtype, lists.len(), values, validity).boxed()
                }));
            },
            _ => {},
        }
        let Some(storage) = self.storage() else {
            return Ok(None);
        };
        if let Some(text) = any.downcast_ref::<Utf8ViewArray>() {
            return stored(&storage, text.to_binview().iter(), array, counted).map(Some);
        }
        if let Some(bytes) = any.downcast_ref::<BinaryViewArray>() {
            return stored(&storage, bytes.iter(), array, counted).map(Some);
        }
        if let Some(text) = any.downcast_ref::<Utf8Array<i64>>() {
            return stored(&storage, text.to_binary().iter(), array, counted).map(Some);
        }
        match any.downcast_ref::<BinaryArray<i64>>() {
            Some(bytes) => stored(&storage, bytes.iter(), array, counted).map(Some),
            None => Ok(None),
        }
    }

    /// `counted` is where the array is part of something that is not null.
    fn check_nulls(&self, array: &dyn Array, counted: Option<&Bitmap>) -> PolarsResult<()> {
        if *self == SILENT {
            return Ok(());
        }
        let validity = array.validity().filter(|_| array.null_count() > 0);
        if self.required
            && let Some(validity) = validity
        {
            let is_null = |row: usize| {
                !validity.get_bit(row) && counted.is_none_or(|counted| counted.get_bit(row))
            };
            polars_ensure!(
                !(0..array.len()).any(is_null),
                InvalidOperation: "its field is not nullable, and it has nulls"
            );
        }
        if self.children.is_empty() {
            return Ok(());
        }
        let any = array.as_any();
        if let Some(fields) = any.downcast_ref::<StructArray>() {
            let below = both(validity, counted);
            for (place, field) in fields.values().iter().enumerate() {
                self.child(place)
                    .check_nulls(field.as_ref(), below.as_ref())?;
            }
        }
        if let Some(lists) = any.downcast_ref::<ListArray<i64>>() {
            self.child(0).check_nulls(lists.values().as_ref(), None)?;
        }
        if let Some(lists) = any.downcast_ref::<FixedSizeListArray>()
            && validity.is_none()
        {
            self.child(0).check_nulls(lists.values().as_ref(), None)?;
        }
        Ok(())
    }
}

/// Where both are set.
fn both(own: Option<&Bitmap>, counted: Option<&Bitmap>) -> Option<Bitmap> {
    match (own, counted) {
        (Some(own), Some(counted)) => Some(own & counted),
        (own, counted) => own.or(counted).cloned(),
    }
}

/// The values of the array, of text or bytes, in another form of the same.
fn stored<'a>(
    storage: &ArrowDataType,
    values: impl Iterator<Item = Option<&'a [u8]>>,
    array: &ArrayRef,
    counted: Option<&Bitmap>,
) -> PolarsResult<ArrayRef> {
    use ArrowDataType as T;
    if let T::FixedSizeBinary(width) = storage {
        return fixed(values, array, counted, *width);
    }
    let mut bytes = Vec::new();
    let mut ends: Vec<i64> = memory::with_capacity(array.len() + 1)?;
    ends.push(0);
    for value in values {
        let value = value.unwrap_or_default();
        memory::reserve(&mut bytes, value.len())?;
        bytes.extend_from_slice(value);
        ends.push(bytes.len() as i64);
    }
    let validity = array.validity().cloned();
    let (dtype, bytes) = (storage.clone(), bytes.into());
    // SAFETY: they begin at zero and never fall.
    let ends: OffsetsBuffer<i64> = unsafe { OffsetsBuffer::new_unchecked(ends.into()) };
    if let T::LargeBinary | T::LargeUtf8 = storage {
        return Ok(match storage {
            T::LargeUtf8 => Utf8Array::<i64>::try_new(dtype, ends, bytes, validity)?.boxed(),
            _ => BinaryArray::<i64>::try_new(dtype, ends, bytes, validity)?.boxed(),
        });
    }
    let ends = OffsetsBuffer::<i32>::try_from(&ends).map_err(|_| {
        polars_err!(
            InvalidOperation: "its extension type is stored with offsets of 32 bits, which 2 GiB in a record \
            batch are too many for: withRecordBatchSize makes them smaller"
        )
    })?;
    Ok(match storage {
        T::Utf8 => Utf8Array::<i32>::try_new(dtype, ends, bytes, validity)?.boxed(),
        _ => BinaryArray::<i32>::try_new(dtype, ends, bytes, validity)?.boxed(),
    })
}

/// Values of `width` bytes each.
fn fixed<'a>(
    values: impl Iterator<Item = Option<&'a [u8]>>,
    array: &ArrayRef,
    counted: Option<&Bitmap>,
    width: usize,
) -> PolarsResult<ArrayRef> {
    let mut bytes = memory::with_capacity(array.len().saturating_mul(width))?;
    for (row, value) in values.enumerate() {
        match value {
            Some(value) if value.len() == width => bytes.extend_from_slice(value),
            Some(value) if counted.is_none_or(|counted| counted.get_bit(row)) => polars_bail!(
                InvalidOperation: "its values are of {width} bytes by its field, and that in row {row} of a \
                chunk is of {}", value.len()
            ),
            _ => bytes.resize(bytes.len() + width, 0),
        }
    }
    let dtype = ArrowDataType::FixedSizeBinary(width);
    Ok(FixedSizeBinaryArray::try_new(dtype, bytes.into(), array.validity().cloned())?.boxed())
}
