//! Keys that a schema does not have: polars' parser passes them over, and so loses their values.

use memchr::{memchr, memchr2};
use polars::prelude::*;
use polars_io::ndjson::infer_schema;
use polars_utils::aliases::{InitHashMaps, PlHashMap};

/// What the rows that gave the columns say of a value.
enum Known {
    /// It may be anything: its parser refuses what it has no room for.
    Any,
    /// It was never other than null, and the parser makes everything null.
    Null,
    List(Box<Known>),
    Object(Keys),
}

impl Known {
    fn new(dtype: &DataType) -> Self {
        match dtype {
            DataType::Null => Self::Null,
            DataType::List(inner) => match Self::new(inner) {
                Self::Any => Self::Any,
                inner => Self::List(Box::new(inner)),
            },
            DataType::Struct(fields) => Self::Object(Keys::new(
                fields.iter().map(|field| (field.name(), field.dtype())),
                |_| false,
            )),
            _ => Self::Any,
        }
    }
}

/// The keys of an object.
pub struct Keys {
    known: Vec<(PlSmallStr, Known)>,
    places: PlHashMap<PlSmallStr, usize>,
}

/// The keys that lead to what would be lost, the innermost first, and why it would.
struct Loss(Vec<String>, &'static str);

impl Keys {
    /// Values of keys that are `given` their types may be anything.
    pub fn new<'a>(
        fields: impl Iterator<Item = (&'a PlSmallStr, &'a DataType)>,
        given: impl Fn(&str) -> bool,
    ) -> Self {
        let mut keys = Self {
            known: Vec::new(),
            places: PlHashMap::new(),
        };
        for (name, dtype) in fields {
            let known = match given(name) {
                true => Known::Any,
                false => Known::new(dtype),
            };
            keys.places.insert(name.clone(), keys.known.len());
            keys.known.push((name.clone(), known));
        }
        keys
    }

    /// Refuses rows that have other keys. They have been parsed: nothing else is looked for.
    pub fn check(&self, rows: &[u8]) -> PolarsResult<()> {
        let mut rest = rows;
        while !rest.is_empty() {
            let end = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let line = rest.split_off(..end).unwrap_or_default();
            let mut text = Text { line, at: 0 };
            if text.peek() == Some(b'{') {
                text.object(self).map_err(|Loss(mut path, why)| {
                    path.reverse();
                    polars_err!(SchemaMismatch:
                        "key '{}' {why} the rows that gave the columns: infer from more rows, or from \
                         all (withInferSchemaLength, withInferSchemaAll), or give every column a type \
                         (withSchemaOverrides), which leaves other keys out",
                        path.join(".")
                    )
                })?;
            }
        }
        Ok(())
    }

    /// Where `key` is, which most often is the one after the last.
    fn find(&self, key: &[u8], likely: usize) -> Option<usize> {
        match self.known.get(likely) {
            Some((name, _)) if name.as_bytes() == key => Some(likely),
            _ => self.places.get(std::str::from_utf8(key).ok()?).copied(),
        }
    }
}

/// A key as it is meant.
fn unescape(key: &[u8]) -> Vec<u8> {
    let object = [b"{\"", key, b"\":0}"].concat();
    let schema = infer_schema(&mut object.as_slice(), None).unwrap_or_default();
    let name = schema.iter_names().next();
    name.map_or(key, |name| name.as_bytes()).to_vec()
}

/// A line of JSON. What is none ends it.
struct Text<'a> {
    line: &'a [u8],
    at: usize,
}

