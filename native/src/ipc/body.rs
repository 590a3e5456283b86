//! Makes messages of pieces of bytes: uncompressed buffers are not copied before they are written.

use std::io::{self, Write};

use polars::prelude::*;
use polars_arrow::datatypes::{ArrowDataType, PhysicalType};
use polars_arrow::io::ipc::write::Compression;
use polars_arrow::io::ipc::write2::array::{IpcBatchSerializationContext, write_array};
use polars_arrow::io::ipc::write2::message::finish_encode_ipc_record_batch;
use polars_arrow::io::write_owned::WriteBytesOwned;
use polars_arrow::types::PrimitiveType;
use polars_arrow_format::ipc;
use polars_buffer::Buffer;
use polars_core::runtime::RAYON;
use rayon::prelude::*;

use super::codec::{Codec, Content};
use crate::in_order::InOrder;
use crate::io::Output;
use crate::io::output::Piece;
use crate::memory;

/// Smaller buffers are copied together: a write of its own costs more.
const SMALL: usize = 16 << 10;

/// Bytes in pieces, the large ones shared with the arrays that they come from.
#[derive(Default)]
pub struct Pieces {
    pieces: Vec<Buffer<u8>>,
    /// What comes after the pieces.
    tail: Vec<u8>,
    length: usize,
}

impl WriteBytesOwned for Pieces {
    fn write_all_owned(&mut self, bytes: &Buffer<u8>) -> io::Result<()> {
        if bytes.len() < SMALL {
            return self.write_all(bytes);
        }
        if !self.tail.is_empty() {
            self.pieces.push(std::mem::take(&mut self.tail).into());
        }
        self.pieces.push(bytes.clone());
        self.length += bytes.len();
        Ok(())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        memory::reserve(&mut self.tail, bytes.len())?;
        self.tail.extend_from_slice(bytes);
        self.length += bytes.len();
        Ok(())
    }

    fn len(&self) -> usize {
        self.length
    }
}

impl Pieces {
    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let tail = (!self.tail.is_empty()).then_some(self.tail.as_slice());
        self.pieces.iter().map(|piece| piece.as_slice()).chain(tail)
    }

    /// The bytes of buffers in ascending order, each of which lies in one piece.
    fn locate<'a>(&'a self, buffers: &[ipc::Buffer]) -> Vec<&'a [u8]> {
        let mut pieces = self.iter();
        let (mut piece, mut start): (&[u8], usize) = (&[], 0);
        let mut located = Vec::with_capacity(buffers.len());
        for buffer in buffers {
            let (offset, length) = (buffer.offset as usize, buffer.length as usize);
            while length > 0 && offset >= start + piece.len() {
                start += piece.len();
                piece = pieces.next().expect("buffers lie in the pieces");
            }
            located.push(match length {
                0 => &[],
                _ => &piece[offset - start..offset - start + length],
            });
        }
        located
    }
}

/// An encoded message: its metadata with length and padding, and its body.
pub struct Message {
    metadata: Vec<u8>,
    body: Pieces,
}

impl Message {
    /// Writes it, and gives the lengths of the metadata and the body, and the body's own memory if that
    /// can be used again.
    pub fn write(self, output: &mut Output) -> io::Result<Written> {
        let (metadata, body) = (self.metadata.len(), self.body.length);
        output.write_all(&self.metadata)?;
        for piece in self.body.pieces {
            output.share(Piece::Shared(piece))?;
        }
        Ok(Written {
            metadata,
            body,
            spare: output.give(self.body.tail)?,
        })
    }
}

/// A message that was written.
pub struct Written {
    pub metadata: usize,
    pub body: usize,
    pub spare: Option<Vec<u8>>,
}

/// Makes the messages of record batches.
pub struct Coder {
    compression: Option<Compression>,
    codec: Option<Codec>,
    /// What a body of before occupied: fresh memory costs as much as the work.
    spare: Vec<u8>,
}

impl Coder {
    pub fn new(compression: Option<Compression>) -> io::Result<Self> {
        Ok(Self {
            compression,
            codec: compression.map(Codec::new).transpose()?,
            spare: Vec::new(),
        })
    }

    /// Takes back the memory of a message that is written.
    pub fn recycle(&mut self, memory: Vec<u8>) {
        if memory.capacity() > self.spare.capacity() {
            self.spare = memory;
            self.spare.clear();
        }
    }

