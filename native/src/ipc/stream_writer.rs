//! `IpcStreamWriter`: one frame to one stream.

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};

use super::options::Options;
use super::writer::Session;
use crate::error::Result;
use crate::handle::FrameHandle;
use crate::sink::{JProgress, JSink, Output, Progress};
use crate::wire::{self, Reader};

native! {
    "io.github.polars4j.IpcStreamWriter",
    extern fn write(
        options: jbyte[],
        path: JString,
        name: JString,
        sink: JSink,
        progress: JProgress,
        frame: FrameHandle,
    )
}

#[expect(clippy::too_many_arguments, reason = "the native method's own")]
fn write(
    env: &mut Env<'_>,
    _: JObject<'_>,
    options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    sink: JSink<'_>,
    progress: JProgress<'_>,
    frame: FrameHandle,
) -> Result<()> {
    let bytes = wire::bytes(env, &options)?;
    let options = Options::read(&mut Reader::new(&bytes))?;
    let frame = frame.get()?;
    options.check(frame.schema())?;
    let output = Output::open(env, &path, &name, &sink)?;
    let progress = Progress::new(env, &progress, &output)?;
    let failure = output.failure();
    let schema = frame.schema().as_ref().clone();
    let encoder = options.encoder(schema)?;
    let written = Session::stream(encoder, &options, output, progress).and_then(|mut session| {
        session.write_whole(&frame)?;
        session.finish()
    });
    failure.explain(written)
}
