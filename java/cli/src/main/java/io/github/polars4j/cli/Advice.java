package io.github.polars4j.cli;

import io.github.polars4j.PolarsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says of input that cannot be read which of the command's options may help. */
final class Advice {
  private static final int MAGIC = 6;
  private static final Pattern BAD_VALUE =
      Pattern.compile("could not parse `(.*?)` as dtype `.*?` at (column .*?) \\(", Pattern.DOTALL);
  private static final Pattern BAD_JSON = Pattern.compile("cannot parse '.*' \\(.*\\) as ");
  private static final Pattern LATE_KEY =
      Pattern.compile("key '.*' (is not among those|was null in all) of the rows .*? columns");

  private Advice() {}

  static String of(PolarsException e, Location from) {
    String message = String.valueOf(e.getMessage()).replace("<InputStream>", "standard input");
    @Nullable Format real = sniff(from);
    if (real != null && real != from.format()) {
      return paragraph(message) + ": it begins like " + real + ", so try --from " + real;
    }
    if (!from.format().isText()) {
      return message;
    }
    Matcher bad = BAD_VALUE.matcher(message);
    if (bad.find()) {
      if (bad.group(1).startsWith("\"")) {
        return message.substring(0, bad.start())
            + bad.group(2)
            + ": a quoted field does not end: "
            + bad.group(1).lines().findFirst().orElse("");
      }
      return paragraph(message)
          + ": convert --infer-rows all settles types by every row, --null-value '"
          + bad.group(1)
          + "' takes it for missing";
    }
    if (message.contains("found more fields than")) {
      return paragraph(message)
          + ": convert --truncate-ragged drops what is beyond the header's columns";
    }
    if (BAD_JSON.matcher(message).find()) {
      return message + ": convert --infer-rows all settles types by every row";
    }
    Matcher key = LATE_KEY.matcher(message);
    if (key.find()) {
      return message.substring(0, key.end())
          + ": convert --infer-rows all settles columns by every row";
    }
    if (message.contains("invalid utf-8")) {
      return message + ": text must be UTF-8, which iconv can make of it";
    }
    return message;
  }

  /** Without what follows an empty line: advice in terms of Python and the same once more. */
  private static String paragraph(String message) {
    int end = message.indexOf("\n\n");
    return end < 0 ? message : message.substring(0, end);
  }

  /** The binary format that a file begins like, or null. */
  private static @Nullable Format sniff(Location from) {
    if (from.path() == null || !Files.isRegularFile(from.path())) {
      return null;
    }
    try (InputStream in = Files.newInputStream(from.path())) {
      String start = new String(in.readNBytes(MAGIC), StandardCharsets.ISO_8859_1);
      if (start.startsWith("ARROW1")) {
        return Format.ARROW;
      }
      if (start.startsWith("PAR1")) {
        return Format.PARQUET;
      }
      return start.startsWith("\u00ff\u00ff\u00ff\u00ff") ? Format.ARROWS : null;
    } catch (IOException e) {
      return null;
    }
  }
}
