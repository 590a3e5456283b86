//! What CSV and NDJSON share: blocks of lines, columns that grow by a value, exact values, lines of rows, what text can carry.

use std::borrow::Cow;

pub mod binary;
pub mod blocks;
pub mod cells;
pub mod duration;
pub mod exact;
pub mod formats;
pub mod iso;
pub mod lines;
pub mod number;
pub mod said;
pub mod writable;

pub use blocks::{Begun, Block, Blocks, LONGEST_ROW, Text, TextBatches, lines, locate};
pub use cells::{Cells, Misfit, Rules};
pub use exact::Exact;
pub use lines::Lines;

/// At most the first hundred characters of a text, and how many it has.
pub fn cut(text: &str) -> Cow<'_, str> {
    const MOST: usize = 100;
    match text.char_indices().nth(MOST) {
        None => text.into(),
        Some((end, _)) => {
            let count = text.chars().count();
            format!("{}... ({count} characters)", &text[..end]).into()
        },
    }
}
