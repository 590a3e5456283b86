package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.polars4j.Faults.End;
import io.github.polars4j.Faults.Sink;
import io.github.polars4j.Faults.Way;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams, channels and listeners of the user's that fail, lie, interrupt or call the library. */
class TargetFaultsTest {
  private static DataFrame frame;

  @TempDir Path folder;

  /** What the user's code does. */
  enum Fault implements Faults.Row {
    THROWS("`write` throws an `IOException`", End.NONE, End.FAILS, End.FAILS),
    THROWS_ERROR("`write` throws an `Error`", End.NONE, End.FAILS, End.FAILS),
    THROWS_LAST("the last `write` throws a `RuntimeException`", End.NONE, End.FAILS, End.FAILS),
    FLUSH_THROWS("`flush` throws", End.NONE, End.FAILS, End.NONE),
    TAKES_LITTLE("`write` takes a few bytes at a time", End.NONE, End.NONE, End.WHOLE),
    TAKES_NOTHING("`write` takes nothing, again and again", End.NONE, End.NONE, End.FAILS),
    COUNTS_WRONG("`write` returns a wrong count", End.NONE, End.NONE, End.WHOLE),
    INTERRUPTED("the thread is interrupted", End.OLD, End.FAILS, End.FAILS),
    REENTERS("`write` writes and reads another file", End.NONE, End.WHOLE, End.WHOLE),
    CLOSES_FRAME("`write` or the listener closes the frame", End.WHOLE, End.WHOLE, End.WHOLE),
    LISTENER_THROWS("the progress listener throws", End.OLD, End.FAILS, End.FAILS),
    LISTENER_READS("the progress listener reads the frame", End.WHOLE, End.WHOLE, End.WHOLE);

    private final String text;
    private final List<End> ends;

    Fault(String text, End path, End stream, End channel) {
      this.text = text;
      this.ends = List.of(path, stream, channel);
    }

    @Override
    public String text() {
      return text;
    }

    @Override
    public End at(Sink sink) {
      return ends.get(sink.ordinal());
    }

    /** What is thrown; it must come back as the same object. */
    @Nullable Throwable failure() {
      return switch (this) {
        case THROWS, FLUSH_THROWS -> new IOException("down");
        case THROWS_ERROR -> new StackOverflowError("not really");
        case THROWS_LAST, LISTENER_THROWS -> new IllegalStateException("no more");
        default -> null;
      };
    }
  }

  /** A stream and a channel with a fault, in memory. */
  private static final class Target extends OutputStream implements WritableByteChannel {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final @Nullable Throwable failure;
    final DataFrame written;
    private final Fault fault;
    private final int last;
    private int writes;
    boolean happened;
    boolean open = true;

    Target(Fault fault, DataFrame written, int last) {
      this.fault = fault;
      this.failure = fault.failure();
      this.written = written;
      this.last = last;
    }

    private void at() {
      writes++;
      switch (fault) {
        case THROWS, THROWS_ERROR -> sneak();
        case THROWS_LAST -> {
          if (writes == last) {
            sneak();
          }
        }
        case INTERRUPTED -> {
          happened = true;
          Thread.currentThread().interrupt();
        }
        case CLOSES_FRAME -> {
          happened = true;
          written.close();
        }
        case REENTERS -> reenter();
        default -> {}
      }
    }

    private void sneak() {
      happened = true;
      TargetFaultsTest.<RuntimeException>sneak(failure);
    }

