package io.github.polars4j.cli;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.CsvWriter;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcStreamWriter;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.NdjsonWriter;
import io.github.polars4j.ParquetWriter;
import io.github.polars4j.PolarsException;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where frames go. */
final class Target {
  private final Location to;
  private final Stdio stdio;
  private final Memory memory;
  private final @Nullable CountingOutputStream out;

  Target(Location to, Memory memory, Stdio stdio) {
    this.to = to;
    this.memory = memory;
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

  /** Writes all frames, closes them, and returns how many rows they had. */
  long write(Frames frames, WriteOptions options, Map<String, String> metadata)
      throws IOException, SQLException {
    try (Progress progress = Progress.show(stdio);
        BatchedWriter writer = open(frames.schema(), options, metadata)) {
      writer.limitBytes(memory.ahead());
      long rows = 0;
      for (DataFrame next = frames.next(); next != null; next = frames.next()) {
        try (DataFrame frame = next) {
          writer.writeBatch(frame);
          rows += frame.height();
        }
        progress.update(rows, frames.progress());
      }
      frames.close(); // OUT may replace IN
      writer.finish();
      progress.update(rows, 1);
      return rows;
    } catch (PolarsException e) {
      throw new CommandException(Advice.inOptions(String.valueOf(e.getMessage())), e);
    }
  }

  private BatchedWriter open(Schema schema, WriteOptions options, Map<String, String> metadata)
      throws IOException {
    return switch (to.format()) {
      case CSV -> csvWriter(options).batched(schema);
      case TSV -> csvWriter(options).withSeparator('\t').batched(schema);
      case NDJSON -> ndjsonWriter(options).batched(schema);
      case PARQUET -> parquetWriter(options, metadata).batched(schema);
      case ARROW -> arrowWriter(options, metadata).batched(schema);
      case ARROWS -> arrowsWriter(options, metadata).batched(schema);
    };
  }

  private CsvWriter csvWriter(WriteOptions options) {
    CsvWriter writer = out == null ? new CsvWriter(to.path()) : new CsvWriter(out);
    return options.json().apply(writer);
  }

  private NdjsonWriter ndjsonWriter(WriteOptions options) {
    NdjsonWriter writer = out == null ? new NdjsonWriter(to.path()) : new NdjsonWriter(out);
    if (options.nonFinite() != null) {
      writer.withNonFinite(options.nonFinite());
    }
    return options.json().apply(writer);
  }

  private ParquetWriter parquetWriter(WriteOptions options, Map<String, String> metadata) {
    ParquetWriter writer = out == null ? new ParquetWriter(to.path()) : new ParquetWriter(out);
    if (options.compression() != null) {
      writer.withCompression(options.compression().parquet());
    }
    if (options.groupBytes() != null) {
      writer.withRowGroupBytes(options.groupBytes());
    }
    return metadata.isEmpty() ? writer : writer.setCustomSchemaMetadata(metadata);
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
