//! Whether text is packed, by its beginning, and its bytes as they are unpacked.

use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};

use polars_io::utils::compression::{ByteSourceReader, SupportedCompression};

use crate::io::Stream;
use crate::jvm::{Error, Result};

/// How many bytes say it of most files.
const MAGIC: usize = 4;

/// How many say it where text may begin in the same way.
const PROBE: usize = 1024;

/// The bytes of an input, unpacked if they are packed by a codec that polars knows.
pub enum Bytes {
    /// The first bytes, which say how the others are packed, as far as they have come.
    Unknown(Vec<u8>, BufReader<Stream>),
    Known(ByteSourceReader<Box<dyn BufRead + Send>>),
    /// Between the two.
    Moved,
}

impl Bytes {
    pub fn new(stream: Stream) -> Self {
        Self::Unknown(Vec::new(), BufReader::with_capacity(1 << 16, stream))
    }

    /// The bytes, unpacked by a codec that polars knows if they are packed so.
    pub fn reader(&mut self) -> Result<&mut dyn Read> {
        if let Self::Unknown(magic, stream) = self {
            while magic.len() < wanted(magic) {
                let mut byte = [0];
                match stream.read(&mut byte)? {
                    0 => break,
                    _ => magic.push(byte[0]),
                }
            }
            let Self::Unknown(magic, stream) = std::mem::replace(self, Self::Moved) else {
                unreachable!("matched above");
            };
            let codec = of(&magic);
            let all: Box<dyn BufRead + Send> = Box::new(Cursor::new(magic).chain(stream));
            *self = Self::Known(ByteSourceReader::try_new(all, codec)?);
        }
        match self {
            Self::Known(ByteSourceReader::UncompressedStream(reader)) => Ok(reader),
            Self::Known(ByteSourceReader::Gzip(reader)) => Ok(reader),
            Self::Known(ByteSourceReader::Zlib(reader)) => Ok(reader),
            Self::Known(ByteSourceReader::Zstd(reader)) => Ok(reader),
            _ => Err(Error::State("this reader has failed".into())),
        }
    }

    pub fn are_packed(&self) -> bool {
        !matches!(
            self,
            Self::Unknown(..) | Self::Known(ByteSourceReader::UncompressedStream(_))
        )
    }

    /// Refuses what follows the last packed byte, which the codec of zlib passes over.
    pub fn check_end(&mut self) -> io::Result<()> {
        if let Self::Known(ByteSourceReader::Zlib(reader)) = self
            && !reader.get_mut().fill_buf()?.is_empty()
        {
            let message = "something follows what zlib has packed";
            return Err(io::Error::new(ErrorKind::InvalidData, message));
        }
        Ok(())
    }
}

/// How many of the first bytes are to be seen; `bytes` are those that are there.
fn wanted(bytes: &[u8]) -> usize {
    match SupportedCompression::check(bytes) {
        Some(SupportedCompression::ZLIB) => PROBE,
        _ => MAGIC,
    }
}

/// How what begins with these bytes is packed; they are as many as are wanted, or all.
fn of(bytes: &[u8]) -> Option<SupportedCompression> {
    let codec = SupportedCompression::check(bytes)?;
    // zlib's first bytes are letters as well: `x^`.
    let text = matches!(codec, SupportedCompression::ZLIB) && (is_text(bytes) || !inflates(bytes));
    (!text).then_some(codec)
}

/// Whether they are characters that text has; the last one may be cut off.
fn is_text(bytes: &[u8]) -> bool {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        },
        Err(_) => return false,
    };
    let odd = |char: char| char.is_control() && !matches!(char, '\t' | '\r' | '\n');
    !text.contains(odd)
}

/// Whether they are the beginning of what zlib has packed.
fn inflates(bytes: &[u8]) -> bool {
    let bytes = Cursor::new(bytes.to_vec());
    let Ok(ByteSourceReader::Zlib(mut reader)) =
        ByteSourceReader::try_new(bytes, Some(SupportedCompression::ZLIB))
    else {
        return false;
    };
    let mut out = [0; 4096];
    loop {
        match reader.read(&mut out) {
            Ok(0) => return true,
            Ok(_) => {},
            Err(error) => return error.kind() == ErrorKind::UnexpectedEof,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_not_taken_for_zlib() {
        for text in ["x^2,y\n1,2\n", "x\u{1}", "x^\u{e9}", "x\u{6a4},y\n1,2\n"] {
            assert!(of(text.as_bytes()).is_none(), "{text}");
        }
        assert!(of(b"x^\xe9,y\n1,2\n").is_none());
        assert!(of(b"x\x9cvre;y\n1;2\n").is_none());
        assert!(of(&[0x78, 0x9c, 0x4b, 0xe4, 0x32, 0xe4, 2, 0, 2, 0x12, 0, 0xa7]).is_some());
        assert!(of(&[0x1f, 0x8b, 8, 0]).is_some());
    }
}
