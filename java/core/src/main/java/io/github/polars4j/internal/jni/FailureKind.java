package io.github.polars4j.internal.jni;

/** What can go wrong in native code, in the order of its own list, {@code Kind} in error.rs. */
enum FailureKind {
  STATE,
  ARGUMENT,
  INDEX,
  NULL,
  PANIC,
  NO_SUCH_FILE,
  ACCESS_DENIED,
  IO,
  CUT_OFF,
  OUT_OF_MEMORY,
  ASSERTION,
  COLUMN_NOT_FOUND,
  COMPUTE,
  DUPLICATE,
  INVALID_OPERATION,
  NO_DATA,
  OUT_OF_BOUNDS,
  SCHEMA_FIELD_NOT_FOUND,
  SCHEMA_MISMATCH,
  SHAPE_MISMATCH,
  SQL_INTERFACE,
  SQL_SYNTAX,
  STRING_CACHE_MISMATCH,
  STRUCT_FIELD_NOT_FOUND
}
