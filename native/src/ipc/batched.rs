//! Arrow IPC for the `BatchedWriter`.

use jni::Env;
use jni::objects::{JByteArray, JClass, JString};
use jni::sys::jboolean;
use polars::prelude::*;

use super::options::Options;
use super::writer::Session;
use crate::batched::{Appender, BatchedWriter};
use crate::error::Result;
use crate::handle::WriterHandle;
use crate::schema;
use crate::sink::{JProgress, JSink, Output, Progress};
use crate::wire::{self, Reader};

impl Appender for Session<Output> {
    fn schema(&self) -> &Schema {
        self.schema()
    }

    fn append(&mut self, frame: &DataFrame) -> Result<()> {
        self.append(frame)
    }

    fn finish(&mut self) -> Result<()> {
        self.finish()
    }
}

native! {
    "io.github.polars4j.IpcOptions",
    static extern fn open_batched(
        options: jbyte[],
        stream: jboolean,
        schema: jbyte[],
        path: JString,
        name: JString,
        sink: JSink,
        progress: JProgress,
    ) -> WriterHandle
}

#[expect(clippy::too_many_arguments, reason = "the native method's own")]
fn open_batched(
    env: &mut Env<'_>,
    _: JClass<'_>,
    options: JByteArray<'_>,
    stream: jboolean,
    schema: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    sink: JSink<'_>,
    progress: JProgress<'_>,
) -> Result<WriterHandle> {
    let bytes = wire::bytes(env, &options)?;
    let options = Options::read(&mut Reader::new(&bytes))?;
    let schema = schema::from_java(env, &schema)?;
    options.check(&schema)?;
    let output = Output::open(env, &path, &name, &sink)?;
    let progress = Progress::new(env, &progress, &output)?;
    let failure = output.failure();
    let encoder = options.encoder(schema)?;
    let session = match stream {
        true => Session::stream(encoder, &options, output, progress),
        false => Session::file(encoder, &options, output, progress),
    };
    let session = failure.explain(session)?;
    Ok(WriterHandle::store(BatchedWriter::new(session, failure)))
}
