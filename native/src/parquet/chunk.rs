//! The pages of a column of values, as they go into a file.

use polars::prelude::*;
use polars_buffer::Buffer;
use polars_parquet_format::thrift::protocol::{TCompactInputProtocol, TCompactOutputProtocol};
use polars_parquet_format::{ColumnMetaData, OffsetIndex, PageHeader, PageType};

use super::invalid::invalid;
use crate::memory;

/// A column of values in a row group.
pub struct Chunk {
    /// Its places count from its beginning.
    pub meta: ColumnMetaData,
    pub pages: Buffer<u8>,
    /// The least and largest value of each page, in the file's own form.
    pub column_index: Option<Buffer<u8>>,
    /// Where its pages are, from its beginning on.
    pub offset_index: OffsetIndex,
}

impl Chunk {
    /// Moves its places by that much.
    pub fn shift(&mut self, by: i64) {
        self.meta.data_page_offset += by;
        if let Some(dictionary) = &mut self.meta.dictionary_page_offset {
            *dictionary += by;
        }
        for page in &mut self.offset_index.page_locations {
            page.offset += by;
        }
    }

    /// Writes each page anew, with what `change` makes of its header and what it has.
    pub fn repage(
        &mut self,
        mut change: impl FnMut(&mut PageHeader, &[u8]) -> PolarsResult<Vec<u8>>,
    ) -> PolarsResult<()> {
        let mut left = &self.pages[..];
        let mut out = memory::with_capacity(left.len())?;
        let mut unpacked = 0;
        let mut locations = self.offset_index.page_locations.iter_mut();
        while !left.is_empty() {
            let mut header = header(&mut left)?;
            let (body, rest) = left
                .split_at_checked(header.compressed_page_size.max(0) as usize)
                .ok_or_else(|| invalid("a page is cut off"))?;
            left = rest;
            let body = change(&mut header, body)?;
            header.compressed_page_size = length(body.len())?;
            let start = out.len();
            let mut thrift = TCompactOutputProtocol::new(&mut out);
            let written = header.write_to_out_protocol(&mut thrift);
            written.map_err(|error| invalid(error.to_string()))?;
            unpacked += (out.len() - start) as i64 + i64::from(header.uncompressed_page_size);
            memory::reserve(&mut out, body.len())?;
            out.extend_from_slice(&body);
            if header.type_ == PageType::DATA_PAGE
                && let Some(location) = locations.next()
            {
                location.offset = start as i64;
                location.compressed_page_size = length(out.len() - start)?;
            }
        }
        if let Some(first) = self.offset_index.page_locations.first() {
            self.meta.data_page_offset = first.offset;
        }
        self.meta.total_uncompressed_size = unpacked;
        self.meta.total_compressed_size = out.len() as i64;
        self.pages = Buffer::from(out);
        Ok(())
    }
}

/// A length in the file.
pub fn length(bytes: usize) -> PolarsResult<i32> {
    i32::try_from(bytes).map_err(|_| polars_err!(InvalidOperation: "a page of {bytes} bytes"))
}

fn header(left: &mut &[u8]) -> PolarsResult<PageHeader> {
    let limit = left.len() * 8 + 1024;
    let mut thrift = TCompactInputProtocol::new(left, limit);
    PageHeader::read_from_in_protocol(&mut thrift).map_err(|error| invalid(error.to_string()))
}
