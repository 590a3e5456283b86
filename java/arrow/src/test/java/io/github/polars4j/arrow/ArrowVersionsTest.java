package io.github.polars4j.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module with older versions of Arrow Java than it is compiled against. */
class ArrowVersionsTest {
  private static final Pattern OWN =
      Pattern.compile("(arrow-(c-data|format|memory|vector)|flatbuffers-java).*\\.jar");

  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  @TempDir Path folder;

  @Test
  void withTheVersionItIsCompiledAgainst() throws Exception {
    assertThat(output(CLASS_PATH)).contains("good with " + jarOf(BufferAllocator.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "15"})
  void withOlderVersions(String version) throws Exception {
    assumeThat(version.equals("12") && Runtime.version().feature() >= 21)
        .as("Arrow Java 12 makes direct buffers in a way that newer JDKs lack")
        .isFalse();
    String property = System.getProperty("arrow.versions");
    assumeThat(property).as("arrow.versions").isNotNull();
    Path jars = Path.of(property, version);
    List<String> path = new ArrayList<>();
    try (Stream<Path> files = Files.list(jars)) {
      files.map(Path::toString).forEach(path::add);
    }
    assertThat(path).hasSizeGreaterThan(6);
    for (String entry : CLASS_PATH.split(File.pathSeparator)) {
      if (!OWN.matcher(Path.of(entry).getFileName().toString()).matches()) {
        path.add(entry);
      }
    }
    assertThat(output(String.join(File.pathSeparator, path)))
        .contains("good with arrow-memory-core-" + version + ".");
  }

  private static String jarOf(Class<?> type) {
    String place = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return place.substring(place.lastIndexOf('/') + 1);
  }

  /** What a JVM of its own prints. */
  private String output(String classPath) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    String library = System.getProperty("polars4j.library.path");
    if (library != null) {
      command.add("-Dpolars4j.library.path=" + library);
    }
    command.addAll(List.of("-cp", classPath, Smoke.class.getName()));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }
}
