package io.github.polars4j.internal.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A user's stream, which can be read once. A look at the schema comes before the reading, so it
 * keeps what it reads, in blocks, for what may exceed an array.
 */
final class StreamOnce implements Input.Opening {
  private final InputStream in;
  private final String name;
  private final Deque<byte[]> kept = new ArrayDeque<>();
  private boolean read;

  /** {@code name} is what messages call the stream. */
  StreamOnce(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  @Override
  public Source open(boolean last) {
    if (read) {
      throw new IllegalStateException("the " + name + " has been read: it can be read once");
    }
    read = last;
    Source stream = new StreamSource(in, "<" + name + ">");
    return last && kept.isEmpty() ? stream : new Again(stream, last);
  }

  /** What was kept, and then the stream, whose bytes are kept too if this is not the last time. */
  private final class Again extends Source {
    private final Source stream;
    private final boolean last;
    private final Deque<byte[]> before = new ArrayDeque<>(kept);
    private int start;

    Again(Source stream, boolean last) {
      this.stream = stream;
      this.last = last;
      if (last) {
        kept.clear();
      }
    }

    @Override
    int read(byte[] target, int most) throws IOException {
      byte[] block = before.peek();
      return block == null ? readOn(target, most) : readAgain(block, target, most);
    }

    @Override
    int available() throws IOException {
      byte[] block = before.peek();
      return block == null ? stream.available() : block.length - start;
    }

    private int readAgain(byte[] block, byte[] target, int most) {
      int count = Math.min(most, block.length - start);
      System.arraycopy(block, start, target, 0, count);
      start += count;
      if (start == block.length) {
        before.remove();
        start = 0;
      }
      return count;
    }

    private int readOn(byte[] target, int most) throws IOException {
      boolean whole = read;
      read = true; // stays so if it fails
      int count = stream.read(target, most);
      read = whole;
      if (!last && count > 0) {
        kept.add(Arrays.copyOf(target, count));
      }
      return count;
    }
  }
}
