package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * The calls on files between a child JVM and the kernel: traced, and made to fail. A library in C
 * is compiled and preloaded; it and the test share a mapped file.
 */
final class FaultShim {
  /** What is traced, and may fail: the numbers are those of {@code fault_shim.c}. */
  enum Call {
    OPEN,
    WRITE,
    FSYNC,
    RENAME,
    CLOSE,
    UNLINK,
    READ
  }

  /** Writes a part of what it was given. */
  static final int SHORT = 0;

  /** Ends the process as {@code kill -9} does. */
  static final int KILL = -1;

  static final int EINTR = 4;
  static final int EIO = 5;
  static final int ENOSPC = 28;

  private static final int HITS = 4;
  private static final int LENGTH = HITS + Call.values().length;
  private static final int TRACE = 4 * (LENGTH + 1);
  private static final int SIZE = TRACE + (1 << 16);

  private final MappedByteBuffer control;

  private FaultShim(Path control) throws IOException {
    try (FileChannel channel =
        FileChannel.open(control, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      this.control = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
    }
    this.control.order(ByteOrder.nativeOrder());
  }

  /** In the child: what steers its shim. */
  static FaultShim here() throws IOException {
    return new FaultShim(Path.of(System.getenv("SHIM_CONTROL")));
  }

  /** The environment of a child whose calls on files in that folder are seen. */
  static Map<String, String> environment(Path folder, Path marked) throws Exception {
    Path source = folder.resolve("fault_shim.c");
    Path library = folder.resolve("fault_shim.so");
    if (Files.notExists(library)) {
      try (InputStream in = FaultShim.class.getResourceAsStream("fault_shim.c")) {
        Files.copy(in, source, StandardCopyOption.REPLACE_EXISTING);
      }
      Process compiler;
      try {
        compiler =
            new ProcessBuilder(
                    "cc",
                    "-shared",
                    "-fPIC",
                    "-O1",
                    "-o",
                    library.toString(),
                    source.toString(),
                    "-ldl")
                .redirectErrorStream(true)
                .start();
      } catch (IOException e) {
        assumeTrue(false, "no C compiler: " + e);
        throw e;
      }
      String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(compiler.waitFor()).as(said).isZero();
    }
    Path control = folder.resolve("control");
    Files.write(control, new byte[SIZE]);
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "SHIM_PATH", marked.toString(),
        "SHIM_CONTROL", control.toString());
  }

  /** Runs a child to its good end. */
  static String run(Path folder, Path marked, Class<?> main, String... arguments) throws Exception {
    return Forked.run(environment(folder, marked), List.of("-Xmx512m"), main, arguments);
  }

  /** Lets the nth call fail from now on, and counts anew. */
  void arm(Call call, int nth, int fault, boolean sticky) {
    disarm();
    control.putInt(0, call.ordinal()).putInt(8, fault).putInt(12, sticky ? 1 : 0).putInt(4, nth);
  }

  /** Lets all calls through, and counts and traces anew. */
  void disarm() {
    control.putInt(4, 0);
    for (Call call : Call.values()) {
      control.putInt(4 * (HITS + call.ordinal()), 0);
    }
    control.putInt(4 * LENGTH, 0);
  }

  /** How many calls there were. */
  int hits(Call call) {
    return control.getInt(4 * (HITS + call.ordinal()));
  }

  /** The calls since then, a line each. */
  String trace() {
    byte[] trace = new byte[control.getInt(4 * LENGTH)];
    control.duplicate().position(TRACE).get(trace);
    return new String(trace, StandardCharsets.US_ASCII);
  }
}
