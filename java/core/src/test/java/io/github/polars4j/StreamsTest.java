package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrow IPC streams that share a stream or socket with others, or wait for what comes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamsTest {
  /** How a reader gets at a stream. */
  enum Way {
    STREAM(IpcStreamReader::new),
    CHANNEL(in -> new IpcStreamReader(Channels.newChannel(in)));

    private final Function<InputStream, IpcStreamReader> reader;

    Way(Function<InputStream, IpcStreamReader> reader) {
      this.reader = reader;
    }

    IpcStreamReader of(InputStream in) {
      return reader.apply(in);
    }
  }

  private static DataFrame frame(String name, int start) {
    try (Series numbers = Series.of(name, new long[] {start, start + 1, start + 2});
        Series text = Series.of("s", "a".repeat(start), null, "\u00e4");
        Series category = Series.of("c", DataType.categorical(), List.of("x" + start, "y", "x"))) {
      return DataFrame.of(numbers, text, category);
    }
  }

  private static void write(OutputStream out, String name, int... starts) throws IOException {
    try (DataFrame first = frame(name, starts[0]);
        BatchedWriter writer = new IpcStreamWriter(out).batched(first.schema())) {
      for (int start : starts) {
        try (DataFrame frame = frame(name, start)) {
          writer.writeBatch(frame);
        }
      }
      writer.finish();
    }
  }

  private static List<Object> first(DataFrame frame) {
    try (frame;
        Series column = frame.column(0)) {
      return column.toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void streamsOneAfterTheOtherAndWhatStandsBehindThem(Way way) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, "one", 1, 5);
    write(out, "two", 9);
    out.writeBytes("and more".getBytes(StandardCharsets.UTF_8));
    InputStream in = new ByteArrayInputStream(out.toByteArray());
    assertThat(first(way.of(in).finish())).containsExactly(1L, 2L, 3L, 5L, 6L, 7L);
    try (Batches batches = way.of(in).batches(1000)) {
      assertThat(batches.schema().names()).containsExactly("two", "s", "c");
      assertThat(first(batches.next())).containsExactly(9L, 10L, 11L);
      assertThat(batches.hasNext()).isFalse();
    }
    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("and more");
  }

  @Test
  void aLookAtTheSchemaReadsNoFurther() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, "n", 1);
    byte[] all = out.toByteArray();
    ByteArrayInputStream in = new ByteArrayInputStream(all);
    IpcStreamReader reader = new IpcStreamReader(in);
    Schema schema = reader.schema();
    int left = in.available();
    assertThat(left).isLessThan(all.length).isPositive();
    assertThat(reader.schema()).isEqualTo(schema);
    assertThat(reader.customMetadata()).isEmpty();
    assertThat(in.available()).isEqualTo(left);
    assertThat(first(reader.finish())).containsExactly(1L, 2L, 3L);
    assertThat(in.available()).isZero();
    assertThatThrownBy(reader::schema)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("read once");
  }

  @Test
  void aSocketThatStaysOpenGivesTheSchemaEachBatchAndTheEndWhenTheyHaveCome() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket here = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket there = server.accept();
        DataFrame one = frame("n", 1);
        DataFrame two = frame("n", 5)) {
      OutputStream out = new BufferedOutputStream(here.getOutputStream(), 1 << 20);
      InputStream in = there.getInputStream();
      for (int time = 0; time < 2; time++) { // the same socket carries another stream then
        BatchedWriter writer = new IpcStreamWriter(out).batched(one.schema());
        writer.writeBatch(one);
        try (Batches batches = new IpcStreamReader(in).batches(1_000_000)) {
          assertThat(batches.schema()).isEqualTo(one.schema());
          assertThat(first(batches.next())).containsExactly(1L, 2L, 3L);
          writer.writeBatch(two);
          assertThat(first(batches.next())).containsExactly(5L, 6L, 7L);
          writer.finish();
          assertThat(batches.hasNext()).isFalse();
        }
      }
      new IpcStreamWriter(out).finish(one);
      assertThat(first(new IpcStreamReader(in).finish())).containsExactly(1L, 2L, 3L);
      out.write("rest".getBytes(StandardCharsets.UTF_8));
      out.flush();
      assertThat(new String(in.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("rest");
    }
  }

  @Test
  void aSocketChannelToo() throws Exception {
    try (ServerSocketChannel server =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketChannel here = SocketChannel.open(server.getLocalAddress());
        SocketChannel there = server.accept();
        DataFrame frame = frame("n", 1)) {
      new IpcStreamWriter(here).finish(frame);
      assertThat(first(new IpcStreamReader(there).finish())).containsExactly(1L, 2L, 3L);
      here.configureBlocking(false);
      assertThatThrownBy(() -> new IpcStreamReader((ReadableByteChannel) here))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("blocking");
    }
  }

  @Test
  void aReaderThatClosesEarlyIsAnExceptionOfTheWriter() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket here = new Socket(server.getInetAddress(), server.getLocalPort());
        DataFrame frame = frame("n", 1)) {
      server.accept().close();
      BatchedWriter writer = new IpcStreamWriter(here.getOutputStream()).batched(frame.schema());
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  writer.writeBatch(frame);
                }
              })
          .isInstanceOf(IOException.class);
      writer.close();
    }
  }

  @Test
  void flushingAndCountingBytes(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame frame = frame("n", 1)) {
      OutputStream out = new BufferedOutputStream(bytes, 1 << 20);
      BatchedWriter writer = new IpcWriter(out).batched(frame.schema());
      writer.writeBatch(frame);
      assertThat(bytes.size()).isZero(); // a file's reader waits for its end
      writer.flush();
      assertThat(writer.bytesWritten()).isEqualTo(bytes.size()).isPositive();
      writer.finish();
      assertThat(writer.bytesWritten()).isEqualTo(bytes.size());
      assertThatThrownBy(writer::flush).isInstanceOf(IllegalStateException.class);

      Path file = folder.resolve("file");
      DataFrame plain = frame.select("n", "s");
      Writers.all()
          .forEach(
              way -> {
                try (FrameWriter toFile = way.path().apply(file);
                    FrameWriter toStream = way.stream().apply(OutputStream.nullOutputStream())) {
                  toFile.finish(plain);
                  toStream.finish(plain);
                  assertThat(toFile.bytesWritten()).as(way.name()).isEqualTo(Files.size(file));
                  assertThat(toStream.bytesWritten()).isEqualTo(Files.size(file));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      plain.close();
    }
  }

  @Test
  void aStreamOfBeforeMarkersEndsInFourBytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, "n", 1);
    ByteBuffer marked = ByteBuffer.wrap(out.toByteArray()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    ByteArrayOutputStream old = new ByteArrayOutputStream();
    while (marked.remaining() > 8) {
      assertThat(marked.getInt()).isEqualTo(-1);
      int length = marked.getInt();
      byte[] message = new byte[length];
      marked.get(message);
      long body = bodyLength(message);
      byte[] rest = new byte[(int) body];
      marked.get(rest);
      ByteBuffer prefix = ByteBuffer.allocate(4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
      old.writeBytes(prefix.putInt(length).array());
      old.writeBytes(message);
      old.writeBytes(rest);
    }
    old.writeBytes(new byte[4]);
    old.write('x');
    InputStream in = new BufferedInputStream(new ByteArrayInputStream(old.toByteArray()));
    assertThat(first(new IpcStreamReader(in).finish())).containsExactly(1L, 2L, 3L);
    assertThat(in.read()).isEqualTo('x');
  }

  /** The body's length out of a message's flatbuffer, its fourth field. */
  private static long bodyLength(byte[] message) {
    ByteBuffer bytes = ByteBuffer.wrap(message).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    int table = bytes.getInt(0);
    int fields = table - bytes.getInt(table);
    int slot = 4 + 2 * 3;
    int offset = slot < bytes.getShort(fields) ? bytes.getShort(fields + slot) : 0;
    return offset == 0 ? 0 : bytes.getLong(table + offset);
  }
}
