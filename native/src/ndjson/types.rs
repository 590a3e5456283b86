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
    /// Whether others may be passed over.
    pub open: bool,
}

impl Keys {
    /// The fields of a type that the user gives.
    pub fn given(fields: &[Field]) -> Self {
        let given = |field: &Field| (field.name().clone(), Type::Given(field.dtype().clone()));
        Self {
            fields: fields.iter().map(given).collect(),
            open: true,
        }
    }
}
