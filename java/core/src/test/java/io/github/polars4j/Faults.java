package io.github.polars4j;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What may go wrong while a writer writes, and what it writes then: docs/faults.md is this as a
 * table.
 */
final class Faults {
  private Faults() {}

  /** Where a writer writes. */
  enum Sink {
    PATH("`Path`"),
    STREAM("stream"),
    CHANNEL("channel");

    final String title;

    Sink(String title) {
      this.title = title;
    }
  }

  /** What becomes of a write, in the words of the page. */
  enum End {
    OLD("fails, the old file stands"),
    TOLD("fails, the new file stands"),
    STOOD("the old file stands"),
    STANDS("the new file stands"),
    FAILS("fails"),
    WHOLE("succeeds"),
    NONE("–");

    final String text;

    End(String text) {
      this.text = text;
    }
  }

  /** A fault: a row of the table. The tests of its class are behind its cells. */
  interface Row {
    /** What goes wrong, as the page says it. */
    String text();

    /** What becomes of a write to such a sink. */
    End at(Sink sink);
  }

  /** All faults, with the test behind each. */
  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(List.of(SystemFaultsTest.Fault.values()));
    rows.addAll(List.of(FullDiskTest.Fault.values()));
    rows.addAll(List.of(TargetFaultsTest.Fault.values()));
    rows.addAll(List.of(EndedProcessTest.Fault.values()));
    return rows;
  }

  /** A writer with a codec, and how it gets its frames. */
  record Way(
      String writer,
      String codec,
      boolean batched,
      Function<Path, FrameWriter> path,
      Function<OutputStream, FrameWriter> stream,
      Function<WritableByteChannel, FrameWriter> channel) {
    /** Writes the frame by one call, or cut in two. */
    void write(FrameWriter writer, DataFrame frame) throws IOException {
      if (!batched) {
        writer.finish(frame);
        return;
      }
      long half = frame.height() / 2;
      try (BatchedWriter batches = writer.batched(frame.schema());
          DataFrame first = frame.slice(0, half);
          DataFrame second = frame.slice(half, frame.height() - half)) {
        batches.writeBatch(first);
        batches.writeBatch(second);
        batches.finish();
      }
    }

    @Override
    public String toString() {
      return writer + " " + codec + (batched ? " batched" : "");
    }
  }

  private record Writer<W extends FrameWriter>(
      String name,
      Function<Path, W> path,
      Function<OutputStream, W> stream,
      Function<WritableByteChannel, W> channel) {
    List<Way> with(String codec, UnaryOperator<W> options) {
      return List.of(way(codec, false, options), way(codec, true, options));
    }

    private Way way(String codec, boolean batched, UnaryOperator<W> options) {
      return new Way(
          name,
          codec,
          batched,
          path.andThen(options)::apply,
          stream.andThen(options)::apply,
          channel.andThen(options)::apply);
    }
  }

  /** Every writer with every codec. */
  static List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    Writer<IpcWriter> ipc =
        new Writer<>("IpcWriter", IpcWriter::new, IpcWriter::new, IpcWriter::new);
    Writer<IpcStreamWriter> stream =
        new Writer<>(
            "IpcStreamWriter", IpcStreamWriter::new, IpcStreamWriter::new, IpcStreamWriter::new);
    List<IpcCompression> codecs =
        List.of(IpcCompression.uncompressed(), IpcCompression.lz4(), IpcCompression.zstd(1));
    List<String> names = List.of("uncompressed", "lz4", "zstd");
    for (int i = 0; i < codecs.size(); i++) {
      IpcCompression codec = codecs.get(i);
      ways.addAll(ipc.with(names.get(i), writer -> writer.withCompression(codec)));
      ways.addAll(stream.with(names.get(i), writer -> writer.withCompression(codec)));
    }
    ways.addAll(
        ipc.with("uncompressed by `withParallel(false)`", writer -> writer.withParallel(false)));
    Writer<ParquetWriter> parquet =
        new Writer<>("ParquetWriter", ParquetWriter::new, ParquetWriter::new, ParquetWriter::new);
    List<ParquetCompression> more =
        List.of(
            ParquetCompression.uncompressed(),
            ParquetCompression.snappy(),
            ParquetCompression.gzip(1),
            ParquetCompression.lz4Raw(),
            ParquetCompression.zstd(1),
            ParquetCompression.brotli(1));
    List<String> moreNames = List.of("uncompressed", "snappy", "gzip", "lz4Raw", "zstd", "brotli");
    for (int i = 0; i < more.size(); i++) {
      ParquetCompression codec = more.get(i);
      ways.addAll(parquet.with(moreNames.get(i), writer -> writer.withCompression(codec)));
    }
    ways.addAll(
        new Writer<>("CsvWriter", CsvWriter::new, CsvWriter::new, CsvWriter::new)
            .with("uncompressed", UnaryOperator.identity()));
    ways.addAll(
        new Writer<>("NdjsonWriter", NdjsonWriter::new, NdjsonWriter::new, NdjsonWriter::new)
            .with("uncompressed", UnaryOperator.identity()));
    return ways;
  }

  /** A frame of more than one buffer full, in any format and codec. */
  static DataFrame frame() {
    long[] numbers = new long[40_000];
    Arrays.setAll(numbers, i -> i * 0x9E3779B97F4A7C15L);
    String[] texts = new String[numbers.length];
    Arrays.setAll(texts, i -> "text " + Long.toHexString(numbers[i]));
    try (Series number = Series.of("n", numbers);
        Series text = Series.of("t", texts)) {
      return DataFrame.of(number, text);
    }
  }
}
