//! What ends the lines of an input that does not say it: a line feed, or a carriage return alone.

use super::dialect::Dialect;
use super::separator;
use crate::jvm::Result;
use crate::text::{LONGEST_ROW, refuse};

/// How far is looked behind the first carriage return that stands alone.
const BEHIND: usize = 64 << 10;

/// What ends lines, by the beginning of an input, which is `all` or not; `None` if more must be seen. Behind
/// the lines that are skipped it is read as rows whose quoted fields may have any character.
pub fn find(dialect: &Dialect, bytes: &[u8], skip_lines: usize, all: bool) -> Result<Option<u8>> {
    let mut looking = Looking {
        dialect: dialect.clone(),
        bytes,
        all,
        first: None,
        returns: 0,
    };
    let (mut at, mut line) = (0, 0);
    while at < bytes.len() {
        if looking.first.is_some_and(|first| at > first + BEHIND) {
            return Ok(Some(b'\r'));
        }
        if line == skip_lines
            && let Some(named) = separator::named(&bytes[at..first_line(bytes, at)])
        {
            looking.dialect.separator = named;
        }
        let rows = line >= skip_lines && !dialect.is_comment(bytes, at);
        match looking.line(at, rows) {
            Line::Feed if looking.first.is_some() => {
                return Err(refuse(format!(
                    "lines end in a carriage return before line {}, and in a line feed there: withEolChar says \
                     which it is",
                    line + 1
                )));
            },
            Line::Feed => return Ok(Some(b'\n')),
            Line::Return(end) => {
                looking.first.get_or_insert(end);
                (at, line) = (end, line + 1);
            },
            Line::Cut => break,
            // The parser refuses it.
            Line::Open(open) if bytes.len() - open > LONGEST_ROW => {
                return Ok(Some(if looking.first.is_some() {
                    b'\r'
                } else {
                    b'\n'
                }));
            },
            Line::Open(_) if !all => return looking.seen(),
            Line::Open(_) => break,
        }
    }
    match looking.first {
        Some(_) if all => Ok(Some(b'\r')),
        _ if all => Ok(Some(b'\n')),
        _ => looking.seen(),
    }
}

fn first_line(bytes: &[u8], at: usize) -> usize {
    memchr::memchr2(b'\r', b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end)
}

struct Looking<'a> {
    dialect: Dialect,
    bytes: &'a [u8],
    all: bool,
    /// Where the first line begins behind a carriage return that stands alone.
    first: Option<usize>,
    /// Where the carriage returns end that were counted last.
    returns: usize,
}

/// How a line ends.
enum Line {
    Feed,
    /// In a carriage return alone; the next one begins there.
    Return(usize),
    /// Not in what there is.
    Cut,
    /// It has a quote there that nothing closes.
    Open(usize),
}

impl Looking<'_> {
    /// What is plain from bytes that are not all.
    fn seen(&self) -> Result<Option<u8>> {
        let plain = self.first.is_some_and(|first| {
            let seen = self.bytes.get(first..first + BEHIND);
            seen.is_some_and(|seen| !seen.contains(&b'\n'))
        });
        Ok(plain.then_some(b'\r'))
    }

    /// Where the carriage returns at a place end. Each line begins with those that are left of as many.
    fn returns(&mut self, at: usize) -> usize {
        if at >= self.returns {
            let count = self.bytes[at..].iter().take_while(|&&b| b == b'\r').count();
            self.returns = at + count;
        }
        self.returns
    }

    fn line(&mut self, mut at: usize, rows: bool) -> Line {
        let bytes = self.bytes;
        let mut opens = rows;
        while let Some(&byte) = bytes.get(at) {
            if opens && Some(byte) == self.dialect.quote {
                match self.dialect.close(bytes, at, byte) {
                    None => return Line::Open(at),
                    Some((close, _)) => at = close,
                }
            } else if byte == b'\n' {
                return Line::Feed;
            } else if byte == b'\r' {
                return match bytes.get(self.returns(at)) {
                    Some(b'\n') => Line::Feed,
                    None if !self.all => Line::Cut,
                    _ => Line::Return(at + 1),
                };
            } else if rows && Some(byte) == self.dialect.escape {
                at += 1;
            }
            opens = rows && byte == self.dialect.separator;
            at += 1;
        }
        Line::Cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comma() -> Dialect {
        Dialect {
            separator: b',',
            quote: Some(b'"'),
            escape: None,
            eol: b'\n',
            comment: Some(b"#".to_vec()),
        }
    }

    fn found(text: &str, skip_lines: usize, all: bool) -> Option<u8> {
        find(&comma(), text.as_bytes(), skip_lines, all)
            .ok()
            .expect("one")
    }

    #[test]
    fn lines_end_as_their_rows_say() {
        for (text, skip_lines) in [
            ("a\r1\r", 0),
            ("a,\"x\ny\"\r1\r", 0),
            ("it's 5\" wide,b\r1,2\r", 0),
            ("#don't \"\ra,b\r1,\"x\ny\"\r", 0),
            ("5\" disks\ra,b\r1,\"\n\"\r", 1),
            ("sep=;\ra;\"\n\"\r", 0),
        ] {
            assert_eq!(found(text, skip_lines, true), Some(b'\r'), "{text:?}");
        }
        for text in [
            "",
            "a",
            "a\n1\n",
            "a\r\n1\r2\r\n",
            "a\r\r\n1\r\r\n",
            "\"a\r\",b\n1\n",
        ] {
            assert_eq!(found(text, 0, true), Some(b'\n'), "{text:?}");
        }
        let header = format!("{}\r1\r", "a".repeat(100_000));
        assert_eq!(found(&header, 0, true), Some(b'\r'));
        assert!(find(&comma(), b"a,b\r1,2\r3,4\n", 0, true).is_err());
    }

    #[test]
    fn many_carriage_returns_are_gone_through_once() {
        let began = std::time::Instant::now();
        assert_eq!(found(&"\r".repeat(3 << 20), 0, true), Some(b'\r'));
        assert!(began.elapsed().as_secs() < 10);
    }

    #[test]
    fn too_little_says_nothing() {
        for text in ["", "a", "a\r", "a\r1\r", "\"a\n"] {
            assert_eq!(found(text, 0, false), None, "{text:?}");
        }
        assert_eq!(found(&"a\r".repeat(70_000), 0, false), Some(b'\r'));
    }
}
