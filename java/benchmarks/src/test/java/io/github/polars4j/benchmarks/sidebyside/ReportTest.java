package io.github.polars4j.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path folder;

  private final List<Run> runs = new ArrayList<>();

  private void add(Workload workload, Contender contender, Codec codec, long... millis) {
    runs.addAll(Runs.of(workload, contender, codec, Compat.OLDEST, millis));
  }

  private Report report() {
    return new Report(runs, List.of("today", "a machine", "versions"), Set.of("a remark"));
  }

  @Test
  void theMedianLeavesTheWarmUpOut() {
    add(Plan.MIXED, Contender.POLARS4J, Codec.LZ4, 30, 10, 20, 50);
    Stats stats = Stats.of(runs);
    assertThat(stats.median()).isEqualTo(25e6);
    assertThat(stats.min()).isEqualTo(10e6);
    assertThat(stats.beyond()).isEqualTo(20_000_004);
  }

  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Stats.median(9, 1, 4)).isEqualTo(4);
  }

  @Test
  void aRowTellsTheMedianAndItsRatio() {
    add(Plan.MIXED, Contender.POLARS4J, Codec.LZ4, 100, 110, 120);
    add(Plan.MIXED, Contender.RUST, Codec.LZ4, 300, 275, 200);
    assertThat(report().markdown())
        .contains("| ms | LZ4 | × |")
        .contains("| polars4j to a Path | 110 | 1.00 |")
        .contains("| Rust polars-io IpcWriter | 275 | 2.50 |")
        .contains("- a machine", "- a remark");
  }

  @Test
  void aContenderThatIsMissingLeavesItsCellsEmpty() {
    add(Plan.MIXED, Contender.POLARS4J, Codec.UNCOMPRESSED, 100);
    add(Plan.MIXED, Contender.POLARS4J, Codec.LZ4, 200);
    add(Plan.MIXED, Contender.PLAIN, Codec.UNCOMPRESSED, 90);
    assertThat(report().markdown()).contains("| plain write of the bytes | 90.0 | 0.90 |  |  |");
  }

  @Test
  void goalsAreJudgedByTheMedians() {
    add(Plan.MIXED, Contender.POLARS4J, Codec.UNCOMPRESSED, 100);
    add(Plan.MIXED, Contender.RUST, Codec.UNCOMPRESSED, 250);
    add(Plan.MIXED, Contender.PYARROW, Codec.UNCOMPRESSED, 80);
    assertThat(report().markdown())
        .contains("2 of 3 are met")
        .contains("Rust polars-io IpcWriter | ≤ 0.45 × | 0.40 | met |")
        .contains("pyarrow new_file | ≤ 1 × | 1.25 | **not met** |")
        .contains("memory beyond the frame | ≤ 256 MB | 20.0 | met |");
  }

  @Test
  void viewsAreComparedWithTheOldestLayout() {
    add(Plan.MIXED, Contender.POLARS4J, Codec.LZ4, 100);
    runs.addAll(Runs.of(Plan.MIXED, Contender.POLARS4J, Codec.LZ4, Compat.NEWEST, 90));
    assertThat(report().markdown()).contains("polars4j newest ÷ oldest | ≤ 1 × | 0.90 | met |");
  }

  @Test
  void growthNeedsThreeSizes() {
    add(new Workload("mixed", 1_000), Contender.POLARS4J, Codec.LZ4, 1);
    add(Plan.MIXED, Contender.POLARS4J, Codec.LZ4, 1_000);
    assertThat(report().markdown()).doesNotContain("## growth");
    add(new Workload("mixed", 10_000_000), Contender.POLARS4J, Codec.LZ4, 3_000);
    assertThat(report().markdown())
        .contains("| rows | polars4j to a Path |\n|---:|---:|\n| 1,000 | 1.00 |\n")
        .contains("time a row ÷ that of mixed, 5,000,000 rows | ≤ 1.2 × | 1.50 | **not met** |");
  }

  @Test
  void theTableOfRunsHasEachRun() {
    add(Plan.MIXED, Contender.POLARS4J, Codec.LZ4, 100, 110);
    assertThat(report().csv().lines())
        .hasSize(4)
        .startsWith(Run.HEADER)
        .endsWith(
            "mixed,5000000,tmpfs,WRITE,polars4j to a"
                + " Path,lz4,oldest,2,110000000,100000000,50000000,70000002,220000000");
  }

  @Test
  void thePageNeedsNoOtherFile() throws IOException {
    add(Plan.MIXED, Contender.POLARS4J, Codec.LZ4, 100);
    report().writeTo(folder, folder);
    assertThat(folder.resolve("report.html"))
        .content()
        .contains("<td>polars4j to a Path</td>", "Chart.js v")
        .doesNotContain("src=", "<link", "{{");
    assertThat(Files.size(folder.resolve("report.html"))).isLessThan(1_500_000);
  }

  @Test
  void rawResultsLieApart() throws IOException {
    add(Plan.MIXED, Contender.POLARS4J, Codec.LZ4, 100);
    Path raw = folder.resolve("raw");
    report().writeTo(folder, raw);
    assertThat(folder).isDirectoryNotContaining("glob:**results.csv");
    assertThat(raw.resolve("results.csv")).isNotEmptyFile();
    assertThat(folder.resolve("README.md")).content().contains("(chart.svg)");
  }

  @Test
  void theChartShowsEachPeerByPolars4j() throws IOException {
    add(Plan.MIXED, Contender.POLARS4J, Codec.LZ4, 100);
    add(Plan.MIXED, Contender.PYARROW, Codec.LZ4, 250);
    report().writeTo(folder, folder);
    assertThat(folder.resolve("chart.svg"))
        .content()
        .startsWith("<svg ")
        .contains(">LZ4<", ">polars4j to a Path<", ">pyarrow new_file<", ">2.50 ×, 250 ms<")
        .doesNotContain("ZSTD");
  }

  @Test
  void pipelinesAreToldByPolars4jsWay() throws IOException {
    Workload orders = new Workload("orders", 1_000_000);
    Operation query = Operation.FROM_DUCKDB;
    Contender ours = Contender.JDBC_FRAMES;
    runs.addAll(Runs.of(orders, query, ours, Codec.ZSTD, Compat.OLDEST, 200));
    runs.addAll(Runs.of(orders, query, Contender.ITERATION, Codec.ZSTD, Compat.OLDEST, 100));
    assertThat(report().markdown())
        .contains("## DuckDB by JDBC to a file: orders, 1,000,000 rows, tmpfs")
        .contains("| polars4j JdbcFrames | 200 | 1.00 |")
        .contains("| bare iteration of the result | 100 | 0.50 |")
        .contains("| polars4j JdbcFrames | 200 | 400 | 20.0 | 100 |")
        .contains("JdbcFrames ÷ bare iteration of the result | ≤ 1.2 × | 2.00 | **not met** |");
    report().writeTo(folder, folder);
    assertThat(folder.resolve("chart.svg")).doesNotExist();
    assertThat(folder.resolve("pipelines.svg")).content().contains(">0.50 ×, 100 ms<");
  }

  @Test
  void withoutTheMixedFrameThereIsNoChart() {
    add(Plan.SMALL, Contender.POLARS4J, Codec.LZ4, 1);
    assertThat(Chart.of(new Summary(runs))).isEmpty();
  }
}
