package io.github.polars4j.cli;

import io.github.polars4j.BinaryText;
import io.github.polars4j.DataFrame;
import io.github.polars4j.NdjsonWriter;
import io.github.polars4j.NonFinite;
import io.github.polars4j.Series;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Values as messages show them: as JSON has them, bytes as hexadecimal digits. */
final class Values {
  private static final String BEFORE = "{\"v\":";
  private static final int MOST = 200;

  private Values() {}

  /** One value of a frame, cut where it is long. */
  static String shown(DataFrame frame, long row, String column) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame one = frame.slice(row, 1);
        Series value = one.column(column);
        Series named = value.rename("v");
        DataFrame alone = named.toFrame();
        NdjsonWriter writer = new NdjsonWriter(bytes)) {
      writer.withBinaryText(BinaryText.HEX).withNonFinite(NonFinite.TEXT).finish(alone);
    }
    String json = bytes.toString(StandardCharsets.UTF_8).strip();
    return Text.cut(json.substring(BEFORE.length(), json.length() - 1), MOST);
  }
}
