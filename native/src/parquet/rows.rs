//! Where in a file a value is.

use polars::prelude::*;

/// The row of the file that a value is in, by its place.
pub type Rows<'a> = &'a dyn Fn(usize) -> usize;

/// The list that the value at the place is in.
pub fn list_of(lists: &ListChunked, place: usize) -> usize {
    let offsets = lists.downcast_as_array().offsets().as_slice();
    offsets.partition_point(|start| *start as usize <= place) - 1
}
