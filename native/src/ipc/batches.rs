//! `IpcReader.batches` and `IpcStreamReader.batches`.

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use jni::sys::jint;
use polars::prelude::*;

use super::layout::Layout;
use super::ranges;
use crate::batches::{Batches, OpenBatches};
use crate::error::Result;
use crate::handle::BatchesHandle;
use crate::sink::Failure;
use crate::source::{Input, JSource, Selection};
use crate::wire::{self, Reader};

native! {
    "io.github.polars4j.IpcReader",
    extern fn open_batches(
        options: jbyte[],
        path: JString,
        name: JString,
        source: JSource,
        rows: jint,
    ) -> BatchesHandle
}

fn open_batches(
    env: &mut Env<'_>,
    _: JObject<'_>,
    options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    source: JSource<'_>,
    rows: jint,
) -> Result<BatchesHandle> {
    let selection = Selection::read(&mut Reader::new(&wire::bytes(env, &options)?))?;
    let input = Input::open(env, &path, &name, &source)?;
    let name = input.name.clone();
    let frame = input.read(|mut reader| {
        Layout::of_file(&mut reader)?;
        ranges::check_file(&mut reader, &selection)?;
        let mut reader = IpcReader::new(reader);
        selection.check(reader.schema()?.iter_names())?;
        Ok(reader
            .with_columns(selection.columns)
            .with_n_rows(selection.n_rows)
            .with_row_index(selection.row_index)
            .finish()?)
    })?;
    Ok(Slices::open(frame, rows as usize, name))
}

mod stream {
    use super::*;

    native! {
        "io.github.polars4j.IpcStreamReader",
        extern fn open_batches(
            options: jbyte[],
            path: JString,
            name: JString,
            source: JSource,
            rows: jint,
        ) -> BatchesHandle
    }

    fn open_batches(
        env: &mut Env<'_>,
        _: JObject<'_>,
        options: JByteArray<'_>,
        path: JString<'_>,
        name: JString<'_>,
        source: JSource<'_>,
        rows: jint,
    ) -> Result<BatchesHandle> {
        let selection = Selection::read(&mut Reader::new(&wire::bytes(env, &options)?))?;
        let input = Input::open(env, &path, &name, &source)?;
        let name = input.name.clone();
        let frame = input.read(|mut reader| {
            Layout::of_stream(&mut reader)?;
            ranges::check_stream(&mut reader, &selection)?;
            let mut reader = IpcStreamReader::new(reader);
            selection.check(reader.schema()?.iter_names())?;
            Ok(reader
                .with_columns(selection.columns)
                .with_n_rows(selection.n_rows)
                .with_row_index(selection.row_index)
                .finish()?)
        })?;
        Ok(Slices::open(frame, rows as usize, name))
    }
}

/// The rows of a frame that was read as a whole.
struct Slices {
    frame: DataFrame,
    height: usize,
    rows: usize,
    limit: usize,
    row_bytes: usize,
}

impl Slices {
    fn open(frame: DataFrame, rows: usize, name: String) -> BatchesHandle {
        let schema = frame.schema().as_ref().clone();
        let slices = Self {
            height: frame.height(),
            rows,
            limit: usize::MAX,
            row_bytes: (frame.estimated_size() / frame.height().max(1)).max(1),
            frame,
        };
        BatchesHandle::store(OpenBatches::new(slices, schema, name, Failure::default()))
    }
}

impl Batches for Slices {
    fn next(&mut self) -> Result<Option<DataFrame>> {
        let rows = self.rows.min(self.limit / self.row_bytes).max(1);
        if self.frame.height() == 0 {
            return Ok(None);
        }
        let (frame, rest) = self.frame.split_at(rows.min(self.frame.height()) as i64);
        self.frame = rest;
        Ok(Some(frame))
    }

    fn limit(&mut self, bytes: usize) {
        self.limit = bytes;
    }

    fn progress(&self) -> Option<f64> {
        let left = self.frame.height() as f64 / self.height.max(1) as f64;
        Some(1.0 - left)
    }
}
