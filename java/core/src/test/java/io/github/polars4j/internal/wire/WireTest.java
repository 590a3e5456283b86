package io.github.polars4j.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Blocks of bytes to native code and back, and what refuses options. */
class WireTest {
  @Test
  void numbersComeBackWithAllTheirBytes() {
    WireWriter writer = new WireWriter();
    writer.i32(0x01020304).i64(0x0102030405060708L).i32(-2).i64(Long.MIN_VALUE + 3).u8(0xfe);
    byte[] bytes = writer.toBytes();
    assertThat(bytes).startsWith(1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8);
    WireReader reader = new WireReader(bytes);
    assertThat(reader.i32()).isEqualTo(0x01020304);
    assertThat(reader.i64()).isEqualTo(0x0102030405060708L);
    assertThat(reader.i32()).isEqualTo(-2);
    assertThat(reader.i64()).isEqualTo(Long.MIN_VALUE + 3);
    assertThat(reader.u8()).isEqualTo(0xfe);
  }

  @Test
  void whatMayBeMissingSaysWhetherItIs() {
    Schema schema = Schema.of(new Field("n", DataType.INT64));
    byte[] bytes =
        new WireWriter().optSchema(null).optSchema(schema).optStr(null).optStr("x").toBytes();
    WireReader reader = new WireReader(bytes);
    assertThat(reader.bool()).isFalse();
    assertThat(reader.bool()).isTrue();
    assertThat(reader.schema()).isEqualTo(schema);
    assertThat(reader.bool()).isFalse();
    assertThat(reader.bool()).isTrue();
    assertThat(reader.str()).isEqualTo("x");
  }

  @Test
  void numbersOutOfRangeAreRefusedAndOthersReturned() {
    assertThat(Checks.range("level", 1, 1, 3)).isEqualTo(1);
    assertThat(Checks.range("level", 3, 1, 3)).isEqualTo(3);
    assertThat(Checks.atLeast("rows", 5, 5)).isEqualTo(5);
    for (long value : new long[] {0, 4}) {
      assertThatThrownBy(() -> Checks.range("level", value, 1, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("level " + value + ": must be 1 to 3");
    }
    assertThatThrownBy(() -> Checks.atLeast("rows", 4, 5)).hasMessage("rows 4: must be at least 5");
  }

  @Test
  void charactersAreAsciiNoLineBreaksAndDiffer() {
    assertThat(Checks.ascii("separator", '\u007f')).isEqualTo('\u007f');
    assertThatThrownBy(() -> Checks.ascii("separator", '\u0080'))
        .hasMessage("separator U+0080: must be an ASCII character");
    Checks.noLineBreak("quote", '"');
    assertThatThrownBy(() -> Checks.noLineBreak("quote", '\n')).hasMessageContaining("U+000A");
    assertThatThrownBy(() -> Checks.noLineBreak("quote", '\r')).hasMessageContaining("U+000D");
    Checks.differ("quote", '"', "separator", ',');
    assertThatThrownBy(() -> Checks.differ("quote", ',', "separator", ','))
        .hasMessage("quote U+002C: must differ from the separator");
  }

  @Test
  void metadataIsSortedCopiedAndText() {
    assertThat(Checks.metadata(Map.of("b", "2", "a", "1")))
        .containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    for (Map<String, String> bad : List.of(Map.of("k", "\ud800"), Map.of("\ud800", "v"))) {
      assertThatThrownBy(() -> Checks.metadata(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("metadata " + (bad.containsKey("k") ? "value of \"k\"" : "key"))
          .hasMessageContaining("lone surrogate");
    }
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(Shown.cut("abcd", 4)).isEqualTo("abcd");
    assertThat(Shown.cut("abcde", 4)).isEqualTo("abcd... (5 characters)");
    assertThat(Shown.cut("abc\ud83d\ude00", 4)).isEqualTo("abc... (5 characters)");
    assertThat(Shown.cut("x".repeat(100))).hasSize(100);
    assertThat(Shown.cut("x".repeat(101))).isEqualTo("x".repeat(100) + "... (101 characters)");
  }

  @Test
  void whatIsPlainIsReturnedAsItIs() {
    DataType nested =
        new DataType.List(new DataType.Array(DataType.struct(new Field("s", DataType.STRING)), 2));
    Schema plain = Schema.of(new Field("n", DataType.INT64), new Field("l", nested));
    assertThat(Plain.of(plain)).isSameAs(plain);
    assertThat(Plain.of(nested)).isSameAs(nested);
    Field said = new Field("n", DataType.INT64, false, Map.of());
    assertThat(Plain.of(said)).isEqualTo(new Field("n", DataType.INT64));
    assertThat(Plain.of(Schema.of(said))).isEqualTo(Schema.of(new Field("n", DataType.INT64)));
  }
}
