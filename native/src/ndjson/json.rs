//! JSON as it stands in the text: each value is looked at once, from front to back.

use std::borrow::Cow;

use super::fault::{Fault, What};
use crate::schema::MAX_DEPTH;

/// How much JSON may be at fault.
#[derive(Clone, Copy, Default)]
pub struct Leniency {
    /// Whether the last of the values that a key has twice counts.
    pub last_key: bool,
    /// Whether an escape that is no character is U+FFFD.
    pub escapes: bool,
}

pub struct Json<'a> {
    text: &'a [u8],
    pub at: usize,
    pub leniency: Leniency,
}

/// Text between quotes.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    pub bytes: &'a [u8],
    pub escaped: bool,
}

impl<'a> Json<'a> {
    pub fn new(text: &'a [u8], leniency: Leniency) -> Self {
        Self {
            text,
            at: 0,
            leniency,
        }
    }

    /// The next byte that is no white space.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.text.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    #[inline]
    pub fn take(&mut self, wanted: u8) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    /// Whether nothing but white space is left of the line.
    #[inline]
    pub fn ends_line(&mut self) -> bool {
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'\n' => break,
                b' ' | b'\r' | b'\t' => self.at += 1,
                _ => return false,
            }
        }
        true
    }

    /// What was read since `start`.
    pub fn since(&self, start: usize) -> &'a [u8] {
        &self.text[start..self.at]
    }

    /// What is wrong here, where something else is wanted.
    #[cold]
    pub fn wanted(&mut self, what: &str) -> Fault {
        let found = match self.peek() {
            None => return What::Ends.into(),
            Some(_) => {
                let rest = &self.text[self.at..];
                let end = rest.iter().position(|byte| *byte == b'\n');
                let rest = &rest[..end.unwrap_or(rest.len()).min(80)];
                String::from_utf8_lossy(rest).chars().take(20).collect()
            },
        };
        What::NoJson(what.to_owned(), found).into()
    }

    /// The text that begins here with a quote.
    #[inline]
    pub fn string(&mut self) -> Result<Raw<'a>, Fault> {
        let start = self.at + 1;
        let mut at = start;
        let mut escaped = false;
        loop {
            at += until_quote(&self.text[at.min(self.text.len())..]);
            match self.text.get(at) {
                Some(b'"') => break,
                Some(_) => (at, escaped) = (at + 2, true),
                None => return Err(What::Ends.into()),
            }
        }
        self.at = at + 1;
        let bytes = &self.text[start..at];
        Ok(Raw { bytes, escaped })
    }

    /// The number that begins here.
    #[inline]
    pub fn number(&mut self) -> Result<&'a [u8], Fault> {
        let start = self.at;
        let digits = |at: &mut usize| {
            let from = *at;
            while self.text.get(*at).is_some_and(u8::is_ascii_digit) {
                *at += 1;
            }
            *at - from
        };
        let mut at = start + usize::from(self.text[start] == b'-');
        let zero = self.text.get(at) == Some(&b'0');
        let whole = digits(&mut at);
        let mut right = whole > 0 && !(zero && whole > 1);
        if self.text.get(at) == Some(&b'.') {
            at += 1;
            right &= digits(&mut at) > 0;
        }
        if matches!(self.text.get(at), Some(b'e' | b'E')) {
            at += 1;
            at += usize::from(matches!(self.text.get(at), Some(b'-' | b'+')));
            right &= digits(&mut at) > 0;
        }
        if !right || self.text.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            return Err(self.wanted("a number"));
        }
        self.at = at;
        Ok(&self.text[start..at])
    }

    /// `true`, `false` or `null`.
    #[inline]
    pub fn literal(&mut self, word: &str) -> Result<(), Fault> {
        let rest = &self.text[self.at..];
        let next = rest.get(word.len());
        if !rest.starts_with(word.as_bytes()) || next.is_some_and(u8::is_ascii_alphanumeric) {
            return Err(self.wanted("a value"));
        }
        self.at += word.len();
        Ok(())
    }

    /// Hands out each key of the object that begins here, with its value next. What is handed out is to
    /// be read.
    #[inline]
    pub fn object(
        &mut self,
        depth: usize,
        mut each: impl FnMut(&mut Self, &[u8]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if self.leniency.last_key {
            return self.object_of_last(depth, each);
        }
        self.entries(depth, |json, key| {
            if !key.escaped {
                return each(json, key.bytes);
            }
            let mut name = Vec::new();
            json.unescape(key.bytes, &mut name)?;
            each(json, &name)
        })
    }

    fn object_of_last(
        &mut self,
        depth: usize,
        mut each: impl FnMut(&mut Self, &[u8]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut found: Vec<(Cow<'a, [u8]>, usize)> = Vec::new();
        self.entries(depth, |json, key| {
            let mut name = Cow::Borrowed(key.bytes);
            if key.escaped {
                json.unescape(key.bytes, name.to_mut())?;
            }
            match found.iter_mut().find(|(known, _)| *known == name) {
                Some((_, at)) => *at = json.at,
                None => found.push((name, json.at)),
            }
            json.skip(depth).map(|_| ())
        })?;
        let end = self.at;
        for (key, at) in found {
            self.at = at;
            each(self, &key)?;
        }
        self.at = end;
        Ok(())
    }

    #[inline]
    fn entries(
        &mut self,
        depth: usize,
        mut each: impl FnMut(&mut Self, Raw<'a>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        check_depth(depth)?;
        self.at += 1;
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.wanted("a key in quotes"));
            }
            let key = self.string()?;
            if !self.take(b':') {
                return Err(self.wanted("':'"));
            }
            self.peek();
            each(self, key)?;
            if self.take(b'}') {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(self.wanted("',' or '}'"));
            }
        }
    }

    /// Comes to each value of the list that begins here. It is to be read.
    #[inline]
    pub fn list(
        &mut self,
        depth: usize,
        mut each: impl FnMut(&mut Self) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        check_depth(depth)?;
        self.at += 1;
        if self.take(b']') {
            return Ok(());
        }
        loop {
            self.peek();
            each(self)?;
            if self.take(b']') {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(self.wanted("',' or ']'"));
            }
        }
    }

    /// Passes over the value that begins here, within `depth` others.
    pub fn skip(&mut self, depth: usize) -> Result<&'a [u8], Fault> {
        let start = self.at;
        match self.peek() {
            Some(b'{') => {
                let leniency = std::mem::take(&mut self.leniency);
                self.entries(depth + 1, |json, _| json.skip(depth + 1).map(|_| ()))?;
                self.leniency = leniency;
            },
            Some(b'[') => self.list(depth + 1, |json| json.skip(depth + 1).map(|_| ()))?,
            Some(b'"') => {
                self.string()?;
            },
            Some(b't') => self.literal("true")?,
            Some(b'f') => self.literal("false")?,
            Some(b'n') => self.literal("null")?,
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
            },
            _ => return Err(self.wanted("a value")),
        }
        Ok(self.since(start))
    }

    /// Puts text as it is meant in the place of what was there.
    pub fn unescape(&self, raw: &[u8], to: &mut Vec<u8>) -> Result<(), Fault> {
        unescape(raw, self.leniency.escapes, to)
    }
}

