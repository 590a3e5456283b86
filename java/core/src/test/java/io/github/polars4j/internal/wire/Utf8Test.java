package io.github.polars4j.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Utf8Test {
  /** The first and last of each length, and what lies beside the surrogates. */
  private static final int[] POINTS = {
    0, 0x41, 0x7f, 0x80, 0xe9, 0x7ff, 0x800, 0x20ac, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x1f600,
    0x10ffff
  };

  private static void check(String text) {
    byte[] expected = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[expected.length + 2];
    assertThat(Utf8.length(text)).as(text).isEqualTo(expected.length);
    assertThat(Utf8.encode(text, bytes, 2)).as(text).isEqualTo(bytes.length);
    assertThat(Arrays.copyOfRange(bytes, 2, bytes.length)).as(text).isEqualTo(expected);
    assertThat(Utf8.check("text", text)).isSameAs(text);
  }

  @Test
  void encodesEachLengthBesideEachOther() {
    check("");
    for (int first : POINTS) {
      check(Character.toString(first));
      for (int second : POINTS) {
        check(Character.toString(first) + Character.toString(second) + "z");
      }
    }
  }

  @Test
  void tellsWhereALoneSurrogateIs() {
    for (String lone : new String[] {"\ud83d", "\ude00", "\ud83dx", "\ude00\ud83d"}) {
      String text = "a\u00e9\ud83d\ude00" + lone;
      assertThat(Utf8.encode(text, new byte[30], 0)).isEqualTo(~4);
      assertThatThrownBy(() -> Utf8.check("name", text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("name: ")
          .hasMessageContaining(String.format("U+%04X at index 4", (int) lone.charAt(0)));
    }
    assertThat(Utf8.length("\ud83d")).isEqualTo(3);
    assertThatThrownBy(() -> Utf8.check("name", null)).hasMessage("name");
  }
}
