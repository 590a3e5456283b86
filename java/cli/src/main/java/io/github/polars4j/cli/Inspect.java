package io.github.polars4j.cli;

import io.github.polars4j.Field;
import io.github.polars4j.IpcLayout;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcStreamReader;
import io.github.polars4j.ParquetLayout;
import io.github.polars4j.ParquetReader;
import io.github.polars4j.PolarsException;
import io.github.polars4j.RecordBatchInfo;
import io.github.polars4j.RowGroupInfo;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polars4j inspect}. */
@Command(
    name = "inspect",
    description =
        "Shows the schema and metadata of an arrow, arrows or parquet file, with the codec and the"
            + " record batches or row groups.",
    usageHelpWidth = 80)
final class Inspect implements Callable<Integer> {
  /** A value longer than this is cut: some tools keep whole schemas as metadata. */
  private static final int VALUE_WIDTH = 120;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file to inspect.")
  private Path file = Path.of("");

  @Option(names = "--from", paramLabel = "FORMAT", description = "arrow, arrows or parquet.")
  private @Nullable Format from;

  @Override
  public Integer call() throws IOException {
    if (file.toString().equals("-")) {
      throw new UsageException("inspect wants a file, not standard input");
    }
    Location location = Location.of(file, from, "--from");
    try {
      show(location);
    } catch (PolarsException e) {
      throw new CommandException(Advice.of(e, location), e);
    }
    return 0;
  }

  private void show(Location location) throws IOException {
    switch (location.format()) {
      case ARROW -> arrow(location.path());
      case ARROWS -> arrows(location.path());
      case PARQUET -> parquet(location.path());
      default ->
          throw new UsageException(
              "inspect is for arrow, arrows and parquet, not for "
                  + location.format()
                  + ": head shows its columns and types");
    }
  }

  private void arrow(Path path) throws IOException {
    try (IpcReader reader = new IpcReader(path)) {
      Schema schema = reader.schema();
      Map<String, String> metadata = reader.customMetadata();
      IpcLayout layout = reader.layout();
      line("format: Arrow IPC file");
      line("size: " + Text.bytes(layout.fileSize()));
      line("codec: " + layout.codec());
      schema(schema);
      metadata(metadata);
      batches(layout);
    }
  }

  private void arrows(Path path) throws IOException {
    try (IpcStreamReader reader = new IpcStreamReader(path)) {
      Schema schema = reader.schema();
      Map<String, String> metadata = reader.customMetadata();
      line("format: Arrow IPC stream");
      schema(schema);
      metadata(metadata);
    }
  }

  private void parquet(Path path) throws IOException {
    try (ParquetReader reader = new ParquetReader(path)) {
      Schema schema = reader.schema();
      Map<String, String> metadata = reader.customMetadata();
      ParquetLayout layout = reader.layout();
      line("format: Parquet");
      line("size: " + Text.bytes(layout.fileSize()));
      if (layout.createdBy() != null) {
        line("created by: " + cut(layout.createdBy()));
      }
      schema(schema);
      metadata(metadata);
      rowGroups(layout);
    }
  }

  private void rowGroups(ParquetLayout layout) {
    long rows = layout.rowGroups().stream().mapToLong(RowGroupInfo::rows).sum();
    line("rows: " + Text.count(rows));
    line("row groups: " + Text.count(layout.rowGroups().size()));
    int index = 0;
    for (RowGroupInfo group : layout.rowGroups()) {
      String codecs =
          group.codecs().stream()
              .sorted()
              .map(codec -> codec.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      line(
          String.format(
              Locale.ROOT,
              "  %d: %s rows, %s (%s unpacked), %s",
              index++,
              Text.count(group.rows()),
              Text.bytes(group.bytes()),
              Text.bytes(group.unpackedBytes()),
              codecs));
    }
  }

  private void schema(Schema schema) {
    line("columns: " + Text.count(schema.size()));
    int width = schema.names().stream().mapToInt(String::length).max().orElse(0);
    for (Field field : schema.fields()) {
      String gap = " ".repeat(width - field.name().length() + 2);
      String end = field.nullable() ? "" : " not null";
      line("  " + field.name() + gap + field.dataType() + end);
    }
  }

  private void metadata(Map<String, String> metadata) {
    line("metadata: " + (metadata.isEmpty() ? "none" : Text.count(metadata.size())));
    new TreeMap<>(metadata).forEach((key, value) -> line("  " + key + " = " + cut(value)));
  }

  private void batches(IpcLayout layout) {
    long rows = layout.recordBatches().stream().mapToLong(RecordBatchInfo::rows).sum();
    line("rows: " + Text.count(rows));
    line("dictionaries: " + Text.count(layout.dictionaries()));
    line("record batches: " + Text.count(layout.recordBatches().size()));
    int index = 0;
    for (RecordBatchInfo batch : layout.recordBatches()) {
      line(
          "  " + index++ + ": " + Text.count(batch.rows()) + " rows, " + Text.bytes(batch.bytes()));
    }
  }

  private static String cut(String value) {
    return value.length() <= VALUE_WIDTH
        ? value
        : value.substring(0, VALUE_WIDTH) + "... (" + Text.count(value.length()) + " characters)";
  }

  private void line(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
  }
}
