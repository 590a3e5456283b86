//! What stands between fields, where the input says it: in a first line that names it, or plainly in every line.

use super::dialect::{Dialect, Malformed, Raw};
use super::walk::{self, Visitor};

/// How many rows are looked at.
const ROWS: usize = 100;

/// The separator that the line `sep=;` names, which spreadsheets write; the line is without its end.
pub fn named(line: &[u8]) -> Option<u8> {
    let line = line
        .strip_prefix(b"\"")
        .and_then(|line| line.strip_suffix(b"\""))
        .unwrap_or(line);
    match line {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] if separator.is_ascii() => {
            Some(*separator)
        },
        _ => None,
    }
}

/// What separates fields plainly.
const USUAL: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Another character than the comma, that plainly separates the fields of all rows.
pub fn instead_of_comma(dialect: &Dialect, text: &[u8], all: bool) -> Option<u8> {
    let commas = widths(dialect, text, all);
    if commas.is_empty() || even(&commas) {
        return None;
    }
    let one = commas[0].is_none_or(|width| width == 1);
    let plain = |separator: &u8| {
        let widths = widths(&dialect.with_separator(*separator), text, all);
        let all = !widths.is_empty()
            && widths
                .iter()
                .all(|width| width.is_some_and(|width| width > 1));
        all && (one || (widths.len() > 1 && even(&widths)))
    };
    USUAL.into_iter().skip(1).find(plain)
}

/// Another character than the usual one that was asked for, where no row has that and each has the other as often.
/// Numbers and words have commas, too: they count only where `commas` says so.
pub fn instead_of_asked(dialect: &Dialect, text: &[u8], all: bool, commas: bool) -> Option<u8> {
    let asked = dialect.separator;
    if asked == b',' || !USUAL.contains(&asked) {
        return None;
    }
    let own = widths(dialect, text, all);
    let narrow = |width: &Option<usize>| width.is_none_or(|width| width == 1);
    if own.len() < 2 || !own.iter().all(narrow) {
        return None;
    }
    let others = USUAL.into_iter().filter(|other| *other != asked);
    let mut others = others.filter(|other| *other != b',' || commas);
    others.find(|other| even(&widths(&dialect.with_separator(*other), text, all)))
}

/// Whether all rows have as many fields, and more than one.
fn even(widths: &[Option<usize>]) -> bool {
    let first = widths.first().copied().flatten();
    first.is_some_and(|first| first > 1) && widths.iter().all(|width| *width == first)
}

/// How many fields the first rows have; `None` for one that is none.
fn widths(dialect: &Dialect, text: &[u8], all: bool) -> Vec<Option<usize>> {
    let (mut at, mut widths) = (0, Vec::new());
    while widths.len() < ROWS
        && let Some(start) = walk::row_start(dialect, text, at, false)
    {
        let end = match dialect.row_end(text, start) {
            Ok(Some(end)) => end,
            Ok(None) if all => text.len(),
            Ok(None) => break,
            Err(_) => {
                if all {
                    widths.push(None);
                }
                break;
            },
        };
        let mut width = Width(0);
        let whole = walk::row(
            dialect,
            &text[..end],
            start,
            &mut dialect.marks(),
            &mut width,
        );
        widths.push(whole.ok().map(|_| width.0));
        at = end;
    }
    widths
}

struct Width(usize);

impl Visitor for Width {
    type Error = ();

    fn field(&mut self, _: usize, _: Raw<'_>) -> std::result::Result<(), ()> {
        Ok(())
    }

    fn end(&mut self, fields: usize) -> std::result::Result<(), ()> {
        self.0 = fields;
        Ok(())
    }

    fn malformed(&mut self, _: usize, _: Malformed) {}
}

/// A separator as Java writes it.
pub fn told(separator: u8) -> String {
    match separator {
        b'\t' => "'\\t'".into(),
        b'\'' | b'\\' => format!("'\\{}'", char::from(separator)),
        other => format!("'{}'", char::from(other).escape_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_name_it() {
        assert_eq!(named(b"sep=;"), Some(b';'));
        assert_eq!(named(b"\"SEP=\t\""), Some(b'\t'));
        assert_eq!(named(b"sep=\""), Some(b'"'));
        for not in ["sep", "sep=", "sep=;;", "\"sep=\"", "set=;", "sep=é"] {
            assert_eq!(named(not.as_bytes()), None, "{not}");
        }
    }

    #[test]
    fn what_is_plainly_another_is_refused() {
        let comma = Dialect {
            separator: b',',
            quote: Some(b'"'),
            escape: None,
            eol: b'\n',
            comment: None,
        };
        let refuses = |text: &str| instead_of_comma(&comma, text.as_bytes(), true).is_some();
        for plain in [
            "a;b\n1;2\n",
            "a;b\n\n1;2\n\n",
            "\"a\";\"b\"\n\"1\";\"2\"\n",
            "\"a\"\t\"b\"\r\n1\t2\r\n",
            "a;b\n1,5;2\n3;4\n",
            "name, first;age\nBob;5\n",
            "a|b",
        ] {
            assert!(refuses(plain), "{plain}");
        }
        for other in [
            "",
            "a\n1\n",
            "a,b\n1;2,3\n",
            "a;b,c\n1;2,3\n",
            "a\n1;2\nx\n",
            "\"a;b\"\n\"1;2\"\n",
            "a;b\n1\n",
        ] {
            assert!(!refuses(other), "{other}");
        }
    }

    #[test]
    fn what_is_plainly_not_what_was_asked_for_is_found() {
        let found = |asked: u8, text: &str, commas: bool| {
            let dialect = Dialect {
                separator: asked,
                quote: Some(b'"'),
                escape: None,
                eol: b'\n',
                comment: None,
            };
            instead_of_asked(&dialect, text.as_bytes(), true, commas)
        };
        assert_eq!(found(b'\t', "a;b\n1;2\n", true), Some(b';'));
        assert_eq!(found(b'\t', "\"a\";\"b\"\n\"1\";\"2\"\n", true), Some(b';'));
        assert_eq!(found(b'\t', "a,b\n1,2\n", true), Some(b','));
        assert_eq!(found(b';', "a|b|c\n1|2|3\n", true), Some(b'|'));
        assert_eq!(found(b'|', "a\tb\n1\t2\n", false), Some(b'\t'));
        for (asked, text, commas) in [
            (b'\t', "a,b\n1,2\n", false),
            (b'\t', "a;b\n", true),
            (b'\t', "a;b\n1;2\n3\n", true),
            (b'\t', "a;b\n1;2;3\n", true),
            (b'\t', "a;b\n1;2\tx\n", true),
            (b'\t', "price\n1,5\n2,5\n", true),
            (b'\t', "\"a;b\"\n\"1;2\"\n", true),
            (b',', "a;b\n1;2\n", true),
            (1, "a;b\n1;2\n", true),
        ] {
            assert_eq!(found(asked, text, commas), None, "{text}");
        }
    }
}
