package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What has no form in text is refused, and the JVM lives. */
class TextFormsTest {
  private static final int LAST_DAY = 95_025_871; // of the year 262141

  private static void csv(DataFrame frame, OutputStream out) throws IOException {
    new CsvWriter(out).finish(frame);
  }

  private static void ndjson(DataFrame frame, OutputStream out) throws IOException {
    new NdjsonWriter(out).finish(frame);
  }

  @Test
  void typesWithoutAFormAreRefusedNamingColumnAndType() {
    DataType binaries = DataType.struct(Field.of("x", DataType.list(DataType.BINARY)));
    for (DataType type : List.of(DataType.BINARY, binaries)) {
      Schema schema = Schema.of(Field.of("ok", DataType.INT8), Field.of("b", type));
      String path = type == DataType.BINARY ? "'b'" : "'b.x'";
      try (DataFrame frame = DataFrame.empty(schema)) {
        assertThatThrownBy(() -> ndjson(frame, OutputStream.nullOutputStream()))
            .isInstanceOf(InvalidOperationException.class)
            .hasMessageContainingAll(path, "Binary", "withBinaryText");
      }
      assertThatThrownBy(() -> new NdjsonWriter(OutputStream.nullOutputStream()).batched(schema))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining(path);
    }
    for (DataType type : List.of(DataType.BINARY, binaries)) {
      Schema schema = Schema.of(Field.of("b", type));
      try (DataFrame frame = DataFrame.empty(schema)) {
        assertThatThrownBy(() -> csv(frame, OutputStream.nullOutputStream()))
            .isInstanceOf(InvalidOperationException.class)
            .hasMessageContainingAll("'b'", "CSV", "numbers");
      }
      assertThatThrownBy(() -> new CsvWriter(OutputStream.nullOutputStream()).batched(schema))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("'b'");
    }
  }

  private static void refused(Series series) {
    try (series;
        DataFrame frame = series.toFrame()) {
      assertThatThrownBy(() -> csv(frame, OutputStream.nullOutputStream()))
          .isInstanceOf(OutOfBoundsException.class)
          .hasMessageContainingAll("column 't'", "262141");
      assertThatThrownBy(() -> ndjson(frame, OutputStream.nullOutputStream()))
          .isInstanceOf(OutOfBoundsException.class)
          .hasMessageContainingAll("column 't'", "262141");
    }
  }

