package io.github.polars4j;

import java.nio.ByteBuffer;

/** Bytes as a file that counts what is asked of it. */
final class Counted implements InputFile {
  final byte[] bytes;
  long read;
  int calls;

  Counted(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public void readFully(long position, ByteBuffer target) {
    read += target.remaining();
    calls++;
    target.put(bytes, (int) position, target.remaining());
  }
}
