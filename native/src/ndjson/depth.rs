//! How deep JSON nests: its parsers recurse, and threads have small stacks.

use memchr::memchr2_iter;
use polars::prelude::*;

use crate::schema::MAX_DEPTH;

/// Refuses rows that nest deeper than types may.
pub fn check_depth(rows: &[u8]) -> PolarsResult<()> {
    for line in rows.split(|byte| *byte == b'\n') {
        // most have not even so many brackets
        if memchr2_iter(b'{', b'[', line).nth(MAX_DEPTH).is_some() && depth(line) > MAX_DEPTH {
            polars_bail!(ComputeError: "it nests more than {MAX_DEPTH} deep");
        }
    }
    Ok(())
}

fn depth(line: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let (mut text, mut escaped) = (false, false);
    for byte in line {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if text => escaped = true,
            b'"' => text = !text,
            b'{' | b'[' if !text => {
                depth += 1;
                deepest = deepest.max(depth);
            },
            b'}' | b']' if !text => depth = depth.saturating_sub(1),
            _ => {},
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_text_and_side_by_side_are_no_depth() {
        let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(check_depth(nested(100).as_bytes()).is_ok());
        assert!(check_depth(nested(101).as_bytes()).is_err());
        assert!(check_depth(nested(100_000).as_bytes()).is_err());
        assert!(check_depth("[".repeat(101).as_bytes()).is_err());
        assert!(check_depth("[]".repeat(200).as_bytes()).is_ok());
        assert!(
            check_depth(format!(r#"{{"a\"":"\\","b":"{}"}}"#, "[".repeat(200)).as_bytes()).is_ok()
        );
        assert!(check_depth(format!("{0}\n{0}", nested(60)).as_bytes()).is_ok());
        assert!(check_depth(format!("{{}}\n{}", nested(101)).as_bytes()).is_err());
    }
}
