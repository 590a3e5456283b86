package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verbs give what Python polars gives, on random frames; what one refuses the other refuses.
 */
@EnabledIfEnvironmentVariable(
    named = "POLARS4J_PYTHON",
    matches = ".+",
    disabledReason = "POLARS4J_PYTHON names a Python with polars")
class VerbsPythonTest {
  private static final int FRAMES = 100;

  @TempDir Path folder;

  private final List<String> plan = new ArrayList<>();
  private String source = "";

  private interface Verb {
    DataFrame of(DataFrame frame);
  }

  private interface Derive {
    Series of(DataFrame frame);
  }

  @Test
  void pythonAgrees() throws Exception {
    for (int seed = 0; seed < FRAMES; seed++) {
      RandomData random = new RandomData(seed, true);
      int rows = seed % 7 == 0 ? 0 : 1 + random.below(40);
      try (DataFrame frame = frame(random, rows)) {
        source = "in" + seed;
        new IpcWriter(folder.resolve(source + ".arrow")).finish(frame);
        rowVerbs(frame);
        columnVerbs(frame, random);
      }
      try (DataFrame numbers = numbers(random, rows)) {
        source = "numbers" + seed;
        new IpcWriter(folder.resolve(source + ".arrow")).finish(numbers);
        reckoning(numbers);
      }
    }
    Files.writeString(folder.resolve("plan.txt"), String.join("\n", plan) + "\n");
    assertThat(runPython()).isEqualTo(plan.size() + " cases agree\n");
  }

  /** A frame of any columns. */
  private static DataFrame frame(RandomData random, int rows) {
    List<Series> columns = new ArrayList<>();
    int width = 1 + random.below(5);
    for (int i = 0; i < width; i++) {
      DataType type = random.type(1);
      columns.add(Series.of("c" + i, type, random.values(type, rows)));
    }
    DataType list = DataType.list(random.type(0));
    columns.add(Series.of("list", list, random.values(list, rows)));
    columns.add(Series.of("key", DataType.INT8, few(random, rows)));
    columns.add(Series.of("yes", DataType.BOOLEAN, random.values(DataType.BOOLEAN, rows)));
    DataFrame frame = DataFrame.of(columns);
    columns.forEach(Series::close);
    return frame;
  }

  private static List<Object> few(RandomData random, int rows) {
    return Stream.generate(() -> random.below(4))
        .limit(rows)
        .map(key -> key == 3 ? null : (Object) key)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static DataFrame numbers(RandomData random, int rows) {
    List<DataType> types =
        List.of(
            DataType.INT8,
            DataType.INT16,
            DataType.INT32,
            DataType.INT64,
            DataType.INT128,
            DataType.UINT8,
            DataType.UINT16,
            DataType.UINT32,
            DataType.UINT64,
            DataType.FLOAT32,
            DataType.FLOAT64);
    List<Series> columns = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      DataType type = types.get(random.below(types.size()));
      columns.add(Series.of(name, type, random.values(type, rows)));
    }
    columns.add(Series.of("small", DataType.INT8, few(random, rows)));
    DataFrame frame = DataFrame.of(columns);
    columns.forEach(Series::close);
    return frame;
  }

  private void rowVerbs(DataFrame frame) throws IOException {
    int n = (int) frame.height();
    frame("df.filter(df['yes'])", frame, f -> f.filter(f.column("yes")));
    frame("df.filter(df['key'] > 0)", frame, f -> f.filter("key", key -> key.gt(0)));
    frame("df.head(" + n / 2 + ")", frame, f -> f.head(n / 2));
    frame("df.sort('key', maintain_order=True)", frame, f -> f.sort("key"));
    frame(
        "df.sort('key', 'yes', descending=[True, False], nulls_last=[True, False],"
            + " maintain_order=True)",
        frame,
        f -> f.sort(SortKey.descending("key").withNullsLast(), SortKey.ascending("yes")));
    for (Field field : frame.schema().fields()) {
      String name = field.name();
      String sort = "df.sort('" + name + "', descending=True, maintain_order=True)";
      frame(sort, frame, f -> f.sort(SortKey.descending(name)));
      String unique = "df.unique('" + name + "', keep='first', maintain_order=True)";
      frame(unique, frame, f -> f.unique(name));
      frame("df['" + name + "'].is_null()", frame, f -> f.column(name).isNull().toFrame());
      frame(
          "pl.DataFrame({'n': [df['" + name + "'].n_unique()]}, schema={'n': pl.Int64})",
          frame,
          f -> Series.of("n", new long[] {f.column(name).nUnique()}).toFrame());
    }
    frame("df.unique(keep='first', maintain_order=True)", frame, DataFrame::unique);
    frame("df.explode('list')", frame, f -> f.explode("list"));
    looser("df.explode('key')", frame, f -> f.explode("key"));
    int last = n - 1;
    frame("df[[" + last + ", 0]]", frame, f -> f.take(last, 0));
    frame(
        "pl.concat(df.partition_by('key', 'yes', maintain_order=True)) if df.height else df",
        frame,
        f ->
            f.height() == 0
                ? f
                : DataFrame.concat(f.partitionBy("key", "yes"), ConcatHow.VERTICAL));
    frame(
        "pl.concat([df, df.drop('key')], how='diagonal')",
        frame,
        f -> DataFrame.concat(List.of(f, f.drop("key")), ConcatHow.DIAGONAL));
    frame(
        "df.null_count().cast(pl.Int64)",
        frame,
        f ->
            DataFrame.of(
                f.nullCount().entrySet().stream()
                    .map(e -> Series.of(e.getKey(), new long[] {e.getValue()}))
                    .toList()));
  }

