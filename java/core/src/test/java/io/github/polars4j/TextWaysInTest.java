package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.Generated.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * CSV and NDJSON: what we write is read again, and by Python's own modules, as it was; what those
 * write is read as it was; or it is refused with its column or line. Each property runs with a seed
 * that stays and with a fresh one, which a failure tells.
 */
@PropertyDefaults(
    edgeCases = EdgeCasesMode.NONE,
    shrinking = ShrinkingMode.FULL) // bounded, it goes on in another thread
class TextWaysInTest {
  private static final String SEED = "20240229";
  private static final int TRIES = 50;
  private static final AtomicInteger FILES = new AtomicInteger();

  private static Path folder;
  private static @Nullable Oracle oracle;

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("polars4j-text-ways-in");
    oracle = Oracle.isThere() ? new Oracle(folder) : null;
  }

  @AfterContainer
  static void close() throws IOException {
    if (oracle != null) {
      oracle.close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<Table> flat() {
    return Generated.tables(Generated.types(0))
        .filter(table -> !table.holds(TextWaysInTest::isCut));
  }

  @Provide
  Arbitrary<Table> nested() {
    return Generated.tables(Generated.types(2));
  }

  @Provide
  Arbitrary<Table> plain() {
    return Generated.tables(Generated.plain(0));
  }

  @Provide
  Arbitrary<Table> plainNested() {
    return Generated.tables(Generated.plain(2));
  }

  @Property(tries = TRIES, seed = SEED)
  void csv(@ForAll("flat") Table table) throws IOException {
    eachComesBack(table, ".csv");
  }

  @Property(tries = TRIES)
  void csvOfAFreshSeed(@ForAll("flat") Table table) throws IOException {
    eachComesBack(table, ".csv");
  }

  @Property(tries = TRIES, seed = SEED)
  void ndjson(@ForAll("nested") Table table) throws IOException {
    eachComesBack(table, ".ndjson");
  }

  @Property(tries = TRIES)
  void ndjsonOfAFreshSeed(@ForAll("nested") Table table) throws IOException {
    eachComesBack(table, ".ndjson");
  }

  @Property(tries = TRIES, seed = SEED)
  void csvOfPython(@ForAll("plain") Table table, @ForAll boolean ascii) throws IOException {
    read(table, ".csv", ascii);
  }

  @Property(tries = TRIES)
  void csvOfPythonOfAFreshSeed(@ForAll("plain") Table table, @ForAll boolean ascii)
      throws IOException {
    read(table, ".csv", ascii);
  }

  @Property(tries = TRIES, seed = SEED)
  void ndjsonOfPython(@ForAll("plainNested") Table table, @ForAll boolean ascii)
      throws IOException {
    read(table, ".ndjson", ascii);
  }

  @Property(tries = TRIES)
  void ndjsonOfPythonOfAFreshSeed(@ForAll("plainNested") Table table, @ForAll boolean ascii)
      throws IOException {
    read(table, ".ndjson", ascii);
  }

  /** Of such points in time, polars writes the offset without its seconds. */
  private static boolean isCut(Object value) {
    return value instanceof ZonedDateTime time && time.getOffset().getTotalSeconds() % 60 != 0;
  }

  /** All together; if something is refused, each column beside one that is not. */
  private static void eachComesBack(Table table, String form) throws IOException {
    if (table.rows() == 0 || comesBack(table, form)) {
      return;
    }
    List<Object> numbers = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      numbers.add((long) row);
    }
    Generated.Column known = new Generated.Column(DataType.INT64, numbers);
    for (Generated.Column column : table.columns()) {
      comesBack(new Table(List.of(column, known)), form);
    }
  }

  private static boolean comesBack(Table table, String form) throws IOException {
    Path file = folder.resolve(FILES.incrementAndGet() + form);
    List<Series> columns = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      Field field = table.schema().field(c);
      columns.add(Series.of(field.name(), field.dataType(), table.columns().get(c).values()));
    }
    try (DataFrame frame = DataFrame.of(columns)) {
      try (FrameWriter writer =
          form.equals(".csv")
              ? new CsvWriter(file)
              : new NdjsonWriter(file)
                  .withNonFinite(NonFinite.TEXT)
                  .withBinaryText(BinaryText.BASE64)) {
        writer.finish(frame);
      }
      if (oracle != null) {
        oracle.readsText(file, table);
      }
      try (DataFrame read = reader(file, table.schema()).finish()) {
        holds(read, table, false);
      }
      return true;
    } catch (IllegalArgumentException | PolarsException e) {
      refusesByName(e);
      return false;
    } finally {
      columns.forEach(Series::close);
    }
  }

  private static void read(Table table, String form, boolean ascii) throws IOException {
    if (oracle == null || table.rows() == 0) {
      return;
    }
    Path file = folder.resolve(FILES.incrementAndGet() + form);
    oracle.writesText(file, table, ascii);
    try (DataFrame frame = reader(file, table.schema()).finish()) {
      holds(frame, table, form.equals(".csv"));
    } catch (IllegalArgumentException | PolarsException e) {
      refusesByName(e);
    }
  }

  private static FrameReader reader(Path file, Schema schema) {
    return file.toString().endsWith(".csv")
        ? new CsvReader(file).withSchemaOverrides(schema)
        : new NdjsonReader(file).withSchemaOverrides(schema).withBinaryText(BinaryText.BASE64);
  }

  /** In CSV that Python writes, null and no text are the same. */
  private static void holds(DataFrame frame, Table table, boolean emptyIsNull) {
    for (int c = 0; c < table.columns().size(); c++) {
      try (Series column = frame.column(c)) {
        Generated.Column expected = table.columns().get(c);
        List<Object> values = new ArrayList<>(expected.values());
        if (emptyIsNull) {
          values.replaceAll(value -> "".equals(value) ? null : value);
        }
        List<Object> read = new ArrayList<>(column.toList());
        if (emptyIsNull) {
          read.replaceAll(value -> "".equals(value) ? null : value);
        }
        assertThat(PlainJson.list(column.dataType(), read))
            .as("c%d: %s", c, expected.type())
            .isEqualTo(PlainJson.list(expected.type(), values));
      }
    }
  }

  /** By the column; of a value in a line, a reader may tell the line and the value. */
  private static void refusesByName(Exception e) {
    assertThat(e.getMessage()).matches("(?s).*(\\bc[0-7]\\b|\\bline \\d+: .*'.+').*");
    assertThat(e.getMessage().getBytes(StandardCharsets.UTF_8).length).isLessThan(1_000);
  }
}
