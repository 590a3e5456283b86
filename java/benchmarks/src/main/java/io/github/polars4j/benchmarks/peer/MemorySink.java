package io.github.polars4j.benchmarks.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is given in memory, which it keeps from one run to the next. */
final class MemorySink extends OutputStream {
  private static final int SEGMENT = 16 << 20;

  private final List<byte[]> segments = new ArrayList<>();
  private long size;

  void reset() {
    size = 0;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    for (int left = length; left > 0; ) {
      int segment = (int) (size / SEGMENT);
      int at = (int) (size % SEGMENT);
      if (segment == segments.size()) {
        segments.add(new byte[SEGMENT]);
      }
      int part = Math.min(left, SEGMENT - at);
      System.arraycopy(bytes, from, segments.get(segment), at, part);
      from += part;
      left -= part;
      size += part;
    }
  }

  void writeTo(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long done = 0; done < size; done += SEGMENT) {
        out.write(segments.get((int) (done / SEGMENT)), 0, (int) Math.min(SEGMENT, size - done));
      }
    }
  }
}