    /// Encodes a record batch. With `all_threads` its buffers are compressed by all of polars'
    /// threads, else by this one.
    pub fn record_batch(
        &mut self,
        arrays: &[ArrayRef],
        rows: usize,
        all_threads: bool,
    ) -> PolarsResult<Message> {
        let (mut flatbuffer, mut body, mut unused) =
            (Pieces::default(), Pieces::default(), Pieces::default());
        let mut context = IpcBatchSerializationContext::new(&mut unused, &mut body, None);
        for array in arrays {
            write_array(&mut context, array.as_ref())?;
        }
        let nodes = context.field_nodes;
        let variadic = context.variadic_buffer_counts;
        let mut buffers = context.buffers;
        if let Some(codec) = &mut self.codec {
            let mut contents = Vec::with_capacity(buffers.len());
            let mut counts = variadic.iter();
            for array in arrays {
                list_contents(array.dtype(), &mut counts, &mut contents);
            }
            let located = body.locate(&buffers);
            body = match all_threads.then_some(self.compression).flatten() {
                Some(compression) => {
                    compress_by_all(compression, &located, &contents, &mut buffers)?
                },
                None => {
                    let out = std::mem::take(&mut self.spare);
                    compress(codec, out, &located, &contents, &mut buffers)?
                },
            };
        }
        let mut context =
            IpcBatchSerializationContext::new(&mut flatbuffer, &mut body, self.compression);
        context.field_nodes = nodes;
        context.buffers = buffers;
        context.variadic_buffer_counts = variadic;
        // The continuation marker and the length; the rest goes to the flatbuffer.
        let mut metadata = finish_encode_ipc_record_batch(&mut context, rows, None)?;
        flatbuffer
            .iter()
            .for_each(|piece| metadata.extend_from_slice(piece));
        Ok(Message { metadata, body })
    }
}

/// Compresses one buffer after the other.
fn compress(
    codec: &mut Codec,
    mut out: Vec<u8>,
    located: &[&[u8]],
    contents: &[Content],
    buffers: &mut [ipc::Buffer],
) -> PolarsResult<Pieces> {
    for ((bytes, content), buffer) in located.iter().zip(contents).zip(buffers) {
        buffer.offset = out.len() as i64;
        if !(bytes.is_empty() && *content == Content::Validity) {
            codec.append(bytes, *content, &mut out)?;
        }
        buffer.length = out.len() as i64 - buffer.offset;
        out.resize(out.len().next_multiple_of(64), 0);
    }
    Ok(Pieces {
        length: out.len(),
        tail: out,
        ..Pieces::default()
    })
}

/// Compresses the buffers side by side.
fn compress_by_all(
    compression: Compression,
    located: &[&[u8]],
    contents: &[Content],
    buffers: &mut [ipc::Buffer],
) -> PolarsResult<Pieces> {
    let compressed: io::Result<Vec<(Vec<u8>, usize)>> = RAYON.install(|| {
        let buffers = located.par_iter().zip(contents);
        let buffers = buffers.map_init(
            || Codec::new(compression),
            |codec, (bytes, content)| {
                let mut out = Vec::new();
                if !(bytes.is_empty() && *content == Content::Validity) {
                    let codec = codec
                        .as_mut()
                        .map_err(|error| io::Error::from(error.kind()))?;
                    codec.append(bytes, *content, &mut out)?;
                }
                let length = out.len();
                out.resize(length.next_multiple_of(64), 0);
                Ok((out, length))
            },
        );
        buffers.in_order()
    });
    let mut body = Pieces::default();
    for ((out, length), buffer) in compressed?.into_iter().zip(buffers) {
        buffer.offset = body.length as i64;
        buffer.length = length as i64;
        body.write_all_owned(&out.into())?;
    }
    Ok(body)
}

/// Tells for each buffer what it holds. A missing validity bitmap and an empty buffer look the same, but
/// only the latter has a compressed form.
fn list_contents(
    dtype: &ArrowDataType,
    variadic: &mut std::slice::Iter<'_, i64>,
    contents: &mut Vec<Content>,
) {
    use ArrowDataType::*;
    use Content::{Other, Validity, Words};
    let storage = dtype.to_storage();
    if *storage == Null {
        return;
    }
    contents.push(Validity);
    match storage {
        LargeBinary | LargeUtf8 => contents.extend([Words, Other]),
        Binary | Utf8 => contents.extend([Other, Other]),
        BinaryView | Utf8View => {
            let count = *variadic.next().expect("a count for each view array");
            contents.extend(std::iter::repeat_n(Other, 1 + count as usize));
        },
        FixedSizeList(..) | Struct(_) => {},
        LargeList(_) => contents.push(Words),
        _ => contents.push(match storage.to_physical_type() {
            PhysicalType::Primitive(
                PrimitiveType::Int64 | PrimitiveType::UInt64 | PrimitiveType::Float64,
            ) => Words,
            _ => Other,
        }),
    }
    match storage {
        List(field) | LargeList(field) | FixedSizeList(field, _) => {
            list_contents(field.dtype(), variadic, contents);
        },
        Struct(fields) => {
            for field in fields {
                list_contents(field.dtype(), variadic, contents);
            }
        },
        _ => {},
    }
}
