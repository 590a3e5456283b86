package io.github.polars4j.cli;

import io.github.polars4j.BinaryText;
import io.github.polars4j.DataFrame;
import io.github.polars4j.NdjsonWriter;
import io.github.polars4j.NonFinite;
import io.github.polars4j.Series;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Values as messages show them: as JSON has them, bytes as hexadecimal digits. */
final class Values {
  private static final String BEFORE = "{\"v\":";
  private static final int MOST = 200;

  private Values() {}

  /** An object of JSON with the components of a record. */
  static <R extends Record> String json(Class<R> type, R row) throws IOException {
    try (DataFrame frame = DataFrame.fromRecords(type, List.of(row))) {
      return line(frame);
    }
  }

  private static String line(DataFrame frame) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (NdjsonWriter writer = new NdjsonWriter(bytes)) {
      writer.withBinaryText(BinaryText.HEX).withNonFinite(NonFinite.TEXT).finish(frame);
    }
    return bytes.toString(StandardCharsets.UTF_8).strip();
  }

  /** One value of a frame, cut where it is long. */
  static String shown(DataFrame frame, long row, String column) throws IOException {
    try (DataFrame one = frame.slice(row, 1);
        Series value = one.column(column);
        Series named = value.rename("v");
        DataFrame alone = named.toFrame()) {
      String json = line(alone);
      return Text.cut(json.substring(BEFORE.length(), json.length() - 1), MOST);
    }
  }
}
