package io.github.polars4j.benchmarks.sidebyside;

import static io.github.polars4j.benchmarks.sidebyside.Contender.ARROW_JAVA;
import static io.github.polars4j.benchmarks.sidebyside.Contender.ARROW_JDBC;
import static io.github.polars4j.benchmarks.sidebyside.Contender.BARE_JVM;
import static io.github.polars4j.benchmarks.sidebyside.Contender.CAT;
import static io.github.polars4j.benchmarks.sidebyside.Contender.CHANNEL;
import static io.github.polars4j.benchmarks.sidebyside.Contender.CONVERT;
import static io.github.polars4j.benchmarks.sidebyside.Contender.COPY;
import static io.github.polars4j.benchmarks.sidebyside.Contender.DUCKDB;
import static io.github.polars4j.benchmarks.sidebyside.Contender.DUCKDB_COPY;
import static io.github.polars4j.benchmarks.sidebyside.Contender.DUCK_FRAMES;
import static io.github.polars4j.benchmarks.sidebyside.Contender.FIRST_ARROW_JAVA;
import static io.github.polars4j.benchmarks.sidebyside.Contender.FIRST_POLARS4J;
import static io.github.polars4j.benchmarks.sidebyside.Contender.ITERATION;
import static io.github.polars4j.benchmarks.sidebyside.Contender.JDBC_FRAMES;
import static io.github.polars4j.benchmarks.sidebyside.Contender.MEMORY;
import static io.github.polars4j.benchmarks.sidebyside.Contender.PLAIN;
import static io.github.polars4j.benchmarks.sidebyside.Contender.POLARS4J;
import static io.github.polars4j.benchmarks.sidebyside.Contender.PYARROW;
import static io.github.polars4j.benchmarks.sidebyside.Contender.PYARROW_STREAM;
import static io.github.polars4j.benchmarks.sidebyside.Contender.PYTHON_SCAN;
import static io.github.polars4j.benchmarks.sidebyside.Contender.PYTHON_SINK;
import static io.github.polars4j.benchmarks.sidebyside.Contender.PYTHON_WRITE;
import static io.github.polars4j.benchmarks.sidebyside.Contender.RECORDS_READ;
import static io.github.polars4j.benchmarks.sidebyside.Contender.ROW_WRITER;
import static io.github.polars4j.benchmarks.sidebyside.Contender.RUST;
import static io.github.polars4j.benchmarks.sidebyside.Contender.STREAM;
import static io.github.polars4j.benchmarks.sidebyside.Contender.VECTORS;
import static io.github.polars4j.benchmarks.sidebyside.Contender.VECTORS_BY_HAND;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is measured, in which order; the times are for 2 cores. */
final class Plan {
  /** The frame that the goals are set for: 8 columns, 348 MB. */
  static final Workload MIXED = new Workload("mixed", 5_000_000);

  /** New York's flights of 2013 ten times over, the other frame of the goals. */
  static final Workload FLIGHTS = new Workload("flights", 3_367_760);

  /** How long the shortest call takes. */
  static final Workload TEN_ROWS = new Workload("mixed", 10);

  /** For Arrow Java's LZ4. */
  static final Workload SMALL = new Workload("mixed", 5_000);

  private static final List<Workload> SHAPES =
      List.of(
          new Workload("numeric", 25_000_000), // 10^8 values
          new Workload("strings-short", 10_000_000),
          new Workload("strings-long", 2_000_000),
          new Workload("wide", 10_000), // 2,000 columns
          new Workload("nested", 2_000_000),
          new Workload("categorical", 20_000_000));

  /** 1 MB to 3 GB, but for {@link #MIXED}, which is in between. */
  private static final List<Workload> SIZES =
      List.of(
          new Workload("mixed", 15_000),
          new Workload("mixed", 150_000),
          new Workload("mixed", 1_500_000),
          new Workload("mixed", 15_000_000),
          new Workload("mixed", 45_000_000));

  /** What a program has in a database or in objects: 8 columns. */
  private static final Workload ORDERS = new Workload("orders", 1_000_000);

  /** New York's flights six times over: 19 columns. */
  private static final Workload TWO_MILLION = new Workload("flights", 2_020_656);

  /** Four numbers a row. */
  private static final Workload NARROW = new Workload("numeric", 2_000_000);

  private static final Workload THREE_ROWS = new Workload("first", 3);

  private static final Set<Codec> CODECS = EnumSet.allOf(Codec.class);

  /** Those of frames; the others are of pipelines. */
  private static final Set<Contender> ALL = EnumSet.range(POLARS4J, COPY);

  private static final Set<Contender> WITHOUT_EXTRAS = EnumSet.copyOf(ALL);
  private static final Set<Contender> PEERS =
      EnumSet.of(POLARS4J, RUST, PYTHON_WRITE, PYARROW, ARROW_JAVA, PLAIN);
  private static final Set<Contender> DATABASES = EnumSet.of(JDBC_FRAMES, ARROW_JDBC, ITERATION);
  private static final Set<Contender> RECORDS =
      EnumSet.of(ROW_WRITER, VECTORS_BY_HAND, RECORDS_READ);
  private static final Set<Contender> COMMANDS =
      EnumSet.of(CONVERT, PYTHON_SCAN, DUCKDB_COPY, PYARROW_STREAM, CAT);
  private static final Set<Contender> VIEWS =
      EnumSet.of(POLARS4J, STREAM, CHANNEL, RUST, PYTHON_WRITE);

  static {
    WITHOUT_EXTRAS.removeAll(EnumSet.of(PYTHON_SINK, DUCKDB, COPY, MEMORY));
  }

