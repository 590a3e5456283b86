package io.github.polars4j.cli;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.CsvWriter;
import io.github.polars4j.DataFrame;
import io.github.polars4j.FileFormat;
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

  /** Refuses what cannot be written there, before anything is read. */
  static void check(Location to, Stdio stdio) {
    if (to.path() == null && stdio.outIsTerminal() && !to.format().isText()) {
      throw new UsageException(
          to.format() + " is not for a terminal: name a file or pipe the output on");
    }
    if (to.path() != null && FileFormat.isPacked(to.path().toString())) {
      throw new UsageException(
          to.path() + ": compressed output of csv, tsv or ndjson is not supported");
    }
  }

  /** Refuses a file that is there, unless it is to be replaced. */
  static void checkNotThere(Location to, boolean overwrite) {
    if (to.path() != null && !overwrite && Files.isRegularFile(to.path())) {
      throw new CommandException(to.path() + " exists: --overwrite replaces it");
    }
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
    try (Progress progress = progress();
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

  /** None where it would stand among the rows. */
  private Progress progress() {
    return out != null && stdio.outIsTerminal() ? Progress.none(stdio) : Progress.show(stdio);
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
