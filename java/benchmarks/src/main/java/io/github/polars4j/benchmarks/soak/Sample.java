package io.github.polars4j.benchmarks.soak;

import io.github.polars4j.NativeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What a process holds at some moment. */
record Sample(
    double minute,
    double resident,
    double handles,
    double held,
    double descriptors,
    double threads) {
  private static final double MB = 1 << 20;

  /** A number of a sample, and by how much it may grow in an hour. */
  record Line(String name, ToDoubleFunction<Sample> number, double most) {}

  static final List<Line> LINES =
      List.of(
          new Line("resident MB", Sample::resident, 100),
          new Line("handles", Sample::handles, 10),
          new Line("held MB", Sample::held, 10),
          new Line("descriptors", Sample::descriptors, 5),
          new Line("threads", Sample::threads, 3));

  /** What this process holds, once the collector has seen what was dropped. */
  static Sample now(double minute) throws IOException, InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(100);
    }
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    long descriptors;
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      descriptors = files.count() - 1; // that of the listing itself
    }
    return new Sample(
        minute,
        number(status, "VmRSS:") / 1024,
        NativeMemory.liveHandles(),
        NativeMemory.bytesHeld() / MB,
        descriptors,
        number(status, "Threads:"));
  }

  private static double number(List<String> status, String name) {
    String line = status.stream().filter(found -> found.startsWith(name)).findFirst().orElseThrow();
    return Double.parseDouble(line.replaceAll("\\D", ""));
  }

  /** The slope of the line through the samples, by least squares, an hour. */
  static double slope(List<Sample> samples, Line line) {
    double x = samples.stream().mapToDouble(Sample::minute).average().orElse(0);
    double y = samples.stream().mapToDouble(line.number()).average().orElse(0);
    double above = 0;
    double below = 0;
    for (Sample sample : samples) {
      above += (sample.minute() - x) * (line.number().applyAsDouble(sample) - y);
      below += (sample.minute() - x) * (sample.minute() - x);
    }
    return below == 0 ? 0 : above / below * 60;
  }

  /** The samples as a table for programs. */
  static String csv(List<Sample> samples) {
    StringBuilder csv =
        new StringBuilder("minute,resident_mb,handles,held_mb,descriptors,threads\n");
    for (Sample sample : samples) {
      csv.append(String.format(Locale.ROOT, "%.2f", sample.minute()));
      for (Line line : LINES) {
        csv.append(String.format(Locale.ROOT, ",%.1f", line.number().applyAsDouble(sample)));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "| %.1f | %.0f | %.0f | %.1f | %.0f | %.0f |",
        minute,
        resident,
        handles,
        held,
        descriptors,
        threads);
  }
}
