//! What CSV and NDJSON share: blocks of lines, exact values, what text can carry.

pub mod blocks;
pub mod exact;
pub mod writable;

pub use blocks::{Blocks, Text, TextBatches};
pub use exact::Exact;
