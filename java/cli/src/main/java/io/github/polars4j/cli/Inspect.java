package io.github.polars4j.cli;

import io.github.polars4j.Column;
import io.github.polars4j.ColumnChunkInfo;
import io.github.polars4j.Field;
import io.github.polars4j.IpcLayout;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcStreamReader;
import io.github.polars4j.ParquetCodec;
import io.github.polars4j.ParquetLayout;
import io.github.polars4j.ParquetReader;
import io.github.polars4j.PolarsException;
import io.github.polars4j.RecordBatchInfo;
import io.github.polars4j.RowGroupInfo;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
    usageHelpWidth = 80,
    footer = {
      "",
      "Examples:",
      "  polars4j inspect orders.parquet --chunks",
      "  polars4j inspect orders.arrow --json | jq .rows"
    })
final class Inspect implements Callable<Integer> {
  /** A value longer than this is cut: some tools keep whole schemas as metadata. */
  private static final int VALUE_WIDTH = 120;

  private final Stdio stdio;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file to inspect, or - for stdin.")
  private Path file = Path.of("");

  @Option(names = "--from", paramLabel = "FORMAT", description = "arrow, arrows or parquet.")
  private @Nullable Format from;

  @Option(names = "--chunks", description = "Show each column of each row group of parquet.")
  private boolean chunks;

  @Option(names = "--json", description = "One JSON object, with all that there is to say.")
  private boolean asJson;

  Inspect(Stdio stdio) {
    this.stdio = stdio;
  }

  /** An Arrow IPC file as JSON shows it. */
  record Arrow(
      String format,
      long size,
      String codec,
      List<SchemaCommand.Column> columns,
      Map<String, String> metadata,
      long rows,
      int dictionaries,
      @Column("record_batches") List<RecordBatchInfo> recordBatches) {}

  /** An Arrow IPC stream as JSON shows it. */
  record Arrows(String format, List<SchemaCommand.Column> columns, Map<String, String> metadata) {}

  /** A Parquet file as JSON shows it. */
  record Parquet(
      String format,
      long size,
      @Column("created_by") @Nullable String createdBy,
      List<SchemaCommand.Column> columns,
      Map<String, String> metadata,
      long rows,
      @Column("row_groups") List<Group> rowGroups) {}

  /** A row group. */
  record Group(
      long rows, long bytes, @Column("unpacked_bytes") long unpackedBytes, List<Chunk> columns) {}

  /** What it has of a column. */
  record Chunk(
      String column, String codec, long bytes, @Column("unpacked_bytes") long unpackedBytes) {
    static Chunk of(ColumnChunkInfo info) {
      return new Chunk(info.column(), name(info.codec()), info.bytes(), info.unpackedBytes());
    }
  }

  @Override
  public Integer call() throws IOException {
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
      case ARROW -> arrow(location);
      case ARROWS -> arrows(location);
      case PARQUET -> parquet(location);
      default ->
          throw new UsageException(
              "inspect is for arrow, arrows and parquet, not for "
                  + location.format()
                  + ": head shows its columns and types");
    }
  }

  private void arrow(Location at) throws IOException {
    try (IpcReader reader =
        at.path() == null ? new IpcReader(stdio.in()) : new IpcReader(at.path())) {
      Schema schema = reader.schema();
      Map<String, String> metadata = reader.customMetadata();
      IpcLayout layout = reader.layout();
      List<RecordBatchInfo> batches = layout.recordBatches();
      long rows = batches.stream().mapToLong(RecordBatchInfo::rows).sum();
      if (asJson) {
        Arrow shown =
            new Arrow(
                at.format().toString(),
                layout.fileSize(),
                layout.codec(),
                SchemaCommand.columns(schema),
                metadata,
                rows,
                layout.dictionaries(),
                batches);
        line(Values.json(Arrow.class, shown));
        return;
      }
      line("format: Arrow IPC file");
      line("size: " + Text.bytes(layout.fileSize()));
      line("codec: " + layout.codec());
      schema(schema);
      metadata(metadata);
      line("rows: " + Text.count(rows));
      batches(layout);
    }
  }

  private void arrows(Location at) throws IOException {
    try (IpcStreamReader reader =
        at.path() == null ? new IpcStreamReader(stdio.in()) : new IpcStreamReader(at.path())) {
      Schema schema = reader.schema();
      Map<String, String> metadata = reader.customMetadata();
      if (asJson) {
        Arrows shown = new Arrows(at.format().toString(), SchemaCommand.columns(schema), metadata);
        line(Values.json(Arrows.class, shown));
        return;
      }
      line("format: Arrow IPC stream");
      schema(schema);
      metadata(metadata);
    }
  }

  private void parquet(Location at) throws IOException {
    try (ParquetReader reader =
        at.path() == null ? new ParquetReader(stdio.in()) : new ParquetReader(at.path())) {
      Schema schema = reader.schema();
      Map<String, String> metadata = reader.customMetadata();
      ParquetLayout layout = reader.layout();
      long rows = layout.rowGroups().stream().mapToLong(RowGroupInfo::rows).sum();
      if (asJson) {
        Parquet shown =
            new Parquet(
                at.format().toString(),
                layout.fileSize(),
                layout.createdBy(),
                SchemaCommand.columns(schema),
                metadata,
                rows,
                layout.rowGroups().stream().map(Inspect::group).toList());
        line(Values.json(Parquet.class, shown));
        return;
      }
      line("format: Parquet");
      line("size: " + Text.bytes(layout.fileSize()));
      if (layout.createdBy() != null) {
        line("created by: " + cut(layout.createdBy()));
      }
      schema(schema);
      metadata(metadata);
      line("rows: " + Text.count(rows));
      rowGroups(layout);
    }
  }

  private static Group group(RowGroupInfo group) {
    List<Chunk> columns = group.columns().stream().map(Chunk::of).toList();
    return new Group(group.rows(), group.bytes(), group.unpackedBytes(), columns);
  }

  private static String name(ParquetCodec codec) {
    return codec.name().toLowerCase(Locale.ROOT);
  }

  private void rowGroups(ParquetLayout layout) {
    line("row groups: " + Text.count(layout.rowGroups().size()));
    int index = 0;
    for (RowGroupInfo group : layout.rowGroups()) {
      String codecs =
          group.codecs().stream().sorted().map(Inspect::name).collect(Collectors.joining(", "));
      line(
          String.format(
              Locale.ROOT,
              "  %d: %s rows, %s (%s unpacked), %s",
              index++,
              Text.count(group.rows()),
              Text.bytes(group.bytes()),
              Text.bytes(group.unpackedBytes()),
              codecs));
      for (ColumnChunkInfo chunk : chunks ? group.columns() : List.<ColumnChunkInfo>of()) {
        line(
            "    "
                + chunk.column()
                + ": "
                + Text.bytes(chunk.bytes())
                + " ("
                + Text.bytes(chunk.unpackedBytes())
                + " unpacked), "
                + name(chunk.codec()));
      }
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