  @Test
  void pointsInTimeThatTextCannotSayAreRefused() {
    for (int day : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, LAST_DAY + 1}) {
      refused(Series.of("t", DataType.DATE, new int[] {0, day}, null));
    }
    for (TimeUnit unit : List.of(TimeUnit.MILLISECONDS, TimeUnit.MICROSECONDS)) {
      for (String zone : Arrays.asList(null, "Europe/Berlin", "Pacific/Kiritimati")) {
        DataType type =
            zone == null ? DataType.datetime(unit) : DataType.datetime(unit, ZoneId.of(zone));
        for (long value : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
          refused(Series.of("t", type, new long[] {value}, null));
        }
      }
    }
  }

  @Test
  void nestedPointsInTimeAreRefusedNamingThePath() {
    DataType type = DataType.list(DataType.struct(Field.of("d", DataType.DATE)));
    LocalDate late = LocalDate.ofEpochDay(Integer.MAX_VALUE);
    try (Series series = Series.of("t", type, List.of(List.of(Map.of("d", late))));
        DataFrame frame = series.toFrame()) {
      assertThatThrownBy(() -> ndjson(frame, OutputStream.nullOutputStream()))
          .isInstanceOf(OutOfBoundsException.class)
          .hasMessageContaining("'t.d'");
    }
  }

  @Test
  void theFirstAndLastOfWhatTextCanSayAreWritten() throws IOException {
    long last = (LAST_DAY + 1) * 86_400_000_000L - 1;
    for (String zone : List.of("Europe/Berlin", "Pacific/Kiritimati", "America/Los_Angeles")) {
      DataType type = DataType.datetime(TimeUnit.MICROSECONDS, ZoneId.of(zone));
      try (Series days = Series.of("d", DataType.DATE, new int[] {-96_464_927, LAST_DAY}, null);
          Series instants =
              Series.of("t", type, new long[] {-96_464_927 * 86_400_000_000L, last}, null);
          DataFrame frame = DataFrame.of(days, instants)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        csv(frame, out);
        ndjson(frame, out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("+262141-12-31", "-262142-01-01");
      }
    }
  }

  @Test
  void jsonHasNoNumberForNanAndTheInfinities() throws IOException {
    double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1};
    DataType nested = DataType.list(DataType.struct(Field.of("x", DataType.FLOAT32)));
    try (Series series = Series.of("d", values);
        Series deep = Series.of("l", nested, List.of(List.of(Map.of("x", Float.NaN))));
        DataFrame frame = series.toFrame();
        DataFrame deepFrame = deep.toFrame()) {
      assertThatThrownBy(() -> ndjson(frame, OutputStream.nullOutputStream()))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContainingAll("column 'd'", "NaN", "withNonFinite");
      assertThatThrownBy(() -> ndjson(deepFrame, OutputStream.nullOutputStream()))
          .hasMessageContaining("column 'l.x'");
      assertThat(json(NonFinite.NULL, frame))
          .isEqualTo("{\"d\":null}\n{\"d\":null}\n{\"d\":null}\n{\"d\":1.0}\n");
      String text = json(NonFinite.TEXT, frame);
      assertThat(text)
          .isEqualTo("{\"d\":\"NaN\"}\n{\"d\":\"Infinity\"}\n{\"d\":\"-Infinity\"}\n{\"d\":1.0}\n");
      assertThat(json(NonFinite.TEXT, deepFrame)).isEqualTo("{\"l\":[{\"x\":\"NaN\"}]}\n");
      try (DataFrame read =
          new NdjsonReader(text.getBytes(StandardCharsets.UTF_8))
              .withSchemaOverrides(frame.schema())
              .finish()) {
        assertThat(read.contentEquals(frame)).isTrue();
      }
    }
  }

  private static String json(NonFinite way, DataFrame frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new NdjsonWriter(out).withNonFinite(way).finish(frame);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What JSON would say of a null's place is not looked at. */
  @Test
  void aNumberBehindNullIsNotLookedAt() throws IOException {
    try (Series series = Series.of("d", new double[] {Double.NaN}, new boolean[] {false});
        DataFrame frame = series.toFrame()) {
      assertThat(json(NonFinite.REFUSE, frame)).isEqualTo("{\"d\":null}\n");
    }
  }

  @Test
  void bytesAndDurationsAreText() throws IOException {
    byte[] bytes = {0, (byte) 0xff, 'a', 'b'};
    Duration duration = Duration.parse("PT-25H-0.5S");
    try (Series b = Series.of("b", DataType.BINARY, Arrays.asList(bytes, null, new byte[0]));
        Series d =
            Series.of(
                "d",
                DataType.duration(TimeUnit.MILLISECONDS),
                Arrays.asList(duration, Duration.ZERO, null));
        DataFrame frame = DataFrame.of(b, d)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new CsvWriter(out).withBinaryText(BinaryText.BASE64).finish(frame);
      new CsvWriter(out).withBinaryText(BinaryText.HEX).includeHeader(false).finish(frame);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .isEqualTo(
              "b,d\nAP9hYg==,-P1DT3600.5S\n,PT0S\n\"\",\n"
                  + "00ff6162,-P1DT3600.5S\n,PT0S\n\"\",\n");
      for (BinaryText form : BinaryText.values()) {
        out.reset();
        new NdjsonWriter(out).withBinaryText(form).finish(frame);
        String text = form == BinaryText.HEX ? "00ff6162" : "AP9hYg==";
        assertThat(out.toString(StandardCharsets.UTF_8))
            .startsWith("{\"b\":\"" + text + "\",\"d\":\"-P1DT3600.5S\"}\n{\"b\":null,");
        try (DataFrame read =
            new NdjsonReader(out.toByteArray())
                .withSchemaOverrides(frame.schema())
                .withBinaryText(form)
                .finish()) {
          assertThat(read.contentEquals(frame)).isTrue();
        }
      }
    }
  }

  /** Several threads make parts of it. */
  @Test
  void rowsComeInTheirOrderWhateverTheirNumber() throws IOException {
    for (int rows : new int[] {1, 40_000, 400_000}) {
      int[] numbers = IntStream.range(0, rows).toArray();
      try (Series n = Series.of("n", numbers);
          DataFrame once = n.toFrame();
          DataFrame twice = once.vstack(once)) {
        StringBuilder csv = new StringBuilder("n\n");
        StringBuilder json = new StringBuilder();
        IntStream.concat(Arrays.stream(numbers), Arrays.stream(numbers))
            .forEach(
                number -> {
                  csv.append(number).append('\n');
                  json.append("{\"n\":").append(number).append("}\n");
                });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        csv(twice, out);
        assertThat(out.toString(StandardCharsets.UTF_8).contentEquals(csv)).isTrue();
        out.reset();
        ndjson(twice, out);
        assertThat(out.toString(StandardCharsets.UTF_8).contentEquals(json)).isTrue();
        out.reset();
        try (BatchedWriter writer = new CsvWriter(out).batched(once.schema())) {
          writer.writeBatch(once);
          writer.writeBatch(once);
          writer.finish();
        }
        assertThat(out.toString(StandardCharsets.UTF_8).contentEquals(csv)).isTrue();
      }
    }
  }
}
