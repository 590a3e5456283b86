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
    /// A type of the user's that is no object, nor a list.
    Given(DataType),
    /// Nobody asked for it.
    Skipped,
}

/// The keys of an object, in their order.
#[derive(Clone, Default)]
pub struct Keys {
    pub fields: Vec<(PlSmallStr, Type)>,
    /// Whether others may be passed over.
    pub open: bool,
}

impl Type {
    /// The type that the user gives.
    pub fn given(dtype: &DataType) -> Self {
        match dtype {
            DataType::List(inner) | DataType::Array(inner, _) => {
                Self::List(Box::new(Self::given(inner)))
            },
            DataType::Struct(fields) => Self::Object(Keys {
                fields: fields
                    .iter()
                    .map(|field| (field.name().clone(), Self::given(field.dtype())))
                    .collect(),
                open: true,
            }),
            dtype => Self::Given(dtype.clone()),
        }
    }
}
