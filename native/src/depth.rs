//! Finds how deep the types of an Arrow schema nest, before anything recurses through them.

use polars_arrow_format::ipc::planus::{Result as PlanusResult, Vector};
use polars_arrow_format::ipc::{FieldRef, SchemaRef};

use crate::schema::MAX_DEPTH;

/// Why a schema is refused.
type Refusal = String;

/// How deep a schema nests; refuses one that does so too deep, or has no end. `bytes` is how long the message
/// is that holds it.
pub fn check_shape(schema: SchemaRef<'_>, bytes: usize) -> Result<usize, Refusal> {
    // A field takes at least the number that tells where it lies, unless a file names one again and again.
    let mut left = bytes / size_of::<u32>();
    walk(schema.fields(), 1, &mut left)
}

fn walk(
    fields: PlanusResult<Option<Vector<'_, PlanusResult<FieldRef<'_>>>>>,
    depth: usize,
    left: &mut usize,
) -> Result<usize, Refusal> {
    let mut deepest = depth - 1;
    let malformed = |_| "its schema is malformed".to_owned();
    for field in fields.map_err(malformed)?.into_iter().flatten() {
        if depth > MAX_DEPTH {
            return Err(format!("its types nest more than {MAX_DEPTH} deep"));
        }
        *left = left
            .checked_sub(1)
            .ok_or("its schema has more fields than bytes")?;
        let below = walk(field.map_err(malformed)?.children(), depth + 1, left)?;
        deepest = deepest.max(below);
    }
    Ok(deepest)
}
