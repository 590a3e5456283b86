//! Opens the writers of Arrow IPC files and streams.

use polars::prelude::*;

use super::options::WriteOptions;
use super::session::{Session, Shape, is_large};
use crate::io::Output;
use crate::jvm::Result;
use crate::jvm::wire::Reader;
use crate::write::FrameWrite;

/// Begins a file or stream. `whole` says that one frame is all there is to write.
pub fn open_writer(
    options: &mut Reader<'_>,
    schema: Schema,
    output: Output,
    shape: Shape,
    whole: bool,
) -> Result<Box<dyn FrameWrite>> {
    let options = WriteOptions::decode(options)?;
    options.check(&schema)?;
    let plain = whole
        && shape == Shape::File
        && output.is_file()
        && !options.parallel
        && options.record_batch_size.is_none()
        && !schema.iter_values().any(DataType::contains_categoricals);
    if plain {
        return Ok(Box::new(Plain {
            schema,
            options,
            output,
            work: Work::Nothing,
        }));
    }
    let session = Session::new(schema, options, output, shape, whole)?;
    Ok(Box::new(session))
}

/// A whole frame that polars-io's own writer may write, if it is of one chunk that is not large: between
/// several record batches Java tells its listener and looks at interrupts, and there may be no memory for
/// all of a large one at once, which polars would not survive.
struct Plain {
    schema: Schema,
    options: WriteOptions,
    output: Output,
    work: Work,
}

enum Work {
    Nothing,
    Polars(DataFrame),
    Ours(Box<Session>),
}

impl FrameWrite for Plain {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn append(&mut self, frame: DataFrame) -> Result<()> {
        if frame.max_n_chunks() <= 1 && !is_large(&frame, frame.height()) {
            self.work = Work::Polars(frame);
            return Ok(());
        }
        let (schema, options) = (self.schema.clone(), self.options.clone());
        let mut session = Session::new(schema, options, self.output.clone(), Shape::File, true)?;
        session.append(frame)?;
        self.work = Work::Ours(Box::new(session));
        Ok(())
    }

    fn advance(&mut self) -> Result<Option<usize>> {
        match &mut self.work {
            Work::Nothing => Ok(None),
            Work::Ours(session) => session.advance(),
            Work::Polars(frame) => {
                write_with_polars(frame, &self.options, self.output.clone())?;
                let rows = frame.height();
                self.work = Work::Nothing;
                Ok(Some(rows))
            },
        }
    }

    fn finish(&mut self) -> Result<()> {
        match &mut self.work {
            Work::Ours(session) => session.finish(),
            _ => Ok(()), // polars' writer has finished
        }
    }
}

/// polars-io's own serial way.
pub fn write_with_polars(
    frame: &mut DataFrame,
    options: &WriteOptions,
    output: impl std::io::Write,
) -> Result<()> {
    let mut writer = IpcWriter::new(output)
        .with_compression(options.compression)
        .with_compat_level(options.compat_level)
        .with_parallel(false);
    if let Some(metadata) = &options.metadata {
        writer.set_custom_schema_metadata(metadata.clone());
    }
    Ok(writer.finish(frame)?)
}
