package io.github.polars4j.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The pictures of the report: how long peers take beside polars4j. */
final class Chart {
  private static final List<Contender> SHOWN =
      List.of(
          Contender.POLARS4J,
          Contender.PYTHON_WRITE,
          Contender.PYARROW,
          Contender.ARROW_JAVA,
          Contender.RUST);

  private static final int WIDTH = 720;
  private static final int LABELS = 250;
  private static final int BAR = 16;
  private static final int STEP = 22;

  /** How many times polars4j's time the widest bar shows. */
  private static final double WIDEST = 4;

  private Chart() {}

  /** The mixed frame, written to the first target, as SVG; empty where that was not measured. */
  static Optional<String> of(Summary summary) {
    List<Block> blocks = new ArrayList<>();
    for (Codec codec : Codec.values()) {
      mixed(summary, codec).ifPresent(group -> blocks.add(new Block(codec.label, group, SHOWN)));
    }
    return draw(summary, "Writing " + Plan.MIXED, blocks);
  }

  /** The pipelines that compress with ZSTD, as SVG; empty where none was measured. */
  static Optional<String> ofPipelines(Summary summary) {
    List<Block> blocks =
        summary.groups().stream()
            .filter(group -> group.operation().isPipeline())
            .filter(group -> group.codec() == Codec.ZSTD || group.operation() == Operation.FIRST)
            .map(
                group ->
                    new Block(
                        group.operation().word() + ": " + group.workload(),
                        group,
                        summary.contenders(List.of(group))))
            .toList();
    return draw(summary, "From other sources to a file, ZSTD 3", blocks);
  }

  /** Bars below a heading. */
  private record Block(String heading, Run.Group group, List<Contender> contenders) {}

  /** The picture, which suits light and dark pages. */
  private static Optional<String> draw(Summary summary, String title, List<Block> blocks) {
    StringBuilder bars = new StringBuilder();
    int y = 30;
    for (Block block : blocks) {
      if (summary.stats(block.group(), block.group().operation().base()).isEmpty()) {
        continue;
      }
      bars.append(text(0, y + 12, "title", block.heading()));
      y += STEP;
      for (Contender contender : block.contenders()) {
        Optional<Stats> stats = summary.stats(block.group(), contender);
        if (stats.isPresent()) {
          double ratio = summary.ratio(block.group(), contender).orElse(Double.NaN);
          bars.append(bar(y, contender, ratio, stats.get().median() / 1e6));
          y += STEP;
        }
      }
      y += 8;
    }
    return bars.isEmpty() ? Optional.empty() : Optional.of(page(y + 6, title, bars.toString()));
  }

  /** The mixed frame as it is written to the first target. */
  private static Optional<Run.Group> mixed(Summary summary, Codec codec) {
    return summary.groups().stream()
        .filter(group -> group.operation() == Operation.WRITE && group.codec() == codec)
        .filter(group -> group.compat() == Compat.OLDEST && group.workload().equals(Plan.MIXED))
        .findFirst();
  }

  private static String bar(int y, Contender contender, double ratio, double millis) {
    double width = (WIDTH - LABELS - 150) * Math.min(ratio, WIDEST) / WIDEST;
    String type = contender.label.contains("polars4j") ? "ours" : "theirs";
    String figures = String.format(Locale.ROOT, "%.2f ×, %,.0f ms", ratio, millis);
    return text(0, y + 13, "label", contender.label)
        + String.format(
            Locale.ROOT,
            "  <rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
            type,
            LABELS,
            y,
            width,
            BAR)
        + text((int) (LABELS + width) + 8, y + 13, "label", figures);
  }

  private static String text(int x, int y, String type, String text) {
    return "  <text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(type, x, y, text);
  }

  private static String page(int height, String title, String bars) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
          <title>%3$s: time by that of polars4j</title>
          <style>
            text { font: 13px sans-serif; fill: #24292f; }
            .title { font-weight: bold; }
            .ours { fill: #2da44e; }
            .theirs { fill: #8c959f; }
            @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .theirs { fill: #6e7681; } }
          </style>
        %4$s%5$s</svg>
        """
        .formatted(WIDTH, height, title, text(0, 14, "title", title + ": less is faster"), bars);
  }
}
