//! What CSV and NDJSON share: blocks of lines, exact values, what text can carry.

pub mod blocks;
pub mod exact;
pub mod iso;
pub mod number;
pub mod writable;

pub use blocks::{Begun, Block, Blocks, LONGEST_ROW, Text, TextBatches};
pub use exact::Exact;
