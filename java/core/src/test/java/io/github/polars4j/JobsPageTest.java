package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/jobs.md} shows the programs of {@code examples/jobs} and counts their lines. The
 * programs compile, but for those whose libraries are not here; {@code examples/jobs/run} runs all.
 */
class JobsPageTest {
  private static final Path ROOT = Path.of(System.getProperty("test.root"));

  /** The rule of the page, as {@code examples/jobs/page.py} has it. */
  private static final Pattern NO_CODE =
      Pattern.compile("\\s*((//|#).*|(import|package)\\b.*|from \\S+ import .*)?");

  private static List<Path> jobs() throws IOException {
    try (Stream<Path> all = Files.list(ROOT.resolve("examples/jobs"))) {
      return all.filter(path -> path.getFileName().toString().matches("\\d\\d-.*"))
          .sorted()
          .toList();
    }
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/jobs.md"));
  }

  /** The files of a job that are there of these. */
  private static List<Path> files(Path job, String... names) {
    return Stream.of(names).map(job::resolve).filter(Files::exists).toList();
  }

  private static long lines(List<Path> files) throws IOException {
    long count = 0;
    for (Path file : files) {
      List<String> text = Files.readAllLines(file);
      // Comments of several lines are not counted right: there are none.
      assertThat(text).as(file.toString()).noneMatch(line -> line.strip().startsWith("/*"));
      count += text.stream().filter(line -> !NO_CODE.matcher(line).matches()).count();
    }
    return count;
  }

  private static List<String> cells(String row) {
    return Stream.of(row.split("\\|")).map(String::strip).toList();
  }

  @Test
  void itsLinesAreCounted() throws IOException {
    List<List<Long>> counts = new ArrayList<>();
    for (Path job : jobs()) {
      List<Path> ours = files(job, "module-info.java", "Job.java", "Job.kt");
      List<Path> arrow = files(job, "arrow-module-info.java", "ArrowJob.java", "ArrowJob.kt");
      counts.add(List.of(lines(ours), lines(arrow), lines(files(job, "job.py"))));
    }
    counts.add(
        IntStream.range(0, 3)
            .mapToObj(i -> counts.stream().mapToLong(count -> count.get(i)).sum())
            .toList());
    List<List<Long>> rows =
        page()
            .lines()
            .filter(line -> line.startsWith("| ") && line.matches(".*\\| \\d+ \\|.*"))
            .map(row -> cells(row).subList(3, 6).stream().map(Long::valueOf).toList())
            .toList();
    assertThat(rows).isEqualTo(counts).hasSize(13);
  }

  @Test
  void itShowsTheProgramsAsTheyAre() throws IOException {
    String page = page();
    for (Path job : jobs()) {
      int number = Integer.parseInt(job.getFileName().toString().substring(0, 2));
      int start = page.indexOf("\n## " + number + ". ");
      int next = page.indexOf("\n## " + (number + 1) + ". ");
      String section = page.substring(start, next < 0 ? page.length() : next);
      for (Path file : files(job, "module-info.java", "Job.java", "Job.kt")) {
        assertThat(section).contains("\n" + Files.readString(file) + "```\n");
      }
      for (Path file : files(job, "ArrowJob.java", "ArrowJob.kt", "job.py")) {
        assertThat(section).contains("](../" + ROOT.relativize(file).toString().replace('\\', '/'));
      }
    }
  }

  @Test
  void itsProgramsCompile(@TempDir Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-proc:none", "-cp", path, "-d", folder.toString()));
    for (Path job : jobs()) {
      for (Path file : files(job, "Job.java", "ArrowJob.java")) {
        String source = Files.readString(file);
        if (source.contains("import io.github.polars4j.arrow.")
            || source.contains("import org.apache.arrow.adapter.jdbc.")) {
          continue;
        }
        // In one run of the compiler: each gets a package of its own.
        String name = "job" + job.getFileName().toString().substring(0, 2);
        Path copy = folder.resolve(name).resolve(file.getFileName());
        Files.createDirectories(copy.getParent());
        Files.writeString(
            copy, "package " + name + ";\n" + source.replaceFirst("^package shop;", ""));
        command.add(copy.toString());
      }
    }
    assertThat(command.stream().filter(word -> word.endsWith("Job.java"))).hasSize(20);
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, command.toArray(String[]::new));
    assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }
}
