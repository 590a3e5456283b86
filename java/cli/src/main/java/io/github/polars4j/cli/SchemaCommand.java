package io.github.polars4j.cli;

import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polars4j schema}. */
@Command(
    name = "schema",
    description = {
      "Shows the columns of a file and their types, a line each, as --schema takes them: --schema"
          + " @FILE reads what this command wrote to FILE."
    },
    usageHelpWidth = 80,
    footer = {
      "",
      "Examples:",
      "  polars4j schema orders.parquet",
      "  polars4j schema good.csv --json > types.json",
      "  polars4j convert next.csv next.arrow --schema @types.json"
    })
final class SchemaCommand implements Callable<Integer> {
  private final Stdio stdio;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file to read, or - for stdin.")
  private Path file = Path.of("");

  @Option(
      names = "--json",
      description = "One JSON object, with what Arrow says of fields and the metadata.")
  private boolean asJson;

  @Mixin private Reading reading = new Reading();

  SchemaCommand(Stdio stdio) {
    this.stdio = stdio;
  }

  /** A column as JSON shows it. */
  record Column(String name, String type, boolean nullable, Map<String, String> metadata) {}

  /** All of them. */
  record Shown(List<Column> columns, Map<String, String> metadata) {}

  @Override
  public Integer call() throws IOException, SQLException {
    PrintWriter out = spec.commandLine().getOut();
    return reading.read(
        file,
        -1,
        1,
        stdio,
        frames -> {
          if (asJson) {
            out.println(json(frames.schema(), frames.metadata()));
          } else {
            for (Field field : frames.schema().fields()) {
              out.println(Schemas.quoted(field.name()) + ":" + Schemas.text(field.dataType()));
            }
          }
          return 0;
        });
  }

  private static String json(Schema schema, Map<String, String> metadata) throws IOException {
    return Values.json(Shown.class, new Shown(columns(schema), metadata));
  }

  /** The columns of a schema as JSON shows them. */
  static List<Column> columns(Schema schema) {
    return schema.fields().stream()
        .map(
            field ->
                new Column(
                    field.name(),
                    Schemas.text(field.dataType()),
                    field.nullable(),
                    field.metadata()))
        .toList();
  }
}
