//! Where bytes come from and go to, for every format.

pub mod data;
pub mod input;
#[cfg(target_os = "linux")]
mod lease;
pub mod limits;
pub mod output;
pub mod ranges;
pub mod selection;
pub mod stream;

pub use data::Data;
pub use input::{Input, guard};
#[cfg(target_os = "linux")]
pub use lease::is_local;
pub use limits::{Limit, Limits};
pub use output::Output;
pub use ranges::Ranges;
pub use selection::Selection;
pub use stream::{Consumed, Stream};
