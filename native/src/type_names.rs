//! How Arrow's types are named in messages.

/// How deep types within a type are named, and how many of them.
pub const NAMED: usize = 3;

/// A type with parts, of which there are `count`, and some are named.
pub fn nested(outer: &str, mut parts: Vec<String>, count: usize) -> String {
    if count > parts.len() {
        parts.push("..".to_owned());
    }
    format!("{outer}<{}>", parts.join(", "))
}

/// A part's type behind its name, if it has one.
pub fn part(name: &str, dtype: &str) -> String {
    match name {
        "" => dtype.to_owned(),
        name => format!("{}: {dtype}", shortened(name)),
    }
}

/// Points in time, in a zone if it is said.
pub fn timestamp(unit: &str, zone: &str) -> String {
    match zone {
        "" => format!("timestamp[{unit}]"),
        zone => format!("timestamp[{unit}, tz={}]", shortened(zone)),
    }
}

fn shortened(name: &str) -> String {
    const LONGEST: usize = 20;
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}..", &name[..end]),
        None => name.to_owned(),
    }
}
