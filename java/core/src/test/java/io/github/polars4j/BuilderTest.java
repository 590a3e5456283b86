package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BuilderTest {
  private static final DataType POINT =
      DataType.struct(Field.of("x", DataType.INT32), Field.of("y", DataType.list(DataType.STRING)));

  @Test
  void primitivesAreTakenWithoutBoxes() {
    Series.Builder builder = Series.builder("a", DataType.INT64);
    for (int i = 0; i < 100_000; i++) {
      if (i % 1000 == 999) {
        builder.appendNull();
      } else {
        builder.appendLong(i);
      }
    }
    assertThat(builder.length()).isEqualTo(100_000);
    try (Series series = builder.build()) {
      long[] values = series.toLongArray(-1);
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isEqualTo(i % 1000 == 999 ? -1 : i);
      }
      assertThat(series.nullCount()).isEqualTo(100);
    }
    assertThat(builder.length()).isZero();
    try (Series again = builder.appendInt(7).build()) {
      assertThat(again.toList()).containsExactly(7L);
    }
  }

  @Test
  void listsAndStructsAreBuiltInPlace() {
    Series.Builder builder = Series.builder("points", DataType.list(POINT));
    Series.Builder point = builder.element();
    point.field("x").appendInt(1);
    point.field("y").element().appendString("a").appendNull();
    point.field("y").endList();
    point.endStruct().appendNull();
    point.field(0).appendShort((short) 2);
    point.endStruct();
    builder.endList().appendNull().endList();
    try (Series series = builder.build()) {
      assertThat(series.toList())
          .containsExactly(
              Arrays.asList(
                  map("x", 1, "y", Arrays.asList("a", null)), null, map("x", 2, "y", null)),
              null,
              List.of());
    }
  }

  @Test
  void anyValueIsAppendedWhole() {
    Series.Builder builder = Series.builder("points", DataType.array(POINT, 2));
    List<Object> row = Arrays.asList(map("x", 1, "y", List.of("a")), null);
    try (Series series = builder.append(row).append(null).append(row.toArray()).build()) {
      assertThat(series.toList()).containsExactly(row, null, row);
    }
  }

  @Test
  void aRefusedValueLeavesTheBuilderAsItWas() {
    Series.Builder builder = Series.builder("a", DataType.list(POINT));
    builder.append(List.of(map("x", 1, "y", List.of("b"))));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder.append(List.of(map("x", 1), map("x", 2, "y", Arrays.asList("c", 3)))))
        .withMessage("column \"a[].y[]\", row 1: a java.lang.Integer in a column of String");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.append(List.of(Map.of("z", 1))))
        .withMessageContaining("column \"a[]\", row 1: no field of ")
        .withMessageContaining("is named z");
    try (Series series = builder.appendNull().build()) {
      assertThat(series.toList()).containsExactly(List.of(map("x", 1, "y", List.of("b"))), null);
    }
  }

  @Test
  void manyRowsAreTakenBack() {
    Series.Builder builder = Series.builder("a", DataType.list(POINT));
    Object[] many = new Object[200_000];
    Arrays.fill(many, map("x", 1, "y", Arrays.asList("some text of some length", null)));
    builder.append(List.of(map("x", 5)));
    many[many.length - 1] = "no struct";
    assertThatIllegalArgumentException().isThrownBy(() -> builder.append(many));
    try (Series series = builder.append(List.of()).build()) {
      assertThat(series.toList()).containsExactly(List.of(map("x", 5, "y", null)), List.of());
    }
  }

  @Test
  void primitivesThatDoNotSuitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.builder("a", DataType.STRING).appendLong(1))
        .withMessage("column \"a\", row 0: a long in a column of String");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.builder("a", DataType.INT8).appendByte((byte) 1).appendInt(128))
        .withMessage("column \"a\", row 1: 128 is out of range for Int8: -128 to 127");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.builder("a", DataType.FLOAT32).appendDouble(1))
        .withMessage("column \"a\", row 0: a double in a column of Float32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.builder("a", DataType.FLOAT64).appendLong(1))
        .withMessageContaining("a long in a column of Float64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.builder("a", DataType.TIME).appendLong(86_400_000_000_000L))
        .withMessageContaining("out of range for Time: 0 to 86399999999999");
    assertThatThrownBy(() -> Series.builder("a", DataType.INT8).element())
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("column \"a\": element suits List or Array, not Int8");
  }

  @Test
  void whatIsNotEndedIsRefused() {
    Series.Builder list = Series.builder("a", DataType.list(DataType.INT8));
    list.element().appendInt(1);
    assertThatIllegalStateException().isThrownBy(list::build).withMessageContaining("endList()");
    assertThatIllegalStateException().isThrownBy(list::appendNull);
    assertThatIllegalStateException().isThrownBy(() -> list.element().build());
    Series.Builder struct = Series.builder("b", POINT);
    struct.field("x").appendInt(1);
    assertThatIllegalStateException().isThrownBy(struct::build).withMessageContaining("endStruct");
    struct.field("x").appendInt(2);
    assertThatIllegalStateException()
        .isThrownBy(struct::endStruct)
        .withMessage("column \"b.x\", row 0: the struct has 2 values of one field");
    Series.Builder array = Series.builder("c", DataType.array(DataType.INT8, 2));
    array.element().appendInt(1);
    assertThatIllegalArgumentException()
        .isThrownBy(array::endList)
        .withMessage("column \"c\", row 0: a list of 1 values in a column of Array(Int8, 2)");
  }

  @Test
  void aFrameIsBuiltRowByRow() {
    Schema schema =
        Schema.of(
            Field.of("id", DataType.INT64),
            Field.of("price", DataType.decimal(5, 2)),
            Field.of("point", POINT));
    DataFrame.Builder builder = DataFrame.builder(schema);
    builder.appendRow(1, new BigDecimal("1.5"), Map.of("x", 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.appendRow(2, new BigDecimal("1.555"), null))
        .withMessageContaining("column \"price\", row 1: 1.555 has finer digits than");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.appendRow(2))
        .withMessageContaining("row 1: 1 values for the 3 columns");
    builder.column("id").appendLong(2);
    assertThatIllegalStateException()
        .isThrownBy(builder::endRow)
        .withMessage("column \"price\", row 1: has 0 new values: a row has one value a column");
    assertThatIllegalStateException().isThrownBy(builder::build);
    builder.column(1).appendNull();
    builder.column(2).appendNull();
    builder.endRow();
    assertThat(builder.rows()).isEqualTo(2);
    try (DataFrame frame = builder.build()) {
      assertThat(frame.schema()).isEqualTo(schema);
      assertThat(frame.rows().map(Row::values))
          .containsExactly(
              List.of(1L, new BigDecimal("1.50"), map("x", 1, "y", null)),
              Arrays.asList(2L, null, null));
    }
    try (DataFrame none = builder.build()) {
      assertThat(none.height()).isZero();
      assertThat(none.schema()).isEqualTo(schema);
    }
  }

  private static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }

  @Test
  void noFloat16BecomesInfiniteOrZero() {
    for (float lost : new float[] {65_520f, -3.4e38f, 0x1p-25f, -1e-10f}) {
      List<Supplier<Series>> ways =
          List.of(
              () -> Series.of("c", DataType.FLOAT16, new float[] {1f, lost}, null),
              () -> Series.of("c", DataType.FLOAT16, List.of(1f, lost)),
              () ->
                  Series.builder("c", DataType.FLOAT16).appendFloat(1f).appendFloat(lost).build());
      for (Supplier<Series> way : ways) {
        assertThatThrownBy(way::get)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll("\"c\"", "row 1", Float.toString(lost), "Float16");
      }
    }
    float[] kept = {65_519f, 0x1.000002p-25f, 0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY};
    float[] expected = {65_504f, 0x1p-24f, 0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY};
    try (Series halves = Series.of("c", DataType.FLOAT16, kept, null)) {
      assertThat(halves.toFloatArray()).isEqualTo(expected);
    }
    BitSet none = new BitSet();
    try (Series nothing = Series.of("c", DataType.FLOAT16, new float[] {1e9f}, none)) {
      assertThat(nothing.isNull(0)).isTrue();
    }
  }
}
