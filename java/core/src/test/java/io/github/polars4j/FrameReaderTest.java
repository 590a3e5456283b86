package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all readers have in common, whatever they read from. */
class FrameReaderTest {
  @TempDir private Path folder;

  private final DataFrame frame = frame();

  private static DataFrame frame() {
    try (Series id = Series.of("id", new long[] {1, 2, 3, 4, 5});
        Series name = Series.of("name", "a", "b", "c", "d", "e")) {
      return DataFrame.of(id, name);
    }
  }

  @AfterEach
  void close() {
    frame.close();
  }

  static Stream<Readers.Format> formats() {
    return Readers.all();
  }

  private interface Check {
    void of(FrameReader reader) throws IOException;
  }

  /** Runs the check on a reader of each kind of input. */
  private void each(Readers.Format format, Check check) throws IOException {
    byte[] bytes = format.write(frame);
    Path file = Files.write(folder.resolve("file"), bytes);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    List<FrameReader> readers =
        List.of(
            format.path().apply(file),
            format.stream().apply(new ByteArrayInputStream(bytes)),
            format.stream().apply(new Trickle(bytes)),
            format.buffer().apply(direct),
            format.bytes().apply(bytes));
    for (FrameReader reader : readers) {
      try (reader) {
        check.of(reader);
      }
    }
  }

  /** Gives one byte at a time. */
  private static final class Trickle extends InputStream {
    private final InputStream in;

    Trickle(byte[] bytes) {
      this.in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, Math.min(length, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void readsAll(Readers.Format format) throws IOException {
    each(
        format,
        reader -> {
          try (DataFrame read = reader.finish()) {
            assertThat(read.contentEquals(frame)).isTrue();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("formats")
  void tellsTheSchemaFirst(Readers.Format format) throws IOException {
    each(
        format,
        reader -> {
          assertThat(reader.schema()).isEqualTo(frame.schema());
          try (DataFrame read = reader.finish()) {
            assertThat(read.contentEquals(frame)).isTrue();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("formats")
  void readsSomeRowsAtATime(Readers.Format format) throws IOException {
    each(
        format,
        reader -> {
          List<Long> rows = new ArrayList<>();
          try (Batches batches = reader.batches(2)) {
            assertThat(batches.schema()).isEqualTo(frame.schema());
            while (batches.hasNext()) {
              try (DataFrame batch = batches.next();
                  Series ids = batch.column("id")) {
                for (long id : ids.toLongArray()) {
                  rows.add(id);
                }
              }
            }
          }
          assertThat(rows).containsExactly(1L, 2L, 3L, 4L, 5L);
        });
  }

  @ParameterizedTest
  @MethodSource("formats")
  void readsTheColumnsAndRowsThatAreAskedFor(Readers.Format format) throws IOException {
    each(
        format,
        reader -> {
          try (DataFrame read = reader.withColumns("name").withNRows(2).finish()) {
            assertThat(read.schema().names()).containsExactly("name");
            assertThat(read.height()).isEqualTo(2);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("formats")
  void refusesAColumnThatIsNotThere(Readers.Format format) throws IOException {
    each(
        format,
        reader ->
            assertThatThrownBy(() -> reader.withColumns("none").finish())
                .isInstanceOf(ColumnNotFoundException.class)
                .hasMessageContaining("none"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void refusesUseAfterClose(Readers.Format format) throws IOException {
    each(
        format,
        reader -> {
          reader.close();
          assertThatThrownBy(reader::finish).isInstanceOf(IllegalStateException.class);
        });
  }
}
