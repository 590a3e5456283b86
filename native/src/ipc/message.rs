//! The two shapes of Arrow IPC around the same messages: a file with its footer, and a stream.

use std::io::Write;
use std::sync::Arc;

use polars::prelude::PolarsResult;
use polars_arrow::datatypes::{ArrowSchemaRef, Metadata};
use polars_arrow::io::ipc::IpcField;
use polars_arrow::io::ipc::write::common_sync::{write_continuation, write_message};
use polars_arrow::io::ipc::write::{EncodedData, FileWriter, WriteOptions, schema_to_bytes};

/// Writes encoded messages in order. It is started as it is made.
pub enum MessageWriter<W: Write> {
    File(Box<FileWriter<W>>),
    Stream(W),
}

impl<W: Write> MessageWriter<W> {
    /// Starts a file. Its custom metadata stands in the footer.
    pub fn file(
        writer: W,
        schema: ArrowSchemaRef,
        fields: Vec<IpcField>,
        options: WriteOptions,
        metadata: Option<Arc<Metadata>>,
    ) -> PolarsResult<Self> {
        let mut file = FileWriter::new(writer, schema, Some(fields), options);
        if let Some(metadata) = metadata {
            file.set_custom_schema_metadata(metadata);
        }
        file.start()?;
        Ok(Self::File(Box::new(file)))
    }

    /// Starts a stream. Its custom metadata stands in the schema message.
    pub fn stream(
        mut writer: W,
        schema: &ArrowSchemaRef,
        fields: &[IpcField],
        metadata: Option<&Metadata>,
    ) -> PolarsResult<Self> {
        let message = EncodedData {
            ipc_message: schema_to_bytes(schema, fields, metadata),
            arrow_data: Vec::new(),
        };
        write_message(&mut writer, &message)?;
        Ok(Self::Stream(writer))
    }

    pub fn write_dictionaries(&mut self, dictionaries: &[EncodedData]) -> PolarsResult<()> {
        match self {
            Self::File(file) => file.write_encoded_dictionaries(dictionaries),
            Self::Stream(writer) => dictionaries
                .iter()
                .try_for_each(|dictionary| write_message(writer, dictionary).map(drop)),
        }
    }

    pub fn write_record_batch(&mut self, batch: &EncodedData) -> PolarsResult<()> {
        match self {
            Self::File(file) => file.write_encoded_record_batch(batch),
            Self::Stream(writer) => write_message(writer, batch).map(drop),
        }
    }

    /// Writes the footer or the end of the stream, and flushes.
    pub fn finish(&mut self) -> PolarsResult<()> {
        match self {
            Self::File(file) => file.finish(),
            Self::Stream(writer) => {
                write_continuation(writer, 0)?;
                Ok(writer.flush()?)
            },
        }
    }
}
