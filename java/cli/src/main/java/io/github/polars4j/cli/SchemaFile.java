package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import io.github.polars4j.NdjsonReader;
import io.github.polars4j.PolarsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A file that {@code polars4j schema} wrote. */
final class SchemaFile {
  private SchemaFile() {}

  /** Its columns as the option takes them. */
  static String read(Path file) throws IOException {
    String text = Files.readString(file);
    if (!text.stripLeading().startsWith("{")) {
      return text.lines().filter(line -> !line.isBlank()).collect(Collectors.joining(","));
    }
    try (NdjsonReader reader = new NdjsonReader(file);
        DataFrame frame = reader.finish()) {
      if (frame.height() == 1
          && frame.columnNames().contains("columns")
          && frame.row(0).get("columns") instanceof List<?> columns) {
        return columns.stream().map(SchemaFile::column).collect(Collectors.joining(","));
      }
    } catch (PolarsException e) {
      throw new CommandException(file + ": " + e.getMessage(), e);
    }
    throw new CommandException(file + ": is not what 'polars4j schema --json' writes");
  }

  private static String column(Object column) {
    if (column instanceof Map<?, ?> said
        && said.get("name") instanceof String name
        && said.get("type") instanceof String type) {
      return Schemas.quoted(name) + ":" + type;
    }
    throw new CommandException("a schema's column is no object with a name and a type: " + column);
  }
}
