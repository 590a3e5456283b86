//! The boundary to the JVM: handles, errors, blocks of bytes, room on the stack. It knows no format and no frame.

#[macro_use]
mod native;

pub mod error;
mod failures;
pub mod graveyard;
pub mod handle;
pub mod stack;
pub mod threads;
pub mod wire;

pub use error::{Error, Result, ThrowJava};
pub use handle::{Handle, Resource};
