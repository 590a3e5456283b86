package io.github.polars4j.internal;

import java.nio.ByteBuffer;

/** A buffer as a source, from its position to its limit; neither is moved. */
final class BufferSource extends Source {
  private final ByteBuffer bytes;

  BufferSource(ByteBuffer bytes) {
    this.bytes = bytes.duplicate();
  }

  @Override
  public int fill() {
    int count = Math.min(bytes.remaining(), array().length);
    bytes.get(array(), 0, count);
    return count == 0 ? -1 : count;
  }

  @Override
  public long remaining() {
    return bytes.remaining();
  }
}
