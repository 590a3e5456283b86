package io.github.polars4j.cli;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.NonFinite;
import org.jspecify.annotations.Nullable;

/** How to write; null leaves a thing at the writer's default. */
record WriteOptions(
    @Nullable Compression compression,
    @Nullable CompatLevel compat,
    @Nullable Integer batchRows,
    @Nullable Long groupBytes,
    @Nullable NonFinite nonFinite,
    JsonOptions json) {

  /** The writers' defaults. */
  static WriteOptions plain(@Nullable NonFinite nonFinite, JsonOptions json) {
    return new WriteOptions(null, null, null, null, nonFinite, json);
  }
}
