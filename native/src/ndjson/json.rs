//! JSON as it stands in the text: each value is looked at once, from front to back.

use polars_utils::aliases::PlHashMap;

use super::distinct::Distinct;
use super::fault::{Fault, What};
use super::strings::{Known, escape_length, unescape, until_special};
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
    /// How many ends of lines were passed over, between values alone: text has none. What is read again
    /// is counted again.
    pub lines: usize,
    pub leniency: Leniency,
    /// Sets of keys that are not in use.
    spare: Vec<Distinct>,
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
            lines: 0,
            leniency,
            spare: Vec::new(),
        }
    }

    /// The next byte that is no white space.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        match self.text.get(self.at) {
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => self.peek_further(),
        }
    }

    fn peek_further(&mut self) -> Option<u8> {
        while let Some(byte) = self.text.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.lines += usize::from(*byte == b'\n');
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

    /// What was not read.
    #[inline]
    pub fn rest(&self) -> &'a [u8] {
        &self.text[self.at..]
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
            at += until_special(&self.text[at..]);
            match self.text.get(at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    at += escape_length(&self.text[at..])?;
                    escaped = true;
                },
                Some(control) => return Err(What::Control(*control).into()),
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

    pub fn object_of_last(
        &mut self,
        depth: usize,
        mut each: impl FnMut(&mut Self, &[u8]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut places: PlHashMap<Vec<u8>, usize> = PlHashMap::default();
        let mut found: Vec<(Vec<u8>, usize)> = Vec::new();
        self.entries(depth, |json, key| {
            let mut name = key.bytes.to_vec();
            if key.escaped {
                json.unescape(key.bytes, &mut name)?;
            }
            match places.get(&name) {
                Some(place) => found[*place].1 = json.at,
                None => {
                    places.insert(name.clone(), found.len());
                    found.push((name, json.at));
                },
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
        let mut more = self.enter(depth)?;
        while more {
            let key = self.key()?;
            each(self, key)?;
            more = self.another()?;
        }
        Ok(())
    }

    /// Enters the object that begins here; whether it has keys.
    #[inline]
    pub fn enter(&mut self, depth: usize) -> Result<bool, Fault> {
        check_depth(depth)?;
        self.at += 1;
        Ok(!self.take(b'}'))
    }

    /// The key that is next, with its value behind it.
    #[inline]
    pub fn key(&mut self) -> Result<Raw<'a>, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.wanted("a key in quotes"));
        }
        let key = self.string()?;
        if !self.take(b':') {
            return Err(self.wanted("':'"));
        }
        self.peek();
        Ok(key)
    }

    /// Passes over a key that is known, if it is what comes next.
    #[inline]
    pub fn take_known(&mut self, key: &Known) -> bool {
        self.peek();
        let there = key.begins(self.rest());
        self.at += if there { key.length() } else { 0 };
        there
    }

    /// Passes over what is between two keys; false at the end of the object.
    #[inline]
    pub fn another(&mut self) -> Result<bool, Fault> {
        if self.take(b',') {
            return Ok(true);
        }
        if self.take(b'}') {
            return Ok(false);
        }
        Err(self.wanted("',' or '}'"))
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
            Some(b'{') => self.skip_object(depth + 1)?,
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

    /// Its keys are looked at all the same: one that is there twice is refused wherever it is.
    fn skip_object(&mut self, depth: usize) -> Result<(), Fault> {
        if self.leniency.last_key {
            return self.entries(depth, |json, _| json.skip(depth).map(|_| ()));
        }
        let mut keys = self.spare.pop().unwrap_or_default();
        let mut name = Vec::new();
        self.entries(depth, |json, key| {
            let mut bytes = key.bytes;
            if key.escaped {
                json.unescape(key.bytes, &mut name)?;
                bytes = &name;
            }
            if !keys.add(bytes) {
                return Err(Fault::from(What::Duplicate).of(bytes));
            }
            json.skip(depth)
                .map(|_| ())
                .map_err(|fault| fault.of(bytes))
        })?;
        keys.clear();
        self.spare.push(keys);
        Ok(())
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
}
