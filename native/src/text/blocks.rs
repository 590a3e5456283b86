//! Text of a row a line or so, in frames of some rows: blocks of whole rows are read and parsed one
//! after the other, so that it takes memory for a few blocks whatever the size of the input.

use std::collections::VecDeque;
use std::sync::Arc;

use polars::prelude::*;
use polars_buffer::Buffer;
use polars_core::runtime::RAYON;
use polars_io::RowIndex;

use crate::estimate;
use crate::io::{Consumed, Limit, Limits, Stream};
use crate::jvm::{Error, Result};
use crate::memory;
use crate::read::{Ahead, Batches, Description};
use crate::text::packing::Bytes;
use crate::text::{not_ended, refuse};

/// The size of blocks while nothing is known of the rows.
const FIRST_BLOCK: usize = 256 << 10;

/// The size of blocks where all are wanted: it keeps the threads busy to the end.
const BLOCK: usize = 4 << 20;

/// Larger blocks do not keep the threads busier.
const BLOCK_PER_THREAD: usize = 8 << 20;

/// How much memory the parser may want for a byte of text: a digit and a comma become a number of 8 bytes or
/// a text of 16, in vectors that grow. What is parsed side by side wants it at the same time.
const PARSED: usize = 16;

/// Where nothing but the beginning is known, a row that is longer than this has a quote too many.
pub const LONGEST_ROW: usize = 64 << 20;

/// A format of text whose types are settled.
pub trait Text: Send + Sync + 'static {
    /// What ends a row.
    fn eol(&self) -> u8;

    /// Where the last whole row ends.
    fn cut(&self, rows: &[u8]) -> Option<usize>;

    /// Where something opens that none of the rows closes.
    fn open(&self, _rows: &[u8]) -> Option<usize> {
        None
    }

    /// Refuses an input whose last rows, if there are any, are not its end.
    fn check_end(&self, _rows: &[u8]) -> Result<()> {
        Ok(())
    }

    /// The rows, before which a row's end may stand, as a frame; of the same columns each time.
    fn parse(&self, rows: &[u8]) -> Result<DataFrame>;

    /// Where each row begins, or the one before it has ended, and where the last ends.
    fn bounds(&self, rows: &[u8]) -> Vec<usize>;

    /// How far the row begins behind such a place.
    fn lead(&self, _row: &[u8]) -> usize {
        0
    }

    /// How far into a row that is refused the fault lies, where it is more than a value.
    fn fault(&self, _row: &[u8]) -> usize {
        0
    }
}

/// Reads blocks of whole rows. Where the stream has no more bytes for the moment, what was read stays here.
pub struct Blocks {
    bytes: Bytes,
    /// Whether bytes may be missing for the moment.
    fed: bool,
    /// What was read but not handed out. Once the rows have begun it starts with the end of the row
    /// before: nothing that polars looks for at the start of a file can stand there then.
    rest: Buffer<u8>,
    /// The same with what was read since, if that was not enough, and how much is to be there.
    begun: Option<(Vec<u8>, usize)>,
    ended: bool,
    /// The number of the line that the rest begins with, counted from 1 as editors do.
    line: usize,
    limits: Limits,
    consumed: Consumed,
    /// How many bytes there were unpacked.
    unpacked: u64,
}

/// What the beginning of an input says, and where its rows begin.
pub struct Begun<T> {
    pub found: T,
    pub start: usize,
    /// What ends a row.
    pub eol: u8,
}

/// Whole rows, after the end of the row before them.
pub struct Block {
    pub bytes: Buffer<u8>,
    /// The number of the first row's line.
    pub line: usize,
}

impl Blocks {
    /// Unpacks what is packed by a codec that polars knows.
    pub fn new(stream: Stream) -> Self {
        Self {
            fed: stream.is_fed(),
            limits: stream.limits,
            consumed: stream.consumed(),
            unpacked: 0,
            bytes: Bytes::new(stream),
            rest: Buffer::new(),
            begun: None,
            ended: false,
            line: 1,
        }
    }

    /// What is taken of the input at most.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Reads `n` bytes more than the rest, or goes on with what was begun.
    fn read(&mut self, n: usize) -> Result<()> {
        let (mut bytes, length) = match self.begun.take() {
            Some(begun) => begun,
            None => {
                let length = self.rest.len() + n;
                let mut bytes = memory::with_capacity(length)?;
                bytes.extend_from_slice(&std::mem::take(&mut self.rest));
                (bytes, length)
            },
        };
        let (before, missing) = (bytes.len(), (length - bytes.len()) as u64);
        let mut read = self
            .bytes
            .reader()
            .and_then(|reader| Ok(memory::read_at_most(reader, missing, &mut bytes)?));
        if read.is_ok() && bytes.len() < length {
            read = self.bytes.check_end().map_err(Error::from);
        }
        self.unpacked += (bytes.len() - before) as u64;
        if self.bytes.are_packed() {
            self.limits.ratio(self.consumed.bytes(), self.unpacked)?;
        }
        if let Err(error) = read {
            self.begun = Some((bytes, length));
            return Err(error);
        }
        self.ended = bytes.len() < length;
        self.rest = Buffer::from_vec(bytes);
        Ok(())
    }

