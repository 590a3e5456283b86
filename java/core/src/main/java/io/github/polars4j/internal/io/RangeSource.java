package io.github.polars4j.internal.io;

import io.github.polars4j.InputFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/** A file that can be read at any place as a source. */
final class RangeSource extends Source {
  /** Each read may be a request to a server. */
  private static final int CAPACITY = 16 << 20;

  private final InputFile file;
  private final boolean placed;
  private final @Nullable Closeable closing;
  private final long length;
  private long position;

  /**
   * Finds out the length.
   *
   * @param placed whether native code says what it needs; else all is read from front to back
   * @param closing what is closed in the end
   */
  RangeSource(InputFile file, boolean placed, @Nullable Closeable closing) throws IOException {
    this.file = file;
    this.placed = placed;
    this.closing = closing;
    this.length = file.length();
    if (length < 0) {
      throw new IOException(file.name() + ": a length of " + length + " bytes");
    }
  }

  @Override
  int mostAtOnce() {
    return CAPACITY;
  }

  @Override
  int read(byte[] target, int most) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    int count = (int) Math.min(Math.min(most, target.length), length - position);
    if (count <= 0) {
      return -1;
    }
    ByteBuffer room = ByteBuffer.wrap(target, 0, count);
    file.readFully(position, room);
    if (room.hasRemaining()) {
      throw new EOFException(
          file.name() + ": readFully left " + room.remaining() + " of " + count + " bytes unread");
    }
    position += count;
    return count;
  }

  @Override
  int available() {
    return (int) Math.min(Integer.MAX_VALUE, length - position);
  }

  @Override
  boolean isPlaced() {
    return placed;
  }

  @Override
  void seek(long place) {
    position = place;
  }

  @Override
  long remaining() {
    return length - position;
  }

  @Override
  public void close() throws IOException {
    if (closing != null) {
      closing.close();
    }
  }
}
