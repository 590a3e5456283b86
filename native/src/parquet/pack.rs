//! Compresses pages that are not polars' own.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use lz4_sys::{LZ4_compress_default, LZ4_compressBound};
use polars::prelude::*;
use polars_io::utils::compression::CompressedWriter;
use polars_io::utils::file::{Writable, WritableTrait};

use super::snappy;
use crate::jvm::Result;
use crate::memory;

/// Refuses what only polars' own pages can have.
pub fn check(compression: ParquetCompression, column: &str) -> Result<()> {
    match compression {
        ParquetCompression::Brotli(_) => Err(polars_err!(
            InvalidOperation: "column '{}': Brotli is not for fields that are not nullable and for bytes \
            that are as many in each value: name another codec by withColumnCompression",
            super::invalid::clip(column)
        )
        .into()),
        _ => Ok(()),
    }
}

/// The bytes as the codec packs them.
pub fn pack(compression: ParquetCompression, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    match compression {
        ParquetCompression::Zstd(level) => {
            let level = level.unwrap_or_default().compression_level();
            memory::probe_if_large(bytes.len())?;
            zstd::bulk::compress(&bytes, level)
        },
        ParquetCompression::Lz4Raw => lz4(&bytes),
        ParquetCompression::Snappy => snappy::compress(&bytes),
        ParquetCompression::Gzip(level) => {
            let level = level.unwrap_or_default().compression_level();
            gzip(&bytes, level.into())
        },
        ParquetCompression::Uncompressed => Ok(bytes),
        ParquetCompression::Brotli(_) => Err(io::ErrorKind::Unsupported.into()),
    }
}

fn lz4(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let too_large = || io::Error::other("a page is too large for LZ4");
    let length = i32::try_from(bytes.len()).map_err(|_| too_large())?;
    // SAFETY: it only computes.
    let bound = unsafe { LZ4_compressBound(length) };
    let mut packed: Vec<u8> = memory::with_capacity(bound as usize)?;
    // SAFETY: both lengths are those of the memory, and only bytes that were written are taken up.
    unsafe {
        let target = packed.as_mut_ptr().cast();
        let written = LZ4_compress_default(bytes.as_ptr().cast(), target, length, bound);
        if written <= 0 {
            return Err(too_large());
        }
        packed.set_len(written as usize);
    }
    Ok(packed)
}

/// By the encoder that polars-io has for whole files.
fn gzip(bytes: &[u8], level: u32) -> io::Result<Vec<u8>> {
    let packed = Shared::default();
    let target = Writable::Dyn(Box::new(packed.clone()));
    let mut encoder = CompressedWriter::gzip(target, Some(level));
    encoder.write_all(bytes)?;
    encoder.close()?;
    let mut packed = packed.0.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut packed))
}

/// Bytes that are looked at when their writer is gone.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory::reserve(&mut all, bytes.len())?;
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WritableTrait for Shared {
    fn close(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn sync_all(&self) -> io::Result<()> {
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }
}
