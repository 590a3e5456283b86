package io.github.polars4j;

import io.github.polars4j.internal.Checks;
import io.github.polars4j.internal.Sink;
import io.github.polars4j.internal.Utf8;
import io.github.polars4j.internal.WireWriter;
import java.io.IOException;
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
    Map<String, String> copy = new TreeMap<>();
    Objects.requireNonNull(metadata, "metadata")
        .forEach(
            (key, value) ->
                copy.put(
                    Utf8.check("metadata key", key),
                    Utf8.check("metadata value of \"" + key + "\"", value)));
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

  /** Begins a file or stream that is given frame by frame. */
  BatchedWriter batched(WriteOnce target, boolean stream, Schema schema) throws IOException {
    byte[] encoded = encode();
    return target.batched(
        schema,
        (fields, output) ->
            openBatched(
                encoded,
                stream,
                fields,
                output.nativePath(),
                output.name(),
                output.sink(),
                progress));
  }

  private static native long openBatched(
      byte[] options,
      boolean stream,
      byte[] schema,
      @Nullable String path,
      String name,
      @Nullable Sink sink,
      @Nullable ProgressListener progress)
      throws IOException;
}
