//! How rows stand in the text: each on its line, one behind the other over as many lines as they like, or in
//! one array.

use super::fault::Fault;
use super::json::{Json, Leniency};
use super::strings::until_quote;
use crate::text::LONGEST_ROW;

/// What ends a line.
pub const EOL: u8 = b'\n';

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    Lines,
    Values,
    Array,
}

impl Layout {
    /// The layout of what begins so, and where its rows begin; `None` if there is too little to see.
    pub fn of(text: &[u8], all: bool) -> Option<(Self, usize)> {
        let mut json = Json::new(text, Leniency::default());
        if json.peek() == Some(b'[') {
            return Some((Self::Array, json.at + 1));
        }
        while json.peek() == Some(b'{') {
            let start = json.at;
            let line = memchr::memchr(EOL, &text[start..]);
            let end = line.map_or(text.len(), |end| start + end);
            let mut first = Json::new(&text[..end], Leniency::default());
            first.at = start;
            match within(first.skip(0)) {
                // another object behind the first, on the same line
                Some(true) if first.peek() == Some(b'{') => return Some((Self::Values, 0)),
                Some(true) if first.peek().is_none() && line.is_none() && !all => return None,
                // Of those that follow, one with keys may take several lines.
                Some(true) if first.peek().is_none() && is_empty(first.since(start)) => {
                    json.at = end;
                },
                Some(false) if line.is_none() && !all && text.len() - start < LONGEST_ROW => {
                    return None;
                },
                Some(false) if line.is_some() => {
                    // The line ends within the value: is it one that goes on?
                    return match within(json.skip(0)) {
                        Some(true) => Some((Self::Values, 0)),
                        Some(false) if !all && text.len() - start < LONGEST_ROW => None,
                        _ => Some((Self::Lines, 0)),
                    };
                },
                _ => return Some((Self::Lines, 0)),
            }
        }
        let open = json.at == text.len() && !all && text.len() < LONGEST_ROW;
        (!open).then_some((Self::Lines, 0))
    }

    /// Where the last whole row ends.
    pub fn cut(self, rows: &[u8]) -> Option<usize> {
        match self {
            Self::Lines => memchr::memrchr(EOL, rows).map(|end| end + 1),
            _ => Ends::of(rows).last(),
        }
    }

    /// Where each row begins, or the one before it has ended, and where the last ends.
    pub fn bounds(self, rows: &[u8]) -> Vec<usize> {
        if self == Self::Lines {
            let lines = rows.split(|byte| *byte == EOL);
            let lines = lines.filter(|line| !line.trim_ascii().is_empty());
            let starts = lines.map(|line| line.as_ptr() as usize - rows.as_ptr() as usize);
            return starts.chain([rows.len()]).collect();
        }
        let is_row = |start: &usize| !matches!(rows[*start..].trim_ascii(), b"" | b"]");
        let starts = [0].into_iter().chain(Ends::of(rows)).filter(is_row);
        starts.chain([rows.len()]).collect()
    }

    /// How far a row begins behind where the one before has ended.
    pub fn lead(self, row: &[u8]) -> usize {
        let between = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
        match self {
            Self::Lines => 0,
            _ => row.iter().take_while(|byte| between(byte)).count(),
        }
    }
}

/// Whether a value is whole, or ends too early; `None` if it is none.
fn within(value: Result<&[u8], Fault>) -> Option<bool> {
    match value {
        Ok(_) => Some(true),
        Err(fault) if fault.is_end() => Some(false),
        Err(_) => None,
    }
}

/// Whether an object has no keys, and so looks the same in every layout.
fn is_empty(object: &[u8]) -> bool {
    object.trim_ascii_end()[1..].trim_ascii_start() == b"}"
}

/// Where each whole row ends that is a list or an object.
pub struct Ends<'a> {
    rows: &'a [u8],
    at: usize,
    depth: usize,
    /// Whether the array that the rows are in has ended.
    closed: bool,
}

impl<'a> Ends<'a> {
    fn of(rows: &'a [u8]) -> Self {
        Self {
            rows,
            at: 0,
            depth: 0,
            closed: false,
        }
    }

    /// Whether the array ends that these rows are in.
    pub fn closes(rows: &'a [u8]) -> bool {
        let mut ends = Self::of(rows);
        ends.by_ref().for_each(drop);
        ends.closed
    }
}

impl Iterator for Ends<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while !self.closed
            && let Some(byte) = self.rows.get(self.at)
        {
            self.at += 1;
            match byte {
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(self.at);
                    }
                },
                b'}' | b']' => self.closed = true,
                b'"' => self.pass_text(),
                _ => {},
            }
        }
        None
    }
}

impl Ends<'_> {
    fn pass_text(&mut self) {
        let end = self.rows.len();
        loop {
            self.at += until_quote(&self.rows[self.at..]);
            match self.rows.get(self.at) {
                Some(b'"') => return self.at += 1,
                Some(_) => self.at = (self.at + 2).min(end),
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_are_told_by_the_beginning() {
        let of = |text: &str, all| Layout::of(text.as_bytes(), all);
        for (text, expected) in [
            ("{\"a\":1}\n{\"a\"", Layout::Lines),
            ("\n {\"a\":1} \r\n", Layout::Lines),
            ("{\"a\":1}{\"a\":2}", Layout::Values),
            ("{\n\"a\":1}", Layout::Values),
            ("{}", Layout::Lines),
            ("{}\n{ }\n", Layout::Lines),
            ("{}\n{ }\n{\n\"a\":1}", Layout::Values),
            ("{}\n{\"a\":1}\n{\n\"a\":1}", Layout::Lines),
            ("7\n", Layout::Lines),
            ("{\"a\":\n{\"a\":1}\n", Layout::Lines),
            ("{\"a\" 1}\n", Layout::Lines),
            ("", Layout::Lines),
        ] {
            assert_eq!(of(text, true), Some((expected, 0)), "{text}");
        }
        assert_eq!(of(" [{", false), Some((Layout::Array, 2)));
        for text in [
            "",
            " ",
            "{",
            "{\"a\":1}",
            "{\n",
            "{\n\"a\":",
            "{}\n",
            "{}\n{\n",
        ] {
            assert_eq!(of(text, false), None, "{text}");
        }
    }

    #[test]
    fn rows_end_where_their_brackets_do() {
        let rows = "{\"a\":\"}\\\"{\",\n\"b\":[{}]}\n {\"c\":\n1} {}, {\"d";
        let bounds = Layout::Values.bounds(rows.as_bytes());
        let starts: Vec<&str> = bounds.iter().map(|start| &rows[*start..]).collect();
        assert_eq!(
            starts[1..],
            ["\n {\"c\":\n1} {}, {\"d", " {}, {\"d", ", {\"d", ""]
        );
        assert_eq!(Layout::Values.lead(b" ,\n{"), 3);
        let cut = Layout::Values.cut(rows.as_bytes()).expect("rows");
        assert_eq!(&rows[cut..], ", {\"d");
        assert_eq!(Layout::Values.cut(b"{\"a"), None);
        assert_eq!(Layout::Array.bounds(b"{},\n{}\n]\n"), [0, 2, 9]);
        assert_eq!(Layout::Array.bounds(b" ]"), [2]);
        assert_eq!(Layout::Array.bounds(b"{},]"), [0, 2, 4]);
        assert!(Ends::closes(b",{\"]\":[]}, 1 ] 2"));
        assert!(!Ends::closes(b",{\"]\":[]}, 1 , \"]\""));
        assert_eq!(Layout::Lines.bounds(b"\n{}\n\n{}"), [1, 5, 7]);
    }
}
