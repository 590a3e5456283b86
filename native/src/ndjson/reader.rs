//! `NdjsonReader`.

use std::num::NonZeroUsize;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;

use super::batches;
use crate::error::Result;
use crate::exact::{self, Exact};
use crate::form::check_types;
use crate::handle::FrameHandle;
use crate::schema;
use crate::source::{Input, JSource, guard};
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
    let frame = guard(&input.name, || read_all(&input, options))?;
    Ok(FrameHandle::store(frame))
}

/// Where all rows are to give the types, the first do most often, and none of the others is refused
/// then: looking at all takes half as long as reading them.
fn read_all(input: &Input, options: Options) -> Result<DataFrame> {
    if options.infer_length.is_none() && !options.ignore_errors {
        let first = Options {
            infer_length: NonZeroUsize::new(100),
            ..options.clone()
        };
        let frame = batches::open(input.stream()?, None, first, usize::MAX)?.all();
        if frame.is_ok() {
            return frame;
        }
    }
    let first = match options.infer_length {
        None => Some(input.stream()?),
        Some(_) => None,
    };
    batches::open(input.stream()?, first, options, usize::MAX)?.all()
}

/// What the reader can be told.
#[derive(Clone, Default)]
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

    /// The type that the user gives a column.
    pub fn given(&self, column: &str) -> Option<&DataType> {
        self.overrides.as_ref()?.get(column)
    }

    /// The types to parse as where they are given: polars panics at those that its parser does not
    /// know, but casts to them.
    pub fn parsed_overrides(&self) -> Result<Option<Schema>> {
        self.overrides.as_ref().map(parsed_schema).transpose()
    }

    /// Gives the columns the types that they are to have.
    pub fn cast(&self, mut frame: DataFrame) -> Result<DataFrame> {
        let exact = Exact {
            strict: !self.ignore_errors,
            decimal_comma: false,
        };
        if let Some(overrides) = &self.overrides {
            exact.convert(&mut frame, overrides)?;
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
            dtype => exact::parsed(dtype),
        };
        (name.clone(), parsed)
    });
    let allowed = "numbers but for decimals, booleans, text, categories, dates, dates with a time";
    check_types(overrides, "NDJSON that is read", allowed, |dtype| {
        use DataType::*;
        !matches!(dtype, Time | Duration(_) | Decimal(..) | Binary)
    })?;
    Ok(parsed.collect())
}
