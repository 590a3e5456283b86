//! Checks the page headers of a column chunk before polars allocates memory for them.

use std::io;
#[cfg(not(unix))]
use std::io::SeekFrom;

use polars::prelude::*;
use polars_io::mmap::MmapBytesReader;
use polars_parquet_format::thrift::protocol::TCompactInputProtocol;
use polars_parquet_format::{PageHeader, PageType, Type};

use super::footer::Chunk;
use super::invalid::invalid;
use crate::io::{Limit, Limits};

/// Most headers are shorter; statistics make them longer.
const USUAL_HEADER: usize = 256;

/// A header holds no data but the smallest and largest value.
const LONGEST_HEADER: usize = 16 << 20;

/// A column of values.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Which of the file's columns it belongs to.
    pub column: usize,
    pub physical: Type,
    /// Of each value, where all have the same length.
    pub length: Option<usize>,
    /// Whether it lies in lists.
    pub repeated: bool,
}

impl Leaf {
    /// How many bytes a value takes at the least in a page of plain values.
    fn least(&self) -> usize {
        match self.physical {
            Type::BOOLEAN => 0,
            Type::INT32 | Type::FLOAT | Type::BYTE_ARRAY => 4,
            Type::INT64 | Type::DOUBLE => 8,
            Type::INT96 => 12,
            _ => self.length.unwrap_or(0),
        }
    }

    /// How many a value takes in memory, besides the bytes of texts.
    pub fn width(&self) -> u64 {
        match self.physical {
            Type::BOOLEAN => 1,
            Type::BYTE_ARRAY | Type::INT96 => 16,
            _ => self.least() as u64,
        }
    }
}

/// Checks a chunk's pages; returns about how much memory its values take.
pub fn check(
    reader: &mut dyn MmapBytesReader,
    leaf: &Leaf,
    chunk: &Chunk,
    rows: u64,
    wanted: u64,
    (end, limits): (u64, &Limits),
) -> PolarsResult<u64> {
    let (start, size, values) = extent(chunk, end)?;
    let start = chunk.moved.unwrap_or(start);
    if leaf.repeated && values < rows || !leaf.repeated && values != rows {
        return Err(invalid(format!("{values} values for {rows} rows")));
    }
    let mut pages = Pages {
        reader,
        buffer: Vec::new(),
        at: start,
        end: start + size,
        longest: limits.most(Limit::MetadataBytes).min(LONGEST_HEADER as u64) as usize,
    };
    let mut seen = 0;
    let mut dictionary = true;
    let mut found = false;
    let (mut most, mut bytes, mut largest) = (0, 0, 0);
    // polars looks for a dictionary even where there are no values
    while seen < values || dictionary && size > 0 {
        let header = pages.next()?;
        let page = Page::check(&header, leaf, chunk.codec, dictionary, limits)?;
        found |= header.type_ == PageType::DICTIONARY_PAGE;
        if page.refers && !found {
            return Err(invalid("a page refers to a dictionary that is not there"));
        }
        seen += page.values;
        if seen > values {
            return Err(invalid(format!("its pages have more than {values} values")));
        }
        most = most.max(page.values);
        bytes += page.bytes;
        largest = largest.max(page.bytes);
        dictionary = false;
    }
    Ok(match leaf.repeated {
        true => values * leaf.width() + 4 * most,
        false => wanted * leaf.width(),
    } + if leaf.physical == Type::BYTE_ARRAY && chunk.codec != 0 {
        bytes
    } else {
        largest
    })
}

fn extent(chunk: &Chunk, end: u64) -> PolarsResult<(u64, u64, u64)> {
    let number = |what: &str, number: i64| {
        u64::try_from(number).map_err(|_| invalid(format!("{what} is {number}")))
    };
    let start = number("where it begins", chunk.start())?;
    let size = number("its size", chunk.size)?;
    let values = number("its number of values", chunk.values)?;
    if start < 4 && size > 0 || start.checked_add(size).is_none_or(|last| last > end) {
        return Err(invalid(format!(
            "{size} bytes from {start} on, where the data ends at {end}"
        )));
    }
    Ok((start, size, values))
}

struct Pages<'a> {
    reader: &'a mut dyn MmapBytesReader,
    buffer: Vec<u8>,
    at: u64,
    end: u64,
    /// The most bytes of a header.
    longest: usize,
}

impl Pages<'_> {
    /// Reads a header, and goes to what follows its page.
    fn next(&mut self) -> PolarsResult<PageHeader> {
        let left = self.end - self.at;
        let mut length = USUAL_HEADER.min(self.longest);
        loop {
            let all = left <= length as u64;
            self.buffer.resize(length.min(left as usize), 0);
            read_at(self.reader, self.at, &mut self.buffer)?;
            match read_header(&self.buffer) {
                Ok((header, used)) => {
                    let size = header.compressed_page_size;
                    let after = left - used as u64;
                    let size = u64::try_from(size)
                        .ok()
                        .filter(|size| *size <= after)
                        .ok_or_else(|| {
                            invalid(format!(
                                "a page of {size} bytes, of which {after} are there"
                            ))
                        })?;
                    self.at += used as u64 + size;
                    return Ok(header);
                },
                Err(_) if !all && length < self.longest => {
                    length = (length * 16).min(self.longest);
                },
                Err(reason) => return Err(invalid(format!("a page's header: {reason}"))),
            }
        }
    }
}

/// With the same code as polars, so that it sees the same.
fn read_header(bytes: &[u8]) -> Result<(PageHeader, usize), String> {
    let mut left = bytes;
    let mut thrift = TCompactInputProtocol::new(&mut left, bytes.len() * 8 + 1024);
    let header =
        PageHeader::read_from_in_protocol(&mut thrift).map_err(|error| error.to_string())?;
    Ok((header, bytes.len() - left.len()))
}

