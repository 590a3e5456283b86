//! Writes messages in the two shapes of Arrow IPC: a file with its footer, and a stream.

use std::io::Write;

use polars::prelude::PolarsResult;
use polars_arrow::datatypes::{ArrowSchema, Metadata};
use polars_arrow::io::ipc::IpcField;
use polars_arrow::io::ipc::write::common_sync::{write_continuation, write_message};
use polars_arrow::io::ipc::write::schema::serialize_schema;
use polars_arrow::io::ipc::write::{Block, EncodedData, schema_to_bytes};
use polars_arrow_format::ipc;
use polars_arrow_format::ipc::planus::Builder;

use super::body::{Message, Written};
use super::counts::Counts;
use crate::io::Output;

const MAGIC: &[u8; 6] = b"ARROW1";

/// Writes encoded messages in order. It is started as it is made.
pub struct MessageWriter {
    output: Output,
    position: usize,
    footer: Option<Footer>,
}

/// What a file says at its end.
struct Footer {
    schema: Box<ipc::Schema>,
    dictionaries: Vec<Block>,
    record_batches: Vec<Block>,
    counts: Counts,
}

/// One message, encoded by polars-arrow or by us.
pub enum Encoded<'a> {
    Polars(&'a EncodedData),
    Ours(Message),
}

impl MessageWriter {
    /// Starts a file. Its custom metadata stands in the footer.
    pub fn file(
        mut output: Output,
        schema: &ArrowSchema,
        fields: &[IpcField],
        metadata: Option<&Metadata>,
    ) -> PolarsResult<Self> {
        output.write_all(MAGIC)?;
        output.write_all(&[0; 2])?;
        let mut writer = Self {
            output,
            position: 8,
            footer: Some(Footer {
                schema: Box::new(serialize_schema(schema, fields, metadata)),
                dictionaries: Vec::new(),
                record_batches: Vec::new(),
                counts: Counts::default(),
            }),
        };
        writer.write_schema(schema, fields, None)?;
        Ok(writer)
    }

    /// Starts a stream. Its custom metadata stands in the schema message.
    pub fn stream(
        output: Output,
        schema: &ArrowSchema,
        fields: &[IpcField],
        metadata: Option<&Metadata>,
    ) -> PolarsResult<Self> {
        let mut writer = Self {
            output,
            position: 0,
            footer: None,
        };
        writer.write_schema(schema, fields, metadata)?;
        Ok(writer)
    }

    pub fn is_stream(&self) -> bool {
        self.footer.is_none()
    }

    fn write_schema(
        &mut self,
        schema: &ArrowSchema,
        fields: &[IpcField],
        metadata: Option<&Metadata>,
    ) -> PolarsResult<()> {
        let message = EncodedData {
            ipc_message: schema_to_bytes(schema, fields, metadata),
            arrow_data: Vec::new(),
        };
        self.write(Encoded::Polars(&message)).map(drop)
    }

    fn write(&mut self, message: Encoded<'_>) -> PolarsResult<(Block, Option<Vec<u8>>)> {
        let written = match message {
            Encoded::Polars(message) => {
                let (metadata, body) = write_message(&mut self.output, message)?;
                Written {
                    metadata,
                    body,
                    spare: None,
                }
            },
            Encoded::Ours(message) => message.write(&mut self.output)?,
        };
        let block = Block {
            offset: self.position as i64,
            meta_data_length: written.metadata as i32,
            body_length: written.body as i64,
        };
        self.position += written.metadata + written.body;
        Ok((block, written.spare))
    }

    pub fn write_dictionary(&mut self, message: &EncodedData) -> PolarsResult<()> {
        let (block, _) = self.write(Encoded::Polars(message))?;
        if let Some(footer) = &mut self.footer {
            footer.dictionaries.push(block);
        }
        Ok(())
    }

    /// Writes a record batch of so many rows, and gives memory for another one, if there is some.
    pub fn write_record_batch(
        &mut self,
        message: Encoded<'_>,
        rows: usize,
    ) -> PolarsResult<Option<Vec<u8>>> {
        let (block, spare) = self.write(message)?;
        if let Some(footer) = &mut self.footer {
            footer.record_batches.push(block);
            footer.counts.push(rows);
        }
        Ok(spare)
    }

    pub fn flush(&mut self) -> PolarsResult<()> {
        Ok(self.output.flush()?)
    }

    /// Writes the end of the stream, and of a file its footer, and flushes.
    pub fn finish(&mut self) -> PolarsResult<()> {
        write_continuation(&mut self.output, 0)?;
        if let Some(footer) = self.footer.take() {
            let footer = ipc::Footer {
                version: ipc::MetadataVersion::V5,
                schema: Some(footer.schema),
                dictionaries: Some(footer.dictionaries),
                record_batches: Some(footer.record_batches),
                custom_metadata: footer.counts.entry().map(|entry| vec![entry]),
            };
            let mut builder = Builder::new();
            let bytes = builder.finish(&footer, None);
            self.output.write_all(bytes)?;
            self.output.write_all(&(bytes.len() as i32).to_le_bytes())?;
            self.output.write_all(MAGIC)?;
        }
        Ok(self.output.flush()?)
    }
}
