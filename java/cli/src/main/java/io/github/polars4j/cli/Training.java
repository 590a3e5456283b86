package io.github.polars4j.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Runs usual commands, so that the classes they load go into the archive that {@code bin/polars4j}
 * starts from.
 */
final class Training {
  private Training() {}

  /** Takes a CSV file and a folder to write to. */
  public static void main(String[] args) {
    String text = args[0];
    String arrow = args[1] + "/training.arrow";
    String parquet = args[1] + "/training.parquet";
    String lines = args[1] + "/training.ndjson";
    run("convert", text, arrow, "--compression", "zstd");
    run("convert", arrow, parquet);
    run("convert", parquet, lines);
    run("convert", lines, arrow, "--overwrite");
    run("inspect", arrow);
    run("head", parquet);
    run("count", arrow, parquet);
    run("schema", text);
  }

  private static void run(String... args) {
    PrintStream none = new PrintStream(OutputStream.nullOutputStream());
    Stdio stdio = new Stdio(new ByteArrayInputStream(new byte[0]), none, none, false, false);
    int code = Main.run(stdio, args);
    if (code != 0) {
      throw new IllegalStateException(String.join(" ", args) + ": " + code);
    }
  }
}
