package io.github.polars4j.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process's streams. {@code out} is raw: a {@code PrintStream} would hide a failed write. */
record Stdio(
    InputStream in,
    OutputStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal) {

  /** The JVM's own. The launcher tells what is a terminal: Java can't say it of one stream. */
  static Stdio system() {
    return new Stdio(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Boolean.getBoolean("polars4j.stdout.terminal"),
        Boolean.getBoolean("polars4j.stderr.terminal"));
  }
}
