//! Decompresses whole buffers in one call, into the memory where the values stay.

use std::io::Read;

use lz4_sys::{
    LZ4F_VERSION, LZ4F_createDecompressionContext, LZ4F_decompress, LZ4F_freeDecompressionContext,
    LZ4F_isError, LZ4F_resetDecompressionContext, LZ4FDecompressOptions, LZ4FDecompressionContext,
};
use polars::prelude::*;
use polars_arrow_format::ipc::CompressionType;
use zstd::bulk::Decompressor;

use super::checksum;

/// What zstd can make of a byte at the most: a block of 128 KiB takes four.
const ZSTD_RATIO: usize = 128 << 10;
const LZ4_RATIO: usize = 256;

/// The codecs' working memory.
#[derive(Default)]
pub struct Codecs {
    lz4: Option<Lz4>,
    zstd: Option<Decompressor<'static>>,
    /// Room for compressed bytes.
    pub scratch: Vec<u8>,
}

/// Whether so many compressed bytes can be what they claim.
pub fn is_possible(codec: CompressionType, compressed: usize, claimed: usize) -> bool {
    let ratio = match codec {
        CompressionType::Lz4Frame => LZ4_RATIO,
        CompressionType::Zstd => ZSTD_RATIO,
    };
    claimed <= compressed.saturating_mul(ratio)
}

impl Codecs {
    /// Fills `out`, which is `whole` or the beginning of what was compressed.
    pub fn decompress(
        &mut self,
        codec: CompressionType,
        bytes: &[u8],
        out: &mut [u8],
        whole: bool,
    ) -> PolarsResult<()> {
        match codec {
            CompressionType::Lz4Frame => {
                if self.lz4.is_none() {
                    self.lz4 = Some(Lz4::new()?);
                }
                let lz4 = self.lz4.as_mut().expect("it was made just now");
                lz4.decompress(bytes, out, whole)
            },
            CompressionType::Zstd if whole => {
                if self.zstd.is_none() {
                    self.zstd = Some(Decompressor::new()?);
                }
                let zstd = self.zstd.as_mut().expect("it was made just now");
                let filled = zstd.decompress_to_buffer(bytes, out).map_err(damaged)?;
                if filled != out.len() {
                    return Err(damaged("it is shorter than it says"));
                }
                Ok(())
            },
            CompressionType::Zstd => {
                let mut decoder = zstd::Decoder::with_buffer(bytes)?;
                decoder.read_exact(out).map_err(damaged)
            },
        }
    }
}

fn damaged(what: impl std::fmt::Display) -> PolarsError {
    polars_err!(ComputeError: "a compressed buffer is damaged: {what}")
}

struct Lz4(LZ4FDecompressionContext);

impl Lz4 {
    fn new() -> PolarsResult<Self> {
        let mut context = LZ4FDecompressionContext(std::ptr::null_mut());
        // SAFETY: the context is the library's to fill in.
        let code = unsafe { LZ4F_createDecompressionContext(&mut context, LZ4F_VERSION) };
        // SAFETY: it only looks at the code.
        if unsafe { LZ4F_isError(code) } != 0 {
            polars_bail!(ComputeError: "there is no memory for LZ4");
        }
        Ok(Self(context))
    }

    /// The library's own checksums take half as long as the decompression. The frame's is held against
    /// a faster one first, and only where they differ the library has its say: the data may be several
    /// frames.
    fn decompress(&mut self, bytes: &[u8], out: &mut [u8], whole: bool) -> PolarsResult<()> {
        let summed = whole && ends_with_checksum(bytes);
        let read = self.run(bytes, out, whole, summed)?;
        if summed && bytes[..read].last_chunk() != Some(&checksum::xxh32(out).to_le_bytes()) {
            self.run(bytes, out, whole, false)?;
        }
        Ok(())
    }

