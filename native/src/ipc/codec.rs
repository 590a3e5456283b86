//! Compresses whole buffers in one call.
//!
//! polars-arrow streams each buffer through a fresh encoder. The frames that come out here are as
//! standard and take less time: LZ4 without a checksum and with large blocks that do not wait for
//! each other, ZSTD with one context for many buffers.

use std::io::{self, Cursor};

use lz4_sys::{
    BlockChecksum, BlockMode, BlockSize, ContentChecksum, FrameType, LZ4F_isError, LZ4FFrameInfo,
    LZ4FPreferences, size_t,
};
use polars_arrow::io::ipc::write::Compression;
use zstd::bulk::Compressor;
use zstd::zstd_safe::{CParameter, compress_bound};

use crate::memory;

// The same C library's functions that lz4-sys does not declare.
unsafe extern "C" {
    fn LZ4F_compressFrameBound(size: size_t, preferences: *const LZ4FPreferences) -> size_t;
    fn LZ4F_compressFrame(
        dst: *mut u8,
        capacity: size_t,
        src: *const u8,
        size: size_t,
        preferences: *const LZ4FPreferences,
    ) -> size_t;
}

/// What a buffer holds, which decides how it is best compressed.
#[derive(Clone, Copy, PartialEq)]
pub enum Content {
    Validity,
    /// Values or offsets of 8 bytes.
    Words,
    Other,
}

/// A codec with its working memory.
pub enum Codec {
    Lz4,
    Zstd(Box<Compressor<'static>>),
}

impl Codec {
    pub fn new(compression: Compression) -> io::Result<Self> {
        Ok(match compression {
            Compression::LZ4 => Self::Lz4,
            Compression::ZSTD(level) => {
                let mut zstd = Compressor::new(level.compression_level())?;
                if level.compression_level() == 3 {
                    // The level's own are for text. Columns repeat at longer strides and have no
                    // short matches worth it: 18 % less time, 1 % fewer bytes.
                    zstd.set_parameter(CParameter::MinMatch(6))?;
                    zstd.set_parameter(CParameter::ChainLog(13))?;
                    zstd.set_parameter(CParameter::HashLog(14))?;
                }
                Self::Zstd(Box::new(zstd))
            },
        })
    }

    /// Appends a buffer in its IPC form: its length and then the compressed bytes. Arrow allows to
    /// keep a buffer as it is where that is shorter, but polars 0.55 panics at one of 16-byte values.
    pub fn append(&mut self, bytes: &[u8], content: Content, out: &mut Vec<u8>) -> io::Result<()> {
        out.extend_from_slice(&(bytes.len() as i64).to_le_bytes());
        match self {
            Self::Lz4 => append_lz4(bytes, content, out),
            Self::Zstd(zstd) => append_zstd(zstd, bytes, out),
        }
    }
}

fn append_zstd(zstd: &mut Compressor<'_>, bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    memory::reserve(out, compress_bound(bytes.len()))?;
    let end = out.len() as u64;
    let mut tail = Cursor::new(out);
    tail.set_position(end);
    zstd.compress_to_buffer(bytes, &mut tail).map(drop)
}

fn append_lz4(bytes: &[u8], content: Content, out: &mut Vec<u8>) -> io::Result<()> {
    let preferences = LZ4FPreferences {
        frame_info: LZ4FFrameInfo {
            block_size_id: match content {
                // Such blocks get a table that finds more among words, in less time, but not in text.
                Content::Words => BlockSize::Max64KB,
                _ => BlockSize::Max1MB,
            },
            block_mode: BlockMode::Independent,
            content_checksum_flag: ContentChecksum::NoChecksum,
            frame_type: FrameType::Frame,
            content_size: bytes.len() as u64,
            dict_id: 0,
            block_checksum_flag: BlockChecksum::NoBlockChecksum,
        },
        compression_level: 0,
        auto_flush: 1,
        favor_dec_speed: 0,
        reserved: [0; 3],
    };
    // SAFETY: it only looks at the length and the preferences.
    let bound = unsafe { LZ4F_compressFrameBound(bytes.len(), &raw const preferences) };
    memory::reserve(out, bound)?;
    // SAFETY: the bound is what the frame can take at most, and that much is reserved behind what
    // `out` holds; only bytes that were written are taken up.
    unsafe {
        let dst = out.as_mut_ptr().add(out.len());
        let size = LZ4F_compressFrame(
            dst,
            bound,
            bytes.as_ptr(),
            bytes.len(),
            &raw const preferences,
        );
        if LZ4F_isError(size) != 0 {
            return Err(io::Error::other("LZ4 failed to compress a buffer"));
        }
        out.set_len(out.len() + size);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_comes_back() {
        let text: Vec<u8> = (0..3_000_000u32)
            .flat_map(|i| (i / 7).to_le_bytes())
            .collect();
        let noise: Vec<u8> = (0..1000u64)
            .map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8)
            .collect();
        for compression in [Compression::LZ4, Compression::ZSTD(Default::default())] {
            let mut codec = Codec::new(compression).unwrap();
            for (i, bytes) in [&text[..], &text, &noise, &text[..64], &[]]
                .into_iter()
                .enumerate()
            {
                let content = [Content::Words, Content::Other][i % 2];
                let mut out = b"before".to_vec();
                codec.append(bytes, content, &mut out).unwrap();
                let (prefix, body) = out[6..].split_at(8);
                let mut read = Vec::new();
                assert_eq!(
                    i64::from_le_bytes(prefix.try_into().unwrap()),
                    bytes.len() as i64
                );
                match compression {
                    Compression::LZ4 => {
                        lz4::Decoder::new(body)
                            .unwrap()
                            .read_to_end(&mut read)
                            .map(drop)
                            .unwrap();
                    },
                    Compression::ZSTD(_) => read = zstd::decode_all(body).unwrap(),
                }
                assert!(read == bytes);
            }
        }
    }
}
