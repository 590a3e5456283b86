package io.github.polars4j.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table in the project's README, between two markers. */
final class Readme {
  static final String BEGIN = "<!-- benchmarks -->";
  static final String END = "<!-- /benchmarks -->";

  private Readme() {}

  /**
   * Puts the frames that the goals are set for between the markers.
   *
   * @throws IOException if the markers are not there
   */
  static void update(Path readme, Summary summary, List<String> facts) throws IOException {
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("%s has no %s ... %s".formatted(readme, BEGIN, END));
    }
    String before = text.substring(0, begin + BEGIN.length());
    Files.writeString(readme, before + "\n" + section(summary, facts) + text.substring(end));
  }

  private static String section(Summary summary, List<String> facts) {
    Tables tables = new Tables(summary);
    return tables.all().entrySet().stream()
            .filter(entry -> belongs(entry.getKey()))
            .map(entry -> title(entry) + tables.times(entry.getValue()))
            .collect(Collectors.joining("\n"))
        + "\nMedians of interleaved runs; × is the time by polars4j's, more than 1 is slower. "
        + String.join("; ", facts.subList(0, 2))
        + ".\n";
  }

  private static boolean belongs(Tables.Key key) {
    return key.operation() == Operation.WRITE
        && key.compat() == Compat.OLDEST
        && (key.workload().equals(Plan.MIXED) || key.workload().equals(Plan.FLIGHTS));
  }

  private static String title(Map.Entry<Tables.Key, List<Run.Group>> table) {
    Tables.Key key = table.getKey();
    return "\nWriting %s, to %s:\n\n".formatted(key.workload(), key.target());
  }
}
