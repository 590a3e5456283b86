package io.github.polars4j.internal.io;

import java.nio.ByteBuffer;

/** A buffer as a source, from its position to its limit; neither is moved. */
final class BufferSource extends Source {
  private final ByteBuffer bytes;

  BufferSource(ByteBuffer bytes) {
    this.bytes = bytes.duplicate();
  }

  @Override
  int capacity(int wanted) {
    return Math.min(wanted, Math.max(1, bytes.remaining()));
  }

  @Override
  int read(byte[] target, int most) {
    int count = Math.min(bytes.remaining(), Math.min(target.length, most));
    bytes.get(target, 0, count);
    return count == 0 ? -1 : count;
  }

  @Override
  int available() {
    return bytes.remaining();
  }

  @Override
  long remaining() {
    return bytes.remaining();
  }
}
