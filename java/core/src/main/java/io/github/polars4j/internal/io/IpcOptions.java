package io.github.polars4j.internal.io;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.WireWriter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the two IPC writers can be told. */
public final class IpcOptions {
  private int codec;
  private int level;
  private CompatLevel compatLevel;
  private boolean parallel = true;
  private int recordBatchSize;
  private @Nullable Map<String, String> metadata;

  /** With the compatibility level that the writer has by default. */
  public IpcOptions(CompatLevel compatLevel) {
    this.compatLevel = compatLevel;
  }

  /** Sets the codec, by its number in native code, and its level. */
  public void compression(int codec, int level) {
    this.codec = codec;
    this.level = level;
  }

  /** Returns whether there is no codec. */
  public boolean isUncompressed() {
    return codec == 0;
  }

  /** Sets the compatibility level. */
  public void compatLevel(CompatLevel level) {
    this.compatLevel = Objects.requireNonNull(level, "level");
  }

  /** Sets whether polars' threads encode. */
  public void parallel(boolean parallel) {
    this.parallel = parallel;
  }

  /** Sets how many rows a record batch has at most. */
  public void recordBatchSize(int rows) {
    Checks.atLeast("record batch size", rows, 1);
    this.recordBatchSize = rows;
  }

  /** Sets the schema's metadata. */
  public void metadata(Map<String, String> metadata) {
    this.metadata = Checks.metadata(metadata);
  }

  /** Encodes them for native code. */
  public byte[] encode() {
    return new WireWriter()
        .u8(codec)
        .i32(level)
        .u8(compatLevel.ordinal())
        .bool(parallel)
        .i32(recordBatchSize)
        .optMap(metadata)
        .toBytes();
  }
}
