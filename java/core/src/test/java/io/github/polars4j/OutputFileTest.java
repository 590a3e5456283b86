package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file of any kind appears when it is complete, or not at all. */
class OutputFileTest {
  /** Notes what happens to it. */
  private static final class Noted implements OutputFile {
    private final List<String> calls = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int room = Integer.MAX_VALUE;
    private boolean refuses;

    @Override
    public OutputStream create() {
      calls.add("create");
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int length) throws IOException {
          if (bytes.size() + length > room) {
            throw new IOException("no room");
          }
          bytes.write(source, from, length);
        }

        @Override
        public void close() {
          calls.add("close");
        }
      };
    }

    @Override
    public void commit() throws IOException {
      calls.add("commit");
      if (refuses) {
        throw new IOException("refused");
      }
    }

    @Override
    public void discard() {
      calls.add("discard");
    }
  }

  private static DataFrame frame() {
    try (Series id = Series.of("id", 1, 2, 3);
        Series text = Series.of("text", "a", "b", null)) {
      return DataFrame.of(id, text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isCommittedWhenItIsComplete(FileFormat format) throws IOException {
    Noted whole = new Noted();
    Noted batched = new Noted();
    try (DataFrame frame = frame()) {
      format.writer(whole).write(frame);
      assertThat(whole.calls).containsExactly("create", "close", "commit");
      try (FrameWriter writer = format.writer(batched);
          BatchedWriter batches = writer.batched(frame.schema())) {
        batches.writeBatch(frame);
        assertThat(batched.calls).containsExactly("create");
        batches.finish();
      }
      assertThat(batched.calls).containsExactly("create", "close", "commit");
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      format.writer(stream).write(frame);
      assertThat(whole.bytes.toByteArray()).isEqualTo(stream.toByteArray());
    }
  }

  @ParameterizedTest
  @EnumSource
  void isDiscardedWhereAnythingFails(FileFormat format) throws IOException {
    try (DataFrame frame = frame()) {
      Noted full = new Noted();
      full.room = 3;
      assertThatThrownBy(() -> format.writer(full).write(frame)).hasMessage("no room");
      assertThat(full.calls).containsExactly("create", "close", "discard");
      Noted refusing = new Noted();
      refusing.refuses = true;
      assertThatThrownBy(() -> format.writer(refusing).write(frame)).hasMessage("refused");
      assertThat(refusing.calls).startsWith("create", "close", "commit").endsWith("discard");
      Noted open = new Noted();
      try (FrameWriter writer = format.writer(open);
          BatchedWriter batches = writer.batched(frame.schema())) {
        batches.writeBatch(frame);
      }
      assertThat(open.calls).containsExactly("create", "close", "discard");
      Noted untouched = new Noted();
      format.writer(untouched).close();
      assertThat(untouched.calls).isEmpty();
      assertThatThrownBy(() -> format.writer(untouched).withSync(true))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