  private void columnVerbs(DataFrame frame, RandomData random) throws IOException {
    for (Field field : frame.schema().fields()) {
      String name = field.name();
      String column = "df['" + name + "']";
      DataType type = field.dataType();
      List<Object> one = random.values(type, 30).stream().filter(v -> v != null).toList();
      boolean nested =
          type instanceof DataType.List
              || type instanceof DataType.Array
              || type instanceof DataType.Struct;
      if (!nested && !one.isEmpty() && !(type instanceof DataType.Null)) {
        try (Series literal = Series.of("literal", type, one.subList(0, 1));
            DataFrame file = literal.toFrame()) {
          String with = "literal" + plan.size();
          new IpcWriter(folder.resolve(with + ".arrow")).finish(file);
          String value = "pl.read_ipc(folder / '" + with + ".arrow')['literal']";
          series(column + " == " + value, frame, f -> f.column(name).eq(one.get(0)));
          series(column + " != " + value, frame, f -> f.column(name).ne(one.get(0)));
          series(column + " < " + value, frame, f -> f.column(name).lt(one.get(0)));
          series(column + " >= " + value, frame, f -> f.column(name).ge(one.get(0)));
          series(
              column + ".is_in(" + value + ".to_list())",
              frame,
              f -> f.column(name).isIn(one.get(0)));
          series(
              column + ".zip_with(" + column + ".is_not_null(), " + value + ")",
              frame,
              f -> f.column(name).fillNull(one.get(0)));
        }
      }
      for (Comparison comparison : Comparison.values()) {
        if (!nested || comparison.ordinal() < 2) {
          series(
              "(" + column + comparison.python + column + ").rename('" + name + "')",
              frame,
              f -> comparison.work.of(f.column(name), f.column(name)));
        }
      }
      if (!nested && !(type instanceof DataType.Null)) {
        series("df.select('" + name + "').min()", frame, f -> whole(f, name, f.column(name).min()));
        series("df.select('" + name + "').max()", frame, f -> whole(f, name, f.column(name).max()));
      }
      looser(
          column + ".cast(pl.String)", frame, f -> f.column(name).cast(DataType.STRING).toFrame());
      for (Cast cast : Cast.values()) {
        looser(
            column + ".cast(" + cast.python + ")",
            frame,
            f -> f.column(name).cast(cast.type).toFrame());
      }
    }
    series("df['yes'] & (df['key'] == 1)", frame, f -> f.column("yes").and(f.column("key").eq(1)));
    series("df['yes'] | (df['key'] == 1)", frame, f -> f.column("yes").or(f.column("key").eq(1)));
    series("~df['yes']", frame, f -> f.column("yes").not());
  }

  private static Series whole(DataFrame frame, String name, Object value) {
    DataType type = frame.schema().field(name).dataType();
    return Series.of(name, type, java.util.Arrays.asList(value));
  }

  private enum Cast {
    INT8("pl.Int8", DataType.INT8),
    INT64("pl.Int64", DataType.INT64),
    UINT64("pl.UInt64", DataType.UINT64),
    FLOAT64("pl.Float64", DataType.FLOAT64),
    BOOLEAN("pl.Boolean", DataType.BOOLEAN),
    DATE("pl.Date", DataType.DATE),
    NANOS("pl.Datetime('ns')", DataType.datetime(TimeUnit.NANOSECONDS)),
    MILLIS("pl.Datetime('ms')", DataType.datetime(TimeUnit.MILLISECONDS)),
    TIME("pl.Time", DataType.TIME),
    DURATION("pl.Duration('ns')", DataType.duration(TimeUnit.NANOSECONDS)),
    DECIMAL("pl.Decimal(20, 3)", DataType.decimal(20, 3)),
    LIST("pl.List(pl.Int32)", DataType.list(DataType.INT32));