    /// Looks at the beginning, at ever more of it (at last at all, which `look` is told) until it says what it
    /// found and where the rows begin.
    pub fn begin<T>(
        &mut self,
        mut look: impl FnMut(&Buffer<u8>, bool) -> Result<Option<Begun<T>>>,
    ) -> Result<T> {
        loop {
            self.read(self.rest.len().max(FIRST_BLOCK))?;
            if let Some(Begun { found, start, eol }) = look(&self.rest, self.ended)? {
                let head = std::mem::take(&mut self.rest);
                self.line += lines(eol, &head[..start]);
                self.rest = match start.checked_sub(1) {
                    Some(before) if head[before] == eol => head.sliced(before..),
                    _ => Buffer::from_vec([&[eol], &head[start..]].concat()),
                };
                return Ok(found);
            }
        }
    }

    /// Whole rows of about `size` bytes; `None` at the end.
    pub fn next(&mut self, text: &impl Text, size: usize) -> Result<Option<Block>> {
        let Some(bytes) = self.next_bytes(text, size)? else {
            return Ok(None);
        };
        self.check_rows(text, &bytes[1..])?;
        let line = self.line;
        self.line += lines(text.eol(), &bytes[1..]);
        Ok(Some(Block { bytes, line }))
    }

    /// Refuses rows that are too long.
    fn check_rows(&self, text: &impl Text, rows: &[u8]) -> Result<()> {
        let longest = self.limits.most(Limit::LineBytes);
        if rows.len() as u64 <= longest {
            return Ok(());
        }
        let bounds = text.bounds(rows);
        let long = bounds
            .windows(2)
            .find(|row| (row[1] - row[0]) as u64 > longest);
        let Some(row) = long else {
            return Ok(());
        };
        let line = self.line + lines(text.eol(), &rows[..row[0]]);
        let bytes = (row[1] - row[0]).to_string();
        Err(in_line(
            self.limits.breach(Limit::LineBytes, &bytes).into(),
            line,
        ))
    }

    fn next_bytes(&mut self, text: &impl Text, size: usize) -> Result<Option<Buffer<u8>>> {
        let mut size = size.max(1);
        let longest = self.limits.most(Limit::LineBytes).max(4 * size as u64);
        loop {
            while self.rest.len() <= size && !self.ended {
                self.read(size + 1 - self.rest.len())?; // less, where another read was begun before
            }
            if self.rest.len() <= 1 {
                if !self.rest.is_empty() {
                    text.check_end(&[])
                        .map_err(|error| in_line(error, self.line))?;
                    self.rest = Buffer::new();
                }
                return Ok(None); // the end of the last row
            }
            if self.ended && self.rest.len() <= size + 1 {
                let line = |error| in_line(error, self.line + lines(text.eol(), &self.rest[1..]));
                text.check_end(&self.rest[1..]).map_err(line)?;
                return Ok(Some(std::mem::take(&mut self.rest)));
            }
            let cut = text.cut(&self.rest[1..=size]);
            if let Some(end) = cut {
                let rest = self.rest.clone().sliced(end..);
                let rows = std::mem::replace(&mut self.rest, rest);
                return Ok(Some(rows.sliced(..=end)));
            }
            if size as u64 > longest {
                let open = text.open(&self.rest[1..=size]);
                let line = self.line + lines(text.eol(), &self.rest[1..=open.unwrap_or(0)]);
                let error = match open {
                    Some(_) => refuse(not_ended(longest)),
                    None => self.limits.breach(Limit::LineBytes, "more").into(),
                };
                return Err(in_line(error, line));
            }
            size *= 2;
        }
    }
}

/// What was parsed so far.
#[derive(Default)]
struct Parsed {
    rows: usize,
    /// The bytes of text.
    text: usize,
    /// The bytes of the frames.
    frames: usize,
}

/// The rows of a text, some at a time.
pub struct TextBatches<T> {
    text: Arc<T>,
    blocks: Blocks,
    /// The blocks after those in `ready`, and their bytes: they are parsed side by side, and while the caller
    /// has the frame before.
    ahead: VecDeque<(usize, Ahead<DataFrame>)>,
    /// How many of them there may be.
    window: usize,
    /// Whether all rows make one frame.
    whole: bool,
    /// Whether a read failed: nothing is read after that.
    failed: bool,
    ready: DataFrame,
    parsed: Parsed,
    handed: usize,
    rows: usize,
    limit: usize,
    n_rows: usize,
    row_index: Option<RowIndex>,
    consumed: Consumed,
    limits: Limits,
}

