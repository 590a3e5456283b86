package io.github.polars4j.internal.jdbc;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's ranges of points in time. The server writes them in the session's time zone, which
 * its driver makes that of the JVM; here they are in UTC, as single points in time are.
 */
final class PgInstants {
  private static final Set<String> RANGES = Set.of("tstzrange", "tstzmultirange");
  private static final Pattern INSTANT =
      Pattern.compile(
          "\\d{4,6}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?"
              + "[+-]\\d\\d(?::\\d\\d(?::\\d\\d)?)?(?: BC)?");

  private PgInstants() {}

  /** Whether values of the type, or of the elements of an array, are such ranges. */
  static boolean areIn(String type) {
    return RANGES.contains(type);
  }

  /** The text of ranges with all points in time in UTC. */
  static @Nullable String inUtc(@Nullable String text) {
    return text == null
        ? null
        : INSTANT
            .matcher(text)
            .replaceAll(
                found ->
                    show(
                        TemporalText.instant(found.group())
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toLocalDateTime()));
  }

  private static String show(LocalDateTime time) {
    int year = time.getYear();
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02d %s+00%s",
        year > 0 ? year : 1 - year,
        time.getMonthValue(),
        time.getDayOfMonth(),
        TemporalText.show(time.toLocalTime()),
        year > 0 ? "" : " BC");
  }
}
