//! Where rows and fields end.

use super::marks::{Marks, find};

/// What stands between fields, around them and behind rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    pub separator: u8,
    pub quote: Option<u8>,
    /// What takes its meaning from the character after it.
    pub escape: Option<u8>,
    pub eol: u8,
    /// How lines begin that are no rows.
    pub comment: Option<Vec<u8>>,
}

/// A field without the quotes around it.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    bytes: &'a [u8],
    pub quoted: bool,
    /// Whether it has doubled quotes or escaped characters.
    escaped: bool,
}

impl<'a> Raw<'a> {
    /// What the field says; `scratch` is where it is put together if need be.
    #[inline]
    pub fn text<'b>(self, dialect: &Dialect, scratch: &'b mut Vec<u8>) -> &'b [u8]
    where
        'a: 'b,
    {
        match self.escaped {
            false => self.bytes,
            true => self.unescaped(dialect, scratch),
        }
    }

    #[cold]
    fn unescaped<'b>(self, dialect: &Dialect, scratch: &'b mut Vec<u8>) -> &'b [u8] {
        scratch.clear();
        let mut bytes = self.bytes.iter();
        while let Some(&byte) = bytes.next() {
            let drop = Some(byte) == dialect.escape
                || (dialect.escape.is_none() && Some(byte) == dialect.quote);
            match drop {
                true => scratch.extend(bytes.next()),
                false => scratch.push(byte),
            }
        }
        scratch
    }
}

impl Raw<'_> {
    /// Where it stands in the text that it is of.
    pub fn place(self, text: &[u8]) -> usize {
        (self.bytes.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
    }

    /// Whether the byte stands there outside of quotes, and not escaped.
    pub fn has_bare(self, dialect: &Dialect, byte: u8) -> bool {
        let mut bytes = self.bytes.iter();
        if self.quoted || memchr::memchr(byte, self.bytes).is_none() {
            return false;
        }
        while let Some(&next) = bytes.next() {
            if next == byte {
                return true;
            } else if Some(next) == dialect.escape {
                bytes.next();
            }
        }
        false
    }
}

/// What is wrong with a field, and where.
#[derive(Debug, PartialEq, Eq)]
pub enum Malformed {
    /// A quote that nothing closes.
    Open(usize),
    /// Text between a closing quote and the next separator.
    Behind(usize),
    /// An escape character that nothing follows.
    Escape(usize),
    /// An escape character before one that needs none.
    Unknown(usize),
}

impl Malformed {
    pub fn place(&self) -> usize {
        match *self {
            Self::Open(place)
            | Self::Behind(place)
            | Self::Escape(place)
            | Self::Unknown(place) => place,
        }
    }

    /// The same in words.
    pub fn told(&self) -> &'static str {
        match self {
            Self::Open(_) => "a quoted field does not end (withoutQuoting takes quotes for text)",
            Self::Behind(_) => {
                "text follows its closing quote: a quote within is doubled, or escaped by what withEscapeChar \
                 says (withoutQuoting takes quotes for text)"
            },
            Self::Escape(_) => "nothing follows its escape character (withEscapeChar)",
            Self::Unknown(_) => {
                "its escape character (withEscapeChar) stands before another than itself, a quote, a separator or an \
                 end of line: what that means is not known. Without the option it is text"
            },
        }
    }
}

impl Dialect {
    /// The same with another separator.
    pub fn with_separator(&self, separator: u8) -> Self {
        Self {
            separator,
            ..self.clone()
        }
    }

    /// The marks of fields' ends in a text.
    pub fn marks(&self) -> Marks {
        Marks::new(self.separator, self.eol)
    }

