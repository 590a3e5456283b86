//! Keys that rows are sorted by, as Java sends them.

use crate::jvm::Result;
use crate::jvm::wire::Reader;

pub struct SortKey {
    pub column: String,
    pub descending: bool,
    pub nulls_last: bool,
}

impl SortKey {
    pub fn decode_all(wire: &mut Reader<'_>) -> Result<Vec<Self>> {
        wire.list(|wire| {
            Ok(Self {
                column: wire.str()?.to_owned(),
                descending: wire.bool()?,
                nulls_last: wire.bool()?,
            })
        })
    }
}
