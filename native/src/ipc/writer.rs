//! Opens the writers of Arrow IPC files and streams.

use polars::prelude::*;

use super::options::WriteOptions;
use super::session::{Session, Shape};
use crate::fields::Fields;
use crate::io::Output;
use crate::jvm::Result;
use crate::jvm::wire::Reader;
use crate::write::FrameWrite;

/// Begins a file or stream. `whole` says that one frame is all there is to write.
pub fn open_writer(
    options: &mut Reader<'_>,
    schema: Schema,
    fields: Fields,
    output: Output,
    shape: Shape,
    whole: bool,
) -> Result<Box<dyn FrameWrite>> {
    let options = WriteOptions {
        fields,
        ..WriteOptions::decode(options)?
    };
    options.check(&schema)?;
    let session = Session::new(schema, options, output, shape, whole)?;
    Ok(Box::new(session))
}
