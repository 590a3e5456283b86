package io.github.polars4j;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every reader, with the writer of what it reads: tests run the same cases over all of them. */
final class Readers {
  private Readers() {}

  /** A format: how it is written, and its reader's four constructors. */
  record Format(
      String name,
      Function<OutputStream, FrameWriter> writer,
      Function<Path, FrameReader> path,
      Function<InputStream, FrameReader> stream,
      Function<ByteBuffer, FrameReader> buffer,
      Function<byte[], FrameReader> bytes) {
    /** The frame in that format. */
    byte[] write(DataFrame frame) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      writer.apply(out).finish(frame);
      return out.toByteArray();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** All of them. */
  static Stream<Format> all() {
    return Stream.of(
        new Format(
            "IPC", IpcWriter::new, IpcReader::new, IpcReader::new, IpcReader::new, IpcReader::new),
        new Format(
            "IPC stream",
            IpcStreamWriter::new,
            IpcStreamReader::new,
            IpcStreamReader::new,
            IpcStreamReader::new,
            IpcStreamReader::new),
        new Format(
            "Parquet",
            ParquetWriter::new,
            ParquetReader::new,
            ParquetReader::new,
            ParquetReader::new,
            ParquetReader::new),
        new Format(
            "CSV", CsvWriter::new, CsvReader::new, CsvReader::new, CsvReader::new, CsvReader::new),
        new Format(
            "NDJSON",
            NdjsonWriter::new,
            NdjsonReader::new,
            NdjsonReader::new,
            NdjsonReader::new,
            NdjsonReader::new));
  }
}
