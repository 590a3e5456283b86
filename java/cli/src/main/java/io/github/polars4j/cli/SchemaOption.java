package io.github.polars4j.cli;

import io.github.polars4j.DataType;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The types that columns shall have, whatever their source says. */
final class SchemaOption {
  static final String NAME = "--schema";

  @Option(
      names = NAME,
      paramLabel = "NAME:TYPE,...",
      description = {
        "Read these columns as these types: code:String,price:Decimal(10,2),at:Datetime(us),",
        "list:List(Int32). A value that doesn't fit is refused."
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
  Map<String, DataType> types() {
    return columns == null ? Map.of() : Schemas.parse(NAME, columns);
  }
}
