//! `NdjsonReader`.

use std::num::NonZeroUsize;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;
use polars_io::mmap::MmapBytesReader;

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
    let options = Options::decode(&mut Reader::new(&wire::bytes(env, &options)?))?;
    let input = Input::open(env, &path, &name, &source)?;
    let frame = input.read(|reader| options.read(reader))?;
    // polars-io's reader of this format cannot stop early
    Ok(FrameHandle::store(
        frame.head(Some(options.n_rows.unwrap_or(frame.height()))),
    ))
}

/// What the reader can be told.
pub struct Options {
    overrides: Option<Schema>,
    pub n_rows: Option<usize>,
    pub infer_length: Option<NonZeroUsize>,
    pub ignore_errors: bool,
}

impl Options {
    pub fn decode(wire: &mut Reader<'_>) -> Result<Self> {
        Ok(Self {
            overrides: wire.optional(schema::read_schema)?,
            n_rows: wire.optional_size()?,
            infer_length: wire.optional_size()?.and_then(NonZeroUsize::new),
            ignore_errors: wire.bool()?,
        })
    }

    fn read(&self, reader: impl MmapBytesReader) -> Result<DataFrame> {
        let mut reader = JsonReader::new(reader)
            .with_json_format(JsonFormat::JsonLines)
            .infer_schema_len(self.infer_length)
            .with_ignore_errors(self.ignore_errors);
        let parsed = self.parsed_overrides()?;
        if let Some(parsed) = &parsed {
            reader = reader.with_schema_overwrite(parsed);
        }
        self.cast(reader.finish()?)
    }

    /// The types to parse as where they are given: polars panics at those that its parser does not
    /// know, but casts to them.
    pub fn parsed_overrides(&self) -> Result<Option<Schema>> {
        self.overrides.as_ref().map(parsed_schema).transpose()
    }

    /// Gives the columns the types that they are to have.
    pub fn cast(&self, mut frame: DataFrame) -> Result<DataFrame> {
        for (name, dtype) in self.overrides.iter().flat_map(Schema::iter) {
            let column = frame.column(name)?;
            if column.dtype() != dtype {
                let cast = match self.ignore_errors {
                    true => column.cast(dtype)?,
                    false => column.strict_cast(dtype)?,
                };
                frame.with_column(cast)?;
            }
        }
        Ok(frame)
    }
}

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
