//! What CSV and NDJSON share: blocks of lines, columns that grow by a value, exact values, lines of rows, what text can carry.

pub mod blocks;
pub mod cells;
pub mod exact;
pub mod formats;
pub mod iso;
pub mod lines;
pub mod number;
pub mod writable;

pub use blocks::{Begun, Block, Blocks, LONGEST_ROW, Text, TextBatches};
pub use cells::{Cells, Misfit, Rules};
pub use exact::Exact;
pub use lines::Lines;
