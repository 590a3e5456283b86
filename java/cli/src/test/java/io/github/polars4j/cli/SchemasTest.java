package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.TimeUnit;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code NAME:TYPE,...}. */
class SchemasTest {
  private static Map<String, DataType> parse(String text) {
    return Schemas.parse("--schema", text);
  }

  static List<DataType> types() {
    return List.of(
        DataType.BOOLEAN,
        DataType.INT8,
        DataType.INT128,
        DataType.UINT64,
        DataType.FLOAT16,
        DataType.STRING,
        DataType.BINARY,
        DataType.DATE,
        DataType.TIME,
        DataType.NULL,
        DataType.categorical(),
        DataType.decimal(38, 2),
        DataType.datetime(TimeUnit.MILLISECONDS),
        DataType.datetime(TimeUnit.NANOSECONDS, ZoneId.of("Europe/Berlin")),
        DataType.duration(TimeUnit.MICROSECONDS),
        DataType.list(DataType.list(DataType.INT32)),
        DataType.array(DataType.decimal(4, 1), 3),
        DataType.list(new DataType.Struct(List.of())),
        DataType.struct(
            Field.of("a", DataType.INT32), Field.of("b", DataType.list(DataType.STRING))));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeIsReadAsItIsShown(DataType type) {
    assertThat(parse("a:" + type + ",b:Int8"))
        .containsExactly(Map.entry("a", type), Map.entry("b", DataType.INT8));
  }

  @Test
  void shortUnitsCaseSpacesAndQuotes() {
    assertThat(
            parse("a : datetime( us , Europe/Berlin ), \"b,:\"\"\":DECIMAL(9), c:enum(x,\"y,z\")"))
        .containsExactly(
            Map.entry("a", DataType.datetime(TimeUnit.MICROSECONDS, ZoneId.of("Europe/Berlin"))),
            Map.entry("b,:\"", DataType.decimal(9, 0)),
            Map.entry("c", DataType.enumeration("x", "y,z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a:",
        "a:Int7",
        "a:Int8,",
        "a:Int8,a:Int8",
        "a:List(Int8",
        "a:List",
        "a:Decimal(99)",
        "a:Decimal(x)",
        "a:Datetime(h)",
        "a:Datetime(us,Nowhere)",
        "a:Int8)",
        "\"a:Int8",
        "a:Array(Int8)"
      })
  void anythingElseIsUsage(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--schema")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(1_000));
  }
}
