//! The types that all rows have, in a pass of its own.

use polars::prelude::*;
use polars_core::runtime::RAYON;
use rayon::prelude::*;

use super::head::{Head, numbered};
use super::kinds::Kinds;
use super::options::ReadOptions;
use super::rows::CsvText;
use super::walk;
use crate::jvm::Result;
use crate::text::{Block, Blocks};

/// The size of the pieces that are looked at side by side.
const LOOK: usize = 4 << 20;

/// Looks at all rows behind the head and gives its columns the types that these have.
pub fn settle(mut blocks: Blocks, head: &mut Head, options: &ReadOptions) -> Result<()> {
    let dialect = head.dialect.clone();
    let text = CsvText::new(
        options,
        dialect.clone(),
        &Schema::default(),
        blocks.limits(),
    );
    let most = options.header.then_some(head.names.len());
    let new = || Kinds::new(&dialect, &options.values, most);
    let look = |block: &Block| {
        let mut kinds = new();
        // What cannot be read is refused by the parser.
        let _ = walk::rows(&dialect, &block.bytes[1..], 0, &mut kinds);
        kinds
    };
    let mut all = new();
    loop {
        let mut some = Vec::new();
        while some.len() < RAYON.current_num_threads()
            && let Some(block) = blocks.next(&text, LOOK)?
        {
            some.push(block);
        }
        if some.is_empty() {
            break;
        }
        let kinds: Vec<Kinds<'_>> = RAYON.install(|| some.par_iter().map(look).collect());
        kinds.iter().for_each(|kinds| all.merge(kinds));
    }
    head.dtypes = all.dtypes();
    if !options.header {
        head.names = numbered(head.dtypes.len());
    }
    Ok(())
}
