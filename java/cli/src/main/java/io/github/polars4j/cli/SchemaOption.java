package io.github.polars4j.cli;

import io.github.polars4j.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The types that columns shall have, whatever their source says. */
final class SchemaOption {
  static final String NAME = "--schema";

  @Option(
      names = NAME,
      paramLabel = "NAME:TYPE,...|@FILE",
      description = {
        "Read these columns as these types: code:String,price:Decimal(10,2),at:Datetime(us),",
        "list:List(Int32). A value that doesn't fit is refused. @FILE reads what 'polars4j schema'"
            + " wrote, with --json or without."
      })
  private @Nullable String columns;

  /** Refuses it for a format whose types are its own. */
  void check(Format from) {
    if (columns != null && !from.isText()) {
      throw new UsageException(
          NAME + " is for csv, tsv and ndjson input and for --jdbc, not for " + from);
    }
  }

  /** The types by column; empty if none is given. */
  Map<String, DataType> types() throws IOException {
    if (columns == null) {
      return Map.of();
    }
    return Schemas.parse(
        NAME, columns.startsWith("@") ? SchemaFile.read(Path.of(columns.substring(1))) : columns);
  }
}
