//! Reads Arrow IPC files and streams.

use std::sync::Arc;

use polars::prelude::*;

use super::batches::{FileBatches, StreamHead};
use super::invalid::told_of_stream;
use super::layout::Layout;
use super::read::{Format, IpcFile, IpcStream};
use crate::io::{Data, Input, Selection};
use crate::jvm::wire::{Reader, Writer};
use crate::jvm::{Result, stack};
use crate::read::{Batches, Description, FrameRead};

/// A file, which is read at any place.
pub struct FileReader {
    input: Input,
    selection: Selection,
}

impl FileReader {
    pub fn new(options: &mut Reader<'_>, input: Input) -> Result<Self> {
        let selection = Selection::decode(options)?;
        Ok(Self { input, selection })
    }
}

impl FrameRead for FileReader {
    fn describe(&mut self) -> Result<Description> {
        Ok(description(&IpcFile::open(&self.input.data()?)?.format))
    }

    fn layout(&mut self) -> Result<Writer> {
        Ok(Layout::of_file(&self.input.data()?)?.wire())
    }

    fn read(&mut self) -> Result<DataFrame> {
        let data = self.input.data()?;
        let file = IpcFile::open(&data)?;
        let data = match self.selection.memory_mapped {
            // SAFETY: Java's documentation passes the duty on: a file that is mapped must not change
            // while frames made of it are in use.
            Some(true) => unsafe { data.map() }?,
            // Another process may cut a mapped file off, and this one is gone.
            _ => data,
        };
        stack::with_depth(file.format.depth, || {
            file.read(&Arc::new(data), &self.selection)
        })
    }

    fn batches(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        let batches = FileBatches::open(self.input.data()?, self.selection.clone(), rows)?;
        Ok(Box::new(batches))
    }
}

/// A stream, which is read from front to back.
pub struct StreamReader {
    input: Input,
    selection: Selection,
    /// The beginning of a stream whose batches are asked for, as far as it was read.
    head: Option<StreamHead>,
}

impl StreamReader {
    pub fn new(options: &mut Reader<'_>, input: Input) -> Result<Self> {
        Ok(Self {
            selection: Selection::decode(options)?,
            input,
            head: None,
        })
    }

    fn whole<T>(&self, read: impl FnOnce(IpcStream, Data) -> Result<T>) -> Result<T> {
        let data = self.input.data()?;
        read(IpcStream::open(&data)?, data)
    }
}

impl FrameRead for StreamReader {
    fn describe(&mut self) -> Result<Description> {
        told_of_stream(self.whole(|stream, _| Ok(description(&stream.format))))
    }

    fn read(&mut self) -> Result<DataFrame> {
        let read = |stream: IpcStream, data| {
            let depth = stream.format.depth;
            stack::with_depth(depth, || stream.read(&Arc::new(data), &self.selection))
        };
        told_of_stream(self.whole(read))
    }

    fn batches(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        if self.head.is_none() {
            self.head = Some(StreamHead::new(self.input.exact_stream()?));
        }
        let head = self.head.as_mut().expect("it was just made");
        let format = told_of_stream(head.format())?;
        let head = self.head.take().expect("it is there");
        Ok(Box::new(head.open(format, &self.selection, rows)?))
    }
}

fn description(format: &Format) -> Description {
    Description {
        schema: stack::with_depth(format.depth, || Schema::from_arrow_schema(&format.schema)),
        metadata: format.metadata.clone(),
    }
}
