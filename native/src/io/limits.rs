//! What a reader takes of an input at most: `ReadLimits` of Java.

use polars::prelude::*;

use crate::jvm::Result;
use crate::jvm::wire::Reader;
use crate::schema::{MAX_DEPTH, depth_of};

/// What is limited, in the order in which Java writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    NestingDepth,
    Columns,
    Rows,
    RecordBatches,
    MetadataBytes,
    BufferBytes,
    UnpackRatio,
    MemoryBytes,
    DictionaryValues,
    LineBytes,
    FieldBytes,
    MissingRatio,
}

const WAY_OUT: &str = "`withLimits` sets another";

const COUNT: usize = Limit::MissingRatio as usize + 1;

impl Limit {
    /// What Java calls it, and what is counted.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NestingDepth => ("NestingDepth", "levels of types within types"),
            Self::Columns => ("Columns", "columns"),
            Self::Rows => ("Rows", "rows"),
            Self::RecordBatches => ("RecordBatches", "record batches or row groups"),
            Self::MetadataBytes => ("MetadataBytes", "bytes of metadata in one piece"),
            Self::BufferBytes => ("BufferBytes", "bytes in one buffer or page"),
            Self::UnpackRatio => ("UnpackRatio", "times as many bytes as are packed"),
            Self::MemoryBytes => ("MemoryBytes", "bytes of memory for a frame"),
            Self::DictionaryValues => ("DictionaryValues", "values in a dictionary"),
            Self::LineBytes => ("LineBytes", "bytes in one row"),
            Self::FieldBytes => ("FieldBytes", "bytes in one text"),
            Self::MissingRatio => (
                "MissingRatio",
                "values that rows lack for each of their bytes",
            ),
        }
    }
}

/// The most of each.
#[derive(Clone, Copy)]
pub struct Limits([u64; COUNT]);

impl Default for Limits {
    /// No limits but that of the stack.
    fn default() -> Self {
        let mut most = [u64::MAX; COUNT];
        most[Limit::NestingDepth as usize] = MAX_DEPTH as u64;
        Self(most)
    }
}

impl Limits {
    pub fn decode(wire: &mut Reader<'_>) -> Result<Self> {
        let mut limits = Self::default();
        for most in &mut limits.0 {
            let said = wire.i64()?;
            *most = u64::try_from(said).unwrap_or(u64::MAX).min(*most);
        }
        Ok(limits)
    }

    /// No limits but this one.
    #[cfg(test)]
    pub fn of(limit: Limit, most: u64) -> Self {
        let mut limits = Self::default();
        limits.0[limit as usize] = most;
        limits
    }

    /// The most that there may be.
    pub fn most(&self, limit: Limit) -> u64 {
        self.0[limit as usize]
    }

    /// Refuses more than that.
    pub fn hold(&self, limit: Limit, found: u64) -> PolarsResult<()> {
        match found <= self.most(limit) {
            true => Ok(()),
            false => Err(self.breach(limit, &found.to_string())),
        }
    }

    /// Refuses what is too much, of which it is not known how much it is.
    pub fn breach(&self, limit: Limit, found: &str) -> PolarsError {
        let (name, counted) = limit.words();
        polars_err!(
            InvalidOperation:
            "it has {found} {counted}, and the limit is {}: {WAY_OUT} \
             (ReadLimits.with{name})",
            self.most(limit)
        )
    }

    /// Whether that is why something was refused.
    pub fn is_breach(error: &PolarsError) -> bool {
        matches!(error, PolarsError::InvalidOperation(message) if message.contains(WAY_OUT))
    }

    /// Refuses that so many bytes become so many.
    pub fn unpack(&self, packed: u64, unpacked: u64) -> PolarsResult<()> {
        self.hold(Limit::BufferBytes, unpacked)?;
        self.ratio(packed, unpacked)
    }

    /// Refuses that bytes become too many times as many.
    pub fn ratio(&self, packed: u64, unpacked: u64) -> PolarsResult<()> {
        let times = self.most(Limit::UnpackRatio);
        match unpacked <= packed.saturating_mul(times) {
            true => Ok(()),
            false => self.hold(Limit::UnpackRatio, unpacked.div_ceil(packed.max(1))),
        }
    }

    /// Refuses too many columns, or too deep ones.
    pub fn schema(&self, schema: &Schema) -> PolarsResult<()> {
        self.hold(Limit::Columns, schema.len() as u64)?;
        self.hold(Limit::NestingDepth, depth_of(schema) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breach_says_what_and_how_much() {
        let mut limits = Limits::default();
        limits.0[Limit::Rows as usize] = 10;
        limits.0[Limit::UnpackRatio as usize] = 4;
        assert!(limits.hold(Limit::Rows, 10).is_ok());
        let said = limits.hold(Limit::Rows, 11).unwrap_err().to_string();
        assert!(said.contains("11 rows, and the limit is 10"), "{said}");
        assert!(said.contains("ReadLimits.withRows"), "{said}");
        assert!(limits.unpack(10, 40).is_ok());
        let said = limits.unpack(10, 41).unwrap_err().to_string();
        assert!(said.contains("5 times"), "{said}");
        assert!(limits.unpack(u64::MAX, u64::MAX).is_ok());
    }
}
