package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of any class as rows, and back. */
class RowWriterTest {
  record Person(long id, @Nullable String name, LocalDate born) {}

  record Numbers(int id, int[] values) {}

  /** A bean. */
  static final class Customer {
    private long id;
    private @Nullable String name;
    private @Nullable List<String> tags;

    Customer() {}

    Customer(long id, @Nullable String name, @Nullable List<String> tags) {
      this.id = id;
      this.name = name;
      this.tags = tags;
    }

    long getId() {
      return id;
    }

    void setId(long id) {
      this.id = id;
    }

    @Nullable String getName() {
      return name;
    }

    void setName(@Nullable String name) {
      this.name = name;
    }

    @Nullable List<String> getTags() {
      return tags;
    }

    void setTags(@Nullable List<String> tags) {
      this.tags = tags;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Customer c
          && id == c.id
          && Objects.equals(name, c.name)
          && Objects.equals(tags, c.tags);
    }

    @Override
    public int hashCode() {
      return Objects.hash(id, name, tags);
    }
  }

  private static final RowMapper<Customer> MAPPER =
      RowMapper.of(Customer.class)
          .column("id", DataType.INT64, Customer::getId, Customer::setId)
          .column("name", DataType.STRING, Customer::getName, Customer::setName)
          .column("tags", DataType.list(DataType.STRING), Customer::getTags, Customer::setTags)
          .withConstructor(Customer::new);

  private static List<Person> people(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> new Person(i, i % 3 == 0 ? null : "name " + i, LocalDate.ofEpochDay(i % 9999)))
        .toList();
  }

  private static List<Customer> customers() {
    return List.of(
        new Customer(1, "John", List.of("a", "b")),
        new Customer(2, null, null),
        new Customer(3, "Doe", List.of()));
  }

  @Test
  void recordsFromIteratorsCollectionsAndStreams(@TempDir Path folder) throws IOException {
    List<Person> people = people(100_003);
    for (FrameWriter writer :
        List.of(
            new IpcWriter(folder.resolve("a.arrow")).withCompression(IpcCompression.zstd()),
            new IpcStreamWriter(folder.resolve("a.arrows")),
            new ParquetWriter(folder.resolve("a.parquet")))) {
      try (RowWriter<Person> rows = writer.rows(Person.class)) {
        assertThat(rows.schema()).isEqualTo(DataFrame.schemaOf(Person.class));
        rows.write(people.get(0));
        rows.writeAll(people.subList(1, 1000).iterator());
        rows.writeAll(people.subList(1000, 50_000));
        rows.writeAll(people.stream().skip(50_000));
        assertThat(rows.rows()).isEqualTo(people.size());
        rows.finish();
        assertThat(rows.bytesWritten()).isPositive();
      }
    }
    for (String name : List.of("a.arrow", "a.arrows", "a.parquet")) {
      try (DataFrame read = DataFrame.read(folder.resolve(name))) {
        assertThat(read.toRecords(Person.class)).isEqualTo(people);
      }
    }
  }

  @Test
  void anObjectMayChangeOnceItIsWritten() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowWriter<Numbers> rows = new IpcWriter(out).rows(Numbers.class)) {
      int[] values = new int[2];
      for (int i = 0; i < 5; i++) {
        Arrays.fill(values, i);
        rows.write(new Numbers(i, values));
      }
      rows.finish();
    }
    try (DataFrame read = new IpcReader(out.toByteArray()).finish()) {
      assertThat(read.rows().map(row -> row.get("values")))
          .isEqualTo(IntStream.range(0, 5).mapToObj(i -> List.of(i, i)).toList());
    }
    out.reset();
    try (RowWriter<Customer> rows = new IpcWriter(out).rows(MAPPER)) {
      Customer one = new Customer();
      for (long i = 0; i < 5; i++) {
        one.setId(i);
        rows.write(one);
      }
      rows.finish();
    }
    try (DataFrame read = new IpcReader(out.toByteArray()).finish()) {
      assertThat(read.toRows(MAPPER))
          .extracting(Customer::getId)
          .containsExactly(0L, 1L, 2L, 3L, 4L);
    }
  }

  @Test
  void beansBothWays() throws IOException {
    assertThat(MAPPER.schema().names()).containsExactly("id", "name", "tags");
    try (DataFrame frame = DataFrame.fromRows(customers(), MAPPER);
        DataFrame more = frame.rename("name", "nom")) {
      assertThat(frame.schema()).isEqualTo(MAPPER.schema());
      assertThat(frame.toRows(MAPPER)).isEqualTo(customers());
      RowMapper<Customer> byRow =
          MAPPER.withReader(
              row -> new Customer((Long) row.get("id"), (String) row.get("name"), tags(row)));
      assertThat(frame.rows(byRow)).isEqualTo(customers());
      assertThatThrownBy(() -> more.toRows(MAPPER))
          .isInstanceOf(ColumnNotFoundException.class)
          .hasMessageContaining("\"name\"")
          .hasMessageContaining("nom");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowWriter<Customer> rows = new IpcWriter(out).rows(MAPPER)) {
      rows.writeAll(customers());
      rows.finish();
    }
    try (DataFrame read = new IpcReader(out.toByteArray()).finish()) {
      assertThat(read.toRows(MAPPER)).isEqualTo(customers());
    }
  }

  @SuppressWarnings("unchecked")
  private static @Nullable List<String> tags(Row row) {
    return (List<String>) row.get("tags");
  }

  @Test
  void whatDoesNotFitIsRefusedByName() throws IOException {
    RowMapper<Customer> narrow =
        RowMapper.of(Customer.class).column("id", DataType.INT8, Customer::getId);
    assertThatThrownBy(() -> DataFrame.fromRows(List.of(new Customer(300, "a", null)), narrow))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column \"id\", row 0: 300 is out of range for Int8");
    assertThatThrownBy(() -> narrow.column("id", DataType.INT64, Customer::getId))
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("\"id\"");
    try (DataFrame frame = DataFrame.fromRows(customers(), MAPPER)) {
      assertThatThrownBy(() -> frame.toRows(narrow))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("withConstructor");
      RowMapper<Customer> swapped =
          RowMapper.of(Customer.class)
              .<String>column("id", DataType.INT64, c -> null, Customer::setName)
              .withConstructor(Customer::new);
      assertThatThrownBy(() -> frame.toRows(swapped))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column \"id\", row 0: ")
          .hasMessageContaining("java.lang.Long");
    }
    try (Series ids = Series.of("id", new long[] {1, 2}, new boolean[] {true, false});
        DataFrame frame = ids.toFrame()) {
      RowMapper<Customer> primitive =
          RowMapper.of(Customer.class)
              .column("id", DataType.INT64, Customer::getId, Customer::setId)
              .withConstructor(Customer::new);
      assertThatThrownBy(() -> frame.toRows(primitive))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column \"id\", row 1: ")
          .hasMessageContaining("null");
    }
  }

  @Test
  void aRefusedOrMissingObjectIsToldWithItsRow() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowWriter<Person> rows = new IpcWriter(out).rows(Person.class)) {
      rows.writeAll(people(1000));
      assertThatThrownBy(() -> rows.write(null))
          .isInstanceOf(NullPointerException.class)
          .hasMessageContaining("row 1000");
      rows.writeAll(Stream.of(new Person(1, "\ud800", LocalDate.EPOCH)));
      assertThatThrownBy(rows::finish)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column \"name\", row 1000: ");
      assertThatThrownBy(() -> rows.write(people(1).get(0)))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
