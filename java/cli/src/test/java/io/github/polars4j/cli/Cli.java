package io.github.polars4j.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs the command in this JVM and keeps what it printed. */
final class Cli {
  static final Path WEATHER = Path.of(System.getProperty("polars4j.examples"), "weather.csv");

  private Cli() {}

  /** Writes a text file. */
  static Path file(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  static Result run(Object... args) {
    return run(InputStream.nullInputStream(), false, args);
  }

  static Result pipe(byte[] in, Object... args) {
    return run(new ByteArrayInputStream(in), false, args);
  }

  static Result onTerminal(Object... args) {
    return run(InputStream.nullInputStream(), true, args);
  }

  /** Keeps what went to standard error alone. */
  static Result into(OutputStream out, Object... args) {
    return run(InputStream.nullInputStream(), out, false, args);
  }

  private static Result run(InputStream in, boolean terminal, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Result result = run(in, out, terminal, args);
    return new Result(result.code(), out.toByteArray(), result.err());
  }

  private static Result run(InputStream in, OutputStream out, boolean terminal, Object... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
    String[] words = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
    int code = Main.run(new Stdio(in, out, print, terminal, terminal), words);
    return new Result(code, new byte[0], err.toString(StandardCharsets.UTF_8));
  }

  record Result(int code, byte[] bytes, String err) {
    String out() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
