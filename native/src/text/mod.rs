//! What CSV and NDJSON share: blocks of lines, exact values, what text can carry.

pub mod blocks;
pub mod exact;
#[allow(dead_code)]
pub mod iso;
#[allow(dead_code)]
pub mod number;
pub mod writable;

pub use blocks::{Blocks, Text, TextBatches};
pub use exact::Exact;
