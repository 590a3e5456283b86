package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels of the JDK get bytes in native memory; what other channels get is safe to keep. */
class LentBytesTest {
  @TempDir Path folder;

  private DataFrame frame;
  private byte[] expected;

  @BeforeEach
  void writesToAPath() throws IOException {
    frame = DataFrame.of(Series.of("a", LongStream.range(0, 1_500_000).toArray()));
    Path path = folder.resolve("path");
    new IpcWriter(path).finish(frame);
    expected = Files.readAllBytes(path);
  }

  @AfterEach
  void close() {
    frame.close();
  }

  @Test
  void aFileStreamKeepsItsPosition() throws IOException {
    Path path = folder.resolve("stream");
    try (FileOutputStream stream = new FileOutputStream(path.toFile())) {
      stream.write("before".getBytes());
      new IpcWriter(stream).finish(frame);
      stream.write("after".getBytes());
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(joined("before", "after"));
  }

  @Test
  void aFileStreamThatAppendsDoesSo() throws IOException {
    Path path = folder.resolve("stream");
    Files.writeString(path, "before");
    try (FileOutputStream stream = new FileOutputStream(path.toFile(), true)) {
      new IpcWriter(stream).finish(frame);
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(joined("before", ""));
  }

  @Test
  void aSubclassOfAFileStreamIsAStream() throws IOException {
    List<Integer> lengths = new ArrayList<>();
    try (FileOutputStream stream =
        new FileOutputStream(folder.resolve("stream").toFile()) {
          @Override
          public void write(byte[] bytes, int offset, int length) {
            lengths.add(length);
          }
        }) {
      new IpcWriter(stream).finish(frame);
    }
    assertThat(lengths.stream().mapToInt(length -> length).sum()).isEqualTo(expected.length);
  }

  @Test
  void aFileChannelKeepsItsPosition() throws IOException {
    Path path = folder.resolve("channel");
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("before".getBytes()));
      new IpcWriter(channel).finish(frame);
      channel.write(ByteBuffer.wrap("after".getBytes()));
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(joined("before", "after"));
  }

  @Test
  void aChannelToAStreamGetsTheSame() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new IpcWriter(Channels.newChannel(bytes)).finish(frame);
    assertThat(bytes.toByteArray()).isEqualTo(expected);
  }

  /** Keeps every buffer that it was given. */
  private static final class Keeper implements WritableByteChannel {
    final List<ByteBuffer> kept = new ArrayList<>();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public int write(ByteBuffer buffer) {
      kept.add(buffer);
      byte[] now = new byte[buffer.remaining()];
      buffer.get(now);
      bytes.writeBytes(now);
      return now.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void anotherChannelGetsOneBufferOfJavas() throws IOException {
    Keeper channel = new Keeper();
    new IpcWriter(channel).finish(frame);
    frame.close();
    assertThat(channel.bytes.toByteArray()).isEqualTo(expected);
    ByteBuffer first = channel.kept.get(0);
    first.clear().put(0, (byte) 42);
    assertThat(channel.kept).hasSizeGreaterThan(10).allMatch(b -> b.clear().get(0) == 42);
  }

  private byte[] joined(String before, String after) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(before.getBytes());
    bytes.writeBytes(expected);
    bytes.writeBytes(after.getBytes());
    return bytes.toByteArray();
  }
}
