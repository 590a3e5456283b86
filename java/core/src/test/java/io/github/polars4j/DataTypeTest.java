package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Types check their parameters, compare by content and name themselves. */
class DataTypeTest {
  @Test
  void typesOfTheSameContentAreEqual() {
    assertThat(new DataType.Int64()).isEqualTo(DataType.INT64).hasSameHashCodeAs(DataType.INT64);
    assertThat(DataType.list(DataType.INT8)).isEqualTo(new DataType.List(new DataType.Int8()));
    assertThat(DataType.list(DataType.INT8)).isNotEqualTo(DataType.list(DataType.INT16));
    assertThat(DataType.struct(Field.of("a", DataType.INT8)))
        .isEqualTo(DataType.struct(Field.of("a", DataType.INT8)))
        .isNotEqualTo(DataType.struct(Field.of("b", DataType.INT8)));
    assertThat(DataType.enumeration("a", "b")).isNotEqualTo(DataType.enumeration("b", "a"));
    assertThat(DataType.datetime(TimeUnit.NANOSECONDS))
        .isNotEqualTo(DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC));
  }

  @Test
  void nullabilityAndMetadataWithinStructsMakeNoOtherType() {
    Field a = Field.of("a", DataType.INT8);
    DataType plain = DataType.list(DataType.struct(a));
    for (Field other : List.of(a.withNullable(false), a.withMetadata(Map.of("k", "v")))) {
      DataType type = DataType.list(DataType.struct(other));
      assertThat(type).isNotEqualTo(plain);
      assertThat(type.sameType(plain)).isTrue();
      assertThat(plain.sameType(type)).isTrue();
      assertThat(DataType.array(type, 2).sameType(DataType.array(plain, 2))).isTrue();
      assertThat(DataType.extension("x", type, "").sameType(DataType.extension("x", plain, "")))
          .isTrue();
    }
    assertThat(DataType.extension("x", plain, "").sameType(plain)).isFalse();
    assertThat(DataType.array(plain, 2).sameType(DataType.array(plain, 3))).isFalse();
    assertThat(DataType.struct(a).sameType(DataType.struct(Field.of("b", DataType.INT8))))
        .isFalse();
  }

  @Test
  void theZeroOffsetIsUtc() {
    assertThat(DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC))
        .isEqualTo(DataType.datetime(TimeUnit.NANOSECONDS, ZoneId.of("UTC")));
  }

  @Test
  void eachTypeNamesItself() {
    Map<DataType, String> names =
        Map.ofEntries(
            Map.entry(DataType.UINT128, "UInt128"),
            Map.entry(DataType.NULL, "Null"),
            Map.entry(
                DataType.datetime(TimeUnit.MICROSECONDS, Sample.BERLIN),
                "Datetime(MICROSECONDS, Europe/Berlin)"),
            Map.entry(DataType.datetime(TimeUnit.NANOSECONDS), "Datetime(NANOSECONDS)"),
            Map.entry(DataType.duration(TimeUnit.MILLISECONDS), "Duration(MILLISECONDS)"),
            Map.entry(DataType.decimal(38, 2), "Decimal(38, 2)"),
            Map.entry(DataType.list(DataType.list(DataType.STRING)), "List(List(String))"),
            Map.entry(DataType.array(DataType.FLOAT32, 3), "Array(Float32, 3)"),
            Map.entry(
                DataType.struct(
                    Field.of("a", DataType.INT8), Field.of("b", DataType.list(DataType.DATE))),
                "Struct(a: Int8, b: List(Date))"),
            Map.entry(DataType.categorical(), "Categorical"),
            Map.entry(
                new DataType.Categorical("c", "n", DataType.Categorical.Physical.UINT8),
                "Categorical(c, n, UINT8)"),
            Map.entry(DataType.enumeration("a", "b"), "Enum([a, b])"));
    names.forEach((type, name) -> assertThat(type).hasToString(name));
  }

  @Test
  void aLongEnumIsCutInItsName() {
    String[] categories = IntStream.range(0, 1000).mapToObj(i -> "c" + i).toArray(String[]::new);
    assertThat(DataType.enumeration(categories).toString())
        .contains("c7")
        .doesNotContain("c8")
        .contains("992 more");
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> DataType.decimal(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DataType.decimal(39, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("39")
        .hasMessageContaining("1 to 38");
    assertThatThrownBy(() -> DataType.decimal(5, 6)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DataType.decimal(5, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DataType.array(DataType.INT8, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void duplicatesAreRefused() {
    assertThatThrownBy(() -> DataType.enumeration("a", "b", "a"))
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("\"a\"");
    assertThatThrownBy(
            () -> DataType.struct(Field.of("x", DataType.INT8), Field.of("x", DataType.INT16)))
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("\"x\"");
  }

  @Test
  void missingParametersAreRefused() {
    assertThatThrownBy(() -> DataType.duration(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> DataType.datetime(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> DataType.list(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> new DataType.Categorical(null, "", null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void listsAreCopied() {
    List<String> categories = new ArrayList<>(List.of("a"));
    DataType.Enum type = new DataType.Enum(categories);
    categories.add("b");
    assertThat(type.categories()).containsExactly("a");
    assertThatThrownBy(() -> type.categories().add("c"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void everyTypeGoesThroughAFrame() {
    List<DataType> types =
        List.of(
            DataType.BOOLEAN,
            DataType.INT8,
            DataType.INT16,
            DataType.INT32,
            DataType.INT64,
            DataType.INT128,
            DataType.UINT8,
            DataType.UINT16,
            DataType.UINT32,
            DataType.UINT64,
            DataType.UINT128,
            DataType.FLOAT16,
            DataType.FLOAT32,
            DataType.FLOAT64,
            DataType.STRING,
            DataType.BINARY,
            DataType.DATE,
            DataType.TIME,
            DataType.NULL,
            DataType.datetime(TimeUnit.MILLISECONDS),
            DataType.datetime(TimeUnit.NANOSECONDS, Sample.BERLIN),
            DataType.duration(TimeUnit.MICROSECONDS),
            DataType.decimal(20, 5),
            DataType.list(DataType.array(DataType.INT16, 2)),
            DataType.array(DataType.STRING, 0),
            DataType.struct(Field.of("ü", DataType.categorical())),
            DataType.struct(),
            DataType.categorical(),
            new DataType.Categorical("few", "ns", DataType.Categorical.Physical.UINT8),
            DataType.enumeration("x", "y"),
            DataType.enumeration());
    for (DataType type : types) {
      Schema schema = Schema.of(Field.of("c", type));
      try (DataFrame frame = DataFrame.empty(schema);
          Series column = frame.column(0)) {
        assertThat(frame.schema()).isEqualTo(schema);
        assertThat(column.dataType()).isEqualTo(type);
        assertThat(column.toList()).isEmpty();
        assertThat(column.toString()).isNotEmpty();
      }
    }
  }
}
