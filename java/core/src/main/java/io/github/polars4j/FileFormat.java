package io.github.polars4j;

import io.github.polars4j.internal.io.FormatFinder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Names the formats of files and the extensions that stand for them, and tells the format of a
 * file. {@link DataFrame#read(Path)} and {@link DataFrame#write(Path)} go by it.
 */
public enum FileFormat {
  /** Comma-separated values, {@code .csv}: {@link CsvReader} and {@link CsvWriter}. */
  CSV("csv"),
  /** The same with tabs, {@code .tsv}. */
  TSV("tsv"),
  /** JSON, an object a line, {@code .ndjson} and {@code .jsonl}. */
  NDJSON("ndjson", "jsonl"),
  /** Apache Parquet, {@code .parquet}. */
  PARQUET("parquet"),
  /** Arrow IPC files, {@code .arrow}, {@code .feather} and {@code .ipc}. */
  IPC("arrow", "feather", "ipc"),
  /** Arrow IPC streams, {@code .arrows}. */
  IPC_STREAM("arrows");

  private final List<String> extensions;

  FileFormat(String... extensions) {
    this.extensions = List.of(extensions);
  }

  /** Returns the extensions that stand for this format, in lower case and without a dot. */
  public List<String> extensions() {
    return extensions;
  }

  /** Tells whether this is CSV, TSV or NDJSON, which may be compressed as a whole to be read. */
  public boolean isText() {
    return this == CSV || this == TSV || this == NDJSON;
  }

  /**
   * Returns the format that the extension of a name stands for, in upper or lower case. For text,
   * {@code .gz} or {@code .zst} may follow.
   */
  public static Optional<FileFormat> ofName(String name) {
    return FormatFinder.ofName(name);
  }

  /**
   * Tells whether a name says that the file is compressed as a whole: {@code .gz}, {@code .zst}.
   */
  public static boolean isPacked(String name) {
    return FormatFinder.isPacked(name);
  }

  /**
   * Returns the format that a file begins and ends as: Arrow IPC or Parquet. Text, and what is no
   * regular file, tells nothing.
   *
   * @throws IOException if the file cannot be read
   */
  public static Optional<FileFormat> ofContent(Path path) throws IOException {
    return FormatFinder.ofContent(path);
  }

  /**
   * Tells the format of a file that is to be read: by its content where it begins and ends as Arrow
   * IPC or Parquet does, else by its name.
   *
   * @throws IllegalArgumentException if neither tells, or it is a folder
   * @throws IOException if the file cannot be read
   */
  public static FileFormat of(Path path) throws IOException {
    return FormatFinder.of(path);
  }

  /** Returns a reader of a file of this format. */
  public FrameReader reader(Path path) {
    return switch (this) {
      case CSV -> new CsvReader(path);
      case TSV -> new CsvReader(path).withSeparator('\t');
      case NDJSON -> new NdjsonReader(path);
      case PARQUET -> new ParquetReader(path);
      case IPC -> new IpcReader(path);
      case IPC_STREAM -> new IpcStreamReader(path);
    };
  }

  /** Returns a reader of a stream of this format, which is not closed. */
  public FrameReader reader(InputStream stream) {
    return switch (this) {
      case CSV -> new CsvReader(stream);
      case TSV -> new CsvReader(stream).withSeparator('\t');
      case NDJSON -> new NdjsonReader(stream);
      case PARQUET -> new ParquetReader(stream);
      case IPC -> new IpcReader(stream);
      case IPC_STREAM -> new IpcStreamReader(stream);
    };
  }

  /** Returns a reader of a channel of this format, which is not closed. */
  public FrameReader reader(ReadableByteChannel channel) {
    return switch (this) {
      case CSV -> new CsvReader(channel);
      case TSV -> new CsvReader(channel).withSeparator('\t');
      case NDJSON -> new NdjsonReader(channel);
      case PARQUET -> new ParquetReader(channel);
      case IPC -> new IpcReader(channel);
      case IPC_STREAM -> new IpcStreamReader(channel);
    };
  }

  /** Returns a reader of a file of any kind of this format, which is not closed. */
  public FrameReader reader(InputFile file) {
    return switch (this) {
      case CSV -> new CsvReader(file);
      case TSV -> new CsvReader(file).withSeparator('\t');
      case NDJSON -> new NdjsonReader(file);
      case PARQUET -> new ParquetReader(file);
      case IPC -> new IpcReader(file);
      case IPC_STREAM -> new IpcStreamReader(file);
    };
  }

  /** Returns a writer of a file of this format. */
  public FrameWriter writer(Path path) {
    return switch (this) {
      case CSV -> new CsvWriter(path);
      case TSV -> new CsvWriter(path).withSeparator('\t');
      case NDJSON -> new NdjsonWriter(path);
      case PARQUET -> new ParquetWriter(path);
      case IPC -> new IpcWriter(path);
      case IPC_STREAM -> new IpcStreamWriter(path);
    };
  }

  /** Returns a writer to a stream in this format, which is not closed. */
  public FrameWriter writer(OutputStream stream) {
    return switch (this) {
      case CSV -> new CsvWriter(stream);
      case TSV -> new CsvWriter(stream).withSeparator('\t');
      case NDJSON -> new NdjsonWriter(stream);
      case PARQUET -> new ParquetWriter(stream);
      case IPC -> new IpcWriter(stream);
      case IPC_STREAM -> new IpcStreamWriter(stream);
    };
  }

  /** Returns a writer to a channel in this format, which is not closed. */
  public FrameWriter writer(WritableByteChannel channel) {
    return switch (this) {
      case CSV -> new CsvWriter(channel);
      case TSV -> new CsvWriter(channel).withSeparator('\t');
      case NDJSON -> new NdjsonWriter(channel);
      case PARQUET -> new ParquetWriter(channel);
      case IPC -> new IpcWriter(channel);
      case IPC_STREAM -> new IpcStreamWriter(channel);
    };
  }

  /** Returns a writer to a file of any kind in this format. */
  public FrameWriter writer(OutputFile file) {
    return switch (this) {
      case CSV -> new CsvWriter(file);
      case TSV -> new CsvWriter(file).withSeparator('\t');
      case NDJSON -> new NdjsonWriter(file);
      case PARQUET -> new ParquetWriter(file);
      case IPC -> new IpcWriter(file);
      case IPC_STREAM -> new IpcStreamWriter(file);
    };
  }
}
