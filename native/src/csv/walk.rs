//! Goes through rows, field by field.

use super::dialect::{Dialect, Malformed, Raw};
use super::marks::Marks;

/// What looks at the fields.
pub trait Visitor {
    type Error;

    /// A field of the column, counted from 0.
    fn field(&mut self, column: usize, field: Raw<'_>) -> Result<(), Self::Error>;

    /// The end of a row that has so many fields.
    fn end(&mut self, fields: usize) -> Result<(), Self::Error>;

    /// A field of the column that is none.
    fn malformed(&mut self, column: usize, what: Malformed) -> Self::Error;
}

/// Whether the line at `at` has nothing but its end.
pub fn is_blank(dialect: &Dialect, text: &[u8], at: usize) -> bool {
    let rest = &text[at..];
    let rest = match dialect.eol {
        b'\n' => {
            let returns = rest.iter().take_while(|&&byte| byte == b'\r').count();
            &rest[returns..]
        },
        _ => rest,
    };
    rest.first().is_none_or(|first| *first == dialect.eol)
}

/// Where the next row begins from `at` on, behind comments, and blank lines if they are no rows.
pub fn row_start(dialect: &Dialect, text: &[u8], mut at: usize, blanks: bool) -> Option<usize> {
    while at < text.len() {
        if dialect.is_comment(text, at) || (!blanks && is_blank(dialect, text, at)) {
            at = dialect.line_end(text, at);
        } else {
            return Some(at);
        }
    }
    None
}

/// Goes through the fields of the row at `at`, whose ends the marks are of. Gives where the next row begins.
#[inline]
pub fn row<V: Visitor>(
    dialect: &Dialect,
    text: &[u8],
    mut at: usize,
    marks: &mut Marks,
    visitor: &mut V,
) -> Result<usize, V::Error> {
    let mut column = 0;
    loop {
        let (field, end) = match dialect.field(text, at, marks) {
            Ok(found) => found,
            Err(what) => return Err(visitor.malformed(column, what)),
        };
        visitor.field(column, field)?;
        column += 1;
        at = end + 1;
        if text.get(end) != Some(&dialect.separator) {
            visitor.end(column)?;
            return Ok(at.min(text.len()));
        }
    }
}

/// Goes through whole rows. Blank lines are rows of a missing value where there is one column.
pub fn rows<V: Visitor>(
    dialect: &Dialect,
    text: &[u8],
    columns: usize,
    visitor: &mut V,
) -> Result<(), V::Error> {
    let (mut at, mut marks) = (0, dialect.marks());
    while let Some(start) = row_start(dialect, text, at, columns == 1) {
        at = row(dialect, text, start, &mut marks, visitor)?;
    }
    Ok(())
}

/// Whether a comment, which is no row, has the byte.
pub fn comments_have(dialect: &Dialect, text: &[u8], byte: u8) -> bool {
    let mut at = 0;
    while at < text.len() {
        let end = dialect.row_end(text, at).ok().flatten();
        let end = end.unwrap_or(text.len());
        if dialect.is_comment(text, at) && text[at..end].contains(&byte) {
            return true;
        }
        at = end;
    }
    false
}

/// Where each row begins, and where the last ends.
pub fn bounds(dialect: &Dialect, text: &[u8], columns: usize) -> Vec<usize> {
    let (mut at, mut bounds) = (0, Vec::new());
    while let Some(start) = row_start(dialect, text, at, columns == 1) {
        bounds.push(start);
        at = dialect
            .row_end(text, start)
            .ok()
            .flatten()
            .unwrap_or(text.len());
    }
    bounds.push(text.len());
    bounds
}
