//! What CSV and NDJSON share: their reader and writer, blocks of lines, columns that grow by a value, exact values, lines of rows, what text can carry.

use std::borrow::Cow;

use polars::prelude::PolarsError;

use crate::jvm::{Error, Result};

pub mod binary;
pub mod blocks;
pub mod cells;
pub mod duration;
pub mod exact;
pub mod formats;
pub mod iso;
pub mod lines;
pub mod missing;
pub mod number;
mod packing;
mod reader;
pub mod said;
pub mod writable;
mod writer;
mod zones;

pub use blocks::{Begun, Block, Blocks, LONGEST_ROW, Text, TextBatches, lines, locate};
pub use cells::{Cells, Misfit, Rules};
pub use exact::Exact;
pub use lines::Lines;
pub use missing::{Missing, room};
pub use reader::{TextHead, TextOptions, TextReader};
pub use writer::TextWriter;

/// What cannot be read.
pub fn refuse(message: String) -> Error {
    PolarsError::ComputeError(message.into()).into()
}

/// Refuses the beginning of a text whose characters take two or four bytes each; `wanted` is what it must be.
pub fn check_encoding(bytes: &[u8], wanted: &str) -> Result<()> {
    let found = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it begins with the byte order mark of UTF-16",
        _ if is_wide(bytes) => "about every second byte is zero, as in UTF-16",
        _ => return Ok(()),
    };
    Err(refuse(format!("{found}: text must {wanted}")))
}

/// Whether zeros stand at odd places alone, or at even ones, and are many.
fn is_wide(bytes: &[u8]) -> bool {
    let bytes = &bytes[..bytes.len().min(1000)];
    let zeros = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
    };
    let (even, odd) = (zeros(0).count(), zeros(1).count());
    even.min(odd) == 0 && even.max(odd) >= (bytes.len() / 8).max(4)
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
