package io.github.polars4j.cli;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.CsvWriter;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcStreamWriter;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.JdbcFrames;
import io.github.polars4j.NdjsonWriter;
import io.github.polars4j.ParquetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a frame goes. */
final class Target {
  private final Location to;
  private final Stdio stdio;
  private final @Nullable CountingOutputStream out;

  Target(Location to, Stdio stdio) {
    this.to = to;
    this.stdio = stdio;
    this.out = to.path() == null ? new CountingOutputStream(stdio.out()) : null;
  }

  /** How many bytes were written, or -1 where that has no meaning (a device). */
  long bytes() throws IOException {
    if (out != null) {
      return out.count();
    }
    return Files.isRegularFile(to.path()) ? Files.size(to.path()) : -1;
  }

  void write(DataFrame frame, WriteOptions options, Map<String, String> metadata)
      throws IOException {
    switch (to.format()) {
      case CSV -> csv(frame, ',');
      case TSV -> csv(frame, '\t');
      case NDJSON -> ndjson(frame);
      case PARQUET -> parquet(frame, options);
      case ARROW -> arrow(frame, options, metadata);
      case ARROWS -> arrows(frame, options, metadata);
    }
  }

  private void csv(DataFrame frame, char separator) throws IOException {
    try (CsvWriter writer = out == null ? new CsvWriter(to.path()) : new CsvWriter(out)) {
      writer.withSeparator(separator).finish(frame);
    }
  }

  private void ndjson(DataFrame frame) throws IOException {
    try (NdjsonWriter writer = out == null ? new NdjsonWriter(to.path()) : new NdjsonWriter(out)) {
      writer.finish(frame);
    }
  }

  private void parquet(DataFrame frame, WriteOptions options) throws IOException {
    try (ParquetWriter writer =
        out == null ? new ParquetWriter(to.path()) : new ParquetWriter(out)) {
      if (options.compression() != null) {
        writer.withCompression(options.compression().parquet());
      }
      writer.finish(frame);
    }
  }

  /** Writes frames one after the other into an Arrow file or stream; returns how many rows. */
  long writeAll(JdbcFrames frames, WriteOptions options, Map<String, String> metadata)
      throws IOException, SQLException {
    try (Progress progress = Progress.show(stdio, Progress.UNKNOWN);
        BatchedWriter writer =
            to.format() == Format.ARROW
                ? arrowWriter(options, metadata).withProgress(progress).batched(frames.schema())
                : arrowsWriter(options, metadata).withProgress(progress).batched(frames.schema())) {
      long rows = frames.writeTo(writer);
      writer.finish();
      return rows;
    }
  }

  private void arrow(DataFrame frame, WriteOptions options, Map<String, String> metadata)
      throws IOException {
    try (Progress progress = Progress.show(stdio, frame.height());
        IpcWriter writer = arrowWriter(options, metadata)) {
      writer.withProgress(progress).finish(frame);
    }
  }

  private IpcWriter arrowWriter(WriteOptions options, Map<String, String> metadata)
      throws IOException {
    IpcWriter writer = out == null ? new IpcWriter(to.path()) : new IpcWriter(out);
    if (options.compression() != null) {
      writer.withCompression(options.compression().ipc(to.format()));
    }
    if (options.compat() != null) {
      writer.withCompatLevel(options.compat());
    }
    if (options.batchRows() != null) {
      writer.withRecordBatchSize(options.batchRows());
    }
    return metadata.isEmpty() ? writer : writer.setCustomSchemaMetadata(metadata);
  }

  private void arrows(DataFrame frame, WriteOptions options, Map<String, String> metadata)
      throws IOException {
    try (Progress progress = Progress.show(stdio, frame.height());
        IpcStreamWriter writer = arrowsWriter(options, metadata)) {
      writer.withProgress(progress).finish(frame);
    }
  }

  private IpcStreamWriter arrowsWriter(WriteOptions options, Map<String, String> metadata)
      throws IOException {
    IpcStreamWriter writer =
        out == null ? new IpcStreamWriter(to.path()) : new IpcStreamWriter(out);
    if (options.compression() != null) {
      writer.withCompression(options.compression().ipc(to.format()));
    }
    if (options.compat() != null) {
      writer.withCompatLevel(options.compat());
    }
    if (options.batchRows() != null) {
      writer.withRecordBatchSize(options.batchRows());
    }
    return metadata.isEmpty() ? writer : writer.setCustomSchemaMetadata(metadata);
  }
}
