package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program that uses the library in a JVM of its own. */
final class OtherJvm {
  /** The option by which JDK 24 and newer allow what older ones always allow. */
  static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  private OtherJvm() {}

  /** Uses the library twice and tells how that went. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try (Series series = Series.of("n", new long[] {1, 2})) {
          System.out.println("loaded " + Polars4j.nativeVersion() + " " + series.length());
        } catch (UnsatisfiedLinkError e) {
          System.out.println("error " + e.getMessage());
        }
      }
    }
  }

  /** The jar or folder that a class comes from. */
  static Path origin(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The library's jar and those that it needs. */
  static List<Path> jars() throws URISyntaxException {
    return new ArrayList<>(
        List.of(
            origin(Series.class),
            origin(com.sun.jna.Platform.class),
            origin(org.jspecify.annotations.NullMarked.class)));
  }

  /** The platform's jar; the test is skipped where there is none. */
  static Path nativeJar() throws URISyntaxException {
    String name =
        "io/github/polars4j/native/"
            + Polars4j.platform()
            + "/"
            + System.mapLibraryName("polars4j");
    URL resource = OtherJvm.class.getClassLoader().getResource(name);
    assumeThat(resource).as(name).isNotNull();
    assumeThat(resource.getProtocol()).isEqualTo("jar");
    String jar = resource.getPath();
    return Path.of(new URI(jar.substring(0, jar.indexOf("!/"))));
  }

  /** The class path without the platform's jar. */
  static List<Path> withoutLibrary() throws URISyntaxException {
    List<Path> classPath = jars();
    classPath.add(origin(OtherJvm.class));
    return classPath;
  }

  /** The class path as a user has it. */
  static List<Path> withLibrary() throws URISyntaxException {
    List<Path> classPath = withoutLibrary();
    classPath.add(nativeJar());
    return classPath;
  }

  static String joined(List<Path> paths) {
    return String.join(File.pathSeparator, paths.stream().map(Path::toString).toList());
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The beginning of a command that may use native code. */
  static List<String> launcher() {
    List<String> command = new ArrayList<>(List.of(java()));
    if (Runtime.version().feature() >= 24) {
      command.add(NATIVE_ACCESS);
    }
    return command;
  }

  /** The command that runs {@link Main}. */
  static List<String> command(List<Path> classPath, String... options) {
    List<String> command = launcher();
    command.add("-XX:+UseSerialGC");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", joined(classPath), Main.class.getName()));
    return command;
  }

  /** What a command prints; it must end well. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("polars4j-test-", ".out");
    try {
      int exit =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start()
              .waitFor();
      String printed = Files.readString(out);
      assertThat(exit).as(printed).isZero();
      return printed;
    } finally {
      Files.delete(out);
    }
  }

  static void assertLoaded(String output) {
    String line = "loaded " + Polars4j.version() + " 2";
    assertThat(output.lines().filter(l -> l.startsWith("loaded ")))
        .as(output)
        .containsExactly(line, line);
    assertThat(output).doesNotContain("error ");
  }

  /** Twice the same error. */
  static void assertRefused(String output, String... parts) {
    String[] errors = output.split("(?m)^error ");
    assertThat(errors).as(output).hasSize(3);
    assertThat(errors[1]).contains(parts);
    assertThat(errors[2]).isEqualTo(errors[1]);
  }
}
