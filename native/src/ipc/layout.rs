//! What lies where in an Arrow IPC file or stream: for `IpcLayout`, and to check a file before it is
//! believed. polars allocates what the metadata says, and an allocation that fails aborts the
//! process; so every length is held against the data's own size first.

use std::io::{Read, Seek, SeekFrom};

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::{PolarsError, PolarsResult};
use polars_arrow::io::ipc::read::read_file_metadata;
use polars_arrow::io::ipc::write::Block;
use polars_arrow_format::ipc::planus::ReadAsRoot;
use polars_arrow_format::ipc::{
    CompressionType, FooterRef, MessageHeaderRef, MessageRef, RecordBatchRef,
};

use super::check::check_schema;
use crate::error::Result;
use crate::source::{Input, JSource};
use crate::wire::Writer;

/// Buffers that claim to decompress to more than this are held against the memory there is.
const LARGE: usize = 256 << 20;

/// A file or stream whose lengths all make sense.
#[derive(Default)]
pub struct Layout {
    pub codec: Option<CompressionType>,
    pub dictionaries: usize,
    pub batches: Vec<RecordBatch>,
    pub size: u64,
}

pub struct RecordBatch {
    pub rows: i64,
    pub bytes: i64,
}

pub fn invalid(what: impl Into<String>) -> PolarsError {
    PolarsError::ComputeError(format!("not a valid Arrow IPC file: {}", what.into()).into())
}

impl Layout {
    /// Checks a file, and leaves the reader at its start.
    pub fn of_file<R: Read + Seek>(reader: &mut R) -> PolarsResult<Self> {
        let size = reader.seek(SeekFrom::End(0))?;
        let mut layout = Self {
            size,
            ..Self::default()
        };
        let (batches, dictionaries) = read_footer(reader, size)?;
        layout.dictionaries = dictionaries.len();
        for block in dictionaries.iter().chain(&batches) {
            layout.check_block(reader, block)?;
        }
        reader.rewind()?;
        Ok(layout)
    }

    fn check_block<R: Read + Seek>(&mut self, reader: &mut R, block: &Block) -> PolarsResult<()> {
        let (offset, metadata, body) = (block.offset, block.meta_data_length, block.body_length);
        let start = u64::try_from(offset).ok();
        let body_start = start.and_then(|start| start.checked_add(u64::try_from(metadata).ok()?));
        let end = body_start.and_then(|start| start.checked_add(u64::try_from(body).ok()?));
        let (Some(start), Some(body_start)) =
            (start, body_start.filter(|_| end <= Some(self.size)))
        else {
            let message =
                format!("a block at {offset} of {metadata} + {body} bytes passes its end");
            return Err(invalid(message));
        };
        reader.seek(SeekFrom::Start(start))?;
        let message = read_message(reader, self.size - start)?
            .ok_or_else(|| invalid(format!("the block at {start} holds no message")))?;
        self.check_message(reader, &message, body_start, body)
    }

    /// Checks a stream, and leaves the reader at its start.
    pub fn of_stream<R: Read + Seek>(reader: &mut R) -> PolarsResult<Self> {
        let size = reader.seek(SeekFrom::End(0))?;
        reader.rewind()?;
        let mut magic = [0; 6];
        if reader.read_exact(&mut magic).is_ok() && magic == *b"ARROW1" {
            let message = "not an Arrow IPC stream but an Arrow IPC file: IpcReader reads it";
            return Err(PolarsError::ComputeError(message.into()));
        }
        reader.rewind()?;
        let mut layout = Self {
            size,
            ..Self::default()
        };
        let mut position = 0;
        while let Some(message) = read_message(reader, size - position)? {
            let body = parse(&message)?.body_length().map_err(PolarsError::from)?;
            let body_start = reader.stream_position()?;
            position = u64::try_from(body)
                .ok()
                .and_then(|body| body_start.checked_add(body))
                .filter(|end| *end <= size)
                .ok_or_else(|| invalid("the stream ends too early"))?;
            layout.check_message(reader, &message, body_start, body)?;
            reader.seek(SeekFrom::Start(position))?;
        }
        reader.rewind()?;
        Ok(layout)
    }

    fn check_message<R: Read + Seek>(
        &mut self,
        reader: &mut R,
        message: &[u8],
        body_start: u64,
        body: i64,
    ) -> PolarsResult<()> {
        match parse(message)?.header()? {
            Some(MessageHeaderRef::RecordBatch(batch)) => {
                let rows = batch.length()?;
                self.batches.push(RecordBatch { rows, bytes: body });
                self.check_buffers(reader, batch, body_start, body)
            },
            Some(MessageHeaderRef::DictionaryBatch(dictionary)) => {
                let data = dictionary.data()?;
                let data = data.ok_or_else(|| invalid("a dictionary batch has no data"))?;
                self.check_buffers(reader, data, body_start, body)
            },
            Some(MessageHeaderRef::Schema(schema)) => check_schema(schema),
            _ => Err(invalid(
                "a message is neither a schema, a dictionary nor a record batch",
            )),
        }
    }