  private final List<Target> targets;
  private final List<Target> first;
  private final int rounds;
  private final List<Case> cases = new ArrayList<>();

  private Plan(List<Target> targets, int rounds) {
    this.targets = targets;
    this.first = targets.subList(0, 1);
    this.rounds = rounds;
  }

  /** The mixed frame alone, to the first target: some 4 minutes with 3 rounds. */
  static List<Case> quick(List<Target> targets, int rounds) {
    Plan plan = new Plan(targets, rounds);
    plan.add(MIXED, WITHOUT_EXTRAS, CODECS, Compat.OLDEST, plan.first, true, rounds);
    plan.small();
    return plan.cases;
  }

  /** Everything: some 35 minutes with 5 rounds. */
  static List<Case> full(List<Target> targets, int rounds) {
    Plan plan = new Plan(targets, rounds);
    for (Workload workload : List.of(MIXED, FLIGHTS)) {
      plan.frame(workload);
      plan.newest(workload);
    }
    plan.small();
    SHAPES.forEach(plan::shape);
    SIZES.forEach(plan::size);
    plan.pipelines();
    return plan.cases;
  }

  /** From sources that are no frames to files: some 8 minutes with 5 rounds. */
  static List<Case> pipelines(List<Target> targets, int rounds) {
    Plan plan = new Plan(targets, rounds);
    plan.pipelines();
    return plan.cases;
  }

  /** One workload, all of it. */
  static List<Case> only(Workload workload, List<Target> targets, int rounds) {
    Plan plan = new Plan(targets, rounds);
    plan.frame(workload);
    plan.newest(workload);
    return plan.cases;
  }

  /** The workload of this name, at the size that it has in the plan. */
  static Optional<Workload> named(String name) {
    return Stream.concat(Stream.of(MIXED, FLIGHTS), SHAPES.stream())
        .filter(workload -> workload.name().equals(name))
        .findFirst();
  }

  /** Rounds where fewer will do. */
  private int few(int most) {
    return Math.min(most, rounds);
  }

  private void frame(Workload workload) {
    add(workload, ALL, CODECS, Compat.OLDEST, first, true, rounds);
    for (Target target : targets.subList(1, targets.size())) {
      add(workload, WITHOUT_EXTRAS, CODECS, Compat.OLDEST, List.of(target), false, few(3));
    }
  }

  private void newest(Workload workload) {
    add(workload, VIEWS, CODECS, Compat.NEWEST, first, false, few(3));
  }

  private void small() {
    cases.add(
        new Case(
            TEN_ROWS, Operation.LATENCY, PEERS, CODECS, Compat.OLDEST, first, false, few(3), 1000));
    add(SMALL, PEERS, EnumSet.of(Codec.LZ4), Compat.OLDEST, first, true, 1);
  }

  private void shape(Workload workload) {
    add(workload, PEERS, CODECS, Compat.OLDEST, first, false, few(2));
  }

  private void size(Workload workload) {
    boolean large = workload.rows() > MIXED.rows();
    Set<Contender> contenders = EnumSet.copyOf(PEERS);
    if (large) {
      contenders.remove(ARROW_JAVA);
    }
    Set<Codec> codecs = large ? EnumSet.of(Codec.UNCOMPRESSED, Codec.LZ4) : CODECS;
    add(workload, contenders, codecs, Compat.OLDEST, first, false, few(large ? 2 : 5));
  }

  private void pipelines() {
    pipeline(ORDERS, Operation.FROM_DUCKDB, DATABASES, DUCK_FRAMES, DUCKDB);
    pipeline(ORDERS, Operation.FROM_H2, DATABASES);
    pipeline(ORDERS, Operation.FROM_RECORDS, RECORDS, PLAIN);
    pipeline(ORDERS, Operation.FROM_VECTORS, EnumSet.of(VECTORS), PLAIN);
    pipeline(TWO_MILLION, Operation.FROM_CSV, COMMANDS);
    pipeline(TWO_MILLION, Operation.FROM_NDJSON, COMMANDS);
    pipeline(NARROW, Operation.FROM_NDJSON, COMMANDS);
    pipeline(TWO_MILLION, Operation.FROM_PARQUET, COMMANDS);
    Set<Contender> programs = EnumSet.of(FIRST_POLARS4J, FIRST_ARROW_JAVA, BARE_JVM);
    add(THREE_ROWS, Operation.FIRST, programs, EnumSet.of(Codec.UNCOMPRESSED));
  }

  private void pipeline(
      Workload workload, Operation operation, Set<Contender> contenders, Contender... others) {
    Set<Contender> all = EnumSet.copyOf(contenders);
    all.addAll(List.of(others));
    add(workload, operation, all, EnumSet.of(Codec.UNCOMPRESSED, Codec.ZSTD));
  }

  /** Records take the JVM several runs until its code is compiled: the median of some counts. */
  private void add(
      Workload workload, Operation operation, Set<Contender> contenders, Set<Codec> codecs) {
    int repeats = operation == Operation.FROM_RECORDS ? 7 : 1;
    cases.add(
        new Case(
            workload, operation, contenders, codecs, Compat.OLDEST, first, false, rounds, repeats));
  }

  private void add(
      Workload workload,
      Set<Contender> contenders,
      Set<Codec> codecs,
      Compat compat,
      List<Target> to,
      boolean reading,
      int times) {
    cases.add(
        new Case(workload, Operation.WRITE, contenders, codecs, compat, to, reading, times, 1));
  }
}
