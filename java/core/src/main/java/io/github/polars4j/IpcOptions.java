package io.github.polars4j;

import io.github.polars4j.internal.Checks;
import io.github.polars4j.internal.Utf8;
import io.github.polars4j.internal.WireWriter;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the two IPC writers can be told. */
final class IpcOptions {
  private IpcCompression compression = IpcCompression.uncompressed();
  private CompatLevel compatLevel;
  private boolean parallel = true;
  private int recordBatchSize;
  private @Nullable Map<String, String> metadata;
  private @Nullable ProgressListener progress;

  IpcOptions(CompatLevel compatLevel) {
    this.compatLevel = compatLevel;
  }

  void compression(IpcCompression compression) {
    this.compression = Objects.requireNonNull(compression, "compression");
  }

  void compatLevel(CompatLevel level) {
    this.compatLevel = Objects.requireNonNull(level, "level");
  }

  void parallel(boolean parallel) {
    this.parallel = parallel;
  }

  void recordBatchSize(int rows) {
    Checks.atLeast("record batch size", rows, 1);
    this.recordBatchSize = rows;
  }

  void metadata(Map<String, String> metadata) {
    Map<String, String> copy = new TreeMap<>(metadata);
    copy.forEach(
        (key, value) -> {
          Utf8.check("metadata key", key);
          Utf8.check("metadata value of \"" + key + "\"", value);
        });
    this.metadata = copy;
  }

  void progress(ProgressListener listener) {
    this.progress = Objects.requireNonNull(listener, "listener");
  }

  @Nullable ProgressListener progress() {
    return progress;
  }

  byte[] encode() {
    return new WireWriter()
        .u8(compression.code())
        .i32(compression.level())
        .u8(compatLevel.ordinal())
        .bool(parallel)
        .i32(recordBatchSize)
        .optMap(metadata)
        .toBytes();
  }
}
