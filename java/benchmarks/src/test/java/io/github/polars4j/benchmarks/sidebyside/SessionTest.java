package io.github.polars4j.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The harness at work; with Python's contenders where {@code POLARS4J_PYTHON} names a Python. */
@EnabledOnOs(OS.LINUX)
class SessionTest {
  private static final Workload WORKLOAD = new Workload("tiny", 3);

  /** The test's Python has no DuckDB, and no Rust program is built for it. */
  private static final Set<Contender> CONTENDERS =
      EnumSet.range(Contender.POLARS4J, Contender.COPY);

  static {
    CONTENDERS.removeAll(EnumSet.of(Contender.DUCKDB, Contender.RUST, Contender.PLAIN));
  }

  @TempDir Path folder;
  private Path targets = Path.of("");

  @BeforeEach
  void makeTheWorkload() throws IOException {
    targets = Files.createDirectory(folder.resolve("targets"));
    write(folder.resolve(WORKLOAD.file()), "a", "b", null);
  }

  private static void write(Path file, @Nullable String... strings) throws IOException {
    try (DataFrame frame =
        DataFrame.of(Series.of("n", new long[] {1, 2, 3}), Series.of("s", strings))) {
      new IpcWriter(file).withCompatLevel(CompatLevel.OLDEST).finish(frame);
    }
  }

  private Session run(
      Set<Contender> contenders, Set<Codec> codecs, @Nullable Path rust, @Nullable Path python)
      throws Exception {
    Programs programs =
        new Programs(
            Path.of(System.getProperty("benchmarks.peers")), rust, python, folder.resolve("log"));
    Session session = new Session(programs, folder, text -> {});
    session.run(
        new Case(
            WORKLOAD,
            Operation.WRITE,
            contenders,
            codecs,
            Compat.OLDEST,
            List.of(Target.of(targets, List.of())),
            true,
            1,
            1));
    return session;
  }

  @Test
  void everyContenderWritesAndReadsTheSame() throws Exception {
    Optional<Path> python =
        Optional.ofNullable(System.getenv("POLARS4J_PYTHON"))
            .filter(name -> !name.isEmpty())
            .map(Path::of);
    Session session = run(CONTENDERS, EnumSet.allOf(Codec.class), null, python.orElse(null));
    assertThat(session.remarks()).isEmpty();
    Stream<Contender> expected =
        CONTENDERS.stream()
            .filter(
                contender ->
                    python.isPresent()
                        || contender.program == Program.POLARS4J
                        || contender.program == Program.ARROW_JAVA
                        || contender.program == Program.JDK);
    assertThat(contenders(session, Operation.WRITE))
        .isEqualTo(expected.collect(Collectors.toSet()));
    assertThat(contenders(session, Operation.READ_ALL))
        .contains(Contender.POLARS4J, Contender.ARROW_JAVA);
    assertThat(session.runs())
        .allSatisfy(
            run -> {
              assertThat(run.nanos()).isPositive();
              assertThat(run.bytes()).isGreaterThan(100);
              assertThat(run.peak()).isGreaterThan(1 << 20);
            });
    assertThat(targets).isEmptyDirectory();
    assertThat(new Report(session.runs(), List.of(), Set.of()).markdown())
        .contains("## write: tiny, 3 rows", "| Arrow Java ArrowFileReader |");
  }

  @Test
  void whoWritesSomethingElseIsOut() throws Exception {
    write(folder.resolve("wrong"), "a", "b", "c");
    Path liar = folder.resolve("liar");
    Files.writeString(
        liar,
        """
        #!/bin/sh
        tab=$(printf '\\t')
        echo "ready${tab}liar"
        while IFS=$tab read -r order way file rest; do
          [ "$order" != write ] || cp %s "$file"
          echo "ok${tab}1"
        done
        """
            .formatted(folder.resolve("wrong")));
    assertThat(liar.toFile().setExecutable(true)).isTrue();
    Session session =
        run(EnumSet.of(Contender.RUST, Contender.POLARS4J), EnumSet.of(Codec.LZ4), liar, null);
    assertThat(contenders(session, Operation.WRITE)).containsExactly(Contender.POLARS4J);
    assertThat(session.remarks())
        .singleElement()
        .asString()
        .startsWith("tiny, 3 rows, " + Contender.RUST.label)
        .contains("holds something else");
    assertThat(targets).isEmptyDirectory();
  }

  private static Set<Contender> contenders(Session session, Operation operation) {
    return session.runs().stream()
        .filter(run -> run.operation() == operation && run.round() == 1)
        .map(Run::contender)
        .collect(Collectors.toSet());
  }
}
