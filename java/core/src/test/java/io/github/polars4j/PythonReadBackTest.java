package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** pyarrow and Python polars read from our files what was put in. */
@EnabledIfEnvironmentVariable(
    named = "POLARS4J_PYTHON",
    matches = ".+",
    disabledReason = "POLARS4J_PYTHON names a Python with pyarrow and polars")
class PythonReadBackTest {
  @TempDir Path folder;

  @Test
  void pythonReadsTheSameValues() throws Exception {
    List<Sample.Column> first = Sample.columns(100, 0);
    List<Sample.Column> second = Sample.columns(33, 100);
    int files = 0;
    try (DataFrame a = Sample.frame(first);
        DataFrame b = Sample.frame(second);
        DataFrame both = a.vstack(b)) {
      for (IpcOutputs output : IpcOutputs.all().toList()) {
        boolean single =
            output.way() == IpcOutputs.Way.FINISH || output.way() == IpcOutputs.Way.STREAM;
        String name = output.toString().replace(' ', '-').replaceAll("[^a-z0-9_-]", "");
        Path file = folder.resolve(name + (output.way().isStream() ? ".arrows" : ".arrow"));
        output.write(file, single ? List.of(both) : List.of(a, b));
        files++;
      }
    }
    Files.writeString(folder.resolve("expected.json"), expected(first, second));
    assertThat(runPython()).isEqualTo(files + " files read\n");
  }

  private String runPython() throws IOException, InterruptedException {
    Path script = folder.resolve("read_back.py");
    try (InputStream in = getClass().getResourceAsStream("read_back.py")) {
      Files.copy(in, script);
    }
    Process python =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), script.toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    return output;
  }

  private static String expected(List<Sample.Column> first, List<Sample.Column> second) {
    StringBuilder json = new StringBuilder("{\"metadata\": {");
    json.append(
        Sample.METADATA.entrySet().stream()
            .map(entry -> quote(entry.getKey()) + ": " + quote(entry.getValue()))
            .collect(Collectors.joining(", ")));
    json.append("}, \"columns\": {");
    for (int c = 0; c < first.size(); c++) {
      Sample.Column column = first.get(c);
      String values =
          Stream.concat(column.values().stream(), second.get(c).values().stream())
              .map(value -> json(column.type(), value))
              .collect(Collectors.joining(", "));
      json.append(c == 0 ? "" : ", ").append(quote(column.name())).append(": [");
      json.append(values).append(']');
    }
    return json.append("}}").toString();
  }

  /** A value as the script sees it. */
  private static String json(DataType type, Object value) {
    if (value == null || value instanceof Boolean) {
      return String.valueOf(value);
    }
    if (value instanceof Float number) {
      return Double.toString(number);
    }
    if (value instanceof Number) {
      return value.toString();
    }
    if (value instanceof byte[] bytes) {
      return quote(HexFormat.of().formatHex(bytes));
    }
    if (value instanceof LocalDate date) {
      return Long.toString(date.toEpochDay());
    }
    if (value instanceof LocalTime time) {
      return Long.toString(time.toNanoOfDay());
    }
    if (value instanceof Duration duration) {
      return Long.toString(duration.toNanos() / 1000); // the sample's are in microseconds
    }
    LocalDateTime epoch = LocalDateTime.of(1970, 1, 1, 0, 0);
    if (value instanceof LocalDateTime time) {
      return Long.toString(ChronoUnit.NANOS.between(epoch, time));
    }
    if (value instanceof ZonedDateTime time) {
      ChronoUnit unit =
          ((DataType.Datetime) type).unit() == TimeUnit.MILLISECONDS
              ? ChronoUnit.MILLIS
              : ChronoUnit.NANOS;
      LocalDateTime utc = time.withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
      return Long.toString(unit.between(epoch, utc));
    }
    return quote(value.toString());
  }

  private static String quote(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + escaped + '"';
  }
}