impl<T: Text> TextBatches<T> {
    pub fn new(
        text: T,
        blocks: Blocks,
        consumed: Consumed,
        rows: usize,
        n_rows: Option<usize>,
        row_index: Option<RowIndex>,
    ) -> Result<Self> {
        let ready = text.parse(&[])?;
        let limits = blocks.limits;
        limits.schema(ready.schema())?;
        let lengths = ready.columns().iter().map(|column| column.name().len());
        let longest = lengths.max().unwrap_or(0) as u64;
        let named =
            |error: PolarsError| error.wrap_msg(|text| format!("the name of a column: {text}"));
        limits.hold(Limit::FieldBytes, longest).map_err(named)?;
        Ok(Self {
            limits,
            text: Arc::new(text),
            ahead: VecDeque::new(),
            // Where rows are counted none beyond the last may be looked at, and a read ahead that lacks bytes
            // must not hide what fails before it.
            window: match blocks.fed || n_rows.is_some() {
                true => 1,
                false => RAYON.current_num_threads(),
            },
            whole: false,
            failed: false,
            blocks,
            ready,
            parsed: Parsed::default(),
            handed: 0,
            rows,
            limit: usize::MAX,
            n_rows: n_rows.unwrap_or(usize::MAX),
            row_index,
            consumed,
        })
    }

    /// Parses the next block, and begins with those after it.
    fn parse(&mut self) -> Result<Option<DataFrame>> {
        if self.ahead.is_empty() {
            let begun = self.begin()?;
            self.ahead.extend(begun);
        }
        if self.whole {
            self.begin_more();
        }
        let Some((bytes, ahead)) = self.ahead.pop_front() else {
            return Ok(None);
        };
        let frame = ahead.wait()?;
        self.parsed.text += bytes;
        self.parsed.rows += frame.height();
        self.parsed.frames += frame.estimated_size();
        if self.whole {
            let rows = self.parsed.rows.min(self.n_rows);
            self.limits.hold(Limit::Rows, rows as u64)?;
            self.limits
                .hold(Limit::MemoryBytes, self.parsed.frames as u64)?;
        }
        self.begin_more();
        Ok(Some(frame))
    }

    /// Where bytes are missing for the next block, the call that needs it will say so.
    fn begin_more(&mut self) {
        while self.ahead.len() < self.window
            && let Ok(Some(begun)) = self.begin()
        {
            self.ahead.push_back(begun);
        }
    }

    /// All rows that are left, as one frame.
    pub fn all(mut self) -> Result<DataFrame> {
        self.whole = true;
        if self.window > 1 {
            self.window += 1;
        }
        while self.ready.height() < self.n_rows
            && let Some(frame) = self.parse()?
        {
            self.add(frame)?;
        }
        self.index(self.ready.head(Some(self.n_rows)))
    }

    fn add(&mut self, frame: DataFrame) -> Result<()> {
        if self.ready.height() == 0 {
            self.ready = frame;
        } else {
            self.ready.vstack_mut_owned(frame)?;
        }
        Ok(())
    }

    /// How many rows the next frame is to have; 1 while nothing is known of them.
    fn wanted(&self) -> usize {
        let left = self.rows.min(self.n_rows - self.handed);
        match self.parsed.rows {
            0 => left.min(1),
            rows => {
                let row = self.parsed.frames.max(self.parsed.text) as f64 / rows as f64;
                left.min((self.limit as f64 / row) as usize).max(1)
            },
        }
    }

    /// Reads a block here, and has polars' threads parse it.
    fn begin(&mut self) -> Result<Option<(usize, Ahead<DataFrame>)>> {
        let rows = self.parsed.rows;
        if rows >= self.n_rows || self.failed {
            return Ok(None);
        }
        let most = BLOCK_PER_THREAD * RAYON.current_num_threads();
        let size = match rows {
            _ if self.whole => BLOCK,
            0 => FIRST_BLOCK,
            _ => {
                let row = self.parsed.text as f64 / rows as f64;
                ((self.wanted() as f64 * row) as usize).div_ceil(self.window)
            },
        };
        let size = size.min(most);
        // Before a block is taken, which would be lost: whoever has let go of something may go on.
        let beside: usize = self.ahead.iter().map(|(bytes, _)| bytes).sum();
        if let Err(error) = memory::probe((beside + size).saturating_mul(PARSED)) {
            return Ok(Some((0, Ahead::failed(error.into()))));
        }
        let mut block = match self.blocks.next(self.text.as_ref(), size) {
            Ok(Some(block)) => block,
            Ok(None) => return Ok(None),
            Err(error) if error.is_starving() => return Err(error),
            Err(error) => {
                self.failed = true;
                return Ok(Some((0, Ahead::failed(error))));
            },
        };
        if self.n_rows < usize::MAX {
            let bounds = self.text.bounds(&block.bytes[1..]);
            if let Some(end) = bounds.get(self.n_rows - rows) {
                block.bytes = block.bytes.sliced(..=*end); // what comes after may be anything
            }
        }
        let text = self.text.clone();
        let bytes = block.bytes.len() - 1;
        let limits = self.limits;
        let ahead = Ahead::spawn(move || {
            let frame = text
                .parse(&block.bytes)
                .map_err(|error| locate(text.as_ref(), &block, error))?;
            check_texts(&frame, block.bytes.len(), &limits)?;
            Ok(frame)
        });
        Ok(Some((bytes, ahead)))
    }

