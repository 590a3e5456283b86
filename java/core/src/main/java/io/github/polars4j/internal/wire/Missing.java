package io.github.polars4j.internal.wire;

import io.github.polars4j.Schema;
import java.util.stream.Collectors;

/** What is said of a column that is not there, in the native side's words. */
public final class Missing {
  private static final int LISTED = 400;

  private Missing() {}

  /** Names the column, and those that there are. */
  public static String column(String name, Schema schema) {
    String listed =
        schema.names().stream()
            .limit(LISTED)
            .map(other -> '"' + other + '"')
            .collect(Collectors.joining(", "));
    return "no column '"
        + Shown.cut(name)
        + "': the columns are ["
        + Shown.cut(listed, LISTED)
        + "]";
  }
}
