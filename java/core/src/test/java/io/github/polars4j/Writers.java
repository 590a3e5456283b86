package io.github.polars4j;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every writer, and every way to call it: tests run the same cases over all of them. */
final class Writers {
  private Writers() {}

  /** Something that a test writes to a target. */
  interface Writing<T> {
    void write(T target) throws IOException;
  }

  /** The same, by name. */
  record Case<T>(String name, Writing<T> writing) {
    void write(T target) throws IOException {
      writing.write(target);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The three constructors of a writer. */
  private record Kind<W extends FrameWriter>(
      String name,
      Function<Path, W> path,
      Function<OutputStream, W> stream,
      Function<WritableByteChannel, W> channel) {
    Way way(String suffix, boolean batched, UnaryOperator<W> options) {
      return new Way(
          name + suffix,
          batched,
          path.andThen(options)::apply,
          stream.andThen(options)::apply,
          channel.andThen(options)::apply);
    }
  }

  /** A writer with some options, that gets one frame whole or as a batch. */
  record Way(
      String name,
      boolean batched,
      Function<Path, FrameWriter> path,
      Function<OutputStream, FrameWriter> stream,
      Function<WritableByteChannel, FrameWriter> channel) {
    void write(Path target, DataFrame frame) throws IOException {
      write(path.apply(target), frame);
    }

    void write(OutputStream target, DataFrame frame) throws IOException {
      write(stream.apply(target), frame);
    }

    void write(WritableByteChannel target, DataFrame frame) throws IOException {
      write(channel.apply(target), frame);
    }

    private void write(FrameWriter writer, DataFrame frame) throws IOException {
      if (!batched) {
        writer.finish(frame);
        return;
      }
      try (BatchedWriter batches = writer.batched(frame.schema())) {
        batches.writeBatch(frame);
        batches.finish();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** All of them. */
  static Stream<Way> all() {
    Kind<IpcWriter> ipc = new Kind<>("IpcWriter", IpcWriter::new, IpcWriter::new, IpcWriter::new);
    Kind<IpcStreamWriter> stream =
        new Kind<>(
            "IpcStreamWriter", IpcStreamWriter::new, IpcStreamWriter::new, IpcStreamWriter::new);
    Kind<ParquetWriter> parquet =
        new Kind<>("ParquetWriter", ParquetWriter::new, ParquetWriter::new, ParquetWriter::new);
    Kind<CsvWriter> csv = new Kind<>("CsvWriter", CsvWriter::new, CsvWriter::new, CsvWriter::new);
    Kind<NdjsonWriter> ndjson =
        new Kind<>("NdjsonWriter", NdjsonWriter::new, NdjsonWriter::new, NdjsonWriter::new);
    List<Way> ways = new ArrayList<>();
    for (boolean batched : new boolean[] {false, true}) {
      String how = batched ? ".batched" : "";
      ways.add(ipc.way(how, batched, UnaryOperator.identity()));
      ways.add(ipc.way(" serial" + how, batched, writer -> writer.withParallel(false)));
      ways.add(
          ipc.way(
              " zstd" + how,
              batched,
              writer -> writer.withRecordBatchSize(1000).withCompression(IpcCompression.zstd(1))));
      ways.add(stream.way(how, batched, UnaryOperator.identity()));
      ways.add(
          parquet.way(
              how, batched, writer -> writer.withCompression(ParquetCompression.uncompressed())));
      ways.add(csv.way(how, batched, UnaryOperator.identity()));
      ways.add(ndjson.way(how, batched, UnaryOperator.identity()));
    }
    return ways.stream();
  }
}
