//! Says in the file's schema what is said of fields, and how a column's pages differ from those that polars writes:
//! to polars every field is optional, and all bytes are of any length.

use polars::prelude::*;
use polars_arrow::datatypes::ArrowDataType;
use polars_parquet_format::{
    ConvertedType, FieldRepetitionType, JsonType, LogicalType, SchemaElement, Type, UUIDType,
};

use super::invalid::invalid;
use crate::fields::FieldInfo;

/// Where Arrow keeps the number that a field has in a Parquet file.
pub const FIELD_ID: &str = "PARQUET:field_id";

/// How the least and the largest of a column's values are told.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Order {
    /// polars does it right.
    #[default]
    Usual,
    /// Numbers without a sign, the lowest byte first.
    Unsigned,
    /// Numbers with a sign, the highest byte first.
    Signed,
    /// Parquet has no order for them, or polars has another one.
    None,
}

impl Order {
    fn of(dtype: &DataType) -> Self {
        match dtype {
            DataType::UInt32 | DataType::UInt64 => Self::Unsigned,
            DataType::Decimal(19.., _) => Self::Signed,
            DataType::Float16 | DataType::Int128 | DataType::UInt128 => Self::None,
            _ => Self::Usual,
        }
    }
}

/// How a column of values is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// The highest definition level that polars writes.
    pub levels: u16,
    /// Whether there are repetition levels.
    pub repeats: bool,
    /// The definition levels of fields that may not be null, in order: no value is of the level below one.
    pub required: Vec<u16>,
    /// How many bytes each value has, where all have as many.
    pub width: Option<usize>,
    /// How its values compare.
    pub order: Order,
}

impl Form {
    /// Whether polars writes just that.
    pub fn is_usual(&self) -> bool {
        self.required.is_empty() && self.width.is_none()
    }
}

/// Says it in the elements of a column, as polars makes them; returns the forms of its columns of values.
pub fn apply(
    elements: &mut [SchemaElement],
    dtype: &DataType,
    info: &FieldInfo,
) -> PolarsResult<Vec<Form>> {
    let mut walk = Walk {
        elements: elements.iter_mut(),
        forms: Vec::new(),
    };
    walk.field(dtype, info, Form::default())?;
    Ok(walk.forms)
}

struct Walk<'a> {
    elements: std::slice::IterMut<'a, SchemaElement>,
    forms: Vec<Form>,
}

impl<'a> Walk<'a> {
    fn next(&mut self) -> PolarsResult<&'a mut SchemaElement> {
        let next = self.elements.next();
        next.ok_or_else(|| invalid("polars wrote another schema"))
    }

    fn field(&mut self, dtype: &DataType, info: &FieldInfo, mut form: Form) -> PolarsResult<()> {
        let element = self.next()?;
        form.levels += 1;
        if info.required {
            element.repetition_type = Some(FieldRepetitionType::REQUIRED);
            form.required.push(form.levels);
        }
        let id = info
            .metadata
            .as_deref()
            .and_then(|pairs| pairs.get(FIELD_ID));
        element.field_id = id.and_then(|id| id.parse().ok());
        match dtype {
            DataType::List(inner) | DataType::Array(inner, _) => {
                self.next()?;
                form.levels += 1;
                form.repeats = true;
                self.field(inner, info.child(0), form)
            },
            DataType::Struct(fields) => {
                let mut fields = fields.iter().enumerate();
                fields.try_for_each(|(place, field)| {
                    self.field(field.dtype(), info.child(place), form.clone())
                })
            },
            dtype => {
                leaf(element, dtype, info, &mut form);
                self.forms.push(form);
                Ok(())
            },
        }
    }
}

fn leaf(element: &mut SchemaElement, dtype: &DataType, info: &FieldInfo, form: &mut Form) {
    form.order = Order::of(dtype);
    if let DataType::Binary | DataType::String = dtype
        && let Some(ArrowDataType::FixedSizeBinary(width @ 1..)) = info.storage()
    {
        element.type_ = Some(Type::FIXED_LEN_BYTE_ARRAY);
        element.type_length = i32::try_from(width).ok();
        element.converted_type = None;
        element.logical_type = None;
        form.width = Some(width);
    }
    match info.extension() {
        Some(("arrow.uuid", _)) if form.width == Some(16) => {
            element.logical_type = Some(LogicalType::UUID(UUIDType {}));
        },
        Some(("arrow.json", _)) if *dtype == DataType::String => {
            element.logical_type = Some(LogicalType::JSON(JsonType {}));
            element.converted_type = Some(ConvertedType::JSON);
        },
        _ => {},
    }
}