fn check_depth(depth: usize) -> Result<(), Fault> {
    match depth > MAX_DEPTH {
        true => Err(What::Deep.into()),
        false => Ok(()),
    }
}

/// How far it is to the first quote or backslash, or to the end.
#[inline]
pub fn until_quote(text: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
    let (words, rest) = text.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found =
            zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\')));
        if found != 0 {
            return 8 * place + found.trailing_zeros() as usize / 8;
        }
    }
    let found = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'));
    8 * words.len() + found.unwrap_or(rest.len())
}

fn unescape(raw: &[u8], lossy: bool, to: &mut Vec<u8>) -> Result<(), Fault> {
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

    fn skips(text: &str) -> bool {
        let mut json = Json::new(text.as_bytes(), Leniency::default());
        json.skip(0).is_ok() && json.peek().is_none()
    }

    #[test]
    fn json_is_told_from_what_is_none() {
        for text in [
            "1",
            "-0",
            "0.5e-3",
            "1E+5",
            "\"\"",
            r#""\"\\""#,
            "null",
            " true ",
            "[]",
            "[1, [2], {}]",
            r#"{"a" : 1 , "b":{"c":[null]}}"#,
        ] {
            assert!(skips(text), "{text}");
        }
        for text in [
            "",
            "01",
            "1.",
            ".5",
            "1e",
            "-",
            "+1",
            "1x",
            "nul",
            "nulls",
            "NaN",
            "\"",
            r#""\"#,
            "[1,]",
            "[1 2]",
            "{\"a\"}",
            "{a:1}",
            "{\"a\":1,}",
            "{\"a\":1}}",
            "'a'",
        ] {
            assert!(!skips(text), "{text}");
        }
        let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(skips(&nested(100)) && !skips(&nested(101)) && !skips(&"[".repeat(100_000)));
    }

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
    fn quotes_are_found_wherever_they_are() {
        for length in 0..40 {
            let mut text = vec![b'\xa2'; length];
            assert_eq!(until_quote(&text), length);
            for place in 0..length {
                for quote in [b'"', b'\\'] {
                    text[place] = quote;
                    assert_eq!(until_quote(&text), place);
                }
                text[place] = b'\xa2';
            }
        }
    }
}
