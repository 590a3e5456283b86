package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed command, as a process of this JVM's kind. */
class ProcessTest {
  private static final Path LIB = Path.of(System.getProperty("polars4j.cli.lib"));

  @TempDir private Path folder;

  @Test
  void convertsAndSaysSoInOneLine() throws Exception {
    Path out = folder.resolve("weather.arrow");

    Ran ran =
        run(
            null,
            null,
            "convert",
            Cli.WEATHER.toString(),
            out.toString(),
            "--null-value",
            "NA",
            "--compression",
            "zstd");

    assertThat(ran.err()).hasLineCount(1).contains("26,115 rows, 15 columns");
    assertThat(ran.code()).isZero();
    assertThat(out).exists();
  }

  @Test
  void runsAsAModule() throws Exception {
    Path out = folder.resolve("weather.arrow");
    String main = Main.class.getPackageName() + "/" + Main.class.getName();

    Ran ran =
        run(
            List.of(program(), "-p", LIB.toString(), "-m", main),
            null,
            null,
            "convert",
            Cli.WEATHER.toString(),
            out.toString());

    assertThat(ran.err()).contains("26,115 rows, 15 columns");
    assertThat(ran.code()).isZero();
    assertThat(out).exists();
  }

  @Test
  void queriesWhereDuckDbIsThere() throws Exception {
    Path out = folder.resolve("out.csv");
    String[] sql = {"sql", "select count(*) as n from weather", Cli.WEATHER.toString()};
    String jar =
        Path.of(
                org.duckdb.DuckDBDriver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI())
            .toString();

    Ran without = run(null, null, sql);
    Ran with = run(null, out, sql[0], sql[1], sql[2], "-o-", "--to=csv", "--driver-path", jar);

    assertThat(without.code()).isEqualTo(1);
    assertThat(without.err())
        .hasLineCount(1)
        .contains("no JDBC driver for jdbc:duckdb:", "--driver-path", "org.duckdb:duckdb_jdbc");
    assertThat(with.code()).as(with.err()).isZero();
    assertThat(out).hasContent("n\n26115\n");
  }

  @Test
  void pipes() throws Exception {
    Path arrows = folder.resolve("weather.arrows");
    Path csv = folder.resolve("weather.csv");

    Ran there = run(Cli.WEATHER, arrows, "convert", "-", "-", "--from", "csv", "--to", "arrows");
    Ran back = run(arrows, csv, "convert", "-", "-", "--from", "arrows", "--to", "csv");

    assertThat(there.code()).as(there.err()).isZero();
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(Files.readAllLines(csv)).hasSize(26_116).startsWith(header());
  }

  /** polars by itself leaves rows out beyond the tenth. */
  @Test
  void showsEveryRowThatWasAskedFor() throws Exception {
    Path out = folder.resolve("table.txt");

    Ran ran = run(null, out, "head", "-n", "25", Cli.WEATHER.toString());

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(Files.readAllLines(out).stream().filter(line -> line.contains("EWR"))).hasSize(25);
  }

  @Test
  void failsWithOne() throws Exception {
    Ran ran = run(null, null, "convert", "none.csv", folder.resolve("x.arrow").toString());

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).isEqualTo("polars4j: no such file or folder: none.csv\n");
  }

  @Test
  void failsWithTwoOnUsage() throws Exception {
    assertThat(run(null, null, "convert", "--nope").code()).isEqualTo(2);
  }

  @Test
  void failsWhereStandardOutputIsFull() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));

    Ran table = run(null, full, "head", Cli.WEATHER.toString());
    Ran data = run(null, full, "convert", Cli.WEATHER.toString(), "-", "--to", "arrow");

    assertThat(table.code()).isEqualTo(1);
    assertThat(table.err()).contains("cannot write to standard output");
    assertThat(data.code()).isEqualTo(1);
    assertThat(data.err()).doesNotContain("\tat ");
  }

  @Test
  void leavesNothingBehindWhenStopped() throws Exception {
    Path out = folder.resolve("out.arrow");
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of("convert", Cli.WEATHER.toString(), out.toString()));
    // slow enough to be stopped halfway: 26,115 record batches
    command.addAll(List.of("--compression", "zstd:22", "--record-batch-size", "1"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (process.isAlive() && files().isEmpty()) {
      Thread.sleep(20);
    }
    assertThat(files()).singleElement().asString().endsWith(".tmp");

    process.destroy();

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 15);
    assertThat(files()).isEmpty();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static String header() throws IOException {
    try (Stream<String> lines = Files.lines(Cli.WEATHER)) {
      return lines.findFirst().orElseThrow();
    }
  }

  private record Ran(int code, String err) {}

  /** Runs the command between files; null is an empty input, or an output that nobody reads. */
  private Ran run(@Nullable Path in, @Nullable Path out, String... args) throws Exception {
    return run(java(), in, out, args);
  }

  private Ran run(List<String> java, @Nullable Path in, @Nullable Path out, String... args)
      throws Exception {
    Path err = Files.createTempFile(folder, "err", ".txt");
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    if (in != null) {
      builder.redirectInput(in.toFile());
    }
    builder.redirectOutput(
        out == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(out.toFile()));
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("no end of " + command);
    }
    return new Ran(process.exitValue(), Files.readString(err, StandardCharsets.UTF_8));
  }

  /** How the command is run. */
  static List<String> java() throws IOException {
    return List.of(program(), "-jar", jar().toString());
  }

  private static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path jar() throws IOException {
    try (Stream<Path> jars = Files.list(LIB)) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith("polars4j-cli-"))
          .findFirst()
          .orElseThrow();
    }
  }
}