    private final String python;
    private final DataType type;

    Cast(String python, DataType type) {
      this.python = python;
      this.type = type;
    }
  }

  private interface Both {
    Series of(Series left, Series right);
  }

  private enum Comparison {
    EQ(" == ", Series::eq),
    NE(" != ", Series::ne),
    LT(" < ", Series::lt),
    LE(" <= ", Series::le),
    GT(" > ", Series::gt),
    GE(" >= ", Series::ge);

    private final String python;
    private final Both work;

    Comparison(String python, Both work) {
      this.python = python;
      this.work = work;
    }
  }

  private void reckoning(DataFrame frame) throws IOException {
    // in 128 bits, where nothing wraps around, and then as the type that polars has for it
    for (String sign : List.of("+", "-", "*", "/")) {
      for (String other : List.of("b", "small", "a")) {
        Both work =
            switch (sign) {
              case "+" -> Series::add;
              case "-" -> Series::sub;
              case "*" -> Series::mul;
              default -> Series::div;
            };
        looser(
            "df['a'] " + sign + " df['" + other + "']",
            frame,
            f -> work.of(f.column("a"), f.column(other)).toFrame());
      }
    }
    looser(
        "df['a'] + pl.Series([1]).cast(df['a'].dtype)", frame, f -> f.column("a").add(1).toFrame());
    looser(
        "df['a'] * pl.Series([2]).cast(df['a'].dtype)", frame, f -> f.column("a").mul(2).toFrame());
    looser(
        "df['a'] / pl.Series([3]).cast(df['a'].dtype)", frame, f -> f.column("a").div(3).toFrame());
    for (Comparison comparison : Comparison.values()) {
      series(
          "df['a'].cast(pl.Int128)"
              + comparison.python
              + "df['small'].cast(pl.Int128)"
              + " if df['a'].dtype.is_integer() else df['a']"
              + comparison.python
              + "df['small']",
          frame,
          f -> comparison.work.of(f.column("a"), f.column("small")));
    }
    String kept = source;
    source = kept + "approx";
    Files.copy(folder.resolve(kept + ".arrow"), folder.resolve(source + ".arrow"));
    looser(
        "pl.DataFrame({'s': [df['a'].cast(pl.Float64).sum()]})",
        frame,
        f -> Series.of("s", new double[] {((Number) f.column("a").sum()).doubleValue()}).toFrame());
    frame(
        "pl.DataFrame({'s': [df['a'].mean()]}, schema={'s': pl.Float64})",
        frame,
        f ->
            Series.of("s", DataType.FLOAT64, java.util.Arrays.asList(f.column("a").mean()))
                .toFrame());
    frame(
        "pl.DataFrame({'s': [df['a'].cast(pl.Float64).std()]}, schema={'s': pl.Float64})",
        frame,
        f ->
            Series.of("s", DataType.FLOAT64, java.util.Arrays.asList(f.column("a").std()))
                .toFrame());
  }

  private void series(String python, DataFrame frame, Derive derive) throws IOException {
    frame(python, frame, f -> derive.of(f).toFrame());
  }

  /** Both give the same, or both refuse it. */
  private void frame(String python, DataFrame frame, Verb verb) throws IOException {
    run(python, frame, verb, "refused");
  }

  /** Both give the same, or the library refuses it. */
  private void looser(String python, DataFrame frame, Verb verb) throws IOException {
    run(python, frame, verb, "stricter");
  }

  private void run(String python, DataFrame frame, Verb verb, String failed) throws IOException {
    int number = plan.size();
    String outcome = "fine";
    try {
      DataFrame result = verb.of(frame);
      new IpcWriter(folder.resolve("out" + number + ".arrow")).finish(result);
    } catch (PolarsException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException e) {
      outcome = failed;
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1000).doesNotContain("panicked");
      assertThat(e).isNotInstanceOf(PolarsPanicException.class);
    }
    plan.add(String.join("\t", "" + number, source, outcome, python));
  }

  private String runPython() throws IOException, InterruptedException {
    Path script = folder.resolve("verbs.py");
    try (InputStream in = getClass().getResourceAsStream("verbs.py")) {
      Files.copy(in, script);
    }
    Process python =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), script.toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    return output;
  }
}