    fn check_buffers<R: Read + Seek>(
        &mut self,
        reader: &mut R,
        batch: RecordBatchRef<'_>,
        body_start: u64,
        body: i64,
    ) -> PolarsResult<()> {
        let rows = batch.length()?;
        if !(0..i64::from(u32::MAX)).contains(&rows) {
            return Err(invalid(format!("a record batch of {rows} rows")));
        }
        for node in batch.nodes()?.into_iter().flatten() {
            if node.length() < 0 || node.null_count() < 0 || node.null_count() > node.length() {
                return Err(invalid(format!("a column of {} values", node.length())));
            }
        }
        let codec = batch
            .compression()?
            .map(|compression| compression.codec())
            .transpose()?;
        self.codec = self.codec.or(codec);
        for buffer in batch.buffers()?.into_iter().flatten() {
            let (offset, length) = (buffer.offset(), buffer.length());
            let end = offset.checked_add(length).filter(|end| *end <= body);
            if offset < 0 || length < 0 || end.is_none() {
                let message = format!("a buffer at {offset} of {length} bytes in {body}");
                return Err(invalid(message));
            }
            if codec.is_some() && length > 0 {
                reader.seek(SeekFrom::Start(body_start + offset as u64))?;
                check_compressed(reader, length)?;
            }
        }
        Ok(())
    }
}

/// Checks what a compressed buffer says it decompresses to.
fn check_compressed<R: Read>(reader: &mut R, length: i64) -> PolarsResult<()> {
    if length < 8 {
        return Err(invalid(format!("a compressed buffer of {length} bytes")));
    }
    let mut prefix = [0; 8];
    reader.read_exact(&mut prefix)?;
    let claimed = i64::from_le_bytes(prefix);
    if claimed == -1 {
        return Ok(()); // kept as it is
    }
    let bytes = usize::try_from(claimed).unwrap_or(usize::MAX);
    if bytes > LARGE && Vec::<u8>::new().try_reserve_exact(bytes).is_err() {
        let message = format!("a buffer of {length} bytes claims to hold {claimed} compressed");
        return Err(invalid(message));
    }
    Ok(())
}

fn parse(message: &[u8]) -> PolarsResult<MessageRef<'_>> {
    MessageRef::read_as_root(message).map_err(|_| invalid("a message is malformed"))
}

/// Reads one message's metadata, of which at most `rest` bytes can be there; `None` at the end.
fn read_message<R: Read>(reader: &mut R, rest: u64) -> PolarsResult<Option<Vec<u8>>> {
    if rest == 0 {
        return Ok(None); // a stream may end without saying so
    }
    let mut length = [0; 4];
    reader.read_exact(&mut length)?;
    if length == [0xff; 4] {
        reader.read_exact(&mut length)?;
    }
    match u64::try_from(i32::from_le_bytes(length)) {
        Ok(0) => Ok(None),
        Ok(length) if length <= rest => {
            let mut message = vec![0; length as usize];
            reader.read_exact(&mut message)?;
            Ok(Some(message))
        },
        _ => Err(invalid("a message passes the end of the data")),
    }
}

/// The record batches' and the dictionaries' blocks.
fn read_footer<R: Read + Seek>(
    reader: &mut R,
    size: u64,
) -> PolarsResult<(Vec<Block>, Vec<Block>)> {
    let mut magic = [0; 6];
    reader.rewind()?;
    let starts_well = reader.read_exact(&mut magic).is_ok() && magic == *b"ARROW1";
    if !starts_well {
        return Err(invalid(match &magic[..4] {
            b"PAR1" => "it is a Parquet file",
            [0xff, 0xff, 0xff, 0xff] => {
                "it may be an Arrow IPC stream, which IpcStreamReader reads"
            },
            _ => "it does not begin with ARROW1",
        }));
    }
    let mut tail = [0; 10];
    if size < 8 + 10 {
        return Err(invalid("it ends too early"));
    }
    reader.seek(SeekFrom::End(-10))?;
    reader.read_exact(&mut tail)?;
    let length = i32::from_le_bytes(tail[..4].try_into().expect("4 bytes"));
    let start = u64::try_from(length)
        .ok()
        .and_then(|length| (size - 10).checked_sub(length));
    let Some(start) = start.filter(|_| tail[4..] == *b"ARROW1") else {
        return Err(invalid("it has no footer, as if it had been cut off"));
    };
    reader.seek(SeekFrom::Start(start))?;
    let mut bytes = vec![0; length as usize];
    reader.read_exact(&mut bytes)?;
    let footer = FooterRef::read_as_root(&bytes).map_err(|_| invalid("its footer is malformed"))?;
    let schema = footer
        .schema()?
        .ok_or_else(|| invalid("its footer has no schema"))?;
    check_schema(schema)?;
    let batches = footer.record_batches()?;
    let dictionaries = footer.dictionaries()?;
    Ok((
        batches.into_iter().flatten().map(Block::from).collect(),
        dictionaries
            .into_iter()
            .flatten()
            .map(Block::from)
            .collect(),
    ))
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
    let wire = input.read(|mut reader| {
        let layout = Layout::of_file(&mut reader)?;
        read_file_metadata(&mut reader)?; // its schema is one that can be read
        let mut wire = Writer::default();
        wire.u8(match layout.codec {
            None => 0,
            Some(CompressionType::Lz4Frame) => 1,
            Some(CompressionType::Zstd) => 2,
        });
        wire.i32(layout.dictionaries)
            .i64(layout.size as i64)
            .i32(layout.batches.len());
        for batch in &layout.batches {
            wire.i64(batch.rows).i64(batch.bytes);
        }
        Ok(wire)
    })?;
    wire.into_java(env)
}
