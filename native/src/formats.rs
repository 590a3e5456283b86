//! The list of formats: opens a writer or a reader of the one that Java names.

use jni::Env;
use jni::objects::{JByteArray, JClass, JString};
use jni::sys::{jboolean, jint, jlong};

use crate::frame::FrameHandle;
use crate::io::stream::Feed;
use crate::io::{Input, Limits, Output, Ranges};
use crate::jvm::wire::{self, Reader};
use crate::jvm::{Error, Result};
use crate::read::{FrameRead, ReaderHandle, Reading};
use crate::text::TextReader;
use crate::write::{WriterHandle, Writing};
use crate::{csv, ipc, ndjson, parquet, schema};

/// The formats, in the order of `internal.jni.Format`.
#[derive(Clone, Copy)]
enum Format {
    Ipc,
    IpcStream,
    Parquet,
    Csv,
    Ndjson,
}

impl Format {
    fn of(number: jint) -> Result<Self> {
        Ok(match number {
            0 => Self::Ipc,
            1 => Self::IpcStream,
            2 => Self::Parquet,
            3 => Self::Csv,
            4 => Self::Ndjson,
            _ => {
                return Err(Error::Argument(format!(
                    "no format has the number {number}"
                )));
            },
        })
    }

    fn reader(self, options: &mut Reader<'_>, input: Input) -> Result<Box<dyn FrameRead>> {
        Ok(match self {
            Self::Ipc => Box::new(ipc::FileReader::new(options, input)?),
            Self::IpcStream => Box::new(ipc::StreamReader::new(options, input)?),
            Self::Parquet => Box::new(parquet::Reader::new(options, input)?),
            Self::Csv => Box::new(TextReader::new(csv::ReadOptions::decode(options)?, input)),
            Self::Ndjson => Box::new(TextReader::new(
                ndjson::ReadOptions::decode(options)?,
                input,
            )),
        })
    }
}

fn optional(env: &Env<'_>, text: &JString<'_>) -> Result<Option<String>> {
    match text.is_null() {
        true => Ok(None),
        false => Ok(Some(text.try_to_string(env)?)),
    }
}

native! {
    "io.github.polars4j.internal.jni.NativeWriter" [WriterHandle, FrameHandle],
    static extern fn open(
        format: jint,
        options: jbyte[],
        schema: jbyte[],
        frame: FrameHandle,
        path: JString,
        name: JString,
        told: jboolean,
    ) -> WriterHandle
}

/// Begins to write to the file at `path`, which exists and is empty, or else pieces for Java; `name` is what
/// messages call it. Without a schema, the frame is all there is to write. `told` says that Java is to hear
/// of each part of the work.
#[expect(clippy::too_many_arguments, reason = "the native method's own")]
fn open(
    env: &mut Env<'_>,
    _: JClass<'_>,
    format: jint,
    options: JByteArray<'_>,
    schema: JByteArray<'_>,
    frame: FrameHandle,
    path: JString<'_>,
    name: JString<'_>,
    told: jboolean,
) -> Result<WriterHandle> {
    let format = Format::of(format)?;
    let options = wire::bytes(env, &options)?;
    let frame = frame.get_optional()?;
    let (schema, fields) = match &frame {
        Some(frame) => (frame.schema().as_ref().clone(), frame.fields.clone()),
        None => schema::from_java(env, &schema)?,
    };
    let name = name.try_to_string(env)?;
    let output = match optional(env, &path)? {
        Some(path) => Output::file(&path, &name)?,
        None => Output::pieces(),
    };
    let types = schema.clone();
    let whole = frame.is_some();
    let open = |output| {
        let wire = &mut Reader::new(&options);
        Ok(match format {
            Format::Ipc => ipc::open_writer(wire, types, fields, output, ipc::Shape::File, whole)?,
            Format::IpcStream => {
                ipc::open_writer(wire, types, fields, output, ipc::Shape::Stream, whole)?
            },
            Format::Parquet => Box::new(parquet::Writer::new(wire, types, &fields, output)?),
            Format::Csv => Box::new(csv::open(wire, types, output)?),
            Format::Ndjson => Box::new(ndjson::open(wire, types, output)?),
        })
    };
    let writing = Writing::new(
        open,
        &schema,
        frame.as_deref().map(|frame| &**frame),
        output,
        told,
    )?;
    Ok(WriterHandle::store(writing))
}

mod reading {
    use super::*;

    native! {
        "io.github.polars4j.internal.jni.NativeReader" [ReaderHandle],
        static extern fn open(
            format: jint,
            options: jbyte[],
            path: JString,
            name: JString,
            expected: jlong,
            rows: jint,
            placed: jboolean,
        ) -> ReaderHandle
    }

    /// Begins to read the file at `path`, or else what Java hands in, of which `expected` bytes are known to
    /// come, at any place if it is `placed`; frames of `rows` rows at most, or one of all if that is 0.
    #[expect(clippy::too_many_arguments, reason = "the native method's own")]
    fn open(
        env: &mut Env<'_>,
        _: JClass<'_>,
        format: jint,
        options: JByteArray<'_>,
        path: JString<'_>,
        name: JString<'_>,
        expected: jlong,
        rows: jint,
        placed: jboolean,
    ) -> Result<ReaderHandle> {
        let options = wire::bytes(env, &options)?;
        let name = name.try_to_string(env)?;
        let mut options = Reader::new(&options);
        let limits = Limits::decode(&mut options)?;
        let input = match optional(env, &path)? {
            Some(path) => Input::file(path, name, limits),
            None if placed => {
                let length = u64::try_from(expected).unwrap_or_default();
                Input::ranges(Ranges::new(length), name, limits)
            },
            None => {
                let feed = Feed::default();
                feed.expect(usize::try_from(expected).unwrap_or_default())
                    .map_err(|error| error.in_file(&name))?;
                Input::feed(feed, name, limits)
            },
        };
        let format = Format::of(format)?.reader(&mut options, input.clone())?;
        Ok(ReaderHandle::store(Reading::new(
            format,
            input,
            rows as usize,
        )))
    }
}
