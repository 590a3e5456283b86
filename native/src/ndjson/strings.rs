//! What stands between quotes.

use super::fault::{Fault, What};

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = ONES << 7;

/// The top bit of the lowest byte that is zero, and perhaps of some above it.
#[inline]
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & TOPS
}

/// The same of bytes that are a quote or a backslash.
#[inline]
fn quotes(word: u64) -> u64 {
    zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\')))
}

/// How far it is to the first byte that is marked, or to the end.
#[inline]
fn until(text: &[u8], marks: impl Fn(u64) -> u64, is_marked: impl Fn(u8) -> bool) -> usize {
    let (words, rest) = text.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let found = marks(u64::from_le_bytes(*word));
        if found != 0 {
            return 8 * place + found.trailing_zeros() as usize / 8;
        }
    }
    let found = rest.iter().position(|byte| is_marked(*byte));
    8 * words.len() + found.unwrap_or(rest.len())
}

/// How far it is to the first quote or backslash, or to the end.
#[inline]
pub fn until_quote(text: &[u8]) -> usize {
    until(text, quotes, |byte| matches!(byte, b'"' | b'\\'))
}

/// How far it is to the first byte that is more than itself, or must not be there: a quote, a backslash, a
/// control character.
#[inline]
pub fn until_special(text: &[u8]) -> usize {
    let marks = |word: u64| quotes(word) | (word.wrapping_sub(ONES * 0x20) & !word & TOPS);
    until(text, marks, is_special)
}

/// Whether a byte of text must be escaped.
pub fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Appends a byte as text has it where it may not stand as it is.
pub fn escape(byte: u8, to: &mut Vec<u8>) {
    match byte {
        b'\n' => to.extend_from_slice(b"\\n"),
        b'\r' => to.extend_from_slice(b"\\r"),
        b'\t' => to.extend_from_slice(b"\\t"),
        0x8 => to.extend_from_slice(b"\\b"),
        0xc => to.extend_from_slice(b"\\f"),
        b'"' | b'\\' => to.extend_from_slice(&[b'\\', byte]),
        _ => to.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
    }
}

/// A key with its quotes and the colon, to be compared word by word.
pub struct Known {
    words: Box<[[u8; 8]]>,
    /// What counts of the last word.
    mask: u64,
    length: usize,
}

impl Known {
    pub fn key(name: &str) -> Self {
        let mut text = vec![b'"'];
        for byte in name.bytes() {
            match is_special(byte) {
                true => escape(byte, &mut text),
                false => text.push(byte),
            }
        }
        text.extend_from_slice(b"\":");
        let length = text.len();
        text.resize(length.next_multiple_of(8), 0);
        Self {
            words: text.as_chunks().0.into(),
            mask: u64::MAX >> (8 * (text.len() - length)),
            length,
        }
    }

    #[inline]
    pub fn length(&self) -> usize {
        self.length
    }

    /// Whether the text begins with it; a text that ends soon may, too, where this is false.
    #[inline]
    pub fn begins(&self, text: &[u8]) -> bool {
        let (text, _) = text.as_chunks::<8>();
        let Some((last, words)) = self.words.split_last() else {
            return false;
        };
        let (Some(text), Some(end)) = (text.get(..words.len()), text.get(words.len())) else {
            return false;
        };
        let differ = (u64::from_le_bytes(*end) ^ u64::from_le_bytes(*last)) & self.mask;
        differ == 0 && text == words
    }
}

/// How long the escape is that begins here.
pub fn escape_length(escape: &[u8]) -> Result<usize, Fault> {
    match escape.get(1) {
        Some(b'n' | b't' | b'r' | b'b' | b'f' | b'"' | b'\\' | b'/') => Ok(2),
        Some(b'u') => match escape.get(2..6) {
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => Ok(6),
            Some(_) => Err(bad_escape(escape, 6)),
            None => Err(What::Ends.into()),
        },
        Some(_) => Err(bad_escape(escape, 2)),
        None => Err(What::Ends.into()),
    }
}

