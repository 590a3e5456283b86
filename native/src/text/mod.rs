//! What CSV and NDJSON share: blocks of lines, columns that grow by a value, exact values, lines of rows, what text can carry.

use std::borrow::Cow;

use polars::prelude::PolarsError;

use crate::jvm::Error;

pub mod binary;
pub mod blocks;
pub mod cells;
pub mod duration;
pub mod exact;
pub mod formats;
pub mod iso;
pub mod lines;
pub mod number;
mod packing;
pub mod said;
pub mod writable;
mod zones;

pub use blocks::{Begun, Block, Blocks, LONGEST_ROW, Text, TextBatches, lines, locate};
pub use cells::{Cells, Misfit, Rules};
pub use exact::Exact;
pub use lines::Lines;

/// What cannot be read.
pub fn refuse(message: String) -> Error {
    PolarsError::ComputeError(message.into()).into()
}

/// What a quoted field is told that has not ended after so many bytes.
pub fn not_ended(most: u64) -> String {
    format!(
        "a quoted field does not end within {} MiB (withoutQuoting takes quotes for text, \
         ReadLimits.withLineBytes allows longer rows)",
        most >> 20
    )
}

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
