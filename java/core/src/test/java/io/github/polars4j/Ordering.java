package io.github.polars4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A program that writes many batches, some a hundred times quicker to encode than others, in every
 * way, and looks whether the rows come back in order; prints how many frames did.
 */
final class Ordering {
  private static final int ROWS = 300_000;
  private static final int SEGMENT = 3000;

  private Ordering() {}

  public static void main(String[] arguments) throws IOException {
    int written = 0;
    try (DataFrame frame = frame()) {
      for (IpcCompression codec :
          List.of(IpcCompression.uncompressed(), IpcCompression.lz4(), IpcCompression.zstd(9))) {
        for (int rows : new int[] {700, SEGMENT, 50_000}) {
          check(frame, bytes -> new Whole(codec, rows).write(frame, bytes));
          check(frame, bytes -> new Streamed(codec, rows).write(frame, bytes));
          check(frame, bytes -> new Batched(codec, rows).write(frame, bytes));
          written += 3;
        }
      }
    }
    System.out.println(written + " in order");
  }

  /** Numbers all rows; every other segment is quick to compress. */
  private static DataFrame frame() {
    Random random = new Random(5);
    long[] ids = new long[ROWS];
    Arrays.setAll(ids, i -> i);
    String[] texts = new String[ROWS];
    Arrays.setAll(
        texts, i -> i / SEGMENT % 2 == 0 ? "the same" : Long.toString(random.nextLong()).repeat(8));
    try (Series id = Series.of("id", ids);
        Series text = Series.of("text", texts)) {
      return DataFrame.of(id, text);
    }
  }

  private record Whole(IpcCompression codec, int rows) {
    void write(DataFrame frame, ByteArrayOutputStream bytes) throws IOException {
      new IpcWriter(bytes).withCompression(codec).withRecordBatchSize(rows).finish(frame);
    }
  }

  private record Streamed(IpcCompression codec, int rows) {
    void write(DataFrame frame, ByteArrayOutputStream bytes) throws IOException {
      new IpcStreamWriter(bytes).withCompression(codec).withRecordBatchSize(rows).finish(frame);
    }
  }

  /** Frames of growing length, each in batches. */
  private record Batched(IpcCompression codec, int rows) {
    void write(DataFrame frame, ByteArrayOutputStream bytes) throws IOException {
      try (BatchedWriter writer =
          new IpcWriter(bytes)
              .withCompression(codec)
              .withRecordBatchSize(rows)
              .batched(frame.schema())) {
        for (long start = 0, length = 1; start < ROWS; start += length, length = length * 5 + 1) {
          try (DataFrame part = frame.slice(start, length)) {
            writer.writeBatch(part);
          }
        }
        writer.finish();
      }
    }
  }

  private static void check(DataFrame frame, Writers.Writing<ByteArrayOutputStream> writing)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writing.write(bytes);
    byte[] written = bytes.toByteArray();
    boolean file = written[0] == 'A';
    try (DataFrame back = file ? readFile(written) : readStream(written)) {
      if (!back.contentEquals(frame)) {
        throw new AssertionError(back + " is not in order");
      }
    }
  }

  private static DataFrame readFile(byte[] bytes) throws IOException {
    try (IpcReader reader = new IpcReader(bytes)) {
      return reader.finish();
    }
  }

  private static DataFrame readStream(byte[] bytes) throws IOException {
    try (IpcStreamReader reader = new IpcStreamReader(new ByteArrayInputStream(bytes))) {
      return reader.finish();
    }
  }
}