    /// The field that begins at `at`, and where it ends: at a separator, an end of row or the text's end.
    #[inline(always)] // what it gives then stays in registers
    pub fn field<'a>(
        &self,
        text: &'a [u8],
        at: usize,
        marks: &mut Marks,
    ) -> Result<(Raw<'a>, usize), Malformed> {
        if let Some(quote) = self.quote
            && text.get(at) == Some(&quote)
        {
            let (close, escaped, end) = self.quoted(text, at, quote)?;
            if escaped && self.escape.is_some() {
                self.check_escapes(text, at + 1, close)?;
            }
            let raw = Raw {
                bytes: &text[at + 1..close],
                quoted: true,
                escaped,
            };
            return Ok((raw, end));
        }
        let (end, plain, escaped) = match self.escape {
            None => (marks.next(text, at), at, false),
            Some(escape) => self.escaped_end(text, at, escape)?,
        };
        let mut bytes = &text[at..end];
        if self.eol == b'\n' && text.get(end) != Some(&self.separator) {
            bytes = &bytes[..plain - at + without_returns(&text[plain..end]).len()];
        }
        let escaped = escaped && !self.is_null_mark(bytes);
        if escaped {
            self.check_escapes(text, at, at + bytes.len())?;
        }
        let raw = Raw {
            bytes,
            quoted: false,
            escaped,
        };
        Ok((raw, end))
    }

    /// Whether a field is what databases write for null: not an escaped N.
    fn is_null_mark(&self, field: &[u8]) -> bool {
        matches!(field, [escape, b'N'] if Some(*escape) == self.escape)
    }

    /// Refuses an escape of what needs none: some write a tab so, or a line end, as a letter.
    #[cold]
    fn check_escapes(&self, text: &[u8], from: usize, to: usize) -> Result<(), Malformed> {
        let mut place = from;
        while place < to {
            if Some(text[place]) != self.escape {
                place += 1;
                continue;
            }
            let next = text[place + 1];
            let meant = Some(next) == self.escape
                || Some(next) == self.quote
                || [self.separator, self.eol, b'\n', b'\r'].contains(&next);
            if !meant {
                return Err(Malformed::Unknown(place));
            }
            place += 2;
        }
        Ok(())
    }

    /// Where an unquoted field ends, where what is behind its last escaped character begins, and whether it
    /// has one.
    fn escaped_end(
        &self,
        text: &[u8],
        at: usize,
        escape: u8,
    ) -> Result<(usize, usize, bool), Malformed> {
        let (mut place, mut plain) = (at, at);
        while let Some(&byte) = text.get(place) {
            if byte == escape {
                if place + 1 == text.len() {
                    return Err(Malformed::Escape(place));
                }
                plain = place + 2;
                place = plain;
                continue;
            }
            if byte == self.separator || byte == self.eol {
                break;
            }
            place += 1;
        }
        Ok((place, plain, plain > at))
    }

    /// Where a quoted field is closed, whether anything is escaped in it, and where it ends.
    fn quoted(&self, text: &[u8], at: usize, quote: u8) -> Result<(usize, bool, usize), Malformed> {
        let (close, escaped) = self.close(text, at, quote).ok_or(Malformed::Open(at))?;
        let mut end = close + 1;
        if self.eol == b'\n' {
            let rest = &text[end..];
            let returns = rest.iter().take_while(|&&byte| byte == b'\r').count();
            if rest.get(returns).is_none_or(|&byte| byte == b'\n') {
                end += returns;
            }
        }
        match text.get(end) {
            Some(&byte) if byte != self.separator && byte != self.eol => {
                Err(Malformed::Behind(end))
            },
            _ => Ok((close, escaped, end)),
        }
    }

    /// Where the quote that opens at `at` is closed, and whether anything is escaped in between.
    pub fn close(&self, text: &[u8], at: usize, quote: u8) -> Option<(usize, bool)> {
        let (mut place, mut escaped) = (at + 1, false);
        loop {
            let rest = text.get(place..)?;
            place += find(rest, quote, self.escape.unwrap_or(quote));
            if place >= text.len() {
                return None;
            }
            let doubled = text.get(place + 1) == Some(&quote);
            if text[place] == quote && !(doubled && self.escape.is_none_or(|e| e == quote)) {
                return Some((place, escaped));
            }
            escaped = true;
            place += 2;
        }
    }

    /// Whether a line that is no row begins there.
    pub fn is_comment(&self, text: &[u8], at: usize) -> bool {
        self.comment
            .as_ref()
            .is_some_and(|prefix| text[at..].starts_with(prefix))
    }

    /// Where the line at `at` ends, whatever it holds: behind its end of line.
    pub fn line_end(&self, text: &[u8], at: usize) -> usize {
        memchr::memchr(self.eol, &text[at..]).map_or(text.len(), |end| at + end + 1)
    }

    /// Where the row at `at` ends: behind its end of line. `Err` is where a quote opens that is not closed.
    pub fn row_end(&self, text: &[u8], at: usize) -> Result<Option<usize>, usize> {
        if self.is_comment(text, at) {
            return Ok(memchr::memchr(self.eol, &text[at..]).map(|end| at + end + 1));
        }
        let Some(quote) = self.quote else {
            return Ok(self.plain_end(text, at));
        };
        let mut place = at;
        loop {
            let rest = &text[place..];
            let mark = match self.escape {
                Some(escape) => memchr::memchr3(quote, self.eol, escape, rest),
                None => memchr::memchr2(quote, self.eol, rest),
            };
            let Some(mark) = mark.map(|mark| place + mark) else {
                return Ok(None);
            };
            if text[mark] == self.eol {
                return Ok(Some(mark + 1));
            }
            let opens = text[mark] == quote
                && (mark == at || (mark > place && text[mark - 1] == self.separator));
            place = match opens {
                true => self.close(text, mark, quote).ok_or(mark)?.0 + 1,
                false if text[mark] == quote => mark + 1,
                false => (mark + 2).min(text.len()), // an escape, and what is escaped
            };
        }
    }

    fn plain_end(&self, text: &[u8], at: usize) -> Option<usize> {
        let end = match self.escape {
            None => memchr::memchr(self.eol, &text[at..]).map(|end| at + end),
            Some(escape) => {
                let mut place = at;
                loop {
                    let mark = memchr::memchr2(self.eol, escape, text.get(place..)?)?;
                    if text[place + mark] == self.eol {
                        break Some(place + mark);
                    }
                    place += mark + 2;
                }
            },
        };
        end.map(|end| end + 1)
    }

    /// Where the last whole row ends, and where a quote opens that is not closed in what there is.
    pub fn cut(&self, rows: &[u8]) -> (Option<usize>, Option<usize>) {
        let Some(quote) = self.quote else {
            if self.escape.is_none() {
                let end = memchr::memrchr(self.eol, rows).map(|end| end + 1);
                return (end, None);
            }
            return self.cut_by_rows(rows);
        };
        if self.comment.is_some() || self.escape.is_some() {
            return self.cut_by_rows(rows);
        }
        let (mut from, mut place, mut last) = (0, 0, None);
        let last_of = |from: usize, to: usize| {
            memchr::memrchr(self.eol, &rows[from..to]).map(|end| from + end + 1)
        };
        loop {
            let mark = place + find(&rows[place..], quote, quote);
            if mark == rows.len() {
                break;
            }
            let opens = match mark.checked_sub(1).map(|before| rows[before]) {
                None => true,
                Some(before) => before == self.separator || before == self.eol,
            };
            if !opens {
                place = mark + 1;
                continue;
            }
            last = last_of(from, mark).or(last);
            match self.close(rows, mark, quote) {
                None => return (last, Some(mark)),
                Some((close, _)) => place = close + 1,
            }
            from = place;
        }
        (last_of(from, rows.len()).or(last), None)
    }

    fn cut_by_rows(&self, rows: &[u8]) -> (Option<usize>, Option<usize>) {
        let mut at = 0;
        let last = |at: usize| (at > 0).then_some(at);
        loop {
            match self.row_end(rows, at) {
                Ok(Some(end)) => at = end,
                Ok(None) => return (last(at), None),
                Err(open) => return (last(at), Some(open)),
            }
        }
    }
}

/// The text without the carriage returns at its end, of which tools write more than one by mistake.
pub fn without_returns(mut text: &[u8]) -> &[u8] {
    while let Some(before) = text.strip_suffix(b"\r") {
        text = before;
    }
    text
}

#[cfg(test)]
#[path = "dialect_tests.rs"]
mod tests;
