package io.github.polars4j.cli;

import io.github.polars4j.Batches;
import io.github.polars4j.CsvReader;
import io.github.polars4j.Field;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcStreamReader;
import io.github.polars4j.NdjsonReader;
import io.github.polars4j.ParquetReader;
import io.github.polars4j.PolarsException;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where frames come from. */
final class Source {
  private final Location from;
  private final @Nullable CountingInputStream in;
  private final long size;

  Source(Location from, Stdio stdio) throws IOException {
    this.from = from;
    this.in = from.path() == null ? new CountingInputStream(stdio.in()) : null;
    boolean file = from.path() != null && Files.isRegularFile(from.path());
    this.size = file ? Files.size(from.path()) : -1; // OUT may replace IN
  }

  /** How many bytes were read, or -1 where that has no meaning (a device). */
  long bytes() {
    return in == null ? size : in.count();
  }

  /** Opens it for frames of {@code rows} rows at the most. */
  FileFrames open(ReadOptions options, int rows) throws IOException {
    try {
      return new FileFrames(from, batches(options, rows), options.columns(), mayWiden(options));
    } catch (PolarsException e) {
      throw new CommandException(Advice.of(e, from), e);
    } catch (IllegalArgumentException e) {
      throw new UsageException(Advice.inOptions(String.valueOf(e.getMessage())));
    }
  }

  private Batches batches(ReadOptions options, int rows) throws IOException {
    return switch (from.format()) {
      case CSV, TSV -> csv(options, rows);
      case NDJSON -> ndjson(options, rows);
      case PARQUET -> parquet(options, rows);
      case ARROW -> arrow(options, rows);
      case ARROWS -> arrows(options, rows);
    };
  }

  /** Whether the types come from some rows, and all can be asked instead. */
  private boolean mayWiden(ReadOptions options) {
    return isTextFile() && options.inferRows() != ReadOptions.ALL_ROWS;
  }

  /** Whether it is text that can be read again. */
  boolean isTextFile() {
    return from.format().isText() && from.path() != null && Files.isRegularFile(from.path());
  }

  private Batches csv(ReadOptions options, int rows) throws IOException {
    try (CsvReader reader = in == null ? new CsvReader(from.path()) : new CsvReader(in)) {
      options.text().apply(reader, from.format());
      options.json().apply(reader);
      if (!options.types().isEmpty()) {
        reader.withSchemaOverrides(schema(options));
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
      return reader.batches(rows);
    }
  }

  private Batches ndjson(ReadOptions options, int rows) throws IOException {
    try (NdjsonReader reader = in == null ? new NdjsonReader(from.path()) : new NdjsonReader(in)) {
      options.json().apply(reader);
      if (!options.types().isEmpty()) {
        reader.withSchemaOverrides(schema(options));
      }
      if (options.inferRows() == ReadOptions.ALL_ROWS) {
        reader.withInferSchemaAll();
      } else {
        reader.withInferSchemaLength(options.inferRows());
      }
      if (options.rows() >= 0) {
        reader.withNRows(options.rows());
      }
      return reader.batches(rows);
    }
  }

  private Batches parquet(ReadOptions options, int rows) throws IOException {
    try (ParquetReader reader =
        in == null ? new ParquetReader(from.path()) : new ParquetReader(in)) {
      if (!options.columns().isEmpty()) {
        reader.withColumns(names(options));
      }
      if (options.rows() >= 0) {
        reader.withNRows(options.rows());
      }
      return reader.batches(rows);
    }
  }

  private Batches arrow(ReadOptions options, int rows) throws IOException {
    try (IpcReader reader = in == null ? new IpcReader(from.path()) : new IpcReader(in)) {
      if (!options.columns().isEmpty()) {
        reader.withColumns(names(options));
      }
      if (options.rows() >= 0) {
        reader.withNRows(options.rows());
      }
      return reader.batches(rows);
    }
  }

  private Batches arrows(ReadOptions options, int rows) throws IOException {
    try (IpcStreamReader reader =
        in == null ? new IpcStreamReader(from.path()) : new IpcStreamReader(in)) {
      if (!options.columns().isEmpty()) {
        reader.withColumns(names(options));
      }
      if (options.rows() >= 0) {
        reader.withNRows(options.rows());
      }
      return reader.batches(rows);
    }
  }

  private static Schema schema(ReadOptions options) {
    List<Field> fields = new ArrayList<>();
    options.types().forEach((name, type) -> fields.add(Field.of(name, type)));
    return Schema.of(fields.toArray(Field[]::new));
  }

  private static String[] names(ReadOptions options) {
    List<String> columns = options.columns();
    return columns.toArray(String[]::new);
  }
}
