package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A Java program of its own, with this one's class path and native library. */
final class Forked {
  private Forked() {}

  /** Runs {@code main} to its good end, and gives what it printed. */
  static String run(List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return run(Map.of(), options, main, arguments);
  }

  /** As above, with more environment variables. */
  static String run(
      Map<String, String> environment, List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return run(environment, List.of(), options, main, arguments);
  }

  /** As the first, begun by another command that takes this one as its arguments. */
  static String run(List<String> before, List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return run(Map.of(), before, options, main, arguments);
  }

  private static String run(
      Map<String, String> environment,
      List<String> before,
      List<String> options,
      Class<?> main,
      String... arguments)
      throws IOException, InterruptedException {
    Process process = start(environment, before, options, main, arguments);
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** Starts {@code main}, which may end in any way. */
  static Process start(
      Map<String, String> environment, List<String> options, Class<?> main, String... arguments)
      throws IOException {
    return start(environment, List.of(), options, main, arguments);
  }

  private static Process start(
      Map<String, String> environment,
      List<String> before,
      List<String> options,
      Class<?> main,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(OtherJvm.launcher());
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("polars4j."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .replace("\n", File.pathSeparator));
    command.add(main.getName());
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }
}
