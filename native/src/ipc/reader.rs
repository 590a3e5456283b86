//! Reads Arrow IPC files and streams.

use std::sync::Arc;

use polars::prelude::*;

use super::batches::{FileBatches, Source, StreamBatches, StreamSource};
use super::invalid::told_of_stream;
use super::layout::Layout;
use super::read::{Batch, FileSchema, IpcFile, Messages, Wanted, decode_whole};
use super::rows::Rows;
use crate::fields::Fields;
use crate::io::{Input, Selection};
use crate::jvm::wire::{Reader, Writer};
use crate::jvm::{Result, stack};
use crate::read::{Batches, Description, FrameRead, Refused};

/// A file, which is read at any place.
pub struct FileReader {
    input: Input,
    selection: Selection,
    /// Of the file that was read.
    fields: Fields,
}

impl FileReader {
    pub fn new(options: &mut Reader<'_>, input: Input) -> Result<Self> {
        let selection = Selection::decode(options, input.limits)?;
        let fields = Fields::default();
        Ok(Self {
            input,
            selection,
            fields,
        })
    }
}

impl FrameRead for FileReader {
    fn describe(&mut self) -> Result<Description> {
        Ok(description(
            &IpcFile::open(&self.input.data()?, &self.input.limits)?.format,
        ))
    }

    fn layout(&mut self) -> Result<Writer> {
        Ok(Layout::of_file(&self.input.data()?, &self.input.limits)?.wire())
    }

    fn read(&mut self) -> Result<DataFrame> {
        let data = self.input.data()?;
        let file = IpcFile::open(&data, &self.input.limits)?;
        self.fields = file.format.fields.clone();
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

    fn fields(&self) -> Fields {
        self.fields.clone()
    }

    fn batches(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        let batches = FileBatches::open(self.input.data()?, self.selection.clone(), rows)?;
        Ok(Box::new(batches))
    }
}

/// A stream, which is read from front to back, and no further than it reaches.
pub struct StreamReader {
    input: Input,
    selection: Selection,
    /// The messages, as far as nobody else has them.
    messages: Option<Messages>,
    whole: Option<Whole>,
}

/// A stream that is read as a whole, as far as it has come.
struct Whole {
    format: FileSchema,
    wanted: Wanted,
    source: StreamSource,
    batches: Vec<Batch>,
    rows: Rows,
}

impl StreamReader {
    pub fn new(options: &mut Reader<'_>, input: Input) -> Result<Self> {
        Ok(Self {
            selection: Selection::decode(options, input.limits)?,
            input,
            messages: None,
            whole: None,
        })
    }

    /// Reads the schema; `place` says that bodies may stay where they lie.
    fn begin(&mut self, place: bool) -> Result<(FileSchema, Messages)> {
        if self.messages.is_none() {
            self.messages = Some(match place && self.input.fed().is_none() {
                true => Messages::of_data(self.input.data()?, self.input.limits),
                false => Messages::of_stream(self.input.stream()?),
            });
        }
        let messages = self.messages.as_mut().expect("it was just made");
        let format = told_of_stream(messages.schema())?;
        Ok((format, self.messages.take().expect("it is there")))
    }
}

impl FrameRead for StreamReader {
    fn describe(&mut self) -> Result<Description> {
        self.begin(true).map(|(format, _)| description(&format))
    }

    fn read(&mut self) -> Result<DataFrame> {
        if self.whole.is_none() {
            let (format, messages) = self.begin(true)?;
            self.whole = Some(Whole {
                wanted: stack::with_depth(format.depth, || format.wanted(&self.selection))?,
                format,
                source: StreamSource::new(messages),
                batches: Vec::new(),
                rows: Rows::of(&self.selection),
            });
        }
        let whole = self.whole.as_mut().expect("it was just made");
        let depth = whole.format.depth;
        told_of_stream(stack::with_depth(depth, || whole.read(&self.selection)))
    }

    fn fields(&self) -> Fields {
        let whole = self.whole.as_ref();
        whole.map_or_else(Fields::default, |whole| whole.format.fields.clone())
    }

    fn batches(&mut self, rows: usize) -> Result<Box<dyn Batches>> {
        let (format, messages) = self.begin(false)?;
        let batches = StreamBatches::open(messages, format, &self.selection, rows)?;
        Ok(Box::new(batches))
    }
}

impl Whole {
    fn read(&mut self, selection: &Selection) -> Result<DataFrame> {
        while !self.rows.are_taken()
            && let Some((mut batch, rows)) = self.source.next(&self.format, &self.wanted)?
        {
            if !self.rows.pass(rows) {
                batch.rows = self.rows.take(rows);
                self.batches.push(batch);
            }
        }
        if selection.sliced {
            self.source.pass_rest()?;
        }
        decode_whole(
            &self.format,
            &self.wanted,
            &self.batches,
            selection,
            &self.rows,
        )
    }
}

fn description(format: &FileSchema) -> Description {
    let columns = format.columns.iter();
    let readable = columns.clone().filter(|column| column.refused.is_none());
    let schema = readable.map(|column| {
        let field = &column.field;
        (field.name.clone(), DataType::from_arrow_field(field))
    });
    let refused = columns.enumerate().filter_map(|(index, column)| {
        Some(Refused {
            index,
            name: column.field.name.clone(),
            foreign: column.refused.as_ref()?.arrow.clone(),
        })
    });
    Description {
        schema: stack::with_depth(format.depth, || schema.collect()),
        metadata: format.metadata.clone(),
        refused: refused.collect(),
        fields: format.fields.clone(),
    }
}
