//! `NdjsonReader`.

use std::num::NonZeroUsize;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;

use crate::error::Result;
use crate::handle::FrameHandle;
use crate::schema;
use crate::source::{Input, JSource};
use crate::wire::{self, Reader};

native! {
    "io.github.polars4j.NdjsonReader",
    extern fn read(options: jbyte[], path: JString, name: JString, source: JSource) -> FrameHandle
}

fn read(
    env: &mut Env<'_>,
    _: JObject<'_>,
    options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    source: JSource<'_>,
) -> Result<FrameHandle> {
    let options = wire::bytes(env, &options)?;
    let mut wire = Reader::new(&options);
    let overrides = wire.optional(schema::read_schema)?;
    let n_rows = wire.optional_size()?;
    let infer_length = wire.optional_size()?.and_then(NonZeroUsize::new);
    let ignore_errors = wire.bool()?;
    let input = Input::open(env, &path, &name, &source)?;
    let frame = input.read(|reader| {
        let mut reader = JsonReader::new(reader)
            .with_json_format(JsonFormat::JsonLines)
            .infer_schema_len(infer_length)
            .with_ignore_errors(ignore_errors);
        let parsed = overrides.as_ref().map(parsed_schema).transpose()?;
        if let Some(parsed) = &parsed {
            reader = reader.with_schema_overwrite(parsed);
        }
        let frame = reader.finish()?;
        cast(
            frame,
            overrides.iter().flat_map(Schema::iter),
            ignore_errors,
        )
    })?;
    // polars-io's reader of this format cannot stop early
    Ok(FrameHandle::store(
        frame.head(Some(n_rows.unwrap_or(frame.height()))),
    ))
}

/// The types to parse as: polars panics at those that its parser does not know, but casts to them.
fn parsed_schema(overrides: &Schema) -> Result<Schema> {
    let parsed = overrides.iter().map(|(name, dtype)| {
        let parsed = match dtype {
            DataType::Int8 | DataType::Int16 | DataType::UInt8 | DataType::UInt16 => {
                DataType::Int64
            },
            DataType::Time | DataType::Duration(_) => {
                let message = format!("column '{name}': NDJSON cannot be read as {dtype}");
                return Err(PolarsError::InvalidOperation(message.into()).into());
            },
            dtype => dtype.clone(),
        };
        Ok((name.clone(), parsed))
    });
    parsed.collect()
}

fn cast<'a>(
    mut frame: DataFrame,
    types: impl Iterator<Item = (&'a PlSmallStr, &'a DataType)>,
    ignore_errors: bool,
) -> Result<DataFrame> {
    for (name, dtype) in types {
        let column = frame.column(name)?;
        if column.dtype() != dtype {
            let cast = match ignore_errors {
                true => column.cast(dtype)?,
                false => column.strict_cast(dtype)?,
            };
            frame.with_column(cast)?;
        }
    }
    Ok(frame)
}