fn read_at(reader: &mut dyn MmapBytesReader, at: u64, buffer: &mut [u8]) -> io::Result<()> {
    if let Some(bytes) = reader.to_bytes() {
        let from = bytes.get(at as usize..).unwrap_or_default();
        let from = from
            .get(..buffer.len())
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(from);
        return Ok(());
    }
    read_file_at(reader, at, buffer)
}

#[cfg(unix)]
fn read_file_at(reader: &mut dyn MmapBytesReader, at: u64, buffer: &mut [u8]) -> io::Result<()> {
    let file = reader.to_file().ok_or(io::ErrorKind::Unsupported)?;
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(not(unix))]
fn read_file_at(reader: &mut dyn MmapBytesReader, at: u64, buffer: &mut [u8]) -> io::Result<()> {
    let before = reader.stream_position()?;
    reader.seek(SeekFrom::Start(at))?;
    reader.read_exact(buffer)?;
    reader.seek(SeekFrom::Start(before))?;
    Ok(())
}

struct Page {
    values: u64,
    /// As polars decodes it.
    bytes: u64,
    /// Whether its values are in a dictionary.
    refers: bool,
}

impl Page {
    fn check(
        header: &PageHeader,
        leaf: &Leaf,
        codec: i32,
        first: bool,
        limits: &Limits,
    ) -> PolarsResult<Self> {
        let number = |what: &str, number: i32| {
            u64::try_from(number).map_err(|_| invalid(format!("a page's {what} is {number}")))
        };
        let compressed = number("size", header.compressed_page_size)?;
        let uncompressed = number("unpacked size", header.uncompressed_page_size)?;
        let bytes = match codec {
            0 => compressed,
            _ => uncompressed,
        };
        if bytes > most(codec, compressed) {
            return Err(invalid(format!(
                "a page of {compressed} bytes that unpack to {bytes}"
            )));
        }
        limits.hold(Limit::BufferBytes, bytes)?;
        if codec != 0 {
            limits.ratio(compressed, bytes)?;
        }
        let values = match header.type_ {
            PageType::DICTIONARY_PAGE => {
                let page = header
                    .dictionary_page_header
                    .as_ref()
                    .ok_or_else(headless)?;
                let values = number("number of values", page.num_values)?;
                limits.hold(Limit::DictionaryValues, values)?;
                if !first {
                    return Err(invalid("a dictionary after its first page"));
                }
                if values.saturating_mul(leaf.least().max(1) as u64) > bytes {
                    return Err(invalid(format!(
                        "a dictionary of {values} values in {bytes} bytes"
                    )));
                }
                0
            },
            PageType::DATA_PAGE => {
                let page = header.data_page_header.as_ref().ok_or_else(headless)?;
                encoding_of(page.encoding.0, leaf)?;
                encoding(page.definition_level_encoding.0)?;
                encoding(page.repetition_level_encoding.0)?;
                number("number of values", page.num_values)?
            },
            PageType::DATA_PAGE_V2 => {
                let page = header.data_page_header_v2.as_ref().ok_or_else(headless)?;
                encoding_of(page.encoding.0, leaf)?;
                let values = number("number of values", page.num_values)?;
                let nulls = number("number of nulls", page.num_nulls)?;
                let rows = number("number of rows", page.num_rows)?;
                let levels = number("length of levels", page.definition_levels_byte_length)?
                    + number("length of levels", page.repetition_levels_byte_length)?;
                if nulls > values || rows > values {
                    return Err(invalid(format!(
                        "a page of {values} values, {nulls} nulls and {rows} rows"
                    )));
                }
                if levels > bytes.min(compressed) {
                    return Err(invalid(format!(
                        "a page with levels of {levels} bytes, which has {}",
                        bytes.min(compressed)
                    )));
                }
                values
            },
            other => {
                return Err(invalid(format!(
                    "a page of type {}, which is not read",
                    other.0
                )));
            },
        };
        let data = header.data_page_header.as_ref().map(|page| page.encoding);
        let newer = header.data_page_header_v2.as_ref();
        let data = data.or_else(|| newer.map(|page| page.encoding));
        Ok(Self {
            values,
            bytes,
            refers: data.is_some_and(|encoding| matches!(encoding.0, 2 | 8)),
        })
    }
}

fn headless() -> PolarsError {
    invalid("a page's header does not say what it has")
}

fn encoding(encoding: i32) -> PolarsResult<()> {
    match encoding {
        0 | 2..=9 => Ok(()),
        other => Err(invalid(format!("a page of the unknown encoding {other}"))),
    }
}

/// Refuses what polars does not decode.
fn encoding_of(number: i32, leaf: &Leaf) -> PolarsResult<()> {
    encoding(number)?;
    let name = match (number, leaf.physical) {
        (7, Type::FIXED_LEN_BYTE_ARRAY | Type::INT96) => "DELTA_BYTE_ARRAY",
        // of two bytes are FLOAT16's
        (9, Type::FIXED_LEN_BYTE_ARRAY | Type::INT96) if leaf.length != Some(2) => {
            "BYTE_STREAM_SPLIT"
        },
        _ => return Ok(()),
    };
    polars_bail!(
        InvalidOperation: "its values of a fixed length are encoded by {name}, which is not supported"
    )
}

/// How much so many bytes can unpack to, by the codec.
fn most(codec: i32, compressed: u64) -> u64 {
    let times = match codec {
        0 => 1,
        1 => 32,
        2 => 1040,
        5 | 7 => 256,
        6 => 1 << 16,
        _ => 1 << 20,
    };
    let slack = match codec {
        4 => 1 << 24, // Brotli's largest block
        _ => 64,
    };
    compressed * times + slack
}
