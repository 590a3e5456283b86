package io.github.polars4j.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of a database becomes the value that it stands for, or is refused. */
class TextValueTest {
  private static Object read(String text, DataType type) {
    Series.Builder builder = Series.builder("c", type);
    TextValue.append(text, type, builder);
    try (Series series = builder.build()) {
      return series.toList().get(0);
    }
  }

  private static void refused(String text, DataType type, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(text, type))
        .withMessage("\"" + text + "\" " + why);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "9007199254740992, 9007199254740992",
    "-9007199254740994, -9007199254740994",
    "9007199254740993.0, 9007199254740992",
    "1e23, 1e23",
    "1e308, 1e308",
    "0, 0",
    "0.0, 0",
    "-0.0, -0.0",
    "' 2.5 ', 2.5",
    "inf, Infinity",
    "-Infinity, -Infinity",
    "nan, NaN"
  })
  void aFloat64IsTheNearestOfAFraction(String text, double value) {
    assertThat(read(text, DataType.FLOAT64)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9007199254740993", "-9007199254740993", "1e399", "-1e399", "1e-400"})
  void noFloat64IsRoundedToAWholeNumberAnInfinityOrZero(String text) {
    refused(text, DataType.FLOAT64, "is not exact in Float64");
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0.1", "16777216, 16777216", "16777217.0, 16777216", "-0, -0.0", "NaN, NaN"})
  void aFloat32IsTheNearestOfAFraction(String text, float value) {
    assertThat(read(text, DataType.FLOAT32)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"16777217", "-16777217", "1e39", "1e-50"})
  void noFloat32IsRoundedToAWholeNumberAnInfinityOrZero(String text) {
    refused(text, DataType.FLOAT32, "is not exact in Float32");
  }

  @Test
  void numbersOfMoreThan400DigitsAreRefusedAtOnce() {
    refused("1e400", DataType.FLOAT64, "is out of range for Float64");
    refused("1e-402", DataType.INT64, "is out of range for Int64");
    refused("1e2147483647", DataType.INT32, "is out of range for Int32");
  }

  @Test
  void integersAreWhole() {
    assertThat(read("12.00", DataType.INT64)).isEqualTo(12L);
    refused("12.5", DataType.INT64, "is no whole number for Int64");
    refused("twelve", DataType.INT64, "is no number for Int64");
    refused("NaN", DataType.INT64, "has no form in Int64, which holds finite numbers only");
  }

  @ParameterizedTest
  @CsvSource({"t, true", "TRUE, true", "1, true", "f, false", "False, false", "0, false"})
  void booleansAreWordsOrBits(String text, boolean value) {
    assertThat(read(text, DataType.BOOLEAN)).isEqualTo(value);
  }

  @Test
  void nothingElseIsABoolean() {
    refused("2", DataType.BOOLEAN, "is neither true nor false");
    assertThat(read(null, DataType.BOOLEAN)).isNull();
  }
}
