//! Bytes as text.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use polars::prelude::*;

use super::writable::find_type;
use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};

/// How text says bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryText {
    Base64,
    Hex,
}

impl BinaryText {
    pub fn decode_option(wire: &mut Reader<'_>) -> Result<Option<Self>> {
        match wire.u8()? {
            0 => Ok(None),
            1 => Ok(Some(Self::Base64)),
            2 => Ok(Some(Self::Hex)),
            other => Err(Error::Argument(format!("unknown form of bytes {other}"))),
        }
    }

    /// Refuses columns of bytes, at any depth, if nothing says how text says them.
    pub fn check(form: Option<Self>, types: &Schema) -> Result<()> {
        for (name, dtype) in types.iter() {
            if form.is_none()
                && let Some((path, _)) = find_type(name, dtype, &|dtype| !dtype.is_binary())
            {
                let message = format!(
                    "column '{path}' is Binary: withBinaryText says which text it is, BASE64 or HEX"
                );
                return Err(PolarsError::InvalidOperation(message.into()).into());
            }
        }
        Ok(())
    }

    /// Appends the text of bytes.
    pub fn encode(self, bytes: &[u8], to: &mut Vec<u8>) {
        match self {
            Self::Base64 => {
                // A multiple of 3 bytes is text without an end.
                let mut text = [0; 1024];
                for bytes in bytes.chunks(768) {
                    let length = BASE64_STANDARD.encode_slice(bytes, &mut text);
                    to.extend_from_slice(&text[..length.expect("4 bytes of text for 3")]);
                }
            },
            Self::Hex => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                let digit = |half: u8| DIGITS[usize::from(half)];
                for byte in bytes {
                    to.extend([digit(byte >> 4), digit(byte & 15)]);
                }
            },
        }
    }

    pub fn decode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Base64 => BASE64_STANDARD.decode(text).ok(),
            Self::Hex => {
                let digit = |digit: u8| char::from(digit).to_digit(16);
                let byte = |pair: &[u8]| match pair {
                    [high, low] => Some((digit(*high)? << 4 | digit(*low)?) as u8),
                    _ => None,
                };
                text.as_bytes().chunks(2).map(byte).collect()
            },
        }
    }

    /// What text that says none is told.
    pub fn told(self) -> &'static str {
        match self {
            Self::Base64 => "it is no base64 (withBinaryText)",
            Self::Hex => "it is no pairs of hexadecimal digits (withBinaryText)",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        for form in [BinaryText::Base64, BinaryText::Hex] {
            for length in [0, 1, 2, 3, 4, 255, 767, 768, 769, 2000] {
                let bytes: Vec<u8> = (0..length).map(|i: usize| (i * 7) as u8).collect();
                let mut text = Vec::new();
                form.encode(&bytes, &mut text);
                let text = String::from_utf8(text).expect("ASCII");
                assert_eq!(form.decode(&text), Some(bytes));
            }
        }
        assert_eq!(BinaryText::Hex.decode("00fFA5"), Some(vec![0, 255, 0xa5]));
        for text in ["0", "0g", "+1"] {
            assert_eq!(BinaryText::Hex.decode(text), None);
        }
        for text in ["AA", "AB==", "A===", "AA==\n", "A-_="] {
            assert_eq!(BinaryText::Base64.decode(text), None);
        }
    }
}
