//! What CSV and NDJSON share: blocks of lines, exact values, lines of rows, what text can carry.

pub mod blocks;
pub mod exact;
pub mod iso;
pub mod lines;
pub mod number;
pub mod writable;

pub use blocks::{Begun, Block, Blocks, LONGEST_ROW, Text, TextBatches};
pub use exact::Exact;
pub use lines::Lines;
