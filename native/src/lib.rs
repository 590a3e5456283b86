//! The native side of polars4j: a file or folder for each Java class that has native methods.

#[macro_use]
mod native;

mod batched;
mod batches;
mod column;
mod csv;
mod error;
mod exact;
mod ffi;
mod form;
mod frame;
mod handle;
mod interrupt;
mod ipc;
mod memory;
mod ndjson;
mod parquet;
mod polars4j;
mod schema;
mod series;
mod sink;
mod source;
mod text;
mod threads;
mod view;
mod wire;