    fn finish(&self, mut frame: DataFrame) -> Result<DataFrame> {
        estimate::rechunk(&mut frame)?;
        self.index(frame)
    }

    fn index(&self, mut frame: DataFrame) -> Result<DataFrame> {
        if let Some(index) = &self.row_index {
            let offset = IdxSize::try_from(self.handed)
                .ok()
                .and_then(|handed| index.offset.checked_add(handed));
            let offset = offset.ok_or_else(|| {
                let message = format!("the row index '{}' does not fit 32 bits", index.name);
                PolarsError::ComputeError(message.into())
            })?;
            frame = frame.with_row_index(index.name.clone(), Some(offset))?;
        }
        Ok(frame)
    }
}

impl<T: Text> Batches for TextBatches<T> {
    fn describe(&self) -> Result<Description> {
        let frame = self.finish(self.ready.clear())?;
        Ok(Description {
            schema: frame.schema().as_ref().clone(),
            metadata: None,
            ..Description::default()
        })
    }

    fn next(&mut self) -> Result<Option<DataFrame>> {
        if self.handed == self.n_rows {
            return Ok(None);
        }
        while self.ready.height() < self.wanted()
            && let Some(frame) = self.parse()?
        {
            self.add(frame)?;
        }
        let height = self.wanted().min(self.ready.height());
        if height == 0 {
            return Ok(None);
        }
        let (frame, rest) = self.ready.split_at(height as i64);
        self.ready = rest;
        let frame = self.finish(frame)?;
        self.handed += height;
        Ok(Some(frame))
    }

    fn limit(&mut self, bytes: usize) {
        self.limit = bytes;
    }

    fn progress(&self) -> Option<f64> {
        self.consumed.part()
    }
}

/// Refuses texts that are too long, of rows of so many bytes.
fn check_texts(frame: &DataFrame, bytes: usize, limits: &Limits) -> PolarsResult<()> {
    let longest = limits.most(Limit::FieldBytes);
    if bytes as u64 <= longest {
        return Ok(());
    }
    for column in frame.columns() {
        let Ok(texts) = column.as_materialized_series().str() else {
            continue;
        };
        let lengths = texts.iter().flatten().map(str::len);
        let most = lengths.max().unwrap_or(0) as u64;
        limits.hold(Limit::FieldBytes, most).map_err(|error| {
            error.wrap_msg(|text| format!("column '{}': {text}", column.name()))
        })?;
    }
    Ok(())
}

/// Finds the line of the row that could not be parsed.
pub fn locate(text: &impl Text, block: &Block, error: Error) -> Error {
    if let Error::Polars(all, _) = &error
        && (matches!(all, PolarsError::IO { .. }) || Limits::is_breach(all))
    {
        return error; // it is of all rows
    }
    let rows = &block.bytes[1..];
    let bounds = text.bounds(rows);
    // With the byte before them, as the block has one.
    let fails = |from: usize, to: usize| text.parse(&block.bytes[bounds[from]..=bounds[to]]).err();
    let (mut good, mut bad) = (0, bounds.len() - 1);
    while bad - good > 1 {
        let middle = good + (bad - good) / 2;
        match fails(good, middle) {
            Some(_) => bad = middle,
            None => good = middle,
        }
    }
    match (good < bad).then(|| fails(good, bad)).flatten() {
        Some(error) => {
            let row = &rows[bounds[good]..bounds[bad]];
            let start = bounds[good] + text.lead(row).max(text.fault(row));
            let line = block.line + lines(text.eol(), &rows[..start]);
            in_line(error, line)
        },
        None => error, // what fails only as a whole
    }
}

/// How many lines end in some text.
pub fn lines(eol: u8, text: &[u8]) -> usize {
    memchr::memchr_iter(eol, text).count()
}

fn in_line(error: Error, line: usize) -> Error {
    match error {
        Error::Polars(error @ PolarsError::IO { .. }, file) => Error::Polars(error, file),
        Error::Polars(error, file) => {
            Error::Polars(error.wrap_msg(|text| format!("line {line}: {text}")), file)
        },
        other => other,
    }
}
