package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Memory that is somebody else's to free is touched by the JDK alone, and never shared. */
class ForeignBufferTest {
  private static final int ROWS = 10_000;

  @TempDir static Path folder;

  private static ByteBuffer filled(ByteBuffer buffer) {
    buffer.order(ByteOrder.nativeOrder());
    for (int i = 0; i < ROWS; i++) {
      buffer.putLong(i);
    }
    return buffer.flip();
  }

  private static Series numbers() {
    long[] numbers = new long[ROWS];
    Arrays.setAll(numbers, i -> i);
    return Series.of("n", numbers);
  }

  /** Whether changes of the buffer are seen in the series. */
  private static boolean isShared(ByteBuffer buffer) {
    try (Series series = Series.ofBuffer("n", DataType.INT64, buffer, null)) {
      buffer.duplicate().order(ByteOrder.nativeOrder()).putLong(buffer.position(), 4711);
      return series.getLong(0) == 4711;
    }
  }

  private static ByteBuffer mapped(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return filled(channel.map(MapMode.READ_WRITE, 0, 8L * ROWS));
    }
  }

  @Test
  void memoryThatTheGarbageCollectorFreesIsShared() {
    ByteBuffer buffer = filled(ByteBuffer.allocateDirect(8 * ROWS));
    assertThat(isShared(buffer)).isTrue();
    assertThat(isShared(buffer.duplicate().order(ByteOrder.nativeOrder()))).isTrue();
    ByteBuffer part = buffer.slice(80, 800).order(ByteOrder.nativeOrder());
    assertThat(isShared(part.slice(8, 80).order(ByteOrder.nativeOrder()))).isTrue();
  }

  @Test
  void aMappedFileIsCopied() throws IOException {
    ByteBuffer buffer = mapped(folder.resolve("copied"));
    assertThat(buffer).isInstanceOf(MappedByteBuffer.class);
    assertThat(isShared(buffer)).isFalse();
    assertThat(isShared(buffer.slice(8, 80).order(ByteOrder.nativeOrder()))).isFalse();
  }

  @Test
  void halfFloatsAreCopiedBitForBit() throws IOException {
    ByteBuffer buffer = mapped(folder.resolve("halves"));
    buffer.putShort(0, (short) 0x3c00).putShort(2, (short) 0xc100).limit(4);
    try (Series series = Series.ofBuffer("h", DataType.FLOAT16, buffer, null)) {
      assertThat(series.toFloatArray()).containsExactly(1f, -2.5f);
    }
  }

  @Test
  void copiesOfOneChunkAndOfSeveralAreTheSame() {
    try (Series whole = numbers();
        DataFrame frame = DataFrame.of(whole);
        DataFrame twice = frame.vstack(frame);
        Series chunks = twice.column("n")) {
      assertThat(chunks.nChunks()).isEqualTo(2);
      ByteBuffer target = ByteBuffer.allocateDirect(8 * 3 * ROWS).order(ByteOrder.nativeOrder());
      chunks.copyTo(target);
      whole.copyTo(target);
      assertThat(target.hasRemaining()).isFalse();
      for (int i = 0; i < 3 * ROWS; i++) {
        assertThat(target.getLong(8 * i)).isEqualTo(i % ROWS);
      }
    }
  }

  /** What is cut off in a JVM of its own. */
  static final class CutOff {
    private CutOff() {}

    public static void main(String[] args) throws IOException {
      Path file = Path.of(args[0]);
      ByteBuffer buffer = mapped(file);
      ByteBuffer rest = buffer.duplicate().order(ByteOrder.nativeOrder());
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      try (Series series = numbers()) {
        series.copyTo(buffer);
      } catch (InternalError e) {
        System.out.println("not copied");
      }
      try (Series series = Series.ofBuffer("n", DataType.INT64, rest, null)) {
        System.out.println(series.getLong(ROWS - 1));
      } catch (InternalError e) {
        System.out.println("not read");
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aMappedFileThatIsCutOffIsAnErrorOfTheJdks() throws Exception {
    String output = Forked.run(List.of(), CutOff.class, folder.resolve("cut").toString());
    assertThat(output.lines()).containsExactly("not copied", "not read");
  }

  /** Memory of arenas, which Java 22 and newer have. */
  @Nested
  class Arenas {
    private AutoCloseable arena;
    private ByteBuffer buffer;

    @BeforeEach
    void open() throws Exception {
      assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(22);
      Class<?> type = Class.forName("java.lang.foreign.Arena");
      arena = (AutoCloseable) type.getMethod("ofShared").invoke(null);
      Method allocate = type.getMethod("allocate", long.class, long.class);
      Object segment = allocate.invoke(arena, 8L * ROWS, 8L);
      Class<?> segments = Class.forName("java.lang.foreign.MemorySegment");
      buffer = filled((ByteBuffer) segments.getMethod("asByteBuffer").invoke(segment));
    }

    @Test
    void aClosedOneIsNeitherWrittenNorRead() throws Exception {
      ByteBuffer target = buffer.duplicate().order(ByteOrder.nativeOrder());
      arena.close();
      try (Series series = numbers()) {
        assertThatThrownBy(() -> series.copyTo(target)).isInstanceOf(IllegalStateException.class);
        assertThat(target.position()).isZero();
      }
      assertThatThrownBy(() -> Series.ofBuffer("n", DataType.INT64, buffer, null))
          .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anOpenOneIsCopiedAndMayBeClosed() throws Exception {
      assertThat(isShared(buffer)).isFalse();
      try (Series series = Series.ofBuffer("n", DataType.INT64, buffer, null)) {
        arena.close();
        assertThat(series.getLong(0)).isEqualTo(4711);
        assertThat(series.getLong(ROWS - 1)).isEqualTo(ROWS - 1);
      }
    }

    @Test
    void anOpenOneTakesACopy() throws Exception {
      try (Series series = numbers()) {
        series.copyTo(buffer.clear());
        assertThat(buffer.hasRemaining()).isFalse();
        assertThat(buffer.getLong(80)).isEqualTo(10);
      }
      arena.close();
    }
  }
}
