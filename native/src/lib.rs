//! The native side of polars4j.

#[macro_use]
mod jvm;

mod arrow_fields;
mod column;
mod csv;
mod depth;
mod enums;
mod estimate;
mod fields;
mod formats;
mod forms;
mod frame;
mod idle;
mod in_order;
mod io;
mod ipc;
mod library;
mod memory;
mod names;
mod ndjson;
mod near;
mod owned;
mod pages;
mod parents;
mod parquet;
#[cfg(test)]
mod planted_tests;
mod read;
mod schema;
mod series;
mod sort_key;
mod temporary;
mod text;
mod type_names;
mod window;
mod write;
mod zones;
