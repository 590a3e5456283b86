package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random frames of random types come back unchanged, from native code and from files. A failure's
 * seed makes the same frame again: {@code -Dpolars4j.seed=}.
 */
class RandomFramesTest {
  @TempDir Path folder;

  static LongStream seeds() {
    Long given = Long.getLong("polars4j.seed");
    return given == null ? LongStream.range(0, 150) : LongStream.of(given);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nativeCodeKeepsEveryValue(long seed) {
    try (RandomFrame random = RandomFrame.of(seed, true)) {
      assertSame(random, random.frame());
      List<Row> rows = random.frame().rows().toList();
      for (int c = 0; c < random.schema().size(); c++) {
        int column = c;
        assertThat(comparable(rows.stream().map(row -> row.get(column)).toList()))
            .isEqualTo(comparable(random.columns().get(c)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void filesKeepEveryValue(long seed) throws IOException {
    for (CompatLevel level : CompatLevel.values()) {
      // polars alone has 128-bit integers: they are refused for others to read
      try (RandomFrame random = RandomFrame.of(seed, level == CompatLevel.NEWEST)) {
        for (IpcCompression codec : IpcOutputs.CODECS) {
          assertFilesKeep(random, codec, level);
        }
      }
    }
  }

  private void assertFilesKeep(RandomFrame random, IpcCompression codec, CompatLevel level)
      throws IOException {
    Path file = folder.resolve("random.arrow");
    new IpcWriter(file).withCompression(codec).withCompatLevel(level).finish(random.frame());
    try (DataFrame read = new IpcReader(file).finish()) {
      assertSame(random, read);
    }
    new IpcStreamWriter(file).withCompression(codec).withCompatLevel(level).finish(random.frame());
    try (DataFrame read = new IpcStreamReader(file).finish()) {
      assertSame(random, read);
    }
  }

  private static void assertSame(RandomFrame random, DataFrame frame) {
    assertThat(frame.schema()).isEqualTo(random.schema());
    assertThat(frame.contentEquals(random.frame())).isTrue();
    for (int c = 0; c < frame.width(); c++) {
      try (Series column = frame.column(c)) {
        assertThat(comparable(column.toList()))
            .as("seed %d, column %s: %s", random.seed(), column.name(), column.dataType())
            .isEqualTo(comparable(random.columns().get(c)));
      }
    }
  }

  /** A value that equals another one if class, order and content are the same, bytes too. */
  private static Object comparable(Object value) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    } else if (value instanceof List<?> list) {
      return list.stream().map(RandomFramesTest::comparable).toList();
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> Arrays.asList(entry.getKey(), comparable(entry.getValue())))
          .toList();
    }
    return value;
  }
}
