package io.github.polars4j.internal.jni;

/** The formats, in the order of the native side's list. */
public enum Format {
  /** Arrow IPC files. */
  IPC,
  /** Arrow IPC streams. */
  IPC_STREAM,
  /** Apache Parquet. */
  PARQUET,
  /** Comma-separated values. */
  CSV,
  /** JSON, an object a line. */
  NDJSON
}
