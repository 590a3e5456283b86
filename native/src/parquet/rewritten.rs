//! Writes the pages of a column anew, where its form is not that of polars' pages.

use polars::prelude::*;
use polars_parquet_format::{CompressionCodec, Encoding, PageHeader, PageType, Type};

use super::chunk::{Chunk, length};
use super::form::Form;
use super::invalid::invalid;
use super::{levels, pack};
use crate::fields::NULLS;
use crate::memory;

/// Gives the chunk, whose pages are not compressed, its form.
pub fn rewrite(
    chunk: &mut Chunk,
    form: &Form,
    compression: ParquetCompression,
) -> PolarsResult<()> {
    chunk.repage(|header, body| {
        let body = page(header, body, form)?;
        header.uncompressed_page_size = length(body.len())?;
        Ok(pack::pack(compression, body)?)
    })?;
    chunk.meta.codec = codec(compression);
    if form.width.is_some() {
        chunk.meta.type_ = Type::FIXED_LEN_BYTE_ARRAY;
    }
    Ok(())
}

fn codec(compression: ParquetCompression) -> CompressionCodec {
    match compression {
        ParquetCompression::Uncompressed => CompressionCodec::UNCOMPRESSED,
        ParquetCompression::Snappy => CompressionCodec::SNAPPY,
        ParquetCompression::Gzip(_) => CompressionCodec::GZIP,
        ParquetCompression::Brotli(_) => CompressionCodec::BROTLI,
        ParquetCompression::Zstd(_) => CompressionCodec::ZSTD,
        ParquetCompression::Lz4Raw => CompressionCodec::LZ4_RAW,
    }
}

/// What is in the page, in another form.
fn page(header: &PageHeader, body: &[u8], form: &Form) -> PolarsResult<Vec<u8>> {
    let mut out = memory::with_capacity(body.len())?;
    let strange = || invalid("polars wrote a page of another kind");
    if header.type_ == PageType::DICTIONARY_PAGE {
        values(body, form.width, &mut out)?;
        return Ok(out);
    }
    let data = header.data_page_header.as_ref().ok_or_else(strange)?;
    let mut left = body;
    if form.repeats {
        let repetitions = leveled(&mut left)?;
        out.extend((repetitions.len() as u32).to_le_bytes());
        out.extend_from_slice(repetitions);
    }
    let definitions = leveled(&mut left)?;
    put_levels(definitions, data.num_values.max(0) as usize, form, &mut out)?;
    match data.encoding {
        Encoding::PLAIN => values(left, form.width, &mut out)?,
        Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => out.extend_from_slice(left),
        _ => return Err(strange()),
    }
    Ok(out)
}

/// Levels that begin with their length.
fn leveled<'a>(left: &mut &'a [u8]) -> PolarsResult<&'a [u8]> {
    let broken = || invalid("a page has no levels");
    let (length, rest) = left.split_first_chunk::<4>().ok_or_else(broken)?;
    let length = u32::from_le_bytes(*length) as usize;
    let (levels, rest) = rest.split_at_checked(length).ok_or_else(broken)?;
    *left = rest;
    Ok(levels)
}

/// Levels without those of fields that may not be null, and refuses nulls there.
fn put_levels(
    definitions: &[u8],
    count: usize,
    form: &Form,
    out: &mut Vec<u8>,
) -> PolarsResult<()> {
    let most = form.levels - form.required.len() as u16;
    let new: Vec<Option<u16>> = (0..=form.levels)
        .map(|level| match form.required.contains(&(level + 1)) {
            true => None,
            false => Some(level - form.required.iter().filter(|own| **own <= level).count() as u16),
        })
        .collect();
    let mut kept = memory::with_capacity(if most > 0 { count } else { 0 })?;
    levels::decode(
        definitions,
        levels::bits(form.levels),
        count,
        |level, run| {
            let level = new.get(usize::from(level)).copied();
            match level.ok_or_else(|| invalid("a level that its column does not have"))? {
                Some(level) => {
                    if most > 0 {
                        kept.extend(std::iter::repeat_n(level, run));
                    }
                    Ok(())
                },
                None => Err(polars_err!(
                    InvalidOperation: "{NULLS}"
                )),
            }
        },
    )?;
    if most > 0 {
        let start = out.len();
        out.extend([0; 4]);
        levels::encode(&kept, levels::bits(most), out);
        let length = (out.len() - start - 4) as u32;
        out[start..start + 4].copy_from_slice(&length.to_le_bytes());
    }
    Ok(())
}

/// Values as they are, or bytes without their lengths.
fn values(mut plain: &[u8], width: Option<usize>, out: &mut Vec<u8>) -> PolarsResult<()> {
    let Some(width) = width else {
        out.extend_from_slice(plain);
        return Ok(());
    };
    while !plain.is_empty() {
        let value = leveled(&mut plain)?;
        polars_ensure!(
            value.len() == width,
            InvalidOperation: "its values are of {width} bytes by its field, and one is of {}", value.len()
        );
        out.extend_from_slice(value);
    }
    Ok(())
}
