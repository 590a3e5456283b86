//! The types of keys: as the rows have them, or as the user gives them.

use polars::prelude::*;

/// What the values of a key may be.
#[derive(Clone)]
pub enum Type {
    /// They were all null.
    Null,
    Boolean,
    /// Numbers, in a type that gives back what is written.
    Number(DataType),
    Text,
    /// Anything, as the text that it is.
    Json,
    List(Box<Type>),
    Object(Keys),
    /// A type of the user's.
    Given(DataType),
    /// Nobody asked for it.
    Skipped,
}

/// The keys of an object, in their order.
#[derive(Clone, Default)]
pub struct Keys {
    pub fields: Vec<(PlSmallStr, Type)>,
    pub others: Others,
}

/// What becomes of keys that are none of these.
#[derive(Clone, Copy, Default)]
pub enum Others {
    /// They are refused: rows that were not looked at may have them.
    #[default]
    Late,
    /// They are refused: the type that the user gives has no such field.
    NoField,
    /// They are passed over: the user says which are wanted.
    Skipped,
}

impl Keys {
    /// How many columns grow, with those that are within others.
    pub fn width(&self) -> usize {
        self.fields.iter().map(|(_, of)| of.width()).sum()
    }

    /// The fields of a type that the user gives.
    pub fn given(fields: &[Field]) -> Self {
        let given = |field: &Field| (field.name().clone(), Type::Given(field.dtype().clone()));
        Self {
            fields: fields.iter().map(given).collect(),
            others: Others::NoField,
        }
    }
}

impl Type {
    fn width(&self) -> usize {
        match self {
            Self::List(inner) => 1 + inner.width(),
            Self::Object(keys) => keys.width(),
            Self::Given(dtype) => given_width(dtype),
            Self::Skipped | Self::Null => 0,
            _ => 1,
        }
    }
}

fn given_width(dtype: &DataType) -> usize {
    match dtype {
        DataType::List(inner) | DataType::Array(inner, _) => 1 + given_width(inner),
        DataType::Struct(fields) => fields.iter().map(|field| given_width(field.dtype())).sum(),
        _ => 1,
    }
}
