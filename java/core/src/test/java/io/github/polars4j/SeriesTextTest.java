package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text keeps every character, whatever its plane, length or number. */
class SeriesTextTest {
  private static void assertSurvives(String... values) {
    try (Series series = Series.of("s", values)) {
      assertThat(series.toStringArray()).isEqualTo(values);
      assertThat(series.toList()).isEqualTo(Arrays.asList(values));
    }
  }

  @Test
  void everyCodePointOfEveryPlane() {
    StringBuilder all = new StringBuilder();
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        all.appendCodePoint(point);
      }
    }
    assertSurvives(all.toString());
  }

  @Test
  void oneCharacterOfEachLengthInUtf8() {
    assertSurvives("a", "é", "€", "🦜", "a€é🦜a");
  }

  /** Views hold up to 12 bytes themselves. */
  @Test
  void lengthsAroundAViewsOwn() {
    assertSurvives(
        "", "123456789012", "1234567890123", "größe ü 12", "größe ü 123", "größe ü 1234");
  }

  @Test
  void lengthsOfMoreThanABlock() {
    String ascii = "x".repeat((4 << 20) + 1);
    String wide = "🦜".repeat((1 << 20) + 1);
    assertSurvives("a", ascii, null, wide, "", "b");
  }

  @Test
  void manyRowsOfManyBlocks() {
    String[] values = new String[200_000];
    Arrays.setAll(values, i -> i % 5 == 0 ? null : "row " + i + " ü".repeat(i % 60));
    assertSurvives(values);
  }

  @Test
  void binaryOfMoreThanABlock() {
    byte[] large = new byte[(4 << 20) + 3];
    Arrays.fill(large, (byte) 7);
    byte[][] values = {{1}, large, null, {}, large};
    try (Series series = Series.of("b", values)) {
      assertThat(series.toBinaryArray()).isDeepEqualTo(values);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83e", "a\udd9c", "ok \ud83e ok", "\udd9c\ud83e"})
  void aLoneSurrogateIsRefusedNamingItsRow(String text) {
    assertThatThrownBy(() -> Series.of("s", "fine", null, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 2")
        .hasMessageContaining("lone surrogate");
  }

  @Test
  void aLoneSurrogateInACategoryIsRefusedNamingItsRow() {
    assertThatThrownBy(() -> Series.of("s", DataType.categorical(), List.of("a", "\ud83e")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1");
  }

  @Test
  void theGetterDecodesAsTheArrayDoes() {
    String[] values = {"a", null, "", "🦜 größer als zwölf Bytes", "nul \0"};
    try (Series series = Series.of("s", values)) {
      for (int i = 0; i < values.length; i++) {
        assertThat(series.getString(i)).isEqualTo(values[i]);
        assertThat(series.get(i)).isEqualTo(values[i]);
      }
    }
  }

  @Test
  void categoriesAreTextToo() {
    List<String> values = Arrays.asList("b", "🦜", null, "b", "");
    for (DataType type : List.of(DataType.categorical(), DataType.enumeration("", "🦜", "b"))) {
      try (Series series = Series.of("c", type, values)) {
        assertThat(series.toStringArray()).containsExactlyElementsOf(values);
        assertThat(series.getString(1)).isEqualTo("🦜");
        assertThat(series.getString(2)).isNull();
      }
    }
  }

  @Test
  void utf8AsBinaryIsTheSameBytes() {
    byte[] utf8 = "größe 🦜".getBytes(StandardCharsets.UTF_8);
    try (Series series = Series.of("b", new byte[][] {utf8})) {
      assertThat(series.toBinaryArray()[0]).isEqualTo(utf8);
    }
  }
}