impl<'a> Text<'a> {
    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.line.get(self.at) {
            if !byte.is_ascii_whitespace() {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    fn object(&mut self, keys: &Keys) -> Result<(), Loss> {
        self.at += 1;
        let mut likely = 0;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    let raw = self.string();
                    let place = match memchr(b'\\', raw) {
                        Some(_) => keys.find(&unescape(raw), likely),
                        None => keys.find(raw, likely),
                    };
                    let name = || String::from_utf8_lossy(raw).into_owned();
                    let place = place.ok_or_else(|| Loss(vec![name()], "is not among those of"))?;
                    likely = place + 1;
                    self.peek();
                    self.at += 1; // the colon
                    self.value(&keys.known[place].1)
                        .map_err(|Loss(mut path, why)| {
                            path.push(name());
                            Loss(path, why)
                        })?;
                },
                b'}' => {
                    self.at += 1;
                    return Ok(());
                },
                _ => self.at += 1, // a comma
            }
        }
        Ok(())
    }

    fn value(&mut self, known: &Known) -> Result<(), Loss> {
        match (known, self.peek()) {
            (Known::Object(keys), Some(b'{')) => return self.object(keys),
            (Known::List(inner), Some(b'[')) => {
                self.at += 1;
                while let Some(byte) = self.peek() {
                    match byte {
                        b',' => self.at += 1,
                        b']' => break,
                        _ => self.value(inner)?,
                    }
                }
                self.at += 1;
            },
            (Known::Null, Some(byte)) if byte != b'n' => {
                return Err(Loss(Vec::new(), "was null in all of"));
            },
            _ => self.skip(),
        }
        Ok(())
    }

    /// What stands between the quotes, of which the first is next.
    fn string(&mut self) -> &'a [u8] {
        let start = self.at + 1;
        self.at = start;
        while let Some(found) = self
            .line
            .get(self.at..)
            .and_then(|rest| memchr2(b'"', b'\\', rest))
        {
            self.at += found;
            if self.line[self.at] == b'"' {
                self.at += 1;
                return &self.line[start..self.at - 1];
            }
            self.at += 2;
        }
        self.at = self.line.len();
        &[]
    }

    /// Passes over a value, whatever it is.
    fn skip(&mut self) {
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string();
                },
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                },
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                },
                b',' | b':' => self.at += 1, // within the value
                _ => {
                    let rest = &self.line[self.at..];
                    let end = rest.iter().position(|byte| b",:]} \t\r\n".contains(byte));
                    self.at += end.unwrap_or(rest.len());
                },
            }
            if depth <= 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(settled: &str, rows: &str) -> Option<String> {
        let schema = infer_schema(&mut settled.as_bytes(), None).unwrap();
        let keys = Keys::new(schema.iter(), |name| name == "given");
        let error = keys.check(rows.as_bytes()).err()?.to_string();
        Some(error.split('\'').nth(1).unwrap().to_owned())
    }

    #[test]
    fn known_keys_pass() {
        let settled = r#"{"a":1,"s":{"x":[{"y":"\"{"}],"z":null},"l":[[1]],"given":{"p":1}}"#;
        for rows in [
            r#"{"l":[], "a" : 2 , "s":{"z":null , "x":[ {} , {"y":"}\\"} , null]}}"#,
            "\n \n{}\n{\"a\":null}\r\n",
            r#"{"s":null,"l":[[1,2],[]],"a":"{\"b\":1}"}"#,
            r#"{"given":{"q":[{"r":1}]},"a":1}"#,
            r#"{"\u0061":1}"#,
            "7\n\"{\"\n[{\"b\":1}]",
            r#"{"a":{"b":[1,{"c":2}]},"l":[[3]]}"#,
        ] {
            assert_eq!(check(settled, rows), None, "{rows}");
        }
    }

    #[test]
    fn the_path_of_another_key_is_named() {
        let settled = r#"{"a":1,"s":{"x":[{"y":1}],"z":null},"n":[]}"#;
        for (rows, path) in [
            (r#"{"a":1,"b":2}"#, "b"),
            ("{\"a\":1}\n{\"a\":\"x\\\\\",\"b\":2}", "b"),
            (r#"{"s":{"x":[{"y":1},{"y":2,"k":1}]}}"#, "s.x.k"),
            (r#"{"s":{"z":1}}"#, "s.z"),
            (r#"{"n":[null,1]}"#, "n"),
            (r#"{"\u0062":1}"#, r"\u0062"),
        ] {
            assert_eq!(check(settled, rows).as_deref(), Some(path), "{rows}");
        }
    }

    #[test]
    fn what_is_no_json_ends() {
        let settled = r#"{"a":{"b":[{"c":null}]}}"#;
        let row = r#"{"a":{"b":[{"c":null}, "\"x"]}}"#;
        for end in 0..row.len() {
            check(settled, &row[..end]);
            check(settled, &format!("{}{}", &row[end..], &row[..end]));
        }
    }
}
