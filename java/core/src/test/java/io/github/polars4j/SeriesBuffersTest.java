package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesBuffersTest {
  private static final BitSet SECOND_IS_NULL = BitSet.valueOf(new long[] {0b101});

  @Test
  void arraysComeWithTheirValidity() {
    boolean[] valid = {true, false, true};
    List<Object> expected = Arrays.asList(1L, null, 3L);
    try (Series bits = Series.of("a", new long[] {1, 2, 3}, SECOND_IS_NULL);
        Series flags = Series.of("a", new long[] {1, 2, 3}, valid);
        Series times = Series.of("a", DataType.TIME, new long[] {1, -1, 3}, SECOND_IS_NULL);
        Series unsigned = Series.of("a", DataType.UINT8, new byte[] {-1}, null)) {
      assertThat(bits.toList()).isEqualTo(expected);
      assertThat(flags.toList()).isEqualTo(expected);
      assertThat(times.toList())
          .containsExactly(LocalTime.ofNanoOfDay(1), null, LocalTime.ofNanoOfDay(3));
      assertThat(unsigned.getUnsignedLong(0)).isEqualTo(255);
      assertThat(unsigned.getBigInteger(0)).isEqualTo(BigInteger.valueOf(255));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.of("a", new int[2], SECOND_IS_NULL))
        .withMessage("the validity has bit 2 set: there are 2 rows");
    assertThatIllegalArgumentException().isThrownBy(() -> Series.of("a", new int[2], valid));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.of("a", DataType.TIME, new long[] {0, -1}, null))
        .withMessageContaining("column \"a\", row 1: -1 is out of range for Time");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.of("a", DataType.STRING, new long[] {0}, null));
  }

  @Test
  void aDirectBufferIsSharedAndAnyOtherCopied() {
    for (int offset : new int[] {0, 8, 3}) {
      ByteBuffer direct = ByteBuffer.allocateDirect(40).order(ByteOrder.nativeOrder());
      direct.position(offset);
      direct.putLong(1).putLong(2).putLong(3).limit(offset + 24).position(offset);
      try (Series series = Series.ofBuffer("a", DataType.INT64, direct, SECOND_IS_NULL)) {
        assertThat(series.toList()).containsExactly(1L, null, 3L);
        direct.putLong(offset, 7);
        assertThat(series.getLong(0)).isEqualTo(offset % 8 == 0 ? 7 : 1);
      }
      assertThat(direct.position()).isEqualTo(offset);
    }
    ByteBuffer heap = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    heap.putInt(5).putInt(6).flip();
    try (Series series =
        Series.ofBuffer(
            "a", DataType.UINT32, heap.asReadOnlyBuffer().order(ByteOrder.nativeOrder()), null)) {
      assertThat(series.toList()).containsExactly(5L, 6L);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.ofBuffer("a", DataType.INT64, heap, SECOND_IS_NULL));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.ofBuffer("a", DataType.INT128, heap, null))
        .withMessageContaining("8 bytes are no whole number of values of 16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.ofBuffer("a", DataType.INT32, ByteBuffer.allocate(4), null))
        .withMessageContaining("byte order");
    assertThatThrownBy(() -> Series.ofBuffer("a", DataType.STRING, heap, null))
        .isInstanceOf(InvalidOperationException.class);
  }

  @Test
  void textComesInOnePiece() {
    byte[] utf8 = "abgrößer, und noch länger".getBytes(StandardCharsets.UTF_8);
    int[] offsets = {0, 1, 1, 2, utf8.length};
    BitSet validity = BitSet.valueOf(new long[] {0b1101});
    try (Series series = Series.ofUtf8("a", utf8, offsets, validity);
        Series bytes = Series.ofBinary("a", ByteBuffer.wrap(utf8), new long[] {0, 2}, null)) {
      assertThat(series.toStringArray()).containsExactly("a", null, "b", "größer, und noch länger");
      assertThat(bytes.getBinary(0)).asString(StandardCharsets.UTF_8).isEqualTo("ab");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.ofUtf8("a", utf8, new int[] {0, 5, 6}, null))
        .withMessage("column \"a\", row 0: not UTF-8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.ofUtf8("a", utf8, new int[] {0, 1, 1000}, null))
        .withMessage("column \"a\", row 1: offsets 1 to 1000 of 28 bytes");
  }

  @Test
  void nestedColumnsAreMadeOfColumns() {
    try (Series inner = Series.of("inner", new int[] {1, 2, 3, 4});
        Series lists = Series.ofList("l", inner, new int[] {0, 1, 1, 4}, SECOND_IS_NULL);
        Series arrays = Series.ofArray("r", inner, 2, null);
        Series other = Series.of("other", "a", "b", "c", null);
        Series structs =
            Series.ofStruct("s", List.of(inner, other), BitSet.valueOf(new long[] {1}))) {
      assertThat(lists.toList()).containsExactly(List.of(1), null, List.of(2, 3, 4));
      assertThat(arrays.toList()).containsExactly(List.of(1, 2), List.of(3, 4));
      assertThat(structs.toList())
          .containsExactly(Map.of("inner", 1, "other", "a"), null, null, null);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Series.ofList("l", inner, new long[] {0, 3, 2, 4}, null))
          .withMessage("column \"l\", row 1: offsets 3 to 2");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Series.ofList("l", inner, new long[] {0, 3}, null));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Series.ofArray("l", inner, 3, null))
          .withMessageContaining("4 values are no whole number of lists of 3");
      assertThatThrownBy(() -> Series.ofStruct("s", inner, inner))
          .isInstanceOf(DuplicateException.class);
      assertThatThrownBy(() -> Series.ofStruct("s", inner, lists))
          .isInstanceOf(ShapeMismatchException.class)
          .hasMessage("column \"s\": field \"l\" has 3 rows, \"inner\" has 4");
    }
  }

  @Test
  void aViewOutlivesItsSeries() throws InterruptedException {
    long before = NativeMemory.liveHandles();
    ByteBuffer view;
    ByteBuffer validity;
    try (Series series = Series.of("a", new double[] {1, 2, 3}, SECOND_IS_NULL)) {
      view = series.valuesBuffer().slice().order(ByteOrder.nativeOrder());
      validity = series.validityBuffer();
    }
    System.gc();
    assertThat(view.getDouble(16)).isEqualTo(3);
    assertThat(validity.get(0) & 7).isEqualTo(0b101);
    assertThat(validity.isDirect()).isTrue();
    ByteBuffer kept = view;
    assertThatThrownBy(() -> kept.putLong(0, 1)).isInstanceOf(ReadOnlyBufferException.class);
    assertThat(NativeMemory.liveHandles()).isLessThanOrEqualTo(before + 1);
    try (Series s = Series.of("a", "x")) {
      assertThatThrownBy(s::valuesBuffer).isInstanceOf(InvalidOperationException.class);
    }
  }

  @Test
  void valuesAreCopiedIntoAnyBuffer() {
    int[] values = new int[20_000];
    Arrays.setAll(values, i -> i * 31);
    try (Series series = Series.of("a", values)) {
      for (ByteBuffer target :
          List.of(ByteBuffer.allocate(80_010), ByteBuffer.allocateDirect(80_010))) {
        target.order(ByteOrder.nativeOrder()).position(10);
        series.copyTo(target);
        assertThat(target.hasRemaining()).isFalse();
        assertThat(target.getInt(10 + 4 * 19_999)).isEqualTo(31 * 19_999);
        target.position(11);
        assertThatThrownBy(() -> series.copyTo(target)).isInstanceOf(BufferOverflowException.class);
      }
    }
  }

  @Test
  void valuesAreVisitedWithoutBoxes() {
    long[] values = new long[20_000];
    Arrays.setAll(values, i -> i);
    long[] sum = new long[1];
    try (Series series = Series.of("a", values);
        Series bytes = Series.of("b", DataType.UINT8, new byte[] {-1, 1, -2}, SECOND_IS_NULL);
        Series halves = Series.of("c", DataType.FLOAT16, new float[] {1.5f}, null);
        Series texts = Series.of("d", "x", null, "y");
        Series huge = Series.of("e", DataType.UINT64, new long[] {-1}, null)) {
      series.forEachLong((row, value) -> sum[0] += row == value ? value : 0);
      assertThat(sum[0]).isEqualTo(199_990_000L);
      List<Object> seen = new ArrayList<>();
      bytes.forEachLong((row, value) -> seen.add(row + ":" + value));
      halves.forEachDouble((row, value) -> seen.add(value));
      texts.forEachString((row, value) -> seen.add(row + value));
      assertThat(seen).containsExactly("0:255", "2:254", 1.5, "0x", "2y");
      assertThatThrownBy(() -> huge.forEachLong((row, value) -> {}))
          .isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> texts.forEachLong((row, value) -> {}))
          .isInstanceOf(InvalidOperationException.class);
    }
  }
}
