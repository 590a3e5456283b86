package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Flight Recorder and JMX see of this library. */
class WatchTest {
  @TempDir Path folder;

  /** Something to be watched. */
  private interface Action {
    void run() throws Exception;
  }

  private List<RecordedEvent> events(Action action) throws Exception {
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("polars4j.Write");
      recording.enable("polars4j.Read");
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    Files.delete(file);
    return events;
  }

  static Stream<Faults.Way> ways() {
    return Faults.ways().stream();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void everyWriteIsAnEvent(Faults.Way way) throws Exception {
    Path target = folder.resolve("target");
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    List<RecordedEvent> events;
    try (DataFrame frame = Faults.frame()) {
      events =
          events(
              () -> {
                way.write(way.path().apply(target), frame);
                way.write(way.stream().apply(stream), frame);
              });
      assertThat(events)
          .hasSize(2)
          .allSatisfy(
              event -> {
                assertThat(event.getEventType().getName()).isEqualTo("polars4j.Write");
                assertThat(event.getLong("rows")).isEqualTo(frame.height());
                assertThat(event.getLong("bytes")).isEqualTo(stream.size());
                assertThat(event.getBoolean("done")).isTrue();
                assertThat(event.getDuration()).isPositive();
                assertThat(event.getLong("nativeMemory")).isGreaterThan(320_000);
                assertThat(event.getString("codec")).startsWith(way.codec().split(" ")[0]);
                assertThat(way.writer().toUpperCase(java.util.Locale.ROOT))
                    .startsWith(event.getString("format").replace("_", ""));
              });
    }
    assertThat(events.get(0).getString("target")).isEqualTo(target.toString());
    assertThat(events.get(1).getString("target")).isEqualTo("<OutputStream>");
  }

  @Test
  void aFailedWriteIsAnEventToo() throws Exception {
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("down");
          }
        };
    try (DataFrame frame = Faults.frame()) {
      List<RecordedEvent> events =
          events(
              () -> {
                assertThat(catchThrowable(() -> new CsvWriter(failing).finish(frame))).isNotNull();
                Path missing = folder.resolve("missing/file");
                assertThat(catchThrowable(() -> new CsvWriter(missing).finish(frame))).isNotNull();
                try (BatchedWriter left =
                    new IpcWriter(folder.resolve("left")).batched(frame.schema())) {
                  left.writeBatch(frame);
                }
              });
      assertThat(events).hasSize(2); // nothing was begun at the missing folder
      assertThat(events).noneMatch(event -> event.getBoolean("done"));
      assertThat(events.get(1).getLong("rows")).isEqualTo(frame.height());
    }
  }

  static Stream<Readers.Format> formats() {
    return Readers.all();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyReadIsAnEvent(Readers.Format format) throws Exception {
    byte[] bytes;
    long rows;
    try (DataFrame frame = Faults.frame()) {
      bytes = format.write(frame);
      rows = frame.height();
    }
    Path file = Files.write(folder.resolve("file"), bytes);
    List<RecordedEvent> events =
        events(
            () -> {
              format.path().apply(file).finish().close();
              format.stream().apply(new ByteArrayInputStream(bytes)).finish().close();
              try (Batches batches = format.path().apply(file).batches(7000)) {
                while (batches.hasNext()) {
                  batches.next().close();
                }
              }
              byte[] broken = {'A', 'R', 'R', 'O', 'W', '1', '\n', '{', '"'};
              if (!format.name().equals("CSV")) {
                assertThat(catchThrowable(() -> format.bytes().apply(broken).finish())).isNotNull();
              }
            });
    assertThat(events).hasSize(format.name().equals("CSV") ? 3 : 4);
    for (RecordedEvent event : events.subList(0, 3)) {
      assertThat(event.getEventType().getName()).isEqualTo("polars4j.Read");
      assertThat(event.getLong("rows")).isEqualTo(rows);
      assertThat(event.getLong("bytes")).isEqualTo(bytes.length);
      assertThat(event.getBoolean("done")).isTrue();
      assertThat(event.getDuration()).isPositive();
    }
    assertThat(events.get(0).getString("source")).isEqualTo(file.toString());
    assertThat(events.get(1).getString("source")).isEqualTo("<InputStream>");
    if (events.size() == 4) {
      assertThat(events.get(3).getBoolean("done")).isFalse();
    }
  }

  @Test
  void nothingIsToldThatNobodyWants() throws Exception {
    try (DataFrame frame = Faults.frame();
        Recording other = new Recording()) {
      other.disable("polars4j.Write");
      other.start();
      new CsvWriter(OutputStream.nullOutputStream()).finish(frame);
      other.stop();
      Path file = folder.resolve("other.jfr");
      other.dump(file);
      assertThat(RecordingFile.readAllEvents(file))
          .noneMatch(event -> event.getEventType().getName().equals("polars4j.Write"));
    }
  }

  @Test
  void jmxSeesNativeMemory() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName(NativeMemoryMXBean.OBJECT_NAME);
    NativeMemory.registerMXBean();
    NativeMemory.registerMXBean(); // once is enough
    try (DataFrame frame = Faults.frame()) {
      NativeMemoryMXBean bean = JMX.newMXBeanProxy(server, name, NativeMemoryMXBean.class);
      assertThat(bean.getLiveDataFrames()).isPositive();
      assertThat(bean.getLiveHandles()).isGreaterThanOrEqualTo(bean.getLiveDataFrames());
      assertThat(bean.getLiveSeries()).isNotNegative();
      assertThat(bean.getBytesHeld()).isGreaterThan(320_000);
      LiveHandles.settle();
      long writers = bean.getLiveWriters();
      try (BatchedWriter open = new CsvWriter(folder.resolve("f")).batched(frame.schema())) {
        assertThat(server.getAttribute(name, "LiveWriters")).isEqualTo(writers + 1);
        assertThat(open.bytesWritten()).isZero();
      }
    } finally {
      NativeMemory.unregisterMXBean();
    }
    assertThat(server.isRegistered(name)).isFalse();
    NativeMemory.unregisterMXBean();
  }

  /** Writes in a JVM that lacks what the options leave out. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
      try (DataFrame frame = Faults.frame()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new IpcWriter(bytes).finish(frame);
        try (DataFrame read = new IpcReader(bytes.toByteArray()).finish()) {
          System.out.println(read.contentEquals(frame));
        }
      }
      System.out.println(catchThrowable(NativeMemory::registerMXBean));
    }
  }

  @Test
  void aJvmWithoutTheModulesReadsAndWrites() throws Exception {
    // java.sql is needed, and neither of the two
    List<String> options =
        List.of("--limit-modules", "java.sql,java.logging,java.xml,jdk.unsupported,jdk.zipfs");
    String said = Forked.run(options, Main.class);
    assertThat(said.lines())
        .containsExactly(
            "true",
            "java.lang.UnsupportedOperationException: JMX needs the module java.management:"
                + " --add-modules java.management");
  }
}
