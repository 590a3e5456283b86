//! Refuses schemas that polars-arrow panics at, and says why.

use polars::prelude::{PlHashSet, PolarsError, PolarsResult, TimeZone};
use polars_arrow_format::ipc::{FieldRef, SchemaRef, TypeRef};
use polars_utils::aliases::InitHashMaps;

use super::invalid::invalid;
use crate::depth::check_shape;
use crate::jvm::stack;

/// Says how deep the schema nests; `bytes` is how long the message is that holds the schema.
pub fn check_schema(schema: SchemaRef<'_>, bytes: usize) -> PolarsResult<usize> {
    let depth = check_shape(schema, bytes).map_err(invalid)?;
    let fields = schema.fields()?.into_iter().flatten();
    stack::with_depth(depth, || {
        check_fields(fields.map(|field| Ok(field?)), "column")
    })?;
    Ok(depth)
}

fn check_fields<'a>(
    fields: impl Iterator<Item = PolarsResult<FieldRef<'a>>>,
    what: &str,
) -> PolarsResult<()> {
    let mut names = PlHashSet::new();
    for field in fields {
        let field = field?;
        let name = field.name()?.unwrap_or_default();
        if !names.insert(name) {
            let message = format!("there is more than one {what} '{name}'");
            return Err(PolarsError::Duplicate(message.into()));
        }
        check_field(field, name)?;
    }
    Ok(())
}

fn check_field(field: FieldRef<'_>, name: &str) -> PolarsResult<()> {
    let unreadable = |kind: &str| {
        let message =
            format!("column '{name}' is of Arrow's type {kind}, which polars cannot read");
        Err(PolarsError::InvalidOperation(message.into()))
    };
    for entry in field.custom_metadata()?.into_iter().flatten() {
        let entry = entry?;
        if entry.key()? == Some("ARROW:extension:name") {
            let extension = entry.value()?.unwrap_or_default();
            return unreadable(&format!("extension '{extension}'"));
        }
    }
    match field.type_()? {
        Some(TypeRef::Union(_)) => return unreadable("Union"),
        Some(TypeRef::Interval(_)) => return unreadable("Interval"),
        Some(TypeRef::RunEndEncoded(_)) => return unreadable("RunEndEncoded"),
        Some(TypeRef::ListView(_)) => return unreadable("ListView"),
        Some(TypeRef::LargeListView(_)) => return unreadable("LargeListView"),
        Some(TypeRef::Decimal(decimal)) => {
            let (precision, scale) = (decimal.precision()?, decimal.scale()?);
            let bits = decimal.bit_width()?;
            let fits = (1..=38).contains(&precision) && (0..=precision).contains(&scale);
            if !fits || bits > 128 {
                return unreadable(&format!("Decimal({precision}, {scale}) of {bits} bits"));
            }
        },
        Some(TypeRef::Timestamp(timestamp)) => {
            if let Some(zone) = timestamp.timezone()?.filter(|zone| !zone.is_empty())
                && TimeZone::opt_try_new(Some(zone)).is_err()
            {
                return unreadable(&format!("Timestamp with the unknown time zone '{zone}'"));
            }
        },
        _ => {},
    }
    let children = field.children()?.into_iter().flatten();
    check_fields(children.map(|child| Ok(child?)), "field")
}
