package io.github.polars4j.cli;

import io.github.polars4j.CsvReader;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcStreamReader;
import io.github.polars4j.NdjsonReader;
import io.github.polars4j.ParquetReader;
import io.github.polars4j.PolarsException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a frame comes from. */
final class Source {
  private final Location from;
  private final @Nullable CountingInputStream in;

  Source(Location from, Stdio stdio) {
    this.from = from;
    this.in = from.path() == null ? new CountingInputStream(stdio.in()) : null;
  }

  /** How many bytes were read, or -1 where that has no meaning (a device). */
  long bytes() throws IOException {
    if (in != null) {
      return in.count();
    }
    return Files.isRegularFile(from.path()) ? Files.size(from.path()) : -1;
  }

  /** Reads the frame; {@code metadata} gets the Arrow schema's own, if the format has one. */
  DataFrame read(ReadOptions options, Map<String, String> metadata) throws IOException {
    try {
      return readAny(options, metadata);
    } catch (PolarsException e) {
      throw new CommandException(Advice.of(e, from), e);
    }
  }

  private DataFrame readAny(ReadOptions options, Map<String, String> metadata) throws IOException {
    DataFrame all =
        switch (from.format()) {
          case CSV -> csv(options, ',');
          case TSV -> csv(options, '\t');
          case NDJSON -> ndjson(options);
          case PARQUET -> parquet(options);
          case ARROW -> arrow(options, metadata);
          case ARROWS -> arrows(options, metadata);
        };
    if (options.columns().isEmpty()) {
      return all;
    }
    // Readers give the file's order, NDJSON gives every column.
    try (all) {
      return all.select(options.columns());
    }
  }

  private DataFrame csv(ReadOptions options, char separator) throws IOException {
    try (CsvReader reader = in == null ? new CsvReader(from.path()) : new CsvReader(in)) {
      reader.withSeparator(separator).withTryParseDates(options.parseDates());
      reader.withTruncateRaggedLines(options.truncateRagged());
      if (!options.nullValues().isEmpty()) {
        reader.withNullValues(options.nullValues().toArray(String[]::new));
      }
      if (options.inferRows() == ReadOptions.ALL_ROWS) {
        reader.withInferSchemaAll();
      } else {
        reader.withInferSchemaLength(options.inferRows());
      }
      if (!options.columns().isEmpty()) {
        reader.withColumns(names(options));
      }
      if (options.rows() >= 0) {
        reader.withNRows(options.rows());
      }
      return reader.finish();
    }
  }

  private DataFrame ndjson(ReadOptions options) throws IOException {
    try (NdjsonReader reader = in == null ? new NdjsonReader(from.path()) : new NdjsonReader(in)) {
      if (options.inferRows() == ReadOptions.ALL_ROWS) {
        reader.withInferSchemaAll();
      } else {
        reader.withInferSchemaLength(options.inferRows());
      }
      if (options.rows() >= 0) {
        reader.withNRows(options.rows());
      }
      return reader.finish();
    }
  }

  private DataFrame parquet(ReadOptions options) throws IOException {
    try (ParquetReader reader =
        in == null ? new ParquetReader(from.path()) : new ParquetReader(in)) {
      if (!options.columns().isEmpty()) {
        reader.withColumns(names(options));
      }
      if (options.rows() >= 0) {
        reader.withNRows(options.rows());
      }
      return reader.finish();
    }
  }

  private DataFrame arrow(ReadOptions options, Map<String, String> metadata) throws IOException {
    try (IpcReader reader = in == null ? new IpcReader(from.path()) : new IpcReader(in)) {
      if (!options.columns().isEmpty()) {
        reader.withColumns(names(options));
      }
      if (options.rows() >= 0) {
        reader.withNRows(options.rows());
      }
      metadata.putAll(reader.customMetadata());
      return reader.finish();
    }
  }

  private DataFrame arrows(ReadOptions options, Map<String, String> metadata) throws IOException {
    try (IpcStreamReader reader =
        in == null ? new IpcStreamReader(from.path()) : new IpcStreamReader(in)) {
      if (!options.columns().isEmpty()) {
        reader.withColumns(names(options));
      }
      if (options.rows() >= 0) {
        reader.withNRows(options.rows());
      }
      metadata.putAll(reader.customMetadata());
      return reader.finish();
    }
  }

  private static String[] names(ReadOptions options) {
    List<String> columns = options.columns();
    return columns.toArray(String[]::new);
  }
}
