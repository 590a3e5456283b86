package io.github.polars4j.benchmarks.soak;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The picture of a run: a panel for each line, over time. */
final class Plot {
  private static final int WIDTH = 720;
  private static final int LEFT = 60;
  private static final int TOP = 24;
  private static final int HEIGHT = 70;
  private static final int STEP = TOP + HEIGHT + 22;

  private Plot() {}

  /** The picture as SVG, which suits light and dark pages; each panel begins at nothing. */
  static String of(List<Sample> samples, List<Sample> steady) {
    double end = samples.get(samples.size() - 1).minute();
    StringBuilder panels = new StringBuilder();
    int y = 0;
    for (Sample.Line line : Sample.LINES) {
      panels.append(panel(samples, Sample.slope(steady, line), line, end, y));
      y += STEP;
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
          <title>What a process holds in %3$.0f minutes</title>
          <style>
            text { font: 13px sans-serif; fill: #24292f; }
            .title { font-weight: bold; }
            .end { text-anchor: end; }
            .axis { stroke: #8c959f; }
            .line { fill: none; stroke: #2da44e; stroke-width: 1.5; }
            @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .axis { stroke: #6e7681; } }
          </style>
        %4$s</svg>
        """
        .formatted(WIDTH, y, end, panels);
  }

  private static String panel(
      List<Sample> samples, double slope, Sample.Line line, double end, int y) {
    double most = samples.stream().mapToDouble(line.number()).max().orElse(0);
    double top = most <= 0 ? 1 : most * 1.1;
    int floor = y + TOP + HEIGHT;
    String points =
        samples.stream()
            .map(
                sample ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + (WIDTH - LEFT - 10) * sample.minute() / end,
                        floor - HEIGHT * line.number().applyAsDouble(sample) / top))
            .collect(Collectors.joining(" "));
    String title = String.format(Locale.ROOT, "%s: %+.1f an hour", line.name(), slope);
    return text(LEFT, y + 16, "title", title)
        + text(LEFT - 6, y + TOP + 10, "end", String.format(Locale.ROOT, "%.0f", top))
        + text(LEFT - 6, floor, "end", "0")
        + "  <path class=\"axis\" fill=\"none\" d=\"M%1$d %2$dV%3$dH%4$d\"/>\n"
            .formatted(LEFT, y + TOP, floor, WIDTH - 10)
        + "  <polyline class=\"line\" points=\""
        + points
        + "\"/>\n"
        + text(WIDTH - 10, floor + 16, "end", String.format(Locale.ROOT, "%.0f min", end));
  }

  private static String text(int x, int y, String type, String text) {
    return "  <text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(type, x, y, text);
  }
}