    private void reenter() {
      happened = true;
      ByteArrayOutputStream other = new ByteArrayOutputStream();
      try (DataFrame few = frame.head(10)) {
        new ParquetWriter(other).finish(few);
        try (DataFrame read = new ParquetReader(other.toByteArray()).finish()) {
          assertThat(read.contentEquals(few)).isTrue();
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void write(int b) {
      throw new AssertionError("bytes come in blocks");
    }

    @Override
    public void write(byte[] array, int offset, int length) {
      at();
      bytes.write(array, offset, length);
    }

    @Override
    public int write(ByteBuffer buffer) {
      at();
      int count =
          switch (fault) {
            case TAKES_NOTHING -> 0;
            case TAKES_LITTLE -> Math.min(buffer.remaining(), 7777);
            default -> buffer.remaining();
          };
      happened |= fault == Fault.TAKES_NOTHING || count < buffer.remaining();
      byte[] taken = new byte[count];
      buffer.get(taken);
      bytes.write(taken, 0, count);
      happened |= fault == Fault.COUNTS_WRONG;
      return fault == Fault.COUNTS_WRONG ? count + (writes % 2 == 0 ? 5 : -count - 7) : count;
    }

    @Override
    public void flush() {
      if (fault == Fault.FLUSH_THROWS) {
        sneak();
      }
    }

    /** What a progress listener does. */
    void told() {
      switch (fault) {
        case LISTENER_THROWS -> sneak();
        case CLOSES_FRAME -> {
          happened = true;
          written.close();
        }
        case LISTENER_READS -> {
          happened = true;
          try (DataFrame rows = written.slice(5, 3)) {
            assertThat(rows.height()).isEqualTo(3);
          }
        }
        default -> {}
      }
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  static Stream<Way> ways() {
    return Faults.ways().stream();
  }

  @BeforeAll
  static void makeFrame() {
    frame = Faults.frame();
  }

  @AfterAll
  static void closeFrame() {
    frame.close();
  }

  @AfterEach
  void noInterruptIsLeft() {
    Thread.interrupted();
  }

  private static FrameWriter writer(Way way, Sink sink, Path path, Target target) {
    return switch (sink) {
      case PATH -> way.path().apply(path);
      case STREAM -> way.stream().apply(target);
      case CHANNEL -> way.channel().apply((WritableByteChannel) target);
    };
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theWriteEndsAsThePageSays(Way way) throws IOException {
    Path path = folder.resolve("target");
    for (Sink sink : Sink.values()) {
      Target sound = new Target(Fault.LISTENER_READS, frame, 0);
      way.write(writer(way, sink, path, sound), frame);
      byte[] whole = sink == Sink.PATH ? Files.readAllBytes(path) : sound.bytes.toByteArray();
      for (Fault fault : Fault.values()) {
        if (fault.at(sink) != End.NONE) {
          try (DataFrame written = frame.slice(0, frame.height())) {
            Target target = new Target(fault, written, sound.writes);
            check(fault, way, sink, path, target, whole);
          }
        }
      }
    }
  }

  private void check(Fault fault, Way way, Sink sink, Path path, Target target, byte[] whole)
      throws IOException {
    String name = fault + ", " + sink + ", " + way;
    Files.writeString(path, "old");
    FrameWriter writer = writer(way, sink, path, target);
    boolean listens = fault.name().startsWith("LISTENER") || sink == Sink.PATH;
    if (listens) {
      writer.withProgress((rows, bytes) -> target.told());
    }
    if (fault == Fault.INTERRUPTED && sink == Sink.PATH) {
      Thread.currentThread().interrupt();
      target.happened = true;
    }
    boolean twice = fault == Fault.CLOSES_FRAME && way.batched();
    Throwable thrown =
        catchThrowable(
            () -> {
              if (twice) {
                writeOnce(writer, target.written); // the frame is not there any more for a second
              } else {
                way.write(writer, target.written);
              }
            });
    boolean interrupted = Thread.interrupted();
    assertThat(target.happened).as(name + ": it happened").isTrue();
    assertThat(target.open).as(name + ": it stays open").isTrue();
    switch (fault.at(sink)) {
      case OLD -> assertThat(path).as(name).hasContent("old");
      case WHOLE -> {
        assertThat(thrown).as(name).isNull();
        byte[] found = sink == Sink.PATH ? Files.readAllBytes(path) : target.bytes.toByteArray();
        if (!twice) {
          assertThat(found).as(name).isEqualTo(whole);
        }
      }
      default -> {}
    }
    if (fault.at(sink) != End.WHOLE) {
      if (target.failure != null) {
        assertThat(thrown).as(name).isSameAs(target.failure);
      } else {
        assertThat(thrown).as(name).isInstanceOf(IOException.class);
      }
    }
    assertThat(interrupted).as(name).isEqualTo(fault == Fault.INTERRUPTED);
    assertThat(folder.toFile().list()).as(name).containsExactly("target");
  }

  private static void writeOnce(FrameWriter writer, DataFrame frame) throws IOException {
    try (BatchedWriter batches = writer.batched(frame.schema())) {
      batches.writeBatch(frame);
      batches.finish();
    }
  }
}
