package io.github.polars4j.cli;

import io.github.polars4j.Batches;
import io.github.polars4j.CsvReader;
import io.github.polars4j.Dataset;
import io.github.polars4j.Field;
import io.github.polars4j.FrameReader;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcStreamReader;
import io.github.polars4j.NdjsonReader;
import io.github.polars4j.ParquetReader;
import io.github.polars4j.PolarsException;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where frames come from: a file, several, or standard input. */
final class Source {
  private final Location from;
  private final Inputs inputs;
  private final @Nullable CountingInputStream in;
  private final long size;

  Source(Location from, Stdio stdio) throws IOException {
    this(Inputs.of(from), stdio);
  }

  Source(Inputs inputs, Stdio stdio) throws IOException {
    this.inputs = inputs;
    this.from = inputs.location();
    this.in = from.path() == null ? new CountingInputStream(stdio.in()) : null;
    this.size = inputs.size(); // OUT may replace IN
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
    Dataset several = inputs.dataset();
    if (several != null) {
      several.withReader(path -> reader(inputs.at(path), options));
      if (!options.columns().isEmpty()) {
        several.withColumns(names(options));
      }
      if (options.rows() >= 0) {
        several.withNRows(options.rows());
      }
      return several.batches(rows);
    }
    try (FrameReader reader = reader(from, options)) {
      if (!options.columns().isEmpty() && from.format() != Format.NDJSON) {
        reader.withColumns(names(options));
      }
      if (options.rows() >= 0) {
        reader.withNRows(options.rows());
      }
      return reader.batches(rows);
    }
  }

  /** Whether the types come from some rows, and all can be asked instead. */
  private boolean mayWiden(ReadOptions options) {
    return isTextFile() && options.inferRows() != ReadOptions.ALL_ROWS;
  }

  /** Whether it is text that can be read again. */
  boolean isTextFile() {
    return inputs.hasText() && size >= 0;
  }

  private FrameReader reader(Location at, ReadOptions options) {
    Path path = at.path();
    return switch (at.format()) {
      case CSV, TSV -> {
        CsvReader reader = path == null ? new CsvReader(in) : new CsvReader(path);
        options.text().apply(reader, at.format());
        options.json().apply(reader);
        if (!options.types().isEmpty()) {
          reader.withSchemaOverrides(schema(options));
        }
        yield options.inferRows() == ReadOptions.ALL_ROWS
            ? reader.withInferSchemaAll()
            : reader.withInferSchemaLength(options.inferRows());
      }
      case NDJSON -> {
        NdjsonReader reader = path == null ? new NdjsonReader(in) : new NdjsonReader(path);
        options.json().apply(reader);
        if (!options.types().isEmpty()) {
          reader.withSchemaOverrides(schema(options));
        }
        yield options.inferRows() == ReadOptions.ALL_ROWS
            ? reader.withInferSchemaAll()
            : reader.withInferSchemaLength(options.inferRows());
      }
      case PARQUET -> path == null ? new ParquetReader(in) : new ParquetReader(path);
      case ARROW -> path == null ? new IpcReader(in) : new IpcReader(path);
      case ARROWS -> path == null ? new IpcStreamReader(in) : new IpcStreamReader(path);
    };
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
