package io.github.polars4j.benchmarks.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A contender, which obeys the harness line by line: fields are separated by tabs, the answer is
 * {@code ok} with nanoseconds or {@code error} with a reason.
 */
abstract class Peer {
  abstract String name();

  /** Loads the source in the form that {@code way} says, where there is more than one. */
  abstract void load(String way, Path file) throws IOException;

  abstract void write(String way, Path file, String codec, String compat) throws IOException;

  void read(String way, Path file) throws IOException {
    throw new UnsupportedOperationException(name() + " does not read");
  }

  void check(Path file) throws IOException {
    throw new UnsupportedOperationException(name() + " does not check");
  }

  /** Runs the contender that is named. */
  public static void main(String[] args) throws IOException {
    Peer peer =
        switch (args[0]) {
          case "polars4j" -> new Polars4jPeer();
          case "arrow-java" -> new ArrowJavaPeer();
          case "jdk" -> new JdkPeer();
          case "database" -> new DatabasePeer();
          case "records" -> new RecordsPeer();
          default -> throw new IllegalArgumentException(args[0]);
        };
    System.out.println("ready\t" + peer.name());
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      System.out.println(peer.answer(line.split("\t")));
    }
  }

  private String answer(String[] fields) {
    try {
      return "ok\t" + obey(fields);
    } catch (Exception | Error e) {
      return "error\t" + e.toString().replaceAll("\\s+", " ");
    }
  }

  private long obey(String[] fields) throws IOException {
    String way = fields[1];
    Path file = Path.of(fields[2]);
    long start = System.nanoTime();
    switch (fields[0]) {
      case "load" -> load(way, file);
      case "read" -> read(way, file);
      case "check" -> check(file);
      case "write" -> {
        return median(way, file, fields[3], fields[4], Integer.parseInt(fields[5]));
      }
      default -> throw new IllegalArgumentException("unknown command " + fields[0]);
    }
    return System.nanoTime() - start;
  }

  private long median(String way, Path file, String codec, String compat, int repeats)
      throws IOException {
    long[] times = new long[repeats];
    for (int i = 0; i < repeats; i++) {
      Files.deleteIfExists(file);
      long start = System.nanoTime();
      write(way, file, codec, compat);
      times[i] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    return times[repeats / 2];
  }
}
