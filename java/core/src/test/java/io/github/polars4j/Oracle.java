package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One process of Python that reads and writes files with pyarrow and polars, as often as asked. */
final class Oracle implements AutoCloseable {
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  Oracle(Path folder) throws IOException {
    Path script = folder.resolve("oracle.py");
    try (InputStream in = Oracle.class.getResourceAsStream("oracle.py")) {
      Files.copy(in, script);
    }
    process =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Whether there is a Python to ask. */
  static boolean isThere() {
    return System.getenv("POLARS4J_PYTHON") != null;
  }

  /** Both read from the file what is in the table. */
  void reads(Path file, Generated.Table table) throws IOException {
    ask("reads", file, "\"expected\": " + table.json());
  }

  /** Has pyarrow write the table, in the form that the file's name ends with. */
  void writes(Path file, Generated.Table table) throws IOException {
    ask("writes", file, "\"types\": " + types(table) + ", \"values\": " + table.json());
  }

  /** Python's own modules for CSV and JSON read from the file what is in the table. */
  void readsText(Path file, Generated.Table table) throws IOException {
    ask("reads_text", file, "\"types\": " + types(table) + ", \"expected\": " + table.json());
  }

  /** Has Python's own modules for CSV and JSON write the table. */
  void writesText(Path file, Generated.Table table, boolean ascii) throws IOException {
    String how = "\"ascii\": " + ascii + ", ";
    ask("writes_text", file, how + "\"types\": " + types(table) + ", \"values\": " + table.json());
  }

  private synchronized void ask(String what, Path file, String more) throws IOException {
    String path = PlainJson.text(file.toString());
    requests.write("{\"do\": \"" + what + "\", \"path\": " + path + ", " + more + "}\n");
    requests.flush();
    assertThat(answers.readLine()).as("%s %s", what, file).isEqualTo("ok");
  }

  private static String types(Generated.Table table) {
    StringBuilder json = new StringBuilder("{");
    for (Field field : table.schema().fields()) {
      json.append(json.length() == 1 ? "" : ", ");
      json.append(PlainJson.text(field.name())).append(": ").append(type(field.dataType()));
    }
    return json.append("}").toString();
  }

  /** A type's name and parameters. */
  private static String type(DataType type) {
    if (type instanceof DataType.List list) {
      return "[\"list\", " + type(list.inner()) + "]";
    } else if (type instanceof DataType.Array array) {
      return "[\"array\", " + type(array.inner()) + ", " + array.width() + "]";
    } else if (type instanceof DataType.Struct struct) {
      StringBuilder json = new StringBuilder("[\"struct\", {");
      for (Field field : struct.fields()) {
        json.append(PlainJson.text(field.name())).append(": ").append(type(field.dataType()));
        json.append(field.equals(struct.fields().get(struct.fields().size() - 1)) ? "" : ", ");
      }
      return json.append("}]").toString();
    } else if (type instanceof DataType.Decimal decimal) {
      return "[\"decimal\", " + decimal.precision() + ", " + decimal.scale() + "]";
    } else if (type instanceof DataType.Datetime datetime) {
      String zone = datetime.zone() == null ? "null" : PlainJson.text(datetime.zone().getId());
      return "[\"timestamp\", " + unit(datetime.unit()) + ", " + zone + "]";
    } else if (type instanceof DataType.Duration duration) {
      return "[\"duration\", " + unit(duration.unit()) + "]";
    }
    return "[" + PlainJson.text(type.toString().replaceFirst("\\(.*", "").toLowerCase()) + "]";
  }

  private static String unit(TimeUnit unit) {
    return switch (unit) {
      case MILLISECONDS -> "\"ms\"";
      case MICROSECONDS -> "\"us\"";
      case NANOSECONDS -> "\"ns\"";
    };
  }

  @Override
  public void close() {
    process.destroy();
  }
}
