package io.github.polars4j.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.ResultSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers of a result, which JDBC gives as 0 where they are null. */
class CellsTest {
  private record Reader(String name, DataType type, Cell cell, Object zero, Object other) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Reader> readers() {
    return Stream.of(
        new Reader("byte", DataType.INT8, Cells::readByte, (byte) 0, (byte) -3),
        new Reader("short", DataType.INT16, Cells::readShort, (short) 0, (short) -3),
        new Reader("int", DataType.INT32, Cells::readInt, 0, -3),
        new Reader("long", DataType.INT64, Cells::readLong, 0L, -3L),
        new Reader("float", DataType.FLOAT32, Cells::readFloat, 0f, -3f),
        new Reader("double", DataType.FLOAT64, Cells::readDouble, 0.0, -3.0));
  }

  /** What comes of a value that every getter gives. */
  private static Object read(Reader reader, Object value, boolean isNull) throws Exception {
    ResultSet rows =
        proxy(ResultSet.class, method -> method.equals("wasNull") ? (Object) isNull : value);
    Series.Builder builder = Series.builder("c", reader.type());
    reader.cell().read(rows, 1, builder);
    try (Series series = builder.build()) {
      return series.toList().get(0);
    }
  }

  private interface Answers {
    Object to(String method);
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            CellsTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> answers.to(method.getName())));
  }

  @ParameterizedTest
  @MethodSource("readers")
  void zeroIsNullOnlyIfTheDriverSaysSo(Reader reader) throws Exception {
    assertThat(read(reader, reader.zero(), true)).isNull();
    assertThat(read(reader, reader.zero(), false)).isEqualTo(reader.zero());
    assertThat(read(reader, reader.other(), false)).isEqualTo(reader.other());
  }

  @Test
  void nanIsNullOnlyIfTheDriverSaysSo() throws Exception {
    for (Reader reader : readers().skip(4).toList()) {
      Object nan = reader.zero() instanceof Float ? (Object) Float.NaN : Double.NaN;
      assertThat(read(reader, nan, true)).isNull();
      assertThat(read(reader, nan, false)).isEqualTo(nan);
    }
  }

  @Test
  void wholeNumbersAreBigIntegers() {
    BigInteger five = BigInteger.valueOf(5);
    assertThat(Stream.of(5, 5L, (short) 5, new BigDecimal("5.00"), five).map(Cells::whole))
        .containsOnly(five);
    BigInteger large = BigInteger.ONE.shiftLeft(100);
    assertThat(Cells.whole(large)).isSameAs(large);
    assertThat(Cells.whole(null)).isNull();
    assertThatThrownBy(() -> Cells.whole(new BigDecimal("5.5")))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void aBlobIsAtMostAnArray() throws Exception {
    byte[] bytes = {1, 2};
    long most = Integer.MAX_VALUE - 8;
    assertThat(Cells.bytes(blob(most, bytes))).isSameAs(bytes);
    assertThat(Cells.bytes(blob(0, bytes))).isEmpty();
    assertThat(Cells.bytes(null)).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cells.bytes(blob(most + 1, bytes)))
        .withMessage("a BLOB of 2147483640 bytes is too long");
  }

  private static Blob blob(long length, byte[] bytes) {
    return proxy(Blob.class, method -> method.equals("length") ? (Object) length : bytes);
  }

  @Test
  void decimalsKeepTheirScaleWhereTheyCan() {
    assertThat(Decimals.of(0, 0)).isEqualTo(Decimals.ANY);
    assertThat(Decimals.of(0, 1)).isEqualTo(DataType.decimal(38, 1));
    assertThat(Decimals.of(-1, 38)).isEqualTo(DataType.decimal(38, 38));
    assertThat(Decimals.of(0, 39)).isEqualTo(Decimals.ANY);
    assertThat(Decimals.of(1, 0)).isEqualTo(DataType.decimal(1, 0));
    assertThat(Decimals.of(5, -2)).isEqualTo(DataType.decimal(7, 0));
    assertThat(Decimals.of(3, 5)).isEqualTo(DataType.decimal(5, 5));
    assertThat(Decimals.of(40, 2)).isEqualTo(DataType.decimal(38, 2));
  }
}
