//! What lies where in an Arrow IPC file, for `IpcLayout`.

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::{PolarsError, PolarsResult};
use polars_arrow_format::ipc::planus::ReadAsRoot;
use polars_arrow_format::ipc::{CompressionType, FooterRef};

use super::check::check_schema;
use super::read::{Data, IpcFile, RawMessage, outline};
use crate::error::Result;
use crate::source::{Input, JSource};
use crate::wire::Writer;

pub fn invalid(what: impl Into<String>) -> PolarsError {
    PolarsError::ComputeError(format!("not a valid Arrow IPC file: {}", what.into()).into())
}

pub fn invalid_stream(what: &str) -> PolarsError {
    PolarsError::ComputeError(format!("not a valid Arrow IPC stream: {what}").into())
}

pub struct Layout {
    pub codec: Option<CompressionType>,
    pub dictionaries: usize,
    pub batches: Vec<RecordBatch>,
    pub size: u64,
}

pub struct RecordBatch {
    pub rows: usize,
    pub bytes: u64,
}

impl Layout {
    pub fn of_file(data: &Data) -> PolarsResult<Self> {
        let file = IpcFile::open(data)?;
        let mut layout = Self {
            codec: None,
            dictionaries: file.dictionaries.len(),
            batches: Vec::with_capacity(file.batches.len()),
            size: data.len(),
        };
        for block in &file.batches {
            let message = RawMessage::of_block(data, block)?;
            let outline = outline(&message)?;
            layout.codec = layout.codec.or(outline.codec);
            layout.batches.push(RecordBatch {
                rows: outline.rows,
                bytes: message.body_length,
            });
        }
        Ok(layout)
    }

    fn wire(&self) -> Writer {
        let mut wire = Writer::default();
        wire.u8(match self.codec {
            None => 0,
            Some(CompressionType::Lz4Frame) => 1,
            Some(CompressionType::Zstd) => 2,
        });
        wire.i32(self.dictionaries)
            .i64(self.size as i64)
            .i32(self.batches.len());
        for batch in &self.batches {
            wire.i64(batch.rows as i64).i64(batch.bytes as i64);
        }
        wire
    }
}

/// A file's footer, whose schema was checked.
pub fn read_footer(data: &Data) -> PolarsResult<Vec<u8>> {
    let mut magic = [0; 6];
    let starts_well = data.read(0, &mut magic).is_ok() && magic == *b"ARROW1";
    if !starts_well {
        return Err(invalid(match &magic[..4] {
            b"PAR1" => "it is a Parquet file",
            [0xff, 0xff, 0xff, 0xff] => {
                "it may be an Arrow IPC stream, which IpcStreamReader reads"
            },
            _ if data.len() == 0 => "it is empty",
            _ => "it does not begin with ARROW1",
        }));
    }
    let mut tail = [0; 10];
    if data.len() < 8 + 10 {
        return Err(invalid("it ends too early"));
    }
    let end = data.len() - 10;
    data.read(end, &mut tail)?;
    let length = i32::from_le_bytes(tail[..4].try_into().expect("4 bytes"));
    let start = u64::try_from(length)
        .ok()
        .and_then(|length| end.checked_sub(length));
    let Some(start) = start.filter(|_| tail[4..] == *b"ARROW1") else {
        return Err(invalid("it has no footer, as if it had been cut off"));
    };
    let mut footer = vec![0; length as usize];
    data.read(start, &mut footer)?;
    let parsed =
        FooterRef::read_as_root(&footer).map_err(|_| invalid("its footer is malformed"))?;
    let schema = parsed.schema()?;
    let schema = schema.ok_or_else(|| invalid("its footer has no schema"))?;
    check_schema(schema, footer.len())?;
    Ok(footer)
}

native! {
    "io.github.polars4j.IpcReader",
    extern fn layout_of(path: JString, name: JString, source: JSource) -> jbyte[]
}

fn layout_of<'local>(
    env: &mut Env<'local>,
    _: JObject<'local>,
    path: JString<'local>,
    name: JString<'local>,
    source: JSource<'local>,
) -> Result<JByteArray<'local>> {
    let input = Input::open(env, &path, &name, &source)?;
    let layout = input.decode(|data| Ok(Layout::of_file(&data)?))?;
    layout.wire().into_java(env)
}