/// Puts text as it is meant in the place of what was there.
pub fn unescape(raw: &[u8], lossy: bool, to: &mut Vec<u8>) -> Result<(), Fault> {
    let mut rest = raw;
    to.clear();
    while let Some(found) = memchr::memchr(b'\\', rest) {
        to.extend_from_slice(&rest[..found]);
        let escape = &rest[found..];
        let (character, length) = match escape.get(1) {
            Some(b'u') => match unicode(escape) {
                Some((Some(character), length)) => (character, length),
                Some((None, length)) if lossy => (char::REPLACEMENT_CHARACTER, length),
                _ => return Err(bad_escape(escape, 6)),
            },
            Some(b'n') => ('\n', 2),
            Some(b't') => ('\t', 2),
            Some(b'r') => ('\r', 2),
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{c}', 2),
            Some(plain @ (b'"' | b'\\' | b'/')) => (char::from(*plain), 2),
            _ => return Err(bad_escape(escape, 2)),
        };
        to.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        rest = &escape[length..];
    }
    to.extend_from_slice(rest);
    Ok(())
}

/// The character of `\u` and four digits, or of a pair of them, and how long that is; `None` for half a pair.
fn unicode(escape: &[u8]) -> Option<(Option<char>, usize)> {
    let unit = |at: usize| {
        let digits = escape.get(at..at + 6)?.strip_prefix(b"\\u")?;
        let digits = std::str::from_utf8(digits).ok()?;
        let right = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        right.then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let high = unit(0)?;
    if let (0xD800..0xDC00, Some(low @ 0xDC00..0xE000)) = (high, unit(6)) {
        let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        return Some((char::from_u32(code), 12));
    }
    Some((char::from_u32(high), 6))
}

#[cold]
fn bad_escape(escape: &[u8], length: usize) -> Fault {
    let escape = &escape[..escape.len().min(length)];
    What::Escape(String::from_utf8_lossy(escape).into_owned()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_characters() {
        let of = |raw: &str, lossy| {
            let mut text = Vec::new();
            unescape(raw.as_bytes(), lossy, &mut text).ok()?;
            String::from_utf8(text).ok()
        };
        assert_eq!(
            of(r#"a\"\\\/\b\f\n\r\t\u00e9\ud83e\udd9cz"#, false).as_deref(),
            Some("a\"\\/\u{8}\u{c}\n\r\té🦜z")
        );
        for half in [r"x\ud800y", r"x\udc00y", r"x\ud800\u0041y", r"\ud800\ud800"] {
            assert_eq!(of(half, false), None, "{half}");
        }
        assert_eq!(of(r"x\ud800\u0041y", true).as_deref(), Some("x\u{fffd}Ay"));
        assert_eq!(
            of(r"\ud800\ud83e\udd9c", true).as_deref(),
            Some("\u{fffd}🦜")
        );
        for bad in [r"\x", r"\u12", r"\u+123", r"\"] {
            assert_eq!(of(bad, true), None, "{bad}");
        }
    }

    #[test]
    fn known_keys_are_told_from_others() {
        for name in [
            "",
            "a",
            "origin",
            "sevenlt",
            "eightltr",
            "a \"quoted\"\n key",
            "é",
        ] {
            let known = Known::key(name);
            let key = name.replace('"', r#"\""#).replace('\n', r"\n");
            let text = format!("\"{key}\":1,\"b\":2}}    ");
            assert_eq!(known.length(), key.len() + 3);
            assert!(known.begins(text.as_bytes()), "{name}");
            for place in 0..known.length() {
                let mut other = text.clone().into_bytes();
                other[place] ^= 1;
                assert!(!known.begins(&other), "{name} {place}");
                assert!(!known.begins(&text.as_bytes()[..place]), "{name} {place}");
            }
        }
    }

    #[test]
    fn quotes_are_found_wherever_they_are() {
        for length in 0..40 {
            let mut text = vec![b'\xa2'; length];
            assert_eq!(until_quote(&text), length);
            for place in 0..length {
                for quote in [b'"', b'\\'] {
                    text[place] = quote;
                    assert_eq!(until_quote(&text), place);
                }
                assert_eq!(until_special(&text), place);
                for control in 0..32 {
                    text[place] = control;
                    assert_eq!((until_quote(&text), until_special(&text)), (length, place));
                }
                text[place] = b'\xa2';
            }
        }
    }
}
