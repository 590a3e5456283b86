package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Series;
import io.github.polars4j.TimeUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries over files, by DuckDB. */
class SqlTest {
  @TempDir private Path folder;

  @Test
  void filesAreTablesByTheirNames() throws IOException {
    Path orders = Cli.file(folder, "orders.csv", "id;amount\n1;2.5\n2;NA\n1;4\n");
    Path people = folder.resolve("people.arrow");
    assertThat(Cli.run("convert", Cli.file(folder, "p.csv", "id,name\n1,é\n2,\n"), people).code())
        .isZero();
    String sql =
        "select name, sum(amount) as total from orders join people using (id)"
            + " group by all order by all";

    Cli.Result table =
        Cli.run("sql", sql, orders, people, "--separator", ";", "--null-value", "NA");
    Path out = folder.resolve("out.csv");
    Cli.Result file =
        Cli.run(
            "sql",
            sql.replace("people", "p"),
            orders,
            "p=" + people,
            "-o",
            out,
            "--separator",
            ";",
            "--null-value",
            "NA");

    assertThat(table.code()).as(table.err()).isZero();
    assertThat(table.out()).contains("shape: (2, 2)").containsPattern("é +. 6\\.5");
    assertThat(file.code()).as(file.err()).isZero();
    assertThat(out).hasContent("name,total\né,6.5\n,\n");
    assertThat(Cli.run("sql", sql, orders, people, "-o", out).err()).contains("--overwrite");
    assertThat(Cli.run("sql", sql, people, "--separator", ";").code()).isEqualTo(2);
  }

  @Test
  void foldersPatternsAndStandardInputAreTables() throws IOException {
    Cli.file(folder, "in/year=2023/a.csv", "v\n1\n");
    Cli.file(folder, "in/year=2024/b.csv", "v\n2\n");
    String sql = "select sum(v) as s, max(year) as y from t";

    assertThat(Cli.run("sql", sql, "t=" + folder + "/in/**/*.csv").out())
        .containsPattern("3 +. 2024");
    assertThat(Cli.run("sql", "select count(*) as n from \"in\"", folder.resolve("in")).out())
        .contains("2");
    assertThat(Cli.run("sql", sql, folder + "/in/**/*.csv").err()).contains("NAME=");
    Path gz = Cli.file(folder, "a.b.csv", "v\n7\n");
    assertThat(Cli.run("sql", "select v from \"a.b\"", gz).out()).contains("7");
    assertThat(
            Cli.pipe(
                    "v\n8\n".getBytes(),
                    "sql",
                    "from stdin",
                    "-",
                    "--from",
                    "csv",
                    "-o",
                    "-",
                    "--to",
                    "csv")
                .out())
        .isEqualTo("v\n8\n");
    assertThat(Cli.run("sql", "select 40 + 2 as x").out()).contains("42");
    assertThat(Cli.run("sql", sql, "a=" + gz, "A=" + gz).err()).contains("the table A");
  }

  @Test
  void moreRowsThanAFrameHasAllArrive() throws IOException {
    Path csv =
        Cli.file(
            folder,
            "n.csv",
            IntStream.range(0, 250_000)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("\n", "v\n", "\nlast\n")));
    Path out = folder.resolve("out.csv");

    Cli.Result result = Cli.run("sql", "select * from n", csv, "-o", out);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(out).hasSameTextualContentAs(csv);
  }

  @Test
  void valuesOfEveryTypeComeBack() throws IOException {
    Path every = folder.resolve("every.arrow");
    Path out = folder.resolve("out.arrow");
    try (DataFrame frame = EveryType.frame();
        DataFrame known = frame.drop("i128", "none", "span")) {
      frame.write(every);
      Cli.Result refused = Cli.run("sql", "from every", every);
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("table \"every\", column \"i128\"", "Decimal(38, 0)");

      Files.delete(every);
      known.write(every);
      Cli.Result result = Cli.run("sql", "from every", every, "-o", out);
      assertThat(result.code()).as(result.err()).isZero();
      try (DataFrame read = DataFrame.read(out)) {
        for (Field field : known.schema().fields()) {
          assertThat(values(read, field.name()))
              .as(field.toString())
              .usingRecursiveComparison()
              .isEqualTo(values(known, field.name()));
        }
        assertThat(read.schema().field("at").dataType())
            .isEqualTo(DataType.datetime(TimeUnit.NANOSECONDS));
        assertThat(read.schema().field("dec").dataType()).isEqualTo(DataType.decimal(38, 2));
      }
    }
  }

  /** DuckDB has points in time, whatever their zone. */
  private static List<@Nullable Object> values(DataFrame frame, String column) {
    try (Series values = frame.column(column)) {
      return values.toList().stream()
          .map(value -> value instanceof ZonedDateTime at ? at.toInstant() : value)
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  @Test
  void whatGoesWrongIsTold() throws IOException {
    Path csv = Cli.file(folder, "a.csv", "v\n1\n");

    Cli.Result wrong = Cli.run("sql", "select nope from a", csv);
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("nope").hasLineCount(1);
    assertThat(Cli.run("sql", "create table b as from a", csv).err()).contains("gives no rows");
    assertThat(Cli.run("sql", "from a", folder.resolve("none.csv")).err()).contains("no such file");
    assertThat(Cli.run("sql", "from a", csv, "--driver-path", "none.jar").code()).isEqualTo(2);
    assertThat(Cli.run("sql").code()).isEqualTo(2);
  }
}
