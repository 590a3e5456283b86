//! Types that C data may be of and polars-arrow has none for: each stands as an extension of what lies there.

use polars::prelude::*;
use polars_arrow::datatypes::ExtensionType;

use super::check::with_inner;
use crate::near::{self, gathered};

const RUNS: &str = "polars4j:runs";
const LIST_VIEW: &str = "polars4j:list_view";

/// What lies in the C data, where that is none of polars-arrow's own types.
pub enum Stored<'a> {
    /// The ends of runs and their values.
    Runs(&'a [ArrowField]),
    /// Starts and sizes, of 64 bits if it is `true`, and values.
    ListView(bool, &'a ArrowField),
}

fn marked(name: &'static str, inner: ArrowDataType) -> ArrowDataType {
    ArrowDataType::Extension(Box::new(ExtensionType {
        name: PlSmallStr::from_static(name),
        inner,
        metadata: None,
    }))
}

/// The type of runs, with the fields of their ends and values.
pub fn runs(fields: Vec<ArrowField>) -> ArrowDataType {
    marked(RUNS, ArrowDataType::Struct(fields))
}

/// The type of list views.
pub fn list_view(large: bool, inner: Box<ArrowField>) -> ArrowDataType {
    let list = match large {
        true => ArrowDataType::LargeList(inner),
        false => ArrowDataType::List(inner),
    };
    marked(LIST_VIEW, list)
}

/// Which of those it is.
pub fn known(extension: &ExtensionType) -> Option<Stored<'_>> {
    match &extension.inner {
        ArrowDataType::Struct(fields) => Some(Stored::Runs(fields)),
        ArrowDataType::List(inner) => Some(Stored::ListView(false, inner)),
        ArrowDataType::LargeList(inner) => Some(Stored::ListView(true, inner)),
        _ => None,
    }
}

/// What it is read as.
pub fn read_as(stored: &ArrowDataType) -> ArrowDataType {
    use ArrowDataType as T;
    let inner = |dtype: &T| gathered(&read_as(dtype));
    match stored {
        T::Union(union) => union
            .fields
            .first()
            .map_or(T::Null, |field| inner(field.dtype())),
        T::Decimal256(precision, scale) => {
            let dtype = near::of_decimals(256, *precision as i64, *scale as i64);
            dtype.unwrap_or(T::Null)
        },
        T::Extension(extension) => match known(extension) {
            Some(Stored::Runs(fields)) => fields.last().map_or(T::Null, |it| inner(it.dtype())),
            Some(Stored::ListView(_, field)) => {
                T::LargeList(Box::new(field.with_dtype(inner(field.dtype()))))
            },
            None => T::Null,
        },
        other => with_inner(other, read_as),
    }
}