    /// Returns how many bytes were read.
    fn run(
        &mut self,
        bytes: &[u8],
        out: &mut [u8],
        whole: bool,
        skip_checksums: bool,
    ) -> PolarsResult<usize> {
        let options = LZ4FDecompressOptions {
            stable_dst: 1,
            reserved: [u32::from(skip_checksums), 0, 0], // by the library's header, not its binding
        };
        // SAFETY: the context is one that was made; a frame that was not read to its end, or was
        // damaged, is forgotten.
        unsafe { LZ4F_resetDecompressionContext(LZ4FDecompressionContext(self.0.0)) };
        let (mut filled, mut used) = (0, 0);
        let mut hint = 1;
        while filled < out.len() || (whole && hint != 0) {
            let tail = &mut out[filled..];
            let (mut written, mut read) = (tail.len(), bytes.len() - used);
            // SAFETY: both lengths are those of the slices, and `out` stays in its place until all of
            // it is filled.
            hint = unsafe {
                LZ4F_decompress(
                    LZ4FDecompressionContext(self.0.0),
                    tail.as_mut_ptr(),
                    &mut written,
                    bytes[used..].as_ptr(),
                    &mut read,
                    &raw const options,
                )
            };
            // SAFETY: it only looks at the code.
            if unsafe { LZ4F_isError(hint) } != 0 {
                return Err(damaged("it is not what LZ4 makes"));
            }
            if (written, read) == (0, 0) {
                return Err(damaged("it is not as long as it says"));
            }
            filled += written;
            used += read;
        }
        Ok(used)
    }
}

/// Whether a frame has a checksum of all that it holds: those of its blocks say no more.
fn ends_with_checksum(frame: &[u8]) -> bool {
    frame.get(4).is_some_and(|flags| flags & (1 << 2) != 0)
}

impl Drop for Lz4 {
    fn drop(&mut self) {
        // SAFETY: the context is one that was made, and nobody else has it.
        unsafe { LZ4F_freeDecompressionContext(LZ4FDecompressionContext(self.0.0)) };
    }
}

#[cfg(test)]
mod tests {
    use polars_arrow::io::ipc::write::Compression;

    use super::super::super::codec::{Codec, Content};
    use super::*;

    fn compressed(bytes: &[u8]) -> Vec<(CompressionType, Vec<u8>)> {
        let ours = |kind, compression| {
            let mut out = Vec::new();
            let mut codec = Codec::new(compression).unwrap();
            codec.append(bytes, Content::Other, &mut out).unwrap();
            (kind, out[8..].to_vec())
        };
        let mut encoder = lz4::EncoderBuilder::new().build(Vec::new()).unwrap();
        std::io::Write::write_all(&mut encoder, bytes).unwrap();
        vec![
            ours(CompressionType::Lz4Frame, Compression::LZ4),
            ours(CompressionType::Zstd, Compression::ZSTD(Default::default())),
            (CompressionType::Lz4Frame, encoder.finish().0),
        ]
    }

    fn text() -> Vec<u8> {
        (0..1_000_000u32)
            .flat_map(|i| (i / 7).to_le_bytes())
            .collect()
    }

    #[test]
    fn whole_buffers_and_their_beginnings() {
        let text = text();
        for length in [0, 1, 1000, text.len()] {
            let text = &text[..length];
            for (codec, bytes) in compressed(text) {
                let mut codecs = Codecs::default();
                for part in [length, length / 2, length] {
                    let mut out = vec![0; part];
                    codecs
                        .decompress(codec, &bytes, &mut out, part == length)
                        .unwrap();
                    assert!(out == text[..part]);
                }
                assert!(is_possible(codec, bytes.len(), length));
            }
        }
    }

    #[test]
    fn a_wrong_checksum_is_found() {
        let noise: Vec<u8> = (0..100_000u64)
            .map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8)
            .collect();
        let (codec, mut bytes) = compressed(&noise).pop().unwrap();
        assert!(ends_with_checksum(&bytes));
        let mut out = vec![0; noise.len()];
        let mut codecs = Codecs::default();
        codecs.decompress(codec, &bytes, &mut out, true).unwrap();
        assert!(out == noise);
        let twice = [bytes.clone(), bytes.clone()].concat();
        let mut out_twice = vec![0; 2 * noise.len()];
        codecs
            .decompress(codec, &twice, &mut out_twice, true)
            .unwrap();
        assert!(out_twice == [&noise[..], &noise].concat());
        for place in [20, bytes.len() - 1] {
            bytes[place] ^= 1; // a literal, the checksum itself
            assert!(codecs.decompress(codec, &bytes, &mut out, true).is_err());
            bytes[place] ^= 1;
        }
    }

    #[test]
    fn what_is_longer_or_shorter_than_it_says_or_damaged_is_refused() {
        let text = text();
        for (codec, bytes) in compressed(&text) {
            let mut codecs = Codecs::default();
            let mut refused = |bytes: &[u8], length: usize| {
                let mut out = vec![0; length];
                codecs.decompress(codec, bytes, &mut out, true).is_err()
            };
            assert!(refused(&bytes, text.len() - 1));
            assert!(refused(&bytes, text.len() + 1));
            assert!(refused(&bytes[..bytes.len() / 2], text.len()));
            assert!(refused(&bytes[1..], text.len()));
            assert!(refused(&[], 10));
        }
    }
}
