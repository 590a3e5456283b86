package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged files of all formats are read or refused: no crash, no hang, no panic, no more than 2 GB.
 * {@code -Dtest.stressSeconds} says for how long, {@code -Dtest.mutations} for how many at most,
 * {@code -Dtest.seed} which; {@code -Dtest.fuzzReport} is a page to write.
 */
@EnabledOnOs(OS.LINUX)
class FuzzTest {
  private static final Path DATA = Path.of(System.getProperty("test.data", "../../../shared/data"));
  private static final long STRESS = Long.getLong("test.stressSeconds", 5);

  /** The gate runs on two JDKs, and native code is the same on both. */
  private static final long SECONDS =
      Runtime.version().feature() > 17 ? Math.min(STRESS, 10) : STRESS;

  private static final long MUTATIONS = Long.getLong("test.mutations", Long.MAX_VALUE / 2);
  private static final long SEED = Long.getLong("test.seed", 1);

  @TempDir Path folder;

  private static Path corpus() {
    try {
      return Path.of(FuzzTest.class.getResource("/fuzz").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> folders() {
    Stream<Path> handed =
        Stream.of("arrow-testing/files", "arrow-testing/fuzz-file", "arrow-testing/fuzz-stream")
            .map(DATA::resolve);
    Stream<Path> cases = Stream.of(DATA.resolve("cases"), corpus());
    return Stream.concat(handed, cases).filter(Files::isDirectory).toList();
  }

  /** What several processes, one after the other, have found. */
  private final Map<String, Long> counts = new TreeMap<>();

  private final List<String> findings = new ArrayList<>();
  private long all;
  private long memory;

  private void add(String line) {
    String[] words = line.split(" ", 3);
    if (line.startsWith("count ") && words[2].equals("ALL")) {
      all += Long.parseLong(words[1]);
    } else if (line.startsWith("count ")) {
      counts.merge(words[2], Long.parseLong(words[1]), Long::sum);
    } else if (line.startsWith("most memory ")) {
      memory = Math.max(memory, Long.parseLong(line.split(" ")[2]));
    } else if (line.startsWith("found ") || line.startsWith("hangs ")) {
      findings.add(line);
    }
  }

  /** Begins again behind a file that ends the process. */
  private void run() throws Exception {
    long end = System.nanoTime() + SECONDS * 1_000_000_000;
    long first = 0;
    while (System.nanoTime() < end && first < MUTATIONS && findings.size() < 100) {
      double left = (end - System.nanoTime()) / 1e9;
      List<String> arguments = new ArrayList<>(List.of(folder.toString(), String.valueOf(left)));
      Stream.of(MUTATIONS - first, SEED, first).map(String::valueOf).forEach(arguments::add);
      folders().stream().map(Path::toString).forEach(arguments::add);
      List<String> options =
          List.of(
              "-Xmx512m",
              "-XX:+UseSerialGC",
              "-XX:-CreateCoredumpOnCrash",
              "-XX:ErrorFile=" + folder.resolve("hs_err.log"));
      Process process =
          Forked.start(Map.of(), options, Fuzz.class, arguments.toArray(String[]::new));
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      output.lines().forEach(this::add);
      if (process.waitFor() == 0) {
        return;
      }
      assertThat(folder.resolve("current")).as(output).exists();
      ByteBuffer current = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("current")));
      long number = current.getLong(0);
      byte[] bytes = Arrays.copyOfRange(current.array(), 16, 16 + current.getInt(12));
      Path kept = folder.resolve("crash-" + number);
      Files.write(kept, bytes);
      String last = output.lines().reduce("", (a, b) -> b);
      findings.add("crash at " + number + " exit " + process.exitValue() + ": " + last);
      all += number + 1 - first;
      first = number + 1;
    }
  }

  @Test
  void damagedFilesAreReadOrRefused() throws Exception {
    run();
    String report = System.getProperty("test.fuzzReport");
    if (report != null) {
      Files.writeString(Path.of(report), page());
    }
    System.out.println("fuzz: " + all + " damaged files, " + memory + " MB, " + counts);
    assertThat(findings).as("seed %s", SEED).isEmpty();
    assertThat(all).isGreaterThan(Math.min(MUTATIONS, 100) - 1);
    if (all > 2000) {
      for (Seed.Kind kind : Seed.Kind.values()) {
        assertThat(counts).containsKeys(kind + " read", kind + " refused");
      }
    }
  }

  private String page() throws IOException {
    StringBuilder page = new StringBuilder("# Damaged files\n\n");
    page.append("Written by `java/benchmarks/fuzz`: files of all formats whose numbers, words and ")
        .append("bytes\nwere changed, read in every way by one process.\n\n")
        .append("| format | read | refused | no memory | found |\n|---|---:|---:|---:|---:|\n");
    for (Seed.Kind kind : Seed.Kind.values()) {
      long found =
          counts.keySet().stream()
              .filter(key -> key.startsWith(kind + " FOUND"))
              .mapToLong(counts::get)
              .sum();
      page.append("| " + kind);
      for (String outcome : List.of(" read", " refused", " no memory")) {
        page.append(String.format(" | %,d", counts.getOrDefault(kind + outcome, 0L)));
      }
      page.append(String.format(" | %,d |%n", found));
    }
    page.append(String.format("%n%,d files, seed %d. ", all, SEED))
        .append("The process took " + memory + " MB at most.\n\n");
    page.append(findings.isEmpty() ? "No crash, no hang over 10 s, no panic.\n" : "Found:\n\n");
    findings.forEach(found -> page.append("- `" + found.replace('`', '\'') + "`\n"));
    page.append(
        "\nEarlier runs found these, fixed since; each run of the tests reads the files again:\n\n");
    try (Stream<Path> files = onceFound()) {
      files.forEach(file -> page.append("- `" + file.getFileName() + "`\n"));
    }
    return page.toString();
  }

  static Stream<Path> onceFound() throws IOException {
    return Files.list(corpus()).sorted();
  }

  @ParameterizedTest
  @MethodSource("onceFound")
  void filesThatOnceWereFoundAreReadOrRefused(Path path) throws IOException {
    String name = path.getFileName().toString();
    List<String> columns = List.of();
    Seed seed = new Seed(Seed.Kind.of(name), name, Files.readAllBytes(path), columns);
    for (int i = 0; i < 100; i++) {
      try {
        FuzzRead.run(seed, seed.bytes(), folder.resolve("file"), new Random(i));
      } catch (PolarsPanicException e) {
        fail(name + " in way " + i, e);
      } catch (IOException | PolarsException | UncheckedIOException e) {
        assertThat(e.getMessage()).as("way %s", i).isNotEmpty().doesNotContain(".rs:");
      }
    }
  }
}
